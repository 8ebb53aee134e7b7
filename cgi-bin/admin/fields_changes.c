// What was changed in the fields: who, when, what was, what is.
#include <stdlib.h>
#include <string.h>

#include "admin/fields.h"
#include "domain/field_record.h"

#define CHANGES_PAGE 50
#define CHANGES "/admin/fields/changes"

struct change_view {
    const char *time, *person, *of, *label, *action, *before, *after;
};
struct changes_view {
    struct layout_view layout;
    struct view_rows changes; // of change_view
    bool has_rows, no_rows;
    bool sets_up; // whoever looks; the auditor does not
    struct pager_view pager;
};
static const struct binding CHANGE[] = {
    VIEW(struct change_view, TIME, time),
    VIEW(struct change_view, PERSON, person),
    VIEW(struct change_view, OF, of),
    VIEW(struct change_view, LABEL, label),
    VIEW(struct change_view, WHAT, action),
    VIEW(struct change_view, BEFORE, before),
    VIEW(struct change_view, AFTER, after),
    VIEW_END,
};
static const struct binding BINDINGS[] = {
    VIEW_PART(struct changes_view, layout, LAYOUT),
    VIEW_ROWS(struct changes_view, CHANGE, changes, CHANGE),
    VIEW(struct changes_view, HAS_ROWS, has_rows),
    VIEW(struct changes_view, NO_ROWS, no_rows),
    VIEW(struct changes_view, SETS_UP, sets_up),
    VIEW_PART(struct changes_view, pager, PAGER),
    VIEW_END,
};
const struct view FIELD_CHANGES_VIEW = {"admin/field_changes.tpl", BINDINGS};

static struct text action_words(const struct field_change *change) {
    static const struct {
        const char *key;
        struct text label;
    } WORDS[] = {
        {"add", {"新增字段", "added"}},
        {"up", {"上移", "moved up"}},
        {"down", {"下移", "moved down"}},
        {"retire", {"停用", "retired"}},
        {"return", {"恢复使用", "brought back"}},
        {"level", {"密级", "level"}},
        {"choice", {"选项", "choice"}},
        {"choice-retire", {"停用选项", "choice retired"}},
        {"label_zh", {"名称", "label in Chinese"}},
        {"label_en", {"英文名称", "label in English"}},
        {"hint_zh", {"填写说明", "hint in Chinese"}},
        {"hint_en", {"英文填写说明", "hint in English"}},
        {"type", {"类型", "type"}},
        {"group", {"分组", "group"}},
        {"min", {"最少字数", "least characters"}},
        {"max", {"最多字数", "most characters"}},
        {"pattern", {"只能包含", "may consist of"}},
        {"prefix", {"必须以此开头", "must begin with"}},
        {"lowest", {"最小值", "least"}},
        {"highest", {"最大值", "greatest"}},
        {"no_future", {"不能晚于今天", "not later than today"}},
        {"required", {"必填", "required"}},
        {"required_for", {"只对这些客户类型必填", "required for customer kinds"}},
        {"findable", {"可按完整内容查找", "findable"}},
        {"listed", {"显示在列表中", "shown in lists"}},
        {"private", {"不允许导出", "never exported"}},
    };
    const char *key = strcmp(change->action, "set") == 0 ? change->what : change->action;
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
        if (strcmp(WORDS[i].key, key) == 0)
            return WORDS[i].label;
    return (struct text){key, key};
}

// Settings that say yes or no.
static const char *value_words(const struct page *page, const struct field_change *change, const char *value) {
    static const char *const SWITCHES[] = {"no_future", "required", "findable", "listed", "private"};
    for (size_t i = 0; i < sizeof SWITCHES / sizeof *SWITCHES; i++)
        if (strcmp(change->what, SWITCHES[i]) == 0)
            return text_in(page->ctx.lang, strcmp(value, "1") == 0 ? (struct text){"是", "yes"} : (struct text){"否", "no"});
    return value;
}

enum status field_changes_page(struct page *page) {
    struct field_change *changes = ARENA_ARRAY(page->ctx.arena, struct field_change, CHANGES_PAGE + 1);
    struct change_view *rows = ARENA_ARRAY(page->ctx.arena, struct change_view, CHANGES_PAGE);
    const int64_t before = strtoll(page_query(page, "before"), NULL, 10);
    unsigned count;
    TRY(field_changes(&page->ctx, before, changes, CHANGES_PAGE + 1, &count));
    const bool more = count > CHANGES_PAGE;
    count = more ? CHANGES_PAGE : count;
    for (unsigned i = 0; i < count; i++)
        rows[i] = (struct change_view){
            .time = time_minute(page->ctx.arena, changes[i].at),
            .person = changes[i].person,
            .of = text_in(page->ctx.lang, catalogue_table(page->ctx.fields, changes[i].kind)->label),
            .label = changes[i].label,
            .action = text_in(page->ctx.lang, action_words(&changes[i])),
            .before = value_words(page, &changes[i], changes[i].before),
            .after = value_words(page, &changes[i], changes[i].after),
        };
    struct changes_view view = {
        .layout = page_layout(page),
        .changes = VIEW_ARRAY(rows, count),
        .has_rows = count > 0,
        .no_rows = count == 0,
        .sets_up = actor_may(page->ctx.actor, PERM_ADMIN_FIELDS),
        .pager = page_pager(before > 0 ? CHANGES : NULL,
                            more ? arena_format(page->ctx.arena, CHANGES "?before=%lld", (long long)changes[count - 1].id) : NULL),
    };
    return page_render(page, 200, &FIELD_CHANGES_VIEW, &view);
}
