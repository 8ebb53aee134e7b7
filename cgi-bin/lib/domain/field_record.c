#include "domain/field_record.h"

#include <string.h>

static const struct sql ADD = {
    "field.record",
    "INSERT INTO field_change (at, person_id, kind, label, action, what, before, after)"
    " VALUES (:at, :person, :kind, :label, :action, :what, :before, :after)",
};
static const struct sql NEWEST = {
    "field.changes",
    "SELECT c.at, p.name, c.kind, c.label, c.action, c.what, c.before, c.after FROM field_change c JOIN person p ON p.id = c.person_id"
    " WHERE c.id < :before ORDER BY c.id DESC LIMIT :most",
};
const struct sql *const FIELD_RECORD_STATEMENTS[] = {&ADD, &NEWEST, NULL};

enum status field_record(struct ctx *ctx, enum kind kind, const char *label, const char *action, const char *what, const char *before,
                         const char *after) {
    struct query query = query_start(ctx->store, &ADD);
    query_bind_int(&query, ":at", clock_now(ctx->clock));
    query_bind_int(&query, ":person", ctx->actor->person_id);
    query_bind_int(&query, ":kind", kind);
    query_bind_text(&query, ":label", label);
    query_bind_text(&query, ":action", action);
    query_bind_text(&query, ":what", what);
    query_bind_text(&query, ":before", before);
    query_bind_text(&query, ":after", after);
    return query_run(&query, NULL);
}

// One setting in words.
struct setting {
    const char *name, *before, *after;
};

static const char *number(struct arena *arena, unsigned value) {
    return arena_format(arena, "%u", value);
}

static const char *yes(bool on) {
    return on ? "1" : "0";
}

enum status field_record_settings(struct ctx *ctx, enum kind kind, const struct field_settings *a, const struct field_settings *b) {
    const struct setting settings[] = {
        {"label_zh", a->label.zh, b->label.zh},
        {"label_en", a->label.en, b->label.en},
        {"hint_zh", a->hint.zh, b->hint.zh},
        {"hint_en", a->hint.en, b->hint.en},
        {"type", field_type_name(a->type), field_type_name(b->type)},
        {"group", number(ctx->arena, a->group), number(ctx->arena, b->group)},
        {"min", number(ctx->arena, a->min), number(ctx->arena, b->min)},
        {"max", number(ctx->arena, a->max), number(ctx->arena, b->max)},
        {"pattern", pattern_label(a->limits.pattern).zh, pattern_label(b->limits.pattern).zh},
        {"prefix", a->limits.prefix, b->limits.prefix},
        {"lowest", a->limits.lowest, b->limits.lowest},
        {"highest", a->limits.highest, b->limits.highest},
        {"no_future", yes(a->limits.no_future), yes(b->limits.no_future)},
        {"required", yes(a->required), yes(b->required)},
        {"required_for", a->limits.required_for, b->limits.required_for},
        {"findable", yes(a->findable), yes(b->findable)},
        {"listed", yes(a->listed), yes(b->listed)},
        {"private", yes(a->private), yes(b->private)},
    };
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
        if (strcmp(settings[i].before, settings[i].after) != 0)
            TRY(field_record(ctx, kind, b->label.zh, "set", settings[i].name, settings[i].before, settings[i].after));
    return STATUS_OK;
}

enum status field_changes(struct ctx *ctx, int64_t before, struct field_change *rows, unsigned most, unsigned *count) {
    *count = 0;
    struct query query = query_start(ctx->store, &NEWEST);
    query_bind_int(&query, ":before", before > 0 ? before : INT64_MAX);
    query_bind_int(&query, ":most", most);
    while (*count < most && query_row(&query))
        rows[(*count)++] = (struct field_change){
            .at = query_int(&query, 0),
            .person = query_text(&query, 1, ctx->arena),
            .kind = (enum kind)query_int(&query, 2),
            .label = query_text(&query, 3, ctx->arena),
            .action = query_text(&query, 4, ctx->arena),
            .what = query_text(&query, 5, ctx->arena),
            .before = query_text(&query, 6, ctx->arena),
            .after = query_text(&query, 7, ctx->arena),
        };
    return query_end(&query);
}
