// A new data key in the place of the old one, while the custodian runs (CONF-8). Between beginning and end the key file holds both:
// what is sealed is sealed under the new one, what is opened may be under either. The file is replaced as a whole, so whoever is killed
// meanwhile finds it as before or as after.
// Not here: sealing everything anew (domain/reseal.h), when the old key may go (custodian/rotate.c).
#ifndef VAULT_KEYS_ROTATE_H
#define VAULT_KEYS_ROTATE_H

#include "vault/keys.h"

// STATUS_CONFLICT: a rotation is going on.
enum status keys_rotate_begin(struct keys *keys, const char *path, int64_t now) MUST_CHECK;
// Destroys the old key: in memory, and in the file it was in before. STATUS_NOT_FOUND: no rotation is going on.
enum status keys_rotate_end(struct keys *keys, const char *path) MUST_CHECK;

#endif
