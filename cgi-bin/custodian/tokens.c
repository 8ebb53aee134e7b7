// Keeping the index of findable values.
#include "custodian/tokens.h"

#include <string.h>

#include "base/log.h"
#include "model/field.h"
#include "vault/box.h"

#define VERSION 1
#define FILL_BATCH 10000 // entries in one commit

static const struct sql ADD = {
    "tokens.add",
    "INSERT OR IGNORE INTO token (kind, field, token, record_id) VALUES (:kind, :field, :token, :record)",
};
static const struct sql FIND = {
    "tokens.find",
    "SELECT record_id FROM token WHERE token = :token AND kind = :kind AND field = :field ORDER BY record_id DESC LIMIT :most",
};
static const struct sql FILLED = {"tokens.filled", "SELECT fields FROM filled WHERE id = 1"};
static const struct sql SET_FILLED = {
    "tokens.set_filled",
    "INSERT INTO filled (id, fields) VALUES (1, :fields) ON CONFLICT (id) DO UPDATE SET fields = :fields",
};
static const struct sql *const STATEMENTS[] = {&ADD, &FIND, &FILLED, &SET_FILLED, NULL};

static const struct sql VALUES = {
    "tokens.values",
    "SELECT kind, record_id, field, box FROM field_value WHERE box IS NOT NULL",
};
const struct sql *const TOKENS_STATEMENTS[] = {&VALUES, NULL};

static bool is_findable(const struct field *field) {
    return field && field_is_sealed(field) && (field->flags & FIELD_FINDABLE) != 0;
}

// The fields the index is about: when the list changes, so must the index.
static const char *findable_fields(struct arena *arena) {
    const struct field_table *const tables[] = {&CUSTOMER_FIELDS, &CONTACT_FIELDS};
    struct buffer names = {.arena = arena};
    buffer_text(&names, "");
    for (size_t t = 0; t < sizeof tables / sizeof *tables; t++)
        for (size_t i = 0; i < tables[t]->count; i++)
            if (is_findable(&tables[t]->fields[i]))
                buffer_format(&names, "%d.%s ", (int)tables[t]->kind, tables[t]->fields[i].key);
    return names.data;
}

static enum status add_one(struct tokens *tokens, const struct token_entry *entry) {
    unsigned char token[KEYS_TOKEN_SIZE];
    keys_token(tokens->keys, entry->kind, entry->field, entry->value, token);
    struct query query = query_start(tokens->store, &ADD);
    query_bind_int(&query, ":kind", entry->kind);
    query_bind_text(&query, ":field", entry->field);
    query_bind_blob(&query, ":token", token, sizeof token);
    query_bind_int(&query, ":record", entry->record_id);
    return query_run(&query, NULL);
}

// Enters the value of one row of VALUES; one that does not open is left out, and told when somebody asks for it.
static enum status enter_row(struct tokens *tokens, const struct query *row, struct arena *arena) {
    size_t size;
    struct box_place place = {query_int(row, 0), query_int(row, 1), query_text(row, 2, arena)};
    const struct field_table *table = field_table_of((enum kind)place.kind);
    if (!table || !is_findable(field_find(table, place.field)))
        return STATUS_OK;
    const unsigned char *box = query_blob(row, 3, &size, arena);
    const char *value = box_open(tokens->keys, &place, box, size, arena);
    const struct token_entry entry = {place.kind, place.record_id, place.field, value};
    return value ? add_one(tokens, &entry) : STATUS_OK;
}

static enum status enter_all(struct tokens *tokens, struct query *rows, struct arena *arena, unsigned *count) {
    enum status status = store_begin(tokens->store);
    while (status == STATUS_OK && query_row(rows)) {
        status = enter_row(tokens, rows, arena);
        arena_wipe(arena);
        if (status == STATUS_OK && ++*count % FILL_BATCH == 0) {
            status = store_commit(tokens->store);
            if (status == STATUS_OK)
                status = store_begin(tokens->store);
        }
    }
    if (status == STATUS_OK)
        status = store_commit(tokens->store);
    else
        store_rollback(tokens->store);
    return status;
}

static enum status fill(struct tokens *tokens, struct store *store, const char *fields) {
    struct arena *arena = arena_new();
    unsigned count = 0;
    struct query rows = query_start(store, &VALUES);
    enum status status = enter_all(tokens, &rows, arena, &count);
    const enum status read = query_end(&rows);
    arena_free(arena);
    TRY(status);
    TRY(read);
    struct query query = query_start(tokens->store, &SET_FILLED);
    query_bind_text(&query, ":fields", fields);
    TRY(query_run(&query, NULL));
    LOG_EVENT(LOG_INFO, "tokens.filled", LOG_NUMBER("values", count));
    return STATUS_OK;
}

static enum status open_index(struct tokens *tokens) {
    static const struct sql *const *const LISTS[] = {STATEMENTS, NULL};
    const struct store_options options = {.path = tokens->path, .lists = LISTS, .version = VERSION};
    unsigned applied;
    TRY(store_migrate(tokens->path, tokens->schema, &applied));
    return store_open(&tokens->store, &options);
}

static enum status check_filled(struct tokens *tokens, struct store *store, struct arena *arena) {
    const char *fields = findable_fields(arena);
    struct query query = query_start(tokens->store, &FILLED);
    const char *known = query_row(&query) ? query_text(&query, 0, arena) : "";
    TRY(query_end(&query));
    if (strcmp(fields, known) != 0)
        TRY(fill(tokens, store, fields));
    tokens->filled = true;
    return STATUS_OK;
}

static void give_up(struct tokens *tokens) {
    store_close(tokens->store);
    tokens->store = NULL;
    tokens->filled = false;
    tokens->retry_at = clock_now(tokens->clock) + TOKENS_RETRY;
}

bool tokens_ready(struct tokens *tokens, struct store *store) {
    const int64_t left = tokens->retry_at - clock_now(tokens->clock);
    if (tokens->filled)
        return true;
    if (left > 0 && left <= TOKENS_RETRY)
        return false;
    struct arena *arena = arena_new();
    enum status status = tokens->store ? STATUS_OK : open_index(tokens);
    if (status == STATUS_OK)
        status = check_filled(tokens, store, arena);
    if (status != STATUS_OK)
        give_up(tokens);
    arena_free(arena);
    return tokens->filled;
}

static enum status add_all(struct tokens *tokens, const struct token_entry *entries, unsigned count) {
    for (unsigned i = 0; i < count; i++)
        TRY(add_one(tokens, &entries[i]));
    return STATUS_OK;
}

enum status tokens_add(struct tokens *tokens, const struct token_entry *entries, unsigned count) {
    enum status status = store_begin(tokens->store);
    if (status == STATUS_OK)
        status = add_all(tokens, entries, count);
    if (status == STATUS_OK)
        status = store_commit(tokens->store);
    if (status == STATUS_OK)
        return STATUS_OK;
    store_rollback(tokens->store);
    give_up(tokens);
    return STATUS_UNAVAILABLE;
}

enum status tokens_find(struct tokens *tokens, const struct token_entry *wanted, int64_t *record_ids, unsigned most,
                        unsigned *found) {
    unsigned char token[KEYS_TOKEN_SIZE];
    keys_token(tokens->keys, wanted->kind, wanted->field, wanted->value, token);
    *found = 0;
    struct query query = query_start(tokens->store, &FIND);
    query_bind_blob(&query, ":token", token, sizeof token);
    query_bind_int(&query, ":kind", wanted->kind);
    query_bind_text(&query, ":field", wanted->field);
    query_bind_int(&query, ":most", most);
    while (*found < most && query_row(&query))
        record_ids[(*found)++] = query_int(&query, 0);
    return query_end(&query);
}

void tokens_close(struct tokens *tokens) {
    store_close(tokens->store);
    tokens->store = NULL;
    tokens->filled = false;
}
