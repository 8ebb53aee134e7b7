// The record of administration: who changed what, with before and after, for administrators and the auditor.
#include <stdlib.h>
#include <string.h>

#include "admin/pages.h"
#include "app/days.h"
#include "base/utf8.h"
#include "domain/admin_record.h"
#include "domain/contract_price.h"
#include "domain/directory.h"
#include "domain/setting.h"
#include "domain/workday.h"

struct event_view {
    const char *time, *by, *kind, *subject, *action, *field, *before, *after;
    bool has_change, by_command;
};
struct record_view {
    struct layout_view layout;
    const char *person, *person_message;
    struct days_view days;
    struct view_rows kinds; // of option_view
    bool person_invalid, filtered, has_rows, no_rows;
    struct view_rows rows; // of event_view
    int row_count;
    struct pager_view pager;
};
static const struct binding OPTION[] = {
    VIEW(struct option_view, KEY, key),
    VIEW(struct option_view, LABEL, label),
    VIEW(struct option_view, SELECTED, selected),
    VIEW_END,
};
static const struct binding EVENT[] = {
    VIEW(struct event_view, TIME, time),
    VIEW(struct event_view, BY, by),
    VIEW(struct event_view, KIND, kind),
    VIEW(struct event_view, SUBJECT, subject),
    VIEW(struct event_view, ACTION, action),
    VIEW(struct event_view, FIELD, field),
    VIEW(struct event_view, BEFORE, before),
    VIEW(struct event_view, AFTER, after),
    VIEW(struct event_view, HAS_CHANGE, has_change),
    VIEW(struct event_view, BY_COMMAND, by_command),
    VIEW_END,
};
static const struct binding BINDINGS[] = {
    VIEW_PART(struct record_view, layout, LAYOUT),
    VIEW(struct record_view, PERSON, person),
    VIEW(struct record_view, PERSON_MESSAGE, person_message),
    VIEW_PART(struct record_view, days, DAYS),
    VIEW_ROWS(struct record_view, KIND_OPTION, kinds, OPTION),
    VIEW(struct record_view, PERSON_INVALID, person_invalid),
    VIEW(struct record_view, FILTERED, filtered),
    VIEW(struct record_view, HAS_ROWS, has_rows),
    VIEW(struct record_view, NO_ROWS, no_rows),
    VIEW_ROWS(struct record_view, ROW, rows, EVENT),
    VIEW(struct record_view, ROW_COUNT, row_count),
    VIEW_PART(struct record_view, pager, PAGER),
    VIEW_END,
};
const struct view RECORD_VIEW = {"admin/record.tpl", BINDINGS};

// What the record calls by a key. A key without words is shown as it is.
struct word {
    const char *key;
    struct text text;
};
static const struct word KINDS[] = {
    {"", {"全部", "Everything"}},
    {"person", {"人员", "Person"}},
    {"unit", {"单位", "Unit"}},
    {"role", {"角色", "Role"}},
    {"setting", {"系统设置", "Setting"}},
};
#define KIND_COUNT (sizeof KINDS / sizeof *KINDS)
static const struct word ACTIONS[] = {
    {"add", {"新增", "added"}},
    {"edit", {"修改", "changed"}},
    {"close", {"停用", "closed"}},
    {"reopen", {"恢复", "reopened"}},
    {"move", {"调动", "moved"}},
    {"handover", {"移交", "handed over"}},
    {"password", {"重置密码", "new one-time password"}},
    {"second_factor", {"取消二次验证", "second factor taken off"}},
    {"delete", {"删除", "deleted"}},
    {"reset", {"恢复默认值", "set back to default"}},
};
static const struct word FIELDS[] = {
    {"name", {"姓名或名称", "name"}},
    {"unit", {"单位", "unit"}},
    {"superior", {"上级", "superior"}},
    {"roles", {"角色", "roles"}},
    {"parent", {"上级单位", "unit above"}},
    {"head", {"负责人", "head"}},
    {"customers", {"客户交给", "customers handed over"}},
    {"name_zh", {"中文名称", "Chinese name"}},
    {"name_en", {"英文名称", "English name"}},
    {"permissions", {"权限", "permissions"}},
    {"scope", {"客户范围", "which customers"}},
    {"level", {"最高可查看到", "highest level"}},
    {"second_factor", {"必须二次验证", "second factor mandatory"}},
    {"value", {"数值", "figure"}},
};

static const char *word_of(const struct page *page, const struct word *words, size_t count, const char *key) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(words[i].key, key) == 0)
            return say(page, words[i].text);
    return key;
}
#define WORD_OF(page, words, key) word_of((page), (words), sizeof(words) / sizeof *(words), (key))

static const char *value_words(const struct page *page, const struct roles *roles, const struct admin_event *event, const char *value) {
    static const struct text YES = {"是", "yes"}, NO = {"否", "no"};
    if (*value == '\0')
        return "";
    if (strcmp(event->field, "roles") == 0)
        return role_words(page, roles, value);
    if (strcmp(event->field, "permissions") == 0)
        return permission_words(page, permission_bits(value));
    if (strcmp(event->field, "scope") == 0)
        return scope_words(page->ctx.lang, (enum scope)strtol(value, NULL, 10));
    if (strcmp(event->field, "level") == 0)
        return say(page, level_label((enum level)strtol(value, NULL, 10)));
    if (strcmp(event->field, "second_factor") == 0)
        return say(page, strcmp(value, "1") == 0 ? YES : NO);
    return value;
}

static const char *subject_words(const struct page *page, const struct admin_event *event) {
    enum setting setting = strcmp(event->kind, "setting") == 0 ? setting_find(event->subject) : SETTING_COUNT;
    static const struct text CALENDAR = {"工作日历", "Working calendar"}, PRICES = {"价目表", "Price list"};
    if (strcmp(event->kind, "setting") == 0 && strcmp(event->subject, WORKDAY_SUBJECT) == 0)
        return say(page, CALENDAR);
    if (strcmp(event->kind, "setting") == 0 && strcmp(event->subject, PRICE_SUBJECT) == 0)
        return say(page, PRICES);
    return setting == SETTING_COUNT ? event->subject : say(page, SETTINGS[setting].label);
}

static struct event_view event_view(const struct page *page, const struct roles *roles, const struct admin_event *event) {
    return (struct event_view){
        .time = time_minute(page->ctx.arena, event->at),
        .by = event->by,
        .by_command = event->person_id == 0,
        .kind = WORD_OF(page, KINDS, event->kind),
        .subject = subject_words(page, event),
        .action = WORD_OF(page, ACTIONS, event->action),
        .field = WORD_OF(page, FIELDS, event->field),
        .before = value_words(page, roles, event, event->before),
        .after = value_words(page, roles, event, event->after),
        .has_change = *event->field != '\0',
    };
}

static enum status read_person(struct page *page, struct record_view *view, struct admin_filter *filter) {
    static const struct text NONE = {"没有这个账号或姓名。", "There is no such login or full name."},
                             SEVERAL = {"有几个人叫这个姓名，请填写账号：", "Several people are called so; give the login: "};
    struct directory_match match;
    if (*view->person == '\0')
        return STATUS_OK;
    TRY(directory_person(&page->ctx, view->person, &match));
    filter->person_id = match.id;
    view->person_invalid = match.id == 0;
    view->person_message = match.count == 0 ? say(page, NONE) : arena_format(page->ctx.arena, "%s%s", say(page, SEVERAL), match.numbers);
    return STATUS_OK;
}

static struct view_rows kind_options(const struct page *page, const char *chosen) {
    struct option_view *options = ARENA_ARRAY(page->ctx.arena, struct option_view, KIND_COUNT);
    for (size_t i = 0; i < KIND_COUNT; i++)
        options[i] = (struct option_view){KINDS[i].key, say(page, KINDS[i].text), strcmp(KINDS[i].key, chosen) == 0};
    return VIEW_ARRAY(options, KIND_COUNT);
}

static const char *kind_asked(const struct page *page) {
    for (size_t i = 0; i < KIND_COUNT; i++)
        if (strcmp(KINDS[i].key, page_query(page, "kind")) == 0)
            return KINDS[i].key;
    return "";
}

static const char *next_link(struct page *page, const struct record_view *view, const struct admin_filter *filter, int64_t last) {
    struct arena *arena = page->ctx.arena;
    return arena_format(arena, "/admin/record?kind=%s&about=%lld&person=%s&from=%s&to=%s&before=%lld", filter->kind,
                        (long long)filter->subject_id, url_encode(arena, view->person), url_encode(arena, view->days.from),
                        url_encode(arena, view->days.to), (long long)last);
}

static enum status show_rows(struct page *page, struct record_view *view, const struct admin_filter *filter) {
    struct roles roles;
    struct arena *arena = page->ctx.arena;
    struct admin_event_page *found = ARENA_NEW(arena, struct admin_event_page);
    TRY(roles_read(&page->ctx, &roles));
    TRY(admin_record_page(&page->ctx, filter, found));
    struct event_view *rows = ARENA_ARRAY(arena, struct event_view, found->count);
    for (unsigned i = 0; i < found->count; i++)
        rows[i] = event_view(page, &roles, &found->rows[i]);
    view->rows = VIEW_ARRAY(rows, found->count);
    view->row_count = (int)found->count;
    view->has_rows = found->count > 0;
    view->no_rows = found->count == 0;
    if (found->more)
        view->pager = page_pager(NULL, next_link(page, view, filter, found->rows[found->count - 1].id));
    return STATUS_OK;
}

static int64_t number_asked(const struct page *page, const char *name) {
    int64_t number = strtoll(page_query(page, name), NULL, 10);
    return number > 0 ? number : 0;
}

enum status record_page(struct page *page) {
    struct arena *arena = page->ctx.arena;
    struct admin_filter filter = {.kind = kind_asked(page), .before_id = number_asked(page, "before")};
    filter.subject_id = *filter.kind != '\0' ? number_asked(page, "about") : 0;
    struct record_view view = {
        .layout = page_layout(page),
        .person = utf8_narrow(arena, page_query(page, "person")),
        .days = days_read(page, &filter.from, &filter.until),
        .kinds = kind_options(page, filter.kind),
        .pager = page_pager(NULL, NULL),
    };
    view.filtered = *filter.kind != '\0' || *view.person != '\0' || *view.days.from != '\0' || *view.days.to != '\0';
    TRY(read_person(page, &view, &filter));
    bool faulty = view.person_invalid || view.days.invalid;
    if (!faulty)
        TRY(show_rows(page, &view, &filter));
    return page_render(page, faulty ? 422 : 200, &RECORD_VIEW, &view);
}
