#include "domain/import_writer.h"

#include <stdlib.h>

#include "base/log.h"
#include "domain/customer.h"
#include "domain/customer_name.h"
#include "domain/import_seal.h"

#define LOAD 1024 // records, customers and contacts, in one load

// A transaction is as long as whichever of these comes first: a slow machine holds the lock no longer than a quick one.
#define CHUNK_RECORDS 250
#define CHUNK_MS 100

// What waits to be written about one record.
struct pending {
    struct draft draft;
    const struct actor *owner, *author;
    int64_t at;
    unsigned tag;
    unsigned customer; // of a contact: the place of its customer; of a customer: its own
};

struct load {
    struct pending pending[LOAD];
    struct change_set sets[LOAD]; // as pending
    unsigned count;
    struct arena *arena;
    struct sealer sealer;
};

struct import_writer {
    struct ctx ctx;
    const struct clock *real_clock;
    int64_t now; // what the clock of ctx tells
    struct clock clock;
    struct id_source ids;
    const struct import_chunks *chunks; // NULL: the caller has the transaction
    unsigned in_chunk;                  // records written in the open transaction
    int64_t chunk_began;
    struct load loads[2];
    unsigned filling; // the load that grows; the other one is empty or being sealed
    unsigned fault_tag;
    const struct field *fault_field;
    struct text fault;
};

static int64_t tell_now(void *data) {
    const struct import_writer *writer = data;
    return writer->now;
}

struct import_writer *import_writer_new(const struct ctx *ctx, struct custody *const *helpers, unsigned helper_count,
                                        const struct import_chunks *chunks) {
    struct import_writer *writer = calloc(1, sizeof *writer);
    if (writer == NULL)
        log_die("memory.out", "import writer");
    writer->real_clock = ctx->clock;
    writer->clock = (struct clock){.now = tell_now, .data = writer};
    writer->ids = (struct id_source){.clock = &writer->clock, .random = ctx->random};
    writer->ctx = *ctx;
    writer->chunks = chunks;
    writer->ctx.clock = &writer->clock;
    writer->ctx.ids = &writer->ids;
    for (unsigned i = 0; i < 2; i++) {
        writer->loads[i].arena = arena_new();
        sealer_open(&writer->loads[i].sealer, &writer->ctx, helpers, helper_count);
    }
    return writer;
}

void import_writer_free(struct import_writer *writer) {
    for (unsigned i = 0; i < 2; i++) {
        sealer_close(&writer->loads[i].sealer);
        arena_free(writer->loads[i].arena);
    }
    free(writer);
}

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
    return pending->draft.table->kind == KIND_CONTACT;
}

// Acts as who enters the record, at the record's time, with the load's memory.
static struct ctx *act(struct import_writer *writer, struct load *load, const struct pending *pending) {
    writer->ctx.actor = pending->author;
    writer->ctx.arena = load->arena;
    writer->now = pending->at;
    return &writer->ctx;
}

static enum status prepare(struct import_writer *writer, struct load *load, unsigned place) {
    struct pending *pending = &load->pending[place];
    struct ctx *ctx = act(writer, load, pending);
    if (is_contact(pending))
        return contact_prepare(ctx, load->sets[pending->customer].record_id, &pending->draft, &load->sets[place]);
    TRY(customer_prepare(ctx, &pending->draft, &load->sets[place]));
    load->sets[place].owner_id = pending->owner->person_id;
    return STATUS_OK;
}

// The contacts in the load of the customer at `place`, which follow it.
static const char *people_of(const struct load *load, unsigned place) {
    const char *people = "";
    for (unsigned i = place + 1; i < load->count && is_contact(&load->pending[i]) && load->pending[i].customer == place; i++)
        people = customer_found_by(load->arena, people, load->pending[i].draft.values[field_index(load->pending[i].draft.table, "name")]);
    return *people != '\0' ? people : NULL;
}

static enum status insert(struct import_writer *writer, struct load *load, unsigned place) {
    struct pending *pending = &load->pending[place];
    struct ctx *ctx = act(writer, load, pending);
    load->sets[place].batch_id = writer->chunks != NULL ? writer->chunks->batch_id : 0;
    if (!is_contact(pending)) {
        load->sets[place].people = people_of(load, place);
        return customer_insert(ctx, &load->sets[place]);
    }
    load->sets[place].is_people = true;
    load->sets[place].customer_id = load->sets[pending->customer].record_id;
    return contact_insert(ctx, &load->sets[place]);
}

static enum status prepare_load(struct import_writer *writer, struct load *load) {
    for (unsigned i = 0; i < load->count; i++) {
        enum status status = prepare(writer, load, i);
        if (status != STATUS_OK)
            return note_fault(writer, status, &load->pending[i]);
    }
    return STATUS_OK;
}

// --- Transactions of the writer's own

static enum status begin_chunk(struct import_writer *writer) {
    TRY(store_begin(writer->ctx.store));
    writer->in_chunk = 0;
    writer->chunk_began = clock_now(writer->real_clock);
    return writer->chunks->begun(writer->chunks->data);
}

// Others write between two of them: they queue, and we stand behind them.
static enum status next_record(struct import_writer *writer) {
    if (++writer->in_chunk < CHUNK_RECORDS && clock_now(writer->real_clock) - writer->chunk_began < CHUNK_MS)
        return STATUS_OK;
    TRY(store_commit(writer->ctx.store));
    return begin_chunk(writer);
}

static enum status insert_each(struct import_writer *writer, struct load *load) {
    for (unsigned i = 0; i < load->count; i++) {
        if (writer->chunks != NULL && i > 0)
            TRY(next_record(writer));
        enum status status = insert(writer, load, i);
        if (status != STATUS_OK)
            return note_fault(writer, status, &load->pending[i]);
    }
    return STATUS_OK;
}

static enum status insert_load(struct import_writer *writer, struct load *load) {
    const bool own = writer->chunks != NULL && load->count > 0;
    enum status status = own ? begin_chunk(writer) : STATUS_OK;
    if (status == STATUS_OK)
        status = insert_each(writer, load);
    if (status == STATUS_OK && own)
        status = store_commit(writer->ctx.store);
    if (own)
        store_rollback(writer->ctx.store);
    TRY(status);
    load->count = 0;
    arena_wipe(load->arena);
    return STATUS_OK;
}

// Sends the full load to be sealed and writes the one that was sealed meanwhile, which is then the one to fill.
static enum status turn(struct import_writer *writer) {
    struct load *full = &writer->loads[writer->filling], *sealed = &writer->loads[1 - writer->filling];
    TRY(prepare_load(writer, full));
    TRY(sealer_wait(&sealed->sealer));
    sealer_start(&full->sealer, full->sets, full->count);
    writer->filling = 1 - writer->filling;
    return insert_load(writer, sealed);
}

enum status import_writer_flush(struct import_writer *writer) {
    TRY(turn(writer));
    return turn(writer);
}

static enum status take(struct import_writer *writer, const struct import_customer *customer,
                        const struct field_table *table, const char *const *typed, unsigned place_of_customer) {
    struct load *load = &writer->loads[writer->filling];
    struct pending *pending = &load->pending[load->count++];
    *pending = (struct pending){.draft = {.table = table}, .owner = customer->owner, .tag = customer->tag, .customer = place_of_customer};
    pending->author = customer->author != NULL ? customer->author : customer->owner;
    pending->at = customer->at != 0 ? customer->at : clock_now(writer->real_clock);
    for (size_t i = 0; i < table->count; i++)
        pending->draft.typed[i] = arena_string(load->arena, typed[i]);
    enum status status = draft_check(&pending->draft, NULL, load->arena);
    return status == STATUS_OK ? status : note_fault(writer, status, pending);
}

enum status import_writer_add(struct import_writer *writer, const struct import_customer *customer) {
    if (writer->loads[writer->filling].count + 1 + customer->contact_count > LOAD)
        TRY(turn(writer));
    unsigned place = writer->loads[writer->filling].count;
    TRY(take(writer, customer, writer->ctx.fields->customer, customer->typed, place));
    for (unsigned i = 0; i < customer->contact_count; i++)
        TRY(take(writer, customer, writer->ctx.fields->contact, customer->contacts[i], place));
    return STATUS_OK;
}

struct text import_writer_fault(const struct import_writer *writer, unsigned *tag, const struct field **field) {
    *tag = writer->fault_tag;
    *field = writer->fault_field;
    return writer->fault;
}
