// ctemplate seen from C. Within this folder only; no exception crosses.
#ifndef VIEW_SHIM_H
#define VIEW_SHIM_H

#include "view/view.h"

// Parses a template and keeps it under `key`, replacing one that was there; false when it does not parse.
bool shim_load(const char *key, const char *text, size_t length);

struct shim_report {
    bool discloses;   // a confidential value was put in
    char missing[64]; // a name the bindings don't have, "" = none
};
// Appends to `out`; false when there is no such template or a name is missing, and then `out` may hold part of a page.
bool shim_render(const char *key, const struct binding *bindings, const void *data, struct buffer *out,
                 struct shim_report *report);

#endif
