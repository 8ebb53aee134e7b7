// The CSV reader on any bytes: no crash, no overrun, and what it gives is valid UTF-8 in growing line numbers (ARC-13).
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "sheet/csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int truth) {
    if (!truth)
        abort();
}

static unsigned read_rows(struct csv_file *file) {
    struct sheet_row row;
    struct sheet_error error = {0};
    unsigned rows = 0, line = 0;
    while (csv_file_next(file, &row, &error) == STATUS_OK) {
        require(row.line > line && row.count > 0 && row.count <= SHEET_COLUMNS_MAX);
        line = row.line;
        for (unsigned i = 0; i < row.count; i++)
            require(strlen(row.cells[i]) <= SHEET_CELL_MAX && utf8_valid(row.cells[i], strlen(row.cells[i])));
        rows++;
    }
    return rows;
}

// The first byte chooses the encoding that the user names.
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size == 0)
        return 0;
    struct csv_file *file = NULL;
    struct sheet_error error = {0};
    enum encoding encoding = (enum encoding)(data[0] % ENCODING_COUNT);
    if (csv_file_parse(&file, (const char *)data + 1, size - 1, encoding, &error) != STATUS_OK) {
        require(file == NULL && error.message.zh != NULL);
        return 0;
    }
    (void)read_rows(file);
    csv_file_free(file);
    return 0;
}
