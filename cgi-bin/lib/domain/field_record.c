#include "domain/field_record.h"

#include <string.h>

static const struct sql ADD = {
    "field.record",
    "INSERT INTO field_change (at, person_id, kind, label, action, what, before, after)"
    " VALUES (:at, :person, :kind, :label, :action, :what, :before, :after)",
};
static const struct sql NEWEST = {
    "field.changes",
    "SELECT c.id, c.at, p.name, c.kind, c.label, c.action, c.what, c.before, c.after FROM field_change c"
    " JOIN person p ON p.id = c.person_id WHERE c.id < :before ORDER BY c.id DESC LIMIT :most",
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

enum status field_record_settings(struct ctx *ctx, enum kind kind, const struct field_settings *before,
                                  const struct field_settings *after) {
    const struct setting settings[] = {
        {"label_zh", before->label.zh, after->label.zh},
        {"label_en", before->label.en, after->label.en},
        {"hint_zh", before->hint.zh, after->hint.zh},
        {"hint_en", before->hint.en, after->hint.en},
        {"type", field_type_name(before->type), field_type_name(after->type)},
        {"group", number(ctx->arena, before->group), number(ctx->arena, after->group)},
        {"min", number(ctx->arena, before->min), number(ctx->arena, after->min)},
        {"max", number(ctx->arena, before->max), number(ctx->arena, after->max)},
        {"pattern", pattern_label(before->limits.pattern).zh, pattern_label(after->limits.pattern).zh},
        {"prefix", before->limits.prefix, after->limits.prefix},
        {"lowest", before->limits.lowest, after->limits.lowest},
        {"highest", before->limits.highest, after->limits.highest},
        {"no_future", yes(before->limits.no_future), yes(after->limits.no_future)},
        {"required", yes(before->required), yes(after->required)},
        {"required_for", before->limits.required_for, after->limits.required_for},
        {"findable", yes(before->findable), yes(after->findable)},
        {"listed", yes(before->listed), yes(after->listed)},
        {"private", yes(before->private), yes(after->private)},
    };
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
        if (strcmp(settings[i].before, settings[i].after) != 0)
            TRY(field_record(ctx, kind, after->label.zh, "set", settings[i].name, settings[i].before, settings[i].after));
    return STATUS_OK;
}

enum status field_changes(struct ctx *ctx, int64_t before, struct field_change *rows, unsigned most, unsigned *count) {
    *count = 0;
    struct query query = query_start(ctx->store, &NEWEST);
    query_bind_int(&query, ":before", before > 0 ? before : INT64_MAX);
    query_bind_int(&query, ":most", most);
    while (*count < most && query_row(&query))
        rows[(*count)++] = (struct field_change){
            .id = query_int(&query, 0),
            .at = query_int(&query, 1),
            .person = query_text(&query, 2, ctx->arena),
            .kind = (enum kind)query_int(&query, 3),
            .label = query_text(&query, 4, ctx->arena),
            .action = query_text(&query, 5, ctx->arena),
            .what = query_text(&query, 6, ctx->arena),
            .before = query_text(&query, 7, ctx->arena),
            .after = query_text(&query, 8, ctx->arena),
        };
    return query_end(&query);
}
