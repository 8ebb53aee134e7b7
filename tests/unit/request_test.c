// From FastCGI parameters and a body to a checked request.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "web/request.h"

#define VARIABLES_MAX 16

static struct arena *arena;

struct sent {
    char *environment[VARIABLES_MAX + 1];
    size_t count;
    const char *body;
    size_t length;
};

static void set(struct sent *sent, const char *name, const char *value) {
    assert_true(sent->count < VARIABLES_MAX);
    sent->environment[sent->count++] = arena_format(arena, "%s=%s", name, value);
}

static struct sent get(const char *path, const char *query) {
    struct sent sent = {.count = 0};
    set(&sent, "REQUEST_METHOD", "GET");
    set(&sent, "DOCUMENT_URI", path);
    set(&sent, "QUERY_STRING", query);
    return sent;
}

static struct sent post(const char *type, const char *body, size_t length) {
    struct sent sent = {.body = body, .length = length};
    set(&sent, "REQUEST_METHOD", "POST");
    set(&sent, "DOCUMENT_URI", "/customer");
    set(&sent, "CONTENT_TYPE", type);
    set(&sent, "CONTENT_LENGTH", arena_format(arena, "%zu", length));
    return sent;
}

static enum status receive(const struct sent *sent, struct request *request) {
    const struct request_bytes bytes = {
        .environment = sent->environment, .body = sent->body, .body_length = sent->length};
    return request_read(request, &bytes, "0123456789abcdef", arena);
}

static enum status status_of(const struct sent *sent) {
    struct request request;
    return receive(sent, &request);
}

static void test_get(void **state) {
    (void)state;
    struct sent sent = get("/customer/12", "q=%E5%8C%97%E4%BA%AC&after=7");
    set(&sent, "REMOTE_ADDR", "10.0.0.7");
    set(&sent, "HTTP_COOKIE", "kedang=ab");
    set(&sent, "HTTP_ACCEPT_LANGUAGE", "en");
    set(&sent, "HTTP_USER_AGENT", "浏览器");
    set(&sent, "HTTP_SEC_FETCH_SITE", "same-origin");
    set(&sent, "HTTPS", "on");
    struct request request;
    assert_int_equal(receive(&sent, &request), STATUS_OK);
    assert_int_equal(request.method, METHOD_GET);
    assert_false(request.head);
    assert_true(request.https);
    assert_string_equal(request.path, "/customer/12");
    assert_string_equal(params_get(&request.query, "q"), "北京");
    assert_string_equal(params_get(&request.cookies, "kedang"), "ab");
    assert_string_equal(request.address, "10.0.0.7");
    assert_string_equal(request.accept_language, "en");
    assert_string_equal(request.user_agent, "浏览器");
    assert_string_equal(request.fetch_site, "same-origin");
    assert_string_equal(request.number, "0123456789abcdef");
}

static void test_absent_headers_are_empty(void **state) {
    (void)state;
    const struct sent sent = get("/", "");
    struct request request;
    assert_int_equal(receive(&sent, &request), STATUS_OK);
    assert_string_equal(request.address, "");
    assert_string_equal(request.accept_language, "");
    assert_string_equal(request.user_agent, "");
    assert_string_equal(request.fetch_site, "");
    assert_false(request.https);
    assert_int_equal(request.cookies.count, 0);
}

// The name must match as a whole: HTTPS_PROXY, XREQUEST_METHOD are others.
static void test_names_match_as_a_whole(void **state) {
    (void)state;
    struct sent sent = get("/", "");
    set(&sent, "HTTPS_X", "on");
    set(&sent, "HTTPS", "off");
    struct request request;
    assert_int_equal(receive(&sent, &request), STATUS_OK);
    assert_false(request.https);
}

static void test_methods(void **state) {
    (void)state;
    const struct {
        const char *name;
        enum method method;
        bool head;
    } methods[] = {{"GET", METHOD_GET, false}, {"HEAD", METHOD_GET, true}, {"POST", METHOD_POST, false}, {"PUT", METHOD_OTHER, false}, {"get", METHOD_OTHER, false}, {"", METHOD_OTHER, false}};
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        struct sent sent = {.count = 0};
        struct request request;
        set(&sent, "REQUEST_METHOD", methods[i].name);
        set(&sent, "DOCUMENT_URI", "/");
        assert_int_equal(receive(&sent, &request), STATUS_OK);
        assert_int_equal(request.method, methods[i].method);
        assert_int_equal(request.head, methods[i].head);
    }
}

static void test_bad_path_or_query(void **state) {
    (void)state;
    const struct sent bad[] = {get("", ""), get("customer", ""), get("/\xff", ""), get("/", "a=%"), get("/", "\xe7")};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct request request;
        assert_int_equal(receive(&bad[i], &request), STATUS_BAD_REQUEST);
        assert_non_null(request.path); // an error page can be made
        assert_non_null(request.accept_language);
        assert_string_equal(request.number, "0123456789abcdef");
    }
}

// Such a header says nothing that matters: other sites on the same host set cookies in GBK.
static void test_header_in_another_encoding_is_left_out(void **state) {
    (void)state;
    struct sent sent = get("/", "");
    set(&sent, "HTTP_USER_AGENT", "\xb1\xb1\xbe\xa9");
    set(&sent, "HTTP_COOKIE", "other=\xb1\xb1; kedang=ab");
    struct request request;
    assert_int_equal(receive(&sent, &request), STATUS_OK);
    assert_string_equal(request.user_agent, "");
    assert_string_equal(params_get(&request.cookies, "kedang"), "ab");
    assert_int_equal(request.cookies.count, 1);
}

static void test_form(void **state) {
    (void)state;
    const char *const types[] = {"application/x-www-form-urlencoded", "Application/X-WWW-Form-Urlencoded; charset=UTF-8"};
    for (size_t i = 0; i < 2; i++) {
        const struct sent sent = post(types[i], "name=%E7%8E%8B", 14);
        struct request request;
        assert_int_equal(receive(&sent, &request), STATUS_OK);
        assert_int_equal(request.method, METHOD_POST);
        assert_string_equal(params_get(&request.form, "name"), "王");
    }
}

static void test_other_types_are_refused(void **state) {
    (void)state;
    const char *const types[] = {"", "text/plain", "multipart/form-data; boundary=x", "application/json",
                                 "application/x-www-form-urlencodedx"};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        const struct sent sent = post(types[i], "a=1", 3);
        assert_int_equal(status_of(&sent), STATUS_BAD_REQUEST);
    }
    const struct sent empty = post("", "", 0);
    assert_int_equal(status_of(&empty), STATUS_OK);
}

static void test_cut_body_is_refused(void **state) {
    (void)state;
    struct sent sent = post("application/x-www-form-urlencoded", "amount=1000", 11);
    sent.length = 9; // "amount=10" must not be taken for what was sent
    assert_int_equal(status_of(&sent), STATUS_BAD_REQUEST);
    sent.body = "amount=10000";
    sent.length = 12;
    assert_int_equal(status_of(&sent), STATUS_BAD_REQUEST);
}

static void test_body_limit(void **state) {
    (void)state;
    char *body = arena_alloc(arena, REQUEST_BODY_MAX + 2);
    memset(body, 'x', REQUEST_BODY_MAX + 1);
    const struct sent longest = post("application/x-www-form-urlencoded", body, REQUEST_BODY_MAX);
    assert_int_equal(status_of(&longest), STATUS_OK);
    const struct sent longer = post("application/x-www-form-urlencoded", body, REQUEST_BODY_MAX + 1);
    assert_int_equal(status_of(&longer), STATUS_TOO_LARGE);
}

static void test_content_length_must_be_a_number(void **state) {
    (void)state;
    const char *const lengths[] = {"-1", "+1", " 1", "1x", "0x1"};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        struct sent sent = get("/", "");
        set(&sent, "CONTENT_LENGTH", lengths[i]);
        assert_int_equal(status_of(&sent), STATUS_BAD_REQUEST);
    }
    struct sent huge = get("/", "");
    set(&huge, "CONTENT_LENGTH", "99999999999999999999999999999999999999");
    assert_int_equal(status_of(&huge), STATUS_TOO_LARGE);
    struct sent none = get("/", "");
    set(&none, "CONTENT_LENGTH", "");
    assert_int_equal(status_of(&none), STATUS_OK);
}

static int set_up(void **state) {
    (void)state;
    arena = arena_new();
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    arena_free(arena);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_get),
        cmocka_unit_test(test_absent_headers_are_empty),
        cmocka_unit_test(test_names_match_as_a_whole),
        cmocka_unit_test(test_methods),
        cmocka_unit_test(test_bad_path_or_query),
        cmocka_unit_test(test_header_in_another_encoding_is_left_out),
        cmocka_unit_test(test_form),
        cmocka_unit_test(test_other_types_are_refused),
        cmocka_unit_test(test_cut_body_is_refused),
        cmocka_unit_test(test_body_limit),
        cmocka_unit_test(test_content_length_must_be_a_number),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
