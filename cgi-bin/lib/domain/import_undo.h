// Undoing an import (ARC-13): whoever uploaded the file takes all of its customers back, at one moment for everybody, within UNDO_DAYS.
// What was changed since stays unless they say otherwise; what they do not reach (any more), and who has a contract, stays whatever they
// say. It is recorded by the custodian before it is done.
// Not here: withholding and removing (withheld.h), what else is kept of imports (import_batch.h).
#ifndef DOMAIN_IMPORT_UNDO_H
#define DOMAIN_IMPORT_UNDO_H

#include "domain/import_batch.h"

extern const struct sql *const IMPORT_UNDO_STATEMENTS[];

#define UNDO_DAYS 30
#define UNDO_LISTED 50 // of those that were changed; all are counted

// Until when an import may be undone; 0: it never could be, for it brought nobody.
int64_t undo_until(const struct import_batch *batch);
// Whether it may still be.
bool undo_is_open(const struct ctx *ctx, const struct import_batch *batch);

struct undo_customer {
    int64_t id;
    const char *archive_no, *name;
};
// What undoing it would come to now. Each number is of customers, or of their contacts.
struct undo_outlook {
    int64_t same, same_contacts;       // as they were imported: they go
    int64_t changed, changed_contacts; // since: they stay, unless the person wants otherwise
    int64_t outside;                   // out of the person's reach, or with a contract: they stay
    struct undo_customer *rows;        // the newest of the changed ones
    unsigned count;
};
// Two statements. STATUS_FORBIDDEN: the actor may not import, or change customers.
enum status undo_look(struct ctx *ctx, const struct import_batch *batch, struct undo_outlook *outlook) MUST_CHECK;

struct undo_wish {
    bool changed_too;
    int64_t seen; // so many changed ones the person was shown; matters with changed_too alone
};
// Undoes it. STATUS_CONFLICT: more were changed meanwhile than the person saw; STATUS_INVALID: none would go; STATUS_NOT_FOUND: it is not
// open (any more), or somebody else's; STATUS_UNAVAILABLE: it could not be recorded, say. Nothing was undone then.
enum status undo_run(struct ctx *ctx, const struct import_batch *batch, const struct undo_wish *wish) MUST_CHECK;

#endif
