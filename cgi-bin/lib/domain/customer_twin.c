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
const struct sql *const TWIN_STATEMENTS[] = {&BY_NAME, NULL};

static struct twin read_row(const struct query *query, struct arena *arena) {
    return (struct twin){
        .id = query_int(query, 0),
        .archive_no = query_text(query, 1, arena),
        .name = query_text(query, 2, arena),
        .region = query_is_null(query, 3) ? "" : query_text(query, 3, arena),
        .owner_name = query_is_null(query, 4) ? "" : query_text(query, 4, arena),
        .same_name = query_int(query, 6) != 0,
    };
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
        else if (twins->count < TWINS_MAX)
            twins->rows[twins->count++] = read_row(&query, ctx->arena);
        else
            twins->more = true;
    }
    twins->more |= read == ROWS_READ;
    return query_end(&query);
}

enum status customer_twins(struct ctx *ctx, const struct draft *draft, const struct record *stored, int64_t customer_id,
                           struct twins *twins) {
    const int name = field_index(draft->table, "name");
    *twins = (struct twins){.count = 0};
    if (name < 0 || draft->values[name] == NULL || (stored != NULL && strcmp(stored->values[name], draft->values[name]) == 0))
        return STATUS_OK;
    return find_names(ctx, draft->values[name], customer_id, twins);
}

const char *twins_token(const struct twins *twins, struct arena *arena) {
    struct buffer token = {.arena = arena};
    buffer_format(&token, "%u", twins->outside);
    for (unsigned i = 0; i < twins->count; i++)
        buffer_format(&token, "-%lld", (long long)twins->rows[i].id);
    return token.data;
}
