// Recovery codes: what stands in for a lost phone. 80 random bits each, so a plain hash gives nothing away; written with letters and
// digits that can't be taken for each other (Crockford's base32), in groups of four.
// Not here: whose codes there are and which were used (domain/second_factor.h).
#ifndef VAULT_RECOVERY_H
#define VAULT_RECOVERY_H

#include <stdint.h>

#include "base/arena.h"
#include "base/random.h"

#define RECOVERY_LENGTH 16 // letters and digits, of 5 bits each
#define RECOVERY_HASH_SIZE 32

// A new one as it is shown: "k7mq-x3fp-…".
const char *recovery_make(const struct random *random, struct arena *arena);
// One as it was typed (full width, capitals, spaces; o for 0, i and l for 1) as its sixteen letters and digits; NULL: it is none.
const char *recovery_read(const char *typed, struct arena *arena);
// What the store keeps of one that was read: bound to the person it is for.
void recovery_hash(int64_t person_id, const char *code, unsigned char hash[RECOVERY_HASH_SIZE]);

#endif
