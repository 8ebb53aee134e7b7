// The custodian's keys and their file. Included by the custodian, and by `kedang init` and `restore`; no web program has a
// reason to. The file is text:
//
//     kedang-key 1
//     data <64 hex>    XChaCha20-Poly1305: confidential values
//     token <64 hex>   keyed BLAKE2b: search tokens and hashes of what was searched for
//     sign <64 hex>    seed of the Ed25519 key that signs heads
//     log <64 hex>     id of the log: keys its chain; not secret
//
// and, only while that key is rotated:
//
//     old <64 hex>     the data key before …
//     since <ms>       … and when that rotation began
//     next <64 hex>    seed of the signing key to come: the log says whether it is certified
//     index <64 hex>   the token key before: the index of values is still under it
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
    unsigned char token_old[KEYS_SIZE]; // of the index, until a new one is ready
    bool has_token_old;
    unsigned char sign[KEYS_SIGN_SIZE];
    unsigned char next[KEYS_SIGN_SIZE]; // to be certified, or certified and not yet in the place of `sign` in the file
    bool has_next;
    struct access_public public; // the key that signs now, as if it had been the first
};

// Makes new keys at `path` (0600) and the public part at `public_path`. STATUS_CONFLICT: there is a key already, and it stays.
enum status keys_create(const char *path, const char *public_path) MUST_CHECK;
// STATUS_FORBIDDEN and logged: others may read the file, or it is not ours. STATUS_INVALID: not a key file.
// STATUS_NOT_FOUND: there is none.
enum status keys_load(struct keys **keys, const char *path) MUST_CHECK;
void keys_free(struct keys *keys); // NULL is fine
// Whether the signing key is the newest that `public` knows, or the one to follow it.
bool keys_belong(const struct keys *keys, const struct access_public *public);
// The same of the key at `path`: else STATUS_CONFLICT. As keys_load otherwise, but nothing is logged.
enum status keys_match(const char *path, const struct access_public *public) MUST_CHECK;

// Signs seq, link and time of the head.
void keys_sign(const struct keys *keys, struct access_head *head);
// The same as the tip of the log.
void keys_sign_tip(const struct keys *keys, struct access_head *tip);
// The same as the statement that what lies up to there was removed.
void keys_sign_pruned(const struct keys *keys, struct access_head *statement);
// The same with the key to come: has_next must hold.
void keys_sign_next(const struct keys *keys, enum head_use use, struct access_head *head);
// Certifies the key to come by itself and by the present one. As above.
void keys_certify(const struct keys *keys, struct access_succession *succession);
// The public half of a signing key.
const unsigned char *keys_public_of(const unsigned char sign[KEYS_SIGN_SIZE]);
// What stands for a value in the index of findable fields, under one of the token keys.
void keys_token(const unsigned char key[KEYS_SIZE], int64_t kind, const char *field, const char *value,
                unsigned char token[KEYS_TOKEN_SIZE]);
// Tells token keys apart and says nothing else about them.
const char *keys_token_mark(const unsigned char key[KEYS_SIZE], struct arena *arena);
// What stands for a value that was searched for in the log: another hash, so that the log does not lead into the index.
const char *keys_value_hash(const struct keys *keys, int64_t kind, const char *field, const char *value, struct arena *arena);

#endif
