// Setting up, proving and switching off a second factor. No statement here reads the box.
#include "domain/second_factor.h"

#include <string.h>

#include "base/utf8.h"
#include "domain/tries.h"
#include "vault/password.h"
#include "vault/recovery.h"
#include "vault/totp.h"

static const struct sql FIND = {
    "factor.find",
    "SELECT f.confirmed_at, (SELECT count(*) FROM recovery_code c WHERE c.person_id = f.person_id) FROM second_factor f"
    " WHERE f.person_id = :person AND f.confirmed_at IS NOT NULL",
};
static const struct sql DISCARD = {
    "factor.discard",
    "DELETE FROM second_factor WHERE person_id = :person AND confirmed_at IS NULL",
};
static const struct sql ADD = {
    "factor.add",
    "INSERT INTO second_factor (person_id, box, begun_at) VALUES (:person, :box, :now)",
};
// Counted before the code is looked at, so that codes tried side by side are not free.
static const struct sql COUNT_CODE = {
    "factor.count_code",
    "UPDATE second_factor SET tried = tried + 1 WHERE person_id = :person AND confirmed_at IS NULL AND tried < :most AND"
    " begun_at > :since",
};
static const struct sql CONFIRM = {
    "factor.confirm",
    "UPDATE second_factor SET confirmed_at = :now, last_step = :step WHERE person_id = :person AND confirmed_at IS NULL",
};
static const struct sql SPEND_STEP = {
    "factor.spend_step",
    "UPDATE second_factor SET last_step = :step WHERE person_id = :person AND confirmed_at IS NOT NULL AND last_step < :step",
};
static const struct sql SPEND_RECOVERY = {
    "factor.spend_recovery",
    "DELETE FROM recovery_code WHERE person_id = :person AND hash = :hash",
};
static const struct sql CODES_FORGET = {
    "factor.codes_forget",
    "DELETE FROM recovery_code WHERE person_id = :person",
};
static const struct sql CODE_ADD = {
    "factor.code_add",
    "INSERT INTO recovery_code (person_id, hash) VALUES (:person, :hash)",
};
static const struct sql REMOVE = {
    "factor.remove",
    "DELETE FROM second_factor WHERE person_id = :person",
};
const struct sql *const SECOND_FACTOR_STATEMENTS[] = {
    &FIND,
    &DISCARD,
    &ADD,
    &COUNT_CODE,
    &CONFIRM,
    &SPEND_STEP,
    &SPEND_RECOVERY,
    &CODES_FORGET,
    &CODE_ADD,
    &REMOVE,
    NULL,
};

enum status factor_find(struct ctx *ctx, struct second_factor *factor) {
    *factor = (struct second_factor){0};
    struct query query = query_start(ctx->store, &FIND);
    query_bind_int(&query, ":person", ctx->actor->person_id);
    if (query_row(&query))
        *factor = (struct second_factor){query_int(&query, 0), query_int(&query, 1)};
    return query_end(&query);
}

static enum status run_for(struct ctx *ctx, const struct sql *sql, int64_t person_id) {
    struct query query = query_start(ctx->store, sql);
    query_bind_int(&query, ":person", person_id);
    return query_run(&query, NULL);
}

static enum status finish(struct ctx *ctx, enum status status) {
    if (status == STATUS_OK)
        return store_commit(ctx->store);
    store_rollback(ctx->store);
    return status;
}

// --- A code on its way

bool code_read(struct arena *arena, const char *typed, struct code *code) {
    const char *folded = utf8_fold(arena, typed);
    const bool digits = strlen(folded) == TOTP_DIGITS && strspn(folded, "0123456789") == TOTP_DIGITS;
    *code = (struct code){.digits = digits ? folded : NULL, .recovery = digits ? NULL : recovery_read(typed, arena)};
    return code->digits || code->recovery;
}

enum status code_check(struct ctx *ctx, const unsigned char *token, bool fresh, struct code *code) {
    struct asker asker = ctx->asker;
    asker.session = token;
    if (!code->digits)
        return fresh ? STATUS_INVALID : STATUS_OK; // that one is there shows when it is spent
    TRY(custody_check_code(ctx->custody, &asker, fresh, code->digits, &code->step));
    return code->step != 0 ? STATUS_OK : STATUS_INVALID;
}

enum status code_spend(struct ctx *ctx, int64_t person_id, const struct code *code) {
    unsigned char hash[RECOVERY_HASH_SIZE];
    int64_t spent = 0;
    struct query query = query_start(ctx->store, code->digits ? &SPEND_STEP : &SPEND_RECOVERY);
    query_bind_int(&query, ":person", person_id);
    if (code->digits) {
        query_bind_int(&query, ":step", code->step);
    } else {
        recovery_hash(person_id, code->recovery, hash);
        query_bind_blob(&query, ":hash", hash, sizeof hash);
    }
    TRY(query_run(&query, &spent));
    return spent == 1 ? STATUS_OK : STATUS_INVALID;
}

static enum status add_code(struct ctx *ctx, int64_t person_id, const char *code) {
    unsigned char hash[RECOVERY_HASH_SIZE];
    recovery_hash(person_id, recovery_read(code, ctx->arena), hash);
    struct query query = query_start(ctx->store, &CODE_ADD);
    query_bind_int(&query, ":person", person_id);
    query_bind_blob(&query, ":hash", hash, sizeof hash);
    return query_run(&query, NULL);
}

static enum status write_codes(struct ctx *ctx, int64_t person_id, const char *codes[RECOVERY_CODES]) {
    TRY(run_for(ctx, &CODES_FORGET, person_id));
    for (unsigned i = 0; i < RECOVERY_CODES; i++) {
        codes[i] = recovery_make(ctx->random, ctx->arena);
        TRY(add_code(ctx, person_id, codes[i]));
    }
    return STATUS_OK;
}

// --- Setting it up

static enum status write_secret(struct ctx *ctx, struct account *account, const struct sealed *sealed) {
    TRY(account_unchanged(ctx, account));
    TRY(try_forgive(ctx, account));
    TRY(run_for(ctx, &DISCARD, account->person_id));
    struct query query = query_start(ctx->store, &ADD);
    query_bind_int(&query, ":person", account->person_id);
    query_bind_blob(&query, ":box", sealed->box, sealed->size);
    query_bind_int(&query, ":now", clock_now(ctx->clock));
    return query_run(&query, NULL);
}

enum status factor_begin(struct ctx *ctx, const char *password, struct custody_secret *secret) {
    struct account account;
    int64_t wait;
    if (*password == '\0')
        return STATUS_INVALID;
    TRY(account_find(ctx, ctx->actor->login, &account));
    if (account.has_second_factor)
        return STATUS_CONFLICT;
    TRY(try_count(ctx, &account, &wait));
    if (!password_matches(password, account.hash)) {
        try_log(ctx, "second_factor.begin", &account, "refused");
        return STATUS_INVALID;
    }
    const enum status made = custody_make_secret(ctx->custody, &ctx->asker, secret, ctx->arena);
    if (made != STATUS_OK)
        try_withdraw(ctx, &account);
    TRY(made);
    TRY(store_begin(ctx->store));
    TRY(finish(ctx, write_secret(ctx, &account, &secret->sealed)));
    try_log(ctx, "second_factor.begin", &account, "accepted");
    return STATUS_OK;
}

static enum status write_confirmation(struct ctx *ctx, int64_t step, const char *codes[RECOVERY_CODES]) {
    int64_t confirmed = 0;
    struct query query = query_start(ctx->store, &CONFIRM);
    query_bind_int(&query, ":person", ctx->actor->person_id);
    query_bind_int(&query, ":now", clock_now(ctx->clock));
    query_bind_int(&query, ":step", step);
    TRY(query_run(&query, &confirmed));
    return confirmed == 1 ? write_codes(ctx, ctx->actor->person_id, codes) : STATUS_NOT_FOUND;
}

// Somebody at an abandoned machine, or with a stolen session, has not seen the secret and might guess a code of it: then the account and
// its recovery codes would be theirs. So there are few tries, and the secret is forgotten soon. They are not counted with those of signing
// in: who has the session could lock its owner out.
static enum status count_code(struct ctx *ctx) {
    int64_t counted = 0;
    struct query query = query_start(ctx->store, &COUNT_CODE);
    query_bind_int(&query, ":person", ctx->actor->person_id);
    query_bind_int(&query, ":most", FACTOR_SETUP_CODES);
    query_bind_int(&query, ":since", clock_now(ctx->clock) - FACTOR_SETUP);
    TRY(query_run(&query, &counted));
    return counted == 1 ? STATUS_OK : STATUS_NOT_FOUND;
}

enum status factor_confirm(struct ctx *ctx, const char *typed, const char *codes[RECOVERY_CODES]) {
    const struct account account = {.person_id = ctx->actor->person_id};
    struct code code;
    if (!code_read(ctx->arena, typed, &code))
        return STATUS_INVALID;
    TRY(count_code(ctx));
    const enum status checked = code_check(ctx, ctx->actor->session, true, &code);
    if (checked == STATUS_INVALID)
        try_log(ctx, "second_factor.on", &account, "refused");
    TRY(checked);
    TRY(store_begin(ctx->store));
    TRY(finish(ctx, write_confirmation(ctx, code.step, codes)));
    try_log(ctx, "second_factor.on", &account, "accepted");
    return STATUS_OK;
}

// --- What needs password and code

static enum status refuse(const struct ctx *ctx, const char *event, const struct account *account, enum factor_fault is,
                          enum factor_fault *fault) {
    *fault = is;
    try_log(ctx, event, account, "refused");
    return STATUS_INVALID;
}

// One try for both. On STATUS_OK the code is good but not spent yet.
static enum status prove(struct ctx *ctx, const char *event, const char *password, const char *typed, struct account *account,
                         struct code *code, enum factor_fault *fault) {
    int64_t wait;
    *fault = *password == '\0' ? FACTOR_PASSWORD : code_read(ctx->arena, typed, code) ? FACTOR_GOOD
                                                                                      : FACTOR_CODE_FORM;
    if (*fault != FACTOR_GOOD)
        return STATUS_INVALID;
    TRY(account_find(ctx, ctx->actor->login, account));
    if (!account->has_second_factor)
        return STATUS_NOT_FOUND;
    TRY(try_count(ctx, account, &wait));
    if (!password_matches(password, account->hash))
        return refuse(ctx, event, account, FACTOR_PASSWORD, fault);
    const enum status status = code_check(ctx, ctx->actor->session, false, code);
    if (status != STATUS_OK && status != STATUS_INVALID)
        try_withdraw(ctx, account);
    return status == STATUS_INVALID ? refuse(ctx, event, account, FACTOR_CODE, fault) : status;
}

// Ends what `prove` began: on STATUS_INVALID the code had been spent meanwhile.
static enum status conclude(struct ctx *ctx, const char *event, const struct account *account, enum status status,
                            enum factor_fault *fault) {
    const enum status done = finish(ctx, status);
    if (done == STATUS_INVALID)
        return refuse(ctx, event, account, FACTOR_CODE, fault);
    if (done == STATUS_OK)
        try_log(ctx, event, account, "accepted");
    return done;
}

static enum status write_renewal(struct ctx *ctx, struct account *account, const struct code *code,
                                 const char *codes[RECOVERY_CODES]) {
    TRY(account_unchanged(ctx, account));
    TRY(code_spend(ctx, account->person_id, code));
    TRY(try_forgive(ctx, account));
    return write_codes(ctx, account->person_id, codes);
}

enum status factor_renew_codes(struct ctx *ctx, const char *password, const char *typed, enum factor_fault *fault,
                               const char *codes[RECOVERY_CODES]) {
    static const char EVENT[] = "second_factor.codes";
    struct account account;
    struct code code;
    TRY(prove(ctx, EVENT, password, typed, &account, &code, fault));
    TRY(store_begin(ctx->store));
    return conclude(ctx, EVENT, &account, write_renewal(ctx, &account, &code, codes), fault);
}

static enum status write_removal(struct ctx *ctx, struct account *account, const struct code *code) {
    TRY(account_unchanged(ctx, account));
    TRY(code_spend(ctx, account->person_id, code));
    TRY(try_forgive(ctx, account));
    TRY(run_for(ctx, &CODES_FORGET, account->person_id));
    return run_for(ctx, &REMOVE, account->person_id);
}

enum status factor_switch_off(struct ctx *ctx, const char *password, const char *typed, enum factor_fault *fault) {
    static const char EVENT[] = "second_factor.off";
    struct account account;
    struct code code;
    TRY(prove(ctx, EVENT, password, typed, &account, &code, fault));
    TRY(store_begin(ctx->store));
    return conclude(ctx, EVENT, &account, write_removal(ctx, &account, &code), fault);
}
