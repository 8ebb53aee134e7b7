// 工作日历: the days that are not what their weekday says.
#include "domain/workday.h"
#include "admin/pages.h"

struct workday_view {
    struct layout_view layout;
    const char *days, *message;
    bool invalid, today_works, today_off;
    int64_t count;
};
static const struct binding BINDINGS[] = {
    VIEW_PART(struct workday_view, layout, LAYOUT),
    VIEW(struct workday_view, DAYS_TEXT, days),
    VIEW(struct workday_view, MESSAGE, message),
    VIEW(struct workday_view, INVALID, invalid),
    VIEW(struct workday_view, TODAY_WORKS, today_works),
    VIEW(struct workday_view, TODAY_OFF, today_off),
    VIEW(struct workday_view, DAY_COUNT, count),
    VIEW_END,
};
const struct view WORKDAY_VIEW = {"admin/workday.tpl", BINDINGS};

// `typed` NULL: as stored.
static enum status show(struct page *page, const char *typed, const char *message) {
    struct workdays days;
    TRY(workday_read(page->ctx.store, &days, page->ctx.arena));
    struct workday_view view = {.layout = page_layout(page),
                                .days = typed ? typed : workday_text(&days, page->ctx.arena),
                                .message = message,
                                .invalid = typed != NULL,
                                .today_works = workday_is_working(&days, clock_now(page->ctx.clock)),
                                .count = days.count};
    view.today_off = !view.today_works;
    return page_render(page, view.invalid ? 422 : 200, &WORKDAY_VIEW, &view);
}

enum status workday_page(struct page *page) {
    return show(page, NULL, "");
}

enum status workday_do(struct page *page) {
    struct text message = {"", ""};
    const char *typed = page_form(page, "days");
    const enum status status = workday_save(&page->ctx, typed, &message);
    if (status == STATUS_INVALID)
        return show(page, typed, say(page, message));
    TRY(status);
    return page_redirect(page, "/admin/workday?notice=saved");
}
