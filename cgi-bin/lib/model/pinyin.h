// Pinyin readings of Han characters, from the Unihan database (Debian package unicode-data: kMandarin, kTGHZ2013,
// kXHC1983, kHanyuPinlu), compiled into a table at build time. All readings, since names are full of heteronyms.
// A character without any (𠮷) has those of the characters it is a variant of (吉).
#ifndef MODEL_PINYIN_H
#define MODEL_PINYIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// The readings of `point` without tones, in alphabetical order, separated by spaces ("chong zhong"), ü written v;
// NULL when Unihan has none.
const char *pinyin_readings(uint32_t point);

// The most common of them, for sorting; at most 7 letters, "" when there is none.
void pinyin_common(uint32_t point, char reading[8]);

// The distinct initials of all readings in alphabetical order ("cz"); "" when there are none. At most 8, NUL-terminated.
void pinyin_initials(uint32_t point, char initials[9]);

// All syllables that begin with these letters, in alphabetical order; *count may be 0. ü stands in them as v and as u.
const char *const *pinyin_syllables(const char *letters, size_t length, size_t *count);

#endif
