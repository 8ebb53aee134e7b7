// What a draft changes in a record, or puts into a new one: found, sealed, and written with its history. Shared by
// customers and contacts. Rules: ARC-4 (one row of history per changed field), CONF-8 (sealed before it is stored),
// ORG-2 (a role's level also holds for what it replaces).
// Not here: checking what was typed (record.h), the columns of the records' own tables (customer_write.c, contact.c).
#ifndef DOMAIN_CHANGE_H
#define DOMAIN_CHANGE_H

#include "domain/customer_owner.h"
#include "domain/record.h"
#include "domain/region.h"

struct change_set {
    const struct field_table *table;
    int64_t record_id, customer_id;
    const struct record *stored; // NULL: a new record
    struct draft *draft;
    struct region region; // that the draft names; code NULL: none is named
    int64_t owner_id;     // of a customer: to whom it goes; 0: to whoever acts
    int64_t batch_id;     // of a new customer: the import that brings it (withheld.h); 0: none
    const char *people;   // of a new customer: what it is found by beside its name (customer_found_by); NULL: nothing
    bool is_people;       // of a new contact: it is among the people of its customer
    unsigned count;       // changed fields
    bool changed[FIELD_MAX];
    const char *before[FIELD_MAX];   // of changed fields: value or mask, as history stores it
    const char *after[FIELD_MAX];    // likewise, and as records store it
    struct sealed sealed[FIELD_MAX]; // of changed level-2+ fields that are not emptied, by change_seal
};

// Fills *set. `stored` NULL: a new record. STATUS_INVALID with the message in the draft for a region that does not
// exist.
enum status change_find(struct ctx *ctx, struct draft *draft, const struct record *stored,
                        struct change_set *set) MUST_CHECK;

// Notes that the account manager changes; the caller knows the ids.
void change_find_owner(struct ctx *ctx, struct change_set *set, int64_t before, int64_t after);

// STATUS_INVALID with the message at each field where a stored value would be replaced or cleared by somebody who may
// not (entitlement_replace). Reads the store only when there is such a field of level 3.
enum status change_guard(struct ctx *ctx, struct change_set *set) MUST_CHECK;
// The same for a whole record that is to go: STATUS_FORBIDDEN.
enum status change_guard_removal(struct ctx *ctx, const struct record *stored) MUST_CHECK;

// Seals the confidential values of all sets, in as few calls of the custodian as may be; record ids must be set.
// Before the transaction: the custodian's fsync must not be waited for with the write lock held.
enum status change_seal(struct ctx *ctx, struct change_set *sets, unsigned count) MUST_CHECK;

// STATUS_STALE: the field catalogue is no longer the one by which the set was made.
// Writes field values, and for a stored record one history row per changed field, which make up its `version`.
enum status change_write(struct ctx *ctx, const struct change_set *set, int64_t version, int64_t at) MUST_CHECK;

// Writes that a record came to be (before "") or went (after "").
enum status change_note(struct ctx *ctx, const struct change_set *set, int64_t version, int64_t at, const char *before,
                        const char *after) MUST_CHECK;

// The value that field `i` will have: changed or as stored.
const char *change_value(const struct change_set *set, size_t i);

// Ends the transaction in which something was written: commit, or rollback and the status it failed with.
enum status change_end(struct ctx *ctx, enum status status) MUST_CHECK;

#endif
