// The reader of .xlsx on any XML: the input is the sheet, the shared texts or the workbook of a package that is sound
// otherwise, or the package itself. No crash, no overrun; what is read survives being sent and checked (ARC-13).
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../unit/workbook.h"
#include "sheet/open.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct {
    char *bytes;
    size_t length, room;
} sent;

static void keep(void *data, const void *bytes, size_t length) {
    (void)data;
    if (sent.length + length > sent.room) {
        sent.room = (sent.length + length) * 2;
        sent.bytes = realloc(sent.bytes, sent.room);
        if (sent.bytes == NULL)
            abort();
    }
    memcpy(sent.bytes + sent.length, bytes, length);
    sent.length += length;
}

// What our own reader sends is always taken: at worst it is an error with words.
static void check_sent(struct arena *arena, enum status status) {
    struct sheet_table *table;
    struct sheet_error error;
    enum status taken = sheet_table_take(&table, sent.bytes, sent.length, arena, &error);
    if ((status == STATUS_OK) != (taken == STATUS_OK) || (taken != STATUS_OK && error.message.en == NULL))
        abort();
    struct sheet_row row;
    while (taken == STATUS_OK && sheet_table_next(table, &row) == STATUS_OK)
        if (row.count == 0 || row.count > SHEET_COLUMNS_MAX)
            abort();
    sheet_table_free(table);
}

static void read_package(const char *bytes, size_t length) {
    struct arena *arena = arena_new();
    struct table_writer writer = {.write = keep};
    const struct sheet_sink sink = table_sink(&writer);
    const struct sheet_wish wish = {.rows_most = 1000};
    struct sheet_error error = {0};
    memset(&sent, 0, sizeof sent);
    enum status status = sheet_format_of(bytes, length) == SHEET_XLSX ? sheet_read(bytes, length, "", &wish, &sink, &error)
                                                                      : STATUS_INVALID;
    table_end(&writer, status, &error);
    check_sent(arena, status);
    arena_free(arena);
}

// The first byte says which part the rest is.
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size == 0)
        return 0;
    if (data[0] % 4 == 0) {
        read_package((const char *)data + 1, size - 1);
        return 0;
    }
    char *text = malloc(size);
    if (text == NULL)
        abort();
    memcpy(text, data + 1, size - 1);
    text[size - 1] = '\0';
    const struct part parts[] = {
        ROOT_RELATIONS,
        BOOK_RELATIONS,
        {"xl/workbook.xml", data[0] % 4 == 1 ? text : "<workbook><sheets><sheet name=\"a\" r:id=\"rId1\" xmlns:r=\"r\"/></sheets></workbook>"},
        {"xl/styles.xml", data[0] % 4 == 1 ? text : "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"20\"/></cellXfs></styleSheet>"},
        {"xl/sharedStrings.xml", data[0] % 4 == 2 ? text : "<sst><si><t>a</t></si><si><t>b</t></si></sst>"},
        {"xl/worksheets/sheet1.xml", data[0] % 4 == 3 ? text : "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row></sheetData></worksheet>"},
    };
    size_t length;
    char *bytes = workbook_make(parts, sizeof parts / sizeof parts[0], &length);
    read_package(bytes, length);
    free(bytes);
    free(text);
    return 0;
}
