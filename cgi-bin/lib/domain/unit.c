// The tree of units.
#include "domain/unit.h"

#include <string.h>

#include "base/utf8.h"

static const struct sql UNIT_NEXT = {"unit.next", "SELECT coalesce(max(id), 0) + 1 FROM unit"};
static const struct sql UNIT_INSERT = {
    "unit.insert", "INSERT INTO unit (id, parent_id, name, path) VALUES (:id, :parent, :name, :path)"};
static const struct sql UNIT_RENAME = {"unit.rename", "UPDATE unit SET name = :name WHERE id = :id"};
static const struct sql UNIT_HEAD = {"unit.head", "UPDATE unit SET head_id = nullif(:head, 0) WHERE id = :id"};
static const struct sql UNIT_LIST = {
    "unit.list",
    "SELECT u.id, coalesce(u.parent_id, 0), u.name, u.path, coalesce(u.head_id, 0), h.login, h.name, u.state = 'closed', u.version, "
    "(SELECT count(*) FROM person p WHERE p.unit_id = u.id AND p.state = 'active') "
    "FROM unit u LEFT JOIN person h ON h.id = u.head_id ORDER BY u.path",
};

const struct sql *const UNIT_STATEMENTS[] = {&UNIT_NEXT, &UNIT_INSERT, &UNIT_RENAME, &UNIT_HEAD, &UNIT_LIST, NULL};
const struct sql *const UNIT_READ_STATEMENTS[] = {&UNIT_LIST, NULL};

static struct unit read_unit(const struct query *query, struct arena *arena) {
    return (struct unit){
        .id = query_int(query, 0),
        .parent_id = query_int(query, 1),
        .name = query_text(query, 2, arena),
        .path = query_text(query, 3, arena),
        .head_id = query_int(query, 4),
        .head_login = query_is_null(query, 5) ? "" : query_text(query, 5, arena),
        .head_name = query_is_null(query, 6) ? "" : query_text(query, 6, arena),
        .closed = query_int(query, 7) != 0,
        .version = query_int(query, 8),
        .people = query_int(query, 9),
    };
}

enum status units_read(struct ctx *ctx, struct units *units) {
    unsigned room = 0;
    *units = (struct units){0};
    struct query query = query_start(ctx->store, &UNIT_LIST);
    while (query_row(&query)) {
        if (units->count == room) {
            room = room == 0 ? 64 : room * 2;
            struct unit *rows = ARENA_ARRAY(ctx->arena, struct unit, room);
            if (units->count > 0)
                memcpy(rows, units->rows, units->count * sizeof *rows);
            units->rows = rows;
        }
        units->rows[units->count++] = read_unit(&query, ctx->arena);
    }
    return query_end(&query);
}

static enum status unit_next_id(struct ctx *ctx, int64_t *id) {
    *id = 0;
    struct query query = query_start(ctx->store, &UNIT_NEXT);
    if (query_row(&query))
        *id = query_int(&query, 0);
    return query_end(&query);
}

bool unit_name_valid(const char *name) {
    return *name != '\0' && utf8_length(name) <= UNIT_NAME_MAX && strchr(name, '/') == NULL && !utf8_has_control(name);
}

enum status unit_rename(struct ctx *ctx, const struct unit *unit, const char *name) {
    if (!unit_name_valid(name))
        return STATUS_INVALID;
    struct query query = query_start(ctx->store, &UNIT_RENAME);
    query_bind_int(&query, ":id", unit->id);
    query_bind_text(&query, ":name", name);
    return query_run(&query, NULL);
}

enum status unit_set_head(struct ctx *ctx, int64_t unit_id, int64_t person_id) {
    struct query query = query_start(ctx->store, &UNIT_HEAD);
    query_bind_int(&query, ":id", unit_id);
    query_bind_int(&query, ":head", person_id);
    return query_run(&query, NULL);
}

enum status unit_add(struct ctx *ctx, const struct unit *parent, const char *name, struct unit *unit) {
    const char *trimmed = utf8_trim(ctx->arena, name);
    if (!unit_name_valid(trimmed))
        return STATUS_INVALID;
    struct units units;
    TRY(units_read(ctx, &units));
    *unit = (struct unit){.parent_id = parent != NULL ? parent->id : 0, .name = trimmed, .version = 1};
    for (unsigned i = 0; i < units.count; i++)
        if (!units.rows[i].closed && units.rows[i].parent_id == unit->parent_id &&
            (parent == NULL || strcmp(units.rows[i].name, trimmed) == 0))
            return STATUS_CONFLICT;
    TRY(unit_next_id(ctx, &unit->id));
    unit->path = arena_format(ctx->arena, "%s%lld/", parent != NULL ? parent->path : "/", (long long)unit->id);
    struct query query = query_start(ctx->store, &UNIT_INSERT);
    query_bind_int(&query, ":id", unit->id);
    if (parent != NULL)
        query_bind_int(&query, ":parent", parent->id);
    else
        query_bind_null(&query, ":parent");
    query_bind_text(&query, ":name", unit->name);
    query_bind_text(&query, ":path", unit->path);
    return query_run(&query, NULL);
}

// The child of `parent_id` whose name is the first `length` bytes of `name`.
static const struct unit *child_of(const struct units *units, int64_t parent_id, const char *name, size_t length) {
    for (unsigned i = 0; i < units->count; i++)
        if (!units->rows[i].closed && units->rows[i].parent_id == parent_id && strlen(units->rows[i].name) == length &&
            memcmp(units->rows[i].name, name, length) == 0)
            return &units->rows[i];
    return NULL;
}

static const struct unit *unit_walk(const struct units *units, const char *path) {
    const struct unit *found = NULL;
    for (const char *part = path; part != NULL;) {
        const char *slash = strchr(part, '/');
        size_t length = slash != NULL ? (size_t)(slash - part) : strlen(part);
        found = child_of(units, found != NULL ? found->id : 0, part, length);
        if (found == NULL)
            return NULL;
        part = slash != NULL ? slash + 1 : NULL;
    }
    return found;
}

enum status unit_find(struct ctx *ctx, const char *name, struct unit *unit) {
    struct units units;
    TRY(units_read(ctx, &units));
    const struct unit *found = NULL;
    if (strchr(name, '/') != NULL) {
        found = unit_walk(&units, name);
    } else {
        for (unsigned i = 0; i < units.count; i++) {
            if (units.rows[i].closed)
                continue;
            if (*name == '\0' ? units.rows[i].parent_id != 0 : strcmp(units.rows[i].name, name) != 0)
                continue;
            if (found != NULL)
                return STATUS_CONFLICT;
            found = &units.rows[i];
        }
    }
    if (found == NULL)
        return STATUS_NOT_FOUND;
    *unit = *found;
    return STATUS_OK;
}

const struct unit *unit_by_id(const struct units *units, int64_t id) {
    for (unsigned i = 0; i < units->count; i++)
        if (units->rows[i].id == id)
            return &units->rows[i];
    return NULL;
}

const char *unit_full_name(const struct units *units, const struct unit *unit, struct arena *arena) {
    const char *name = unit->name;
    for (const struct unit *up = unit_by_id(units, unit->parent_id); up != NULL; up = unit_by_id(units, up->parent_id))
        name = arena_format(arena, "%s/%s", up->name, name);
    return name;
}

unsigned unit_depth(const struct unit *unit) {
    unsigned slashes = 0;
    for (const char *c = unit->path; *c != '\0'; c++)
        slashes += *c == '/';
    return slashes >= 2 ? slashes - 2 : 0;
}

bool unit_within(const struct unit *inner, const struct unit *outer) {
    return strncmp(inner->path, outer->path, strlen(outer->path)) == 0;
}

int64_t unit_head_above(const struct units *units, const struct unit *unit, int64_t person_id) {
    for (; unit != NULL; unit = unit_by_id(units, unit->parent_id))
        if (unit->head_id != 0 && unit->head_id != person_id)
            return unit->head_id;
    return 0;
}
