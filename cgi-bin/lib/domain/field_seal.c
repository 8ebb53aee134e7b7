#include "domain/field_seal.h"

#include <string.h>

#include "base/log.h"
#include "domain/field_catalogue.h"

static const struct sql JOB = {
    "field_seal.job",
    "SELECT kind, field, phase, position, sealed, rest FROM field_sealing WHERE phase <> 'done' ORDER BY started_at LIMIT 1",
};
// The record behind which a slice ends; none: it is the last slice.
static const struct sql CUSTOMERS_END = {"field_seal.customers_end",
                                         "SELECT id FROM customer WHERE id > :after ORDER BY id LIMIT 1 OFFSET :size"};
static const struct sql CONTACTS_END = {"field_seal.contacts_end",
                                        "SELECT id FROM contact WHERE id > :after ORDER BY id LIMIT 1 OFFSET :size"};
static const struct sql HISTORY_END = {"field_seal.history_end",
                                       "SELECT id FROM history WHERE id > :after ORDER BY id LIMIT 1 OFFSET :size"};
static const struct sql VALUES = {
    "field_seal.values",
    "SELECT record_id, value FROM field_value WHERE kind = :kind AND record_id > :after AND record_id <= :until AND field = "
    ":field"
    " AND box IS NULL",
};
static const struct sql SEAL_VALUE = {
    "field_seal.value",
    "UPDATE field_value SET value = :mask, box = :box WHERE kind = :kind AND record_id = :record AND field = :field AND box "
    "IS NULL"
    " AND value = :value",
};
static const struct sql HISTORY = {
    "field_seal.history",
    "SELECT id, record_id, before, before_box IS NULL AND before <> '', after, after_box IS NULL AND after <> '' FROM history"
    " WHERE id > :after AND id <= :until AND kind = :kind AND field = :field",
};
static const struct sql SEAL_BEFORE = {
    "field_seal.before",
    "UPDATE history SET before = :mask, before_box = :box WHERE id = :id AND before_box IS NULL AND before = :value"};
static const struct sql SEAL_AFTER = {
    "field_seal.after",
    "UPDATE history SET after = :mask, after_box = :box WHERE id = :id AND after_box IS NULL AND after = :value"};
static const struct sql ADVANCE = {
    "field_seal.advance",
    "UPDATE field_sealing SET phase = :phase, position = :position, sealed = sealed + :found, rest = :rest, finished_at = "
    ":finished"
    " WHERE kind = :kind AND field = :field AND phase = :was AND position = :from",
};
static const struct sql BUMP = {"field_seal.bump", "UPDATE field_version SET version = version + 1 WHERE id = 1"};
static const struct sql PROGRESS = {
    "field_seal.progress",
    "SELECT phase, started_at, finished_at, sealed FROM field_sealing WHERE kind = :kind AND field = :field",
};
const struct sql *const FIELD_SEAL_STATEMENTS[] = {&JOB, &CUSTOMERS_END, &CONTACTS_END, &HISTORY_END,
                                                   &VALUES, &SEAL_VALUE, &HISTORY, &SEAL_BEFORE,
                                                   &SEAL_AFTER, &ADVANCE, &BUMP, NULL};
const struct sql *const FIELD_SEAL_PROGRESS_STATEMENTS[] = {&PROGRESS, NULL};

#define SLICE 1000 // records or rows of the history in a step: some 50 ms

struct job {
    enum kind kind;
    const char *key, *phase;
    int64_t position, sealed, rest;
    const struct field *field;
};

// One text to be sealed.
struct plain {
    int64_t id, record_id; // id: of the row of history
    const char *value;
    bool before; // which side of the history
    struct sealed sealed;
};
struct plains {
    struct plain *rows;
    unsigned count, room;
};

static void add(struct plains *plains, struct plain plain, struct arena *arena) {
    if (plains->count == plains->room) {
        const struct plain *before = plains->rows;
        plains->room = plains->room > 0 ? 2 * plains->room : 256;
        plains->rows = ARENA_ARRAY(arena, struct plain, plains->room);
        if (plains->count > 0)
            memcpy(plains->rows, before, plains->count * sizeof *before);
    }
    plains->rows[plains->count++] = plain;
}

static enum status find_job(struct ctx *ctx, struct job *job, bool *found) {
    struct query query = query_start(ctx->store, &JOB);
    *found = query_row(&query);
    if (*found) {
        *job = (struct job){
            .kind = (enum kind)query_int(&query, 0),
            .key = query_text(&query, 1, ctx->arena),
            .phase = query_text(&query, 2, ctx->arena),
            .position = query_int(&query, 3),
            .sealed = query_int(&query, 4),
            .rest = query_int(&query, 5),
        };
    }
    return query_end(&query);
}

static bool is_history(const struct job *job) {
    return strcmp(job->phase, "history") == 0;
}

// Where the step ends; *last: behind it there is nothing.
static enum status slice_end(struct ctx *ctx, const struct job *job, int64_t *until, bool *last) {
    const struct sql *sql = is_history(job) ? &HISTORY_END : job->kind == KIND_CUSTOMER ? &CUSTOMERS_END
                                                                                        : &CONTACTS_END;
    struct query query = query_start(ctx->store, sql);
    query_bind_int(&query, ":after", job->position);
    query_bind_int(&query, ":size", SLICE - 1);
    *last = !query_row(&query);
    *until = *last ? INT64_MAX : query_int(&query, 0);
    return query_end(&query);
}

static void bind_slice(struct query *query, const struct job *job, int64_t until) {
    query_bind_int(query, ":kind", job->kind);
    query_bind_text(query, ":field", job->key);
    query_bind_int(query, ":after", job->position);
    query_bind_int(query, ":until", until);
}

static enum status read_slice(struct ctx *ctx, const struct job *job, int64_t until, struct plains *plains) {
    const bool history = is_history(job);
    struct query query = query_start(ctx->store, history ? &HISTORY : &VALUES);
    bind_slice(&query, job, until);
    while (query_row(&query)) {
        if (!history) {
            add(plains, (struct plain){.record_id = query_int(&query, 0), .value = query_text(&query, 1, ctx->arena)},
                ctx->arena);
            continue;
        }
        struct plain plain = {.id = query_int(&query, 0), .record_id = query_int(&query, 1), .before = true};
        plain.value = query_text(&query, 2, ctx->arena);
        if (query_int(&query, 3) != 0)
            add(plains, plain, ctx->arena);
        plain.before = false;
        plain.value = query_text(&query, 4, ctx->arena);
        if (query_int(&query, 5) != 0)
            add(plains, plain, ctx->arena);
    }
    return query_end(&query);
}

#define CALL_BYTES 60000 // of values in one call of the custodian

static enum status seal(struct ctx *ctx, const struct job *job, struct plains *plains) {
    struct custody_item *items = ARENA_ARRAY(ctx->arena, struct custody_item, CUSTODY_ITEMS_MAX);
    for (unsigned done = 0; done < plains->count;) {
        unsigned count = 0;
        for (size_t bytes = 0; done + count < plains->count && count < CUSTODY_ITEMS_MAX; count++) {
            const struct plain *plain = &plains->rows[done + count];
            bytes += strlen(plain->value);
            if (count > 0 && bytes > CALL_BYTES)
                break;
            items[count] = (struct custody_item){
                .kind = job->kind, .record_id = plain->record_id, .field = job->key, .value = plain->value};
        }
        TRY(custody_seal(ctx->custody, items, count, ctx->arena));
        for (unsigned i = 0; i < count; i++)
            plains->rows[done + i].sealed = items[i].sealed;
        done += count;
    }
    return STATUS_OK;
}

static enum status write_one(struct ctx *ctx, const struct job *job, const struct plain *plain) {
    const struct sql *sql = !is_history(job) ? &SEAL_VALUE : plain->before ? &SEAL_BEFORE
                                                                           : &SEAL_AFTER;
    struct query query = query_start(ctx->store, sql);
    query_bind_text(&query, ":value", plain->value);
    query_bind_text(&query, ":mask", field_mask(job->field, plain->value, ctx->arena));
    query_bind_blob(&query, ":box", plain->sealed.box, plain->sealed.size);
    if (is_history(job)) {
        query_bind_int(&query, ":id", plain->id);
    } else {
        query_bind_int(&query, ":kind", job->kind);
        query_bind_int(&query, ":record", plain->record_id);
        query_bind_text(&query, ":field", job->key);
    }
    return query_run(&query, NULL);
}

static enum status advance(struct ctx *ctx, const struct job *job, const char *phase, int64_t position, int64_t found,
                           int64_t rest) {
    const bool done = strcmp(phase, "done") == 0;
    int64_t changed = 0;
    struct query query = query_start(ctx->store, &ADVANCE);
    query_bind_text(&query, ":phase", phase);
    query_bind_int(&query, ":position", position);
    query_bind_int(&query, ":found", found);
    query_bind_int(&query, ":rest", rest);
    if (done)
        query_bind_int(&query, ":finished", clock_now(ctx->clock));
    else
        query_bind_null(&query, ":finished");
    query_bind_int(&query, ":kind", job->kind);
    query_bind_text(&query, ":field", job->key);
    query_bind_text(&query, ":was", job->phase);
    query_bind_int(&query, ":from", job->position);
    TRY(query_run(&query, &changed));
    return changed == 1 ? STATUS_OK : STATUS_CONFLICT; // somebody else goes on with it
}

// What comes behind a slice: the next one, the history, another round if this one found something (a contact was deleted or
// brought back meanwhile, and took its values along), the scrubbing.
static enum status advance_behind(struct ctx *ctx, const struct job *job, int64_t until, bool last, int64_t found) {
    const int64_t rest = job->rest + found;
    if (!last)
        return advance(ctx, job, job->phase, until, found, rest);
    if (!is_history(job))
        return advance(ctx, job, "history", 0, found, rest);
    return rest > 0 ? advance(ctx, job, "values", 0, found, 0) : advance(ctx, job, "scrub", 0, found, 0);
}

static enum status write_slice(struct ctx *ctx, const struct job *job, const struct plains *plains, int64_t until,
                               bool last) {
    enum status status = store_begin(ctx->store);
    if (status != STATUS_OK)
        return status;
    for (unsigned i = 0; status == STATUS_OK && i < plains->count; i++)
        status = write_one(ctx, job, &plains->rows[i]);
    if (status == STATUS_OK)
        status = advance_behind(ctx, job, until, last, plains->count);
    if (status == STATUS_OK)
        return store_commit(ctx->store);
    store_rollback(ctx->store);
    return status;
}

static enum status seal_slice(struct ctx *ctx, const struct job *job) {
    struct plains plains = {0};
    int64_t until;
    bool last;
    TRY(slice_end(ctx, job, &until, &last));
    TRY(read_slice(ctx, job, until, &plains));
    TRY(seal(ctx, job, &plains));
    return write_slice(ctx, job, &plains, until, last);
}

// The last step: nothing in the file says any more what the fields held. Then all programs learn that it is done.
static enum status scrub(struct ctx *ctx, const struct job *job) {
    TRY(store_scrub(ctx->store));
    TRY(store_begin(ctx->store));
    enum status status = advance(ctx, job, "done", 0, 0, 0);
    if (status == STATUS_OK) {
        struct query query = query_start(ctx->store, &BUMP);
        status = query_run(&query, NULL);
    }
    if (status == STATUS_OK)
        return store_commit(ctx->store);
    store_rollback(ctx->store);
    return status;
}

enum status field_seal_step(struct ctx *ctx, bool *more) {
    struct job job;
    *more = false;
    TRY(find_job(ctx, &job, more));
    if (!*more)
        return STATUS_OK;
    const struct field_table *table = catalogue_table(ctx->fields, job.kind);
    job.field = table ? field_known(table, job.key) : NULL;
    if (!job.field || (job.field->flags & FIELD_SEALING) == 0)
        return STATUS_STALE;
    const enum status status = strcmp(job.phase, "scrub") == 0 ? scrub(ctx, &job) : seal_slice(ctx, &job);
    return status == STATUS_CONFLICT ? STATUS_OK : status;
}

enum status field_seal_progress(struct ctx *ctx, enum kind kind, const char *key, struct field_sealing *sealing) {
    *sealing = (struct field_sealing){.phase = ""};
    struct query query = query_start(ctx->store, &PROGRESS);
    query_bind_int(&query, ":kind", kind);
    query_bind_text(&query, ":field", key);
    if (query_row(&query)) {
        sealing->phase = query_text(&query, 0, ctx->arena);
        sealing->started_at = query_int(&query, 1);
        sealing->finished_at = query_int(&query, 2);
        sealing->sealed = query_int(&query, 3);
    }
    return query_end(&query);
}
