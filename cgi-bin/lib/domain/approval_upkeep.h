// What happens to requests without anybody's word: overdue seats go up, vacant ones are filled, those of a leaver are handed over.
#ifndef DOMAIN_APPROVAL_UPKEEP_H
#define DOMAIN_APPROVAL_UPKEEP_H

#include "domain/approval.h"

extern const struct sql *const APPROVAL_UPKEEP_STATEMENTS[];
extern const struct sql *const APPROVAL_HANDOVER_STATEMENTS[]; // approval_seats_of and approval_hand_over alone

// One overdue seat goes up: whoever stands above its person is asked at the same place, too (once; where nobody does, it is noted
// and left). *more: there may be another. A transaction of its own.
enum status approval_escalate(struct ctx *ctx, bool *more) MUST_CHECK;
// Vacant seats for which somebody can be found by now get them. A transaction for each.
enum status approval_fill(struct ctx *ctx) MUST_CHECK;

// ORG-5, in the caller's transaction: how many seats of open requests somebody sits on, and handing them over. Where the successor may not
// judge a request, because it is theirs, its seat becomes vacant.
enum status approval_seats_of(struct ctx *ctx, int64_t person_id, int64_t *count) MUST_CHECK;
enum status approval_hand_over(struct ctx *ctx, int64_t from_id, int64_t to_id) MUST_CHECK;

#endif
