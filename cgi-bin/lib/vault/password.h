// Login secrets: Argon2id hashes, session tokens, CSRF tokens. sodium.h is included only in this folder and in custodian/.
#ifndef VAULT_PASSWORD_H
#define VAULT_PASSWORD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/random.h"
#include "base/status.h"

// Argon2id, 32 MiB, 3 passes (about 50 ms): docs/decisions. In encoded form ("$argon2id$…").
const char *password_hash(const char *password, struct arena *arena);
// Takes the same time whether `hash` is NULL (unknown account) or not, and then is false.
bool password_matches(const char *password, const char *hash);
// Whether `hash` was made with other costs than password_hash uses now, and should be made again at the next sign-in.
bool password_outdated(const char *hash);

#define PASSWORD_MIN 12 // characters
#define PASSWORD_MAX 128

enum password_fault {
    PASSWORD_GOOD,
    PASSWORD_SHORT,
    PASSWORD_LONG,
    PASSWORD_COMMON,
    PASSWORD_PERSONAL
};
// The frequent passwords: a text file, one a line in lower case, sorted by bytes. STATUS_UNAVAILABLE and logged: not
// readable; STATUS_INVALID and logged: not sorted, so nothing would be found in it.
struct password_list;
enum status password_common_load(struct password_list **list, const char *path, struct arena *arena) MUST_CHECK;
// COMMON: in the list, also with other letter case or with digits and signs around it; or few different characters, or a
// run like 123456… or abcdef…. PERSONAL: `login`, `name` or what this product is called is most of it. No rules about kinds of characters.
enum password_fault password_check(const char *password, const char *login, const char *name, const struct password_list *common);

#define TOKEN_SIZE 32 // bytes: 256 bits
#define TOKEN_HASH_SIZE 32

// What the store keeps instead of the session token: BLAKE2b-256 of it.
void token_hash(const unsigned char token[TOKEN_SIZE], unsigned char hash[TOKEN_HASH_SIZE]);
// The CSRF token of a session, derived from its token: hex, the same for the whole session.
const char *token_csrf(const unsigned char token[TOKEN_SIZE], struct arena *arena);
// Constant time.
bool token_csrf_matches(const unsigned char token[TOKEN_SIZE], const char *csrf);

// What may stand in a log line or a table instead of a text that may hold a secret typed into the wrong input: 6 hex digits,
// which tell most texts apart and fit so many that none can be guessed from them.
const char *secret_fingerprint(const char *text, struct arena *arena);
void secret_wipe(void *bytes, size_t length); // not optimised away

#endif
