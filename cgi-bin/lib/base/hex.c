// Bytes as lower-case hexadecimal.
#include "base/hex.h"

#include <string.h>

char *hex_encode(struct arena *arena, const void *bytes, size_t length) {
    static const char digits[] = "0123456789abcdef";
    const unsigned char *from = bytes;
    char *hex = arena_array(arena, 2, length + 1);
    for (size_t i = 0; i < length; i++) {
        hex[2 * i] = digits[from[i] >> 4];
        hex[2 * i + 1] = digits[from[i] & 15];
    }
    return hex;
}

static int digit_value(char digit) {
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    if (digit >= 'a' && digit <= 'f')
        return digit - 'a' + 10;
    if (digit >= 'A' && digit <= 'F')
        return digit - 'A' + 10;
    return -1;
}

bool hex_decode(const char *hex, void *bytes, size_t length) {
    if (strnlen(hex, 2 * length + 1) != 2 * length)
        return false;
    unsigned char *to = bytes;
    for (size_t i = 0; i < length; i++) {
        const int high = digit_value(hex[2 * i]);
        const int low = digit_value(hex[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        to[i] = (unsigned char)(high * 16 + low);
    }
    return true;
}
