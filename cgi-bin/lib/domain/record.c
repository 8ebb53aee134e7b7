// Checking what was typed against the field table, and a record as it was before its newest changes.
#include "domain/record.h"

#include <string.h>

#include "base/utf8.h"
#include "domain/customer_sql.h"
#include "domain/region.h"

#define NAME_TYPED_MAX REGION_TYPED_MAX // characters

// The customer is known by its own id or through the contact, so the index of histories by customer serves both.
const struct sql HISTORY_SINCE = {
    "history.since",
    "SELECT h.field, " HISTORY_BEFORE " FROM history h WHERE customer_id = "
    "CASE :kind WHEN 1 THEN :record ELSE (SELECT customer_id FROM contact WHERE id = :record) END "
    "AND kind = :kind AND record_id = :record AND version > :version ORDER BY id DESC",
};

void draft_fault(struct draft *draft, size_t field, struct text message) {
    draft->messages[field] = message;
    draft->faults++;
}

static bool is_empty(const char *typed, struct arena *arena) {
    return utf8_valid(typed, strlen(typed)) && *utf8_trim(arena, typed) == '\0';
}

// Regions and colleagues are typed by name, which only the store can tell (domain/region, domain/customer_owner): here
// only that it is a line of text.
static bool is_named(const struct field *field) {
    return field->type == FIELD_REGION || field->type == FIELD_PERSON;
}

static enum status check_name(const struct field *field, const char *typed, struct arena *arena, const char **value,
                              struct text *message) {
    if (utf8_valid(typed, strlen(typed)) && !utf8_has_control(typed) && strpbrk(typed, "\t\r\n") == NULL &&
        utf8_length(typed) <= NAME_TYPED_MAX) {
        *value = utf8_narrow(arena, typed);
        return STATUS_OK;
    }
    *message = field->type == FIELD_REGION
                   ? (struct text){"不是地区名称或代码", "Not the name or code of a region."}
                   : (struct text){"不是同事的账号或姓名", "Not the login or name of a colleague."};
    return STATUS_INVALID;
}

// What is being sealed stays as it is for the moment: what it was before would be lost to the history.
static enum status check_sealing(struct draft *draft, size_t i) {
    if ((draft->typed[i] == NULL || *draft->typed[i] == '\0') && !draft->clear[i])
        return STATUS_OK;
    draft->messages[i] = (struct text){"此项正在加密保存，请过几分钟再改", "This is being encrypted; change it in a few minutes."};
    return STATUS_INVALID;
}

static enum status check_field(struct draft *draft, const struct record *stored, size_t i, struct arena *arena) {
    const struct field *field = &draft->table->fields[i];
    const char *typed = draft->typed[i];
    draft->values[i] = NULL;
    if (field->flags & FIELD_FIXED)
        return STATUS_OK;
    if (typed == NULL && stored != NULL && !draft->clear[i])
        return STATUS_OK;
    if (typed == NULL)
        typed = "";
    if ((field->flags & FIELD_SEALING) != 0 && stored != NULL && *stored->values[i] != '\0')
        return check_sealing(draft, i);
    bool has_stored = stored != NULL && *stored->values[i] != '\0';
    if (field_is_sealed(field) && has_stored && !draft->clear[i] && is_empty(typed, arena))
        return STATUS_OK;
    if (is_named(field) && !is_empty(typed, arena))
        return check_name(field, typed, arena, &draft->values[i], &draft->messages[i]);
    return field_check(field, typed, arena, &draft->values[i], &draft->messages[i]);
}

// The customer kind that the draft gives the record; "" = none, or a record that has none.
static const char *kind_of(const struct draft *draft, const struct record *stored) {
    const int i = draft->table->kind == KIND_CUSTOMER ? field_index(draft->table, "kind") : -1;
    if (i < 0)
        return "";
    return draft->values[i] != NULL ? draft->values[i] : stored != NULL ? stored->values[i]
                                                                        : "";
}

// What this kind of customer may not leave empty (ARC-10).
static void check_kind(struct draft *draft, const struct record *stored, struct arena *arena) {
    const char *kind = kind_of(draft, stored);
    for (size_t i = 0; i < draft->table->count; i++) {
        const struct field *field = &draft->table->fields[i];
        const bool empty = draft->values[i] != NULL ? *draft->values[i] == '\0' : stored == NULL || *stored->values[i] == '\0';
        if (!empty || draft->messages[i].zh != NULL || (field->flags & FIELD_FIXED) || !field_is_required_for(field, kind))
            continue;
        const struct field *kinds = field_find(draft->table, "kind");
        draft_fault(draft, i, (struct text){arena_format(arena, "客户类型为“%s”时必须填写%s", choice_label(kinds, kind, LANG_ZH), field->label.zh), arena_format(arena, "%s is required for the customer kind “%s”.", field->label.en, choice_label(kinds, kind, LANG_EN))});
    }
}

enum status draft_check(struct draft *draft, const struct record *stored, struct arena *arena) {
    draft->faults = 0;
    for (size_t i = 0; i < draft->table->count; i++) {
        draft->messages[i] = (struct text){NULL, NULL};
        if (check_field(draft, stored, i, arena) != STATUS_OK) {
            draft->values[i] = NULL;
            draft_fault(draft, i, draft->messages[i]);
        }
    }
    check_kind(draft, stored, arena);
    return draft->faults > 0 ? STATUS_INVALID : STATUS_OK;
}

enum status draft_check_dates(struct ctx *ctx, struct draft *draft) {
    const char *today = arena_copy(ctx->arena, time_minute(ctx->arena, clock_now(ctx->clock)), strlen("2026-01-05"));
    for (size_t i = 0; i < draft->table->count; i++) {
        const struct field_limits *limits = draft->table->fields[i].limits;
        if (limits != NULL && limits->no_future && draft->values[i] != NULL && strcmp(draft->values[i], today) > 0 &&
            draft->messages[i].zh == NULL)
            draft_fault(draft, i, (struct text){"不能晚于今天", "It can't be later than today."});
    }
    return draft->faults > 0 ? STATUS_INVALID : STATUS_OK;
}

enum status record_at(struct ctx *ctx, const struct record *now, int64_t version, struct record *then) {
    *then = *now;
    if (version < 1 || version >= now->version)
        return STATUS_OK;
    then->version = version;
    struct query query = query_start(ctx->store, &HISTORY_SINCE);
    query_bind_int(&query, ":kind", now->table->kind);
    query_bind_int(&query, ":record", now->id);
    query_bind_int(&query, ":version", version);
    while (query_row(&query)) {
        int i = field_index(now->table, query_text(&query, 0, ctx->arena));
        if (i < 0)
            continue;
        then->values[i] = field_shown(&now->table->fields[i], query_text(&query, 1, ctx->arena)); // the oldest change comes last and stays
        then->touched[i] = true;
    }
    return query_end(&query);
}
