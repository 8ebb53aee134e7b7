// The choices of a field, and chapters.
#include <string.h>

#include "base/utf8.h"
#include "domain/field_change.h"
#include "domain/field_record.h"

const struct sql FIELD_CHOICE_PUT = {
    "field.choice",
    "INSERT INTO field_choice (kind, field, key, label_zh, label_en, position, retired)"
    " VALUES (:kind, :field, :key, :zh, :en, :place, :retired) ON CONFLICT (kind, field, key)"
    " DO UPDATE SET label_zh = :zh, label_en = :en, position = :place, retired = :retired",
};
const struct sql FIELD_GROUP_PUT = {
    "field.group",
    "INSERT INTO field_group (id, label_zh, label_en, position) VALUES (:id, :zh, :en, :id)",
};

static enum status check_choices(struct ctx *ctx, const struct field_choices *choices, struct field_fault *fault) {
    for (unsigned i = 0; i < choices->count; i++) {
        const struct text label = choices->rows[i].label;
        if (*utf8_fold(ctx->arena, label.zh) == '\0' || *utf8_fold(ctx->arena, label.en) == '\0' ||
            utf8_length(label.zh) > FIELD_LABEL_MAX || utf8_length(label.en) > FIELD_LABEL_MAX)
            return field_refuse(
                fault, "choices",
                (struct text){
                    arena_format(ctx->arena, "第 %u 项：中文和英文都要写，各不超过 %d 个字", i + 1, FIELD_LABEL_MAX),
                    arena_format(ctx->arena, "Choice %u: both Chinese and English, at most %d characters each.", i + 1,
                                 FIELD_LABEL_MAX)});
        for (unsigned k = 0; k < i; k++)
            if (field_same_label(ctx->arena, choices->rows[k].label.zh, label.zh) ||
                field_same_label(ctx->arena, choices->rows[k].label.en, label.en))
                return field_refuse(
                    fault, "choices",
                    (struct text){arena_format(ctx->arena, "第 %u 项与第 %u 项重复", i + 1, k + 1),
                                  arena_format(ctx->arena, "Choice %u is the same as choice %u.", i + 1, k + 1)});
    }
    return STATUS_OK;
}

static const struct choice *choice_of(const struct field *field, const char *key) {
    for (const struct choice *choice = field->choices; choice->key; choice++)
        if (strcmp(choice->key, key) == 0)
            return choice;
    return NULL;
}

static enum status put_choice(struct ctx *ctx, enum kind kind, const char *field, const char *key,
                              const struct choice *choice, unsigned at) {
    struct query query = query_start(ctx->store, &FIELD_CHOICE_PUT);
    query_bind_int(&query, ":kind", kind);
    query_bind_text(&query, ":field", field);
    query_bind_text(&query, ":key", key);
    query_bind_text(&query, ":zh", choice->label.zh);
    query_bind_text(&query, ":en", choice->label.en);
    query_bind_int(&query, ":place", at);
    query_bind_int(&query, ":retired", choice->retired);
    return query_run(&query, NULL);
}

enum status field_insert_choices(struct ctx *ctx, enum kind kind, const char *key, const struct choice *choices) {
    for (unsigned i = 0; choices && choices[i].key; i++)
        TRY(put_choice(ctx, kind, key, choices[i].key, &choices[i], i));
    return STATUS_OK;
}

static enum status write_choice(struct ctx *ctx, enum kind kind, const struct field *field, const struct choice *choice,
                                unsigned at) {
    const struct choice *before = *choice->key ? choice_of(field, choice->key) : NULL;
    if (*choice->key && !before)
        return STATUS_BAD_REQUEST;
    const char *key = choice->key;
    if (!before)
        TRY(field_next_key(ctx, &key));
    TRY(put_choice(ctx, kind, field->key, key, choice, at));
    const char *was = before ? before->label.zh : "";
    if (before && strcmp(was, choice->label.zh) == 0 && strcmp(before->label.en, choice->label.en) == 0 &&
        before->retired == choice->retired)
        return STATUS_OK;
    return field_record(ctx, kind, field->label.zh, choice->retired ? "choice-retire" : "choice", field->key, was,
                        choice->label.zh);
}

static enum status set_choices(struct ctx *ctx, enum kind kind, const char *key, const struct field_choices *choices,
                               struct field_fault *fault) {
    const struct field_table *table = catalogue_table(ctx->fields, kind);
    const struct field *field = table ? field_known(table, key) : NULL;
    if (!field || field->type != FIELD_CHOICE)
        return STATUS_NOT_FOUND;
    TRY(check_choices(ctx, choices, fault));
    TRY(field_ensure(ctx, kind, field));
    for (unsigned i = 0; i < choices->count; i++)
        TRY(write_choice(ctx, kind, field, &choices->rows[i], i));
    return STATUS_OK;
}

enum status field_set_choices(struct ctx *ctx, enum kind kind, const char *key, const struct field_choices *choices,
                              struct field_fault *fault) {
    TRY(field_change_begin(ctx));
    return field_change_end(ctx, set_choices(ctx, kind, key, choices, fault));
}

enum status field_group_add(struct ctx *ctx, struct text label, unsigned pending, struct field_fault *fault, unsigned *id) {
    const struct field_table *table = ctx->fields->customer;
    *id = FIELD_GROUP_FIRST;
    for (size_t i = 0; i < table->chapter_count; i++) {
        if (table->chapters[i].group >= *id)
            *id = table->chapters[i].group + 1;
        if (field_same_label(ctx->arena, table->chapters[i].label.zh, label.zh)) {
            *id = table->chapters[i].group;
            return STATUS_OK;
        }
    }
    *id += pending;
    if (table->chapter_count + pending >= GROUP_COUNT + CHAPTERS_MAX)
        return field_refuse(fault, "group_zh",
                            (struct text){arena_format(ctx->arena, "分组最多 %d 个", GROUP_COUNT + CHAPTERS_MAX),
                                          arena_format(ctx->arena, "At most %d groups.", GROUP_COUNT + CHAPTERS_MAX)});
    struct query query = query_start(ctx->store, &FIELD_GROUP_PUT);
    query_bind_int(&query, ":id", *id);
    query_bind_text(&query, ":zh", label.zh);
    query_bind_text(&query, ":en", label.en);
    return query_run(&query, NULL);
}
