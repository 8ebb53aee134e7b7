// The index of findable confidential values: keyed tokens and the records they stand for (CONF-4). Only here can a value be looked up,
// so nobody can try values unrecorded. It follows the store by its history: what was committed there is entered, whoever
// sealed it; sealing alone enters nothing, or else whoever may seal could try values by the time it takes. It is made anew
// when it is missing, when other fields became findable, when the store is another one (restored from a backup), or when it is under
// another key. While the token key is rotated (CONF-8) the index under the old key goes on answering, and one under the new key is made
// beside it; once that has everything it takes the place of the other.
// Not here: who may find what, and whether a candidate really holds the value (decide_find.c).
#ifndef CUSTODIAN_TOKENS_H
#define CUSTODIAN_TOKENS_H

#include "base/clock.h"
#include "model/field.h"
#include "store/store.h"
#include "vault/keys.h"

#define TOKENS_RETRY 2000 // ms after it could not be opened or written

struct tokens {
    const struct keys *keys;
    const unsigned char *key; // of `keys`: the token key that the index is under
    const struct clock *clock;
    const struct field_catalogue *fields;
    const char *path, *schema;
    const char *heir;    // takes the place of a file at `path` that is under another key; NULL: none ever does
    struct store *store; // NULL: closed
    int64_t until;       // the row of the history up to which everything is entered
    int64_t retry_at;
};

struct token_entry {
    int64_t kind, record_id;
    const char *field;
    const char *value;
};

// For the store that is followed.
extern const struct sql *const TOKENS_STATEMENTS[];

// Follows `store` by at most so many slices of a few hundred changes, each in a durable commit; *more: that was not all.
enum status tokens_follow(struct tokens *tokens, struct store *store, unsigned slices, bool *more) MUST_CHECK;
// Whether everything that `store` shows can be found; catches up if that does not take too long.
bool tokens_ready(struct tokens *tokens, struct store *store);
// What the index holds for the last digits of a telephone number (phone_tail): no value of a field looks like it.
const char *tokens_tail(const char *digits, struct arena *arena);
// The records below `before`, newest first, that held the value when they were sealed: at most `most`.
enum status tokens_find(struct tokens *tokens, const struct token_entry *wanted, int64_t before, int64_t *record_ids, unsigned most,
                        unsigned *found) MUST_CHECK;
void tokens_close(struct tokens *tokens);
// Removes the file: it will be made anew.
void tokens_remove(struct tokens *tokens);

#endif
