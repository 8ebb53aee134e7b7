// Units: a tree (ORG-1). Nothing here opens a transaction or records: that is for what an administrator does (admin_unit.h).
#ifndef DOMAIN_UNIT_H
#define DOMAIN_UNIT_H

#include "domain/ctx.h"

extern const struct sql *const UNIT_STATEMENTS[];
extern const struct sql *const UNIT_READ_STATEMENTS[]; // units_read alone

#define UNIT_NAME_MAX 60 // characters

struct unit {
    int64_t id, parent_id; // parent_id 0: the root
    const char *name;
    const char *path; // '/1/4/': the ancestors and the unit itself
    int64_t head_id;  // 0: none named
    const char *head_login, *head_name;
    bool closed;
    int64_t version;
    int64_t people; // active ones in the unit itself
};

// `parent` NULL: the root. STATUS_INVALID for a name that is empty or too long, STATUS_CONFLICT when the parent has one
// of that name.
enum status unit_add(struct ctx *ctx, const struct unit *parent, const char *name, struct unit *unit) MUST_CHECK;
enum status unit_rename(struct ctx *ctx, const struct unit *unit, const char *name) MUST_CHECK;
enum status unit_set_head(struct ctx *ctx, int64_t unit_id, int64_t person_id) MUST_CHECK;
// The unit that is called `name`, or lies at "集团/子公司/部门" from the root; "" is the root. Closed ones are not found.
// STATUS_NOT_FOUND when there is none, STATUS_CONFLICT when several are called so.
enum status unit_find(struct ctx *ctx, const char *name, struct unit *unit) MUST_CHECK;
// No slash, which would make the paths that unit_find takes ambiguous.
bool unit_name_valid(const char *name);

// All units, closed ones too, each after its parent and before what follows its subtree. There are hundreds at most. One statement.
struct units {
    struct unit *rows;
    unsigned count;
};
enum status units_read(struct ctx *ctx, struct units *units) MUST_CHECK;
// NULL when there is none.
const struct unit *unit_by_id(const struct units *units, int64_t id);
// "集团/销售一部/一组".
const char *unit_full_name(const struct units *units, const struct unit *unit, struct arena *arena);
// 0 for the root.
unsigned unit_depth(const struct unit *unit);
// Whether `inner` is `outer` or lies below it.
bool unit_within(const struct unit *inner, const struct unit *outer);
// The nearest head on the way up from the unit who is not `person_id`; 0 when there is none.
int64_t unit_head_above(const struct units *units, const struct unit *unit, int64_t person_id);

#endif
