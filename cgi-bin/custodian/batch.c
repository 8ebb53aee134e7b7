// The order in which a batch goes: nothing is opened before its record is durable, and nothing at all when it can't be.
#include "custodian/batch.h"

#include <string.h>

#include "base/hex.h"
#include "base/log.h"
#include "custodian/rotate.h"
#include "custodian/watch.h"
#include "domain/entitlement.h"
#include "domain/retention.h"
#include "domain/session.h"
#include "model/purpose.h"
#include "vault/box.h"
#include "vault/password.h"

static const struct sql BOX = {
    "custodian.box",
    "SELECT box FROM field_value WHERE kind = :kind AND record_id = :record AND field = :field",
};
const struct sql *const BATCH_STATEMENTS[] = {&BOX, NULL};

// --- The store

enum status batch_box(struct batch *batch, int64_t kind, int64_t record_id, const char *field, const unsigned char **box,
                      size_t *size) {
    *box = NULL;
    *size = 0;
    struct query query = query_start(batch->custodian->store, &BOX);
    query_bind_int(&query, ":kind", kind);
    query_bind_int(&query, ":record", record_id);
    query_bind_text(&query, ":field", field);
    if (query_row(&query))
        *box = query_blob(&query, 0, size, batch->arena);
    return query_end(&query);
}

// --- Who asks

enum status batch_actor(struct batch *batch, struct pending *pending) {
    struct custodian *custodian = batch->custodian;
    const unsigned char *token = pending->call.asker.session;
    pending->known = NULL;
    if (!token)
        return STATUS_OK;
    const enum status status = actors_find(&custodian->actors, &custodian->clock, token, &pending->known);
    return status == STATUS_UNAUTHENTICATED ? STATUS_OK : status;
}

// Of a session that is not known (any more), too: who tries with an old one again and again shows in the log.
static const char *session_words(const struct pending *pending, struct arena *arena) {
    unsigned char hash[TOKEN_HASH_SIZE];
    if (pending->known)
        return pending->known->session;
    if (!pending->call.asker.session)
        return "";
    token_hash(pending->call.asker.session, hash);
    return hex_encode(arena, hash, 8);
}

static struct access *new_record(struct batch *batch) {
    if (batch->record_count == batch->record_room) {
        batch->record_room = batch->record_room ? 2 * batch->record_room : 64;
        struct access *wider = ARENA_ARRAY(batch->arena, struct access, batch->record_room);
        if (batch->record_count > 0)
            memcpy(wider, batch->records, batch->record_count * sizeof *wider);
        batch->records = wider;
    }
    return &batch->records[batch->record_count++];
}

struct access *batch_record(struct batch *batch, struct pending *pending) {
    const struct asker *asker = &pending->call.asker;
    const struct actor *actor = pending->known ? &pending->known->actor : NULL;
    if (pending->count++ == 0)
        pending->first = batch->record_count;
    struct access *record = new_record(batch);
    *record = (struct access){
        .time = batch->now,
        .person_id = actor ? actor->person_id : 0,
        .login = actor ? actor->login : "",
        .role = actor && actor->grant_count > 0 ? actor->grants[0].key : "",
        .session = session_words(pending, batch->arena),
        .address = asker->address,
        .request = asker->request,
        .field = "",
        .purpose = purpose_recorded(batch->arena, asker->purpose, PURPOSE_KEY_MAX),
        .purpose_text = purpose_recorded(batch->arena, asker->purpose_text, PURPOSE_TEXT_MAX),
        .channel = asker->channel,
        .value_hash = "",
        .count = 1,
    };
    return record;
}

// --- Deciding

void batch_answer(struct pending *pending, enum status status) {
    pending->answer = (struct answer){.number = pending->call.number, .status = status};
    pending->answered = true;
}

static void refuse_for_outage(struct batch *batch, struct pending *pending) {
    struct custodian *custodian = batch->custodian;
    if (custodian->outage_calls++ == 0)
        custodian->outage_since = batch->now;
    custodian->outage_until = batch->now;
    batch_answer(pending, STATUS_UNAVAILABLE);
}

static enum status decide(struct batch *batch, struct pending *pending) {
    switch (pending->call.operation) {
    case OPERATION_OPEN:
        return decide_open(batch, pending);
    case OPERATION_FIND:
        return decide_find(batch, pending);
    case OPERATION_TWINS:
        return decide_twins(batch, pending);
    case OPERATION_RECORD:
        return decide_record(batch, pending);
    case OPERATION_LOG:
        return decide_log(batch, pending);
    case OPERATION_SECRET:
        return decide_secret(batch, pending);
    case OPERATION_DEED:
        return decide_deed(batch, pending);
    case OPERATION_DESK:
        return decide_desk(batch, pending);
    case OPERATION_SEAL:
    case OPERATION_HEAD:
    case OPERATION_UPKEEP:
    case OPERATION_RESEAL:
    case OPERATION_CODE:
    case OPERATION_COUNT:
        break;
    }
    return STATUS_FAULT;
}

static bool is_refused(int64_t result) {
    return result_is_refusal((enum result)result) && result != RESULT_NO_VALUE && result != RESULT_BROKEN;
}

// Decides unless the asker was refused too often of late.
static enum status decide_within_limit(struct batch *batch, struct pending *pending) {
    struct refusals *refusals = &batch->custodian->refusals;
    int64_t refused = 0;
    TRY(batch_actor(batch, pending));
    const struct actor *actor = pending->known ? &pending->known->actor : NULL;
    const int64_t person_id = actor ? actor->person_id : 0;
    if (refusals_exceeded(refusals, person_id, batch->now))
        return STATUS_LIMITED;
    TRY(decide(batch, pending));
    for (unsigned i = 0; i < pending->count; i++)
        refused += is_refused(batch->records[pending->first + i].result);
    if (refused > 0)
        refusals_count(refusals, person_id, actor ? actor->login : "", refused, batch->now);
    return STATUS_OK;
}

// Decides what needs a record. A call that can't be decided leaves none of its records behind.
static void decide_recorded(struct batch *batch, struct pending *pending, bool ready) {
    const unsigned records = batch->record_count;
    const enum status status = ready ? decide_within_limit(batch, pending) : STATUS_UNAVAILABLE;
    if (status == STATUS_OK)
        return;
    batch->record_count = records;
    pending->count = 0;
    if (status == STATUS_UNAVAILABLE)
        refuse_for_outage(batch, pending);
    else
        batch_answer(pending, status);
}

static void decide_unrecorded(struct batch *batch, struct pending *pending) {
    struct custodian *custodian = batch->custodian;
    if (pending->call.operation == OPERATION_SEAL) {
        const enum status status = decide_seal(batch, pending);
        if (status != STATUS_OK)
            batch_answer(pending, status);
        return;
    }
    batch_answer(pending, ledger_ready(&custodian->ledger) ? STATUS_OK : STATUS_UNAVAILABLE);
    // As a head, which may be shown to anybody, and not as the tip, whose signature stays in the log.
    pending->answer.head = custodian->ledger.tip;
    keys_sign(custodian->keys, &pending->answer.head);
}

// Decides what only has to look into the store: people sign in while nothing can be recorded.
static void decide_looking(struct batch *batch, struct pending *pending, bool seen) {
    const enum status status = seen ? decide_code(batch, pending) : STATUS_UNAVAILABLE;
    if (status != STATUS_OK)
        batch_answer(pending, status);
}

// Upkeep is a matter of its own, with commits of its own, and of our own user.
static enum status keep_up(struct batch *batch, struct pending *pending, struct answer *answer) {
    struct call *call = &pending->call;
    if (!pending->ours)
        return STATUS_FORBIDDEN;
    if (call->operation == OPERATION_UPKEEP)
        return call->act == UPKEEP_PRUNE ? desk_prune(batch->custodian, &answer->prune)
                                         : rotate_keys(batch->custodian, call->act, &answer->key);
    reseal_items(batch->custodian->keys, call->boxes, call->count, batch->arena);
    answer->boxes = call->boxes;
    answer->count = call->count;
    return STATUS_OK;
}

static bool is_upkeep(const struct pending *pending) {
    return pending->call.operation == OPERATION_UPKEEP || pending->call.operation == OPERATION_RESEAL;
}

static void answer_upkeep(struct batch *batch, struct pending *pending) {
    struct answer answer = {.number = pending->call.number};
    answer.status = keep_up(batch, pending, &answer);
    pending->answer = answer;
    pending->answered = true;
}

static bool is_recorded(const struct pending *pending) {
    return pending->call.operation != OPERATION_SEAL && pending->call.operation != OPERATION_HEAD &&
           pending->call.operation != OPERATION_CODE && !is_upkeep(pending);
}

static void decide_pending(struct batch *batch, struct pending *pending, bool seen, bool ready) {
    if (is_upkeep(pending))
        return;
    if (pending->call.operation == OPERATION_CODE)
        decide_looking(batch, pending, seen);
    else if (is_recorded(pending)) // reading the log may have closed the ledger
        decide_recorded(batch, pending, ready && batch->custodian->ledger.state == LEDGER_OPEN);
    else
        decide_unrecorded(batch, pending);
}

void batch_decide(struct batch *batch) {
    struct custodian *custodian = batch->custodian;
    bool looks = false, records = false;
    batch->now = clock_now(&custodian->clock);
    for (unsigned i = 0; i < batch->count; i++) {
        batch->pendings[i].answer.number = batch->pendings[i].call.number;
        if (is_upkeep(&batch->pendings[i])) {
            answer_upkeep(batch, &batch->pendings[i]);
            continue;
        }
        looks |= batch->pendings[i].call.operation != OPERATION_HEAD;
        records |= is_recorded(&batch->pendings[i]);
    }
    // One view of the store for all of them. Sealing goes on without it, by the fields that were known last: it shows nothing.
    const bool seen = looks && custodian_sees_store(custodian);
    const bool ready = records && ledger_ready(&custodian->ledger) && seen;
    for (unsigned i = 0; i < batch->count; i++)
        decide_pending(batch, &batch->pendings[i], seen, ready);
    if (custodian->store)
        store_rollback(custodian->store);
}

// --- Committing

// What stands for `count` calls between two times.
static struct access summary(int64_t now, int64_t since, int64_t until, enum result result, int64_t count, struct arena *arena) {
    struct access record = access_of_custodian(now, result, arena_format(arena, "%s … %s", time_iso(arena, since), time_iso(arena, until)));
    record.channel = 0; // of whichever
    record.count = count;
    return record;
}

void custodian_tell_outage(struct custodian *custodian) {
    if (custodian->outage_calls == 0 || !ledger_ready(&custodian->ledger))
        return;
    struct arena *arena = arena_new();
    struct access record = summary(clock_now(&custodian->clock), custodian->outage_since, custodian->outage_until, RESULT_OUTAGE,
                                   custodian->outage_calls, arena);
    if (ledger_append(&custodian->ledger, &record, 1, arena) == STATUS_OK) {
        LOG_EVENT(LOG_WARN, "outage.over", LOG_NUMBER("calls", custodian->outage_calls));
        custodian->outage_calls = 0;
    }
    arena_free(arena);
}

void custodian_tell_refusals(struct custodian *custodian, bool at_once) {
    const int64_t now = clock_now(&custodian->clock);
    struct refusals_of due;
    enum status status = STATUS_OK;
    while (status == STATUS_OK && refusals_due(&custodian->refusals, at_once, now, &due) && ledger_ready(&custodian->ledger)) {
        struct arena *arena = arena_new();
        struct access record = summary(now, due.folded_since, due.folded_until, RESULT_LIMITED, due.folded, arena);
        record.person_id = due.person_id;
        record.login = due.login;
        status = ledger_append(&custodian->ledger, &record, 1, arena);
        if (status == STATUS_OK)
            refusals_told(&custodian->refusals, due.person_id);
        arena_free(arena);
    }
}

// The record is durable: now the values may be made.
static void open_items(struct batch *batch, struct pending *pending) {
    for (unsigned i = 0; i < pending->count; i++) {
        struct custody_item *item = &pending->call.items[i];
        const struct access *record = &batch->records[pending->first + i];
        const struct box_place place = {item->kind, item->record_id, item->field};
        item->result = (enum result)record->result;
        item->disclosed = (struct disclosed){.access_seq = record->seq};
        if (record->result != RESULT_DISCLOSED)
            continue;
        item->disclosed.value = box_open(batch->custodian->keys, &place, item->sealed.box, item->sealed.size, batch->arena);
        if (!item->disclosed.value)
            item->result = RESULT_BROKEN;
    }
}

static void finish(struct batch *batch, struct pending *pending) {
    if (pending->call.operation == OPERATION_OPEN)
        open_items(batch, pending);
    pending->answer.status = STATUS_OK;
    if (pending->call.operation == OPERATION_SECRET)
        make_secret(batch, pending);
    if (pending->call.operation == OPERATION_DESK)
        desk_finish(batch->custodian, pending);
    pending->answered = true;
}

// What the calls change beside the log itself, in the commit of their records.
static enum status change_all(void *data) {
    struct batch *batch = data;
    for (unsigned i = 0; i < batch->count; i++) {
        const struct pending *pending = &batch->pendings[i];
        if (!pending->answered && pending->call.operation == OPERATION_DESK)
            TRY(desk_change(batch->custodian, pending, &batch->records[pending->first]));
    }
    return STATUS_OK;
}

void batch_commit(struct batch *batch) {
    struct ledger *ledger = &batch->custodian->ledger;
    if (batch->record_count == 0)
        return;
    custodian_tell_outage(batch->custodian);
    const bool durable = ledger->state == LEDGER_OPEN &&
                         ledger_append_with(ledger, batch->records, batch->record_count, change_all, batch, batch->arena) == STATUS_OK;
    for (unsigned i = 0; i < batch->count; i++) {
        struct pending *pending = &batch->pendings[i];
        if (pending->answered)
            continue;
        if (durable)
            finish(batch, pending);
        else
            refuse_for_outage(batch, pending);
    }
}

void batch_reset(struct batch *batch) {
    batch->count = 0;
    batch->record_count = batch->record_room = 0;
    batch->records = NULL;
}
