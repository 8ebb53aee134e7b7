// What the columns of a list mean: by a field's key, its label in either language, or what people usually call it.
// A contact person's columns carry the word for it (联系人手机, Contact e-mail, contact.email) where a customer has
// such a field too. A remark in brackets behind the name is passed over where it is one of 元, 万元, 必填 and the like.
#ifndef DOMAIN_IMPORT_COLUMNS_H
#define DOMAIN_IMPORT_COLUMNS_H

#include <stdbool.h>

#include "domain/import_heading.h"
#include "model/field.h"

enum column_use {
    COLUMN_IGNORED, // by wish of the user, or without heading and empty
    COLUMN_FIELD,   // of the customer
    COLUMN_CONTACT, // of its contact person
    COLUMN_MATCH,   // 档案编号, 客户编码: name a customer that is there already
    COLUMN_OWNER    // 目前跟进销售员: login or name
};

struct import_column {
    const char *heading; // as in the file
    enum column_use use;
    unsigned field; // index in the catalogue's table of customers or contacts
};

struct import_columns {
    unsigned count;
    struct import_column rows[SHEET_COLUMNS_MAX];
};

// What a heading names; false when it names nothing.
bool import_column_find(const struct field_catalogue *fields, const char *heading, struct arena *arena,
                        struct import_column *column);

// What a sum under this heading is in, to be put behind a bare number: 万 under 注册资本（万元）; "" where it says nothing or 元. What no sum is
// in here, as 美元, comes back as it stands, so that the row is refused instead of read as yuan.
const char *import_column_unit(const char *heading, struct arena *arena);

// A column by the name of its field, "customer.phone" or "contact.mobile", and back ("" when it is left out). False: no such field.
bool import_column_of(const struct field_catalogue *fields, const char *key, struct import_column *column);
const char *import_column_key(const struct field_catalogue *fields, const struct import_column *column, struct arena *arena);

// What is wrong with a heading.
struct column_fault {
    unsigned column; // from 0
    struct text message;
};

// Maps the headings. `ignored`: headings to leave out, NULL-ended. The number of faults; at most
// `most` are filled in.
unsigned import_columns_map(const struct field_catalogue *fields, const struct import_heading *heading,
                            const char *const *ignored, struct arena *arena, struct import_columns *columns,
                            struct column_fault *faults, unsigned most);

#endif
