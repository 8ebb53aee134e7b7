// Keeping the index of findable values.
#include "custodian/tokens.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "model/field.h"
#include "vault/box.h"
#include "vault/key_file.h"

#define SLICE 500     // rows of the history that are gone through at a time: some 20 ms
#define SLICES_MAX 40 // that somebody who searches waits for; whoever finds us further behind is to come again

static const struct sql ADD = {
    "tokens.add",
    "INSERT OR IGNORE INTO token (kind, field, token, record_id) VALUES (:kind, :field, :token, :record)",
};
static const struct sql FIND = {
    "tokens.find",
    "SELECT record_id FROM token WHERE token = :token AND record_id < :before AND kind = :kind AND field = :field"
    " ORDER BY record_id DESC LIMIT :most",
};
static const struct sql FILLED = {"tokens.filled", "SELECT fields, until, mark, key FROM filled WHERE id = 1"};
static const struct sql SET_FILLED = {
    "tokens.set_filled",
    "INSERT INTO filled (id, fields, until, mark, key) VALUES (1, :fields, :until, :mark, :key)"
    " ON CONFLICT (id) DO UPDATE SET fields = :fields, until = :until, mark = :mark, key = :key",
};
static const struct sql *const STATEMENTS[] = {&ADD, &FIND, &FILLED, &SET_FILLED, NULL};

static const struct sql CHANGES = {
    "tokens.changes",
    "SELECT id, kind, record_id, field, after, version, at FROM history WHERE id > :until ORDER BY id LIMIT :most",
};
static const struct sql MARKED = {"tokens.marked", "SELECT kind, record_id, version, at FROM history WHERE id = :until"};
static const struct sql VALUES = {
    "tokens.values",
    "SELECT field, box FROM field_value WHERE kind = :kind AND record_id = :record AND box IS NOT NULL",
};
const struct sql *const TOKENS_STATEMENTS[] = {&CHANGES, &MARKED, &VALUES, NULL};

static bool is_findable(const struct field *field) {
    return field && field_is_sealed(field) && (field->flags & (FIELD_FINDABLE | FIELD_SEALING)) == FIELD_FINDABLE;
}

static void add_name(struct buffer *names, const struct field_table *table, const struct field *field) {
    buffer_format(names, "%d.%s%s ", (int)table->kind, field->key, field->type == FIELD_PHONE ? "+tail" : "");
}

// The fields the index is about: when the list changes, so must the index.
static const char *findable_fields(const struct field_catalogue *fields, struct arena *arena) {
    const struct field_table *const tables[] = {fields->customer, fields->contact};
    struct buffer names = {.arena = arena};
    buffer_text(&names, "");
    for (size_t t = 0; t < sizeof tables / sizeof *tables; t++)
        for (size_t i = 0; i < tables[t]->count; i++)
            if (is_findable(&tables[t]->fields[i]))
                add_name(&names, tables[t], &tables[t]->fields[i]);
    return names.data;
}

static enum status add_one(struct tokens *tokens, const struct token_entry *entry) {
    unsigned char token[KEYS_TOKEN_SIZE];
    keys_token(tokens->key, entry->kind, entry->field, entry->value, token);
    struct query query = query_start(tokens->store, &ADD);
    query_bind_int(&query, ":kind", entry->kind);
    query_bind_text(&query, ":field", entry->field);
    query_bind_blob(&query, ":token", token, sizeof token);
    query_bind_int(&query, ":record", entry->record_id);
    return query_run(&query, NULL);
}

// Enters a value, and of a telephone number the last digits, too.
static enum status add_value(struct tokens *tokens, const struct field *field, const struct token_entry *entry, struct arena *arena) {
    TRY(add_one(tokens, entry));
    const char *tail = field->type == FIELD_PHONE ? phone_tail(entry->value, arena) : NULL;
    if (!tail)
        return STATUS_OK;
    struct token_entry short_entry = *entry;
    short_entry.value = tokens_tail(tail, arena);
    return add_one(tokens, &short_entry);
}

// Enters what the record holds now; a value that does not open is left out, and told when somebody asks for it.
static enum status enter_record(struct tokens *tokens, struct store *store, int64_t kind, int64_t record_id, struct arena *arena) {
    const struct field_table *table = catalogue_table(tokens->fields, (enum kind)kind);
    enum status status = STATUS_OK;
    struct query query = query_start(store, &VALUES);
    query_bind_int(&query, ":kind", kind);
    query_bind_int(&query, ":record", record_id);
    while (status == STATUS_OK && query_row(&query)) {
        size_t size;
        const struct box_place place = {kind, record_id, query_text(&query, 0, arena)};
        const struct field *field = table ? field_find(table, place.field) : NULL;
        if (!is_findable(field))
            continue;
        const unsigned char *box = query_blob(&query, 1, &size, arena);
        const char *value = box_open(tokens->keys, &place, box, size, arena);
        const struct token_entry entry = {kind, record_id, place.field, value};
        if (value)
            status = add_value(tokens, field, &entry, arena);
    }
    const enum status read = query_end(&query);
    return status == STATUS_OK ? read : status;
}

// A row of the history: what must be looked at again.
struct row {
    int64_t id, kind, record_id, version, at;
    bool matters; // the record came to be, or one of its findable fields changed
};

static enum status read_changes(const struct tokens *tokens, struct store *store, struct row *rows, unsigned *count, struct arena *arena) {
    *count = 0;
    struct query query = query_start(store, &CHANGES);
    query_bind_int(&query, ":until", tokens->until);
    query_bind_int(&query, ":most", SLICE);
    while (*count < SLICE && query_row(&query)) {
        const int64_t kind = query_int(&query, 1);
        const struct field_table *table = catalogue_table(tokens->fields, (enum kind)kind);
        const char *field = query_text(&query, 3, arena), *after = query_text(&query, 4, arena);
        const bool matters = *field == '\0' ? *after != '\0' : table && is_findable(field_find(table, field));
        rows[(*count)++] = (struct row){.id = query_int(&query, 0),
                                        .kind = kind,
                                        .record_id = query_int(&query, 2),
                                        .version = query_int(&query, 5),
                                        .at = query_int(&query, 6),
                                        .matters = matters};
    }
    return query_end(&query);
}

// Which row of the history it is, whatever its number.
static const char *mark_of(struct arena *arena, int64_t kind, int64_t record_id, int64_t version, int64_t at) {
    return arena_format(arena, "%" PRId64 ".%" PRId64 ".%" PRId64 ".%" PRId64, kind, record_id, version, at);
}

// Notes what the index is about now, under which key, and up to which row of the history.
static enum status note_filled(struct tokens *tokens, int64_t until, const char *mark, struct arena *arena) {
    struct query query = query_start(tokens->store, &SET_FILLED);
    query_bind_text(&query, ":fields", findable_fields(tokens->fields, arena));
    query_bind_int(&query, ":until", until);
    query_bind_text(&query, ":mark", mark);
    query_bind_text(&query, ":key", keys_token_mark(tokens->key, arena));
    return query_run(&query, NULL);
}

static enum status enter_rows(struct tokens *tokens, struct store *store, const struct row *rows, unsigned count, struct arena *arena) {
    for (unsigned i = 0; i < count; i++)
        if (rows[i].matters)
            TRY(enter_record(tokens, store, rows[i].kind, rows[i].record_id, arena));
    const struct row *last = &rows[count - 1];
    return note_filled(tokens, last->id, mark_of(arena, last->kind, last->record_id, last->version, last->at), arena);
}

// Follows the history by one slice, in one commit; *more: there is another.
static enum status follow_slice(struct tokens *tokens, struct store *store, bool *more, struct arena *arena) {
    struct row *rows = ARENA_ARRAY(arena, struct row, SLICE);
    unsigned count;
    TRY(read_changes(tokens, store, rows, &count, arena));
    *more = count == SLICE;
    if (count == 0)
        return STATUS_OK;
    enum status status = store_begin(tokens->store);
    if (status == STATUS_OK)
        status = enter_rows(tokens, store, rows, count, arena);
    if (status == STATUS_OK)
        status = store_commit(tokens->store);
    else
        store_rollback(tokens->store);
    if (status == STATUS_OK)
        tokens->until = rows[count - 1].id;
    return status;
}

static enum status open_index(struct tokens *tokens) {
    static const struct sql *const *const LISTS[] = {STATEMENTS, NULL};
    const struct store_options options = {.path = tokens->path, .lists = LISTS, .version = STORE_INDEX_VERSION};
    unsigned applied;
    TRY(store_migrate(tokens->path, tokens->schema, &applied));
    return store_open(&tokens->store, &options);
}

// Whether the store has the marked row where the index left off.
static enum status check_mark(struct store *store, int64_t until, const char *mark, bool *good, struct arena *arena) {
    struct query query = query_start(store, &MARKED);
    query_bind_int(&query, ":until", until);
    *good = query_row(&query) && strcmp(mark, mark_of(arena, query_int(&query, 0), query_int(&query, 1), query_int(&query, 2),
                                                      query_int(&query, 3))) == 0;
    return query_end(&query);
}

// Whether a list of findable fields has everything that is findable now; what nothing was ever stored in needs no entering.
static bool covers(const struct tokens *tokens, const char *names, struct arena *arena) {
    const struct field_table *const tables[] = {tokens->fields->customer, tokens->fields->contact};
    for (size_t t = 0; t < sizeof tables / sizeof *tables; t++)
        for (size_t i = 0; i < tables[t]->count; i++) {
            const struct field *field = &tables[t]->fields[i];
            const bool unused = (field->flags & (FIELD_OWN | FIELD_USED)) == FIELD_OWN;
            struct buffer name = {.arena = arena};
            add_name(&name, tables[t], field);
            if (is_findable(field) && !unused && !strstr(names, name.data))
                return false;
        }
    return true;
}

// Where the index stands; one that lacks fields, or is about another store, begins anew. STATUS_STALE: it is under another key.
static enum status read_filled(struct tokens *tokens, struct store *store, struct arena *arena) {
    int64_t until = 0;
    const char *names = "", *mark = "", *key = "";
    bool good = false;
    struct query query = query_start(tokens->store, &FILLED);
    if (query_row(&query)) {
        names = query_text(&query, 0, arena);
        until = query_int(&query, 1);
        mark = query_text(&query, 2, arena);
        key = query_text(&query, 3, arena);
    }
    TRY(query_end(&query));
    const char *ours = keys_token_mark(tokens->key, arena);
    if (*key != '\0' && strcmp(key, ours) != 0)
        return STATUS_STALE;
    if (until > 0 && covers(tokens, names, arena))
        TRY(check_mark(store, until, mark, &good, arena));
    tokens->until = good ? until : 0;
    if (good && (strcmp(names, findable_fields(tokens->fields, arena)) != 0 || *key == '\0'))
        return note_filled(tokens, until, mark, arena);
    return STATUS_OK;
}

static void give_up(struct tokens *tokens) {
    store_close(tokens->store);
    tokens->store = NULL;
    tokens->retry_at = clock_now(tokens->clock) + TOKENS_RETRY;
}

static enum status open_and_read(struct tokens *tokens, struct store *store, struct arena *arena) {
    TRY(open_index(tokens));
    return read_filled(tokens, store, arena);
}

static void remove_file(const char *path) {
    static const char *const PARTS[] = {"", "-wal", "-shm", "-queue"};
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof PARTS / sizeof *PARTS; i++)
        (void)unlink(arena_format(arena, "%s%s", path, PARTS[i]));
    arena_free(arena);
}

// Whether pages of it lie beside the file: then it must not be exchanged, because they would be taken for the other's.
static bool has_pages_beside(const char *path, struct arena *arena) {
    return access(arena_format(arena, "%s-wal", path), F_OK) == 0;
}

// The index under our key, complete already, takes the place of the one under the key that is gone.
static void take_heir(struct tokens *tokens, struct arena *arena) {
    if (has_pages_beside(tokens->path, arena))
        return;                                  // until it was opened and closed in order
    if (has_pages_beside(tokens->heir, arena)) { // it was not: rather made anew
        remove_file(tokens->heir);
        return;
    }
    if (rename(tokens->heir, tokens->path) != 0 || key_file_sync_folder(tokens->path) != STATUS_OK)
        LOG_EVENT(LOG_ERROR, "tokens.heir", LOG_TEXT("path", tokens->path), LOG_TEXT("error", strerror(errno)));
    (void)unlink(arena_format(arena, "%s-queue", tokens->heir));
}

static bool has_heir(const struct tokens *tokens) {
    return tokens->heir && !tokens->keys->has_token_old && access(tokens->heir, F_OK) == 0;
}

static bool is_open(struct tokens *tokens, struct store *store, struct arena *arena) {
    const int64_t left = tokens->retry_at - clock_now(tokens->clock);
    if (tokens->store)
        return true;
    if (left > 0 && left <= TOKENS_RETRY)
        return false;
    if (has_heir(tokens))
        take_heir(tokens, arena);
    enum status status = open_and_read(tokens, store, arena);
    if (status == STATUS_STALE && !has_heir(tokens)) {
        tokens_remove(tokens);
        status = open_and_read(tokens, store, arena);
    }
    if (status == STATUS_OK)
        return true;
    give_up(tokens);
    return false;
}

enum status tokens_follow(struct tokens *tokens, struct store *store, unsigned slices, bool *more) {
    struct arena *arena = arena_new();
    enum status status = is_open(tokens, store, arena) ? STATUS_OK : STATUS_UNAVAILABLE;
    *more = status == STATUS_OK;
    for (unsigned i = 0; status == STATUS_OK && *more && i < slices; i++) {
        status = follow_slice(tokens, store, more, arena);
        arena_wipe(arena);
        if (status != STATUS_OK)
            give_up(tokens);
    }
    arena_free(arena);
    return status;
}

bool tokens_ready(struct tokens *tokens, struct store *store) {
    bool more;
    return tokens_follow(tokens, store, SLICES_MAX, &more) == STATUS_OK && !more;
}

const char *tokens_tail(const char *digits, struct arena *arena) {
    return arena_format(arena, "*%s", digits);
}

enum status tokens_find(struct tokens *tokens, const struct token_entry *wanted, int64_t before, int64_t *record_ids, unsigned most,
                        unsigned *found) {
    unsigned char token[KEYS_TOKEN_SIZE];
    keys_token(tokens->key, wanted->kind, wanted->field, wanted->value, token);
    *found = 0;
    struct query query = query_start(tokens->store, &FIND);
    query_bind_blob(&query, ":token", token, sizeof token);
    query_bind_int(&query, ":kind", wanted->kind);
    query_bind_text(&query, ":field", wanted->field);
    query_bind_int(&query, ":before", before);
    query_bind_int(&query, ":most", most);
    while (*found < most && query_row(&query))
        record_ids[(*found)++] = query_int(&query, 0);
    return query_end(&query);
}

void tokens_close(struct tokens *tokens) {
    store_close(tokens->store);
    tokens->store = NULL;
}

void tokens_remove(struct tokens *tokens) {
    tokens_close(tokens);
    remove_file(tokens->path);
}
