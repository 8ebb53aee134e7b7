// The product's tables as rows of names and texts, for `kedang routes`, `kedang fields` and the documents made of them.
#ifndef CTL_DESCRIBE_H
#define CTL_DESCRIBE_H

#include "base/text.h"
#include "ctl/json.h"

struct column {
    const char *name; // of the member; NULL ends the table
    struct text label;
};

extern const struct column ROUTE_COLUMNS[], FIELD_COLUMNS[], ROLE_COLUMNS[];

// Every field of every kind of record, from the field tables.
struct json describe_fields(struct arena *arena);
// Every role as a new installation gets it.
struct json describe_roles(struct arena *arena);

#endif
