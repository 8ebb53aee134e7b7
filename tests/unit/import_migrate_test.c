// What older versions kept of the files of imports is removed when the store is migrated (CONF-8), and not only from sight.
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/store.h"
#include "support.h"

#define PHONE "13987650199"

static struct arena *arena;
static char folder[256];
static const char *path;

static int set_up(void **state) {
    (void)state;
    arena = arena_new();
    folder_make(folder);
    path = arena_format(arena, "%s/old.db", folder);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    folder_remove(folder);
    arena_free(arena);
    return 0;
}

// Applies the schema's migrations from one number to another.
static void migrate(long from, long to) {
    const char *schema = getenv("KEDANG_SCHEMA") ? getenv("KEDANG_SCHEMA") : "db/schema";
    DIR *directory = opendir(schema);
    unsigned applied;
    assert_non_null(directory);
    for (struct dirent *entry; (entry = readdir(directory)) != NULL;) {
        const long found = strtol(entry->d_name, NULL, 10);
        size_t length;
        if (found < from || found > to || found == 0)
            continue;
        const char *text = file_read(arena_format(arena, "%s/%s", schema, entry->d_name), &length, arena);
        FILE *file = fopen(arena_format(arena, "%s/%s", folder, entry->d_name), "we");
        assert_non_null(file);
        assert_int_equal(fwrite(text, 1, length, file), length);
        fclose(file);
    }
    closedir(directory);
    assert_int_equal(store_migrate(path, folder, &applied), STATUS_OK);
    assert_int_equal(applied, to - from + 1);
}

static int64_t number(const char *sql) {
    struct fixture fixture = {.path = path};
    return fixture_number(&fixture, sql);
}

static bool holds(const char *what) {
    size_t length;
    const char *bytes = file_read(path, &length, arena);
    return memmem(bytes, length, what, strlen(what)) != NULL;
}

static void test_conf_8_what_older_imports_left_is_removed(void **state) {
    (void)state;
    struct fixture fixture = {.path = path};
    migrate(1, 18);
    fixture_sql(&fixture,
                "INSERT INTO unit (id, name, path) VALUES (1, '集团', '/1/');"
                "INSERT INTO person (id, unit_id, login, name, state, created_at) VALUES (1, 1, 'zhang', '张三', 'active', 1);"
                "INSERT INTO import_batch (id, person_id, file_name, file_size, state, created_at, changed_at, created) VALUES "
                "(1, 1, 'a.csv', 1, 'done', 5, 6, 9), (2, 1, 'b.csv', 1, 'checked', 5, 7, 9);"
                "INSERT INTO import_column VALUES (1, 1, '" PHONE "', '" PHONE "', ''), (2, 1, '单位', '" PHONE "', 'customer.name');"
                "INSERT INTO import_fault VALUES (2, 0, 2, 1, '单位', '没有同事“" PHONE "”', '');"
                "INSERT INTO import_habit VALUES (1, '" PHONE "', ''), (1, '138 0013 8000', ''), (1, 'a@b.cn', ''), (1, '单位', 'customer.name')");
    number("PRAGMA wal_checkpoint(TRUNCATE)");
    assert_true(holds(PHONE));
    migrate(19, 20);
    assert_int_equal(number("SELECT (SELECT count(*) FROM import_column) + (SELECT count(*) FROM import_fault)"), 0);
    assert_int_equal(number("SELECT count(*) FROM import_habit"), 1);
    assert_int_equal(number("SELECT count(*) FROM import_habit WHERE heading = '单位'"), 1);
    assert_int_equal(number("SELECT count(*) FROM import_batch WHERE id = 1 AND state = 'done' AND done_at = 6 AND created = 9"), 1);
    assert_int_equal(number("SELECT count(*) FROM import_batch WHERE id = 2 AND state = 'refused' AND message_zh LIKE '%中断%'"), 1);
    number("PRAGMA wal_checkpoint(TRUNCATE)");
    assert_false(holds(PHONE));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test_setup_teardown(test_conf_8_what_older_imports_left_is_removed, set_up, tear_down)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
