// Resolving the name of a region: the longest end of the text that begins a region's own name decides, and what stands
// before it must be short for what lies above that region.
#include "domain/region.h"

#include <string.h>

#include "base/utf8.h"
#include "domain/customer_sql.h"
#include "domain/record.h"

#define CANDIDATES_MAX 64 // the most frequent own names, 鼓楼区 and the like, occur a handful of times
#define CANDIDATES_SHOWN 5

const struct sql REGION_BY_CODE = {"region.by_code", "SELECT code, name, full_name FROM region WHERE code = :text"};
const struct sql REGION_BY_FULL_NAME = {
    "region.by_full_name",
    "SELECT code, name, full_name FROM region WHERE full_name = :text ORDER BY code LIMIT 1",
};
const struct sql REGION_BY_NAME = {
    "region.by_name",
    "SELECT code, name, full_name FROM region WHERE name >= :text AND name < :end ORDER BY code LIMIT 64",
};
const struct sql *const REGION_STATEMENTS[] = {&REGION_BY_CODE, &REGION_BY_FULL_NAME, &REGION_BY_NAME, NULL};

struct candidates {
    struct region rows[CANDIDATES_MAX];
    unsigned count;
    bool exact; // they are called what was typed, not only something that begins so
};

// Whether all characters of `brief` occur in `above` in their order: 广东深圳 in 广东省深圳市.
static bool is_short_for(const char *brief, const char *above, size_t length) {
    const char *end = above + length;
    uint32_t wanted = utf8_next(&brief);
    while (wanted != 0 && above < end)
        if (utf8_next(&above) == wanted)
            wanted = utf8_next(&brief);
    return wanted == 0;
}

static void add_candidate(struct candidates *found, const struct query *query, const char *before, const char *tail,
                          struct arena *arena) {
    const char *name = query_text(query, 1, arena);
    const char *full_name = query_text(query, 2, arena);
    size_t above = strlen(full_name) > strlen(name) ? strlen(full_name) - strlen(name) : 0;
    bool exact = strcmp(name, tail) == 0;
    if (!is_short_for(before, full_name, above) || (found->exact && !exact) || found->count == CANDIDATES_MAX)
        return;
    if (exact && !found->exact)
        found->count = 0; // what only begins so steps back
    found->exact |= exact;
    found->rows[found->count++] = (struct region){query_text(query, 0, arena), full_name};
}

// Regions whose own name begins with `tail` and whose place `before` is short for.
static enum status find_below(struct ctx *ctx, const char *before, const char *tail, struct candidates *found) {
    *found = (struct candidates){.count = 0};
    struct query query = query_start(ctx->store, &REGION_BY_NAME);
    query_bind_text(&query, ":text", tail);
    query_bind_text(&query, ":end",
                    arena_format(ctx->arena, "%s\xF4\x8F\xBF\xBF", tail)); // the last character there is
    while (query_row(&query))
        add_candidate(found, &query, before, tail, ctx->arena);
    return query_end(&query);
}

static enum status find_named(struct ctx *ctx, const char *text, struct candidates *found) {
    const char *tail = text;
    *found = (struct candidates){.count = 0};
    while (found->count == 0 && utf8_length(tail) >= 2) {
        const char *before = arena_copy(ctx->arena, text, (size_t)(tail - text));
        TRY(find_below(ctx, before, tail, found));
        utf8_next(&tail);
    }
    return STATUS_OK;
}

static enum status find_exactly(struct ctx *ctx, const struct sql *sql, const char *text, struct candidates *found) {
    *found = (struct candidates){.count = 0};
    struct query query = query_start(ctx->store, sql);
    query_bind_text(&query, ":text", text);
    if (query_row(&query))
        found->rows[found->count++] =
            (struct region){query_text(&query, 0, ctx->arena), query_text(&query, 2, ctx->arena)};
    return query_end(&query);
}

static struct text say_unknown(struct arena *arena, const char *text) {
    return (struct text){
        arena_format(arena, "没有“%s”这个地区，请写行政区划的全称或 6 位代码，如 广东省深圳市南山区", text),
        arena_format(
            arena, "There is no region “%s”; write its full name or its 6-digit code, e.g. 广东省深圳市南山区.", text),
    };
}

static struct text say_ambiguous(struct arena *arena, const char *text, const struct candidates *found) {
    struct buffer names = {.arena = arena};
    for (unsigned i = 0; i < found->count && i < CANDIDATES_SHOWN; i++)
        buffer_format(&names, "%s%s", i > 0 ? "、" : "", found->rows[i].full_name);
    bool more = found->count > CANDIDATES_SHOWN;
    return (struct text){
        arena_format(arena, "“%s”有多处：%s%s，请写全称", text, names.data, more ? " 等" : ""),
        arena_format(arena, "“%s” is ambiguous: %s%s; write the full name.", text, names.data,
                     more ? " and others" : ""),
    };
}

enum status region_resolve(struct ctx *ctx, const char *typed, struct region *region, struct text *message) {
    struct candidates *found = ARENA_NEW(ctx->arena, struct candidates);
    const char *text = utf8_fold(ctx->arena, typed); // 广东省 深圳市 and 广东/深圳 are meant as one word
    bool is_code = strlen(text) == 6 && strspn(text, "0123456789") == 6;
    TRY(find_exactly(ctx, is_code ? &REGION_BY_CODE : &REGION_BY_FULL_NAME, text, found));
    if (found->count == 0 && !is_code && utf8_length(text) <= REGION_TYPED_MAX)
        TRY(find_named(ctx, text, found));
    if (found->count == 1) {
        *region = found->rows[0];
        return STATUS_OK;
    }
    const char *shown = utf8_trim(ctx->arena, typed);
    *message = found->count == 0 ? say_unknown(ctx->arena, shown) : say_ambiguous(ctx->arena, shown, found);
    return STATUS_INVALID;
}

enum status region_check_draft(struct ctx *ctx, struct draft *draft) {
    for (size_t i = 0; i < draft->table->count; i++) {
        struct region region;
        struct text message = {NULL, NULL};
        if (draft->table->fields[i].type != FIELD_REGION || draft->values[i] == NULL || *draft->values[i] == '\0')
            continue;
        enum status status = region_resolve(ctx, draft->values[i], &region, &message);
        if (status == STATUS_INVALID)
            draft_fault(draft, i, message);
        else
            TRY(status);
    }
    return draft->faults > 0 ? STATUS_INVALID : STATUS_OK;
}
