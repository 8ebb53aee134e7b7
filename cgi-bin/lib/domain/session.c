// Sessions: found by the hash of their token, with everything about who acts in one statement.
#include "domain/session.h"

#include "base/log.h"
#include "domain/field_catalogue.h"
#include "domain/role.h"
#include "model/setting.h"
#include "vault/password.h"

static const struct sql FIND = {
    "session.find",
    "SELECT p.id, p.login, p.name, p.unit_id, u.path, p.language, o.person_id IS NOT NULL, s.seen_at, s.created_at,"
    " r.id, r.key, r.name_zh, r.name_en, r.scope, r.level,"
    " (SELECT group_concat(rp.permission, ' ') FROM role_permission rp WHERE rp.role_id = r.id),"
    " p.density, p.appearance, f.confirmed_at IS NOT NULL, r.second_factor, v.version, " SESSION_IDLE_SQL ", " SESSION_ABSOLUTE_SQL
    " FROM session s"
    " JOIN field_version v ON v.id = 1"
    " JOIN person p ON p.id = s.person_id AND p.state = 'active'"
    " JOIN unit u ON u.id = p.unit_id"
    " LEFT JOIN credential_offer o ON o.person_id = p.id AND o.void = 0"
    " LEFT JOIN second_factor f ON f.person_id = p.id"
    " LEFT JOIN person_role pr ON pr.person_id = p.id"
    " LEFT JOIN role r ON r.id = pr.role_id"
    " WHERE s.token_hash = :hash AND s.seen_at > :now - " SESSION_IDLE_SQL " AND s.created_at > :now - " SESSION_ABSOLUTE_SQL
    " ORDER BY pr.role_id",
};
static const struct sql TOUCH = {
    "session.touch",
    "UPDATE session SET seen_at = :now WHERE token_hash = :hash AND seen_at < :now",
};
#define CATALOGUE &FIELD_VERSION, &FIELD_GROUPS, &FIELD_DEFINITIONS, &FIELD_CHOICES
const struct sql *const SESSION_FIND_STATEMENTS[] = {&FIND, CATALOGUE, NULL};
const struct sql *const SESSION_STATEMENTS[] = {&FIND, &TOUCH, CATALOGUE, NULL};

static void read_person(const struct query *query, struct arena *arena, struct actor *actor) {
    actor->person_id = query_int(query, 0);
    actor->login = query_text(query, 1, arena);
    actor->name = query_text(query, 2, arena);
    actor->unit_id = query_int(query, 3);
    actor->unit_path = query_text(query, 4, arena);
    actor->language = query_text(query, 5, arena);
    actor->must_change_password = query_int(query, 6) != 0;
    actor->density = query_text(query, 16, arena);
    actor->appearance = query_text(query, 17, arena);
    actor->has_second_factor = query_int(query, 18) != 0;
    actor->fields_version = query_int(query, 20);
}

static void read_grant(const struct query *query, struct arena *arena, struct actor *actor) {
    // Also of a role that is one too many.
    actor->needs_second_factor = actor->needs_second_factor || query_int(query, 19) != 0;
    if (query_is_null(query, 9) || actor->grant_count == ACTOR_ROLES_MAX)
        return;
    actor->grants[actor->grant_count++] = (struct grant){
        .role_id = query_int(query, 9),
        .key = query_text(query, 10, arena),
        .name_zh = query_text(query, 11, arena),
        .name_en = query_text(query, 12, arena),
        .scope = (enum scope)query_int(query, 13),
        .level = (enum level)query_int(query, 14),
        .permissions = permission_bits(query_text(query, 15, arena)),
    };
}

static int64_t earlier(int64_t a, int64_t b) {
    return a < b ? a : b;
}

static enum status find(struct store *store, int64_t now, const unsigned char *token, struct arena *arena, struct actor *actor,
                        int64_t *seen_at) {
    unsigned char hash[TOKEN_HASH_SIZE];
    token_hash(token, hash);
    *actor = (struct actor){.login = "", .name = "", .unit_path = "", .language = "", .density = "", .appearance = ""};
    struct query query = query_start(store, &FIND);
    query_bind_blob(&query, ":hash", hash, sizeof hash);
    query_bind_int(&query, ":now", now);
    while (query_row(&query)) {
        if (actor->person_id == 0)
            read_person(&query, arena, actor);
        *seen_at = query_int(&query, 7);
        actor->session_until = earlier(*seen_at + query_int(&query, 21), query_int(&query, 8) + query_int(&query, 22));
        read_grant(&query, arena, actor);
    }
    TRY(query_end(&query));
    if (actor->person_id == 0)
        return STATUS_UNAUTHENTICATED;
    actor->session = (const unsigned char *)arena_copy(arena, token, TOKEN_SIZE);
    return STATUS_OK;
}

enum status session_find(struct store *store, const struct clock *clock, const unsigned char *token, struct arena *arena,
                         struct actor *actor) {
    int64_t seen_at = 0;
    return find(store, clock_now(clock), token, arena, actor, &seen_at);
}

enum status session_use(struct store *store, const struct clock *clock, const unsigned char *token, struct arena *arena,
                        struct actor *actor) {
    const int64_t now = clock_now(clock);
    int64_t seen_at = 0;
    TRY(find(store, now, token, arena, actor, &seen_at));
    if (now - seen_at < SESSION_TOUCH)
        return STATUS_OK;
    unsigned char hash[TOKEN_HASH_SIZE];
    token_hash(token, hash);
    struct query query = query_start(store, &TOUCH);
    query_bind_int(&query, ":now", now);
    query_bind_blob(&query, ":hash", hash, sizeof hash);
    const enum status status = query_run(&query, NULL);
    if (status != STATUS_OK)
        LOG_EVENT(LOG_WARN, "session.touch", LOG_TEXT("status", status_name(status)));
    return STATUS_OK;
}
