// A list narrowed to days: from one to another, each included, as typed into the inputs of parts/days.tpl.
#ifndef APP_DAYS_H
#define APP_DAYS_H

#include "app/page.h"

struct days_view {
    const char *from, *to, *message; // as they were typed; what is wrong
    bool invalid;
};
extern const struct binding DAYS[]; // FROM TO DATE_MESSAGE DATE_INVALID
// From the query of the page. *from: ms of the first day's start, *until: of the end of the last one, in the company's zone; 0 = not narrowed.
struct days_view days_read(struct page *page, int64_t *from, int64_t *until);

#endif
