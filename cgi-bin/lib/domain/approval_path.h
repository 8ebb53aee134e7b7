// Paths of approvals as a company sets them (CON-3): by kind, in versions; which steps a request takes, and who is asked at each place,
// seen from the applicant's unit.
// Not here: what happens on a path (model/approval.h), requests (approval.h).
#ifndef DOMAIN_APPROVAL_PATH_H
#define DOMAIN_APPROVAL_PATH_H

#include "domain/ctx.h"
#include "model/approval.h"

extern const struct sql *const APPROVAL_PATH_STATEMENTS[];

// The steps that a request takes.
struct approval_branch {
    int64_t path_id;
    unsigned branch;
    const char *name;
    unsigned version; // of the path
    struct approval_path path;
};

// The present branch for such a request: the first that its flag and amount (fen; -1 = none) fit. STATUS_NOT_FOUND: the path has none.
enum status approval_branch_choose(struct ctx *ctx, const char *kind, const char *flag, int64_t amount,
                                   struct approval_branch *branch) MUST_CHECK;
// The steps of a branch whose path_id and number are known: the one that a request began with.
enum status approval_branch_steps(struct ctx *ctx, struct approval_branch *branch) MUST_CHECK;

// From where a path is walked.
struct approval_origin {
    int64_t applicant_id, excluded_id; // neither is ever asked
    const char *unit_path;             // of the applicant's unit
};
// Whether somebody may take part in approvals at all: nobody else is ever seated, by whatever way, since the inbox is closed to them.
enum status approval_takes_part(struct ctx *ctx, int64_t person_id, bool *takes) MUST_CHECK;

// Who is asked at the places of a step. By role, "line" means the nearest unit on the way up where somebody has it, "company" everybody
// who has it. Where nobody on the line has it, the applicant's superior is asked, else the nearest head of a unit. STATUS_TOO_LARGE:
// more than APPROVAL_PEOPLE_MAX at one place.
enum status approval_people(struct ctx *ctx, const struct approval_branch *branch, unsigned step, const struct approval_origin *origin,
                            struct place_people people[APPROVAL_PLACES_MAX]) MUST_CHECK;

// Who stands above somebody: their superior, else the nearest head of a unit; 0: nobody who may be asked.
enum status approval_above(struct ctx *ctx, int64_t person_id, const struct approval_origin *origin, int64_t *id) MUST_CHECK;

#endif
