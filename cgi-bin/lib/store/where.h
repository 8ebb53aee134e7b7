// Assembles filtered, sorted keyset pages from whitelisted columns: the only place where SQL text is put together.
// Values are always bound, never pasted. A condition must be a string literal or it does not compile, so nothing that a
// user typed can become SQL, and nobody can filter by a column that the caller did not write down (CONF-4).
#ifndef STORE_WHERE_H
#define STORE_WHERE_H

#include "store/store.h"

#define WHERE_MAX 64 // values in one query; one more is STATUS_FAULT

struct where {
    struct arena *arena;
    struct buffer text; // " WHERE a AND b"
    struct {
        const char *name;
        const char *text; // NULL: `number` is meant
        int64_t number;
    } values[WHERE_MAX];
    unsigned count;
};

struct where where_start(struct arena *arena);
// Adds a condition, a literal of the caller with exactly one parameter `name` (":owner"), and its value (not NULL).
#define where_text(where, condition, name, value) where_add_text((where), "" condition "", (name), (value))
#define where_int(where, condition, name, value) where_add_int((where), "" condition "", (name), (value))
// Adds a condition without a parameter, or whose values come by where_value_… or from the caller.
#define where_plain(where, condition) where_add((where), "" condition "")
// A value for one more parameter of a condition, head or tail.
void where_value_text(struct where *where, const char *name, const char *value);
void where_value_int(struct where *where, const char *name, int64_t value);
// `head` + conditions + `tail` ("ORDER BY … LIMIT :limit"), literals or from a table of the caller; prepared, and the
// values bound. What has none yet is the caller's to bind.
struct query where_query(struct where *where, struct store *store, const char *name, const char *head,
                         const char *tail);

// A row of values: what where_column_add gave, in that order, each a literal or from a constant table of the caller.
void where_column_add(struct where *where, const char *expression);
struct query where_columns(struct where *where, struct store *store, const char *name);

// What the macros above stand for; directly only with conditions from a constant table of the caller.
void where_add_text(struct where *where, const char *condition, const char *name, const char *value);
void where_add_int(struct where *where, const char *condition, const char *name, int64_t value);
void where_add(struct where *where, const char *condition);

#endif
