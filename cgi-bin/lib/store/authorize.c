// What a connection may touch: what its listed statements touch, and nothing more. SQLite asks for leave while it prepares. As
// long as the listed statements are prepared, everything is granted and noted; afterwards only what was noted is, and a text
// that is assembled later may only read. So a program can't read a column that none of its statements names, whatever is put
// together at run time.
// What a trigger or a view of the database does is not ours: no store has a view, and what triggers it has only refuse. So one may look at
// what it refuses by: who holds what (ORG-3), and whether a contract was submitted (CON-5); and a statement that one hangs on which does
// anything else does not run at all, unless the schema was compared before (the access log's is).
// Not here: a program that opens the file by other means (file rights and the custodian's boxes stand against that).
#include <string.h>

#include "base/log.h"
#include "store/connection.h"

#define ROOM_AT_FIRST 128

static bool same(const char *a, const char *b) {
    return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool is_write(int action) {
    return action == SQLITE_INSERT || action == SQLITE_UPDATE || action == SQLITE_DELETE;
}

static const char *action_name(int action) {
    switch (action) {
    case SQLITE_READ: return "read";
    case SQLITE_INSERT: return "insert";
    case SQLITE_UPDATE: return "update";
    case SQLITE_DELETE: return "delete";
    default: return "other";
    }
}

// Reading a table without naming a column (to count it) is granted to whoever may read any of it.
static bool is_granted(const struct access_rights *rights, int action, const char *table, const char *column) {
    bool unnamed = action == SQLITE_READ && column && *column == '\0';
    for (size_t i = 0; i < rights->count; i++) {
        const struct access_right *row = &rights->rows[i];
        if (row->action == action && same(row->table, table) && (unnamed || same(row->column, column)))
            return true;
    }
    return false;
}

static void grant(struct access_rights *rights, struct arena *arena, int action, const char *table, const char *column) {
    if (is_granted(rights, action, table, column))
        return;
    if (rights->count == rights->room) {
        const struct access_right *before = rights->rows;
        rights->room = rights->room ? 2 * rights->room : ROOM_AT_FIRST;
        rights->rows = ARENA_ARRAY(arena, struct access_right, rights->room);
        if (rights->count > 0)
            memcpy(rights->rows, before, rights->count * sizeof *before);
    }
    rights->rows[rights->count++] = (struct access_right){action, arena_string(arena, table), arena_string(arena, column)};
}

// The full-text index keeps what it holds in tables named after it (customer_index_data), with statements of its own that it
// prepares when it first needs them: who may read or write the index may do so there. Other tables whose names begin alike (person,
// person_role) are none of its parts.
static bool is_index(const char *table) {
    static const char SUFFIX[] = "_index";
    const size_t length = strlen(table), suffix = sizeof SUFFIX - 1;
    return length > suffix && strcmp(table + length - suffix, SUFFIX) == 0;
}

static bool is_part_of_index(const struct access_rights *rights, int action, const char *table) {
    const char *part = table ? strrchr(table, '_') : NULL;
    for (size_t i = 0; part && i < rights->count; i++) {
        const struct access_right *row = &rights->rows[i];
        if (row->table && is_index(row->table) && strlen(row->table) == (size_t)(part - table) &&
            strncmp(row->table, table, strlen(row->table)) == 0 && (action == SQLITE_READ || is_write(row->action)))
            return true;
    }
    return false;
}

// What touches no data: a pragma without a value only tells (the full-text index asks for data_version).
static bool is_harmless(int action, const char *value) {
    return action == SQLITE_SELECT || action == SQLITE_FUNCTION || action == SQLITE_RECURSIVE ||
           (action == SQLITE_PRAGMA && !value);
}

// A trigger that can't write has nobody to tell.
static bool trigger_may_look(int action, const char *table) {
    static const char *const TABLES[] = {"person_role", "role_permission", "contract_revision", "contract_line", "contract_due"};
    for (size_t i = 0; action == SQLITE_READ && i < sizeof TABLES / sizeof *TABLES; i++)
        if (same(table, TABLES[i]))
            return true;
    return false;
}

static int authorize(void *data, int action, const char *table, const char *column, const char *database,
                     const char *trigger) {
    struct store *store = data;
    (void)database;
    if (is_harmless(action, column) || store->authority == AUTHORITY_STORE || (trigger && trigger_may_look(action, table)))
        return SQLITE_OK;
    const bool ours = !trigger || store->has_triggers;
    if (store->authority == AUTHORITY_LEARNING && ours) {
        grant(&store->rights, store->arena, action, table, column);
        return SQLITE_OK;
    }
    bool allowed = ours && (store->authority == AUTHORITY_HELD || action == SQLITE_READ);
    if (allowed && (is_granted(&store->rights, action, table, column) ||
                    ((action == SQLITE_READ || is_write(action)) && is_part_of_index(&store->rights, action, table))))
        return SQLITE_OK;
    LOG_EVENT(LOG_ERROR, "store.denied", LOG_TEXT("action", action_name(action)), LOG_TEXT("table", table ? table : ""),
              LOG_TEXT("column", column ? column : ""), LOG_TEXT("trigger", trigger ? trigger : ""));
    return SQLITE_DENY;
}

enum status authorize_start(struct store *store) {
    store->authority = AUTHORITY_LEARNING;
    return sqlite3_set_authorizer(store->database, authorize, store) == SQLITE_OK ? STATUS_OK : STATUS_UNAVAILABLE;
}

// A table-valued function (json_each) declares its columns as if it made a table; nothing is written.
static bool is_declaration(const struct access_right *row) {
    return row->table && strncmp(row->table, "sqlite_", strlen("sqlite_")) == 0;
}

static const char *describe(const struct store *store, const char *separator, struct buffer *json) {
    for (size_t i = 0; store && i < store->rights.count; i++) {
        const struct access_right *row = &store->rights.rows[i];
        if ((row->action != SQLITE_READ && !is_write(row->action)) || is_declaration(row))
            continue;
        buffer_format(json, "%s\n{\"action\":\"%s\",\"table\":\"%s\",\"column\":\"%s\"}", separator, action_name(row->action),
                      row->table ? row->table : "", row->column ? row->column : "");
        separator = ",";
    }
    return separator;
}

void store_describe_rights(const struct store *store, const struct store *other, struct buffer *json) {
    buffer_text(json, "[");
    (void)describe(other, describe(store, "", json), json);
    buffer_text(json, "\n]\n");
}
