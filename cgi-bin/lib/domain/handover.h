// Leaving and moving (ORG-5): the account, its sessions, customers, open work, subordinates and headed units in one transaction, so
// that nothing is orphaned. Recorded; a leaver's last 30 days of looks are put before the auditor.
// What of somebody's work is handed over is a table in handover.c: a module whose records have a responsible person adds a row.
#ifndef DOMAIN_HANDOVER_H
#define DOMAIN_HANDOVER_H

#include "domain/ctx.h"
#include "domain/fault.h"
#include "domain/person.h"

extern const struct sql *const HANDOVER_STATEMENTS[];

#define HANDOVER_KINDS_MAX 8

// What somebody has.
struct handover {
    struct handover_count {
        const char *key;
        struct text label;
        int64_t count;
    } kinds[HANDOVER_KINDS_MAX]; // customers, …
    unsigned kind_count;
    int64_t work;         // of all kinds together
    int64_t sessions;     // that have not been ended
    int64_t subordinates; // whose superior they are
    int64_t units;        // whose head they are
};
enum status handover_preview(struct ctx *ctx, int64_t person_id, struct handover *handover) MUST_CHECK;

// As typed, logins or full names; what is wrong is a fault at "successor", "deputy", "unit", "superior" or "".
struct leaving {
    const char *successor; // who takes the work over; may be "" only if there is none
    const char *deputy;    // whose the subordinates and units become; "" = the leaver's superior
};
// Closes the account. STATUS_CONFLICT: it is closed already. `done` says what went over.
enum status handover_leave(struct ctx *ctx, int64_t person_id, const struct leaving *leaving, struct faults *faults,
                           struct handover *done) MUST_CHECK;

struct moving {
    int64_t unit_id;
    const char *superior;  // "" = the head of the new unit, or of the next one up
    bool takes_along;      // the work stays with the person, and belongs to the new unit from now on
    const char *successor; // else who takes it over
    const char *deputy;    // whose subordinates and units become; "" = they stay with the person
};
enum status handover_move(struct ctx *ctx, int64_t person_id, const struct moving *moving, struct faults *faults,
                          struct handover *done) MUST_CHECK;

#endif
