// Pages of customers by keyset, put together from one or several sorted sources. Shared by the list and the search.
// Not here: what is searched for and by which plan (customer_search.c).
#ifndef DOMAIN_CUSTOMER_LIST_H
#define DOMAIN_CUSTOMER_LIST_H

#include "domain/customer.h"
#include "domain/reach.h"
#include "store/where.h"

// Columns and joins of a row, for customer c.
#define ROW_COLUMNS ROW_COLUMNS_AND("NULL")
#define ROW_COLUMNS_AND(contact)                                                                                                \
    "SELECT c.id, c.archive_no, c.code, c.name, c.kind, r.full_name, p.name, c.phone, c.updated_at, c.name_key, c.created_at, " \
    "c.credit_code, " contact " "
#define ROW_JOINS \
    " LEFT JOIN person p ON p.id = c.owner_id LEFT JOIN region r ON r.code = c.region "

struct list_row {
    struct customer_row row;
    const char *name_key;
};

// Where a page starts: the sort values of the row it is counted from. For the first page what lies before every row.
struct list_cursor {
    int64_t id;
    const char *name_key, *archive_no;
};

struct list {
    struct ctx *ctx;
    const struct customer_query *query;
    bool searched;           // there is a text
    enum customer_sort sort; // SORT_NEWEST for a search
    bool first;              // nothing lies before this page
    bool backwards;
    struct reach reach;
    struct list_cursor cursor;
    struct filter_plan plan;
    int64_t above, below;  // ids between which all rows lie, for SORT_NEWEST
    struct list_row *rows; // in reading order of the direction
    unsigned count, most;  // most: one more than a page has, which tells whether there is another page
};

// Fills reach and cursor. STATUS_FORBIDDEN without the permission to read.
enum status list_start(struct list *list, struct ctx *ctx, const struct customer_query *query) MUST_CHECK;

// Merges the rows of a statement whose columns are ROW_COLUMNS and which is sorted as the list is; ends it.
enum status list_merge(struct list *list, struct query *query) MUST_CHECK;

// Merges all customers in reach that meet the conditions which `add` (or NULL) adds for customer c. At most 2
// statements.
enum status list_scope(struct list *list, void (*add)(struct where *where, const void *data),
                       const void *data) MUST_CHECK;

// The same, when a filter leads or what `add` adds does: its customers are gathered and those in reach taken. One statement.
enum status list_gathered(struct list *list, void (*add)(struct where *where, const void *data), const void *data) MUST_CHECK;
// Adds the filters to conditions of a statement of the caller's own, and binds the scope for IN_REACH.
void list_narrow(const struct list *list, struct where *where);
bool list_is_filtered(const struct list *list);

// Makes the page: rows in reading order, and where its neighbours start.
void list_finish(const struct list *list, struct customer_page *page);

// customer_search.c: the rows that match list->query->text, merged; what else struct customer_page tells of a search.
enum status search_run(struct list *list, struct customer_page *page) MUST_CHECK;
// customer_search.c: names the contact for which each row was found, where that is not its own name.
enum status search_name_contacts(struct ctx *ctx, struct customer_page *page) MUST_CHECK;
// customer_search_value.c: those that hold it as a confidential value, merged.
enum status search_value(struct list *list, struct customer_page *page) MUST_CHECK;

#endif
