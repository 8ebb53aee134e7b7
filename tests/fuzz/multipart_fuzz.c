// Forms with a file on any bytes: no crash, no overrun; fields are UTF-8, the file lies within the body.
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "web/multipart.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *arena = arena_new();
    struct params form;
    struct upload upload;
    const char *body = (const char *)data;
    if (multipart_parse("multipart/form-data; boundary=x", body, size, &form, &upload, arena) == STATUS_OK) {
        for (size_t i = 0; i < form.count; i++)
            if (!utf8_valid(form.items[i].value, strlen(form.items[i].value)) || form.items[i].name == NULL)
                abort();
        if (upload.length > 0 && (upload.bytes < body || upload.bytes + upload.length > body + size))
            abort();
        if (strpbrk(upload.name, "/\\") != NULL)
            abort();
    }
    arena_free(arena);
    return 0;
}
