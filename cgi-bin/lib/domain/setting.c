// Settings in the store: what is not there has its usual value.
#include "domain/setting.h"

#include <inttypes.h>
#include <stdlib.h>

#include "domain/admin_record.h"
#include "domain/change.h"
#include "domain/retention.h"

static const struct sql SETTING_GET = {"setting.get", "SELECT value FROM setting WHERE key = :key"};
static const struct sql SETTING_SET = {
    "setting.set",
    "INSERT INTO setting (key, value) VALUES (:key, :value) ON CONFLICT (key) DO UPDATE SET value = excluded.value"};
static const struct sql SETTING_REMOVE = {"setting.remove", "DELETE FROM setting WHERE key = :key"};
static const struct sql SETTING_ALL = {"setting.all", "SELECT key, value FROM setting"};

// What holds until a shorter retention does, and since when it waits.
#define KEEP_WAS "log.keep_was"
#define KEEP_SINCE "log.keep_since"
static const struct sql SETTING_WAITS = {
    "setting.waits",
    "SELECT (SELECT CAST(value AS INTEGER) FROM setting WHERE key = '" KEEP_WAS "'),"
    " (SELECT CAST(value AS INTEGER) FROM setting WHERE key = '" KEEP_SINCE "')",
};

const struct sql *const SETTING_STATEMENTS[] = {&SETTING_GET, &SETTING_SET, &SETTING_REMOVE, &SETTING_ALL, &SETTING_WAITS, NULL};
const struct sql *const SETTING_READ_STATEMENTS[] = {&SETTING_ALL, NULL};

enum status setting_get(struct ctx *ctx, const char *key, const char **value) {
    *value = "";
    struct query query = query_start(ctx->store, &SETTING_GET);
    query_bind_text(&query, ":key", key);
    if (query_row(&query))
        *value = query_text(&query, 0, ctx->arena);
    return query_end(&query);
}

enum status setting_set(struct ctx *ctx, const char *key, const char *value) {
    struct query query = query_start(ctx->store, &SETTING_SET);
    query_bind_text(&query, ":key", key);
    query_bind_text(&query, ":value", value);
    return query_run(&query, NULL);
}

static enum status setting_remove(struct ctx *ctx, const char *key) {
    struct query query = query_start(ctx->store, &SETTING_REMOVE);
    query_bind_text(&query, ":key", key);
    return query_run(&query, NULL);
}

enum status setting_figures(struct ctx *ctx, int64_t values[SETTING_COUNT], bool is_set[SETTING_COUNT]) {
    for (unsigned i = 0; i < SETTING_COUNT; i++) {
        values[i] = SETTINGS[i].usual;
        if (is_set != NULL)
            is_set[i] = false;
    }
    struct query query = query_start(ctx->store, &SETTING_ALL);
    while (query_row(&query)) {
        enum setting setting = setting_find(query_text(&query, 0, ctx->arena));
        if (setting == SETTING_COUNT)
            continue;
        values[setting] = strtoll(query_text(&query, 1, ctx->arena), NULL, 10);
        if (is_set != NULL)
            is_set[setting] = true;
    }
    return query_end(&query);
}

static const char *figure(struct ctx *ctx, int64_t value) {
    return arena_format(ctx->arena, "%" PRId64, value);
}

enum status setting_waiting(struct ctx *ctx, struct setting_wait *wait) {
    *wait = (struct setting_wait){0};
    int64_t since = 0;
    struct query query = query_start(ctx->store, &SETTING_WAITS);
    if (query_row(&query)) {
        wait->was = query_int(&query, 0);
        since = query_int(&query, 1);
    }
    TRY(query_end(&query));
    if (wait->was == 0 || since + RETENTION_WAIT <= clock_now(ctx->clock))
        *wait = (struct setting_wait){0};
    else
        wait->until = since + RETENTION_WAIT;
    return STATUS_OK;
}

// CONF-5: a shorter retention waits; one that is less short than what waits goes on waiting, as the custodian counts it (retain.c).
static enum status note_wait(struct ctx *ctx, int64_t before, int64_t value) {
    struct setting_wait wait;
    TRY(setting_waiting(ctx, &wait));
    const int64_t holds = wait.until != 0 ? wait.was : before;
    if (value >= holds) {
        TRY(setting_remove(ctx, KEEP_WAS));
        return setting_remove(ctx, KEEP_SINCE);
    }
    TRY(setting_set(ctx, KEEP_WAS, figure(ctx, holds)));
    return wait.until != 0 && value > before ? STATUS_OK : setting_set(ctx, KEEP_SINCE, figure(ctx, clock_now(ctx->clock)));
}

static enum status change(struct ctx *ctx, enum setting setting, int64_t value, const char *action) {
    const struct setting_rule *rule = &SETTINGS[setting];
    const struct admin_subject subject = {"setting", 0, rule->key};
    int64_t values[SETTING_COUNT];
    TRY(setting_figures(ctx, values, NULL));
    if (values[setting] == value)
        return STATUS_OK;
    if (setting == SETTING_LOG_KEEP)
        TRY(note_wait(ctx, values[setting], value));
    TRY(value == rule->usual ? setting_remove(ctx, rule->key) : setting_set(ctx, rule->key, figure(ctx, value)));
    return admin_record_add(ctx, &subject, action, "value", figure(ctx, values[setting]), figure(ctx, value));
}

enum status setting_save(struct ctx *ctx, enum setting setting, const char *typed, struct text *message) {
    int64_t value = 0;
    if (!actor_administers(ctx->actor, PERM_ADMIN_SETTINGS))
        return STATUS_FORBIDDEN;
    TRY(setting_check(setting, typed, ctx->arena, &value, message));
    TRY(store_begin(ctx->store));
    return change_end(ctx, change(ctx, setting, value, "edit"));
}

enum status setting_reset(struct ctx *ctx, enum setting setting) {
    if (!actor_administers(ctx->actor, PERM_ADMIN_SETTINGS))
        return STATUS_FORBIDDEN;
    TRY(store_begin(ctx->store));
    return change_end(ctx, change(ctx, setting, SETTINGS[setting].usual, "reset"));
}
