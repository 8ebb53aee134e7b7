// Reading requests: one with its seats and its past, by those who have to do with it.
#include <string.h>

#include "domain/approval.h"
#include "domain/approval_store.h"
#include "domain/delegation.h"

static const struct sql FIND = {
    "approval.find",
    "SELECT a.kind, a.subject_id, a.digest, a.path_id, a.branch, a.applicant_id, coalesce(a.excluded_id, 0), a.state, a.round, a.step, "
    "a.created_at, coalesce(a.ended_at, 0), coalesce(a.urged_at, 0), p.name, u.path, u.name, b.name, v.version FROM approval a "
    "JOIN person p ON p.id = a.applicant_id JOIN unit u ON u.id = a.unit_id JOIN approval_branch b ON b.path_id = a.path_id "
    "AND b.branch = a.branch JOIN approval_path v ON v.id = a.path_id WHERE a.id = :id",
};
// What it is about, in words and sums: for those who have to do with it, and not for who administers people (ORG-3).
// Who has to do with a request.
#define CONCERNS                                                                                                                     \
    "(EXISTS (SELECT 1 FROM approval WHERE id = :id AND applicant_id = :me) "                                                        \
    "OR EXISTS (SELECT 1 FROM approval_seat WHERE approval_id = :id AND :me IN (person_id, acted_by)) "                              \
    "OR EXISTS (SELECT 1 FROM approval_seat s JOIN approval a ON a.id = s.approval_id JOIN delegation d ON d.from_id = s.person_id " \
    "WHERE s.approval_id = :id AND s.state IN ('open', 'later') AND " DELEGATED " AND d.kind IN ('', a.kind)))"
static const struct sql MAY_READ = {"approval.may_read", "SELECT " CONCERNS};
// What it is about, in words and sums: for those who have to do with it, and not for who administers people (ORG-3).
static const struct sql TOLD = {
    "approval.told",
    "SELECT title, flag, coalesce(amount, -1), coalesce(customer_id, 0), coalesce(previous_id, 0) FROM approval WHERE id = :id AND " CONCERNS,
};
static const struct sql SEATS = {
    "approval.seats",
    "SELECT s.id, s.round, s.step, s.place, coalesce(s.person_id, 0), s.state, s.origin, coalesce(s.waits_for, -1), s.asked, "
    "coalesce(s.acted_by, 0), coalesce(p.name, ''), coalesce(d.name, ''), coalesce(s.opened_at, 0), s.due_at, coalesce(s.acted_at, 0) "
    "FROM approval_seat s LEFT JOIN person p ON p.id = s.person_id LEFT JOIN person d ON d.id = s.acted_by "
    "WHERE s.approval_id = :id ORDER BY s.id",
};
// An event with several findings comes several times.
static const struct sql EVENTS = {
    "approval.events",
    "SELECT e.id, e.at, e.event, coalesce(p.name, ''), coalesce(f.name, ''), coalesce(t.name, ''), e.round, e.step, coalesce(e.to_step, -1), "
    "e.opinion, g.criterion, g.finding, g.opinion FROM approval_event e LEFT JOIN person p ON p.id = e.person_id "
    "LEFT JOIN person f ON f.id = e.for_id LEFT JOIN person t ON t.id = e.to_id LEFT JOIN approval_finding g ON g.event_id = e.id "
    "WHERE e.approval_id = :id ORDER BY e.id",
};
const struct sql *const APPROVAL_LOAD_STATEMENTS[] = {&FIND, &SEATS, NULL};
const struct sql *const APPROVAL_READ_STATEMENTS[] = {&TOLD, &MAY_READ, &EVENTS, NULL};

static struct approval_request read_request(const struct query *query, int64_t id, struct arena *arena) {
    struct approval_request request = {
        .kind = approval_kind_find(query_text(query, 0, arena)),
        .subject_id = query_int(query, 1),
        .branch = {.path_id = query_int(query, 3),
                   .branch = (unsigned)query_int(query, 4),
                   .name = query_text(query, 16, arena),
                   .version = (unsigned)query_int(query, 17)},
        .machine = {.id = id,
                    .applicant_id = query_int(query, 5),
                    .excluded_id = query_int(query, 6),
                    .state = approval_state_find(query_text(query, 7, arena)),
                    .round = (unsigned)query_int(query, 8),
                    .step = (unsigned)query_int(query, 9)},
        .created_at = query_int(query, 10),
        .ended_at = query_int(query, 11),
        .urged_at = query_int(query, 12),
        .applicant_name = query_text(query, 13, arena),
        .unit_path = query_text(query, 14, arena),
        .unit_name = query_text(query, 15, arena),
        .title = "",
        .flag = "",
        .amount = APPROVAL_NO_AMOUNT,
    };
    size_t length;
    const void *digest = query_blob(query, 2, &length, arena);
    if (length == APPROVAL_DIGEST)
        memcpy(request.digest, digest, APPROVAL_DIGEST);
    return request;
}

static enum status read_seats(struct ctx *ctx, struct approval_request *request) {
    struct arena *arena = ctx->arena;
    struct approval *machine = &request->machine;
    machine->seats = ARENA_ARRAY(arena, struct seat, APPROVAL_SEATS_MAX);
    machine->seat_room = APPROVAL_SEATS_MAX;
    request->more = ARENA_ARRAY(arena, struct seat_more, APPROVAL_SEATS_MAX);
    struct query query = query_start(ctx->store, &SEATS);
    query_bind_int(&query, ":id", machine->id);
    while (machine->seat_count < APPROVAL_SEATS_MAX && query_row(&query)) {
        request->more[machine->seat_count] = (struct seat_more){
            .person_name = query_text(&query, 10, arena),
            .acted_name = query_text(&query, 11, arena),
            .opened_at = query_int(&query, 12),
            .due_at = query_int(&query, 13),
            .acted_at = query_int(&query, 14),
        };
        machine->seats[machine->seat_count++] = (struct seat){
            .id = query_int(&query, 0),
            .round = (unsigned)query_int(&query, 1),
            .step = (unsigned)query_int(&query, 2),
            .place = (unsigned)query_int(&query, 3),
            .person_id = query_int(&query, 4),
            .state = seat_state_find(query_text(&query, 5, arena)),
            .origin = seat_origin_find(query_text(&query, 6, arena)),
            .waits_for = (int)query_int(&query, 7),
            .asked = query_int(&query, 8) != 0,
            .acted_by = query_int(&query, 9),
        };
    }
    return query_end(&query);
}

enum status approval_load(struct ctx *ctx, int64_t id, struct approval_request *request) {
    struct query query = query_start(ctx->store, &FIND);
    query_bind_int(&query, ":id", id);
    const bool found = query_row(&query);
    if (found)
        *request = read_request(&query, id, ctx->arena);
    TRY(query_end(&query));
    if (!found || request->kind == NULL)
        return STATUS_NOT_FOUND;
    TRY(approval_branch_steps(ctx, &request->branch));
    request->machine.path = request->branch.path;
    return read_seats(ctx, request);
}

static struct query start_for_me(struct ctx *ctx, const struct sql *sql, int64_t id) {
    struct query query = query_start(ctx->store, sql);
    query_bind_int(&query, ":id", id);
    query_bind_int(&query, ":me", ctx->actor->person_id);
    query_bind_text(&query, ":today", delegation_today(ctx));
    return query;
}

enum status approval_reach(struct ctx *ctx, int64_t id) {
    struct query query = start_for_me(ctx, &MAY_READ, id);
    const bool may = query_row(&query) && query_int(&query, 0) != 0;
    TRY(query_end(&query));
    return may ? STATUS_OK : STATUS_NOT_FOUND;
}

enum status approval_read(struct ctx *ctx, int64_t id, struct approval_request *request) {
    struct query query = start_for_me(ctx, &TOLD, id);
    struct approval_request told = {.title = NULL};
    if (query_row(&query)) {
        told.title = query_text(&query, 0, ctx->arena);
        told.flag = query_text(&query, 1, ctx->arena);
        told.amount = query_int(&query, 2);
        told.customer_id = query_int(&query, 3);
        told.previous_id = query_int(&query, 4);
    }
    TRY(query_end(&query));
    if (told.title == NULL)
        return STATUS_NOT_FOUND;
    TRY(approval_load(ctx, id, request));
    request->title = told.title;
    request->flag = told.flag;
    request->amount = told.amount;
    request->customer_id = told.customer_id;
    request->previous_id = told.previous_id;
    return STATUS_OK;
}

// --- What was done

static int criterion_place(const char *key) {
    int i = 0;
    while (APPROVAL_CRITERIA[i].key != NULL && strcmp(APPROVAL_CRITERIA[i].key, key) != 0)
        i++;
    return i;
}

static const char *known_finding(const char *key) {
    for (const struct choice *finding = APPROVAL_FINDINGS; finding->key != NULL; finding++)
        if (strcmp(finding->key, key) == 0)
            return finding->key;
    return NULL;
}

static void read_finding(const struct query *query, struct approval_done *row, struct arena *arena) {
    const int place = query_is_null(query, 10) ? APPROVAL_CRITERIA_COUNT : criterion_place(query_text(query, 10, arena));
    if (place >= APPROVAL_CRITERIA_COUNT)
        return;
    row->findings[place] = known_finding(query_text(query, 11, arena));
    row->remarks[place] = query_text(query, 12, arena);
}

static struct approval_done read_event(const struct query *query, struct arena *arena) {
    return (struct approval_done){
        .id = query_int(query, 0),
        .at = query_int(query, 1),
        .event = approval_event_find(query_text(query, 2, arena)),
        .person_name = query_text(query, 3, arena),
        .for_name = query_text(query, 4, arena),
        .to_name = query_text(query, 5, arena),
        .round = (unsigned)query_int(query, 6),
        .step = (unsigned)query_int(query, 7),
        .to_step = (int)query_int(query, 8),
        .opinion = query_text(query, 9, arena),
    };
}

// Room for one more.
static struct approval_done *widen(struct approval_done *rows, unsigned count, unsigned *room, struct arena *arena) {
    if (count < *room)
        return rows;
    *room = 2 * *room + 16;
    struct approval_done *more = ARENA_ARRAY(arena, struct approval_done, *room);
    if (count > 0)
        memcpy(more, rows, count * sizeof *more);
    return more;
}

enum status approval_history(struct ctx *ctx, int64_t id, struct approval_done **rows, unsigned *count) {
    unsigned room = 0;
    *rows = NULL;
    *count = 0;
    struct query query = query_start(ctx->store, &EVENTS);
    query_bind_int(&query, ":id", id);
    while (query_row(&query)) {
        if (*count == 0 || (*rows)[*count - 1].id != query_int(&query, 0)) {
            *rows = widen(*rows, *count, &room, ctx->arena);
            (*rows)[(*count)++] = read_event(&query, ctx->arena);
        }
        read_finding(&query, &(*rows)[*count - 1], ctx->arena);
    }
    return query_end(&query);
}
