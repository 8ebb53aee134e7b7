#include "domain/directory.h"

#include <inttypes.h>

static const struct sql PERSON_BY_LOGIN = {"directory.person_by_login", "SELECT id FROM person WHERE login = lower(:login)"};
static const struct sql CUSTOMER_BY_NUMBER = {"directory.customer_by_number",
                                              "SELECT id FROM customer WHERE archive_no = :number"};
static const struct sql PEOPLE = {"directory.people",
                                  "SELECT id, name, login FROM person WHERE id IN (SELECT value FROM json_each(:ids))"};
static const struct sql CUSTOMERS = {
    "directory.customers",
    "SELECT id, name, archive_no FROM customer WHERE id IN (SELECT value FROM json_each(:ids))"};
static const struct sql CONTACTS = {
    "directory.contacts", "SELECT id, name, '' FROM contact WHERE id IN (SELECT value FROM json_each(:ids))"};

const struct sql *const DIRECTORY_STATEMENTS[] = {&PERSON_BY_LOGIN, &CUSTOMER_BY_NUMBER, &PEOPLE, &CUSTOMERS, &CONTACTS,
                                                  NULL};

static enum status find_id(struct ctx *ctx, const struct sql *sql, const char *parameter, const char *value,
                           int64_t *id) {
    struct query query = query_start(ctx->store, sql);
    query_bind_text(&query, parameter, value);
    *id = query_row(&query) ? query_int(&query, 0) : 0;
    return query_end(&query);
}

enum status directory_person(struct ctx *ctx, const char *login, int64_t *person_id) {
    return find_id(ctx, &PERSON_BY_LOGIN, ":login", login, person_id);
}

enum status directory_customer(struct ctx *ctx, const char *archive_no, int64_t *customer_id) {
    return find_id(ctx, &CUSTOMER_BY_NUMBER, ":number", archive_no, customer_id);
}

static const char *id_list(struct ctx *ctx, const struct directory_entry *entries, unsigned count) {
    struct buffer list = {.arena = ctx->arena};
    for (unsigned i = 0; i < count; i++)
        buffer_format(&list, "%c%" PRId64, i == 0 ? '[' : ',', entries[i].id);
    buffer_text(&list, count == 0 ? "[]" : "]");
    return list.data;
}

static enum status fill(struct ctx *ctx, const struct sql *sql, struct directory_entry *entries, unsigned count) {
    for (unsigned i = 0; i < count; i++)
        entries[i].name = entries[i].number = "";
    struct query query = query_start(ctx->store, sql);
    query_bind_text(&query, ":ids", id_list(ctx, entries, count));
    while (query_row(&query)) {
        const char *name = query_text(&query, 1, ctx->arena);
        const char *number = query_text(&query, 2, ctx->arena);
        for (unsigned i = 0; i < count; i++)
            if (entries[i].id == query_int(&query, 0)) {
                entries[i].name = name;
                entries[i].number = number;
            }
    }
    return query_end(&query);
}

enum status directory_people(struct ctx *ctx, struct directory_entry *entries, unsigned count) {
    return fill(ctx, &PEOPLE, entries, count);
}

enum status directory_contacts(struct ctx *ctx, struct directory_entry *entries, unsigned count) {
    return fill(ctx, &CONTACTS, entries, count);
}

enum status directory_customers(struct ctx *ctx, struct directory_entry *entries, unsigned count) {
    return fill(ctx, &CUSTOMERS, entries, count);
}
