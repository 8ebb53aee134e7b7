// Writing what an act changed.
#include "domain/approval_store.h"
#include "domain/workday.h"

static const struct sql INSERT = {
    "approval.insert",
    "INSERT INTO approval (id, kind, subject_id, customer_id, title, amount, flag, digest, path_id, branch, applicant_id, excluded_id, unit_id, "
    "state, previous_id, created_at) VALUES (:id, :kind, :subject, nullif(:customer, 0), :title, nullif(:amount, -1), :flag, :digest, :path, "
    ":branch, :applicant, nullif(:excluded, 0), :unit, 'open', nullif(:previous, 0), :now)",
};
static const struct sql UPDATE = {
    "approval.update",
    "UPDATE approval SET state = :state, round = :round, step = :step, ended_at = nullif(:ended, 0), urged_at = nullif(:urged, 0) "
    "WHERE id = :id AND state = 'open'",
};
static const struct sql SEAT_INSERT = {
    "approval.seat_insert",
    "INSERT INTO approval_seat (approval_id, round, step, place, person_id, state, origin, waits_for, asked, opened_at, due_at) "
    "VALUES (:id, :round, :step, :place, nullif(:person, 0), :state, :origin, nullif(:waits_for, -1), :asked, nullif(:opened, 0), :due)",
};
static const struct sql SEAT_UPDATE = {
    "approval.seat_update",
    "UPDATE approval_seat SET state = :state, waits_for = nullif(:waits_for, -1), asked = :asked, "
    "opened_at = coalesce(nullif(:opened, 0), opened_at), due_at = CASE WHEN :opened <> 0 THEN :due ELSE due_at END, "
    "acted_by = nullif(:by, 0), acted_at = CASE WHEN :by <> 0 THEN coalesce(acted_at, :now) END WHERE id = :seat AND approval_id = :id",
};
static const struct sql EVENT_INSERT = {
    "approval.event_insert",
    "INSERT INTO approval_event (approval_id, at, event, person_id, for_id, to_id, seat_id, round, step, to_step, opinion, digest) "
    "VALUES (:id, :now, :event, nullif(:person, 0), nullif(:for, 0), nullif(:to, 0), nullif(:seat, 0), :round, :step, nullif(:to_step, -1), "
    ":opinion, :digest) RETURNING id",
};
static const struct sql FINDING_INSERT = {
    "approval.finding_insert",
    "INSERT INTO approval_finding (event_id, criterion, finding, opinion) VALUES (:event, :criterion, :finding, :opinion)",
};
const struct sql *const APPROVAL_WRITE_STATEMENTS[] = {&INSERT, &UPDATE, &SEAT_INSERT, &SEAT_UPDATE, &EVENT_INSERT, &FINDING_INSERT, NULL};

enum status approval_insert(struct ctx *ctx, const struct approval_request *request) {
    struct query query = query_start(ctx->store, &INSERT);
    query_bind_int(&query, ":id", request->machine.id);
    query_bind_text(&query, ":kind", request->kind->key);
    query_bind_int(&query, ":subject", request->subject_id);
    query_bind_int(&query, ":customer", request->customer_id);
    query_bind_text(&query, ":title", request->title);
    query_bind_int(&query, ":amount", request->amount);
    query_bind_text(&query, ":flag", request->flag);
    query_bind_blob(&query, ":digest", request->digest, APPROVAL_DIGEST);
    query_bind_int(&query, ":path", request->branch.path_id);
    query_bind_int(&query, ":branch", request->branch.branch);
    query_bind_int(&query, ":applicant", request->machine.applicant_id);
    query_bind_int(&query, ":excluded", request->machine.excluded_id);
    query_bind_int(&query, ":unit", ctx->actor->unit_id);
    query_bind_int(&query, ":previous", request->previous_id);
    query_bind_int(&query, ":now", request->created_at);
    return query_run(&query, NULL);
}

static enum status update(struct ctx *ctx, const struct approval_request *request) {
    int64_t changed = 0;
    struct query query = query_start(ctx->store, &UPDATE);
    query_bind_text(&query, ":state", approval_state_key(request->machine.state));
    query_bind_int(&query, ":round", request->machine.round);
    query_bind_int(&query, ":step", request->machine.step);
    query_bind_int(&query, ":ended", request->ended_at);
    query_bind_int(&query, ":urged", request->urged_at);
    query_bind_int(&query, ":id", request->machine.id);
    TRY(query_run(&query, &changed));
    return changed == 1 ? STATUS_OK : STATUS_FAULT; // the machine refuses what has ended
}

// --- Seats

struct times {
    int64_t now;
    struct workdays days;
};

static int64_t due_at(const struct approval_request *request, const struct seat *seat, const struct times *times) {
    const unsigned days = request->machine.path.steps[seat->step].days;
    return days > 0 ? workday_after(&times->days, times->now, days) : INT64_MAX;
}

static enum status insert_seat(struct ctx *ctx, const struct approval_request *request, const struct seat *seat,
                               const struct times *times) {
    struct query query = query_start(ctx->store, &SEAT_INSERT);
    query_bind_int(&query, ":id", request->machine.id);
    query_bind_int(&query, ":round", seat->round);
    query_bind_int(&query, ":step", seat->step);
    query_bind_int(&query, ":place", seat->place);
    query_bind_int(&query, ":person", seat->person_id);
    query_bind_text(&query, ":state", seat_state_key(seat->state));
    query_bind_text(&query, ":origin", seat_origin_key(seat->origin));
    query_bind_int(&query, ":waits_for", seat->waits_for);
    query_bind_int(&query, ":asked", seat->asked);
    query_bind_int(&query, ":opened", seat->opened ? times->now : 0);
    query_bind_int(&query, ":due", seat->opened ? due_at(request, seat, times) : INT64_MAX);
    return query_run(&query, NULL);
}

static enum status update_seat(struct ctx *ctx, const struct approval_request *request, const struct seat *seat,
                               const struct times *times) {
    struct query query = query_start(ctx->store, &SEAT_UPDATE);
    query_bind_text(&query, ":state", seat_state_key(seat->state));
    query_bind_int(&query, ":waits_for", seat->waits_for);
    query_bind_int(&query, ":asked", seat->asked);
    query_bind_int(&query, ":opened", seat->opened ? times->now : 0);
    query_bind_int(&query, ":due", seat->opened ? due_at(request, seat, times) : INT64_MAX);
    query_bind_int(&query, ":by", seat->acted_by);
    query_bind_int(&query, ":now", times->now);
    query_bind_int(&query, ":seat", seat->id);
    query_bind_int(&query, ":id", request->machine.id);
    return query_run(&query, NULL);
}

static enum status write_seats(struct ctx *ctx, const struct approval_request *request, const struct times *times) {
    for (unsigned i = 0; i < request->machine.seat_count; i++) {
        const struct seat *seat = &request->machine.seats[i];
        if (seat->id == 0)
            TRY(insert_seat(ctx, request, seat, times));
        else if (seat->changed)
            TRY(update_seat(ctx, request, seat, times));
    }
    return STATUS_OK;
}

// --- The event

static enum status write_findings(struct ctx *ctx, int64_t event_id, const struct approval_deed *deed) {
    for (unsigned i = 0; i < APPROVAL_CRITERIA_COUNT; i++) {
        if (deed->findings[i] == NULL || *deed->findings[i] == '\0')
            continue;
        struct query query = query_start(ctx->store, &FINDING_INSERT);
        query_bind_int(&query, ":event", event_id);
        query_bind_text(&query, ":criterion", APPROVAL_CRITERIA[i].key);
        query_bind_text(&query, ":finding", deed->findings[i]);
        query_bind_text(&query, ":opinion", deed->remarks[i] != NULL ? deed->remarks[i] : "");
        TRY(query_run(&query, NULL));
    }
    return STATUS_OK;
}

static enum status write_event(struct ctx *ctx, const struct approval_request *request, const struct approval_deed *deed, unsigned round,
                               unsigned step, int64_t now) {
    const struct approval_act *act = deed->act;
    struct query query = query_start(ctx->store, &EVENT_INSERT);
    query_bind_int(&query, ":id", request->machine.id);
    query_bind_int(&query, ":now", now);
    query_bind_text(&query, ":event", APPROVAL_ARROWS[act->event].key);
    query_bind_int(&query, ":person", act->person_id);
    query_bind_int(&query, ":for", deed->for_id);
    query_bind_int(&query, ":to", APPROVAL_ARROWS[act->event].names_person ? act->to_id : 0);
    query_bind_int(&query, ":seat", act->seat_id);
    query_bind_int(&query, ":round", round);
    query_bind_int(&query, ":step", step);
    query_bind_int(&query, ":to_step", act->event == EVENT_RETURN ? (int64_t)act->step : -1);
    query_bind_text(&query, ":opinion", act->opinion != NULL ? act->opinion : "");
    query_bind_blob(&query, ":digest", request->digest, APPROVAL_DIGEST);
    const int64_t event_id = query_row(&query) ? query_int(&query, 0) : 0;
    TRY(query_end(&query));
    return write_findings(ctx, event_id, deed);
}

enum status approval_write(struct ctx *ctx, const struct approval_request *request, const struct approval_deed *deed, unsigned round,
                           unsigned step) {
    struct times times = {.now = clock_now(ctx->clock)};
    TRY(workday_read(ctx->store, &times.days, ctx->arena));
    TRY(update(ctx, request));
    TRY(write_seats(ctx, request, &times));
    return write_event(ctx, request, deed, round, step, times.now);
}
