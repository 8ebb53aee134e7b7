// What the files of domain/approval share, and nobody else needs: reading a request for whoever, and writing what an act changed.
#ifndef DOMAIN_APPROVAL_STORE_H
#define DOMAIN_APPROVAL_STORE_H

#include "domain/approval.h"

// Whoever asks; without what it is about (title, flag, amount, customer_id, previous_id).
enum status approval_load(struct ctx *ctx, int64_t id, struct approval_request *request) MUST_CHECK;

// The machine's answer to who is asked (data: the walk), for a request that stands in the store.
struct approval_walk {
    struct ctx *ctx;
    const struct approval_branch *branch;
    struct approval_origin origin;
};
struct approval_walk approval_walk_of(struct ctx *ctx, const struct approval_request *request);
enum status approval_walk_people(void *data, const struct approval *approval, unsigned step, struct place_people *people) MUST_CHECK;

// An act as it is recorded.
struct approval_deed {
    const struct approval_act *act;
    int64_t for_id; // whose seat it was, of a delegate; else 0
    const char *findings[APPROVAL_CRITERIA_COUNT], *remarks[APPROVAL_CRITERIA_COUNT];
};
// A new request itself; its seats come with the deed.
enum status approval_insert(struct ctx *ctx, const struct approval_request *request) MUST_CHECK;
// What the act changed, in the caller's transaction: request, seats, the event and its findings. round and step are those in which it
// was done.
enum status approval_write(struct ctx *ctx, const struct approval_request *request, const struct approval_deed *deed, unsigned round,
                           unsigned step) MUST_CHECK;

#endif
