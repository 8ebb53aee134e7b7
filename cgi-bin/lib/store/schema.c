// What a store is like: its version, its pages, its schema compared with the shipped one. A table that became a view, or a trigger
// that was changed, would let someone who can only write the file decide what our own statements read and do.
#include <string.h>

#include "store/connection.h"

static const char SCHEMA[] = "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name, tbl_name";
#define COLUMNS 4

static bool same_text(sqlite3_stmt *a, sqlite3_stmt *b, int column) {
    const char *left = (const char *)sqlite3_column_text(a, column), *right = (const char *)sqlite3_column_text(b, column);
    return left && right ? strcmp(left, right) == 0 : left == right;
}

static bool same_rows(sqlite3_stmt *a, sqlite3_stmt *b) {
    for (;;) {
        const int left = sqlite3_step(a), right = sqlite3_step(b);
        if (left != SQLITE_ROW || right != SQLITE_ROW)
            return left == SQLITE_DONE && right == SQLITE_DONE;
        for (int column = 0; column < COLUMNS; column++)
            if (!same_text(a, b, column))
                return false;
    }
}

enum status store_schema_matches(struct store *store, const char *folder, bool *matches) {
    unsigned applied;
    store->authority = AUTHORITY_STORE;
    const int64_t version = connection_number(store->database, "PRAGMA user_version");
    store->authority = AUTHORITY_HELD;
    *matches = false;
    if (version <= 0) // of an empty database nothing was applied
        return version < 0 ? STATUS_UNAVAILABLE : STATUS_OK;
    sqlite3 *model = connection_open(":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL, NULL);
    const enum status status = model ? migrate_connection(model, folder, version, &applied) : STATUS_UNAVAILABLE;
    if (status == STATUS_OK) {
        store->authority = AUTHORITY_STORE;
        sqlite3_stmt *shipped = statement_prepare(model, SCHEMA), *found = statement_prepare(store->database, SCHEMA);
        store->authority = AUTHORITY_HELD;
        *matches = shipped && found && same_rows(shipped, found);
        sqlite3_finalize(found);
        sqlite3_finalize(shipped);
    }
    sqlite3_close(model);
    return status;
}

bool store_is_sound(struct store *store) {
    store->authority = AUTHORITY_STORE;
    const int64_t faults = connection_number(store->database,
                                             "SELECT count(*) FROM pragma_quick_check(1) WHERE quick_check <> 'ok'");
    store->authority = AUTHORITY_HELD;
    return faults == 0;
}

enum status store_version(const char *path, int *version) {
    sqlite3 *database = connection_open(path, SQLITE_OPEN_READONLY, NULL, NULL);
    const int64_t found = database ? connection_number(database, "PRAGMA user_version") : -1;
    if (database && found < 0)
        connection_log(database, "store.version", path);
    sqlite3_close(database);
    *version = (int)found;
    return found < 0 ? STATUS_UNAVAILABLE : STATUS_OK;
}
