// A plain struct per page → the variables and sections of a template, bound by name with offsetof and _Generic.
// A member type that has no binding does not compile; struct sealed has none. All text is escaped by the template
// (AUTOESCAPE). C++ and ctemplate live only in this folder, behind this header.
//
//     struct row_view { const char *name; int64_t id; };
//     static const struct binding ROW[] = { VIEW(struct row_view, NAME, name), VIEW(struct row_view, ID, id), VIEW_END };
//     struct page_view { const char *title; bool empty; struct view_rows rows; };
//     static const struct binding PAGE[] = { VIEW(struct page_view, TITLE, title), VIEW(struct page_view, EMPTY, empty),
//                                            VIEW_ROWS(struct page_view, ROW, rows, ROW), VIEW_END };
//
// const char * → {{NAME}} (NULL = ""), integers → {{ID}}, bool → section {{#EMPTY}}…{{/EMPTY}} shown or hidden,
// struct view_rows → section once per row ({{#ROW_separator}} between rows), VIEW_PART → the members of an embedded
// struct in the same scope. A name not found in a row is looked up in what surrounds it.
// Not here: which page shows what (app/ and the programs), translation (done when the templates are built).
#ifndef VIEW_VIEW_H
#define VIEW_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"

struct view_rows {
    const void *rows; // array of structs of `size` bytes
    size_t count;
    size_t size;
};
#define VIEW_ARRAY(array_, count_) ((struct view_rows){.rows = (array_), .count = (count_), .size = sizeof *(array_)})

// Of vault/custody.h, which is on this floor too and so can't be included. All that is known of it here is that its first
// member is the value, a const char *.
struct disclosed;

enum binding_type {
    BIND_END,
    BIND_TEXT,
    BIND_INT,
    BIND_LONG,
    BIND_BOOL,
    BIND_ROWS,
    BIND_PART,
    BIND_DISCLOSED
};

struct binding {
    const char *name;
    size_t length; // of the name
    enum binding_type type;
    size_t offset;
    const struct binding *inner; // of rows and parts
};

// clang-format off
#define VIEW_TYPE_(s, m) \
    _Generic(((s *)0)->m, const char *: BIND_TEXT, char *: BIND_TEXT, int: BIND_INT, int64_t: BIND_LONG, bool: BIND_BOOL)
#define VIEW_NAME_(NAME_) .name = #NAME_, .length = sizeof #NAME_ - 1
#define VIEW(s, NAME_, m) {VIEW_NAME_(NAME_), .type = VIEW_TYPE_(s, m), .offset = offsetof(s, m)}
#define VIEW_ROWS(s, NAME_, m, inner_) \
    {VIEW_NAME_(NAME_), .type = _Generic(((s *)0)->m, struct view_rows: BIND_ROWS), .offset = offsetof(s, m), .inner = (inner_)}
#define VIEW_PART(s, m, inner_) {.name = "", .type = BIND_PART, .offset = offsetof(s, m), .inner = (inner_)}
// The one way a confidential value reaches a template: a struct disclosed that the custodian gave.
#define VIEW_DISCLOSED(s, NAME_, m) \
    {VIEW_NAME_(NAME_), .type = _Generic(((s *)0)->m, struct disclosed: BIND_DISCLOSED), .offset = offsetof(s, m)}
#define VIEW_END {.name = NULL, .type = BIND_END}
// clang-format on

// One template file with its bindings; a program lists its own, and the lint compares both.
struct view {
    const char *file; // "customer/list.tpl", below templates/<lang>/
    const struct binding *bindings;
};

// Loads every template of the NULL-ended list in both languages from `folder` (the localised ones). A missing file, a
// template without AUTOESCAPE, one that does not parse or names something its bindings don't have is STATUS_FAULT and
// logged. Call before forking: memory is shared.
enum status view_load(const char *folder, const struct view *const *views) MUST_CHECK;

// Appends the page to `out`. Whether a confidential value was put into it is told in *discloses. Nothing is appended unless STATUS_OK.
enum status view_render(const struct view *view, enum lang lang, const void *data, struct buffer *out, bool *discloses) MUST_CHECK;

// Appends the bindings of the NULL-ended list as JSON, for the lint:
// [{"file":"customer/list.tpl","bindings":[{"name":"TITLE","type":"text"},{"name":"ROW","type":"rows","inner":[…]}]}]
// Types: text, int, long, bool, rows, part, disclosed; rows and parts have the bindings in `inner`.
void view_describe(const struct view *const *views, struct buffer *json);

#endif
