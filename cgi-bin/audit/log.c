// The access log with its filters: by customer, person and day.
#include "audit/pages.h"

#include <string.h>

#include "base/utf8.h"
#include "domain/directory.h"

struct log_view {
    struct layout_view layout;
    // filters as typed, each with what is wrong with it
    const char *customer, *person;
    const char *customer_message, *person_message;
    bool customer_invalid, person_invalid, filtered;
    struct days_view days;
    struct records_view records;
    bool has_head; // the newest signed head
    int64_t head_seq;
    const char *head_time;
};
static const struct binding BINDINGS[] = {
    VIEW_PART(struct log_view, layout, LAYOUT),
    VIEW(struct log_view, CUSTOMER, customer),
    VIEW(struct log_view, PERSON, person),
    VIEW_PART(struct log_view, days, DAYS),
    VIEW(struct log_view, CUSTOMER_MESSAGE, customer_message),
    VIEW(struct log_view, PERSON_MESSAGE, person_message),
    VIEW(struct log_view, CUSTOMER_INVALID, customer_invalid),
    VIEW(struct log_view, PERSON_INVALID, person_invalid),
    VIEW(struct log_view, FILTERED, filtered),
    VIEW_PART(struct log_view, records, RECORDS),
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

static const char *filter_value(struct page *page, const char *name) {
    return utf8_narrow(page->ctx.arena, page_query(page, name));
}

static struct log_view start_view(struct page *page, struct access_filter *filter) {
    struct log_view view = {
        .layout = page_layout(page),
        .customer = filter_value(page, "customer"),
        .person = filter_value(page, "person"),
        .days = days_read(page, &filter->from, &filter->until),
        .records = {.pager = page_pager(NULL, NULL)},
    };
    view.filtered = *view.customer != '\0' || *view.person != '\0' || *view.days.from != '\0' || *view.days.to != '\0';
    return view;
}

static const char *own_address(struct page *page, const struct log_view *view) {
    struct arena *arena = page->ctx.arena;
    return arena_format(arena, "/audit?customer=%s&person=%s&from=%s&to=%s&", url_encode(arena, view->customer),
                        url_encode(arena, view->person), url_encode(arena, view->days.from), url_encode(arena, view->days.to));
}

enum status log_page(struct page *page) {
    struct access_filter filter = {.limit = PAGE_ROWS, .before_seq = records_before(page)};
    struct log_view view = start_view(page, &filter);
    struct access_head head;
    TRY(read_customer(page, &view, &filter));
    TRY(read_person(page, &view, &filter));
    const bool faulty = view.customer_invalid || view.person_invalid || view.days.invalid;
    if (!faulty)
        TRY(records_read(page, &filter, own_address(page, &view), &view.records));
    TRY(custody_head(page->ctx.custody, &head));
    view.has_head = head.seq > 0;
    view.head_seq = head.seq;
    view.head_time = time_second(page->ctx.arena, head.time);
    return page_render(page, faulty ? 422 : 200, &LOG_VIEW, &view);
}
