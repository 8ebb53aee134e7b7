#include "domain/customer_export.h"

#include <stdio.h>

#define STEP 500 // rows

// Passes one page on; `after` becomes where the next one starts, "" at the end.
static enum status export_page(struct ctx *ctx, struct customer_export *export, char after[32]) {
    struct customer_page page;
    const char **cells;
    struct customer_query query = *export->query;
    query.after = arena_string(ctx->arena, after);
    query.page_size = STEP;
    query.leaves = true;
    query.backwards = query.by_value = false;
    TRY(customer_list(ctx, &query, &page));
    TRY(columns_values(ctx, export->columns, page.rows, page.count, &cells));
    export->numbers_cut |= page.numbers_cut;
    export->words_cut |= page.words_cut;
    for (unsigned i = 0; i < page.count; i++) {
        if (export->rows == export->most)
            return STATUS_TOO_LARGE;
        TRY(export->row(export->data, cells + (size_t)i * export->columns->count));
        export->rows++;
    }
    (void)snprintf(after, 32, "%s", page.next != NULL ? page.next : "");
    return STATUS_OK;
}

static enum status export_all(struct ctx *ctx, struct customer_export *export) {
    const int64_t deadline = clock_now(ctx->clock) + EXPORT_SECONDS * TIME_SECOND;
    struct ctx step = *ctx;
    char after[32] = "";
    enum status status = STATUS_OK;
    step.arena = arena_new();
    do {
        status = export_page(&step, export, after);
        arena_wipe(step.arena);
        if (status == STATUS_OK && *after != '\0' && clock_now(ctx->clock) > deadline)
            status = STATUS_LIMITED;
    } while (status == STATUS_OK && *after != '\0');
    arena_free(step.arena);
    return status;
}

enum status customer_export(struct ctx *ctx, struct customer_export *export) {
    export->rows = 0;
    export->numbers_cut = export->words_cut = false;
    if (export->most == 0)
        export->most = EXPORT_ROWS_MAX;
    if (!actor_may(ctx->actor, PERM_CUSTOMER_EXPORT))
        return STATUS_FORBIDDEN;
    TRY(store_begin_read(ctx->store));
    const enum status status = export_all(ctx, export);
    store_rollback(ctx->store);
    return status;
}
