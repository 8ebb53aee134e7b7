// Goes through the log with the rules of unusual use (domain/watch.h), behind the records as they are written, and through the notices of
// those who leave; what is too much becomes a case. It remembers how far it is in the log's database, in the commit of the cases it
// raised: nothing is missed or raised twice, however often the custodian was away or killed. The same log gives the same cases.
// Not here: the cases (cases.h).
#ifndef CUSTODIAN_WATCH_H
#define CUSTODIAN_WATCH_H

#include "custodian/ledger.h"
#include "vault/desk.h"

#define WATCH_SLICE 1024        // records gone through at a time
#define WATCH_PAUSE (20 * 1000) // ms between two times while there are few records
#define WATCH_ROWS 10000        // of one person, at most: more than any threshold
// So often there is a look at the notices, whether there are records or not: until they are cases, who can write into the store could take
// them away. And so far back, but for the first time.
#define WATCH_NOTICES (5 * TIME_MINUTE)
#define WATCH_NOTICES_BACK (31 * TIME_DAY)

struct watch_state {
    int64_t until; // the newest record that the rules were held against
    int64_t since; // when there was nothing left to do
    bool loaded;
    bool noticed; // all notices were gone through since the start
};

extern const struct sql *const WATCH_LOG_STATEMENTS[];   // for the log
extern const struct sql *const WATCH_STORE_STATEMENTS[]; // for the store

// One slice, and the notices when there is no further slice; *more: there is another.
enum status watch_step(struct watch_state *watch, struct ledger *ledger, struct store *store, bool *more) MUST_CHECK;
// Whether there is enough to do by now.
bool watch_is_due(const struct watch_state *watch, const struct ledger *ledger);

// The rules as they are; `rules` has room for WATCH_COUNT.
enum status watch_rules(struct ledger *ledger, struct desk_rule *rules, struct arena *arena) MUST_CHECK;
// Within the commit of the record that says so.
enum status watch_set_rule(struct ledger *ledger, const struct desk_question *question) MUST_CHECK;

#endif
