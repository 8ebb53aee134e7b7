// Opening a store: what is not there, of another version, no database, or asked for what it can't do.
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support.h"

static struct fixture *fixture;

static int set_up(void **state) {
    (void)state;
    fixture = fixture_new(NULL);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    fixture_free(fixture);
    return 0;
}

static void test_opening_what_is_not_there_or_of_another_version(void **state) {
    (void)state;
    struct store *store = NULL;
    struct store_options options = {.path = arena_format(fixture->arena, "%s/none.db", fixture->folder)};
    assert_int_equal(store_open(&store, &options), STATUS_UNAVAILABLE);
    assert_int_not_equal(access(options.path, F_OK), 0); // it is not made
    options.path = fixture->path;
    fixture_sql(fixture, "PRAGMA user_version = 9999");
    assert_int_equal(store_open(&store, &options), STATUS_UNAVAILABLE);
    options.version = 9999; // a database that counts its own versions
    assert_int_equal(store_open(&store, &options), STATUS_OK);
    store_close(store);
    fixture_sql(fixture, "PRAGMA user_version = 0");
    options.version = 0;
    assert_int_equal(store_open(&store, &options), STATUS_UNAVAILABLE);
    fixture_sql(fixture, "PRAGMA user_version = 1");
}

static void test_opening_what_is_no_database(void **state) {
    (void)state;
    struct store *store = NULL;
    struct store_options options = {.path = arena_format(fixture->arena, "%s/text", fixture->folder)};
    FILE *file = fopen(options.path, "we");
    assert_non_null(file);
    for (int i = 0; i < 1000; i++)
        fputs("this is no database\n", file);
    fclose(file);
    assert_int_equal(store_open(&store, &options), STATUS_UNAVAILABLE);
}

static int open_broken_list(void) {
    static const struct sql BROKEN = {"test.broken", "SELECT nothing FROM nowhere"};
    static const struct sql *const LIST[] = {&BROKEN, NULL};
    static const struct sql *const *const BROKEN_LISTS[] = {LIST, NULL};
    struct store *store = NULL;
    struct store_options options = {.path = fixture->path, .lists = BROKEN_LISTS};
    return store_open(&store, &options) == STATUS_OK ? 0 : 1; // neither is reached
}

static void test_a_statement_that_does_not_prepare_ends_the_program(void **state) {
    (void)state;
    pid_t pid = fork();
    assert_int_not_equal(pid, -1);
    if (pid == 0)
        _exit(open_broken_list());
    int status = 0;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 70); // EX_SOFTWARE
}

static void put32(unsigned char *at, unsigned long value) {
    for (int i = 0; i < 4; i++)
        at[i] = (unsigned char)(value >> (24 - 8 * i));
}

// A journal as a crash would leave it in SQLite's other mode, without pages to play back, that names `victim` as its super-journal: played
// back, SQLite deletes that.
static void plant_journal(const char *path, long pages, const char *victim) {
    static const unsigned char MAGIC[8] = {0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7};
    unsigned char header[512] = {0}, name[4096] = {0};
    const size_t length = strlen(victim);
    unsigned long sum = 0;
    memcpy(header, MAGIC, sizeof MAGIC);
    put32(header + 12, 1);
    put32(header + 16, (unsigned long)pages);
    put32(header + 20, sizeof header);
    put32(header + 24, 4096);
    put32(name, 0x40000000 / 4096 + 1);
    for (size_t i = 0; i < length; i++) {
        name[4 + i] = (unsigned char)victim[i];
        sum += (unsigned long)(long)victim[i]; // as SQLite adds up its chars
    }
    put32(name + 4 + length, length);
    put32(name + 8 + length, sum);
    memcpy(name + 12 + length, MAGIC, sizeof MAGIC);
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    assert_int_equal(fwrite(header, 1, sizeof header, file), sizeof header);
    assert_int_equal(fwrite(name, 1, length + 20, file), length + 20);
    assert_int_equal(fclose(file), 0);
}

// Whether opening the store through `open_it` leaves the file that the planted journal names.
static bool victim_survives(void (*open_it)(const char *path)) {
    const char *victim = arena_format(fixture->arena, "%s/access.db", fixture->folder);
    const char *journal = arena_format(fixture->arena, "%s-journal", fixture->path);
    const long pages = (long)fixture_number(fixture, "SELECT page_count FROM pragma_page_count");
    store_close(fixture->store); // the last connection leaves no lock, so that a journal is believed
    fixture->store = NULL;
    FILE *file = fopen(victim, "we");
    assert_non_null(file);
    assert_true(fputs("the access log", file) >= 0);
    assert_int_equal(fclose(file), 0);
    plant_journal(journal, pages, victim);
    open_it(fixture->path);
    const bool survives = access(victim, F_OK) == 0;
    (void)unlink(journal);
    const struct store_options options = {.path = fixture->path};
    assert_int_equal(store_open(&fixture->store, &options), STATUS_OK);
    return survives;
}

static void open_ours(const char *path) {
    struct store *store = NULL;
    const struct store_options options = {.path = path};
    assert_int_equal(store_open(&store, &options), STATUS_OK);
    store_close(store);
}

static void open_plainly(const char *path) {
    sqlite3 *database = NULL;
    assert_int_equal(sqlite3_open_v2(path, &database, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_exec(database, "SELECT count(*) FROM person", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(database);
}

// Who may only write in db/ must not have others delete what they name.
static void test_a_planted_journal_deletes_nothing(void **state) {
    (void)state;
    assert_true(victim_survives(open_ours));
}

static void test_such_a_journal_would_have_deleted_it(void **state) {
    (void)state;
    assert_false(victim_survives(open_plainly));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_opening_what_is_not_there_or_of_another_version, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_opening_what_is_no_database, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_planted_journal_deletes_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_such_a_journal_would_have_deleted_it, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_statement_that_does_not_prepare_ends_the_program, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
