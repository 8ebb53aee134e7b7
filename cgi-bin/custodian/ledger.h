// The access log as the custodian writes it: records in, durable or not at all; heads at intervals; pages for auditors.
// Whatever goes wrong closes the ledger; it is opened again, checked again, and what was acknowledged must still be there.
// Not here: who may do what (decide.h), what a record's bytes are (vault/access.h).
#ifndef CUSTODIAN_LEDGER_H
#define CUSTODIAN_LEDGER_H

#include <sys/types.h>

#include "base/clock.h"
#include "store/store.h"
#include "vault/custody.h"
#include "vault/keys.h"

#define LEDGER_HEAD_RECORDS 1000     // a head is kept after so many records …
#define LEDGER_HEAD_TIME (60 * 1000) // … or so long (ms), when there is something new
#define LEDGER_RETRY 200             // ms after a failed write
#define LEDGER_RETRY_OPEN 2000       // ms after it could not be opened
#define LEDGER_RETRY_FILE 5000       // ms after the heads file could not be written
#define LEDGER_INDEX_LAG 16384       // records that filters may be behind while there is no quiet moment
#define LEDGER_INDEX_STEP 4096       // entered at a time then, in some 10 ms: fewer write the pages of the tables more often

enum ledger_state {
    LEDGER_CLOSED, // can't be written now; tried again
    LEDGER_OPEN,
    LEDGER_DISTRUSTED, // it is not the log that was signed: nothing is served until somebody has looked
};

struct ledger {
    struct keys *keys; // changed by a rotation alone
    const struct clock *clock;
    const char *path, *heads, *public, *schema, *key_path;
    struct access_public known; // the keys it was written under
    enum ledger_state state;
    struct store *store;
    dev_t device; // of the open file: one that was moved away or replaced is not written to
    ino_t inode;
    struct access_head tip;   // acknowledged: must be there whenever the log is opened again
    struct access_head filed; // the last head in the heads file
    int64_t kept;             // place of the last head in the log
    int64_t kept_at;          // when it was kept
    int64_t file_at;          // when the heads file is written again after a failure
    int64_t indexed;          // filters know the records up to here
    int64_t retry_at;
    bool unsettled;    // a new signing key signs, and the key files do not say so yet …
    int64_t settle_at; // … tried again then
    bool was_open;     // from then on it may not be missing
    bool told_start;   // its first record says when the custodian began
};

// A record of the custodian's own doing, to be completed where it says more.
struct access access_of_custodian(int64_t now, enum result result, const char *field);

// Whether it can be written now; opens it if need be.
bool ledger_ready(struct ledger *ledger);
// Numbers, chains and writes the records in one durable commit under a new signed tip. On anything but STATUS_OK none was written.
enum status ledger_append(struct ledger *ledger, struct access *records, unsigned count, struct arena *arena) MUST_CHECK;
// As ledger_append, with `also` run in the same commit once the records have their numbers.
enum status ledger_append_with(struct ledger *ledger, struct access *records, unsigned count,
                               enum status (*also)(void *data), void *data, struct arena *arena) MUST_CHECK;
// What is due by time or number: a head, its line in the heads file, the filters' tables. `idle`: there is time for all of it.
void ledger_tick(struct ledger *ledger, bool idle);
// Whether ledger_tick has something left to do.
bool ledger_is_busy(const struct ledger *ledger);
// Records that the custodian ends, and keeps a last head.
void ledger_close(struct ledger *ledger);

// Newest first; at most filter->limit rows, fewer when they would not fit into `room` bytes of a packet.
enum status ledger_read(struct ledger *ledger, const struct access_filter *filter, size_t room, struct access_page *page,
                        struct arena *arena) MUST_CHECK;

// What ledger.c and ledger_read.c share.
extern const struct sql *const LEDGER_READ_STATEMENTS[];
// The lowest number that a record of `from` or later may have, *low > *high: there is none of before `until`.
enum status ledger_between(struct ledger *ledger, int64_t from, int64_t until, int64_t *low, int64_t *high) MUST_CHECK;
// One row of ACCESS_COLUMNS; returns how much of a packet it takes.
size_t ledger_row(const struct query *query, struct access *row, struct arena *arena);
// Brings the filters' tables up by at most so many records.
enum status ledger_index(struct ledger *ledger, int64_t most) MUST_CHECK;
// Closes it until it can be opened and checked again.
void ledger_shut(struct ledger *ledger, int64_t retry_in);

#endif
