// The sources of boxes, and one loop over all of them.
#include "domain/reseal.h"

#include <stdio.h>

#include "vault/upkeep.h"

#define PAGE 96 // rows in one transaction: four packets

// Each page begins behind the key (a, b, c) of the last row. Columns: the key, then kind, record, field, box.
static const struct sql VALUES = {
    "reseal.values",
    "SELECT kind, record_id, field, kind, record_id, field, box FROM field_value"
    " WHERE (kind, record_id, field) > (:a, :b, :c) AND box IS NOT NULL ORDER BY kind, record_id, field LIMIT :most",
};
static const struct sql SET_VALUE = {
    "reseal.set_value",
    "UPDATE field_value SET box = :fresh WHERE kind = :a AND record_id = :b AND field = :c AND box = :box",
};
static const struct sql BEFORE = {
    "reseal.before",
    "SELECT id, 0, '', kind, record_id, field, before_box FROM history WHERE id > :a AND before_box IS NOT NULL"
    " ORDER BY id LIMIT :most",
};
static const struct sql SET_BEFORE = {
    "reseal.set_before",
    "UPDATE history SET before_box = :fresh WHERE id = :a AND before_box = :box",
};
static const struct sql AFTER = {
    "reseal.after",
    "SELECT id, 0, '', kind, record_id, field, after_box FROM history WHERE id > :a AND after_box IS NOT NULL"
    " ORDER BY id LIMIT :most",
};
static const struct sql SET_AFTER = {
    "reseal.set_after",
    "UPDATE history SET after_box = :fresh WHERE id = :a AND after_box = :box",
};
static const struct sql FACTORS = {
    "reseal.factors",
    "SELECT person_id, 0, '', 1000, person_id, 'second_factor', box FROM second_factor WHERE person_id > :a"
    " ORDER BY person_id LIMIT :most",
};
static const struct sql SET_FACTOR = {
    "reseal.set_factor",
    "UPDATE second_factor SET box = :fresh WHERE person_id = :a AND box = :box",
};
// The values of the records that the history speaks of behind :a.
static const struct sql RECENT = {
    "reseal.recent",
    "SELECT h.id, 0, v.field, v.kind, v.record_id, v.field, v.box FROM history h CROSS JOIN field_value v ON v.kind = h.kind"
    " AND v.record_id = h.record_id WHERE h.id >= :a AND (h.id, 0, v.field) > (:a, :b, :c) AND v.box IS NOT NULL"
    " ORDER BY h.id, v.field LIMIT :most",
};
static const struct sql SET_RECENT = {
    "reseal.set_recent",
    "UPDATE field_value SET box = :fresh WHERE kind = :kind AND record_id = :record AND field = :field AND box = :box",
};
static const struct sql HISTORY_END = {"reseal.history_end", "SELECT COALESCE(max(id), 0) FROM history"};
static const struct sql COUNT = {
    "reseal.count",
    "SELECT (SELECT count(*) FROM field_value WHERE box IS NOT NULL) + (SELECT count(before_box) + count(after_box) FROM history)"
    " + (SELECT count(*) FROM second_factor)",
};
const struct sql *const RESEAL_STATEMENTS[] = {&VALUES, &SET_VALUE, &BEFORE, &SET_BEFORE, &AFTER, &SET_AFTER,
                                               &FACTORS, &SET_FACTOR, &RECENT, &SET_RECENT, &HISTORY_END, &COUNT, NULL};

static const struct source {
    const char *column;
    const struct sql *read, *set;
    bool whole_key; // all three parts of it are asked for; else a alone
    bool by_place;  // what is set is named by its place instead
} SOURCES[] = {
    {"field_value.box", &VALUES, &SET_VALUE, true, false},
    {"history.before_box", &BEFORE, &SET_BEFORE, false, false},
    {"history.after_box", &AFTER, &SET_AFTER, false, false},
    {"second_factor.box", &FACTORS, &SET_FACTOR, false, false},
};
#define SOURCE_COUNT (sizeof SOURCES / sizeof *SOURCES)

// What was written since a row of the history; second factors have no history, and are few.
static const struct source RECENT_SOURCES[] = {
    {"field_value.box", &RECENT, &SET_RECENT, true, true},
    {"history.before_box", &BEFORE, &SET_BEFORE, false, false},
    {"history.after_box", &AFTER, &SET_AFTER, false, false},
};
static const struct source *const FACTOR_SOURCE = &SOURCES[3];

const char *reseal_source(unsigned number) {
    return number < SOURCE_COUNT ? SOURCES[number].column : NULL;
}

struct row {
    int64_t a, b;
    const char *c;
};

struct walk {
    struct ctx *ctx;
    struct arena *arena; // of one page
    struct reseal_counts *counts;
    struct row last;
    struct row rows[PAGE];
    struct reseal_item items[PAGE];
    unsigned count;
    bool locked; // within the caller's transaction
    void (*progress)(void *data, int64_t seen);
    void *data;
};

static void bind_key(struct query *query, const struct source *source, const struct row *row) {
    query_bind_int(query, ":a", row->a);
    if (!source->whole_key)
        return;
    query_bind_int(query, ":b", row->b);
    query_bind_text(query, ":c", row->c);
}

static enum status read_page(struct walk *walk, const struct source *source) {
    struct query query = query_start(walk->ctx->store, source->read);
    bind_key(&query, source, &walk->last);
    query_bind_int(&query, ":most", PAGE);
    for (walk->count = 0; walk->count < PAGE && query_row(&query); walk->count++) {
        struct reseal_item *item = &walk->items[walk->count];
        walk->rows[walk->count] = (struct row){query_int(&query, 0), query_int(&query, 1), query_text(&query, 2, walk->arena)};
        *item = (struct reseal_item){.kind = query_int(&query, 3), .record_id = query_int(&query, 4)};
        item->field = query_text(&query, 5, walk->arena);
        item->box = query_blob(&query, 6, &item->size, walk->arena);
    }
    return query_end(&query);
}

static enum status put(struct walk *walk, const struct source *source, unsigned i) {
    const struct reseal_item *item = &walk->items[i];
    struct query query = query_start(walk->ctx->store, source->set);
    query_bind_blob(&query, ":fresh", item->fresh.box, item->fresh.size);
    if (source->by_place) {
        query_bind_int(&query, ":kind", item->kind);
        query_bind_int(&query, ":record", item->record_id);
        query_bind_text(&query, ":field", item->field);
    } else {
        bind_key(&query, source, &walk->rows[i]);
    }
    query_bind_blob(&query, ":box", item->box, item->size);
    return query_run(&query, NULL);
}

static enum status put_all(struct walk *walk, const struct source *source) {
    for (unsigned i = 0; i < walk->count; i++)
        if (walk->items[i].fresh.size > 0)
            TRY(put(walk, source, i));
    return STATUS_OK;
}

static enum status store_page(struct walk *walk, const struct source *source) {
    int64_t changed = 0;
    for (unsigned i = 0; i < walk->count; i++) {
        changed += walk->items[i].fresh.size > 0;
        walk->counts->broken += walk->items[i].broken;
    }
    walk->counts->seen += walk->count;
    walk->counts->changed += changed;
    if (changed == 0)
        return STATUS_OK;
    if (walk->locked)
        return put_all(walk, source);
    TRY(store_begin(walk->ctx->store));
    const enum status status = put_all(walk, source);
    if (status == STATUS_OK)
        return store_commit(walk->ctx->store);
    store_rollback(walk->ctx->store);
    return status;
}

// From behind row `from` of the source on.
static enum status walk_source(struct walk *walk, const struct source *source, int64_t from) {
    char field[EXCHANGE_FIELD_MAX + 1] = "";
    walk->last = (struct row){from, source->by_place ? INT64_MAX : INT64_MIN, field};
    do {
        arena_wipe(walk->arena);
        TRY(read_page(walk, source));
        if (walk->count == 0)
            break;
        TRY(custody_reseal(walk->ctx->custody, walk->items, walk->count, walk->arena));
        TRY(store_page(walk, source));
        const struct row *last = &walk->rows[walk->count - 1];
        walk->last.a = last->a;
        walk->last.b = last->b;
        (void)snprintf(field, sizeof field, "%s", last->c);
        if (walk->progress)
            walk->progress(walk->data, walk->counts->seen);
    } while (walk->count == PAGE);
    return STATUS_OK;
}

enum status reseal_all(struct ctx *ctx, struct reseal_counts *counts, void (*progress)(void *data, int64_t seen), void *data) {
    struct walk *walk = ARENA_NEW(ctx->arena, struct walk);
    enum status status = STATUS_OK;
    *counts = (struct reseal_counts){0};
    *walk = (struct walk){.ctx = ctx, .arena = arena_new(), .counts = counts, .progress = progress, .data = data};
    for (size_t i = 0; status == STATUS_OK && i < SOURCE_COUNT; i++)
        status = walk_source(walk, &SOURCES[i], INT64_MIN);
    arena_free(walk->arena);
    return status;
}

enum status reseal_history_end(struct ctx *ctx, int64_t *end) {
    struct query query = query_start(ctx->store, &HISTORY_END);
    *end = query_row(&query) ? query_int(&query, 0) : 0;
    return query_end(&query);
}

static enum status walk_recent(struct ctx *ctx, int64_t since, bool locked, struct reseal_counts *counts) {
    struct walk *walk = ARENA_NEW(ctx->arena, struct walk);
    enum status status = STATUS_OK;
    *counts = (struct reseal_counts){0};
    *walk = (struct walk){.ctx = ctx, .arena = arena_new(), .counts = counts, .locked = locked};
    for (size_t i = 0; status == STATUS_OK && i < sizeof RECENT_SOURCES / sizeof *RECENT_SOURCES; i++)
        status = walk_source(walk, &RECENT_SOURCES[i], since);
    if (status == STATUS_OK)
        status = walk_source(walk, FACTOR_SOURCE, INT64_MIN);
    arena_free(walk->arena);
    return status;
}

// Nobody can write: what is under the old key now is all there is. What had to be sealed anew is committed first, and looked at again.
static enum status end_locked(struct ctx *ctx, int64_t since, bool *ended, struct key_report *report) {
    struct reseal_counts counts;
    TRY(walk_recent(ctx, since, true, &counts));
    *ended = counts.changed == 0;
    return *ended ? custody_rotate(ctx->custody, UPKEEP_KEY_END, report) : store_commit(ctx->store);
}

#define ENDS_MAX 10 // each finds only what came since the one before

enum status reseal_end(struct ctx *ctx, int64_t since, struct key_report *report) {
    bool ended = false;
    for (int tries = 0; tries < ENDS_MAX && !ended; tries++) {
        struct reseal_counts counts;
        int64_t end;
        TRY(reseal_history_end(ctx, &end));
        TRY(walk_recent(ctx, since, false, &counts)); // so that little is left for the moment in which everybody waits
        TRY(store_begin(ctx->store));
        const enum status status = end_locked(ctx, end, &ended, report);
        store_rollback(ctx->store);
        TRY(status);
        since = end;
    }
    return ended ? STATUS_OK : STATUS_UNAVAILABLE;
}

enum status reseal_count(struct ctx *ctx, int64_t *count) {
    struct query query = query_start(ctx->store, &COUNT);
    *count = query_row(&query) ? query_int(&query, 0) : 0;
    return query_end(&query);
}
