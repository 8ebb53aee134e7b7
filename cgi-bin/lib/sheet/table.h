// A table once it was read: sheets, rows, merged cells, in one piece of memory. It comes as bytes from the process that read the
// file (sheet/open.h) and is checked byte by byte before anything of it is believed; tests/fuzz/table_fuzz feeds it anything.
//
// The bytes are records, each a letter and its members, numbers of 4 bytes, little-endian; texts with length and NUL:
//   S hidden name · T sheet · R line hidden count text… · M top left bottom right · E line column zh en · D
// D or E is the last one.
#ifndef SHEET_TABLE_H
#define SHEET_TABLE_H

#include "sheet/sheet.h"

struct sheet_table;

// Takes `bytes` (of malloc) over. STATUS_INVALID: they end in an error, which is copied, texts into the arena; or they are none
// of a reader's, and *error says that the file can't be read.
enum status sheet_table_take(struct sheet_table **table, char *bytes, size_t length, struct arena *arena,
                             struct sheet_error *error) MUST_CHECK;
void sheet_table_free(struct sheet_table *table); // NULL is fine; overwrites its memory

unsigned sheet_table_sheets(const struct sheet_table *table); // 0: the file has none, as CSV
const char *sheet_table_sheet(const struct sheet_table *table, unsigned sheet, bool *hidden);
unsigned sheet_table_chosen(const struct sheet_table *table);
unsigned sheet_table_rows(const struct sheet_table *table);

// The next row; its cells live as long as the table. STATUS_NOT_FOUND at the end.
enum status sheet_table_next(struct sheet_table *table, struct sheet_row *row) MUST_CHECK;
void sheet_table_rewind(struct sheet_table *table);
void sheet_table_progress(const struct sheet_table *table, size_t *done, size_t *total); // in bytes
// The merged cells that `line` lies in; at most `most`.
unsigned sheet_table_merges(const struct sheet_table *table, unsigned line, struct sheet_merge *merges, unsigned most);

// The other side: a sink that makes the bytes and passes them on in pieces.
struct table_writer {
    void (*write)(void *data, const void *bytes, size_t length);
    void *data;
};
struct sheet_sink table_sink(struct table_writer *writer);
void table_end(struct table_writer *writer, enum status status, const struct sheet_error *error);

#endif
