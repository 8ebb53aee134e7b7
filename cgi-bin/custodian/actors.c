// Remembering actors as long as nothing changes.
#include "custodian/actors.h"

#include <sodium.h>
#include <string.h>

#include "base/hex.h"
#include "domain/session.h"

// Changes whenever another connection has committed; the same within one view.
static const struct sql DATA_VERSION = {"custodian.data_version", "PRAGMA data_version"};
const struct sql *const ACTORS_STATEMENTS[] = {&DATA_VERSION, NULL};

static void forget(struct actors *actors) {
    if (!actors->arena)
        actors->arena = arena_new();
    arena_wipe(actors->arena);
    memset(actors->buckets, 0, sizeof actors->buckets);
    actors->count = 0;
}

enum status actors_begin(struct actors *actors, struct store *store) {
    struct query query = query_start(store, &DATA_VERSION);
    const int64_t version = query_row(&query) ? query_int(&query, 0) : -1;
    const enum status status = query_end(&query);
    actors->renewed = status != STATUS_OK || store != actors->store || version != actors->version;
    // Full: room is made by beginning anew, here and not while somebody holds a pointer.
    if (actors->renewed || actors->count == ACTORS_MAX)
        forget(actors);
    actors->store = store;
    actors->version = version;
    return status;
}

static struct known_actor *look_up(struct actors *actors, const unsigned char *token) {
    for (struct known_actor *known = actors->buckets[token[0]]; known; known = known->next)
        if (sodium_memcmp(known->token, token, TOKEN_SIZE) == 0)
            return known;
    return NULL;
}

enum status actors_find(struct actors *actors, const struct clock *clock, const unsigned char *token,
                        const struct known_actor **found) {
    struct known_actor *known = look_up(actors, token);
    if (known && clock_now(clock) < known->actor.session_until) {
        *found = known;
        return STATUS_OK;
    }
    unsigned char hash[TOKEN_HASH_SIZE];
    known = ARENA_NEW(actors->arena, struct known_actor);
    TRY(session_find(actors->store, clock, token, actors->arena, &known->actor));
    memcpy(known->token, token, TOKEN_SIZE);
    token_hash(token, hash);
    memcpy(known->session, hex_encode(actors->arena, hash, 8), sizeof known->session);
    if (actors->count < ACTORS_MAX) {
        known->next = actors->buckets[token[0]];
        actors->buckets[token[0]] = known;
        actors->count++;
    }
    *found = known;
    return STATUS_OK;
}
