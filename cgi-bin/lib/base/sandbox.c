// What each kind of process sees of the file system. Landlock says nothing about stat, chdir and connecting to a socket
// that is a file: so names, sizes and times stay visible, and sandbox_calls.c holds what may be connected to.
#include "base/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "base/paths.h"

// Debian 12's header ends with ABI 2, its kernel too; a later kernel is asked for more.
#define ACCESS_FS_TRUNCATE (UINT64_C(1) << 14)
#define ACCESS_FS_IOCTL_DEVICE (UINT64_C(1) << 15)
#define ACCESS_NET_BIND_AND_CONNECT UINT64_C(3) // TCP
#define SCOPE_ABSTRACT_SOCKET_AND_SIGNAL UINT64_C(3)

struct ruleset {
    uint64_t files;
    uint64_t net;    // from ABI 4
    uint64_t scoped; // from ABI 6: nobody outside is signalled or reached by an abstract socket
};

#define READ (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define WRITE (LANDLOCK_ACCESS_FS_WRITE_FILE | ACCESS_FS_TRUNCATE)
#define CREATE LANDLOCK_ACCESS_FS_MAKE_REG
#define REMOVE LANDLOCK_ACCESS_FS_REMOVE_FILE
#define LOGIN (SANDBOX_LOGIN_PARENT | SANDBOX_LOGIN_WORKER)
#define PARENT (SANDBOX_PARENT | SANDBOX_IMPORT_PARENT | SANDBOX_LOGIN_PARENT)
#define WORKER (SANDBOX_WORKER | SANDBOX_IMPORT_WORKER | SANDBOX_LOGIN_WORKER | SANDBOX_CLERK)
#define EVERYONE (PARENT | WORKER | SANDBOX_CUSTODIAN)

// Everything else is out of reach, above all custody/, heads/, log/ and keys for the web programs, and passwords for all
// but login. Logs are written to an open descriptor. Templates, the list of common passwords and the zone are read before: at
// run time a web program reads nothing of the share.
static const struct place {
    const char *path; // of the home, unless it is absolute
    bool is_shared;   // of the share instead
    unsigned kinds;
    uint64_t rights;
} PLACES[] = {
    // SQLite makes and removes -wal and -shm.
    {"db", false, PARENT | WORKER, READ | WRITE | CREATE | REMOVE},
    // Who reads a store in WAL mode leaves a mark in -shm, and makes that if it comes first. The database itself is opened
    // read-only; as -shm may be made anew, its folder is as fine as this can be said.
    {"db", false, SANDBOX_CUSTODIAN, READ | WRITE | CREATE},
    {"login", false, LOGIN, READ | WRITE | CREATE | REMOVE}, // passwords
    {"custody", false, SANDBOX_CUSTODIAN, READ | WRITE | CREATE | REMOVE},
    {"heads", false, SANDBOX_CUSTODIAN, READ | WRITE | CREATE},
    {"schema", true, SANDBOX_CUSTODIAN, READ},                       // what the log's tables must be, whenever it is opened again
    {"run", false, PARENT | SANDBOX_CUSTODIAN, REMOVE},              // their socket, when they stop
    {"/dev/urandom", false, EVERYONE, LANDLOCK_ACCESS_FS_READ_FILE}, // SQLite's randomness
#ifdef __SANITIZE_ADDRESS__
    // The sanitizer's reports: /proc/self/maps, and task for its leak checker.
    {"/proc", false, EVERYONE | SANDBOX_READER | SANDBOX_READER_OF_PATH, READ},
#endif
};

// The best the kernel has; 0: none.
static int landlock_abi(void) {
    const long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    return abi > 0 ? (int)abi : 0;
}

static uint64_t files_of(int abi) {
    uint64_t files = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1;
    if (abi >= 2)
        files |= LANDLOCK_ACCESS_FS_REFER;
    if (abi >= 3)
        files |= ACCESS_FS_TRUNCATE;
    if (abi >= 5)
        files |= ACCESS_FS_IOCTL_DEVICE;
    return files;
}

static int ruleset_new(int abi, uint64_t files) {
    const struct ruleset ruleset = {
        .files = files, .net = ACCESS_NET_BIND_AND_CONNECT, .scoped = SCOPE_ABSTRACT_SOCKET_AND_SIGNAL};
    const size_t known = abi >= 6 ? sizeof ruleset : abi >= 4 ? offsetof(struct ruleset, scoped)
                                                              : offsetof(struct ruleset, net);
    const long fd = syscall(SYS_landlock_create_ruleset, &ruleset, known, 0);
    if (fd < 0)
        log_die("sandbox.ruleset", strerror(errno));
    return (int)fd;
}

// A place that is not there is not granted. What is opened is the place behind a link, as it is now.
static void grant(int ruleset, const char *path, uint64_t rights) {
    const int fd = open(path, O_PATH | O_CLOEXEC);
    const struct landlock_path_beneath_attr rule = {.allowed_access = rights, .parent_fd = fd};
    if (fd < 0 && errno == ENOENT)
        return;
    if (fd < 0 || syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) != 0)
        log_die("sandbox.place", path);
    close(fd);
}

static void confine_files(enum sandbox kind) {
    const int abi = landlock_abi();
    if (abi == 0) {
        if ((kind & (PARENT | SANDBOX_CUSTODIAN)) != 0)
            LOG_EVENT(LOG_WARN, "sandbox.no_landlock", LOG_TEXT("consequence", "files are held by their rights alone"),
                      LOG_TEXT("advice", "a kernel from 5.13 on, with landlock among its security modules"));
        return;
    }
    struct arena *arena = arena_new();
    const uint64_t files = files_of(abi);
    const int ruleset = ruleset_new(abi, files);
    for (size_t i = 0; i < sizeof PLACES / sizeof *PLACES; i++) {
        const struct place *place = &PLACES[i];
        const char *path = place->is_shared ? arena_format(arena, "%s/%s", paths_share(arena), place->path) : place->path;
        if ((place->kinds & kind) != 0)
            grant(ruleset, path, place->rights & files);
    }
    if (syscall(SYS_landlock_restrict_self, ruleset, 0) != 0)
        log_die("sandbox.files", strerror(errno));
    close(ruleset);
    arena_free(arena);
}

void sandbox_enter(enum sandbox kind) {
    tzset(); // looks for the zone's file
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        log_die("sandbox.privileges", strerror(errno));
    confine_files(kind);
    sandbox_calls(kind);
}
