#include "vault/digest.h"

#include <sodium.h>

_Static_assert(DIGEST_SIZE == crypto_generichash_BYTES, "BLAKE2b-256");

void digest_make(const void *bytes, size_t length, unsigned char digest[DIGEST_SIZE]) {
    crypto_generichash(digest, DIGEST_SIZE, bytes, length, NULL, 0);
}
