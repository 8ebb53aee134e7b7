// Bytes as lower-case hexadecimal, for tokens, hashes and request numbers.
#ifndef BASE_HEX_H
#define BASE_HEX_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

char *hex_encode(struct arena *arena, const void *bytes, size_t length);
// False unless `hex` is exactly 2 × length digits.
bool hex_decode(const char *hex, void *bytes, size_t length);

#endif
