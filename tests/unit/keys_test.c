// The key file, and what is done with the keys: boxes, tokens.
#include "support.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vault/box.h"
#include "vault/keys.h"

struct vault {
    struct arena *arena;
    char folder[256];
    const char *path, *public;
    struct keys *keys;
};

static int set_up(void **state) {
    struct arena *arena = arena_new();
    struct vault *vault = ARENA_NEW(arena, struct vault);
    vault->arena = arena;
    folder_make(vault->folder);
    vault->path = arena_format(arena, "%s/key", vault->folder);
    vault->public = arena_format(arena, "%s/public", vault->folder);
    assert_int_equal(keys_create(vault->path, vault->public), STATUS_OK);
    assert_int_equal(keys_load(&vault->keys, vault->path), STATUS_OK);
    *state = vault;
    return 0;
}

static int tear_down(void **state) {
    struct vault *vault = *state;
    keys_free(vault->keys);
    folder_remove(vault->folder);
    arena_free(vault->arena);
    return 0;
}

static void test_a_key_is_made_once(void **state) {
    struct vault *vault = *state;
    struct stat stat_now;
    size_t length;
    const char *before = file_read(vault->path, &length, vault->arena);
    assert_int_equal(stat(vault->path, &stat_now), 0);
    assert_int_equal(stat_now.st_mode & 07777, 0600);
    assert_int_equal(keys_create(vault->path, arena_format(vault->arena, "%s/other", vault->folder)), STATUS_CONFLICT);
    assert_string_equal(file_read(vault->path, &length, vault->arena), before);
    // Without its public part a new key does not stay.
    const char *fresh = arena_format(vault->arena, "%s/fresh", vault->folder);
    assert_int_equal(keys_create(fresh, vault->public), STATUS_CONFLICT);
    assert_int_not_equal(access(fresh, F_OK), 0);
}

static void test_two_installations_share_nothing(void **state) {
    struct vault *vault = *state;
    struct keys *other;
    const char *path = arena_format(vault->arena, "%s/b", vault->folder);
    assert_int_equal(keys_create(path, arena_format(vault->arena, "%s/c", vault->folder)), STATUS_OK);
    assert_int_equal(keys_load(&other, path), STATUS_OK);
    assert_memory_not_equal(other->data, vault->keys->data, KEYS_SIZE);
    assert_memory_not_equal(other->token, vault->keys->token, KEYS_SIZE);
    assert_memory_not_equal(other->sign, vault->keys->sign, KEYS_SIGN_SIZE);
    assert_memory_not_equal(&other->public, &vault->keys->public, sizeof other->public);
    keys_free(other);
}

static void test_a_loaded_key_is_the_one_that_was_made(void **state) {
    struct vault *vault = *state;
    struct access_public public;
    struct keys *again;
    assert_int_equal(access_public_read(vault->public, &public), STATUS_OK);
    assert_memory_equal(&public, &vault->keys->public, sizeof public);
    assert_int_equal(keys_load(&again, vault->path), STATUS_OK);
    assert_memory_equal(again, vault->keys, sizeof *again);
    keys_free(again);
    struct access_head head = {.seq = 5};
    keys_sign(vault->keys, &head);
    assert_true(access_head_valid(&public, &head));
}

static void test_a_key_that_others_may_read_is_refused(void **state) {
    struct vault *vault = *state;
    struct keys *keys;
    static const mode_t MODES[] = {0640, 0604, 0660, 0601, 0610, 0622};
    for (size_t i = 0; i < sizeof MODES / sizeof *MODES; i++) {
        assert_int_equal(chmod(vault->path, MODES[i]), 0);
        assert_int_equal(keys_load(&keys, vault->path), STATUS_FORBIDDEN);
    }
    assert_int_equal(chmod(vault->path, 0400), 0);
    assert_int_equal(keys_load(&keys, vault->path), STATUS_OK);
    keys_free(keys);
}

static void test_what_is_no_key_file_is_refused(void **state) {
    struct vault *vault = *state;
    struct keys *keys;
    size_t length;
    const char *good = file_read(vault->path, &length, vault->arena);
    const char *path = arena_format(vault->arena, "%s/k", vault->folder);
    assert_int_equal(keys_load(&keys, path), STATUS_NOT_FOUND);
    assert_int_equal(symlink(vault->path, path), 0);
    assert_int_equal(keys_load(&keys, path), STATUS_UNAVAILABLE);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(mkdir(path, 0700), 0);
    assert_int_equal(keys_load(&keys, path), STATUS_FORBIDDEN);
    assert_int_equal(rmdir(path), 0);
    for (size_t cut = 0; cut <= length; cut++) { // every beginning, and with one byte more
        FILE *file = fopen(path, "we");
        assert_int_equal(fchmod(fileno(file), 0600), 0);
        assert_int_equal(fwrite(good, 1, cut, file), cut);
        if (cut == length)
            fputc('x', file);
        fclose(file);
        assert_int_equal(keys_load(&keys, path), STATUS_INVALID);
    }
}

static const char *seal_and_open(const struct vault *vault, const struct box_place *sealed, const struct box_place *opened,
                                 const char *value) {
    const unsigned char *box;
    const size_t size = box_seal(vault->keys, sealed, value, vault->arena, &box);
    assert_int_equal(size, BOX_SIZE(strlen(value)));
    const char *result = box_open(vault->keys, opened, box, size, vault->arena);
    assert_true(box_genuine(vault->keys, opened, box, size, vault->arena) == (result != NULL));
    return result;
}

static void test_conf_8_a_box_gives_back_its_value(void **state) {
    struct vault *vault = *state;
    const struct box_place place = {1, 42, "phone"};
    static const char *const VALUES[] = {"", "x", "13800138000", "王𠮷\n第二行"};
    for (size_t i = 0; i < sizeof VALUES / sizeof *VALUES; i++)
        assert_string_equal(seal_and_open(vault, &place, &place, VALUES[i]), VALUES[i]);
}

static void test_conf_8_a_box_opens_only_in_its_place(void **state) {
    struct vault *vault = *state;
    const struct box_place place = {1, 42, "phone"};
    static const struct box_place ELSEWHERE[] = {{2, 42, "phone"}, {1, 43, "phone"}, {1, 42, "fax"}, {1, 42, "phon"}, {42, 1, "phone"}};
    for (size_t i = 0; i < sizeof ELSEWHERE / sizeof *ELSEWHERE; i++)
        assert_null(seal_and_open(vault, &place, &ELSEWHERE[i], "13800138000"));
}

static void test_conf_8_an_altered_box_does_not_open(void **state) {
    struct vault *vault = *state;
    const struct box_place place = {1, 42, "phone"};
    const unsigned char *box;
    const size_t size = box_seal(vault->keys, &place, "13800138000", vault->arena, &box);
    for (size_t i = 0; i < size; i++) {
        unsigned char *altered = (unsigned char *)arena_copy(vault->arena, box, size);
        altered[i] ^= 0x10;
        assert_null(box_open(vault->keys, &place, altered, size, vault->arena));
        assert_false(box_genuine(vault->keys, &place, altered, size, vault->arena));
    }
    for (size_t shorter = 0; shorter < size; shorter++)
        assert_null(box_open(vault->keys, &place, box, shorter, vault->arena));
}

// The same value sealed twice looks different, and the value is not in the box.
static void test_conf_8_a_box_tells_nothing(void **state) {
    struct vault *vault = *state;
    const struct box_place place = {1, 42, "phone"};
    const unsigned char *a, *b;
    const size_t size = box_seal(vault->keys, &place, "13800138000", vault->arena, &a);
    assert_int_equal(box_seal(vault->keys, &place, "13800138000", vault->arena, &b), size);
    assert_memory_not_equal(a, b, size);
    assert_memory_not_equal(a + 25, b + 25, size - 25);
    assert_null(memmem(a, size, "1380", 4));
}

// Boxes of values of like length are of one length; every length opens as what it was.
static void test_conf_8_a_boxs_length_tells_little(void **state) {
    struct vault *vault = *state;
    const struct box_place place = {1, 42, "phone"};
    char value[101] = {0};
    size_t sizes = 0, last = 0;
    for (size_t length = 0; length <= 100; length++) {
        const unsigned char *box;
        const size_t size = box_seal(vault->keys, &place, value, vault->arena, &box);
        assert_string_equal(box_open(vault->keys, &place, box, size, vault->arena), value);
        assert_true(box_holds(vault->keys, &place, box, size, value, vault->arena));
        sizes += size != last;
        last = size;
        if (length < 100)
            value[length] = 'x';
    }
    assert_int_equal(sizes, 100 / 32 + 1);
}

static void test_a_box_holds_exactly_its_value(void **state) {
    struct vault *vault = *state;
    const struct box_place place = {1, 42, "phone"}, other = {1, 43, "phone"};
    const unsigned char *box;
    const size_t size = box_seal(vault->keys, &place, "13800138000", vault->arena, &box);
    assert_true(box_holds(vault->keys, &place, box, size, "13800138000", vault->arena));
    assert_false(box_holds(vault->keys, &other, box, size, "13800138000", vault->arena));
    static const char *const OTHERS[] = {"", "1380013800", "13800138001", "138001380000"};
    for (size_t i = 0; i < sizeof OTHERS / sizeof *OTHERS; i++)
        assert_false(box_holds(vault->keys, &place, box, size, OTHERS[i], vault->arena));
    assert_false(box_holds(vault->keys, &place, NULL, 0, "", vault->arena));
}

static void test_conf_4_tokens_depend_on_all(void **state) {
    struct vault *vault = *state;
    static const struct {
        int64_t kind;
        const char *field, *value;
    } ALL[] = {{1, "phone", "138"}, {2, "phone", "138"}, {1, "mobile", "138"}, {1, "phone", "139"}, {1, "phone1", "38"}, {1, "p", "hone138"}};
    unsigned char tokens[6][KEYS_TOKEN_SIZE], again[KEYS_TOKEN_SIZE];
    const char *hashes[6];
    for (size_t i = 0; i < 6; i++) {
        keys_token(vault->keys->token, ALL[i].kind, ALL[i].field, ALL[i].value, tokens[i]);
        keys_token(vault->keys->token, ALL[i].kind, ALL[i].field, ALL[i].value, again);
        assert_memory_equal(tokens[i], again, sizeof again);
        hashes[i] = keys_value_hash(vault->keys, ALL[i].kind, ALL[i].field, ALL[i].value, vault->arena);
        assert_int_equal(strlen(hashes[i]), 32);
        for (size_t j = 0; j < i; j++) {
            assert_memory_not_equal(tokens[i], tokens[j], KEYS_TOKEN_SIZE);
            assert_string_not_equal(hashes[i], hashes[j]);
        }
    }
    // The log does not lead into the index.
    struct buffer hex = {.arena = vault->arena};
    for (size_t i = 0; i < KEYS_TOKEN_SIZE; i++)
        buffer_format(&hex, "%02x", tokens[0][i]);
    assert_string_not_equal(hashes[0], hex.data);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_a_key_is_made_once),
        TEST(test_two_installations_share_nothing),
        TEST(test_a_loaded_key_is_the_one_that_was_made),
        TEST(test_a_key_that_others_may_read_is_refused),
        TEST(test_what_is_no_key_file_is_refused),
        TEST(test_conf_8_a_box_gives_back_its_value),
        TEST(test_conf_8_a_box_opens_only_in_its_place),
        TEST(test_conf_8_an_altered_box_does_not_open),
        TEST(test_conf_8_a_box_tells_nothing),
        TEST(test_conf_8_a_boxs_length_tells_little),
        TEST(test_a_box_holds_exactly_its_value),
        TEST(test_conf_4_tokens_depend_on_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
