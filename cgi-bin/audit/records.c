// A page of records: what the log and the pages of a case, a customer and a person share.
#include <stdlib.h>

#include "audit/pages.h"
#include "model/field.h"

const struct binding RECORDS[] = {
    VIEW_ROWS(struct records_view, ROW, rows, ACCESS),
    VIEW(struct records_view, ROW_COUNT, row_count),
    VIEW(struct records_view, HAS_ROWS, has_rows),
    VIEW(struct records_view, NO_ROWS, no_rows),
    VIEW_PART(struct records_view, pager, PAGER),
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
