// A table of text as people save it from Excel or WPS: a CSV file in UTF-8 (with or without BOM) or GB18030 (GBK), read
// into rows of cells with the line number each row starts at. Rule: ARC-13. libcsv splits; what it leaves to its caller
// is here: encoding and BOM, line numbers, limits, and the separator (comma, semicolon, tab: the one the heading line
// has most of). Quotes are read strictly: an unescaped or unclosed one is an error at its line instead of a cell that
// swallows the rows behind it. Not here: what the columns mean (import.h).
#ifndef DOMAIN_IMPORT_FILE_H
#define DOMAIN_IMPORT_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"

enum encoding {
    ENCODING_AUTO,
    ENCODING_UTF8,
    ENCODING_GB18030,
    ENCODING_COUNT
};

// "auto", "utf-8", "gb18030" (also utf8, gbk, gb2312), any case; false for anything else.
bool encoding_find(const char *name, enum encoding *encoding);
const char *encoding_name(enum encoding encoding);

#define IMPORT_FILE_MAX ((size_t)1 << 30) // bytes
#define IMPORT_COLUMNS_MAX 200
#define IMPORT_CELL_MAX 65536 // bytes

struct import_file;

// Why a file can't be read on; line 0: not at any one line.
struct import_error {
    unsigned line;
    struct text message;
};

// Takes `length` bytes and reads them as text. STATUS_INVALID: *error says why. The bytes are copied; free with
// import_file_free.
enum status import_file_parse(struct import_file **file, const char *bytes, size_t length, enum encoding encoding,
                              struct import_error *error) MUST_CHECK;
// The same from a file. STATUS_NOT_FOUND when it can't be opened or read (errno says why).
enum status import_file_open(struct import_file **file, const char *path, enum encoding encoding,
                             struct import_error *error) MUST_CHECK;
void import_file_free(struct import_file *file); // NULL is fine

// The encoding the file is in, ENCODING_AUTO resolved.
enum encoding import_file_encoding(const struct import_file *file);

struct import_row {
    unsigned line; // the physical line it starts at, from 1
    unsigned count;
    const char
        *cells[IMPORT_COLUMNS_MAX]; // valid UTF-8, without outer blanks unless quoted; until the next import_file_next
};

// The next row that is not empty (blank, or nothing but separators). STATUS_NOT_FOUND at the end; STATUS_INVALID:
// *error says why, and the file can't be read on.
enum status import_file_next(struct import_file *file, struct import_row *row, struct import_error *error) MUST_CHECK;
// Back to the first row.
void import_file_rewind(struct import_file *file);
// Bytes read and to read, for a progress bar.
void import_file_progress(const struct import_file *file, size_t *done, size_t *total);

#endif
