// Taking out of the file what was overwritten: parts of old pages, free pages, the log of pages. SQLite leaves there whatever stood
// there before. The file is written anew and the log cut to nothing; what the disk itself keeps is for its encryption.
#include <fcntl.h>

#include "base/log.h"
#include "store/connection.h"

// Whether everything in the log of pages is in the file and the log is empty.
static bool log_is_empty(sqlite3 *database) {
    return connection_number(database, "PRAGMA wal_checkpoint(TRUNCATE)") == 0;
}

enum status store_scrub(struct store *store) {
    read_end(store);
    // A connection of its own: this one may do nothing but its listed statements.
    sqlite3 *database = connection_open(store->path, SQLITE_OPEN_READWRITE, transaction_wait, store);
    if (!database)
        return STATUS_UNAVAILABLE;
    queue_enter(store); // whoever wants to write comes behind us, in line
    const bool anew = sqlite3_exec(database, "PRAGMA temp_store = FILE; VACUUM", NULL, NULL, NULL) == SQLITE_OK;
    queue_leave(store);
    const bool done = anew && log_is_empty(database);
    if (!done)
        connection_log(database, "store.scrub", store->path);
    sqlite3_close(database);
    return done ? STATUS_OK : STATUS_UNAVAILABLE;
}

// Bytes of the file that writers stand in line by, between the places and the line: each kind of work has its own.
#define LEADS_FROM 1024
#define LEADS 3000

bool store_lead(struct store *store, const char *work) {
    unsigned hash = 5381;
    for (const char *c = work; *c != '\0'; c++)
        hash = hash * 33 + (unsigned char)*c;
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = LEADS_FROM + (off_t)(hash % LEADS), .l_len = 1};
    return store->queue >= 0 && fcntl(store->queue, F_OFD_SETLK, &lock) == 0;
}
