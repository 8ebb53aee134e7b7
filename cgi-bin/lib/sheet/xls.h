// Reading an .xls workbook (Excel 5 to 2003, BIFF) by freexl. That takes a path and nothing else, so the file stands in
// memory that has one (memfd). freexl knows neither hidden rows nor merged cells. Meant for the confined process of
// sheet/open.h. Rule: ARC-13.
#ifndef SHEET_XLS_H
#define SHEET_XLS_H

#include "sheet/sheet.h"

enum status xls_read(const char *path, const struct sheet_wish *wish, const struct sheet_sink *sink,
                     struct sheet_error *error) MUST_CHECK;

#endif
