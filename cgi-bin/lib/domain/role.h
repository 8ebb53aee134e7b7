// Roles as they are stored (ORG-2): permissions × scope × highest level, and whether a second factor is demanded.
// Nothing here opens a transaction or records: that is for what an administrator does (admin_role.h).
#ifndef DOMAIN_ROLE_H
#define DOMAIN_ROLE_H

#include "domain/ctx.h"

extern const struct sql *const ROLE_STATEMENTS[];
extern const struct sql *const ROLE_READ_STATEMENTS[]; // roles_read alone

// Adds the roles of model/permission that are not there yet; those that are stay as the administrator has set them.
enum status role_seed(struct ctx *ctx) MUST_CHECK;
// STATUS_NOT_FOUND: there is no such role.
enum status role_find(struct ctx *ctx, const char *key, int64_t *id) MUST_CHECK;
enum status role_permit(struct ctx *ctx, int64_t role_id, unsigned permissions) MUST_CHECK;

// Whether whoever holds the role must have a second factor. Demanding it ends the sessions of those who have none. STATUS_NOT_FOUND:
// there is no such role.
enum status role_demand_second_factor(struct ctx *ctx, const char *key, bool on) MUST_CHECK;

struct role_row {
    int64_t id;
    const char *key, *name_zh, *name_en;
    enum scope scope;
    enum level level;
    unsigned permissions; // bits 1u << PERM_X
    bool second_factor;
    int64_t version;
    int64_t holders, active; // people who hold it; how many of them are active
};
// All roles in the order they came to be. There are tens. One statement.
struct roles {
    struct role_row *rows;
    unsigned count;
};
enum status roles_read(struct ctx *ctx, struct roles *roles) MUST_CHECK;
const struct role_row *role_by_id(const struct roles *roles, int64_t id);
const struct role_row *role_by_key(const struct roles *roles, const char *key);
const char *role_name(const struct role_row *role, enum lang lang);

// "customer.read log.read" → bits, and back.
unsigned permission_bits(const char *names);
const char *permission_names(unsigned permissions, struct arena *arena);

#endif
