// Withholding customers, and removing them.
#include "domain/withheld.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "domain/customer_name.h"

static const struct sql START = {
    "withheld.start", "INSERT INTO withheld_batch (batch_id, state, alive_until) VALUES (:batch, 'arriving', :until)"};
static const struct sql RENEW = {
    "withheld.renew", "UPDATE withheld_batch SET alive_until = :until WHERE batch_id = :batch AND state = 'arriving'"};
static const struct sql PUBLISH = {"withheld.publish", "DELETE FROM withheld_batch WHERE batch_id = :batch AND state = 'arriving'"};
static const struct sql GIVE_UP = {
    "withheld.give_up", "UPDATE withheld_batch SET state = 'failed' WHERE batch_id = :batch AND state = 'arriving'"};
static const struct sql UNDO = {
    "withheld.undo", "INSERT INTO withheld_batch (batch_id, state, alive_until) VALUES (:batch, 'undone', 0)"};

// --- What is to be removed. Each statement looks by itself that it is: none can remove a customer that somebody sees.

static const struct sql DUE = {
    "withheld.due",
    "SELECT batch_id, state FROM withheld_batch WHERE state <> 'arriving' OR alive_until < :now ORDER BY batch_id LIMIT 1"};
static const struct sql DEAD = {
    "withheld.dead", "UPDATE withheld_batch SET state = 'failed' WHERE batch_id = :batch AND state = 'arriving' AND alive_until < :now"};
// The last ones first, so that their numbers can be given back one after the other.
static const struct sql SOME = {
    "withheld.some",
    "SELECT id, archive_no, code, found_by FROM customer WHERE batch_id = :batch AND batch_id > 0 ORDER BY id DESC LIMIT :most"};
#define REMOVED "(SELECT batch_id FROM withheld_batch WHERE state <> 'arriving')"
#define OF_REMOVED "EXISTS (SELECT 1 FROM customer c WHERE c.id = :id AND c.batch_id IN " REMOVED ")"
static const struct sql VALUES_OF_CONTACTS = {
    "withheld.values_of_contacts",
    "DELETE FROM field_value WHERE kind = 2 AND record_id IN (SELECT id FROM contact WHERE customer_id = :id) AND " OF_REMOVED};
static const struct sql VALUES = {"withheld.values", "DELETE FROM field_value WHERE kind = 1 AND record_id = :id AND " OF_REMOVED};
static const struct sql HISTORY = {"withheld.history", "DELETE FROM history WHERE customer_id = :id AND " OF_REMOVED};
static const struct sql CONTACTS = {"withheld.contacts", "DELETE FROM contact WHERE customer_id = :id AND " OF_REMOVED};
static const struct sql CUSTOMER = {"withheld.customer", "DELETE FROM customer WHERE id = :id AND batch_id IN " REMOVED};
static const struct sql GIVE_BACK = {"withheld.give_back", "UPDATE sequence SET next = :number WHERE name = :name AND next = :number + 1"};
static const struct sql END = {
    "withheld.end",
    "DELETE FROM withheld_batch WHERE batch_id = :batch AND state <> 'arriving' AND NOT EXISTS "
    "(SELECT 1 FROM customer WHERE batch_id = :batch AND batch_id > 0)"};

const struct sql *const WITHHELD_STATEMENTS[] = {
    &START, &RENEW, &PUBLISH, &GIVE_UP, &UNDO, &DUE, &DEAD, &SOME, &VALUES_OF_CONTACTS, &VALUES, &HISTORY, &CONTACTS, &CUSTOMER,
    &GIVE_BACK, &END, NULL};

#define STEP 100 // customers in one transaction: some 30 ms

static struct query start(struct ctx *ctx, const struct sql *sql, int64_t batch_id) {
    struct query query = query_start(ctx->store, sql);
    query_bind_int(&query, ":batch", batch_id);
    return query;
}

// A change of a batch that must be as it is thought to be.
static enum status change(struct query *query) {
    int64_t changed = 0;
    TRY(query_run(query, &changed));
    return changed == 1 ? STATUS_OK : STATUS_CONFLICT;
}

enum status withheld_start(struct ctx *ctx, int64_t batch_id) {
    struct query query = start(ctx, &START, batch_id);
    query_bind_int(&query, ":until", clock_now(ctx->clock) + WITHHELD_ALIVE_MS);
    return query_run(&query, NULL);
}

enum status withheld_renew(struct ctx *ctx, int64_t batch_id) {
    struct query query = start(ctx, &RENEW, batch_id);
    query_bind_int(&query, ":until", clock_now(ctx->clock) + WITHHELD_ALIVE_MS);
    return change(&query);
}

enum status withheld_publish(struct ctx *ctx, int64_t batch_id) {
    struct query query = start(ctx, &PUBLISH, batch_id);
    return change(&query);
}

enum status withheld_give_up(struct ctx *ctx, int64_t batch_id) {
    struct query query = start(ctx, &GIVE_UP, batch_id);
    return query_run(&query, NULL);
}

enum status withheld_undo(struct ctx *ctx, int64_t batch_id) {
    struct query query = start(ctx, &UNDO, batch_id);
    return query_run(&query, NULL);
}

// --- Removing

struct due {
    int64_t batch_id; // 0: nothing is to be removed
    bool never_seen;
};

static enum status find_due(struct ctx *ctx, struct due *due) {
    bool dead = false;
    *due = (struct due){.batch_id = 0};
    struct query query = query_start(ctx->store, &DUE);
    query_bind_int(&query, ":now", clock_now(ctx->clock));
    if (query_row(&query)) {
        const char *state = query_text(&query, 1, ctx->arena);
        due->batch_id = query_int(&query, 0);
        due->never_seen = strcmp(state, "undone") != 0;
        dead = strcmp(state, "arriving") == 0;
    }
    TRY(query_end(&query));
    if (!dead)
        return STATUS_OK;
    query = start(ctx, &DEAD, due->batch_id);
    query_bind_int(&query, ":now", clock_now(ctx->clock));
    return query_run(&query, NULL);
}

static enum status remove_from(struct ctx *ctx, const struct sql *sql, int64_t id) {
    struct query query = query_start(ctx->store, sql);
    query_bind_int(&query, ":id", id);
    return query_run(&query, NULL);
}

static enum status give_back(struct ctx *ctx, const char *sequence, const char *digits) {
    struct query query = query_start(ctx->store, &GIVE_BACK);
    query_bind_text(&query, ":name", sequence);
    query_bind_int(&query, ":number", strtoll(digits, NULL, 10));
    return query_run(&query, NULL);
}

// The numbers of a customer that nobody saw, as customer_write.c gives them: 440300-2026-000123 and C00000123.
static enum status give_back_numbers(struct ctx *ctx, const char *archive_no, const char *code) {
    const char *count = strrchr(archive_no, '-');
    TRY(give_back(ctx, "customer", code + 1));
    if (count == NULL)
        return STATUS_OK;
    return give_back(ctx, arena_format(ctx->arena, "archive/%.*s", (int)(count - archive_no), archive_no), count + 1);
}

struct removed {
    int64_t id;
    const char *archive_no, *code, *found_by;
};

static enum status remove_customer(struct ctx *ctx, const struct due *due, const struct removed *customer) {
    static const struct sql *const PARTS[] = {&VALUES_OF_CONTACTS, &VALUES, &HISTORY, &CONTACTS, &CUSTOMER};
    TRY(customer_index_remove(ctx, customer->id, customer->found_by));
    for (size_t i = 0; i < sizeof PARTS / sizeof *PARTS; i++)
        TRY(remove_from(ctx, PARTS[i], customer->id));
    return due->never_seen ? give_back_numbers(ctx, customer->archive_no, customer->code) : STATUS_OK;
}

static enum status remove_some(struct ctx *ctx, const struct due *due) {
    struct removed *some = ARENA_ARRAY(ctx->arena, struct removed, STEP);
    unsigned count = 0;
    struct query query = start(ctx, &SOME, due->batch_id);
    query_bind_int(&query, ":most", STEP);
    while (count < STEP && query_row(&query))
        some[count++] = (struct removed){.id = query_int(&query, 0),
                                         .archive_no = query_text(&query, 1, ctx->arena),
                                         .code = query_text(&query, 2, ctx->arena),
                                         .found_by = query_text(&query, 3, ctx->arena)};
    TRY(query_end(&query));
    for (unsigned i = 0; i < count; i++)
        TRY(remove_customer(ctx, due, &some[i]));
    if (count == STEP)
        return STATUS_OK;
    query = start(ctx, &END, due->batch_id);
    return query_run(&query, NULL);
}

static enum status step(struct ctx *ctx, bool *more) {
    struct due due;
    TRY(find_due(ctx, &due)); // once more, with the lock: another process may have gone on with it
    *more = due.batch_id != 0;
    return *more ? remove_some(ctx, &due) : STATUS_OK;
}

static enum status is_anything_due(struct ctx *ctx, bool *due) {
    struct query query = query_start(ctx->store, &DUE);
    query_bind_int(&query, ":now", clock_now(ctx->clock));
    *due = query_row(&query);
    return query_end(&query);
}

enum status withheld_sweep_step(struct ctx *ctx, bool *more) {
    TRY(is_anything_due(ctx, more));
    if (!*more)
        return STATUS_OK;
    TRY(store_begin(ctx->store));
    enum status status = step(ctx, more);
    if (status == STATUS_OK)
        status = store_commit(ctx->store);
    store_rollback(ctx->store);
    return status;
}

enum status withheld_sweep(struct ctx *ctx) {
    struct ctx own = *ctx;
    bool more = true;
    enum status status = STATUS_OK;
    own.arena = arena_new();
    while (status == STATUS_OK && more) {
        status = withheld_sweep_step(&own, &more);
        arena_wipe(own.arena);
    }
    arena_free(own.arena);
    return status;
}
