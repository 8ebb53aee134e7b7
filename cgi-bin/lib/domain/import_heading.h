// Where in a table the columns are named, and how: offices put a title above, leave rows empty, name groups of columns in
// merged cells over them (联系人 over 姓名 and 手机) and merge a heading over two rows. Rule: ARC-13.
// Not here: what the names mean (import_columns.h).
#ifndef DOMAIN_IMPORT_HEADING_H
#define DOMAIN_IMPORT_HEADING_H

#include "model/field.h"
#include "sheet/table.h"

#define IMPORT_HEADING_ROWS 30 // the headings are in one of the first so many rows that are not empty

struct import_heading {
    unsigned line;
    unsigned count;
    const char *texts[SHEET_COLUMNS_MAX]; // "" where a column has no name
};

// Takes the row of number `line`, or, when that is 0, the one of which most cells name a field. The table is rewound.
// STATUS_NOT_FOUND: there is no such row.
enum status import_heading_find(const struct field_catalogue *fields, struct sheet_table *table, unsigned line, struct arena *arena,
                                struct import_heading *heading) MUST_CHECK;

#endif
