// Rotating keys.
#include "custodian/rotate.h"

#include "base/log.h"
#include "custodian/signing.h"
#include "vault/box.h"
#include "vault/keys_rotate.h"

static const struct sql HISTORY_END = {"rotate.history_end", "SELECT COALESCE(max(id), 0) FROM history"};
const struct sql *const ROTATE_STATEMENTS[] = {&HISTORY_END, NULL};

// On the record before it is done: a rotation that could not be done shows by its repetition.
static enum status tell(struct custodian *custodian, const char *what) {
    struct arena *arena = arena_new();
    struct access record = access_of_custodian(clock_now(&custodian->clock), RESULT_KEY_CHANGED, what);
    const enum status status = ledger_ready(&custodian->ledger) ? ledger_append(&custodian->ledger, &record, 1, arena) : STATUS_UNAVAILABLE;
    arena_free(arena);
    return status;
}

// --- The data key

static enum status begin(struct custodian *custodian) {
    if (custodian->keys->rotating_since != 0)
        return STATUS_CONFLICT;
    TRY(tell(custodian, "key=data begun"));
    TRY(keys_rotate_begin(custodian->keys, custodian->key_path, clock_now(&custodian->clock)));
    LOG_EVENT(LOG_INFO, "keys.rotation", LOG_TEXT("key", "data"), LOG_TEXT("step", "begun"));
    return STATUS_OK;
}

static enum status end(struct custodian *custodian) {
    const int64_t since = custodian->keys->rotating_since, passed = clock_now(&custodian->clock) - since;
    if (since == 0)
        return STATUS_NOT_FOUND;
    if (passed < KEY_ROTATION_LEAST)
        return STATUS_CONFLICT;
    TRY(tell(custodian, "key=data ended"));
    TRY(keys_rotate_end(custodian->keys, custodian->key_path));
    LOG_EVENT(LOG_INFO, "keys.rotation", LOG_TEXT("key", "data"), LOG_TEXT("step", "ended"));
    return STATUS_OK;
}

// --- The token key

void rotate_take_token_keys(struct custodian *custodian) {
    const struct keys *keys = custodian->keys;
    custodian->tokens.key = keys->has_token_old ? keys->token_old : keys->token;
    custodian->fresh.key = keys->token;
}

static enum status begin_token(struct custodian *custodian) {
    if (custodian->keys->has_token_old)
        return STATUS_CONFLICT;
    TRY(tell(custodian, "key=token begun"));
    tokens_close(&custodian->tokens);
    tokens_remove(&custodian->fresh);
    const enum status status = keys_rotate_token_begin(custodian->keys, custodian->key_path);
    rotate_take_token_keys(custodian);
    custodian->fresh_stalled = false;
    return status;
}

enum status rotate_token_end(struct custodian *custodian) {
    TRY(tell(custodian, "key=token ended"));
    tokens_close(&custodian->tokens);
    tokens_close(&custodian->fresh);
    const enum status status = keys_rotate_token_end(custodian->keys, custodian->key_path);
    rotate_take_token_keys(custodian); // the next to open the index finds the new one beside it, and takes it
    LOG_EVENT(status == STATUS_OK ? LOG_INFO : LOG_ERROR, "keys.rotation", LOG_TEXT("key", "token"), LOG_TEXT("step", "ended"),
              LOG_TEXT("status", status_name(status)));
    return status;
}

// --- All of them

static enum status rotate(struct custodian *custodian, enum upkeep_act act) {
    switch (act) {
    case UPKEEP_KEY_BEGIN:
        return begin(custodian);
    case UPKEEP_KEY_END:
        return end(custodian);
    case UPKEEP_KEY_TOKEN:
        return begin_token(custodian);
    case UPKEEP_KEY_SIGN:
        return ledger_ready(&custodian->ledger) ? signing_rotate(&custodian->ledger) : STATUS_UNAVAILABLE;
    case UPKEEP_KEY_STATE:
    case UPKEEP_PRUNE:
    case UPKEEP_ACT_COUNT:
        break;
    }
    return STATUS_OK;
}

static enum status read_history_end(struct custodian *custodian, int64_t *end) {
    struct query query = query_start(custodian->store, &HISTORY_END);
    *end = query_row(&query) ? query_int(&query, 0) : 0;
    return query_end(&query);
}

// How far the index under a new token key has come.
static void report_token(struct custodian *custodian, struct key_report *report) {
    report->token = custodian->keys->has_token_old;
    report->token_done = custodian->fresh.store ? custodian->fresh.until : 0;
    if (!report->token || !custodian_sees_store(custodian))
        return;
    if (read_history_end(custodian, &report->token_whole) != STATUS_OK)
        report->token_whole = 0;
    store_rollback(custodian->store);
}

enum status rotate_keys(struct custodian *custodian, enum upkeep_act act, struct key_report *report) {
    const enum status status = rotate(custodian, act);
    *report = (struct key_report){.since = custodian->keys->rotating_since, .now = clock_now(&custodian->clock)};
    report_token(custodian, report);
    if (ledger_ready(&custodian->ledger)) {
        const struct access_span *signing = access_newest_key(&custodian->ledger.known);
        report->signing_from = signing->from;
        report->signing_since = signing->time;
        report->signing_keys = custodian->ledger.known.count;
        report->unsettled = custodian->ledger.unsettled;
    }
    return status;
}

void reseal_items(const struct keys *keys, struct reseal_item *items, unsigned count, struct arena *arena) {
    for (unsigned i = 0; i < count; i++) {
        const struct box_place place = {items[i].kind, items[i].record_id, items[i].field};
        if (box_is_present(keys, &place, items[i].box, items[i].size, arena))
            continue;
        const char *value = box_open(keys, &place, items[i].box, items[i].size, arena);
        items[i].broken = value == NULL;
        if (value)
            items[i].fresh.size = box_seal(keys, &place, value, arena, &items[i].fresh.box);
    }
}
