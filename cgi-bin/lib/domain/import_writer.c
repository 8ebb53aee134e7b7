#include "domain/import_writer.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "domain/customer.h"

#define BATCH 64 // customers of one owner in one call

// What waits to be written for one owner, so that customers of many owners in turn still make full batches.
struct batch {
    struct batch *next;
    const struct actor *owner;
    struct arena *arena; // wiped with every write
    struct draft customers[BATCH];
    unsigned tags[BATCH];
    unsigned count;
    struct draft contacts[BATCH * IMPORT_CONTACTS_MAX];
    unsigned places[BATCH * IMPORT_CONTACTS_MAX]; // of the customer each belongs to
    unsigned contact_count;
};

struct import_writer {
    struct ctx ctx;
    struct batch *batches;
    struct arena *arena; // of the writer's life: the fault's words
    unsigned fault_tag;
    const struct field *fault_field;
    struct text fault;
};

struct import_writer *import_writer_new(const struct ctx *ctx) {
    struct import_writer *writer = calloc(1, sizeof *writer);
    if (writer == NULL)
        log_die("memory.out", "import writer");
    writer->ctx = *ctx;
    writer->arena = arena_new();
    return writer;
}

void import_writer_free(struct import_writer *writer) {
    for (struct batch *batch = writer->batches, *next; batch != NULL; batch = next) {
        next = batch->next;
        arena_free(batch->arena);
        free(batch);
    }
    arena_free(writer->arena);
    free(writer);
}

static struct batch *batch_of(struct import_writer *writer, const struct actor *owner) {
    for (struct batch *batch = writer->batches; batch != NULL; batch = batch->next)
        if (batch->owner == owner)
            return batch;
    struct batch *batch = calloc(1, sizeof *batch);
    if (batch == NULL)
        log_die("memory.out", "import batch");
    batch->owner = owner;
    batch->arena = arena_new();
    batch->next = writer->batches;
    writer->batches = batch;
    return batch;
}

static enum status note_fault(struct import_writer *writer, enum status status, unsigned tag, const struct draft *draft) {
    writer->fault_tag = tag;
    writer->fault_field = NULL;
    writer->fault = (struct text){"没有写入成功", "could not be written"};
    for (size_t i = 0; draft != NULL && i < draft->table->count; i++) {
        if (draft->messages[i].zh == NULL)
            continue;
        writer->fault_field = &draft->table->fields[i];
        writer->fault = (struct text){arena_string(writer->arena, draft->messages[i].zh), arena_string(writer->arena, draft->messages[i].en)};
        break;
    }
    return status;
}

static enum status write_batch(struct import_writer *writer, struct batch *batch) {
    struct ctx ctx = writer->ctx;
    ctx.actor = batch->owner;
    ctx.arena = batch->arena;
    int64_t ids[BATCH], customers[BATCH * IMPORT_CONTACTS_MAX];
    unsigned failed = 0;
    enum status status = customer_create_all(&ctx, batch->customers, batch->count, ids, &failed);
    if (status != STATUS_OK)
        return failed < batch->count ? note_fault(writer, status, batch->tags[failed], &batch->customers[failed]) : status;
    for (unsigned i = 0; i < batch->contact_count; i++)
        customers[i] = ids[batch->places[i]];
    status = contact_create_all(&ctx, customers, batch->contacts, batch->contact_count);
    batch->count = batch->contact_count = 0;
    arena_wipe(batch->arena);
    return status;
}

static enum status take_draft(struct draft *draft, const struct field_table *table, const char *const *typed, struct arena *arena) {
    *draft = (struct draft){.table = table};
    for (size_t i = 0; i < table->count; i++)
        draft->typed[i] = arena_string(arena, typed[i]);
    return draft_check(draft, NULL, arena);
}

enum status import_writer_add(struct import_writer *writer, const struct actor *owner, const struct import_customer *customer) {
    struct batch *batch = batch_of(writer, owner);
    struct draft *draft = &batch->customers[batch->count];
    enum status status = take_draft(draft, &CUSTOMER_FIELDS, customer->typed, batch->arena);
    for (unsigned i = 0; status == STATUS_OK && i < customer->contact_count; i++) {
        draft = &batch->contacts[batch->contact_count + i];
        status = take_draft(draft, &CONTACT_FIELDS, customer->contacts[i], batch->arena);
        batch->places[batch->contact_count + i] = batch->count;
    }
    if (status != STATUS_OK)
        return note_fault(writer, status, customer->tag, draft);
    batch->tags[batch->count++] = customer->tag;
    batch->contact_count += customer->contact_count;
    return batch->count == BATCH ? write_batch(writer, batch) : STATUS_OK;
}

enum status import_writer_flush(struct import_writer *writer) {
    for (struct batch *batch = writer->batches; batch != NULL; batch = batch->next)
        if (batch->count > 0)
            TRY(write_batch(writer, batch));
    return STATUS_OK;
}

struct text import_writer_fault(const struct import_writer *writer, unsigned *tag, const struct field **field) {
    *tag = writer->fault_tag;
    *field = writer->fault_field;
    return writer->fault;
}
