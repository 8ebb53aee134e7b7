// Second factors as an administrator sets them: which roles demand one, and taking one from a person whose phone is lost.
#include "domain/organisation.h"

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
static const struct sql FACTOR_REMOVE = {"person.factor_remove", "DELETE FROM second_factor WHERE person_id = :person"};
static const struct sql CODES_REMOVE = {"person.codes_remove", "DELETE FROM recovery_code WHERE person_id = :person"};
static const struct sql SESSIONS_REMOVE = {"person.sessions_remove", "DELETE FROM session WHERE person_id = :person"};
static const struct sql STEPS_REMOVE = {"person.steps_remove", "DELETE FROM sign_in_step WHERE person_id = :person"};
const struct sql *const ORGANISATION_FACTOR_STATEMENTS[] = {&ROLE_DEMAND, &ROLE_END_SESSIONS, &FACTOR_REMOVE,
                                                            &CODES_REMOVE, &SESSIONS_REMOVE, &STEPS_REMOVE, NULL};

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

enum status person_end_second_factor(struct ctx *ctx, const struct person *person) {
    static const struct sql *const OTHERS[] = {&CODES_REMOVE, &SESSIONS_REMOVE, &STEPS_REMOVE};
    int64_t removed = 0;
    struct query query = query_start(ctx->store, &FACTOR_REMOVE);
    query_bind_int(&query, ":person", person->id);
    TRY(query_run(&query, &removed));
    for (size_t i = 0; removed > 0 && i < sizeof OTHERS / sizeof *OTHERS; i++) {
        struct query other = query_start(ctx->store, OTHERS[i]);
        query_bind_int(&other, ":person", person->id);
        TRY(query_run(&other, NULL));
    }
    return removed > 0 ? STATUS_OK : STATUS_CONFLICT;
}
