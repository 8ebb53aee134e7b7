// The index of findable confidential values: keyed tokens and the records they stand for (CONF-4). Only here can a value be looked up,
// so nobody can try values unrecorded. It is made anew from the store when it is missing or other fields became findable.
// Not here: who may find what, and whether a candidate really holds the value (decide_find.c).
#ifndef CUSTODIAN_TOKENS_H
#define CUSTODIAN_TOKENS_H

#include "base/clock.h"
#include "store/store.h"
#include "vault/keys.h"

#define TOKENS_RETRY 2000 // ms after it could not be opened or written

struct tokens {
    const struct keys *keys;
    const struct clock *clock;
    const char *path, *schema;
    struct store *store; // NULL: closed
    bool filled;
    int64_t retry_at;
};

struct token_entry {
    int64_t kind, record_id;
    const char *field;
    const char *value;
};

// For the store from which the index is filled.
extern const struct sql *const TOKENS_STATEMENTS[];

// Whether it is open, and whole: fills it from `store` if need be.
bool tokens_ready(struct tokens *tokens, struct store *store);
// Enters what the entries hold, in one durable commit.
enum status tokens_add(struct tokens *tokens, const struct token_entry *entries, unsigned count) MUST_CHECK;
// The records, newest first, that held the value when they were sealed: at most `most`.
enum status tokens_find(struct tokens *tokens, const struct token_entry *wanted, int64_t *record_ids, unsigned most,
                        unsigned *found) MUST_CHECK;
void tokens_close(struct tokens *tokens);

#endif
