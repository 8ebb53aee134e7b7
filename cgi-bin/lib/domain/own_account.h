// What people see and set of their own account: where they are signed in, their language, how pages look. Whatever is given, only
// what belongs to the actor is read or changed.
// Not here: signing in and the password (session.h), the second factor (second_factor.h).
#ifndef DOMAIN_OWN_ACCOUNT_H
#define DOMAIN_OWN_ACCOUNT_H

#include "domain/ctx.h"

#define OWN_SESSIONS_MAX 50 // that are listed
#define OWN_SESSION_ID 8    // bytes of a session's hash: what names it in a form, and in the access log

extern const struct sql *const OWN_ACCOUNT_STATEMENTS[];

struct own_session {
    const char *id; // hex
    const char *address, *agent;
    int64_t created_at, seen_at;
    bool current; // the one that asks
};

// Those that have not ended: the current one first, then by their last use.
enum status own_sessions(struct ctx *ctx, struct own_session **rows, unsigned *count, int64_t *of) MUST_CHECK; // *of: how many there are
// Ends the actor's session of this id. That there is none (any more) is no fault.
enum status own_session_end(struct ctx *ctx, const char *id) MUST_CHECK;
enum status own_sessions_end_others(struct ctx *ctx) MUST_CHECK;

enum status own_set_language(struct ctx *ctx, enum lang lang) MUST_CHECK;
// STATUS_INVALID unless density is "compact" or "comfortable" and appearance "system", "light" or "dark".
enum status own_set_looks(struct ctx *ctx, const char *density, const char *appearance) MUST_CHECK;

#endif
