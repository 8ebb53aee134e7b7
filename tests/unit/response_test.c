// The bytes of an answer, and what must never get into its header.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "web/response.h"

static struct arena *arena;

static const char *head_of(const struct response *response) {
    struct buffer out = {.arena = arena};
    response_head(response, &out);
    return out.data;
}

static void test_head_tells_the_length_of_the_body(void **state) {
    (void)state;
    struct response response = response_new(arena);
    response.code = 404;
    buffer_text(&response.body, "<p>王𠮷</p>");
    assert_string_equal(head_of(&response), "Status: 404 Not Found\r\nContent-Type: text/html; charset=utf-8\r\n"
                                            "Content-Length: 14\r\n\r\n");
}

static void test_empty_body_has_a_length(void **state) {
    (void)state;
    const struct response response = response_new(arena);
    assert_non_null(strstr(head_of(&response), "\r\nContent-Length: 0\r\n\r\n"));
}

static void test_headers_in_order(void **state) {
    (void)state;
    struct response response = response_new(arena);
    response_header(&response, "Cache-Control", "no-store");
    response_header(&response, "Vary", "Cookie");
    assert_string_equal(response.headers.data, "Cache-Control: no-store\r\nVary: Cookie\r\n");
}

static void test_cookies(void **state) {
    (void)state;
    struct response response = response_new(arena);
    response_cookie(&response, "kedang", "ab", -1, false);
    response_cookie(&response, "kedang", "", 0, true);
    response_cookie(&response, "lang", "zh", 60, false);
    assert_string_equal(response.headers.data,
                        "Set-Cookie: kedang=ab; Path=/; HttpOnly; SameSite=Strict\r\n"
                        "Set-Cookie: kedang=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0; Secure\r\n"
                        "Set-Cookie: lang=zh; Path=/; HttpOnly; SameSite=Strict; Max-Age=60\r\n");
}

static void test_redirects_stay_here(void **state) {
    (void)state;
    const struct {
        const char *path, *location;
    } cases[] = {
        {"/customer/12?notice=saved#top", "/customer/12?notice=saved#top"},
        {"/", "/"},
        {"", "/"},
        {"customer", "/"},
        {"//evil.example", "/"},
        {"/\\evil.example", "/"},
        {"https://evil.example", "/"},
        {"/a\r\nSet-Cookie: x=y", "/"},
        {"/a b", "/"},
        {"/客户", "/"},
        {"/a\x7f", "/"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct response response = response_new(arena);
        response_redirect(&response, cases[i].path);
        assert_int_equal(response.code, 303);
        assert_string_equal(response.headers.data, arena_format(arena, "Location: %s\r\n", cases[i].location));
    }
}

static void add_header(struct response *response, const char *name, const char *value) {
    response_header(response, name, value);
}

static void add_cookie(struct response *response, const char *name, const char *value) {
    response_cookie(response, name, value, -1, false);
}

// Whether the call ends the process, which is what must happen before a header is split.
static bool dies(void (*add)(struct response *, const char *, const char *), const char *name, const char *value) {
    fflush(NULL);
    const pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        struct response response = response_new(arena);
        close(STDERR_FILENO);
        add(&response, name, value);
        _exit(0);
    }
    int how;
    assert_int_equal(waitpid(pid, &how, 0), pid);
    return !WIFEXITED(how) || WEXITSTATUS(how) != 0;
}

static void test_nothing_splits_a_header(void **state) {
    (void)state;
    assert_false(dies(add_header, "X-Good", "value"));
    assert_true(dies(add_header, "X-Bad", "a\r\nSet-Cookie: b=c"));
    assert_true(dies(add_header, "X-Bad", "a\nb"));
    assert_true(dies(add_header, "X-Bad: x\r\nY", "a"));
    assert_true(dies(add_header, "", "a"));
    assert_false(dies(add_cookie, "kedang", "ab"));
    assert_true(dies(add_cookie, "kedang", "ab; Domain=evil.example"));
    assert_true(dies(add_cookie, "kedang", "ab\r\n"));
}

// A large file is added in pieces and counted with the body.
static void test_pieces_follow_the_body(void **state) {
    (void)state;
    struct response response = response_new(arena);
    struct buffer head = {.arena = arena};
    response_add(&response, "abc", 3);
    response_add(&response, "de", 2);
    assert_int_equal(response_length(&response), 5);
    assert_memory_equal(response.first->bytes, "abc", 3);
    assert_memory_equal(response.first->next->bytes, "de", 2);
    assert_ptr_equal(response.first->next, response.last);
    response_head(&response, &head);
    assert_non_null(strstr(head.data, "Content-Length: 5\r\n"));
    response_drop(&response);
    buffer_text(&response.body, "none");
    assert_int_equal(response_length(&response), 4);
    assert_null(response.first);
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
        cmocka_unit_test(test_head_tells_the_length_of_the_body),
        cmocka_unit_test(test_empty_body_has_a_length),
        cmocka_unit_test(test_headers_in_order),
        cmocka_unit_test(test_cookies),
        cmocka_unit_test(test_redirects_stay_here),
        cmocka_unit_test(test_nothing_splits_a_header),
        cmocka_unit_test(test_pieces_follow_the_body),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
