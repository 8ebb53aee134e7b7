// The line of writers, and who leads in the background: locks of one file beside the store.
#include "store/store.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "support.h"

static const struct sql PUT = {"test.put", "INSERT INTO setting (key, value) VALUES (:key, :value)"};
static const struct sql *const STATEMENTS[] = {&PUT, NULL};
static const struct sql *const *const LISTS[] = {STATEMENTS, NULL};

static struct fixture *fixture;

static int set_up(void **state) {
    (void)state;
    fixture = fixture_new(LISTS);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    fixture_free(fixture);
    return 0;
}

static enum status put(struct store *store, const char *key, const char *value) {
    struct query query = query_start(store, &PUT);
    query_bind_text(&query, ":key", key);
    query_bind_text(&query, ":value", value);
    return query_run(&query, NULL);
}

static struct store *open_second(int timeout_ms) {
    struct store *store = NULL;
    struct store_options options = {
        .path = fixture->path, .lists = LISTS, .busy_timeout_ms = timeout_ms};
    assert_int_equal(store_open(&store, &options), STATUS_OK);
    return store;
}

// Somebody who came first and does not go on: the line, and with it SQLite's lock when `writes`. Tells when it stands there.
static pid_t start_stopped(bool writes, int told) {
    const pid_t pid = fork();
    assert_int_not_equal(pid, -1);
    if (pid != 0)
        return pid;
    struct flock first = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 4096, .l_len = 1};
    struct store *store = writes ? open_second(1000) : NULL;
    const int queue = open(arena_format(fixture->arena, "%s-queue", fixture->path), O_RDWR);
    const bool stands = (!writes || store_begin(store) == STATUS_OK) && fcntl(queue, F_OFD_SETLK, &first) == 0;
    if (write(told, stands ? "y" : "n", 1) != 1)
        _exit(1);
    for (;;)
        pause();
}

static void test_ops_2_a_writer_that_hangs_holds_up_nobody_for_ever(void **state) {
    (void)state;
    for (int writes = 0; writes < 2; writes++) {
        int told[2];
        char stands = 0;
        assert_int_equal(pipe(told), 0);
        const pid_t pid = start_stopped(writes == 1, told[1]);
        assert_int_equal(read(told[0], &stands, 1), 1);
        assert_int_equal(stands, 'y');
        struct store *second = open_second(30);
        const struct clock clock = clock_monotonic();
        const int64_t since = clock_now(&clock);
        // Without SQLite's lock it only loses its turn; with it, we are told that the store is busy.
        assert_int_equal(put(second, writes ? "b" : "a", "1"), writes ? STATUS_UNAVAILABLE : STATUS_OK);
        assert_int_equal(store_begin(second), writes ? STATUS_UNAVAILABLE : STATUS_OK);
        assert_true(clock_now(&clock) - since >= 60);
        assert_true(clock_now(&clock) - since < 5000);
        store_rollback(second);
        store_close(second);
        kill(pid, SIGKILL);
        assert_int_equal(waitpid(pid, NULL, 0), pid);
        close(told[0]);
        close(told[1]);
        assert_int_equal(put(fixture->store, writes ? "c" : "d", "2"), STATUS_OK); // the kernel took its place away
    }
}

static void test_each_program_has_its_own_work_in_the_background(void **state) {
    (void)state;
    struct store *second = open_second(30);
    assert_true(store_lead(fixture->store, "customer"));
    assert_true(store_lead(fixture->store, "customer"));
    assert_false(store_lead(second, "customer"));
    assert_true(store_lead(second, "import"));
    assert_false(store_lead(fixture->store, "import"));
    assert_int_equal(put(second, "a", "1"), STATUS_OK); // none of it is in the line of writers
    store_close(second);
    assert_true(store_lead(fixture->store, "import"));
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_ops_2_a_writer_that_hangs_holds_up_nobody_for_ever),
        TEST(test_each_program_has_its_own_work_in_the_background),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
