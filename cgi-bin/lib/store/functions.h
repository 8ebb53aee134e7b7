// The SQL functions that statements may use beside SQLite's own. Registered on every connection by store_open.
//
//   has_initials(name, letters)   whether the letters are pinyin initials of characters that follow each other in the
//                                 folded name, as the search index finds them (model/search.h)
//
// Not here: what they mean.
#ifndef STORE_FUNCTIONS_H
#define STORE_FUNCTIONS_H

struct sqlite3;
int functions_register(struct sqlite3 *database); // an SQLite result code

#endif
