// Who the sessions belong to, remembered for exactly as long as the store does not change: the version of its data is read
// in the view of each batch, and with any commit of anybody all is forgotten. So a session that was closed, a right that was taken
// away or a customer handed over counts at once, as if it had been read each time; only the reading is saved.
#ifndef CUSTODIAN_ACTORS_H
#define CUSTODIAN_ACTORS_H

#include "domain/ctx.h"
#include "vault/password.h"

#define ACTORS_MAX 256

struct known_actor {
    struct known_actor *next; // in its bucket
    unsigned char token[TOKEN_SIZE];
    struct actor actor;
    char session[17]; // first 16 hex digits of the session's hash
};

struct actors {
    struct arena *arena;
    struct store *store; // the connection they were read from
    int64_t version;
    struct known_actor *buckets[256]; // by the token's first byte
    unsigned count;
    bool renewed; // something was committed since the view before
};

extern const struct sql *const ACTORS_STATEMENTS[];

// Begins a view of the store: forgets what may no longer be so.
enum status actors_begin(struct actors *actors, struct store *store) MUST_CHECK;
// The actor of a session. STATUS_UNAUTHENTICATED: there is none. The pointer holds until the next actors_begin.
enum status actors_find(struct actors *actors, const struct clock *clock, const unsigned char *token,
                        const struct known_actor **found) MUST_CHECK;

#endif
