// Filters in addresses, as chips above a list, and as a form. An address says the same to everybody who opens it, within their scope.
//   /customer?q=…&sort=name&cols=name,industry&industry.is=steel&established.from=2010-01-01&goods.has=…&license_expires.state=empty
#ifndef CUSTOMER_FILTERS_H
#define CUSTOMER_FILTERS_H

#include "customer/pages.h"
#include "domain/customer_filter.h"
#include "domain/saved_view.h"

struct chip_view {
    const char *label, *value, *href; // href: the list without it
};
extern const struct binding CHIP[]; // LABEL VALUE REMOVE_HREF

// What a list is asked for.
struct asked {
    const char *text, *sort; // sort: its key in addresses, "" = the usual one
    const char *columns;     // keys with commas (customer_column.h), "" = the usual ones
    struct filters filters;
    struct view_rows faults; // of chip_view: filters that can't be, with the reason
    bool has_blanks;         // the address holds parameters that say nothing
    struct saved_view view;  // that was opened; id 0: none
};

// Reads text, order and filters from the address of the request, or from the view that it names.
enum status asked_read(struct page *page, struct asked *asked) MUST_CHECK;
// The same from what a view holds, or is to hold. STATUS_BAD_REQUEST: it is no query.
enum status asked_parse(struct page *page, const char *text, struct asked *asked) MUST_CHECK;
// The same from the query of a list, a view's "view=7" included: what a form of the list's own page carries.
enum status asked_of(struct page *page, const char *query, struct asked *asked) MUST_CHECK;
// Whether the list has an address that anybody may see, so that it can be kept and can leave: a confidential value that is searched for
// has none.
bool asked_is_open(const struct page *page, const struct asked *asked);
// What the list asks for, in words: "查找“中国”；所属行业：钢铁"; "" for everything.
const char *asked_words(struct page *page, const struct asked *asked);
// The columns: those of the address or the view, else those that the person chose. One statement, or none.
struct columns;
enum status asked_columns(struct page *page, const struct asked *asked, struct columns *columns) MUST_CHECK;
// The order asked for; the usual one for anything else.
enum customer_sort asked_sort(const struct asked *asked);
// The address of the list below `path`; `without`: index of a filter that is left out, -1 = none, so that a view keeps its short
// address. A confidential value that stands for the text is left out always.
const char *asked_address(struct page *page, const char *path, const struct asked *asked, int without);
struct view_rows asked_chips(struct page *page, const struct asked *asked);

#endif
