// What a person chose for the list of customers (ARC-9): the columns it has where no address and no view says otherwise, and the kept view
// that opens instead of all customers. Not here: views themselves (saved_view.h), what columns there are (customer_column.h).
#ifndef DOMAIN_LIST_CHOICE_H
#define DOMAIN_LIST_CHOICE_H

#include "domain/ctx.h"

extern const struct sql *const LIST_CHOICE_STATEMENTS[];

struct list_choice {
    const char *columns; // keys with commas, "" = the usual ones
    int64_t view_id;     // 0: all customers
};
// One statement. Nothing chosen is STATUS_OK, too.
enum status list_choice_find(struct ctx *ctx, struct list_choice *choice) MUST_CHECK;
// "": the usual ones again.
enum status list_choice_columns(struct ctx *ctx, const char *columns) MUST_CHECK;
// 0: none. Whether the actor may open the view is asked whenever it opens (saved_view_find).
enum status list_choice_view(struct ctx *ctx, int64_t view_id) MUST_CHECK;

#endif
