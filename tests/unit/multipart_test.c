// Forms that carry a file, as browsers send them (ARC-13).
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "web/multipart.h"

#define TYPE "multipart/form-data; boundary=----WebKitFormBoundaryAb12"
#define MARK "------WebKitFormBoundaryAb12"
#define FIELD(name, value) MARK "\r\nContent-Disposition: form-data; name=\"" name "\"\r\n\r\n" value "\r\n"
#define FILE_PART(name, file, bytes) \
    MARK "\r\nContent-Disposition: form-data; name=\"" name "\"; filename=\"" file "\"\r\nContent-Type: text/csv\r\n\r\n" bytes "\r\n"
#define END MARK "--\r\n"

static struct arena *arena;
static struct params form;
static struct upload upload;

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

static enum status parse(const char *type, const char *body) {
    return multipart_parse(type, body, strlen(body), &form, &upload, arena);
}

static void test_arc_13_fields_and_a_file(void **state) {
    (void)state;
    assert_int_equal(parse(TYPE, FIELD("csrf", "ab12") FILE_PART("file", "客户 名单.xlsx", "a\r\n--b\0c") FIELD("note", "两\r\n行") END), STATUS_BAD_REQUEST); // cut at the NUL
    static const char BODY[] = FIELD("csrf", "ab12") FILE_PART("file", "客户 名单.xlsx", "a\r\n--b\0c\r\n") FIELD("note", "两\r\n行") END;
    assert_int_equal(multipart_parse(TYPE, BODY, sizeof BODY - 1, &form, &upload, arena), STATUS_OK);
    assert_int_equal(form.count, 2);
    assert_string_equal(params_get(&form, "csrf"), "ab12");
    assert_string_equal(params_get(&form, "note"), "两\r\n行");
    assert_string_equal(upload.name, "客户 名单.xlsx");
    assert_int_equal(upload.length, 10);
    assert_memory_equal(upload.bytes, "a\r\n--b\0c\r\n", 10);
}

static void test_arc_13_names_lose_their_folders(void **state) {
    (void)state;
    assert_int_equal(parse(TYPE, FILE_PART("file", "C:\\Users\\张\\名单.csv", "x") END), STATUS_OK);
    assert_string_equal(upload.name, "名单.csv");
    assert_int_equal(parse(TYPE, FILE_PART("file", "../../etc/名单.csv", "x") END), STATUS_OK);
    assert_string_equal(upload.name, "名单.csv");
    assert_int_equal(parse(TYPE, FILE_PART("file", "", "") END), STATUS_OK); // nothing was chosen
    assert_string_equal(upload.name, "");
    assert_int_equal(upload.length, 0);
}

static void test_arc_13_what_is_no_such_form_is_refused(void **state) {
    (void)state;
    static const char *const BODIES[] = {"", MARK, MARK "\r\n", FIELD("a", "b"), FIELD("a", "b") MARK, "x" FIELD("a", "b") END,
                                         MARK "\r\nContent-Type: text/plain\r\n\r\nx\r\n" END, FIELD("a", "\xFF") END,
                                         FILE_PART("a", "b", "c") FILE_PART("d", "e", "f") END, FILE_PART("a", "b\x01", "c") END};
    for (size_t i = 0; i < sizeof BODIES / sizeof BODIES[0]; i++)
        assert_int_equal(parse(TYPE, BODIES[i]), STATUS_BAD_REQUEST);
    assert_int_equal(parse("multipart/form-data", FIELD("a", "b") END), STATUS_BAD_REQUEST);
    assert_int_equal(parse("multipart/mixed; boundary=x", "--x--"), STATUS_BAD_REQUEST);
    assert_int_equal(parse("multipart/form-data; boundary=\"x y\"", "--x y--\r\n"), STATUS_OK);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_arc_13_fields_and_a_file, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_arc_13_names_lose_their_folders, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_arc_13_what_is_no_such_form_is_refused, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
