// Deciding on searches: for a confidential value (CONF-4), and in the access log (CONF-6).
#include <inttypes.h>
#include <string.h>

#include "custodian/batch.h"
#include "domain/entitlement.h"
#include "model/field.h"
#include "model/purpose.h"
#include "vault/box.h"

#define CANDIDATES 1000 // records that are read at a time

// A search, once it is allowed.
struct search {
    struct batch *batch;
    const struct call *call;
    const struct actor *actor;
    const struct field *field;
    const char *value; // canonical, or what stands for a tail
    const char *tail;  // the last digits of a telephone number; NULL: a whole value
    struct subject *hits;
};

// Whether the box holds what is searched for.
static bool holds(const struct search *search, const struct box_place *place, const unsigned char *box, size_t size) {
    struct batch *batch = search->batch;
    if (!search->tail)
        return box_holds(batch->custodian->keys, place, box, size, search->value, batch->arena);
    const char *value = box_open(batch->custodian->keys, place, box, size, batch->arena);
    const char *tail = value ? phone_tail(value, batch->arena) : NULL;
    return tail && strcmp(tail, search->tail) == 0;
}

// Whether the asker may know that the record holds the value, and it really does.
static enum status try_candidate(struct search *search, int64_t record_id, struct subject *subject, bool *hit) {
    struct batch *batch = search->batch;
    const struct box_place place = {search->call->kind, record_id, search->field->key};
    const unsigned char *box;
    size_t size;
    *hit = false;
    const enum status found = subject_find(batch->custodian->store, place.kind, record_id, batch->arena, subject);
    if (found == STATUS_NOT_FOUND || (found == STATUS_OK && !entitlement_possible(search->actor, subject, search->field)))
        return STATUS_OK;
    TRY(found);
    TRY(batch_box(batch, place.kind, record_id, place.field, &box, &size));
    *hit = holds(search, &place, box, size);
    return STATUS_OK;
}

static enum status collect_hits(struct search *search, struct answer *answer) {
    struct tokens *tokens = &search->batch->custodian->tokens;
    const struct token_entry wanted = {search->call->kind, 0, search->field->key, search->value};
    int64_t *candidates = ARENA_ARRAY(search->batch->arena, int64_t, CANDIDATES);
    unsigned count = CANDIDATES;
    if (!tokens_ready(tokens, search->batch->custodian->store))
        return STATUS_UNAVAILABLE;
    for (int64_t before = INT64_MAX; count == CANDIDATES; before = candidates[CANDIDATES - 1]) {
        TRY(tokens_find(tokens, &wanted, before, candidates, CANDIDATES, &count));
        for (unsigned i = 0; i < count; i++) {
            bool hit;
            if (answer->found == search->call->most)
                return STATUS_OK;
            TRY(try_candidate(search, candidates[i], &search->hits[answer->found], &hit));
            if (hit)
                answer->ids[answer->found++] = candidates[i];
        }
    }
    return STATUS_OK;
}

// One record for every customer whose value was found, or one that nothing was.
static void record_search(struct search *search, struct pending *pending, const char *role) {
    const struct answer *answer = &pending->answer;
    const unsigned count = answer->found > 0 ? answer->found : 1;
    const char *hash = keys_value_hash(search->batch->custodian->keys, search->call->kind, search->field->key, search->value,
                                       search->batch->arena);
    for (unsigned i = 0; i < count; i++) {
        struct access *record = batch_record(search->batch, pending);
        record->kind = search->call->kind;
        record->field = search->field->key;
        record->level = search->field->level;
        record->channel = CHANNEL_SEARCH;
        record->value_hash = hash;
        record->result = answer->result;
        record->count = answer->found > 0;
        if (*role != '\0')
            record->role = role;
        if (answer->found > 0) {
            record->record_id = answer->ids[i];
            record->customer_id = search->hits[i].customer_id;
        }
    }
}

// What is searched for in its canonical form; as it was typed when it can't be any record's value.
static bool canonical_value(struct search *search) {
    struct text message;
    const char *value = "";
    search->tail = search->field->type == FIELD_PHONE ? phone_tail_typed(search->call->value, search->batch->arena) : NULL;
    if (search->tail) {
        search->value = tokens_tail(search->tail, search->batch->arena);
        return true;
    }
    const bool possible = field_check(search->field, search->call->value, search->batch->arena, &value, &message) == STATUS_OK;
    search->value = possible ? value : search->call->value;
    return possible && *value != '\0';
}

enum status decide_find(struct batch *batch, struct pending *pending) {
    const struct call *call = &pending->call;
    struct answer *answer = &pending->answer;
    const struct field_table *table = catalogue_table(batch->custodian->fields.now, (enum kind)call->kind);
    struct search search = {.batch = batch, .call = call, .field = table ? field_find(table, call->field) : NULL};
    const char *role = "";
    if (!search.field || !field_is_sealed(search.field) || (search.field->flags & FIELD_FINDABLE) == 0)
        return STATUS_BAD_REQUEST;
    if (strcmp(call->asker.purpose, PURPOSE_ENTRY) == 0) // it would not count as a search (domain/watch.h)
        return STATUS_BAD_REQUEST;
    TRY(batch_actor(batch, pending));
    search.actor = pending->known ? &pending->known->actor : NULL;
    answer->ids = ARENA_ARRAY(batch->arena, int64_t, call->most);
    search.hits = ARENA_ARRAY(batch->arena, struct subject, call->most);
    const bool possible = canonical_value(&search);
    answer->result = RESULT_NO_SESSION;
    if (search.actor) {
        answer->result = entitlement_search(search.actor, search.field, call->asker.purpose, call->asker.purpose_text, &role);
        if (answer->result == RESULT_DISCLOSED && !possible)
            answer->result = RESULT_NO_VALUE;
    }
    if (answer->result == RESULT_DISCLOSED)
        TRY(collect_hits(&search, answer));
    record_search(&search, pending, role);
    return STATUS_OK;
}

static const char *filter_words(const struct access_filter *filter, struct arena *arena) {
    struct buffer words = {.arena = arena};
    buffer_text(&words, "");
    if (filter->customer_id != 0)
        buffer_format(&words, "customer=%" PRId64 " ", filter->customer_id);
    if (filter->person_id != 0)
        buffer_format(&words, "person=%" PRId64 " ", filter->person_id);
    if (filter->from != 0)
        buffer_format(&words, "from=%s ", time_iso(arena, filter->from));
    if (filter->until != 0)
        buffer_format(&words, "until=%s ", time_iso(arena, filter->until));
    if (filter->case_id != 0)
        buffer_format(&words, "case=%" PRId64 " ", filter->case_id);
    if (filter->before_seq != 0)
        buffer_format(&words, "before=%" PRId64 " ", filter->before_seq);
    buffer_format(&words, "limit=%u", filter->limit);
    return words.data;
}

#define PACKET_FRAME 1024 // bytes of an answer beside its rows

enum status decide_log(struct batch *batch, struct pending *pending) {
    const struct call *call = &pending->call;
    struct access_page *page = &pending->answer.page;
    TRY(batch_actor(batch, pending));
    const struct actor *actor = pending->known ? &pending->known->actor : NULL;
    if (!actor)
        page->result = RESULT_NO_SESSION;
    else if (actor_is_held(actor) || !actor_may(actor, PERM_LOG_READ))
        page->result = RESULT_NO_PERMISSION;
    else
        page->result = RESULT_DISCLOSED;
    if (page->result == RESULT_DISCLOSED)
        TRY(ledger_read(&batch->custodian->ledger, &call->filter, MESSAGE_MAX - PACKET_FRAME, page, batch->arena));
    struct access *record = batch_record(batch, pending);
    for (unsigned i = 0; actor && i < actor->grant_count; i++)
        if (actor->grants[i].permissions >> PERM_LOG_READ & 1)
            record->role = actor->grants[i].key;
    record->field = filter_words(&call->filter, batch->arena);
    record->channel = CHANNEL_LOG;
    record->result = page->result;
    record->count = page->count;
    return STATUS_OK;
}
