// Writing what is put before the auditor.
#include "domain/audit_case.h"

#include <inttypes.h>

static const struct sql NOTICE_ADD = {
    "audit_case.notice_add",
    "INSERT INTO audit_notice (kind, person_id, since, until, day, by_id) VALUES (:kind, :person, :since, :until, :day, :by)"
    " ON CONFLICT (person_id, kind, day) DO NOTHING",
};
const struct sql *const AUDIT_CASE_STATEMENTS[] = {&NOTICE_ADD, NULL};

static enum status add(struct ctx *ctx, const char *kind, int64_t person_id, int64_t by, int64_t since, const char *day) {
    struct query query = query_start(ctx->store, &NOTICE_ADD);
    query_bind_text(&query, ":kind", kind);
    query_bind_int(&query, ":person", person_id);
    query_bind_int(&query, ":since", since);
    query_bind_int(&query, ":until", clock_now(ctx->clock));
    query_bind_text(&query, ":day", day);
    if (by != 0)
        query_bind_int(&query, ":by", by);
    else
        query_bind_null(&query, ":by");
    return query_run(&query, NULL);
}

enum status audit_case_open(struct ctx *ctx, int64_t person_id, enum departure departure) {
    static const char *const KINDS[] = {[DEPARTURE_LEAVING] = "leaving", [DEPARTURE_MOVING] = "moving"};
    const int64_t now = clock_now(ctx->clock), by = ctx->actor ? ctx->actor->person_id : 0;
    return add(ctx, KINDS[departure], person_id, by, now - AUDIT_CASE_LOOK_BACK,
               arena_copy(ctx->arena, time_minute(ctx->arena, now), sizeof "2026-11-22" - 1));
}

enum status audit_case_of_account(struct ctx *ctx, const char *kind, int64_t person_id, int64_t by, int64_t notice_id) {
    return add(ctx, kind, person_id, by, clock_now(ctx->clock), arena_format(ctx->arena, "%" PRId64, notice_id));
}

enum status audit_case_of_calendar(struct ctx *ctx) {
    const int64_t now = clock_now(ctx->clock), by = ctx->actor->person_id;
    return add(ctx, "calendar", by, by, now, time_minute(ctx->arena, now));
}
