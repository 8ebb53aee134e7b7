// Signing in, and what else concerns an account's password: counted tries, waits, locks; every outcome is a line in the log.
#include <string.h>

#include "base/log.h"
#include "base/utf8.h"
#include "domain/session.h"
#include "vault/password.h"

#define AGENT_MAX 200 // bytes

static const struct sql ACCOUNT = {
    "sign_in.account",
    "SELECT p.id, p.login, CASE WHEN p.state = 'active' THEN c.hash END FROM person p"
    " LEFT JOIN credential c ON c.person_id = p.id WHERE p.login = :login",
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
static const struct sql SESSION_ADD = {
    "session.add",
    "INSERT INTO session (token_hash, person_id, created_at, seen_at, address, agent)"
    " VALUES (:hash, :person, :now, :now, :address, :agent)",
};
static const struct sql SESSION_END = {
    "session.end",
    "DELETE FROM session WHERE token_hash = :hash",
};
static const struct sql SESSION_END_OTHERS = {
    "session.end_others",
    "DELETE FROM session WHERE person_id = :person AND token_hash <> :hash",
};
// One beyond its absolute limit is no longer found, so it goes when it has been idle too.
static const struct sql SESSION_EXPIRE = {
    "session.expire",
    "DELETE FROM session WHERE seen_at <= :idle",
};
static const struct sql PASSWORD_SET = {
    "sign_in.password",
    "UPDATE credential SET hash = :hash, must_change = 0, changed_at = :now WHERE person_id = :person",
};
static const struct sql PASSWORD_REFRESH = {
    "sign_in.refresh",
    "UPDATE credential SET hash = :hash WHERE person_id = :person",
};
const struct sql *const SIGN_IN_STATEMENTS[] = {
    &ACCOUNT,
    &FAILURES,
    &COUNT,
    &UNCOUNT,
    &FORGIVE,
    &FORGET,
    &SESSION_ADD,
    &SESSION_END,
    &SESSION_END_OTHERS,
    &SESSION_EXPIRE,
    &PASSWORD_SET,
    &PASSWORD_REFRESH,
    NULL,
};

// Who tries: a known account, or a name that is none.
struct account {
    int64_t person_id;   // 0: unknown
    const char *subject; // what its failures are counted under
    const char *hash;    // NULL: unknown, closed or without a password
};

enum counter {
    COUNTER_ACCOUNT,
    COUNTER_ADDRESS
};
static const struct {
    const char *kind;
    int64_t free, lock;
} COUNTERS[] = {
    [COUNTER_ACCOUNT] = {"account", SIGN_IN_FREE, SIGN_IN_LOCK_ACCOUNT},
    [COUNTER_ADDRESS] = {"address", SIGN_IN_FREE_ADDRESS, SIGN_IN_LOCK_ADDRESS},
};
#define WAIT_STEPS 6 // 1 s … 64 s

static const char *counted_under(const struct ctx *ctx, const struct account *account, enum counter counter) {
    return counter == COUNTER_ACCOUNT ? account->subject : ctx->asker.address ? ctx->asker.address
                                                                              : "";
}

static const char *fold_login(const struct ctx *ctx, const char *login) {
    char *folded = utf8_narrow(ctx->arena, login);
    for (char *at = folded; *at; at++)
        if (*at >= 'A' && *at <= 'Z')
            *at = (char)(*at - 'A' + 'a');
    return folded;
}

// A name that is no account's may be a password typed one input too early: what is
// kept of it is too little to find it again, and enough to count tries.
static enum status find_account(struct ctx *ctx, const char *login, struct account *account) {
    const char *folded = fold_login(ctx, login);
    *account = (struct account){.subject = arena_format(ctx->arena, "#%s", secret_fingerprint(folded, ctx->arena))};
    struct query query = query_start(ctx->store, &ACCOUNT);
    query_bind_text(&query, ":login", folded);
    if (query_row(&query)) {
        account->person_id = query_int(&query, 0);
        account->subject = query_text(&query, 1, ctx->arena);
        account->hash = query_text(&query, 2, ctx->arena);
    }
    return query_end(&query);
}

// How long after its last failure a counter makes people wait.
static int64_t wait_after(enum counter counter, int64_t failures) {
    if (failures >= COUNTERS[counter].lock)
        return SIGN_IN_LOCK;
    const int64_t step = failures - COUNTERS[counter].free;
    return step < 0 ? 0 : TIME_SECOND << (step < WAIT_STEPS ? step : WAIT_STEPS);
}

static enum status read_wait(struct ctx *ctx, const struct account *account, enum counter counter, int64_t now, int64_t *wait) {
    struct query query = query_start(ctx->store, &FAILURES);
    query_bind_text(&query, ":kind", COUNTERS[counter].kind);
    query_bind_text(&query, ":subject", counted_under(ctx, account, counter));
    if (query_row(&query)) {
        const int64_t whole = wait_after(counter, query_int(&query, 0));
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

static enum status forget_old(struct ctx *ctx, int64_t now) {
    struct query query = query_start(ctx->store, &FORGET);
    query_bind_int(&query, ":before", now - SIGN_IN_LOCK);
    return query_run(&query, NULL);
}

static enum status count_in_transaction(struct ctx *ctx, const struct account *account, int64_t *wait) {
    const int64_t now = clock_now(ctx->clock);
    TRY(forget_old(ctx, now));
    TRY(read_wait(ctx, account, COUNTER_ACCOUNT, now, wait));
    TRY(read_wait(ctx, account, COUNTER_ADDRESS, now, wait));
    if (*wait > 0)
        return STATUS_LIMITED;
    TRY(run_counter(ctx, &COUNT, account, COUNTER_ACCOUNT));
    return run_counter(ctx, &COUNT, account, COUNTER_ADDRESS);
}

// Counts a try as failed before it is made. STATUS_LIMITED: it may not be made yet, and is not counted.
static enum status count_try(struct ctx *ctx, const struct account *account, int64_t *wait) {
    *wait = 0;
    TRY(store_begin(ctx->store));
    const enum status status = count_in_transaction(ctx, account, wait);
    if (status == STATUS_OK)
        return store_commit(ctx->store);
    store_rollback(ctx->store);
    return status;
}

static void log_try(const struct ctx *ctx, const char *event, const struct account *account, const char *outcome) {
    LOG_EVENT(LOG_INFO, event, LOG_TEXT("outcome", outcome), LOG_NUMBER("person", account->person_id),
              LOG_TEXT("account", account->person_id != 0 ? "" : "unknown"), LOG_TEXT("address", ctx->asker.address),
              LOG_TEXT("request", ctx->asker.request));
}

static enum status end_session(struct ctx *ctx, const unsigned char *token) {
    unsigned char hash[TOKEN_HASH_SIZE];
    token_hash(token, hash);
    struct query query = query_start(ctx->store, &SESSION_END);
    query_bind_blob(&query, ":hash", hash, sizeof hash);
    return query_run(&query, NULL);
}

static enum status expire_sessions(struct ctx *ctx, int64_t now) {
    struct query query = query_start(ctx->store, &SESSION_EXPIRE);
    query_bind_int(&query, ":idle", now - SESSION_IDLE);
    return query_run(&query, NULL);
}

// At most AGENT_MAX bytes of what a browser says about itself, without half a character at the end.
static const char *short_agent(const struct ctx *ctx, const char *agent) {
    size_t length = agent ? strlen(agent) : 0;
    if (length > AGENT_MAX)
        for (length = AGENT_MAX; length > 0 && ((unsigned char)agent[length] & 0xC0) == 0x80;)
            length--;
    return arena_copy(ctx->arena, agent, length);
}

static enum status add_session(struct ctx *ctx, int64_t person_id, const char *agent, int64_t now, const unsigned char token[32]) {
    unsigned char hash[TOKEN_HASH_SIZE];
    token_hash(token, hash);
    struct query query = query_start(ctx->store, &SESSION_ADD);
    query_bind_blob(&query, ":hash", hash, sizeof hash);
    query_bind_int(&query, ":person", person_id);
    query_bind_int(&query, ":now", now);
    query_bind_text(&query, ":address", ctx->asker.address ? ctx->asker.address : "");
    query_bind_text(&query, ":agent", short_agent(ctx, agent));
    return query_run(&query, NULL);
}

static enum status set_password(struct ctx *ctx, const struct sql *sql, int64_t person_id, const char *hash) {
    struct query query = query_start(ctx->store, sql);
    query_bind_text(&query, ":hash", hash);
    query_bind_int(&query, ":person", person_id);
    if (sql == &PASSWORD_SET)
        query_bind_int(&query, ":now", clock_now(ctx->clock));
    return query_run(&query, NULL);
}

// The password was looked at outside of this transaction: whoever reset it meanwhile must not find a session made with the old one.
static enum status check_unchanged(struct ctx *ctx, const struct account *account) {
    struct account present;
    TRY(find_account(ctx, account->subject, &present));
    const bool same = present.hash && account->hash && strcmp(present.hash, account->hash) == 0;
    return same ? STATUS_OK : STATUS_UNAUTHENTICATED;
}

static enum status write_sign_in(struct ctx *ctx, const struct account *account, const char *agent, const char *better_hash,
                                 const unsigned char token[32]) {
    const int64_t now = clock_now(ctx->clock);
    TRY(check_unchanged(ctx, account));
    TRY(run_counter(ctx, &FORGIVE, account, COUNTER_ACCOUNT));
    TRY(run_counter(ctx, &UNCOUNT, account, COUNTER_ADDRESS));
    TRY(expire_sessions(ctx, now));
    if (ctx->actor && ctx->actor->session)
        TRY(end_session(ctx, ctx->actor->session));
    if (better_hash)
        TRY(set_password(ctx, &PASSWORD_REFRESH, account->person_id, better_hash));
    return add_session(ctx, account->person_id, agent, now, token);
}

static enum status finish(struct ctx *ctx, enum status status) {
    if (status == STATUS_OK)
        return store_commit(ctx->store);
    store_rollback(ctx->store);
    return status;
}

enum status session_sign_in(struct ctx *ctx, const char *login, const char *password, const char *user_agent,
                            unsigned char token[32], int64_t *wait) {
    struct account account;
    TRY(find_account(ctx, login, &account));
    const enum status counted = count_try(ctx, &account, wait);
    if (counted == STATUS_LIMITED)
        log_try(ctx, "sign_in", &account, "limited");
    TRY(counted);
    if (!password_matches(password, account.hash)) {
        log_try(ctx, "sign_in", &account, "refused");
        return STATUS_UNAUTHENTICATED;
    }
    const char *better_hash = password_outdated(account.hash) ? password_hash(password, ctx->arena) : NULL;
    random_fill(ctx->random, token, TOKEN_SIZE);
    TRY(store_begin(ctx->store));
    TRY(finish(ctx, write_sign_in(ctx, &account, user_agent, better_hash, token)));
    log_try(ctx, "sign_in", &account, "accepted");
    return STATUS_OK;
}

enum status session_sign_out(struct ctx *ctx) {
    if (!ctx->actor->session)
        return STATUS_OK;
    TRY(end_session(ctx, ctx->actor->session));
    LOG_EVENT(LOG_INFO, "sign_out", LOG_NUMBER("person", ctx->actor->person_id), LOG_TEXT("address", ctx->asker.address),
              LOG_TEXT("request", ctx->asker.request));
    return STATUS_OK;
}

static enum status write_password(struct ctx *ctx, const struct account *account, const char *hash) {
    unsigned char mine[TOKEN_HASH_SIZE];
    token_hash(ctx->actor->session, mine);
    TRY(run_counter(ctx, &FORGIVE, account, COUNTER_ACCOUNT));
    TRY(run_counter(ctx, &UNCOUNT, account, COUNTER_ADDRESS));
    TRY(set_password(ctx, &PASSWORD_SET, account->person_id, hash));
    struct query query = query_start(ctx->store, &SESSION_END_OTHERS);
    query_bind_int(&query, ":person", account->person_id);
    query_bind_blob(&query, ":hash", mine, sizeof mine);
    return query_run(&query, NULL);
}

enum status session_change_password(struct ctx *ctx, const char *present, const char *fresh) {
    struct account account;
    int64_t wait;
    if (!ctx->actor->session)
        return STATUS_UNAUTHENTICATED;
    TRY(find_account(ctx, ctx->actor->login, &account));
    TRY(count_try(ctx, &account, &wait));
    if (!password_matches(present, account.hash)) {
        log_try(ctx, "password_change", &account, "refused");
        return STATUS_INVALID;
    }
    const char *hash = password_hash(fresh, ctx->arena);
    TRY(store_begin(ctx->store));
    TRY(finish(ctx, write_password(ctx, &account, hash)));
    log_try(ctx, "password_change", &account, "accepted");
    return STATUS_OK;
}
