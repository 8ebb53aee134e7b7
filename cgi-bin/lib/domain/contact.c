// The contacts of a customer (ARC-2): they are reached through it and by nothing else.
#include <string.h>

#include "domain/change.h"
#include "domain/customer.h"
#include "domain/customer_name.h"
#include "domain/customer_sql.h"
#include "domain/reach.h"

// Each row holds one field of one contact. A customer without contacts gives a single row without an id; no row at all
// means that the customer is out of reach.
#define CONTACT_ROWS                                                                                            \
    "SELECT k.id, k.version, k.created_at, k.created_by, k.updated_at, k.updated_by, k.name, f.field, f.value " \
    "FROM customer c LEFT JOIN contact k ON k.customer_id = c.id AND k.deleted_at IS NULL "                     \
    "LEFT JOIN field_value f ON f.kind = 2 AND f.record_id = k.id WHERE c.id = :customer AND " IN_REACH

// Whoever saves a contact of a customer that is withheld by now (its import was undone) is told that it is gone.
#define OF_SHOWN "EXISTS (SELECT 1 FROM customer c WHERE c.id = contact.customer_id AND " SHOWN("c") ")"

const struct sql CONTACT_LIST = {"contact.list", CONTACT_ROWS " ORDER BY k.id"};
const struct sql CONTACT_FIND = {"contact.find", CONTACT_ROWS " AND k.id = :id"};
const struct sql CONTACT_INSERT = {
    "contact.insert",
    "INSERT INTO contact (id, customer_id, name, created_at, created_by, updated_at, updated_by) "
    "SELECT :id, :customer, :name, :now, :person, :now, :person "
    "WHERE (SELECT count(*) FROM contact WHERE customer_id = :customer AND deleted_at IS NULL) < :most AND "
    "(:batch > 0 OR EXISTS (SELECT 1 FROM customer c WHERE c.id = :customer AND " SHOWN("c") "))",
};
const struct sql CONTACT_UPDATE = {
    "contact.update",
    "UPDATE contact SET name = :name, version = version + 1, updated_at = :now, updated_by = :person "
    "WHERE id = :id AND version = :version AND deleted_at IS NULL AND " OF_SHOWN,
};
const struct sql CONTACT_DELETE = {
    "contact.delete",
    "UPDATE contact SET deleted_at = :now, version = version + 1, updated_at = :now, updated_by = :person "
    "WHERE id = :id AND version = :version AND deleted_at IS NULL AND " OF_SHOWN,
};
const struct sql CONTACT_VALUES_TO_HISTORY = {
    "contact.values_to_history",
    "INSERT INTO history (customer_id, kind, record_id, version, field, before, before_box, after, person_id, at) "
    "SELECT :customer, 2, :id, :version, field, value, box, '', :person, :now FROM field_value WHERE kind = 2 AND "
    "record_id = :id",
};
const struct sql CONTACT_VALUES_REMOVE = {
    "contact.values_remove",
    "DELETE FROM field_value WHERE kind = 2 AND record_id = :id",
};

#define ID_TRIES 3

static void set_value(struct contact *contact, const char *key, const char *value) {
    int i = key ? field_index(contact->record.table, key) : -1;
    if (i >= 0)
        contact->record.values[i] = field_shown(&contact->record.table->fields[i], value);
}

static void read_contact(const struct query *query, int64_t customer_id, struct contact *contact, const struct ctx *ctx) {
    *contact = (struct contact){.customer_id = customer_id};
    contact->record = (struct record){
        .table = ctx->fields->contact,
        .id = query_int(query, 0),
        .version = query_int(query, 1),
        .created_at = query_int(query, 2),
        .created_by = query_int(query, 3),
        .updated_at = query_int(query, 4),
        .updated_by = query_int(query, 5),
    };
    for (size_t i = 0; i < ctx->fields->contact->count; i++)
        contact->record.values[i] = "";
    set_value(contact, "name", query_text(query, 6, ctx->arena));
}

// Contacts as they are read: room for `room`, of which `count` are there. Most customers have one or two.
struct contacts {
    struct contact *rows;
    unsigned count, room;
};

static struct contact *contacts_add(struct contacts *contacts, struct arena *arena) {
    if (contacts->count == contacts->room) {
        const struct contact *before = contacts->rows;
        contacts->room = contacts->room > 0 ? 2 * contacts->room : 2;
        contacts->rows = ARENA_ARRAY(arena, struct contact, contacts->room);
        if (contacts->count > 0)
            memcpy(contacts->rows, before, contacts->count * sizeof *before);
    }
    return &contacts->rows[contacts->count++];
}

// Reads the rows of CONTACT_ROWS; *reached is whether there was any.
static enum status read_contacts(struct query *query, int64_t customer_id, struct contacts *contacts, bool *reached,
                                 const struct ctx *ctx) {
    struct contact *contact = NULL;
    *reached = false;
    while (query_row(query)) {
        *reached = true;
        if (query_is_null(query, 0))
            continue;
        if (contact == NULL || contact->record.id != query_int(query, 0)) {
            contact = contacts_add(contacts, ctx->arena);
            read_contact(query, customer_id, contact, ctx);
        }
        set_value(contact, query_text(query, 7, ctx->arena), query_text(query, 8, ctx->arena));
    }
    return query_end(query);
}

static struct query start(struct ctx *ctx, const struct sql *sql, int64_t customer_id, enum permission permission) {
    struct reach reach = reach_of(ctx, permission);
    struct query query = query_start(ctx->store, sql);
    query_bind_int(&query, ":customer", customer_id);
    reach_bind(&query, &reach);
    return query;
}

enum status contact_list(struct ctx *ctx, int64_t customer_id, struct contact **contacts, unsigned *count) {
    bool reached;
    struct contacts found = {0};
    struct query query = start(ctx, &CONTACT_LIST, customer_id, PERM_CUSTOMER_READ);
    TRY(read_contacts(&query, customer_id, &found, &reached, ctx));
    *contacts = found.rows;
    *count = found.count;
    return reached ? STATUS_OK : STATUS_NOT_FOUND;
}

enum status contact_find(struct ctx *ctx, int64_t customer_id, int64_t id, enum permission permission,
                         struct contact *contact) {
    bool reached;
    struct contacts found = {0};
    struct query query = start(ctx, &CONTACT_FIND, customer_id, permission);
    query_bind_int(&query, ":id", id);
    TRY(read_contacts(&query, customer_id, &found, &reached, ctx));
    if (found.count == 0)
        return STATUS_NOT_FOUND;
    *contact = found.rows[0];
    return STATUS_OK;
}

static const char *name_of(const struct change_set *set) {
    return change_value(set, (size_t)field_index(set->table, "name"));
}

static enum status insert_row(struct ctx *ctx, const struct change_set *set, int64_t most, int64_t at) {
    int64_t inserted = 0;
    struct query query = query_start(ctx->store, &CONTACT_INSERT);
    query_bind_int(&query, ":id", set->record_id);
    query_bind_int(&query, ":customer", set->customer_id);
    query_bind_text(&query, ":name", name_of(set));
    query_bind_int(&query, ":now", at);
    query_bind_int(&query, ":person", ctx->actor->person_id);
    query_bind_int(&query, ":most", most);
    query_bind_int(&query, ":batch", set->batch_id);
    TRY(query_run(&query, &inserted));
    return inserted == 1 ? STATUS_OK : STATUS_TOO_LARGE;
}

// Whether the actor may change the customer, and so its contacts.
static enum status check_customer(struct ctx *ctx, int64_t customer_id) {
    bool reached = false;
    struct query query = start(ctx, &CONTACT_LIST, customer_id, PERM_CUSTOMER_EDIT);
    reached = query_row(&query);
    TRY(query_end(&query));
    return reached ? STATUS_OK : STATUS_NOT_FOUND;
}

enum status contact_prepare(struct ctx *ctx, int64_t customer_id, struct draft *draft, struct change_set *set) {
    TRY(change_find(ctx, draft, NULL, set));
    set->customer_id = customer_id;
    set->record_id = id_new(ctx->ids);
    return STATUS_OK;
}

// As with customers: two processes may have made the same id.
enum status contact_insert(struct ctx *ctx, struct change_set *set) {
    int64_t at = clock_now(ctx->clock);
    enum status status = insert_row(ctx, set, CONTACTS_MAX, at);
    for (int tries = 1; status == STATUS_CONFLICT && tries < ID_TRIES; tries++) {
        set->record_id = id_new(ctx->ids);
        TRY(change_seal(ctx, set, 1));
        status = insert_row(ctx, set, CONTACTS_MAX, at);
    }
    if (status != STATUS_OK)
        return status == STATUS_CONFLICT ? STATUS_FAULT : status;
    TRY(change_write(ctx, set, 1, at));
    TRY(change_note(ctx, set, 1, at, "", name_of(set)));
    return set->is_people ? STATUS_OK : customer_index_again(ctx, set->customer_id);
}

// The customer may have been withheld since it was found, because its import was undone: then it is gone, and not too full.
static enum status insert_or_say_why(struct ctx *ctx, struct change_set *set) {
    const enum status status = contact_insert(ctx, set);
    return status == STATUS_TOO_LARGE && check_customer(ctx, set->customer_id) != STATUS_OK ? STATUS_NOT_FOUND : status;
}

enum status contact_create(struct ctx *ctx, int64_t customer_id, struct draft *draft, int64_t *id) {
    struct change_set set;
    TRY(check_customer(ctx, customer_id));
    TRY(contact_prepare(ctx, customer_id, draft, &set));
    TRY(change_seal(ctx, &set, 1));
    TRY(store_begin(ctx->store));
    TRY(change_end(ctx, insert_or_say_why(ctx, &set)));
    *id = set.record_id;
    return STATUS_OK;
}

// Runs CONTACT_UPDATE or CONTACT_DELETE; STATUS_CONFLICT when the contact is no longer at `version`.
static enum status run_versioned(struct ctx *ctx, const struct sql *sql, int64_t id, int64_t version, const char *name,
                                 int64_t at) {
    int64_t changed = 0;
    struct query query = query_start(ctx->store, sql);
    query_bind_int(&query, ":id", id);
    query_bind_int(&query, ":version", version);
    if (name)
        query_bind_text(&query, ":name", name);
    query_bind_int(&query, ":now", at);
    query_bind_int(&query, ":person", ctx->actor->person_id);
    TRY(query_run(&query, &changed));
    return changed == 1 ? STATUS_OK : STATUS_CONFLICT;
}

static enum status update(struct ctx *ctx, const struct change_set *set) {
    int64_t at = clock_now(ctx->clock);
    TRY(run_versioned(ctx, &CONTACT_UPDATE, set->record_id, set->stored->version, name_of(set), at));
    TRY(change_write(ctx, set, set->stored->version + 1, at));
    return customer_index_again(ctx, set->customer_id);
}

enum status contact_save(struct ctx *ctx, int64_t customer_id, int64_t id, int64_t version, struct draft *draft) {
    struct contact now;
    struct change_set set;
    TRY(contact_find(ctx, customer_id, id, PERM_CUSTOMER_EDIT, &now));
    if (now.record.version != version)
        return STATUS_CONFLICT;
    TRY(change_find(ctx, draft, &now.record, &set));
    if (set.count == 0)
        return STATUS_OK;
    set.customer_id = customer_id;
    TRY(change_guard(ctx, &set));
    TRY(change_seal(ctx, &set, 1));
    TRY(store_begin(ctx->store));
    return change_end(ctx, update(ctx, &set));
}

static enum status move_values(struct ctx *ctx, const struct contact *contact, int64_t at) {
    struct query query = query_start(ctx->store, &CONTACT_VALUES_TO_HISTORY);
    query_bind_int(&query, ":id", contact->record.id);
    query_bind_int(&query, ":customer", contact->customer_id);
    query_bind_int(&query, ":version", contact->record.version + 1);
    query_bind_int(&query, ":person", ctx->actor->person_id);
    query_bind_int(&query, ":now", at);
    TRY(query_run(&query, NULL));
    query = query_start(ctx->store, &CONTACT_VALUES_REMOVE);
    query_bind_int(&query, ":id", contact->record.id);
    return query_run(&query, NULL);
}

static enum status delete_contact(struct ctx *ctx, const struct contact *contact) {
    int64_t at = clock_now(ctx->clock);
    const struct record *record = &contact->record;
    struct change_set set = {.table = ctx->fields->contact, .record_id = record->id, .customer_id = contact->customer_id};
    const char *name = record->values[field_index(ctx->fields->contact, "name")];
    TRY(run_versioned(ctx, &CONTACT_DELETE, record->id, record->version, NULL, at));
    TRY(move_values(ctx, contact, at));
    TRY(customer_index_again(ctx, contact->customer_id));
    return change_note(ctx, &set, record->version + 1, at, name, "");
}

enum status contact_delete(struct ctx *ctx, int64_t customer_id, int64_t id, int64_t version) {
    struct contact now;
    TRY(contact_find(ctx, customer_id, id, PERM_CUSTOMER_EDIT, &now));
    if (now.record.version != version)
        return STATUS_CONFLICT;
    TRY(change_guard_removal(ctx, &now.record));
    TRY(store_begin(ctx->store));
    return change_end(ctx, delete_contact(ctx, &now));
}
