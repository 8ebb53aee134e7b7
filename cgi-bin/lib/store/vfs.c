// The file system as SQLite sees it: SQLite's own, but for rollback journals beside a database, which are never there.
//
// A store is in WAL mode from its first page on, so such a journal is not ours. SQLite would play it back, and delete the file that it
// names as its super-journal, with the rights of whoever opens the store: somebody who may only write in db/ could have the
// command, run by root, delete any file, the access log above all.
#include <string.h>

#include "store/connection.h"

#define JOURNAL "-journal"

static bool is_journal(const char *path) {
    const size_t length = strlen(path), suffix = sizeof JOURNAL - 1;
    return length >= suffix && strcmp(path + length - suffix, JOURNAL) == 0;
}

static int access_but_journals(sqlite3_vfs *vfs, const char *path, int flags, int *result) {
    *result = 0;
    return is_journal(path) ? SQLITE_OK : sqlite3_vfs_find(NULL)->xAccess(vfs, path, flags, result);
}

const char *connection_vfs(void) {
    static const char NAME[] = "kedang";
    if (sqlite3_vfs_find(NAME))
        return NAME;
    sqlite3_vfs *vfs = sqlite3_malloc(sizeof *vfs); // registered until the process ends
    if (!vfs)
        return NAME; // which opens nothing
    *vfs = *sqlite3_vfs_find(NULL);
    vfs->xAccess = access_but_journals;
    vfs->zName = NAME;
    (void)sqlite3_vfs_register(vfs, 0);
    return NAME;
}
