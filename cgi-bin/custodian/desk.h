// The auditor's desk at the custodian's side: what custody_desk asks is decided here, and what the desk needs goes on between two batches:
// holding the rules against the log, and a verification that was asked for, a piece at a time so that nobody waits for it.
// Not here: cases (cases.h), rules (watch.h), how a log is verified (lib/domain/verify.h).
#ifndef CUSTODIAN_DESK_H
#define CUSTODIAN_DESK_H

#include "custodian/retain.h"
#include "custodian/watch.h"
#include "domain/verify.h"
#include "vault/upkeep.h"

#define DESK_VERIFY_STEP 2000 // records verified between two batches: some 10 ms

struct desk {
    struct watch_state watch;
    struct retain retain;              // how long the log is kept
    struct verification *verification; // NULL: none is running
    struct verify_options options;     // its own
    int64_t verifier_id;               // who asked for it …
    const char *verifier;              // … and their login, in `arena`
    struct arena *arena;
    int64_t pruned_at; // when there was nothing (more) to prune
    bool pruning;      // there is more
};

struct custodian;
struct batch;
struct pending;

extern const struct sql *const DESK_STATEMENTS[]; // for the log

// Takes notice of the retention that is set, within a view of the store; the rules were held against the log.
enum status desk_look_at_retention(struct custodian *custodian) MUST_CHECK;
enum status decide_desk(struct batch *batch, struct pending *pending) MUST_CHECK;
// What the call changes, within the commit of its record.
enum status desk_change(struct custodian *custodian, const struct pending *pending, const struct access *record) MUST_CHECK;
// Once the record is durable.
void desk_finish(struct custodian *custodian, const struct pending *pending);

// One step of pruning the log, when it is asked for.
enum status desk_prune(struct custodian *custodian, struct prune_report *report) MUST_CHECK;

// Goes on with what is due. Whether there is more to do at once, and whether there will be without anybody asking.
void desk_tick(struct custodian *custodian, bool idle);
bool desk_goes_on(const struct custodian *custodian);
bool desk_is_busy(const struct custodian *custodian);
void desk_close(struct custodian *custodian);

#endif
