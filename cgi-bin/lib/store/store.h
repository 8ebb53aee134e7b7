// The database: connection, statements, transactions, migrations. SQLite, WAL, synchronous=FULL, foreign keys on.
// The only place (with its neighbours in this folder) that includes sqlite3.h.
// Not here: any rule of the product; SQL text belongs to the domain file that needs it.
//
// A statement is a `static const struct sql` at the top of its domain file. Every domain file names its statements in a
// NULL-ended list; a program opens the store with the lists of the domain modules it uses, and all are prepared then: a
// statement that does not prepare ends the program at its start.
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"

struct store;

struct sql {
    const char *name; // "customer.find": in logs and plans
    const char *text; // with named parameters only (:id)
};

// The number of the newest file in db/schema. A new migration raises it; tests/unit/migrate_test holds the two
// together.
#define STORE_VERSION 24
// The same for the custodian's files: db/schema/access and db/schema/index.
#define STORE_LOG_VERSION 5
#define STORE_INDEX_VERSION 3
// And for login's: db/schema/credential.
#define STORE_CREDENTIAL_VERSION 1

struct store_options {
    const char *path;                      // of the database file
    bool read_only;                        // the custodian's view
    bool examines;                         // what is opened may be forged: nothing is prepared yet, and any table may be read
    const struct sql *const *const *lists; // NULL-ended list of NULL-ended lists; a list named twice is taken once
    bool has_triggers;                     // of its own: its schema was compared, letter for letter, just before
    bool erases;                           // what it deletes or overwrites does not stay in free parts of the file
    int busy_timeout_ms;                   // 0 = 10,000
    int version;                           // of the schema; 0 = STORE_VERSION (a database of its own has its own count)
    int cache_kib;                         // of the page cache; 0 = 2,000. More only for tools that write much at once
};

// Opens and prepares; a database that is missing or of another schema version is STATUS_UNAVAILABLE and logged.
// Open it after forking: a connection must not cross a fork.
enum status store_open(struct store **store, const struct store_options *options) MUST_CHECK;
void store_close(struct store *store); // NULL is fine

// Applies every NNN_*.sql of `folder` not yet applied, each in a transaction, creating the file if need be.
// *applied is the number newly applied. STATUS_UNAVAILABLE and logged: the folder has a gap, the file is of a later
// version, a migration fails or breaks a foreign key; what was applied before stays.
enum status store_migrate(const char *path, const char *folder, unsigned *applied) MUST_CHECK;
// How many that would be.
enum status store_migrations_due(const char *path, const char *folder, unsigned *due) MUST_CHECK;

// Whether the store's tables, indexes, triggers and views are, letter for letter, what the migrations of `folder` make, as far as
// they were applied to it. Reads
// nothing but the list of them, so that it can be asked before anything in the store is trusted.
enum status store_schema_matches(struct store *store, const char *folder, bool *matches) MUST_CHECK;

// The version of a database, 0 for an empty one. STATUS_UNAVAILABLE and logged: it does not open.
enum status store_version(const char *path, int *version) MUST_CHECK;
// Whether every page and index is what it should be, by SQLite's own check, which reads all of it.
bool store_is_sound(struct store *store);

// A copy of a database as it is at one moment, made while others read and write it, of whatever schema version. `to` is an empty file;
// its name is taken away as soon as it is open, so the copy is in the hands of whoever has a descriptor of it, and of nobody else.
struct store_copying {
    const char *from, *to;
    const struct sql *count;                     // a number of that same moment …
    bool (*progress)(void *data, uint64_t done); // bytes; false: stop. May be NULL
    void *data;
    // results
    int64_t number; // … which goes here
    int error;      // errno; EINTR: stopped; EBADMSG: no database, or damaged
};
enum status store_copy(struct store_copying *copying) MUST_CHECK;

// Transactions. Writing ones start with BEGIN IMMEDIATE, so they queue (first come, first served) instead of failing
// half-way.
// STATUS_UNAVAILABLE when the queue took longer than the timeout. A write outside a transaction queues in the same way.
enum status store_begin(struct store *store) MUST_CHECK;
// Durable on STATUS_OK; after anything else nothing of the transaction is kept.
enum status store_commit(struct store *store) MUST_CHECK;
void store_rollback(struct store *store); // harmless when none is open
// One consistent view over several reads, which also costs less than each read on its own. Ended with store_rollback, and
// by the first write or store_begin: the store may have changed since, and a view can't be written on.
enum status store_begin_read(struct store *store) MUST_CHECK;

// Writes the file anew, so that nothing is left in it of what was deleted or overwritten; others can read meanwhile, but not write.
// STATUS_UNAVAILABLE: not done (now); harmless.
enum status store_scrub(struct store *store) MUST_CHECK;
// Whether this process is the one of all that have the store open which does that work in the background (a program's name: each program
// has work of its own). Once it is, it stays so as long as it lives.
bool store_lead(struct store *store, const char *work);

// Work that only so many processes may do at a time: takes one of `count` places, of all that have the store open. It goes with the
// process, however that ends. A process has one place at most, and so has the person it is for (rarely, one keeps another waiting, too).
enum store_place {
    PLACE_TAKEN,
    PLACE_NONE,   // none is free
    PLACE_OF_SAME // they have one already
};
enum store_place store_place_take(struct store *store, unsigned count, int64_t person_id) MUST_CHECK;
void store_place_leave(struct store *store);
#define STORE_PLACES_MAX 8

// How many statements have been started on this connection since it was opened (a page's cost is the difference).
// Begin, commit and rollback are not counted.
uint64_t store_statements(const struct store *store);
// Whether no query and no transaction is open: true between two requests, or somebody forgot a query_end.
bool store_is_idle(const struct store *store);

// What the listed statements, and with them this connection (and another, unless it is NULL), may touch, as JSON:
// [{"action":"read","table":"person","column":"name"}]; action is read, insert, update or delete, column "" where there is none.
void store_describe_rights(const struct store *store, const struct store *other, struct buffer *json);

// For checks of the plans: the statements prepared so far by number, false beyond the last.
bool store_prepared(const struct store *store, unsigned number, struct sql *sql);

// One execution of a statement. Errors stick: bind and read as if all went well, ask once at query_end.
//
//     struct query q = query_start(store, &FIND);
//     query_bind_int(&q, ":id", id);
//     if (query_row(&q)) { c->name = query_text(&q, 0, arena); }
//     TRY(query_end(&q));
//
// A statement can run once at a time: starting it again before its query_end is STATUS_FAULT and logged.
struct statement;
struct query {
    struct store *store;
    struct statement *statement; // NULL: could not be started
    enum status status;
    bool done; // the last row was read
    int bound; // the index of the parameter that was bound last
};

struct query query_start(struct store *store, const struct sql *sql);
// As query_start, for text assembled by store/where; prepared once per distinct text and kept. `name` is a literal.
// It may read what the listed statements read and write nothing: anything else is STATUS_FAULT and logged.
struct query query_start_text(struct store *store, const char *name, const char *text);
void query_bind_int(struct query *query, const char *name, int64_t value);
void query_bind_null(struct query *query, const char *name);
void query_bind_text(struct query *query, const char *name,
                     const char *value); // NULL binds NULL; must live until query_end
void query_bind_blob(struct query *query, const char *name, const void *bytes,
                     size_t length); // NULL binds NULL; as above
// Whether there is another row (false after an error, too).
bool query_row(struct query *query);
// Columns of the current row, from 0. Text and blobs are copied into the arena; SQL NULL gives NULL / 0.
int64_t query_int(const struct query *query, int column);
const char *query_text(const struct query *query, int column, struct arena *arena);
const void *query_blob(const struct query *query, int column, size_t *length, struct arena *arena);
bool query_is_null(const struct query *query, int column);
// Resets the statement. A violated UNIQUE or PRIMARY KEY is STATUS_CONFLICT; busy, full, read-only and I/O errors are
// logged and STATUS_UNAVAILABLE; anything else is logged and STATUS_FAULT.
enum status query_end(struct query *query) MUST_CHECK;
// For writes: steps once, ends, and gives the number of changed rows (`changed` may be NULL).
enum status query_run(struct query *query, int64_t *changed) MUST_CHECK;

#endif
