// Names for sorting and searching (ARC-9).
#include "domain/customer_name.h"

#include <string.h>

#include "base/utf8.h"
#include "domain/customer_sql.h"
#include "model/pinyin.h"
#include "model/search.h"

const struct sql INDEX_ADD = {
    "customer.index_add",
    "INSERT INTO customer_index (rowid, name, initials) VALUES (:id, :name, :initials)",
};
const struct sql INDEX_REMOVE = {
    "customer.index_remove",
    "INSERT INTO customer_index (customer_index, rowid, name, initials) VALUES ('delete', :id, :name, :initials)",
};

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

static enum status run(struct ctx *ctx, const struct sql *sql, int64_t id, const char *name) {
    struct query query = query_start(ctx->store, sql);
    query_bind_int(&query, ":id", id);
    query_bind_text(&query, ":name", search_name_tokens(ctx->arena, name));
    query_bind_text(&query, ":initials", search_initials_tokens(ctx->arena, name));
    return query_run(&query, NULL);
}

enum status customer_index_add(struct ctx *ctx, int64_t id, const char *name) {
    return run(ctx, &INDEX_ADD, id, name);
}

enum status customer_index_remove(struct ctx *ctx, int64_t id, const char *name) {
    return run(ctx, &INDEX_REMOVE, id, name);
}
