// Lets exactly the n-th operation of a kind fail, once: a library for LD_PRELOAD. The link named by $NTH_CONTROL says which, as its target:
// "KIND N" (a link, because a process that can open nothing outside of its home can read it). Kinds:
//
//     write   writing into a file, cutting it, reserving room          ENOSPC
//     sync    fsync and fdatasync                                      EIO
//     open    opening or making a file or folder                       EIO
//     rename  rename, link and symlink                                 EIO
//     unlink  unlink and rmdir                                         EIO
//     socket  socket, bind, listen, connect, accept, and each piece that is sent or received     ECONNRESET
//     alloc   malloc, calloc, realloc and the like                     ENOMEM
//
// Only the program $NTH_PROGRAM counts, each process for itself and anew whenever the target changes. When the failure is due a line "nth: KIND N"
// goes to standard error, so that a test knows when there is no n-th operation any more. What the C library does on its own (stdio's
// writes) is not seen but when a stream is closed or emptied.
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define NAME_MAX_SEEN 128

static const char *control; // NULL: this process is none that counts
static char present[64];    // what the link said last
static long left;           // operations until the one that fails
static char wanted[16];

static void *next(const char *name) {
    void *function = dlsym(RTLD_NEXT, name);
    if (!function)
        abort();
    return function;
}

__attribute__((constructor)) static void begin(void) {
    char exe[512];
    const char *program = getenv("NTH_PROGRAM"), *link = getenv("NTH_CONTROL");
    const ssize_t length = readlink("/proc/self/exe", exe, sizeof exe - 1);
    if (!program || !link || length <= 0)
        return;
    exe[length] = '\0';
    const char *slash = strrchr(exe, '/');
    if (slash && strcmp(slash + 1, program) == 0)
        control = link;
}

// Reads what is wanted; a new target starts a new count.
static bool read_control(void) {
    char content[sizeof present];
    const ssize_t length = readlink(control, content, sizeof content - 1);
    if (length <= 0)
        return false;
    content[length] = '\0';
    if (strcmp(content, present) != 0) {
        memcpy(present, content, (size_t)length + 1);
        const size_t kind = strcspn(content, " ");
        snprintf(wanted, sizeof wanted, "%.*s", (int)kind, content);
        left = strtol(content + kind, NULL, 10);
    }
    return true;
}

static bool fails(const char *kind, int error) {
    const int saved = errno;
    if (!control || !read_control() || strcmp(wanted, kind) != 0 || left <= 0 || --left > 0) {
        errno = saved;
        return false;
    }
    char line[NAME_MAX_SEEN];
    const int length = snprintf(line, sizeof line, "nth: %s\n", present);
    (void)syscall(SYS_write, STDERR_FILENO, line, (size_t)length);
    errno = error;
    return true;
}

static bool is_kind(int fd, mode_t type) {
    struct stat state;
    const int saved = errno;
    const bool is = control && fstat(fd, &state) == 0 && (state.st_mode & S_IFMT) == type;
    errno = saved;
    return is;
}
static bool write_fails(int fd) {
    return is_kind(fd, S_IFREG) && fd != STDERR_FILENO && fd != STDOUT_FILENO ? fails("write", ENOSPC)
                                                                              : is_kind(fd, S_IFSOCK) && fails("socket", ECONNRESET);
}
static bool read_fails(int fd) {
    return is_kind(fd, S_IFSOCK) && fails("socket", ECONNRESET);
}

// NOLINTBEGIN(readability-inconsistent-declaration-parameter-name): the names in glibc's headers are its own.
// NOLINTBEGIN(bugprone-macro-parentheses): a type and a name can't stand in parentheses.

// The real function; ISO C knows no conversion from an object pointer.
#define REAL(type, name)                     \
    static type real;                        \
    if (!real) {                             \
        void *found = next(name);            \
        memcpy(&real, &found, sizeof found); \
    }
#define WRAP(result, name, parameters, arguments, failing, failed) \
    result name parameters;                                        \
    result name parameters {                                       \
        typedef result(*real_type) parameters;                     \
        REAL(real_type, #name)                                     \
        return (failing) ? (failed) : real arguments;              \
    }

WRAP(ssize_t, write, (int fd, const void *bytes, size_t length), (fd, bytes, length), write_fails(fd), -1)
WRAP(ssize_t, pwrite, (int fd, const void *bytes, size_t length, off_t at), (fd, bytes, length, at), write_fails(fd), -1)
WRAP(ssize_t, pwrite64, (int fd, const void *bytes, size_t length, off_t at), (fd, bytes, length, at), write_fails(fd), -1)
WRAP(ssize_t, writev, (int fd, const struct iovec *parts, int count), (fd, parts, count), write_fails(fd), -1)
WRAP(int, ftruncate, (int fd, off_t length), (fd, length), write_fails(fd), -1)
WRAP(int, ftruncate64, (int fd, off_t length), (fd, length), write_fails(fd), -1)
WRAP(int, fallocate, (int fd, int mode, off_t at, off_t length), (fd, mode, at, length), write_fails(fd), -1)
WRAP(int, fallocate64, (int fd, int mode, off_t at, off_t length), (fd, mode, at, length), write_fails(fd), -1)
WRAP(ssize_t, sendfile, (int to, int from, off_t *at, size_t length), (to, from, at, length), write_fails(to), -1)
WRAP(int, fsync, (int fd), (fd), fails("sync", EIO), -1)
WRAP(int, fdatasync, (int fd), (fd), fails("sync", EIO), -1)
WRAP(int, rename, (const char *from, const char *to), (from, to), fails("rename", EIO), -1)
WRAP(int, link, (const char *from, const char *to), (from, to), fails("rename", EIO), -1)
WRAP(int, symlink, (const char *from, const char *to), (from, to), fails("rename", EIO), -1)
WRAP(int, unlink, (const char *path), (path), fails("unlink", EIO), -1)
WRAP(int, rmdir, (const char *path), (path), fails("unlink", EIO), -1)
WRAP(int, mkdir, (const char *path, mode_t mode), (path, mode), fails("open", EIO), -1)
WRAP(ssize_t, read, (int fd, void *bytes, size_t length), (fd, bytes, length), read_fails(fd), -1)
WRAP(ssize_t, recv, (int fd, void *bytes, size_t length, int flags), (fd, bytes, length, flags), read_fails(fd), -1)
WRAP(ssize_t, recvmsg, (int fd, struct msghdr *message, int flags), (fd, message, flags), read_fails(fd), -1)
WRAP(ssize_t, send, (int fd, const void *bytes, size_t length, int flags), (fd, bytes, length, flags), fails("socket", ECONNRESET), -1)
WRAP(ssize_t, sendmsg, (int fd, const struct msghdr *message, int flags), (fd, message, flags), fails("socket", ECONNRESET), -1)
WRAP(int, socket, (int domain, int type, int protocol), (domain, type, protocol), fails("socket", EMFILE), -1)
WRAP(int, bind, (int fd, __CONST_SOCKADDR_ARG address, socklen_t length), (fd, address, length), fails("socket", EADDRINUSE), -1)
WRAP(int, listen, (int fd, int backlog), (fd, backlog), fails("socket", EADDRINUSE), -1)
WRAP(int, connect, (int fd, __CONST_SOCKADDR_ARG address, socklen_t length), (fd, address, length), fails("socket", ECONNREFUSED), -1)
WRAP(int, accept, (int fd, __SOCKADDR_ARG address, socklen_t *length), (fd, address, length), fails("socket", ECONNABORTED), -1)
WRAP(int, accept4, (int fd, __SOCKADDR_ARG address, socklen_t *length, int flags), (fd, address, length, flags), fails("socket", ECONNABORTED), -1)
WRAP(int, fflush, (FILE * stream), (stream), stream &&stream != stdout && stream != stderr && fails("write", ENOSPC), EOF)
WRAP(FILE *, fopen, (const char *path, const char *mode), (path, mode), fails("open", EIO), NULL)
WRAP(FILE *, fopen64, (const char *path, const char *mode), (path, mode), fails("open", EIO), NULL)

// The stream is closed all the same, as the real one does it.
int fclose(FILE *stream) {
    typedef int (*real_type)(FILE *);
    REAL(real_type, "fclose")
    const bool failed = (fcntl(fileno(stream), F_GETFL) & O_ACCMODE) != O_RDONLY && stream != stdout && stream != stderr && fails("write", ENOSPC);
    const int saved = errno, closed = real(stream);
    if (failed)
        errno = saved;
    return failed ? EOF : closed;
}

static mode_t mode_of(int flags, va_list *args) {
    return (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(*args, mode_t) : 0;
}
#define WRAP_OPEN(name, parameters, type, arguments)     \
    int name parameters;                                 \
    int name parameters {                                \
        REAL(type, #name)                                \
        va_list args;                                    \
        va_start(args, flags);                           \
        const mode_t mode = mode_of(flags, &args);       \
        va_end(args);                                    \
        return fails("open", EIO) ? -1 : real arguments; \
    }
typedef int (*open_type)(const char *, int, ...);
typedef int (*openat_type)(int, const char *, int, ...);
WRAP_OPEN(open, (const char *path, int flags, ...), open_type, (path, flags, mode))
WRAP_OPEN(open64, (const char *path, int flags, ...), open_type, (path, flags, mode))
WRAP_OPEN(openat, (int folder, const char *path, int flags, ...), openat_type, (folder, path, flags, mode))
WRAP_OPEN(openat64, (int folder, const char *path, int flags, ...), openat_type, (folder, path, flags, mode))

// glibc has its allocator under these names too; dlsym itself allocates.
void *__libc_malloc(size_t);
void *__libc_calloc(size_t, size_t);
void *__libc_realloc(void *, size_t);
void *__libc_memalign(size_t, size_t);
void *malloc(size_t size) {
    return fails("alloc", ENOMEM) ? NULL : __libc_malloc(size);
}
void *calloc(size_t count, size_t size) {
    return fails("alloc", ENOMEM) ? NULL : __libc_calloc(count, size);
}
void *realloc(void *memory, size_t size) {
    return fails("alloc", ENOMEM) ? NULL : __libc_realloc(memory, size);
}
int posix_memalign(void **memory, size_t alignment, size_t size) {
    if (fails("alloc", ENOMEM))
        return ENOMEM;
    *memory = __libc_memalign(alignment, size);
    return *memory ? 0 : ENOMEM;
}
// NOLINTEND(bugprone-macro-parentheses)
// NOLINTEND(readability-inconsistent-declaration-parameter-name)
