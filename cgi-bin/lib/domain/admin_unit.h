// What an administrator does with the tree of units (ORG-1): adding, renaming, moving, naming a head, closing. Each is one
// transaction and recorded. STATUS_FORBIDDEN without PERM_ADMIN_PEOPLE, STATUS_NOT_FOUND for no unit, STATUS_INVALID with faults at
// "name", "parent", "head" or "".
#ifndef DOMAIN_ADMIN_UNIT_H
#define DOMAIN_ADMIN_UNIT_H

#include "domain/ctx.h"
#include "domain/fault.h"
#include "domain/unit.h"

extern const struct sql *const ADMIN_UNIT_STATEMENTS[];

struct unit_edit {
    const char *name;
    int64_t parent_id; // of the root: not looked at
    const char *head;  // login or full name of an active person; "" = nobody
};

enum status admin_unit_add(struct ctx *ctx, const struct unit_edit *edit, struct faults *faults, int64_t *id) MUST_CHECK;
// STATUS_CONFLICT when `version` is no longer the stored one. Moving takes the whole subtree along.
enum status admin_unit_save(struct ctx *ctx, int64_t id, int64_t version, const struct unit_edit *edit,
                            struct faults *faults) MUST_CHECK;
// Only an empty one: no active people, no customers, no open units below. It stays in the store, for who was in it.
enum status admin_unit_close(struct ctx *ctx, int64_t id, struct faults *faults) MUST_CHECK;
enum status admin_unit_reopen(struct ctx *ctx, int64_t id, struct faults *faults) MUST_CHECK;

#endif
