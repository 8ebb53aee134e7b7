// What a program that was taken over would try, and what the product itself needs: each function does one of them and gives
// 0 or the errno it failed with. For sandbox_test.c.
#ifndef TESTS_INTRUDER_H
#define TESTS_INTRUDER_H

#include "../unit/support.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "domain/credential.h"
#include "domain/session.h"

// The home, and the process beside it that an intruder would turn to.
struct scene {
    struct fixture *fixture;
    pid_t neighbour;
    int listener; // in the custodian's place
};

static struct scene scene;

static inline const char *neighbour_file(char path[64], const char *name) {
    snprintf(path, 64, "/proc/%d/%s", (int)scene.neighbour, name);
    return path;
}

// --- What is tried

static inline int opens(const char *path, int flags) {
    const int fd = open(path, flags | O_CLOEXEC, 0600);
    const int error = fd < 0 ? errno : 0;
    if (fd >= 0)
        close(fd);
    return error;
}

static inline int try_key(void) {
    return opens("custody/key", O_RDONLY);
}
static inline int try_access_log(void) {
    return opens("custody/access.db", O_RDWR);
}
static inline int try_index(void) {
    return opens("custody/index.db", O_RDONLY);
}
static inline int try_passwords(void) {
    return opens("login/credential.db", O_RDONLY);
}
static inline int try_passwords_log(void) {
    return opens("login/credential.db-wal", O_RDWR | O_CREAT);
}
static inline int try_planting_passwords(void) {
    return opens("login/credential.db", O_WRONLY);
}
static inline int try_passwords_by_link(void) {
    return opens("db/link_to_login", O_RDONLY);
}
static inline int try_heads(void) {
    return opens("heads/heads", O_RDONLY);
}
static inline int try_a_log(void) {
    return opens("log/customer.log", O_WRONLY);
}
// Its own program's log, which it may add to.
static inline int try_emptying_its_log(void) {
    return ftruncate(STDERR_FILENO, 0) == 0 ? 0 : errno;
}
static inline int try_rewriting_its_log(void) {
    return pwrite(STDERR_FILENO, "forged", 6, 0) == 6 ? 0 : errno;
}
static inline int try_holes_in_its_log(void) {
    return fallocate(STDERR_FILENO, 0, 0, 4096) == 0 ? 0 : errno;
}
static inline int try_writing_its_log_anywhere(void) {
    return fcntl(STDERR_FILENO, F_SETFL, 0) == 0 ? 0 : errno; // no O_APPEND
}
static inline int try_passwd(void) {
    return opens("/etc/passwd", O_RDONLY);
}
static inline int try_zone(void) {
    return opens("/usr/share/zoneinfo", O_RDONLY);
}
static inline int try_climbing(void) {
    return opens("db/../custody/key", O_RDONLY);
}
static inline int try_link(void) {
    return opens("db/link", O_RDONLY);
}
static inline int try_configuration(void) {
    return opens("run/main.conf", O_RDWR | O_CREAT);
}
static inline int try_creating_in_home(void) {
    return opens("left_behind", O_RDWR | O_CREAT);
}
static inline int try_creating_outside(void) {
    return opens("/tmp/kedang_left_behind", O_RDWR | O_CREAT);
}
static inline int try_memory_of_another(void) {
    char path[64];
    return opens(neighbour_file(path, "mem"), O_RDWR);
}
static inline int try_environment_of_another(void) {
    char path[64];
    return opens(neighbour_file(path, "environ"), O_RDONLY);
}
static inline int try_chmod(void) {
    return chmod("custody", 0777) == 0 ? 0 : errno;
}
static inline int try_rename(void) {
    return rename("custody", "custody") == 0 ? 0 : errno;
}

static inline int makes_socket(int family, int type) {
    const int fd = socket(family, type | SOCK_CLOEXEC, 0);
    return fd < 0 ? errno : close(fd);
}
static inline int try_internet(void) {
    return makes_socket(AF_INET, SOCK_STREAM);
}
static inline int try_internet_6(void) {
    return makes_socket(AF_INET6, SOCK_DGRAM);
}
static inline int try_netlink(void) {
    return makes_socket(AF_NETLINK, SOCK_RAW);
}
// Of the kind on which other programs and the system's services listen.
static inline int try_stream(void) {
    return makes_socket(AF_UNIX, SOCK_STREAM);
}
static inline int try_pair(void) {
    int fds[2];
    return socketpair(AF_UNIX, SOCK_STREAM, 0, fds) == 0 ? 0 : errno;
}

static inline int try_signal(void) {
    return kill(scene.neighbour, SIGCONT) == 0 ? 0 : errno;
}
static inline int try_signal_to_parent(void) {
    return kill(getppid(), SIGCONT) == 0 ? 0 : errno;
}
static inline int try_thread_signal(void) {
    return syscall(SYS_tgkill, scene.neighbour, scene.neighbour, SIGCONT) == 0 ? 0 : errno;
}
static inline int try_fork(void) {
    const pid_t child = fork();
    if (child == 0)
        _exit(0);
    return child < 0 ? errno : waitpid(child, NULL, 0) == child ? 0
                                                                : errno;
}
static inline int try_code(void) {
    return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ? errno : 0;
}
static inline int try_code_later(void) {
    void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return mprotect(page, 4096, PROT_READ | PROT_EXEC) == 0 ? 0 : errno;
}

static inline int try_exec(void) {
    execl("/bin/true", "true", (char *)NULL);
    return errno;
}
static inline int try_ptrace(void) {
    if (ptrace(PTRACE_ATTACH, scene.neighbour, NULL, NULL) != 0)
        return errno;
    waitpid(scene.neighbour, NULL, __WALL);
    return ptrace(PTRACE_DETACH, scene.neighbour, NULL, NULL) == 0 ? 0 : errno;
}
static inline int try_reading_another(void) {
    char byte;
    const struct iovec here = {&byte, 1}, there = {&scene, 1};
    return process_vm_readv(scene.neighbour, &here, 1, &there, 1, 0) == 1 ? 0 : errno;
}
static inline int try_call(long number) {
    const long result = syscall(number, 0, 0, 0, 0, 0);
    return result < 0 && errno == EPERM ? EPERM : 0;
}
static inline int try_bpf(void) {
    return try_call(SYS_bpf);
}
static inline int try_io_uring(void) {
    return try_call(SYS_io_uring_setup);
}
static inline int try_userfaultfd(void) {
    return try_call(SYS_userfaultfd);
}
static inline int try_keyctl(void) {
    return try_call(SYS_keyctl);
}
static inline int try_perf(void) {
    return try_call(SYS_perf_event_open);
}
static inline int try_mount(void) {
    return try_call(SYS_mount);
}
static inline int try_kexec(void) {
    return try_call(SYS_kexec_load);
}
static inline int try_unshare(void) {
    return try_call(SYS_unshare);
}
static inline int try_setuid(void) {
    return setuid(getuid()) == 0 ? 0 : errno;
}

// --- What is needed

static inline int need_store(void) {
    static const struct sql *const *const LISTS[] = {SESSION_STATEMENTS, NULL};
    const struct store_options options = {.path = "db/kedang.db", .lists = LISTS};
    struct store *store = NULL;
    if (store_open(&store, &options) != STATUS_OK || store_begin(store) != STATUS_OK || store_commit(store) != STATUS_OK)
        return EIO;
    store_close(store);
    return 0;
}
static inline int need_passwords(void) {
    static const struct sql *const *const LISTS[] = {CREDENTIAL_STATEMENTS, NULL};
    const struct store_options options = {.path = "login/credential.db", .lists = LISTS, .version = STORE_CREDENTIAL_VERSION, .erases = true};
    struct store *store = NULL;
    if (store_open(&store, &options) != STATUS_OK || store_begin(store) != STATUS_OK || store_commit(store) != STATUS_OK)
        return EIO;
    store_close(store);
    return 0;
}
static inline int need_reading_store(void) {
    static const struct sql *const *const LISTS[] = {SESSION_FIND_STATEMENTS, NULL};
    const struct store_options options = {.path = "db/kedang.db", .read_only = true, .lists = LISTS};
    struct store *store = NULL;
    if (store_open(&store, &options) != STATUS_OK || store_begin_read(store) != STATUS_OK)
        return EIO;
    store_close(store);
    return 0;
}
static inline int need_custodian(void) {
    const struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "run/custodian.sock"};
    const int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    return fd >= 0 && connect(fd, (const struct sockaddr *)&address, sizeof address) == 0 && close(fd) == 0 ? 0 : errno;
}
static inline int need_log_line(void) {
    static const char LINE[] = "a line\n";
    return write(STDERR_FILENO, LINE, sizeof LINE - 1) == sizeof LINE - 1 ? 0 : errno;
}
static inline int need_workers(void) {
    const pid_t child = fork();
    if (child == 0) {
        for (;;)
            pause();
    }
    return child > 0 && kill(child, SIGKILL) == 0 && waitpid(child, NULL, 0) == child ? 0 : errno;
}
static inline int need_custody(void) {
    return opens("custody/access.db-wal", O_RDWR | O_CREAT) || unlink("custody/access.db-wal") ? errno : try_access_log();
}
static inline int need_heads(void) {
    return opens("heads/heads", O_RDWR | O_APPEND | O_CREAT);
}
static inline int need_abort(void) {
    abort();
}

#endif
