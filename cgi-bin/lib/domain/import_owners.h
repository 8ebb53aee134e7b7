// Whom a list names as account managers, each looked up once, and acting for them: the tool has no one signed in.
// Not here: who may be one (customer_owner.h).
#ifndef DOMAIN_IMPORT_OWNERS_H
#define DOMAIN_IMPORT_OWNERS_H

#include "domain/ctx.h"

// Whoever runs the tool reaches every archive, masked, and every colleague.
struct actor import_tool_actor(void);

struct import_owner {
    const char *text; // as it stands in the list
    struct actor actor;
    struct text fault; // .zh NULL: `actor` is the account manager; else why there is none
    int64_t unit_id;   // 0: not asked for yet
    struct import_owner *next;
};

struct import_owners {
    struct arena *arena;
    struct import_owner *found;
};

// Whom `text` names; the ctx acts as the tool. NULL: *message says why there is nobody.
enum status import_owner_find(struct ctx *ctx, struct import_owners *owners, const char *text,
                              const struct actor **actor, struct text *message) MUST_CHECK;

// Whether the account manager still is one, in the unit that the first call found; within the transaction that rests on it (ORG-5).
enum status import_owner_stays(struct ctx *ctx, struct import_owner *owner, bool *stays) MUST_CHECK;
// The same for all that were found; else *who is one for whom it is not so, as the list has it.
enum status import_owners_stay(struct ctx *ctx, const struct import_owners *owners, const char **who) MUST_CHECK;

extern const struct sql IMPORT_OWNER_UNIT;

#endif
