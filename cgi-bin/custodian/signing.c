// Certifying a new signing key, and following the log with the key files.
#include "custodian/signing.h"

#include <sodium.h>
#include <string.h>

#include "base/log.h"
#include "vault/key_file.h"
#include "vault/keys_rotate.h"

static const struct sql READ = {"signing.read", "SELECT seq, time, link, key, by_old, by_new FROM succession ORDER BY seq"};
static const struct sql CERTIFY = {
    "signing.certify",
    "INSERT INTO succession (seq, time, link, key, by_old, by_new) VALUES (:seq, :time, :link, :key, :by_old, :by_new)",
};
static const struct sql NEWEST = {"signing.newest", "SELECT seq, time, link FROM access ORDER BY seq DESC LIMIT 1"};
static const struct sql SIGN_TIP = {"signing.tip", "UPDATE tip SET signature = :signature WHERE id = 1 AND seq = :seq"};
static const struct sql TIP_TIME = {"signing.tip_time", "SELECT time FROM tip WHERE id = 1"};
static const struct sql PRUNED = {"signing.pruned", "SELECT seq, time, link FROM pruned WHERE id = 1"};
static const struct sql SIGN_PRUNED = {"signing.sign_pruned", "UPDATE pruned SET signature = :signature WHERE id = 1 AND seq = :seq"};
const struct sql *const SIGNING_STATEMENTS[] = {&READ, &CERTIFY, &NEWEST, &SIGN_TIP, &TIP_TIME, &PRUNED, &SIGN_PRUNED, NULL};

static void read_bytes(const struct query *query, int column, unsigned char *to, size_t size, struct arena *arena) {
    size_t length;
    const void *bytes = query_blob(query, column, &length, arena);
    if (bytes && length == size)
        memcpy(to, bytes, size);
}

enum status signing_load(struct ledger *ledger, struct arena *arena) {
    struct access_public file;
    TRY(access_public_read(ledger->public, &file));
    ledger->known = file;
    ledger->known.count = 1;
    bool good = true;
    struct query query = query_start(ledger->store, &READ);
    while (good && query_row(&query)) {
        struct access_succession succession = {.seq = query_int(&query, 0), .time = query_int(&query, 1)};
        read_bytes(&query, 2, succession.link, sizeof succession.link, arena);
        read_bytes(&query, 3, succession.key, sizeof succession.key, arena);
        read_bytes(&query, 4, succession.by_old, sizeof succession.by_old, arena);
        read_bytes(&query, 5, succession.by_new, sizeof succession.by_new, arena);
        good = access_succeed(&ledger->known, &succession);
    }
    TRY(query_end(&query));
    return good ? STATUS_OK : STATUS_FAULT;
}

// --- Following the log

static bool signs_now(const struct ledger *ledger, const unsigned char sign[KEYS_SIGN_SIZE]) {
    return sodium_memcmp(keys_public_of(sign), access_newest_key(&ledger->known)->key, ACCESS_PUBLIC_SIZE) == 0;
}

// The public file tells of the new key before the old one is destroyed.
static enum status write_files(struct ledger *ledger) {
    struct arena *arena = arena_new();
    const char *text = access_public_text(&ledger->known, arena);
    enum status status = key_file_replace(ledger->public, text, strlen(text), 0644);
    if (status == STATUS_OK)
        status = keys_rotate_sign_end(ledger->keys, ledger->key_path);
    arena_free(arena);
    ledger->unsettled = status != STATUS_OK;
    LOG_EVENT(ledger->unsettled ? LOG_ERROR : LOG_INFO, "keys.rotation", LOG_TEXT("key", "signing"),
              LOG_TEXT("step", ledger->unsettled ? "certified, but the key files could not be written: tried again" : "ended"));
    return status;
}

static enum status public_file_lags(const struct ledger *ledger, bool *lags) {
    struct access_public file;
    TRY(access_public_read(ledger->public, &file));
    *lags = file.count < ledger->known.count;
    return STATUS_OK;
}

enum status signing_settle(struct ledger *ledger) {
    bool lags = false;
    if (signs_now(ledger, ledger->keys->sign)) {
        TRY(public_file_lags(ledger, &lags));
        return lags || ledger->unsettled ? write_files(ledger) : STATUS_OK;
    }
    if (!ledger->keys->has_next || !signs_now(ledger, ledger->keys->next))
        return STATUS_CONFLICT;
    keys_rotate_sign_adopt(ledger->keys);
    return write_files(ledger);
}

// --- A new key

static enum status set_signature(struct ledger *ledger, const struct sql *sql, const struct access_head *head) {
    struct query query = query_start(ledger->store, sql);
    query_bind_int(&query, ":seq", head->seq);
    query_bind_blob(&query, ":signature", head->signature, sizeof head->signature);
    return query_run(&query, NULL);
}

static enum status sign_tip(struct ledger *ledger, const struct access_succession *succession) {
    struct access_head tip = {.seq = succession->seq};
    memcpy(tip.link, succession->link, sizeof tip.link);
    struct query query = query_start(ledger->store, &TIP_TIME);
    tip.time = query_row(&query) ? query_int(&query, 0) : 0;
    TRY(query_end(&query));
    keys_sign_next(ledger->keys, HEAD_TIP, &tip);
    return set_signature(ledger, &SIGN_TIP, &tip);
}

static enum status sign_pruned(struct ledger *ledger, struct arena *arena) {
    struct access_head statement = {0};
    struct query query = query_start(ledger->store, &PRUNED);
    if (query_row(&query)) {
        statement.seq = query_int(&query, 0);
        statement.time = query_int(&query, 1);
        read_bytes(&query, 2, statement.link, sizeof statement.link, arena);
    }
    TRY(query_end(&query));
    if (statement.seq == 0)
        return STATUS_OK;
    keys_sign_next(ledger->keys, HEAD_PRUNED, &statement);
    return set_signature(ledger, &SIGN_PRUNED, &statement);
}

static enum status write_certificate(struct ledger *ledger, const struct access_succession *succession) {
    struct query query = query_start(ledger->store, &CERTIFY);
    query_bind_int(&query, ":seq", succession->seq);
    query_bind_int(&query, ":time", succession->time);
    query_bind_blob(&query, ":link", succession->link, sizeof succession->link);
    query_bind_blob(&query, ":key", succession->key, sizeof succession->key);
    query_bind_blob(&query, ":by_old", succession->by_old, sizeof succession->by_old);
    query_bind_blob(&query, ":by_new", succession->by_new, sizeof succession->by_new);
    return query_run(&query, NULL);
}

struct certifying {
    struct ledger *ledger;
    struct access_succession succession;
};

// Within the commit of the record that names the key.
static enum status certify(void *data) {
    struct certifying *certifying = data;
    struct ledger *ledger = certifying->ledger;
    struct access_succession *succession = &certifying->succession;
    struct arena *arena = arena_new();
    struct query query = query_start(ledger->store, &NEWEST);
    if (query_row(&query)) {
        succession->seq = query_int(&query, 0);
        succession->time = query_int(&query, 1);
        read_bytes(&query, 2, succession->link, sizeof succession->link, arena);
    }
    enum status status = query_end(&query);
    keys_certify(ledger->keys, succession);
    if (status == STATUS_OK)
        status = write_certificate(ledger, succession);
    if (status == STATUS_OK)
        status = sign_tip(ledger, succession);
    if (status == STATUS_OK)
        status = sign_pruned(ledger, arena);
    arena_free(arena);
    return status;
}

enum status signing_rotate(struct ledger *ledger) {
    if (ledger->unsettled)
        return signing_settle(ledger);
    if (ledger->known.count == ACCESS_SPANS_MAX)
        return STATUS_LIMITED;
    TRY(keys_rotate_sign_begin(ledger->keys, ledger->key_path));
    struct arena *arena = arena_new();
    struct certifying certifying = {.ledger = ledger};
    struct access record = access_of_custodian(clock_now(ledger->clock), RESULT_KEY_CHANGED,
                                               access_succession_words(keys_public_of(ledger->keys->next), arena));
    enum status status = ledger_append_with(ledger, &record, 1, certify, &certifying, arena);
    arena_free(arena);
    if (status != STATUS_OK)
        return status; // the log says at its next opening what became of it
    if (!access_succeed(&ledger->known, &certifying.succession))
        log_die("keys.certify", "a certificate of our own does not hold");
    return signing_settle(ledger);
}
