// Filters as conditions, and which of them leads. Texts are constant for each place in the list of filters, so that nothing that was
// typed gets into them.
#include <string.h>

#include "base/random.h"
#include "domain/customer_filter.h"

// A driver that leads to more is none: its ids are gathered and put in order before the first page is read.
#define DRIVER_MAX 20000

// How a filter is stored: which of the texts below apply.
enum place {
    IN_KIND,
    IN_REGION,
    IN_OWNER,
    IN_UNIT,
    IN_CREATED,
    IN_UPDATED,
    IN_NAME,
    IN_ARCHIVE_NO,
    IN_CODE,
    IN_CREDIT_CODE,
    IN_VALUE,
    PLACE_COUNT
};

static enum place place_of(const struct field *field) {
    static const char *const KEYS[] = {"kind", "region", "owner", "unit", "created",
                                       "updated", "name", "archive_no", "code", "credit_code"};
    for (size_t i = 0; i < sizeof KEYS / sizeof *KEYS; i++)
        if (strcmp(field->key, KEYS[i]) == 0)
            return (enum place)i;
    return IN_VALUE;
}

#define VALUE(n, condition) \
    "EXISTS (SELECT 1 FROM field_value f WHERE f.kind = 1 AND f.record_id = c.id AND f.field = :f" #n " AND f.box IS NULL" condition ")"
// Of which a driver is made, and counted.
#define BY_KIND(n) "FROM customer x WHERE x.kind = :v" #n
#define PROVINCE(c) "substr(" c ".region, 1, 2)"
#define PREFECTURE(c) "substr(" c ".region, 1, 4)"
#define COUNTY(c) c ".region"
#define BY_REGION(n, part) "FROM customer x WHERE " part("x") " = :v" #n
#define BY_OWNER(n) "FROM customer x WHERE x.owner_id = :v" #n
#define BY_UPDATED_FROM(n) "FROM customer x WHERE x.updated_at >= :v" #n
#define BY_UPDATED_TO(n) "FROM customer x WHERE x.updated_at < :w" #n
#define BY_FACET(n, condition) \
    "FROM field_value x WHERE x.field = :f" #n " AND x.value " condition " :v" #n " AND x.facet = 1 AND x.box IS NULL AND x.kind = 1"
#define DRIVER(id, from) \
    { "c.id IN (SELECT x." id " " from ")", "(SELECT count(*) FROM (SELECT 1 " from " LIMIT :most))" }

struct driver_text {
    const char *condition, *count;
};
struct slot {
    const char *conditions[PLACE_COUNT][FILTER_OP_COUNT];
    const char *amounts[2]; // IN_VALUE, FILTER_FROM and FILTER_TO, compared as numbers
    const char *region_is[3];
    const char *region_tested[3], *kind_tested, *owner_tested; // the same, but no way into the list
    struct driver_text region[3];                              // by two, four and six digits
    struct driver_text kind, owner, updated_from, updated_to, is, from, to;
    const char *f, *v, *w;
};
// clang-format off
#define SLOT(n) {                                                                                                         \
    .conditions = {                                                                                                       \
        [IN_KIND] = {[FILTER_IS] = "c.kind = :v" #n, [FILTER_EMPTY] = "c.kind = ''", [FILTER_FILLED] = "c.kind <> ''"},   \
        [IN_REGION] = {[FILTER_EMPTY] = "c.region = ''", [FILTER_FILLED] = "c.region <> ''"},                             \
        [IN_OWNER] = {[FILTER_IS] = "c.owner_id = :v" #n},                                                                \
        [IN_UNIT] = {[FILTER_IS] = "c.unit_id IN (SELECT o.id FROM unit o WHERE o.path >= :v" #n " AND o.path < :w" #n ")"}, \
        [IN_CREATED] = {[FILTER_FROM] = "c.created_at >= :v" #n, [FILTER_TO] = "c.created_at < :w" #n},                   \
        [IN_UPDATED] = {[FILTER_FROM] = "+c.updated_at >= :v" #n, [FILTER_TO] = "+c.updated_at < :w" #n},                 \
        [IN_NAME] = {[FILTER_HAS] = "instr(lower(c.name), :v" #n ") > 0"},                                                \
        [IN_ARCHIVE_NO] = {[FILTER_HAS] = "instr(lower(c.archive_no), :v" #n ") > 0"},                                    \
        [IN_CODE] = {[FILTER_HAS] = "instr(lower(c.code), :v" #n ") > 0"},                                                \
        [IN_CREDIT_CODE] = {[FILTER_HAS] = "instr(lower(c.credit_code), :v" #n ") > 0",                                   \
                            [FILTER_EMPTY] = "c.credit_code IS NULL", [FILTER_FILLED] = "+c.credit_code IS NOT NULL"},    \
        [IN_VALUE] = {[FILTER_IS] = VALUE(n, " AND f.value = :v" #n), [FILTER_FROM] = VALUE(n, " AND f.value >= :v" #n),  \
                      [FILTER_TO] = VALUE(n, " AND f.value <= :v" #n),                                                    \
                      [FILTER_HAS] = VALUE(n, " AND instr(lower(f.value), :v" #n ") > 0"),                                \
                      [FILTER_EMPTY] = "NOT " VALUE(n, ""), [FILTER_FILLED] = VALUE(n, "")},                              \
    },                                                                                                                    \
    .amounts = {VALUE(n, " AND CAST(f.value AS REAL) >= CAST(:v" #n " AS REAL)"),                                         \
                VALUE(n, " AND CAST(f.value AS REAL) <= CAST(:v" #n " AS REAL)")},                                        \
    .region_is = {PROVINCE("c") " = :v" #n, PREFECTURE("c") " = :v" #n, COUNTY("c") " = :v" #n},                          \
    .region = {DRIVER("id", BY_REGION(n, PROVINCE)), DRIVER("id", BY_REGION(n, PREFECTURE)), DRIVER("id", BY_REGION(n, COUNTY))}, \
    .region_tested = {PROVINCE("+c") " = :v" #n, PREFECTURE("+c") " = :v" #n, COUNTY("+c") " = :v" #n},                   \
    .kind_tested = "+c.kind = :v" #n, .owner_tested = "+c.owner_id = :v" #n,                                              \
    .kind = DRIVER("id", BY_KIND(n)), .owner = DRIVER("id", BY_OWNER(n)),           \
    .updated_from = DRIVER("id", BY_UPDATED_FROM(n)), .updated_to = DRIVER("id", BY_UPDATED_TO(n)),                       \
    .is = DRIVER("record_id", BY_FACET(n, "=")), .from = DRIVER("record_id", BY_FACET(n, ">=")),                          \
    .to = DRIVER("record_id", BY_FACET(n, "<=")),                                                                         \
    .f = ":f" #n, .v = ":v" #n, .w = ":w" #n,                                                                             \
}
// clang-format on
// NOLINTBEGIN(bugprone-suspicious-missing-comma): the texts are put together of pieces on purpose
static const struct slot SLOTS[FILTERS_MAX] = {SLOT(0), SLOT(1), SLOT(2), SLOT(3), SLOT(4), SLOT(5),
                                               SLOT(6), SLOT(7), SLOT(8), SLOT(9), SLOT(10), SLOT(11)};
// NOLINTEND(bugprone-suspicious-missing-comma)
#define BY_PAIR(part) "FROM customer x WHERE x.owner_id = :pair_owner AND " part("x") " = :pair_region"
static const struct driver_text PAIRS[3] = {DRIVER("id", BY_PAIR(PROVINCE)), DRIVER("id", BY_PAIR(PREFECTURE)),
                                            DRIVER("id", BY_PAIR(COUNTY))};

// Which of three the region of a filter is.
static size_t part_of(const struct filter *region) {
    return strlen(region->low) / 2 - 1;
}

// --- values

static bool is_facet(const struct filter *filter) {
    return place_of(filter->field) == IN_VALUE && (filter->field->type == FIELD_CHOICE || filter->field->type == FIELD_DATE);
}

static void add_values(struct where *where, const struct filter *filter, const struct slot *slot) {
    const enum place place = place_of(filter->field);
    if (place == IN_VALUE)
        where_value_text(where, slot->f, filter->field->key);
    if (filter->op == FILTER_EMPTY || filter->op == FILTER_FILLED)
        return;
    const bool is_time = place == IN_CREATED || place == IN_UPDATED;
    if (place == IN_OWNER || (is_time && filter->op == FILTER_FROM))
        where_value_int(where, slot->v, filter->number);
    else if (is_time)
        where_value_int(where, slot->w, filter->number_high);
    else
        where_value_text(where, slot->v, filter->low);
    if (place == IN_UNIT)
        where_value_text(where, slot->w, filter->high);
}

// --- which leads

static const struct driver_text *driver_of(const struct filter *filter, const struct slot *slot) {
    switch (place_of(filter->field)) {
    case IN_KIND:
        return filter->op == FILTER_IS ? &slot->kind : NULL;
    case IN_REGION:
        return filter->op == FILTER_IS ? &slot->region[part_of(filter)] : NULL;
    case IN_OWNER:
        return &slot->owner;
    case IN_UPDATED:
        return filter->op == FILTER_FROM ? &slot->updated_from : &slot->updated_to;
    case IN_VALUE:
        if (!is_facet(filter) || filter->op == FILTER_EMPTY || filter->op == FILTER_FILLED)
            return NULL;
        return filter->op == FILTER_IS ? &slot->is : filter->op == FILTER_FROM ? &slot->from
                                                                               : &slot->to;
    default:
        return NULL;
    }
}

static int find_place(const struct filters *filters, enum place place) {
    for (unsigned i = 0; i < filters->count; i++)
        if (place_of(filters->rows[i].field) == place && filters->rows[i].op == FILTER_IS)
            return (int)i;
    return -1;
}

static const struct filter *pair_region(const struct filters *filters) {
    return &filters->rows[find_place(filters, IN_REGION)];
}

static void add_pair(struct where *where, const struct filters *filters) {
    where_value_int(where, ":pair_owner", filters->rows[find_place(filters, IN_OWNER)].number);
    where_value_text(where, ":pair_region", pair_region(filters)->low);
}

static bool has_pair(const struct filters *filters) {
    return find_place(filters, IN_OWNER) >= 0 && find_place(filters, IN_REGION) >= 0;
}

bool filter_in_order(const struct filters *filters) {
    if (filters->count == 1)
        return find_place(filters, IN_KIND) == 0 || find_place(filters, IN_OWNER) == 0 || find_place(filters, IN_REGION) == 0;
    return filters->count == 2 && has_pair(filters);
}

enum status filter_plan(struct ctx *ctx, const struct filters *filters, bool newest, struct filter_plan *plan) {
    struct where where = where_start(ctx->arena);
    int numbers[FILTERS_MAX + 1];
    int count = 0;
    *plan = (struct filter_plan){.driver = -1, .count = DRIVER_MAX + 1, .tested = !newest};
    for (unsigned i = 0; i < filters->count && !(newest && filter_in_order(filters)); i++) {
        const struct driver_text *driver = driver_of(&filters->rows[i], &SLOTS[i]);
        if (driver == NULL)
            continue;
        where_column_add(&where, driver->count);
        add_values(&where, &filters->rows[i], &SLOTS[i]);
        numbers[count++] = (int)i;
    }
    if (count == 0)
        return STATUS_OK;
    if (has_pair(filters)) {
        where_column_add(&where, PAIRS[part_of(pair_region(filters))].count);
        add_pair(&where, filters);
        numbers[count++] = FILTERS_MAX;
    }
    where_value_int(&where, ":most", DRIVER_MAX + 1);
    struct query query = where_columns(&where, ctx->store, "customer.filter_counts");
    const bool counted = query_row(&query);
    for (int i = 0; counted && i < count; i++) {
        const int64_t hits = query_int(&query, i);
        if (hits < plan->count)
            *plan = (struct filter_plan){.driver = numbers[i], .pair = numbers[i] == FILTERS_MAX, .tested = true, .count = hits};
    }
    return query_end(&query);
}

// --- conditions

void filter_conditions(struct where *where, const struct filters *filters, const struct filter_plan *plan) {
    for (unsigned i = 0; i < filters->count; i++) {
        const struct filter *filter = &filters->rows[i];
        const bool amount = filter->field->type == FIELD_AMOUNT && (filter->op == FILTER_FROM || filter->op == FILTER_TO);
        const struct slot *slot = &SLOTS[i];
        const enum place place = place_of(filter->field);
        const char *condition = amount ? slot->amounts[filter->op == FILTER_TO] : slot->conditions[place][filter->op];
        if (filter->op == FILTER_IS && plan->tested && (place == IN_KIND || place == IN_OWNER))
            condition = place == IN_KIND ? slot->kind_tested : slot->owner_tested;
        if (filter->op == FILTER_IS && place == IN_REGION)
            condition = plan->tested ? slot->region_tested[part_of(filter)] : slot->region_is[part_of(filter)];
        if (plan->driver == (int)i)
            condition = driver_of(filter, slot)->condition;
        else if (plan->driver >= 0 && plan->pair && (place == IN_OWNER || place == IN_REGION) && filter->op == FILTER_IS)
            continue;
        where_add(where, condition);
        add_values(where, filter, slot);
    }
    if (plan->pair) {
        where_add(where, PAIRS[part_of(pair_region(filters))].condition);
        add_pair(where, filters);
    }
}

// An id holds the time it was made; the record was stored at most so much later, or under a time of its own.
#define SLACK (2 * TIME_DAY)

void filter_ids(const struct filters *filters, int64_t *above, int64_t *below) {
    *above = 0;
    *below = INT64_MAX;
    for (unsigned i = 0; i < filters->count; i++) {
        const struct filter *filter = &filters->rows[i];
        if (place_of(filter->field) != IN_CREATED)
            continue;
        const int64_t id = id_at(filter->op == FILTER_FROM ? filter->number - SLACK : filter->number_high + SLACK);
        if (filter->op == FILTER_FROM && id > *above)
            *above = id;
        if (filter->op == FILTER_TO && id < *below)
            *below = id;
    }
}
