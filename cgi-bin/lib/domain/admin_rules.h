// What nobody may do who administers, whatever their permissions (ORG-3), and what every change of people must leave true (ORG-1).
// The rules alone: who calls them (admin_person, admin_role, admin_unit, handover) has begun the transaction.
#ifndef DOMAIN_ADMIN_RULES_H
#define DOMAIN_ADMIN_RULES_H

#include "domain/ctx.h"
#include "domain/fault.h"
#include "domain/role.h"
#include "domain/unit.h"

extern const struct sql *const ADMIN_RULES_STATEMENTS[];

// Nobody administers their own account: fault "".
enum status rule_not_self(const struct ctx *ctx, int64_t person_id, struct faults *faults) MUST_CHECK;
// Nobody edits a role they hold: fault "".
enum status rule_not_own_role(const struct ctx *ctx, int64_t role_id, struct faults *faults) MUST_CHECK;

// The permissions (bits) of administration that active people with an account hold.
enum status administration_held(struct ctx *ctx, unsigned *permissions) MUST_CHECK;
// A change may not take the last holder of one of them: fault "".
enum status rule_administered(struct ctx *ctx, unsigned held_before, struct faults *faults) MUST_CHECK;

// The permissions of some roles must go together: fault "roles".
enum status rule_duties_apart(const struct roles *roles, const int64_t *ids, unsigned count, struct faults *faults) MUST_CHECK;
// What a role shall permit must go together with what its holders are permitted by others: fault "permissions", which names one.
enum status rule_holders_apart(struct ctx *ctx, int64_t role_id, unsigned permissions, struct faults *faults) MUST_CHECK;

// The active person whom `typed` (login or full name) names: fault `field` when there is none, or several.
struct colleague {
    int64_t id, unit_id;
    const char *login, *name;
};
enum status colleague_named(struct ctx *ctx, const char *typed, const char *field, struct colleague *colleague,
                            struct faults *faults) MUST_CHECK;

// ORG-1: nobody is their own superior, through whatever chain: fault "superior". person_id 0: somebody new.
enum status rule_superior(struct ctx *ctx, int64_t person_id, int64_t superior_id, struct faults *faults) MUST_CHECK;
// The person and everybody above them, as a list in JSON: "[4,5,7]".
enum status line_above(struct ctx *ctx, int64_t person_id, const char **line) MUST_CHECK;

#endif
