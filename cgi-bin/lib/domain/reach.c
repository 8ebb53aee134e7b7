// Scopes as ranges of unit paths.
#include "domain/reach.h"

#include <string.h>

#include "domain/customer_sql.h"

const struct sql REACH_WHOLE = {
    "reach.whole",
    "SELECT NOT EXISTS (SELECT 1 FROM unit WHERE path < :path) AND NOT EXISTS (SELECT 1 FROM unit WHERE path >= "
    ":path_end)",
};

// What starts with "/1/4/" lies from it to "/1/40", '0' being the character after '/'.
static const char *end_of_subtree(struct arena *arena, const char *path) {
    char *end = arena_string(arena, path);
    end[strlen(end) - 1] = '/' + 1;
    return end;
}

struct reach reach_of(const struct ctx *ctx, enum permission permission) {
    const struct actor *actor = ctx->actor;
    struct reach reach = {.path = "", .path_end = ""};
    enum scope scope = actor_may(actor, permission) ? actor_scope(actor, permission) : SCOPE_NONE;
    if (scope == SCOPE_NONE)
        return reach;
    reach.all = scope == SCOPE_ALL;
    reach.person_id = actor->person_id;
    const char *path = actor->unit_path ? actor->unit_path : "";
    if (*path == '\0' || (scope != SCOPE_UNIT && scope != SCOPE_SUBTREE))
        return reach;
    reach.path = path;
    reach.path_end =
        scope == SCOPE_SUBTREE ? end_of_subtree(ctx->arena, path) : arena_format(ctx->arena, "%s\x01", path);
    return reach;
}

bool reach_is_nothing(const struct reach *reach) {
    return !reach->all && reach->person_id == 0;
}

bool reach_has_units(const struct reach *reach) {
    return !reach->all && *reach->path != '\0';
}

enum status reach_widen(struct ctx *ctx, struct reach *reach) {
    if (!reach_has_units(reach))
        return STATUS_OK;
    struct query query = query_start(ctx->store, &REACH_WHOLE);
    query_bind_text(&query, ":path", reach->path);
    query_bind_text(&query, ":path_end", reach->path_end);
    if (query_row(&query))
        reach->all = query_int(&query, 0) != 0;
    return query_end(&query);
}

void reach_bind(struct query *query, const struct reach *reach) {
    query_bind_int(query, ":all", reach->all);
    query_bind_int(query, ":person", reach->person_id);
    query_bind_text(query, ":path", reach->path);
    query_bind_text(query, ":path_end", reach->path_end);
}
