// The list of people, searched and filtered, by login, page by page. Any number of people: five statements at most.
#ifndef DOMAIN_PERSON_LIST_H
#define DOMAIN_PERSON_LIST_H

#include "domain/ctx.h"
#include "domain/unit.h"

#define PERSON_PAGE_ROWS 50

enum person_state {
    PERSON_ACTIVE,
    PERSON_CLOSED,
    PERSON_UNLED, // active and without a superior (ORG-1)
    PERSON_ANY
};

struct person_query {
    const char *text;        // part of the login or the name, or pinyin initials of the name; "" = all
    const struct unit *unit; // with what lies below it; NULL = all
    enum person_state state;
    const char *after; // the login that the page begins behind, or ends before when `backwards`; "" = from the beginning
    bool backwards;
};
struct person_row {
    int64_t id;
    const char *login, *name, *unit, *roles; // keys by comma
    const char *superior;
    bool closed, may_sign_in, has_second_factor;
};
struct person_page {
    struct person_row rows[PERSON_PAGE_ROWS];
    unsigned count;
    bool has_previous, has_next;
};
// Reads with the rights of PERSON_STATEMENTS and UNIT_READ_STATEMENTS.
enum status person_page_read(struct ctx *ctx, const struct person_query *query, struct person_page *page) MUST_CHECK;

#endif
