#include "domain/import_batch.h"

#include <string.h>

#include "base/utf8.h"
#include "domain/change.h"
#include "domain/import_quote.h"

#define OWN "(SELECT 1 FROM import_batch b WHERE b.id = :id AND b.person_id = :person)"
// What is over stays what it is, whoever comes late: customers that are there are never said not to be, nor the reverse.
#define UNDER_WAY "state NOT IN ('done', 'refused', 'stopped')"
#define COLUMNS                                                                                                                   \
    "id, file_name, file_size, created_at, state, sheet, heading, owner, skip_existing, row_count, created, contacts, existing, " \
    "faults, faulty_rows, message_zh, message_en, done_at, history_id, undone_at, removed, removed_contacts, stayed, "            \
    "coalesce((SELECT p.name FROM person p WHERE p.id = undone_by), ''), hints"

static const struct sql CREATE = {
    "batch.create",
    "INSERT INTO import_batch (id, person_id, file_name, file_size, state, created_at, changed_at) "
    "VALUES (:id, :person, :name, :size, 'reading', :now, :now)"};
static const struct sql FIND = {"batch.find",
                                "SELECT " COLUMNS " FROM import_batch WHERE id = :id AND person_id = :person"};
static const struct sql LIST = {
    "batch.list", "SELECT " COLUMNS " FROM import_batch WHERE person_id = :person AND id < :before ORDER BY id DESC LIMIT :limit"};
static const struct sql ENTER = {
    "batch.enter", "UPDATE import_batch SET state = :state, changed_at = :now WHERE id = :id AND person_id = :person AND " UNDER_WAY};
static const struct sql REFUSE = {
    "batch.refuse",
    "UPDATE import_batch SET state = 'refused', message_zh = :zh, message_en = :en, changed_at = :now "
    "WHERE id = :id AND person_id = :person AND " UNDER_WAY};
static const struct sql CONCLUDE = {
    "batch.conclude",
    "UPDATE import_batch SET state = :state, changed_at = :now, "
    "done_at = CASE WHEN :state = 'done' THEN :now ELSE 0 END, "
    "history_id = CASE WHEN :state = 'done' THEN (SELECT coalesce(max(id), 0) FROM history) ELSE 0 END, row_count = :rows, created = :created, contacts = :contacts, "
    "existing = :existing, faults = :faults, faulty_rows = :faulty, hints = :hints WHERE id = :id AND person_id = :person AND " UNDER_WAY};
static const struct sql CHOOSE = {
    "batch.choose", "UPDATE import_batch SET owner = :owner, skip_existing = :skip WHERE id = :id AND person_id = :person"};
static const struct sql SET_PLACE = {
    "batch.set_place",
    "UPDATE import_batch SET sheet = :sheet, heading = :heading, message_zh = '', message_en = '' WHERE id = :id AND person_id = :person"};
static const struct sql UNREAD = {
    "batch.unread",
    "UPDATE import_batch SET state = 'columns', sheet = :sheet, heading = 0, message_zh = :zh, message_en = :en, changed_at = :now "
    "WHERE id = :id AND person_id = :person AND " UNDER_WAY};
static const struct sql OPEN = {
    "batch.open",
    "SELECT id, person_id FROM import_batch WHERE " UNDER_WAY " AND changed_at < :before "
    "ORDER BY changed_at LIMIT :most"};
static const struct sql SHEETS_CLEAR = {"batch.sheets_clear", "DELETE FROM import_sheet WHERE batch_id = :id AND EXISTS " OWN};
static const struct sql SHEET_ADD = {
    "batch.sheet_add",
    "INSERT INTO import_sheet (batch_id, number, name, hidden) SELECT :id, :number, :name, :hidden WHERE EXISTS " OWN};
static const struct sql SHEETS = {
    "batch.sheets", "SELECT name, hidden FROM import_sheet WHERE batch_id = :id AND EXISTS " OWN " ORDER BY number"};
static const struct sql COLUMNS_CLEAR = {"batch.columns_clear", "DELETE FROM import_column WHERE batch_id = :id AND EXISTS " OWN};
static const struct sql COLUMN_ADD = {
    "batch.column_add",
    "INSERT INTO import_column (batch_id, number, heading, sample, field) "
    "SELECT :id, :number, :heading, :sample, :field WHERE EXISTS " OWN};
static const struct sql COLUMN_LIST = {
    "batch.columns", "SELECT number, heading, sample, field FROM import_column WHERE batch_id = :id AND EXISTS " OWN " ORDER BY number"};
static const struct sql COLUMN_TAKE = {
    "batch.column_take", "UPDATE import_column SET field = :field WHERE batch_id = :id AND number = :number AND EXISTS " OWN};
static const struct sql HABIT = {"batch.habit", "SELECT field FROM import_habit WHERE person_id = :person AND heading = :heading"};
static const struct sql HABIT_SET = {
    "batch.habit_set",
    "INSERT INTO import_habit (person_id, heading, field) VALUES (:person, :heading, :field) "
    "ON CONFLICT (person_id, heading) DO UPDATE SET field = excluded.field"};
static const struct sql FAULTS_CLEAR = {"batch.faults_clear", "DELETE FROM import_fault WHERE batch_id = :id AND EXISTS " OWN};
static const struct sql FAULT_ADD = {
    "batch.fault_add",
    "INSERT INTO import_fault (batch_id, number, line, place, heading, message_zh, message_en, hint) "
    "SELECT :id, :number, :line, :place, :heading, :zh, :en, :hint WHERE EXISTS " OWN};
static const struct sql FAULTS = {
    "batch.faults",
    "SELECT line, place, heading, message_zh, message_en, hint FROM import_fault WHERE batch_id = :id AND EXISTS " OWN " ORDER BY number"};
const struct sql *const IMPORT_BATCH_STATEMENTS[] = {
    &CREATE, &FIND, &LIST, &UNREAD, &OPEN, &ENTER, &REFUSE, &CONCLUDE, &CHOOSE, &SET_PLACE, &SHEETS_CLEAR, &SHEET_ADD,
    &SHEETS, &COLUMNS_CLEAR, &COLUMN_ADD, &COLUMN_LIST, &COLUMN_TAKE, &HABIT, &HABIT_SET, &FAULTS_CLEAR, &FAULT_ADD, &FAULTS, NULL};

static const char *const STATES[] = {"reading", "columns", "checking", "checked", "writing", "done", "refused", "stopped"};
#define STATE_COUNT (sizeof STATES / sizeof STATES[0])

bool batch_is_over(enum batch_state state) {
    return state >= BATCH_DONE;
}

static enum batch_state state_of(const char *name) {
    for (size_t i = 0; i < STATE_COUNT; i++)
        if (strcmp(STATES[i], name) == 0)
            return (enum batch_state)i;
    return BATCH_STOPPED;
}

static struct query start(struct ctx *ctx, const struct sql *sql, int64_t id) {
    struct query query = query_start(ctx->store, sql);
    query_bind_int(&query, ":person", ctx->actor->person_id);
    query_bind_int(&query, ":id", id);
    return query;
}

// A change of one batch that must be there.
static enum status change(struct query *query) {
    int64_t changed = 0;
    TRY(query_run(query, &changed));
    return changed == 1 ? STATUS_OK : STATUS_NOT_FOUND;
}

enum status batch_create(struct ctx *ctx, const char *file_name, int64_t size, int64_t *id) {
    *id = id_new(ctx->ids);
    struct query query = start(ctx, &CREATE, *id);
    query_bind_text(&query, ":name", file_name);
    query_bind_int(&query, ":size", size);
    query_bind_int(&query, ":now", clock_now(ctx->clock));
    return query_run(&query, NULL);
}

static struct import_batch read_batch(const struct query *query, struct arena *arena) {
    return (struct import_batch){
        .id = query_int(query, 0),
        .file_name = query_text(query, 1, arena),
        .file_size = query_int(query, 2),
        .created_at = query_int(query, 3),
        .state = state_of(query_text(query, 4, arena)),
        .sheet = query_text(query, 5, arena),
        .heading = (unsigned)query_int(query, 6),
        .owner = query_text(query, 7, arena),
        .skip_existing = query_int(query, 8) != 0,
        .result = {.rows = (unsigned)query_int(query, 9),
                   .created = (unsigned)query_int(query, 10),
                   .contacts = (unsigned)query_int(query, 11),
                   .existing = (unsigned)query_int(query, 12),
                   .faults = (unsigned)query_int(query, 13),
                   .faulty_rows = (unsigned)query_int(query, 14),
                   .hints = (unsigned)query_int(query, 24)},
        .message = {query_text(query, 15, arena), query_text(query, 16, arena)},
        .done_at = query_int(query, 17),
        .history_id = query_int(query, 18),
        .undone_at = query_int(query, 19),
        .removed = query_int(query, 20),
        .removed_contacts = query_int(query, 21),
        .stayed = query_int(query, 22),
        .undone_by = query_text(query, 23, arena),
    };
}

enum status batch_find(struct ctx *ctx, int64_t id, struct import_batch *batch) {
    struct query query = start(ctx, &FIND, id);
    bool found = query_row(&query);
    if (found)
        *batch = read_batch(&query, ctx->arena);
    TRY(query_end(&query));
    return found ? STATUS_OK : STATUS_NOT_FOUND;
}

enum status batch_list(struct ctx *ctx, int64_t before, struct import_batch **batches, unsigned *count, bool *more) {
    *batches = ARENA_ARRAY(ctx->arena, struct import_batch, BATCH_LIST_MAX + 1);
    *count = 0;
    struct query query = query_start(ctx->store, &LIST);
    query_bind_int(&query, ":person", ctx->actor->person_id);
    query_bind_int(&query, ":before", before > 0 ? before : INT64_MAX);
    query_bind_int(&query, ":limit", BATCH_LIST_MAX + 1);
    while (query_row(&query) && *count <= BATCH_LIST_MAX)
        (*batches)[(*count)++] = read_batch(&query, ctx->arena);
    *more = *count > BATCH_LIST_MAX;
    *count -= *more;
    return query_end(&query);
}

// --- Its end. Nothing that the file said outlives it but the counts (CONF-8).

static enum status clear(struct ctx *ctx, const struct sql *sql, int64_t id) {
    struct query query = start(ctx, sql, id);
    return query_run(&query, NULL);
}

static enum status forget(struct ctx *ctx, int64_t id) {
    TRY(clear(ctx, &FAULTS_CLEAR, id));
    TRY(clear(ctx, &COLUMNS_CLEAR, id));
    return clear(ctx, &SHEETS_CLEAR, id);
}

// A transaction of the caller's, or else one of our own.
static enum status begin(struct ctx *ctx, bool *own) {
    *own = store_is_idle(ctx->store);
    return *own ? store_begin(ctx->store) : STATUS_OK;
}

// Ends what `begin` began, with what came of the change to `state`.
static enum status end(struct ctx *ctx, bool own, enum status status, int64_t id, enum batch_state state) {
    if (status == STATUS_OK && batch_is_over(state))
        status = forget(ctx, id);
    return own ? change_end(ctx, status) : status;
}

static enum status enter(struct ctx *ctx, int64_t id, enum batch_state state) {
    struct query query = start(ctx, &ENTER, id);
    query_bind_text(&query, ":state", STATES[state]);
    query_bind_int(&query, ":now", clock_now(ctx->clock));
    return change(&query);
}

enum status batch_enter(struct ctx *ctx, int64_t id, enum batch_state state) {
    bool own;
    TRY(begin(ctx, &own));
    return end(ctx, own, enter(ctx, id, state), id, state);
}

static enum status refuse(struct ctx *ctx, int64_t id, struct text message) {
    struct query query = start(ctx, &REFUSE, id);
    query_bind_text(&query, ":zh", message.zh);
    query_bind_text(&query, ":en", message.en);
    query_bind_int(&query, ":now", clock_now(ctx->clock));
    return change(&query);
}

enum status batch_refuse(struct ctx *ctx, int64_t id, struct text message) {
    bool own;
    TRY(begin(ctx, &own));
    return end(ctx, own, refuse(ctx, id, message), id, BATCH_REFUSED);
}

enum status batch_open_ones(struct ctx *ctx, int64_t before, struct open_batch *batches, unsigned *count) {
    *count = 0;
    struct query query = query_start(ctx->store, &OPEN);
    query_bind_int(&query, ":before", before);
    query_bind_int(&query, ":most", BATCH_OPEN_MAX);
    while (query_row(&query) && *count < BATCH_OPEN_MAX)
        batches[(*count)++] = (struct open_batch){.id = query_int(&query, 0), .person_id = query_int(&query, 1)};
    return query_end(&query);
}

static enum status conclude(struct ctx *ctx, int64_t id, enum batch_state state, const struct import_result *result) {
    struct query query = start(ctx, &CONCLUDE, id);
    query_bind_text(&query, ":state", STATES[state]);
    query_bind_int(&query, ":now", clock_now(ctx->clock));
    query_bind_int(&query, ":rows", result->rows);
    query_bind_int(&query, ":created", result->created);
    query_bind_int(&query, ":contacts", result->contacts);
    query_bind_int(&query, ":existing", result->existing);
    query_bind_int(&query, ":faults", result->faults);
    query_bind_int(&query, ":faulty", result->faulty_rows);
    query_bind_int(&query, ":hints", result->hints);
    return change(&query);
}

enum status batch_conclude(struct ctx *ctx, int64_t id, enum batch_state state, const struct import_result *result) {
    bool own;
    TRY(begin(ctx, &own));
    return end(ctx, own, conclude(ctx, id, state, result), id, state);
}

enum status batch_choose(struct ctx *ctx, int64_t id, const char *owner, bool skip_existing) {
    struct query query = start(ctx, &CHOOSE, id);
    query_bind_text(&query, ":owner", owner);
    query_bind_int(&query, ":skip", skip_existing);
    return change(&query);
}

enum status batch_set_place(struct ctx *ctx, int64_t id, const char *sheet, unsigned heading) {
    struct query query = start(ctx, &SET_PLACE, id);
    query_bind_text(&query, ":sheet", sheet);
    query_bind_int(&query, ":heading", heading);
    return change(&query);
}

enum status batch_unread(struct ctx *ctx, int64_t id, const char *sheet, struct text message) {
    struct query query = start(ctx, &UNREAD, id);
    query_bind_text(&query, ":sheet", sheet);
    query_bind_text(&query, ":zh", message.zh);
    query_bind_text(&query, ":en", message.en);
    query_bind_int(&query, ":now", clock_now(ctx->clock));
    return change(&query);
}

// --- Sheets

enum status batch_sheets_set(struct ctx *ctx, int64_t id, const struct batch_sheet *sheets, unsigned count) {
    TRY(clear(ctx, &SHEETS_CLEAR, id));
    for (unsigned i = 0; i < count; i++) {
        struct query query = start(ctx, &SHEET_ADD, id);
        query_bind_int(&query, ":number", i);
        query_bind_text(&query, ":name", sheets[i].name);
        query_bind_int(&query, ":hidden", sheets[i].hidden);
        TRY(query_run(&query, NULL));
    }
    return STATUS_OK;
}

enum status batch_sheets(struct ctx *ctx, int64_t id, struct batch_sheet **sheets, unsigned *count) {
    *sheets = ARENA_ARRAY(ctx->arena, struct batch_sheet, SHEET_SHEETS_MAX);
    *count = 0;
    struct query query = start(ctx, &SHEETS, id);
    while (query_row(&query) && *count < SHEET_SHEETS_MAX)
        (*sheets)[(*count)++] =
            (struct batch_sheet){.name = query_text(&query, 0, ctx->arena), .hidden = query_int(&query, 1) != 0};
    return query_end(&query);
}

// --- Columns

enum status batch_columns_set(struct ctx *ctx, int64_t id, const struct batch_column *columns, unsigned count) {
    TRY(clear(ctx, &COLUMNS_CLEAR, id));
    for (unsigned i = 0; i < count; i++) {
        struct query query = start(ctx, &COLUMN_ADD, id);
        query_bind_int(&query, ":number", columns[i].number);
        query_bind_text(&query, ":heading", columns[i].heading);
        query_bind_text(&query, ":sample", columns[i].sample);
        query_bind_text(&query, ":field", columns[i].field);
        TRY(query_run(&query, NULL));
    }
    return STATUS_OK;
}

enum status batch_columns(struct ctx *ctx, int64_t id, struct batch_column **columns, unsigned *count) {
    *columns = ARENA_ARRAY(ctx->arena, struct batch_column, SHEET_COLUMNS_MAX);
    *count = 0;
    struct query query = start(ctx, &COLUMN_LIST, id);
    while (query_row(&query) && *count < SHEET_COLUMNS_MAX)
        (*columns)[(*count)++] = (struct batch_column){.number = (unsigned)query_int(&query, 0),
                                                       .heading = query_text(&query, 1, ctx->arena),
                                                       .sample = query_text(&query, 2, ctx->arena),
                                                       .field = query_text(&query, 3, ctx->arena)};
    return query_end(&query);
}

enum status batch_column_take(struct ctx *ctx, int64_t id, const struct batch_column *column) {
    struct query query = start(ctx, &COLUMN_TAKE, id);
    query_bind_int(&query, ":number", column->number);
    query_bind_text(&query, ":field", column->field);
    TRY(change(&query));
    const char *heading = utf8_fold(ctx->arena, column->heading);
    if (*heading == '\0' || strcmp(column->heading, IMPORT_HIDDEN) == 0)
        return STATUS_OK; // what is no name of a column is not kept
    query = query_start(ctx->store, &HABIT_SET);
    query_bind_int(&query, ":person", ctx->actor->person_id);
    query_bind_text(&query, ":heading", heading);
    query_bind_text(&query, ":field", column->field);
    return query_run(&query, NULL);
}

enum status batch_habit(struct ctx *ctx, const char *heading, const char **field) {
    *field = NULL;
    struct query query = query_start(ctx->store, &HABIT);
    query_bind_int(&query, ":person", ctx->actor->person_id);
    query_bind_text(&query, ":heading", utf8_fold(ctx->arena, heading));
    if (query_row(&query))
        *field = query_text(&query, 0, ctx->arena);
    return query_end(&query);
}

// --- Faults

struct batch_fault batch_fault_of(const struct import_fault *told, bool hint, struct arena *arena) {
    return (struct batch_fault){
        .line = told->line,
        .place = told->place,
        .heading = arena_string(arena, import_quote(told->column, arena)),
        .message = import_quote_message(told->message, arena),
        .hint = hint,
    };
}

enum status batch_faults_set(struct ctx *ctx, int64_t id, const struct batch_fault *faults, unsigned count) {
    TRY(clear(ctx, &FAULTS_CLEAR, id));
    for (unsigned i = 0; i < count; i++) {
        struct query query = start(ctx, &FAULT_ADD, id);
        query_bind_int(&query, ":number", i);
        query_bind_int(&query, ":line", faults[i].line);
        query_bind_int(&query, ":place", faults[i].place);
        query_bind_text(&query, ":heading", faults[i].heading);
        query_bind_text(&query, ":zh", faults[i].message.zh);
        query_bind_text(&query, ":en", faults[i].message.en);
        query_bind_int(&query, ":hint", faults[i].hint);
        TRY(query_run(&query, NULL));
    }
    return STATUS_OK;
}

enum status batch_faults(struct ctx *ctx, int64_t id, struct batch_fault **faults, unsigned *count) {
    *faults = ARENA_ARRAY(ctx->arena, struct batch_fault, BATCH_FAULTS_KEPT + BATCH_HINTS_KEPT);
    *count = 0;
    struct query query = start(ctx, &FAULTS, id);
    while (query_row(&query) && *count < BATCH_FAULTS_KEPT + BATCH_HINTS_KEPT)
        (*faults)[(*count)++] =
            (struct batch_fault){.line = (unsigned)query_int(&query, 0),
                                 .place = (unsigned)query_int(&query, 1),
                                 .heading = query_text(&query, 2, ctx->arena),
                                 .message = {query_text(&query, 3, ctx->arena), query_text(&query, 4, ctx->arena)},
                                 .hint = query_int(&query, 5) != 0};
    return query_end(&query);
}
