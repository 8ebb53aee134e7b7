// Why somebody looks at a confidential field (CONF-2): a chosen purpose, and for level 3 a text that says something.
#ifndef MODEL_PURPOSE_H
#define MODEL_PURPOSE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/text.h"

struct purpose {
    const char *key; // stored in access records: never renamed
    struct text label;
};
extern const struct purpose PURPOSES[]; // ends with key NULL

const struct purpose *purpose_find(const char *key); // or NULL

// The purpose of a search by a confidential value (CONF-4): finding the customer behind it. One of PURPOSES.
#define PURPOSE_SEARCH "search"

// The purpose of asking whether a number that is just being entered is there already (ARC-8); the custodian alone writes it down.
#define PURPOSE_ENTRY "entry"
// Whether one may be given for seeing a value: neither of these two is a reason for that.
bool purpose_reveals(const struct purpose *purpose);

#define PURPOSE_KEY_MAX 16   // characters of a key; longer is none
#define PURPOSE_TEXT_MIN 4   // characters
#define PURPOSE_TEXT_MAX 200 // characters
// Whether the text says something: within the limits, and not one word repeated, only digits or punctuation, a walk over the
// keyboard, or known fillers ("1111", "测试测试", "asdf", "无无无无", "test", "工作需要"). Punctuation does not count as length.
bool purpose_text_meaningful(const char *text);
// Whether the text is fit to stand in a record at all, needed or not: not too long, and nothing in it that controls how it is
// shown or can't be seen, which could make it read as something else. Line ends are fine.
bool purpose_text_fit(const char *text);
// The text as it is kept in a record, whatever was sent: at most `most` characters, without what can't be seen. NULL is "".
const char *purpose_recorded(struct arena *arena, const char *text, size_t most);

#endif
