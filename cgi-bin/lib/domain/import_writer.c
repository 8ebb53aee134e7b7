#include "domain/import_writer.h"

#include <stdlib.h>

#include "base/log.h"
#include "domain/change.h"
#include "domain/customer.h"

#define BATCH 256 // records: customers and contacts

// What waits to be written about one record.
struct pending {
    struct draft draft;
    const struct actor *owner;
    int64_t at;
    unsigned tag;
    unsigned customer; // of a contact: the place of its customer; of a customer: its own
};

struct import_writer {
    struct ctx ctx;
    int64_t now; // what the clock of ctx tells
    struct clock clock;
    struct id_source ids;
    struct pending pending[BATCH];
    struct change_set sets[BATCH]; // as pending
    unsigned count;
    struct arena *arena; // of the batch
    unsigned fault_tag;
    const struct field *fault_field;
    struct text fault;
    const struct clock *real_clock;
};

static int64_t tell_now(void *data) {
    const struct import_writer *writer = data;
    return writer->now;
}

struct import_writer *import_writer_new(const struct ctx *ctx) {
    struct import_writer *writer = calloc(1, sizeof *writer);
    if (writer == NULL)
        log_die("memory.out", "import writer");
    writer->real_clock = ctx->clock;
    writer->clock = (struct clock){.now = tell_now, .data = writer};
    writer->ids = (struct id_source){.clock = &writer->clock, .random = ctx->random};
    writer->arena = arena_new();
    writer->ctx = *ctx;
    writer->ctx.arena = writer->arena;
    writer->ctx.clock = &writer->clock;
    writer->ctx.ids = &writer->ids;
    return writer;
}

void import_writer_free(struct import_writer *writer) {
    arena_free(writer->arena);
    free(writer);
}

// The words live until the next add.
static enum status note_fault(struct import_writer *writer, enum status status, const struct pending *pending) {
    const struct draft *draft = &pending->draft;
    writer->fault_tag = pending->tag;
    writer->fault_field = NULL;
    writer->fault = (struct text){"没有写入成功", "could not be written"};
    for (size_t i = 0; i < draft->table->count; i++) {
        if (draft->messages[i].zh == NULL)
            continue;
        writer->fault_field = &draft->table->fields[i];
        writer->fault = draft->messages[i];
        break;
    }
    return status;
}

static bool is_contact(const struct pending *pending) {
    return pending->draft.table == &CONTACT_FIELDS;
}

// Acts as the record's owner, at the record's time.
static void act(struct import_writer *writer, const struct pending *pending) {
    writer->ctx.actor = pending->owner;
    writer->now = pending->at;
}

static enum status prepare(struct import_writer *writer, unsigned place) {
    struct pending *pending = &writer->pending[place];
    act(writer, pending);
    if (is_contact(pending))
        return contact_prepare(&writer->ctx, writer->sets[pending->customer].record_id, &pending->draft, &writer->sets[place]);
    return customer_prepare(&writer->ctx, &pending->draft, &writer->sets[place]);
}

static enum status insert(struct import_writer *writer, unsigned place) {
    struct pending *pending = &writer->pending[place];
    act(writer, pending);
    if (!is_contact(pending))
        return customer_insert(&writer->ctx, &writer->sets[place]);
    writer->sets[place].customer_id = writer->sets[pending->customer].record_id;
    return contact_insert(&writer->ctx, &writer->sets[place]);
}

enum status import_writer_flush(struct import_writer *writer) {
    enum status status;
    for (unsigned i = 0; i < writer->count; i++)
        if ((status = prepare(writer, i)) != STATUS_OK)
            return note_fault(writer, status, &writer->pending[i]);
    TRY(change_seal(&writer->ctx, writer->sets, writer->count));
    for (unsigned i = 0; i < writer->count; i++)
        if ((status = insert(writer, i)) != STATUS_OK)
            return note_fault(writer, status, &writer->pending[i]);
    writer->count = 0;
    arena_wipe(writer->arena);
    return STATUS_OK;
}

static enum status take(struct import_writer *writer, const struct import_customer *customer, const struct field_table *table,
                        const char *const *typed, unsigned place_of_customer) {
    struct pending *pending = &writer->pending[writer->count++];
    *pending = (struct pending){.draft = {.table = table}, .owner = customer->owner, .tag = customer->tag, .customer = place_of_customer};
    pending->at = customer->at != 0 ? customer->at : clock_now(writer->real_clock);
    for (size_t i = 0; i < table->count; i++)
        pending->draft.typed[i] = arena_string(writer->arena, typed[i]);
    enum status status = draft_check(&pending->draft, NULL, writer->arena);
    return status == STATUS_OK ? status : note_fault(writer, status, pending);
}

enum status import_writer_add(struct import_writer *writer, const struct import_customer *customer) {
    if (writer->count + 1 + customer->contact_count > BATCH)
        TRY(import_writer_flush(writer));
    unsigned place = writer->count;
    TRY(take(writer, customer, &CUSTOMER_FIELDS, customer->typed, place));
    for (unsigned i = 0; i < customer->contact_count; i++)
        TRY(take(writer, customer, &CONTACT_FIELDS, customer->contacts[i], place));
    return STATUS_OK;
}

struct text import_writer_fault(const struct import_writer *writer, unsigned *tag, const struct field **field) {
    *tag = writer->fault_tag;
    *field = writer->fault_field;
    return writer->fault;
}
