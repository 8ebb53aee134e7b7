// Reads a built template's markers and holds them against the bindings of its view, so that a wrong name ends a program
// at its start instead of leaving a gap in a page. Within this folder only.
// Not here: whether HTML and escaping contexts are sound (the lint, and ctemplate when it parses).
#ifndef VIEW_TEMPLATE_CHECK_H
#define VIEW_TEMPLATE_CHECK_H

#include "view/view.h"

struct template_fault {
    const char *reason; // NULL: the template is good
    unsigned line;
    char name[64]; // the marker it is about
};

// `text` is NUL-terminated.
struct template_fault template_check(const char *text, const struct binding *bindings);

#endif
