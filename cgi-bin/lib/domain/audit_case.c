// Writing the notice of a departure.
#include "domain/audit_case.h"

static const struct sql NOTICE_ADD = {
    "audit_case.notice_add",
    "INSERT INTO audit_notice (kind, person_id, since, until, day, by_id) VALUES (:kind, :person, :since, :until, :day, :by)"
    " ON CONFLICT (person_id, kind, day) DO NOTHING",
};
const struct sql *const AUDIT_CASE_STATEMENTS[] = {&NOTICE_ADD, NULL};

enum status audit_case_open(struct ctx *ctx, int64_t person_id, enum departure departure) {
    static const char *const KINDS[] = {[DEPARTURE_LEAVING] = "leaving", [DEPARTURE_MOVING] = "moving"};
    const int64_t now = clock_now(ctx->clock), by = ctx->actor ? ctx->actor->person_id : 0;
    struct query query = query_start(ctx->store, &NOTICE_ADD);
    query_bind_text(&query, ":kind", KINDS[departure]);
    query_bind_int(&query, ":person", person_id);
    query_bind_int(&query, ":since", now - AUDIT_CASE_LOOK_BACK);
    query_bind_int(&query, ":until", now);
    query_bind_text(&query, ":day", arena_copy(ctx->arena, time_minute(ctx->arena, now), sizeof "2026-11-22" - 1));
    if (by != 0)
        query_bind_int(&query, ":by", by);
    else
        query_bind_null(&query, ":by");
    return query_run(&query, NULL);
}
