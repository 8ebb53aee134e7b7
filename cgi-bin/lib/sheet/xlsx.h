// Reading an .xlsx workbook (ECMA-376, as Excel, WPS and LibreOffice write it) from memory: libzip unpacks, expat parses,
// piece by piece, so that nothing of a sheet is held but the row at hand. What outsiders may have put into the file is bounded:
// unpacked size, number of sheets, styles and texts; a DOCTYPE is refused, and nothing outside of the file is ever opened.
// Meant for the confined process of sheet/open.h. Rule: ARC-13.
#ifndef SHEET_XLSX_H
#define SHEET_XLSX_H

#include "sheet/sheet.h"

#define XLSX_UNPACKED_MAX ((size_t)768 << 20) // bytes of all parts that are read

// STATUS_INVALID: *error says why; rows given before that stand.
enum status xlsx_read(const void *bytes, size_t length, const struct sheet_wish *wish, const struct sheet_sink *sink,
                      struct sheet_error *error) MUST_CHECK;

#endif
