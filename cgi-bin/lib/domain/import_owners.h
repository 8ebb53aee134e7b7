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
    struct import_owner *next;
};

struct import_owners {
    struct arena *arena;
    struct import_owner *found;
};

// Whom `text` names; the ctx acts as the tool. NULL: *message says why there is nobody.
enum status import_owner_find(struct ctx *ctx, struct import_owners *owners, const char *text,
                              const struct actor **actor, struct text *message) MUST_CHECK;

#endif
