// Cookie headers of any bytes: no crash, no overrun; what is taken from one could stand in a header again.
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "web/request.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int truth) {
    if (!truth)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *arena = arena_new();
    struct params params, again;
    struct buffer header = {.arena = arena};
    params_parse_cookies(&params, arena_copy(arena, data, size), arena);
    require(params.count <= REQUEST_PARAMS_MAX);
    buffer_text(&header, "");
    for (size_t i = 0; i < params.count; i++) {
        require(params.items[i].name[0] != '\0');
        buffer_format(&header, "%s%s=%s", i > 0 ? "; " : "", params.items[i].name, params.items[i].value);
    }
    params_parse_cookies(&again, header.data, arena);
    require(again.count == params.count);
    for (size_t i = 0; i < params.count; i++)
        require(strcmp(again.items[i].name, params.items[i].name) == 0 &&
                strcmp(again.items[i].value, params.items[i].value) == 0);
    arena_free(arena);
    return 0;
}
