// The faults of an import: the first few on the terminal, all of them in a CSV file that Excel opens.
// It holds lines, headings and messages, never a cell's content: what was typed stays in the file it came from.
#ifndef CTL_IMPORT_REPORT_H
#define CTL_IMPORT_REPORT_H

#include <stdbool.h>
#include <stdio.h>

#include "domain/import.h"

struct import_report {
    const char *path;
    FILE *file; // opened with the first fault
    unsigned shown;
    bool broken; // it could not be written
};

void import_report_add(struct import_report *report, const struct import_fault *fault);
// Closes the file; false when it could not be written.
bool import_report_close(struct import_report *report);

#endif
