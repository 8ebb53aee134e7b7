// Writes many customers with their contacts, in loads that keep calls of the custodian few; while one load is sealed,
// the one before it is written. Shared by import and demo data. Not here: whether a row is good (import.h); who may do it: whoever
// runs the tool.
#ifndef DOMAIN_IMPORT_WRITER_H
#define DOMAIN_IMPORT_WRITER_H

#include "domain/ctx.h"
#include "model/field.h"

#define IMPORT_CONTACTS_MAX 4 // of one customer

// One customer as typed: by the index of the field in its table, NULL where nothing is typed.
struct import_customer {
    unsigned tag;               // tells the caller which one failed: a line, a number
    const struct actor *owner;  // becomes account manager and author; must live until it is written
    const struct actor *author; // who enters it; NULL: the account manager
    int64_t at;                 // when it is entered; 0: now
    const char *typed[FIELD_MAX];
    const char *contacts[IMPORT_CONTACTS_MAX][FIELD_MAX];
    unsigned contact_count;
};

struct import_writer;

// Writing in transactions of the writer's own, so short that nobody who wants to write waits for them, of customers that are withheld
// until all of them are there (withheld.h).
struct import_chunks {
    int64_t batch_id;
    // At the beginning of each transaction, within it: whether to go on. Anything but STATUS_OK ends the writing with it.
    enum status (*begun)(void *data);
    void *data;
};

// `chunks` NULL: the caller opens the transaction and ends it. `ctx`, what it holds (its actor is not used) and the helpers, more clients of the custodian, must outlive the writer.
struct import_writer *import_writer_new(const struct ctx *ctx, struct custody *const *helpers, unsigned helper_count,
                                        const struct import_chunks *chunks);
void import_writer_free(struct import_writer *writer); // what was not flushed is forgotten

// Takes over a copy of what was typed. STATUS_INVALID, STATUS_CONFLICT: import_writer_fault tells which customer and
// why. After anything but STATUS_OK the caller's transaction must be rolled back (one of the writer's own is) and the writer freed.
enum status import_writer_add(struct import_writer *writer, const struct import_customer *customer) MUST_CHECK;
enum status import_writer_flush(struct import_writer *writer) MUST_CHECK;
// The customer at fault, its field (NULL: none in particular) and the message; valid until the writer is freed.
struct text import_writer_fault(const struct import_writer *writer, unsigned *tag, const struct field **field);

#endif
