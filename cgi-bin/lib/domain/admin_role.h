// What an administrator does with roles (ORG-2): adding, editing, deleting. Each is one transaction, recorded, and within ORG-3: never
// a role that one holds, never two duties in one role or, with their other roles, in one holder, never away from the last administrator.
// STATUS_FORBIDDEN without PERM_ADMIN_ROLES, STATUS_NOT_FOUND for no role, STATUS_INVALID with faults.
#ifndef DOMAIN_ADMIN_ROLE_H
#define DOMAIN_ADMIN_ROLE_H

#include "domain/ctx.h"
#include "domain/fault.h"
#include "domain/role.h"

extern const struct sql *const ADMIN_ROLE_STATEMENTS[];

#define ROLE_NAME_MAX 40 // characters

// As typed; what is wrong is a fault at "name_zh", "name_en", "permissions", "scope", "level" or "".
struct role_edit {
    const char *name_zh, *name_en;
    unsigned permissions; // bits 1u << PERM_X
    enum scope scope;
    enum level level;
    bool second_factor;
};

enum status admin_role_add(struct ctx *ctx, const struct role_edit *edit, struct faults *faults, int64_t *id) MUST_CHECK;
// STATUS_CONFLICT when `version` is no longer the stored one. Demanding a second factor ends the sessions of holders without one.
enum status admin_role_save(struct ctx *ctx, int64_t id, int64_t version, const struct role_edit *edit, struct faults *faults) MUST_CHECK;
// The same as far as checking goes, for a preview: nothing is changed.
enum status admin_role_check(struct ctx *ctx, int64_t id, int64_t version, const struct role_edit *edit, struct faults *faults,
                             struct role_row *now) MUST_CHECK;
// Whether the role demands a second factor, alone: what the command line sets. Gives STATUS_NOT_FOUND for no such key.
enum status admin_role_demand(struct ctx *ctx, const char *key, bool on) MUST_CHECK;
// Only a role that nobody holds, closed accounts included.
enum status admin_role_delete(struct ctx *ctx, int64_t id, struct faults *faults) MUST_CHECK;

// The active holders of a role, by login: the first HOLDERS_MAX.
#define HOLDERS_MAX 200
struct holder {
    int64_t id;
    const char *login, *name, *unit;
};
enum status role_holders(struct ctx *ctx, int64_t id, struct holder holders[HOLDERS_MAX], unsigned *count) MUST_CHECK;

#endif
