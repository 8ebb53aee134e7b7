// What a program that was taken over can still do. Each case is a child in a home of its own that confines itself as the
// product does (sandbox_enter) and then tries something: what only an intruder needs is refused or ends it, what the
// product needs works. Every refusal is tried once without the sandbox, too, where it must not be refused: so the test
// can't pass because of something else. Not here: that the running programs are confined (sandbox.test.mjs).
#include "intruder.h"

#include <linux/landlock.h>
#include <seccomp.h>
#include <string.h>

#include "base/sandbox.h"

#define OPEN_SANDBOX 0 // no sandbox at all
#define PARENTS (SANDBOX_PARENT | SANDBOX_LOGIN_PARENT)
#define WORKERS (SANDBOX_WORKER | SANDBOX_LOGIN_WORKER)
#define WEB (PARENTS | WORKERS)
#define EVERY (WEB | SANDBOX_CUSTODIAN)
#define IMPORT (SANDBOX_IMPORT_PARENT | SANDBOX_IMPORT_WORKER | SANDBOX_CLERK)
// Whose is every page but those of signing in and of one's own account.
#define BUT_LOGIN (SANDBOX_PARENT | SANDBOX_WORKER | IMPORT | SANDBOX_CUSTODIAN)
#define DIED 1000 // + signal

#ifdef __SANITIZE_ADDRESS__
#define OF_PROC 0 // the sanitizer may read /proc, so its builds may
#else
#define OF_PROC EACCES
#endif

// kinds: for which this holds. A call that ends the process is DIED + SIGSYS; for files Landlock says EACCES.
static const struct attempt {
    const char *name;
    int (*run)(void);
    unsigned kinds;
    int expected; // within the sandbox; without it everything succeeds
    int abi;      // Landlock's that is needed for it
} ATTEMPTS[] = {
    {"the key", try_key, WEB, EACCES, 1},
    {"the access log", try_access_log, WEB, EACCES, 1},
    {"the index of values", try_index, WEB, EACCES, 1},
    {"the heads", try_heads, WEB, EACCES, 1},
    {"password hashes", try_passwords, BUT_LOGIN, EACCES, 1},
    {"password hashes in the log of pages", try_passwords_log, BUT_LOGIN, EACCES, 1},
    {"planting a password", try_planting_passwords, BUT_LOGIN, EACCES, 1},
    {"password hashes by a link in db/", try_passwords_by_link, BUT_LOGIN, EACCES, 1},
    {"another program's log", try_a_log, EVERY, EACCES, 1},
    {"emptying its log", try_emptying_its_log, EVERY, EPERM, 0},
    {"rewriting its log", try_rewriting_its_log, EVERY, EPERM, 0},
    {"holes in its log", try_holes_in_its_log, EVERY, EPERM, 0},
    {"writing its log anywhere", try_writing_its_log_anywhere, EVERY, EPERM, 0},
    {"/etc/passwd", try_passwd, EVERY, EACCES, 1},
    {"the zones", try_zone, EVERY, EACCES, 1},
    {"the key by way of db/", try_climbing, WEB, EACCES, 1},
    {"the key by a link in db/", try_link, WEB, EACCES, 1},
    {"nginx's configuration", try_configuration, EVERY, EACCES, 1},
    {"a new file in the home", try_creating_in_home, EVERY, EACCES, 1},
    {"a new file outside", try_creating_outside, EVERY, EACCES, 1},
    {"another's environment", try_environment_of_another, EVERY, OF_PROC, 1},
    {"another's memory as a file", try_memory_of_another, EVERY, EACCES, 1},
    {"rights of a folder", try_chmod, EVERY, EPERM, 0},
    {"another name for a folder", try_rename, WEB, EPERM, 0},
    {"another name for a folder, from the custodian", try_rename, SANDBOX_CUSTODIAN, EACCES, 1},
    {"the internet", try_internet, EVERY, EPERM, 0},
    {"the internet, IPv6", try_internet_6, EVERY, EPERM, 0},
    {"netlink", try_netlink, EVERY, EPERM, 0},
    {"a stream to a local service", try_stream, EVERY, EPERM, 0},
    {"a pair of sockets", try_pair, EVERY, EPERM, 0},
    {"a signal to another", try_signal, WORKERS | SANDBOX_CUSTODIAN, EPERM, 0},
    {"a signal to another, from a parent", try_signal, PARENTS, EPERM, 6},
    {"a signal to the parent", try_signal_to_parent, WORKERS | SANDBOX_CUSTODIAN, EPERM, 0},
    {"a signal to a thread of another", try_thread_signal, WORKERS | SANDBOX_CUSTODIAN, EPERM, 0},
    {"another process", try_fork, WORKERS | SANDBOX_CUSTODIAN, EPERM, 0},
    {"code of one's own", try_code, EVERY, EPERM, 0},
    {"code of one's own, in two steps", try_code_later, EVERY, EPERM, 0},
    {"another program", try_exec, EVERY, DIED + SIGSYS, 0},
    {"ptrace", try_ptrace, EVERY, DIED + SIGSYS, 0},
    {"another's memory", try_reading_another, EVERY, DIED + SIGSYS, 0},
    {"bpf", try_bpf, EVERY, DIED + SIGSYS, 0},
    {"io_uring", try_io_uring, EVERY, DIED + SIGSYS, 0},
    {"userfaultfd", try_userfaultfd, EVERY, DIED + SIGSYS, 0},
    {"keyctl", try_keyctl, EVERY, DIED + SIGSYS, 0},
    {"perf_event_open", try_perf, EVERY, DIED + SIGSYS, 0},
    {"mount", try_mount, EVERY, DIED + SIGSYS, 0},
    {"kexec", try_kexec, EVERY, DIED + SIGSYS, 0},
    {"unshare", try_unshare, EVERY, DIED + SIGSYS, 0},
    {"another user", try_setuid, EVERY, DIED + SIGSYS, 0},
    {"needed: the store", need_store, PARENTS, 0, 0},
    {"needed: passwords", need_passwords, SANDBOX_LOGIN_PARENT, 0, 0},
    {"needed: reading the store", need_reading_store, SANDBOX_CUSTODIAN, 0, 0},
    {"needed: the custodian", need_custodian, WEB, 0, 0},
    {"needed: a line of the log", need_log_line, EVERY, 0, 0},
    {"needed: workers", need_workers, PARENTS, 0, 0},
    {"needed: custody", need_custody, SANDBOX_CUSTODIAN, 0, 0},
    {"needed: heads", need_heads, SANDBOX_CUSTODIAN, 0, 0},
    {"needed: an end by abort", need_abort, EVERY, DIED + SIGABRT, 0},
};
#define ATTEMPT_COUNT (sizeof ATTEMPTS / sizeof *ATTEMPTS)

// --- Trying it

// A worker is confined as its parent was, and then further.
static void confine(unsigned kind) {
    if (kind == SANDBOX_WORKER)
        sandbox_enter(SANDBOX_PARENT);
    if (kind == SANDBOX_LOGIN_WORKER)
        sandbox_enter(SANDBOX_LOGIN_PARENT);
    if (kind == SANDBOX_IMPORT_WORKER || kind == SANDBOX_CLERK)
        sandbox_enter(SANDBOX_IMPORT_PARENT);
    if (kind != OPEN_SANDBOX)
        sandbox_enter((enum sandbox)kind);
}

static int outcome(const struct attempt *attempt, unsigned kind) {
    int status;
    const pid_t child = fork();
    if (child == 0) {
        signal(SIGABRT, SIG_DFL);
        const int log = open("log/child.log", O_WRONLY | O_CREAT | O_APPEND, 0600);
        dup2(log, STDERR_FILENO);
        close(log);
        confine(kind);
        _exit(attempt->run());
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFSIGNALED(status) ? DIED + WTERMSIG(status) : WEXITSTATUS(status);
}

static int landlock_abi(void) {
    return (int)syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
}

static void check_kind(unsigned kind) {
    unsigned faults = 0;
    for (size_t i = 0; i < ATTEMPT_COUNT; i++) {
        const struct attempt *attempt = &ATTEMPTS[i];
        if ((attempt->kinds & kind) == 0 || landlock_abi() < attempt->abi)
            continue;
        const int found = outcome(attempt, kind);
        if (found != attempt->expected) {
            print_error("%s: %d, not %d\n", attempt->name, found, attempt->expected);
            faults++;
        }
    }
    assert_int_equal(faults, 0);
}

static void test_a_parent_of_workers(void **state) {
    (void)state;
    check_kind(SANDBOX_PARENT);
}

static void test_a_worker(void **state) {
    (void)state;
    check_kind(SANDBOX_WORKER);
}

static void test_login(void **state) {
    (void)state;
    check_kind(SANDBOX_LOGIN_PARENT);
    check_kind(SANDBOX_LOGIN_WORKER);
}

static void test_passwords_are_out_of_reach_of_the_program_that_takes_files(void **state) {
    (void)state;
    check_kind(SANDBOX_IMPORT_PARENT);
    check_kind(SANDBOX_IMPORT_WORKER);
    check_kind(SANDBOX_CLERK);
}

static void test_the_custodian(void **state) {
    (void)state;
    check_kind(SANDBOX_CUSTODIAN);
}

// Else a refusal would say nothing about the sandbox.
static void test_without_the_sandbox_nothing_is_refused(void **state) {
    (void)state;
    unsigned faults = 0;
    for (size_t i = 0; i < ATTEMPT_COUNT; i++) {
        const struct attempt *attempt = &ATTEMPTS[i];
        const int found = outcome(attempt, OPEN_SANDBOX);
        const bool as_root = geteuid() != 0 && found == EPERM; // what only root may, all the same
        if (found != 0 && !as_root && attempt->expected != DIED + SIGABRT) {
            print_error("%s: %d\n", attempt->name, found);
            faults++;
        }
    }
    unlink("/tmp/kedang_left_behind");
    unlink("left_behind");
    assert_int_equal(faults, 0);
}

// What a worker opened before it was confined goes on: reading and writing the store.
static int use_open_store(void) {
    static const struct sql *const *const LISTS[] = {SESSION_STATEMENTS, NULL};
    const struct store_options options = {.path = "db/kedang.db", .lists = LISTS};
    struct store *store = NULL;
    sandbox_enter(SANDBOX_PARENT);
    if (store_open(&store, &options) != STATUS_OK)
        return 1;
    sandbox_enter(SANDBOX_WORKER);
    for (int i = 0; i < 3; i++)
        if (store_begin(store) != STATUS_OK || store_commit(store) != STATUS_OK || store_begin_read(store) != STATUS_OK)
            return 2;
    store_close(store);
    return need_log_line();
}

static void test_a_worker_goes_on_with_its_store(void **state) {
    (void)state;
    const struct attempt attempt = {.run = use_open_store};
    assert_int_equal(outcome(&attempt, OPEN_SANDBOX), 0);
}

static void test_a_refused_call_is_in_the_log(void **state) {
    (void)state;
    size_t length;
    const struct attempt attempt = {.run = try_internet};
    unlink("log/child.log");
    assert_int_equal(outcome(&attempt, SANDBOX_WORKER), EPERM);
    const char *log = file_read("log/child.log", &length, scene.fixture->arena);
    char expected[64];
    snprintf(expected, sizeof expected, "event=sandbox.refused call=%d ", (int)SYS_socket);
    assert_non_null(strstr(log, expected));
}

// As on a kernel without Landlock: the call that asks for it does not exist.
static void take_landlock_away(void) {
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    if (filter == NULL || seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(landlock_create_ruleset), 0) != 0 ||
        seccomp_load(filter) != 0)
        _exit(99);
}

static int go_on_without_landlock(void) {
    take_landlock_away();
    sandbox_enter(SANDBOX_PARENT);
    sandbox_enter(SANDBOX_WORKER);
    if (try_internet() != EPERM || try_signal() != EPERM)
        return 1;
    return need_log_line();
}

static void test_without_landlock_it_is_said_once_and_calls_are_held(void **state) {
    (void)state;
    size_t length;
    const struct attempt attempt = {.run = go_on_without_landlock};
    unlink("log/child.log");
    assert_int_equal(outcome(&attempt, OPEN_SANDBOX), 0);
    const char *log = file_read("log/child.log", &length, scene.fixture->arena);
    const char *line = strstr(log, "event=sandbox.no_landlock");
    assert_non_null(line);
    assert_null(strstr(line + 1, "event=sandbox.no_landlock"));
}

// --- The scene

static void write_file(const char *path) {
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    assert_true(fputs("x", file) >= 0);
    fclose(file);
}

static int set_up(void **state) {
    (void)state;
    scene.fixture = fixture_new(NULL);
    assert_int_equal(chdir(scene.fixture->folder), 0);
    static const char *const FOLDERS[] = {"db", "custody", "heads", "login", "run", "log", "share", "share/schema"};
    for (size_t i = 0; i < sizeof FOLDERS / sizeof *FOLDERS; i++)
        assert_int_equal(mkdir(FOLDERS[i], 0700), 0);
    static const char *const FILES[] = {"custody/key", "custody/access.db", "custody/index.db", "heads/heads", "log/customer.log"};
    for (size_t i = 0; i < sizeof FILES / sizeof *FILES; i++)
        write_file(FILES[i]);
    setenv("KEDANG_SHARE", "share", 1);
    assert_int_equal(symlink("../custody/key", "db/link"), 0);
    assert_int_equal(symlink("../login/credential.db", "db/link_to_login"), 0);
    unsigned applied;
    char schema[512];
    snprintf(schema, sizeof schema, "%s/db/schema", getenv("KEDANG_TOP"));
    assert_int_equal(store_migrate("db/kedang.db", schema, &applied), STATUS_OK);
    snprintf(schema, sizeof schema, "%s/db/schema/credential", getenv("KEDANG_TOP"));
    assert_int_equal(store_migrate("login/credential.db", schema, &applied), STATUS_OK);
    const struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "run/custodian.sock"};
    scene.listener = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(scene.listener, (const struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(listen(scene.listener, 100), 0);
    scene.neighbour = fork();
    if (scene.neighbour == 0) {
        for (;;)
            pause();
    }
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    kill(scene.neighbour, SIGKILL);
    waitpid(scene.neighbour, NULL, 0);
    close(scene.listener);
    fixture_free(scene.fixture);
    return chdir("/");
}

int main(void) {
    char *top = realpath(".", NULL);
    setenv("KEDANG_TOP", top, 1);
    free(top);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_without_the_sandbox_nothing_is_refused),
        cmocka_unit_test(test_a_parent_of_workers),
        cmocka_unit_test(test_a_worker),
        cmocka_unit_test(test_login),
        cmocka_unit_test(test_passwords_are_out_of_reach_of_the_program_that_takes_files),
        cmocka_unit_test(test_the_custodian),
        cmocka_unit_test(test_a_worker_goes_on_with_its_store),
        cmocka_unit_test(test_a_refused_call_is_in_the_log),
        cmocka_unit_test(test_without_landlock_it_is_said_once_and_calls_are_held),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
