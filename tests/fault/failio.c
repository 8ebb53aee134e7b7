// Makes the disk fail, for tests, also as root: a library for LD_PRELOAD. While the link named by $FAILIO_CONTROL exists, operations on
// files below the folder $FAILIO_UNDER (absolute, without symbolic links) fail as its target says (a link, because it can be read by
// a process that can open nothing outside of its home):
//
//     EROFS    a file system that became read-only: nothing is opened for writing, written or removed
//     ENOSPC   a full disk: nothing new is created, nothing written (EDQUOT: the same for a quota)
//     EIO      a dying disk: writing and syncing fail
//     ESYNC    only syncing fails, with EIO
//
// followed, if wanted, by a number: so many operations that would fail succeed first, then all fail. Each process counts for itself,
// anew for every other content of the file. Reading never fails. Not seen: what the C library writes on its own (stdio).
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum {
    OPEN = 1,
    CREATE = 2,
    WRITE = 4,
    SYNC = 8,
    REMOVE = 16
};

static const struct {
    const char *name;
    int error;
    int what;
} FAULTS[] = {
    {"EROFS", EROFS, OPEN | CREATE | WRITE | REMOVE},
    {"ENOSPC", ENOSPC, CREATE | WRITE},
    {"EDQUOT", EDQUOT, CREATE | WRITE},
    {"EIO", EIO, WRITE | SYNC},
    {"ESYNC", EIO, SYNC},
};

static void *next(const char *name) {
    void *function = dlsym(RTLD_NEXT, name);
    if (!function)
        abort();
    return function;
}

// NOLINTBEGIN(readability-inconsistent-declaration-parameter-name): the names in glibc's headers are its own.
// NOLINTBEGIN(bugprone-macro-parentheses): a type and a name can't stand in parentheses.

// The real function of that type; ISO C knows no conversion from an object pointer.
#define REAL(type, name, variable)               \
    static type variable;                        \
    if (!variable) {                             \
        void *found = next(name);                \
        memcpy(&variable, &found, sizeof found); \
    }

typedef int (*open_type)(const char *, int, ...);
typedef int (*openat_type)(int, const char *, int, ...);
typedef ssize_t (*write_type)(int, const void *, size_t);
typedef ssize_t (*pwrite_type)(int, const void *, size_t, off_t);
typedef ssize_t (*writev_type)(int, const struct iovec *, int);
typedef int (*fd_type)(int);
typedef int (*truncate_type)(int, off_t);
typedef int (*fallocate_type)(int, int, off_t, off_t);
typedef int (*path_type)(const char *);
typedef int (*rename_type)(const char *, const char *);
typedef int (*mkdir_type)(const char *, mode_t);

// What the control link says; false: it is not there, or says nothing.
static bool read_control(char content[64]) {
    const char *control = getenv("FAILIO_CONTROL");
    const ssize_t length = control ? readlink(control, content, 63) : -1;
    content[length > 0 ? length : 0] = '\0';
    return length > 0;
}

// The error with which an operation of this kind fails now; 0: it goes on.
static int failing(int what) {
    static char last[64];
    static long passed;
    char content[64], name[16];
    if (!read_control(content))
        return 0;
    const size_t length = strcspn(content, " \n");
    snprintf(name, sizeof name, "%.*s", (int)length, content);
    const long free_ones = strtol(content + length, NULL, 10);
    if (strcmp(content, last) != 0) {
        memcpy(last, content, sizeof last);
        passed = 0;
    }
    for (size_t i = 0; i < sizeof FAULTS / sizeof *FAULTS; i++)
        if (strcmp(FAULTS[i].name, name) == 0 && (FAULTS[i].what & what) != 0)
            return passed++ < free_ones ? 0 : FAULTS[i].error;
    return 0;
}

static bool is_below(const char *path) {
    const char *under = getenv("FAILIO_UNDER");
    const size_t length = under ? strlen(under) : 0;
    return length > 0 && strncmp(path, under, length) == 0 && (path[length] == '/' || path[length] == '\0');
}

static bool fd_is_below(int fd) {
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    const ssize_t length = readlink(link, path, sizeof path - 1);
    if (length <= 0)
        return false;
    path[length] = '\0';
    return is_below(path);
}

// A path that may not exist yet lies where its folder lies.
static bool path_is_below(const char *path) {
    char folder[PATH_MAX], real[PATH_MAX];
    const char *slash = strrchr(path, '/');
    snprintf(folder, sizeof folder, "%.*s", slash ? (int)(slash - path + 1) : 1, slash ? path : ".");
    return (realpath(path, real) && is_below(real)) || (realpath(folder, real) && is_below(real));
}

static bool fd_fails(int fd, int what) {
    const int saved = errno, error = fd_is_below(fd) ? failing(what) : 0;
    errno = error ? error : saved;
    return error != 0;
}

static bool path_fails(const char *path, int what) {
    const int saved = errno, error = path_is_below(path) ? failing(what) : 0;
    errno = error ? error : saved;
    return error != 0;
}

static bool open_fails(const char *path, int flags) {
    struct stat stat_now;
    if ((flags & O_ACCMODE) == O_RDONLY && (flags & O_CREAT) == 0)
        return false;
    const bool creates = (flags & O_CREAT) != 0 && stat(path, &stat_now) != 0;
    return path_fails(path, creates ? CREATE : OPEN);
}

static mode_t mode_of(int flags, va_list *args) {
    return (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(*args, mode_t) : 0;
}

#define OPEN_FUNCTION(name)                                            \
    int name(const char *path, int flags, ...);                        \
    int name(const char *path, int flags, ...) {                       \
        REAL(open_type, #name, real)                                   \
        va_list args;                                                  \
        va_start(args, flags);                                         \
        const mode_t mode = mode_of(flags, &args);                     \
        va_end(args);                                                  \
        return open_fails(path, flags) ? -1 : real(path, flags, mode); \
    }
OPEN_FUNCTION(open)
OPEN_FUNCTION(open64)

#define OPENAT_FUNCTION(name)                                                                        \
    int name(int folder, const char *path, int flags, ...);                                          \
    int name(int folder, const char *path, int flags, ...) {                                         \
        REAL(openat_type, #name, real)                                                               \
        va_list args;                                                                                \
        va_start(args, flags);                                                                       \
        const mode_t mode = mode_of(flags, &args);                                                   \
        va_end(args);                                                                                \
        return folder == AT_FDCWD && open_fails(path, flags) ? -1 : real(folder, path, flags, mode); \
    }
OPENAT_FUNCTION(openat)
OPENAT_FUNCTION(openat64)

#define FD_FUNCTION(result, name, type, what, parameters, arguments) \
    result name parameters;                                          \
    result name parameters {                                         \
        REAL(type, #name, real)                                      \
        return fd_fails(fd, what) ? -1 : real arguments;             \
    }
FD_FUNCTION(ssize_t, write, write_type, WRITE, (int fd, const void *bytes, size_t length), (fd, bytes, length))
FD_FUNCTION(ssize_t, pwrite, pwrite_type, WRITE, (int fd, const void *bytes, size_t length, off_t at), (fd, bytes, length, at))
FD_FUNCTION(ssize_t, pwrite64, pwrite_type, WRITE, (int fd, const void *bytes, size_t length, off_t at), (fd, bytes, length, at))
FD_FUNCTION(ssize_t, writev, writev_type, WRITE, (int fd, const struct iovec *parts, int count), (fd, parts, count))
FD_FUNCTION(int, fsync, fd_type, SYNC, (int fd), (fd))
FD_FUNCTION(int, fdatasync, fd_type, SYNC, (int fd), (fd))
FD_FUNCTION(int, ftruncate, truncate_type, WRITE, (int fd, off_t length), (fd, length))
FD_FUNCTION(int, ftruncate64, truncate_type, WRITE, (int fd, off_t length), (fd, length))
FD_FUNCTION(int, fallocate, fallocate_type, WRITE, (int fd, int mode, off_t at, off_t length), (fd, mode, at, length))
FD_FUNCTION(int, fallocate64, fallocate_type, WRITE, (int fd, int mode, off_t at, off_t length), (fd, mode, at, length))

int unlink(const char *path) {
    REAL(path_type, "unlink", real)
    return path_fails(path, REMOVE) ? -1 : real(path);
}

int rename(const char *from, const char *to) {
    REAL(rename_type, "rename", real)
    return path_fails(to, REMOVE | CREATE) ? -1 : real(from, to);
}

int mkdir(const char *path, mode_t mode) {
    REAL(mkdir_type, "mkdir", real)
    return path_fails(path, CREATE) ? -1 : real(path, mode);
}
// NOLINTEND(bugprone-macro-parentheses)
// NOLINTEND(readability-inconsistent-declaration-parameter-name)
