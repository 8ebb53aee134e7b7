#include "sheet/xls.h"

#include <freexl.h>
#include <string.h>

#include "base/utf8.h"
#include "sheet/number.h"

struct xls {
    const void *book;
    const struct sheet_wish *wish;
    const struct sheet_sink *sink;
    struct sheet_error *error;
    struct arena *arena; // of the row
};

static enum status refuse_broken(struct xls *xls) {
    return sheet_refuse(xls->error, 0, 0, "文件已损坏，或不是 .xls 工作簿：请用 Excel 或 WPS 打开后另存为 .xlsx",
                        "the file is damaged or no .xls workbook: open it in Excel or WPS and save it as .xlsx");
}

static const char *sheet_name(const struct xls *xls, unsigned sheet) {
    const char *name = NULL;
    bool good = freexl_get_worksheet_name(xls->book, (unsigned short)sheet, &name) == FREEXL_OK && name != NULL &&
                utf8_valid(name, strlen(name)) && strlen(name) <= SHEET_NAME_MAX;
    return good ? name : "";
}

// Says which sheets there are and finds the wanted one.
static enum status choose_sheet(struct xls *xls, unsigned *chosen) {
    unsigned count = 0;
    const char *wanted = xls->wish->sheet != NULL ? xls->wish->sheet : "";
    if (freexl_get_info(xls->book, FREEXL_BIFF_SHEET_COUNT, &count) != FREEXL_OK || count == 0 || count > SHEET_SHEETS_MAX)
        return refuse_broken(xls);
    *chosen = count;
    for (unsigned i = 0; i < count; i++) {
        const char *name = sheet_name(xls, i);
        xls->sink->sheet(xls->sink->data, name, false);
        if (*chosen == count && (*wanted == '\0' || strcmp(name, wanted) == 0))
            *chosen = i;
    }
    if (*chosen == count)
        return sheet_refuse(xls->error, 0, 0, "文件中没有这个工作表", "the file has no such sheet");
    xls->sink->chosen(xls->sink->data, *chosen);
    return freexl_select_active_worksheet(xls->book, (unsigned short)*chosen) == FREEXL_OK ? STATUS_OK : refuse_broken(xls);
}

// NULL: not to be read.
static const char *cell_text(struct xls *xls, const FreeXL_CellValue *cell) {
    const char *text = cell->value.text_value;
    switch (cell->type) {
    case FREEXL_CELL_NULL:
        return "";
    case FREEXL_CELL_INT:
        return number_text(cell->value.int_value, NUMBER_PLAIN, 0, false, xls->arena);
    case FREEXL_CELL_DOUBLE:
        return number_text(cell->value.double_value, NUMBER_PLAIN, 0, false, xls->arena);
    default:
        break;
    }
    if (text == NULL || !utf8_valid(text, strlen(text)) || strlen(text) > SHEET_CELL_MAX)
        return NULL;
    const char *trimmed = utf8_trim(xls->arena, text);
    size_t length = strlen(trimmed);
    bool midnight = cell->type == FREEXL_CELL_DATETIME && length == 19 && strcmp(trimmed + 10, " 00:00:00") == 0;
    return midnight ? arena_copy(xls->arena, trimmed, 10) : trimmed;
}

static enum status read_row(struct xls *xls, unsigned line, unsigned columns, struct sheet_row *row) {
    *row = (struct sheet_row){.line = line};
    for (unsigned column = 0; column < columns; column++) {
        FreeXL_CellValue cell = {.type = FREEXL_CELL_NULL};
        if (freexl_get_cell_value(xls->book, line - 1, (unsigned short)column, &cell) != FREEXL_OK)
            return refuse_broken(xls);
        const char *text = cell_text(xls, &cell);
        if (text == NULL)
            return sheet_refuse(xls->error, line, column + 1, "这一格读不出来", "this cell can't be read");
        if (*text == '\0')
            continue;
        if (column >= SHEET_COLUMNS_MAX)
            return sheet_refuse(xls->error, line, column + 1, "超过 200 列", "more than 200 columns");
        while (row->count < column)
            row->cells[row->count++] = "";
        row->cells[row->count++] = text;
    }
    return STATUS_OK;
}

static enum status read_rows(struct xls *xls) {
    unsigned rows = 0, given = 0;
    unsigned short columns = 0;
    unsigned most = xls->wish->rows_most > 0 ? xls->wish->rows_most : SHEET_ROWS_LIMIT;
    if (freexl_worksheet_dimensions(xls->book, &rows, &columns) != FREEXL_OK)
        return refuse_broken(xls);
    for (unsigned line = 1; line <= rows; line++) {
        struct sheet_row row;
        arena_wipe(xls->arena);
        TRY(read_row(xls, line, columns, &row));
        if (row.count == 0)
            continue;
        if (given++ == most)
            return sheet_refuse_rows(xls->error, line, most);
        if (!xls->sink->row(xls->sink->data, &row))
            break;
    }
    return STATUS_OK;
}

static enum status read_book(struct xls *xls) {
    unsigned sheet = 0, protected = FREEXL_BIFF_PLAIN;
    if (freexl_get_info(xls->book, FREEXL_BIFF_PASSWORD, &protected) == FREEXL_OK && protected == FREEXL_BIFF_OBFUSCATED)
        return sheet_refuse(xls->error, 0, 0, "文件有密码保护：请先去掉密码再上传", "the file is protected by a password: remove it first");
    TRY(choose_sheet(xls, &sheet));
    return read_rows(xls);
}

enum status xls_read(const char *path, const struct sheet_wish *wish, const struct sheet_sink *sink,
                     struct sheet_error *error) {
    struct xls xls = {.wish = wish, .sink = sink, .error = error};
    enum status status;
    if (freexl_open(path, &xls.book) != FREEXL_OK) {
        status = refuse_broken(&xls);
    } else {
        xls.arena = arena_new();
        status = read_book(&xls);
        arena_free(xls.arena);
    }
    if (xls.book != NULL)
        freexl_close(xls.book);
    return status;
}
