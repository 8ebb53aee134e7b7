// What the administrator's tool asks of the custodian to keep the log and the keys in order. Only the custodian's own user and root are
// answered: no web program that runs as its own user can ask.
// Not here: what an auditor may ask (desk.h).
#ifndef VAULT_UPKEEP_H
#define VAULT_UPKEEP_H

#include "vault/custody.h"

enum upkeep_act {
    UPKEEP_PRUNE = 1, // one step of pruning the log by the retention
    UPKEEP_ACT_COUNT
};

struct prune_report {
    int64_t days;     // the retention …
    int64_t cutoff;   // … so nothing younger than this went
    int64_t removed;  // records of this step; 0: nothing (more) to remove
    int64_t until;    // the newest record that was ever removed, 0 = none …
    int64_t until_at; // … and its time
    int64_t held;     // nothing behind this one may go yet: an open case, or a proof that is needed
};

// STATUS_FORBIDDEN: not for this user.
enum status custody_prune(struct custody *custody, struct prune_report *report) MUST_CHECK;

#endif
