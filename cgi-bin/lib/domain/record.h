// A customer or a contact as its field table describes it: values, masks, history, the check that nobody saved in
// between.
// Level-2+ values exist here only as mask and struct sealed. Rules: ARC-2, ARC-4 (history), CONF-1, CONF-8, OPS-2.
// Not here: which customers there are and who may see them (customer.h).
#ifndef DOMAIN_RECORD_H
#define DOMAIN_RECORD_H

#include "domain/ctx.h"
#include "model/field.h"

// A stored record; values[i] belongs to table->fields[i]: the value of a level 0–1 field, the mask of a level-2+ one.
// A region is there by its full name and a colleague by theirs, so that pages, forms and history show what people read.
struct record {
    const struct field_table *table;
    int64_t id;
    int64_t version; // grows with every change
    int64_t created_at, updated_at;
    int64_t created_by, updated_by;
    const char *values[FIELD_MAX]; // "" when empty, never NULL
    bool touched[FIELD_MAX];       // by record_at: what was changed after that version. Of a confidential value the mask may stay the same
};

// What a form (or an import row) wants to store.
struct draft {
    const struct field_table *table;
    const char *typed[FIELD_MAX];    // as typed, kept for showing again; NULL: the form had no such field
    const char *values[FIELD_MAX];   // after draft_check: canonical, "" = nothing, NULL = stays as it is stored
    bool clear[FIELD_MAX];           // level-2+: remove what is stored (an empty input alone keeps it)
    struct text messages[FIELD_MAX]; // .zh NULL = no fault
    unsigned faults;
};

// Checks every field of the draft that may be typed. STATUS_INVALID when draft->faults > 0.
// `stored` is the record being changed, NULL for a new one (a required sealed field may stay empty if it is stored).
// What needs the store is checked on writing: whether a region or a colleague exists, whether a number is taken.
enum status draft_check(struct draft *draft, const struct record *stored, struct arena *arena) MUST_CHECK;
// What is left to check once the day is known: dates that may not lie in the future. STATUS_INVALID as above.
enum status draft_check_dates(struct ctx *ctx, struct draft *draft) MUST_CHECK;
// Puts a fault at a field.
void draft_fault(struct draft *draft, size_t field, struct text message);

// The record as it was at `version`, reconstructed from `now` and its history: what a form was filled from that meets a
// conflict (OPS-2). Equals *now when the version is the present one or unknown. One statement.
enum status record_at(struct ctx *ctx, const struct record *now, int64_t version, struct record *then) MUST_CHECK;

// One changed field of one change (ARC-4: what was, what is, who, when). Field "" is the record itself: created (after
// is its name) or deleted (before is its name).
struct change {
    int64_t at;
    int64_t person_id;
    const char *person_name;
    int64_t version;            // the version that the change made
    const char *field;          // key
    const char *before, *after; // values or masks
    int64_t kind, record_id;    // of a contact: which
    const char *contact_name;   // of a contact, as it is called now; "" = the customer itself
    bool restorable;            // it is the deletion of a contact that is still deleted
};

#endif
