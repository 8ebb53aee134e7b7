// One change of the catalogue, from the check to the record.
#include "domain/field_admin.h"

#include <inttypes.h>
#include <string.h>

#include "base/utf8.h"
#include "domain/field_catalogue.h"
#include "domain/field_change.h"
#include "domain/field_record.h"

static const struct sql BUMP = {"field.bump", "UPDATE field_version SET version = version + 1 WHERE id = 1"};
static const struct sql ENSURE = {
    "field.ensure",
    "INSERT INTO field_definition (kind, key, own, type, template) VALUES (:kind, :key, :own, :type, :template)"
    " ON CONFLICT (kind, key) DO NOTHING",
};
static const struct sql SET = {
    "field.set",
    "UPDATE field_definition SET type = :type, label_zh = :label_zh, label_en = :label_en, hint_zh = :hint_zh, hint_en = "
    ":hint_en,"
    " group_id = :group, min_length = :min, max_length = :max, pattern = :pattern, prefix = :prefix, lowest = :lowest,"
    " highest = :highest, no_future = :no_future, required = :required, required_for = :required_for, findable = :findable,"
    " listed = :listed, private = :private WHERE kind = :kind AND key = :key",
};
static const struct sql LEVEL = {"field.level",
                                 "UPDATE field_definition SET level = :level WHERE kind = :kind AND key = :key"};
static const struct sql PLACE = {"field.place",
                                 "UPDATE field_definition SET position = :place WHERE kind = :kind AND key = :key"};
static const struct sql RETIRE = {"field.retire",
                                  "UPDATE field_definition SET retired_at = :at WHERE kind = :kind AND key = :key"};
static const struct sql USED = {"field.used", "SELECT used FROM field_definition WHERE kind = :kind AND key = :key"};
static const struct sql NUMBER = {
    "field.number",
    "INSERT INTO sequence (name, next) VALUES ('field', 2) ON CONFLICT (name) DO UPDATE SET next = next + 1 RETURNING next - "
    "1",
};
static const struct sql SEAL = {
    "field.seal",
    "INSERT INTO field_sealing (kind, field, started_at, phase) VALUES (:kind, :key, :at, 'values') ON CONFLICT (kind, field)"
    " DO UPDATE SET started_at = :at, phase = 'values', position = 0, sealed = 0, rest = 0, finished_at = NULL",
};
const struct sql *const FIELD_ADMIN_STATEMENTS[] = {
    &BUMP, &ENSURE, &SET, &LEVEL, &PLACE, &RETIRE, &USED, &NUMBER, &SEAL, &FIELD_CHOICE_PUT, &FIELD_GROUP_PUT, NULL};

enum status field_refuse(struct field_fault *fault, const char *setting, struct text message) {
    *fault = (struct field_fault){setting, message};
    return STATUS_INVALID;
}

enum status field_change_begin(struct ctx *ctx) {
    if (!actor_may(ctx->actor, PERM_ADMIN_FIELDS))
        return STATUS_FORBIDDEN;
    TRY(store_begin(ctx->store));
    const enum status status = catalogue_check(ctx);
    if (status != STATUS_OK)
        store_rollback(ctx->store);
    return status;
}

enum status field_change_end(struct ctx *ctx, enum status status) {
    if (status == STATUS_OK) {
        struct query query = query_start(ctx->store, &BUMP);
        status = query_run(&query, NULL);
    }
    if (status == STATUS_OK)
        return store_commit(ctx->store);
    store_rollback(ctx->store);
    return status;
}

static struct query start(struct ctx *ctx, const struct sql *sql, enum kind kind, const char *key) {
    struct query query = query_start(ctx->store, sql);
    query_bind_int(&query, ":kind", kind);
    query_bind_text(&query, ":key", key);
    return query;
}

enum status field_ensure(struct ctx *ctx, enum kind kind, const struct field *field) {
    struct query query = start(ctx, &ENSURE, kind, field->key);
    query_bind_int(&query, ":own", (field->flags & FIELD_OWN) != 0);
    query_bind_text(&query, ":type", field_type_name(field->type));
    query_bind_text(&query, ":template", "");
    return query_run(&query, NULL);
}

static const struct field *field_of(const struct ctx *ctx, enum kind kind, const char *key) {
    const struct field_table *table = catalogue_table(ctx->fields, kind);
    return table ? field_known(table, key) : NULL;
}

// --- What may be set

struct text field_too_many(struct ctx *ctx, size_t count, size_t more) {
    return (struct text){
        arena_format(ctx->arena, "最多 %d 个字段，现在 %zu 个，再加 %zu 个就超出了；请先停用不再需要的字段", FIELD_MAX, count,
                     more),
        arena_format(
            ctx->arena,
            "At most %d fields; there are %zu, and %zu more would be too many. Retire some that are no longer needed.",
            FIELD_MAX, count, more)};
}

bool field_same_label(struct arena *arena, const char *a, const char *b) {
    return strcmp(utf8_fold(arena, a), utf8_fold(arena, b)) == 0;
}

// Imports know a column by its label in either language.
static bool is_taken(struct ctx *ctx, const struct field_table *table, const char *key, const char *label) {
    for (size_t i = 0; i < table->count; i++) {
        const struct field *field = &table->fields[i];
        if (strcmp(field->key, key) != 0 &&
            (field_same_label(ctx->arena, field->label.zh, label) || field_same_label(ctx->arena, field->label.en, label)))
            return true;
    }
    return false;
}

static enum status check_label(struct ctx *ctx, const struct field_table *table, const char *key, const char *label,
                               const char *setting, struct field_fault *fault) {
    if (*utf8_fold(ctx->arena, label) == '\0')
        return field_refuse(fault, setting, (struct text){"请填写名称", "Enter a label."});
    if (utf8_length(label) > FIELD_LABEL_MAX)
        return field_refuse(
            fault, setting,
            (struct text){
                arena_format(ctx->arena, "最多 %d 个字，现在 %zu 个", FIELD_LABEL_MAX, utf8_length(label)),
                arena_format(ctx->arena, "At most %d characters; there are %zu.", FIELD_LABEL_MAX, utf8_length(label))});
    if (is_taken(ctx, table, key, label))
        return field_refuse(fault, setting, (struct text){"已有字段用了这个名称", "Another field has this label."});
    return STATUS_OK;
}

static bool is_number(enum field_type type) {
    return type == FIELD_AMOUNT || type == FIELD_DECIMAL;
}

// Types an administrator can give: the others belong to what the program does with them.
bool field_type_is_offered(enum field_type type) {
    return type != FIELD_CREDIT_CODE && type != FIELD_REGION && type != FIELD_PERSON && type != FIELD_NUMBER &&
           type < FIELD_TYPE_COUNT;
}

static enum status check_limits(struct ctx *ctx, const struct field_settings *settings, struct field_fault *fault) {
    const unsigned most = field_type_max(settings->type);
    const struct field_limits *limits = &settings->limits;
    if (settings->max > most)
        return field_refuse(fault, "max",
                            (struct text){arena_format(ctx->arena, "这种类型最多 %u 个字", most),
                                          arena_format(ctx->arena, "This type has at most %u characters.", most)});
    if (settings->min > (settings->max > 0 ? settings->max : most))
        return field_refuse(fault, "min", (struct text){"不能比最多字数还多", "It can't be more than the most."});
    if (*limits->lowest != '\0' && *limits->highest != '\0' && is_number(settings->type) &&
        field_compare_numbers(limits->lowest, limits->highest) > 0)
        return field_refuse(fault, "lowest", (struct text){"不能大于最大值", "It can't be more than the greatest."});
    if (utf8_length(limits->prefix) > (settings->max > 0 ? settings->max : most))
        return field_refuse(fault, "prefix", (struct text){"比最多字数还长", "It is longer than the most."});
    return STATUS_OK;
}

static enum status check_settings(struct ctx *ctx, const struct field_table *table, const char *key,
                                  const struct field_settings *settings, struct field_fault *fault) {
    TRY(check_label(ctx, table, key, settings->label.zh, "label_zh", fault));
    TRY(check_label(ctx, table, key, settings->label.en, "label_en", fault));
    return check_limits(ctx, settings, fault);
}

struct field_settings field_settings_of(const struct field *field) {
    static const struct field_limits NONE = {.prefix = "", .lowest = "", .highest = "", .required_for = ""};
    return (struct field_settings){
        .label = field->label,
        .hint = field->hint.zh ? field->hint : (struct text){"", ""},
        .type = field->type,
        .level = field->level,
        .group = field->group,
        .min = field->min,
        .max = field->max,
        .limits = field->limits ? *field->limits : NONE,
        .required = (field->flags & FIELD_REQUIRED) != 0,
        .findable = (field->flags & FIELD_FINDABLE) != 0,
        .listed = (field->flags & FIELD_LIST) != 0,
        .private = (field->flags & FIELD_PRIVATE) != 0,
    };
}

// --- Writing

// NULL where it is what the program's own line says, so that a later one is seen.
static void bind_label(struct query *query, const char *name, const char *value, const char *built_in) {
    query_bind_text(query, name, built_in && strcmp(value, built_in) == 0 ? NULL : value);
}

static enum status write_settings(struct ctx *ctx, enum kind kind, const char *key, const struct field_settings *settings) {
    const struct field *line = field_find(catalogue_table(&BUILT_IN_CATALOGUE, kind), key);
    const struct field_limits *limits = &settings->limits;
    struct query query = start(ctx, &SET, kind, key);
    query_bind_text(&query, ":type", field_type_name(settings->type));
    bind_label(&query, ":label_zh", settings->label.zh, line ? line->label.zh : NULL);
    bind_label(&query, ":label_en", settings->label.en, line ? line->label.en : NULL);
    const bool plain = line && strcmp(settings->hint.zh, line->hint.zh ? line->hint.zh : "") == 0 &&
                       strcmp(settings->hint.en, line->hint.en ? line->hint.en : "") == 0;
    query_bind_text(&query, ":hint_zh", plain ? NULL : settings->hint.zh);
    query_bind_text(&query, ":hint_en", plain ? NULL : settings->hint.en);
    query_bind_int(&query, ":group", settings->group);
    query_bind_int(&query, ":min", settings->min);
    query_bind_int(&query, ":max", settings->max);
    query_bind_int(&query, ":pattern", limits->pattern);
    query_bind_text(&query, ":prefix", limits->prefix);
    query_bind_text(&query, ":lowest", limits->lowest);
    query_bind_text(&query, ":highest", limits->highest);
    query_bind_int(&query, ":no_future", limits->no_future);
    query_bind_int(&query, ":required", settings->required);
    query_bind_text(&query, ":required_for", limits->required_for);
    query_bind_int(&query, ":findable", settings->findable);
    query_bind_int(&query, ":listed", settings->listed);
    query_bind_int(&query, ":private", settings->private);
    return query_run(&query, NULL);
}

static enum status write_level(struct ctx *ctx, enum kind kind, const char *key, enum level level) {
    struct query query = start(ctx, &LEVEL, kind, key);
    query_bind_int(&query, ":level", level);
    return query_run(&query, NULL);
}

enum status field_insert(struct ctx *ctx, enum kind kind, const char *key, const char *template,
                         const struct field_settings *settings) {
    struct query query = start(ctx, &ENSURE, kind, key);
    query_bind_int(&query, ":own", 1);
    query_bind_text(&query, ":type", field_type_name(settings->type));
    query_bind_text(&query, ":template", template);
    TRY(query_run(&query, NULL));
    TRY(write_settings(ctx, kind, key, settings));
    TRY(write_level(ctx, kind, key, settings->level));
    return field_record(ctx, kind, settings->label.zh, "add", key, "", level_label(settings->level).zh);
}

enum status field_next_key(struct ctx *ctx, const char **key) {
    struct query query = query_start(ctx->store, &NUMBER);
    *key = query_row(&query) ? arena_format(ctx->arena, "own_%" PRId64, query_int(&query, 0)) : "";
    return query_end(&query);
}

static enum status add(struct ctx *ctx, enum kind kind, const struct field_settings *settings, struct field_fault *fault,
                       const char **key) {
    const struct field_table *table = catalogue_table(ctx->fields, kind);
    if (table->count >= FIELD_MAX)
        return field_refuse(fault, "", field_too_many(ctx, table->count, 1));
    if (!field_type_is_offered(settings->type))
        return field_refuse(fault, "type", (struct text){"请选择类型", "Choose a type."});
    TRY(check_settings(ctx, table, "", settings, fault));
    TRY(field_next_key(ctx, key));
    return field_insert(ctx, kind, *key, "", settings);
}

enum status field_add(struct ctx *ctx, enum kind kind, const struct field_settings *settings, struct field_fault *fault,
                      const char **key) {
    TRY(field_change_begin(ctx));
    return field_change_end(ctx, add(ctx, kind, settings, fault, key));
}

// Whether anything was ever stored in an own field. As the store says now: the catalogue may be older than the first value.
static enum status find_use(struct ctx *ctx, enum kind kind, const struct field *field, bool *used) {
    *used = true;
    if ((field->flags & FIELD_OWN) == 0)
        return STATUS_OK;
    struct query query = start(ctx, &USED, kind, field->key);
    if (query_row(&query))
        *used = query_int(&query, 0) != 0;
    return query_end(&query);
}

static enum status set(struct ctx *ctx, enum kind kind, const char *key, struct field_settings settings,
                       struct field_fault *fault) {
    const struct field *field = field_of(ctx, kind, key);
    if (!field)
        return STATUS_NOT_FOUND;
    const struct field_settings before = field_settings_of(field);
    const bool own = (field->flags & FIELD_OWN) != 0;
    bool used;
    TRY(find_use(ctx, kind, field, &used));
    settings.level = field->level;
    if (used)
        settings.type = field->type;
    if (!own) { // what the program's own rules say of length stays
        settings.min = field->min;
        settings.max = field->max;
    }
    TRY(check_settings(ctx, catalogue_table(ctx->fields, kind), key, &settings, fault));
    TRY(field_ensure(ctx, kind, field));
    TRY(write_settings(ctx, kind, key, &settings));
    return field_record_settings(ctx, kind, &before, &settings);
}

enum status field_set(struct ctx *ctx, enum kind kind, const char *key, const struct field_settings *settings,
                      struct field_fault *fault) {
    TRY(field_change_begin(ctx));
    return field_change_end(ctx, set(ctx, kind, key, *settings, fault));
}

// --- Place

static enum status place(struct ctx *ctx, enum kind kind, const struct field *field, int64_t at) {
    TRY(field_ensure(ctx, kind, field));
    struct query query = start(ctx, &PLACE, kind, field->key);
    query_bind_int(&query, ":place", at);
    return query_run(&query, NULL);
}

// Numbers the group anew with the field and its neighbour exchanged; at the end of the group nothing is to be done.
static enum status move(struct ctx *ctx, enum kind kind, const char *key, bool up) {
    const struct field_table *table = catalogue_table(ctx->fields, kind);
    const int at = table ? field_index(table, key) : -1;
    if (at < 0)
        return STATUS_NOT_FOUND;
    const int other = up ? at - 1 : at + 1;
    const unsigned group = table->fields[at].group;
    if (other < 0 || (size_t)other >= table->count || table->fields[other].group != group)
        return STATUS_OK;
    int64_t number = 0;
    for (int i = 0; (size_t)i < table->count; i++)
        if (table->fields[i].group == group)
            TRY(place(ctx, kind, &table->fields[i == at ? other : i == other ? at
                                                                             : i],
                      number++));
    return field_record(ctx, kind, table->fields[at].label.zh, up ? "up" : "down", key, "", "");
}

enum status field_move(struct ctx *ctx, enum kind kind, const char *key, bool up) {
    TRY(field_change_begin(ctx));
    return field_change_end(ctx, move(ctx, kind, key, up));
}

// --- Out of use and back

bool field_may_retire(const struct field *field, struct text *why) {
    *why = (struct text){"系统的列表、编号或规则要用到它，不能停用",
                         "Lists, numbers or rules of the system rest on it: it can't be retired."};
    if ((field->flags & (FIELD_COLUMN | FIELD_FIXED | FIELD_CORE)) != 0)
        return false;
    *why = (struct text){"正在加密保存，请等它完成", "It is being encrypted; wait until that is done."};
    return (field->flags & FIELD_SEALING) == 0;
}

bool field_may_raise(const struct field *field, struct text *why) {
    *why = (struct text){"列表、查找和编号要用到它的原文，密级不能提高",
                         "Lists, searches and numbers need it in plain: its level can't be raised."};
    if ((field->flags & (FIELD_COLUMN | FIELD_FIXED)) != 0)
        return false;
    *why = (struct text){"正在加密保存，请等它完成", "It is being encrypted; wait until that is done."};
    if ((field->flags & FIELD_SEALING) != 0)
        return false;
    *why = (struct text){"已是最高密级", "It has the highest level."};
    return field->level < LEVEL_TOP;
}

enum status field_set_retired(struct ctx *ctx, enum kind kind, const struct field *field, bool retired) {
    TRY(field_ensure(ctx, kind, field));
    struct query query = start(ctx, &RETIRE, kind, field->key);
    if (retired)
        query_bind_int(&query, ":at", clock_now(ctx->clock));
    else
        query_bind_null(&query, ":at");
    TRY(query_run(&query, NULL));
    return field_record(ctx, kind, field->label.zh, retired ? "retire" : "return", field->key, "", "");
}

static enum status retire(struct ctx *ctx, enum kind kind, const char *key, struct field_fault *fault) {
    const struct field_table *table = catalogue_table(ctx->fields, kind);
    const struct field *field = table ? field_find(table, key) : NULL;
    struct text why;
    if (!field)
        return STATUS_NOT_FOUND;
    if (!field_may_retire(field, &why))
        return field_refuse(fault, "", why);
    return field_set_retired(ctx, kind, field, true);
}

enum status field_retire(struct ctx *ctx, enum kind kind, const char *key, struct field_fault *fault) {
    TRY(field_change_begin(ctx));
    return field_change_end(ctx, retire(ctx, kind, key, fault));
}

static enum status bring_back(struct ctx *ctx, enum kind kind, const char *key, struct field_fault *fault) {
    const struct field_table *table = catalogue_table(ctx->fields, kind);
    const struct field *field = table ? field_known(table, key) : NULL;
    if (!field || field_find(table, key))
        return STATUS_NOT_FOUND;
    if (table->count >= FIELD_MAX)
        return field_refuse(fault, "", field_too_many(ctx, table->count, 1));
    if (is_taken(ctx, table, key, field->label.zh) || is_taken(ctx, table, key, field->label.en))
        return field_refuse(
            fault, "",
            (struct text){"另一个字段现在用着这个名称；请先改名", "Another field has this label now; change it first."});
    return field_set_retired(ctx, kind, field, false);
}

enum status field_bring_back(struct ctx *ctx, enum kind kind, const char *key, struct field_fault *fault) {
    TRY(field_change_begin(ctx));
    return field_change_end(ctx, bring_back(ctx, kind, key, fault));
}

// --- Level

static enum status start_sealing(struct ctx *ctx, enum kind kind, const char *key) {
    struct query query = start(ctx, &SEAL, kind, key);
    query_bind_int(&query, ":at", clock_now(ctx->clock));
    return query_run(&query, NULL);
}

static enum status set_level(struct ctx *ctx, enum kind kind, const char *key, enum level level, struct field_fault *fault) {
    const struct field *field = field_of(ctx, kind, key);
    const struct text stored = {
        "密级不能降低：已经存过的内容、历史和访问记录都按原密级保护",
        "The level can't be lowered: what was stored, its history and its access records are protected by it."};
    struct text why;
    if (!field)
        return STATUS_NOT_FOUND;
    if (level == field->level)
        return STATUS_OK;
    bool used;
    TRY(find_use(ctx, kind, field, &used));
    if (level < field->level && used)
        return field_refuse(fault, "level", stored);
    if (level > field->level && !field_may_raise(field, &why))
        return field_refuse(fault, "level", why);
    TRY(field_ensure(ctx, kind, field));
    TRY(write_level(ctx, kind, key, level));
    // Used or not: whoever holds an older catalogue may be writing the first value just now, and waits for us.
    if (field->level < LEVEL_SECRET && level >= LEVEL_SECRET)
        TRY(start_sealing(ctx, kind, key));
    return field_record(ctx, kind, field->label.zh, "level", key, level_label(field->level).zh, level_label(level).zh);
}

enum status field_set_level(struct ctx *ctx, enum kind kind, const char *key, enum level level, struct field_fault *fault) {
    TRY(field_change_begin(ctx));
    return field_change_end(ctx, set_level(ctx, kind, key, level, fault));
}
