// How long the log is kept, as the custodian believes it (CONF-5): the setting in the store is one administrator's word, so a longer time
// holds at once, but a shorter one only 30 days after we saw it first; it becomes a case before the auditor, and it can be taken back until
// then. Both the 30 days and the age of records are counted on a clock of our own, which follows the system's by its steps of real time and
// catches up with a leap by at most a day an hour; a leap is a record of the log, and a case while something waits.
// Not here: reading the setting (lib/domain/retention.h), removing records (prune.h).
#ifndef CUSTODIAN_RETAIN_H
#define CUSTODIAN_RETAIN_H

#include "custodian/ledger.h"

#define RETAIN_CATCH_UP 24     // times as fast as time goes, until it is caught up …
#define RETAIN_FIRST TIME_HOUR // … and at the start of the custodian as if so much had gone by
#define RETAIN_LEAP TIME_DAY   // so far behind the system's clock is worth a record

extern const struct sql *const RETAIN_LOG_STATEMENTS[];
extern const struct sql *const RETAIN_STORE_STATEMENTS[];

struct retention {
    int64_t days, wanted, due; // what holds; what was set last; when it holds, 0: nothing waits
    int64_t clock;             // our own
};

struct retain {
    struct retention now;
    int64_t looked_at; // on the kernel's clock; 0: never yet
    bool leapt;        // it was told
};

// Looks at the setting and at the clocks, and writes what changed, with its records and cases. `watched`: as in cases_raise.
enum status retain_look(struct retain *retain, struct ledger *ledger, struct store *store, int64_t watched) MUST_CHECK;

#endif
