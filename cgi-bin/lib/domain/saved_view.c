#include "domain/saved_view.h"

#include <string.h>

#include "base/utf8.h"

#define COLUMNS "SELECT v.id, v.name, v.query, v.shared, v.person_id = :person, p.name, p.state <> 'active' FROM saved_view v JOIN person p ON p.id = v.person_id "
#define OPEN_TO "(v.person_id = :person OR v.shared = 'all' OR (v.shared = 'unit' AND v.unit_id = :unit))"
#define ORPHANED                                                      \
    "((shared = 'all' OR (shared = 'unit' AND unit_id = :unit)) AND " \
    "person_id IN (SELECT id FROM person WHERE state <> 'active'))"
static const struct sql LIST = {
    "saved_view.list",
    COLUMNS "WHERE v.id IN (SELECT id FROM saved_view WHERE person_id = :person AND deleted_at IS NULL UNION "
            "SELECT id FROM saved_view WHERE shared = 'unit' AND unit_id = :unit AND deleted_at IS NULL UNION "
            "SELECT * FROM (SELECT id FROM saved_view WHERE shared = 'all' AND deleted_at IS NULL ORDER BY id DESC LIMIT :limit)) "
            "ORDER BY v.person_id = :person DESC, v.name, v.id LIMIT :limit",
};
static const struct sql FIND = {"saved_view.find", COLUMNS "WHERE v.id = :id AND v.deleted_at IS NULL AND " OPEN_TO};
static const struct sql CREATE = {
    "saved_view.create",
    "INSERT INTO saved_view (id, person_id, name, query, shared, unit_id, created_at) SELECT :id, :person, :name, :query, :shared, "
    ":unit, :now WHERE (SELECT count(*) FROM saved_view WHERE person_id = :person AND deleted_at IS NULL) < :most",
};
static const struct sql CHANGE = {
    "saved_view.change",
    "UPDATE saved_view SET name = :name, shared = :shared, unit_id = :unit WHERE id = :id AND person_id = :person AND deleted_at IS NULL",
};
static const struct sql TAKE = {
    "saved_view.take",
    "UPDATE saved_view SET person_id = :person WHERE id = :id AND deleted_at IS NULL AND " ORPHANED " AND "
    "(SELECT count(*) FROM saved_view WHERE person_id = :person AND deleted_at IS NULL) < :most",
};
static const struct sql REQUERY = {
    "saved_view.requery",
    "UPDATE saved_view SET query = :query WHERE id = :id AND person_id = :person AND deleted_at IS NULL",
};
// Of a shared view whose owner has left: whom it is shared with. It is theirs then, so that they can take the deletion back.
static const struct sql DELETE = {
    "saved_view.delete",
    "UPDATE saved_view SET deleted_at = :now, person_id = :person WHERE id = :id AND deleted_at IS NULL AND (person_id = :person OR " ORPHANED ")",
};
static const struct sql DELETED = {
    "saved_view.deleted",
    "SELECT 1 FROM saved_view WHERE id = :id AND person_id = :person AND deleted_at IS NOT NULL",
};
static const struct sql RESTORE = {
    "saved_view.restore",
    "UPDATE saved_view SET deleted_at = NULL WHERE id = :id AND person_id = :person AND deleted_at IS NOT NULL AND "
    "(SELECT count(*) FROM saved_view WHERE person_id = :person AND deleted_at IS NULL) < :most",
};
const struct sql *const SAVED_VIEW_STATEMENTS[] = {&LIST, &FIND, &CREATE, &CHANGE, &REQUERY, &TAKE, &DELETE, &DELETED, &RESTORE, NULL};
const struct sql *const SAVED_VIEW_LIST_STATEMENTS[] = {&LIST, NULL};

static const char *const KEYS[SHARING_COUNT] = {[SHARED_NO] = "no", [SHARED_UNIT] = "unit", [SHARED_ALL] = "all"};

const char *sharing_key(enum sharing sharing) {
    return KEYS[sharing];
}

enum sharing sharing_of(const char *key) {
    int i = 0;
    while (i < SHARING_COUNT && strcmp(KEYS[i], key) != 0)
        i++;
    return (enum sharing)i;
}

static struct saved_view read_view(const struct query *query, struct arena *arena) {
    return (struct saved_view){
        .id = query_int(query, 0),
        .name = query_text(query, 1, arena),
        .query = query_text(query, 2, arena),
        .shared = sharing_of(query_text(query, 3, arena)),
        .own = query_int(query, 4) != 0,
        .owner_name = query_text(query, 5, arena),
        .orphaned = query_int(query, 6) != 0,
    };
}

static struct query start(struct ctx *ctx, const struct sql *sql) {
    struct query query = query_start(ctx->store, sql);
    query_bind_int(&query, ":person", ctx->actor->person_id);
    return query;
}

enum status saved_view_list(struct ctx *ctx, struct saved_view **views, unsigned *count, bool *more) {
    *views = ARENA_ARRAY(ctx->arena, struct saved_view, VIEWS_LISTED);
    *count = 0;
    struct query query = start(ctx, &LIST);
    query_bind_int(&query, ":unit", ctx->actor->unit_id);
    query_bind_int(&query, ":limit", VIEWS_LISTED + 1);
    while (*count < VIEWS_LISTED && query_row(&query))
        (*views)[(*count)++] = read_view(&query, ctx->arena);
    *more = query_row(&query);
    return query_end(&query);
}

enum status saved_view_find(struct ctx *ctx, int64_t id, struct saved_view *view) {
    struct query query = start(ctx, &FIND);
    query_bind_int(&query, ":unit", ctx->actor->unit_id);
    query_bind_int(&query, ":id", id);
    const bool found = query_row(&query);
    if (found)
        *view = read_view(&query, ctx->arena);
    TRY(query_end(&query));
    return found ? STATUS_OK : STATUS_NOT_FOUND;
}

enum status saved_view_check(struct ctx *ctx, const char *typed, const char **name, struct text *message) {
    *name = utf8_trim(ctx->arena, typed);
    const size_t length = utf8_length(*name);
    if (length == 0)
        *message = (struct text){"请输入名称", "Give it a name."};
    else if (length > VIEW_NAME_MAX)
        *message = (struct text){"名称最多 40 个字", "A name has 40 characters at most."};
    else if (utf8_has_control(*name) || strpbrk(*name, "\r\n\t") != NULL)
        *message = (struct text){"名称中有不能显示的字符", "There are characters in it that can't be shown."};
    else
        return STATUS_OK;
    return STATUS_INVALID;
}

enum status saved_view_create(struct ctx *ctx, const char *name, const char *query_text, enum sharing shared, int64_t *id) {
    int64_t created = 0;
    if (strlen(query_text) > VIEW_QUERY_MAX)
        return STATUS_TOO_LARGE;
    *id = id_new(ctx->ids);
    struct query query = start(ctx, &CREATE);
    query_bind_int(&query, ":id", *id);
    query_bind_text(&query, ":name", name);
    query_bind_text(&query, ":query", query_text);
    query_bind_text(&query, ":shared", KEYS[shared]);
    query_bind_int(&query, ":unit", ctx->actor->unit_id);
    query_bind_int(&query, ":now", clock_now(ctx->clock));
    query_bind_int(&query, ":most", VIEWS_MAX);
    TRY(query_run(&query, &created));
    return created == 1 ? STATUS_OK : STATUS_TOO_LARGE;
}

static enum status end(struct query *query, int64_t id) {
    int64_t changed = 0;
    query_bind_int(query, ":id", id);
    TRY(query_run(query, &changed));
    return changed == 1 ? STATUS_OK : STATUS_NOT_FOUND;
}

enum status saved_view_change(struct ctx *ctx, int64_t id, const char *name, enum sharing shared) {
    struct query query = start(ctx, &CHANGE);
    query_bind_text(&query, ":name", name);
    query_bind_text(&query, ":shared", KEYS[shared]);
    query_bind_int(&query, ":unit", ctx->actor->unit_id);
    return end(&query, id);
}

enum status saved_view_requery(struct ctx *ctx, int64_t id, const char *query_text) {
    if (strlen(query_text) > VIEW_QUERY_MAX)
        return STATUS_TOO_LARGE;
    struct query query = start(ctx, &REQUERY);
    query_bind_text(&query, ":query", query_text);
    return end(&query, id);
}

enum status saved_view_take(struct ctx *ctx, int64_t id) {
    struct saved_view view;
    TRY(saved_view_find(ctx, id, &view));
    if (view.own)
        return STATUS_OK;
    struct query query = start(ctx, &TAKE);
    query_bind_int(&query, ":unit", ctx->actor->unit_id);
    query_bind_int(&query, ":most", VIEWS_MAX);
    const enum status status = end(&query, id);
    return status == STATUS_NOT_FOUND && view.orphaned ? STATUS_TOO_LARGE : status;
}

enum status saved_view_delete(struct ctx *ctx, int64_t id) {
    struct query query = start(ctx, &DELETE);
    query_bind_int(&query, ":unit", ctx->actor->unit_id);
    query_bind_int(&query, ":now", clock_now(ctx->clock));
    return end(&query, id);
}

enum status saved_view_restore(struct ctx *ctx, int64_t id) {
    bool there = false;
    struct query query = start(ctx, &DELETED);
    query_bind_int(&query, ":id", id);
    there = query_row(&query);
    TRY(query_end(&query));
    query = start(ctx, &RESTORE);
    query_bind_int(&query, ":most", VIEWS_MAX);
    const enum status status = end(&query, id);
    return status == STATUS_NOT_FOUND && there ? STATUS_TOO_LARGE : status;
}
