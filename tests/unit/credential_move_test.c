// A store of before, with the passwords beside everything else: they are moved into login's file, whenever it is interrupted, and nothing of
// them is left in the store.
#include "account_home.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define STORE "db/kedang.db"
#define CLOSED_HASH "$argon2id$v=19$m=8192,t=1,p=1$Y2xvc2VkY2xvc2VkMTIzNA$N19tycm+bwTVXdGQ3RAbRz8i1xiE0KMPF+GzId+ctyx"
#define OFFERED_HASH "$argon2id$v=19$m=8192,t=1,p=1$b25jZW9uY2UxMjM0NTY3OA$M19tycm+bwTVXdGQ3RAbRz8i1xiE0KMPF+GzId+ctyy"
#define EARLIER_HASH "$argon2id$v=19$m=8192,t=1,p=1$ZWFybGllcmVhcmxpZXIxMg$K19tycm+bwTVXdGQ3RAbRz8i1xiE0KMPF+GzId+ctyz"

static struct arena *arena;
static char folder[256], *top;

static int64_t number(const char *path, const char *sql) {
    struct fixture fixture = {.path = path};
    return fixture_number(&fixture, sql);
}
static void run(const char *path, const char *sql) {
    struct fixture fixture = {.path = path};
    fixture_sql(&fixture, sql);
}

// The migrations of the store up to the last one in which passwords stood there.
static const char *schema_before(void) {
    const char *schema = arena_format(arena, "%s/db/schema", top), *before = "schema";
    DIR *entries = opendir(schema);
    assert_non_null(entries);
    assert_int_equal(mkdir(before, 0700), 0);
    for (const struct dirent *entry; (entry = readdir(entries)) != NULL;)
        if (strstr(entry->d_name, ".sql") && strtol(entry->d_name, NULL, 10) < CREDENTIAL_MOVED)
            assert_int_equal(symlink(arena_format(arena, "%s/%s", schema, entry->d_name), arena_format(arena, "%s/%s", before, entry->d_name)), 0);
    closedir(entries);
    return before;
}

static int set_up(void **state) {
    (void)state;
    unsigned applied;
    arena = arena_new();
    top = realpath(".", NULL);
    folder_make(folder);
    assert_int_equal(chdir(folder), 0);
    assert_int_equal(mkdir("db", 0700) | mkdir("login", 0700), 0);
    assert_int_equal(store_migrate(STORE, schema_before(), &applied), STATUS_OK);
    assert_int_equal(store_migrate(CREDENTIAL_FILE, arena_format(arena, "%s/db/schema/credential", top), &applied), STATUS_OK);
    run(STORE, "INSERT INTO unit (id, name, path) VALUES (1, '集团', '/1/');"
               "INSERT INTO person (id, login, name, unit_id, created_at, state) VALUES (1, 'lina', '李娜', 1, 0, 'active'), "
               "(2, 'wangwu', '王五', 1, 0, 'active'), (3, 'zhaoliu', '赵六', 1, 0, 'closed'), (4, 'sunqi', '孙七', 1, 0, 'active');"
               "INSERT INTO credential VALUES (1, '" EARLIER_HASH "', 0, 10), (2, '" OFFERED_HASH "', 1, 20), (3, '" CLOSED_HASH "', 0, 30);");
    run(STORE, "UPDATE credential SET hash = '" GOOD_HASH "' WHERE person_id = 1"); // what was there stays in a free part of the file
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    assert_int_equal(chdir(top), 0);
    folder_remove(folder);
    free(top);
    arena_free(arena);
    return 0;
}

static bool is_in(const char *path, const char *hash) {
    size_t length;
    if (access(path, F_OK) != 0)
        return false;
    const char *bytes = file_read(path, &length, arena);
    return memmem(bytes, length, hash, strlen(hash)) != NULL;
}

static void assert_moved(void) {
    static const char *const HASHES[] = {GOOD_HASH, EARLIER_HASH, CLOSED_HASH};
    unsigned applied;
    assert_int_equal(credential_move(STORE, (int)number(STORE, "PRAGMA user_version")), STATUS_OK);
    for (size_t i = 0; i < sizeof HASHES / sizeof *HASHES; i++) {
        assert_false(is_in(STORE, HASHES[i]));
        assert_false(is_in(STORE "-wal", HASHES[i]));
    }
    assert_int_equal(store_migrate(STORE, arena_format(arena, "%s/db/schema", top), &applied), STATUS_OK);
    assert_int_equal(number(CREDENTIAL_FILE, "SELECT count(*) FROM credential"), 1);
    assert_int_equal(number(CREDENTIAL_FILE, "SELECT changed_at FROM credential WHERE person_id = 1 AND hash = '" GOOD_HASH "' AND offer_id = 0"), 10);
    assert_int_equal(number(STORE, "SELECT count(*) FROM credential_offer"), 1);
    assert_int_equal(number(STORE, "SELECT created_at FROM credential_offer WHERE person_id = 2 AND hash = '" OFFERED_HASH "' AND void = 0"), 20);
    assert_int_equal(number(STORE, "SELECT group_concat(password_at) FROM person"), 10);
}

static void test_they_are_moved_and_nothing_is_left(void **state) {
    (void)state;
    assert_true(is_in(STORE, GOOD_HASH) || is_in(STORE "-wal", GOOD_HASH));
    assert_moved();
}

static void test_twice_is_once(void **state) {
    (void)state;
    assert_int_equal(credential_move(STORE, CREDENTIAL_MOVED - 1), STATUS_OK);
    assert_moved();
}

static void test_interrupted_when_they_were_in_both(void **state) {
    (void)state;
    run(CREDENTIAL_FILE, "INSERT INTO credential VALUES (1, '" GOOD_HASH "', 10, 0)");
    assert_moved();
}

static void test_interrupted_when_they_were_blanked_but_still_in_free_parts(void **state) {
    (void)state;
    run(CREDENTIAL_FILE, "INSERT INTO credential VALUES (1, '" GOOD_HASH "', 10, 0)");
    run(STORE, "UPDATE credential SET hash = '' WHERE must_change = 0");
    assert_moved();
}

// The earlier programs ran once more, and somebody changed their password.
static void test_what_was_changed_after_an_interruption_counts(void **state) {
    (void)state;
    run(CREDENTIAL_FILE, "INSERT INTO credential VALUES (1, '" EARLIER_HASH "', 5, 0)");
    assert_moved();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_they_are_moved_and_nothing_is_left, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_twice_is_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_interrupted_when_they_were_in_both, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_interrupted_when_they_were_blanked_but_still_in_free_parts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_what_was_changed_after_an_interruption_counts, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
