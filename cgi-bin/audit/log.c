// The access log with its filters: by customer, person and day.
#include "audit/pages.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "domain/directory.h"

#define PAGE_ROWS 50

struct log_view {
    struct layout_view layout;
    // filters as typed, each with its message
    const char *customer, *person, *from, *until;
    const char *customer_message, *person_message, *from_message, *until_message;
    bool customer_invalid, person_invalid, from_invalid, until_invalid, filtered;
    struct view_rows rows; // of access_view
    bool any, has_next, has_previous;
    const char *next;
    bool has_head; // the newest signed head
    int64_t head_seq;
    const char *head_time;
};
static const struct binding BINDINGS[] = {
    VIEW_PART(struct log_view, layout, LAYOUT),
    VIEW(struct log_view, CUSTOMER, customer),
    VIEW(struct log_view, PERSON, person),
    VIEW(struct log_view, FROM, from),
    VIEW(struct log_view, UNTIL, until),
    VIEW(struct log_view, CUSTOMER_MESSAGE, customer_message),
    VIEW(struct log_view, PERSON_MESSAGE, person_message),
    VIEW(struct log_view, FROM_MESSAGE, from_message),
    VIEW(struct log_view, UNTIL_MESSAGE, until_message),
    VIEW(struct log_view, CUSTOMER_INVALID, customer_invalid),
    VIEW(struct log_view, PERSON_INVALID, person_invalid),
    VIEW(struct log_view, FROM_INVALID, from_invalid),
    VIEW(struct log_view, UNTIL_INVALID, until_invalid),
    VIEW(struct log_view, FILTERED, filtered),
    VIEW_ROWS(struct log_view, ROW, rows, ACCESS),
    VIEW(struct log_view, ANY, any),
    VIEW(struct log_view, HAS_NEXT, has_next),
    VIEW(struct log_view, NEXT, next),
    VIEW(struct log_view, HAS_HEAD, has_head),
    VIEW(struct log_view, HEAD_SEQ, head_seq),
    VIEW(struct log_view, HEAD_TIME, head_time),
    VIEW_END,
};
const struct view LOG_VIEW = {"audit/log.tpl", BINDINGS};

static const char *in_lang(const struct page *page, struct text text) {
    return text_in(page->ctx.lang, text);
}

static enum status read_names(struct page *page, struct log_view *view, struct access_filter *filter) {
    if (*view->customer != '\0') {
        TRY(directory_customer(&page->ctx, view->customer, &filter->customer_id));
        view->customer_invalid = filter->customer_id == 0;
        view->customer_message = in_lang(page, (struct text){"没有这个档案编号。", "There is no such archive number."});
    }
    if (*view->person != '\0') {
        TRY(directory_person(&page->ctx, view->person, &filter->person_id));
        view->person_invalid = filter->person_id == 0;
        view->person_message = in_lang(page, (struct text){"没有这个登录名。", "There is no such login."});
    }
    return STATUS_OK;
}

static void read_days(struct page *page, struct log_view *view, struct access_filter *filter) {
    static const struct text NO_DATE = {"请按 2026-01-31 的格式填写日期。", "Write the date as 2026-01-31."};
    char day[11];
    if (*view->from != '\0') {
        view->from_invalid = !date_parse(view->from, day);
        view->from_message = in_lang(page, NO_DATE);
        filter->from = view->from_invalid ? 0 : date_start(day);
    }
    if (*view->until != '\0') {
        view->until_invalid = !date_parse(view->until, day);
        view->until_message = in_lang(page, NO_DATE);
        filter->until = view->until_invalid ? 0 : date_start(day) + TIME_DAY;
    }
    if (filter->from != 0 && filter->until != 0 && filter->from >= filter->until) {
        view->until_invalid = true;
        view->until_message = in_lang(page, (struct text){"结束日期早于开始日期。", "The end lies before the start."});
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
        .until = filter_value(page, "until"),
        .next = "",
        .head_time = "",
    };
    view.filtered = *view.customer != '\0' || *view.person != '\0' || *view.from != '\0' || *view.until != '\0';
    return view;
}

static const char *next_link(struct page *page, const struct log_view *view, const struct access_page *found) {
    struct arena *arena = page->ctx.arena;
    return arena_format(arena, "/audit?customer=%s&person=%s&from=%s&until=%s&before=%lld",
                        url_encode(arena, view->customer), url_encode(arena, view->person),
                        url_encode(arena, view->from), url_encode(arena, view->until),
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
    view->any = found.count > 0;
    view->has_next = found.more;
    view->next = found.more ? next_link(page, view, &found) : "";
    return STATUS_OK;
}

enum status log_page(struct page *page) {
    struct log_view view = start_view(page);
    struct access_filter filter = {.limit = PAGE_ROWS, .before_seq = strtoll(page_query(page, "before"), NULL, 10)};
    struct access_head head;
    TRY(read_names(page, &view, &filter));
    read_days(page, &view, &filter);
    bool faulty = view.customer_invalid || view.person_invalid || view.from_invalid || view.until_invalid;
    if (!faulty)
        TRY(show_rows(page, &view, &filter));
    TRY(custody_head(page->ctx.custody, &head));
    view.has_head = head.seq > 0;
    view.head_seq = head.seq;
    view.head_time = time_second(page->ctx.arena, head.time);
    return page_render(page, faulty ? 422 : 200, &LOG_VIEW, &view);
}
