// Reading the end of the heads file, and adding to it.
#include "vault/heads.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/io.h"
#include "base/log.h"

bool heads_last(const char *path, const struct access_public *public, struct access_head *head) {
    char text[4 * ACCESS_LINE_MAX];
    FILE *file = fopen(path, "re");
    bool found = false;
    if (!file)
        return false;
    // The last lines are enough: the first of them is cut, and at most one is torn.
    const bool cut = fseek(file, -(long)(sizeof text - 1), SEEK_END) == 0 && ftell(file) > 0;
    for (bool first = cut; fgets(text, sizeof text, file); first = false) {
        struct access_head read;
        text[strcspn(text, "\n")] = '\0';
        if (!first && access_head_parse(text, &read) == HEAD_LINE_GOOD && access_head_valid(public, &read)) {
            *head = read;
            found = true;
        }
    }
    fclose(file);
    return found;
}

static bool ends_torn(int fd) {
    struct stat stat;
    char last = '\n';
    if (fstat(fd, &stat) != 0 || stat.st_size == 0)
        return false;
    return pread(fd, &last, 1, stat.st_size - 1) == 1 && last != '\n';
}

enum status heads_append(const char *path, const struct access_head *heads, unsigned count) {
    struct arena *arena = arena_new();
    struct buffer text = {.arena = arena};
    const int fd = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd >= 0 && ends_torn(fd))
        buffer_text(&text, "\n");
    for (unsigned i = 0; i < count; i++)
        buffer_text(&text, access_head_line(&heads[i], arena));
    const bool written = fd >= 0 && io_write(fd, text.data, text.length) && fdatasync(fd) == 0;
    if (!written)
        LOG_EVENT(LOG_ERROR, "heads.append", LOG_TEXT("path", path), LOG_TEXT("error", strerror(errno)));
    if (fd >= 0)
        close(fd);
    arena_free(arena);
    return written ? STATUS_OK : STATUS_UNAVAILABLE;
}
