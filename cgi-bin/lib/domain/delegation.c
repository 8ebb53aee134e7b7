#include "domain/delegation.h"

#include <string.h>

#include "base/utf8.h"
#include "domain/admin_rules.h"
#include "domain/approval_path.h"
#include "domain/change.h"
#include "model/approval_kind.h"

static const struct sql ADD = {
    "delegation.add",
    "INSERT INTO delegation (id, from_id, to_id, kind, from_date, to_date, reason, created_at) "
    "VALUES (:id, :me, :to, :kind, :from_date, :to_date, :reason, :now)",
};
static const struct sql END = {
    "delegation.end",
    "UPDATE delegation SET ended_at = coalesce(ended_at, :now) WHERE id = :id AND from_id = :me",
};
#define ROW                                                                                                            \
    "SELECT d.id, d.from_id, d.to_id, f.name, t.name, d.kind, d.from_date, d.to_date, d.reason, d.created_at, "        \
    "coalesce(d.ended_at, 0), d.ended_at IS NULL AND d.from_date <= :today AND d.to_date >= :today FROM delegation d " \
    "JOIN person f ON f.id = d.from_id JOIN person t ON t.id = d.to_id "
static const struct sql GIVEN = {"delegation.given", ROW "WHERE d.from_id = :me ORDER BY d.to_date DESC, d.id DESC LIMIT :most"};
static const struct sql RECEIVED = {
    "delegation.received",
    ROW "WHERE d.to_id = :me AND d.ended_at IS NULL ORDER BY d.to_date DESC, d.id DESC LIMIT :most",
};
static const struct sql COVERS = {
    "delegation.covers",
    "SELECT EXISTS (SELECT 1 FROM delegation d WHERE " DELEGATED " AND d.from_id = :from AND d.kind IN ('', :kind))",
};
const struct sql *const DELEGATION_STATEMENTS[] = {&ADD, &END, &GIVEN, &RECEIVED, &COVERS, NULL};

const char *delegation_today(struct ctx *ctx) {
    return arena_copy(ctx->arena, time_minute(ctx->arena, clock_now(ctx->clock)), sizeof "2026-11-22" - 1);
}

// --- Giving

struct checked {
    struct colleague to;
    char from_date[11], to_date[11];
    const char *reason;
};

static enum status check_dates(struct ctx *ctx, const struct delegation_typed *typed, struct checked *checked, struct faults *faults) {
    static const struct text NO_DATE = {"请填写日期，例如 2026-5-1", "Give a date, such as 2026-5-1."};
    const bool from = date_parse(typed->from_date, checked->from_date), to = date_parse(typed->to_date, checked->to_date);
    if (!from)
        (void)fault_add(faults, "from_date", NO_DATE);
    if (!to)
        return fault_add(faults, "to_date", NO_DATE);
    if (strcmp(checked->to_date, delegation_today(ctx)) < 0)
        return fault_add(faults, "to_date", (struct text){"这一天已经过去", "This day is over."});
    if (from && strcmp(checked->from_date, checked->to_date) > 0)
        return fault_add(faults, "to_date", (struct text){"不能早于开始日期", "It can't be before the first day."});
    if (from && date_start(checked->to_date) - date_start(checked->from_date) >= DELEGATION_DAYS_MAX * TIME_DAY)
        return fault_add(faults, "to_date", (struct text){"一次最多委托 180 天", "180 days at a time at most."});
    return STATUS_OK;
}

static enum status check_reason(struct ctx *ctx, const char *typed, struct checked *checked, struct faults *faults) {
    checked->reason = utf8_valid(typed, strlen(typed)) ? utf8_trim(ctx->arena, typed) : "";
    if (utf8_length(checked->reason) > DELEGATION_REASON_MAX)
        return fault_add(faults, "reason", (struct text){"最多 100 个字", "100 characters at most."});
    return STATUS_OK;
}

static enum status goes_on(enum status status) {
    return status == STATUS_INVALID ? STATUS_OK : status;
}

static enum status check_delegate(struct ctx *ctx, const char *typed, struct checked *checked, struct faults *faults) {
    bool takes = false;
    TRY(colleague_named(ctx, typed, "to", &checked->to, faults));
    TRY(approval_takes_part(ctx, checked->to.id, &takes));
    return takes ? STATUS_OK : fault_add(faults, "to", (struct text){"此人的角色不能参与审批", "This colleague's roles don't let them take part in approvals."});
}

static enum status check(struct ctx *ctx, const struct delegation_typed *typed, struct checked *checked, struct faults *faults) {
    TRY(goes_on(check_delegate(ctx, typed->to, checked, faults)));
    if (checked->to.id != 0 && checked->to.id == ctx->actor->person_id)
        (void)fault_add(faults, "to", (struct text){"不能委托给自己", "That is yourself."});
    if (*typed->kind != '\0' && approval_kind_find(typed->kind) == NULL)
        (void)fault_add(faults, "kind", (struct text){"请选择事项", "Choose a kind."});
    TRY(goes_on(check_dates(ctx, typed, checked, faults)));
    TRY(goes_on(check_reason(ctx, typed->reason, checked, faults)));
    return fault_status(faults);
}

enum status delegation_add(struct ctx *ctx, const struct delegation_typed *typed, struct faults *faults) {
    struct checked checked = {.reason = ""};
    TRY(check(ctx, typed, &checked, faults));
    struct query query = query_start(ctx->store, &ADD);
    query_bind_int(&query, ":id", id_new(ctx->ids));
    query_bind_int(&query, ":me", ctx->actor->person_id);
    query_bind_int(&query, ":to", checked.to.id);
    query_bind_text(&query, ":kind", typed->kind);
    query_bind_text(&query, ":from_date", checked.from_date);
    query_bind_text(&query, ":to_date", checked.to_date);
    query_bind_text(&query, ":reason", checked.reason);
    query_bind_int(&query, ":now", clock_now(ctx->clock));
    return query_run(&query, NULL);
}

enum status delegation_end(struct ctx *ctx, int64_t id) {
    int64_t changed = 0;
    struct query query = query_start(ctx->store, &END);
    query_bind_int(&query, ":now", clock_now(ctx->clock));
    query_bind_int(&query, ":id", id);
    query_bind_int(&query, ":me", ctx->actor->person_id);
    TRY(query_run(&query, &changed));
    return changed > 0 ? STATUS_OK : STATUS_NOT_FOUND;
}

// --- Lists

static enum status list(struct ctx *ctx, const struct sql *sql, struct delegation **rows, unsigned *count) {
    struct arena *arena = ctx->arena;
    *rows = ARENA_ARRAY(arena, struct delegation, DELEGATIONS_LISTED);
    *count = 0;
    struct query query = query_start(ctx->store, sql);
    query_bind_text(&query, ":today", delegation_today(ctx));
    query_bind_int(&query, ":me", ctx->actor->person_id);
    query_bind_int(&query, ":most", DELEGATIONS_LISTED);
    while (*count < DELEGATIONS_LISTED && query_row(&query))
        (*rows)[(*count)++] = (struct delegation){
            .id = query_int(&query, 0),
            .from_id = query_int(&query, 1),
            .to_id = query_int(&query, 2),
            .from_name = query_text(&query, 3, arena),
            .to_name = query_text(&query, 4, arena),
            .kind = query_text(&query, 5, arena),
            .from_date = query_text(&query, 6, arena),
            .to_date = query_text(&query, 7, arena),
            .reason = query_text(&query, 8, arena),
            .created_at = query_int(&query, 9),
            .ended_at = query_int(&query, 10),
            .holds = query_int(&query, 11) != 0,
        };
    return query_end(&query);
}

enum status delegation_given(struct ctx *ctx, struct delegation **rows, unsigned *count) {
    return list(ctx, &GIVEN, rows, count);
}

enum status delegation_received(struct ctx *ctx, struct delegation **rows, unsigned *count) {
    return list(ctx, &RECEIVED, rows, count);
}

enum status delegation_covers(struct ctx *ctx, int64_t from_id, const char *kind, bool *covers) {
    struct query query = query_start(ctx->store, &COVERS);
    query_bind_int(&query, ":me", ctx->actor->person_id);
    query_bind_text(&query, ":today", delegation_today(ctx));
    query_bind_int(&query, ":from", from_id);
    query_bind_text(&query, ":kind", kind);
    *covers = query_row(&query) && query_int(&query, 0) != 0;
    return query_end(&query);
}
