// The field tables: one line a field. Forms, checks, masks, sealing, access records, import, history, search and docs
// are loops over them. Rules: ARC-2, ARC-10, CONF-1, CONF-8.
// Not here: how a field is drawn (app/form_page) or stored (domain/record).
#ifndef MODEL_FIELD_H
#define MODEL_FIELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"

// What kind of thing the fields describe; also stored in the database and in access records: never renumber.
enum kind {
    KIND_CUSTOMER = 1,
    KIND_CONTACT = 2
};

enum field_type {
    FIELD_TEXT,   // one line
    FIELD_NOTE,   // several lines
    FIELD_CHOICE, // one of `choices`, stored as its key
    FIELD_DATE,   // YYYY-MM-DD
    FIELD_AMOUNT, // RMB yuan, at most 2 decimals, stored canonical ("1234.50"), 0 … 999 999 999 999.99
    FIELD_PHONE,  // mobile, fixed line or 400/800 number, stored as digits, + and - (canonical)
    FIELD_EMAIL,
    FIELD_URL,          // http or https
    FIELD_CODE,         // a number somebody else gave: letters, digits and hyphens, stored in upper case
    FIELD_CREDIT_CODE,  // 统一社会信用代码, GB 32100-2015, see uscc.h
    FIELD_BANK_ACCOUNT, // 8 … 30 digits, spaces dropped
    FIELD_IDENTITY,     // 身份证号, 18 characters with check digit, GB 11643-1999, see identity.h
    FIELD_REGION,       // administrative region code of 6 digits; whether it exists, see domain/region
    FIELD_PERSON,       // the id of a colleague
    FIELD_NUMBER        // assigned by the system (档案编号); never typed
};

// Field levels (CONF-1).
enum level {
    LEVEL_PUBLIC = 0,
    LEVEL_INTERNAL = 1,
    LEVEL_SECRET = 2,
    LEVEL_TOP = 3
};

// What is done with a field; or-ed into `flags`.
enum {
    FIELD_REQUIRED = 1 << 0, // may not be empty
    FIELD_FIXED = 1 << 1,    // assigned by the system, shown but never in a form
    FIELD_COLUMN = 1 << 2,   // a column of the record's own table, for lists, filters and unique numbers; else in field_value
    FIELD_FINDABLE = 1 << 3, // confidential, but an equal value can be searched for through the custodian (CONF-4)
    FIELD_LIST = 1 << 4,     // shown in lists
    FIELD_UNIQUE = 1 << 5    // no two customers may have the same
};

// The groups of the built-in lines; also stored: never renumber.
enum field_group {
    GROUP_IDENTITY,
    GROUP_BUSINESS,
    GROUP_ADDRESS,
    GROUP_FINANCE,
    GROUP_COOPERATION,
    GROUP_PERSON,
    GROUP_COUNT
};

// A group as a chapter of record pages and forms.
struct chapter {
    unsigned group;
    struct text label;
};

struct choice {
    const char *key; // stored
    struct text label;
};

struct field {
    const char *key; // in forms, store, access records, import headings: never renamed
    struct text label;
    enum field_type type;
    enum level level;
    unsigned group;
    unsigned min, max; // length in characters; 0 = the type's own limit
    unsigned flags;
    const struct choice *choices; // FIELD_CHOICE: ends with key NULL
    struct text hint;             // below the input; .zh NULL = none
};

struct field_table {
    enum kind kind;
    const char *name; // "customer": the table in the store, the folder of URLs
    struct text label;
    const struct field *fields; // as they stand on pages
    size_t count;
    const struct chapter *chapters; // in their order
    size_t chapter_count;
};
#define FIELD_MAX 128 // most fields a table may have; checked by a test

// The tables as they are at one moment (ARC-10). Whoever needs one takes it from the catalogue at hand (struct ctx, the
// custodian's own) and keeps no pointer into it beyond the request: the next one may see another.
struct field_catalogue {
    int64_t version; // grows with every change
    const struct field_table *customer, *contact;
};
const struct field_table *catalogue_table(const struct field_catalogue *catalogue, enum kind kind); // NULL for an unknown kind

// What every installation begins with: ARC-2 static information of a customer; of a contact person. For the catalogue and
// tests only.
extern const struct field_table CUSTOMER_FIELDS;
extern const struct field_table CONTACT_FIELDS;
extern const struct chapter BUILT_IN_CHAPTERS[GROUP_COUNT];
extern const struct field_catalogue BUILT_IN_CATALOGUE;

// Index of `key`, or -1.
int field_index(const struct field_table *table, const char *key);
const struct field *field_find(const struct field_table *table, const char *key); // or NULL
struct text level_label(enum level level);
// The label of a stored choice; the key itself when it is none of the table's.
const char *choice_label(const struct field *field, const char *key, enum lang lang);

static inline bool field_is_sealed(const struct field *field) {
    return field->level >= LEVEL_SECRET;
}

// Whether lists find the field's values by an index (field_value.facet).
static inline bool field_is_facet(const struct field_table *table, const struct field *field) {
    return table->kind == KIND_CUSTOMER && !field_is_sealed(field) && (field->type == FIELD_CHOICE || field->type == FIELD_DATE);
}

// Checks what was typed (or imported) and makes it canonical: *value is "" for nothing, else what is stored.
// STATUS_INVALID: *message says what is wrong, in words for the person at the form, with limits as figures; both languages.
// `typed` is valid UTF-8. Nothing is ever silently cut; a canonical value checked again stays the same.
// A confidential field refuses what looks like a mask ("138****1234"): an exported list imported again must not replace values.
// Import accepts what people type: full-width digits, spaces in phones and accounts, any date form of date_parse,
// choices by key or by label in either language.
enum status field_check(const struct field *field, const char *typed, struct arena *arena,
                        const char **value, struct text *message) MUST_CHECK;

// The mask of a canonical value (CONF-1): enough to recognise, too little to use: 138****1234, z****@example.com,
// 6222 **** **** 1234, 广东省深圳市****; never fewer than 4 characters hidden, all of it hidden when the value is short.
// Notes, dates, amounts and choices are hidden whole. The number of stars says nothing about the length.
// Made when the value is written, so lists never unseal. "" for "".
const char *field_mask(const struct field *field, const char *value, struct arena *arena);

// The last four digits of a canonical telephone number, those of an extension aside: what people remember of one. NULL when it has
// fewer.
#define PHONE_TAIL 4
const char *phone_tail(const char *number, struct arena *arena);
// Such digits as somebody typed them; NULL for anything else.
const char *phone_tail_typed(const char *typed, struct arena *arena);

// A canonical value as people read it (choices as labels, amounts with thousands separators).
const char *field_display(const struct field *field, const char *value, enum lang lang, struct arena *arena);

#endif
