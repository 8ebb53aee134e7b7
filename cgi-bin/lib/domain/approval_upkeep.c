#include "domain/approval_upkeep.h"

#include "domain/approval_store.h"
#include "domain/change.h"

static const struct sql OVERDUE = {
    "approval.overdue",
    "SELECT id, approval_id, coalesce(person_id, 0) FROM approval_seat WHERE state = 'open' AND escalated_at IS NULL AND due_at <= :now "
    "ORDER BY due_at LIMIT 1",
};
static const struct sql ESCALATED = {"approval.escalated", "UPDATE approval_seat SET escalated_at = :now WHERE id = :seat"};
#define VACANT_MAX 20
static const struct sql VACANT = {
    "approval.vacant",
    "SELECT id, approval_id, place FROM approval_seat WHERE state = 'open' AND person_id IS NULL ORDER BY due_at, id LIMIT :most",
};
static const struct sql COUNT = {
    "approval.seats_count",
    "SELECT (SELECT count(*) FROM approval_seat WHERE person_id = :person AND state = 'open') + "
    "(SELECT count(*) FROM approval_seat WHERE person_id = :person AND state = 'later')",
};
static const struct sql OF_PERSON = {
    "approval.seats_of",
    "SELECT id, approval_id FROM (SELECT id, approval_id FROM approval_seat WHERE person_id = :person AND state = 'open' UNION ALL "
    "SELECT id, approval_id FROM approval_seat WHERE person_id = :person AND state = 'later') WHERE id > :after ORDER BY id LIMIT 1",
};
const struct sql *const APPROVAL_UPKEEP_STATEMENTS[] = {&OVERDUE, &ESCALATED, &VACANT, NULL};
const struct sql *const APPROVAL_HANDOVER_STATEMENTS[] = {&COUNT, &OF_PERSON, NULL};

struct found_seat {
    int64_t id, approval_id, other; // other: its person, or its place
};

// Somebody's or nobody's word for the system; what the machine refuses is left as it is.
static enum status act(struct ctx *ctx, struct approval_request *request, const struct approval_act *act) {
    struct approval_walk walk = approval_walk_of(ctx, request);
    const struct approval_world world = {approval_walk_people, &walk};
    const unsigned round = request->machine.round, step = request->machine.step;
    enum approval_refusal refusal;
    const enum status status = approval_apply(&request->machine, act, &world, ctx->arena, &refusal);
    if (refusal != REFUSAL_NONE)
        return STATUS_OK;
    TRY(status);
    return approval_write(ctx, request, &(struct approval_deed){.act = act}, round, step);
}

static enum status hand_seat(struct ctx *ctx, struct approval_request *request, int64_t seat_id, int64_t to_id) {
    const struct approval_act handed = {.event = EVENT_HAND_OVER, .seat_id = seat_id, .to_id = to_id, .opinion = ""};
    return act(ctx, request, &handed);
}

// --- Overdue

static enum status find_overdue(struct ctx *ctx, struct found_seat *seat) {
    struct query query = query_start(ctx->store, &OVERDUE);
    query_bind_int(&query, ":now", clock_now(ctx->clock));
    if (query_row(&query))
        *seat = (struct found_seat){query_int(&query, 0), query_int(&query, 1), query_int(&query, 2)};
    return query_end(&query);
}

static enum status mark_escalated(struct ctx *ctx, int64_t seat_id) {
    struct query query = query_start(ctx->store, &ESCALATED);
    query_bind_int(&query, ":now", clock_now(ctx->clock));
    query_bind_int(&query, ":seat", seat_id);
    return query_run(&query, NULL);
}

static enum status escalate(struct ctx *ctx, bool *more) {
    struct found_seat seat = {.id = 0};
    struct approval_request request;
    TRY(find_overdue(ctx, &seat));
    *more = seat.id != 0;
    if (seat.id == 0)
        return STATUS_OK;
    TRY(mark_escalated(ctx, seat.id));
    TRY(approval_load(ctx, seat.approval_id, &request));
    const struct approval_walk walk = approval_walk_of(ctx, &request);
    int64_t above = 0;
    if (seat.other != 0)
        TRY(approval_above(ctx, seat.other, &walk.origin, &above));
    const struct approval_act raised = {.event = EVENT_ESCALATE, .seat_id = seat.id, .to_id = above, .opinion = ""};
    return act(ctx, &request, &raised);
}

enum status approval_escalate(struct ctx *ctx, bool *more) {
    struct found_seat seat = {.id = 0};
    *more = false;
    TRY(find_overdue(ctx, &seat)); // mostly there is none, and no transaction
    if (seat.id == 0)
        return STATUS_OK;
    TRY(store_begin(ctx->store));
    return change_end(ctx, escalate(ctx, more));
}

// --- Vacant

static enum status fill(struct ctx *ctx, const struct found_seat *seat) {
    struct approval_request request;
    struct place_people people[APPROVAL_PLACES_MAX] = {{.count = 0}};
    TRY(approval_load(ctx, seat->approval_id, &request));
    const struct approval_walk walk = approval_walk_of(ctx, &request);
    TRY(approval_people(ctx, &request.branch, request.machine.step, &walk.origin, people));
    const bool of_path = seat->other < APPROVAL_PLACES_MAX;
    return of_path && people[seat->other].count > 0 ? hand_seat(ctx, &request, seat->id, people[seat->other].ids[0]) : STATUS_OK;
}

enum status approval_fill(struct ctx *ctx) {
    struct found_seat seats[VACANT_MAX];
    unsigned count = 0;
    struct query query = query_start(ctx->store, &VACANT);
    query_bind_int(&query, ":most", VACANT_MAX);
    while (count < VACANT_MAX && query_row(&query))
        seats[count++] = (struct found_seat){query_int(&query, 0), query_int(&query, 1), query_int(&query, 2)};
    TRY(query_end(&query));
    for (unsigned i = 0; i < count; i++) {
        TRY(store_begin(ctx->store));
        TRY(change_end(ctx, fill(ctx, &seats[i])));
    }
    return STATUS_OK;
}

// --- Leaving

enum status approval_seats_of(struct ctx *ctx, int64_t person_id, int64_t *count) {
    struct query query = query_start(ctx->store, &COUNT);
    query_bind_int(&query, ":person", person_id);
    *count = query_row(&query) ? query_int(&query, 0) : 0;
    return query_end(&query);
}

static enum status next_seat(struct ctx *ctx, int64_t person_id, struct found_seat *seat) {
    struct query query = query_start(ctx->store, &OF_PERSON);
    query_bind_int(&query, ":person", person_id);
    query_bind_int(&query, ":after", seat->id);
    *seat = (struct found_seat){.id = 0};
    if (query_row(&query))
        *seat = (struct found_seat){query_int(&query, 0), query_int(&query, 1), 0};
    return query_end(&query);
}

enum status approval_hand_over(struct ctx *ctx, int64_t from_id, int64_t to_id) {
    struct found_seat seat = {.id = 0};
    TRY(next_seat(ctx, from_id, &seat));
    while (seat.id != 0) {
        struct approval_request request;
        TRY(approval_load(ctx, seat.approval_id, &request));
        const bool theirs = to_id == request.machine.applicant_id || to_id == request.machine.excluded_id;
        TRY(hand_seat(ctx, &request, seat.id, theirs ? 0 : to_id));
        TRY(next_seat(ctx, from_id, &seat));
    }
    return STATUS_OK;
}
