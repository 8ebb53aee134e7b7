#include "domain/directory.h"

#include <inttypes.h>
#include <string.h>

#include "base/utf8.h"
#include "domain/customer_name.h"
#include "domain/withheld.h"

static const struct sql PERSON_CALLED = {
    "directory.person_called",
    "SELECT id, login, login = lower(:text) AS exact, name, unit_id FROM person WHERE (login = lower(:text) OR name = :text) "
    "AND (:present = 0 OR state = 'active') ORDER BY exact DESC, login LIMIT 6",
};
// Company names are indexed by what they sort by.
static const struct sql CUSTOMER_CALLED = {
    "directory.customer_called",
    "SELECT id, archive_no, 1 AS exact, name, 0 FROM customer WHERE archive_no = upper(:text) AND " SHOWN("customer") " UNION ALL SELECT id, archive_no, 1, name, 0 FROM customer WHERE code = upper(:text) AND " SHOWN("customer") " UNION ALL SELECT id, archive_no, 0, name, 0 FROM customer WHERE name_key = :key AND name_fold = :fold AND " SHOWN("customer") " ORDER BY exact DESC, archive_no LIMIT 6",
};
static const struct sql PEOPLE = {"directory.people",
                                  "SELECT id, name, login FROM person WHERE id IN (SELECT value FROM json_each(:ids))"};
static const struct sql CUSTOMERS = {
    "directory.customers",
    "SELECT id, name, archive_no FROM customer WHERE id IN (SELECT value FROM json_each(:ids)) AND " SHOWN("customer")};
static const struct sql CONTACTS = {
    "directory.contacts", "SELECT k.id, k.name, '' FROM contact k JOIN customer c ON c.id = k.customer_id "
                          "WHERE k.id IN (SELECT value FROM json_each(:ids)) AND " SHOWN("c")};

const struct sql *const DIRECTORY_PERSON_STATEMENTS[] = {&PERSON_CALLED, &PEOPLE, NULL};
const struct sql *const DIRECTORY_STATEMENTS[] = {&PERSON_CALLED, &CUSTOMER_CALLED, &PEOPLE, &CUSTOMERS, &CONTACTS, NULL};

static const struct directory_match NOTHING = {.name = "", .number = "", .numbers = ""};

// Ends the query. Its rows are id, number, whether the number itself was given (those first), name and unit.
static enum status read_match(struct ctx *ctx, struct query *query, struct directory_match *match) {
    struct buffer numbers = {.arena = ctx->arena};
    bool exact = false;
    *match = NOTHING;
    buffer_text(&numbers, "");
    while (!exact && query_row(query)) {
        exact = query_int(query, 2) != 0;
        if (match->count == 0)
            *match = (struct directory_match){
                .id = query_int(query, 0),
                .number = query_text(query, 1, ctx->arena),
                .name = query_text(query, 3, ctx->arena),
                .unit_id = query_int(query, 4),
            };
        if (match->count < DIRECTORY_NUMBERS_MAX)
            buffer_format(&numbers, "%s%s", match->count > 0 ? "、" : "", query_text(query, 1, ctx->arena));
        match->count++;
    }
    if (match->count > 1)
        *match = (struct directory_match){.count = match->count, .name = "", .number = ""};
    match->numbers = numbers.data;
    return query_end(query);
}

static enum status find_person(struct ctx *ctx, const char *text, bool present, struct directory_match *match) {
    struct query query = query_start(ctx->store, &PERSON_CALLED);
    query_bind_text(&query, ":text", text);
    query_bind_int(&query, ":present", present);
    return read_match(ctx, &query, match);
}

enum status directory_person(struct ctx *ctx, const char *text, struct directory_match *match) {
    return find_person(ctx, text, false, match);
}

enum status directory_colleague(struct ctx *ctx, const char *text, struct directory_match *match) {
    return find_person(ctx, text, true, match);
}

enum status directory_customer(struct ctx *ctx, const char *text, struct directory_match *match) {
    *match = NOTHING;
    if (!utf8_valid(text, strlen(text)))
        return STATUS_OK;
    struct query query = query_start(ctx->store, &CUSTOMER_CALLED);
    query_bind_text(&query, ":text", text);
    query_bind_text(&query, ":key", customer_name_key(ctx->arena, text));
    query_bind_text(&query, ":fold", utf8_fold(ctx->arena, text));
    return read_match(ctx, &query, match);
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
    static const struct text UNDONE = {"已撤销的客户", "a customer whose import was undone"};
    TRY(fill(ctx, &CUSTOMERS, entries, count));
    for (unsigned i = 0; i < count; i++)
        if (entries[i].id != 0 && *entries[i].number == '\0')
            entries[i].name = text_in(ctx->lang, UNDONE);
    return STATUS_OK;
}
