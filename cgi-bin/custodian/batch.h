// A batch: the calls that were waiting together. Each is decided against one view of the store; all their records share
// one durable commit; only then is anything opened and answered (CONF-3).
//
//     pendings[count++]  calls as they come in
//     batch_decide       rights, boxes, records; what needs no commit is answered already
//     batch_commit       the records; then values are opened, the rest is answered
//
// Not here: packets and connections (server.c), the rules (lib/domain/entitlement), the files (ledger, tokens).
#ifndef CUSTODIAN_BATCH_H
#define CUSTODIAN_BATCH_H

#include "base/clock.h"
#include "custodian/actors.h"
#include "custodian/desk.h"
#include "custodian/ledger.h"
#include "custodian/tokens.h"
#include "domain/ctx.h"
#include "domain/field_catalogue.h"
#include "domain/refusals.h"
#include "vault/exchange.h"

#define BATCH_MAX 256
#define STORE_RETRY 1000 // ms

struct custodian {
    struct keys *keys; // changed by a rotation alone (rotate.c)
    const char *key_path;
    struct clock clock;
    struct catalogue_keeper fields;
    const char *store_path;
    struct store *store; // read-only; NULL: could not be opened
    dev_t store_device;  // a store that was replaced (restored from a backup) is opened anew
    ino_t store_inode;
    int64_t store_retry_at;
    struct actors actors;
    struct ledger ledger;
    struct tokens tokens;     // what searches go by
    struct tokens fresh;      // made beside it while the token key is rotated
    bool fresh_stalled;       // it can't be written just now …
    int64_t stalled_at;       // … as was seen last then: tried again a little later, however busy we are
    struct desk desk;         // of the auditor
    int64_t sealed_at;        // when something was last sealed: what is stored soon after is to be found
    bool behind;              // the index has not followed the whole store yet …
    bool stalled;             // … and can't just now: the store or its own file is missing
    struct refusals refusals; // of those who are refused again and again
    // calls refused because nothing could be recorded; told by one record afterwards
    int64_t outage_calls, outage_since, outage_until;
};

// One call on its way.
struct pending {
    int connection;
    struct call call;
    struct answer answer;
    bool ours;                       // by our own user or root
    bool answered;                   // the answer is final
    const struct known_actor *known; // who calls; NULL: nobody is signed in
    unsigned first, count;           // its records in the batch
};

struct batch {
    struct custodian *custodian;
    struct arena *arena;
    int64_t now;
    struct pending pendings[BATCH_MAX];
    unsigned count;
    struct access *records; // to be written
    unsigned record_count, record_room;
};

void batch_decide(struct batch *batch);
void batch_commit(struct batch *batch);
// Makes it empty; its arena is the caller's to wipe.
void batch_reset(struct batch *batch);

// Writes the record of an outage that is over, if there is one.
void custodian_tell_outage(struct custodian *custodian);
// Lets the index of findable values follow the store a little: at the start, and for a while after something was sealed.
void custodian_follow_store(struct custodian *custodian);
bool custodian_is_following(const struct custodian *custodian);
// Whether there is more to follow at once.
bool custodian_follows_on(const struct custodian *custodian);
// Writes a record for everybody who was turned away because they were refused too often: when their minute is over, or at once.
void custodian_tell_refusals(struct custodian *custodian, bool at_once);

// Whether the store can be read; opens it if need be.
bool custodian_has_store(struct custodian *custodian);
// One view of the store, as new as it can be, with the fields as they are in it: ended with store_rollback. False: there is none.
bool custodian_sees_store(struct custodian *custodian);

// What decide*.c and batch.c share.

// Finds out who calls: pending->known.
enum status batch_actor(struct batch *batch, struct pending *pending) MUST_CHECK;
// Adds a record for the call, filled with what is known about the asker, to be completed by the caller.
struct access *batch_record(struct batch *batch, struct pending *pending);
void batch_answer(struct pending *pending, enum status status);
// The box stored for a field; *size 0: nothing is stored.
enum status batch_box(struct batch *batch, int64_t kind, int64_t record_id, const char *field, const unsigned char **box,
                      size_t *size) MUST_CHECK;
extern const struct sql *const BATCH_STATEMENTS[];

// Each decides one call: fills its records, and its answer as far as it is known before the commit. On anything but STATUS_OK the call
// can't be decided, and gets that answer.
enum status decide_seal(struct batch *batch, struct pending *pending) MUST_CHECK;
enum status decide_open(struct batch *batch, struct pending *pending) MUST_CHECK;
enum status decide_find(struct batch *batch, struct pending *pending) MUST_CHECK;
enum status decide_twins(struct batch *batch, struct pending *pending) MUST_CHECK;
enum status decide_record(struct batch *batch, struct pending *pending) MUST_CHECK;
enum status decide_log(struct batch *batch, struct pending *pending) MUST_CHECK;
enum status decide_deed(struct batch *batch, struct pending *pending) MUST_CHECK;
enum status decide_secret(struct batch *batch, struct pending *pending) MUST_CHECK;
// Leaves no record: it is answered with the view of the store alone.
enum status decide_code(struct batch *batch, struct pending *pending) MUST_CHECK;
extern const struct sql *const DECIDE_CODE_STATEMENTS[];
// Makes the secret that decide_secret decided on; its record is durable.
void make_secret(struct batch *batch, struct pending *pending);

#endif
