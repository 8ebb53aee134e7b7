// Pinyin readings: every reading of the characters that names are full of.
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "model/pinyin.h"

static uint32_t point_of(const char *character) {
    return utf8_next(&character);
}

static bool has_reading(uint32_t point, const char *reading) {
    const char *readings = pinyin_readings(point);
    const size_t length = strlen(reading);
    for (const char *at = readings; at != NULL; at = strchr(at, ' ') == NULL ? NULL : strchr(at, ' ') + 1) {
        if (strncmp(at, reading, length) == 0 && (at[length] == ' ' || at[length] == '\0'))
            return true;
    }
    return false;
}

static void test_readings_are_sorted_and_toneless(void **state) {
    (void)state;
    assert_string_equal(pinyin_readings(point_of("重")), "chong zhong");
    assert_string_equal(pinyin_readings(point_of("中")), "zhong");
    assert_true(has_reading(point_of("行"), "hang") && has_reading(point_of("行"), "xing"));
    assert_true(has_reading(point_of("吕"), "lv") && has_reading(point_of("女"), "nv")); // ü
    assert_true(has_reading(point_of("虐"), "nve"));
}

static void test_no_readings(void **state) {
    (void)state;
    assert_null(pinyin_readings('a'));
    assert_null(pinyin_readings(0));
    assert_null(pinyin_readings(0x3042)); // あ
    assert_null(pinyin_readings(0x10FFFF));
    assert_null(pinyin_readings(UINT32_MAX));
    char initials[9] = "rest";
    pinyin_initials('a', initials);
    assert_string_equal(initials, "");
}

static void test_initials(void **state) {
    (void)state;
    char initials[9];
    pinyin_initials(point_of("重"), initials);
    assert_string_equal(initials, "cz");
    pinyin_initials(point_of("中"), initials);
    assert_string_equal(initials, "z");
    pinyin_initials(point_of("行"), initials);
    assert_string_equal(initials, "hx");
}

static void test_rare_characters(void **state) {
    (void)state;
    assert_string_equal(pinyin_readings(point_of("〇")), "ling");
    assert_true(has_reading(point_of("𠮷"), "ji")); // as 吉, whose variant it is
    assert_true(has_reading(point_of("喆"), "zhe") && has_reading(point_of("堃"), "kun") && has_reading(point_of("犇"), "ben"));
    assert_true(has_reading(point_of("𬭎"), "hong")); // of the table of standard characters, beyond the BMP
}

static void test_every_text_is_well_formed(void **state) {
    (void)state;
    unsigned count = 0;
    for (uint32_t point = 0; point < 0x40000; point++) {
        const char *readings = pinyin_readings(point);
        if (readings == NULL)
            continue;
        count++;
        const size_t length = strlen(readings);
        assert_int_equal(strspn(readings, "abcdefghijklmnopqrstuvwxyz "), length);
        assert_true(length > 0 && readings[0] != ' ' && readings[length - 1] != ' ' && strstr(readings, "  ") == NULL);
        char initials[9];
        pinyin_initials(point, initials);
        assert_true(initials[0] != '\0');
        for (const char *i = initials; i[0] != '\0' && i[1] != '\0'; i++)
            assert_true(i[0] < i[1]);
    }
    assert_true(count >= 41000);
}

// Every character of the two levels of GB 2312 that names are made of has its reading.
static void test_arc_9_common_characters_have_readings(void **state) {
    (void)state;
    const char *common =
        "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多"
        "定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因"
        "由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解"
        "问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少"
        "图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七"
        "海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目"
        "至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算"
        "低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精"
        "值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该"
        "铁价严";
    for (uint32_t point; (point = utf8_next(&common)) != 0;)
        assert_non_null(pinyin_readings(point));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_readings_are_sorted_and_toneless),
        cmocka_unit_test(test_no_readings),
        cmocka_unit_test(test_initials),
        cmocka_unit_test(test_rare_characters),
        cmocka_unit_test(test_every_text_is_well_formed),
        cmocka_unit_test(test_arc_9_common_characters_have_readings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
