// The rules of unusual use, and changing their thresholds.
#include <stdlib.h>
#include <string.h>

#include "audit/pages.h"
#include "domain/watch.h"

struct rule_view {
    int64_t number;
    const char *label, *words, *usual;
    const char *threshold, *minutes;
    bool active, changed, invalid;
    const char *message;
};
struct rules_view {
    struct layout_view layout;
    struct view_rows rules;
};
static const struct binding RULE[] = {
    VIEW(struct rule_view, NUMBER, number),
    VIEW(struct rule_view, LABEL, label),
    VIEW(struct rule_view, WORDS, words),
    VIEW(struct rule_view, USUAL, usual),
    VIEW(struct rule_view, THRESHOLD, threshold),
    VIEW(struct rule_view, MINUTES, minutes),
    VIEW(struct rule_view, ACTIVE, active),
    VIEW(struct rule_view, CHANGED, changed),
    VIEW(struct rule_view, INVALID, invalid),
    VIEW(struct rule_view, MESSAGE, message),
    VIEW_END,
};
static const struct binding BINDINGS[] = {
    VIEW_PART(struct rules_view, layout, LAYOUT),
    VIEW_ROWS(struct rules_view, RULE, rules, RULE),
    VIEW_END,
};
const struct view RULES_VIEW = {"audit/rules.tpl", BINDINGS};

static struct rule_view in_words(const struct page *page, unsigned number, const struct desk_rule *rule) {
    struct arena *arena = page->ctx.arena;
    const struct watch_rule *usual = &WATCH_RULES[number];
    const bool english = page->ctx.lang == LANG_EN;
    return (struct rule_view){
        .number = (int64_t)number + 1,
        .label = text_in(page->ctx.lang, usual->label),
        .words = watch_rule_words((enum watch)number, rule->threshold, rule->minutes, page->ctx.lang, arena),
        .usual = arena_format(arena, english ? "Usually %lld times within %s." : "默认：%lld 次，%s内。",
                              (long long)usual->threshold, watch_span(usual->minutes, page->ctx.lang, arena)),
        .threshold = arena_format(arena, "%lld", (long long)rule->threshold),
        .minutes = arena_format(arena, "%lld", (long long)rule->minutes),
        .active = rule->active != 0,
        .changed = rule->threshold != usual->threshold || rule->minutes != usual->minutes || !rule->active,
        .message = "",
    };
}

// All rules; `typed` stands in the place of number `at`, if it is not NULL.
static enum status show_rules(struct page *page, int code, unsigned at, const struct rule_view *typed) {
    const struct desk_question question = {.act = DESK_STATE, .limit = 1};
    struct desk_reply reply;
    struct rules_view view = {.layout = page_layout(page)};
    TRY(desk_ask(page, &question, &reply));
    struct rule_view *rows = ARENA_ARRAY(page->ctx.arena, struct rule_view, reply.rule_count);
    for (unsigned i = 0; i < reply.rule_count && i < WATCH_COUNT; i++) {
        rows[i] = in_words(page, i, &reply.rules[i]);
        if (typed == NULL || i != at)
            continue;
        rows[i].threshold = typed->threshold;
        rows[i].minutes = typed->minutes;
        rows[i].active = typed->active;
        rows[i].invalid = true;
        rows[i].message = typed->message;
    }
    view.rules = VIEW_ARRAY(rows, reply.rule_count);
    return page_render(page, code, &RULES_VIEW, &view);
}

enum status rules_page(struct page *page) {
    return show_rules(page, 200, 0, NULL);
}

// A whole number between 1 and `most`; 0: it is none.
static int64_t read_number(const char *typed, int64_t most) {
    char *end;
    const int64_t number = strtoll(typed, &end, 10);
    return end != typed && *end == '\0' && number >= 1 && number <= most ? number : 0;
}

enum status rule_do(struct page *page) {
    const int64_t number = page_number(page, "rule");
    if (number < 1 || number > WATCH_COUNT)
        return STATUS_NOT_FOUND;
    const struct rule_view typed = {
        .threshold = page_form(page, "threshold"),
        .minutes = page_form(page, "minutes"),
        .active = *page_form(page, "active") != '\0',
        .message = arena_format(page->ctx.arena,
                                page->ctx.lang == LANG_EN ? "Whole numbers: 1 to %d times, 1 to %d minutes." : "请填写整数：次数 1 至 %d，分钟 1 至 %d。",
                                WATCH_THRESHOLD_MAX, WATCH_MINUTES_MAX)};
    const struct desk_question question = {.act = DESK_RULE,
                                           .key = WATCH_RULES[number - 1].key,
                                           .threshold = read_number(typed.threshold, WATCH_THRESHOLD_MAX),
                                           .minutes = read_number(typed.minutes, WATCH_MINUTES_MAX),
                                           .active = typed.active};
    struct desk_reply reply;
    if (question.threshold == 0 || question.minutes == 0)
        return show_rules(page, 422, (unsigned)number - 1, &typed);
    TRY(desk_ask(page, &question, &reply));
    return page_redirect(page, "/audit/desk/rules?notice=rule-changed");
}
