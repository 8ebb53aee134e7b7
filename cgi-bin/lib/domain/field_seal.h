// Sealing what was stored in plain before a field's level was raised (CONF-8, ARC-10): the values, then what the history says was
// before and after, round by round until one finds nothing, then the file itself, where parts of old pages may still hold what was
// overwritten. Done in small steps by one process at a time; how far it is stands in the store, so a killed one is followed by
// another. Until it is done, nobody is shown what may still be plain (field_shown), and nothing new is stored in plain, because
// whoever writes has seen the new level (catalogue_check).
// Not here: raising the level (field_admin.h).
#ifndef DOMAIN_FIELD_SEAL_H
#define DOMAIN_FIELD_SEAL_H

#include "domain/ctx.h"

extern const struct sql *const FIELD_SEAL_STATEMENTS[];
extern const struct sql *const FIELD_SEAL_PROGRESS_STATEMENTS[]; // for who only looks

// Goes one step; *more: there is another. STATUS_UNAVAILABLE: the custodian or the store can't; to be tried again later.
enum status field_seal_step(struct ctx *ctx, bool *more) MUST_CHECK;

struct field_sealing {
    const char *phase; // "values", "history", "scrub", "done"; "" = never
    int64_t started_at, finished_at;
    int64_t sealed; // values and rows of history
};
enum status field_seal_progress(struct ctx *ctx, enum kind kind, const char *key, struct field_sealing *sealing) MUST_CHECK;

#endif
