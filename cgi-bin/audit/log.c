// The access log with its filters: by customer, person and day.
#include "audit/pages.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "domain/directory.h"

#define PAGE_ROWS 50

struct log_view {
    struct layout_view layout;
    // filters as typed, each with what is wrong with it
    const char *customer, *person, *from, *to;
    const char *customer_message, *person_message, *date_message;
    bool customer_invalid, person_invalid, date_invalid, filtered;
    struct view_rows rows; // of access_view
    int row_count;
    bool has_rows, no_rows;
    struct pager_view pager;
    bool has_head; // the newest signed head
    int64_t head_seq;
    const char *head_time;
};
static const struct binding BINDINGS[] = {
    VIEW_PART(struct log_view, layout, LAYOUT),
    VIEW(struct log_view, CUSTOMER, customer),
    VIEW(struct log_view, PERSON, person),
    VIEW(struct log_view, FROM, from),
    VIEW(struct log_view, TO, to),
    VIEW(struct log_view, CUSTOMER_MESSAGE, customer_message),
    VIEW(struct log_view, PERSON_MESSAGE, person_message),
    VIEW(struct log_view, DATE_MESSAGE, date_message),
    VIEW(struct log_view, CUSTOMER_INVALID, customer_invalid),
    VIEW(struct log_view, PERSON_INVALID, person_invalid),
    VIEW(struct log_view, DATE_INVALID, date_invalid),
    VIEW(struct log_view, FILTERED, filtered),
    VIEW_ROWS(struct log_view, ROW, rows, ACCESS),
    VIEW(struct log_view, ROW_COUNT, row_count),
    VIEW(struct log_view, HAS_ROWS, has_rows),
    VIEW(struct log_view, NO_ROWS, no_rows),
    VIEW_PART(struct log_view, pager, PAGER),
    VIEW(struct log_view, HAS_HEAD, has_head),
    VIEW(struct log_view, HEAD_SEQ, head_seq),
    VIEW(struct log_view, HEAD_TIME, head_time),
    VIEW_END,
};
const struct view LOG_VIEW = {"audit/log.tpl", BINDINGS};

static const char *in_lang(const struct page *page, struct text text) {
    return text_in(page->ctx.lang, text);
}

// What is wrong with a name that stands for nothing or for several, whose numbers then follow.
static const char *say_unclear(struct page *page, const struct directory_match *match, struct text none,
                               struct text several) {
    if (match->count == 0)
        return in_lang(page, none);
    const char *more = match->count > DIRECTORY_NUMBERS_MAX ? " …" : "";
    return arena_format(page->ctx.arena, "%s%s%s", in_lang(page, several), match->numbers, more);
}

static enum status read_customer(struct page *page, struct log_view *view, struct access_filter *filter) {
    static const struct text NONE = {"没有这个档案编号、客户编码或公司名称。",
                                     "There is no such archive number, customer code or company name."};
    static const struct text SEVERAL = {"有几个客户叫这个名称，请填写档案编号：",
                                        "Several customers are called so; give the archive number: "};
    struct directory_match match;
    if (*view->customer == '\0')
        return STATUS_OK;
    TRY(directory_customer(&page->ctx, view->customer, &match));
    filter->customer_id = match.id;
    view->customer_invalid = match.id == 0;
    view->customer_message = say_unclear(page, &match, NONE, SEVERAL);
    return STATUS_OK;
}

static enum status read_person(struct page *page, struct log_view *view, struct access_filter *filter) {
    static const struct text NONE = {"没有这个账号或姓名。", "There is no such login or full name."};
    static const struct text SEVERAL = {"有几个人叫这个姓名，请填写账号：",
                                        "Several people are called so; give the login: "};
    struct directory_match match;
    if (*view->person == '\0')
        return STATUS_OK;
    TRY(directory_person(&page->ctx, view->person, &match));
    filter->person_id = match.id;
    view->person_invalid = match.id == 0;
    view->person_message = say_unclear(page, &match, NONE, SEVERAL);
    return STATUS_OK;
}

// Reads a day as it was typed; `fault` is set and 0 returned when it is none.
static int64_t read_day(const char *typed, bool *fault) {
    char day[11];
    if (*typed == '\0')
        return 0;
    if (date_parse(typed, day))
        return date_start(day);
    *fault = true;
    return 0;
}

static void read_days(struct page *page, struct log_view *view, struct access_filter *filter) {
    filter->from = read_day(view->from, &view->date_invalid);
    int64_t last_day = read_day(view->to, &view->date_invalid);
    filter->until = last_day != 0 ? last_day + TIME_DAY : 0;
    view->date_message = in_lang(page, (struct text){"请按 2026-01-31 的格式填写日期。", "Write the date as 2026-01-31."});
    if (!view->date_invalid && filter->until != 0 && filter->from >= filter->until) {
        view->date_invalid = true;
        view->date_message = in_lang(page, (struct text){"结束日期早于开始日期。", "The end lies before the start."});
    }
}

static const char *filter_value(struct page *page, const char *name) {
    return utf8_narrow(page->ctx.arena, page_query(page, name));
}

static struct log_view start_view(struct page *page) {
    struct log_view view = {
        .layout = page_layout(page),
        .customer = filter_value(page, "customer"),
        .person = filter_value(page, "person"),
        .from = filter_value(page, "from"),
        .to = filter_value(page, "to"),
        .pager = page_pager(NULL, NULL),
    };
    view.filtered = *view.customer != '\0' || *view.person != '\0' || *view.from != '\0' || *view.to != '\0';
    return view;
}

static const char *next_link(struct page *page, const struct log_view *view, const struct access_page *found) {
    struct arena *arena = page->ctx.arena;
    return arena_format(arena, "/audit?customer=%s&person=%s&from=%s&to=%s&before=%lld",
                        url_encode(arena, view->customer), url_encode(arena, view->person),
                        url_encode(arena, view->from), url_encode(arena, view->to),
                        (long long)found->rows[found->count - 1].seq);
}

static enum status show_rows(struct page *page, struct log_view *view, const struct access_filter *filter) {
    struct access_page found;
    page->ctx.asker.channel = CHANNEL_LOG;
    TRY(custody_log(page->ctx.custody, &page->ctx.asker, filter, &found, page->ctx.arena));
    if (found.result != RESULT_DISCLOSED)
        return STATUS_FORBIDDEN;
    struct access_view *rows = ARENA_ARRAY(page->ctx.arena, struct access_view, found.count);
    TRY(access_views(page, found.rows, found.count, rows));
    view->rows = VIEW_ARRAY(rows, found.count);
    view->row_count = (int)found.count;
    view->has_rows = found.count > 0;
    view->no_rows = found.count == 0;
    view->pager = page_pager(NULL, found.more ? next_link(page, view, &found) : NULL);
    return STATUS_OK;
}

enum status log_page(struct page *page) {
    struct log_view view = start_view(page);
    int64_t before = strtoll(page_query(page, "before"), NULL, 10);
    struct access_filter filter = {.limit = PAGE_ROWS, .before_seq = before > 0 ? before : 0};
    struct access_head head;
    TRY(read_customer(page, &view, &filter));
    TRY(read_person(page, &view, &filter));
    read_days(page, &view, &filter);
    bool faulty = view.customer_invalid || view.person_invalid || view.date_invalid;
    if (!faulty)
        TRY(show_rows(page, &view, &filter));
    TRY(custody_head(page->ctx.custody, &head));
    view.has_head = head.seq > 0;
    view.head_seq = head.seq;
    view.head_time = time_second(page->ctx.arena, head.time);
    return page_render(page, faulty ? 422 : 200, &LOG_VIEW, &view);
}
