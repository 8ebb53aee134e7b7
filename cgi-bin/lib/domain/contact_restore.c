// Taking back the deletion of a contact: its values come back from the history that they went into, confidential ones still
// sealed for their place, so nothing is opened. The restoring stands in the history as the deletion does (ARC-4).
#include "domain/change.h"
#include "domain/customer.h"
#include "domain/customer_name.h"
#include "domain/customer_sql.h"
#include "domain/withheld.h"

const struct sql CONTACT_DELETED = {
    "contact.deleted",
    "SELECT version, name, deleted_at IS NOT NULL FROM contact WHERE id = :id AND customer_id = :customer",
};
const struct sql CONTACT_RESTORE = {
    "contact.restore",
    "UPDATE contact SET deleted_at = NULL, version = :version + 1, updated_at = :now, updated_by = :person "
    "WHERE id = :id AND deleted_at IS NOT NULL AND version = :version AND "
    "EXISTS (SELECT 1 FROM customer c WHERE c.id = :customer AND " SHOWN("c") ") AND "
                                                                              "(SELECT count(*) FROM contact WHERE customer_id = :customer AND deleted_at IS NULL) < :most",
};
#define DELETED_WITH_IT \
    "FROM history WHERE customer_id = :customer AND kind = 2 AND record_id = :id AND version = :version AND field <> ''"
const struct sql CONTACT_VALUES_BACK = {
    "contact.values_back",
    "INSERT INTO field_value (kind, record_id, field, value, box) SELECT kind, record_id, field, before, before_box " DELETED_WITH_IT,
};
const struct sql CONTACT_VALUES_NOTED = {
    "contact.values_noted",
    "INSERT INTO history (customer_id, kind, record_id, version, field, before, after, after_box, person_id, at) "
    "SELECT customer_id, kind, record_id, version + 1, field, '', before, before_box, :person, :now " DELETED_WITH_IT,
};

struct deleted {
    int64_t id, customer_id, version;
    const char *name;
};

static enum status find_deleted(struct ctx *ctx, struct deleted *contact) {
    struct query query = query_start(ctx->store, &CONTACT_DELETED);
    query_bind_int(&query, ":id", contact->id);
    query_bind_int(&query, ":customer", contact->customer_id);
    bool deleted = false, found = query_row(&query);
    if (found) {
        deleted = query_int(&query, 2) != 0;
        contact->version = query_int(&query, 0);
        contact->name = query_text(&query, 1, ctx->arena);
    }
    TRY(query_end(&query));
    if (!found)
        return STATUS_NOT_FOUND;
    return deleted ? STATUS_OK : STATUS_CONFLICT;
}

static struct query start(struct ctx *ctx, const struct sql *sql, const struct deleted *contact) {
    struct query query = query_start(ctx->store, sql);
    query_bind_int(&query, ":id", contact->id);
    query_bind_int(&query, ":customer", contact->customer_id);
    query_bind_int(&query, ":version", contact->version);
    return query;
}

static void bind_actor(struct query *query, const struct ctx *ctx, int64_t at) {
    query_bind_int(query, ":person", ctx->actor->person_id);
    query_bind_int(query, ":now", at);
}

static enum status restore(struct ctx *ctx, struct deleted *contact) {
    int64_t restored = 0, at = clock_now(ctx->clock);
    const struct change_set set = {
        .table = ctx->fields->contact, .record_id = contact->id, .customer_id = contact->customer_id};
    TRY(find_deleted(ctx, contact));
    struct query query = start(ctx, &CONTACT_RESTORE, contact);
    bind_actor(&query, ctx, at);
    query_bind_int(&query, ":most", CONTACTS_MAX);
    TRY(query_run(&query, &restored));
    if (restored == 0)
        return STATUS_TOO_LARGE;
    query = start(ctx, &CONTACT_VALUES_BACK, contact);
    TRY(query_run(&query, NULL));
    query = start(ctx, &CONTACT_VALUES_NOTED, contact);
    bind_actor(&query, ctx, at);
    TRY(query_run(&query, NULL));
    TRY(customer_index_again(ctx, contact->customer_id));
    return change_note(ctx, &set, contact->version + 1, at, "", contact->name);
}

enum status contact_restore(struct ctx *ctx, int64_t customer_id, int64_t id) {
    struct customer customer;
    struct deleted contact = {.id = id, .customer_id = customer_id};
    TRY(customer_find(ctx, customer_id, PERM_CUSTOMER_EDIT, &customer));
    TRY(store_begin(ctx->store));
    return change_end(ctx, restore(ctx, &contact));
}
