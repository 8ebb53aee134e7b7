// The client of the custodian: the one door to every confidential value. A program can ask; only the custodian decides,
// records and opens. One connection a process over a Unix SOCK_SEQPACKET socket, made on first use and again after a
// failure; every call waits at most `timeout_ms`. Any doubt is STATUS_UNAVAILABLE, and then nothing was disclosed to us.
// Not here: the encoding of messages (message.h), the custodian itself (custodian/).
#ifndef VAULT_CUSTODY_H
#define VAULT_CUSTODY_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/status.h"
#include "vault/access.h"

struct custody;

// `path` must outlive the client. Never fails: connecting happens at the first call.
struct custody *custody_new(const char *path, int timeout_ms);
void custody_free(struct custody *custody);

// A confidential value in the store: ciphertext and mask. No template binding accepts it; printing one does not compile.
struct sealed {
    const unsigned char *box; // nonce ‖ ciphertext ‖ tag, bound to kind, record and field
    size_t size;
};

// An opened value on its way to the one page that may show it. Only custody_open makes one; only VIEW_DISCLOSED binds it.
struct disclosed {
    const char *value;  // first: view/shim.cc knows no more of this struct than that
    int64_t access_seq; // its record in the log
};

// Who asks, as the program knows it. The custodian believes none of it but checks the session token itself.
struct asker {
    const unsigned char *session; // 32 bytes; NULL: nobody is signed in
    const char *address;
    const char *request;
    enum channel channel;
    const char *purpose;      // key, "" = none
    const char *purpose_text; // "" = none
    int64_t approval_id;
};

#define CUSTODY_ITEMS_MAX 64
#define CUSTODY_VALUE_MAX 4000 // bytes of one value

struct custody_item {
    int64_t kind; // enum kind
    int64_t record_id;
    const char *field; // key
    const char *value; // custody_seal: the canonical value. custody_open: unused
    // results
    struct sealed sealed;       // custody_seal
    struct disclosed disclosed; // custody_open: .value NULL when refused
    enum result result;         // custody_open
};

// Seals up to CUSTODY_ITEMS_MAX values. FIELD_FINDABLE ones can be found once they are stored together with their history.
// Discloses nothing, so needs no session.
enum status custody_seal(struct custody *custody, struct custody_item *items, unsigned count, struct arena *arena) MUST_CHECK;

// Asks for values. On STATUS_OK every item has its result, and every disclosure and refusal is durable in the log.
// The custodian reads the boxes from the store itself. STATUS_UNAVAILABLE: no value came.
enum status custody_open(struct custody *custody, const struct asker *asker, struct custody_item *items, unsigned count,
                         struct arena *arena) MUST_CHECK;

// Search by an equal confidential value (CONF-4): which records of `kind` the asker may reach hold it in `field`. Recorded
// before it answers. Of telephone numbers also by the last four digits (phone_tail).
// The token never leaves the custodian, so no program can try values unrecorded. At most `most` ids; *result says why there are none.
enum status custody_find(struct custody *custody, const struct asker *asker, int64_t kind, const char *field, const char *value,
                         int64_t *record_ids, unsigned most, unsigned *found, enum result *result) MUST_CHECK;

// Whether telephone numbers that are just being entered stand already at other customers (ARC-8). That is a search by value, whatever it is
// asked for, and recorded like one before it answers; under a purpose of its own, because who enters fifty customers a day searches for
// nobody (domain/watch.h).
#define CUSTODY_TWINS_MAX 20
struct custody_twins {
    int64_t customer_id; // who is entered: no twin of themselves; 0: nobody yet
    // results
    int64_t ids[CUSTODY_TWINS_MAX]; // customers whose numbers the asker may search for
    unsigned found;
    unsigned outside;   // how many others
    bool more;          // than CUSTODY_TWINS_MAX in all
    enum result result; // RESULT_DISCLOSED, or why nothing was looked for
};
// The items' kind, field and canonical value; all of them fields of telephone numbers that can be found. A number is looked for in every
// such field of customers and contacts.
enum status custody_twins(struct custody *custody, const struct asker *asker, struct custody_item *items, unsigned count,
                          struct custody_twins *twins) MUST_CHECK;

// Records a refusal that the program decided itself, e.g. a page without permission.
enum status custody_record(struct custody *custody, const struct asker *asker, const struct custody_item *items, unsigned count,
                           enum result result) MUST_CHECK;

// What a program is about to do, and must not do without its record: stored nowhere, so it may be renumbered.
enum deed {
    DEED_EXPORT = 1, // a list leaves as a file (CONF-7): masks and open values alone, none that is sealed is in it
    DEED_UNDO,       // the customers of an import are removed (ARC-13)
    DEED_RETURN,     // faulty rows of a file go back to who uploaded it, with the values that it had
    DEED_COUNT
};
// Records it: of which list or import, in words; the columns of a list ("name,phone*", * = its mask only), or the confidential fields among
// those of a file ("customer.phone,contact.mobile"), separated by commas; how many rows or customers. *result says whether it may be done;
// on anything but STATUS_OK it must not.
struct custody_deed {
    enum deed deed;
    const char *words, *columns;
    int64_t rows;
};
#define CUSTODY_WORDS_MAX 12000 // bytes of either
enum status custody_note(struct custody *custody, const struct asker *asker, const struct custody_deed *deed,
                         enum result *result) MUST_CHECK;

// The access log for an auditor (PERM_LOG_READ, checked and recorded by the custodian). Newest first.
struct access_filter {
    int64_t customer_id; // 0 = any
    int64_t person_id;
    int64_t from, until; // ms, until exclusive; 0 = open
    int64_t before_seq;  // 0 = from the newest
    int64_t case_id;     // only the records of this case; 0 = any
    unsigned limit;      // 1 … 200
};
struct access_page {
    struct access *rows;
    unsigned count;
    bool more;
    enum result result; // RESULT_DISCLOSED or the refusal
};
enum status custody_log(struct custody *custody, const struct asker *asker, const struct access_filter *filter,
                        struct access_page *page, struct arena *arena) MUST_CHECK;

// --- The second factor of signing in. Its secret is made, sealed and opened by the custodian alone.

// A new secret on its way: the box to be stored, and the value for the one page that shows it.
struct custody_secret {
    struct sealed sealed;
    struct disclosed disclosed;
};
// Makes one for whoever is signed in; recorded before it answers. STATUS_UNAUTHENTICATED: nobody is.
enum status custody_make_secret(struct custody *custody, const struct asker *asker, struct custody_secret *secret,
                                struct arena *arena) MUST_CHECK;
// Which period `code` belongs to by the stored secret (`fresh`: the one being set up) of whoever asks, by a session or in the midst of
// signing in; *step 0: to none, or to none behind the last that was taken. That a code is good once is up to whoever writes the
// step down (domain/second_factor.h). STATUS_UNAUTHENTICATED: nobody asks; STATUS_NOT_FOUND: there is no such secret.
enum status custody_check_code(struct custody *custody, const struct asker *asker, bool fresh, const char *code,
                               int64_t *step) MUST_CHECK;

// The newest signed head (no right needed: it says nothing about anybody).
enum status custody_head(struct custody *custody, struct access_head *head) MUST_CHECK;

#endif
