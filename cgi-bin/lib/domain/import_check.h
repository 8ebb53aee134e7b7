// What the files of an import share: its state while it reads rows. Not here: anything for others (import.h).
#ifndef DOMAIN_IMPORT_CHECK_H
#define DOMAIN_IMPORT_CHECK_H

#include "domain/import.h"
#include "domain/import_columns.h"
#include "domain/import_heading.h"
#include "domain/import_index.h"
#include "domain/import_owners.h"
#include "domain/import_writer.h"
#include "domain/record.h"

struct importer {
    struct ctx ctx;      // its arena is that of one row
    struct arena *arena; // of the whole import
    const struct import_plan *plan;
    const struct import_listener *listener;
    struct import_result *result;
    struct import_heading heading;
    struct import_columns columns;
    struct actor tool; // who acts while rows are checked
    struct import_owners owners;
    struct import_owner self;   // the author, as an account manager
    const struct actor *owner;  // where a row names none; NULL: every row must
    struct import_index names;  // folded, of the store and the rows so far
    struct import_index codes;  // credit codes of the rows so far
    struct import_index phones; // telephone numbers of the rows so far
};

// A row on its way through the checks.
struct candidate {
    const struct sheet_row *row;
    const struct actor *owner;
    struct import_customer typed;
    struct draft customer, contact;
    const char *numbers[FIELD_MAX]; // 档案编号 and 客户编码, by the index of the field; NULL: none
    const char *region;             // full name of the region; "" none
    bool faulty;
};

enum row_verdict {
    ROW_NEW,
    ROW_EXISTING, // passed over
    ROW_FAULTY
};

// import.c
void import_tell(struct importer *importer, unsigned line, const char *column, struct text message);
void import_refuse(struct importer *importer, struct candidate *candidate, const char *column, struct text message);
// The same for a column by its number, from 0.
void import_refuse_cell(struct importer *importer, struct candidate *candidate, unsigned column, struct text message);
// Tells what is worth a look and no fault.
void import_hint(struct importer *importer, const struct candidate *candidate, const char *column, struct text message);

// import_check.c
// Puts the cells where they belong, without checking them.
void candidate_read(struct importer *importer, const struct sheet_row *row, struct candidate *candidate);
// Finds whose customer the row is to be; nobody: *message says why.
enum status candidate_owner(struct importer *importer, struct candidate *candidate, struct text *message) MUST_CHECK;
enum status candidate_check(struct importer *importer, const struct sheet_row *row, struct candidate *candidate,
                            enum row_verdict *verdict) MUST_CHECK;
// The heading under which a field stands in the file, else its label.
const char *import_heading(const struct importer *importer, enum column_use use, unsigned field);

// import_match.c
enum status import_match_load(struct importer *importer) MUST_CHECK;
// Whether the customer is there; its faults are told.
enum status import_match(struct importer *importer, struct candidate *candidate, bool *existing) MUST_CHECK;

extern const struct sql IMPORT_EVERY_NAME, IMPORT_WITH_CREDIT_CODE, IMPORT_WITH_ARCHIVE_NO, IMPORT_WITH_CODE;

#endif
