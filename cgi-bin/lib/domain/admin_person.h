// What an administrator does with people and their accounts: adding, editing, a new password, a lost phone, coming back. Each is one
// transaction, recorded, and within ORG-1 (one superior) and ORG-3 (never one's own account, never two duties, never the last
// administrator). All give STATUS_FORBIDDEN without PERM_ADMIN_PEOPLE, STATUS_NOT_FOUND for nobody, STATUS_INVALID with faults.
// Not here: leaving and moving, which hand over what the person had (handover.h).
#ifndef DOMAIN_ADMIN_PERSON_H
#define DOMAIN_ADMIN_PERSON_H

#include "domain/ctx.h"
#include "domain/fault.h"
#include "domain/person.h"

extern const struct sql *const ADMIN_PERSON_STATEMENTS[];

// As typed; what is wrong is a fault at "login", "name", "unit", "superior", "roles" or "".
struct person_edit {
    const char *login; // for adding
    const char *name;
    int64_t unit_id;      // for adding and reopening; an active unit
    const char *superior; // login or full name; "" = the head of the unit, or of the next one up that has another
    int64_t roles[ACTOR_ROLES_MAX];
    unsigned role_count;
};

// `hash` is of a one-time password (password_hash, made before: it takes its time); NULL: an account without one.
enum status admin_person_add(struct ctx *ctx, const struct person_edit *edit, const char *hash, struct faults *faults,
                             int64_t *id) MUST_CHECK;
// Name, superior and roles. STATUS_CONFLICT when `version` is no longer the stored one.
enum status admin_person_save(struct ctx *ctx, int64_t id, int64_t version, const struct person_edit *edit,
                              struct faults *faults) MUST_CHECK;
// A one-time password; ends every session.
enum status admin_person_reset(struct ctx *ctx, int64_t id, const char *hash, struct faults *faults) MUST_CHECK;
// For a lost phone; ends every session.
enum status admin_person_end_factor(struct ctx *ctx, int64_t id, struct faults *faults) MUST_CHECK;
// A closed account again, in a unit, with a one-time password and the roles of `edit`.
enum status admin_person_reopen(struct ctx *ctx, int64_t id, const struct person_edit *edit, const char *hash,
                                struct faults *faults) MUST_CHECK;

// The role ids of a person.
enum status person_roles(struct ctx *ctx, int64_t id, int64_t roles[ACTOR_ROLES_MAX], unsigned *count) MUST_CHECK;

// "张三（zhang.san）", as the record names people; "" for id 0.
enum status person_label(struct ctx *ctx, int64_t id, const char **label) MUST_CHECK;

#endif
