#include "domain/sequence.h"

const struct sql SEQUENCE_NEXT = {
    "sequence.next",
    "INSERT INTO sequence (name, next) VALUES (:name, 2) ON CONFLICT (name) DO UPDATE SET next = next + 1 RETURNING "
    "next - 1",
};

enum status sequence_next(struct ctx *ctx, const char *name, int64_t *number) {
    struct query query = query_start(ctx->store, &SEQUENCE_NEXT);
    query_bind_text(&query, ":name", name);
    if (query_row(&query))
        *number = query_int(&query, 0);
    return query_end(&query);
}
