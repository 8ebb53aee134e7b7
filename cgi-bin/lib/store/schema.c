// Comparing a store's schema with the shipped one. A table that became a view, or a trigger that was changed, would let
// someone who can only write the file decide what our own statements read and do.
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
    sqlite3 *model = connection_open(":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL, NULL);
    const enum status status = model ? migrate_connection(model, folder, &applied) : STATUS_UNAVAILABLE;
    *matches = false;
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
