// Verification of the access log (CONF-5): chain, tip and heads, on the live log or a copy, with nothing but the public file.
// Used by `kedang verify`, and by the custodian before it trusts its own log.
// Not here: how links and heads are made (vault/access.h).
#ifndef DOMAIN_VERIFY_H
#define DOMAIN_VERIFY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/text.h"

struct verify_options {
    const char *log;    // the access log: custody/access.db or a copy of it (with its -wal file, if there is one)
    const char *public; // custody/public
    const char *heads;  // heads/heads or somebody's copy of it; NULL: without, and then a cut of the end may go unseen
    const char *schema; // the folder of the log's shipped schema; NULL: the one that came with this program
    bool recent;        // only from the last head on: the custodian's start
};

enum verify_fault {
    VERIFY_GOOD,
    VERIFY_NO_PUBLIC,   // the public file is missing or none
    VERIFY_NO_LOG,      // the log is missing
    VERIFY_UNREADABLE,  // the log is no database of ours, or breaks off behind record `first` - 1
    VERIFY_FOREIGN,     // the log of another installation
    VERIFY_ALTERED,     // record `first` is not what was written
    VERIFY_REMOVED,     // the records `first` … `last` are missing (and later ones may be renumbered)
    VERIFY_INSERTED,    // the records `first` … `last` were put in
    VERIFY_REORDERED,   // the records `first` … `last` are not in their places
    VERIFY_REWRITTEN,   // somewhere in `first` … `last`: the chain was made anew, and contradicts a signed head
    VERIFY_CUT,         // the records `first` … `last` were there and are missing at the end
    VERIFY_ROLLED_BACK, // the log is an older copy of itself: `first` … `last` are missing
    VERIFY_UNSIGNED,    // the signature over the newest records, `first` … `last`, is not the log's
    VERIFY_HEAD,        // a head over `first` … `last` does not carry the log's signature
    VERIFY_HEADS_FILE,  // line `line` of the heads file is no head; 0: the file is missing though the log had heads
    VERIFY_SCHEMA,      // the tables are not the shipped ones: what they hold was not looked at
    VERIFY_PRUNED,      // the statement that the records up to `last` were removed is not the log's, or came too early
    VERIFY_CASES,       // a case or its decision is not what record `first` of the log says
    VERIFY_FILTERS,     // the filters' tables say something else than the records, first about record `first`
    VERIFY_KEYS,        // the signing key named by record `first` is not certified by the one before it, or the certificate is missing
    VERIFY_FAULT_COUNT
};

struct verify_result {
    enum verify_fault fault;
    int64_t first, last; // the records concerned, see above
    int64_t line;        // of the heads file
    int64_t records;     // found in the log and right up to the fault
    int64_t newest;      // number of the newest record found
    int64_t newest_at;   // its time
    int64_t witnessed;   // number of the newest record that a head of the heads file proves
    int64_t heads;       // heads compared (in the log and in the file)
    int64_t torn;        // lines of the heads file that a power cut left unfinished: harmless
    int64_t before_at;   // time of the last record in front of the first fault; 0: unknown, or there is no fault
    int64_t pruned;      // the records up to here were removed by the retention, and that is signed; 0: none
    int64_t pruned_at;   // the time of the last of them
    int64_t keys;        // signing keys that the log was written under, one certified by the other
    bool without_heads;  // no heads file was given
};

// Never fails: what is wrong is in the result.
void verify_log(const struct verify_options *options, struct verify_result *result);

// The same a piece at a time, for the custodian, who has other things to do meanwhile: it looks at one view of the log all the while.
// What the options point to must outlive it.
struct verification;
struct verification *verify_begin(const struct verify_options *options);
// Goes on by at most so many records, or by one of the comparisons that follow them; true: it is finished.
bool verify_step(struct verification *verification, int64_t records);
// What was found, once it is finished; how far it came (.records), before.
const struct verify_result *verify_found(const struct verification *verification);
void verify_end(struct verification *verification); // finished or not; NULL is fine

// Only whether the log is there and its tables are the shipped ones: before anybody reads them or writes to them.
void verify_schema(const struct verify_options *options, struct verify_result *result);

// The result as one sentence, for the terminal and for reports.
const char *verify_words(const struct verify_result *result, enum lang lang, struct arena *arena);
// "altered": for logs and JSON.
const char *verify_fault_name(enum verify_fault fault);

#endif
