// The lines and instalments of a contract in its form: rows of inputs of the same names, of which empty ones count for nothing.
#ifndef APPROVAL_CONTRACT_ROWS_H
#define APPROVAL_CONTRACT_ROWS_H

#include "approval/contract_pages.h"

#define ROW_CELLS 4 // fields of a row, in LINE_FIELDS and DUE_FIELDS

// Rows as they were typed, or as they are stored.
struct typed_row {
    const char *typed[ROW_CELLS];
    const char *values[ROW_CELLS]; // checked
    struct text messages[ROW_CELLS];
    bool blank;
    int64_t amount; // of a line; AMOUNT_NONE while it can't be told
};
struct typed_rows {
    const struct field_table *table;
    struct typed_row *rows;
    unsigned count, faults;
    struct text message; // of all of them; .zh NULL: none
};
struct typed_rows rows_typed(struct page *page, const struct field_table *table);
struct typed_rows rows_of_lines(struct page *page, const struct contract_rows *stored);
struct typed_rows rows_of_dues(struct page *page, const struct contract_rows *stored);

// Checks both and makes of them what is stored. STATUS_INVALID: messages stand at the cells, or at all rows.
enum status rows_check(struct page *page, struct typed_rows *lines, struct typed_rows *dues, struct contract_rows *rows) MUST_CHECK;

// What the lines come to, as far as it can be told, without messages.
void rows_count(struct page *page, struct typed_rows *lines);

struct cell_view {
    const char *name, *key, *label, *head, *value, *max, *message, *blank;
    bool invalid, is_line, is_choice, is_number;
    struct view_rows options;
};
struct row_view {
    int number;
    struct view_rows cells;
    const char *amount;
};
// NUMBER ROW_AMOUNT, rows CELL: NAME CELL_KEY CELL_LABEL CELL_HEAD VALUE MAX MESSAGE BLANK, INVALID IS_LINE IS_CHOICE IS_NUMBER, OPTION.
extern const struct binding LINE_ROW[];
extern const struct binding DUE_ROW[]; // the same without ROW_AMOUNT
// With `spare` empty rows behind.
struct view_rows rows_show(struct page *page, const struct typed_rows *rows, unsigned spare);
// Appends what is wrong to `faults`, for the summary on top of the form.
void rows_faults(struct page *page, const struct typed_rows *rows, struct fault_view *faults, size_t *count);

#endif
