// The inbox, one's own requests, what one did.
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "domain/approval.h"
#include "domain/delegation.h"

// Open seats of w.person: one's own, or of somebody one acts for today, in kinds that are covered, and never of one's own requests.
#define MY_SEATS                                                                                                                           \
    "approval_seat o JOIN approval x ON x.id = o.approval_id WHERE o.state = 'open' AND o.person_id = w.person AND x.applicant_id <> :me " \
    "AND x.excluded_id IS NOT :me AND (w.person = :me OR EXISTS (SELECT 1 FROM delegation d WHERE " DELEGATED                              \
    " AND d.from_id = w.person AND d.kind IN ('', x.kind)))"
#define MY_PEOPLE "(SELECT :me AS person UNION SELECT d.from_id FROM delegation d WHERE " DELEGATED ") w"
static const struct sql WAITING = {
    "approval.waiting_list",
    "SELECT a.id, s.id, a.kind, a.title, p.name, st.name, CASE WHEN w.person = :me THEN '' ELSE f.name END, coalesce(a.amount, -1), s.opened_at, "
    "s.due_at, a.created_at, a.state, s.asked, st.together, '' FROM " MY_PEOPLE " JOIN approval_seat s ON s.id IN (SELECT o.id FROM " MY_SEATS
    " AND (o.due_at, o.id) > (:at, :id) ORDER BY o.due_at, o.id LIMIT :limit) JOIN approval a ON a.id = s.approval_id "
    "JOIN person p ON p.id = a.applicant_id JOIN person f ON f.id = w.person JOIN approval_step st ON st.path_id = a.path_id "
    "AND st.branch = a.branch AND st.step = s.step ORDER BY s.due_at, s.id LIMIT :limit",
};
static const struct sql COUNT = {
    "approval.waiting_count",
    "SELECT count(*) FROM (SELECT 1 FROM " MY_PEOPLE " JOIN approval_seat s ON s.id IN (SELECT o.id FROM " MY_SEATS
    " ORDER BY o.due_at, o.id LIMIT :limit) LIMIT :limit)",
};
static const struct sql MINE = {
    "approval.mine",
    "SELECT a.id, 0, a.kind, a.title, '', st.name, '', coalesce(a.amount, -1), coalesce((SELECT min(s.opened_at) FROM approval_seat s "
    "WHERE s.approval_id = a.id AND s.state = 'open'), 0), coalesce((SELECT min(s.due_at) FROM approval_seat s WHERE s.approval_id = a.id "
    "AND s.state = 'open'), 9223372036854775807), a.created_at, a.state, EXISTS (SELECT 1 FROM approval_seat s WHERE s.approval_id = a.id "
    "AND s.asked = 1 AND s.state = 'open'), 0, '' FROM approval a JOIN approval_step st ON st.path_id = a.path_id AND st.branch = a.branch "
    "AND st.step = a.step WHERE a.applicant_id = :me AND a.id < :at ORDER BY a.id DESC LIMIT :limit",
};
static const struct sql DONE = {
    "approval.done",
    "SELECT a.id, s.id, a.kind, a.title, p.name, st.name, CASE WHEN s.person_id = :me THEN '' ELSE f.name END, coalesce(a.amount, -1), "
    "s.acted_at, 9223372036854775807, a.created_at, a.state, 0, 0, s.state FROM approval_seat s JOIN approval a ON a.id = s.approval_id "
    "JOIN person p ON p.id = a.applicant_id LEFT JOIN person f ON f.id = s.person_id JOIN approval_step st ON st.path_id = a.path_id "
    "AND st.branch = a.branch AND st.step = s.step WHERE s.acted_by = :me AND (s.acted_at, s.id) < (:at, :id) "
    "ORDER BY s.acted_at DESC, s.id DESC LIMIT :limit",
};
const struct sql *const APPROVAL_LIST_STATEMENTS[] = {&WAITING, &MINE, &DONE, NULL};
const struct sql *const APPROVAL_COUNT_STATEMENTS[] = {&COUNT, NULL};

static const struct {
    const struct sql *sql;
    bool growing; // its key grows from row to row
} LISTS[] = {[APPROVALS_WAITING] = {&WAITING, true}, [APPROVALS_MINE] = {&MINE, false}, [APPROVALS_DONE] = {&DONE, false}};

// Where a page starts: "at.id"; nonsense is the first page.
struct position {
    int64_t at, id;
};

static struct position read_position(const char *after, bool growing) {
    const struct position first = growing ? (struct position){0, 0} : (struct position){INT64_MAX, INT64_MAX};
    char *end = NULL;
    errno = 0;
    const long long at = strtoll(after, &end, 10);
    const long long id = *end == '.' ? strtoll(end + 1, &end, 10) : -1;
    return errno == 0 && *end == '\0' && at > 0 && id >= 0 ? (struct position){at, id} : first;
}

static struct approval_row read_row(const struct query *query, struct arena *arena) {
    return (struct approval_row){
        .id = query_int(query, 0),
        .seat_id = query_int(query, 1),
        .kind = approval_kind_find(query_text(query, 2, arena)),
        .title = query_text(query, 3, arena),
        .applicant_name = query_text(query, 4, arena),
        .step_name = query_text(query, 5, arena),
        .for_name = query_text(query, 6, arena),
        .amount = query_int(query, 7),
        .since = query_int(query, 8),
        .due_at = query_int(query, 9),
        .created_at = query_int(query, 10),
        .state = approval_state_find(query_text(query, 11, arena)),
        .asked = query_int(query, 12) != 0,
        .together = query_int(query, 13) != 0,
        .event = query_text(query, 14, arena),
    };
}

static const char *next_position(enum approval_list list, const struct approval_row *last, struct arena *arena) {
    const int64_t at = list == APPROVALS_WAITING ? last->due_at : list == APPROVALS_MINE ? last->id
                                                                                         : last->since;
    return arena_format(arena, "%lld.%lld", (long long)at, (long long)last->seat_id);
}

static struct query start(struct ctx *ctx, const struct sql *sql, unsigned limit) {
    struct query query = query_start(ctx->store, sql);
    query_bind_int(&query, ":me", ctx->actor->person_id);
    query_bind_int(&query, ":limit", limit);
    return query;
}

enum status approval_list(struct ctx *ctx, enum approval_list list, const char *after, struct approval_rows *page) {
    const struct position position = read_position(after, LISTS[list].growing);
    *page = (struct approval_rows){.rows = ARENA_ARRAY(ctx->arena, struct approval_row, APPROVAL_PAGE)};
    struct query query = start(ctx, LISTS[list].sql, APPROVAL_PAGE + 1);
    query_bind_int(&query, ":at", position.at);
    if (list != APPROVALS_MINE)
        query_bind_int(&query, ":id", position.id);
    if (list == APPROVALS_WAITING)
        query_bind_text(&query, ":today", delegation_today(ctx));
    while (page->count < APPROVAL_PAGE && query_row(&query))
        page->rows[page->count++] = read_row(&query, ctx->arena);
    if (page->count == APPROVAL_PAGE && query_row(&query))
        page->next = next_position(list, &page->rows[page->count - 1], ctx->arena);
    return query_end(&query);
}

enum status approval_waiting(struct ctx *ctx, unsigned most, unsigned *count) {
    struct query query = start(ctx, &COUNT, most);
    query_bind_text(&query, ":today", delegation_today(ctx));
    *count = query_row(&query) ? (unsigned)query_int(&query, 0) : 0;
    return query_end(&query);
}
