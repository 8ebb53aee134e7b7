// Which columns a list of customers shows, and in which order (ARC-9): any field of the catalogue, confidential ones as their masks, and
// unit and times of the record. Nothing can be sorted or filtered by a mask (customer_filter.h).
// Not here: how a column is drawn (customer/list_rows.c), how it stands in a file (customer/export.c).
#ifndef DOMAIN_CUSTOMER_COLUMN_H
#define DOMAIN_CUSTOMER_COLUMN_H

#include "domain/customer.h"

extern const struct sql *const COLUMN_STATEMENTS[];

#define COLUMNS_MAX 20
struct columns {
    const struct field *fields[COLUMNS_MAX];
    unsigned count;
};

// All there are, in the order of pages; *count of them.
const struct field *const *column_fields(const struct ctx *ctx, size_t *count);
// Those a list has unless somebody chose others; by_newest: with the time of entering instead of that of changing.
struct columns columns_usual(const struct ctx *ctx, bool by_newest);
// Those that `keys` ("name,industry") names, each once; what is none (any more) is left out, and the name is always there: it is the way to
// the record. "": the usual ones. What comes after COLUMNS_MAX is left out, too.
struct columns columns_read(const struct ctx *ctx, const char *keys, bool by_newest);
const char *columns_keys(const struct columns *columns, struct arena *arena);

// What the rows hold in the columns, row by row: (*cells)[row * columns->count + column], canonical values and masks, times as
// "2026-01-05 08:30", never NULL. One statement, or none.
enum status columns_values(struct ctx *ctx, const struct columns *columns, const struct customer_row *rows, unsigned count,
                           const char ***cells) MUST_CHECK;
// Whether the column holds times of the record ("created", "updated").
bool column_is_time(const struct field *field);

#endif
