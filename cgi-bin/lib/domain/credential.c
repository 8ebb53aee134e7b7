#include "domain/credential.h"

static const struct sql GET = {"credential.get", "SELECT hash, changed_at, offer_id FROM credential WHERE person_id = :person"};
static const struct sql PUT = {
    "credential.put",
    "INSERT INTO credential (person_id, hash, changed_at, offer_id) VALUES (:person, :hash, :at, :offer)"
    " ON CONFLICT (person_id) DO UPDATE SET hash = :hash, changed_at = :at, offer_id = :offer",
};
static const struct sql REFRESH = {
    "credential.refresh",
    "UPDATE credential SET hash = :better WHERE person_id = :person AND hash = :hash",
};
static const struct sql REMOVE = {"credential.remove", "DELETE FROM credential WHERE person_id = :person"};
static const struct sql CLEAR = {"credential.clear", "DELETE FROM credential"};
const struct sql *const CREDENTIAL_STATEMENTS[] = {&GET, &PUT, &REFRESH, &REMOVE, &CLEAR, NULL};

static const struct sql OFFER_END = {"credential.offer_end", "DELETE FROM credential_offer WHERE person_id = :person"};
static const struct sql PASSWORD_AT = {"credential.password_at", "UPDATE person SET password_at = :at WHERE id = :person"};
static const struct sql VOID = {"credential.void", "SELECT person_id FROM credential_offer WHERE void = 1 LIMIT :most"};
const struct sql *const CREDENTIAL_OFFER_STATEMENTS[] = {&OFFER_END, &PASSWORD_AT, &VOID, NULL};

#define SWEPT_MAX 20 // at a time

enum status credential_get(struct ctx *ctx, int64_t person_id, struct credential *credential) {
    *credential = (struct credential){0};
    struct query query = query_start(ctx->credentials, &GET);
    query_bind_int(&query, ":person", person_id);
    if (query_row(&query))
        *credential = (struct credential){query_text(&query, 0, ctx->arena), query_int(&query, 1), query_int(&query, 2)};
    return query_end(&query);
}

static enum status run_for(struct store *store, const struct sql *sql, int64_t person_id) {
    struct query query = query_start(store, sql);
    query_bind_int(&query, ":person", person_id);
    return query_run(&query, NULL);
}

enum status credential_put(struct ctx *ctx, int64_t person_id, const struct credential *credential) {
    if (!credential->hash)
        return run_for(ctx->credentials, &REMOVE, person_id);
    struct query query = query_start(ctx->credentials, &PUT);
    query_bind_int(&query, ":person", person_id);
    query_bind_text(&query, ":hash", credential->hash);
    query_bind_int(&query, ":at", credential->changed_at);
    query_bind_int(&query, ":offer", credential->offer_id);
    return query_run(&query, NULL);
}

enum status credential_clear(struct ctx *ctx) {
    struct query query = query_start(ctx->credentials, &CLEAR);
    return query_run(&query, NULL);
}

enum status credential_refresh(struct ctx *ctx, int64_t person_id, const char *hash, const char *better) {
    struct query query = query_start(ctx->credentials, &REFRESH);
    query_bind_int(&query, ":person", person_id);
    query_bind_text(&query, ":hash", hash);
    query_bind_text(&query, ":better", better);
    return query_run(&query, NULL);
}

enum status credential_settle(struct ctx *ctx, int64_t person_id, int64_t at) {
    TRY(run_for(ctx->store, &OFFER_END, person_id));
    struct query query = query_start(ctx->store, &PASSWORD_AT);
    query_bind_int(&query, ":person", person_id);
    query_bind_int(&query, ":at", at);
    return query_run(&query, NULL);
}

// The mark goes after the hash: whatever comes between, the next sweep finds it again.
enum status credential_sweep(struct ctx *ctx) {
    int64_t people[SWEPT_MAX];
    unsigned count = 0;
    struct query query = query_start(ctx->store, &VOID);
    query_bind_int(&query, ":most", SWEPT_MAX);
    while (count < SWEPT_MAX && query_row(&query))
        people[count++] = query_int(&query, 0);
    TRY(query_end(&query));
    for (unsigned i = 0; i < count; i++) {
        TRY(run_for(ctx->credentials, &REMOVE, people[i]));
        TRY(run_for(ctx->store, &OFFER_END, people[i]));
    }
    return STATUS_OK;
}
