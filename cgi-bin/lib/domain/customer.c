// One customer as it is stored, and the statements of everything about customers.
#include "domain/customer.h"

#include <string.h>

#include "domain/contract_unit.h"
#include "domain/customer_sql.h"
#include "domain/field_catalogue.h"
#include "domain/reach.h"
#include "domain/sequence.h"

const struct sql CUSTOMER_FIND = {
    "customer.find",
    "SELECT c.version, c.created_at, c.created_by, c.updated_at, c.updated_by, c.archive_no, c.code, c.name, "
    "c.credit_code, "
    "c.kind, c.region, r.full_name, c.owner_id, p.name, c.unit_id, u.name, u.path "
    "FROM customer c LEFT JOIN region r ON r.code = c.region LEFT JOIN person p ON p.id = c.owner_id "
    "LEFT JOIN unit u ON u.id = c.unit_id WHERE c.id = :id AND " IN_REACH,
};
const struct sql CUSTOMER_VALUES = {
    "customer.values",
    "SELECT field, value FROM field_value WHERE kind = 1 AND record_id = :id",
};

#define LISTING                                                                                           \
    &LIST_CURSOR, &SEARCH_SIZE, &SEARCH_NAME, &SEARCH_INDEX_DOWN, &SEARCH_INDEX_UP, &SEARCH_NUMBERS_DOWN, \
        &SEARCH_NUMBERS_UP, &SEARCH_NUMBERS_MANY, &SEARCH_CONTACTS, &SEARCH_IDS, &REACH_WHOLE
const struct sql *const CUSTOMER_LIST_STATEMENTS[] = {LISTING, NULL};

const struct sql *const CUSTOMER_STATEMENTS[] = {
    &CUSTOMER_FIND,
    &CUSTOMER_VALUES,
    &CUSTOMER_INSERT,
    &CUSTOMER_UPDATE,
    &CUSTOMER_AT_VERSION,
    &CUSTOMER_WITH_CREDIT_CODE,
    &OWNER_NAMED,
    &OWNER_CHOICES,
    &SEQUENCE_NEXT,
    &CONTRACT_FOLLOW,
    &INDEX_ADD,
    &INDEX_REMOVE,
    &INDEX_SETTLE,
    &FOUND_BY_READ,
    &FOUND_BY_WRITE,
    &CONTACT_LIST,
    &CONTACT_FIND,
    &CONTACT_INSERT,
    &CONTACT_UPDATE,
    &CONTACT_DELETE,
    &CONTACT_VALUES_TO_HISTORY,
    &CONTACT_VALUES_REMOVE,
    &CONTACT_DELETED,
    &CONTACT_RESTORE,
    &CONTACT_VALUES_BACK,
    &CONTACT_VALUES_NOTED,
    &VALUE_PUT,
    &VALUE_REMOVE,
    &VALUE_KEYS,
    &HISTORY_ADD,
    &HISTORY_SINCE,
    &HISTORY_PAGE,
    &REGION_BY_CODE,
    &REGION_BY_FULL_NAME,
    &REGION_BY_NAME,
    &FIELD_VERSION,
    &FIELD_NOTE_USE,
    LISTING,
    NULL,
};

static void set_value(struct record *record, const char *key, const char *value) {
    int i = field_index(record->table, key);
    if (i >= 0 && value)
        record->values[i] = field_shown(&record->table->fields[i], value);
}

static void read_row(const struct query *query, struct customer *customer, struct arena *arena) {
    struct record *record = &customer->record;
    record->version = query_int(query, 0);
    record->created_at = query_int(query, 1);
    record->created_by = query_int(query, 2);
    record->updated_at = query_int(query, 3);
    record->updated_by = query_int(query, 4);
    customer->archive_no = query_text(query, 5, arena);
    customer->code = query_text(query, 6, arena);
    customer->name = query_text(query, 7, arena);
    customer->region = query_text(query, 10, arena);
    customer->owner_id = query_int(query, 12);
    customer->owner_name = query_text(query, 13, arena);
    customer->unit_id = query_int(query, 14);
    customer->unit_name = query_text(query, 15, arena);
    customer->unit_path = query_text(query, 16, arena);
    set_value(record, "archive_no", customer->archive_no);
    set_value(record, "code", customer->code);
    set_value(record, "name", customer->name);
    set_value(record, "credit_code", query_text(query, 8, arena));
    set_value(record, "kind", query_text(query, 9, arena));
    set_value(record, "region", query_is_null(query, 11) ? customer->region : query_text(query, 11, arena));
    set_value(record, "owner", customer->owner_name);
}

static enum status read_values(struct ctx *ctx, struct record *record) {
    struct query query = query_start(ctx->store, &CUSTOMER_VALUES);
    query_bind_int(&query, ":id", record->id);
    while (query_row(&query))
        set_value(record, query_text(&query, 0, ctx->arena), query_text(&query, 1, ctx->arena));
    return query_end(&query);
}

enum status customer_find(struct ctx *ctx, int64_t id, enum permission permission, struct customer *customer) {
    *customer = (struct customer){.record = {.table = ctx->fields->customer, .id = id}};
    for (size_t i = 0; i < ctx->fields->customer->count; i++)
        customer->record.values[i] = "";
    struct reach reach = reach_of(ctx, permission);
    struct query query = query_start(ctx->store, &CUSTOMER_FIND);
    query_bind_int(&query, ":id", id);
    reach_bind(&query, &reach);
    if (query_row(&query))
        read_row(&query, customer, ctx->arena);
    TRY(query_end(&query));
    return customer->name ? read_values(ctx, &customer->record) : STATUS_NOT_FOUND;
}
