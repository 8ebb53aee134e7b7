// A page of records, and the days it can be narrowed to: what the log and the pages of a case, a customer and a person share.
#include <stdlib.h>

#include "audit/pages.h"
#include "base/utf8.h"
#include "model/field.h"

const struct binding RECORDS[] = {
    VIEW_ROWS(struct records_view, ROW, rows, ACCESS),
    VIEW(struct records_view, ROW_COUNT, row_count),
    VIEW(struct records_view, HAS_ROWS, has_rows),
    VIEW(struct records_view, NO_ROWS, no_rows),
    VIEW_PART(struct records_view, pager, PAGER),
    VIEW_END,
};

const struct binding DAYS[] = {
    VIEW(struct days_view, FROM, from),
    VIEW(struct days_view, TO, to),
    VIEW(struct days_view, DATE_MESSAGE, message),
    VIEW(struct days_view, DATE_INVALID, invalid),
    VIEW_END,
};

int64_t records_before(const struct page *page) {
    const int64_t before = strtoll(page_query(page, "before"), NULL, 10);
    return before > 0 ? before : 0;
}

enum status records_read(struct page *page, const struct access_filter *filter, const char *address, struct records_view *records) {
    struct arena *arena = page->ctx.arena;
    struct access_page found;
    page->ctx.asker.channel = CHANNEL_LOG;
    TRY(custody_log(page->ctx.custody, &page->ctx.asker, filter, &found, arena));
    if (found.result != RESULT_DISCLOSED)
        return STATUS_FORBIDDEN;
    struct access_view *rows = ARENA_ARRAY(arena, struct access_view, found.count);
    TRY(access_views(page, found.rows, found.count, rows));
    *records = (struct records_view){.rows = VIEW_ARRAY(rows, found.count),
                                     .row_count = (int)found.count,
                                     .has_rows = found.count > 0,
                                     .no_rows = found.count == 0,
                                     .pager = page_pager(NULL, NULL)};
    if (found.more)
        records->pager = page_pager(NULL, arena_format(arena, "%sbefore=%lld", address, (long long)found.rows[found.count - 1].seq));
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

struct days_view days_read(struct page *page, int64_t *from, int64_t *until) {
    static const struct text FORM = {"请按 2026-01-31 的格式填写日期。", "Write the date as 2026-01-31."};
    static const struct text ORDER = {"结束日期早于开始日期。", "The end lies before the start."};
    struct days_view days = {.from = utf8_narrow(page->ctx.arena, page_query(page, "from")),
                             .to = utf8_narrow(page->ctx.arena, page_query(page, "to")),
                             .message = text_in(page->ctx.lang, FORM)};
    *from = read_day(days.from, &days.invalid);
    const int64_t last_day = read_day(days.to, &days.invalid);
    *until = last_day != 0 ? last_day + TIME_DAY : 0;
    if (!days.invalid && *until != 0 && *from >= *until) {
        days.invalid = true;
        days.message = text_in(page->ctx.lang, ORDER);
    }
    return days;
}

const char *field_label(const struct page *page, int64_t kind, const char *key) {
    const struct field_table *table = catalogue_table(page->ctx.fields, (enum kind)kind);
    const struct field *field = table != NULL ? field_known(table, key) : NULL;
    return field != NULL ? text_in(page->ctx.lang, field->label) : key;
}

enum status desk_ask(struct page *page, const struct desk_question *question, struct desk_reply *reply) {
    struct desk_question whole = *question;
    whole.key = whole.key != NULL ? whole.key : "";
    whole.text = whole.text != NULL ? whole.text : "";
    page->ctx.asker.channel = CHANNEL_LOG;
    TRY(custody_desk(page->ctx.custody, &page->ctx.asker, &whole, reply, page->ctx.arena));
    return reply->result == RESULT_DISCLOSED ? STATUS_OK : STATUS_FORBIDDEN;
}
