// A copy of a database is what it was at one moment, whoever writes meanwhile, and is in nobody's hands but the caller's.
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/store.h"
#include "support.h"

static const struct sql COUNT = {"test.count", "SELECT CAST(value AS INTEGER) FROM setting WHERE key = 'a'"};
static const struct sql ADD = {"test.add", "UPDATE setting SET value = CAST(value AS INTEGER) + 1"};
static const struct sql *const STATEMENTS[] = {&ADD, NULL};
static const struct sql *const *const LISTS[] = {STATEMENTS, NULL};

static struct fixture *fixture;

static int set_up(void **state) {
    (void)state;
    fixture = fixture_new(LISTS);
    fixture_sql(fixture, "INSERT INTO setting (key, value) VALUES ('a', '0'), ('b', '0'); CREATE TABLE ballast (bytes BLOB);"
                         "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)"
                         " INSERT INTO ballast SELECT randomblob(4000) FROM n");
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    fixture_free(fixture);
    return 0;
}

// The copy's bytes; NULL: there is none.
static char *copy(struct store_copying *copying, size_t *length) {
    char *path = arena_format(fixture->arena, "%s/copy-XXXXXX", fixture->folder);
    const int fd = mkostemp(path, O_CLOEXEC);
    assert_true(fd >= 0);
    copying->from = fixture->path;
    copying->to = path;
    copying->count = &COUNT;
    const bool copied = store_copy(copying) == STATUS_OK;
    assert_int_not_equal(access(path, F_OK), 0);
    *length = (size_t)lseek(fd, 0, SEEK_END);
    char *bytes = ARENA_ARRAY(fixture->arena, char, *length + 1);
    assert_int_equal(pread(fd, bytes, *length, 0), *length);
    close(fd);
    return copied ? bytes : NULL;
}

static int64_t number_in(const char *bytes, size_t length, const char *sql) {
    struct fixture other = {.path = arena_format(fixture->arena, "%s/read.db", fixture->folder)};
    const int fd = open(other.path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    assert_int_equal(write(fd, bytes, length), length);
    close(fd);
    return fixture_number(&other, sql);
}

static pid_t start_writer(void) {
    const pid_t writer = fork();
    if (writer != 0)
        return writer;
    struct store *store = NULL;
    const struct store_options options = {.path = fixture->path, .lists = LISTS};
    if (store_open(&store, &options) != STATUS_OK)
        _exit(1);
    for (;;) {
        struct query query = query_start(store, &ADD);
        if (query_run(&query, NULL) != STATUS_OK)
            _exit(2);
    }
}

struct watcher {
    unsigned calls, stop_at;
    uint64_t last;
};

static bool on_progress(void *data, uint64_t done) {
    struct watcher *watcher = data;
    assert_true(done >= watcher->last); // it never starts again
    watcher->last = done;
    usleep(2000); // so that the writer comes to write between two steps
    return ++watcher->calls != watcher->stop_at;
}

static void test_a_copy_is_of_one_moment_while_another_writes(void **state) {
    (void)state;
    const pid_t writer = start_writer();
    int64_t last = -1;
    for (int i = 0; i < 5; i++) {
        struct watcher watcher = {0};
        struct store_copying copying = {.progress = on_progress, .data = &watcher};
        size_t length;
        const char *bytes = copy(&copying, &length);
        assert_non_null(bytes);
        assert_true(watcher.calls > 5 && watcher.last == length);
        assert_int_equal(number_in(bytes, length, "SELECT count(DISTINCT value) FROM setting WHERE key IN ('a', 'b')"), 1);
        assert_int_equal(number_in(bytes, length, COUNT.text), copying.number);
        assert_int_equal(number_in(bytes, length, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'"), 0);
        assert_true(copying.number > last);
        last = copying.number;
    }
    assert_int_equal(kill(writer, SIGKILL), 0);
    assert_int_equal(waitpid(writer, NULL, 0), writer);
}

static void test_it_can_be_stopped(void **state) {
    (void)state;
    struct watcher watcher = {.stop_at = 2};
    struct store_copying copying = {.progress = on_progress, .data = &watcher};
    size_t length;
    assert_null(copy(&copying, &length));
    assert_int_equal(copying.error, EINTR);
    assert_int_equal(watcher.calls, 2);
}

static void test_what_is_no_database_is_told(void **state) {
    (void)state;
    struct store_copying copying = {0};
    size_t length;
    char *path = arena_format(fixture->arena, "%s/none.db", fixture->folder);
    const int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    for (int i = 0; i < 100; i++)
        assert_true(write(fd, "this is no database", 19) == 19);
    close(fd);
    const char *database = fixture->path;
    fixture->path = path;
    assert_null(copy(&copying, &length));
    fixture->path = database;
    assert_int_equal(copying.error, EBADMSG);
}

static void test_versions(void **state) {
    (void)state;
    int version;
    unsigned due;
    assert_int_equal(store_version(fixture->path, &version), STATUS_OK);
    assert_int_equal(version, STORE_VERSION);
    assert_int_equal(store_migrations_due(fixture->path, "db/schema", &due), STATUS_OK);
    assert_int_equal(due, 0);
    fixture_sql(fixture, "PRAGMA user_version = 0");
    assert_int_equal(store_migrations_due(fixture->path, "db/schema", &due), STATUS_OK);
    assert_int_equal(due, STORE_VERSION);
    fixture_sql(fixture, "PRAGMA user_version = 1");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_a_copy_is_of_one_moment_while_another_writes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_it_can_be_stopped, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_what_is_no_database_is_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_versions, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
