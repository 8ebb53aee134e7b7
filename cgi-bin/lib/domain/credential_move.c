// Moving passwords out of a store of an earlier version. First every hash goes into the file, in one transaction; only then are they
// blanked in the store, and only then is that written anew. Each step leaves what the next call begins with: a hash that is blank has
// been moved.
#include "domain/credential.h"

static const struct sql CHOSEN = {
    "credential.chosen",
    "SELECT c.person_id, c.hash, c.changed_at FROM credential c JOIN person p ON p.id = c.person_id"
    " WHERE c.must_change = 0 AND c.hash <> '' AND p.state = 'active'",
};
// Nobody signs in to a closed account. What was given to be used once stays: the migration makes offers of it.
static const struct sql BLANK = {
    "credential.blank",
    "UPDATE credential SET hash = '' WHERE must_change = 0 OR person_id IN (SELECT id FROM person WHERE state <> 'active')",
};
static const struct sql *const MOVED[] = {&CHOSEN, &BLANK, NULL};

static enum status copy(struct ctx *ctx) {
    enum status status = STATUS_OK;
    struct query query = query_start(ctx->store, &CHOSEN);
    while (status == STATUS_OK && query_row(&query)) {
        const struct credential credential = {.hash = query_text(&query, 1, ctx->arena), .changed_at = query_int(&query, 2)};
        status = credential_put(ctx, query_int(&query, 0), &credential);
    }
    const enum status read = query_end(&query);
    return status == STATUS_OK ? read : status;
}

static enum status move(struct ctx *ctx) {
    TRY(store_begin(ctx->credentials));
    const enum status copied = copy(ctx);
    if (copied != STATUS_OK) {
        store_rollback(ctx->credentials);
        return copied;
    }
    TRY(store_commit(ctx->credentials));
    struct query query = query_start(ctx->store, &BLANK);
    TRY(query_run(&query, NULL));
    return store_scrub(ctx->store);
}

enum status credential_move(const char *store_path, int version) {
    static const struct sql *const *const STORE_LISTS[] = {MOVED, NULL}, *const *const FILE_LISTS[] = {CREDENTIAL_STATEMENTS, NULL};
    const struct store_options store = {.path = store_path, .lists = STORE_LISTS, .version = version};
    const struct store_options file = {.path = CREDENTIAL_FILE, .lists = FILE_LISTS, .version = STORE_CREDENTIAL_VERSION, .erases = true};
    struct ctx ctx = {.arena = arena_new()};
    enum status status = store_open(&ctx.store, &store);
    if (status == STATUS_OK)
        status = store_open(&ctx.credentials, &file);
    if (status == STATUS_OK)
        status = move(&ctx);
    store_close(ctx.credentials);
    store_close(ctx.store);
    arena_free(ctx.arena);
    return status;
}
