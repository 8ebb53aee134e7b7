// People and their accounts in the store.
#include "domain/person.h"

#include <string.h>

#include "base/utf8.h"
#include "domain/role.h"

static const struct sql PERSON_INSERT = {"person.insert",
                                         "INSERT INTO person (id, login, name, unit_id, superior_id, created_at) "
                                         "VALUES (:id, :login, :name, :unit, :superior, :now)"};
static const struct sql PERSON_GRANT = {
    "person.grant", "INSERT INTO person_role (person_id, role_id) VALUES (:person, :role) ON CONFLICT DO NOTHING"};
#define PERSON_COLUMNS                                                                                  \
    "SELECT p.id, p.login, p.name, p.unit_id, u.name, p.state, "                                        \
    "coalesce((SELECT group_concat(r.key, ',') FROM person_role g JOIN role r ON r.id = g.role_id "     \
    "WHERE g.person_id = p.id), ''), p.password_at IS NOT NULL OR o.void IS 0, o.void IS 0, "           \
    "coalesce(p.superior_id, 0), s.login, s.name, p.version, f.confirmed_at IS NOT NULL "               \
    "FROM person p JOIN unit u ON u.id = p.unit_id LEFT JOIN credential_offer o ON o.person_id = p.id " \
    "LEFT JOIN person s ON s.id = p.superior_id LEFT JOIN second_factor f ON f.person_id = p.id "
static const struct sql PERSON_FIND = {"person.find", PERSON_COLUMNS "WHERE p.login = :login"};
static const struct sql PERSON_GET = {"person.get", PERSON_COLUMNS "WHERE p.id = :id"};
static const struct sql PERSON_LIST = {"person.list", PERSON_COLUMNS "ORDER BY p.login"};
static const struct sql PERSON_COUNT = {"person.count", "SELECT count(*) FROM person"};
// Nothing here reads a hash: only login may.
static const struct sql OFFER = {
    "person.offer",
    "INSERT OR REPLACE INTO credential_offer (person_id, id, hash, void, created_at) VALUES (:person, :id, :hash, :hash IS NULL, :now)",
};
static const struct sql PASSWORD_OVER = {"person.password_over", "UPDATE person SET password_at = NULL WHERE id = :person"};
static const struct sql SESSIONS_END = {"credential.end_sessions", "DELETE FROM session WHERE person_id = :person"};
static const struct sql DEVICES_FORGET = {"credential.forget_devices", "UPDATE device SET trusted = 0 WHERE person_id = :person"};
static const struct sql STEPS_END = {"credential.end_steps", "DELETE FROM sign_in_step WHERE person_id = :person"};
static const struct sql FAILURES_FORGET = {"credential.forget_failures",
                                           "DELETE FROM sign_in_failure WHERE kind = 'account' AND subject = :login"};
static const struct sql FACTOR_REMOVE = {"person.factor_remove", "DELETE FROM second_factor WHERE person_id = :person"};
static const struct sql CODES_REMOVE = {"person.codes_remove", "DELETE FROM recovery_code WHERE person_id = :person"};

const struct sql *const PERSON_STATEMENTS[] = {
    &PERSON_INSERT, &PERSON_GRANT, &PERSON_FIND, &PERSON_GET, &PERSON_LIST, &PERSON_COUNT, &OFFER,
    &PASSWORD_OVER, &SESSIONS_END, &STEPS_END, &DEVICES_FORGET, &FAILURES_FORGET, &FACTOR_REMOVE, &CODES_REMOVE, NULL};

bool login_valid(const char *login) {
    size_t length = strlen(login);
    bool word = (*login >= 'a' && *login <= 'z') || (*login >= '0' && *login <= '9');
    return word && length >= 2 && length <= 32 && strspn(login, "abcdefghijklmnopqrstuvwxyz0123456789._-") == length;
}

bool person_name_valid(const char *name) {
    return *name != '\0' && utf8_length(name) <= PERSON_NAME_MAX && !utf8_has_control(name) && strpbrk(name, "\t\r\n") == NULL;
}

static enum status run_for(struct ctx *ctx, const struct sql *sql, int64_t person_id, int64_t *changed) {
    struct query query = query_start(ctx->store, sql);
    query_bind_int(&query, ":person", person_id);
    return query_run(&query, changed);
}

// The password that was theirs is over; instead the one of `hash` is offered, or none (NULL).
static enum status offer(struct ctx *ctx, int64_t person_id, const char *hash) {
    struct query query = query_start(ctx->store, &OFFER);
    query_bind_int(&query, ":person", person_id);
    query_bind_int(&query, ":id", id_new(ctx->ids));
    query_bind_text(&query, ":hash", hash);
    query_bind_int(&query, ":now", clock_now(ctx->clock));
    TRY(query_run(&query, NULL));
    return run_for(ctx, &PASSWORD_OVER, person_id, NULL);
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
    if (!login_valid(person->login) || !person_name_valid(name))
        return STATUS_INVALID;
    *id = id_new(ctx->ids);
    TRY(person_insert(ctx, person, name, *id));
    if (person->role != NULL)
        TRY(person_grant(ctx, *id, person->role));
    return person->offer != NULL ? offer(ctx, *id, person->offer) : STATUS_OK;
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
                           .must_change = query_int(query, 8) != 0,
                           .superior_id = query_int(query, 9),
                           .superior_login = query_is_null(query, 10) ? "" : query_text(query, 10, arena),
                           .superior_name = query_is_null(query, 11) ? "" : query_text(query, 11, arena),
                           .version = query_int(query, 12),
                           .has_second_factor = query_int(query, 13) != 0,
                           .closed = strcmp(query_text(query, 5, arena), "closed") == 0};
}

static enum status find(struct ctx *ctx, struct query *query, struct person *person) {
    bool found = query_row(query);
    if (found)
        *person = person_read(query, ctx->arena);
    TRY(query_end(query));
    return found ? STATUS_OK : STATUS_NOT_FOUND;
}

enum status person_find(struct ctx *ctx, const char *login, struct person *person) {
    struct query query = query_start(ctx->store, &PERSON_FIND);
    query_bind_text(&query, ":login", login);
    return find(ctx, &query, person);
}

enum status person_get(struct ctx *ctx, int64_t id, struct person *person) {
    struct query query = query_start(ctx->store, &PERSON_GET);
    query_bind_int(&query, ":id", id);
    return find(ctx, &query, person);
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

enum status person_end_sessions(struct ctx *ctx, int64_t person_id, int64_t *ended) {
    TRY(run_for(ctx, &SESSIONS_END, person_id, ended));
    return run_for(ctx, &STEPS_END, person_id, NULL);
}

enum status person_void_password(struct ctx *ctx, int64_t person_id) {
    return offer(ctx, person_id, NULL);
}

enum status person_offer_password(struct ctx *ctx, const struct person *person, const char *hash) {
    TRY(offer(ctx, person->id, hash));
    TRY(person_end_sessions(ctx, person->id, NULL));
    TRY(run_for(ctx, &DEVICES_FORGET, person->id, NULL));
    struct query failures = query_start(ctx->store, &FAILURES_FORGET);
    query_bind_text(&failures, ":login", person->login);
    return query_run(&failures, NULL);
}

enum status person_end_second_factor(struct ctx *ctx, const struct person *person) {
    int64_t removed = 0;
    TRY(run_for(ctx, &FACTOR_REMOVE, person->id, &removed));
    if (removed == 0)
        return STATUS_CONFLICT;
    TRY(run_for(ctx, &CODES_REMOVE, person->id, NULL));
    return person_end_sessions(ctx, person->id, NULL);
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
