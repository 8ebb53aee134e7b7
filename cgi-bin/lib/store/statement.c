// The prepared statements of a connection: all listed ones from the start, assembled ones when they first occur.
#include <string.h>

#include "base/log.h"
#include "store/connection.h"

sqlite3_stmt *statement_prepare(sqlite3 *database, const char *text) {
    sqlite3_stmt *handle = NULL;
    const char *rest = NULL;
    int code = sqlite3_prepare_v3(database, text, -1, SQLITE_PREPARE_PERSISTENT, &handle, &rest);
    if (code == SQLITE_OK && handle && *rest == '\0')
        return handle;
    sqlite3_finalize(handle);
    return NULL;
}

static void prepare_or_die(struct store *store, sqlite3_stmt **handle, const char *name, const char *text) {
    *handle = statement_prepare(store->database, text);
    if (!*handle)
        log_die("statement.prepare", arena_format(store->arena, "%s: %s", name, sqlite3_errmsg(store->database)));
}

// The place of `sql` in the table: where it is, or the empty one where it belongs.
static struct statement *place_of(struct store *store, const struct sql *sql) {
    size_t mask = store->places - 1;
    size_t at = (size_t)(((uintptr_t)sql * UINT64_C(0x9E3779B97F4A7C15)) >> 32) & mask;
    while (store->listed[at].sql && store->listed[at].sql != sql)
        at = (at + 1) & mask;
    return &store->listed[at];
}

static size_t count_statements(const struct sql *const *const *lists) {
    size_t count = 0;
    for (; lists && *lists; lists++)
        for (const struct sql *const *list = *lists; *list; list++)
            count++;
    return count;
}

// SQLite looks for a parameter through all of their names each time it is bound. They are mostly bound in their order. Its own names go
// when it prepares the statement anew, because the schema changed.
static void note_parameters(struct store *store, struct statement *statement) {
    const int count = sqlite3_bind_parameter_count(statement->handle);
    const char **names = ARENA_ARRAY(store->arena, const char *, (size_t)count + 1);
    for (int i = 0; i < count; i++)
        names[i] = arena_string(store->arena, sqlite3_bind_parameter_name(statement->handle, i + 1));
    statement->parameters = names;
    statement->parameter_count = count;
}

void statement_prepare_lists(struct store *store, const struct sql *const *const *lists) {
    prepare_or_die(store, &store->begin, "begin", "BEGIN IMMEDIATE");
    prepare_or_die(store, &store->begin_read, "begin_read", "BEGIN");
    prepare_or_die(store, &store->commit, "commit", "COMMIT");
    prepare_or_die(store, &store->rollback, "rollback", "ROLLBACK");
    store->places = 2;
    while (store->places < 2 * count_statements(lists))
        store->places *= 2;
    store->listed = ARENA_ARRAY(store->arena, struct statement, store->places);
    for (; lists && *lists; lists++)
        for (const struct sql *const *list = *lists; *list; list++) {
            struct statement *statement = place_of(store, *list);
            if (statement->sql)
                continue;
            prepare_or_die(store, &statement->handle, (*list)->name, (*list)->text);
            statement->sql = *list;
            statement->name = (*list)->name;
            statement->writes = !sqlite3_stmt_readonly(statement->handle);
            note_parameters(store, statement);
        }
}

struct statement *statement_listed(struct store *store, const struct sql *sql) {
    struct statement *statement = place_of(store, sql);
    return statement->sql ? statement : NULL;
}

static uint64_t hash_text(const char *text) {
    uint64_t hash = UINT64_C(0xCBF29CE484222325); // FNV-1a
    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * UINT64_C(0x100000001B3);
    return hash;
}

// An empty place, else the one that was not used for the longest time; NULL when all are in use.
static struct statement *place_to_fill(struct store *store) {
    struct statement *oldest = NULL;
    for (unsigned i = 0; i < ASSEMBLED_MAX; i++) {
        struct statement *statement = &store->assembled[i];
        if (!statement->handle)
            return statement;
        if (!statement->in_use && (!oldest || statement->used_at < oldest->used_at))
            oldest = statement;
    }
    return oldest;
}

struct statement *statement_assembled(struct store *store, const char *name, const char *text) {
    uint64_t hash = hash_text(text);
    for (unsigned i = 0; i < ASSEMBLED_MAX; i++) {
        struct statement *statement = &store->assembled[i];
        if (statement->handle && statement->hash == hash && strcmp(sqlite3_sql(statement->handle), text) == 0)
            return statement;
    }
    struct statement *place = place_to_fill(store);
    store->authority = AUTHORITY_ASSEMBLED;
    sqlite3_stmt *handle = place ? statement_prepare(store->database, text) : NULL;
    store->authority = AUTHORITY_HELD;
    if (!handle) {
        connection_log(store->database, place ? "statement.prepare" : "statement.places", name);
        return NULL;
    }
    sqlite3_finalize(place->handle);
    *place = (struct statement){.name = name, .handle = handle, .hash = hash, .writes = !sqlite3_stmt_readonly(handle)};
    return place;
}

bool store_prepared(const struct store *store, unsigned number, struct sql *sql) {
    for (size_t i = 0; i < store->places + ASSEMBLED_MAX; i++) {
        const struct statement *place = i < store->places ? &store->listed[i] : &store->assembled[i - store->places];
        if (!place->handle || number-- > 0)
            continue;
        *sql = (struct sql){place->name, sqlite3_sql(place->handle)};
        return true;
    }
    return false;
}

void statement_finalize_all(struct store *store) {
    for (size_t i = 0; i < store->places; i++)
        sqlite3_finalize(store->listed[i].handle);
    for (unsigned i = 0; i < ASSEMBLED_MAX; i++)
        sqlite3_finalize(store->assembled[i].handle);
    sqlite3_finalize(store->begin);
    sqlite3_finalize(store->begin_read);
    sqlite3_finalize(store->commit);
    sqlite3_finalize(store->rollback);
}
