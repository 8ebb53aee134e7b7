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
    FIELD_NUMBER,       // assigned by the system (档案编号); never typed
    FIELD_DECIMAL,      // a number of at most 12 digits and 4 decimals, may be negative, stored canonical ("-1.5")
    FIELD_TYPE_COUNT
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
    FIELD_UNIQUE = 1 << 5,   // no two customers may have the same
    FIELD_CORE = 1 << 6,     // pages and rules rest on it: it can't be retired
    FIELD_OWN = 1 << 7,      // added by the administrator
    FIELD_USED = 1 << 8,     // of an own field: something was stored in it once, and is at least in the history
    FIELD_SEALING = 1 << 9,  // its level was raised and what was stored before is being sealed: see field_shown
    FIELD_PRIVATE = 1 << 10  // never leaves in a file
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
    bool retired; // read where it is stored, no longer offered
};

// What a line of text may consist of: a small safe set instead of expressions that nobody can read.
enum field_pattern {
    PATTERN_ANY,
    PATTERN_DIGITS,
    PATTERN_LETTERS,        // A–Z in either case
    PATTERN_LETTERS_DIGITS, // and hyphens
    PATTERN_HAN,            // ideographs and the dot of names
    PATTERN_COUNT
};

// What an administrator demands beyond the type. "" and 0: nothing.
struct field_limits {
    enum field_pattern pattern;
    const char *prefix;           // what a text begins with
    const char *lowest, *highest; // of an amount or number; canonical
    bool no_future;               // a date not after today (checked where the day is known: domain/record)
    const char *required_for;     // keys of customer kinds that may not leave it empty, separated by blanks
};

struct field {
    const char *key; // in forms, store, access records, import headings: never renamed
    struct text label;
    enum field_type type;
    enum level level;
    unsigned group;
    unsigned min, max; // length in characters; 0 = the type's own limit
    unsigned flags;
    const struct choice *choices;      // FIELD_CHOICE: ends with key NULL
    struct text hint;                  // below the input; .zh NULL = none
    const struct field_limits *limits; // NULL = none
};

struct field_table {
    enum kind kind;
    const char *name; // "customer": the table in the store, the folder of URLs
    struct text label;
    const struct field *fields; // as they stand on pages
    size_t count;
    const struct field *retired; // in no form, but in histories and records
    size_t retired_count;
    const struct chapter *chapters; // in their order
    size_t chapter_count;
};
#define CHAPTERS_MAX 24 // that an administrator may add
#define FIELD_MAX 128   // most fields a table may have; checked by a test

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
// Also a retired one: for what was stored or recorded once.
const struct field *field_known(const struct field_table *table, const char *key); // or NULL
// "text", "bank_account" …: in documents and in the store.
const char *field_type_name(enum field_type type);
enum field_type field_type_find(const char *name); // FIELD_TYPE_COUNT for none
struct text pattern_label(enum field_pattern pattern);
// Less than, equal to or more than 0 as `a` is less than, equal to or more than `b`, both canonical amounts or numbers.
int field_compare_numbers(const char *a, const char *b);
// How many characters a value of the type may have by itself.
unsigned field_type_max(enum field_type type);
struct text level_label(enum level level);
// The label of a stored choice; the key itself when it is none of the table's.
const char *choice_label(const struct field *field, const char *key, enum lang lang);

static inline bool field_is_sealed(const struct field *field) {
    return field->level >= LEVEL_SECRET;
}

// What may be shown of a value as it is stored: itself (a mask, of a confidential field), or nothing but stars while the field is
// being sealed, because then it may still be the value. Whoever reads field_value or history shows this.
const char *field_shown(const struct field *field, const char *stored);

// Whether a customer of this kind (key, "" = none) may not leave the field empty.
bool field_is_required_for(const struct field *field, const char *kind);

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
