// JSON as the programs' own tables and the demo's accounts are written: read into a tree, and quoting for writing.
// Not here: numbers as numbers (their text is kept), \u beyond the Basic Multilingual Plane.
#ifndef CTL_JSON_H
#define CTL_JSON_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/status.h"

#define JSON_DEPTH_MAX 16

enum json_type {
    JSON_WORD,
    JSON_TEXT,
    JSON_ARRAY,
    JSON_OBJECT
}; // JSON_WORD: number, true, false, null

struct json {
    enum json_type type;
    const char *text;   // of words and texts
    struct json *items; // of arrays and objects
    const char **names; // of objects
    unsigned count;
};

// STATUS_INVALID when `text` is not one JSON value.
enum status json_read(const char *text, struct arena *arena, struct json *json) MUST_CHECK;
// The text or word of a member; "" when there is none.
const char *json_member(const struct json *object, const char *name);

// Appends the value; an array of objects one to a line.
void json_write(const struct json *json, struct buffer *buffer);
// Appends `text` in quotation marks.
void json_quote(struct buffer *buffer, const char *text);

#endif
