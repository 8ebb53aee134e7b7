// Writing and reading cases.
#include "custodian/cases.h"

#include <inttypes.h>
#include <string.h>

#include "domain/watch.h"

static const struct sql LATEST = {
    "cases.latest",
    "SELECT id, decision = '', until FROM audit_case WHERE person_id = :person AND rule = :rule AND detail = :detail"
    " ORDER BY id DESC LIMIT 1",
};
static const struct sql LAST_RECORD = {"cases.last_record", "SELECT COALESCE(max(seq), 0) FROM case_record WHERE case_id = :case"};
static const struct sql NEXT = {"cases.next", "SELECT COALESCE(max(id), 0) + 1 FROM audit_case"};
static const struct sql OPEN_CASE = {
    "cases.open",
    "INSERT INTO audit_case (id, rule, person_id, login, detail, weight, threshold, minutes, since, until, count, by_id, opened_at,"
    " opened_seq) VALUES (:id, :rule, :person, :login, :detail, :weight, :threshold, :minutes, :since, :until, :count, :by, :at, :seq)",
};
static const struct sql JOIN = {
    "cases.join",
    "UPDATE audit_case SET until = max(until, :until), weight = max(weight, :weight),"
    " count = (SELECT count(*) FROM case_record WHERE case_id = :id) WHERE id = :id",
};
static const struct sql ADD_RECORD = {"cases.add_record", "INSERT OR IGNORE INTO case_record (case_id, seq) VALUES (:case, :seq)"};
// Channels below 7: of people's doings, not of reading the log.
static const struct sql ADD_SPAN = {
    "cases.add_span",
    "INSERT OR IGNORE INTO case_record (case_id, seq) SELECT :case, k.seq FROM access_of_person k CROSS JOIN access a ON a.seq = k.seq"
    " WHERE k.person_id = :person AND k.seq >= :low AND a.time >= :since AND a.time <= :until AND a.channel < 7",
};
static const struct sql COUNT_SPAN = {
    "cases.count_span",
    "SELECT count(*) FROM access_of_person k CROSS JOIN access a ON a.seq = k.seq"
    " WHERE k.person_id = :person AND k.seq >= :low AND a.time >= :since AND a.time <= :until AND a.channel < 7",
};
static const struct sql WATCHED = {"cases.watched", "UPDATE watched SET until = :until WHERE id = 1"};
static const struct sql FIND = {"cases.find", "SELECT " CASE_COLUMNS " FROM audit_case WHERE id = :id"};
static const struct sql OPEN_ONES = {
    "cases.open_ones",
    "SELECT " CASE_COLUMNS " FROM audit_case WHERE decision = '' AND (:person = 0 OR person_id = :person)"
    " AND (:after = 0 OR weight < :after OR (weight = :after AND id > :after_id)) ORDER BY weight DESC, id LIMIT :limit",
};
static const struct sql DECIDED_ONES = {
    "cases.decided_ones",
    "SELECT " CASE_COLUMNS " FROM audit_case WHERE decision <> '' AND (:person = 0 OR person_id = :person)"
    " AND (:after = 0 OR decided_seq < :after) ORDER BY decided_seq DESC LIMIT :limit",
};
static const struct sql DECIDE = {
    "cases.decide",
    "UPDATE audit_case SET decision = :decision, decision_text = :text, decided_by = :by, decided_at = :at, decided_seq = :seq"
    " WHERE id = :id AND decision = ''",
};
static const struct sql OPEN_FIGURES = {
    "cases.open_figures", "SELECT count(*), COALESCE(sum(weight = 3), 0), COALESCE(min(opened_at), 0) FROM audit_case WHERE decision = ''"};
static const struct sql WEEK_FIGURES = {
    "cases.week_figures",
    "SELECT COALESCE(sum(opened_at >= :week), 0), COALESCE(sum(decided_at >= :week), 0) FROM audit_case"};
const struct sql *const CASES_STATEMENTS[] = {&LATEST, &LAST_RECORD, &NEXT, &OPEN_CASE, &JOIN, &ADD_RECORD, &ADD_SPAN,
                                              &COUNT_SPAN, &WATCHED, &FIND,
                                              &OPEN_ONES, &DECIDED_ONES, &DECIDE, &OPEN_FIGURES, &WEEK_FIGURES, NULL};

static enum status number_of(struct query *query, int64_t *number) {
    *number = query_row(query) ? query_int(query, 0) : 0;
    return query_end(query);
}

// --- Raising

struct latest {
    int64_t id, until;
    bool open;
};

static enum status find_latest(struct ledger *ledger, const struct raise *raise, struct latest *latest) {
    struct query query = query_start(ledger->store, &LATEST);
    query_bind_int(&query, ":person", raise->person_id);
    query_bind_text(&query, ":rule", raise->rule);
    query_bind_text(&query, ":detail", raise->detail);
    *latest = (struct latest){0};
    if (query_row(&query))
        *latest = (struct latest){query_int(&query, 0), query_int(&query, 2), query_int(&query, 1) != 0};
    return query_end(&query);
}

// Takes out the records that were before the auditor when the last case of this pattern was decided.
static enum status take_out_decided(struct ledger *ledger, struct raise *raise, int64_t case_id) {
    int64_t last;
    struct query query = query_start(ledger->store, &LAST_RECORD);
    query_bind_int(&query, ":case", case_id);
    TRY(number_of(&query, &last));
    for (; raise->count > 0 && raise->seqs[0] <= last; raise->count--)
        raise->seqs++;
    return STATUS_OK;
}

static enum status count_span(struct ledger *ledger, struct raise *raise) {
    int64_t count;
    struct query query = query_start(ledger->store, &COUNT_SPAN);
    query_bind_int(&query, ":person", raise->person_id);
    query_bind_int(&query, ":low", raise->low);
    query_bind_int(&query, ":since", raise->since);
    query_bind_int(&query, ":until", raise->until);
    TRY(number_of(&query, &count));
    raise->count = (unsigned)count;
    return STATUS_OK;
}

static enum status give_number(struct ledger *ledger, struct raise *raise, int64_t *next, struct arena *arena) {
    if (*next == 0) {
        struct query query = query_start(ledger->store, &NEXT);
        TRY(number_of(&query, next));
    }
    raise->case_id = (*next)++;
    raise->record = (struct access){
        .time = clock_now(ledger->clock),
        .person_id = raise->person_id,
        .login = raise->login,
        .role = "",
        .session = "",
        .address = "",
        .request = "",
        .field = arena_format(arena, "case=%" PRId64 " rule=%s", raise->case_id, raise->rule),
        .purpose = "",
        .purpose_text = "",
        .channel = CHANNEL_DESK,
        .result = RESULT_CASE_OPENED,
        .value_hash = "",
        .count = raise->count,
    };
    return STATUS_OK;
}

enum status cases_place(struct ledger *ledger, struct raise *raise, int64_t *next, bool *drop, struct arena *arena) {
    struct latest latest;
    TRY(find_latest(ledger, raise, &latest));
    *drop = false;
    if (!raise->seqs) { // of a notice: once
        *drop = latest.id != 0;
        if (!*drop)
            TRY(count_span(ledger, raise));
    } else if (latest.id != 0 && latest.open && raise->since <= latest.until + WATCH_JOIN) {
        raise->joins = true;
        raise->case_id = latest.id;
    } else if (latest.id != 0 && !latest.open) {
        TRY(take_out_decided(ledger, raise, latest.id));
        *drop = (int64_t)raise->count < raise->threshold;
    }
    return *drop || raise->joins ? STATUS_OK : give_number(ledger, raise, next, arena);
}

struct raising {
    struct ledger *ledger;
    struct raise *raises;
    const struct access *records; // numbered, one for each raise that joins none
    unsigned count;
    int64_t watched;
};

static enum status open_case(const struct raising *raising, const struct raise *raise, const struct access *record) {
    struct query query = query_start(raising->ledger->store, &OPEN_CASE);
    query_bind_int(&query, ":id", raise->case_id);
    query_bind_text(&query, ":rule", raise->rule);
    query_bind_int(&query, ":person", raise->person_id);
    query_bind_text(&query, ":login", raise->login);
    query_bind_text(&query, ":detail", raise->detail);
    query_bind_int(&query, ":weight", raise->weight);
    query_bind_int(&query, ":threshold", raise->threshold);
    query_bind_int(&query, ":minutes", raise->minutes);
    query_bind_int(&query, ":since", raise->since);
    query_bind_int(&query, ":until", raise->until);
    query_bind_int(&query, ":count", raise->count);
    query_bind_int(&query, ":by", raise->by_id);
    query_bind_int(&query, ":at", record->time);
    query_bind_int(&query, ":seq", record->seq);
    return query_run(&query, NULL);
}

static enum status add_records(const struct raising *raising, const struct raise *raise) {
    for (unsigned i = 0; raise->seqs && i < raise->count; i++) {
        struct query query = query_start(raising->ledger->store, &ADD_RECORD);
        query_bind_int(&query, ":case", raise->case_id);
        query_bind_int(&query, ":seq", raise->seqs[i]);
        TRY(query_run(&query, NULL));
    }
    if (raise->seqs)
        return STATUS_OK;
    struct query query = query_start(raising->ledger->store, &ADD_SPAN);
    query_bind_int(&query, ":case", raise->case_id);
    query_bind_int(&query, ":person", raise->person_id);
    query_bind_int(&query, ":low", raise->low);
    query_bind_int(&query, ":since", raise->since);
    query_bind_int(&query, ":until", raise->until);
    return query_run(&query, NULL);
}

static enum status join_case(const struct raising *raising, const struct raise *raise) {
    struct query query = query_start(raising->ledger->store, &JOIN);
    query_bind_int(&query, ":id", raise->case_id);
    query_bind_int(&query, ":until", raise->until);
    query_bind_int(&query, ":weight", raise->weight);
    return query_run(&query, NULL);
}

static enum status write_raises(void *data) {
    const struct raising *raising = data;
    const struct access *record = raising->records;
    for (unsigned i = 0; i < raising->count; i++) {
        const struct raise *raise = &raising->raises[i];
        if (!raise->joins)
            TRY(open_case(raising, raise, record++));
        TRY(add_records(raising, raise));
        if (raise->joins)
            TRY(join_case(raising, raise));
    }
    struct query query = query_start(raising->ledger->store, &WATCHED);
    query_bind_int(&query, ":until", raising->watched);
    return query_run(&query, NULL);
}

enum status cases_raise(struct ledger *ledger, struct raise *raises, unsigned count, int64_t watched, struct arena *arena) {
    struct access *records = ARENA_ARRAY(arena, struct access, count);
    unsigned fresh = 0;
    for (unsigned i = 0; i < count; i++)
        if (!raises[i].joins)
            records[fresh++] = raises[i].record;
    struct raising raising = {ledger, raises, records, count, watched};
    return ledger_append_with(ledger, records, fresh, write_raises, &raising, arena);
}

// --- Reading

static void read_case(const struct query *query, struct audit_case *found, struct arena *arena) {
    for (int i = 0; i < CASE_MEMBER_COUNT; i++) {
        const struct access_member *member = &CASE_MEMBERS[i];
        if (member->most > 0)
            *desk_text(found, member) = query_text(query, i, arena);
        else
            *desk_int(found, member) = query_int(query, i);
    }
}

enum status cases_page(struct ledger *ledger, const struct desk_question *question, struct desk_reply *reply, struct arena *arena) {
    const unsigned limit = question->limit > 0 ? (unsigned)question->limit : DESK_CASES_MAX;
    reply->cases = ARENA_ARRAY(arena, struct audit_case, limit);
    struct query query = query_start(ledger->store, question->decided ? &DECIDED_ONES : &OPEN_ONES);
    query_bind_int(&query, ":person", question->person_id);
    query_bind_int(&query, ":after", question->after);
    if (!question->decided)
        query_bind_int(&query, ":after_id", question->after_id);
    query_bind_int(&query, ":limit", (int64_t)limit + 1);
    while (query_row(&query)) {
        reply->more = reply->case_count == limit;
        if (reply->more)
            break;
        read_case(&query, &reply->cases[reply->case_count++], arena);
    }
    return query_end(&query);
}

enum status cases_find(struct ledger *ledger, int64_t id, struct audit_case *found, struct arena *arena) {
    struct query query = query_start(ledger->store, &FIND);
    query_bind_int(&query, ":id", id);
    const bool there = query_row(&query);
    if (there)
        read_case(&query, found, arena);
    TRY(query_end(&query));
    return there ? STATUS_OK : STATUS_NOT_FOUND;
}

enum status cases_decide(struct ledger *ledger, const struct desk_question *question, const struct access *record) {
    int64_t changed;
    struct query query = query_start(ledger->store, &DECIDE);
    query_bind_int(&query, ":id", question->id);
    query_bind_text(&query, ":decision", question->key);
    query_bind_text(&query, ":text", record->purpose_text);
    query_bind_int(&query, ":by", record->person_id);
    query_bind_int(&query, ":at", record->time);
    query_bind_int(&query, ":seq", record->seq);
    TRY(query_run(&query, &changed));
    return changed == 1 ? STATUS_OK : STATUS_FAULT;
}

enum status cases_figures(struct ledger *ledger, int64_t week, struct desk_state *state) {
    struct query query = query_start(ledger->store, &OPEN_FIGURES);
    if (query_row(&query)) {
        state->open = query_int(&query, 0);
        state->grave = query_int(&query, 1);
        state->oldest_at = query_int(&query, 2);
    }
    TRY(query_end(&query));
    query = query_start(ledger->store, &WEEK_FIGURES);
    query_bind_int(&query, ":week", week);
    if (query_row(&query)) {
        state->opened = query_int(&query, 0);
        state->decided = query_int(&query, 1);
    }
    return query_end(&query);
}
