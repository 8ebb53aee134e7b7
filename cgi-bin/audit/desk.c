// The auditor's desk: what waits to be decided, whether the log is whole, what the week was like.
#include "audit/pages.h"
#include "domain/retention.h"
#include "domain/verify.h"

struct desk_view {
    struct layout_view layout;
    struct view_rows cases; // of case_view: the gravest
    bool has_cases, no_cases, has_more;
    int64_t open, grave;
    const char *oldest;
    int64_t looks, searches, refused, opened, decided;
    int64_t newest, head;
    const char *newest_at, *head_at;
    bool has_head, verifying, may_verify, was_verified, never_verified, good, bad;
    int64_t verified, whole;
    const char *verified_at, *finding;
    bool has_keys, rotates_data, rotates_token; // the signing key is not the first; a key is being rotated
    int64_t keys, key_from, keep_days, keep_months, keep_wanted;
    bool shortens;
    const char *keep_due;
    const char *key_at, *data_since;
};
static const struct binding BINDINGS[] = {
    VIEW_PART(struct desk_view, layout, LAYOUT),
    VIEW_ROWS(struct desk_view, CASE, cases, CASE_ROW),
    VIEW(struct desk_view, HAS_CASES, has_cases),
    VIEW(struct desk_view, NO_CASES, no_cases),
    VIEW(struct desk_view, HAS_MORE, has_more),
    VIEW(struct desk_view, OPEN, open),
    VIEW(struct desk_view, GRAVE_ONES, grave),
    VIEW(struct desk_view, OLDEST, oldest),
    VIEW(struct desk_view, LOOKS, looks),
    VIEW(struct desk_view, SEARCHES, searches),
    VIEW(struct desk_view, REFUSALS, refused),
    VIEW(struct desk_view, WEEK_OPENED, opened),
    VIEW(struct desk_view, WEEK_DECIDED, decided),
    VIEW(struct desk_view, NEWEST, newest),
    VIEW(struct desk_view, NEWEST_AT, newest_at),
    VIEW(struct desk_view, HAS_HEAD, has_head),
    VIEW(struct desk_view, HEAD_SEQ, head),
    VIEW(struct desk_view, HEAD_TIME, head_at),
    VIEW(struct desk_view, VERIFYING, verifying),
    VIEW(struct desk_view, MAY_VERIFY, may_verify),
    VIEW(struct desk_view, VERIFIED, verified),
    VIEW(struct desk_view, WHOLE, whole),
    VIEW(struct desk_view, WAS_VERIFIED, was_verified),
    VIEW(struct desk_view, NEVER_VERIFIED, never_verified),
    VIEW(struct desk_view, GOOD, good),
    VIEW(struct desk_view, BAD, bad),
    VIEW(struct desk_view, VERIFIED_AT, verified_at),
    VIEW(struct desk_view, FINDING, finding),
    VIEW(struct desk_view, HAS_KEYS, has_keys),
    VIEW(struct desk_view, KEYS, keys),
    VIEW(struct desk_view, KEY_FROM, key_from),
    VIEW(struct desk_view, KEY_AT, key_at),
    VIEW(struct desk_view, ROTATES_DATA, rotates_data),
    VIEW(struct desk_view, DATA_SINCE, data_since),
    VIEW(struct desk_view, ROTATES_TOKEN, rotates_token),
    VIEW(struct desk_view, KEEP_DAYS, keep_days),
    VIEW(struct desk_view, KEEP_MONTHS, keep_months),
    VIEW(struct desk_view, SHORTENS, shortens),
    VIEW(struct desk_view, KEEP_WANTED, keep_wanted),
    VIEW(struct desk_view, KEEP_DUE, keep_due),
    VIEW_END,
};
const struct view DESK_VIEW = {"audit/desk.tpl", BINDINGS};

// What the last verification found, as `kedang verify` says it.
static void show_verification(const struct page *page, const struct desk_state *state, struct desk_view *view) {
    const struct verify_result found = {.fault = (enum verify_fault)state->fault,
                                        .first = state->first,
                                        .last = state->last,
                                        .line = state->line,
                                        .records = state->records,
                                        .newest = state->checked,
                                        .newest_at = state->checked_to,
                                        .heads = state->heads,
                                        .witnessed = state->witnessed,
                                        .pruned = state->pruned,
                                        .pruned_at = state->pruned_at,
                                        .before_at = state->before_at,
                                        .keys = state->keys};
    view->verifying = state->verifying != 0;
    view->may_verify = !view->verifying;
    view->verified = state->verified;
    view->whole = state->whole;
    view->was_verified = state->checked_at != 0;
    view->never_verified = !view->was_verified;
    view->good = view->was_verified && found.fault == VERIFY_GOOD;
    view->bad = view->was_verified && found.fault != VERIFY_GOOD;
    view->verified_at = time_minute(page->ctx.arena, state->checked_at);
    view->finding = verify_words(&found, page->ctx.lang, page->ctx.arena);
}

static void show_state(const struct page *page, const struct desk_state *state, struct desk_view *view) {
    struct arena *arena = page->ctx.arena;
    view->open = state->open;
    view->grave = state->grave;
    view->oldest = state->oldest_at != 0 ? time_minute(arena, state->oldest_at) : "—";
    view->looks = state->looks;
    view->searches = state->searches;
    view->refused = state->refused;
    view->opened = state->opened;
    view->decided = state->decided;
    view->newest = state->newest;
    view->newest_at = time_second(arena, state->newest_at);
    view->has_head = state->head > 0;
    view->head = state->head;
    view->head_at = time_second(arena, state->head_at);
    view->has_keys = state->signing_keys > 1;
    view->keys = state->signing_keys;
    view->key_from = state->signing_from;
    view->key_at = time_second(arena, state->signing_since);
    view->rotates_data = state->data_since != 0;
    view->data_since = time_minute(arena, state->data_since);
    view->rotates_token = state->token != 0;
    view->keep_days = state->keep_days;
    view->keep_months = retention_months(state->keep_days);
    view->shortens = state->keep_due != 0;
    view->keep_wanted = state->keep_wanted;
    view->keep_due = time_minute(arena, state->keep_due);
    show_verification(page, state, view);
}

#define CASES_SHOWN 15

enum status desk_page(struct page *page) {
    const struct desk_question question = {.act = DESK_STATE, .limit = CASES_SHOWN};
    struct desk_view view = {.layout = page_layout(page)};
    struct desk_reply reply;
    TRY(desk_ask(page, &question, &reply));
    struct case_view *rows = ARENA_ARRAY(page->ctx.arena, struct case_view, reply.case_count);
    TRY(case_views(page, reply.cases, reply.case_count, rows));
    view.cases = VIEW_ARRAY(rows, reply.case_count);
    view.has_cases = reply.case_count > 0;
    view.no_cases = reply.case_count == 0;
    view.has_more = reply.more != 0;
    show_state(page, &reply.state, &view);
    return page_render(page, 200, &DESK_VIEW, &view);
}

enum status verify_do(struct page *page) {
    const struct desk_question question = {.act = DESK_VERIFY};
    struct desk_reply reply;
    const enum status status = desk_ask(page, &question, &reply);
    if (status != STATUS_CONFLICT) // one is running already: it is shown
        TRY(status);
    return page_redirect(page, "/audit/desk?notice=verifying");
}
