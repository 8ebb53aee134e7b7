// The heads, in the log and in the file outside of it, against the chain.
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "domain/verify_log.h"
#include "store/where.h"
#include "vault/heads.h"

// What the heads of one source say.
struct testimony {
    enum verify_fault fault; // VERIFY_GOOD: nothing against the log
    int64_t first, last, line;
    int64_t agreed; // place of the last head that agrees
};

static bool link_at(struct verifier *verifier, int64_t seq, unsigned char link[ACCESS_LINK_SIZE]) {
    struct where where = where_start(verifier->arena);
    where_int(&where, "seq = :seq", ":seq", seq);
    struct query query = where_query(&where, verifier->store, "verify.link", "SELECT link FROM access", "");
    const bool found = query_row(&query);
    if (found)
        verify_blob(&query, 0, link, ACCESS_LINK_SIZE, verifier->arena);
    return query_end(&query) == STATUS_OK && found;
}

static void object(struct testimony *testimony, enum verify_fault fault, int64_t last, int64_t line) {
    testimony->fault = fault;
    testimony->first = testimony->agreed < last ? testimony->agreed + 1 : last;
    testimony->last = last;
    testimony->line = line;
}

// Holds one head against the chain. What lies behind the last record that fits is judged later, by the end of the log.
static void hear(struct verifier *verifier, const struct access_head *head, int64_t line, struct testimony *testimony) {
    unsigned char link[ACCESS_LINK_SIZE];
    if (!access_head_valid(&verifier->public, head)) {
        object(testimony, VERIFY_HEAD, head->seq, line);
        return;
    }
    if (head->seq > verifier->newest.seq)
        verifier->newest = *head;
    if (head->seq > verifier->seq || head->seq < verifier->start)
        return;
    verifier->result->heads++;
    if (head->seq == verifier->pruned.seq)
        memcpy(link, verifier->pruned.link, sizeof link);
    if ((head->seq != verifier->pruned.seq && !link_at(verifier, head->seq, link)) || memcmp(link, head->link, sizeof link) != 0)
        object(testimony, VERIFY_REWRITTEN, head->seq, line);
    else if (head->seq > testimony->agreed)
        testimony->agreed = head->seq;
}

static void read_head(struct verifier *verifier, const struct query *query, struct access_head *head) {
    head->seq = query_int(query, 0);
    head->time = query_int(query, 1);
    verify_blob(query, 2, head->link, sizeof head->link, verifier->arena);
    verify_blob(query, 3, head->signature, sizeof head->signature, verifier->arena);
}

#define HEADS "SELECT seq, time, link, signature FROM head"

static void hear_log(struct verifier *verifier, struct testimony *testimony) {
    struct where where = where_start(verifier->arena);
    where_int(&where, "seq > :start", ":start", verifier->start);
    struct query query = where_query(&where, verifier->store, "verify.heads", HEADS, "ORDER BY seq");
    for (unsigned count = 1; testimony->fault == VERIFY_GOOD && query_row(&query); count++) {
        struct access_head head;
        read_head(verifier, &query, &head);
        hear(verifier, &head, 0, testimony);
        if (count % 256 == 0)
            arena_wipe(verifier->arena);
    }
    if (query_end(&query) != STATUS_OK)
        object(testimony, VERIFY_UNREADABLE, verifier->seq + 1, 0);
}

// Reads lines until one is a whole head; false at the end, or when one is none (then fault is set). The custodian may be adding
// lines at this very moment, about records that were not there yet when the log was read.
static bool next_head(FILE *file, struct verifier *verifier, struct testimony *testimony, int64_t *line, struct access_head *head) {
    char text[ACCESS_LINE_MAX + 2];
    while (fgets(text, sizeof text, file) && ftell(file) <= verifier->heads_end) {
        (*line)++;
        text[strcspn(text, "\n")] = '\0';
        const enum head_line kind = access_head_parse(text, head);
        if (kind == HEAD_LINE_GOOD)
            return true;
        if (kind == HEAD_LINE_BAD) {
            object(testimony, VERIFY_HEADS_FILE, verifier->seq, *line);
            return false;
        }
        verifier->result->torn += *text != '\0';
    }
    return false;
}

static void hear_file(struct verifier *verifier, struct testimony *testimony) {
    FILE *file = fopen(verifier->options->heads, "re");
    struct access_head head;
    int64_t line = 0;
    if (!file) {
        // A young log has none yet.
        if (errno != ENOENT || verifier->result->heads > 0)
            object(testimony, VERIFY_HEADS_FILE, verifier->seq, 0);
        return;
    }
    while (testimony->fault == VERIFY_GOOD && next_head(file, verifier, testimony, &line, &head)) {
        hear(verifier, &head, line, testimony);
        if (line % 256 == 0)
            arena_wipe(verifier->arena);
    }
    fclose(file);
}

// A head that contradicts the log says more than one that proves nothing, and an earlier one more than a later.
static bool says_more(const struct testimony *a, const struct testimony *b) {
    if (a->fault == VERIFY_GOOD || b->fault == VERIFY_GOOD)
        return a->fault != VERIFY_GOOD;
    if ((a->fault == VERIFY_REWRITTEN) != (b->fault == VERIFY_REWRITTEN))
        return a->fault == VERIFY_REWRITTEN;
    return a->last < b->last;
}

void verify_heads(struct verifier *verifier) {
    struct testimony log = {.agreed = verifier->good_head};
    struct testimony file = {.agreed = verifier->options->heads ? verifier->good_head : 0};
    hear_log(verifier, &log);
    // In the file a start at its last head has nothing left to compare.
    if (verifier->options->heads && verifier->start == verifier->pruned.seq)
        hear_file(verifier, &file);
    const struct testimony *worse = says_more(&file, &log) ? &file : &log;
    verifier->result->witnessed = file.agreed;
    verifier->good_head = log.agreed > file.agreed ? log.agreed : file.agreed;
    verifier->result->fault = worse->fault;
    verifier->result->first = worse->first;
    verifier->result->last = worse->last;
    verifier->result->line = worse->line;
}

static bool last_of_log(struct verifier *verifier, struct access_head *head) {
    struct where where = where_start(verifier->arena);
    where_plain(&where, "seq > 0");
    struct query query = where_query(&where, verifier->store, "verify.last_head", HEADS, "ORDER BY seq DESC LIMIT 1");
    const bool found = query_row(&query);
    if (found)
        read_head(verifier, &query, head);
    return query_end(&query) == STATUS_OK && found && access_head_valid(&verifier->public, head);
}

bool verify_last_head(struct verifier *verifier, struct access_head *head) {
    return verifier->options->heads ? heads_last(verifier->options->heads, &verifier->public, head) : last_of_log(verifier, head);
}
