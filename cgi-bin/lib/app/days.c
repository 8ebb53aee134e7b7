#include "app/days.h"

#include "base/utf8.h"
#include "model/field.h"

const struct binding DAYS[] = {
    VIEW(struct days_view, FROM, from),
    VIEW(struct days_view, TO, to),
    VIEW(struct days_view, DATE_MESSAGE, message),
    VIEW(struct days_view, DATE_INVALID, invalid),
    VIEW_END,
};

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

struct days_view days_read(struct page *page, int64_t *from, int64_t *until) {
    static const struct text FORM = {"请按 2026-01-31 的格式填写日期。", "Write the date as 2026-01-31."};
    static const struct text ORDER = {"结束日期早于开始日期。", "The end lies before the start."};
    struct days_view days = {.from = utf8_narrow(page->ctx.arena, page_query(page, "from")),
                             .to = utf8_narrow(page->ctx.arena, page_query(page, "to")),
                             .message = say(page, FORM)};
    *from = read_day(days.from, &days.invalid);
    const int64_t last_day = read_day(days.to, &days.invalid);
    *until = last_day != 0 ? last_day + TIME_DAY : 0;
    if (!days.invalid && *until != 0 && *from >= *until) {
        days.invalid = true;
        days.message = say(page, ORDER);
    }
    return days;
}
