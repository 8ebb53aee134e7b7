// The page for everything that went wrong: what happened, what to do, and the request number under which the log has the detail.
#ifndef APP_ERROR_PAGE_H
#define APP_ERROR_PAGE_H

#include "app/page.h"

extern const struct view ERROR_VIEW;

// Answers with the page for `status`; falls back to one plain line when even that can't be rendered.
void error_page(struct page *page, enum status status);

#endif
