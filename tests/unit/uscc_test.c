// 统一社会信用代码 (ARC-2, GB 32100-2015) and 身份证号 (GB 11643-1999): prefixes, regions, check characters.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "model/identity.h"
#include "model/region_code.h"
#include "model/uscc.h"

static const char ALPHABET[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";

// A code with the prefix, an ordinary region and the right check character.
static void make_code(char code[19], char department, char body, const char *region) {
    (void)snprintf(code, 19, "11000000000000000");
    code[0] = department;
    code[1] = body;
    memcpy(code + 2, region, 6);
    code[17] = uscc_check_character(code);
    code[18] = '\0';
}

static void test_arc_2_known_codes(void **state) {
    (void)state;
    assert_int_equal(uscc_check("91110000802100433B"), USCC_GOOD);
    assert_int_equal(uscc_check("91350100M000100Y43"), USCC_GOOD);
    assert_int_equal(uscc_check("91110000802100433A"), USCC_CHECK);
}

static void test_arc_2_identity_number_is_no_credit_code(void **state) {
    (void)state;
    assert_int_equal(uscc_check_character("36232219870908640"), '9'); // the check character alone would let it pass
    assert_int_equal(uscc_check("362322198709086409"), USCC_PREFIX);
}

static void test_arc_2_every_prefix(void **state) {
    (void)state;
    static const char *const good[] = {
        "11",
        "12",
        "13",
        "19",
        "21",
        "29",
        "31",
        "32",
        "33",
        "34",
        "35",
        "39",
        "41",
        "49",
        "51",
        "52",
        "53",
        "54",
        "55",
        "59",
        "61",
        "62",
        "69",
        "71",
        "72",
        "79",
        "81",
        "89",
        "91",
        "92",
        "93",
        "A1",
        "A9",
        "N1",
        "N2",
        "N3",
        "N9",
        "Y1",
    };
    unsigned found = 0;
    for (const char *department = ALPHABET; *department != '\0'; department++) {
        for (const char *body = ALPHABET; *body != '\0'; body++) {
            char code[19];
            make_code(code, *department, *body, "110000");
            bool listed = false;
            for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
                listed = listed || (good[i][0] == *department && good[i][1] == *body);
            assert_int_equal(uscc_check(code), listed ? USCC_GOOD : USCC_PREFIX);
            found += listed;
        }
    }
    assert_int_equal(found, sizeof(good) / sizeof(good[0]));
}

static void test_arc_2_every_wrong_check_character(void **state) {
    (void)state;
    char code[19] = "91110000802100433B";
    for (const char *character = ALPHABET; *character != '\0'; character++) {
        code[17] = *character;
        assert_int_equal(uscc_check(code), *character == 'B' ? USCC_GOOD : USCC_CHECK);
    }
}

static void test_arc_2_one_wrong_character_is_found_anywhere(void **state) {
    (void)state;
    const char good[] = "91350100M000100Y43";
    for (int place = 0; place < 18; place++) {
        for (const char *character = ALPHABET; *character != '\0'; character++) {
            char code[19];
            memcpy(code, good, 19);
            code[place] = *character;
            if (*character != good[place])
                assert_int_not_equal(uscc_check(code), USCC_GOOD);
        }
    }
}

static void test_regions(void **state) {
    (void)state;
    unsigned provinces = 0;
    for (int i = 0; i < 100; i++) {
        char code[19];
        const char region[] = {(char)('0' + i / 10), (char)('0' + i % 10), '0', '1', '0', '0', '\0'};
        make_code(code, '9', '1', region);
        provinces += region_province_known(region);
        assert_int_equal(uscc_check(code), region_province_known(region) ? USCC_GOOD : USCC_REGION);
    }
    assert_int_equal(provinces, 35); // 34, and 83
    char code[19];
    make_code(code, '9', '1', "100000"); // registered with the state itself
    assert_int_equal(uscc_check(code), USCC_GOOD);
    make_code(code, '9', '1', "1101A0");
    assert_int_equal(uscc_check(code), USCC_REGION);
    assert_false(region_province_known("") || region_province_known("1") || region_province_known("A1"));
}

static void test_length_and_characters(void **state) {
    (void)state;
    assert_int_equal(uscc_check(""), USCC_LENGTH);
    assert_int_equal(uscc_check("91110000802100433"), USCC_LENGTH);
    assert_int_equal(uscc_check("91110000802100433BB"), USCC_LENGTH);
    static const char never[] = "IOSVZb -";
    for (const char *character = never; *character != '\0'; character++) {
        char code[19] = "91110000802100433B";
        code[9] = *character;
        assert_int_equal(uscc_check(code), USCC_CHARACTER);
        assert_int_equal(uscc_check_character(code), 0);
    }
}

static void test_identity_numbers(void **state) {
    (void)state;
    assert_int_equal(identity_check("11010519491231002X"), IDENTITY_GOOD); // the example of GB 11643
    assert_int_equal(identity_check("11010519491231002"), IDENTITY_LENGTH);
    assert_int_equal(identity_check("11010519491231002x"), IDENTITY_CHARACTER);
    assert_int_equal(identity_check("1101051949123100X2"), IDENTITY_CHARACTER);
    assert_int_equal(identity_check("01010519491231002X"), IDENTITY_REGION);
    assert_int_equal(identity_check("11010519490229002X"), IDENTITY_DATE);
    char number[19] = "11010519491231002X";
    for (const char *digit = "0123456789"; *digit != '\0'; digit++) {
        number[17] = *digit;
        assert_int_equal(identity_check(number), IDENTITY_CHECK);
    }
}

static void test_identity_of_a_foreign_resident(void **state) {
    (void)state;
    char number[19] = "91112419810803002";
    number[17] = identity_check_character(number);
    assert_int_equal(identity_check(number), IDENTITY_GOOD); // 9, then the province
    number[1] = '9';
    number[2] = '9';
    number[17] = identity_check_character(number);
    assert_int_equal(identity_check(number), IDENTITY_REGION);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_arc_2_known_codes),
        cmocka_unit_test(test_arc_2_identity_number_is_no_credit_code),
        cmocka_unit_test(test_arc_2_every_prefix),
        cmocka_unit_test(test_arc_2_every_wrong_check_character),
        cmocka_unit_test(test_arc_2_one_wrong_character_is_found_anywhere),
        cmocka_unit_test(test_regions),
        cmocka_unit_test(test_length_and_characters),
        cmocka_unit_test(test_identity_numbers),
        cmocka_unit_test(test_identity_of_a_foreign_resident),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
