// What the writers of the two formats share. Not here: anything for their users (write.h).
#ifndef SHEET_WRITE_PART_H
#define SHEET_WRITE_PART_H

#include <archive.h>

#include "sheet/write.h"

struct sheet_out {
    struct arena *arena;
    enum sheet_output output;
    const struct sheet_plan *sheets;
    unsigned count, current; // sheets; which one is being written
    unsigned row;            // rows of it so far
    struct sheet_receiver receiver;
    struct buffer text;      // not passed on yet
    enum status status;      // of the receiver
    struct archive *archive; // of a workbook
};

// Whether a spreadsheet would take a text that begins so for a formula.
bool cell_acts(const char *text);
// Whether the text is a number that a spreadsheet keeps to its last digit: no leading zeros, no more than 15 digits.
bool cell_is_number(const char *text);

enum status xlsx_start(struct sheet_out *out) MUST_CHECK;
enum status xlsx_sheet(struct sheet_out *out) MUST_CHECK; // begins the present one
enum status xlsx_row(struct sheet_out *out, const char *const *cells, bool heading) MUST_CHECK;
enum status xlsx_sheet_end(struct sheet_out *out) MUST_CHECK;
enum status xlsx_end(struct sheet_out *out) MUST_CHECK;

#endif
