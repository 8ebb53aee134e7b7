// What of a file may be said again outside of its cells (CONF-8): a heading, the sample of a column, the cell that a message quotes. Where
// these look like confidential values, because a column is shifted or the first row has no headings, "…" is said instead.
#ifndef DOMAIN_IMPORT_QUOTE_H
#define DOMAIN_IMPORT_QUOTE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/text.h"
#include "domain/import_columns.h"

#define IMPORT_HIDDEN "…"

// Whether the text is, or has in it, what the field checkers know as a telephone number, an e-mail address, a 统一社会信用代码, a bank
// account or an identity number.
bool import_is_telling(const char *text, struct arena *arena);
// The text, or IMPORT_HIDDEN.
const char *import_quote(const char *text, struct arena *arena);
// The same for each part of a message that stands in “ ”.
struct text import_quote_message(struct text message, struct arena *arena);

// What of a cell may be shown, and stand in the store for a while (CONF-8): its beginning, of a field that is open to all who read
// customers, unless it looks like something else that stands in the wrong column.
const char *import_sample(const struct field_catalogue *fields, const struct import_column *column, const char *cell, struct arena *arena);

#endif
