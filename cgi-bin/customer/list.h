// What makes up the table of the list of customers: its heads and rows, by the columns that were chosen.
#ifndef CUSTOMER_LIST_H
#define CUSTOMER_LIST_H

#include "customer/filters.h"
#include "domain/customer_column.h"

struct list_table {
    const struct columns *columns;
    const struct asked *asked;
    const char *text;  // that was searched for and may be shown; "" = none
    const char *order; // "newest", "name", "number"
    bool searched;     // then there is one order only
    bool usual;        // nobody chose the columns: cards need no labels
    const char *(*sort_href)(struct page *page, const struct asked *asked, const char *order);
};

extern const struct binding LIST_ROW[], LIST_HEAD[];
struct view_rows list_heads(struct page *page, const struct list_table *table);
// With what was searched for marked. One statement, or none.
enum status list_rows(struct page *page, const struct customer_page *found, const struct list_table *table,
                      struct view_rows *rows) MUST_CHECK;

#endif
