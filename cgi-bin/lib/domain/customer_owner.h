// 目前跟进销售员 of a customer: who may be named as such, by whom, and what is typed for it. Rules: ARC-2, ORG-2, ORG-3.
// Not here: writing it down, and the unit that follows from it (customer_write.c), what belongs to somebody's own customers (reach.h,
// entitlement.h).
#ifndef DOMAIN_CUSTOMER_OWNER_H
#define DOMAIN_CUSTOMER_OWNER_H

#include "domain/ctx.h"
#include "domain/record.h"

// Whether the actor names the account manager of a new or a stored customer. Who only reaches their own customers has
// none but themselves to name.
bool owner_may_be_named(const struct actor *actor, bool fresh);

// The account manager that a checked draft names for a new customer (`stored` NULL) or a change: an active colleague who
// may enter or edit customers and whom the actor reaches, by login or full name. Where the actor names none: the actor
// or the one stored. STATUS_INVALID with the message at the field when it is nobody, several, or left empty; and for an
// actor who would make another's customer their own, since own customers are what level 3 is opened for without an
// approval (CONF-2).
struct customer;
enum status owner_resolve(struct ctx *ctx, const struct customer *stored, struct draft *draft, int64_t *owner_id) MUST_CHECK;

// Those who can be named, by name: for suggestions. None where the actor names nobody. One statement at most.
#define OWNERS_SUGGESTED 200
struct owner_choice {
    const char *login, *name, *unit;
};
enum status owner_choices(struct ctx *ctx, bool fresh, struct owner_choice **choices, unsigned *count) MUST_CHECK;

#endif
