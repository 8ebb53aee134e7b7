// Migrations: each once, in order, whole or not at all.
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "store/store.h"
#include "support.h"

static struct arena *arena;
static char folder[256];
static const char *path;

static int set_up(void **state) {
    (void)state;
    arena = arena_new();
    folder_make(folder);
    path = arena_format(arena, "%s/new.db", folder);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    folder_remove(folder);
    arena_free(arena);
    return 0;
}

static void write_migration(const char *name, const char *sql) {
    FILE *file = fopen(arena_format(arena, "%s/%s", folder, name), "we");
    assert_non_null(file);
    fputs(sql, file);
    fclose(file);
}

// STATUS_OK when it applied exactly `expected`.
static enum status migrate(unsigned expected) {
    unsigned applied = 99;
    enum status status = store_migrate(path, folder, &applied);
    assert_int_equal(applied, expected);
    return status;
}

static int64_t number(const char *sql) {
    struct fixture fixture = {.path = path};
    return fixture_number(&fixture, sql);
}

static void test_each_is_applied_once_in_order(void **state) {
    (void)state;
    write_migration("002_more.sql", "ALTER TABLE a ADD COLUMN y INTEGER; INSERT INTO a VALUES (1, 2);");
    write_migration("001_first.sql", "-- 客户\nCREATE TABLE a (x INTEGER);");
    write_migration("readme.txt", "no SQL");
    assert_int_equal(migrate(2), STATUS_OK);
    assert_int_equal(number("SELECT y FROM a"), 2);
    assert_int_equal(number("PRAGMA user_version"), 2);
    assert_int_equal(migrate(0), STATUS_OK);
    write_migration("003_third.sql", "INSERT INTO a VALUES (3, 4);");
    assert_int_equal(migrate(1), STATUS_OK);
    assert_int_equal(number("SELECT count(*) FROM a"), 2);
}

static void test_a_faulty_one_leaves_nothing_behind(void **state) {
    (void)state;
    write_migration("001_first.sql", "CREATE TABLE a (x INTEGER);");
    write_migration("002_bad.sql", "CREATE TABLE b (x INTEGER); INSERT INTO nowhere VALUES (1);");
    assert_int_equal(migrate(1), STATUS_UNAVAILABLE);
    assert_int_equal(number("PRAGMA user_version"), 1); // what came before stays
    assert_int_equal(number("SELECT count(*) FROM sqlite_schema WHERE name = 'b'"), 0);
    write_migration("002_bad.sql", "CREATE TABLE b (x INTEGER);");
    assert_int_equal(migrate(1), STATUS_OK);
}

static void test_one_that_orphans_rows_is_refused(void **state) {
    (void)state;
    write_migration("001_first.sql",
                    "CREATE TABLE a (id INTEGER PRIMARY KEY); CREATE TABLE b (a INTEGER REFERENCES a (id));"
                    "INSERT INTO a VALUES (1); INSERT INTO b VALUES (1);");
    write_migration("002_orphan.sql", "DELETE FROM a;");
    assert_int_equal(migrate(1), STATUS_UNAVAILABLE);
    assert_int_equal(number("SELECT count(*) FROM a"), 1);
    // A table may be rebuilt, though, which leaves orphans for a while.
    write_migration("002_orphan.sql",
                    "CREATE TABLE c (id INTEGER PRIMARY KEY); INSERT INTO c SELECT id FROM a; DROP TABLE a;"
                    "ALTER TABLE c RENAME TO a;");
    assert_int_equal(migrate(1), STATUS_OK);
}

static void test_gaps_and_doubles_are_refused(void **state) {
    (void)state;
    assert_int_equal(migrate(0), STATUS_UNAVAILABLE); // no migration at all
    write_migration("001_first.sql", "CREATE TABLE a (x INTEGER);");
    write_migration("003_third.sql", "CREATE TABLE c (x INTEGER);");
    assert_int_equal(migrate(0), STATUS_UNAVAILABLE);
    write_migration("002_second.sql", "CREATE TABLE b (x INTEGER);");
    write_migration("002_again.sql", "CREATE TABLE d (x INTEGER);");
    assert_int_equal(migrate(0), STATUS_UNAVAILABLE);
}

static void test_a_database_of_later_times_is_refused(void **state) {
    (void)state;
    write_migration("001_first.sql", "CREATE TABLE a (x INTEGER);");
    assert_int_equal(migrate(1), STATUS_OK);
    struct fixture fixture = {.path = path};
    fixture_sql(&fixture, "PRAGMA user_version = 2");
    assert_int_equal(migrate(0), STATUS_UNAVAILABLE);
}

static void test_empty_and_missing_files_are_refused(void **state) {
    (void)state;
    unsigned applied;
    write_migration("001_first.sql", "");
    assert_int_equal(migrate(0), STATUS_UNAVAILABLE);
    assert_int_equal(store_migrate(path, "/nonexistent", &applied), STATUS_UNAVAILABLE);
    assert_int_equal(store_migrate("/nonexistent/x.db", folder, &applied), STATUS_UNAVAILABLE);
}

static void test_the_version_is_the_newest_file(void **state) {
    (void)state;
    const char *schema = getenv("KEDANG_SCHEMA") ? getenv("KEDANG_SCHEMA") : "db/schema";
    DIR *directory = opendir(schema);
    long newest = 0;
    assert_non_null(directory);
    for (struct dirent *entry; (entry = readdir(directory)) != NULL;) {
        long found = strtol(entry->d_name, NULL, 10);
        newest = found > newest ? found : newest;
    }
    closedir(directory);
    assert_int_equal(newest, STORE_VERSION);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_each_is_applied_once_in_order),
        TEST(test_a_faulty_one_leaves_nothing_behind),
        TEST(test_one_that_orphans_rows_is_refused),
        TEST(test_gaps_and_doubles_are_refused),
        TEST(test_a_database_of_later_times_is_refused),
        TEST(test_empty_and_missing_files_are_refused),
        TEST(test_the_version_is_the_newest_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
