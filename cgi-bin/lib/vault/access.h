// The access record (CONF-3), its canonical bytes, the chain over them and its signed heads (CONF-5): shared by the
// custodian, who writes them, and by `kedang verify`, which needs only the public file.
//
//   link(n)  = BLAKE2b-256(key = log id, link(n-1) ‖ canonical(record n)),  link(0) = 32 zero bytes
//   head     = (seq, link, time) signed with Ed25519
//
// The signing key can be followed by another (CONF-8): the record that names the new one is certified, with the new key, by both.
// From that record on the new key signs; whoever knows the first key alone can follow them one by one.
//
// The tip (head of the newest record) is replaced in the same commit as the records it covers, so every acknowledged
// record is under a signature. Heads at intervals are kept and also appended to a file outside the database, which is what
// shows a cut of the end or a rollback of the whole file.
#ifndef VAULT_ACCESS_H
#define VAULT_ACCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"

// By which way a value left or was asked for: stored, never renumber.
enum channel {
    CHANNEL_PAGE = 1,
    CHANNEL_SEARCH,
    CHANNEL_EXPORT,
    CHANNEL_PRINT,
    CHANNEL_API,
    CHANNEL_FILE,
    CHANNEL_LOG,
    CHANNEL_CUSTODIAN, // its own start and stop; no program can ask by it
    CHANNEL_DESK,      // what the custodian records of the auditor's desk: cases, decisions, rules, verifications
    CHANNEL_COUNT
};

// What became of it: stored, never renumber. What is neither a disclosure nor an act of the custodian's is a refusal with its reason.
enum result {
    RESULT_DISCLOSED = 1,
    RESULT_NO_SESSION,    // nobody is signed in, or the session ended
    RESULT_NO_PERMISSION, // no role lets them reveal
    RESULT_OUT_OF_SCOPE,  // not their customers
    RESULT_LEVEL,         // the field's level is above the role's
    RESULT_NO_PURPOSE,
    RESULT_PURPOSE_TEXT,   // level 3 without a text that says something
    RESULT_NEEDS_APPROVAL, // level 3 outside one's own customers (CONF-2)
    RESULT_NO_VALUE,       // nothing is stored there
    RESULT_BROKEN,         // stored, but does not open: altered or of another key
    RESULT_OUTAGE,         // written afterwards: how many requests were refused while the log could not be written
    RESULT_STARTED,        // the custodian began: without a STOPPED before it, the last run ended unasked
    RESULT_STOPPED,        // the custodian was told to end
    RESULT_LIMITED,        // written afterwards: how many more requests of somebody refused too often were refused
    RESULT_CASE_OPENED,    // a case about person_id (CONF-6); `field` says which and by what rule
    RESULT_CASE_DECIDED,   // by person_id; `field` says which and how, purpose_text why
    RESULT_RULE_CHANGED,   // a rule of unusual use; `field` says from what to what
    RESULT_VERIFIED,       // a verification asked for on the desk ended; `field` says what it found
    RESULT_PRUNED,         // records beyond the retention were removed; `field` says up to which, its time and link
    RESULT_KEY_CHANGED,    // a rotation of a key began or ended; `field` says of which
    RESULT_RETENTION,      // how long the log is kept changed, or is going to; `field` says how
    RESULT_UNDONE,         // an import was undone: `count` customers are removed; purpose_text says of which file
    RESULT_COUNT
};

// "—" for a number that is none of them (an outage has no channel).
struct text channel_label(enum channel channel);
struct text result_label(enum result result);
bool result_is_refusal(enum result result);

#define ACCESS_LINK_SIZE 32
#define ACCESS_SIGNATURE_SIZE 64
#define ACCESS_PUBLIC_SIZE 32
#define ACCESS_LOG_ID_SIZE 32

// One record. Text members are never NULL in a stored record ("" instead).
struct access {
    int64_t seq;         // 1, 2, 3 … without gaps
    int64_t time;        // ms UTC, the custodian's clock
    int64_t person_id;   // 0: nobody known
    const char *login;   // as it was then
    int64_t behalf_id;   // on behalf of (ORG-4), 0 = nobody
    const char *role;    // key of the role that entitled, or of the person's first role on refusal
    const char *session; // first 16 hex digits of the session's hash
    const char *address; // client address
    const char *request; // request number of the page, as in its log line
    int64_t kind;        // enum kind, 0 for none (log reading)
    int64_t record_id;   // customer or contact
    int64_t customer_id; // the customer it belongs to, 0 for none
    const char *field;   // key; for CHANNEL_LOG the filter in words
    int64_t level;
    const char *purpose; // key
    const char *purpose_text;
    int64_t channel;
    int64_t result;
    int64_t approval_id;    // 0 = none
    const char *value_hash; // CHANNEL_SEARCH: keyed hash of what was searched for, hex; else ""
    int64_t count;          // CHANNEL_SEARCH / LOG: rows given; OUTAGE: requests refused; else 1
};

// A key signs what is about record `from` and those behind it, until the next one does.
struct access_span {
    int64_t from, time;                    // the record that named it, and its time; 0: the first key
    unsigned char key[ACCESS_PUBLIC_SIZE]; // Ed25519
};
#define ACCESS_SPANS_MAX 256 // twenty years of a new key each month

struct access_public { // the contents of the public file
    unsigned char log_id[ACCESS_LOG_ID_SIZE];
    unsigned count; // of keys, one at least
    struct access_span spans[ACCESS_SPANS_MAX];
};

struct access_head {
    int64_t seq;
    int64_t time;
    unsigned char link[ACCESS_LINK_SIZE];
    unsigned char signature[ACCESS_SIGNATURE_SIZE];
};

// The certificate of a new signing key.
struct access_succession {
    int64_t seq, time;                    // of the record that names it …
    unsigned char link[ACCESS_LINK_SIZE]; // … and its link
    unsigned char key[ACCESS_PUBLIC_SIZE];
    unsigned char by_old[ACCESS_SIGNATURE_SIZE], by_new[ACCESS_SIGNATURE_SIZE];
};

// The members of a record in their order, for everything that goes through all of them: canonical bytes, messages, the
// log's columns, its verification. A member is a text or an integer.
struct access_member {
    const char *parameter; // ":login": the column's name in a statement
    size_t offset;
    size_t most; // bytes of a text; 0 = an integer
};
#define ACCESS_MEMBER_COUNT 21
extern const struct access_member ACCESS_MEMBERS[ACCESS_MEMBER_COUNT];
// The same as a list of columns.
#define ACCESS_COLUMNS                                                                           \
    "seq, time, person_id, login, behalf_id, role, session, address, request, kind, record_id, " \
    "customer_id, field, level, purpose, purpose_text, channel, result, approval_id, value_hash, count"

static inline int64_t *access_int(struct access *access, const struct access_member *member) {
    return (int64_t *)(void *)((char *)access + member->offset);
}
static inline const char **access_text(struct access *access, const struct access_member *member) {
    return (const char **)(void *)((char *)access + member->offset);
}

// Appends the canonical bytes: every member in order, integers 8 bytes big-endian, texts 4-byte length and bytes.
// NULL counts as "".
void access_canonical(const struct access *access, struct buffer *bytes);
// `link` may be `previous`. `scratch` is overwritten; used again and again it costs no memory.
void access_link(const struct access_public *public, const unsigned char previous[ACCESS_LINK_SIZE],
                 const struct access *access, struct buffer *scratch, unsigned char link[ACCESS_LINK_SIZE]);
// Heads and tips are signed under different labels: a head, which everybody may have, must not pass for the tip of a log that
// was cut behind it.
enum head_use {
    HEAD_KEPT,
    HEAD_TIP,
    HEAD_PRUNED,    // the statement that the records up to there were removed
    HEAD_SUCCESSION // the record names a new signing key
};
// The key that signs what is about record `seq`, and the one that signs now.
const unsigned char *access_key_at(const struct access_public *public, int64_t seq);
const struct access_span *access_newest_key(const struct access_public *public);
// Whether the signature is the log's, and that of a head or of a tip. The statement of what was removed is signed anew by each key.
bool access_head_valid(const struct access_public *public, const struct access_head *head);
bool access_tip_valid(const struct access_public *public, const struct access_head *tip);
bool access_pruned_valid(const struct access_public *public, const struct access_head *statement);
// The exact bytes that are signed: a label for the use, log id, seq, time, link.
#define ACCESS_HEAD_BYTES 96
void access_head_bytes(const struct access_public *public, enum head_use use, const struct access_head *head,
                       unsigned char bytes[ACCESS_HEAD_BYTES]);

// The exact bytes that certify a succession: as of a head, then the new key.
#define ACCESS_SUCCESSION_BYTES (ACCESS_HEAD_BYTES + ACCESS_PUBLIC_SIZE)
void access_succession_bytes(const struct access_public *public, const struct access_succession *succession,
                             unsigned char bytes[ACCESS_SUCCESSION_BYTES]);
// Adds the key to those known. False, and nothing is added: the newest known key or the new one does not certify it, it does not come
// behind the others, or there are ACCESS_SPANS_MAX.
bool access_succeed(struct access_public *public, const struct access_succession *succession) MUST_CHECK;
// What `field` says in the record that names a key.
const char *access_succession_words(const unsigned char key[ACCESS_PUBLIC_SIZE], struct arena *arena);

// A head as a line of the heads file: "head <seq> <time> <link> <signature>\n". Always of one line's length or less.
#define ACCESS_LINE_MAX 256
const char *access_head_line(const struct access_head *head, struct arena *arena);
// What a line (without its end) of the heads file is. A power cut can leave the beginning of one: TORN.
enum head_line {
    HEAD_LINE_GOOD,
    HEAD_LINE_TORN,
    HEAD_LINE_BAD
};
enum head_line access_head_parse(const char *line, struct access_head *head);

// The public file: text, two lines "key <hex>" and "log <hex>", then "next <seq> <time> <hex>" for each later key.
// STATUS_NOT_FOUND: there is none; STATUS_INVALID: it is none.
#define ACCESS_PUBLIC_FILE_MAX 65536
enum status access_public_read(const char *path, struct access_public *public) MUST_CHECK;
const char *access_public_text(const struct access_public *public, struct arena *arena);

#endif
