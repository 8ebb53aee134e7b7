// Reading the access log by filters, and the tables that make that quick.
#include <string.h>

#include "custodian/ledger.h"

#include "store/where.h"

#define BLOCK 1024 // records whose times are summed up together

static const struct sql INDEX_CUSTOMERS = {
    "ledger.index_customers",
    "INSERT INTO access_of_customer (customer_id, seq) SELECT customer_id, seq FROM access"
    " WHERE seq > :from AND seq <= :until AND customer_id <> 0 ORDER BY customer_id, seq",
};
static const struct sql INDEX_PERSONS = {
    "ledger.index_persons",
    "INSERT INTO access_of_person (person_id, seq) SELECT person_id, seq FROM access"
    " WHERE seq > :from AND seq <= :until ORDER BY person_id, seq",
};
static const struct sql INDEX_TIMES = {
    "ledger.index_times",
    "INSERT INTO access_block (block, earliest, latest) SELECT seq / 1024, min(time), max(time) FROM access"
    " WHERE seq > :from AND seq <= :until GROUP BY seq / 1024"
    " ON CONFLICT (block) DO UPDATE SET earliest = min(earliest, excluded.earliest), latest = max(latest, excluded.latest)",
};
static const struct sql INDEX_HOURS = {
    "ledger.index_hours",
    "INSERT INTO access_hour (hour, looks, searches, refused)"
    " SELECT time / 3600000, sum(result = 1 AND customer_id <> 0 AND channel IN (1, 3, 4, 5, 6)), sum(channel = 2),"
    " sum(result BETWEEN 2 AND 8 OR result = 14) FROM access WHERE seq > :from AND seq <= :until GROUP BY time / 3600000"
    " ON CONFLICT (hour) DO UPDATE SET looks = looks + excluded.looks, searches = searches + excluded.searches,"
    " refused = refused + excluded.refused",
};
static const struct sql INDEX_DONE = {"ledger.index_done", "UPDATE indexed SET until = :until WHERE id = 1"};
static const struct sql TIME_BLOCKS = {
    "ledger.time_blocks",
    "SELECT min(block), max(block) FROM access_block WHERE latest >= :from AND earliest < :until",
};
// What start_read puts together may read what these do and no more.
static const struct sql READ = {"ledger.readable", "SELECT " ACCESS_COLUMNS " FROM access WHERE seq = :seq"};
static const struct sql READ_CUSTOMER = {"ledger.readable_customer",
                                         "SELECT seq FROM access_of_customer WHERE customer_id = :customer"};
static const struct sql READ_CASE = {"ledger.readable_case", "SELECT seq FROM case_record WHERE case_id = :case"};
static const struct sql READ_PERSON = {"ledger.readable_person", "SELECT seq FROM access_of_person WHERE person_id = :person"};
const struct sql *const LEDGER_READ_STATEMENTS[] = {&INDEX_CUSTOMERS, &INDEX_PERSONS, &INDEX_TIMES, &INDEX_HOURS, &INDEX_DONE, &TIME_BLOCKS,
                                                    &READ, &READ_CUSTOMER, &READ_PERSON, &READ_CASE, NULL};

static enum status index_with(struct ledger *ledger, const struct sql *sql, int64_t until) {
    struct query query = query_start(ledger->store, sql);
    query_bind_int(&query, ":from", ledger->indexed);
    query_bind_int(&query, ":until", until);
    return query_run(&query, NULL);
}

static enum status index_in_transaction(struct ledger *ledger, int64_t until) {
    TRY(index_with(ledger, &INDEX_CUSTOMERS, until));
    TRY(index_with(ledger, &INDEX_PERSONS, until));
    TRY(index_with(ledger, &INDEX_TIMES, until));
    TRY(index_with(ledger, &INDEX_HOURS, until));
    struct query query = query_start(ledger->store, &INDEX_DONE);
    query_bind_int(&query, ":until", until);
    return query_run(&query, NULL);
}

enum status ledger_index(struct ledger *ledger, int64_t most) {
    const int64_t until = ledger->indexed + most < ledger->tip.seq ? ledger->indexed + most : ledger->tip.seq;
    if (ledger->indexed >= until)
        return STATUS_OK;
    TRY(store_begin(ledger->store));
    enum status status = index_in_transaction(ledger, until);
    if (status == STATUS_OK)
        status = store_commit(ledger->store);
    else
        store_rollback(ledger->store);
    if (status == STATUS_OK)
        ledger->indexed = until;
    return status;
}

enum status ledger_between(struct ledger *ledger, int64_t from, int64_t until, int64_t *low, int64_t *high) {
    *low = 0;
    *high = -1;
    struct query query = query_start(ledger->store, &TIME_BLOCKS);
    query_bind_int(&query, ":from", from);
    query_bind_int(&query, ":until", until != 0 ? until : INT64_MAX);
    if (query_row(&query) && !query_is_null(&query, 0)) {
        *low = query_int(&query, 0) * BLOCK;
        *high = query_int(&query, 1) * BLOCK + BLOCK - 1;
    }
    return query_end(&query);
}

// The numbers between which all records of the filter's time lie; *low > *high: there are none.
static enum status bounds_of(struct ledger *ledger, const struct access_filter *filter, int64_t *low, int64_t *high) {
    const int64_t before = filter->before_seq > 0 ? filter->before_seq - 1 : INT64_MAX;
    *low = 0;
    *high = before;
    if (filter->from == 0 && filter->until == 0)
        return STATUS_OK;
    TRY(ledger_between(ledger, filter->from, filter->until, low, high));
    *high = *high < before ? *high : before;
    return STATUS_OK;
}

// The key columns of the leading table have names of their own, so that the record's can be named without it.
#define READ_FROM(keys) "SELECT " ACCESS_COLUMNS " FROM (SELECT " keys ") CROSS JOIN access ON seq = k_seq"

// The narrowest table leads: a customer's records, a person's, or all; the order is that of its key in each case.
static struct query start_read(struct ledger *ledger, const struct access_filter *filter, int64_t low, int64_t high,
                               struct arena *arena) {
    struct where where = where_start(arena);
    const char *head = READ_FROM("seq AS k_seq FROM access");
    if (filter->case_id != 0) {
        head = READ_FROM("case_id AS k_case, seq AS k_seq FROM case_record");
        where_int(&where, "k_case = :case", ":case", filter->case_id);
    } else if (filter->customer_id != 0) {
        head = READ_FROM("customer_id AS k_customer, seq AS k_seq FROM access_of_customer");
        where_int(&where, "k_customer = :customer", ":customer", filter->customer_id);
        if (filter->person_id != 0)
            where_int(&where, "person_id = :person", ":person", filter->person_id);
    } else if (filter->person_id != 0) {
        head = READ_FROM("person_id AS k_person, seq AS k_seq FROM access_of_person");
        where_int(&where, "k_person = :person", ":person", filter->person_id);
    }
    where_int(&where, "k_seq >= :low", ":low", low);
    where_int(&where, "k_seq <= :high", ":high", high);
    if (filter->from != 0)
        where_int(&where, "time >= :from", ":from", filter->from);
    if (filter->until != 0)
        where_int(&where, "time < :until", ":until", filter->until);
    struct query query = where_query(&where, ledger->store, "ledger.read", head, "ORDER BY k_seq DESC LIMIT :limit");
    query_bind_int(&query, ":limit", (int64_t)filter->limit + 1);
    return query;
}

size_t ledger_row(const struct query *query, struct access *row, struct arena *arena) {
    size_t size = 0;
    for (int i = 0; i < ACCESS_MEMBER_COUNT; i++) {
        const struct access_member *member = &ACCESS_MEMBERS[i];
        if (member->most > 0) {
            const char *text = query_text(query, i, arena);
            *access_text(row, member) = text;
            size += 4 + strlen(text);
        } else {
            *access_int(row, member) = query_int(query, i);
            size += 8;
        }
    }
    return size;
}

static enum status read_page(struct ledger *ledger, const struct access_filter *filter, size_t room, struct access_page *page,
                             struct arena *arena) {
    int64_t low, high;
    TRY(ledger_index(ledger, INT32_MAX));
    TRY(bounds_of(ledger, filter, &low, &high));
    page->rows = ARENA_ARRAY(arena, struct access, filter->limit);
    page->count = 0;
    page->more = false;
    struct query query = start_read(ledger, filter, low, high, arena);
    while (!page->more && query_row(&query)) {
        struct access row = {0};
        const size_t size = page->count < filter->limit ? ledger_row(&query, &row, arena) : 0;
        page->more = page->count == filter->limit || size > room;
        if (page->more)
            break;
        room -= size;
        page->rows[page->count++] = row;
    }
    return query_end(&query);
}

enum status ledger_read(struct ledger *ledger, const struct access_filter *filter, size_t room, struct access_page *page,
                        struct arena *arena) {
    if (read_page(ledger, filter, room, page, arena) == STATUS_OK)
        return STATUS_OK;
    ledger_shut(ledger, LEDGER_RETRY);
    return STATUS_UNAVAILABLE;
}
