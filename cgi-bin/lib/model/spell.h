// Typed letters read as pinyin (ARC-9): "zhongguoyinhang", "zgyh", "zhongguoyh", "zhongguoyi" mean 中国银行. What was typed is cut
// into parts, each of which stands for one character: a syllable, an initial (z or zh), a letter or digit as it is; the last
// part may be the beginning of a syllable. Most texts can be cut in several ways: those with the fewest parts count first.
// Not here: the tokens and queries of the index (search.h).
#ifndef MODEL_SPELL_H
#define MODEL_SPELL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

#define SPELL_LETTERS_MAX 32
#define SPELL_WAYS_MAX 8 // ways of cutting that are looked at; the one into single letters is always among them

// The ways, e.g. "zhong,guo;z,h,o,n,g,g,u,o": parts joined by ',', ways by ';'. NULL unless `letters` is 1–32 ASCII letters and
// digits; they must be folded.
const char *spell_ways(struct arena *arena, const char *letters);

// Whether a part that another one follows stands for the beginning of a syllable rather than a whole one.
bool spell_is_initial(const char *part, size_t length);

// A character of a text: where its readings are, or the letter or digit that it is.
struct spell_char {
    const char *readings; // as pinyin_readings; NULL for a letter, a digit or what has none
    char letter;          // 0: neither letter nor digit
    bool wall;            // nothing reaches across it
};
struct spell_char spell_char(uint32_t point);

// Whether one of the ways fits characters from `start` on; *end is behind the last of them. What has no reading is as if it were
// not there.
bool spell_fits(const struct spell_char *chars, size_t count, size_t start, const char *ways, size_t *end);

// The same anywhere in a folded text, whose pieces are separated by '/'.
bool spell_match(const char *folded, const char *ways);
// For several words: their ways, separated by blanks, must all be met.
bool spell_match_all(const char *folded, const char *ways);

#endif
