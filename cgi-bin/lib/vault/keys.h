// The custodian's keys and their file. Included by the custodian, and by `kedang init` and `restore`; no web program has a
// reason to. The file is text:
//
//     kedang-key 1
//     data <64 hex>    XChaCha20-Poly1305: confidential values
//     token <64 hex>   keyed BLAKE2b: search tokens and hashes of what was searched for
//     sign <64 hex>    seed of the Ed25519 key that signs heads
//     log <64 hex>     id of the log: keys its chain; not secret
//     old <64 hex>     only while the data key is rotated: the one before it …
//     since <ms>       … and when that began
//
// Whoever has it reads every value; whoever loses it loses every value. It is in a backup only when that was asked
// for.
#ifndef VAULT_KEYS_H
#define VAULT_KEYS_H

#include "base/status.h"
#include "vault/access.h"

#define KEYS_SIZE 32
#define KEYS_SIGN_SIZE 64
#define KEYS_TOKEN_SIZE 16

// Lives in memory of its own between guard pages, locked, never dumped, read-only once loaded.
struct keys {
    unsigned char data[KEYS_SIZE];
    unsigned char old[KEYS_SIZE]; // opens, too, while a rotation goes on
    int64_t rotating_since;       // ms; 0: none goes on
    unsigned char token[KEYS_SIZE];
    unsigned char sign[KEYS_SIGN_SIZE];
    struct access_public public;
};

// Makes new keys at `path` (0600) and the public part at `public_path`. STATUS_CONFLICT: there is a key already, and it stays.
enum status keys_create(const char *path, const char *public_path) MUST_CHECK;
// STATUS_FORBIDDEN and logged: others may read the file, or it is not ours. STATUS_INVALID: not a key file.
// STATUS_NOT_FOUND: there is none.
enum status keys_load(struct keys **keys, const char *path) MUST_CHECK;
void keys_free(struct keys *keys); // NULL is fine
// Whether the key at `path` is the one that `public` belongs to: else STATUS_CONFLICT. As keys_load otherwise, but nothing is
// logged.
enum status keys_match(const char *path, const struct access_public *public) MUST_CHECK;

// Signs seq, link and time of the head.
void keys_sign(const struct keys *keys, struct access_head *head);
// The same as the tip of the log.
void keys_sign_tip(const struct keys *keys, struct access_head *tip);
// The same as the statement that what lies up to there was removed.
void keys_sign_pruned(const struct keys *keys, struct access_head *statement);
// What stands for a value in the index of findable fields.
void keys_token(const struct keys *keys, int64_t kind, const char *field, const char *value, unsigned char token[KEYS_TOKEN_SIZE]);
// What stands for a value that was searched for in the log: another hash, so that the log does not lead into the index.
const char *keys_value_hash(const struct keys *keys, int64_t kind, const char *field, const char *value, struct arena *arena);

#endif
