#include "view/binding.h"

#include <string.h>

const struct binding *binding_find(const struct binding *table, const char *name, size_t length, size_t *offset) {
    for (const struct binding *binding = table; binding->type != BIND_END; binding++) {
        if (binding->type == BIND_PART) {
            const struct binding *inner = binding_find(binding->inner, name, length, offset);
            if (inner != NULL) {
                *offset += binding->offset;
                return inner;
            }
        } else if (binding->length == length && binding->name[length - 1] == name[length - 1] && memcmp(binding->name, name, length) == 0) {
            *offset = binding->offset;
            return binding;
        }
    }
    return NULL;
}

bool binding_is_section(const struct binding *binding) {
    return binding->type == BIND_BOOL || binding->type == BIND_ROWS;
}

bool binding_is_value(const struct binding *binding) {
    return !binding_is_section(binding);
}
