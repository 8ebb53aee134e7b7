// Why somebody looks at a confidential field (CONF-2): a chosen purpose, and for level 3 a text that says something.
#ifndef MODEL_PURPOSE_H
#define MODEL_PURPOSE_H

#include <stdbool.h>

#include "base/text.h"

struct purpose {
    const char *key; // stored in access records: never renamed
    struct text label;
};
extern const struct purpose PURPOSES[]; // ends with key NULL

const struct purpose *purpose_find(const char *key); // or NULL

// The purpose of a search by a confidential value (CONF-4): finding the customer behind it. One of PURPOSES.
#define PURPOSE_SEARCH "search"

#define PURPOSE_TEXT_MIN 4   // characters
#define PURPOSE_TEXT_MAX 200 // characters
// Whether the text says something: within the limits, and not one word repeated, only digits or punctuation, a walk over the
// keyboard, or known fillers ("1111", "测试测试", "asdf", "无无无无", "test", "工作需要"). Punctuation does not count as length.
bool purpose_text_meaningful(const char *text);

#endif
