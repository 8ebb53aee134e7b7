// Roles in the store.
#include "domain/role.h"

#include <string.h>

static const struct sql ROLE_INSERT = {"role.insert",
                                       "INSERT INTO role (key, name_zh, name_en, scope, level) "
                                       "VALUES (:key, :zh, :en, :scope, :level) ON CONFLICT (key) DO NOTHING"};
static const struct sql ROLE_FIND = {"role.find", "SELECT id FROM role WHERE key = :key"};
static const struct sql ROLE_PERMIT = {"role.permit",
                                       "INSERT INTO role_permission (role_id, permission) VALUES (:role, :permission)"};
static const struct sql ROLE_LIST = {
    "role.list",
    "SELECT r.id, r.key, r.name_zh, r.name_en, r.scope, r.level, r.second_factor, r.version, "
    "(SELECT group_concat(rp.permission, ' ') FROM role_permission rp WHERE rp.role_id = r.id), "
    "(SELECT count(*) FROM person_role g WHERE g.role_id = r.id), "
    "(SELECT count(*) FROM person_role g JOIN person p ON p.id = g.person_id AND p.state = 'active' WHERE g.role_id = r.id) "
    "FROM role r ORDER BY r.id",
};
static const struct sql ROLE_DEMAND = {
    "role.second_factor",
    "UPDATE role SET second_factor = :on WHERE key = :key",
};
// Of those who hold the role and have no second factor yet: they set it up at the next sign-in, which is now.
static const struct sql ROLE_END_SESSIONS = {
    "role.end_sessions",
    "DELETE FROM session WHERE person_id IN (SELECT pr.person_id FROM person_role pr JOIN role r ON r.id = pr.role_id"
    " LEFT JOIN second_factor f ON f.person_id = pr.person_id WHERE r.key = :key AND f.confirmed_at IS NULL)",
};

const struct sql *const ROLE_STATEMENTS[] = {&ROLE_DEMAND, &ROLE_END_SESSIONS, &ROLE_INSERT, &ROLE_FIND, &ROLE_PERMIT, &ROLE_LIST, NULL};
const struct sql *const ROLE_READ_STATEMENTS[] = {&ROLE_LIST, NULL};

_Static_assert(PERM_COUNT <= 32, "a permission is a bit");

unsigned permission_bits(const char *names) {
    unsigned bits = 0;
    char name[32];
    while (names && *names) {
        const size_t length = strcspn(names, " ");
        if (length < sizeof name) {
            memcpy(name, names, length);
            name[length] = '\0';
            const enum permission permission = permission_find(name);
            bits |= permission == PERM_NOBODY ? 0 : 1u << permission;
        }
        names += length + (names[length] == ' ');
    }
    return bits;
}

const char *permission_names(unsigned permissions, struct arena *arena) {
    struct buffer names = {.arena = arena};
    buffer_text(&names, "");
    for (unsigned p = 0; p < PERM_COUNT; p++)
        if ((permissions >> p & 1) != 0 && permission_name((enum permission)p) != NULL)
            buffer_format(&names, "%s%s", names.length > 0 ? " " : "", permission_name((enum permission)p));
    return names.data;
}

enum status role_find(struct ctx *ctx, const char *key, int64_t *id) {
    *id = 0;
    struct query query = query_start(ctx->store, &ROLE_FIND);
    query_bind_text(&query, ":key", key);
    if (query_row(&query))
        *id = query_int(&query, 0);
    TRY(query_end(&query));
    return *id != 0 ? STATUS_OK : STATUS_NOT_FOUND;
}

static enum status role_insert(struct ctx *ctx, const struct role *role, bool *added) {
    int64_t changed = 0;
    struct query query = query_start(ctx->store, &ROLE_INSERT);
    query_bind_text(&query, ":key", role->key);
    query_bind_text(&query, ":zh", role->label.zh);
    query_bind_text(&query, ":en", role->label.en);
    query_bind_int(&query, ":scope", role->scope);
    query_bind_int(&query, ":level", role->level);
    TRY(query_run(&query, &changed));
    *added = changed > 0;
    return STATUS_OK;
}

enum status role_permit(struct ctx *ctx, int64_t role_id, unsigned permissions) {
    for (int permission = 0; permission < PERM_COUNT; permission++) {
        const char *name = permission_name((enum permission)permission);
        if (name == NULL || (permissions & (1u << permission)) == 0)
            continue;
        struct query query = query_start(ctx->store, &ROLE_PERMIT);
        query_bind_int(&query, ":role", role_id);
        query_bind_text(&query, ":permission", name);
        TRY(query_run(&query, NULL));
    }
    return STATUS_OK;
}

enum status role_seed(struct ctx *ctx) {
    for (unsigned i = 0; i < ROLE_COUNT; i++) {
        bool added = false;
        int64_t id = 0;
        TRY(role_insert(ctx, &ROLES[i], &added));
        if (!added)
            continue;
        TRY(role_find(ctx, ROLES[i].key, &id));
        TRY(role_permit(ctx, id, ROLES[i].permissions));
    }
    return STATUS_OK;
}

static struct role_row read_role(const struct query *query, struct arena *arena) {
    return (struct role_row){
        .id = query_int(query, 0),
        .key = query_text(query, 1, arena),
        .name_zh = query_text(query, 2, arena),
        .name_en = query_text(query, 3, arena),
        .scope = (enum scope)query_int(query, 4),
        .level = (enum level)query_int(query, 5),
        .second_factor = query_int(query, 6) != 0,
        .version = query_int(query, 7),
        .permissions = permission_bits(query_text(query, 8, arena)),
        .holders = query_int(query, 9),
        .active = query_int(query, 10),
    };
}

enum status roles_read(struct ctx *ctx, struct roles *roles) {
    unsigned room = 0;
    *roles = (struct roles){0};
    struct query query = query_start(ctx->store, &ROLE_LIST);
    while (query_row(&query)) {
        if (roles->count == room) {
            room = room == 0 ? 32 : room * 2;
            struct role_row *rows = ARENA_ARRAY(ctx->arena, struct role_row, room);
            if (roles->count > 0)
                memcpy(rows, roles->rows, roles->count * sizeof *rows);
            roles->rows = rows;
        }
        roles->rows[roles->count++] = read_role(&query, ctx->arena);
    }
    return query_end(&query);
}

const struct role_row *role_by_id(const struct roles *roles, int64_t id) {
    for (unsigned i = 0; i < roles->count; i++)
        if (roles->rows[i].id == id)
            return &roles->rows[i];
    return NULL;
}

const struct role_row *role_by_key(const struct roles *roles, const char *key) {
    for (unsigned i = 0; i < roles->count; i++)
        if (strcmp(roles->rows[i].key, key) == 0)
            return &roles->rows[i];
    return NULL;
}

const char *role_name(const struct role_row *role, enum lang lang) {
    return lang == LANG_EN ? role->name_en : role->name_zh;
}

enum status role_demand_second_factor(struct ctx *ctx, const char *key, bool on) {
    int64_t changed = 0;
    struct query query = query_start(ctx->store, &ROLE_DEMAND);
    query_bind_text(&query, ":key", key);
    query_bind_int(&query, ":on", on);
    TRY(query_run(&query, &changed));
    if (changed == 0)
        return STATUS_NOT_FOUND;
    if (!on)
        return STATUS_OK;
    struct query sessions = query_start(ctx->store, &ROLE_END_SESSIONS);
    query_bind_text(&sessions, ":key", key);
    return query_run(&sessions, NULL);
}
