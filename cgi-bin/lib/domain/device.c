#include "domain/device.h"

#include "vault/password.h"

static const struct sql GIVEN = {
    "device.given",
    "SELECT 1 FROM device WHERE token_hash = :hash AND seen_at > :since LIMIT 1",
};
static const struct sql KEEP = {
    "device.keep",
    "INSERT INTO device (token_hash, person_id, seen_at) VALUES (:hash, :person, :now)"
    " ON CONFLICT (token_hash, person_id) DO UPDATE SET seen_at = :now, trusted = 1",
};
static const struct sql EXPIRE = {
    "device.expire",
    "DELETE FROM device WHERE seen_at <= :since",
};
static const struct sql FORGET_OTHERS = {
    "device.forget_others",
    "UPDATE device SET trusted = 0 WHERE person_id = :person AND token_hash <> :hash",
};
const struct sql *const DEVICE_STATEMENTS[] = {&GIVEN, &KEEP, &EXPIRE, &FORGET_OTHERS, NULL};

static void bind_device(struct query *query, const struct ctx *ctx) {
    unsigned char *hash = arena_alloc(ctx->arena, TOKEN_HASH_SIZE); // zeros are no token's
    if (ctx->device)
        token_hash(ctx->device, hash);
    query_bind_blob(query, ":hash", hash, TOKEN_HASH_SIZE);
}

static enum status expire(struct ctx *ctx, int64_t since) {
    struct query query = query_start(ctx->store, &EXPIRE);
    query_bind_int(&query, ":since", since);
    return query_run(&query, NULL);
}

static enum status find_given(struct ctx *ctx, int64_t since, bool *given) {
    struct query query = query_start(ctx->store, &GIVEN);
    bind_device(&query, ctx);
    query_bind_int(&query, ":since", since);
    *given = query_row(&query);
    return query_end(&query);
}

enum status device_remember(struct ctx *ctx, int64_t person_id) {
    const int64_t now = clock_now(ctx->clock), since = now - DEVICE_KEPT;
    bool given = false;
    TRY(expire(ctx, since));
    TRY(find_given(ctx, since, &given));
    if (!given) {
        unsigned char *token = arena_alloc(ctx->arena, TOKEN_SIZE);
        random_fill(ctx->random, token, TOKEN_SIZE);
        ctx->device = token;
    }
    struct query query = query_start(ctx->store, &KEEP);
    bind_device(&query, ctx);
    query_bind_int(&query, ":person", person_id);
    query_bind_int(&query, ":now", now);
    return query_run(&query, NULL);
}

enum status device_forget_others(struct ctx *ctx, int64_t person_id) {
    struct query query = query_start(ctx->store, &FORGET_OTHERS);
    bind_device(&query, ctx);
    query_bind_int(&query, ":person", person_id);
    return query_run(&query, NULL);
}
