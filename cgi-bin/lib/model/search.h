// Search text: how names become the tokens that FTS5 (and later a GIN index) keeps, so that any one, two or more
// characters and any pinyin initials find a customer (ARC-9).
// A position holds alternatives joined by '|'; positions are separated by one space. The index's tokenizer
// (store/tokenizer) does nothing but split at these two, so the text here is exactly what is indexed.
#ifndef MODEL_SEARCH_H
#define MODEL_SEARCH_H

#include <stdbool.h>

#include "base/arena.h"

// For indexing: position i holds the i-th character of the folded name and the pair of it and its successor.
// "中国行" → "中|中国 国|国行 行".
const char *search_name_tokens(struct arena *arena, const char *name);
// An FTS5 query that finds names containing the folded `text`: one character its token, more a phrase of pairs.
// NULL when folding leaves nothing.
const char *search_name_query(struct arena *arena, const char *text);

// For indexing: per character every initial of every reading (letters and digits stand for themselves), alone and
// paired with every initial of the next: "中国" → "z|zg g". Heteronyms found by either: 重庆 by cq and zq.
const char *search_initials_tokens(struct arena *arena, const char *name);
// An FTS5 query for typed initials ("zgyh"); NULL unless it is 1–32 ASCII letters and digits.
const char *search_initials_query(struct arena *arena, const char *text);
// The same without an index: whether the folded letters are initials of characters that follow each other in the folded
// name.
bool search_initials_match(const char *folded_name, const char *letters);

#endif
