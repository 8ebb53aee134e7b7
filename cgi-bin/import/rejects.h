// The rows of a file that were found faulty, as a file of the same kind and layout, with what is wrong in a last column (ARC-13): collected
// by the process that has the file, while it checks, and written when its person asks for it. Not here: how it leaves (rejected.c).
#ifndef IMPORT_REJECTS_H
#define IMPORT_REJECTS_H

#include "domain/import.h"
#include "import/board.h"

#define REJECTS_TOLD 50 // faults of one row that are told; that there are more is told, too

struct rejects;

struct rejects *rejects_new(void);
void rejects_clear(struct rejects *rejects);
// A fault as the importer tells it; those of one row come one after the other. Faults of no row are none of its.
void rejects_note(struct rejects *rejects, const struct import_fault *fault, enum lang lang);

struct rejects_source {
    const void *file; // as it was uploaded
    size_t length;
    struct sheet_table *table; // what was read from it
    enum lang lang;
};
// Writes all rows up to the headings in row `heading`, and those with faults, into the place's room, for who is asking: .xlsx for any
// workbook, CSV in the encoding in which it came. What came of it stands in the place.
void rejects_give_back(const struct rejects *rejects, const struct rejects_source *source, unsigned heading, struct board_place *place);

#endif
