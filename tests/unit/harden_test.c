// A hardened process leaves no core file, and neither does one that it forks.
#include "support.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/harden.h"

static bool is_hardened(void) {
    struct rlimit core;
    return prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 0 && getrlimit(RLIMIT_CORE, &core) == 0 && core.rlim_cur == 0 && core.rlim_max == 0;
}

// In children, so that the test itself can still be looked into.
static void test_a_hardened_process_leaves_no_core(void **state) {
    (void)state;
    int status;
    const pid_t child = fork();
    if (child == 0) {
        harden_memory();
        const pid_t grandchild = is_hardened() ? fork() : -1;
        if (grandchild == 0)
            _exit(is_hardened() ? 0 : 1);
        _exit(grandchild > 0 && waitpid(grandchild, &status, 0) == grandchild && status == 0 ? 0 : 1);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_false(is_hardened());
}

static bool is_mapped(const void *address) {
    return msync((void *)(uintptr_t)address, 1, MS_ASYNC) == 0 || errno != ENOMEM;
}

static void test_no_child_has_what_is_for_one_process_alone(void **state) {
    (void)state;
    int status;
    unsigned char before[32];
    memset(before, 7, sizeof before);
    const unsigned char *secret = harden_take(before, sizeof before);
    assert_int_equal(before[0] | before[31], 0);
    assert_true(is_mapped(secret));
    const pid_t child = fork();
    if (child == 0)
        _exit(is_mapped(secret) ? 1 : 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_int_equal(secret[31], 7);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_a_hardened_process_leaves_no_core),
                                       cmocka_unit_test(test_no_child_has_what_is_for_one_process_alone)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
