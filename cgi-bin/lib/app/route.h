// The route table: method, path, permission, handler, title. Menus, `kedang routes`, docs, the crawler and the table tests
// come from it; a route without permission is nobody's.
#ifndef APP_ROUTE_H
#define APP_ROUTE_H

#include "app/page.h"

#define ROUTE_PARTS_MAX 8

enum { ROUTE_DISCLOSES = 1 << 0, // can put a confidential value into its answer
       ROUTE_MENU = 1 << 1 };    // stands in the menu of those who may use it

struct route {
    enum method method;
    const char *path;           // "/customer/{id}/contact/{contact}": {name} is a positive integer
    enum permission permission;
    enum status (*handler)(struct page *page); // `_page` renders, `_do` changes
    struct text title;          // of the page and of the menu entry
    unsigned flags;
    const char *icon;           // name in static/icons, for the menu
};

// The row for a request; *method_known tells 405 from 404. Fills page->numbers.
const struct route *route_find(const struct route *routes, const struct request *request, struct page *page, bool *path_known);

#endif
