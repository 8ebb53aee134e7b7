// What is kept of an import in the browser (ARC-13): whose it is, how far it got, what the columns of the file were taken for and what
// the dry run said. Of the file's values only samples of fields that are open to everybody, and until it is over: then the counts are all
// that stays (CONF-8).
// Not here: checking and writing (import.h), the process that has the file (cgi-bin/import/job.c).
#ifndef DOMAIN_IMPORT_BATCH_H
#define DOMAIN_IMPORT_BATCH_H

#include "domain/import.h"

extern const struct sql *const IMPORT_BATCH_STATEMENTS[];

#define BATCH_FAULTS_KEPT 200 // the first so many are kept; all are counted
#define BATCH_HINTS_KEPT 50   // likewise of what is worth a look and no fault
#define BATCH_LIST_MAX 50

enum batch_state {
    BATCH_READING,
    BATCH_COLUMNS, // waits for its person to say what the columns are
    BATCH_CHECKING,
    BATCH_CHECKED, // the dry run is over
    BATCH_WRITING,
    BATCH_DONE,
    BATCH_REFUSED, // the file could not be read
    BATCH_STOPPED  // by its person
};
// Whether nothing will happen to it any more.
bool batch_is_over(enum batch_state state);

struct import_batch {
    int64_t id;
    const char *file_name;
    int64_t file_size, created_at;
    enum batch_state state;
    const char *sheet; // "" none
    unsigned heading;  // number of the row
    const char *owner; // "" every row must name one
    bool skip_existing;
    struct import_result result;
    struct text message;
    int64_t done_at;    // when its customers were there for everybody; 0: not yet
    int64_t history_id; // the last row of the history then (import_undo.h)
    int64_t undone_at;  // 0: it stands
    int64_t removed, removed_contacts, stayed;
    const char *undone_by; // name
};

struct batch_sheet {
    const char *name;
    bool hidden;
};
struct batch_column {
    unsigned number; // from 1
    const char *heading, *sample;
    const char *field; // "customer.name", "contact.mobile", "" left out
};
struct batch_fault {
    unsigned line, place;
    const char *heading;
    struct text message;
    bool hint; // no fault
};

// All of these see and change the actor's own batches only; STATUS_NOT_FOUND for anybody else's, and for a change of state of one that
// is over.
enum status batch_create(struct ctx *ctx, const char *file_name, int64_t size, int64_t *id) MUST_CHECK;
enum status batch_find(struct ctx *ctx, int64_t id, struct import_batch *batch) MUST_CHECK;
// The newest BATCH_LIST_MAX, or those older than the batch `before`; *more: there are older ones still.
enum status batch_list(struct ctx *ctx, int64_t before, struct import_batch **batches, unsigned *count, bool *more) MUST_CHECK;
enum status batch_enter(struct ctx *ctx, int64_t id, enum batch_state state) MUST_CHECK;
enum status batch_refuse(struct ctx *ctx, int64_t id, struct text message) MUST_CHECK;
// Those of all people that are under way and were so before a time, whoever acts; room for BATCH_OPEN_MAX.
struct open_batch {
    int64_t id, person_id;
};
#define BATCH_OPEN_MAX 50
enum status batch_open_ones(struct ctx *ctx, int64_t before, struct open_batch *batches, unsigned *count) MUST_CHECK;
// How it came out: state and counts. Within a transaction of the caller or without.
enum status batch_conclude(struct ctx *ctx, int64_t id, enum batch_state state, const struct import_result *result) MUST_CHECK;
// Options of the dry run.
enum status batch_choose(struct ctx *ctx, int64_t id, const char *owner, bool skip_existing) MUST_CHECK;
enum status batch_set_place(struct ctx *ctx, int64_t id, const char *sheet, unsigned heading) MUST_CHECK;
// Nothing could be made of the sheet, and the message says why: its person chooses another.
enum status batch_unread(struct ctx *ctx, int64_t id, const char *sheet, struct text message) MUST_CHECK;

enum status batch_sheets_set(struct ctx *ctx, int64_t id, const struct batch_sheet *sheets, unsigned count) MUST_CHECK;
enum status batch_sheets(struct ctx *ctx, int64_t id, struct batch_sheet **sheets, unsigned *count) MUST_CHECK;
enum status batch_columns_set(struct ctx *ctx, int64_t id, const struct batch_column *columns, unsigned count) MUST_CHECK;
enum status batch_columns(struct ctx *ctx, int64_t id, struct batch_column **columns, unsigned *count) MUST_CHECK;
// Also remembers it for the person's next file with such a heading.
enum status batch_column_take(struct ctx *ctx, int64_t id, const struct batch_column *column) MUST_CHECK;
// What the person took the heading for the last time; NULL: it is new.
enum status batch_habit(struct ctx *ctx, const char *heading, const char **field) MUST_CHECK;
// What is told of a fault or hint, as it is kept: without what looks confidential (import_quote.h).
struct batch_fault batch_fault_of(const struct import_fault *told, bool hint, struct arena *arena);
enum status batch_faults_set(struct ctx *ctx, int64_t id, const struct batch_fault *faults, unsigned count) MUST_CHECK;
// Faults and hints as they were set.
enum status batch_faults(struct ctx *ctx, int64_t id, struct batch_fault **faults, unsigned *count) MUST_CHECK;

#endif
