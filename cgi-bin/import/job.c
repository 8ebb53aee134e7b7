#include "import/job.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

#include "base/harden.h"
#include "base/log.h"
#include "domain/change.h"
#include "domain/field_catalogue.h"
#include "domain/import_batch.h"
#include "domain/import_columns.h"
#include "domain/import_quote.h"
#include "domain/session.h"
#include "import/rejects.h"
#include "sheet/open.h"
#include "vault/password.h"

#define DATABASE "db/kedang.db"
#define CUSTODIAN_SOCKET "run/custodian.sock"
#define CUSTODIAN_TIMEOUT_MS 10000
#define HELPERS 4
#define PAUSE_NS 100000000
#define ALIVE_MS 60000   // between two signs of life while it waits; else it is killed (clerk.c)
#define SILENT_MS 300000 // while it does one long step

struct job {
    struct ctx ctx;
    struct catalogue_keeper fields;
    struct board_place *place;
    struct clock steady;
    int64_t batch;
    const void *file;
    size_t length;
    const char *sheet; // wanted; "" any
    bool has_sheets;   // to choose from
    unsigned heading;  // wanted; 0 any
    struct sheet_table *table;
    struct custody *helpers[HELPERS];
    struct batch_fault *faults, *hints; // `faults` has room for the hints behind them
    unsigned fault_count, hint_count;
    struct arena *words; // of both
    struct rejects *rejects;
};

static void live(struct job *job, int64_t ms) {
    atomic_store(&job->place->until, clock_now(&job->steady) + ms);
}

static void count(struct job *job, size_t done, size_t total) {
    atomic_store(&job->place->done, done);
    atomic_store(&job->place->total, total);
}

// --- Reading

static enum status guess(struct job *job, const char *heading, struct import_column *column) {
    const char *habit;
    *column = (struct import_column){.heading = heading, .use = COLUMN_IGNORED};
    TRY(batch_habit(&job->ctx, heading, &habit));
    const bool known = habit != NULL && import_column_of(job->ctx.fields, habit, column);
    if (!known && (*heading == '\0' || !import_column_find(job->ctx.fields, heading, job->ctx.arena, column)))
        column->use = COLUMN_IGNORED;
    return STATUS_OK;
}

static void read_first(struct job *job, const struct import_heading *heading, struct sheet_row *row) {
    sheet_table_rewind(job->table);
    while (sheet_table_next(job->table, row) == STATUS_OK)
        if (row->line > heading->line)
            return;
    *row = (struct sheet_row){0};
}

// Two columns can't be the same field: the first one has it.
static bool is_taken(const struct batch_column *columns, unsigned count, const char *field) {
    for (unsigned i = 0; i < count; i++)
        if (*field != '\0' && strcmp(columns[i].field, field) == 0)
            return true;
    return false;
}

static enum status propose_columns(struct job *job, const struct import_heading *heading) {
    struct arena *arena = job->ctx.arena;
    struct batch_column *columns = ARENA_ARRAY(arena, struct batch_column, SHEET_COLUMNS_MAX);
    struct sheet_row first;
    read_first(job, heading, &first);
    for (unsigned i = 0; i < heading->count; i++) {
        struct import_column column;
        TRY(guess(job, heading->texts[i], &column));
        const char *field = import_column_key(job->ctx.fields, &column, arena);
        if (is_taken(columns, i, field)) {
            field = "";
            column.use = COLUMN_IGNORED;
        }
        columns[i] = (struct batch_column){.number = i + 1,
                                           .heading = import_quote(heading->texts[i], arena),
                                           .sample = import_sample(job->ctx.fields, &column, i < first.count ? first.cells[i] : "", arena),
                                           .field = field};
    }
    return batch_columns_set(&job->ctx, job->batch, columns, heading->count);
}

static enum status note_sheets(struct job *job) {
    unsigned sheets = sheet_table_sheets(job->table);
    job->has_sheets = sheets > 1;
    struct batch_sheet *names = ARENA_ARRAY(job->ctx.arena, struct batch_sheet, SHEET_SHEETS_MAX);
    for (unsigned i = 0; i < sheets; i++)
        names[i].name = sheet_table_sheet(job->table, i, &names[i].hidden);
    return batch_sheets_set(&job->ctx, job->batch, names, sheets);
}

static enum status write_survey(struct job *job, const struct import_heading *heading) {
    bool hidden;
    const char *sheet = sheet_table_sheets(job->table) > 0
                            ? sheet_table_sheet(job->table, sheet_table_chosen(job->table), &hidden)
                            : "";
    TRY(note_sheets(job));
    TRY(propose_columns(job, heading));
    TRY(batch_set_place(&job->ctx, job->batch, sheet, heading->line));
    return batch_enter(&job->ctx, job->batch, BATCH_COLUMNS);
}

static enum status write_unread(struct job *job, struct text message) {
    bool hidden;
    const char *sheet = job->table != NULL ? sheet_table_sheet(job->table, sheet_table_chosen(job->table), &hidden) : job->sheet;
    if (job->table != NULL)
        TRY(note_sheets(job));
    TRY(batch_columns_set(&job->ctx, job->batch, NULL, 0));
    return batch_unread(&job->ctx, job->batch, sheet, message);
}

// Nothing can be made of this sheet or this row: its person chooses another, if there is one. STATUS_INVALID: it is over.
static enum status ask_for_another(struct job *job, struct text message) {
    const bool others = job->has_sheets || (job->table != NULL && sheet_table_sheets(job->table) > 1);
    if (!others) {
        TRY(batch_refuse(&job->ctx, job->batch, message));
        return STATUS_INVALID;
    }
    TRY(store_begin(job->ctx.store));
    const enum status status = change_end(&job->ctx, write_unread(job, message));
    sheet_table_free(job->table);
    job->table = NULL;
    return status;
}

// Reads the file and says what its columns seem to be.
static enum status survey(struct job *job) {
    rejects_clear(job->rejects); // of another sheet
    static const struct text EMPTY = {"没有找到写列名的行：文件或工作表是空的", "no row names the columns: the file or the sheet is empty"};
    static const struct text NO_ROW = {"这一行是空的，没有列名：请另选一行或另一个工作表",
                                       "this row is empty and names no columns: choose another row or another sheet"};
    const struct sheet_wish wish = {.sheet = job->sheet, .rows_most = SHEET_ROWS_UPLOADED};
    struct sheet_error error;
    struct import_heading *heading = ARENA_NEW(job->ctx.arena, struct import_heading);
    live(job, SILENT_MS);
    sheet_table_free(job->table);
    job->table = NULL;
    enum status status = sheet_open(&job->table, job->file, job->length, &wish, job->ctx.arena, &error);
    live(job, ALIVE_MS);
    if (status == STATUS_OK && import_heading_find(job->ctx.fields, job->table, job->heading, job->ctx.arena, heading) != STATUS_OK) {
        status = STATUS_INVALID;
        error = (struct sheet_error){.message = job->heading > 0 ? NO_ROW : EMPTY};
    }
    if (status == STATUS_INVALID)
        return ask_for_another(job, import_place_message(job->ctx.arena, error.line, error.column, error.message));
    TRY(status);
    TRY(store_begin(job->ctx.store));
    return change_end(&job->ctx, write_survey(job, heading));
}

// --- Checking and writing

static void on_fault(void *data, const struct import_fault *fault) {
    struct job *job = data;
    rejects_note(job->rejects, fault, job->ctx.lang);
    if (job->fault_count < BATCH_FAULTS_KEPT)
        job->faults[job->fault_count++] = batch_fault_of(fault, false, job->words);
}

static void on_hint(void *data, const struct import_fault *hint) {
    struct job *job = data;
    if (job->hint_count < BATCH_HINTS_KEPT)
        job->hints[job->hint_count++] = batch_fault_of(hint, true, job->words);
}

static void on_progress(void *data, enum import_phase phase, size_t done, size_t total) {
    (void)phase;
    count(data, done, total);
    live(data, SILENT_MS); // the store and the custodian may keep us waiting
}

// The last step of the transaction that publishes the customers: they are there, and the import is said to be done, or neither.
static enum status on_written(void *data, const struct import_result *result) {
    struct job *job = data;
    live(job, SILENT_MS);
    return batch_conclude(&job->ctx, job->batch, BATCH_DONE, result);
}

static const struct text RETIRED = {"这一列对应的字段已被停用，没有导入任何内容：请重新选择这一列作为什么，再检查",
                                    "the field of this column has been retired; nothing was imported: choose again what the column is, and check"};
static const struct text CHANGED = {"字段设置刚刚被管理员修改，没有导入任何内容：请重新检查",
                                    "an administrator has just changed the fields; nothing was imported: check again"};

static void note_fault(struct job *job, struct batch_fault fault, struct import_result *result) {
    job->faults[job->fault_count++] = fault;
    result->faults = job->fault_count;
}

// What each column was taken for. A field that is no more is a fault, never a column that is left out without a word.
static enum status read_columns(struct job *job, struct import_columns *columns, unsigned heading, struct import_result *result) {
    struct batch_column *chosen;
    unsigned chosen_count;
    TRY(batch_columns(&job->ctx, job->batch, &chosen, &chosen_count));
    columns->count = chosen_count;
    for (unsigned i = 0; i < chosen_count; i++) {
        columns->rows[i] = (struct import_column){.use = COLUMN_IGNORED};
        if (*chosen[i].field != '\0' && !import_column_of(job->ctx.fields, chosen[i].field, &columns->rows[i]) &&
            job->fault_count < BATCH_FAULTS_KEPT)
            note_fault(job, (struct batch_fault){heading, chosen[i].number, chosen[i].heading, RETIRED, false}, result);
        columns->rows[i].heading = chosen[i].heading;
    }
    return result->faults > 0 ? STATUS_INVALID : STATUS_OK;
}

static enum status may_import(struct job *job, struct arena *arena, struct actor *actor) {
    TRY(session_find(job->ctx.store, job->ctx.clock, job->ctx.asker.session, arena, actor));
    explicit_bzero((void *)(uintptr_t)actor->session, TOKEN_SIZE); // in memory that readers of files inherit
    actor->session = job->ctx.asker.session;
    const bool may = !actor_is_held(actor) && actor_may(actor, PERM_CUSTOMER_IMPORT) && actor_may(actor, PERM_CUSTOMER_CREATE);
    return may ? STATUS_OK : STATUS_FORBIDDEN;
}

// Again and again while it is written: who may no longer import, or whose session has ended, imports nothing more.
static enum status on_renew(void *data) {
    struct job *job = data;
    struct actor actor;
    struct arena *arena = arena_new();
    const enum status status = may_import(job, arena, &actor);
    arena_free(arena);
    return status;
}

// Who acts is looked up anew: roles and sessions may have ended since, fields may have changed.
static enum status act(struct job *job, struct actor *actor) {
    TRY(may_import(job, job->ctx.arena, actor));
    job->ctx.actor = actor;
    const enum status status = catalogue_refresh(&job->fields, job->ctx.store, actor->fields_version);
    job->ctx.fields = job->fields.now;
    return status;
}

static enum status keep_result(struct job *job, enum batch_state state, const struct import_result *result) {
    TRY(store_begin(job->ctx.store));
    enum status status = batch_conclude(&job->ctx, job->batch, state, result);
    memcpy(job->faults + job->fault_count, job->hints, job->hint_count * sizeof *job->hints);
    if (status == STATUS_OK)
        status = batch_faults_set(&job->ctx, job->batch, job->faults, job->fault_count + job->hint_count);
    if (status == STATUS_OK)
        status = store_commit(job->ctx.store);
    store_rollback(job->ctx.store);
    return status;
}

static enum status run(struct job *job, bool write) {
    struct import_batch batch;
    struct import_columns *columns = ARENA_NEW(job->ctx.arena, struct import_columns);
    struct actor *actor = ARENA_NEW(job->ctx.arena, struct actor);
    struct import_result result = {0};
    job->fault_count = job->hint_count = 0;
    arena_wipe(job->words);
    rejects_clear(job->rejects);
    TRY(act(job, actor));
    TRY(batch_find(&job->ctx, job->batch, &batch));
    enum status status = read_columns(job, columns, batch.heading, &result);
    if (status == STATUS_INVALID)
        return keep_result(job, BATCH_CHECKED, &result);
    TRY(status);
    const struct import_plan plan = {.file = job->table,
                                     .owner = *batch.owner != '\0' ? batch.owner : NULL,
                                     .columns = columns,
                                     .heading = batch.heading,
                                     .author = actor,
                                     .skip_existing = batch.skip_existing,
                                     .dry_run = !write,
                                     .batch_id = job->batch,
                                     .helpers = job->helpers,
                                     .helper_count = HELPERS};
    const struct import_listener listener = {
        .fault = on_fault, .hint = on_hint, .progress = on_progress, .renew = on_renew, .written = on_written, .data = job};
    TRY(batch_enter(&job->ctx, job->batch, write ? BATCH_WRITING : BATCH_CHECKING));
    count(job, 0, 0);
    live(job, SILENT_MS);
    status = import_run(&job->ctx, &plan, &listener, &result);
    live(job, SILENT_MS);
    if (write && status == STATUS_OK && result.created > 0)
        return STATUS_OK; // on_written has said so
    if (status == STATUS_STALE) {
        job->fault_count = 0;
        note_fault(job, (struct batch_fault){.heading = "", .message = CHANGED}, &result);
        status = STATUS_INVALID;
    }
    if (status != STATUS_OK && status != STATUS_INVALID)
        return status;
    return keep_result(job, write && status == STATUS_OK ? BATCH_DONE : BATCH_CHECKED, &result);
}

// --- Giving faulty rows back

// For the worker that waits for them.
static enum status give_back(struct job *job) {
    const struct rejects_source source = {.file = job->file, .length = job->length, .table = job->table, .lang = job->ctx.lang};
    struct import_batch batch;
    TRY(act(job, ARENA_NEW(job->ctx.arena, struct actor)));
    TRY(batch_find(&job->ctx, job->batch, &batch));
    live(job, SILENT_MS);
    rejects_give_back(job->rejects, &source, batch.heading, job->place);
    live(job, ALIVE_MS);
    return STATUS_OK;
}

// --- The process

static enum wish wait_for_wish(struct job *job) {
    const struct timespec pause = {.tv_nsec = PAUSE_NS};
    const int64_t patience = clock_now(&job->steady) + JOB_IDLE_MS;
    atomic_store(&job->place->forgets_at, clock_now(job->ctx.clock) + JOB_IDLE_MS);
    while (clock_now(&job->steady) < patience) {
        const enum wish wish = board_heed(job->place, job->batch);
        if (wish != WISH_NOTHING)
            return wish;
        board_room_tidy(job->place, clock_now(&job->steady));
        live(job, ALIVE_MS);
        nanosleep(&pause, NULL);
    }
    return WISH_STOP;
}

static enum status look_again(struct job *job) {
    struct import_batch batch;
    TRY(act(job, ARENA_NEW(job->ctx.arena, struct actor)));
    TRY(batch_find(&job->ctx, job->batch, &batch));
    job->sheet = batch.sheet;
    job->heading = batch.heading;
    return survey(job);
}

static bool is_over(struct job *job) {
    struct import_batch batch;
    return batch_find(&job->ctx, job->batch, &batch) != STATUS_OK || batch_is_over(batch.state);
}

static enum status grant_wishes(struct job *job) {
    enum status status = survey(job);
    while (status == STATUS_OK && !is_over(job)) {
        switch (wait_for_wish(job)) {
        case WISH_LOOK_AGAIN:
            status = look_again(job);
            break;
        case WISH_CHECK:
            status = job->table != NULL ? run(job, false) : STATUS_INVALID;
            break;
        case WISH_WRITE:
            status = job->table != NULL ? run(job, true) : STATUS_INVALID;
            break;
        case WISH_RETURN:
            status = job->table != NULL ? give_back(job) : STATUS_INVALID;
            break;
        default:
            status = batch_enter(&job->ctx, job->batch, BATCH_STOPPED);
            return status == STATUS_NOT_FOUND ? STATUS_OK : status; // who wished so said it already
        }
    }
    return status;
}

static struct text reason(enum status status) {
    if (status == STATUS_UNAVAILABLE)
        return (struct text){"系统暂时不可用，没有导入任何内容，请稍后重新上传", "the system is unavailable for the moment; nothing was imported: upload the file again later"};
    if (status == STATUS_UNAUTHENTICATED || status == STATUS_FORBIDDEN)
        return (struct text){"您已退出登录或不再有导入的权限，没有导入任何内容", "you have signed out or may not import any more; nothing was imported"};
    return (struct text){"导入中断，没有导入任何内容，请重新上传", "the import broke off; nothing was imported: upload the file again"};
}

static struct job job_new(const struct job_task *task, struct clock *clock, struct random *random, struct id_source *ids) {
    *clock = clock_system();
    *random = random_system();
    *ids = (struct id_source){.clock = clock, .random = random};
    return (struct job){.ctx = {.arena = arena_new(),
                                .fields = &BUILT_IN_CATALOGUE,
                                .custody = custody_new(CUSTODIAN_SOCKET, CUSTODIAN_TIMEOUT_MS),
                                .clock = clock,
                                .random = random,
                                .ids = ids,
                                .lang = task->lang,
                                .asker = {.session = harden_take(task->session, TOKEN_SIZE),
                                          .address = task->address,
                                          .request = task->request,
                                          .channel = CHANNEL_PAGE,
                                          .purpose = "",
                                          .purpose_text = ""}},
                        .fields = {.now = &BUILT_IN_CATALOGUE},
                        .place = task->place,
                        .steady = clock_monotonic(),
                        .batch = task->batch,
                        .file = task->file,
                        .length = task->length,
                        .sheet = "",
                        .words = arena_new(),
                        .rejects = rejects_new()};
}

static void work(struct job *job, bool readable) {
    struct actor *actor = ARENA_NEW(job->ctx.arena, struct actor);
    enum status status = act(job, actor);
    if (status == STATUS_OK)
        status = readable ? grant_wishes(job) : STATUS_UNAVAILABLE;
    if (status == STATUS_OK || status == STATUS_INVALID)
        return;
    LOG_EVENT(LOG_ERROR, "import.failed", LOG_NUMBER("batch", job->batch), LOG_TEXT("status", status_name(status)));
    if (job->ctx.actor != NULL)
        (void)!batch_refuse(&job->ctx, job->batch, reason(status));
}

_Noreturn void job_become(const struct job_task *task, bool readable, pid_t parent) {
    struct clock clock;
    struct random random;
    struct id_source ids;
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    (void)close_range(3, ~0U, 0);
    const struct clock steady = clock_monotonic();
    if (getppid() != parent || !board_begin(task->place, task->batch, clock_now(&steady) + SILENT_MS))
        _exit(EXIT_SUCCESS);
    board_keep_to(task->place);
    struct job job = job_new(task, &clock, &random, &ids);
    const struct store_options options = {.path = DATABASE, .lists = task->program->statements};
    job.faults = ARENA_ARRAY(job.ctx.arena, struct batch_fault, BATCH_FAULTS_KEPT + BATCH_HINTS_KEPT);
    job.hints = ARENA_ARRAY(job.ctx.arena, struct batch_fault, BATCH_HINTS_KEPT);
    for (unsigned i = 0; i < HELPERS; i++)
        job.helpers[i] = custody_new(CUSTODIAN_SOCKET, CUSTODIAN_TIMEOUT_MS);
    if (store_open(&job.ctx.store, &options) == STATUS_OK) {
        work(&job, readable);
        store_close(job.ctx.store);
    }
    board_leave(task->place, task->batch);
    _exit(EXIT_SUCCESS);
}
