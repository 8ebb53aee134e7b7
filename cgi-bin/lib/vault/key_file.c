// Writing and reading files that hold a key.
#include "vault/key_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"

enum status key_file_sync_folder(const char *path) {
    struct arena *arena = arena_new();
    const char *slash = strrchr(path, '/');
    const char *folder = slash ? arena_copy(arena, path, (size_t)(slash - path) + 1) : ".";
    const int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool synced = fd >= 0 && fsync(fd) == 0;
    const int error = errno;
    if (fd >= 0)
        close(fd);
    arena_free(arena);
    errno = error;
    return synced ? STATUS_OK : STATUS_UNAVAILABLE;
}

enum status key_file_write(const char *path, const char *text, size_t length, mode_t mode) {
    const int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
    if (fd < 0)
        return errno == EEXIST ? STATUS_CONFLICT : STATUS_UNAVAILABLE;
    bool written = fchmod(fd, mode) == 0 && write(fd, text, length) == (ssize_t)length && fsync(fd) == 0;
    int error = errno;
    written = close(fd) == 0 && written;
    if (written && key_file_sync_folder(path) == STATUS_OK)
        return STATUS_OK;
    error = written ? errno : error;
    unlink(path); // else trying once more would find a key that nobody was told of
    errno = error;
    return STATUS_UNAVAILABLE;
}

enum status key_file_replace(const char *path, const char *text, size_t length, mode_t mode) {
    struct arena *arena = arena_new();
    const char *fresh = arena_format(arena, "%s.new", path);
    (void)unlink(fresh); // of somebody who was killed
    enum status status = key_file_write(fresh, text, length, mode);
    if (status == STATUS_OK && rename(fresh, path) != 0)
        status = STATUS_UNAVAILABLE;
    if (status == STATUS_OK)
        status = key_file_sync_folder(path);
    arena_free(arena);
    return status;
}

enum status key_file_read(const char *path, char text[KEY_FILE_MAX + 1]) {
    errno = 0;
    const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0)
        return errno == ENOENT ? STATUS_NOT_FOUND : STATUS_UNAVAILABLE;
    struct stat stat;
    enum status status = STATUS_OK;
    if (fstat(fd, &stat) != 0 || !S_ISREG(stat.st_mode) || stat.st_uid != geteuid() || (stat.st_mode & 077) != 0) {
        status = STATUS_FORBIDDEN;
    } else {
        const ssize_t length = read(fd, text, KEY_FILE_MAX);
        text[length > 0 ? length : 0] = '\0';
        status = length > 0 ? STATUS_OK : STATUS_INVALID;
    }
    const int error = errno;
    close(fd);
    errno = error;
    return status;
}
