// The history of a customer and its contacts (ARC-4), newest first.
#include "domain/customer.h"
#include "domain/customer_sql.h"
#include "domain/reach.h"

// As with contacts: a row without an id is a customer without history, no row one out of reach.
const struct sql HISTORY_PAGE = {
    "history.page",
    "SELECT h.id, h.at, h.person_id, p.name, h.version, h.field, " HISTORY_BEFORE ", " HISTORY_AFTER
    ", h.kind, h.record_id, k.name, h.field = '' AND k.deleted_at IS NOT NULL AND h.version = k.version "
    "FROM customer c LEFT JOIN history h ON h.customer_id = c.id AND h.id < :before "
    "LEFT JOIN person p ON p.id = h.person_id LEFT JOIN contact k ON h.kind = 2 AND k.id = h.record_id "
    "WHERE c.id = :customer AND " IN_REACH " ORDER BY h.id DESC LIMIT :limit",
};

#define HISTORY_PAGE_ROWS 50

static struct change read_change(const struct query *query, struct arena *arena) {
    return (struct change){
        .at = query_int(query, 1),
        .person_id = query_int(query, 2),
        .person_name = query_text(query, 3, arena),
        .version = query_int(query, 4),
        .field = query_text(query, 5, arena),
        .before = query_text(query, 6, arena),
        .after = query_text(query, 7, arena),
        .kind = query_int(query, 8),
        .record_id = query_int(query, 9),
        .restorable = query_int(query, 11) != 0,
        .contact_name = query_is_null(query, 10) ? "" : query_text(query, 10, arena),
    };
}

enum status customer_history(struct ctx *ctx, int64_t id, int64_t before, struct change_page *page) {
    bool reached = false;
    int64_t last = 0;
    struct reach reach = reach_of(ctx, PERM_CUSTOMER_READ);
    *page = (struct change_page){.rows = ARENA_ARRAY(ctx->arena, struct change, HISTORY_PAGE_ROWS)};
    struct query query = query_start(ctx->store, &HISTORY_PAGE);
    query_bind_int(&query, ":customer", id);
    query_bind_int(&query, ":before", before > 0 ? before : INT64_MAX);
    query_bind_int(&query, ":limit", HISTORY_PAGE_ROWS + 1);
    reach_bind(&query, &reach);
    while (query_row(&query)) {
        reached = true;
        if (page->count == HISTORY_PAGE_ROWS) {
            page->next = last;
        } else if (!query_is_null(&query, 0)) {
            last = query_int(&query, 0);
            page->rows[page->count++] = read_change(&query, ctx->arena);
        }
    }
    TRY(query_end(&query));
    return reached ? STATUS_OK : STATUS_NOT_FOUND;
}
