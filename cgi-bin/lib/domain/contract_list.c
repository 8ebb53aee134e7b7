// The ledger of contracts. A scope is one index range or several, each read in order only as far as the page needs (as customer_list.c
// does).
#include <string.h>

#include "domain/contract_sql.h"
#include "store/where.h"

#define ROW                                                                                                  \
    "SELECT k.id, k.number, k.signed_on, r.title, c.name, r.other_party, r.settled_kind, p.name, r.amount, " \
    "(SELECT sum(l.amount) FROM contract_line l WHERE l.revision_id = r.id), r.note, k.state FROM "
#define OF_ROW \
    " CROSS JOIN contract_revision r ON r.contract_id = k.id AND r.number = k.revision CROSS JOIN person p ON p.id = k.owner_id"
// One range: the index gives the order.
#define RANGE_HEAD ROW "contract k CROSS JOIN customer c ON c.id = k.customer_id" OF_ROW
// One range per unit, or per customer: the first ids of each, of these the first, and their rows.
#define UNITS_HEAD                                                                                                               \
    ROW "(SELECT x.id AS id FROM unit u CROSS JOIN contract x ON x.id IN (SELECT k.id FROM contract k CROSS JOIN customer c ON " \
        "c.id = k.customer_id"
#define CUSTOMERS_HEAD                                                                                                            \
    ROW "(SELECT x.id AS id FROM customer o CROSS JOIN contract x ON x.id IN (SELECT k.id FROM contract k CROSS JOIN customer c " \
        "ON c.id = k.customer_id"
#define RANGES_TAIL(order, order_x, which)                                       \
    "ORDER BY k.id" order " LIMIT :limit) WHERE " which " ORDER BY x.id" order_x \
    " LIMIT :limit) s CROSS JOIN contract k ON k.id = s.id "                     \
    "CROSS JOIN customer c ON c.id = k.customer_id" OF_ROW " ORDER BY k.id" order
#define OF_UNITS "u.path >= :path AND u.path < :path_end"
#define OF_OWNER "o.owner_id = :owner"

enum source {
    SOURCE_RANGE,
    SOURCE_UNITS,
    SOURCE_CUSTOMERS
};
static const struct {
    const char *head, *down, *up;
} SOURCES[] = {
    [SOURCE_RANGE] = {RANGE_HEAD, "ORDER BY k.id DESC LIMIT :limit", "ORDER BY k.id LIMIT :limit"},
    [SOURCE_UNITS] = {UNITS_HEAD, RANGES_TAIL(" DESC", " DESC", OF_UNITS), RANGES_TAIL("", "", OF_UNITS)},
    [SOURCE_CUSTOMERS] = {CUSTOMERS_HEAD, RANGES_TAIL(" DESC", " DESC", OF_OWNER), RANGES_TAIL("", "", OF_OWNER)},
};

#define MOST (CONTRACT_PAGE + 1)

struct list {
    struct ctx *ctx;
    const struct contract_query *query;
    struct reach reach;
    struct contract_row rows[MOST];
    unsigned count;
    bool backwards;
};

static struct contract_row read_row(const struct query *query, struct arena *arena) {
    return (struct contract_row){
        .id = query_int(query, 0),
        .number = query_text(query, 1, arena),
        .signed_on = query_text(query, 2, arena),
        .title = query_text(query, 3, arena),
        .customer_name = query_text(query, 4, arena),
        .other_party = query_text(query, 5, arena),
        .kind = contract_kind_find(query_text(query, 6, arena)),
        .owner_name = query_text(query, 7, arena),
        .amount = !query_is_null(query, 8)   ? query_int(query, 8)
                  : !query_is_null(query, 9) ? query_int(query, 9)
                                             : AMOUNT_NONE,
        .note = query_text(query, 10, arena),
        .state = contract_state_find(query_text(query, 11, arena)),
    };
}

// Puts a row where it belongs, unless it is there already or beyond the page.
static void insert_row(struct list *list, const struct contract_row *row) {
    unsigned at = list->count;
    while (at > 0 && (list->backwards ? row->id < list->rows[at - 1].id : row->id > list->rows[at - 1].id))
        at--;
    if (at == MOST || (at > 0 && list->rows[at - 1].id == row->id))
        return;
    const unsigned kept = list->count < MOST ? list->count : MOST - 1;
    memmove(&list->rows[at + 1], &list->rows[at], (kept - at) * sizeof *row);
    list->rows[at] = *row;
    list->count = kept + 1;
}

static enum status run(struct list *list, struct where *where, enum source source) {
    if (list->query->state != CONTRACT_STATES)
        where_text(where, "k.state = :state", ":state", contract_state_key(list->query->state));
    if (list->backwards)
        where_int(where, "k.id > :at", ":at", list->query->before);
    else
        where_int(where, "k.id < :at", ":at", list->query->after > 0 ? list->query->after : INT64_MAX);
    where_plain(where, SHOWN("c"));
    where_value_int(where, ":limit", MOST);
    struct query query = where_query(where, list->ctx->store, "contract.list", SOURCES[source].head,
                                     list->backwards ? SOURCES[source].up : SOURCES[source].down);
    while (query_row(&query)) {
        const struct contract_row row = read_row(&query, list->ctx->arena);
        insert_row(list, &row);
    }
    return query_end(&query);
}

// Those of one customer: few enough to ask of each whether it is reached.
static enum status list_customer(struct list *list) {
    struct where where = where_start(list->ctx->arena);
    where_int(&where, "k.customer_id = :customer", ":customer", list->query->customer_id);
    where_plain(&where, CONTRACT_IN_REACH);
    where_value_int(&where, ":all", list->reach.all);
    where_value_int(&where, ":person", list->reach.person_id);
    where_value_text(&where, ":path", list->reach.path);
    where_value_text(&where, ":path_end", list->reach.path_end);
    return run(list, &where, SOURCE_RANGE);
}

static enum status list_scope(struct list *list) {
    struct where where = where_start(list->ctx->arena);
    if (list->reach.all)
        return run(list, &where, SOURCE_RANGE);
    where_int(&where, "k.owner_id = :owner", ":owner", list->reach.person_id);
    TRY(run(list, &where, SOURCE_RANGE));
    where = where_start(list->ctx->arena);
    where_plain(&where, "k.customer_id = o.id");
    where_value_int(&where, ":owner", list->reach.person_id);
    TRY(run(list, &where, SOURCE_CUSTOMERS));
    if (!reach_has_units(&list->reach))
        return STATUS_OK;
    where = where_start(list->ctx->arena);
    where_plain(&where, "k.unit_id = u.id");
    where_value_text(&where, ":path", list->reach.path);
    where_value_text(&where, ":path_end", list->reach.path_end);
    return run(list, &where, SOURCE_UNITS);
}

static void finish(const struct list *list, struct contract_page *page) {
    const bool more = list->count == MOST;
    *page = (struct contract_page){.count = more ? MOST - 1 : list->count};
    page->rows = ARENA_ARRAY(list->ctx->arena, struct contract_row, page->count);
    for (unsigned i = 0; i < page->count; i++)
        page->rows[list->backwards ? page->count - 1 - i : i] = list->rows[i];
    if (page->count == 0)
        return;
    if (list->backwards || more)
        page->next = page->rows[page->count - 1].id;
    if (list->backwards ? more : list->query->after > 0)
        page->previous = page->rows[0].id;
}

enum status contract_list(struct ctx *ctx, const struct contract_query *query, struct contract_page *page) {
    struct list *list = ARENA_NEW(ctx->arena, struct list);
    list->ctx = ctx;
    list->query = query;
    list->reach = reach_of(ctx, PERM_CONTRACT_READ);
    list->backwards = query->before > 0;
    if (reach_is_nothing(&list->reach))
        return STATUS_FORBIDDEN;
    TRY(query->customer_id != 0 ? list_customer(list) : list_scope(list));
    finish(list, page);
    return STATUS_OK;
}
