// The route table: paths with numbers, methods, and what `kedang routes` prints of it.
#include <string.h>

#include "app/route.h"
#include "app_support.h"

static enum status never_called(struct page *page) {
    (void)page;
    fail();
    return STATUS_FAULT;
}

static const struct route ROUTES[] = {
    {METHOD_GET, "/customer", PERM_CUSTOMER_READ, never_called, {"客户", "Customers"}, 0},
    {METHOD_GET, "/customer/new", PERM_CUSTOMER_CREATE, never_called, {"新建", "New"}, 0},
    {METHOD_GET, "/customer/{id}", PERM_CUSTOMER_READ, never_called, {"客户", "Customer"}, 0},
    {METHOD_POST, "/customer/{id}/contact/{contact}/reveal", PERM_SIGNED_IN, never_called, {"查看", "Reveal"}, ROUTE_DISCLOSES},
    {METHOD_GET, "/nobody", PERM_NOBODY, never_called, {"无", "None"}, 0},
    {.handler = NULL},
};

static enum status find(struct app_case *test, enum method method, const char *path) {
    app_case_start(test, method, path, "", "");
    return route_find(ROUTES, &test->page);
}

static void assert_found(enum method method, const char *path, const char *pattern) {
    struct app_case test;
    assert_int_equal(find(&test, method, path), STATUS_OK);
    assert_string_equal(test.page.route->path, pattern);
    app_case_end(&test);
}

static void assert_not_found(enum method method, const char *path, enum status status) {
    struct app_case test;
    assert_int_equal(find(&test, method, path), status);
    assert_int_equal(test.page.number_count, 0);
    app_case_end(&test);
}

static void test_literal_path_wins_over_nothing(void **state) {
    (void)state;
    assert_found(METHOD_GET, "/customer", "/customer");
    assert_found(METHOD_GET, "/customer/new", "/customer/new");
    assert_not_found(METHOD_GET, "/customer/", STATUS_NOT_FOUND);
    assert_not_found(METHOD_GET, "/customers", STATUS_NOT_FOUND);
    assert_not_found(METHOD_GET, "", STATUS_NOT_FOUND);
}

static void test_numbers_of_the_path(void **state) {
    (void)state;
    struct app_case test;
    assert_int_equal(find(&test, METHOD_POST, "/customer/12/contact/345678901234567890/reveal"), STATUS_OK);
    assert_int_equal(page_number(&test.page, "id"), 12);
    assert_int_equal(page_number(&test.page, "contact"), 345678901234567890);
    assert_int_equal(page_number(&test.page, "cont"), 0);
    assert_int_equal(page_number(&test.page, "other"), 0);
    app_case_end(&test);
}

static void test_only_positive_numbers_of_at_most_18_digits(void **state) {
    (void)state;
    assert_found(METHOD_GET, "/customer/1", "/customer/{id}");
    assert_found(METHOD_GET, "/customer/999999999999999999", "/customer/{id}");
    assert_not_found(METHOD_GET, "/customer/1000000000000000000", STATUS_NOT_FOUND);
    assert_not_found(METHOD_GET, "/customer/0", STATUS_NOT_FOUND);
    assert_not_found(METHOD_GET, "/customer/01", STATUS_NOT_FOUND);
    assert_not_found(METHOD_GET, "/customer/-1", STATUS_NOT_FOUND);
    assert_not_found(METHOD_GET, "/customer/1x", STATUS_NOT_FOUND);
    assert_not_found(METHOD_GET, "/customer/1/", STATUS_NOT_FOUND);
}

static void test_known_path_with_another_method(void **state) {
    (void)state;
    assert_not_found(METHOD_POST, "/customer", STATUS_METHOD);
    assert_not_found(METHOD_OTHER, "/customer/12", STATUS_METHOD);
    assert_not_found(METHOD_GET, "/customer/1/contact/2/reveal", STATUS_METHOD);
}

static void test_description_names_every_route(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct buffer json = {.arena = arena};
    route_describe(ROUTES, "customer", &json);
    assert_non_null(strstr(json.data, "\"path\": \"/customer/{id}/contact/{contact}/reveal\", \"permission\": \"signed-in\""));
    assert_non_null(strstr(json.data, "\"title_zh\": \"查看\", \"title_en\": \"Reveal\", \"discloses\": true"));
    assert_non_null(strstr(json.data, "\"path\": \"/nobody\", \"permission\": \"nobody\""));
    assert_non_null(strstr(json.data, "\"permission\": \"customer.create\""));
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_literal_path_wins_over_nothing),
        cmocka_unit_test(test_numbers_of_the_path),
        cmocka_unit_test(test_only_positive_numbers_of_at_most_18_digits),
        cmocka_unit_test(test_known_path_with_another_method),
        cmocka_unit_test(test_description_names_every_route),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
