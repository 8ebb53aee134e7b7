#include "domain/import.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "domain/customer_owner.h"
#include "domain/import_check.h"
#include "domain/withheld.h"

#define COLUMN_FAULTS_MAX SHEET_COLUMNS_MAX
#define PROGRESS_ROWS 64 // how often progress is told

const struct sql *const IMPORT_STATEMENTS[] = {&IMPORT_EVERY_NAME, &IMPORT_WITH_CREDIT_CODE, &IMPORT_WITH_ARCHIVE_NO,
                                               &IMPORT_WITH_CODE, &IMPORT_OWNER_UNIT, NULL};

static const struct text NO_OWNER = {
    "没有“目前跟进销售员”列：用 --owner 指定客户归谁",
    "there is no column “Account manager”: say with --owner whose customers they are to be"};

static const struct text NOBODY_NAMED = {"没有“目前跟进销售员”列：请填写由谁跟进",
                                         "there is no column “Account manager”: say who is to be it"};

// Which rows are to be written, by their number: a bit each.
struct row_set {
    unsigned char *bits;
    size_t room; // in bytes
};

static void row_set_add(struct row_set *set, unsigned row) {
    if (row / 8 >= set->room) {
        size_t room = set->room == 0 ? 4096 : set->room * 2;
        unsigned char *bits = realloc(set->bits, room);
        if (bits == NULL)
            log_die("memory.out", "import rows");
        memset(bits + set->room, 0, room - set->room);
        set->bits = bits;
        set->room = room;
    }
    set->bits[row / 8] = (unsigned char)(set->bits[row / 8] | 1u << row % 8);
}

static bool row_set_has(const struct row_set *set, unsigned row) {
    return row / 8 < set->room && (set->bits[row / 8] >> row % 8 & 1) != 0;
}

static void tell(struct importer *importer, const struct import_fault *fault) {
    importer->result->faults++;
    if (importer->listener->fault != NULL)
        importer->listener->fault(importer->listener->data, fault);
}

// The number of the column of that heading; 0: the file has none.
static unsigned place_of(const struct importer *importer, const char *heading) {
    for (unsigned i = 0; i < importer->columns.count; i++)
        if (*heading != '\0' && strcmp(importer->columns.rows[i].heading, heading) == 0)
            return i + 1;
    return 0;
}

void import_tell(struct importer *importer, unsigned line, const char *column, struct text message) {
    const struct import_fault fault = {
        .line = line, .place = place_of(importer, column), .column = column, .message = message};
    tell(importer, &fault);
}

static void count_faulty(struct importer *importer, struct candidate *candidate) {
    importer->result->faulty_rows += !candidate->faulty;
    candidate->faulty = true;
}

void import_refuse(struct importer *importer, struct candidate *candidate, const char *column, struct text message) {
    import_tell(importer, candidate->row->line, column, message);
    count_faulty(importer, candidate);
}

void import_refuse_cell(struct importer *importer, struct candidate *candidate, unsigned column, struct text message) {
    const bool named = column < importer->columns.count && *importer->columns.rows[column].heading != '\0';
    const struct import_fault fault = {
        .line = candidate->row->line,
        .place = column + 1,
        .column = named ? importer->columns.rows[column].heading : arena_format(importer->ctx.arena, "#%u", column + 1),
        .message = message};
    tell(importer, &fault);
    count_faulty(importer, candidate);
}

void import_hint(struct importer *importer, const struct candidate *candidate, const char *column, struct text message) {
    const struct import_fault hint = {
        .line = candidate->row->line, .place = place_of(importer, column), .column = column, .message = message};
    importer->result->hints++;
    if (importer->listener->hint != NULL)
        importer->listener->hint(importer->listener->data, &hint);
}

static void tell_progress(const struct importer *importer, enum import_phase phase, size_t done, size_t total) {
    if (importer->listener->progress != NULL)
        importer->listener->progress(importer->listener->data, phase, done, total);
}

// --- Checking

static bool has_owner_column(const struct importer *importer) {
    for (unsigned i = 0; i < importer->columns.count; i++)
        if (importer->columns.rows[i].use == COLUMN_OWNER)
            return true;
    return false;
}

static enum status check_owner_column(struct importer *importer) {
    if (importer->owner == NULL && !has_owner_column(importer))
        import_tell(importer, importer->heading.line, "", importer->plan->author != NULL ? NOBODY_NAMED : NO_OWNER);
    return importer->result->faults == 0 ? STATUS_OK : STATUS_INVALID;
}

static enum status read_heading(struct importer *importer) {
    struct import_heading *heading = &importer->heading;
    if (import_heading_find(importer->ctx.fields, importer->plan->file, importer->plan->heading, importer->arena, heading) != STATUS_OK) {
        import_tell(importer, 1, "", (struct text){"文件是空的", "the file is empty"});
        return STATUS_INVALID;
    }
    if (importer->plan->columns != NULL) {
        importer->columns = *importer->plan->columns;
        for (unsigned i = 0; i < importer->columns.count && i < heading->count; i++)
            importer->columns.rows[i].heading = heading->texts[i]; // of which nobody else knows more than may be kept
        return check_owner_column(importer);
    }
    struct column_fault *faults = ARENA_ARRAY(importer->arena, struct column_fault, COLUMN_FAULTS_MAX);
    unsigned count = import_columns_map(importer->ctx.fields, heading, importer->plan->ignored, importer->arena, &importer->columns, faults,
                                        COLUMN_FAULTS_MAX);
    for (unsigned i = 0; i < count && i < COLUMN_FAULTS_MAX; i++)
        import_tell(importer, heading->line, importer->columns.rows[faults[i].column].heading, faults[i].message);
    return check_owner_column(importer);
}

static enum status find_owner(struct importer *importer) {
    struct text message;
    if (importer->plan->owner == NULL && importer->plan->author != NULL && !owner_may_be_named(importer->plan->author, true)) {
        importer->owner = importer->plan->author; // who has none but their own customers
        return STATUS_OK;
    }
    if (importer->plan->owner == NULL)
        return STATUS_OK;
    TRY(import_owner_find(&importer->ctx, &importer->owners, importer->plan->owner, &importer->owner, &message));
    if (importer->owner != NULL)
        return STATUS_OK;
    import_tell(importer, 0, importer->plan->author != NULL ? "" : "--owner", message);
    return STATUS_INVALID;
}

static enum status check_row(struct importer *importer, const struct sheet_row *row, struct row_set *fresh) {
    struct candidate candidate;
    enum row_verdict verdict;
    TRY(candidate_check(importer, row, &candidate, &verdict));
    if (verdict == ROW_NEW) {
        row_set_add(fresh, importer->result->rows);
        importer->result->created++;
        importer->result->contacts += candidate.typed.contact_count;
    }
    importer->result->existing += verdict == ROW_EXISTING;
    importer->result->rows++;
    return STATUS_OK;
}

static enum status check_rows(struct importer *importer, struct row_set *fresh) {
    struct sheet_row row;
    size_t done, total;
    while (sheet_table_next(importer->plan->file, &row) == STATUS_OK) {
        if (row.line <= importer->heading.line)
            continue;
        TRY(check_row(importer, &row, fresh));
        arena_wipe(importer->ctx.arena);
        if (importer->result->rows % PROGRESS_ROWS == 0) {
            sheet_table_progress(importer->plan->file, &done, &total);
            tell_progress(importer, IMPORT_CHECKING, done, total);
        }
    }
    sheet_table_progress(importer->plan->file, &done, &total);
    tell_progress(importer, IMPORT_CHECKING, total, total);
    return STATUS_OK;
}

// --- Writing

static enum status write_row(struct importer *importer, struct import_writer *writer, const struct sheet_row *row) {
    struct candidate candidate;
    struct text message;
    candidate_read(importer, row, &candidate);
    TRY(candidate_owner(importer, &candidate, &message));
    if (candidate.owner == NULL)
        return STATUS_FAULT; // it was found a moment ago
    candidate.typed.owner = candidate.owner;
    candidate.typed.author = importer->plan->author;
    return import_writer_add(writer, &candidate.typed);
}

static enum status write_rows(struct importer *importer, struct import_writer *writer, const struct row_set *fresh) {
    struct sheet_row row;
    unsigned written = 0, number = 0;
    while (sheet_table_next(importer->plan->file, &row) == STATUS_OK) {
        if (row.line <= importer->heading.line || !row_set_has(fresh, number++))
            continue;
        TRY(write_row(importer, writer, &row));
        arena_wipe(importer->ctx.arena);
        if (++written % PROGRESS_ROWS == 0)
            tell_progress(importer, IMPORT_WRITING, written, importer->result->created);
    }
    TRY(import_writer_flush(writer));
    tell_progress(importer, IMPORT_WRITING, written, importer->result->created);
    return STATUS_OK;
}

// Somebody may have taken a code since it was checked.
static void tell_writer_fault(struct importer *importer, const struct import_writer *writer) {
    unsigned line;
    const struct field *field;
    struct text message = import_writer_fault(writer, &line, &field);
    import_tell(importer, line, field != NULL ? text_in(importer->ctx.lang, field->label) : "", message);
}

static enum status refuse_owner(struct importer *importer, const char *who) {
    struct arena *arena = importer->arena;
    const struct text message = {
        arena_format(arena, "“%s”在导入期间离职、调动或不再跟进客户，没有导入任何内容；请核对后重新检查", who),
        arena_format(arena, "“%s” left, moved or has no customers any more since this was checked; nothing was imported: check again", who)};
    import_tell(importer, 0, "", message);
    return STATUS_INVALID;
}

// What may have changed since the rows were checked, asked within the transaction that rests on it: whether the author may still import,
// whether each account manager still is one, in that unit (ORG-5).
static enum status begun(void *data) {
    struct importer *importer = data;
    const struct actor *author = importer->plan->author;
    const char *who;
    bool stays = true;
    const enum status alive = withheld_renew(&importer->ctx, importer->plan->batch_id);
    if (alive != STATUS_OK)
        return alive == STATUS_CONFLICT ? STATUS_UNAVAILABLE : alive; // we were thought to be dead
    if (importer->listener->renew != NULL)
        TRY(importer->listener->renew(importer->listener->data));
    if (author != NULL && !owner_may_be_named(author, true))
        TRY(import_owner_stays(&importer->ctx, &importer->self, &stays));
    if (!stays)
        return refuse_owner(importer, author->name);
    TRY(import_owners_stay(&importer->ctx, &importer->owners, &who));
    return who != NULL ? refuse_owner(importer, who) : STATUS_OK;
}

static enum status publish(struct importer *importer) {
    TRY(store_begin(importer->ctx.store));
    enum status status = begun(importer);
    if (status == STATUS_OK && importer->listener->written != NULL)
        status = importer->listener->written(importer->listener->data, importer->result);
    if (status == STATUS_OK)
        status = withheld_publish(&importer->ctx, importer->plan->batch_id);
    if (status == STATUS_OK)
        status = store_commit(importer->ctx.store);
    store_rollback(importer->ctx.store);
    return status;
}

static enum status write_withheld(struct importer *importer, const struct row_set *fresh) {
    const struct import_chunks chunks = {.batch_id = importer->plan->batch_id, .begun = begun, .data = importer};
    struct import_writer *writer =
        import_writer_new(&importer->ctx, importer->plan->helpers, importer->plan->helper_count, &chunks);
    sheet_table_rewind(importer->plan->file);
    enum status status = write_rows(importer, writer, fresh);
    if (status == STATUS_INVALID || status == STATUS_CONFLICT) {
        if (importer->result->faults == 0)
            tell_writer_fault(importer, writer);
        status = STATUS_INVALID;
    }
    import_writer_free(writer);
    return status;
}

static enum status write_all(struct importer *importer, const struct row_set *fresh) {
    TRY(withheld_sweep(&importer->ctx)); // of an import of the same file that was undone, say: codes are free again
    const enum status started = withheld_start(&importer->ctx, importer->plan->batch_id);
    if (started != STATUS_OK)
        return started == STATUS_CONFLICT ? STATUS_UNAVAILABLE : started;
    enum status status = write_withheld(importer, fresh);
    if (status == STATUS_OK)
        status = publish(importer);
    if (status != STATUS_OK && withheld_give_up(&importer->ctx, importer->plan->batch_id) != STATUS_OK)
        LOG_EVENT(LOG_WARN, "import.give_up", LOG_NUMBER("batch", importer->plan->batch_id)); // it will be taken for dead
    return status;
}

static enum status run(struct importer *importer, struct row_set *fresh) {
    TRY(find_owner(importer));
    TRY(read_heading(importer));
    TRY(import_match_load(importer));
    TRY(check_rows(importer, fresh));
    if (importer->result->faults > 0)
        return STATUS_INVALID;
    return importer->plan->dry_run || importer->result->created == 0 ? STATUS_OK : write_all(importer, fresh);
}

enum status import_run(struct ctx *ctx, const struct import_plan *plan, const struct import_listener *listener,
                       struct import_result *result) {
    struct row_set fresh = {0};
    struct importer importer = {
        .ctx = *ctx, .arena = arena_new(), .plan = plan, .listener = listener, .result = result};
    *result = (struct import_result){0};
    importer.ctx.arena = arena_new();
    importer.ctx.actor = &importer.tool;
    importer.tool = plan->author != NULL ? *plan->author : import_tool_actor();
    importer.self.actor = importer.tool;
    importer.owners.arena = importer.arena;
    enum status status = run(&importer, &fresh);
    import_index_free(&importer.names);
    import_index_free(&importer.codes);
    import_index_free(&importer.phones);
    arena_free(importer.ctx.arena);
    arena_free(importer.arena);
    free(fresh.bits);
    return status;
}

struct text import_place_message(struct arena *arena, unsigned line, unsigned column, struct text message) {
    char name[8];
    if (line == 0)
        return message;
    sheet_column_name(column, name);
    return column > 0 ? (struct text){arena_format(arena, "单元格 %s%u：%s", name, line, message.zh),
                                      arena_format(arena, "Cell %s%u: %s", name, line, message.en)}
                      : (struct text){arena_format(arena, "第 %u 行：%s", line, message.zh),
                                      arena_format(arena, "Row %u: %s", line, message.en)};
}
