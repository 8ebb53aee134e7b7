// The course of a verification: open, follow the chain, compare the heads, look at the end.
#include "domain/verify.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/paths.h"
#include "domain/verify_log.h"
#include "store/where.h"

#define WIPE_EVERY 256 // records

static void set_fault(struct verifier *verifier, enum verify_fault fault, int64_t first, int64_t last) {
    verifier->result->fault = fault;
    verifier->result->first = first;
    verifier->result->last = last;
}

// Statements are prepared when they are needed: a log whose tables were tampered with is a finding, not the end of the process.
struct query verify_rows(struct verifier *verifier, int64_t after, int64_t limit) {
    struct where where = where_start(verifier->arena);
    where_int(&where, "seq > :after", ":after", after);
    struct query query = where_query(&where, verifier->store, "verify.rows", "SELECT " ACCESS_COLUMNS ", link FROM access",
                                     "ORDER BY seq LIMIT :limit");
    query_bind_int(&query, ":limit", limit);
    return query;
}

void verify_blob(const struct query *query, int column, unsigned char *to, size_t size, struct arena *arena) {
    size_t length;
    const void *bytes = query_blob(query, column, &length, arena);
    memset(to, 0, size);
    if (bytes && length == size)
        memcpy(to, bytes, size);
}

void verify_row(const struct query *query, struct linked *row, struct arena *arena) {
    row->whole = true;
    for (int i = 0; i < ACCESS_MEMBER_COUNT; i++) {
        const struct access_member *member = &ACCESS_MEMBERS[i];
        size_t length = 0;
        if (member->most == 0) {
            *access_int(&row->access, member) = query_int(query, i);
            continue;
        }
        const char *text = query_blob(query, i, &length, arena);
        *access_text(&row->access, member) = text;
        row->whole = row->whole && (!text || strlen(text) == length);
    }
    verify_blob(query, ACCESS_MEMBER_COUNT, row->link, sizeof row->link, arena);
}

static bool fits(struct verifier *verifier, const struct linked *row) {
    unsigned char link[ACCESS_LINK_SIZE];
    if (!row->whole || row->access.seq != verifier->seq + 1)
        return false;
    struct buffer scratch = {.arena = verifier->arena};
    access_link(&verifier->public, verifier->link, &row->access, &scratch, link);
    return memcmp(link, row->link, sizeof link) == 0;
}

struct verification {
    struct verify_options options;
    struct verify_result result;
    struct verifier verifier;
    struct query query; // of the records, while the chain is followed
    enum {
        PHASE_CHAIN,
        PHASE_HEADS,
        PHASE_TABLES,
        PHASE_DONE
    } phase;
    bool whole;           // the chain is
    struct arena *memory; // this lies in it
    unsigned part;        // of the tables
};

// Follows the chain by so many records; true: that was its end, whole or not.
static bool follow_chain(struct verification *verification, int64_t records) {
    struct verifier *verifier = &verification->verifier;
    struct verify_result *result = &verification->result;
    bool good = true;
    for (; records > 0 && good; records--) {
        struct linked row;
        if (!query_row(&verification->query))
            break;
        verify_row(&verification->query, &row, verifier->arena);
        good = fits(verifier, &row);
        if (good) {
            verifier->seq = row.access.seq;
            memcpy(verifier->link, row.link, sizeof row.link);
            result->records++;
            result->newest_at = row.access.time;
        }
        if (result->records % WIPE_EVERY == 0)
            arena_wipe(verifier->arena);
    }
    if (records == 0 && good)
        return false;
    verification->whole = good;
    if (query_end(&verification->query) != STATUS_OK) {
        verification->whole = false;
        set_fault(verifier, VERIFY_UNREADABLE, verifier->seq + 1, verifier->seq + 1);
    }
    return true;
}

static bool read_tip(struct verifier *verifier, struct access_head *tip) {
    struct where where = where_start(verifier->arena);
    where_plain(&where, "id = 1");
    struct query query = where_query(&where, verifier->store, "verify.tip", "SELECT seq, time, link, signature FROM tip", "");
    const bool found = query_row(&query);
    if (found) {
        tip->seq = query_int(&query, 0);
        tip->time = query_int(&query, 1);
        verify_blob(&query, 2, tip->link, sizeof tip->link, verifier->arena);
        verify_blob(&query, 3, tip->signature, sizeof tip->signature, verifier->arena);
    }
    return query_end(&query) == STATUS_OK && found;
}

// The chain is whole and agrees with every head up to its end: is that the end the log had?
static void check_end(struct verifier *verifier) {
    const int64_t end = verifier->seq, unproven = verifier->good_head + 1;
    struct access_head tip = {0};
    const bool found = read_tip(verifier, &tip);
    const bool valid = found && access_tip_valid(&verifier->public, &tip);
    int64_t known = verifier->newest.seq;
    if (valid && tip.seq > known)
        known = tip.seq;
    if (access_newest_key(&verifier->public)->from > known) // the public file, or a certificate, knows of a later record
        known = access_newest_key(&verifier->public)->from;
    if (known > end)
        set_fault(verifier, valid && tip.seq == end ? VERIFY_ROLLED_BACK : VERIFY_CUT, end + 1, known);
    else if (end == 0 && !found)
        return;
    else if (!valid)
        set_fault(verifier, VERIFY_UNSIGNED, unproven < end ? unproven : end, end);
    else if (tip.seq < end)
        set_fault(verifier, VERIFY_INSERTED, tip.seq + 1, end);
    else if (memcmp(tip.link, verifier->link, sizeof tip.link) != 0)
        set_fault(verifier, VERIFY_REWRITTEN, unproven < end ? unproven : end, end);
}

static bool is_foreign(struct verifier *verifier) {
    unsigned char log_id[ACCESS_LOG_ID_SIZE];
    struct where where = where_start(verifier->arena);
    where_plain(&where, "id = 1");
    struct query query = where_query(&where, verifier->store, "verify.log", "SELECT log_id FROM log", "");
    const bool found = query_row(&query);
    if (found)
        verify_blob(&query, 0, log_id, sizeof log_id, verifier->arena);
    return query_end(&query) == STATUS_OK && found && memcmp(log_id, verifier->public.log_id, sizeof log_id) != 0;
}

// Moves the start to the last head, if the log agrees with it.
static void start_at_last_head(struct verifier *verifier) {
    struct access_head head;
    struct linked row;
    if (!verify_last_head(verifier, &head))
        return;
    struct query query = verify_rows(verifier, head.seq - 1, 1);
    const bool found = query_row(&query);
    if (found)
        verify_row(&query, &row, verifier->arena);
    if (query_end(&query) != STATUS_OK || !found || row.access.seq != head.seq || memcmp(row.link, head.link, sizeof head.link) != 0)
        return; // all of it is gone through then, to tell what is wrong
    verifier->start = verifier->seq = verifier->good_head = head.seq;
    memcpy(verifier->link, head.link, sizeof head.link);
    verifier->result->newest_at = row.access.time;
}

int64_t verify_from(const struct verifier *verifier) {
    return verifier->seq == verifier->pruned.seq ? INT64_MIN : verifier->seq;
}

// Signed by the newest key that the log itself certifies.
static bool is_statement(const struct verifier *verifier) {
    struct access_public certified = verifier->public;
    certified.count = verifier->certified;
    return access_pruned_valid(&certified, &verifier->pruned);
}

// The statement that the beginning was removed: it must be signed. Where there is one, the chain begins behind it.
static bool read_pruned(struct verifier *verifier) {
    struct access_head *statement = &verifier->pruned;
    if (verifier->version < 3)
        return true;
    struct where where = where_start(verifier->arena);
    where_plain(&where, "id = 1");
    struct query query = where_query(&where, verifier->store, "verify.pruned", "SELECT seq, time, link, signature FROM pruned", "");
    if (query_row(&query)) {
        statement->seq = query_int(&query, 0);
        statement->time = query_int(&query, 1);
        verify_blob(&query, 2, statement->link, sizeof statement->link, verifier->arena);
        verify_blob(&query, 3, statement->signature, sizeof statement->signature, verifier->arena);
    }
    if (query_end(&query) != STATUS_OK || (statement->seq != 0 && !is_statement(verifier))) {
        set_fault(verifier, VERIFY_PRUNED, 1, statement->seq);
        return false;
    }
    verifier->start = verifier->seq = verifier->good_head = statement->seq;
    memcpy(verifier->link, statement->link, sizeof statement->link);
    verifier->result->pruned = statement->seq;
    verifier->result->pruned_at = statement->time;
    return true;
}

// Before the chain is followed: is it this installation's log, and where does one begin?
static void start_chain(struct verification *verification) {
    struct verifier *verifier = &verification->verifier;
    if (is_foreign(verifier)) {
        set_fault(verifier, VERIFY_FOREIGN, 1, 1);
        verification->phase = PHASE_DONE;
        return;
    }
    if (!verify_follow_keys(verifier) || !read_pruned(verifier)) {
        if (verification->result.fault == VERIFY_GOOD)
            set_fault(verifier, VERIFY_UNREADABLE, 1, 1);
        verify_keys(verifier);
        verification->phase = PHASE_DONE;
        return;
    }
    verification->result.keys = verifier->certified;
    if (verification->options.recent)
        start_at_last_head(verifier);
    verification->query = verify_rows(verifier, verify_from(verifier), -1);
}

static void compare_heads(struct verification *verification) {
    struct verifier *verifier = &verification->verifier;
    struct verify_result *result = &verification->result;
    result->newest = verifier->seq;
    if (result->fault == VERIFY_UNREADABLE)
        return;
    verify_heads(verifier);
    // Where the chain breaks is told unless a head shows that it was already made anew before that.
    if (!verification->whole && result->fault != VERIFY_REWRITTEN)
        verify_diagnose(verifier);
    else if (result->fault == VERIFY_GOOD)
        check_end(verifier);
    verify_keys(verifier);
}

// When it was that the fault begins: the time of the record in front of it, which is as it was written.
static void date_fault(struct verifier *verifier) {
    struct linked row;
    struct query query = verify_rows(verifier, verifier->result->first - 2, 1);
    if (query_row(&query)) {
        verify_row(&query, &row, verifier->arena);
        if (row.access.seq == verifier->result->first - 1)
            verifier->result->before_at = row.access.time;
    }
    if (query_end(&query) != STATUS_OK)
        verifier->result->before_at = 0;
}

static bool is_about_records(enum verify_fault fault) {
    return (fault >= VERIFY_ALTERED && fault <= VERIFY_HEAD) || fault >= VERIFY_CASES;
}

bool verify_step(struct verification *verification, int64_t records) {
    struct verify_result *result = &verification->result;
    if (verification->phase == PHASE_CHAIN) {
        if (follow_chain(verification, records))
            verification->phase = PHASE_HEADS;
    } else if (verification->phase == PHASE_HEADS) {
        compare_heads(verification);
        verification->phase = result->fault == VERIFY_GOOD && !verification->options.recent ? PHASE_TABLES : PHASE_DONE;
    } else if (verification->phase == PHASE_TABLES) {
        const bool more = verify_tables(&verification->verifier, verification->part++);
        if (!more || result->fault != VERIFY_GOOD)
            verification->phase = PHASE_DONE;
    }
    if (verification->phase == PHASE_DONE && is_about_records(result->fault) && result->before_at == 0)
        date_fault(&verification->verifier);
    return verification->phase == PHASE_DONE;
}

const struct verify_result *verify_found(const struct verification *verification) {
    return &verification->result;
}

static enum verify_fault check_schema(struct verifier *verifier) {
    const char *folder = verifier->options->schema;
    bool matches;
    if (!folder)
        folder = arena_format(verifier->arena, "%s/schema/access", paths_share(verifier->arena));
    if (store_schema_matches(verifier->store, folder, &matches) != STATUS_OK)
        return VERIFY_UNREADABLE;
    return matches ? VERIFY_GOOD : VERIFY_SCHEMA;
}

static enum verify_fault open_log(struct verifier *verifier) {
    const struct verify_options *options = verifier->options;
    struct stat stat_now;
    if (options->heads && stat(options->heads, &stat_now) == 0)
        verifier->heads_end = stat_now.st_size;
    if (access(options->log, R_OK) != 0)
        return VERIFY_NO_LOG;
    // An older copy has fewer tables.
    if (store_version(options->log, &verifier->version) != STATUS_OK || verifier->version < 1 || verifier->version > STORE_LOG_VERSION)
        return VERIFY_UNREADABLE;
    const struct store_options store = {.path = options->log, .read_only = true, .examines = true, .version = verifier->version};
    if (store_open(&verifier->store, &store) != STATUS_OK)
        return VERIFY_UNREADABLE;
    // One view for the schema and all that is read after it.
    return store_begin_read(verifier->store) == STATUS_OK ? check_schema(verifier) : VERIFY_UNREADABLE;
}

static void close_log(struct verifier *verifier) {
    if (verifier->store)
        store_rollback(verifier->store);
    store_close(verifier->store);
    arena_free(verifier->arena);
}

void verify_schema(const struct verify_options *options, struct verify_result *result) {
    *result = (struct verify_result){.first = 1, .last = 1};
    struct verifier verifier = {.options = options, .result = result, .arena = arena_new()};
    result->fault = open_log(&verifier);
    close_log(&verifier);
}

struct verification *verify_begin(const struct verify_options *options) {
    struct arena *arena = arena_new(); // lives as long as the verification; the verifier's is wiped again and again
    struct verification *verification = ARENA_NEW(arena, struct verification);
    *verification = (struct verification){.options = *options, .whole = true, .memory = arena};
    verification->result = (struct verify_result){.first = 1, .last = 1, .without_heads = !options->heads};
    struct verifier *verifier = &verification->verifier;
    *verifier = (struct verifier){.options = &verification->options, .result = &verification->result, .arena = arena_new()};
    if (access_public_read(options->public, &verifier->public) != STATUS_OK)
        verification->result.fault = VERIFY_NO_PUBLIC;
    else
        verification->result.fault = open_log(verifier);
    if (verification->result.fault == VERIFY_GOOD)
        start_chain(verification);
    else
        verification->phase = PHASE_DONE;
    return verification;
}

void verify_end(struct verification *verification) {
    if (!verification)
        return;
    if (verification->phase == PHASE_CHAIN && query_end(&verification->query) != STATUS_OK)
        LOG_EVENT(LOG_WARN, "verify.given_up", LOG_NUMBER("records", verification->result.records));
    close_log(&verification->verifier);
    arena_free(verification->memory);
}

void verify_log(const struct verify_options *options, struct verify_result *result) {
    struct verification *verification = verify_begin(options);
    while (!verify_step(verification, INT64_MAX))
        continue;
    *result = *verify_found(verification);
    verify_end(verification);
}
