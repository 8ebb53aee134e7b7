// Sealing everything anew while a rotation of the data key goes on (CONF-8): goes through all boxes of the store, has the custodian seal
// what is still under the old key under the new one, and puts it in the same place unless somebody saved something else meanwhile. Small
// transactions; it may end anywhere and begin again. Every column of the store that holds boxes has its row in reseal.c, and a test says
// so.
// Not here: keys (vault/keys_rotate.h), when the old key may go (custodian/rotate.h).
#ifndef DOMAIN_RESEAL_H
#define DOMAIN_RESEAL_H

#include "domain/ctx.h"
#include "vault/upkeep.h"

extern const struct sql *const RESEAL_STATEMENTS[];

struct reseal_counts {
    int64_t seen;    // boxes gone through
    int64_t changed; // were under the old key, or somebody saved them meanwhile: go through all of it once more
    int64_t broken;  // open under neither key
};

// One pass over everything. `progress` is told the boxes so far.
enum status reseal_all(struct ctx *ctx, struct reseal_counts *counts, void (*progress)(void *data, int64_t seen), void *data) MUST_CHECK;
// The newest row of the history: taken before a pass, it is where reseal_end begins.
enum status reseal_history_end(struct ctx *ctx, int64_t *end) MUST_CHECK;
// Has the old key destroyed while nobody can write, once nothing that was written behind row `since` of the history is under it. A pass
// that began there found nothing. STATUS_CONFLICT: the rotation is too young.
enum status reseal_end(struct ctx *ctx, int64_t since, struct key_report *report) MUST_CHECK;
// How many boxes there are, about.
enum status reseal_count(struct ctx *ctx, int64_t *count) MUST_CHECK;

// "table.column" of every source, NULL behind the last: for the test that none is forgotten.
const char *reseal_source(unsigned number);

#endif
