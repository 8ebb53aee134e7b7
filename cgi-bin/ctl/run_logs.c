#include "ctl/run_logs.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#define FOLDER "log"
#define SUFFIX ".log"
#define SIZE_MAX_LOG (16 * 1024 * 1024)
#define KEPT 4
#define TAIL 2048

static bool ends_with(const char *text, const char *end) {
    const size_t length = strlen(text), end_length = strlen(end);
    return length >= end_length && strcmp(text + length - end_length, end) == 0;
}

static bool copy(int from, const char *path, off_t size) {
    const int to = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (to < 0)
        return false;
    off_t offset = 0;
    while (offset < size && sendfile(to, from, &offset, (size_t)(size - offset)) > 0)
        continue;
    return close(to) == 0 && offset >= size;
}

static void rotate(const char *path, struct arena *arena) {
    struct stat file;
    const int fd = open(path, O_RDWR | O_CLOEXEC);
    if (fd < 0)
        return;
    if (fstat(fd, &file) == 0 && S_ISREG(file.st_mode) && file.st_size > SIZE_MAX_LOG) {
        for (int i = KEPT - 1; i >= 1; i--)
            (void)rename(arena_format(arena, "%s.%d", path, i), arena_format(arena, "%s.%d", path, i + 1));
        // Without room for the copy the log stays as it is: nothing is thrown away that was not kept.
        const char *newest = arena_format(arena, "%s.1", path);
        if (!copy(fd, newest, file.st_size) || ftruncate(fd, 0) != 0)
            unlink(newest);
    }
    close(fd);
}

void run_logs_rotate(struct arena *arena) {
    DIR *folder = opendir(FOLDER);
    if (folder == NULL)
        return;
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;)
        if (ends_with(entry->d_name, SUFFIX))
            rotate(arena_format(arena, FOLDER "/%s", entry->d_name), arena);
    closedir(folder);
    arena_wipe(arena);
}

const char *run_logs_last_line(const char *name, struct arena *arena) {
    char tail[TAIL + 1] = "";
    const int fd = open(arena_format(arena, FOLDER "/%s" SUFFIX, name), O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return "";
    const off_t size = lseek(fd, 0, SEEK_END);
    ssize_t length = pread(fd, tail, TAIL, size > TAIL ? size - TAIL : 0);
    close(fd);
    while (length > 0 && tail[length - 1] == '\n')
        tail[--length] = '\0';
    const char *start = strrchr(tail, '\n');
    return arena_string(arena, start != NULL ? start + 1 : tail);
}
