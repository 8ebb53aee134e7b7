// UTF-8 as the product accepts it, and the foldings that search and checks share.
// Four-byte characters (王𠮷) are ordinary here.
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

// Decodes one code point at *cursor (must be valid UTF-8, NUL-terminated) and moves on; 0 at the end.
uint32_t utf8_next(const char **cursor);
// Appends the encoding of `point`.
void utf8_put(struct buffer *buffer, uint32_t point);
// The length of the well-formed sequence at the start of `length` untrusted bytes, and its code point; 0 when there is none.
size_t utf8_decode(const char *bytes, size_t length, uint32_t *point);
// Whether `bytes` is well-formed UTF-8 (no surrogates, no overlong forms, no NUL) of `length` bytes.
bool utf8_valid(const char *bytes, size_t length);
// Characters (code points) in a valid string: the unit of every length limit shown to users.
size_t utf8_length(const char *string);
// Controls change how the text around them is read or shown: C0, C1, DEL, line separators, direction overrides and
// isolates, noncharacters. Tab, LF and CR are controls here too.
bool utf8_is_control(uint32_t point);
// Whether a control character other than tab, LF and CR is in the string.
bool utf8_has_control(const char *string);
// White space, and what is as invisible: zero-width characters and the byte order mark.
bool utf8_is_blank(uint32_t point);
// Zero-width characters, direction marks, the soft hyphen and the byte order mark alone.
bool utf8_is_invisible(uint32_t point);

// What was typed, made canonical for storing: outer white space (also U+3000) removed, CRLF and CR → LF. Full-width stays.
char *utf8_trim(struct arena *arena, const char *string);
// For numbers, codes, phones, e-mail: utf8_trim, and full-width ASCII (U+FF01..FF5E, U+3000) made half-width. The invisible
// characters that Excel and address books put around numbers (zero-width, direction marks) are dropped.
char *utf8_narrow(struct arena *arena, const char *string);
// For comparing and searching: narrow, ASCII lower case, punctuation and white space dropped.
char *utf8_fold(struct arena *arena, const char *string);
// What one character becomes there; 0: it is dropped.
uint32_t utf8_fold_point(uint32_t point);
// A copy with the ASCII letters in upper case.
char *utf8_upper(struct arena *arena, const char *string);

// Ideographs: the CJK Unified Ideographs and their extensions A–I.
bool utf8_is_han(uint32_t point);

#endif
