// Tables as offices keep them, whatever file they come in (.xlsx, .xls, CSV): rows of cells as text, with the row and
// column that the program shows in which the file was made, so that a fault can be told as B17. Rule: ARC-13.
// Here: what the readers of formats and their users have in common. Not here: which format a file has and the confined
// process that reads it (sheet/open.h), what the columns mean (domain/import.h).
#ifndef SHEET_SHEET_H
#define SHEET_SHEET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"

#define SHEET_COLUMNS_MAX 200
#define SHEET_CELL_MAX 65536 // bytes
#define SHEET_SHEETS_MAX 200 // of one workbook
#define SHEET_NAME_MAX 128   // bytes of a sheet's name; Excel allows 31 characters
#define SHEET_FILE_MAX ((size_t)1 << 30)

enum encoding {
    ENCODING_AUTO,
    ENCODING_UTF8,
    ENCODING_GB18030,
    ENCODING_COUNT
};

// What is wanted of a file.
struct sheet_wish {
    const char *sheet;      // its name; NULL or "": the first one that is not hidden
    unsigned rows_most;     // one more that is not empty is a fault; 0: SHEET_ROWS_LIMIT
    enum encoding encoding; // of a CSV file
};
#define SHEET_ROWS_LIMIT 1048576   // of one sheet in Excel
#define SHEET_ROWS_UPLOADED 100000 // of a file that somebody uploads

struct sheet_row {
    unsigned line;                        // number of the row; of a CSV file the physical line it starts at; from 1
    unsigned count;                       // of cells, up to the last one that is not empty
    bool hidden;                          // not shown, by a filter or by hand
    const char *cells[SHEET_COLUMNS_MAX]; // valid UTF-8; "" where there is nothing
};

// Cells that are shown as one; rows and columns from 1, the last ones included.
struct sheet_merge {
    unsigned top, left, bottom, right;
};

// Why a file can't be read on; line 0: not at any one row, column 0: not at any one cell.
struct sheet_error {
    unsigned line, column;
    struct text message;
};

// Where a reader of a format puts what it finds. What it passes is gone after the call. `row` answers whether to go on.
struct sheet_sink {
    void (*sheet)(void *data, const char *name, bool hidden);   // every sheet of the workbook, before the rows
    void (*chosen)(void *data, unsigned sheet);                 // whose rows follow
    bool (*row)(void *data, const struct sheet_row *row);       // that is not empty
    void (*merge)(void *data, const struct sheet_merge *merge); // after the rows
    void *data;
};

// Cells that hold no value one could use are given as Excel shows them: "#N/A", "#REF!"…; a formula whose result was not
// stored (some programs write such files) as SHEET_NO_RESULT.
#define SHEET_NO_RESULT "#RESULT?"
bool sheet_is_error(const char *cell);
// Whether it is what Excel leaves of a long number (1.23457E+17): its last digits are lost.
bool sheet_is_damaged_number(const char *cell);
// 28 → "AB". `name` has room for 8.
void sheet_column_name(unsigned column, char name[8]);

// Fills the error; STATUS_INVALID.
static inline enum status sheet_refuse(struct sheet_error *error, unsigned line, unsigned column, const char *zh,
                                       const char *en) {
    *error = (struct sheet_error){.line = line, .column = column, .message = {zh, en}};
    return STATUS_INVALID;
}
enum status sheet_refuse_rows(struct sheet_error *error, unsigned line, unsigned most) MUST_CHECK;

#endif
