// What differs between two texts, word by word: for two revisions of a contract (CON-5). A word is one ideograph, a run of letters and
// digits (a number with its points and commas), or any other single character. Not here: how it is drawn.
#ifndef MODEL_TEXT_DIFF_H
#define MODEL_TEXT_DIFF_H

#include <stdbool.h>

#include "base/arena.h"

enum diff_side {
    DIFF_SAME,
    DIFF_BEFORE, // in the first text only
    DIFF_AFTER   // in the second only
};
struct diff_piece {
    enum diff_side side;
    const char *text;
};
struct text_diff {
    struct diff_piece *pieces; // in order; of a change what was stands before what is
    unsigned count;
    bool coarse; // too much differs to compare words: what differs stands as a whole
};

// Between what both begin and end with, at most so many pairs of words are compared (2,000 words with 2,000).
#define DIFF_PAIRS_MAX 4000000

// Both are valid UTF-8. The longest common sequence of words stays the same.
struct text_diff text_compare(const char *before, const char *after, struct arena *arena);

#endif
