// What is to be approved, on the page of its request: whoever may read the request sees all of it there.
#include <string.h>

#include "approval/pages.h"
#include "domain/contract_submit.h"

struct fact_row {
    const char *label, *value;
};
struct line_row {
    const char *item, *unit, *quantity, *price, *amount;
};
struct due_row {
    const char *what, *date, *sum, *remark;
};
struct change_row {
    const char *label, *was, *is;
};
static const struct binding FACT[] = {VIEW(struct fact_row, LABEL, label), VIEW(struct fact_row, VALUE, value), VIEW_END};
static const struct binding LINE[] = {
    VIEW(struct line_row, ITEM, item),
    VIEW(struct line_row, UNIT_OF, unit),
    VIEW(struct line_row, QUANTITY, quantity),
    VIEW(struct line_row, PRICE, price),
    VIEW(struct line_row, LINE_AMOUNT, amount),
    VIEW_END,
};
static const struct binding DUE[] = {
    VIEW(struct due_row, WHAT, what),
    VIEW(struct due_row, DATE, date),
    VIEW(struct due_row, DUE_SUM, sum),
    VIEW(struct due_row, REMARK, remark),
    VIEW_END,
};
static const struct binding CHANGE[] = {
    VIEW(struct change_row, LABEL, label),
    VIEW(struct change_row, WAS, was),
    VIEW(struct change_row, IS, is),
    VIEW_END,
};
const struct binding SUBJECT[] = {
    VIEW(struct subject_view, IS_CONTRACT, is_contract),
    VIEW(struct subject_view, HAS_HREF, has_href),
    VIEW(struct subject_view, HREF, href),
    VIEW(struct subject_view, REVISION, revision),
    VIEW_ROWS(struct subject_view, FACT, facts, FACT),
    VIEW_ROWS(struct subject_view, LINE, lines, LINE),
    VIEW(struct subject_view, HAS_DUES, has_dues),
    VIEW_ROWS(struct subject_view, DUE, dues, DUE),
    VIEW(struct subject_view, SUM, sum),
    VIEW(struct subject_view, HAS_PREVIOUS, has_previous),
    VIEW(struct subject_view, NO_CHANGE, no_change),
    VIEW_ROWS(struct subject_view, CHANGE, changes, CHANGE),
    VIEW_END,
};

static const char *shown(const struct page *page, size_t i, const char *value) {
    return field_display(&CONTRACT_FIELDS.fields[i], value, page->ctx.lang, page->ctx.arena);
}

static const char *amount_or_none(const struct page *page, int64_t amount) {
    return amount == AMOUNT_NONE ? "" : amount_shown(amount, page->ctx.arena);
}

static struct view_rows facts_of(const struct page *page, const struct contract_text *text) {
    struct fact_row *rows = ARENA_ARRAY(page->ctx.arena, struct fact_row, CONTRACT_FIELDS.count);
    size_t count = 0;
    for (size_t i = 0; i < CONTRACT_FIELDS.count; i++)
        if (*text->record.values[i] != '\0')
            rows[count++] = (struct fact_row){say(page, CONTRACT_FIELDS.fields[i].label), shown(page, i, text->record.values[i])};
    return VIEW_ARRAY(rows, count);
}

static struct view_rows lines_of(const struct page *page, const struct contract_rows *text) {
    struct line_row *rows = ARENA_ARRAY(page->ctx.arena, struct line_row, text->line_count);
    for (unsigned i = 0; i < text->line_count; i++) {
        const struct contract_line *line = &text->lines[i];
        const char *price = amount_or_none(page, line->price), *amount = amount_or_none(page, line->amount);
        rows[i] = (struct line_row){line->item, line->unit, line->quantity, price, amount};
    }
    return VIEW_ARRAY(rows, text->line_count);
}

static struct view_rows dues_of(const struct page *page, const struct contract_rows *text) {
    const struct field *what = field_find(&DUE_FIELDS, "due");
    struct due_row *rows = ARENA_ARRAY(page->ctx.arena, struct due_row, text->due_count);
    for (unsigned i = 0; i < text->due_count; i++) {
        const struct contract_due *due = &text->dues[i];
        rows[i] = (struct due_row){choice_label(what, due->kind, page->ctx.lang), due->date, amount_or_none(page, due->amount), due->note};
    }
    return VIEW_ARRAY(rows, text->due_count);
}

// A line as one compares it.
static const char *rows_words(const struct page *page, const struct contract_rows *text) {
    struct buffer words = {.arena = page->ctx.arena};
    buffer_text(&words, "");
    for (unsigned i = 0; i < text->line_count; i++) {
        const struct contract_line *line = &text->lines[i];
        buffer_format(&words, "%s%s %s%s × %s", i > 0 ? "；" : "", line->item, line->quantity, line->unit,
                      amount_or_none(page, line->price));
    }
    return words.data;
}

// What changed since the revision before.
static enum status compare(struct page *page, const struct contract *contract, struct subject_view *view) {
    struct contract_text before;
    if (contract->revision <= 1)
        return STATUS_OK;
    TRY(contract_text_read(&page->ctx, contract, contract->revision - 1, &before));
    struct change_row *rows = ARENA_ARRAY(page->ctx.arena, struct change_row, CONTRACT_FIELDS.count + 1);
    size_t count = 0;
    for (size_t i = 0; i < CONTRACT_FIELDS.count; i++) {
        const char *was = before.record.values[i], *is = contract->text.record.values[i];
        if (strcmp(was, is) != 0)
            rows[count++] = (struct change_row){say(page, CONTRACT_FIELDS.fields[i].label), shown(page, i, was), shown(page, i, is)};
    }
    if (!contract_rows_equal(&before.rows, &contract->text.rows))
        rows[count++] = (struct change_row){say(page, (struct text){"明细和计划", "Lines and plan"}), rows_words(page, &before.rows),
                                            rows_words(page, &contract->text.rows)};
    view->has_previous = true;
    view->no_change = count == 0;
    view->changes = VIEW_ARRAY(rows, count);
    return STATUS_OK;
}

static enum status show_contract(struct page *page, const struct approval_request *request, struct subject_view *view) {
    struct contract contract;
    TRY(contract_of_revision(&page->ctx, request->subject_id, &contract));
    TRY(contract_reached(&page->ctx, contract.id, PERM_CONTRACT_READ, &view->has_href));
    view->is_contract = true;
    view->href = arena_format(page->ctx.arena, "/contract/%lld", (long long)contract.id);
    view->revision = (int)contract.revision;
    view->facts = facts_of(page, &contract.text);
    view->lines = lines_of(page, &contract.text.rows);
    view->dues = dues_of(page, &contract.text.rows);
    view->has_dues = contract.text.rows.due_count > 0;
    view->sum = amount_or_none(page, contract_amount(&contract.text));
    return compare(page, &contract, view);
}

enum status subject_show(struct page *page, const struct approval_request *request, struct subject_view *view) {
    *view = (struct subject_view){.href = "", .sum = ""};
    const enum status status = show_contract(page, request, view);
    return status == STATUS_NOT_FOUND ? STATUS_OK : status; // its customer is gone: the request stays readable
}
