// Filters of a list of customers (ARC-9): by every field that whoever reads customers may read, that is of level 0 and 1, by unit and
// by the times of the record. A confidential field is no filter, whoever asks and however: it would tell the value (CONF-4).
// Not here: how a list with filters is read (customer_list.h), addresses and forms (customer/filters.h).
#ifndef DOMAIN_CUSTOMER_FILTER_H
#define DOMAIN_CUSTOMER_FILTER_H

#include "domain/ctx.h"
#include "store/where.h"

enum filter_op {
    FILTER_IS,     // a choice, a region with all that lies in it, a colleague, a unit with those below it
    FILTER_FROM,   // a date or an amount, and what is behind it
    FILTER_TO,     // and what is before it
    FILTER_HAS,    // a part of a text
    FILTER_EMPTY,  // nothing is entered
    FILTER_FILLED, // something is
    FILTER_OP_COUNT
};

struct filter {
    const struct field *field;
    enum filter_op op;
    const char *value;           // as it stands in an address
    const char *shown;           // as people read it
    const char *low, *high;      // what texts are compared with; high: exclusive
    int64_t number, number_high; // what numbers are compared with
};

#define FILTERS_MAX 12
struct filters {
    struct filter rows[FILTERS_MAX];
    unsigned count;
};

extern const struct sql *const FILTER_STATEMENTS[];

// The fields that customers can be filtered by, in the order of pages: those of the catalogue of level 0 and 1, and `unit`,
// `created`, `updated`. *count of them.
const struct field *const *filter_fields(const struct ctx *ctx, size_t *count);
// The last three of them, which are no fields of the catalogue.
const struct field *filter_record_fields(size_t *count);
// Whether the operation makes sense for the field.
bool filter_takes(const struct field *field, enum filter_op op);

// Adds a filter. STATUS_FORBIDDEN: the field is confidential; STATUS_NOT_FOUND: there is no such field, or it does not take the
// operation; STATUS_INVALID: the value is none of it; STATUS_TOO_LARGE: one more than FILTERS_MAX; *message tells people why. An empty
// value of an operation that needs one is STATUS_OK and no filter. At most 2 statements for owner and region, else none.
enum status filter_add(struct ctx *ctx, struct filters *filters, const char *key, enum filter_op op, const char *typed,
                       struct text *message) MUST_CHECK;

// The units there are, for choosing one: id, name, how deep below the top.
struct filter_unit {
    int64_t id;
    const char *name;
    unsigned depth;
};
enum status filter_units(struct ctx *ctx, struct filter_unit **units, unsigned *count) MUST_CHECK;

// --- for customer_list.c

// Which filter, if any, leads to so few customers that they are gone through instead of the list; `newest` is its order. One statement,
// or none.
struct filter_plan {
    int driver;    // index; -1: none, the list is gone through
    bool pair;     // account manager and region together
    bool tested;   // the others are tested on what is read by another way
    int64_t count; // how many the driver leads to
};
enum status filter_plan(struct ctx *ctx, const struct filters *filters, bool newest, struct filter_plan *plan) MUST_CHECK;
// Whether an index gives what meets them in the order of the newest list, so that nothing need be gathered.
bool filter_in_order(const struct filters *filters);
// Adds the conditions on customer c.
void filter_conditions(struct where *where, const struct filters *filters, const struct filter_plan *plan);
// Ids between which all hits lie, from the times of the records: exclusive. 0 and INT64_MAX when nothing is known.
void filter_ids(const struct filters *filters, int64_t *above, int64_t *below);

#endif
