// Writing tables that people take away: an .xlsx workbook or a CSV file behind one interface, row by row, so that memory does
// not grow with the rows and nothing lies in a file on the way. Rules: ARC-13, CONF-7.
//
// Whatever stands in a cell, it does nothing: in a workbook texts are texts, and what a spreadsheet would take for a formula once
// somebody edits it is marked as text; in CSV, which has no types, such a text gets a quote in front. Numbers, amounts and dates are
// real ones in a workbook; digits of codes, accounts and telephones are texts (CELL_TEXT), so that none is lost.
// Not here: what a table holds and who may have it (its callers), reading (sheet/sheet.h).
#ifndef SHEET_WRITE_H
#define SHEET_WRITE_H

#include <stdbool.h>

#include "sheet/sheet.h"

enum sheet_output {
    OUTPUT_XLSX,
    OUTPUT_CSV, // UTF-8 with a byte order mark, lines end with CRLF
    OUTPUT_CSV_GB18030,
    OUTPUT_COUNT
};
const char *sheet_output_type(enum sheet_output output);   // for Content-Type
const char *sheet_output_suffix(enum sheet_output output); // "xlsx"

// What the texts of a column are. One that is not what its column says (a mask, a code of 18 digits) is written as text.
enum cell_type {
    CELL_TEXT,
    CELL_NUMBER, // "-1.5"
    CELL_AMOUNT, // "1234.50": shown as 1,234.50
    CELL_DATE,   // "2026-01-05"
    CELL_TIME,   // "2026-01-05 08:30"
    CELL_TYPE_COUNT
};

struct sheet_column {
    const char *heading;
    enum cell_type type;
    unsigned width; // in digits; 0: as its type needs
};

// One sheet of a workbook; in CSV one table behind the other, with an empty line between. Its first row are the headings, which stay
// in sight and filter; `plain`: there are none (remarks about the table).
struct sheet_plan {
    const char *name; // of a workbook's sheet: what Excel does not allow in one is replaced, and it is cut after 31 characters
    const struct sheet_column *columns;
    unsigned count; // 1 … SHEET_COLUMNS_MAX
    bool plain;
};
#define SHEET_PLANS_MAX 8

// Where the bytes go, piece by piece. What it answers ends the writing, and is what the writer answers.
struct sheet_receiver {
    enum status (*take)(void *data, const void *bytes, size_t length);
    void *data;
};

struct sheet_out;

// Starts the first of the sheets, which must stay as they are until the end. On anything but STATUS_OK there is no *out.
enum status sheet_out_new(struct sheet_out **out, enum sheet_output output, const struct sheet_plan *sheets, unsigned count,
                          const struct sheet_receiver *receiver) MUST_CHECK;
// A row with as many cells as the sheet has columns: valid UTF-8, "" or NULL where there is nothing. A text of more than 32,767 units,
// which no cell of Excel holds, ends with "…". STATUS_TOO_LARGE: the sheet has all the rows that Excel allows.
enum status sheet_out_row(struct sheet_out *out, const char *const *cells) MUST_CHECK;
enum status sheet_out_next(struct sheet_out *out) MUST_CHECK; // goes on to the next sheet
// Completes the file: until then it is none. All sheets must have been gone on to.
enum status sheet_out_end(struct sheet_out *out) MUST_CHECK;
void sheet_out_free(struct sheet_out *out); // NULL is fine; also in the middle

#endif
