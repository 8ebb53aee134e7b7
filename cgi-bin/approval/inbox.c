// Lists of requests: what waits for somebody, what they asked for, what they said.
#include "approval/pages.h"
#include "model/amount.h"

struct request_row_view {
    int64_t id;
    const char *kind, *name, *applicant, *amount, *since, *left, *step, *for_name, *state;
    bool has_applicant, for_other, asked, late, has_left;
};
struct inbox_view {
    struct layout_view layout;
    struct view_rows rows;
    bool waiting, mine, done, has_rows, no_rows;
    struct pager_view pager;
};
static const struct binding ROW[] = {
    VIEW(struct request_row_view, ID, id),
    VIEW(struct request_row_view, KIND, kind),
    VIEW(struct request_row_view, NAME, name),
    VIEW(struct request_row_view, HAS_APPLICANT, has_applicant),
    VIEW(struct request_row_view, APPLICANT, applicant),
    VIEW(struct request_row_view, AMOUNT, amount),
    VIEW(struct request_row_view, SINCE, since),
    VIEW(struct request_row_view, HAS_LEFT, has_left),
    VIEW(struct request_row_view, LATE, late),
    VIEW(struct request_row_view, LEFT, left),
    VIEW(struct request_row_view, STEP, step),
    VIEW(struct request_row_view, FOR_OTHER, for_other),
    VIEW(struct request_row_view, FOR_NAME, for_name),
    VIEW(struct request_row_view, ASKED, asked),
    VIEW(struct request_row_view, STATE, state),
    VIEW_END,
};
static const struct binding BINDINGS[] = {
    VIEW_PART(struct inbox_view, layout, LAYOUT),
    VIEW_ROWS(struct inbox_view, ROW, rows, ROW),
    VIEW(struct inbox_view, WAITING, waiting),
    VIEW(struct inbox_view, MINE, mine),
    VIEW(struct inbox_view, DONE, done),
    VIEW(struct inbox_view, HAS_ROWS, has_rows),
    VIEW(struct inbox_view, NO_ROWS, no_rows),
    VIEW_PART(struct inbox_view, pager, PAGER),
    VIEW_END,
};
const struct view INBOX_VIEW = {"approval/inbox.tpl", BINDINGS};

const char *amount_words_of(const struct page *page, int64_t fen) {
    return fen == APPROVAL_NO_AMOUNT ? "" : amount_shown(fen, page->ctx.arena);
}

const char *time_left(const struct page *page, int64_t due_at) {
    const bool english = page->ctx.lang == LANG_EN;
    if (due_at == INT64_MAX)
        return "";
    const int64_t left = due_at - clock_now(page->ctx.clock), days = left / TIME_DAY;
    if (left <= 0)
        return arena_format(page->ctx.arena, english ? "%lld d late" : "超期 %lld 天", (long long)(1 - days));
    if (days == 0)
        return english ? "due today" : "今天到期";
    return arena_format(page->ctx.arena, english ? "%lld d left" : "剩 %lld 天", (long long)days);
}

// What is listed: how a request stands, or what one said to it.
static const char *state_words(const struct page *page, enum approval_list list, const struct approval_row *row) {
    static const struct {
        enum seat_state state;
        struct text label;
    } SAID[] = {{SEAT_APPROVED, {"已同意", "Approved"}},
                {SEAT_DECLINED, {"不同意", "Declined"}},
                {SEAT_RETURNED, {"已退回", "Returned"}},
                {SEAT_FORWARDED, {"已转办", "Forwarded"}}};
    for (size_t i = 0; list == APPROVALS_DONE && i < sizeof SAID / sizeof *SAID; i++)
        if (SAID[i].state == seat_state_find(row->event))
            return say(page, SAID[i].label);
    return say(page, approval_state_label(row->state));
}

static struct request_row_view row_view(const struct page *page, enum approval_list list, const struct approval_row *row) {
    const bool open = row->state == APPROVAL_OPEN && list != APPROVALS_DONE;
    return (struct request_row_view){
        .id = row->id,
        .kind = row->kind != NULL ? say(page, row->kind->label) : "",
        .name = row->title,
        .applicant = row->applicant_name,
        .has_applicant = list != APPROVALS_MINE,
        .amount = amount_words_of(page, row->amount),
        .since = time_minute(page->ctx.arena, list == APPROVALS_MINE ? row->created_at : row->since),
        .left = open ? time_left(page, row->due_at) : "",
        .has_left = open && row->due_at != INT64_MAX,
        .late = open && row->due_at <= clock_now(page->ctx.clock),
        .step = row->step_name,
        .for_name = row->for_name,
        .for_other = *row->for_name != '\0',
        .asked = row->asked,
        .state = state_words(page, list, row),
    };
}

static enum status show(struct page *page, enum approval_list list) {
    struct approval_rows found;
    TRY(approval_list(&page->ctx, list, page_query(page, "after"), &found));
    struct request_row_view *rows = ARENA_ARRAY(page->ctx.arena, struct request_row_view, found.count);
    for (unsigned i = 0; i < found.count; i++)
        rows[i] = row_view(page, list, &found.rows[i]);
    const char *next = found.next != NULL ? arena_format(page->ctx.arena, "%s?after=%s", page->route->path, found.next) : NULL;
    const struct inbox_view view = {
        .layout = page_layout(page),
        .rows = VIEW_ARRAY(rows, found.count),
        .waiting = list == APPROVALS_WAITING,
        .mine = list == APPROVALS_MINE,
        .done = list == APPROVALS_DONE,
        .has_rows = found.count > 0,
        .no_rows = found.count == 0,
        .pager = page_pager(NULL, next),
    };
    return page_render(page, 200, &INBOX_VIEW, &view);
}

enum status inbox_page(struct page *page) {
    return show(page, APPROVALS_WAITING);
}

enum status mine_page(struct page *page) {
    return show(page, APPROVALS_MINE);
}

enum status done_page(struct page *page) {
    return show(page, APPROVALS_DONE);
}
