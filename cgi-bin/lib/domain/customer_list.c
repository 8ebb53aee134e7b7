// Lists of customers. A scope is one index range (everything, one's own) or several (the units of a subtree), and each
// range is read in order only as far as the page needs. Rules: ORG-2, ARC-9.
#include "domain/customer_list.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "domain/customer_sql.h"

const struct sql LIST_CURSOR = {
    "customer.list_cursor",
    "SELECT c.name_key, c.archive_no FROM customer c WHERE c.id = :id AND " IN_REACH,
};

// One range: the index gives the order.
#define RANGE_HEAD ROW_COLUMNS "FROM customer c" ROW_JOINS
#define RANGE_TAIL(order) "ORDER BY " order " LIMIT :limit"
// One range per unit: the first ids of each, of these the first, and their rows.
#define UNITS_HEAD \
    ROW_COLUMNS "FROM (SELECT x.id AS id FROM unit u JOIN customer x ON x.id IN (SELECT c.id FROM customer c"
#define UNITS_TAIL(order, order_x)                                                                    \
    "ORDER BY " order " LIMIT :limit) WHERE u.path >= :path AND u.path < :path_end ORDER BY " order_x \
    " LIMIT :limit) s JOIN customer c ON c.id = s.id" ROW_JOINS "ORDER BY " order

static const struct {
    const char *range, *units;
} TAILS[][2] = {
    [SORT_NEWEST] = {{RANGE_TAIL("c.id DESC"), UNITS_TAIL("c.id DESC", "x.id DESC")},
                     {RANGE_TAIL("c.id"), UNITS_TAIL("c.id", "x.id")}},
    [SORT_NAME] = {{RANGE_TAIL("c.name_key, c.id"), UNITS_TAIL("c.name_key, c.id", "x.name_key, x.id")},
                   {RANGE_TAIL("c.name_key DESC, c.id DESC"),
                    UNITS_TAIL("c.name_key DESC, c.id DESC", "x.name_key DESC, x.id DESC")}},
    [SORT_ARCHIVE_NO] = {{RANGE_TAIL("c.archive_no"), UNITS_TAIL("c.archive_no", "x.archive_no")},
                         {RANGE_TAIL("c.archive_no DESC"), UNITS_TAIL("c.archive_no DESC", "x.archive_no DESC")}},
};

static enum status find_cursor(struct list *list, int64_t id) {
    struct query query = query_start(list->ctx->store, &LIST_CURSOR);
    query_bind_int(&query, ":id", id);
    reach_bind(&query, &list->reach);
    if (query_row(&query)) {
        list->cursor.id = id;
        list->cursor.name_key = query_text(&query, 0, list->ctx->arena);
        list->cursor.archive_no = query_text(&query, 1, list->ctx->arena);
        list->first = false;
    }
    return query_end(&query);
}

// The number in a cursor, or 0: a page that starts at nothing is the first one.
static int64_t parse_cursor(const char *after) {
    char *end = NULL;
    errno = 0;
    long long id = after ? strtoll(after, &end, 10) : 0;
    return after && errno == 0 && *end == '\0' && id > 0 ? id : 0;
}

static bool is_blank(const char *text, struct arena *arena) {
    return text == NULL || (utf8_valid(text, strlen(text)) && *utf8_trim(arena, text) == '\0');
}

bool list_is_filtered(const struct list *list) {
    return list->query->filters != NULL && list->query->filters->count > 0;
}

// What leaves reaches no further than either reading or exporting does.
static enum permission reading_permission(const struct ctx *ctx, const struct customer_query *query) {
    const bool narrower = actor_scope(ctx->actor, PERM_CUSTOMER_EXPORT) < actor_scope(ctx->actor, PERM_CUSTOMER_READ);
    return query->leaves && narrower ? PERM_CUSTOMER_EXPORT : PERM_CUSTOMER_READ;
}

enum status list_start(struct list *list, struct ctx *ctx, const struct customer_query *query) {
    *list = (struct list){.ctx = ctx, .query = query, .reach = reach_of(ctx, reading_permission(ctx, query)), .first = true};
    list->most = (query->page_size > 0 ? query->page_size : CUSTOMER_PAGE) + 1;
    list->rows = ARENA_ARRAY(ctx->arena, struct list_row, list->most);
    list->searched = !is_blank(query->text, ctx->arena);
    list->sort = list->searched ? SORT_NEWEST : query->sort;
    list->cursor =
        (struct list_cursor){.id = list->sort == SORT_NEWEST ? INT64_MAX : 0, .name_key = "", .archive_no = ""};
    if (reach_is_nothing(&list->reach))
        return STATUS_FORBIDDEN;
    int64_t id = parse_cursor(query->after);
    if (id != 0 && list->sort == SORT_NEWEST) {
        list->cursor.id = id;
        list->first = false;
    } else if (id != 0) {
        TRY(find_cursor(list, id));
    }
    list->backwards = query->backwards && !list->first;
    list->plan.driver = -1;
    list->below = INT64_MAX;
    if (!list_is_filtered(list))
        return STATUS_OK;
    filter_ids(query->filters, &list->above, &list->below);
    return filter_plan(ctx, query->filters, list->sort == SORT_NEWEST, &list->plan);
}

// --- sources ---

static void add_keyset(struct where *where, const struct list *list) {
    const struct list_cursor *cursor = &list->cursor;
    switch (list->sort) {
    case SORT_NEWEST:
        if (list->backwards)
            where_plain(where, "c.id > :at");
        else
            where_plain(where, "c.id < :at");
        where_value_int(where, ":at", cursor->id < list->below ? cursor->id : list->below);
        if (list->above > 0)
            where_int(where, "c.id >= :above", ":above", list->above);
        break;
    case SORT_NAME:
        if (list->backwards)
            where_plain(where, "(c.name_key, c.id) < (:key, :at)");
        else
            where_plain(where, "(c.name_key, c.id) > (:key, :at)");
        where_value_text(where, ":key", cursor->name_key);
        where_value_int(where, ":at", cursor->id);
        break;
    case SORT_ARCHIVE_NO:
        if (list->backwards)
            where_plain(where, "c.archive_no < :at");
        else
            where_plain(where, "c.archive_no > :at");
        where_value_text(where, ":at", cursor->archive_no);
        break;
    }
}

void list_narrow(const struct list *list, struct where *where) {
    where_value_int(where, ":all", list->reach.all);
    where_value_int(where, ":person", list->reach.person_id);
    where_value_text(where, ":path", list->reach.path);
    where_value_text(where, ":path_end", list->reach.path_end);
    if (list_is_filtered(list))
        filter_conditions(where, list->query->filters, &list->plan);
}

static enum status run_source(struct list *list, struct where *where, const char *head, const char *tail) {
    add_keyset(where, list);
    where_value_int(where, ":limit", list->most);
    struct query query = where_query(where, list->ctx->store, "customer.list", head, tail);
    return list_merge(list, &query);
}

enum status list_gathered(struct list *list, void (*add)(struct where *where, const void *data), const void *data) {
    struct where where = where_start(list->ctx->arena);
    where_plain(&where, IN_REACH);
    list_narrow(list, &where);
    if (add)
        add(&where, data);
    return run_source(list, &where, RANGE_HEAD, TAILS[list->sort][list->backwards].range);
}

// What the caller adds, and the filters.
static void add_all(const struct list *list, struct where *where, void (*add)(struct where *where, const void *data), const void *data) {
    if (add)
        add(where, data);
    if (list_is_filtered(list))
        filter_conditions(where, list->query->filters, &list->plan);
}

enum status list_scope(struct list *list, void (*add)(struct where *where, const void *data), const void *data) {
    struct where where = where_start(list->ctx->arena);
    where_plain(&where, SHOWN("c"));
    if (!list->reach.all)
        where_int(&where, "c.owner_id = :owner", ":owner", list->reach.person_id);
    add_all(list, &where, add, data);
    TRY(run_source(list, &where, RANGE_HEAD, TAILS[list->sort][list->backwards].range));
    if (!reach_has_units(&list->reach))
        return STATUS_OK;
    where = where_start(list->ctx->arena);
    where_plain(&where, "c.unit_id = u.id");
    where_plain(&where, SHOWN("c"));
    where_value_text(&where, ":path", list->reach.path);
    where_value_text(&where, ":path_end", list->reach.path_end);
    add_all(list, &where, add, data);
    return run_source(list, &where, UNITS_HEAD, TAILS[list->sort][list->backwards].units);
}

// --- merging ---

static int compare_ids(int64_t a, int64_t b) {
    return a < b ? -1 : a > b;
}

static int compare_rows(const struct list *list, const struct list_row *a, const struct list_row *b) {
    int order = 0;
    if (list->sort == SORT_NEWEST)
        order = compare_ids(b->row.id, a->row.id);
    else if (list->sort == SORT_ARCHIVE_NO)
        order = strcmp(a->row.archive_no, b->row.archive_no);
    else if ((order = strcmp(a->name_key, b->name_key)) == 0)
        order = compare_ids(a->row.id, b->row.id);
    return list->backwards ? -order : order;
}

static const char *text_or_empty(const struct query *query, int column, struct arena *arena) {
    return query_is_null(query, column) ? "" : query_text(query, column, arena);
}

static struct list_row read_row(const struct query *query, struct arena *arena) {
    return (struct list_row){
        .row =
            {
                .id = query_int(query, 0),
                .archive_no = query_text(query, 1, arena),
                .code = query_text(query, 2, arena),
                .name = query_text(query, 3, arena),
                .kind = query_text(query, 4, arena),
                .region = text_or_empty(query, 5, arena),
                .owner_name = text_or_empty(query, 6, arena),
                .phone_mask = text_or_empty(query, 7, arena),
                .updated_at = query_int(query, 8),
                .created_at = query_int(query, 10),
                .credit_code = text_or_empty(query, 11, arena),
                .contact = query_text(query, 12, arena),
            },
        .name_key = query_text(query, 9, arena),
    };
}

// Puts a row where it belongs, unless it is there already or beyond the page.
static void insert_row(struct list *list, const struct list_row *row) {
    unsigned at = list->count;
    while (at > 0 && compare_rows(list, row, &list->rows[at - 1]) < 0)
        at--;
    if (at == list->most || (at > 0 && list->rows[at - 1].row.id == row->row.id))
        return;
    unsigned kept = list->count < list->most ? list->count : list->most - 1;
    memmove(&list->rows[at + 1], &list->rows[at], (kept - at) * sizeof *row);
    list->rows[at] = *row;
    list->count = kept + 1;
}

enum status list_merge(struct list *list, struct query *query) {
    while (query_row(query)) {
        struct list_row row = read_row(query, list->ctx->arena);
        insert_row(list, &row);
    }
    return query_end(query);
}

// --- the page ---

void list_finish(const struct list *list, struct customer_page *page) {
    struct arena *arena = list->ctx->arena;
    bool more = list->count == list->most;
    page->count = more ? list->most - 1 : list->count;
    page->rows = ARENA_ARRAY(arena, struct customer_row, page->count);
    for (unsigned i = 0; i < page->count; i++)
        page->rows[list->backwards ? page->count - 1 - i : i] = list->rows[i].row;
    page->next = page->previous = NULL;
    if (page->count == 0)
        return;
    if (list->backwards || more) // the row that a backward page was counted from follows it
        page->next = arena_format(arena, "%lld", (long long)page->rows[page->count - 1].id);
    if (list->backwards ? more : !list->first)
        page->previous = arena_format(arena, "%lld", (long long)page->rows[0].id);
}

// How many there are: all of them where they are on this page; else counted where an index leads to them or to few others, and told as
// "more" where none does.
#define COUNTED_MAX 5000
static enum status count_hits(const struct list *list, struct customer_page *page) {
    const bool whole = list->first && page->next == NULL;
    page->total = page->count;
    page->total_more = !whole;
    if (whole || list->searched)
        return STATUS_OK;
    if (!filter_in_order(list->query->filters) && (list->plan.driver < 0 || list->plan.count > COUNTED_MAX))
        return STATUS_OK;
    struct where where = where_start(list->ctx->arena);
    where_plain(&where, IN_REACH);
    list_narrow(list, &where);
    where_value_int(&where, ":most", TOTAL_MAX + 1);
    struct query query = where_query(&where, list->ctx->store, "customer.count", "SELECT count(*) FROM (SELECT 1 FROM customer c", "LIMIT :most)");
    const int64_t count = query_row(&query) ? query_int(&query, 0) : 0;
    page->total = count > TOTAL_MAX ? TOTAL_MAX : count;
    page->total_more = count > TOTAL_MAX;
    return query_end(&query);
}

static bool has_row(const struct customer_page *page, int64_t id) {
    for (unsigned i = 0; i < page->count; i++)
        if (page->rows[i].id == id)
            return true;
    return false;
}

// Puts those behind the page whose telephone number ends with what was typed.
static enum status add_tails(const struct list *list, struct customer_page *page) {
    struct list *tails = ARENA_NEW(list->ctx->arena, struct list);
    struct customer_page more = {.count = 0};
    TRY(list_start(tails, list->ctx, list->query));
    TRY(search_value(tails, page));
    list_finish(tails, &more);
    struct customer_row *rows = ARENA_ARRAY(list->ctx->arena, struct customer_row, page->count + (size_t)more.count);
    memcpy(rows, page->rows, page->count * sizeof *rows);
    page->rows = rows;
    page->numbers_cut |= page->next != NULL;
    page->values_cut = more.next != NULL;
    for (unsigned i = 0; i < more.count; i++)
        if (!has_row(page, more.rows[i].id))
            page->rows[page->count++] = more.rows[i];
    return STATUS_OK;
}

enum status customer_list(struct ctx *ctx, const struct customer_query *query, struct customer_page *page) {
    struct list *list = ARENA_NEW(ctx->arena, struct list);
    *page = (struct customer_page){.refusal = RESULT_DISCLOSED};
    TRY(list_start(list, ctx, query));
    if (list->searched) {
        TRY(search_run(list, page));
    } else {
        TRY(reach_widen(ctx, &list->reach));
        TRY(list->plan.driver >= 0 ? list_gathered(list, NULL, NULL) : list_scope(list, NULL, NULL));
    }
    list_finish(list, page);
    page->by_tail = page->count;
    if (query->leaves)
        return STATUS_OK;
    if (list_is_filtered(list))
        TRY(count_hits(list, page));
    if (list->searched)
        TRY(search_name_contacts(ctx, page));
    if (!query->by_value)
        return STATUS_OK;
    if (customer_text_tail(ctx, query->text))
        TRY(add_tails(list, page));
    else
        page->values_cut = page->next != NULL;
    page->next = page->previous = NULL;
    return STATUS_OK;
}
