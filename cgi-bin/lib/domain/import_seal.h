// Seals the values of many records at once through several clients of the custodian, which commits what waits together
// with one fsync: with one client every 64 values would wait for one of their own. Runs beside the caller, who writes
// the records before. Not here: what is sealed (change.h).
#ifndef DOMAIN_IMPORT_SEAL_H
#define DOMAIN_IMPORT_SEAL_H

#include <pthread.h>

#include "domain/change.h"

#define IMPORT_LANES_MAX 32

struct seal_lane {
    struct ctx ctx; // with a client and an arena of its own
    struct change_set *sets;
    unsigned count;
    pthread_t thread;
    bool running;
    enum status status;
};

struct sealer {
    struct seal_lane lanes[IMPORT_LANES_MAX];
    unsigned count;
};

// A lane for each of `helpers`; without any, one for the client of `ctx`, which is the caller's own otherwise: who writes a record whose
// id is taken seals it again, at once, beside the lanes.
void sealer_open(struct sealer *sealer, const struct ctx *ctx, struct custody *const *helpers, unsigned helper_count);
void sealer_close(struct sealer *sealer); // waits for what is under way; the sealed boxes are gone with it

// Begins to seal; the sets are the sealer's until sealer_wait. Boxes of an earlier call are gone.
void sealer_start(struct sealer *sealer, struct change_set *sets, unsigned count);
// STATUS_OK: every set is sealed. Without a start, too.
enum status sealer_wait(struct sealer *sealer) MUST_CHECK;

#endif
