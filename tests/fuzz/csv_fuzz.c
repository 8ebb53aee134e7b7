// The CSV reader on any bytes: no crash, no overrun, and what it gives is valid UTF-8 in growing line numbers (ARC-13).
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "domain/import_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int truth) {
    if (!truth)
        abort();
}

static unsigned read_rows(struct import_file *file) {
    struct import_row row;
    struct import_error error = {0};
    unsigned rows = 0, line = 0;
    while (import_file_next(file, &row, &error) == STATUS_OK) {
        require(row.line > line && row.count > 0 && row.count <= IMPORT_COLUMNS_MAX);
        line = row.line;
        for (unsigned i = 0; i < row.count; i++)
            require(strlen(row.cells[i]) <= IMPORT_CELL_MAX && utf8_valid(row.cells[i], strlen(row.cells[i])));
        rows++;
    }
    return rows;
}

// The first byte chooses the encoding that the user names.
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size == 0)
        return 0;
    struct import_file *file = NULL;
    struct import_error error = {0};
    enum encoding encoding = (enum encoding)(data[0] % ENCODING_COUNT);
    if (import_file_parse(&file, (const char *)data + 1, size - 1, encoding, &error) != STATUS_OK) {
        require(file == NULL && error.message.zh != NULL);
        return 0;
    }
    unsigned rows = read_rows(file);
    import_file_rewind(file);
    require(read_rows(file) == rows);
    import_file_free(file);
    return 0;
}
