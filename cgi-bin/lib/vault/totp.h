// Codes that change every 30 seconds, from a secret that is shared with an authenticator app (RFC 6238: SHA-1, 6 digits). The
// arithmetic is liboath's.
// Not here: who has which secret, and whether a code was used before (custodian/, domain/second_factor.h).
#ifndef VAULT_TOTP_H
#define VAULT_TOTP_H

#include <stdint.h>

#include "base/arena.h"
#include "base/random.h"

#define TOTP_SECRET_LENGTH 32 // letters and digits of base32: 160 bits, as long as the hash (RFC 4226)
#define TOTP_DIGITS 6
#define TOTP_PERIOD INT64_C(30000) // ms
#define TOTP_DRIFT 1               // periods that a clock may be wrong

// A new secret in base32.
const char *totp_secret(const struct random *random, struct arena *arena);
// The step (period since 1970) that a code belongs to, among those that `now` (ms) allows and that lie behind `last`; 0: to none.
int64_t totp_step(const char *secret, const char *code, int64_t now, int64_t last);

#endif
