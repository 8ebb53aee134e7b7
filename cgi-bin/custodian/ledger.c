// Opening, checking and writing the access log.
#include "custodian/ledger.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "custodian/cases.h"
#include "custodian/desk.h"
#include "custodian/prune.h"
#include "custodian/retain.h"
#include "custodian/signing.h"
#include "custodian/watch.h"
#include "domain/verify.h"
#include "vault/heads.h"

static const struct sql APPEND = {
    "ledger.append",
    "INSERT INTO access (" ACCESS_COLUMNS ", link)"
    " VALUES (:seq, :time, :person_id, :login, :behalf_id, :role, :session, :address, :request, :kind, :record_id,"
    " :customer_id, :field, :level, :purpose, :purpose_text, :channel, :result, :approval_id, :value_hash, :count, :link)",
};
static const struct sql TIP_WRITE = {
    "ledger.tip_write",
    "INSERT INTO tip (id, seq, time, link, signature) VALUES (1, :seq, :time, :link, :signature)"
    " ON CONFLICT (id) DO UPDATE SET seq = :seq, time = :time, link = :link, signature = :signature",
};
static const struct sql TIP_READ = {"ledger.tip_read", "SELECT seq, time, link, signature FROM tip WHERE id = 1"};
static const struct sql LINK_READ = {"ledger.link_read", "SELECT link FROM access WHERE seq = :seq"};
static const struct sql HEAD_KEEP = {
    "ledger.head_keep",
    "INSERT OR IGNORE INTO head (seq, time, link, signature) VALUES (:seq, :time, :link, :signature)",
};
static const struct sql HEADS_READ = {
    "ledger.heads_read",
    "SELECT seq, time, link, signature FROM head WHERE seq > :after ORDER BY seq LIMIT :limit",
};
static const struct sql HEAD_LAST = {"ledger.head_last", "SELECT COALESCE(max(seq), 0) FROM head"};
static const struct sql INDEXED = {"ledger.indexed", "SELECT until FROM indexed WHERE id = 1"};
static const struct sql LOG_START = {"ledger.log_start", "INSERT OR IGNORE INTO log (id, log_id) VALUES (1, :log_id)"};
static const struct sql *const STATEMENTS[] = {&APPEND, &TIP_WRITE, &TIP_READ, &LINK_READ, &HEAD_KEEP,
                                               &HEADS_READ, &HEAD_LAST, &INDEXED, &LOG_START, NULL};

void ledger_shut(struct ledger *ledger, int64_t retry_in) {
    store_close(ledger->store);
    ledger->store = NULL;
    ledger->state = ledger->state == LEDGER_DISTRUSTED ? LEDGER_DISTRUSTED : LEDGER_CLOSED;
    ledger->retry_at = clock_now(ledger->clock) + retry_in;
}

static void distrust(struct ledger *ledger, const char *finding) {
    ledger->state = LEDGER_DISTRUSTED;
    LOG_EVENT(LOG_ERROR, "ledger.distrusted", LOG_TEXT("finding", finding),
              LOG_TEXT("consequence", "no confidential value is disclosed"),
              LOG_TEXT("advice", "run kedang verify, find out who changed the log, restore it, start the custodian again"));
}

static bool same_file(const struct ledger *ledger) {
    struct stat stat_now;
    return stat(ledger->path, &stat_now) == 0 && stat_now.st_dev == ledger->device && stat_now.st_ino == ledger->inode;
}

static void read_head(const struct query *query, struct access_head *head, struct arena *arena) {
    size_t link, signature;
    head->seq = query_int(query, 0);
    head->time = query_int(query, 1);
    const void *link_bytes = query_blob(query, 2, &link, arena);
    const void *signature_bytes = query_blob(query, 3, &signature, arena);
    if (link == sizeof head->link && signature == sizeof head->signature) {
        memcpy(head->link, link_bytes, link);
        memcpy(head->signature, signature_bytes, signature);
    }
}

static enum status write_head(struct ledger *ledger, const struct sql *sql, const struct access_head *head) {
    struct query query = query_start(ledger->store, sql);
    query_bind_int(&query, ":seq", head->seq);
    query_bind_int(&query, ":time", head->time);
    query_bind_blob(&query, ":link", head->link, sizeof head->link);
    query_bind_blob(&query, ":signature", head->signature, sizeof head->signature);
    return query_run(&query, NULL);
}

static enum status read_number(struct ledger *ledger, const struct sql *sql, int64_t *number) {
    struct query query = query_start(ledger->store, sql);
    *number = query_row(&query) ? query_int(&query, 0) : 0;
    return query_end(&query);
}

// --- Opening

// `kedang init` made it, and nobody else does: a missing one was removed.
static enum status bring_up_to_date(struct ledger *ledger) {
    unsigned applied;
    if (access(ledger->path, F_OK) == 0)
        return store_migrate(ledger->path, ledger->schema, &applied);
    distrust(ledger, "the access log is missing");
    return STATUS_UNAVAILABLE;
}

static enum status open_store(struct ledger *ledger) {
    static const struct sql *const *const LISTS[] = {STATEMENTS, LEDGER_READ_STATEMENTS, CASES_STATEMENTS,
                                                     WATCH_LOG_STATEMENTS, DESK_STATEMENTS, PRUNE_STATEMENTS, SIGNING_STATEMENTS,
                                                     RETAIN_LOG_STATEMENTS, NULL};
    const struct store_options options = {.path = ledger->path, .lists = LISTS, .has_triggers = true, .version = STORE_LOG_VERSION};
    struct stat stat_now;
    if (stat(ledger->path, &stat_now) != 0)
        return STATUS_UNAVAILABLE;
    TRY(store_open(&ledger->store, &options));
    ledger->device = stat_now.st_dev;
    ledger->inode = stat_now.st_ino;
    if (ledger->was_open)
        return STATUS_OK;
    struct query query = query_start(ledger->store, &LOG_START);
    query_bind_blob(&query, ":log_id", ledger->keys->public.log_id, ACCESS_LOG_ID_SIZE);
    return query_run(&query, NULL);
}

// Checks what is there from the last head on, by `check`. The heads file may be missing only where no head was kept yet.
static bool passes(struct ledger *ledger, void (*check)(const struct verify_options *, struct verify_result *)) {
    const bool filed = access(ledger->heads, F_OK) == 0;
    const struct verify_options options = {.log = ledger->path,
                                           .public = ledger->public,
                                           .heads = filed ? ledger->heads : NULL,
                                           .schema = ledger->schema,
                                           .recent = true};
    struct verify_result result;
    check(&options, &result);
    if (result.fault == VERIFY_GOOD)
        return true;
    struct arena *arena = arena_new();
    if (result.fault == VERIFY_NO_LOG || result.fault == VERIFY_UNREADABLE || result.fault == VERIFY_NO_PUBLIC)
        LOG_EVENT(LOG_ERROR, "ledger.unreadable", LOG_TEXT("finding", verify_words(&result, LANG_EN, arena)));
    else
        distrust(ledger, verify_words(&result, LANG_EN, arena));
    arena_free(arena);
    return false;
}

// What was acknowledged before must be in it now.
static enum status check_acknowledged(struct ledger *ledger, struct arena *arena) {
    size_t length = 0;
    if (ledger->tip.seq == 0)
        return STATUS_OK;
    struct query query = query_start(ledger->store, &LINK_READ);
    query_bind_int(&query, ":seq", ledger->tip.seq);
    const void *link = query_row(&query) ? query_blob(&query, 0, &length, arena) : NULL;
    TRY(query_end(&query));
    if (link && length == sizeof ledger->tip.link && memcmp(link, ledger->tip.link, length) == 0)
        return STATUS_OK;
    distrust(ledger, "a record that was written since the start is no longer in the access log");
    return STATUS_UNAVAILABLE;
}

static enum status load(struct ledger *ledger, struct arena *arena) {
    TRY(check_acknowledged(ledger, arena));
    struct access_head tip = {0};
    struct query query = query_start(ledger->store, &TIP_READ);
    if (query_row(&query))
        read_head(&query, &tip, arena);
    TRY(query_end(&query));
    TRY(read_number(ledger, &HEAD_LAST, &ledger->kept));
    TRY(read_number(ledger, &INDEXED, &ledger->indexed));
    ledger->tip = tip;
    ledger->kept_at = clock_now(ledger->clock);
    ledger->filed = (struct access_head){0};
    if (!heads_last(ledger->heads, &ledger->known, &ledger->filed) && ledger->kept > 0)
        LOG_EVENT(LOG_ERROR, "ledger.heads_missing", LOG_TEXT("path", ledger->heads),
                  LOG_TEXT("advice", "the heads file was removed: a copy of it shows whether the log is whole"));
    return STATUS_OK;
}

// Start and stop are records like any other, so that a run which ended unasked (and may have lost its end) shows in the log.
static enum status tell(struct ledger *ledger, enum result result, struct arena *arena) {
    struct access record = access_of_custodian(clock_now(ledger->clock), result, "");
    return ledger_append(ledger, &record, 1, arena);
}

// Our key must be the one that may sign it from here on.
static enum status settle(struct ledger *ledger) {
    if (signing_settle(ledger) != STATUS_CONFLICT)
        return STATUS_OK; // what could not be written is written later
    distrust(ledger, "the key in custody/key is not the one that signs this log now: it is older than the log's last new key, or the log is");
    return STATUS_CONFLICT;
}

static enum status try_open(struct ledger *ledger, struct arena *arena) {
    if (!ledger->was_open)
        TRY(bring_up_to_date(ledger));
    // Nothing runs on tables that are not ours: a trigger or a view in their place would be somebody else's program.
    if (!passes(ledger, verify_schema))
        return STATUS_UNAVAILABLE;
    // A new log has no number of its own yet; it is written before the check.
    TRY(open_store(ledger));
    if (!passes(ledger, verify_log))
        return STATUS_UNAVAILABLE;
    TRY(signing_load(ledger, arena));
    TRY(load(ledger, arena));
    TRY(settle(ledger));
    ledger->state = LEDGER_OPEN;
    ledger->was_open = true;
    LOG_EVENT(LOG_INFO, "ledger.open", LOG_NUMBER("records", ledger->tip.seq), LOG_NUMBER("last_head", ledger->kept));
    if (!ledger->told_start)
        TRY(tell(ledger, RESULT_STARTED, arena));
    ledger->told_start = true;
    return STATUS_OK;
}

bool ledger_ready(struct ledger *ledger) {
    if (ledger->state == LEDGER_OPEN && !same_file(ledger)) {
        LOG_EVENT(LOG_ERROR, "ledger.moved", LOG_TEXT("path", ledger->path),
                  LOG_TEXT("error", "the file that was open is no longer the access log"));
        ledger_shut(ledger, 0);
    }
    // A clock that was set back must not keep it closed.
    const int64_t left = ledger->retry_at - clock_now(ledger->clock);
    if (ledger->state == LEDGER_CLOSED && (left <= 0 || left > LEDGER_RETRY_OPEN)) {
        struct arena *arena = arena_new();
        if (try_open(ledger, arena) != STATUS_OK)
            ledger_shut(ledger, LEDGER_RETRY_OPEN);
        arena_free(arena);
    }
    return ledger->state == LEDGER_OPEN;
}

// --- Writing

struct access access_of_custodian(int64_t now, enum result result, const char *field) {
    return (struct access){
        .time = now,
        .login = "",
        .role = "",
        .session = "",
        .address = "",
        .request = "",
        .field = field,
        .purpose = "",
        .purpose_text = "",
        .channel = CHANNEL_CUSTODIAN,
        .result = result,
        .value_hash = "",
        .count = 1,
    };
}

static enum status append_one(struct ledger *ledger, struct access *record, const unsigned char link[ACCESS_LINK_SIZE]) {
    struct query query = query_start(ledger->store, &APPEND);
    for (unsigned i = 0; i < ACCESS_MEMBER_COUNT; i++) {
        const struct access_member *member = &ACCESS_MEMBERS[i];
        if (member->most > 0)
            query_bind_text(&query, member->parameter, *access_text(record, member));
        else
            query_bind_int(&query, member->parameter, *access_int(record, member));
    }
    query_bind_blob(&query, ":link", link, ACCESS_LINK_SIZE);
    return query_run(&query, NULL);
}

static enum status append_all(struct ledger *ledger, struct access *records, unsigned count, struct access_head *tip,
                              struct arena *arena) {
    struct buffer scratch = {.arena = arena};
    for (unsigned i = 0; i < count; i++) {
        records[i].seq = ++tip->seq;
        access_link(&ledger->keys->public, tip->link, &records[i], &scratch, tip->link);
        TRY(append_one(ledger, &records[i], tip->link));
    }
    keys_sign_tip(ledger->keys, tip);
    return write_head(ledger, &TIP_WRITE, tip);
}

enum status ledger_append_with(struct ledger *ledger, struct access *records, unsigned count, enum status (*also)(void *data),
                               void *data, struct arena *arena) {
    struct access_head tip = ledger->tip;
    tip.time = clock_now(ledger->clock);
    enum status status = store_begin(ledger->store);
    if (status == STATUS_OK)
        status = count > 0 ? append_all(ledger, records, count, &tip, arena) : STATUS_OK;
    if (status == STATUS_OK && also)
        status = also(data);
    if (status == STATUS_OK)
        status = store_commit(ledger->store);
    if (status == STATUS_OK) {
        ledger->tip = tip;
        return STATUS_OK;
    }
    LOG_EVENT(LOG_ERROR, "ledger.append", LOG_TEXT("status", status_name(status)), LOG_NUMBER("records", count));
    store_rollback(ledger->store);
    ledger_shut(ledger, LEDGER_RETRY); // what is on the disk is known again only after opening
    return STATUS_UNAVAILABLE;
}

enum status ledger_append(struct ledger *ledger, struct access *records, unsigned count, struct arena *arena) {
    return ledger_append_with(ledger, records, count, NULL, NULL, arena);
}

// --- Heads

// Files every head that the heads file lacks: the one just kept, and those whose line could not be written earlier.
static enum status file_heads(struct ledger *ledger) {
    struct access_head heads[64];
    unsigned count;
    struct arena *arena = arena_new();
    enum status status = STATUS_OK;
    do {
        struct query query = query_start(ledger->store, &HEADS_READ);
        query_bind_int(&query, ":after", ledger->filed.seq);
        query_bind_int(&query, ":limit", sizeof heads / sizeof *heads);
        for (count = 0; count < sizeof heads / sizeof *heads && query_row(&query); count++)
            read_head(&query, &heads[count], arena);
        status = query_end(&query);
        if (status == STATUS_OK && count > 0)
            status = heads_append(ledger->heads, heads, count);
        if (status == STATUS_OK && count > 0)
            ledger->filed = heads[count - 1];
    } while (status == STATUS_OK && count == sizeof heads / sizeof *heads);
    arena_free(arena);
    return status;
}

static enum status keep_head(struct ledger *ledger) {
    struct access_head head = ledger->tip;
    keys_sign(ledger->keys, &head);
    TRY(write_head(ledger, &HEAD_KEEP, &head));
    ledger->kept = ledger->tip.seq;
    ledger->kept_at = clock_now(ledger->clock);
    return STATUS_OK;
}

static bool is_head_due(const struct ledger *ledger) {
    const int64_t fresh = ledger->tip.seq - ledger->kept, age = clock_now(ledger->clock) - ledger->kept_at;
    return fresh >= LEDGER_HEAD_RECORDS || (fresh > 0 && (age >= LEDGER_HEAD_TIME || age < 0));
}

static void file_due_heads(struct ledger *ledger) {
    const int64_t left = ledger->file_at - clock_now(ledger->clock);
    if (ledger->filed.seq >= ledger->kept || (left > 0 && left <= LEDGER_RETRY_FILE))
        return;
    if (file_heads(ledger) != STATUS_OK)
        ledger->file_at = clock_now(ledger->clock) + LEDGER_RETRY_FILE; // the log itself is durable
}

static void settle_late(struct ledger *ledger) {
    const int64_t left = ledger->settle_at - clock_now(ledger->clock);
    if (!ledger->unsettled || (left > 0 && left <= LEDGER_RETRY_FILE))
        return;
    if (signing_settle(ledger) != STATUS_OK)
        ledger->settle_at = clock_now(ledger->clock) + LEDGER_RETRY_FILE;
}

void ledger_tick(struct ledger *ledger, bool idle) {
    if (ledger->state != LEDGER_OPEN)
        return;
    settle_late(ledger);
    enum status status = STATUS_OK;
    if (is_head_due(ledger))
        status = keep_head(ledger);
    const int64_t lag = ledger->tip.seq - ledger->indexed;
    if (status == STATUS_OK && lag > 0 && (idle || lag >= LEDGER_INDEX_LAG))
        status = ledger_index(ledger, idle ? LEDGER_INDEX_LAG : LEDGER_INDEX_STEP);
    if (status == STATUS_OK)
        file_due_heads(ledger);
    else
        ledger_shut(ledger, LEDGER_RETRY);
}

bool ledger_is_busy(const struct ledger *ledger) {
    return ledger->state == LEDGER_OPEN && (ledger->tip.seq > ledger->kept || ledger->tip.seq > ledger->indexed ||
                                            ledger->filed.seq < ledger->kept || ledger->unsettled);
}

void ledger_close(struct ledger *ledger) {
    if (ledger->state == LEDGER_OPEN) {
        struct arena *arena = arena_new();
        if (tell(ledger, RESULT_STOPPED, arena) != STATUS_OK)
            LOG_EVENT(LOG_ERROR, "ledger.stop", LOG_TEXT("error", "the end could not be recorded"));
        arena_free(arena);
    }
    if (ledger->state == LEDGER_OPEN && ledger->tip.seq > ledger->kept)
        ledger->kept_at = clock_now(ledger->clock) - LEDGER_HEAD_TIME; // now is the last chance
    ledger->file_at = 0;
    ledger_tick(ledger, true);
    ledger_shut(ledger, 0);
}
