// Migrations: NNN_name.sql files of one folder, numbered 001, 002 … without gaps, each applied once in a transaction.
// PRAGMA user_version is the number of the newest one applied.
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "store/connection.h"

#define MIGRATION_SIZE_MAX (1 << 20)

static int is_migration(const struct dirent *entry) {
    const char *name = entry->d_name;
    size_t length = strlen(name);
    return strspn(name, "0123456789") == 3 && name[3] == '_' && length > 8 && strcmp(name + length - 4, ".sql") == 0;
}

static enum status refuse(const char *file, const char *reason) {
    LOG_EVENT(LOG_ERROR, "migrate", LOG_TEXT("file", file), LOG_TEXT("error", reason));
    return STATUS_UNAVAILABLE;
}

static enum status read_file(const char *path, struct arena *arena, const char **text) {
    FILE *file = fopen(path, "re");
    if (!file)
        return refuse(path, strerror(errno));
    struct buffer buffer = {.arena = arena};
    char bytes[4096];
    for (size_t length; (length = fread(bytes, 1, sizeof bytes, file)) > 0 && buffer.length < MIGRATION_SIZE_MAX;)
        buffer_add(&buffer, bytes, length);
    bool whole = feof(file) && !ferror(file);
    fclose(file);
    if (!whole || buffer.length == 0)
        return refuse(path, "not readable, empty or too large");
    *text = buffer.data;
    return STATUS_OK;
}

static bool run(sqlite3 *database, const char *text) {
    return sqlite3_exec(database, text, NULL, NULL, NULL) == SQLITE_OK;
}

// Foreign keys are off while a migration runs, so that it may rebuild a table, and checked before it is committed.
static enum status apply_in_transaction(sqlite3 *database, const char *path, const char *text, int number) {
    char version[64];
    snprintf(version, sizeof version, "PRAGMA user_version = %d", number);
    if (!run(database, text) || !run(database, version))
        return refuse(path, sqlite3_errmsg(database));
    if (connection_number(database, "SELECT count(*) FROM pragma_foreign_key_check") != 0)
        return refuse(path, "leaves a foreign key without its row");
    return run(database, "COMMIT") ? STATUS_OK : refuse(path, sqlite3_errmsg(database));
}

static enum status apply(sqlite3 *database, const char *path, int number, struct arena *arena, unsigned *applied) {
    const char *text = NULL;
    TRY(read_file(path, arena, &text));
    if (!run(database, "BEGIN IMMEDIATE"))
        return refuse(path, sqlite3_errmsg(database));
    // Another process may have applied it while we waited.
    if (connection_number(database, "PRAGMA user_version") >= number) {
        run(database, "ROLLBACK");
        return STATUS_OK;
    }
    enum status status = apply_in_transaction(database, path, text, number);
    if (status == STATUS_OK)
        (*applied)++;
    else if (!sqlite3_get_autocommit(database))
        run(database, "ROLLBACK");
    return status;
}

static enum status apply_all(sqlite3 *database, const char *folder, struct dirent **entries, int count, int64_t last,
                             struct arena *arena, unsigned *applied) {
    int64_t version = connection_number(database, "PRAGMA user_version");
    if (version < 0)
        return refuse(folder, sqlite3_errmsg(database));
    if (version > count)
        return refuse(folder, "the database is of a later version than these files");
    for (int i = 0; i < count; i++)
        if (strtol(entries[i]->d_name, NULL, 10) != i + 1)
            return refuse(entries[i]->d_name, "numbers must be 001, 002, … each once");
    for (int i = (int)version; i < count && (last == 0 || i < last); i++)
        TRY(apply(database, arena_format(arena, "%s/%s", folder, entries[i]->d_name), i + 1, arena, applied));
    return STATUS_OK;
}

static int wait_a_while(void *data, int tries) {
    (void)data;
    usleep(1000);
    return tries < 30000; // half a minute: another process may be migrating
}

static void free_entries(struct dirent **entries, int count) {
    for (int i = 0; i < count; i++)
        free(entries[i]);
    free(entries);
}

enum status migrate_connection(sqlite3 *database, const char *folder, int64_t last, unsigned *applied) {
    *applied = 0;
    struct dirent **entries = NULL;
    int count = scandir(folder, &entries, is_migration, alphasort);
    if (count <= 0)
        return refuse(folder, count < 0 ? strerror(errno) : "no migrations there");
    struct arena *arena = arena_new();
    enum status status = STATUS_UNAVAILABLE;
    if (run(database, "PRAGMA foreign_keys = OFF"))
        status = apply_all(database, folder, entries, count, last, arena, applied);
    arena_free(arena);
    free_entries(entries, count);
    return status;
}

enum status store_migrate(const char *path, const char *folder, unsigned *applied) {
    *applied = 0;
    sqlite3 *database = connection_open(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, wait_a_while, NULL);
    const enum status status = database ? migrate_connection(database, folder, 0, applied) : STATUS_UNAVAILABLE;
    sqlite3_close(database);
    return status;
}

enum status store_migrations_due(const char *path, const char *folder, unsigned *due) {
    struct dirent **entries = NULL;
    int version;
    *due = 0;
    TRY(store_version(path, &version));
    const int count = scandir(folder, &entries, is_migration, alphasort);
    if (count <= 0)
        return refuse(folder, count < 0 ? strerror(errno) : "no migrations there");
    free_entries(entries, count);
    *due = count > version ? (unsigned)(count - version) : 0;
    return STATUS_OK;
}
