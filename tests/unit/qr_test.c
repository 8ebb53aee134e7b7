// The path drawn again as modules: the finder patterns stand in three corners, nothing lies in the quiet zone, and it is what
// libqrencode made of the text.
#include "support.h"

#include <qrencode.h>
#include <stdlib.h>
#include <string.h>

#include "view/qr.h"

#define TEXT "otpauth://totp/Kedang:lina?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Kedang"
#define MOST 200

// The number behind `before`, which must be there.
static int number(const char **at, char before) {
    char *end;
    assert_int_equal(**at, before);
    const long value = strtol(*at + 1, &end, 10);
    assert_true(end > *at + 1 && value >= 0 && value < MOST);
    *at = end;
    return (int)value;
}

static void draw(const struct qr *qr, unsigned char dark[MOST][MOST]) {
    memset(dark, 0, MOST * MOST);
    for (const char *at = qr->path; *at;) {
        const int x = number(&at, 'M'), y = number(&at, ' '), length = number(&at, 'h');
        assert_int_equal(strncmp(at, "v1h-", 4), 0);
        at += 3;
        assert_int_equal(number(&at, '-'), length);
        assert_true(*at == 'z' && x >= QR_QUIET && y >= QR_QUIET);
        assert_true(x + length <= qr->size - QR_QUIET && y < qr->size - QR_QUIET);
        for (int i = 0; i < length; i++)
            dark[y][x + i] = 1;
        at++;
    }
}

static void test_a_text_is_drawn(void **state) {
    (void)state;
    static unsigned char dark[MOST][MOST];
    struct arena *arena = arena_new();
    struct qr qr;
    assert_int_equal(qr_draw(TEXT, &qr, arena), STATUS_OK);
    draw(&qr, dark);
    QRcode *code = QRcode_encodeString8bit(TEXT, 0, QR_ECLEVEL_M);
    assert_int_equal(qr.size, code->width + 8);
    for (int y = 0; y < code->width; y++)
        for (int x = 0; x < code->width; x++)
            assert_int_equal(dark[y + 4][x + 4], code->data[y * code->width + x] & 1);
    QRcode_free(code);
    static const int CORNERS[3][2] = {{4, 4}, {4, -11}, {-11, 4}};
    for (int i = 0; i < 3; i++) {
        const int y = CORNERS[i][0] > 0 ? CORNERS[i][0] : qr.size + CORNERS[i][0], x = CORNERS[i][1] > 0 ? CORNERS[i][1] : qr.size + CORNERS[i][1];
        assert_memory_equal(&dark[y][x], "\1\1\1\1\1\1\1", 7);
        assert_memory_equal(&dark[y + 1][x], "\1\0\0\0\0\0\1", 7);
        assert_memory_equal(&dark[y + 3][x], "\1\0\1\1\1\0\1", 7);
    }
    arena_free(arena);
}

static void test_what_does_not_fit_is_refused(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct qr qr;
    char *long_text = arena_alloc(arena, 4000);
    memset(long_text, 'x', 3999);
    assert_int_equal(qr_draw(long_text, &qr, arena), STATUS_TOO_LARGE);
    assert_int_equal(qr_draw("", &qr, arena), STATUS_TOO_LARGE);
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_a_text_is_drawn), cmocka_unit_test(test_what_does_not_fit_is_refused)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
