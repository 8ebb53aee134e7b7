// Adding to the record of administration, and reading it page by page.
#include "domain/admin_record.h"

#include <string.h>

#include "store/where.h"

static const struct sql RECORD_ADD = {
    "admin_record.add",
    "INSERT INTO admin_record (at, person_id, by_name, kind, subject_id, subject, action, field, before, after) "
    "VALUES (:at, nullif(:person, 0), :by, :kind, :subject_id, :subject, :action, :field, :before, :after)",
};
// Their numbers follow the time, so a day is a range of them.
static const struct sql RECORD_SINCE = {
    "admin_record.since",
    "SELECT coalesce((SELECT id FROM admin_record WHERE at >= :from ORDER BY at LIMIT 1), 1 << 60), "
    "coalesce((SELECT id FROM admin_record WHERE at >= :until ORDER BY at LIMIT 1), 1 << 60)",
};
#define RECORD_HEAD                                                                                            \
    "SELECT id, at, coalesce(person_id, 0), by_name, kind, subject_id, subject, action, field, before, after " \
    "FROM admin_record"
// Also stands for what is assembled below, so that the rights to read it are listed.
static const struct sql RECORD_NEWEST = {"admin_record.newest", RECORD_HEAD " WHERE id < :before ORDER BY id DESC LIMIT :limit"};

const struct sql *const ADMIN_RECORD_STATEMENTS[] = {&RECORD_ADD, NULL};
const struct sql *const ADMIN_RECORD_READ_STATEMENTS[] = {&RECORD_SINCE, &RECORD_NEWEST, NULL};

enum status admin_record_add(struct ctx *ctx, const struct admin_subject *subject, const char *action, const char *field,
                             const char *before, const char *after) {
    const struct actor *actor = ctx->actor;
    struct query query = query_start(ctx->store, &RECORD_ADD);
    query_bind_int(&query, ":at", clock_now(ctx->clock));
    query_bind_int(&query, ":person", actor->person_id);
    query_bind_text(&query, ":by", actor->name != NULL ? actor->name : "");
    query_bind_text(&query, ":kind", subject->kind);
    query_bind_int(&query, ":subject_id", subject->id);
    query_bind_text(&query, ":subject", subject->name);
    query_bind_text(&query, ":action", action);
    query_bind_text(&query, ":field", field);
    query_bind_text(&query, ":before", before);
    query_bind_text(&query, ":after", after);
    return query_run(&query, NULL);
}

enum status admin_record_change(struct ctx *ctx, const struct admin_subject *subject, const char *action, const char *field,
                                const char *before, const char *after) {
    return strcmp(before, after) == 0 ? STATUS_OK : admin_record_add(ctx, subject, action, field, before, after);
}

static enum status add_days(struct ctx *ctx, const struct admin_filter *filter, struct where *where) {
    if (filter->from == 0 && filter->until == 0)
        return STATUS_OK;
    struct query query = query_start(ctx->store, &RECORD_SINCE);
    query_bind_int(&query, ":from", filter->from);
    query_bind_int(&query, ":until", filter->until != 0 ? filter->until : INT64_MAX);
    int64_t first = 0, end = 0;
    if (query_row(&query)) {
        first = query_int(&query, 0);
        end = query_int(&query, 1);
    }
    TRY(query_end(&query));
    where_int(where, "id >= :first", ":first", first);
    where_int(where, "id < :end", ":end", end);
    return STATUS_OK;
}

static struct admin_event read_event(const struct query *query, struct arena *arena) {
    return (struct admin_event){
        .id = query_int(query, 0),
        .at = query_int(query, 1),
        .person_id = query_int(query, 2),
        .by = query_text(query, 3, arena),
        .kind = query_text(query, 4, arena),
        .subject_id = query_int(query, 5),
        .subject = query_text(query, 6, arena),
        .action = query_text(query, 7, arena),
        .field = query_text(query, 8, arena),
        .before = query_text(query, 9, arena),
        .after = query_text(query, 10, arena),
    };
}

enum status admin_record_page(struct ctx *ctx, const struct admin_filter *filter, struct admin_event_page *page) {
    struct where where = where_start(ctx->arena);
    *page = (struct admin_event_page){.count = 0};
    if (*filter->kind != '\0')
        where_text(&where, "kind = :kind", ":kind", filter->kind);
    if (filter->subject_id != 0)
        where_int(&where, "subject_id = :subject", ":subject", filter->subject_id);
    if (filter->person_id != 0)
        where_int(&where, "person_id = :person", ":person", filter->person_id);
    where_int(&where, "id < :before", ":before", filter->before_id > 0 ? filter->before_id : INT64_MAX);
    TRY(add_days(ctx, filter, &where));
    struct query query = where_query(&where, ctx->store, "admin_record.page", RECORD_HEAD, " ORDER BY id DESC LIMIT :limit");
    query_bind_int(&query, ":limit", ADMIN_RECORD_PAGE + 1);
    while (query_row(&query)) {
        if (page->count == ADMIN_RECORD_PAGE)
            page->more = true;
        else
            page->rows[page->count++] = read_event(&query, ctx->arena);
    }
    return query_end(&query);
}
