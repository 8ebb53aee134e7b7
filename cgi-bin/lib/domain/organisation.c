#include "domain/organisation.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

static const struct sql SETTING_GET = {"setting.get", "SELECT value FROM setting WHERE key = :key"};
static const struct sql SETTING_SET = {
    "setting.set",
    "INSERT INTO setting (key, value) VALUES (:key, :value) ON CONFLICT (key) DO UPDATE SET value = excluded.value"};

static const struct sql UNIT_NEXT = {"unit.next", "SELECT coalesce(max(id), 0) + 1 FROM unit"};
static const struct sql UNIT_INSERT = {
    "unit.insert", "INSERT INTO unit (id, parent_id, name, path) VALUES (:id, :parent, :name, :path)"};
static const struct sql UNIT_RENAME = {"unit.rename", "UPDATE unit SET name = :name WHERE id = :id"};
static const struct sql UNIT_LIST = {"unit.list",
                                     "SELECT id, coalesce(parent_id, 0), name, path FROM unit ORDER BY id"};

static const struct sql ROLE_INSERT = {"role.insert",
                                       "INSERT INTO role (key, name_zh, name_en, scope, level) "
                                       "VALUES (:key, :zh, :en, :scope, :level) ON CONFLICT (key) DO NOTHING"};
static const struct sql ROLE_FIND = {"role.find", "SELECT id FROM role WHERE key = :key"};
static const struct sql ROLE_PERMIT = {"role.permit",
                                       "INSERT INTO role_permission (role_id, permission) VALUES (:role, :permission)"};

static const struct sql PERSON_INSERT = {"person.insert",
                                         "INSERT INTO person (id, login, name, unit_id, superior_id, created_at) "
                                         "VALUES (:id, :login, :name, :unit, :superior, :now)"};
static const struct sql PERSON_GRANT = {
    "person.grant", "INSERT INTO person_role (person_id, role_id) VALUES (:person, :role) ON CONFLICT DO NOTHING"};
#define PERSON_COLUMNS                                                                              \
    "SELECT p.id, p.login, p.name, p.unit_id, u.name, p.state, "                                    \
    "coalesce((SELECT group_concat(r.key, ',') FROM person_role g JOIN role r ON r.id = g.role_id " \
    "WHERE g.person_id = p.id), ''), c.person_id IS NOT NULL, coalesce(c.must_change, 0) "          \
    "FROM person p JOIN unit u ON u.id = p.unit_id LEFT JOIN credential c ON c.person_id = p.id "
static const struct sql PERSON_FIND = {"person.find", PERSON_COLUMNS "WHERE p.login = :login"};
static const struct sql PERSON_LIST = {"person.list", PERSON_COLUMNS "ORDER BY p.login"};
static const struct sql PERSON_COUNT = {"person.count", "SELECT count(*) FROM person"};

static const struct sql CREDENTIAL_SET = {
    "credential.set",
    "INSERT INTO credential (person_id, hash, must_change, changed_at) VALUES (:person, :hash, :must, :now) "
    "ON CONFLICT (person_id) DO UPDATE SET hash = excluded.hash, must_change = excluded.must_change, "
    "changed_at = excluded.changed_at"};
static const struct sql SESSIONS_END = {"credential.end_sessions", "DELETE FROM session WHERE person_id = :person"};
static const struct sql DEVICES_FORGET = {"credential.forget_devices", "DELETE FROM device WHERE person_id = :person"};
static const struct sql STEPS_END = {"credential.end_steps", "DELETE FROM sign_in_step WHERE person_id = :person"};
static const struct sql FAILURES_FORGET = {"credential.forget_failures",
                                           "DELETE FROM sign_in_failure WHERE kind = 'account' AND subject = :login"};

static const struct sql REGION_PUT = {
    "region.put", "INSERT INTO region (code, parent, name, full_name) VALUES (:code, :parent, :name, :full) "
                  "ON CONFLICT (code) DO UPDATE SET parent = excluded.parent, name = excluded.name, "
                  "full_name = excluded.full_name"};

const struct sql *const ORGANISATION_STATEMENTS[] = {
    &SETTING_GET, &SETTING_SET, &UNIT_NEXT, &UNIT_INSERT, &UNIT_RENAME, &UNIT_LIST, &ROLE_INSERT,
    &ROLE_FIND, &ROLE_PERMIT, &PERSON_INSERT, &PERSON_GRANT, &PERSON_FIND, &PERSON_LIST, &PERSON_COUNT,
    &CREDENTIAL_SET, &SESSIONS_END, &STEPS_END, &DEVICES_FORGET, &FAILURES_FORGET, &REGION_PUT, NULL};

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

// --- Units. There are hundreds at most, so looking one up reads them all.

struct units {
    struct unit *rows;
    unsigned count;
};

static enum status units_read(struct ctx *ctx, struct units *units) {
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
        units->rows[units->count++] = (struct unit){.id = query_int(&query, 0),
                                                    .parent_id = query_int(&query, 1),
                                                    .name = query_text(&query, 2, ctx->arena),
                                                    .path = query_text(&query, 3, ctx->arena)};
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

// A slash would make the paths that unit_find takes ambiguous.
static bool unit_name_valid(const char *name) {
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

enum status unit_add(struct ctx *ctx, const struct unit *parent, const char *name, struct unit *unit) {
    const char *trimmed = utf8_trim(ctx->arena, name);
    if (!unit_name_valid(trimmed))
        return STATUS_INVALID;
    struct units units;
    TRY(units_read(ctx, &units));
    *unit = (struct unit){.parent_id = parent != NULL ? parent->id : 0, .name = trimmed};
    for (unsigned i = 0; i < units.count; i++)
        if (units.rows[i].parent_id == unit->parent_id && (parent == NULL || strcmp(units.rows[i].name, trimmed) == 0))
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
        if (units->rows[i].parent_id == parent_id && strlen(units->rows[i].name) == length &&
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

// --- Roles

static enum status role_find(struct ctx *ctx, const char *key, int64_t *id) {
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

static enum status role_permit(struct ctx *ctx, int64_t role_id, unsigned permissions) {
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

// --- Persons

bool login_valid(const char *login) {
    size_t length = strlen(login);
    bool word = (*login >= 'a' && *login <= 'z') || (*login >= '0' && *login <= '9');
    return word && length >= 2 && length <= 32 && strspn(login, "abcdefghijklmnopqrstuvwxyz0123456789._-") == length;
}

static enum status credential_set(struct ctx *ctx, int64_t person_id, const char *hash, bool must_change) {
    struct query query = query_start(ctx->store, &CREDENTIAL_SET);
    query_bind_int(&query, ":person", person_id);
    query_bind_text(&query, ":hash", hash);
    query_bind_int(&query, ":must", must_change);
    query_bind_int(&query, ":now", clock_now(ctx->clock));
    return query_run(&query, NULL);
}

enum status person_grant(struct ctx *ctx, int64_t person_id, const char *role) {
    int64_t role_id = 0;
    TRY(role_find(ctx, role, &role_id));
    struct query query = query_start(ctx->store, &PERSON_GRANT);
    query_bind_int(&query, ":person", person_id);
    query_bind_int(&query, ":role", role_id);
    return query_run(&query, NULL);
}

static enum status person_insert(struct ctx *ctx, const struct person_new *person, const char *name, int64_t id) {
    struct query query = query_start(ctx->store, &PERSON_INSERT);
    query_bind_int(&query, ":id", id);
    query_bind_text(&query, ":login", person->login);
    query_bind_text(&query, ":name", name);
    query_bind_int(&query, ":unit", person->unit_id);
    if (person->superior_id != 0)
        query_bind_int(&query, ":superior", person->superior_id);
    else
        query_bind_null(&query, ":superior");
    query_bind_int(&query, ":now", clock_now(ctx->clock));
    return query_run(&query, NULL);
}

enum status person_add(struct ctx *ctx, const struct person_new *person, int64_t *id) {
    const char *name = utf8_trim(ctx->arena, person->name);
    if (!login_valid(person->login) || *name == '\0' || utf8_length(name) > PERSON_NAME_MAX || utf8_has_control(name))
        return STATUS_INVALID;
    *id = id_new(ctx->ids);
    TRY(person_insert(ctx, person, name, *id));
    if (person->role != NULL)
        TRY(person_grant(ctx, *id, person->role));
    return person->hash != NULL ? credential_set(ctx, *id, person->hash, person->must_change) : STATUS_OK;
}

static struct person person_read(const struct query *query, struct arena *arena) {
    return (struct person){.id = query_int(query, 0),
                           .login = query_text(query, 1, arena),
                           .name = query_text(query, 2, arena),
                           .unit_id = query_int(query, 3),
                           .unit_name = query_text(query, 4, arena),
                           .state = query_text(query, 5, arena),
                           .roles = query_text(query, 6, arena),
                           .may_sign_in = query_int(query, 7) != 0,
                           .must_change = query_int(query, 8) != 0};
}

enum status person_find(struct ctx *ctx, const char *login, struct person *person) {
    struct query query = query_start(ctx->store, &PERSON_FIND);
    query_bind_text(&query, ":login", login);
    bool found = query_row(&query);
    if (found)
        *person = person_read(&query, ctx->arena);
    TRY(query_end(&query));
    return found ? STATUS_OK : STATUS_NOT_FOUND;
}

enum status person_list(struct ctx *ctx, struct person **persons, unsigned *count) {
    int64_t room = 0;
    struct query counting = query_start(ctx->store, &PERSON_COUNT);
    if (query_row(&counting))
        room = query_int(&counting, 0);
    TRY(query_end(&counting));
    *count = 0;
    *persons = ARENA_ARRAY(ctx->arena, struct person, (size_t)room + 1);
    struct query query = query_start(ctx->store, &PERSON_LIST);
    while (*count < room && query_row(&query))
        (*persons)[(*count)++] = person_read(&query, ctx->arena);
    return query_end(&query);
}

enum status person_set_password(struct ctx *ctx, const struct person *person, const char *hash, bool must_change) {
    TRY(credential_set(ctx, person->id, hash, must_change));
    static const struct sql *const ENDS[] = {&SESSIONS_END, &STEPS_END, &DEVICES_FORGET};
    for (size_t i = 0; i < sizeof ENDS / sizeof *ENDS; i++) {
        struct query query = query_start(ctx->store, ENDS[i]);
        query_bind_int(&query, ":person", person->id);
        TRY(query_run(&query, NULL));
    }
    struct query failures = query_start(ctx->store, &FAILURES_FORGET);
    query_bind_text(&failures, ":login", person->login);
    return query_run(&failures, NULL);
}

const char *password_random(struct ctx *ctx, unsigned groups) {
    static const char LETTERS[] = "abcdefghjkmnpqrstuvwxyz23456789"; // no i, l, o, 0, 1
    struct buffer password = {.arena = ctx->arena};
    for (unsigned i = 0; i < groups * 4; i++) {
        if (i > 0 && i % 4 == 0)
            buffer_text(&password, "-");
        buffer_add(&password, &LETTERS[random_below(ctx->random, sizeof LETTERS - 1)], 1);
    }
    return password.data;
}

// --- Regions

// Cuts the line at its tabs; false unless it has exactly `count` parts.
static bool split(char *line, char **parts, unsigned count) {
    for (unsigned i = 0; i < count; i++) {
        parts[i] = line;
        char *end = line + strcspn(line, "\t\r\n");
        bool last = i == count - 1;
        if (last == (*end == '\t'))
            return false;
        line = end + (*end != '\0');
        *end = '\0';
    }
    return true;
}

static enum status region_put(struct ctx *ctx, char *const parts[4]) {
    struct query query = query_start(ctx->store, &REGION_PUT);
    query_bind_text(&query, ":code", parts[0]);
    query_bind_text(&query, ":parent", *parts[1] != '\0' ? parts[1] : NULL);
    query_bind_text(&query, ":name", parts[2]);
    query_bind_text(&query, ":full", parts[3]);
    return query_run(&query, NULL);
}

static enum status region_read(struct ctx *ctx, FILE *file, unsigned *count, unsigned *line) {
    char text[512];
    while (fgets(text, sizeof text, file) != NULL) {
        char *parts[4];
        ++*line;
        if (*text == '#')
            continue;
        if (!utf8_valid(text, strlen(text)) || !split(text, parts, 4) || strlen(parts[0]) != 6 ||
            strspn(parts[0], "0123456789") != 6 || *parts[2] == '\0')
            return STATUS_INVALID;
        TRY(region_put(ctx, parts));
        ++*count;
    }
    return ferror(file) ? STATUS_UNAVAILABLE : STATUS_OK;
}

enum status region_load(struct ctx *ctx, const char *path, unsigned *count, unsigned *line) {
    *count = *line = 0;
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return STATUS_UNAVAILABLE;
    enum status status = region_read(ctx, file, count, line);
    fclose(file);
    return status;
}
