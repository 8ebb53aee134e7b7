// Reading a CSV file as people save it from Excel or WPS: UTF-8 (with or without BOM) or GB18030 (GBK), rows of cells with
// the line number each row starts at. Rule: ARC-13. libcsv splits; what it leaves to its caller is here: encoding and BOM,
// line numbers, limits, and the separator (comma, semicolon, tab: the one the heading line has most of). Quotes are read
// strictly: an unescaped or unclosed one is an error at its line instead of a cell that swallows the rows behind it.
#ifndef SHEET_CSV_H
#define SHEET_CSV_H

#include "sheet/sheet.h"

// "auto", "utf-8", "gb18030" (also utf8, gbk, gb2312), any case; false for anything else.
bool encoding_find(const char *name, enum encoding *encoding);
const char *encoding_name(enum encoding encoding);

// The encoding such a file is in: by its mark, or its first characters.
enum encoding csv_encoding_of(const char *bytes, size_t length);

struct csv_file;

// Takes `length` bytes and reads them as text. STATUS_INVALID: *error says why. The bytes are copied; free with
// csv_file_free.
enum status csv_file_parse(struct csv_file **file, const char *bytes, size_t length, enum encoding encoding,
                           struct sheet_error *error) MUST_CHECK;
void csv_file_free(struct csv_file *file); // NULL is fine

// The encoding the file is in, ENCODING_AUTO resolved.
enum encoding csv_file_encoding(const struct csv_file *file);

// The next row that is not empty (blank, or nothing but separators); its cells, without outer blanks unless quoted, live until
// the next call. STATUS_NOT_FOUND at the end; STATUS_INVALID: *error says why, and the file can't be read on.
enum status csv_file_next(struct csv_file *file, struct sheet_row *row, struct sheet_error *error) MUST_CHECK;

#endif
