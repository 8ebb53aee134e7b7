// Passwords, session tokens, CSRF tokens.
#include "support.h"

#include <stdio.h>
#include <string.h>

#include "vault/password.h"

static int set_up(void **state) {
    *state = arena_new();
    return 0;
}

static int tear_down(void **state) {
    arena_free(*state);
    return 0;
}

static void test_a_hash_is_argon2id_and_matches_its_password_only(void **state) {
    const char *hash = password_hash("正确的马电池订书钉", *state);
    assert_true(strncmp(hash, "$argon2id$v=19$m=32768,t=3,p=1$", 31) == 0);
    assert_true(password_matches("正确的马电池订书钉", hash));
    assert_false(password_matches("正确的马电池订书针", hash));
    assert_false(password_matches("", hash));
    assert_string_not_equal(password_hash("正确的马电池订书钉", *state), hash);
}

static void test_an_unknown_account_never_matches(void **state) {
    (void)state;
    assert_false(password_matches("", NULL));
    assert_false(password_matches("password", NULL));
    assert_false(password_matches("password", "no hash at all"));
}

static void test_a_hash_of_other_costs_is_outdated(void **state) {
    assert_false(password_outdated(password_hash("x", *state)));
    assert_true(password_outdated("$argon2id$v=19$m=8192,t=1,p=1$03hK2jrCDL5cO67M4/2m7g$xrrVoIOMNl/bbyDHmGqUXru02MK+T5UgCRG4YQRxiNg"));
}

static struct password_list *load(struct arena *arena, const char *text, enum status expected) {
    char folder[256];
    struct password_list *list = NULL;
    folder_make(folder);
    const char *path = arena_format(arena, "%s/common", folder);
    FILE *file = fopen(path, "we");
    assert_true(fputs(text, file) >= 0);
    fclose(file);
    assert_int_equal(password_common_load(&list, path, arena), expected);
    folder_remove(folder);
    return list;
}

static void test_the_list_must_be_there_and_sorted(void **state) {
    struct password_list *list = NULL;
    assert_int_equal(password_common_load(&list, "/nonexistent", *state), STATUS_UNAVAILABLE);
    load(*state, "b\na\n", STATUS_INVALID);
    load(*state, "a\na\n", STATUS_INVALID);
    assert_non_null(load(*state, "a\nb", STATUS_OK));
    assert_non_null(load(*state, "", STATUS_OK));
}

static void test_which_passwords_are_refused(void **state) {
    const struct password_list *list = load(*state, "iloveyouforever\nletmein\npassword\nqwertyuiop\nwelcome\n", STATUS_OK);
    static const struct {
        const char *password;
        enum password_fault fault;
    } CASES[] = {
        {"", PASSWORD_SHORT},
        {"elevenchar!", PASSWORD_SHORT},
        {"twelve chars", PASSWORD_GOOD},
        {"一二三四五六七八九十甲", PASSWORD_SHORT},
        {"床前明月光疑是地上霜举头", PASSWORD_GOOD},
        {"iloveyouforever", PASSWORD_COMMON},
        {"ILoveYouForever", PASSWORD_COMMON},
        {"Password2024!", PASSWORD_COMMON},
        {"!!!!!!!password!!!!!!!", PASSWORD_COMMON},
        {"qwertyuiop123", PASSWORD_COMMON},
        {"aaaaaaaaaaaa", PASSWORD_COMMON},
        {"121212121212", PASSWORD_COMMON},
        {"123456789012", PASSWORD_COMMON},
        {"abcdefghijklm", PASSWORD_COMMON},
        {"987654321098", PASSWORD_COMMON},
        {"zhangsan2024", PASSWORD_PERSONAL},
        {"Kedang-kedang1", PASSWORD_PERSONAL},
        {"我的客户档案密码客户档案", PASSWORD_PERSONAL},
        {"ZhangSanZhangSan!!", PASSWORD_PERSONAL},
        {"张三丰张三丰张三丰张三丰xyz", PASSWORD_PERSONAL},
        {"zhangsan rides a green bicycle", PASSWORD_GOOD},
        {"correct horse battery", PASSWORD_GOOD},
        {"tr0ub4dor&3kx", PASSWORD_GOOD},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
        if (password_check(CASES[i].password, "zhangsan", "张三丰", list) != CASES[i].fault)
            fail_msg("%s: %d", CASES[i].password, (int)password_check(CASES[i].password, "zhangsan", "张三丰", list));
}

static void test_the_limits_of_length(void **state) {
    char password[PASSWORD_MAX + 2];
    (void)state;
    for (size_t i = 0; i < sizeof password - 1; i++)
        password[i] = (char)('a' + i * 7 % 26);
    password[PASSWORD_MAX + 1] = '\0';
    assert_int_equal(password_check(password, "", "", NULL), PASSWORD_LONG);
    password[PASSWORD_MAX] = '\0';
    assert_int_equal(password_check(password, NULL, NULL, NULL), PASSWORD_GOOD);
    password[PASSWORD_MIN] = '\0';
    assert_int_equal(password_check(password, "", "", NULL), PASSWORD_GOOD);
    password[PASSWORD_MIN - 1] = '\0';
    assert_int_equal(password_check(password, "", "", NULL), PASSWORD_SHORT);
}

static void test_a_token_has_one_hash_and_one_csrf_token(void **state) {
    unsigned char a[TOKEN_SIZE] = {1}, b[TOKEN_SIZE] = {2}, hash_a[TOKEN_HASH_SIZE], hash_b[TOKEN_HASH_SIZE];
    token_hash(a, hash_a);
    token_hash(b, hash_b);
    assert_memory_not_equal(hash_a, hash_b, sizeof hash_a);
    assert_memory_not_equal(hash_a, a, sizeof hash_a);
    char *csrf = arena_string(*state, token_csrf(a, *state));
    assert_int_equal(strlen(csrf), 64);
    assert_true(token_csrf_matches(a, csrf));
    assert_false(token_csrf_matches(b, csrf));
    assert_false(token_csrf_matches(a, ""));
    assert_false(token_csrf_matches(a, NULL));
    assert_false(token_csrf_matches(a, arena_format(*state, "%s0", csrf)));
    csrf[63] = csrf[63] == '0' ? '1' : '0';
    assert_false(token_csrf_matches(a, csrf));
}

static void test_a_fingerprint_is_not_the_text(void **state) {
    const char *print = secret_fingerprint("hunter2", *state);
    assert_int_equal(strlen(print), 6); // a whole hash of a weak password could be searched for
    assert_null(strstr(print, "hunter2"));
    assert_string_equal(print, secret_fingerprint("hunter2", *state));
    assert_string_not_equal(print, secret_fingerprint("hunter3", *state));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_a_hash_is_argon2id_and_matches_its_password_only),
        TEST(test_an_unknown_account_never_matches),
        TEST(test_a_hash_of_other_costs_is_outdated),
        TEST(test_the_list_must_be_there_and_sorted),
        TEST(test_which_passwords_are_refused),
        TEST(test_the_limits_of_length),
        TEST(test_a_token_has_one_hash_and_one_csrf_token),
        TEST(test_a_fingerprint_is_not_the_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
