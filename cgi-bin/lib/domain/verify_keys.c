// The signing keys, one certified by the one before it, against the public file and the chain (CONF-8).
#include <string.h>

#include "domain/verify_log.h"
#include "store/where.h"

#define FIRST_VERSION 4 // of the log's tables, with certificates in them

static void read_succession(const struct query *query, struct access_succession *succession, struct arena *arena) {
    succession->seq = query_int(query, 0);
    succession->time = query_int(query, 1);
    verify_blob(query, 2, succession->link, sizeof succession->link, arena);
    verify_blob(query, 3, succession->key, sizeof succession->key, arena);
    verify_blob(query, 4, succession->by_old, sizeof succession->by_old, arena);
    verify_blob(query, 5, succession->by_new, sizeof succession->by_new, arena);
}

static struct query successions(struct verifier *verifier) {
    struct where where = where_start(verifier->arena);
    where_plain(&where, "seq > 0");
    return where_query(&where, verifier->store, "verify.successions", "SELECT seq, time, link, key, by_old, by_new FROM succession", "ORDER BY seq");
}

// What the public file says of the next key: the same, or nothing yet.
static bool agrees(const struct access_public *file, const struct access_public *known) {
    const struct access_span *newest = access_newest_key(known);
    return known->count > file->count || (file->spans[known->count - 1].from == newest->from &&
                                          memcmp(file->spans[known->count - 1].key, newest->key, sizeof newest->key) == 0);
}

static bool follow(struct verifier *verifier, const struct access_public *file) {
    struct query query = successions(verifier);
    while (verifier->bad_key == 0 && query_row(&query)) {
        struct access_succession succession;
        read_succession(&query, &succession, verifier->arena);
        if (!access_succeed(&verifier->public, &succession) || !agrees(file, &verifier->public))
            verifier->bad_key = succession.seq;
    }
    return query_end(&query) == STATUS_OK;
}

// Keys that the public file knows and the log does not certify, though it has records beyond: of one that lies beyond the end of the log
// only heads can be held against it.
static void take_from_file(struct verifier *verifier, const struct access_public *file) {
    verifier->certified = verifier->public.count;
    for (unsigned i = verifier->certified; verifier->bad_key == 0 && i < file->count; i++)
        verifier->public.spans[verifier->public.count++] = file->spans[i];
}

bool verify_follow_keys(struct verifier *verifier) {
    const struct access_public file = verifier->public;
    verifier->public.count = 1;
    const bool read = verifier->version < FIRST_VERSION || follow(verifier, &file);
    take_from_file(verifier, &file);
    return read;
}

// Whether the record that a certificate speaks of names that key.
static bool is_named(struct verifier *verifier, const struct access_succession *succession) {
    struct linked row;
    struct query query = verify_rows(verifier, succession->seq - 1, 1);
    bool named = query_row(&query);
    if (named) {
        verify_row(&query, &row, verifier->arena);
        named = row.access.seq == succession->seq && row.access.channel == CHANNEL_CUSTODIAN && row.access.result == RESULT_KEY_CHANGED &&
                memcmp(row.link, succession->link, sizeof row.link) == 0 &&
                strcmp(row.access.field, access_succession_words(succession->key, verifier->arena)) == 0;
    }
    return query_end(&query) == STATUS_OK && named;
}

// The first break is told.
static void blame(struct verifier *verifier, int64_t seq) {
    if (verifier->bad_key == 0 || seq < verifier->bad_key)
        verifier->bad_key = seq;
}

// Of certificates whose records are still there.
static void find_unnamed(struct verifier *verifier) {
    struct query query = successions(verifier);
    while (query_row(&query)) {
        struct access_succession succession;
        read_succession(&query, &succession, verifier->arena);
        if (succession.seq > verifier->pruned.seq && succession.seq <= verifier->seq && !is_named(verifier, &succession))
            blame(verifier, succession.seq);
    }
    if (query_end(&query) != STATUS_OK)
        blame(verifier, verifier->seq);
}

// The first record that names a signing key without a certificate of it.
static void find_uncertified(struct verifier *verifier) {
    struct where where = where_start(verifier->arena);
    where_int(&where, "seq > :pruned", ":pruned", verifier->pruned.seq);
    where_plain(&where, "channel = 8");
    where_plain(&where, "result = 20");
    where_plain(&where, "field LIKE 'key=signing %'");
    where_plain(&where, "seq NOT IN (SELECT seq FROM succession)");
    struct query query = where_query(&where, verifier->store, "verify.uncertified", "SELECT min(seq) FROM access", "");
    if (query_row(&query) && !query_is_null(&query, 0))
        blame(verifier, query_int(&query, 0));
    if (query_end(&query) != STATUS_OK)
        blame(verifier, verifier->seq);
}

// Of keys that the public file knows and the log, though it has records behind, does not.
static void find_uncertified_of_file(struct verifier *verifier) {
    for (unsigned i = verifier->certified; i < verifier->public.count; i++)
        if (verifier->public.spans[i].from <= verifier->seq)
            blame(verifier, verifier->public.spans[i].from);
}

void verify_keys(struct verifier *verifier) {
    struct verify_result *result = verifier->result;
    // Signatures of a key that is not certified are none: why, says more.
    const bool follows = result->fault == VERIFY_HEAD || result->fault == VERIFY_UNSIGNED || result->fault == VERIFY_PRUNED;
    if (!follows && result->fault != VERIFY_GOOD)
        return;
    find_uncertified_of_file(verifier);
    if (verifier->version >= FIRST_VERSION)
        find_unnamed(verifier);
    if (verifier->version >= FIRST_VERSION && !verifier->options->recent)
        find_uncertified(verifier);
    const bool explains = result->fault == VERIFY_GOOD || result->fault == VERIFY_PRUNED || result->last >= verifier->bad_key;
    if (verifier->bad_key == 0 || !explains)
        return;
    result->fault = VERIFY_KEYS;
    result->first = result->last = verifier->bad_key;
}
