// What tests of searching share: the company of support.h with a custodian that is none, customers by name, and what a text finds.
#ifndef TESTS_SEARCH_SUPPORT_H
#define TESTS_SEARCH_SUPPORT_H

#include <string.h>

#include "domain/customer.h"
#include "fake_custody.h"
#include "support.h"

static const struct sql *const *const LISTS[] = {CUSTOMER_STATEMENTS, NULL};

static struct fixture *fixture;
static struct custody *custody;

static inline int set_up(void **state) {
    (void)state;
    fixture = fixture_new(LISTS);
    custody = fixture->ctx.custody = fake_custody_new();
    return 0;
}

static inline int tear_down(void **state) {
    (void)state;
    custody_free(custody);
    fixture_free(fixture);
    return 0;
}

static inline int64_t create_as(int person, const char *name, const char *key, const char *value) {
    struct draft draft = draft_checked(fixture, &CUSTOMER_FIELDS, NULL, "name", name, key, value, NULL);
    int64_t id = 0;
    fixture_act(fixture, person);
    fixture->now += TIME_SECOND;
    assert_int_equal(customer_create(&fixture->ctx, &draft, &id), STATUS_OK);
    return id;
}

static inline int64_t create(const char *name) {
    return create_as(PERSON_SELLER, name, NULL, NULL);
}

static inline struct customer_page search_page(const char *text, bool by_value, const char *after, bool backwards) {
    struct customer_query query = {.text = text, .by_value = by_value, .after = after, .backwards = backwards};
    struct customer_page page;
    uint64_t before = store_statements(fixture->store);
    assert_int_equal(customer_list(&fixture->ctx, &query, &page), STATUS_OK);
    assert_true(store_statements(fixture->store) - before <= 8);
    return page;
}

// The names found, newest first, separated by blanks.
static inline const char *names_of(const struct customer_page *page) {
    struct buffer names = {.arena = fixture->arena};
    buffer_text(&names, "");
    for (unsigned i = 0; i < page->count; i++)
        buffer_format(&names, "%s%s", i > 0 ? " " : "", page->rows[i].name);
    return names.data;
}

// By the seller, whose scope is small, and by the clerk, who sees all: two plans, one result.
static inline void assert_finds(const char *text, const char *names) {
    static const int PEOPLE[] = {PERSON_SELLER, PERSON_MANAGER, PERSON_CLERK};
    for (size_t i = 0; i < sizeof PEOPLE / sizeof *PEOPLE; i++) {
        fixture_act(fixture, PEOPLE[i]);
        struct customer_page page = search_page(text, false, "", false);
        if (strcmp(names_of(&page), names) != 0)
            fail_msg("“%s” finds “%s”, not “%s”, as person %d", text, names_of(&page), names, PEOPLE[i]);
    }
}

#endif
