// Opens a table of any format. The bytes come from outside, and so do surprises in three libraries that read them: it happens in
// a process of its own that can do nothing but compute and answer (base/sandbox.h), for a limited time, in limited memory.
// What it answers is checked like any bytes from outside (sheet/table.h).
#ifndef SHEET_OPEN_H
#define SHEET_OPEN_H

#include "sheet/table.h"

#define SHEET_SECONDS 120                  // of computing
#define SHEET_MEMORY_MAX ((size_t)2 << 30) // of the process that reads
#define SHEET_TABLE_MAX ((size_t)1 << 30)  // bytes of the table that comes of it

enum sheet_format {
    SHEET_CSV,
    SHEET_XLS,
    SHEET_XLSX
};
// By what the file is, not by what it is called.
enum sheet_format sheet_format_of(const void *bytes, size_t length);

// STATUS_INVALID: *error says why, its texts live in the arena. STATUS_UNAVAILABLE: no process could be had.
enum status sheet_open(struct sheet_table **table, const void *bytes, size_t length, const struct sheet_wish *wish,
                       struct arena *arena, struct sheet_error *error) MUST_CHECK;

// Character sets are libraries that are loaded on first use, which no confined process can: a program that is confined before it opens
// a table calls this at its start.
void sheet_load_encodings(void);

// The same in this very process: for fuzzers, and the other process itself. `path`: where an .xls file can be opened.
enum status sheet_read(const void *bytes, size_t length, const char *path, const struct sheet_wish *wish,
                       const struct sheet_sink *sink, struct sheet_error *error) MUST_CHECK;

#endif
