// Deciding on values: sealing, opening, and recording what a program decided.
#include <string.h>

#include "custodian/batch.h"
#include "domain/entitlement.h"
#include "model/field.h"
#include "vault/box.h"

static const struct field_table *table_of(const struct batch *batch, int64_t kind) {
    return catalogue_table(batch->custodian->fields.now, (enum kind)kind);
}

// The confidential field that an item names; NULL: there is none of that name.
static const struct field *sealed_field(const struct batch *batch, int64_t kind, const char *key) {
    const struct field_table *table = table_of(batch, kind);
    const struct field *field = table ? field_find(table, key) : NULL;
    return field && field_is_sealed(field) ? field : NULL;
}

// What is out of use is sealed too: its level may have been raised.
static bool may_be_sealed(const struct batch *batch, const struct custody_item *item) {
    const struct field_table *table = table_of(batch, item->kind);
    const struct field *field = table ? field_known(table, item->field) : NULL;
    return field && field_is_sealed(field) && item->record_id != 0 && *item->value != '\0';
}

// Encrypts and does nothing else, so that it takes as long and leaves as much behind whatever the value is: anybody may seal, and
// must learn nothing by it.
enum status decide_seal(struct batch *batch, struct pending *pending) {
    const struct call *call = &pending->call;
    for (unsigned i = 0; i < call->count; i++) {
        if (!may_be_sealed(batch, &call->items[i]))
            return STATUS_BAD_REQUEST;
    }
    for (unsigned i = 0; i < call->count; i++) {
        struct custody_item *item = &call->items[i];
        const struct box_place place = {item->kind, item->record_id, item->field};
        item->sealed.size = box_seal(batch->custodian->keys, &place, item->value, batch->arena, &item->sealed.box);
    }
    pending->answer.items = call->items;
    pending->answer.count = call->count;
    pending->answer.status = STATUS_OK;
    pending->answered = true;
    batch->custodian->sealed_at = batch->now;
    return STATUS_OK;
}

// The record an item belongs to; the fields of one record mostly come together, so the last one is kept.
static enum status subject_of(struct batch *batch, const struct custody_item *item, struct subject *subject) {
    if (subject->kind == item->kind && subject->record_id == item->record_id)
        return STATUS_OK;
    const enum status status = subject_find(batch->custodian->store, item->kind, item->record_id, batch->arena, subject);
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

// Decides one item by the rules and looks whether its box would open; the value itself does not exist before the commit.
static enum status decide_item(struct batch *batch, const struct asker *asker, const struct actor *actor, const struct subject *subject,
                               struct custody_item *item, struct access *record) {
    const struct field *field = sealed_field(batch, item->kind, item->field);
    // A record that is not there lies outside of every scope but "all". Then there is no value either, though its box may still lie
    // there: of a contact that was deleted, of a customer that is withheld. No customer's record would tell of the look.
    record->result = entitlement_check(actor, subject, field, asker->purpose, asker->purpose_text, asker->approval_id, &record->role);
    if (record->result == RESULT_DISCLOSED && subject->customer_id == 0)
        record->result = RESULT_NO_VALUE;
    if (record->result != RESULT_DISCLOSED)
        return STATUS_OK;
    TRY(batch_box(batch, item->kind, item->record_id, item->field, &item->sealed.box, &item->sealed.size));
    const struct box_place place = {item->kind, item->record_id, item->field};
    if (item->sealed.size == 0)
        record->result = RESULT_NO_VALUE;
    else if (!box_genuine(batch->custodian->keys, &place, item->sealed.box, item->sealed.size, batch->arena))
        record->result = RESULT_BROKEN;
    return STATUS_OK;
}

// Adds the item's record, complete but for what the decision will say.
static struct access *item_record(struct batch *batch, struct pending *pending, const struct custody_item *item,
                                  const struct subject *subject) {
    const struct field *field = sealed_field(batch, item->kind, item->field);
    struct access *record = batch_record(batch, pending);
    record->kind = item->kind;
    record->record_id = item->record_id;
    record->field = item->field;
    record->customer_id = subject->customer_id;
    record->level = field ? field->level : LEVEL_PUBLIC;
    return record;
}

// Values are shown on pages. Exports, prints and files have no rule yet by which they might be (CONF-7), and are not to be believed.
enum status decide_open(struct batch *batch, struct pending *pending) {
    struct call *call = &pending->call;
    struct subject subject = {0};
    if (call->asker.channel != CHANNEL_PAGE)
        return STATUS_BAD_REQUEST;
    for (unsigned i = 0; i < call->count; i++)
        if (!sealed_field(batch, call->items[i].kind, call->items[i].field))
            return STATUS_BAD_REQUEST;
    TRY(batch_actor(batch, pending));
    for (unsigned i = 0; i < call->count; i++) {
        TRY(subject_of(batch, &call->items[i], &subject));
        struct access *record = item_record(batch, pending, &call->items[i], &subject);
        record->result = RESULT_NO_SESSION;
        if (pending->known)
            TRY(decide_item(batch, &call->asker, &pending->known->actor, &subject, &call->items[i], record));
    }
    pending->answer.items = call->items;
    pending->answer.count = call->count;
    return STATUS_OK;
}

enum status decide_record(struct batch *batch, struct pending *pending) {
    struct call *call = &pending->call;
    struct subject subject = {0};
    // What was disclosed and what befell the custodian are its own to tell.
    if (call->result == RESULT_DISCLOSED || call->result >= RESULT_OUTAGE)
        return STATUS_BAD_REQUEST;
    TRY(batch_actor(batch, pending));
    for (unsigned i = 0; i < call->count; i++) {
        TRY(subject_of(batch, &call->items[i], &subject));
        item_record(batch, pending, &call->items[i], &subject)->result = call->result;
    }
    return STATUS_OK;
}
