// Log lines: one write, one line, nothing in a value that could forge another or speak to a terminal.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/log.h"

static char captured[16384];

// What `act` writes to standard error.
static const char *capture(void (*act)(void)) {
    const int file = memfd_create("log", 0);
    const int kept = dup(STDERR_FILENO);
    assert_true(file >= 0 && kept >= 0 && dup2(file, STDERR_FILENO) >= 0);
    act();
    (void)dup2(kept, STDERR_FILENO);
    const ssize_t length = pread(file, captured, sizeof(captured) - 1, 0);
    assert_true(length >= 0);
    captured[length] = '\0';
    (void)close(file);
    (void)close(kept);
    return captured;
}

static void write_ordinary(void) {
    log_program("customer");
    LOG_EVENT(LOG_INFO, "request", LOG_TEXT("path", "/customer"), LOG_NUMBER("statements", 7), LOG_NUMBER("less", -1));
}

static void test_line(void **state) {
    (void)state;
    const char *line = capture(write_ordinary);
    assert_int_equal(strncmp(line, "time=20", 7), 0);
    assert_non_null(strstr(line, "Z level=info program=customer event=request path=\"/customer\" statements=7 less=-1\n"));
    assert_ptr_equal(strchr(line, '\n'), line + strlen(line) - 1);
}

static void write_hostile(void) {
    LOG_EVENT(LOG_WARN, "x", LOG_TEXT("a", "1\"\n level=error \\ \x1B[2J\xE2\x80\xAE\xE2\x80\xAC\xC2\x85王𠮷 \xFF\xE4\xB8"), LOG_TEXT("b", NULL));
}

static void test_values_cannot_forge_lines(void **state) {
    (void)state;
    const char *line = capture(write_hostile);
    assert_non_null(strstr(line, " a=\"1\\\"\\n level=error \\\\ \\u001b[2J\\u202e\\u202c\\u0085王𠮷 \\xff\\xe4\\xb8\" b=\"\"\n"));
    assert_ptr_equal(strchr(line, '\n'), line + strlen(line) - 1);
}

static char long_text[9001];

static void write_long(void) {
    LOG_EVENT(LOG_ERROR, "long", LOG_TEXT("a", long_text), LOG_NUMBER("after", 1));
}

static void write_much(void) {
    struct log_pair pairs[64];
    for (int i = 0; i < 64; i++)
        pairs[i] = LOG_TEXT("key", long_text);
    log_event(LOG_ERROR, "much", pairs, 64);
}

static void test_long_values_are_cut_between_characters(void **state) {
    (void)state;
    for (size_t i = 0; i + 3 <= sizeof(long_text) - 1; i += 3)
        (void)snprintf(long_text + i, 4, "字");
    const char *line = capture(write_long);
    const char *value = strstr(line, "a=\"") + 3;
    assert_int_equal(strcspn(value, "…") < 600, 1);
    assert_non_null(strstr(line, "字…\" after=1\n"));
    const char *end = strstr(value, "…");
    assert_int_equal(end - value, 510); // 170 characters of 3 bytes
}

static void test_line_never_exceeds_an_atomic_write(void **state) {
    (void)state;
    const char *line = capture(write_much);
    assert_in_range(strlen(line), 3000, 4096);
    assert_ptr_equal(strchr(line, '\n'), line + strlen(line) - 1);
}

static void die(void) {
    const pid_t child = fork();
    if (child == 0)
        log_die("memory.out", "calloc");
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 70);
}

static void test_die_says_why(void **state) {
    (void)state;
    assert_non_null(strstr(capture(die), "level=error program=customer event=memory.out detail=\"calloc\"\n"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_line),
        cmocka_unit_test(test_values_cannot_forge_lines),
        cmocka_unit_test(test_long_values_are_cut_between_characters),
        cmocka_unit_test(test_line_never_exceeds_an_atomic_write),
        cmocka_unit_test(test_die_says_why),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
