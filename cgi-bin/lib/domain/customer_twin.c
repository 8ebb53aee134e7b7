#include "domain/customer_twin.h"

#include <string.h>

#include "base/utf8.h"
#include "domain/reach.h"

#define ROWS_READ 51 // more are not counted

// As the index customer_core has it (db/schema).
#define CORE(name)                                          \
    "replace(replace(replace(replace(replace(replace(" name \
    ", '股份有限公司', ''), '有限责任公司', ''), '有限公司', ''), '公司', ''), '市', ''), '省', '')"
#define COLUMNS "SELECT c.id, c.archive_no, c.name, r.full_name, p.name, "
#define FROM " FROM customer c LEFT JOIN person p ON p.id = c.owner_id LEFT JOIN region r ON r.code = c.region WHERE "
static const struct sql BY_NAME = {
    "twin.by_name",
    COLUMNS IN_REACH ", c.name_fold = :fold" FROM CORE("c.name_fold") " = " CORE(":fold") " AND c.id <> :self AND " SHOWN("c") " "
                                                                                                                               "ORDER BY c.name_fold = :fold DESC, c.id DESC LIMIT :limit",
};
static const struct sql BY_IDS = {
    "twin.by_ids",
    COLUMNS IN_REACH FROM "c.id IN (SELECT value FROM json_each(:ids)) AND " SHOWN("c") " ORDER BY c.id DESC",
};
const struct sql *const TWIN_STATEMENTS[] = {&BY_NAME, &BY_IDS, NULL};

static struct twin read_row(const struct query *query, struct arena *arena) {
    return (struct twin){
        .id = query_int(query, 0),
        .archive_no = query_text(query, 1, arena),
        .name = query_text(query, 2, arena),
        .region = query_is_null(query, 3) ? "" : query_text(query, 3, arena),
        .owner_name = query_is_null(query, 4) ? "" : query_text(query, 4, arena),
    };
}

// The place of a customer among those that are listed, of whom there may be another reason already; NULL: there is no room.
static struct twin *place_of(struct twins *twins, const struct twin *twin) {
    for (unsigned i = 0; i < twins->count; i++)
        if (twins->rows[i].id == twin->id)
            return &twins->rows[i];
    if (twins->count == TWINS_MAX) {
        twins->more = true;
        return NULL;
    }
    twins->rows[twins->count] = *twin;
    return &twins->rows[twins->count++];
}

static void add_name(struct twins *twins, const struct twin *twin, bool same) {
    struct twin *place = place_of(twins, twin);
    if (place != NULL) {
        place->same_name = same;
        place->similar_name = !same;
    }
}

static enum status find_names(struct ctx *ctx, const char *name, int64_t self, struct twins *twins) {
    const struct reach reach = reach_of(ctx, PERM_CUSTOMER_READ);
    unsigned read = 0;
    struct query query = query_start(ctx->store, &BY_NAME);
    query_bind_int(&query, ":self", self);
    query_bind_int(&query, ":limit", ROWS_READ);
    query_bind_text(&query, ":fold", utf8_fold(ctx->arena, name));
    reach_bind(&query, &reach);
    for (; query_row(&query); read++) {
        if (query_int(&query, 5) == 0)
            twins->outside++;
        else {
            const struct twin twin = read_row(&query, ctx->arena);
            add_name(twins, &twin, query_int(&query, 6) != 0);
        }
    }
    twins->more |= read == ROWS_READ;
    return query_end(&query);
}

static enum status add_phones(struct ctx *ctx, const struct custody_twins *found, struct twins *twins) {
    const struct reach reach = reach_of(ctx, PERM_CUSTOMER_READ);
    struct buffer ids = {.arena = ctx->arena};
    for (unsigned i = 0; i < found->found; i++)
        buffer_format(&ids, "%s%lld", i > 0 ? "," : "[", (long long)found->ids[i]);
    buffer_text(&ids, "]");
    struct query query = query_start(ctx->store, &BY_IDS);
    query_bind_text(&query, ":ids", ids.data);
    reach_bind(&query, &reach);
    while (query_row(&query)) {
        const struct twin twin = read_row(&query, ctx->arena);
        struct twin *place = query_int(&query, 5) != 0 ? place_of(twins, &twin) : NULL;
        if (place != NULL)
            place->same_phone = true;
        else if (query_int(&query, 5) == 0)
            twins->phones_outside++;
    }
    return query_end(&query);
}

// The telephone numbers that are typed in the draft.
static unsigned typed_phones(const struct draft *draft, struct custody_item *items) {
    unsigned count = 0;
    for (size_t i = 0; i < draft->table->count && count < CUSTODY_ITEMS_MAX; i++) {
        const struct field *field = &draft->table->fields[i];
        const bool asked = field->type == FIELD_PHONE && field_is_sealed(field) && (field->flags & FIELD_FINDABLE) != 0;
        if (asked && draft->values[i] != NULL && *draft->values[i] != '\0')
            items[count++] = (struct custody_item){.kind = draft->table->kind, .field = field->key, .value = draft->values[i]};
    }
    return count;
}

// That nobody can look just now keeps nobody from saving.
static enum status find_phones(struct ctx *ctx, const struct draft *draft, int64_t customer_id, struct twins *twins) {
    struct custody_item items[CUSTODY_ITEMS_MAX];
    struct custody_twins found = {.customer_id = customer_id};
    const unsigned count = typed_phones(draft, items);
    if (count == 0)
        return STATUS_OK;
    const enum status status = custody_twins(ctx->custody, &ctx->asker, items, count, &found);
    twins->unasked = status == STATUS_UNAVAILABLE || status == STATUS_LIMITED;
    if (twins->unasked)
        return STATUS_OK;
    TRY(status);
    twins->phones_outside = found.outside;
    twins->more |= found.more;
    return found.found > 0 ? add_phones(ctx, &found, twins) : STATUS_OK;
}

enum status customer_twins(struct ctx *ctx, const struct draft *draft, const struct record *stored, int64_t customer_id,
                           struct twins *twins) {
    const int name = draft->table->kind == KIND_CUSTOMER ? field_index(draft->table, "name") : -1;
    *twins = (struct twins){.count = 0};
    if (name >= 0 && draft->values[name] != NULL && (stored == NULL || strcmp(stored->values[name], draft->values[name]) != 0))
        TRY(find_names(ctx, draft->values[name], customer_id, twins));
    return find_phones(ctx, draft, customer_id, twins);
}

const char *twins_token(const struct twins *twins, struct arena *arena) {
    struct buffer token = {.arena = arena};
    buffer_format(&token, "%u.%u", twins->outside, twins->phones_outside);
    for (unsigned i = 0; i < twins->count; i++)
        buffer_format(&token, "-%lld", (long long)twins->rows[i].id);
    return token.data;
}
