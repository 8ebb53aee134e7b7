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

const char *customer_name_key(struct arena *arena, const char *name) {
    struct buffer key = {.arena = arena};
    const char *cursor = utf8_fold(arena, name);
    uint32_t point;
    for (unsigned i = 0; i < KEY_CHARACTERS && (point = utf8_next(&cursor)) != 0; i++) {
        char reading[8];
        pinyin_common(point, reading);
        buffer_text(&key, reading);
        if (*reading != '\0')
            buffer_text(&key, " "); // sorts before every letter: 西安 (xi an) before 先 (xian)
        else
            utf8_put(&key, point);
    }
    return key.data ? key.data : "";
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
