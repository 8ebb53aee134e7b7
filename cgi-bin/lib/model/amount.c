#include "model/amount.h"

#include <inttypes.h>
#include <string.h>

#define QUANTITY_PLACES 4 // decimals of a FIELD_DECIMAL

__extension__ typedef __int128 wide;

// The digits as a whole number with `places` of them behind the point.
static int64_t scaled(const char *canonical, int places) {
    int64_t number = 0;
    int seen = -1; // digits read behind the point; -1: it has not come yet
    for (; *canonical != '\0'; canonical++) {
        if (*canonical == '.') {
            seen = 0;
            continue;
        }
        number = number * 10 + (*canonical - '0');
        seen += seen >= 0;
    }
    for (seen = seen < 0 ? 0 : seen; seen < places; seen++)
        number *= 10;
    return number;
}

int64_t amount_fen(const char *canonical) {
    return *canonical == '\0' ? AMOUNT_NONE : scaled(canonical, 2);
}

const char *amount_canonical(int64_t fen, struct arena *arena) {
    return fen == AMOUNT_NONE ? "" : arena_format(arena, "%" PRId64 ".%02d", fen / 100, (int)(fen % 100));
}

const char *amount_shown(int64_t fen, struct arena *arena) {
    const char *plain = amount_canonical(fen, arena);
    struct buffer shown = {.arena = arena};
    const size_t whole = strcspn(plain, ".");
    buffer_text(&shown, "");
    for (size_t i = 0; plain[i] != '\0'; i++) {
        if (i > 0 && i < whole && (whole - i) % 3 == 0)
            buffer_add(&shown, ",", 1);
        buffer_add(&shown, &plain[i], 1);
    }
    return shown.data;
}

bool amount_times(const char *quantity, int64_t price, int64_t *amount) {
    const wide unit = 10000; // 10 ^ QUANTITY_PLACES
    const wide product = ((wide)scaled(quantity, QUANTITY_PLACES) * price + unit / 2) / unit;
    if (product > AMOUNT_MAX)
        return false;
    *amount = (int64_t)product;
    return true;
}

bool amount_add(int64_t *sum, int64_t more) {
    if (more == AMOUNT_NONE)
        return true;
    *sum = (*sum == AMOUNT_NONE ? 0 : *sum) + more;
    return *sum <= AMOUNT_MAX;
}
