// What makes up the list of customers: its rows.
#ifndef CUSTOMER_LIST_H
#define CUSTOMER_LIST_H

#include "customer/pages.h"

extern const struct binding LIST_ROW[];
// Of the customers found by `text` ("" = by none); by_newest: the last column says when they were entered, else when changed.
struct view_rows list_rows(struct page *page, const struct customer_page *found, const char *text, bool by_newest);

#endif
