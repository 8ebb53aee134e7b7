#include "ctl/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/io.h"

#define FILE_MAX ((size_t)16 << 20)

const char *file_read(const char *path, struct arena *arena) {
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return NULL;
    struct buffer text = {.arena = arena};
    char bytes[4096];
    buffer_text(&text, "");
    for (size_t length; (length = fread(bytes, 1, sizeof bytes, file)) > 0 && text.length < FILE_MAX;)
        buffer_add(&text, bytes, length);
    bool whole = feof(file) && !ferror(file);
    fclose(file);
    if (!whole)
        errno = EFBIG;
    return whole ? text.data : NULL;
}

static bool replace(const char *path, const char *bytes, size_t length, mode_t mode) {
    char fresh[PATH_MAX];
    snprintf(fresh, sizeof fresh, "%s.new", path);
    int fd = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0)
        return false;
    bool written = io_write(fd, bytes, length) && fsync(fd) == 0 && fchmod(fd, mode) == 0;
    int reason = errno;
    close(fd);
    if (written && rename(fresh, path) == 0)
        return true;
    reason = written ? errno : reason;
    unlink(fresh);
    errno = reason;
    return false;
}

bool file_sync_folder(const char *path) {
    const int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool synced = fd >= 0 && fsync(fd) == 0;
    if (fd >= 0)
        close(fd);
    return synced;
}

bool file_write(const char *path, const char *bytes, size_t length) {
    return replace(path, bytes, length, 0600);
}

bool file_write_public(const char *path, const char *bytes, size_t length) {
    return replace(path, bytes, length, 0644);
}
