// How far an actor reaches with a permission (ORG-2), in the form that statements take: everything, or one's own
// customers and those of the units whose path lies in a range. The same rule for one subject in memory: entitlement.h.
#ifndef DOMAIN_REACH_H
#define DOMAIN_REACH_H

#include "domain/withheld.h"

struct reach {
    bool all;
    int64_t person_id;           // whose own customers are reached; 0: nobody's
    const char *path, *path_end; // units with path <= their path < path_end; an empty range for SCOPE_OWN
};

// Nothing is reached without the permission.
struct reach reach_of(const struct ctx *ctx, enum permission permission);
bool reach_is_nothing(const struct reach *reach);
bool reach_has_units(const struct reach *reach);

// Makes a subtree that holds every unit `all`, which is quicker to list. One statement, or none.
enum status reach_widen(struct ctx *ctx, struct reach *reach) MUST_CHECK;

// The condition that customer c is to be seen and reached, for a single record or a few that an index has found; binds with
// reach_bind.
#define IN_REACH                                                                                                                \
    "(" SHOWN("c") " AND (:all = 1 OR c.owner_id = :person OR EXISTS (SELECT 1 FROM unit reached WHERE reached.id = c.unit_id " \
                   "AND reached.path >= :path AND reached.path < :path_end)))"
void reach_bind(struct query *query, const struct reach *reach);

#endif
