// Opening a connection: the settings that durability and safety rest on, the schema version, the statements.
#include "store/store.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "store/connection.h"
#include "store/functions.h"
#include "store/tokenizer.h"

// Reads go through a small cache of each process and the kernel's page cache, not through mmap: mapped pages would
// count as this product's memory until they are the whole database, and a file cut short would end the process with
// SIGBUS.
// The temporary store stays in memory: no sorted copy of data lands in a file elsewhere.
static const char SETTINGS[] = "PRAGMA foreign_keys = ON;"
                               "PRAGMA synchronous = FULL;"
                               "PRAGMA cache_size = -2000;"
                               "PRAGMA mmap_size = 0;"
                               "PRAGMA temp_store = MEMORY;"
                               "PRAGMA journal_size_limit = 33554432;";

void connection_log(sqlite3 *database, const char *event, const char *name) {
    LOG_EVENT(LOG_ERROR, event, LOG_TEXT("name", name), LOG_TEXT("error", sqlite3_errmsg(database)),
              LOG_NUMBER("code", sqlite3_extended_errcode(database)));
}

int64_t connection_number(sqlite3 *database, const char *sql) {
    sqlite3_stmt *handle = statement_prepare(database, sql);
    int64_t number = sqlite3_step(handle) == SQLITE_ROW ? sqlite3_column_int64(handle, 0) : -1;
    sqlite3_finalize(handle);
    return number;
}

// Nothing in the database file may make us run what we did not write: no functions in its schema, no writable schema,
// no extensions, and a misspelt column in double quotes is an error, not a string.
static int harden(sqlite3 *database) {
    static const struct {
        int option, on;
    } OPTIONS[] = {
        {SQLITE_DBCONFIG_DEFENSIVE, 1},
        {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
        {SQLITE_DBCONFIG_DQS_DML, 0},
        {SQLITE_DBCONFIG_DQS_DDL, 0},
        {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
    };
    for (size_t i = 0; i < sizeof OPTIONS / sizeof *OPTIONS; i++) {
        int code = sqlite3_db_config(database, OPTIONS[i].option, OPTIONS[i].on, (int *)NULL);
        if (code != SQLITE_OK)
            return code;
    }
    return SQLITE_OK;
}

sqlite3 *connection_open(const char *path, int flags, int (*busy)(void *, int), void *data) {
    sqlite3 *database = NULL;
    // Nobody asks how much memory SQLite uses, and counting it takes a lock each time. Too late (and harmless) but for the first.
    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    int code = sqlite3_open_v2(path, &database, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, connection_vfs());
    if (code == SQLITE_OK && busy)
        code = sqlite3_busy_handler(database, busy, data);
    if (code == SQLITE_OK)
        code = harden(database);
    if (code == SQLITE_OK)
        code = tokenizer_register(database);
    if (code == SQLITE_OK)
        code = functions_register(database);
    if (code == SQLITE_OK)
        code = sqlite3_exec(database, SETTINGS, NULL, NULL, NULL);
    if (code == SQLITE_OK && !(flags & SQLITE_OPEN_READONLY))
        code = sqlite3_exec(database, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
    if (code == SQLITE_OK)
        return database;
    connection_log(database, "store.open", path);
    sqlite3_close(database);
    return NULL;
}

// Beyond what SETTINGS gives: writing a hundred thousand rows in one transaction touches every page of every index many
// times.
static enum status set_cache(struct store *store, int kib) {
    char pragma[64];
    if (kib <= 0)
        return STATUS_OK;
    snprintf(pragma, sizeof pragma, "PRAGMA cache_size = -%d", kib);
    return sqlite3_exec(store->database, pragma, NULL, NULL, NULL) == SQLITE_OK ? STATUS_OK : STATUS_UNAVAILABLE;
}

// Zeroes what is deleted and overwritten. (What it was stays in the log of pages until that is written over.)
static enum status set_erasing(struct store *store, bool erases) {
    if (!erases)
        return STATUS_OK;
    return sqlite3_exec(store->database, "PRAGMA secure_delete = ON", NULL, NULL, NULL) == SQLITE_OK ? STATUS_OK : STATUS_UNAVAILABLE;
}

static enum status check_version(struct store *store, int expected) {
    int64_t found = connection_number(store->database, "PRAGMA user_version");
    if (found == expected)
        return STATUS_OK;
    if (found < 0)
        connection_log(store->database, "store.open", store->path);
    else
        LOG_EVENT(LOG_ERROR, "store.version", LOG_TEXT("path", store->path), LOG_NUMBER("found", found),
                  LOG_NUMBER("expected", expected),
                  LOG_TEXT("advice", found < expected ? "apply the migrations first (kedang migrate)"
                                                      : "this program is older than its database"));
    return STATUS_UNAVAILABLE;
}

static enum status open_into(struct store *store, const struct store_options *options) {
    int flags = options->read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    store->database = connection_open(store->path, flags, transaction_wait, store);
    if (!store->database)
        return STATUS_UNAVAILABLE;
    TRY(check_version(store, options->version ? options->version : STORE_VERSION));
    TRY(set_cache(store, options->cache_kib));
    TRY(set_erasing(store, options->erases));
    if (!options->read_only)
        TRY(queue_open(store));
    if (!options->examines)
        TRY(authorize_start(store));
    statement_prepare_lists(store, options->lists);
    store->authority = AUTHORITY_HELD;
    return STATUS_OK;
}

enum status store_open(struct store **store, const struct store_options *options) {
    struct arena *arena = arena_new();
    struct store *opened = ARENA_NEW(arena, struct store);
    opened->arena = arena;
    opened->path = arena_string(arena, options->path);
    opened->timeout = options->busy_timeout_ms ? options->busy_timeout_ms : 10000;
    opened->queue = -1;
    opened->has_triggers = options->has_triggers;
    enum status status = open_into(opened, options);
    if (status == STATUS_OK)
        *store = opened;
    else
        store_close(opened);
    return status;
}

void store_close(struct store *store) {
    if (!store)
        return;
    statement_finalize_all(store);
    if (sqlite3_close(store->database) != SQLITE_OK)
        connection_log(store->database, "store.close", store->path);
    if (store->queue >= 0)
        close(store->queue);
    arena_free(store->arena);
}

uint64_t store_statements(const struct store *store) {
    return store->started;
}

bool store_is_idle(const struct store *store) {
    return store->open_queries == 0 && sqlite3_get_autocommit(store->database);
}
