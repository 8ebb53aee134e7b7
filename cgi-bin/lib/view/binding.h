// Finding a name in a table of bindings, as loading, checking and rendering do. Within this folder only.
#ifndef VIEW_BINDING_H
#define VIEW_BINDING_H

#include "view/view.h"

// The binding of `name` (of `length` bytes) in `table` or in one of its parts; NULL when it has none. *offset is where its
// member lies in the struct that `table` is for.
const struct binding *binding_find(const struct binding *table, const char *name, size_t length, size_t *offset);

// Whether {{NAME}} or {{#NAME}} is right for it.
bool binding_is_value(const struct binding *binding);
bool binding_is_section(const struct binding *binding);

#endif
