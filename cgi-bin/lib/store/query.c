// One execution of a statement: bind, step, read, end; and what SQLite's result codes mean to the product.
#include <string.h>

#include "base/log.h"
#include "store/connection.h"

enum status query_status(struct store *store, const char *name, int code) {
    switch (code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID: return STATUS_CONFLICT;
    default: break;
    }
    int primary = code & 0xff;
    if (primary == SQLITE_NOMEM)
        log_die("store.memory", name);
    bool passing = primary == SQLITE_BUSY || primary == SQLITE_LOCKED || primary == SQLITE_FULL ||
                   primary == SQLITE_IOERR || primary == SQLITE_CANTOPEN || primary == SQLITE_READONLY ||
                   primary == SQLITE_PROTOCOL;
    // sqlite3_errmsg can quote what a user typed into a search, so only the code's own text is logged.
    LOG_EVENT(passing ? LOG_WARN : LOG_ERROR, "statement.run", LOG_TEXT("name", name), LOG_TEXT("path", store->path),
              LOG_TEXT("error", sqlite3_errstr(code)), LOG_NUMBER("code", code));
    return passing ? STATUS_UNAVAILABLE : STATUS_FAULT;
}

static struct query start(struct store *store, struct statement *statement, const char *name) {
    struct query query = {.store = store, .status = STATUS_FAULT};
    if (!statement || statement->in_use) {
        LOG_EVENT(LOG_ERROR, statement ? "statement.in_use" : "statement.unknown", LOG_TEXT("name", name));
        return query;
    }
    statement->in_use = true;
    statement->used_at = ++store->started;
    store->open_queries++;
    query.statement = statement;
    query.status = STATUS_OK;
    return query;
}

struct query query_start(struct store *store, const struct sql *sql) {
    return start(store, statement_listed(store, sql), sql->name);
}

struct query query_start_text(struct store *store, const char *name, const char *text) {
    return start(store, statement_assembled(store, name, text), name);
}

static bool is_next(const struct query *query, const char *name) {
    const struct statement *statement = query->statement;
    return query->bound < statement->parameter_count && statement->parameters[query->bound] != NULL &&
           strcmp(statement->parameters[query->bound], name) == 0;
}

static int parameter(struct query *query, const char *name) {
    if (query->status != STATUS_OK)
        return 0;
    const int index = query->bound = is_next(query, name) ? query->bound + 1 : sqlite3_bind_parameter_index(query->statement->handle, name);
    if (index == 0) {
        LOG_EVENT(LOG_ERROR, "statement.parameter", LOG_TEXT("name", query->statement->name),
                  LOG_TEXT("parameter", name));
        query->status = STATUS_FAULT;
    }
    return index;
}

static void bound(struct query *query, int code) {
    if (code != SQLITE_OK)
        query->status =
            code == SQLITE_TOOBIG ? STATUS_TOO_LARGE : query_status(query->store, query->statement->name, code);
}

void query_bind_int(struct query *query, const char *name, int64_t value) {
    int index = parameter(query, name);
    if (index)
        bound(query, sqlite3_bind_int64(query->statement->handle, index, value));
}

void query_bind_null(struct query *query, const char *name) {
    int index = parameter(query, name);
    if (index)
        bound(query, sqlite3_bind_null(query->statement->handle, index));
}

void query_bind_text(struct query *query, const char *name, const char *value) {
    int index = parameter(query, name);
    if (index)
        bound(query, sqlite3_bind_text64(query->statement->handle, index, value, value ? strlen(value) : 0,
                                         SQLITE_STATIC, SQLITE_UTF8));
}

void query_bind_blob(struct query *query, const char *name, const void *bytes, size_t length) {
    int index = parameter(query, name);
    if (index)
        bound(query, sqlite3_bind_blob64(query->statement->handle, index, bytes, length, SQLITE_STATIC));
}

// A write of its own is a transaction of its own, and queues like every other.
static int step(struct store *store, const struct statement *statement) {
    if (statement->writes)
        read_end(store);
    bool alone = statement->writes && sqlite3_get_autocommit(store->database);
    if (alone)
        queue_enter(store);
    int code = sqlite3_step(statement->handle);
    if (alone)
        queue_leave(store);
    return code;
}

bool query_row(struct query *query) {
    if (query->status != STATUS_OK || query->done)
        return false;
    int code = step(query->store, query->statement);
    if (code == SQLITE_ROW)
        return true;
    query->done = true;
    if (code != SQLITE_DONE)
        query->status = query_status(query->store, query->statement->name, code);
    return false;
}

static bool has_row(const struct query *query) {
    return query->status == STATUS_OK && !query->done;
}

int64_t query_int(const struct query *query, int column) {
    return has_row(query) ? sqlite3_column_int64(query->statement->handle, column) : 0;
}

bool query_is_null(const struct query *query, int column) {
    return !has_row(query) || sqlite3_column_type(query->statement->handle, column) == SQLITE_NULL;
}

const void *query_blob(const struct query *query, int column, size_t *length, struct arena *arena) {
    *length = 0;
    if (!has_row(query))
        return NULL;
    const void *bytes = sqlite3_column_blob(query->statement->handle, column);
    *length = (size_t)sqlite3_column_bytes(query->statement->handle, column);
    if (!bytes && *length > 0)
        log_die("store.memory", query->statement->name);
    if (!bytes && query_is_null(query, column)) // else empty
        return NULL;
    return arena_copy(arena, bytes ? bytes : "", *length);
}

// As bytes, because SQLite would make a copy of its own to end it with NUL before ours.
const char *query_text(const struct query *query, int column, struct arena *arena) {
    size_t length;
    return query_blob(query, column, &length, arena);
}

enum status query_end(struct query *query) {
    struct statement *statement = query->statement;
    if (!statement)
        return query->status;
    sqlite3_reset(statement->handle);
    sqlite3_clear_bindings(statement->handle); // they point into memory of the caller
    statement->in_use = false;
    query->store->open_queries--;
    query->statement = NULL;
    query->done = true;
    return query->status;
}

enum status query_run(struct query *query, int64_t *changed) {
    while (query_row(query))
        continue;
    if (changed)
        *changed = query->status == STATUS_OK ? sqlite3_changes64(query->store->database) : 0;
    return query_end(query);
}
