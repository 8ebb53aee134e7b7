// Whether somebody may be shown a confidential field (CONF-2): the one place that decides it. The custodian asks it before it
// opens; pages ask it only to know whether to offer a reveal.
#ifndef DOMAIN_ENTITLEMENT_H
#define DOMAIN_ENTITLEMENT_H

#include "domain/ctx.h"

extern const struct sql *const ENTITLEMENT_STATEMENTS[];

// Where a record hangs: found once, used for every field of it.
struct subject {
    int64_t kind, record_id;
    int64_t customer_id, owner_id, unit_id;
    const char *unit_path;
};
// STATUS_NOT_FOUND when there is no such record.
enum status subject_find(struct store *store, int64_t kind, int64_t record_id, struct arena *arena, struct subject *subject) MUST_CHECK;

// RESULT_DISCLOSED = entitled; else the first reason against it, in this order: no permission, out of scope, level,
// no purpose, purpose text, needs approval. *role is the grant that entitles (or the actor's first, for the record).
enum result entitlement_check(const struct actor *actor, const struct subject *subject, const struct field *field,
                              const char *purpose, const char *purpose_text, int64_t approval_id, const char **role);
// As far as rights go, leaving purpose and text aside: for offering the button.
bool entitlement_possible(const struct actor *actor, const struct subject *subject, const struct field *field);

#endif
