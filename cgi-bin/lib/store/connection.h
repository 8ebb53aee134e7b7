// What a connection consists of: shared by the files of lib/store and by nobody else.
// Not here: anything a domain file needs (store.h).
#ifndef STORE_CONNECTION_H
#define STORE_CONNECTION_H

#include <sqlite3.h>

#include "store/store.h"

// One prepared statement. Listed ones live as long as the store, assembled ones until their place is needed.
struct statement {
    const char *name;
    const struct sql *sql; // key of a listed statement; NULL: assembled
    sqlite3_stmt *handle;  // NULL: an empty place
    uint64_t hash;         // of an assembled statement's text
    uint64_t used_at;      // value of store->started when last used
    bool writes;
    bool in_use;
    const char *const *parameters; // of a listed statement: the names, in the order of their indexes from 1; NULL: not known
    int parameter_count;
};

// One thing SQLite asked leave for: reading a column, writing a table …
struct access_right {
    int action;                 // SQLITE_READ, SQLITE_INSERT …
    const char *table, *column; // NULL where the action has none
};
struct access_rights {
    struct access_right *rows;
    size_t count, room;
};
enum authority {
    AUTHORITY_LEARNING,  // the listed statements are being prepared: what they need is what is granted
    AUTHORITY_HELD,      // nothing beyond that
    AUTHORITY_ASSEMBLED, // a text put together at run time is being prepared: of that, reading only
    AUTHORITY_STORE      // lib/store itself looks at the schema
};

// Distinct texts that are kept; more only cost a new prepare each.
#define ASSEMBLED_MAX 64

struct store {
    struct arena *arena; // of the connection's lifetime
    sqlite3 *database;
    const char *path;
    struct statement *listed; // open addressing by the address of the struct sql
    size_t places;            // of `listed`: a power of two
    struct statement assembled[ASSEMBLED_MAX];
    sqlite3_stmt *begin, *begin_read, *commit, *rollback;
    int queue;            // descriptor of the file that writers queue on; -1 for a read-only connection
    unsigned place;       // of store_place_take, from 1; 0: none
    int64_t person_at;    // byte of whom the place is for
    int64_t came_at;      // its byte in the line of writers; 0: it stands in none
    int64_t timeout;      // ms
    int64_t give_up_at;   // monotonic ms; 0 outside the queue
    int64_t wait_started; // monotonic ms, of the busy handler's first call
    uint64_t started;
    unsigned open_queries;
    struct access_rights rights;
    enum authority authority;
    bool has_triggers; // that are ours
    bool reading;      // a transaction of store_begin_read is open
};

// store.c: an open handle with every setting this product relies on. NULL: logged. `busy` may be NULL.
sqlite3 *connection_open(const char *path, int flags, int (*busy)(void *, int), void *data);
// vfs.c: the name of the file system that every connection is to be opened with.
const char *connection_vfs(void);
// The one number that `sql` gives, or -1.
int64_t connection_number(sqlite3 *database, const char *sql);
// Logs what SQLite says about `database`; for text that holds no user's value.
void connection_log(sqlite3 *database, const char *event, const char *name);

// statement.c
void statement_prepare_lists(struct store *store, const struct sql *const *const *lists); // or ends the process
// NULL: see sqlite3_errmsg.
sqlite3_stmt *statement_prepare(sqlite3 *database, const char *text);
// NULL: in no list.
struct statement *statement_listed(struct store *store, const struct sql *sql);
// NULL: logged.
struct statement *statement_assembled(struct store *store, const char *name, const char *text);
void statement_finalize_all(struct store *store);

// authorize.c: from now on everything that is prepared is noted as granted; until store->authority says otherwise.
enum status authorize_start(struct store *store) MUST_CHECK;

// transaction.c
int transaction_wait(void *data, int tries); // the busy handler
enum status queue_open(struct store *store) MUST_CHECK;
void queue_enter(struct store *store);
void queue_leave(struct store *store);
void read_end(struct store *store); // ends a transaction of store_begin_read, if one is open

// migrate.c: what store_migrate does, on an open handle, up to version `last` (0: all).
enum status migrate_connection(sqlite3 *database, const char *folder, int64_t last, unsigned *applied) MUST_CHECK;

// query.c: what an SQLite result code means; logs all but a conflict.
enum status query_status(struct store *store, const char *name, int code);

#endif
