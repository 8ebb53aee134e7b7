// Bytes as hexadecimal and back.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/hex.h"

static void test_every_byte_comes_back(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    for (unsigned byte = 0; byte < 256; byte++) {
        const unsigned char one = (unsigned char)byte;
        const char *hex = hex_encode(arena, &one, 1);
        assert_string_equal(hex, arena_format(arena, "%02x", byte));
        unsigned char back = (unsigned char)~byte;
        assert_true(hex_decode(hex, &back, 1));
        assert_int_equal(back, byte);
    }
    assert_string_equal(hex_encode(arena, "", 0), "");
    arena_free(arena);
}

static void test_decode_refuses(void **state) {
    (void)state;
    unsigned char bytes[2];
    assert_true(hex_decode("0aFf", bytes, 2));
    assert_int_equal(bytes[0] << 8 | bytes[1], 0x0AFF);
    static const char *const bad[] = {"", "0", "0af", "0aff0", "0aff00", "0ag0", "0x00", " aff", "0af "};
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_false(hex_decode(bad[i], bytes, 2));
    assert_true(hex_decode("", bytes, 0));
    assert_false(hex_decode("00", bytes, 0));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_byte_comes_back),
        cmocka_unit_test(test_decode_refuses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
