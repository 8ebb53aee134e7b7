// Choosing a branch and finding its people.
#include "domain/approval_path.h"

#include <string.h>

static const struct sql CHOOSE = {
    "approval_path.choose",
    "SELECT b.path_id, b.branch, b.name, v.version FROM approval_path v JOIN approval_branch b ON b.path_id = v.id "
    "WHERE v.kind = :kind AND v.state = 'current' AND b.flag IN ('', :flag) AND (b.at_least IS NULL OR b.at_least <= :amount) "
    "AND (b.below IS NULL OR :amount < b.below) ORDER BY b.branch LIMIT 1",
};
static const struct sql STEPS = {
    "approval_path.steps",
    "SELECT s.name, s.mode, s.quorum, s.days, s.together, (SELECT count(*) FROM approval_place p WHERE p.path_id = s.path_id "
    "AND p.branch = s.branch AND p.step = s.step) FROM approval_step s WHERE s.path_id = :path AND s.branch = :branch ORDER BY s.step",
};
static const struct sql PLACES = {
    "approval_path.places",
    "SELECT place, source, role FROM approval_place WHERE path_id = :path AND branch = :branch AND step = :step ORDER BY place",
};
// That person p is here and may take part in approvals.
#define TAKES_PART(p)                                                                                                              \
    p ".state = 'active' AND EXISTS (SELECT 1 FROM person_role held JOIN role_permission may ON may.role_id = held.role_id WHERE " \
      "held.person_id = " p ".id AND may.permission = 'approval.take') "
static const struct sql TAKES = {"approval_path.takes_part", "SELECT EXISTS (SELECT 1 FROM person p WHERE p.id = :person AND " TAKES_PART("p") ")"};
#define HOLDERS                                                                                                               \
    "FROM role r JOIN person_role h ON h.role_id = r.id JOIN person p ON p.id = h.person_id JOIN unit u ON u.id = p.unit_id " \
    "WHERE r.key = :role AND p.id NOT IN (:applicant, :excluded) AND " TAKES_PART("p")
static const struct sql LINE = {
    "approval_path.line",
    "SELECT p.id, length(u.path) " HOLDERS "AND substr(:unit_path, 1, length(u.path)) = u.path ORDER BY length(u.path) DESC, p.id",
};
static const struct sql COMPANY = {"approval_path.company", "SELECT p.id, 0 " HOLDERS "ORDER BY p.id"};
static const struct sql SUPERIOR = {
    "approval_path.superior",
    "SELECT s.id FROM person p JOIN person s ON s.id = p.superior_id WHERE p.id = :person "
    "AND s.id NOT IN (:applicant, :excluded) AND " TAKES_PART("s"),
};
static const struct sql HEAD = {
    "approval_path.head",
    "SELECT h.id FROM person p JOIN unit own ON own.id = p.unit_id JOIN unit u ON substr(own.path, 1, length(u.path)) = u.path "
    "JOIN person h ON h.id = u.head_id WHERE p.id = :person AND h.id NOT IN (:person, :applicant, :excluded) "
    "AND " TAKES_PART("h") "ORDER BY length(u.path) DESC LIMIT 1",
};
const struct sql *const APPROVAL_PATH_STATEMENTS[] = {&TAKES, &CHOOSE, &STEPS, &PLACES, &LINE, &COMPANY, &SUPERIOR, &HEAD, NULL};

// --- Branches

static enum step_mode mode_of(const char *key) {
    return strcmp(key, "any") == 0 ? STEP_ANY : strcmp(key, "quorum") == 0 ? STEP_QUORUM
                                                                           : STEP_ALL;
}

enum status approval_branch_steps(struct ctx *ctx, struct approval_branch *branch) {
    struct approval_step *steps = ARENA_ARRAY(ctx->arena, struct approval_step, APPROVAL_STEPS_MAX);
    struct query query = query_start(ctx->store, &STEPS);
    query_bind_int(&query, ":path", branch->path_id);
    query_bind_int(&query, ":branch", branch->branch);
    while (branch->path.step_count < APPROVAL_STEPS_MAX && query_row(&query))
        steps[branch->path.step_count++] = (struct approval_step){
            .name = query_text(&query, 0, ctx->arena),
            .mode = mode_of(query_text(&query, 1, ctx->arena)),
            .quorum = (unsigned)query_int(&query, 2),
            .days = (unsigned)query_int(&query, 3),
            .together = query_int(&query, 4) != 0,
            .places = (unsigned)query_int(&query, 5),
        };
    branch->path.steps = steps;
    return query_end(&query);
}

enum status approval_branch_choose(struct ctx *ctx, const char *kind, const char *flag, int64_t amount, struct approval_branch *branch) {
    struct query query = query_start(ctx->store, &CHOOSE);
    query_bind_text(&query, ":kind", kind);
    query_bind_text(&query, ":flag", flag);
    query_bind_int(&query, ":amount", amount);
    const bool found = query_row(&query);
    if (found)
        *branch = (struct approval_branch){
            .path_id = query_int(&query, 0),
            .branch = (unsigned)query_int(&query, 1),
            .name = query_text(&query, 2, ctx->arena),
            .version = (unsigned)query_int(&query, 3),
        };
    TRY(query_end(&query));
    return found ? approval_branch_steps(ctx, branch) : STATUS_NOT_FOUND;
}

// --- People

enum status approval_takes_part(struct ctx *ctx, int64_t person_id, bool *takes) {
    struct query query = query_start(ctx->store, &TAKES);
    query_bind_int(&query, ":person", person_id);
    *takes = query_row(&query) && query_int(&query, 0) != 0;
    return query_end(&query);
}

static struct query start_for(struct ctx *ctx, const struct sql *sql, const struct approval_origin *origin) {
    struct query query = query_start(ctx->store, sql);
    query_bind_int(&query, ":applicant", origin->applicant_id);
    query_bind_int(&query, ":excluded", origin->excluded_id);
    return query;
}

// Those who hold the role and are as near as the first one.
static enum status find_holders(struct ctx *ctx, const struct sql *sql, const char *role, const struct approval_origin *origin,
                                struct place_people *people) {
    struct query query = start_for(ctx, sql, origin);
    query_bind_text(&query, ":role", role);
    if (sql == &LINE)
        query_bind_text(&query, ":unit_path", origin->unit_path);
    int64_t depth = 0;
    bool too_many = false;
    while (query_row(&query)) {
        if (people->count > 0 && query_int(&query, 1) != depth)
            break;
        depth = query_int(&query, 1);
        too_many = people->count == APPROVAL_PEOPLE_MAX;
        if (too_many)
            break;
        people->ids[people->count++] = query_int(&query, 0);
    }
    TRY(query_end(&query));
    return too_many ? STATUS_TOO_LARGE : STATUS_OK;
}

static enum status find_one(struct ctx *ctx, const struct sql *sql, int64_t person_id, const struct approval_origin *origin, int64_t *id) {
    struct query query = start_for(ctx, sql, origin);
    query_bind_int(&query, ":person", person_id);
    *id = query_row(&query) ? query_int(&query, 0) : 0;
    return query_end(&query);
}

enum status approval_above(struct ctx *ctx, int64_t person_id, const struct approval_origin *origin, int64_t *id) {
    TRY(find_one(ctx, &SUPERIOR, person_id, origin, id));
    return *id == 0 ? find_one(ctx, &HEAD, person_id, origin, id) : STATUS_OK;
}

static enum status find_people(struct ctx *ctx, const char *source, const char *role, const struct approval_origin *origin,
                               struct place_people *people) {
    if (strcmp(source, "company") == 0)
        return find_holders(ctx, &COMPANY, role, origin, people);
    if (strcmp(source, "line") == 0)
        TRY(find_holders(ctx, &LINE, role, origin, people));
    if (people->count > 0)
        return STATUS_OK;
    if (strcmp(source, "head") == 0)
        TRY(find_one(ctx, &HEAD, origin->applicant_id, origin, &people->ids[0]));
    else
        TRY(approval_above(ctx, origin->applicant_id, origin, &people->ids[0]));
    people->count = people->ids[0] != 0;
    return STATUS_OK;
}

enum status approval_people(struct ctx *ctx, const struct approval_branch *branch, unsigned step, const struct approval_origin *origin,
                            struct place_people people[APPROVAL_PLACES_MAX]) {
    const char *sources[APPROVAL_PLACES_MAX], *roles[APPROVAL_PLACES_MAX];
    unsigned count = 0;
    struct query query = query_start(ctx->store, &PLACES);
    query_bind_int(&query, ":path", branch->path_id);
    query_bind_int(&query, ":branch", branch->branch);
    query_bind_int(&query, ":step", step);
    for (; count < APPROVAL_PLACES_MAX && query_row(&query); count++) {
        sources[count] = query_text(&query, 1, ctx->arena);
        roles[count] = query_text(&query, 2, ctx->arena);
    }
    TRY(query_end(&query));
    for (unsigned i = 0; i < count; i++)
        TRY(find_people(ctx, sources[i], roles[i], origin, &people[i]));
    return STATUS_OK;
}
