// Names for sorting and searching (ARC-9).
#include "domain/customer_name.h"

#include <string.h>

#include "base/utf8.h"
#include "domain/customer_sql.h"
#include "model/pinyin.h"
#include "model/search.h"

const struct sql INDEX_ADD = {
    "customer.index_add",
    "INSERT INTO customer_index (rowid, name, initials, readings) VALUES (:id, :name, :initials, :readings)",
};
const struct sql INDEX_REMOVE = {
    "customer.index_remove",
    "INSERT INTO customer_index (customer_index, rowid, name, initials, readings) VALUES ('delete', :id, :name, :initials, :readings)",
};
const struct sql INDEX_SETTLE = {"customer.index_settle", "INSERT INTO customer_index (customer_index) VALUES ('optimize')"};
const struct sql FOUND_BY_READ = {
    "customer.found_by_read",
    "SELECT c.found_by, c.name, k.name FROM customer c LEFT JOIN contact k ON k.customer_id = c.id AND k.deleted_at IS NULL "
    "WHERE c.id = :id ORDER BY k.id",
};
const struct sql FOUND_BY_WRITE = {"customer.found_by_write", "UPDATE customer SET found_by = :found_by WHERE id = :id"};

// Enough to tell companies apart beyond their city, short enough for the indexes that hold it.
#define KEY_CHARACTERS 16

// What names of companies often hold and the most common reading of a character gets wrong.
static const struct {
    const char *text;
    const char *reading;
} EXCEPTIONS[] = {
    {"重庆", "chong qing "},
    {"厦门", "xia men "},
    {"银行", "yin hang "},
    {"商行", "shang hang "},
    {"会计", "kuai ji "},
    {"长", "chang "},
    {"都", "du "},
};

// Appends what the text at `cursor` sorts by, and goes on behind it. A blank sorts before every letter: 西安 (xi an)
// before 先 (xian).
static void add_reading(struct buffer *key, const char **cursor) {
    for (size_t i = 0; i < sizeof EXCEPTIONS / sizeof *EXCEPTIONS; i++) {
        size_t length = strlen(EXCEPTIONS[i].text);
        if (strncmp(*cursor, EXCEPTIONS[i].text, length) == 0) {
            buffer_text(key, EXCEPTIONS[i].reading);
            *cursor += length;
            return;
        }
    }
    char reading[8];
    uint32_t point = utf8_next(cursor);
    pinyin_common(point, reading);
    if (*reading != '\0')
        buffer_format(key, "%s ", reading);
    else
        utf8_put(key, point);
}

const char *customer_name_key(struct arena *arena, const char *name) {
    struct buffer key = {.arena = arena};
    const char *cursor = utf8_fold(arena, name);
    buffer_text(&key, "");
    for (unsigned i = 0; i < KEY_CHARACTERS && *cursor != '\0'; i++)
        add_reading(&key, &cursor);
    return key.data;
}

const char *customer_found_by(struct arena *arena, const char *found_by, const char *name) {
    const char *folded = utf8_fold(arena, name);
    return *found_by == '\0' ? folded : arena_format(arena, "%s/%s", found_by, folded);
}

static enum status run(struct ctx *ctx, const struct sql *sql, int64_t id, const char *found_by) {
    struct query query = query_start(ctx->store, sql);
    query_bind_int(&query, ":id", id);
    query_bind_text(&query, ":name", search_name_tokens(ctx->arena, found_by));
    query_bind_text(&query, ":initials", search_initials_tokens(ctx->arena, found_by));
    query_bind_text(&query, ":readings", search_reading_tokens(ctx->arena, found_by));
    return query_run(&query, NULL);
}

enum status customer_index_add(struct ctx *ctx, int64_t id, const char *found_by) {
    return run(ctx, &INDEX_ADD, id, found_by);
}

enum status customer_index_remove(struct ctx *ctx, int64_t id, const char *found_by) {
    return run(ctx, &INDEX_REMOVE, id, found_by);
}

enum status customer_index_settle(struct ctx *ctx) {
    struct query query = query_start(ctx->store, &INDEX_SETTLE);
    return query_run(&query, NULL);
}

// What the customer was found by until now, and what it must be found by.
static enum status read_found_by(struct ctx *ctx, int64_t id, const char **before, const char **after) {
    *before = *after = "";
    struct query query = query_start(ctx->store, &FOUND_BY_READ);
    query_bind_int(&query, ":id", id);
    for (bool first = true; query_row(&query); first = false) {
        if (first) {
            *before = query_text(&query, 0, ctx->arena);
            *after = customer_found_by(ctx->arena, "", query_text(&query, 1, ctx->arena));
        }
        if (!query_is_null(&query, 2))
            *after = customer_found_by(ctx->arena, *after, query_text(&query, 2, ctx->arena));
    }
    return query_end(&query);
}

enum status customer_index_again(struct ctx *ctx, int64_t id) {
    const char *before, *after;
    TRY(read_found_by(ctx, id, &before, &after));
    if (strcmp(before, after) == 0)
        return STATUS_OK;
    TRY(run(ctx, &INDEX_REMOVE, id, before));
    TRY(run(ctx, &INDEX_ADD, id, after));
    struct query query = query_start(ctx->store, &FOUND_BY_WRITE);
    query_bind_int(&query, ":id", id);
    query_bind_text(&query, ":found_by", after);
    return query_run(&query, NULL);
}
