#include "domain/import_undo.h"

#include "base/clock.h"
#include "domain/reach.h"

// The customers of the batch (which partial index is meant, SQLite knows by the second condition), and whether one was changed since it
// was published: by whatever writes into the history, of the customer or of its contacts.
#define BROUGHT "customer c WHERE c.batch_id = :batch AND c.batch_id > 0"
#define CHANGED "EXISTS (SELECT 1 FROM history h WHERE h.customer_id = c.id AND h.id > :last)"

// Who can go at all: whom the person reaches and who has no contract, which a company can't un-sign by taking a list back.
#define MAY_GO "(" IN_REACH " AND NOT EXISTS (SELECT 1 FROM contract k WHERE k.customer_id = c.id))"

// LIMIT keeps SQLite from asking the inner questions of each customer several times.
static const struct sql COUNT = {
    "undo.count",
    "SELECT total(reached AND NOT changed), total(CASE WHEN reached AND NOT changed THEN contacts END), "
    "total(reached AND changed), total(CASE WHEN reached AND changed THEN contacts END), total(NOT reached) FROM "
    "(SELECT " MAY_GO " AS reached, " CHANGED " AS changed, "
    "(SELECT count(*) FROM contact k WHERE k.customer_id = c.id AND k.deleted_at IS NULL) AS contacts FROM " BROUGHT " LIMIT -1)",
};
static const struct sql LIST = {
    "undo.list",
    "SELECT c.id, c.archive_no, c.name FROM " BROUGHT " AND " CHANGED " AND " MAY_GO " ORDER BY c.id DESC LIMIT :most",
};
static const struct sql KEEP = {
    "undo.keep",
    "UPDATE customer SET batch_id = 0 WHERE batch_id = :batch AND batch_id > 0 AND id IN "
    "(SELECT c.id FROM " BROUGHT " AND (NOT " MAY_GO " OR (:too = 0 AND " CHANGED ")))",
};
static const struct sql NOTE = {
    "undo.note",
    "UPDATE import_batch SET undone_at = :now, undone_by = :by, removed = :removed, removed_contacts = :contacts, stayed = :stayed "
    "WHERE id = :batch AND person_id = :by AND state = 'done' AND undone_at = 0 AND done_at > :earliest",
};

const struct sql *const IMPORT_UNDO_STATEMENTS[] = {&COUNT, &LIST, &KEEP, &NOTE, NULL};

#define UNDO_MS (UNDO_DAYS * TIME_DAY)

int64_t undo_until(const struct import_batch *batch) {
    return batch->state == BATCH_DONE && batch->result.created > 0 && batch->done_at > 0 ? batch->done_at + UNDO_MS : 0;
}

bool undo_is_open(const struct ctx *ctx, const struct import_batch *batch) {
    return batch->undone_at == 0 && clock_now(ctx->clock) < undo_until(batch);
}

static struct query start(struct ctx *ctx, const struct sql *sql, const struct import_batch *batch) {
    const struct reach reach = reach_of(ctx, PERM_CUSTOMER_EDIT);
    struct query query = query_start(ctx->store, sql);
    query_bind_int(&query, ":batch", batch->id);
    query_bind_int(&query, ":last", batch->history_id);
    reach_bind(&query, &reach);
    return query;
}

static enum status may_undo(const struct ctx *ctx) {
    const bool may = actor_may(ctx->actor, PERM_CUSTOMER_IMPORT) && actor_may(ctx->actor, PERM_CUSTOMER_EDIT);
    return may ? STATUS_OK : STATUS_FORBIDDEN;
}

static enum status count(struct ctx *ctx, const struct import_batch *batch, struct undo_outlook *outlook) {
    struct query query = start(ctx, &COUNT, batch);
    *outlook = (struct undo_outlook){0};
    if (query_row(&query))
        *outlook = (struct undo_outlook){.same = query_int(&query, 0),
                                         .same_contacts = query_int(&query, 1),
                                         .changed = query_int(&query, 2),
                                         .changed_contacts = query_int(&query, 3),
                                         .outside = query_int(&query, 4)};
    return query_end(&query);
}

static enum status list(struct ctx *ctx, const struct import_batch *batch, struct undo_outlook *outlook) {
    outlook->rows = ARENA_ARRAY(ctx->arena, struct undo_customer, UNDO_LISTED);
    struct query query = start(ctx, &LIST, batch);
    query_bind_int(&query, ":most", UNDO_LISTED);
    while (query_row(&query) && outlook->count < UNDO_LISTED)
        outlook->rows[outlook->count++] = (struct undo_customer){.id = query_int(&query, 0),
                                                                 .archive_no = query_text(&query, 1, ctx->arena),
                                                                 .name = query_text(&query, 2, ctx->arena)};
    return query_end(&query);
}

enum status undo_look(struct ctx *ctx, const struct import_batch *batch, struct undo_outlook *outlook) {
    TRY(may_undo(ctx));
    TRY(count(ctx, batch, outlook));
    return outlook->changed > 0 ? list(ctx, batch, outlook) : STATUS_OK;
}

// --- Undoing

// What goes and what stays.
struct sums {
    int64_t removed, contacts, stayed;
};

static struct sums sums_of(const struct undo_outlook *outlook, bool changed_too) {
    return (struct sums){.removed = outlook->same + (changed_too ? outlook->changed : 0),
                         .contacts = outlook->same_contacts + (changed_too ? outlook->changed_contacts : 0),
                         .stayed = outlook->outside + (changed_too ? 0 : outlook->changed)};
}

// Those that stay are nobody's import any more.
static enum status keep_others(struct ctx *ctx, const struct import_batch *batch, bool changed_too, int64_t stayed) {
    int64_t kept = 0;
    if (stayed == 0)
        return STATUS_OK;
    struct query query = start(ctx, &KEEP, batch);
    query_bind_int(&query, ":too", changed_too);
    TRY(query_run(&query, &kept));
    return kept == stayed ? STATUS_OK : STATUS_FAULT;
}

static enum status note(struct ctx *ctx, const struct import_batch *batch, const struct sums *sums) {
    const int64_t now = clock_now(ctx->clock);
    int64_t changed = 0;
    struct query query = query_start(ctx->store, &NOTE);
    query_bind_int(&query, ":batch", batch->id);
    query_bind_int(&query, ":by", ctx->actor->person_id);
    query_bind_int(&query, ":now", now);
    query_bind_int(&query, ":earliest", now - UNDO_MS);
    query_bind_int(&query, ":removed", sums->removed);
    query_bind_int(&query, ":contacts", sums->contacts);
    query_bind_int(&query, ":stayed", sums->stayed);
    TRY(query_run(&query, &changed));
    return changed == 1 ? STATUS_OK : STATUS_NOT_FOUND;
}

// The last thing before the commit: what is on record may still fail to happen, the reverse must not.
static enum status record(struct ctx *ctx, const struct import_batch *batch, const struct sums *sums) {
    static const struct text WORDS = {"%s（第 %lld 号导入）：%lld 位联系人一并删除，%lld 个客户保留",
                                      "%s (import %lld): %lld contacts with them, %lld customers stay"};
    enum result result;
    const struct custody_deed deed = {
        .deed = DEED_UNDO,
        .words = arena_format(ctx->arena, text_in(ctx->lang, WORDS), batch->file_name, (long long)batch->id, (long long)sums->contacts,
                              (long long)sums->stayed),
        .columns = "import",
        .rows = sums->removed,
    };
    TRY(custody_note(ctx->custody, &ctx->asker, &deed, &result));
    return result == RESULT_DISCLOSED ? STATUS_OK : STATUS_FORBIDDEN;
}

static enum status undo(struct ctx *ctx, const struct import_batch *batch, const struct undo_wish *wish) {
    struct undo_outlook outlook;
    TRY(count(ctx, batch, &outlook)); // as it is now, and stays: nobody else writes
    const struct sums sums = sums_of(&outlook, wish->changed_too);
    TRY(note(ctx, batch, &sums));
    if (wish->changed_too && outlook.changed != wish->seen)
        return STATUS_CONFLICT;
    if (sums.removed == 0)
        return STATUS_INVALID;
    TRY(keep_others(ctx, batch, wish->changed_too, sums.stayed));
    TRY(withheld_undo(ctx, batch->id));
    return record(ctx, batch, &sums);
}

enum status undo_run(struct ctx *ctx, const struct import_batch *batch, const struct undo_wish *wish) {
    TRY(may_undo(ctx));
    TRY(store_begin(ctx->store));
    enum status status = undo(ctx, batch, wish);
    if (status == STATUS_OK)
        status = store_commit(ctx->store);
    store_rollback(ctx->store);
    return status;
}
