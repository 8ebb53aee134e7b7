// Logs that grew too large: kept aside, emptied in place, the oldest dropped.
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

// The sources of the tool are in no library.
// NOLINTNEXTLINE(bugprone-suspicious-include)
#include "ctl/run_logs.c"

static char folder[] = "/tmp/kedang-logs-XXXXXX";

static void make_log(const char *path, off_t size, const char *end) {
    const int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(fd >= 0);
    const off_t start = size - (off_t)strlen(end);
    assert_int_equal(ftruncate(fd, start), 0);
    assert_int_equal(pwrite(fd, end, strlen(end), start), (ssize_t)strlen(end));
    close(fd);
}

static off_t size_of(const char *path) {
    struct stat file;
    return stat(path, &file) == 0 ? file.st_size : -1;
}

static void test_small_logs_stay(void **state) {
    (void)state;
    make_log("log/a.log", SIZE_MAX_LOG, "end\n");
    run_logs_rotate();
    assert_int_equal(size_of("log/a.log"), SIZE_MAX_LOG);
    assert_int_equal(size_of("log/a.log.1"), -1);
}

// A process that has it open goes on writing to the same, now empty, file.
static void test_large_log_is_kept_and_emptied(void **state) {
    (void)state;
    make_log("log/b.log", SIZE_MAX_LOG + 1, "end\n");
    const int writer = open("log/b.log", O_WRONLY | O_APPEND);
    run_logs_rotate();
    assert_int_equal(size_of("log/b.log"), 0);
    assert_int_equal(size_of("log/b.log.1"), SIZE_MAX_LOG + 1);
    assert_int_equal(write(writer, "next\n", 5), 5);
    assert_int_equal(size_of("log/b.log"), 5);
    close(writer);
    assert_int_equal(size_of("log/b.log.1"), SIZE_MAX_LOG + 1);
}

static void test_the_oldest_goes(void **state) {
    (void)state;
    for (int i = 1; i <= KEPT + 1; i++) {
        make_log("log/c.log", SIZE_MAX_LOG + i, "end\n");
        run_logs_rotate();
    }
    assert_int_equal(size_of("log/c.log.1"), SIZE_MAX_LOG + KEPT + 1);
    assert_int_equal(size_of("log/c.log.4"), SIZE_MAX_LOG + 2);
    assert_int_equal(size_of("log/c.log.5"), -1);
}

// A limit on the size of files stands for a full disk.
static void test_nothing_is_thrown_away_that_was_not_kept(void **state) {
    (void)state;
    struct rlimit before, small;
    make_log("log/d.log", SIZE_MAX_LOG + 1, "end\n");
    make_log("log/d.log.1", 10, "older\n");
    make_log("log/d.log.4", 10, "oldest\n");
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = (struct rlimit){.rlim_cur = SIZE_MAX_LOG / 2, .rlim_max = before.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    run_logs_rotate();
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_equal(size_of("log/d.log"), SIZE_MAX_LOG + 1);
    assert_int_equal(size_of("log/d.log.1"), 10);
    assert_int_equal(size_of("log/d.log.4"), 10);
    assert_int_equal(size_of("log/d.log.new"), -1);
}

static void test_last_line(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    make_log("log/e.log", 15, "first\nlast 王\n");
    assert_string_equal(run_logs_last_line("e", arena), "last 王");
    make_log("log/e.log", 5, "alone");
    assert_string_equal(run_logs_last_line("e", arena), "alone");
    make_log("log/e.log", 0, "");
    assert_string_equal(run_logs_last_line("e", arena), "");
    assert_string_equal(run_logs_last_line("absent", arena), "");
    arena_free(arena);
}

static int enter_folder(void **state) {
    (void)state;
    return mkdtemp(folder) != NULL && chdir(folder) == 0 && mkdir("log", 0700) == 0 ? 0 : -1;
}

static int remove_folder(void **state) {
    (void)state;
    glob_t files;
    const char *const patterns[] = {"log/*/*", "log/*", "log"};
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        if (glob(patterns[i], 0, NULL, &files) != 0)
            continue;
        for (size_t k = 0; k < files.gl_pathc; k++)
            remove(files.gl_pathv[k]);
        globfree(&files);
    }
    return rmdir(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_small_logs_stay),
        cmocka_unit_test(test_large_log_is_kept_and_emptied),
        cmocka_unit_test(test_the_oldest_goes),
        cmocka_unit_test(test_nothing_is_thrown_away_that_was_not_kept),
        cmocka_unit_test(test_last_line),
    };
    return cmocka_run_group_tests(tests, enter_folder, remove_folder);
}
