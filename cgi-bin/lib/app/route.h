// The route table: method, path, permission, handler, title. `kedang routes`, the docs, the crawler and the table tests come
// from it; a route without permission is nobody's.
#ifndef APP_ROUTE_H
#define APP_ROUTE_H

#include "app/page.h"
#include "web/request.h"

// The answer may carry a confidential value; a page of any other route that tries to is not sent.
#define ROUTE_DISCLOSES (1u << 0)

struct route {
    enum method method;
    const char *path; // "/customer/{id}/contact/{contact}": {name} is a positive integer
    enum permission permission;
    enum status (*handler)(struct page *page); // `_page` renders, `_do` changes
    struct text title;                         // of the page
    unsigned flags;
};

// Finds the row for the request and puts it and the numbers of its path into the page.
// STATUS_METHOD when the path exists for another method, STATUS_NOT_FOUND when it does not exist.
enum status route_find(const struct route *routes, struct page *page) MUST_CHECK;

// Appends the table as a JSON array, for `kedang routes`, the docs and the crawler.
void route_describe(const struct route *routes, const char *program, struct buffer *json);

#endif
