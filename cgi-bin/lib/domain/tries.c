// Counters of failures, their waits and their locks.
#include "domain/tries.h"

#include <string.h>

#include "base/hex.h"
#include "base/log.h"
#include "base/utf8.h"
#include "domain/device.h"
#include "domain/session.h"
#include "vault/password.h"

static const struct sql ACCOUNT = {
    "sign_in.account",
    "SELECT p.id, p.login, p.state = 'active', o.id, o.hash, f.confirmed_at IS NOT NULL, d.token_hash, d.trusted FROM person p"
    " LEFT JOIN credential_offer o ON o.person_id = p.id LEFT JOIN second_factor f ON f.person_id = p.id"
    " LEFT JOIN device d ON d.token_hash = :device AND d.person_id = p.id AND d.seen_at > :since"
    " WHERE p.login = :login",
};
static const struct sql FAILURES = {
    "sign_in.failures",
    "SELECT failures, last_at FROM sign_in_failure WHERE kind = :kind AND subject = :subject",
};
static const struct sql COUNT = {
    "sign_in.count",
    "INSERT INTO sign_in_failure (kind, subject, failures, last_at) VALUES (:kind, :subject, 1, :now)"
    " ON CONFLICT (kind, subject) DO UPDATE SET failures = failures + 1, last_at = :now",
};
static const struct sql UNCOUNT = {
    "sign_in.uncount",
    "UPDATE sign_in_failure SET failures = failures - 1 WHERE kind = :kind AND subject = :subject AND failures > 0",
};
static const struct sql FORGIVE = {
    "sign_in.forgive",
    "DELETE FROM sign_in_failure WHERE kind = :kind AND subject = :subject",
};
static const struct sql FORGET = {
    "sign_in.forget",
    "DELETE FROM sign_in_failure WHERE last_at <= :before",
};
// As they are set now (model/setting).
static const struct sql LIMITS = {
    "sign_in.limits",
    "SELECT " SETTING_SQL(SETTING_LOCK_ACCOUNT_KEY, SETTING_LOCK_ACCOUNT_USUAL) ", " SETTING_SQL(
        SETTING_LOCK_ADDRESS_KEY, SETTING_LOCK_ADDRESS_USUAL) ", " SETTING_SQL(SETTING_LOCK_REST_KEY, SETTING_LOCK_REST_USUAL) " * 60000",
};
const struct sql *const TRIES_STATEMENTS[] = {&LIMITS, &ACCOUNT, &FAILURES, &COUNT, &UNCOUNT, &FORGIVE, &FORGET, NULL};

enum counter {
    COUNTER_ACCOUNT,
    COUNTER_ADDRESS,
    COUNTER_DEVICE,
    COUNTER_COUNT
};
static const struct {
    const char *kind;
    int64_t free;
} COUNTERS[] = {
    [COUNTER_ACCOUNT] = {"account", SIGN_IN_FREE},
    [COUNTER_ADDRESS] = {"address", SIGN_IN_FREE_ADDRESS},
    [COUNTER_DEVICE] = {"device", SIGN_IN_FREE},
};
struct limits {
    int64_t lock[COUNTER_COUNT]; // failures until a counter rests
    int64_t rest;                // for how long (ms)
};
#define WAIT_STEPS 6 // 1 s … 64 s

static bool counts(const struct account *account, enum counter counter) {
    return (counter == COUNTER_DEVICE) == (account->device != NULL);
}

static const char *counted_under(const struct ctx *ctx, const struct account *account, enum counter counter) {
    if (counter == COUNTER_DEVICE)
        return account->device;
    if (counter == COUNTER_ACCOUNT)
        return account->subject;
    return ctx->asker.address ? ctx->asker.address : "";
}

static const char *fold_login(const struct ctx *ctx, const char *login) {
    char *folded = utf8_narrow(ctx->arena, login);
    for (char *at = folded; *at; at++)
        if (*at >= 'A' && *at <= 'Z')
            *at = (char)(*at - 'A' + 'a');
    return folded;
}

// By account too: whoever shares the machine and signs in as themselves must not wash away what they tried as somebody else.
static const char *device_subject(const struct ctx *ctx, int64_t person_id, const struct query *query, int column) {
    size_t length = 0;
    const unsigned char *hash = query_blob(query, column, &length, ctx->arena);
    return arena_format(ctx->arena, "%lld/%s", (long long)person_id, hex_encode(ctx->arena, hash, length));
}

// A name that is no account's may be a password typed one input too early: what is
// kept of it is too little to find it again, and enough to count tries.
static enum status read_account(struct ctx *ctx, const char *login, struct account *account, bool *active, const char **offered) {
    const char *folded = fold_login(ctx, login);
    *account = (struct account){.subject = arena_format(ctx->arena, "#%s", secret_fingerprint(folded, ctx->arena))};
    struct query query = query_start(ctx->store, &ACCOUNT);
    unsigned char device[TOKEN_HASH_SIZE] = {0}; // no token's
    if (ctx->device)
        token_hash(ctx->device, device);
    query_bind_text(&query, ":login", folded);
    query_bind_blob(&query, ":device", device, sizeof device);
    query_bind_int(&query, ":since", clock_now(ctx->clock) - DEVICE_KEPT);
    if (query_row(&query)) {
        account->person_id = query_int(&query, 0);
        account->subject = query_text(&query, 1, ctx->arena);
        *active = query_int(&query, 2) != 0;
        account->offer_id = query_int(&query, 3);
        *offered = query_text(&query, 4, ctx->arena);
        account->has_second_factor = query_int(&query, 5) != 0;
        account->used_here = !query_is_null(&query, 6);
        if (query_int(&query, 7) != 0)
            account->device = device_subject(ctx, account->person_id, &query, 6);
    }
    return query_end(&query);
}

// The file is looked into for a name that is no account's, too: the same work for every name.
enum status account_find(struct ctx *ctx, const char *login, struct account *account) {
    bool active = false;
    const char *offered = NULL;
    TRY(read_account(ctx, login, account, &active, &offered));
    TRY(credential_get(ctx, account->person_id, &account->chosen));
    account->offer_is_over = account->offer_id != 0 && account->offer_id == account->chosen.offer_id;
    account->by_offer = account->offer_id != 0 && !account->offer_is_over;
    if (active)
        account->hash = account->by_offer ? offered : account->chosen.hash;
    return STATUS_OK;
}

enum status account_unchanged(struct ctx *ctx, struct account *account) {
    struct account present;
    TRY(account_find(ctx, account->subject, &present));
    const bool same = present.hash && account->hash && strcmp(present.hash, account->hash) == 0;
    account->has_second_factor = present.has_second_factor;
    account->offer_is_over = present.offer_is_over;
    return same ? STATUS_OK : STATUS_UNAUTHENTICATED;
}

// How long after its last failure a counter makes people wait.
static int64_t wait_after(const struct limits *limits, enum counter counter, int64_t failures) {
    if (failures >= limits->lock[counter])
        return limits->rest;
    const int64_t step = failures - COUNTERS[counter].free;
    return step < 0 ? 0 : TIME_SECOND << (step < WAIT_STEPS ? step : WAIT_STEPS);
}

static enum status read_limits(struct ctx *ctx, struct limits *limits) {
    *limits = (struct limits){.rest = SIGN_IN_LOCK};
    struct query query = query_start(ctx->store, &LIMITS);
    if (query_row(&query))
        *limits = (struct limits){
            .lock = {[COUNTER_ACCOUNT] = query_int(&query, 0),
                     [COUNTER_ADDRESS] = query_int(&query, 1),
                     [COUNTER_DEVICE] = query_int(&query, 0)},
            .rest = query_int(&query, 2),
        };
    return query_end(&query);
}

static enum status read_wait(struct ctx *ctx, const struct limits *limits, const struct account *account, enum counter counter,
                             int64_t now, int64_t *wait) {
    struct query query = query_start(ctx->store, &FAILURES);
    query_bind_text(&query, ":kind", COUNTERS[counter].kind);
    query_bind_text(&query, ":subject", counted_under(ctx, account, counter));
    if (query_row(&query)) {
        const int64_t whole = wait_after(limits, counter, query_int(&query, 0));
        const int64_t left = query_int(&query, 1) + whole - now;
        const int64_t bounded = left < whole ? left : whole; // a clock that was set back must not lock anybody out for longer
        *wait = bounded > *wait ? bounded : *wait;
    }
    return query_end(&query);
}

static enum status run_counter(struct ctx *ctx, const struct sql *sql, const struct account *account, enum counter counter) {
    struct query query = query_start(ctx->store, sql);
    query_bind_text(&query, ":kind", COUNTERS[counter].kind);
    query_bind_text(&query, ":subject", counted_under(ctx, account, counter));
    if (sql == &COUNT)
        query_bind_int(&query, ":now", clock_now(ctx->clock));
    return query_run(&query, NULL);
}

static enum status run_counters(struct ctx *ctx, const struct sql *sql, const struct account *account) {
    for (enum counter counter = 0; counter < COUNTER_COUNT; counter++)
        if (counts(account, counter))
            TRY(run_counter(ctx, sql, account, counter));
    return STATUS_OK;
}

static enum status forget_old(struct ctx *ctx, const struct limits *limits, int64_t now) {
    struct query query = query_start(ctx->store, &FORGET);
    query_bind_int(&query, ":before", now - limits->rest);
    return query_run(&query, NULL);
}

enum status try_count_within(struct ctx *ctx, const struct account *account, int64_t *wait) {
    const int64_t now = clock_now(ctx->clock);
    struct limits limits;
    *wait = 0;
    TRY(read_limits(ctx, &limits));
    TRY(forget_old(ctx, &limits, now));
    for (enum counter counter = 0; counter < COUNTER_COUNT; counter++)
        if (counts(account, counter))
            TRY(read_wait(ctx, &limits, account, counter, now, wait));
    return *wait > 0 ? STATUS_LIMITED : run_counters(ctx, &COUNT, account);
}

enum status try_count(struct ctx *ctx, const struct account *account, int64_t *wait) {
    TRY(store_begin(ctx->store));
    const enum status status = try_count_within(ctx, account, wait);
    if (status == STATUS_OK)
        return store_commit(ctx->store);
    store_rollback(ctx->store);
    return status;
}

enum status try_forgive(struct ctx *ctx, const struct account *account) {
    if (account->device)
        return run_counter(ctx, &FORGIVE, account, COUNTER_DEVICE);
    TRY(run_counter(ctx, &FORGIVE, account, COUNTER_ACCOUNT));
    return run_counter(ctx, &UNCOUNT, account, COUNTER_ADDRESS);
}

enum status try_take_back(struct ctx *ctx, const struct account *account) {
    return run_counters(ctx, &UNCOUNT, account);
}

void try_withdraw(struct ctx *ctx, const struct account *account) {
    if (store_begin(ctx->store) != STATUS_OK)
        return;
    if (try_take_back(ctx, account) != STATUS_OK || store_commit(ctx->store) != STATUS_OK)
        store_rollback(ctx->store);
}

void try_log(const struct ctx *ctx, const char *event, const struct account *account, const char *outcome) {
    LOG_EVENT(LOG_INFO, event, LOG_TEXT("outcome", outcome), LOG_NUMBER("person", account->person_id),
              LOG_TEXT("account", account->person_id != 0 ? "" : "unknown"),
              LOG_TEXT("device", account->device ? "known" : "unknown"), LOG_TEXT("address", ctx->asker.address),
              LOG_TEXT("request", ctx->asker.request));
}
