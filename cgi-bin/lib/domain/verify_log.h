// What the files of the verification share: reading records and heads, and telling what happened where the chain breaks.
// Not here: what anybody else needs (verify.h).
#ifndef DOMAIN_VERIFY_LOG_H
#define DOMAIN_VERIFY_LOG_H

#include "domain/verify.h"
#include "store/store.h"
#include "vault/access.h"

struct verifier {
    const struct verify_options *options;
    struct verify_result *result;
    struct access_public public; // the public file; then the keys that the log certifies, and those of the file beyond its end
    unsigned certified;          // so many of them by the log
    int64_t bad_key;             // the record at which the succession of signing keys breaks; 0: nowhere
    struct store *store;
    struct arena *arena;
    int version;               // of the log's tables
    int64_t heads_end;         // size of the heads file before the log was looked at: what came later is about later records
    int64_t start;             // the chain is followed from the record behind this one
    struct access_head pruned; // the signed statement of what was removed; .seq 0: nothing was
    int64_t seq;               // of the last record that fits
    unsigned char link[ACCESS_LINK_SIZE];
    int64_t good_head;         // place of the last head that agrees with the log
    struct access_head newest; // of all heads that carry the log's signature; .seq 0: there is none
};

// A record with the link that stands beside it.
struct linked {
    struct access access;
    unsigned char link[ACCESS_LINK_SIZE];
    bool whole; // no text holds a NUL: what stood behind it would not be covered by the link
};

// At most `limit` records behind `after` in ascending order; each is read with verify_row, and the query ended.
struct query verify_rows(struct verifier *verifier, int64_t after, int64_t limit);
void verify_row(const struct query *query, struct linked *row, struct arena *arena);
// Copies a blob of exactly `size` bytes; zeros when it is of another size.
void verify_blob(const struct query *query, int column, unsigned char *to, size_t size, struct arena *arena);

// The number behind which the records begin that are looked at: from the very first on, also those are seen that should not be there.
int64_t verify_from(const struct verifier *verifier);

// Fills the result with what happened at the first record that does not fit behind verifier->seq.
void verify_diagnose(struct verifier *verifier);

// Follows the signing keys as the log certifies them, before anything is held to their signatures; false: it could not be read.
bool verify_follow_keys(struct verifier *verifier) MUST_CHECK;
// Once the chain is followed: whether the records say the same. Puts a break in the succession into the result, if it is what says most.
void verify_keys(struct verifier *verifier);

// Compares every head of the log and of the heads file with the chain up to verifier->seq; the first that contradicts it fills the
// result. Sets good_head and newest.
void verify_heads(struct verifier *verifier);
// Compares the tables that were made from the records with them, once these are known to be right: number `part` of them; false: there is
// none of that number.
bool verify_tables(struct verifier *verifier, unsigned part);
// The last head of the heads file, else of the log, that carries the log's signature; false: there is none.
bool verify_last_head(struct verifier *verifier, struct access_head *head);

#endif
