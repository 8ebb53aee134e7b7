#include "base/io.h"

#include <errno.h>
#include <unistd.h>

bool io_write(int fd, const void *bytes, size_t length) {
    const char *from = bytes;
    while (length > 0) {
        const ssize_t written = write(fd, from, length);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        from += written;
        length -= (size_t)written;
    }
    return true;
}

ssize_t io_read(int fd, void *bytes, size_t most) {
    size_t length = 0;
    while (length < most) {
        const ssize_t got = read(fd, (char *)bytes + length, most - length);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -1;
        if (got == 0)
            break;
        length += (size_t)got;
    }
    return (ssize_t)length;
}
