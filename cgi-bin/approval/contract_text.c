// The text of a contract as pages show it: its fields by chapter, its lines, its instalments.
#include <string.h>

#include "app/plain_form.h"
#include "approval/contract_pages.h"

struct line_view {
    int number;
    const char *item, *unit, *quantity, *price, *amount;
};
struct due_view {
    const char *what, *date, *amount, *note;
};
struct part_view {
    const char *label;
    struct view_rows facts; // of fact_view
};
static const struct binding LINE[] = {
    VIEW(struct line_view, NUMBER, number),
    VIEW(struct line_view, ITEM, item),
    VIEW(struct line_view, UNIT, unit),
    VIEW(struct line_view, QUANTITY, quantity),
    VIEW(struct line_view, PRICE, price),
    VIEW(struct line_view, LINE_AMOUNT, amount),
    VIEW_END,
};
static const struct binding DUE[] = {
    VIEW(struct due_view, WHAT, what),
    VIEW(struct due_view, DATE, date),
    VIEW(struct due_view, DUE_AMOUNT, amount),
    VIEW(struct due_view, NOTE, note),
    VIEW_END,
};
static const struct binding FACT[] = {
    VIEW(struct fact_view, LABEL, label),
    VIEW(struct fact_view, VALUE, value),
    VIEW_END,
};
static const struct binding PART[] = {
    VIEW(struct part_view, PART_LABEL, label),
    VIEW_ROWS(struct part_view, FACT, facts, FACT),
    VIEW_END,
};
const struct binding CONTRACT_TEXT_PARTS[] = {
    VIEW_ROWS(struct contract_text_view, PART, parts, PART),
    VIEW(struct contract_text_view, HAS_LINES, has_lines),
    VIEW_ROWS(struct contract_text_view, LINE, lines, LINE),
    VIEW(struct contract_text_view, HAS_DUES, has_dues),
    VIEW_ROWS(struct contract_text_view, DUE, dues, DUE),
    VIEW_END,
};

static struct view_rows part_rows(const struct page *page, const struct contract_text *text) {
    const struct field_table *table = &CONTRACT_FIELDS;
    struct part_view *parts = ARENA_ARRAY(page->ctx.arena, struct part_view, table->chapter_count);
    size_t count = 0;
    for (size_t part = 0; part < table->chapter_count; part++) {
        struct fact_view *facts = ARENA_ARRAY(page->ctx.arena, struct fact_view, table->count);
        size_t filled = 0;
        for (size_t i = 0; i < table->count; i++)
            if (table->fields[i].group == table->chapters[part].group && *text->record.values[i] != '\0' &&
                strcmp(table->fields[i].key, "kind") != 0)
                facts[filled++] =
                    (struct fact_view){say(page, table->fields[i].label),
                                       field_display(&table->fields[i], text->record.values[i], page->ctx.lang, page->ctx.arena)};
        if (filled > 0)
            parts[count++] = (struct part_view){say(page, table->chapters[part].label), VIEW_ARRAY(facts, filled)};
    }
    return VIEW_ARRAY(parts, count);
}

static void show_rows(const struct page *page, const struct contract_rows *rows, struct contract_text_view *view) {
    struct arena *arena = page->ctx.arena;
    struct line_view *lines = ARENA_ARRAY(arena, struct line_view, rows->line_count);
    struct due_view *dues = ARENA_ARRAY(arena, struct due_view, rows->due_count);
    for (unsigned i = 0; i < rows->line_count; i++) {
        const struct contract_line *line = &rows->lines[i];
        lines[i] = (struct line_view){(int)i + 1,
                                      line->item,
                                      line->unit,
                                      line->quantity,
                                      amount_shown(line->price, arena),
                                      amount_shown(line->amount, arena)};
    }
    for (unsigned i = 0; i < rows->due_count; i++) {
        const struct contract_due *due = &rows->dues[i];
        dues[i] = (struct due_view){choice_label(&DUE_FIELDS.fields[0], due->kind, page->ctx.lang), due->date,
                                    amount_shown(due->amount, arena), due->note};
    }
    view->lines = VIEW_ARRAY(lines, rows->line_count);
    view->dues = VIEW_ARRAY(dues, rows->due_count);
    view->has_lines = rows->line_count > 0;
    view->has_dues = rows->due_count > 0;
}

struct contract_text_view contract_text_show(const struct page *page, const struct contract_text *text) {
    struct contract_text_view view = {.parts = part_rows(page, text)};
    show_rows(page, &text->rows, &view);
    return view;
}
