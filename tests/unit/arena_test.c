// Memory by lifetime: zeroed, aligned, wiped; the growing buffer; death when memory is out.
#include <setjmp.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"

#if defined(__SANITIZE_ADDRESS__)
#define WITH_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WITH_ASAN 1
#endif
#endif
#define SECRET "planted secret 6222021234567890"

static struct arena *arena;

static int setup(void **state) {
    (void)state;
    arena = arena_new();
    return 0;
}

static int teardown(void **state) {
    (void)state;
    arena_free(arena);
    return 0;
}

static void test_alloc_is_zeroed_and_aligned(void **state) {
    (void)state;
    for (int round = 0; round < 3; round++) {
        for (size_t size = 1; size < 40000; size = size * 3 + 1) {
            unsigned char *memory = arena_alloc(arena, size);
            assert_int_equal((uintptr_t)memory % alignof(max_align_t), 0);
            for (size_t i = 0; i < size; i++)
                assert_int_equal(memory[i], 0);
            memset(memory, 0xA5, size);
        }
        arena_wipe(arena); // what comes after a wipe is zeroed again
    }
}

static void test_allocations_do_not_overlap(void **state) {
    (void)state;
    char *texts[2000];
    for (int i = 0; i < 2000; i++)
        texts[i] = arena_format(arena, "%d:%0*d", i, i % 90, 0);
    for (int i = 0; i < 2000; i++)
        assert_int_equal(strtol(texts[i], NULL, 10), i);
}

static void test_copies(void **state) {
    (void)state;
    assert_string_equal(arena_copy(arena, "abcdef", 3), "abc");
    assert_string_equal(arena_copy(arena, NULL, 0), "");
    assert_string_equal(arena_string(arena, "王𠮷"), "王𠮷");
    assert_null(arena_string(arena, NULL));
    assert_string_equal(arena_format(arena, "%s-%05d", "x", 42), "x-00042");
    const char with_nul[] = {'a', '\0', 'b'};
    assert_memory_equal(arena_copy(arena, with_nul, 3), with_nul, 3);
}

static void test_buffer_grows(void **state) {
    (void)state;
    struct buffer buffer = {.arena = arena};
    for (int i = 0; i < 10000; i++)
        buffer_text(&buffer, "字");
    assert_int_equal(buffer.length, 30000);
    assert_int_equal(strlen(buffer.data), 30000);
    buffer_format(&buffer, "%d/%s", 7, "end");
    assert_string_equal(buffer.data + 30000, "7/end");
    struct buffer empty = {.arena = arena};
    buffer_add(&empty, "", 0);
    assert_string_equal(empty.data, "");
}

static void test_buffer_keeps_nul_bytes(void **state) {
    (void)state;
    struct buffer buffer = {.arena = arena};
    buffer_add(&buffer, "a\0b", 3);
    buffer_add(&buffer, "c", 1);
    assert_int_equal(buffer.length, 4);
    assert_memory_equal(buffer.data, "a\0bc", 5);
}

static void test_free_takes_null(void **state) {
    (void)state;
    arena_free(NULL);
}

#ifdef WITH_ASAN
static unsigned secrets_wiped;

// Stands in for the library's, to see what is wiped: what was freed may not be looked at.
void explicit_bzero(void *memory, size_t size) {
    const void *volatile before = memory; // volatile: the library's is declared never to read
    secrets_wiped += memmem(before, size, SECRET, sizeof(SECRET)) != NULL;
    memset(memory, 0, size);
}
#endif

static void test_conf_8_wipe_leaves_nothing_readable(void **state) {
    (void)state;
    (void)arena_string(arena, "before");
    const char *secret = arena_string(arena, SECRET);
    (void)arena_alloc(arena, 100000); // in another block
    arena_wipe(arena);
#ifdef WITH_ASAN
    assert_int_equal(secrets_wiped, 1);
    (void)secret;
#else
    for (size_t i = 0; i < sizeof(SECRET); i++) // its block stays
        assert_int_equal(secret[i], 0);
#endif
}

static int exit_code_of(void (*act)(void)) {
    const pid_t child = fork();
    if (child == 0) {
        (void)close(STDERR_FILENO);
        act();
        _exit(0);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void overflow(void) {
    (void)arena_array(arena, SIZE_MAX / 2, 3);
}

static void endless(void) {
    (void)arena_alloc(arena, SIZE_MAX - 10);
}

static void test_out_of_memory_ends_the_process(void **state) {
    (void)state;
    assert_int_equal(exit_code_of(overflow), 70);
    assert_int_equal(exit_code_of(endless), 70);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_alloc_is_zeroed_and_aligned, setup, teardown),
        cmocka_unit_test_setup_teardown(test_allocations_do_not_overlap, setup, teardown),
        cmocka_unit_test_setup_teardown(test_copies, setup, teardown),
        cmocka_unit_test_setup_teardown(test_buffer_grows, setup, teardown),
        cmocka_unit_test_setup_teardown(test_buffer_keeps_nul_bytes, setup, teardown),
        cmocka_unit_test(test_free_takes_null),
        cmocka_unit_test_setup_teardown(test_conf_8_wipe_leaves_nothing_readable, setup, teardown),
        cmocka_unit_test_setup_teardown(test_out_of_memory_ends_the_process, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
