// Assembles filtered, sorted keyset pages from whitelisted columns: the only place where SQL text is put together.
// Values are always bound, never pasted; a filter, sort or group names a column of the caller's table of columns or is refused,
// so nobody can sort or filter by a value they may not read (CONF-4).
#ifndef STORE_WHERE_H
#define STORE_WHERE_H

#include "store/store.h"

#define WHERE_MAX 16 // conditions in one query

struct where {
    struct arena *arena;
    struct buffer text;      // " WHERE a AND b"
    struct { const char *name; const char *text; int64_t number; } values[WHERE_MAX];
    unsigned count;
};

struct where where_start(struct arena *arena);
// Adds a condition, a literal of the caller with exactly one parameter `name` (":owner"), and its value.
void where_text(struct where *where, const char *condition, const char *name, const char *value);
void where_int(struct where *where, const char *condition, const char *name, int64_t value);
// Adds a condition without a parameter.
void where_plain(struct where *where, const char *condition);
// `head` + conditions + `tail` ("ORDER BY … LIMIT :limit"), prepared and bound.
struct query where_query(struct where *where, struct store *store, const char *name, const char *head, const char *tail);

#endif
