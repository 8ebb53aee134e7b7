// Changes of records: what differs, what must be sealed, what is written.
#include "domain/change.h"

#include <inttypes.h>
#include <string.h>

#include "domain/customer_sql.h"
#include "domain/entitlement.h"
#include "domain/field_catalogue.h"

const struct sql VALUE_PUT = {
    "value.put",
    "INSERT INTO field_value (kind, record_id, field, value, box, facet) VALUES (:kind, :record, :field, :value, :box, :facet) "
    "ON CONFLICT (kind, record_id, field) DO UPDATE SET value = excluded.value, box = excluded.box, facet = excluded.facet",
};
const struct sql VALUE_KEYS = {"change.value_keys", "SELECT field FROM field_value WHERE kind = :kind AND record_id = :record"};
const struct sql VALUE_REMOVE = {
    "value.remove",
    "DELETE FROM field_value WHERE kind = :kind AND record_id = :record AND field = :field",
};
// Runs before the value itself is changed, so that what was sealed there moves into history.
const struct sql HISTORY_ADD = {
    "history.add",
    "INSERT INTO history (customer_id, kind, record_id, version, field, before, before_box, after, after_box, "
    "person_id, at) "
    "VALUES (:customer, :kind, :record, :version, :field, :before, "
    "(SELECT box FROM field_value WHERE kind = :kind AND record_id = :record AND field = :field), "
    ":after, :box, :person, :at)",
};

static enum status resolve_region(struct ctx *ctx, struct draft *draft, size_t i, struct region *region) {
    struct text message = {NULL, NULL};
    enum status status = region_resolve(ctx, draft->values[i], region, &message);
    if (status == STATUS_INVALID)
        draft_fault(draft, i, message);
    return status;
}

static void note_if_changed(struct change_set *set, size_t i, const char *after, bool always) {
    const char *before = set->stored ? set->stored->values[i] : "";
    if (!always && strcmp(before, after) == 0)
        return;
    set->changed[i] = true;
    set->before[i] = before;
    set->after[i] = after;
    set->count++;
}

enum status change_find(struct ctx *ctx, struct draft *draft, const struct record *stored, struct change_set *set) {
    *set = (struct change_set){.table = draft->table, .stored = stored, .draft = draft};
    if (stored)
        set->record_id = stored->id;
    TRY(draft_check_dates(ctx, draft));
    for (size_t i = 0; i < draft->table->count; i++) {
        const struct field *field = &draft->table->fields[i];
        const char *value = draft->values[i];
        if (value == NULL || (field->flags & FIELD_FIXED) || field->type == FIELD_PERSON)
            continue;
        bool any = *value != '\0';
        if (any && field->type == FIELD_REGION) {
            TRY(resolve_region(ctx, draft, i, &set->region));
            value = set->region.full_name;
        }
        if (field_is_sealed(field))
            value = field_mask(field, value, ctx->arena);
        // Of a sealed value nobody here can tell whether it is the stored one: it was typed, so it is taken.
        note_if_changed(set, i, value, any && field_is_sealed(field));
    }
    return STATUS_OK;
}

void change_find_owner(struct ctx *ctx, struct change_set *set, int64_t before, int64_t after) {
    size_t i = (size_t)field_index(set->table, "owner");
    if (before == after)
        return;
    set->changed[i] = true;
    set->before[i] = arena_format(ctx->arena, "%" PRId64, before);
    set->after[i] = arena_format(ctx->arena, "%" PRId64, after);
    set->count++;
}

static bool holds_top(const struct record *stored, size_t i) {
    return stored && stored->table->fields[i].level >= LEVEL_TOP && *stored->values[i] != '\0';
}

enum status change_guard(struct ctx *ctx, struct change_set *set) {
    static const struct text REFUSAL = {
        "此项已存为机密，您的角色不能改动；请由跟进销售员或上级修改。",
        "This is stored as top secret and your role can't change it; ask the account manager or a superior."};
    struct subject subject = {.record_id = 0};
    for (size_t i = 0; i < set->table->count; i++) {
        if (!set->changed[i] || !holds_top(set->stored, i))
            continue;
        if (subject.record_id == 0)
            TRY(subject_find(ctx->store, set->table->kind, set->record_id, ctx->arena, &subject));
        if (!entitlement_replace(ctx->actor, &subject, &set->table->fields[i]))
            draft_fault(set->draft, i, REFUSAL);
    }
    return set->draft->faults > 0 ? STATUS_INVALID : STATUS_OK;
}

// Of fields that are out of use, and so in no record that was read.
static enum status find_retired_top(struct ctx *ctx, const struct record *stored, const struct field **found) {
    *found = NULL;
    if (stored->table->retired_count == 0)
        return STATUS_OK;
    struct query query = query_start(ctx->store, &VALUE_KEYS);
    query_bind_int(&query, ":kind", stored->table->kind);
    query_bind_int(&query, ":record", stored->id);
    while (*found == NULL && query_row(&query)) {
        const char *key = query_text(&query, 0, ctx->arena);
        const struct field *field = field_find(stored->table, key) == NULL ? field_known(stored->table, key) : NULL;
        *found = field && field->level >= LEVEL_TOP ? field : NULL;
    }
    return query_end(&query);
}

enum status change_guard_removal(struct ctx *ctx, const struct record *stored) {
    const struct field *retired;
    TRY(find_retired_top(ctx, stored, &retired));
    struct subject subject = {.record_id = 0};
    for (size_t i = 0; i < stored->table->count; i++) {
        if (!holds_top(stored, i))
            continue;
        if (subject.record_id == 0)
            TRY(subject_find(ctx->store, stored->table->kind, stored->id, ctx->arena, &subject));
        if (!entitlement_replace(ctx->actor, &subject, &stored->table->fields[i]))
            return STATUS_FORBIDDEN;
    }
    if (retired == NULL)
        return STATUS_OK;
    TRY(subject_find(ctx->store, stored->table->kind, stored->id, ctx->arena, &subject));
    return entitlement_replace(ctx->actor, &subject, retired) ? STATUS_OK : STATUS_FORBIDDEN;
}

// Values on their way to the custodian. A call holds as many as fit its limits with room for the rest of the message.
#define BATCH_BYTES 60000
struct batch {
    struct custody_item items[CUSTODY_ITEMS_MAX];
    struct sealed *targets[CUSTODY_ITEMS_MAX];
    unsigned count;
    size_t bytes;
};

static enum status seal_batch(struct ctx *ctx, struct batch *batch) {
    if (batch->count == 0)
        return STATUS_OK;
    TRY(custody_seal(ctx->custody, batch->items, batch->count, ctx->arena));
    for (unsigned i = 0; i < batch->count; i++)
        *batch->targets[i] = batch->items[i].sealed;
    batch->count = 0;
    batch->bytes = 0;
    return STATUS_OK;
}

static enum status seal_set(struct ctx *ctx, struct change_set *set, struct batch *batch) {
    for (size_t i = 0; i < set->table->count; i++) {
        if (!set->changed[i] || !field_is_sealed(&set->table->fields[i]) || *set->draft->values[i] == '\0')
            continue;
        size_t length = strlen(set->draft->values[i]);
        if (batch->count == CUSTODY_ITEMS_MAX || batch->bytes + length > BATCH_BYTES)
            TRY(seal_batch(ctx, batch));
        batch->items[batch->count] = (struct custody_item){
            .kind = set->table->kind,
            .record_id = set->record_id,
            .field = set->table->fields[i].key,
            .value = set->draft->values[i],
        };
        batch->targets[batch->count++] = &set->sealed[i];
        batch->bytes += length;
    }
    return STATUS_OK;
}

enum status change_seal(struct ctx *ctx, struct change_set *sets, unsigned count) {
    struct batch *batch = ARENA_NEW(ctx->arena, struct batch);
    for (unsigned i = 0; i < count; i++)
        TRY(seal_set(ctx, &sets[i], batch));
    return seal_batch(ctx, batch);
}

static void bind_place(struct query *query, const struct change_set *set, const char *field) {
    query_bind_int(query, ":kind", set->table->kind);
    query_bind_int(query, ":record", set->record_id);
    query_bind_text(query, ":field", field);
}

static enum status write_value(struct ctx *ctx, const struct change_set *set, size_t i) {
    bool removed = *set->after[i] == '\0';
    struct query query = query_start(ctx->store, removed ? &VALUE_REMOVE : &VALUE_PUT);
    bind_place(&query, set, set->table->fields[i].key);
    if (!removed) {
        query_bind_text(&query, ":value", set->after[i]);
        query_bind_blob(&query, ":box", set->sealed[i].box, set->sealed[i].size);
        query_bind_int(&query, ":facet", field_is_facet(set->table, &set->table->fields[i]));
    }
    return query_run(&query, NULL);
}

struct history_row {
    int64_t version, at;
    const char *field, *before, *after;
    struct sealed sealed;
};

static enum status write_history(struct ctx *ctx, const struct change_set *set, const struct history_row *row) {
    struct query query = query_start(ctx->store, &HISTORY_ADD);
    bind_place(&query, set, row->field);
    query_bind_int(&query, ":customer", set->customer_id);
    query_bind_int(&query, ":version", row->version);
    query_bind_text(&query, ":before", row->before);
    query_bind_text(&query, ":after", row->after);
    query_bind_blob(&query, ":box", row->sealed.box, row->sealed.size);
    query_bind_int(&query, ":person", ctx->actor->person_id);
    query_bind_int(&query, ":at", row->at);
    return query_run(&query, NULL);
}

enum status change_write(struct ctx *ctx, const struct change_set *set, int64_t version, int64_t at) {
    TRY(catalogue_check(ctx));
    for (size_t i = 0; i < set->table->count; i++) {
        const struct field *field = &set->table->fields[i];
        if (!set->changed[i])
            continue;
        if (field_is_sealed(field) && *set->after[i] != '\0' && set->sealed[i].box == NULL)
            return STATUS_FAULT; // a mask without what it masks would be a loss
        if (set->stored) {
            struct history_row row = {version, at, field->key, set->before[i], set->after[i], set->sealed[i]};
            TRY(write_history(ctx, set, &row));
        }
        TRY(catalogue_note_use(ctx, set->table->kind, field));
        if (!(field->flags & FIELD_COLUMN))
            TRY(write_value(ctx, set, i));
    }
    return STATUS_OK;
}

enum status change_note(struct ctx *ctx, const struct change_set *set, int64_t version, int64_t at, const char *before,
                        const char *after) {
    struct history_row row = {.version = version, .at = at, .field = "", .before = before, .after = after};
    return write_history(ctx, set, &row);
}

const char *change_value(const struct change_set *set, size_t i) {
    if (set->changed[i])
        return set->after[i];
    return set->stored ? set->stored->values[i] : "";
}

enum status change_end(struct ctx *ctx, enum status status) {
    if (status == STATUS_OK)
        return store_commit(ctx->store);
    store_rollback(ctx->store);
    return status;
}
