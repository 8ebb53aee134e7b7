// Search text: how names become the tokens that FTS5 (and later a GIN index) keeps, so that any one, two or more
// characters, any pinyin initials and any full pinyin find a customer (ARC-9).
// A position holds alternatives joined by '|'; positions are separated by one space. The index's tokenizer
// (store/tokenizer) does nothing but split at these two, so the text here is exactly what is indexed.
// Not here: how typed letters are cut into syllables and initials (spell.h).
#ifndef MODEL_SEARCH_H
#define MODEL_SEARCH_H

#include <stdbool.h>

#include "base/arena.h"

// For indexing. The text is one or several names separated by '/', which no phrase reaches across: a position "/" stands there.
// Position i holds the i-th character of the folded name and the pair of it and its successor: "中国行" → "中|中国 国|国行 行".
const char *search_name_tokens(struct arena *arena, const char *text);
// Per character every initial of every reading (letters and digits stand for themselves), alone and paired with every
// initial of the next: "中国" → "z|zg g". Heteronyms found by either: 重庆 by cq and zq.
const char *search_initials_tokens(struct arena *arena, const char *text);
// Per character every reading, alone and paired with every one of the next: "中国" → "zhong|zhong'guo guo"; ü as v and as u.
const char *search_reading_tokens(struct arena *arena, const char *text);

// An FTS5 query that finds names containing the folded `text`: one character its token, more a phrase of pairs.
// NULL when folding leaves nothing.
const char *search_name_query(struct arena *arena, const char *text);
// An FTS5 query for what spell_ways gave: all names that spell_match takes, and some others.
const char *search_letters_query(struct arena *arena, const char *ways);

#endif
