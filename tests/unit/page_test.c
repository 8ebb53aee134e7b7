// What every page does the same way: menu, notices, where it is, the token of its forms, what may leave with it.
#include <string.h>

#include "app/cookie.h"
#include "app/menu.h"
#include "app/page.h"
#include "app/route.h"
#include "app_support.h"
#include "base/hex.h"

static void sign_in(struct app_case *test, unsigned permissions) {
    test->actor.person_id = 7;
    test->actor.name = "王𠮷";
    test->actor.grants[0] = (struct grant){
        .key = "sales", .name_zh = "销售员", .name_en = "Sales", .scope = SCOPE_OWN, .permissions = permissions};
    test->actor.grant_count = 1;
}

static const struct nav_view *nav(const struct layout_view *layout, size_t i) {
    return (const struct nav_view *)layout->nav.rows + i;
}

static void test_menu_shows_what_the_actor_may_use(void **state) {
    (void)state;
    struct app_case test;
    app_case_start(&test, METHOD_GET, "/customer/12", "", "");
    assert_int_equal(page_layout(&test.page).nav.count, 0);
    sign_in(&test, 1u << PERM_CUSTOMER_READ);
    struct layout_view layout = page_layout(&test.page);
    assert_int_equal(layout.nav.count, 2);
    assert_string_equal(nav(&layout, 1)->href, "/customer");
    assert_true(nav(&layout, 1)->current);
    assert_false(nav(&layout, 0)->current);
    assert_true(layout.may_search);
    sign_in(&test, 1u << PERM_LOG_READ);
    layout = page_layout(&test.page);
    assert_string_equal(nav(&layout, 1)->href, "/audit/desk");
    assert_string_equal(nav(&layout, 2)->href, "/audit");
    assert_false(layout.may_search);
    app_case_end(&test);
}

// One entry lies below another: a page is of the one that says more about it.
static void test_one_entry_of_the_menu_is_current(void **state) {
    (void)state;
    static const struct {
        const char *path;
        int current;
    } PAGES[] = {{"/audit/desk", 1}, {"/audit/desk/case/7", 1}, {"/audit", 2}, {"/audit/7", 2}, {"/audit/deskless", 2}, {"/", 0}, {"/else", -1}};
    for (size_t i = 0; i < sizeof PAGES / sizeof *PAGES; i++) {
        struct app_case test;
        app_case_start(&test, METHOD_GET, PAGES[i].path, "", "");
        sign_in(&test, 1u << PERM_LOG_READ);
        struct layout_view layout = page_layout(&test.page);
        for (int entry = 0; entry < (int)layout.nav.count; entry++)
            assert_true(nav(&layout, (unsigned)entry)->current == (entry == PAGES[i].current));
        app_case_end(&test);
    }
}

static void test_menu_is_empty_until_the_first_duty_is_done(void **state) {
    (void)state;
    struct app_case test;
    app_case_start(&test, METHOD_GET, "/account/password", "", "");
    sign_in(&test, 1u << PERM_CUSTOMER_READ);
    test.actor.must_change_password = true;
    struct layout_view layout = page_layout(&test.page);
    assert_int_equal(layout.nav.count, 0);
    assert_false(layout.may_search);
    test.actor.must_change_password = false;
    test.actor.needs_second_factor = true;
    assert_int_equal(page_layout(&test.page).nav.count, 0);
    test.actor.has_second_factor = true;
    assert_true(page_layout(&test.page).nav.count > 0);
    assert_true(page_layout(&test.page).may_search);
    app_case_end(&test);
}

static void test_only_known_notices_are_said(void **state) {
    (void)state;
    struct app_case test;
    app_case_start(&test, METHOD_GET, "/customer", "notice=saved", "");
    assert_string_equal(page_layout(&test.page).notice, "已保存。");
    app_case_end(&test);
    app_case_start(&test, METHOD_GET, "/customer", "notice=%E5%81%87", "");
    assert_false(page_layout(&test.page).has_notice);
    app_case_end(&test);
}

static void test_here_keeps_the_query_but_not_the_notice(void **state) {
    (void)state;
    struct app_case test;
    app_case_start(&test, METHOD_GET, "/customer", "q=%E4%B8%AD%E5%9B%BD&notice=saved&sort=name", "");
    assert_string_equal(page_layout(&test.page).here, "/customer?q=%E4%B8%AD%E5%9B%BD&sort=name");
    test.request.method = METHOD_POST; // the answer to a POST has no address to come back to
    assert_string_equal(page_layout(&test.page).here, "/");
    app_case_end(&test);
}

static void give_visitor_cookie(struct app_case *test) {
    const char *cookie = strstr(test->response.headers.data, "kedang-visitor=");
    assert_non_null(cookie);
    params_parse_cookies(&test->request.cookies, arena_copy(test->arena, cookie, strcspn(cookie, ";")), test->arena);
}

static bool token_is_good(struct app_case *test, const char *token) {
    const char *form = arena_format(test->arena, "csrf=%s", token);
    assert_int_equal(params_parse_form(&test->request.form, form, strlen(form), test->arena), STATUS_OK);
    return cookie_csrf_good(&test->page);
}

static void test_post_needs_the_token_of_this_browser(void **state) {
    (void)state;
    struct app_case test;
    app_case_start(&test, METHOD_POST, "/login", "", "");
    cookie_start_csrf(&test.page);
    const char *token = test.page.csrf;
    assert_false(token_is_good(&test, token)); // the cookie did not come back
    give_visitor_cookie(&test);
    assert_true(token_is_good(&test, token));
    assert_false(token_is_good(&test, ""));
    char *other = arena_string(test.arena, token);
    other[0] = other[0] == '0' ? '1' : '0';
    assert_false(token_is_good(&test, other));
    app_case_end(&test);
}

static void test_post_from_a_foreign_site_is_refused(void **state) {
    (void)state;
    struct app_case test;
    app_case_start(&test, METHOD_POST, "/login", "", "");
    cookie_start_csrf(&test.page);
    give_visitor_cookie(&test);
    const char *token = test.page.csrf;
    test.request.fetch_site = "same-origin";
    assert_true(token_is_good(&test, token));
    test.request.fetch_site = "same-site";
    assert_false(token_is_good(&test, token));
    test.request.fetch_site = "cross-site";
    assert_false(token_is_good(&test, token));
    app_case_end(&test);
}

static void test_token_follows_the_session(void **state) {
    (void)state;
    struct app_case test;
    unsigned char session[32] = {1, 2, 3};
    app_case_start(&test, METHOD_POST, "/customer/new", "", "");
    cookie_start_csrf(&test.page);
    const char *visitor = test.page.csrf;
    sign_in(&test, 0);
    test.actor.session = session;
    cookie_start_csrf(&test.page);
    assert_string_not_equal(test.page.csrf, visitor);
    assert_true(token_is_good(&test, test.page.csrf));
    assert_false(token_is_good(&test, visitor));
    app_case_end(&test);
}

static void test_session_cookie_is_read_back(void **state) {
    (void)state;
    struct app_case test;
    unsigned char token[32], read[32];
    app_case_start(&test, METHOD_GET, "/", "", "");
    random_fill(&test.random, token, sizeof token);
    cookie_set_session(&test.page, token);
    assert_non_null(strstr(test.response.headers.data, "HttpOnly"));
    assert_non_null(strstr(test.response.headers.data, "SameSite=Strict"));
    const char *cookie = strstr(test.response.headers.data, "kedang=");
    params_parse_cookies(&test.request.cookies, arena_copy(test.arena, cookie, strcspn(cookie, ";")), test.arena);
    assert_true(cookie_session(&test.request, read));
    assert_memory_equal(token, read, sizeof token);
    params_parse_cookies(&test.request.cookies, "kedang=abc", test.arena);
    assert_false(cookie_session(&test.request, read));
    app_case_end(&test);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_menu_shows_what_the_actor_may_use),
        cmocka_unit_test(test_one_entry_of_the_menu_is_current),
        cmocka_unit_test(test_menu_is_empty_until_the_first_duty_is_done),
        cmocka_unit_test(test_only_known_notices_are_said),
        cmocka_unit_test(test_here_keeps_the_query_but_not_the_notice),
        cmocka_unit_test(test_post_needs_the_token_of_this_browser),
        cmocka_unit_test(test_post_from_a_foreign_site_is_refused),
        cmocka_unit_test(test_token_follows_the_session),
        cmocka_unit_test(test_session_cookie_is_read_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
