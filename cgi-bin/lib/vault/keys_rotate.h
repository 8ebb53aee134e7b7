// New keys in the place of old ones, while the custodian runs (CONF-8). Between beginning and end the key file holds both. The file is
// replaced as a whole, so whoever is killed meanwhile finds it as before or as after.
// Not here: sealing everything anew (domain/reseal.h), when the old data key may go (custodian/rotate.c), certifying a signing key
// (custodian/signing.c), making the index anew (custodian/tokens.c).
#ifndef VAULT_KEYS_ROTATE_H
#define VAULT_KEYS_ROTATE_H

#include "vault/keys.h"

// The data key: what is sealed is sealed under the new one, what is opened may be under either. STATUS_CONFLICT: a rotation is going on.
enum status keys_rotate_begin(struct keys *keys, const char *path, int64_t now) MUST_CHECK;
// Destroys the old key: in memory, and in the file it was in before. STATUS_NOT_FOUND: no rotation is going on.
enum status keys_rotate_end(struct keys *keys, const char *path) MUST_CHECK;

// The token key. As above.
enum status keys_rotate_token_begin(struct keys *keys, const char *path) MUST_CHECK;
enum status keys_rotate_token_end(struct keys *keys, const char *path) MUST_CHECK;

// The signing key. Begin makes the one to come (keys->next), unless one is waiting.
enum status keys_rotate_sign_begin(struct keys *keys, const char *path) MUST_CHECK;
// It is certified: it signs from now on. In memory only …
void keys_rotate_sign_adopt(struct keys *keys);
// … and in the file, from which the old one is destroyed. To be repeated until STATUS_OK.
enum status keys_rotate_sign_end(const struct keys *keys, const char *path) MUST_CHECK;

#endif
