// Copying a database while others write it.
//
// SQLite's backup interface starts again whenever somebody else writes between two steps; on a connection that holds a view
// (a read transaction) it does not, and the copy is what that view shows. In WAL mode this keeps nobody from writing.
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "store/connection.h"

#define STEP_PAGES 512 // 2 MB between two looks at progress

// The copy is of use only when it is whole, so nothing needs to be undone or durable in it.
static const char COPY_SETTINGS[] = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE";

static int wait_a_while(void *data, int tries) {
    (void)data;
    usleep(1000);
    return tries < 10000;
}

// What the system's refusal behind an SQLite result was.
static int error_of(sqlite3 *database, int code) {
    const int system = database ? sqlite3_system_errno(database) : 0;
    switch (code & 0xff) {
    case SQLITE_FULL: return ENOSPC;
    case SQLITE_READONLY: return EROFS;
    case SQLITE_NOMEM: return ENOMEM;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN: return system ? system : EIO;
    case SQLITE_BUSY: return EBUSY;
    default: return EBADMSG; // damaged, or no database
    }
}

static sqlite3 *open_copy(const char *path, int *error) {
    sqlite3 *database = NULL;
    int code = sqlite3_open_v2(path, &database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
                               connection_vfs());
    if (code == SQLITE_OK)
        code = sqlite3_exec(database, COPY_SETTINGS, NULL, NULL, NULL);
    if (code == SQLITE_OK)
        return database;
    *error = error_of(database, code);
    sqlite3_close(database);
    return NULL;
}

static int copy_pages(sqlite3 *from, sqlite3 *to, struct store_copying *copying) {
    sqlite3_backup *backup = sqlite3_backup_init(to, "main", from, "main");
    if (!backup)
        return error_of(to, sqlite3_extended_errcode(to));
    const int64_t page = connection_number(from, "PRAGMA page_size");
    int code = SQLITE_OK, error = 0;
    while (code == SQLITE_OK && error == 0) {
        code = sqlite3_backup_step(backup, STEP_PAGES);
        const int64_t total = sqlite3_backup_pagecount(backup), left = sqlite3_backup_remaining(backup);
        if (copying->progress && !copying->progress(copying->data, (uint64_t)((total - left) * page)))
            error = EINTR;
    }
    if (error == 0 && code != SQLITE_DONE)
        error = error_of(to, code);
    sqlite3_backup_finish(backup);
    return error;
}

static int copy_view(sqlite3 *from, struct store_copying *copying) {
    int error = 0;
    if (sqlite3_exec(from, "BEGIN", NULL, NULL, NULL) != SQLITE_OK)
        return error_of(from, sqlite3_extended_errcode(from));
    // The first read opens the view.
    copying->number = connection_number(from, copying->count->text);
    if (copying->number < 0)
        return error_of(from, sqlite3_extended_errcode(from));
    sqlite3 *to = open_copy(copying->to, &error);
    (void)unlink(copying->to); // also when this process is killed, no copy stays behind
    if (to) {
        error = copy_pages(from, to, copying);
        if (sqlite3_close(to) != SQLITE_OK && error == 0)
            error = EIO;
    }
    return error;
}

enum status store_copy(struct store_copying *copying) {
    sqlite3 *from = connection_open(copying->from, SQLITE_OPEN_READONLY, wait_a_while, NULL);
    copying->error = from ? copy_view(from, copying) : EBADMSG;
    sqlite3_close(from);
    if (copying->error != 0)
        (void)unlink(copying->to); // it may not have come to be opened
    return copying->error == 0 ? STATUS_OK : STATUS_UNAVAILABLE;
}
