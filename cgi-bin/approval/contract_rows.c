#include "approval/contract_rows.h"

#include <string.h>

#include "base/utf8.h"

static const struct binding CELL_OPTION[] = {
    VIEW(struct option_view, KEY, key),
    VIEW(struct option_view, LABEL, label),
    VIEW(struct option_view, SELECTED, selected),
    VIEW_END,
};
static const struct binding CELL[] = {
    VIEW(struct cell_view, NAME, name),
    VIEW(struct cell_view, CELL_KEY, key),
    VIEW(struct cell_view, CELL_LABEL, label),
    VIEW(struct cell_view, CELL_HEAD, head),
    VIEW(struct cell_view, VALUE, value),
    VIEW(struct cell_view, MAX, max),
    VIEW(struct cell_view, MESSAGE, message),
    VIEW(struct cell_view, BLANK, blank),
    VIEW(struct cell_view, INVALID, invalid),
    VIEW(struct cell_view, IS_LINE, is_line),
    VIEW(struct cell_view, IS_CHOICE, is_choice),
    VIEW(struct cell_view, IS_NUMBER, is_number),
    VIEW_ROWS(struct cell_view, OPTION, options, CELL_OPTION),
    VIEW_END,
};
const struct binding LINE_ROW[] = {
    VIEW(struct row_view, NUMBER, number),
    VIEW(struct row_view, ROW_AMOUNT, amount),
    VIEW_ROWS(struct row_view, CELL, cells, CELL),
    VIEW_END,
};
const struct binding DUE_ROW[] = {
    VIEW(struct row_view, NUMBER, number),
    VIEW_ROWS(struct row_view, CELL, cells, CELL),
    VIEW_END,
};

static struct typed_rows rows_new(struct page *page, const struct field_table *table, size_t room) {
    return (struct typed_rows){.table = table, .rows = ARENA_ARRAY(page->ctx.arena, struct typed_row, room + 1)};
}

static bool is_blank(const char *typed, struct arena *arena) {
    return !*typed || *utf8_trim(arena, typed) == '\0';
}

static void note_blank(struct page *page, struct typed_rows *rows) {
    for (unsigned i = 0; i < rows->count; i++) {
        rows->rows[i].blank = true;
        rows->rows[i].amount = AMOUNT_NONE;
        for (size_t cell = 0; cell < ROW_CELLS; cell++) {
            if (rows->rows[i].typed[cell] == NULL)
                rows->rows[i].typed[cell] = "";
            rows->rows[i].blank &= is_blank(rows->rows[i].typed[cell], page->ctx.arena);
        }
    }
}

// The n-th input of a name belongs to the n-th row.
struct typed_rows rows_typed(struct page *page, const struct field_table *table) {
    const struct params *form = &page->request->form;
    struct typed_rows rows = rows_new(page, table, form->count);
    for (size_t cell = 0; cell < ROW_CELLS; cell++) {
        unsigned row = 0;
        for (size_t i = 0; i < form->count; i++)
            if (strcmp(form->items[i].name, table->fields[cell].key) == 0)
                rows.rows[row++].typed[cell] = form->items[i].value;
        rows.count = row > rows.count ? row : rows.count;
    }
    note_blank(page, &rows);
    return rows;
}

struct typed_rows rows_of_lines(struct page *page, const struct contract_rows *stored) {
    struct typed_rows rows = rows_new(page, &LINE_FIELDS, stored->line_count);
    for (; rows.count < stored->line_count; rows.count++) {
        const struct contract_line *line = &stored->lines[rows.count];
        rows.rows[rows.count] =
            (struct typed_row){.typed = {line->item, line->unit, line->quantity, amount_canonical(line->price, page->ctx.arena)}};
    }
    note_blank(page, &rows);
    for (unsigned i = 0; i < rows.count; i++)
        rows.rows[i].amount = stored->lines[i].amount;
    return rows;
}

struct typed_rows rows_of_dues(struct page *page, const struct contract_rows *stored) {
    struct typed_rows rows = rows_new(page, &DUE_FIELDS, stored->due_count);
    for (; rows.count < stored->due_count; rows.count++) {
        const struct contract_due *due = &stored->dues[rows.count];
        rows.rows[rows.count] =
            (struct typed_row){.typed = {due->kind, due->date, amount_canonical(due->amount, page->ctx.arena), due->note}};
    }
    note_blank(page, &rows);
    return rows;
}

// --- Checking

static void check_cells(struct page *page, struct typed_rows *rows) {
    for (unsigned i = 0; i < rows->count; i++) {
        struct typed_row *row = &rows->rows[i];
        for (size_t cell = 0; !row->blank && cell < ROW_CELLS; cell++)
            rows->faults += field_check(&rows->table->fields[cell], row->typed[cell], page->ctx.arena, &row->values[cell],
                                        &row->messages[cell]) != STATUS_OK;
    }
}

enum {
    LINE_ITEM,
    LINE_UNIT,
    LINE_QUANTITY,
    LINE_PRICE
};
enum {
    DUE_KIND,
    DUE_DATE,
    DUE_SUM,
    DUE_REMARK
};

// What the line comes to, as far as it can be told; *sum grows by it.
static void count_line(struct typed_rows *lines, struct typed_row *row, int64_t *sum) {
    static const struct text LARGE = {"金额最大 999,999,999,999.99 元", "The amount may be at most 999,999,999,999.99 yuan."};
    if (row->blank || row->messages[LINE_QUANTITY].zh != NULL || row->messages[LINE_PRICE].zh != NULL)
        return;
    if (amount_times(row->values[LINE_QUANTITY], amount_fen(row->values[LINE_PRICE]), &row->amount) && amount_add(sum, row->amount))
        return;
    row->messages[LINE_PRICE] = LARGE;
    lines->faults++;
}

void rows_count(struct page *page, struct typed_rows *lines) {
    for (unsigned i = 0; i < lines->count; i++) {
        struct typed_row *row = &lines->rows[i];
        const char *quantity, *price;
        struct text message;
        if (!row->blank &&
            field_check(&LINE_FIELDS.fields[LINE_QUANTITY], row->typed[LINE_QUANTITY], page->ctx.arena, &quantity, &message) ==
                STATUS_OK &&
            field_check(&LINE_FIELDS.fields[LINE_PRICE], row->typed[LINE_PRICE], page->ctx.arena, &price, &message) == STATUS_OK &&
            !amount_times(quantity, amount_fen(price), &row->amount))
            row->amount = AMOUNT_NONE;
    }
}

static void check_count(struct page *page, struct typed_rows *rows, unsigned most) {
    unsigned filled = 0;
    for (unsigned i = 0; i < rows->count; i++)
        filled += !rows->rows[i].blank;
    if (filled <= most)
        return;
    rows->message = (struct text){arena_format(page->ctx.arena, "最多 %u 行，现在 %u 行", most, filled),
                                  arena_format(page->ctx.arena, "At most %u rows; there are %u.", most, filled)};
    rows->faults++;
}

static void take_lines(const struct typed_rows *lines, struct contract_rows *rows) {
    for (unsigned i = 0; i < lines->count; i++) {
        const struct typed_row *row = &lines->rows[i];
        if (!row->blank)
            rows->lines[rows->line_count++] =
                (struct contract_line){row->values[LINE_ITEM], row->values[LINE_UNIT], row->values[LINE_QUANTITY],
                                       amount_fen(row->values[LINE_PRICE]), row->amount};
    }
}

static void take_dues(const struct typed_rows *dues, struct contract_rows *rows) {
    for (unsigned i = 0; i < dues->count; i++) {
        const struct typed_row *row = &dues->rows[i];
        if (!row->blank)
            rows->dues[rows->due_count++] = (struct contract_due){row->values[DUE_KIND], row->values[DUE_DATE],
                                                                  amount_fen(row->values[DUE_SUM]), row->values[DUE_REMARK]};
    }
}

enum status rows_check(struct page *page, struct typed_rows *lines, struct typed_rows *dues, struct contract_rows *rows) {
    int64_t sum = AMOUNT_NONE;
    *rows = (struct contract_rows){.lines = ARENA_ARRAY(page->ctx.arena, struct contract_line, CONTRACT_LINES_MAX),
                                   .dues = ARENA_ARRAY(page->ctx.arena, struct contract_due, CONTRACT_DUES_MAX)};
    check_cells(page, lines);
    check_cells(page, dues);
    check_count(page, lines, CONTRACT_LINES_MAX);
    check_count(page, dues, CONTRACT_DUES_MAX);
    for (unsigned i = 0; i < lines->count; i++)
        count_line(lines, &lines->rows[i], &sum);
    if (lines->faults + dues->faults > 0)
        return STATUS_INVALID;
    take_lines(lines, rows);
    take_dues(dues, rows);
    return STATUS_OK;
}

// --- Showing

static struct view_rows option_rows(struct page *page, const struct field *field, const char *value) {
    size_t count = 0;
    while (field->choices[count].key != NULL)
        count++;
    struct option_view *options = ARENA_ARRAY(page->ctx.arena, struct option_view, count);
    for (size_t i = 0; i < count; i++)
        options[i] = (struct option_view){field->choices[i].key, say(page, field->choices[i].label),
                                          strcmp(field->choices[i].key, value) == 0};
    return VIEW_ARRAY(options, count);
}

static const char *cell_key(struct page *page, const struct field_table *table, unsigned row, size_t cell) {
    return arena_format(page->ctx.arena, "%s-%u-%s", table->name, row + 1, table->fields[cell].key);
}

static struct cell_view cell_view(struct page *page, const struct field_table *table, unsigned number, const struct typed_row *row,
                                  size_t cell) {
    const struct field *field = &table->fields[cell];
    const struct text message = row->messages[cell];
    struct cell_view view = {
        .name = field->key,
        .key = cell_key(page, table, number, cell),
        .label = arena_format(page->ctx.arena, page->ctx.lang == LANG_EN ? "Row %u: %s" : "第 %u 行%s", number + 1,
                              say(page, field->label)),
        .head = say(page, field->label),
        .value = row->typed[cell],
        .max = field->max > 0 ? arena_format(page->ctx.arena, "%u", field->max) : "",
        .blank = say(page, FIELD_BLANK),
        .message = message.zh != NULL ? say(page, message) : "",
        .invalid = message.zh != NULL,
        .is_line = field->type != FIELD_CHOICE,
        .is_choice = field->type == FIELD_CHOICE,
        .is_number = field->type == FIELD_AMOUNT || field->type == FIELD_DECIMAL,
    };
    if (view.is_choice)
        view.options = option_rows(page, field, row->typed[cell]);
    return view;
}

struct view_rows rows_show(struct page *page, const struct typed_rows *rows, unsigned spare) {
    static const struct typed_row EMPTY = {.typed = {"", "", "", ""}, .blank = true, .amount = AMOUNT_NONE};
    const unsigned count = rows->count + spare;
    struct row_view *views = ARENA_ARRAY(page->ctx.arena, struct row_view, count);
    for (unsigned i = 0; i < count; i++) {
        const struct typed_row *row = i < rows->count ? &rows->rows[i] : &EMPTY;
        struct cell_view *cells = ARENA_ARRAY(page->ctx.arena, struct cell_view, ROW_CELLS);
        for (size_t cell = 0; cell < ROW_CELLS; cell++)
            cells[cell] = cell_view(page, rows->table, i, row, cell);
        views[i] = (struct row_view){
            .number = (int)i + 1, .cells = VIEW_ARRAY(cells, ROW_CELLS), .amount = amount_shown(row->amount, page->ctx.arena)};
    }
    return VIEW_ARRAY(views, count);
}

void rows_faults(struct page *page, const struct typed_rows *rows, struct fault_view *faults, size_t *count) {
    if (rows->message.zh != NULL)
        faults[(*count)++] = (struct fault_view){arena_format(page->ctx.arena, "%ss", rows->table->name),
                                                 say(page, rows->table->label), say(page, rows->message)};
    for (unsigned i = 0; i < rows->count; i++)
        for (size_t cell = 0; cell < ROW_CELLS; cell++)
            if (rows->rows[i].messages[cell].zh != NULL)
                faults[(*count)++] = (struct fault_view){
                    cell_key(page, rows->table, i, cell),
                    arena_format(page->ctx.arena, page->ctx.lang == LANG_EN ? "%s, row %u: %s" : "%s第 %u 行%s",
                                 say(page, rows->table->label), i + 1, say(page, rows->table->fields[cell].label)),
                    say(page, rows->rows[i].messages[cell])};
}
