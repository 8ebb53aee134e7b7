// The SQL functions that statements may use beside SQLite's own. Registered on every connection by store_open.
//
//   is_spelled(text, ways)   whether a text that customers are found by can be spelled in one of the ways; of several words, all
//                            (model/spell.h)
//   fold(text), name_tokens(text), initials_tokens(text), reading_tokens(text)
//                            what searches compare, and what the search index is given (model/search.h): for migrations
//
// Not here: what they mean.
#ifndef STORE_FUNCTIONS_H
#define STORE_FUNCTIONS_H

struct sqlite3;
int functions_register(struct sqlite3 *database); // an SQLite result code

#endif
