// What was typed into a search box, as words that must all match (ARC-9), and where they stand in a name that was found.
// Letters are read as pinyin (spell.h); anything else as part of the name. Not here: the index (search.h).
#ifndef MODEL_WORDS_H
#define MODEL_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

#define SEARCH_WORDS_MAX 8

struct word {
    const char *text; // folded
    const char *ways; // of letters: how they can be read (spell_ways); else NULL
};
struct words {
    struct word words[SEARCH_WORDS_MAX];
    unsigned count;
    bool cut; // there were more
};

// Words are separated by blanks, and within them letters from anything else ("中国yinhang"). What is not UTF-8 has no words.
struct words words_read(struct arena *arena, const char *typed);

// A part of a text that a word matches, in bytes.
struct span {
    size_t from, to;
};
#define SPANS_MAX 16

// Where the words stand in the text, as people see it: in order, not overlapping, at most SPANS_MAX. *missing (may be NULL) is
// whether some word stands nowhere in it.
unsigned words_spans(const struct words *words, const char *text, struct span *spans, bool *missing, struct arena *arena);

#endif
