// One step of pruning.
#include "custodian/prune.h"

#include <inttypes.h>
#include <string.h>

#include "base/hex.h"
#include "base/log.h"

static const struct sql PRUNED = {"prune.pruned", "SELECT seq, time FROM pruned"};
static const struct sql OPEN_CASE = {
    "prune.open_case",
    "SELECT min(c.opened_seq), (SELECT min(r.seq) FROM audit_case o JOIN case_record r ON r.case_id = o.id WHERE o.decision = '')"
    " FROM audit_case c WHERE c.decision = ''",
};
static const struct sql TOO_YOUNG = {
    "prune.too_young",
    "SELECT min(seq) FROM access WHERE seq >= :from AND seq <= :until AND time >= :cutoff",
};
static const struct sql LAST = {"prune.last", "SELECT time, link FROM access WHERE seq = :seq"};
static const struct sql STATE_IT = {
    "prune.state",
    "INSERT INTO pruned (id, seq, time, link, signature) VALUES (1, :seq, :time, :link, :signature)"
    " ON CONFLICT (id) DO UPDATE SET seq = :seq, time = :time, link = :link, signature = :signature",
};
static const struct sql HOURS = {
    "prune.hours",
    "INSERT INTO access_hour (hour, looks, searches, refused)"
    " SELECT time / 3600000, -sum(result = 1 AND customer_id <> 0 AND channel IN (1, 3, 4, 5, 6)), -sum(channel = 2),"
    " -sum(result BETWEEN 2 AND 8 OR result = 14) FROM access WHERE seq <= :until GROUP BY time / 3600000"
    " ON CONFLICT (hour) DO UPDATE SET looks = looks + excluded.looks, searches = searches + excluded.searches,"
    " refused = refused + excluded.refused",
};
static const struct sql CUSTOMERS = {
    "prune.customers",
    "DELETE FROM access_of_customer WHERE (customer_id, seq) IN (SELECT customer_id, seq FROM access WHERE seq <= :until)"};
static const struct sql PERSONS = {
    "prune.persons", "DELETE FROM access_of_person WHERE (person_id, seq) IN (SELECT person_id, seq FROM access WHERE seq <= :until)"};
static const struct sql CASES = {"prune.cases", "DELETE FROM case_record WHERE seq <= :until"};
static const struct sql HEADS = {"prune.heads", "DELETE FROM head WHERE seq <= :until"};
static const struct sql RECORDS = {"prune.records", "DELETE FROM access WHERE seq <= :until"};
static const struct sql BLOCKS = {"prune.blocks", "DELETE FROM access_block WHERE block < (:until + 1) / 1024"};
static const struct sql BLOCK = {
    "prune.block",
    "UPDATE access_block SET"
    " earliest = (SELECT min(time) FROM access WHERE seq <= :indexed AND seq < (block + 1) * 1024),"
    " latest = (SELECT max(time) FROM access WHERE seq <= :indexed AND seq < (block + 1) * 1024)"
    " WHERE block = (:until + 1) / 1024",
};
const struct sql *const PRUNE_STATEMENTS[] = {&PRUNED, &OPEN_CASE, &TOO_YOUNG, &LAST, &STATE_IT, &HOURS, &CUSTOMERS,
                                              &PERSONS, &CASES, &HEADS, &RECORDS, &BLOCKS, &BLOCK, NULL};

struct pruning {
    struct ledger *ledger;
    struct access_head statement;
};

static enum status read_pruned(struct ledger *ledger, struct prune_report *report) {
    struct query query = query_start(ledger->store, &PRUNED);
    if (query_row(&query)) {
        report->until = query_int(&query, 0);
        report->until_at = query_int(&query, 1);
    }
    return query_end(&query);
}

// The highest number that may go, whatever its age. The last head outside stays provable, and so does one record of the filters' tables.
static enum status limit_of(struct ledger *ledger, int64_t watched, int64_t *limit, struct prune_report *report) {
    const int64_t bounds[] = {ledger->indexed - 1, watched, ledger->filed.seq - 1, ledger->kept - 1};
    *limit = INT64_MAX;
    for (size_t i = 0; i < sizeof bounds / sizeof *bounds; i++)
        *limit = bounds[i] < *limit ? bounds[i] : *limit;
    struct query query = query_start(ledger->store, &OPEN_CASE);
    for (int column = 0; query_row(&query) && column < 2; column++) {
        if (!query_is_null(&query, 0) && query_int(&query, 0) <= *limit)
            *limit = query_int(&query, 0) - 1;
        if (!query_is_null(&query, 1) && query_int(&query, 1) <= *limit)
            *limit = query_int(&query, 1) - 1;
    }
    report->held = *limit;
    return query_end(&query);
}

// The last record of the step: all up to it are old enough. 0: there is none.
static enum status last_of(struct ledger *ledger, int64_t from, int64_t limit, int64_t cutoff, int64_t *last) {
    const int64_t until = from + PRUNE_STEP - 1 < limit ? from + PRUNE_STEP - 1 : limit;
    *last = 0;
    if (until < from)
        return STATUS_OK;
    struct query query = query_start(ledger->store, &TOO_YOUNG);
    query_bind_int(&query, ":from", from);
    query_bind_int(&query, ":until", until);
    query_bind_int(&query, ":cutoff", cutoff);
    if (query_row(&query))
        *last = query_is_null(&query, 0) ? until : query_int(&query, 0) - 1;
    if (*last < from)
        *last = 0;
    return query_end(&query);
}

static enum status make_statement(struct ledger *ledger, int64_t seq, struct access_head *statement, struct arena *arena) {
    size_t length = 0;
    struct query query = query_start(ledger->store, &LAST);
    query_bind_int(&query, ":seq", seq);
    const void *link = NULL;
    if (query_row(&query)) {
        statement->time = query_int(&query, 0);
        link = query_blob(&query, 1, &length, arena);
    }
    TRY(query_end(&query));
    if (!link || length != sizeof statement->link)
        return STATUS_FAULT;
    statement->seq = seq;
    memcpy(statement->link, link, length);
    keys_sign_pruned(ledger->keys, statement);
    return STATUS_OK;
}

static enum status run(struct pruning *pruning, const struct sql *sql) {
    struct query query = query_start(pruning->ledger->store, sql);
    query_bind_int(&query, ":until", pruning->statement.seq);
    if (sql == &BLOCK)
        query_bind_int(&query, ":indexed", pruning->ledger->indexed);
    return query_run(&query, NULL);
}

// Within the commit of the record that says so.
static enum status remove_records(void *data) {
    static const struct sql *const ORDER[] = {&HOURS, &CUSTOMERS, &PERSONS, &CASES, &HEADS, &RECORDS, &BLOCKS, &BLOCK};
    struct pruning *pruning = data;
    const struct access_head *statement = &pruning->statement;
    struct query query = query_start(pruning->ledger->store, &STATE_IT);
    query_bind_int(&query, ":seq", statement->seq);
    query_bind_int(&query, ":time", statement->time);
    query_bind_blob(&query, ":link", statement->link, sizeof statement->link);
    query_bind_blob(&query, ":signature", statement->signature, sizeof statement->signature);
    TRY(query_run(&query, NULL));
    for (size_t i = 0; i < sizeof ORDER / sizeof *ORDER; i++)
        TRY(run(pruning, ORDER[i]));
    return STATUS_OK;
}

static enum status remove_until(struct ledger *ledger, int64_t last, struct prune_report *report, struct arena *arena) {
    struct pruning pruning = {.ledger = ledger};
    TRY(make_statement(ledger, last, &pruning.statement, arena));
    struct access record = access_of_custodian(
        clock_now(ledger->clock), RESULT_PRUNED,
        arena_format(arena, "until=%" PRId64 " time=%s link=%s", last, time_iso(arena, pruning.statement.time),
                     hex_encode(arena, pruning.statement.link, sizeof pruning.statement.link)));
    record.count = last - report->until;
    TRY(ledger_append_with(ledger, &record, 1, remove_records, &pruning, arena));
    report->removed = record.count;
    report->until = last;
    report->until_at = pruning.statement.time;
    LOG_EVENT(LOG_INFO, "ledger.pruned", LOG_NUMBER("until", last), LOG_NUMBER("records", record.count));
    return STATUS_OK;
}

enum status prune_step(struct ledger *ledger, int64_t days, int64_t now, int64_t watched, struct prune_report *report) {
    struct arena *arena = arena_new();
    int64_t limit = 0, last = 0;
    *report = (struct prune_report){.days = days, .cutoff = now - days * TIME_DAY};
    enum status status = ledger_index(ledger, INT32_MAX);
    if (status == STATUS_OK)
        status = read_pruned(ledger, report);
    if (status == STATUS_OK)
        status = limit_of(ledger, watched, &limit, report);
    if (status == STATUS_OK)
        status = last_of(ledger, report->until + 1, limit, report->cutoff, &last);
    if (status == STATUS_OK && last > 0)
        status = remove_until(ledger, last, report, arena);
    arena_free(arena);
    return status;
}
