// All rows of a list of customers, one after the other, for a file (CONF-7): read in keyset steps within one view of the store, so that
// neither memory nor locks grow with their number.
// Not here: what becomes of the rows (customer/export.c), the record of it (custody_note).
#ifndef DOMAIN_CUSTOMER_EXPORT_H
#define DOMAIN_CUSTOMER_EXPORT_H

#include "domain/customer_column.h"

#define EXPORT_ROWS_MAX 100000
#define EXPORT_SECONDS 40 // nginx waits for 60

struct customer_export {
    const struct customer_query *query; // .after, .page_size, .leaves and .backwards are of no account
    const struct columns *columns;
    enum status (*row)(void *data, const char *const *cells); // as columns_values gives them; gone after the call
    void *data;
    unsigned most; // rows; 0: EXPORT_ROWS_MAX
    // results
    unsigned rows;
    bool numbers_cut, words_cut; // as of struct customer_page
};

// Within one view of the store, which it begins. STATUS_FORBIDDEN: the actor may not export; STATUS_TOO_LARGE: there are more rows than
// `most`, found out after that many; STATUS_LIMITED: it took longer than EXPORT_SECONDS; else what `row` answered.
enum status customer_export(struct ctx *ctx, struct customer_export *export) MUST_CHECK;

#endif
