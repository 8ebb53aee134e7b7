// Urlencoded bodies of any bytes: no crash, no overrun; what is accepted is valid UTF-8 within the limits, and says the same
// when it is encoded and read again.
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "web/request.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int truth) {
    if (!truth)
        abort();
}

static void check_again(const struct params *params, struct arena *arena) {
    struct buffer encoded = {.arena = arena};
    for (size_t i = 0; i < params->count; i++)
        buffer_format(&encoded, "&%s=%s", url_encode(arena, params->items[i].name), url_encode(arena, params->items[i].value));
    struct params again;
    require(params_parse_form(&again, encoded.data, encoded.length, arena) == STATUS_OK);
    require(again.count == params->count);
    for (size_t i = 0; i < params->count; i++)
        require(strcmp(again.items[i].name, params->items[i].name) == 0 &&
                strcmp(again.items[i].value, params->items[i].value) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *arena = arena_new();
    struct params params;
    if (params_parse_form(&params, (const char *)data, size, arena) == STATUS_OK) {
        require(params.count <= REQUEST_PARAMS_MAX);
        for (size_t i = 0; i < params.count; i++)
            require(utf8_valid(params.items[i].name, strlen(params.items[i].name)) &&
                    utf8_valid(params.items[i].value, strlen(params.items[i].value)));
        check_again(&params, arena);
    }
    arena_free(arena);
    return 0;
}
