// A fingerprint of something that everybody may see: that it is still the same. Not here: anything with a key (keys.h).
#ifndef VAULT_DIGEST_H
#define VAULT_DIGEST_H

#include <stddef.h>

#define DIGEST_SIZE 32

// BLAKE2b-256.
void digest_make(const void *bytes, size_t length, unsigned char digest[DIGEST_SIZE]);

#endif
