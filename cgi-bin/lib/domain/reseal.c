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
static const struct sql COUNT = {
    "reseal.count",
    "SELECT (SELECT count(*) FROM field_value WHERE box IS NOT NULL) + (SELECT count(before_box) + count(after_box) FROM history)"
    " + (SELECT count(*) FROM second_factor)",
};
const struct sql *const RESEAL_STATEMENTS[] = {&VALUES, &SET_VALUE, &BEFORE, &SET_BEFORE, &AFTER, &SET_AFTER,
                                               &FACTORS, &SET_FACTOR, &COUNT, NULL};

static const struct source {
    const char *column;
    const struct sql *read, *set;
    bool whole_key; // all three parts of it are asked for; else a alone
} SOURCES[] = {
    {"field_value.box", &VALUES, &SET_VALUE, true},
    {"history.before_box", &BEFORE, &SET_BEFORE, false},
    {"history.after_box", &AFTER, &SET_AFTER, false},
    {"second_factor.box", &FACTORS, &SET_FACTOR, false},
};
#define SOURCE_COUNT (sizeof SOURCES / sizeof *SOURCES)

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
    bind_key(&query, source, &walk->rows[i]);
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
    TRY(store_begin(walk->ctx->store));
    const enum status status = put_all(walk, source);
    if (status == STATUS_OK)
        return store_commit(walk->ctx->store);
    store_rollback(walk->ctx->store);
    return status;
}

static enum status walk_source(struct walk *walk, const struct source *source, void (*progress)(void *data, int64_t seen), void *data) {
    char field[EXCHANGE_FIELD_MAX + 1] = "";
    walk->last = (struct row){INT64_MIN, INT64_MIN, field};
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
        progress(data, walk->counts->seen);
    } while (walk->count == PAGE);
    return STATUS_OK;
}

enum status reseal_all(struct ctx *ctx, struct reseal_counts *counts, void (*progress)(void *data, int64_t seen), void *data) {
    struct walk *walk = ARENA_NEW(ctx->arena, struct walk);
    enum status status = STATUS_OK;
    *counts = (struct reseal_counts){0};
    *walk = (struct walk){.ctx = ctx, .arena = arena_new(), .counts = counts};
    for (size_t i = 0; status == STATUS_OK && i < SOURCE_COUNT; i++)
        status = walk_source(walk, &SOURCES[i], progress, data);
    arena_free(walk->arena);
    return status;
}

enum status reseal_count(struct ctx *ctx, int64_t *count) {
    struct query query = query_start(ctx->store, &COUNT);
    *count = query_row(&query) ? query_int(&query, 0) : 0;
    return query_end(&query);
}
