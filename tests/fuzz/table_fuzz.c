// What the confined reader sends, on any bytes: it may have been taken over by the file it read. Taken or refused with words,
// never believed (ARC-13).
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "sheet/table.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *arena = arena_new();
    struct sheet_table *table;
    struct sheet_error error;
    struct sheet_row row;
    unsigned line = 0;
    char *bytes = malloc(size + 1);
    if (bytes == NULL)
        abort();
    memcpy(bytes, data, size);
    if (sheet_table_take(&table, bytes, size, arena, &error) != STATUS_OK) {
        if (error.message.zh == NULL || error.message.en == NULL)
            abort();
        arena_free(arena);
        return 0;
    }
    while (sheet_table_next(table, &row) == STATUS_OK) {
        if (row.line <= line)
            abort();
        line = row.line;
        for (unsigned i = 0; i < row.count; i++)
            if (!utf8_valid(row.cells[i], strlen(row.cells[i])))
                abort();
    }
    sheet_table_free(table);
    arena_free(arena);
    return 0;
}
