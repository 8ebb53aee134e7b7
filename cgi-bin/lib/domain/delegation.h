// Acting for a colleague (ORG-4): for a time, in one kind of requests or all. A delegate acts under their own name for another's; both
// are on record. Nobody passes on what was delegated to them, and nobody judges their own request by it (model/approval.h).
#ifndef DOMAIN_DELEGATION_H
#define DOMAIN_DELEGATION_H

#include "domain/ctx.h"
#include "domain/fault.h"

extern const struct sql *const DELEGATION_STATEMENTS[];

#define DELEGATION_DAYS_MAX 180   // local days, both ends included
#define DELEGATION_REASON_MAX 100 // characters
#define DELEGATIONS_LISTED 50

struct delegation {
    int64_t id, from_id, to_id;
    const char *from_name, *to_name;
    const char *kind; // "" = every
    const char *from_date, *to_date, *reason;
    int64_t created_at, ended_at; // ended_at 0: not taken back
    bool holds;                   // today
};

// What was typed: `to` a login or full name, dates in any form of date_parse. STATUS_INVALID with the faults at "to", "kind", "from_date",
// "to_date", "reason".
struct delegation_typed {
    const char *to, *kind, *from_date, *to_date, *reason;
};
enum status delegation_add(struct ctx *ctx, const struct delegation_typed *typed, struct faults *faults) MUST_CHECK;
// Takes one's own back, from now on. STATUS_NOT_FOUND for others'; again changes nothing.
enum status delegation_end(struct ctx *ctx, int64_t id) MUST_CHECK;

// Those that the actor gave, or got, the newest first, DELEGATIONS_LISTED at most.
enum status delegation_given(struct ctx *ctx, struct delegation **rows, unsigned *count) MUST_CHECK;
enum status delegation_received(struct ctx *ctx, struct delegation **rows, unsigned *count) MUST_CHECK;

// Whether the actor may act today for `from_id` in requests of that kind.
enum status delegation_covers(struct ctx *ctx, int64_t from_id, const char *kind, bool *covers) MUST_CHECK;

// That a row d of delegation holds today for the actor, for statements of lists; binds :me and :today.
#define DELEGATED "d.to_id = :me AND d.ended_at IS NULL AND d.from_date <= :today AND d.to_date >= :today"
const char *delegation_today(struct ctx *ctx);

#endif
