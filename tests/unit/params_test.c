// Forms, queries, cookies: decoding, and the limits on both sides.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "web/request.h"

static struct arena *arena;

static enum status parse(struct params *params, const char *text) {
    return params_parse_form(params, text, strlen(text), arena);
}

static void assert_pair(const struct params *params, size_t index, const char *name, const char *value) {
    assert_true(index < params->count);
    assert_string_equal(params->items[index].name, name);
    assert_string_equal(params->items[index].value, value);
}

static void test_form_pairs(void **state) {
    (void)state;
    struct params params;
    assert_int_equal(parse(&params, "a=1&b=&c&=d&&e=x=y&"), STATUS_OK);
    assert_int_equal(params.count, 5);
    assert_pair(&params, 0, "a", "1");
    assert_pair(&params, 1, "b", "");
    assert_pair(&params, 2, "c", "");
    assert_pair(&params, 3, "", "d");
    assert_pair(&params, 4, "e", "x=y");
}

static void test_form_decodes(void **state) {
    (void)state;
    struct params params;
    assert_int_equal(parse(&params, "n%61me=a+b%2b%E7%8E%8B%f0%a0%ae%b7%26%3D"), STATUS_OK);
    assert_pair(&params, 0, "name", "a b+王𠮷&=");
}

static void test_form_of_nothing(void **state) {
    (void)state;
    struct params params;
    assert_int_equal(parse(&params, ""), STATUS_OK);
    assert_int_equal(params.count, 0);
    assert_int_equal(parse(&params, "&&&"), STATUS_OK);
    assert_int_equal(params.count, 0);
    assert_null(params_get(&params, ""));
}

static void test_form_broken_is_refused(void **state) {
    (void)state;
    const char *const broken[] = {
        "a=%",
        "a=%4",
        "a=%4g",
        "a=%g4",
        "%=a",
        "a=%&b=41",
        "a=%00",
        "a=%C3",
        "a=%C0%80",
        "a=%ED%A0%80",
        "a=%F5%80%80%80",
        "a=\xff",
        "%FF=a",
        "a=%4&1",
    };
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        struct params params;
        if (parse(&params, broken[i]) != STATUS_BAD_REQUEST)
            fail_msg("accepted: %s", broken[i]);
    }
    struct params params;
    assert_int_equal(params_parse_form(&params, "a=\0b", 4, arena), STATUS_BAD_REQUEST);
}

// Never reads past `length`: the escape is cut by it, not by a NUL.
static void test_form_ends_at_its_length(void **state) {
    (void)state;
    struct params params;
    assert_int_equal(params_parse_form(&params, "a=%41", 4, arena), STATUS_BAD_REQUEST);
    assert_int_equal(params_parse_form(&params, "a=%41", 3, arena), STATUS_BAD_REQUEST);
    assert_int_equal(params_parse_form(&params, "a=bcd", 4, arena), STATUS_OK);
    assert_pair(&params, 0, "a", "bc");
}

static char *many_pairs(size_t count) {
    struct buffer text = {.arena = arena};
    for (size_t i = 0; i < count; i++)
        buffer_text(&text, "&a=1");
    return text.data;
}

static void test_form_count_limit(void **state) {
    (void)state;
    struct params params;
    assert_int_equal(parse(&params, many_pairs(REQUEST_PARAMS_MAX)), STATUS_OK);
    assert_int_equal(params.count, REQUEST_PARAMS_MAX);
    assert_int_equal(parse(&params, many_pairs(REQUEST_PARAMS_MAX + 1)), STATUS_BAD_REQUEST);
}

static void test_get_gives_the_first(void **state) {
    (void)state;
    struct params params;
    assert_int_equal(parse(&params, "a=1&a=2"), STATUS_OK);
    assert_string_equal(params_get(&params, "a"), "1");
    assert_null(params_get(&params, "A"));
}

static void test_cookies(void **state) {
    (void)state;
    struct params params;
    params_parse_cookies(&params, "kedang=00ff; lang=\"zh\" ;\tempty=; a=b=c", arena);
    assert_int_equal(params.count, 4);
    assert_pair(&params, 0, "kedang", "00ff");
    assert_pair(&params, 1, "lang", "zh");
    assert_pair(&params, 2, "empty", "");
    assert_pair(&params, 3, "a", "b=c");
}

static void test_cookies_skip_what_does_not_parse(void **state) {
    (void)state;
    struct params params;
    params_parse_cookies(&params, "; =x; noequals; na me=1; a=b c; a=\"; b=\xe7\x8e\x8b; c=\"x\"y\"; g\xe9=1; d,=2; good=1;;", arena);
    assert_int_equal(params.count, 1);
    assert_pair(&params, 0, "good", "1");
    params_parse_cookies(&params, "", arena);
    assert_int_equal(params.count, 0);
}

static void test_cookies_count_limit(void **state) {
    (void)state;
    struct params params;
    struct buffer text = {.arena = arena};
    for (size_t i = 0; i < REQUEST_PARAMS_MAX + 5; i++)
        buffer_text(&text, "a=1; ");
    params_parse_cookies(&params, text.data, arena);
    assert_int_equal(params.count, REQUEST_PARAMS_MAX);
}

static void test_url_encode(void **state) {
    (void)state;
    assert_string_equal(url_encode(arena, "aZ09-._~"), "aZ09-._~");
    assert_string_equal(url_encode(arena, "/a b?c=d&e%王\x01"), "%2Fa%20b%3Fc%3Dd%26e%25%E7%8E%8B%01");
    assert_string_equal(url_encode(arena, ""), "");
}

static void test_url_encode_comes_back(void **state) {
    (void)state;
    char all[256];
    struct params params;
    for (int i = 1; i < 128; i++)
        all[i - 1] = (char)i;
    all[127] = '\0';
    assert_int_equal(parse(&params, arena_format(arena, "v=%s", url_encode(arena, all))), STATUS_OK);
    assert_pair(&params, 0, "v", all);
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
        cmocka_unit_test(test_form_pairs),
        cmocka_unit_test(test_form_decodes),
        cmocka_unit_test(test_form_of_nothing),
        cmocka_unit_test(test_form_broken_is_refused),
        cmocka_unit_test(test_form_ends_at_its_length),
        cmocka_unit_test(test_form_count_limit),
        cmocka_unit_test(test_get_gives_the_first),
        cmocka_unit_test(test_cookies),
        cmocka_unit_test(test_cookies_skip_what_does_not_parse),
        cmocka_unit_test(test_cookies_count_limit),
        cmocka_unit_test(test_url_encode),
        cmocka_unit_test(test_url_encode_comes_back),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
