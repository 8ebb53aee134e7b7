// Removes records older than the retention from the beginning of the log (CONF-5), a few thousand in a commit: with the record that says
// so, the signed statement that stands for them, and their entries in the tables for filters. Whatever happens, it is as before or as
// after.
// Records of an open case stay, and everything behind them.
// Not here: how long records are kept (retain.h), what a verification makes of it (lib/domain/verify.h).
#ifndef CUSTODIAN_PRUNE_H
#define CUSTODIAN_PRUNE_H

#include "custodian/ledger.h"
#include "vault/upkeep.h"

#define PRUNE_STEP 5000       // records in one commit
#define PRUNE_PAUSE TIME_HOUR // between two looks whether something is old enough

extern const struct sql *const PRUNE_STATEMENTS[];

// One step: what is older than `days` at the time `now` (retain.h). `watched`: the rules of unusual use were held against the records up to
// here. What was done goes into `report`.
enum status prune_step(struct ledger *ledger, int64_t days, int64_t now, int64_t watched, struct prune_report *report) MUST_CHECK;

#endif
