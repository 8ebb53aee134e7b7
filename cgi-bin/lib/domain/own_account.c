// Every statement names the person, so that nobody's but the actor's rows can be meant.
#include "domain/own_account.h"

#include <string.h>

#include "base/hex.h"
#include "base/log.h"
#include "domain/session.h"
#include "vault/password.h"

static const struct sql SESSIONS = {
    "own.sessions",
    "SELECT token_hash, address, agent, created_at, seen_at, count(*) OVER () FROM session"
    " WHERE person_id = :person AND seen_at > :now - " SESSION_IDLE_SQL " AND created_at > :now - " SESSION_ABSOLUTE_SQL
    " ORDER BY token_hash = :mine DESC, seen_at DESC LIMIT :most",
};
static const struct sql SESSION_END = {
    "own.session_end",
    "DELETE FROM session WHERE person_id = :person AND substr(token_hash, 1, 8) = :id",
};
static const struct sql SESSIONS_END_OTHERS = {
    "own.sessions_end_others",
    "DELETE FROM session WHERE person_id = :person AND token_hash <> :mine",
};
static const struct sql LANGUAGE_SET = {
    "own.language",
    "UPDATE person SET language = :language WHERE id = :person",
};
static const struct sql LOOKS_SET = {
    "own.looks",
    "UPDATE person SET density = :density, appearance = :appearance WHERE id = :person",
};
const struct sql *const OWN_ACCOUNT_STATEMENTS[] = {&SESSIONS, &SESSION_END, &SESSIONS_END_OTHERS, &LANGUAGE_SET,
                                                    &LOOKS_SET, NULL};

static void own_hash(const struct ctx *ctx, unsigned char mine[TOKEN_HASH_SIZE]) {
    memset(mine, 0, TOKEN_HASH_SIZE);
    if (ctx->actor->session != NULL)
        token_hash(ctx->actor->session, mine);
}

static struct own_session read_session(const struct query *query, const unsigned char mine[TOKEN_HASH_SIZE],
                                       struct arena *arena) {
    size_t size = 0;
    const unsigned char *hash = query_blob(query, 0, &size, arena);
    return (struct own_session){
        .id = hex_encode(arena, hash, size < OWN_SESSION_ID ? size : OWN_SESSION_ID),
        .address = query_text(query, 1, arena),
        .agent = query_text(query, 2, arena),
        .created_at = query_int(query, 3),
        .seen_at = query_int(query, 4),
        .current = size == TOKEN_HASH_SIZE && memcmp(hash, mine, size) == 0,
    };
}

enum status own_sessions(struct ctx *ctx, struct own_session **rows, unsigned *count, int64_t *of) {
    const int64_t now = clock_now(ctx->clock);
    unsigned char mine[TOKEN_HASH_SIZE];
    own_hash(ctx, mine);
    *rows = ARENA_ARRAY(ctx->arena, struct own_session, OWN_SESSIONS_MAX);
    *count = 0;
    *of = 0;
    struct query query = query_start(ctx->store, &SESSIONS);
    query_bind_int(&query, ":person", ctx->actor->person_id);
    query_bind_int(&query, ":now", now);
    query_bind_blob(&query, ":mine", mine, sizeof mine);
    query_bind_int(&query, ":most", OWN_SESSIONS_MAX);
    while (*count < OWN_SESSIONS_MAX && query_row(&query)) {
        (*rows)[(*count)++] = read_session(&query, mine, ctx->arena);
        *of = query_int(&query, 5);
    }
    return query_end(&query);
}

static void log_ended(const struct ctx *ctx, int64_t sessions) {
    LOG_EVENT(LOG_INFO, "session.end", LOG_NUMBER("person", ctx->actor->person_id), LOG_NUMBER("sessions", sessions),
              LOG_TEXT("address", ctx->asker.address), LOG_TEXT("request", ctx->asker.request));
}

enum status own_session_end(struct ctx *ctx, const char *id) {
    unsigned char bytes[OWN_SESSION_ID];
    int64_t ended = 0;
    if (!hex_decode(id, bytes, sizeof bytes))
        return STATUS_OK;
    struct query query = query_start(ctx->store, &SESSION_END);
    query_bind_int(&query, ":person", ctx->actor->person_id);
    query_bind_blob(&query, ":id", bytes, sizeof bytes);
    TRY(query_run(&query, &ended));
    log_ended(ctx, ended);
    return STATUS_OK;
}

enum status own_sessions_end_others(struct ctx *ctx) {
    unsigned char mine[TOKEN_HASH_SIZE];
    int64_t ended = 0;
    own_hash(ctx, mine);
    struct query query = query_start(ctx->store, &SESSIONS_END_OTHERS);
    query_bind_int(&query, ":person", ctx->actor->person_id);
    query_bind_blob(&query, ":mine", mine, sizeof mine);
    TRY(query_run(&query, &ended));
    log_ended(ctx, ended);
    return STATUS_OK;
}

enum status own_set_language(struct ctx *ctx, enum lang lang) {
    struct query query = query_start(ctx->store, &LANGUAGE_SET);
    query_bind_text(&query, ":language", lang_code(lang));
    query_bind_int(&query, ":person", ctx->actor->person_id);
    return query_run(&query, NULL);
}

static bool is_among(const char *word, const char *const *words) {
    while (*words != NULL && strcmp(*words, word) != 0)
        words++;
    return *words != NULL;
}

enum status own_set_looks(struct ctx *ctx, const char *density, const char *appearance) {
    static const char *const DENSITIES[] = {"compact", "comfortable", NULL};
    static const char *const APPEARANCES[] = {"system", "light", "dark", NULL};
    if (!is_among(density, DENSITIES) || !is_among(appearance, APPEARANCES))
        return STATUS_INVALID;
    struct query query = query_start(ctx->store, &LOOKS_SET);
    query_bind_text(&query, ":density", density);
    query_bind_text(&query, ":appearance", appearance);
    query_bind_int(&query, ":person", ctx->actor->person_id);
    return query_run(&query, NULL);
}
