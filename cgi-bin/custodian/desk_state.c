// Figures of the log.
#include "custodian/desk_state.h"

#include <time.h>

#include "custodian/batch.h"
#include "custodian/cases.h"
#include "store/where.h"

const struct sql DESK_VERIFICATION_READ = {
    "desk.verification_read",
    "SELECT at, fault, first, last, line, records, newest, newest_at, heads, witnessed, pruned, pruned_at, before_at, keys"
    " FROM verification WHERE id = 1",
};
const struct sql DESK_WEEK = {
    "desk.week",
    "SELECT COALESCE(sum(looks), 0), COALESCE(sum(searches), 0), COALESCE(sum(refused), 0) FROM access_hour WHERE hour >= :hour",
};
const struct sql DESK_NEWEST_TIME = {"desk.newest_time", "SELECT time FROM access WHERE seq = :seq"};

// How far local time is ahead of UTC, in ms.
static int64_t zone_at(int64_t now) {
    const time_t seconds = (time_t)(now / TIME_SECOND);
    struct tm local;
    return localtime_r(&seconds, &local) ? local.tm_gmtoff * TIME_SECOND : 0;
}

// The start of the local Monday: 1970-01-01 was a Thursday.
static int64_t week_of(int64_t now) {
    const int64_t local = now + zone_at(now);
    const int64_t day = local / TIME_DAY, monday = day - (day + 3) % 7;
    return monday * TIME_DAY - zone_at(now);
}

static enum status read_week(struct ledger *ledger, int64_t week, struct desk_state *state) {
    struct query query = query_start(ledger->store, &DESK_WEEK);
    query_bind_int(&query, ":hour", week / TIME_HOUR);
    if (query_row(&query)) {
        state->looks = query_int(&query, 0);
        state->searches = query_int(&query, 1);
        state->refused = query_int(&query, 2);
    }
    return query_end(&query);
}

static enum status read_verification(struct ledger *ledger, struct desk_state *state) {
    struct query query = query_start(ledger->store, &DESK_VERIFICATION_READ);
    if (query_row(&query)) {
        int64_t *const places[] = {&state->checked_at, &state->fault, &state->first, &state->last, &state->line,
                                   &state->records, &state->checked, &state->checked_to, &state->heads, &state->witnessed,
                                   &state->pruned, &state->pruned_at, &state->before_at, &state->keys};
        for (int i = 0; i < (int)(sizeof places / sizeof *places); i++)
            *places[i] = query_int(&query, i);
    }
    return query_end(&query);
}

static enum status read_newest(struct ledger *ledger, struct desk_state *state) {
    struct query query = query_start(ledger->store, &DESK_NEWEST_TIME);
    query_bind_int(&query, ":seq", ledger->tip.seq);
    state->newest_at = query_row(&query) ? query_int(&query, 0) : 0;
    return query_end(&query);
}

enum status desk_read_state(struct custodian *custodian, struct desk_state *state) {
    struct ledger *ledger = &custodian->ledger;
    const struct desk *desk = &custodian->desk;
    const int64_t week = week_of(clock_now(&custodian->clock));
    const struct access_span *signing = access_newest_key(&ledger->known);
    *state = (struct desk_state){.newest = ledger->tip.seq,
                                 .head = ledger->filed.seq,
                                 .head_at = ledger->filed.time,
                                 .unwatched = ledger->tip.seq - desk->watch.until,
                                 .whole = ledger->tip.seq,
                                 .verifying = desk->verification != NULL,
                                 .signing_keys = ledger->known.count,
                                 .signing_from = signing->from,
                                 .signing_since = signing->time,
                                 .keep_days = desk->retain.now.days,
                                 .keep_wanted = desk->retain.now.wanted,
                                 .keep_due = desk->retain.now.due,
                                 .data_since = custodian->keys->rotating_since,
                                 .token = custodian->keys->has_token_old,
                                 .verified = desk->verification ? verify_found(desk->verification)->records : 0};
    TRY(ledger_index(ledger, INT32_MAX));
    TRY(read_newest(ledger, state));
    TRY(read_week(ledger, week, state));
    TRY(cases_figures(ledger, week, state));
    return read_verification(ledger, state);
}

// --- Summaries

#define SUMS                                                                                                                           \
    ", sum(result = 1 AND channel <> 2), sum(channel = 2 AND (result = 1 OR result = 9)), sum(result BETWEEN 2 AND 8 OR result = 14)," \
    " sum(result = 1 AND channel IN (3, 4, 6)), min(time), max(time), count(*), count(*) OVER ()"
#define OF_CUSTOMER " FROM (SELECT " ACCESS_COLUMNS " FROM (SELECT customer_id AS k_id, seq AS k_seq FROM access_of_customer) CROSS JOIN access ON seq = k_seq"
#define OF_PERSON " FROM (SELECT " ACCESS_COLUMNS " FROM (SELECT person_id AS k_id, seq AS k_seq FROM access_of_person) CROSS JOIN access ON seq = k_seq"
#define NEWEST_ONES "ORDER BY k_seq DESC LIMIT 10000) "
#define MOST_FIRST " ORDER BY count(*) DESC, max(time) DESC LIMIT 200"
_Static_assert(DESK_SUMMARY_RECORDS == 10000 && DESK_GROUPS_MAX == 200, "the limits in the statements");

static const struct grouping {
    enum desk_by by;
    const char *name, *of_customer, *of_person; // NULL: not in that summary
    const char *tail;
} GROUPINGS[] = {
    {DESK_BY_ALL, "desk.all", "SELECT 0, 0, ''" SUMS OF_CUSTOMER, "SELECT 0, 0, ''" SUMS OF_PERSON, NEWEST_ONES "HAVING count(*) > 0"},
    {DESK_BY_PERSON, "desk.by_person", "SELECT person_id, 0, ''" SUMS OF_CUSTOMER, NULL, NEWEST_ONES "GROUP BY person_id" MOST_FIRST},
    {DESK_BY_CUSTOMER, "desk.by_customer", NULL, "SELECT customer_id, 0, ''" SUMS OF_PERSON, NEWEST_ONES "GROUP BY customer_id" MOST_FIRST},
    {DESK_BY_FIELD, "desk.by_field", "SELECT 0, kind, field" SUMS OF_CUSTOMER, "SELECT 0, kind, field" SUMS OF_PERSON,
     NEWEST_ONES "GROUP BY kind, field" MOST_FIRST},
    {DESK_BY_DAY, "desk.by_day", NULL, "SELECT (time + :zone) / 86400000 * 86400000 - :zone AS day, 0, ''" SUMS OF_PERSON,
     NEWEST_ONES "GROUP BY day ORDER BY day DESC LIMIT 200"},
};

static void read_group(const struct query *query, enum desk_by by, struct desk_group *group, struct arena *arena) {
    *group = (struct desk_group){.by = (int64_t)by,
                                 .id = query_int(query, 0),
                                 .kind = query_int(query, 1),
                                 .field = query_text(query, 2, arena),
                                 .looks = query_int(query, 3),
                                 .searches = query_int(query, 4),
                                 .refused = query_int(query, 5),
                                 .exports = query_int(query, 6),
                                 .first = query_int(query, 7),
                                 .last = query_int(query, 8),
                                 .of = query_int(query, 10)};
}

static enum status read_groups(struct ledger *ledger, const struct desk_question *question, const struct grouping *grouping, int64_t low,
                               int64_t high, struct desk_reply *reply, struct arena *arena) {
    const bool customer = question->customer_id != 0;
    struct where where = where_start(arena);
    where_int(&where, "k_id = :id", ":id", customer ? question->customer_id : question->person_id);
    where_int(&where, "k_seq >= :low", ":low", low);
    where_int(&where, "k_seq <= :high", ":high", high);
    where_int(&where, "time >= :from", ":from", question->from);
    where_int(&where, "time < :until", ":until", question->until != 0 ? question->until : INT64_MAX);
    where_plain(&where, "channel < 7");
    if (grouping->by == DESK_BY_DAY)
        where_value_int(&where, ":zone", zone_at(clock_now(ledger->clock)));
    struct query query = where_query(&where, ledger->store, grouping->name, customer ? grouping->of_customer : grouping->of_person,
                                     grouping->tail);
    while (query_row(&query)) {
        read_group(&query, grouping->by, &reply->groups[reply->group_count++], arena);
        if (grouping->by == DESK_BY_ALL && query_int(&query, 9) == DESK_SUMMARY_RECORDS)
            reply->more = 1;
    }
    return query_end(&query);
}

enum status desk_summary(struct ledger *ledger, const struct desk_question *question, struct desk_reply *reply, struct arena *arena) {
    int64_t low, high;
    reply->groups = ARENA_ARRAY(arena, struct desk_group, 3 * DESK_GROUPS_MAX + 1);
    TRY(ledger_index(ledger, INT32_MAX));
    TRY(ledger_between(ledger, question->from, question->until, &low, &high));
    for (size_t i = 0; low <= high && i < sizeof GROUPINGS / sizeof *GROUPINGS; i++)
        if (question->customer_id != 0 ? GROUPINGS[i].of_customer : GROUPINGS[i].of_person)
            TRY(read_groups(ledger, question, &GROUPINGS[i], low, high, reply, arena));
    return STATUS_OK;
}
