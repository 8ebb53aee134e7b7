// One request on its way through a program: what handlers are given, and how they answer.
#ifndef APP_PAGE_H
#define APP_PAGE_H

#include "domain/ctx.h"
#include "view/view.h"
#include "web/request.h"
#include "web/response.h"

struct program;
struct route;

#define PATH_NUMBERS_MAX 4

struct path_number {
    const char *name; // points into the route's path, up to '}'
    int64_t value;
};

struct page {
    struct ctx ctx;
    const struct request *request;
    struct response *response;
    const struct program *program;
    const struct route *route;
    struct path_number numbers[PATH_NUMBERS_MAX]; // {id} … of the path
    unsigned number_count;
    const char *csrf; // token for the forms of this session (or of this browser, before signing in)
};

// The number that stands for {name} in the path; 0 when the route has none.
int64_t page_number(const struct page *page, const char *name);
// Query and form parameters; "" when absent.
const char *page_query(const struct page *page, const char *name);
const char *page_form(const struct page *page, const char *name);

// A text in the language of the person.
const char *say(const struct page *page, struct text text);

// Renders `view` from `data` as the answer with `code`; the first member of *data must be a struct layout_view, filled by page_layout.
enum status page_render(struct page *page, int code, const struct view *view, const void *data) MUST_CHECK;
// 303 to a path made by format; ?notice=KEY tells the next page what to say (see notice.h).
enum status page_redirect(struct page *page, const char *format, ...) __attribute__((format(printf, 2, 3))) MUST_CHECK;

struct nav_view {
    const char *href, *label, *icon;
    bool current;
};
// What the layout shows on every page.
struct layout_view {
    const char *title;
    const char *html_lang; // zh-CN, en
    bool zh, en;
    const char *density, *appearance; // as the person chose them
    bool signed_in;
    const char *person_name, *role_name;
    const char *csrf;
    const char *here;     // path and query of this page, for coming back after a change of language
    struct view_rows nav; // of nav_view
    bool may_search;
    const char *search_text;
    bool has_notice;
    const char *notice; // "已保存" …
    const char *request_number;
    const char *time; // when the page was made, for its print
};
extern const struct binding LAYOUT[]; // TITLE HTML_LANG DENSITY APPEARANCE ZH EN SIGNED_IN PERSON_NAME ROLE_NAME CSRF HERE
                                      // NAV{HREF LABEL ICON CURRENT} MAY_SEARCH SEARCH_TEXT HAS_NOTICE NOTICE REQUEST_NUMBER PAGE_TIME
struct layout_view page_layout(const struct page *page);

// The links to the neighbouring pages of a keyset list (parts/pager.tpl).
struct pager_view {
    bool has_previous, has_next;
    const char *previous, *next; // addresses
};
extern const struct binding PAGER[]; // HAS_PREVIOUS PREVIOUS_HREF HAS_NEXT NEXT_HREF
// NULL: there is no such page.
struct pager_view page_pager(const char *previous, const char *next);

#endif
