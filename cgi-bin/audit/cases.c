// Cases: lists of them, one of them, and its outcome.
#include <stdlib.h>
#include <string.h>

#include "audit/pages.h"
#include "base/utf8.h"
#include "domain/account_notice.h"
#include "domain/directory.h"
#include "domain/watch.h"
#include "model/agent.h"

const struct binding CASE_ROW[] = {
    VIEW(struct case_view, CASE_ID, id),
    VIEW(struct case_view, CASE_COUNT, count),
    VIEW(struct case_view, RULE, rule),
    VIEW(struct case_view, WHO, who),
    VIEW(struct case_view, LOGIN, login),
    VIEW(struct case_view, WORDS, words),
    VIEW(struct case_view, WEIGHT, weight),
    VIEW(struct case_view, OPENED, opened),
    VIEW(struct case_view, DECISION, decision),
    VIEW(struct case_view, GRAVE, grave),
    VIEW(struct case_view, SERIOUS, serious),
    VIEW(struct case_view, IS_OPEN, is_open),
    VIEW(struct case_view, IS_DECIDED, is_decided),
    VIEW_END,
};

static struct case_view in_words(const struct page *page, const struct audit_case *row) {
    static const struct text WEIGHTS[] = {{"一般", "Minor"}, {"较重", "Serious"}, {"严重", "Grave"}};
    struct arena *arena = page->ctx.arena;
    const struct verdict *verdict = verdict_find(row->decision);
    const int64_t weight = row->weight < 1 ? 1 : row->weight > 3 ? 3
                                                                 : row->weight;
    return (struct case_view){
        .id = row->id,
        .count = row->count,
        .person_id = row->person_id,
        .rule = text_in(page->ctx.lang, watch_label(row->rule)),
        .login = row->login,
        .words = watch_words(row, page->ctx.lang, arena),
        .weight = text_in(page->ctx.lang, WEIGHTS[weight - 1]),
        .opened = time_minute(arena, row->opened_at),
        .since = time_minute(arena, row->since),
        .until = time_minute(arena, row->until),
        .decision = verdict != NULL ? text_in(page->ctx.lang, verdict->label) : row->decision,
        .decided = time_minute(arena, row->decided_at),
        .grave = weight == 3,
        .serious = weight == 2,
        .is_open = *row->decision == '\0',
        .is_decided = *row->decision != '\0',
    };
}

enum status case_views(struct page *page, const struct audit_case *cases, unsigned count, struct case_view *views) {
    struct directory_entry *people = ARENA_ARRAY(page->ctx.arena, struct directory_entry, 2 * count);
    for (unsigned i = 0; i < count; i++) {
        people[i].id = cases[i].person_id;
        people[count + i].id = cases[i].decided_by;
    }
    TRY(directory_people(&page->ctx, people, 2 * count));
    for (unsigned i = 0; i < count; i++) {
        views[i] = in_words(page, &cases[i]);
        views[i].who = cases[i].person_id != 0 ? people[i].name : "—";
        views[i].decider = people[count + i].name;
    }
    return STATUS_OK;
}

// --- The list

struct cases_view {
    struct layout_view layout;
    const char *person, *person_message;
    bool person_invalid, filtered, shows_open, shows_decided;
    struct view_rows rows; // of case_view
    bool has_rows, no_rows;
    struct pager_view pager;
};
static const struct binding CASES_BINDINGS[] = {
    VIEW_PART(struct cases_view, layout, LAYOUT),
    VIEW(struct cases_view, PERSON, person),
    VIEW(struct cases_view, PERSON_MESSAGE, person_message),
    VIEW(struct cases_view, PERSON_INVALID, person_invalid),
    VIEW(struct cases_view, FILTERED, filtered),
    VIEW(struct cases_view, SHOWS_OPEN, shows_open),
    VIEW(struct cases_view, SHOWS_DECIDED, shows_decided),
    VIEW_ROWS(struct cases_view, CASE, rows, CASE_ROW),
    VIEW(struct cases_view, HAS_ROWS, has_rows),
    VIEW(struct cases_view, NO_ROWS, no_rows),
    VIEW_PART(struct cases_view, pager, PAGER),
    VIEW_END,
};
const struct view CASES_VIEW = {"audit/cases.tpl", CASES_BINDINGS};

static enum status read_person(struct page *page, struct cases_view *view, struct desk_question *question) {
    static const struct text NONE = {"没有这个账号或姓名。", "There is no such login or full name."};
    static const struct text SEVERAL = {"有几个人叫这个姓名，请填写账号。", "Several people are called so; give the login."};
    struct directory_match match;
    if (*view->person == '\0')
        return STATUS_OK;
    TRY(directory_person(&page->ctx, view->person, &match));
    question->person_id = match.id;
    view->person_invalid = match.id == 0;
    view->person_message = text_in(page->ctx.lang, match.count == 0 ? NONE : SEVERAL);
    return STATUS_OK;
}

// Open ones go on behind a weight and a number, decided ones behind a record.
static const char *next_link(struct page *page, const struct cases_view *view, const struct audit_case *last) {
    struct arena *arena = page->ctx.arena;
    const char *person = url_encode(arena, view->person);
    if (view->shows_decided)
        return arena_format(arena, "/audit/desk/cases?decided=1&person=%s&after=%lld", person, (long long)last->decided_seq);
    return arena_format(arena, "/audit/desk/cases?person=%s&after=%lld&id=%lld", person, (long long)last->weight, (long long)last->id);
}

static enum status show_cases(struct page *page, struct cases_view *view, const struct desk_question *question) {
    struct desk_reply reply;
    TRY(desk_ask(page, question, &reply));
    struct case_view *rows = ARENA_ARRAY(page->ctx.arena, struct case_view, reply.case_count);
    TRY(case_views(page, reply.cases, reply.case_count, rows));
    view->rows = VIEW_ARRAY(rows, reply.case_count);
    view->has_rows = reply.case_count > 0;
    view->no_rows = reply.case_count == 0;
    if (reply.more)
        view->pager = page_pager(NULL, next_link(page, view, &reply.cases[reply.case_count - 1]));
    return STATUS_OK;
}

static int64_t query_number(const struct page *page, const char *name) {
    const int64_t number = strtoll(page_query(page, name), NULL, 10);
    return number > 0 ? number : 0;
}

enum status cases_page(struct page *page) {
    struct cases_view view = {.layout = page_layout(page),
                              .person = utf8_narrow(page->ctx.arena, page_query(page, "person")),
                              .shows_decided = *page_query(page, "decided") != '\0',
                              .pager = page_pager(NULL, NULL)};
    struct desk_question question = {.act = DESK_CASES,
                                     .decided = view.shows_decided,
                                     .after = query_number(page, "after"),
                                     .after_id = query_number(page, "id"),
                                     .limit = DESK_CASES_MAX};
    view.shows_open = !view.shows_decided;
    view.filtered = *view.person != '\0';
    TRY(read_person(page, &view, &question));
    if (!view.person_invalid)
        TRY(show_cases(page, &view, &question));
    return page_render(page, view.person_invalid ? 422 : 200, &CASES_VIEW, &view);
}

// --- One case

struct verdict_view {
    const char *key, *label;
    bool chosen;
};
// What was done to an account, and signing in with what was given.
struct use_view {
    const char *at, *browser, *address;
    bool known, fresh;
};
struct one_view {
    struct layout_view layout;
    struct view_rows the_case; // one case_view
    int64_t person_id, number;
    const char *since, *until, *decided, *decider, *decision_text;
    bool has_person, may_decide, own, is_decided;
    struct view_rows verdicts;
    const char *text, *message; // as typed, and what is wrong with it
    bool verdict_invalid, text_invalid, faulty;
    bool of_looks, is_told, unused, more_uses;
    const char *told;
    struct view_rows uses; // of use_view
    struct records_view records;
};
static const struct binding USE[] = {
    VIEW(struct use_view, AT, at),
    VIEW(struct use_view, BROWSER, browser),
    VIEW(struct use_view, ADDRESS, address),
    VIEW(struct use_view, KNOWN, known),
    VIEW(struct use_view, FRESH, fresh),
    VIEW_END,
};
static const struct binding VERDICT[] = {
    VIEW(struct verdict_view, KEY, key),
    VIEW(struct verdict_view, LABEL, label),
    VIEW(struct verdict_view, CHOSEN, chosen),
    VIEW_END,
};
static const struct binding CASE_BINDINGS[] = {
    VIEW_PART(struct one_view, layout, LAYOUT),
    VIEW_ROWS(struct one_view, CASE, the_case, CASE_ROW),
    VIEW(struct one_view, PERSON_ID, person_id),
    VIEW(struct one_view, HAS_PERSON, has_person),
    VIEW(struct one_view, NUMBER, number),
    VIEW(struct one_view, SINCE, since),
    VIEW(struct one_view, UNTIL, until),
    VIEW(struct one_view, DECIDED, decided),
    VIEW(struct one_view, DECIDER, decider),
    VIEW(struct one_view, DECISION_TEXT, decision_text),
    VIEW(struct one_view, MAY_DECIDE, may_decide),
    VIEW(struct one_view, OWN, own),
    VIEW(struct one_view, WAS_DECIDED, is_decided),
    VIEW_ROWS(struct one_view, VERDICT, verdicts, VERDICT),
    VIEW(struct one_view, TEXT, text),
    VIEW(struct one_view, MESSAGE, message),
    VIEW(struct one_view, VERDICT_INVALID, verdict_invalid),
    VIEW(struct one_view, TEXT_INVALID, text_invalid),
    VIEW(struct one_view, FAULTY, faulty),
    VIEW(struct one_view, OF_LOOKS, of_looks),
    VIEW(struct one_view, IS_TOLD, is_told),
    VIEW(struct one_view, TOLD, told),
    VIEW(struct one_view, UNUSED, unused),
    VIEW(struct one_view, MORE_USES, more_uses),
    VIEW_ROWS(struct one_view, USE, uses, USE),
    VIEW_PART(struct one_view, records, RECORDS),
    VIEW_END,
};
const struct view CASE_VIEW = {"audit/case.tpl", CASE_BINDINGS};

static struct view_rows verdict_rows(const struct page *page, const char *chosen) {
    struct verdict_view *rows = ARENA_ARRAY(page->ctx.arena, struct verdict_view, VERDICT_COUNT);
    for (unsigned i = 0; i < VERDICT_COUNT; i++)
        rows[i] = (struct verdict_view){VERDICTS[i].key, text_in(page->ctx.lang, VERDICTS[i].label), strcmp(VERDICTS[i].key, chosen) == 0};
    return VIEW_ARRAY(rows, VERDICT_COUNT);
}

static enum status show_account(struct page *page, const struct audit_case *found, struct one_view *view) {
    struct arena *arena = page->ctx.arena;
    struct account_notice notice;
    view->told = "";
    TRY(account_notice_of_case(&page->ctx, found->rule, found->detail, &view->is_told, &notice));
    view->of_looks = !view->is_told;
    if (!view->is_told)
        return STATUS_OK;
    struct use_view *uses = ARENA_ARRAY(arena, struct use_view, notice.use_count + (size_t)1);
    for (unsigned i = 0; i < notice.use_count; i++)
        uses[i] = (struct use_view){.at = time_minute(arena, notice.uses[i].at),
                                    .browser = agent_words(arena, notice.uses[i].agent, page->ctx.lang),
                                    .address = notice.uses[i].address,
                                    .known = notice.uses[i].known,
                                    .fresh = !notice.uses[i].known};
    view->told = account_notice_words(&notice, false, page->ctx.lang, arena);
    view->uses = VIEW_ARRAY(uses, notice.use_count);
    view->more_uses = notice.more_uses;
    view->unused = notice.act == ACCOUNT_PASSWORD && notice.use_count == 0;
    return STATUS_OK;
}

// Shows the case; `view` says what was typed, if anything was.
static enum status show_case(struct page *page, int code, struct one_view *view) {
    const struct desk_question question = {.act = DESK_CASE, .id = page_number(page, "case")};
    const struct access_filter filter = {.case_id = question.id, .before_seq = records_before(page), .limit = PAGE_ROWS};
    struct desk_reply reply;
    struct case_view *row = ARENA_NEW(page->ctx.arena, struct case_view);
    TRY(desk_ask(page, &question, &reply));
    const struct audit_case *found = &reply.cases[0];
    TRY(case_views(page, found, 1, row));
    view->layout = page_layout(page);
    view->the_case = VIEW_ARRAY(row, 1);
    view->number = row->id;
    view->person_id = row->person_id;
    view->has_person = row->person_id != 0;
    view->since = row->since;
    view->until = row->until;
    view->decided = row->decided;
    view->decider = row->decider;
    view->decision_text = found->decision_text;
    view->is_decided = row->is_decided;
    view->own = row->is_open && found->person_id == page->ctx.actor->person_id;
    view->may_decide = row->is_open && !view->own;
    TRY(show_account(page, found, view));
    TRY(records_read(page, &filter, arena_format(page->ctx.arena, "/audit/desk/case/%lld?", (long long)question.id), &view->records));
    return page_render(page, code, &CASE_VIEW, view);
}

enum status case_page(struct page *page) {
    struct one_view view = {.text = "", .message = "", .verdicts = verdict_rows(page, "")};
    return show_case(page, 200, &view);
}

// What is wrong with a decision as it was typed; false: nothing.
static bool find_faults(struct page *page, struct one_view *view) {
    static const struct text NO_VERDICT = {"请选择处理结果。", "Choose what is to be done."};
    static const struct text NO_TEXT = {"请说明理由，至少 4 个字。", "Give the reason, at least 4 characters."};
    static const struct text TOO_LONG = {"说明太长：最多 300 个字。", "The reason is too long: at most 300 characters."};
    const size_t length = utf8_length(view->text);
    view->verdict_invalid = verdict_find(page_form(page, "decision")) == NULL;
    view->text_invalid = length < 4 || length > 300 || strlen(view->text) > DESK_TEXT_MAX;
    view->faulty = view->verdict_invalid || view->text_invalid;
    view->message = text_in(page->ctx.lang, view->verdict_invalid ? NO_VERDICT : length < 4 ? NO_TEXT
                                                                                            : TOO_LONG);
    return view->faulty;
}

enum status case_decide_do(struct page *page) {
    const int64_t id = page_number(page, "case");
    struct one_view view = {.text = utf8_trim(page->ctx.arena, page_form(page, "text")), .verdicts = verdict_rows(page, page_form(page, "decision"))};
    if (find_faults(page, &view))
        return show_case(page, 422, &view);
    const struct desk_question question = {.act = DESK_DECIDE, .id = id, .key = page_form(page, "decision"), .text = view.text};
    struct desk_reply reply;
    const enum status status = desk_ask(page, &question, &reply);
    if (status == STATUS_CONFLICT) { // a colleague was first: their decision is shown
        view.faulty = false;
        return show_case(page, 409, &view);
    }
    TRY(status);
    return page_redirect(page, "/audit/desk/case/%lld?notice=case-decided", (long long)id);
}
