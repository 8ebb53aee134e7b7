// Units, persons, roles and accounts as an administrator sets them up. Rules: ORG-1, ORG-2.
// Nothing here opens a transaction: the caller puts one around what belongs together.
// Not here: signing in and the actor of a session (session.h), which rights a role has (model/permission.h).
#ifndef DOMAIN_ORGANISATION_H
#define DOMAIN_ORGANISATION_H

#include "domain/ctx.h"

extern const struct sql *const ORGANISATION_STATEMENTS[];
extern const struct sql *const ORGANISATION_FACTOR_STATEMENTS[]; // of what concerns second factors

// --- Settings of the company: zone, name.
// "" when it was never set.
enum status setting_get(struct ctx *ctx, const char *key, const char **value) MUST_CHECK;
enum status setting_set(struct ctx *ctx, const char *key, const char *value) MUST_CHECK;

// --- Units: a tree (ORG-1).
#define UNIT_NAME_MAX 60 // characters

struct unit {
    int64_t id, parent_id; // parent_id 0: the root
    const char *name;
    const char *path; // '/1/4/': the ancestors and the unit itself
};

// `parent` NULL: the root. STATUS_INVALID for a name that is empty or too long, STATUS_CONFLICT when the parent has one
// of that name.
enum status unit_add(struct ctx *ctx, const struct unit *parent, const char *name, struct unit *unit) MUST_CHECK;
enum status unit_rename(struct ctx *ctx, const struct unit *unit, const char *name) MUST_CHECK;
// The unit that is called `name`, or lies at "集团/子公司/部门" from the root; "" is the root.
// STATUS_NOT_FOUND when there is none, STATUS_CONFLICT when several are called so.
enum status unit_find(struct ctx *ctx, const char *name, struct unit *unit) MUST_CHECK;

// --- Roles (ORG-2).
// Adds the roles of model/permission that are not there yet; those that are stay as the administrator has set them.
enum status role_seed(struct ctx *ctx) MUST_CHECK;
// Whether whoever holds the role must have a second factor. Demanding it ends the sessions of those who have none. STATUS_NOT_FOUND:
// there is no such role.
enum status role_demand_second_factor(struct ctx *ctx, const char *key, bool on) MUST_CHECK;

// --- Persons and accounts.
#define PERSON_NAME_MAX 40 // characters

struct person {
    int64_t id;
    const char *login, *name;
    int64_t unit_id;
    const char *unit_name;
    const char *state; // active, closed
    const char *roles; // keys, separated by commas
    bool may_sign_in;  // has a password
    bool must_change;  // the password is a one-time one
};

struct person_new {
    const char *login; // 2 … 32 of a-z 0-9 . _ -, beginning with a letter or digit
    const char *name;
    int64_t unit_id, superior_id; // superior_id 0: nobody
    const char *role;             // key; NULL: none
    const char *hash;             // of the password (password_hash); NULL: cannot sign in
    bool must_change;             // the first sign-in forces a new password
};

bool login_valid(const char *login);
// STATUS_INVALID for a bad login or name, STATUS_CONFLICT for a login that is taken, STATUS_NOT_FOUND for an unknown
// role.
enum status person_add(struct ctx *ctx, const struct person_new *person, int64_t *id) MUST_CHECK;
enum status person_grant(struct ctx *ctx, int64_t person_id, const char *role) MUST_CHECK;
enum status person_find(struct ctx *ctx, const char *login, struct person *person) MUST_CHECK;
// Everybody, by login.
enum status person_list(struct ctx *ctx, struct person **persons, unsigned *count) MUST_CHECK;
// Sets a password by its hash, ends every session of the person and forgets the account's failed sign-ins.
enum status person_set_password(struct ctx *ctx, const struct person *person, const char *hash,
                                bool must_change) MUST_CHECK;

// For a lost phone: takes the second factor and its recovery codes away and ends every session of the person. STATUS_CONFLICT: there
// is none.
enum status person_end_second_factor(struct ctx *ctx, const struct person *person) MUST_CHECK;

// A random password that can be read out and typed: `groups` groups of four letters and digits without look-alikes
// (20 bits each), "k7mq-x3fp-…".
const char *password_random(struct ctx *ctx, unsigned groups);

// --- Administrative regions.
// Fills the regions from a table of code, parent, name and full name between tabs ('#' begins a comment); those that
// are there are brought up to date. STATUS_INVALID when a line is not of that form: *line is its number.
enum status region_load(struct ctx *ctx, const char *path, unsigned *count, unsigned *line) MUST_CHECK;

#endif
