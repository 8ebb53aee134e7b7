// A number of a cell as the spreadsheet shows it: a date where its style says so, else its digits. Shared by .xlsx and
// .xls, which store both as the same kind of number. Not here: where the style of a cell stands (xlsx_book.c, xls.c).
#ifndef SHEET_NUMBER_H
#define SHEET_NUMBER_H

#include <stdbool.h>

#include "base/arena.h"

enum number_style {
    NUMBER_PLAIN,
    NUMBER_DATE,  // with or without a time of day
    NUMBER_TIME,  // of day alone
    NUMBER_PADDED // "000000": shown with leading zeros; the count is kept apart
};

// What a number format means. `id` is one of Excel's own below 164, whose code a file need not hold; `code` may be NULL.
// *digits is set for NUMBER_PADDED.
enum number_style number_style_of(unsigned id, const char *code, unsigned *digits);

// Dates as 2026-01-05 or 2026-01-05 08:30:00, times as 08:30:00. A whole number of more than 15 digits has lost its last
// ones in the file already; it is given as Excel shows it, 1.23457E+17, so that nobody takes it for whole.
const char *number_text(double value, enum number_style style, unsigned digits, bool since_1904, struct arena *arena);

#endif
