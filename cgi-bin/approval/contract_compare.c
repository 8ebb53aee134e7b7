// Two revisions of a contract side by side, what differs marked word by word (CON-5).
#include <stdlib.h>
#include <string.h>

#include "approval/contract_pages.h"
#include "model/text_diff.h"

struct piece_view {
    const char *text;
    bool same, gone, come;
};
struct difference_view {
    const char *label;
    struct view_rows pieces;
    bool coarse;
};
struct compare_view {
    struct layout_view layout;
    int64_t id, from, to;
    const char *number, *name;
    struct view_rows differences;
    bool has_differences, none;
};
static const struct binding PIECE[] = {
    VIEW(struct piece_view, TEXT, text),
    VIEW(struct piece_view, SAME, same),
    VIEW(struct piece_view, GONE, gone),
    VIEW(struct piece_view, COME, come),
    VIEW_END,
};
const struct binding CONTRACT_DIFFERENCE[] = {
    VIEW(struct difference_view, LABEL, label),
    VIEW_ROWS(struct difference_view, PIECE, pieces, PIECE),
    VIEW(struct difference_view, COARSE, coarse),
    VIEW_END,
};
static const struct binding BINDINGS[] = {
    VIEW_PART(struct compare_view, layout, LAYOUT),
    VIEW(struct compare_view, ID, id),
    VIEW(struct compare_view, FROM, from),
    VIEW(struct compare_view, TO, to),
    VIEW(struct compare_view, CONTRACT_NUMBER, number),
    VIEW(struct compare_view, NAME, name),
    VIEW_ROWS(struct compare_view, DIFFERENCE, differences, CONTRACT_DIFFERENCE),
    VIEW(struct compare_view, HAS_DIFFERENCES, has_differences),
    VIEW(struct compare_view, NONE, none),
    VIEW_END,
};
const struct view CONTRACT_COMPARE_VIEW = {"approval/contract_compare.tpl", BINDINGS};

static struct difference_view difference(const struct page *page, struct text label, const char *before, const char *after) {
    const struct text_diff diff = text_compare(before, after, page->ctx.arena);
    struct piece_view *pieces = ARENA_ARRAY(page->ctx.arena, struct piece_view, diff.count);
    for (unsigned i = 0; i < diff.count; i++)
        pieces[i] = (struct piece_view){diff.pieces[i].text, diff.pieces[i].side == DIFF_SAME, diff.pieces[i].side == DIFF_BEFORE,
                                        diff.pieces[i].side == DIFF_AFTER};
    return (struct difference_view){say(page, label), VIEW_ARRAY(pieces, diff.count), diff.coarse};
}

static const char *lines_in_words(const struct page *page, const struct contract_rows *rows) {
    struct buffer text = {.arena = page->ctx.arena};
    buffer_text(&text, "");
    for (unsigned i = 0; i < rows->line_count; i++)
        buffer_format(&text, "%s%s", i > 0 ? "\n" : "", contract_line_words(&rows->lines[i], page->ctx.arena));
    return text.data;
}

static const char *dues_in_words(const struct page *page, const struct contract_rows *rows) {
    struct buffer text = {.arena = page->ctx.arena};
    buffer_text(&text, "");
    for (unsigned i = 0; i < rows->due_count; i++)
        buffer_format(&text, "%s%s", i > 0 ? "\n" : "", contract_due_words(&rows->dues[i], page->ctx.lang, page->ctx.arena));
    return text.data;
}

struct view_rows contract_differences(const struct page *page, const struct contract_text *before, const struct contract_text *after) {
    struct difference_view *rows = ARENA_ARRAY(page->ctx.arena, struct difference_view, CONTRACT_FIELDS.count + 2);
    size_t count = 0;
    for (size_t i = 0; i < CONTRACT_FIELDS.count; i++) {
        const struct field *field = &CONTRACT_FIELDS.fields[i];
        const char *was = before->record.values[i], *is = after->record.values[i];
        if (strcmp(was, is) != 0)
            rows[count++] = difference(page, field->label, field_display(field, was, page->ctx.lang, page->ctx.arena),
                                       field_display(field, is, page->ctx.lang, page->ctx.arena));
    }
    const char *lines[] = {lines_in_words(page, &before->rows), lines_in_words(page, &after->rows)};
    const char *dues[] = {dues_in_words(page, &before->rows), dues_in_words(page, &after->rows)};
    if (strcmp(lines[0], lines[1]) != 0)
        rows[count++] = difference(page, LINE_FIELDS.label, lines[0], lines[1]);
    if (strcmp(dues[0], dues[1]) != 0)
        rows[count++] = difference(page, DUE_FIELDS.label, dues[0], dues[1]);
    return VIEW_ARRAY(rows, count);
}

static int64_t asked(const struct page *page, const char *name, int64_t usual) {
    const char *text = page_query(page, name);
    return *text != '\0' ? strtoll(text, NULL, 10) : usual;
}

// Of the revisions that were asked for, else of the last two; whatever stands in the address, the older one comes first.
enum status contract_compare_page(struct page *page) {
    struct contract contract;
    struct contract_text before, after;
    TRY(contract_head(&page->ctx, page_number(page, "contract"), PERM_CONTRACT_READ, &contract));
    const int64_t one = asked(page, "from", contract.revision > 1 ? contract.revision - 1 : 1),
                  other = asked(page, "to", contract.revision);
    TRY(contract_text_read(&page->ctx, &contract, one < other ? one : other, &before));
    TRY(contract_text_read(&page->ctx, &contract, one < other ? other : one, &after));
    struct compare_view view = {
        .layout = page_layout(page),
        .id = contract.id,
        .from = before.number,
        .to = after.number,
        .number = contract.number,
        .name = after.record.values[field_index(&CONTRACT_FIELDS, "title")],
        .differences = contract_differences(page, &before, &after),
    };
    view.has_differences = view.differences.count > 0;
    view.none = !view.has_differences;
    return page_render(page, 200, &CONTRACT_COMPARE_VIEW, &view);
}
