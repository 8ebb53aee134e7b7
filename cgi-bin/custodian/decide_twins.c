// Deciding on numbers that are just being entered: whether they stand at other customers already (ARC-8). Whoever enters customers may ask;
// named are those whose numbers they might search for as well, of the others it is told only that there are some. Every customer that had
// the number is on record, named or not, and a number that nobody had, too.
#include <string.h>

#include "custodian/batch.h"
#include "domain/entitlement.h"
#include "model/field.h"
#include "model/purpose.h"
#include "vault/box.h"

#define CANDIDATES (4 * CUSTODY_TWINS_MAX) // records of one field that are looked at: some no longer hold the number

// That a customer has a number. One may have several, and is told once.
struct hit {
    struct subject subject;
    const struct custody_item *item;
    const struct field *field; // where the number stands
    bool named;
    bool again; // the customer has another of the numbers
};
#define HITS_MAX (4 * CUSTODY_TWINS_MAX)

struct entering {
    struct batch *batch;
    const struct actor *actor;
    int64_t customer_id; // who is entered
    struct hit hits[HITS_MAX];
    unsigned count, customers;
    bool more;
};

static const struct field *phone_field(const struct field_table *table, const char *key) {
    const struct field *field = table ? field_find(table, key) : NULL;
    const bool fits = field && field->type == FIELD_PHONE && field_is_sealed(field) && (field->flags & FIELD_FINDABLE) != 0;
    return fits ? field : NULL;
}

static const struct field *field_of(const struct batch *batch, const struct custody_item *item) {
    return phone_field(catalogue_table(batch->custodian->fields.now, (enum kind)item->kind), item->field);
}

static bool is_canonical(const struct batch *batch, const struct custody_item *item) {
    const struct field *field = field_of(batch, item);
    const char *value;
    struct text message;
    return field && field_check(field, item->value, batch->arena, &value, &message) == STATUS_OK && *value != '\0' &&
           strcmp(value, item->value) == 0;
}

// Whether the customer has the number, in whichever of its records and fields; `item` NULL: any of the numbers.
static bool has(const struct entering *entering, int64_t customer_id, const struct custody_item *item) {
    for (unsigned i = 0; i < entering->count; i++)
        if (entering->hits[i].subject.customer_id == customer_id && (item == NULL || entering->hits[i].item == item))
            return true;
    return false;
}

static void add(struct entering *entering, struct hit hit) {
    hit.again = has(entering, hit.subject.customer_id, NULL);
    if (entering->count == HITS_MAX || (!hit.again && entering->customers == CUSTODY_TWINS_MAX)) {
        entering->more = true;
        return;
    }
    entering->customers += !hit.again;
    entering->hits[entering->count++] = hit;
}

static enum status try_record(struct entering *entering, const struct custody_item *item, enum kind kind, const struct field *field,
                              int64_t record_id) {
    struct batch *batch = entering->batch;
    const struct box_place place = {kind, record_id, field->key};
    struct hit hit = {.item = item, .field = field};
    const unsigned char *box;
    size_t size;
    const enum status found = subject_find(batch->custodian->store, kind, record_id, batch->arena, &hit.subject);
    const int64_t customer_id = hit.subject.customer_id;
    if (found == STATUS_NOT_FOUND || (found == STATUS_OK && (customer_id == entering->customer_id || has(entering, customer_id, item))))
        return STATUS_OK;
    TRY(found);
    TRY(batch_box(batch, kind, record_id, field->key, &box, &size));
    if (!box_holds(batch->custodian->keys, &place, box, size, item->value, batch->arena))
        return STATUS_OK;
    hit.named = entitlement_possible(entering->actor, &hit.subject, field);
    add(entering, hit);
    return STATUS_OK;
}

static enum status look_in(struct entering *entering, const struct custody_item *item, const struct field_table *table) {
    struct tokens *tokens = &entering->batch->custodian->tokens;
    int64_t *candidates = ARENA_ARRAY(entering->batch->arena, int64_t, CANDIDATES);
    for (size_t f = 0; f < table->count; f++) {
        const struct field *field = phone_field(table, table->fields[f].key);
        unsigned count = 0;
        if (!field || (field->flags & FIELD_SEALING) != 0) // what is being sealed is found once that is done
            continue;
        const struct token_entry wanted = {table->kind, 0, field->key, item->value};
        TRY(tokens_find(tokens, &wanted, INT64_MAX, candidates, CANDIDATES, &count));
        for (unsigned i = 0; i < count; i++)
            TRY(try_record(entering, item, table->kind, field, candidates[i]));
        entering->more |= count == CANDIDATES;
    }
    return STATUS_OK;
}

static enum status look(struct entering *entering, const struct call *call) {
    const struct field_catalogue *fields = entering->batch->custodian->fields.now;
    if (!tokens_ready(&entering->batch->custodian->tokens, entering->batch->custodian->store))
        return STATUS_UNAVAILABLE;
    for (unsigned i = 0; i < call->count; i++) {
        TRY(look_in(entering, &call->items[i], fields->customer));
        TRY(look_in(entering, &call->items[i], fields->contact));
    }
    return STATUS_OK;
}

// A record for one number: that a customer has it (`hit`), or that it was asked about.
static void record(struct entering *entering, struct pending *pending, const struct custody_item *item, const struct hit *hit,
                   enum result result) {
    struct batch *batch = entering->batch;
    const struct field *field = hit ? hit->field : field_of(batch, item);
    struct access *record = batch_record(batch, pending);
    record->kind = hit ? hit->subject.kind : item->kind;
    record->field = field->key;
    record->level = field->level;
    record->channel = CHANNEL_SEARCH;
    record->purpose = PURPOSE_ENTRY;
    record->purpose_text = "";
    record->value_hash = keys_value_hash(batch->custodian->keys, record->kind, field->key, item->value, batch->arena);
    record->result = result;
    record->count = hit && hit->named;
    if (hit) {
        record->record_id = hit->subject.record_id;
        record->customer_id = hit->subject.customer_id;
    }
}

// Hits first: the rules of unusual use look at the first record of a request.
static void record_all(struct entering *entering, struct pending *pending, enum result result) {
    const struct call *call = &pending->call;
    for (unsigned i = 0; i < entering->count; i++)
        record(entering, pending, entering->hits[i].item, &entering->hits[i], result);
    for (unsigned i = 0; i < call->count; i++) {
        bool hit = false;
        for (unsigned h = 0; h < entering->count; h++)
            hit |= entering->hits[h].item == &call->items[i];
        if (!hit)
            record(entering, pending, &call->items[i], NULL, result);
    }
}

static enum result may_ask(const struct actor *actor) {
    if (!actor)
        return RESULT_NO_SESSION;
    const bool enters = actor_may(actor, PERM_CUSTOMER_CREATE) || actor_may(actor, PERM_CUSTOMER_EDIT);
    return enters && !actor_is_held(actor) ? RESULT_DISCLOSED : RESULT_NO_PERMISSION;
}

// Whether one of the numbers by which the customer was hit is one that names it.
static bool is_named(const struct entering *entering, int64_t customer_id) {
    for (unsigned i = 0; i < entering->count; i++)
        if (entering->hits[i].named && entering->hits[i].subject.customer_id == customer_id)
            return true;
    return false;
}

static void answer_hits(const struct entering *entering, struct custody_twins *twins) {
    for (unsigned i = 0; i < entering->count; i++) {
        const int64_t customer_id = entering->hits[i].subject.customer_id;
        if (entering->hits[i].again)
            continue;
        if (is_named(entering, customer_id))
            twins->ids[twins->found++] = customer_id;
        else
            twins->outside++;
    }
    twins->more = entering->more;
}

enum status decide_twins(struct batch *batch, struct pending *pending) {
    const struct call *call = &pending->call;
    struct custody_twins *twins = &pending->answer.twins;
    for (unsigned i = 0; i < call->count; i++)
        if (!is_canonical(batch, &call->items[i]))
            return STATUS_BAD_REQUEST;
    TRY(batch_actor(batch, pending));
    struct entering *entering = ARENA_NEW(batch->arena, struct entering);
    *entering = (struct entering){.batch = batch, .customer_id = call->customer_id};
    entering->actor = pending->known ? &pending->known->actor : NULL;
    twins->result = may_ask(entering->actor);
    if (twins->result == RESULT_DISCLOSED)
        TRY(look(entering, call));
    answer_hits(entering, twins);
    record_all(entering, pending, twins->result);
    return STATUS_OK;
}
