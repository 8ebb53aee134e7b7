// Signing in, by password and where there is a second factor by a code, and what else concerns an account's password. Every
// outcome is a line in the log.
#include <string.h>

#include "base/log.h"
#include "domain/account_notice.h"
#include "domain/device.h"
#include "domain/second_factor.h"
#include "domain/session.h"
#include "domain/tries.h"
#include "vault/password.h"

#define AGENT_MAX 200 // bytes

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
    "DELETE FROM session WHERE seen_at <= :now - " SESSION_IDLE_SQL,
};
static const struct sql STEP_ADD = {
    "sign_in.step_add",
    "INSERT INTO sign_in_step (token_hash, person_id, created_at) VALUES (:hash, :person, :now)",
};
static const struct sql STEP_FIND = {
    "sign_in.step_find",
    "SELECT p.login FROM sign_in_step s JOIN person p ON p.id = s.person_id AND p.state = 'active'"
    " WHERE s.token_hash = :hash AND s.created_at > :since",
};
static const struct sql STEP_TRY = {
    "sign_in.step_try",
    "UPDATE sign_in_step SET tried = 1 WHERE token_hash = :hash AND tried = 0",
};
static const struct sql STEP_END = {
    "sign_in.step_end",
    "DELETE FROM sign_in_step WHERE token_hash = :hash",
};
static const struct sql STEPS_END = {
    "sign_in.steps_end",
    "DELETE FROM sign_in_step WHERE person_id = :person",
};
static const struct sql STEPS_EXPIRE = {
    "sign_in.steps_expire",
    "DELETE FROM sign_in_step WHERE created_at <= :since",
};
static const struct sql SESSIONS_END = {
    "sign_in.end_sessions",
    "DELETE FROM session WHERE person_id = :person",
};
static const struct sql SESSION_THERE = {"sign_in.there", "SELECT 1 FROM session WHERE token_hash = :hash"};
const struct sql *const SIGN_IN_STATEMENTS[] = {
    &SESSION_THERE,
    &SESSION_ADD,
    &SESSION_END,
    &SESSION_END_OTHERS,
    &SESSION_EXPIRE,
    &STEP_ADD,
    &STEP_FIND,
    &STEP_TRY,
    &STEP_END,
    &STEPS_END,
    &STEPS_EXPIRE,
    &SESSIONS_END,
    NULL,
};

// A statement about the one row of a token; how many it changed.
static enum status run_by_token(struct ctx *ctx, const struct sql *sql, const unsigned char *token, int64_t *changed) {
    unsigned char hash[TOKEN_HASH_SIZE];
    token_hash(token, hash);
    struct query query = query_start(ctx->store, sql);
    query_bind_blob(&query, ":hash", hash, sizeof hash);
    return query_run(&query, changed);
}

static enum status end_session(struct ctx *ctx, const unsigned char *token) {
    return run_by_token(ctx, &SESSION_END, token, NULL);
}

static enum status expire_sessions(struct ctx *ctx, int64_t now) {
    struct query query = query_start(ctx->store, &SESSION_EXPIRE);
    query_bind_int(&query, ":now", now);
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

static enum status run_for(struct ctx *ctx, const struct sql *sql, int64_t person_id) {
    struct query query = query_start(ctx->store, sql);
    query_bind_int(&query, ":person", person_id);
    return query_run(&query, NULL);
}

// What a change of the password left undone when it was ended between its two writes: the offer, and the sessions of before.
static enum status settle(struct ctx *ctx, const struct account *account) {
    if (!account->offer_is_over)
        return STATUS_OK;
    TRY(run_for(ctx, &SESSIONS_END, account->person_id));
    return credential_settle(ctx, account->person_id, account->chosen.changed_at);
}

static enum status session_is_there(struct ctx *ctx, const unsigned char hash[TOKEN_HASH_SIZE]) {
    struct query query = query_start(ctx->store, &SESSION_THERE);
    query_bind_blob(&query, ":hash", hash, TOKEN_HASH_SIZE);
    const bool there = query_row(&query);
    TRY(query_end(&query));
    return there ? STATUS_OK : STATUS_UNAUTHENTICATED;
}

// Signed in: the session begins, and the one this request came with ends.
static enum status begin_session(struct ctx *ctx, const struct account *account, const char *agent, const unsigned char token[32]) {
    const int64_t now = clock_now(ctx->clock);
    TRY(try_forgive(ctx, account));
    TRY(device_remember(ctx, account->person_id));
    TRY(expire_sessions(ctx, now));
    TRY(credential_sweep(ctx));
    if (account->by_offer)
        TRY(account_notice_use(ctx, account->person_id, account->offer_id, short_agent(ctx, agent), account->used_here));
    if (ctx->actor && ctx->actor->session)
        TRY(end_session(ctx, ctx->actor->session));
    return add_session(ctx, account->person_id, agent, now, token);
}

// Half signed in: the try stays counted until a code proves it right, else every right password would make room for more codes.
static enum status begin_step(struct ctx *ctx, const struct account *account, const unsigned char token[32]) {
    const int64_t now = clock_now(ctx->clock);
    unsigned char hash[TOKEN_HASH_SIZE];
    token_hash(token, hash);
    struct query expire = query_start(ctx->store, &STEPS_EXPIRE);
    query_bind_int(&expire, ":since", now - SIGN_IN_STEP);
    TRY(query_run(&expire, NULL));
    struct query query = query_start(ctx->store, &STEP_ADD);
    query_bind_blob(&query, ":hash", hash, sizeof hash);
    query_bind_int(&query, ":person", account->person_id);
    query_bind_int(&query, ":now", now);
    return query_run(&query, NULL);
}

static enum status write_sign_in(struct ctx *ctx, struct account *account, const char *agent, const char *better_hash,
                                 const unsigned char token[32]) {
    // Whoever reset the password meanwhile must not find a session made with the old one, and whoever set up a second factor none
    // without a code.
    TRY(account_unchanged(ctx, account));
    TRY(settle(ctx, account));
    if (better_hash)
        TRY(credential_refresh(ctx, account->person_id, account->hash, better_hash));
    return account->has_second_factor ? begin_step(ctx, account, token) : begin_session(ctx, account, agent, token);
}

static enum status finish(struct ctx *ctx, enum status status) {
    if (status == STATUS_OK)
        return store_commit(ctx->store);
    store_rollback(ctx->store);
    return status;
}

enum status session_sign_in(struct ctx *ctx, const char *login, const char *password, const char *user_agent,
                            unsigned char token[32], bool *needs_code, int64_t *wait) {
    struct account account;
    *needs_code = false;
    TRY(account_find(ctx, login, &account));
    const enum status counted = try_count(ctx, &account, wait);
    if (counted == STATUS_LIMITED)
        try_log(ctx, "sign_in", &account, "limited");
    TRY(counted);
    if (!password_matches(password, account.hash)) {
        try_log(ctx, "sign_in", &account, "refused");
        return STATUS_UNAUTHENTICATED;
    }
    const bool outdated = !account.by_offer && password_outdated(account.hash);
    const char *better_hash = outdated ? password_hash(password, ctx->arena) : NULL;
    random_fill(ctx->random, token, TOKEN_SIZE);
    TRY(store_begin(ctx->store));
    TRY(finish(ctx, write_sign_in(ctx, &account, user_agent, better_hash, token)));
    *needs_code = account.has_second_factor;
    try_log(ctx, "sign_in", &account, *needs_code ? "password" : "accepted");
    return STATUS_OK;
}

static enum status find_step(struct ctx *ctx, const unsigned char *step, struct account *account) {
    unsigned char hash[TOKEN_HASH_SIZE];
    token_hash(step, hash);
    struct query query = query_start(ctx->store, &STEP_FIND);
    query_bind_blob(&query, ":hash", hash, sizeof hash);
    query_bind_int(&query, ":since", clock_now(ctx->clock) - SIGN_IN_STEP);
    const char *login = query_row(&query) ? query_text(&query, 0, ctx->arena) : NULL;
    TRY(query_end(&query));
    if (!login)
        return STATUS_EXPIRED;
    TRY(account_find(ctx, login, account));
    return account->has_second_factor ? STATUS_OK : STATUS_EXPIRED;
}

enum status session_step_find(struct ctx *ctx, const unsigned char *step) {
    struct account account;
    return find_step(ctx, step, &account);
}

// The first code belongs to the try that was counted with the password; each further one is a try of its own.
static enum status count_code(struct ctx *ctx, const unsigned char *step, const struct account *account, int64_t *wait) {
    int64_t first = 0;
    *wait = 0;
    TRY(store_begin(ctx->store));
    enum status status = run_by_token(ctx, &STEP_TRY, step, &first);
    if (status == STATUS_OK && first == 0)
        status = try_count_within(ctx, account, wait);
    return finish(ctx, status);
}

static enum status write_sign_in_by_code(struct ctx *ctx, const unsigned char *step, const struct account *account,
                                         const struct code *code, const char *agent, const unsigned char token[32]) {
    int64_t ended = 0;
    TRY(run_by_token(ctx, &STEP_END, step, &ended));
    if (ended == 0)
        return STATUS_EXPIRED;
    TRY(code_spend(ctx, account->person_id, code));
    return begin_session(ctx, account, agent, token);
}

enum status session_sign_in_by_code(struct ctx *ctx, const unsigned char *step, const char *typed, const char *user_agent,
                                    unsigned char token[32], int64_t *wait) {
    struct account account;
    struct code code;
    *wait = 0;
    TRY(find_step(ctx, step, &account));
    if (!code_read(ctx->arena, typed, &code))
        return STATUS_BAD_REQUEST;
    enum status status = count_code(ctx, step, &account, wait);
    if (status == STATUS_OK) {
        status = code_check(ctx, step, false, &code);
        if (status != STATUS_OK && status != STATUS_INVALID)
            try_withdraw(ctx, &account);
    }
    if (status == STATUS_OK) {
        random_fill(ctx->random, token, TOKEN_SIZE);
        TRY(store_begin(ctx->store));
        status = finish(ctx, write_sign_in_by_code(ctx, step, &account, &code, user_agent, token));
    }
    static const char *const OUTCOMES[STATUS_COUNT] = {
        [STATUS_OK] = "accepted",
        [STATUS_INVALID] = "refused",
        [STATUS_LIMITED] = "limited",
    };
    if (OUTCOMES[status])
        try_log(ctx, code.digits ? "sign_in.code" : "sign_in.recovery", &account, OUTCOMES[status]);
    return status;
}

enum status session_sign_out(struct ctx *ctx) {
    if (!ctx->actor->session)
        return STATUS_OK;
    TRY(end_session(ctx, ctx->actor->session));
    LOG_EVENT(LOG_INFO, "sign_out", LOG_NUMBER("person", ctx->actor->person_id), LOG_TEXT("address", ctx->asker.address),
              LOG_TEXT("request", ctx->asker.request));
    return STATUS_OK;
}

// A reset of the password, or the end of this session, that came meanwhile goes before.
static enum status write_password(struct ctx *ctx, struct account *account, const struct credential *fresh) {
    unsigned char mine[TOKEN_HASH_SIZE];
    token_hash(ctx->actor->session, mine);
    TRY(account_unchanged(ctx, account));
    TRY(session_is_there(ctx, mine));
    TRY(account->has_second_factor ? try_take_back(ctx, account) : try_forgive(ctx, account));
    TRY(run_for(ctx, &STEPS_END, account->person_id));
    TRY(device_forget_others(ctx, account->person_id));
    struct query query = query_start(ctx->store, &SESSION_END_OTHERS);
    query_bind_int(&query, ":person", account->person_id);
    query_bind_blob(&query, ":hash", mine, sizeof mine);
    TRY(query_run(&query, NULL));
    TRY(credential_settle(ctx, account->person_id, fresh->changed_at));
    // Last, because it can't be rolled back; nobody signs in meanwhile with the old one, who would have to wait for our transaction.
    return credential_put(ctx, account->person_id, fresh);
}

// The two writes, of which the store's is the second. What fails there leaves the password that was.
static enum status finish_password(struct ctx *ctx, struct account *account, const struct credential *fresh) {
    const enum status written = write_password(ctx, account, fresh);
    const enum status status = finish(ctx, written);
    if (written == STATUS_OK && status != STATUS_OK && credential_put(ctx, account->person_id, &account->chosen) != STATUS_OK)
        LOG_EVENT(LOG_ERROR, "password_change", LOG_TEXT("outcome", "half"), LOG_NUMBER("person", account->person_id),
                  LOG_TEXT("consequence", "the new password counts; other sessions were not ended"));
    return status;
}

enum status session_settle_password(struct ctx *ctx, bool *settled) {
    struct account account;
    TRY(account_find(ctx, ctx->actor->login, &account));
    *settled = account.offer_is_over;
    if (!*settled)
        return STATUS_OK;
    TRY(store_begin(ctx->store));
    return finish(ctx, credential_settle(ctx, account.person_id, account.chosen.changed_at));
}

enum status session_change_password(struct ctx *ctx, const char *present, const char *fresh) {
    struct account account;
    int64_t wait;
    if (!ctx->actor->session)
        return STATUS_UNAUTHENTICATED;
    TRY(account_find(ctx, ctx->actor->login, &account));
    TRY(try_count(ctx, &account, &wait));
    if (!password_matches(present, account.hash)) {
        try_log(ctx, "password_change", &account, "refused");
        return STATUS_INVALID;
    }
    const struct credential credential = {
        .hash = password_hash(fresh, ctx->arena), .changed_at = clock_now(ctx->clock), .offer_id = account.offer_id};
    TRY(store_begin(ctx->store));
    TRY(finish_password(ctx, &account, &credential));
    try_log(ctx, "password_change", &account, "accepted");
    return STATUS_OK;
}
