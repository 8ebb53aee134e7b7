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
// STATUS_NOT_FOUND when there is no such record (a deleted contact is none).
enum status subject_find(struct store *store, int64_t kind, int64_t record_id, struct arena *arena, struct subject *subject) MUST_CHECK;

// Whether the record lies in the scope in which the actor holds `permission`. Every scope includes the actor's own customers.
bool subject_in_scope(const struct actor *actor, const struct subject *subject, enum permission permission);

// RESULT_DISCLOSED = entitled; else the first reason against it, in this order: no permission, out of scope, level,
// no purpose, purpose text, needs approval. *role is the grant that entitles (or the actor's first, for the record; "" if none).
// A role counts as a whole: its scope and its level together, never the scope of one with the level of another.
// Somebody who still has to change a one-time password is entitled to nothing: others know it.
enum result entitlement_check(const struct actor *actor, const struct subject *subject, const struct field *field,
                              const char *purpose, const char *purpose_text, int64_t approval_id, const char **role);

// For a search by value (CONF-4), before it is known which records it finds: the same reasons but scope, which every
// record found must pass by itself (entitlement_possible). Level 2 needs no purpose: the value is known to who searches for it.
enum result entitlement_search(const struct actor *actor, const struct field *field, const char *purpose, const char *purpose_text,
                               const char **role);

// As far as rights go, leaving purpose and text aside: for offering the button. False where an approval would be needed.
bool entitlement_possible(const struct actor *actor, const struct subject *subject, const struct field *field);
// Whether the missing approval alone is why entitlement_possible says no.
bool entitlement_needs_approval(const struct actor *actor, const struct subject *subject, const struct field *field);

// Whether the actor may replace or clear a stored value of the field: only in a role that may edit, reaches the record and,
// at level 3, has that level itself. Who may not read an account number must not be able to put another in its place.
bool entitlement_replace(const struct actor *actor, const struct subject *subject, const struct field *field);

#endif
