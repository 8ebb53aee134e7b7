#include "ctl/run_logs.h"

#include <fcntl.h>
#include <glob.h>
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

static bool copy(int from, const char *path, off_t size) {
    const int to = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (to < 0)
        return false;
    off_t offset = 0;
    while (offset < size && sendfile(to, from, &offset, (size_t)(size - offset)) > 0)
        continue;
    return close(to) == 0 && offset >= size;
}

// `copy` becomes the newest of the kept ones.
static void push(const char *path, const char *copy, struct arena *arena) {
    for (int i = KEPT - 1; i >= 1; i--)
        (void)rename(arena_format(arena, "%s.%d", path, i), arena_format(arena, "%s.%d", path, i + 1));
    (void)rename(copy, arena_format(arena, "%s.1", path));
}

static void rotate(const char *path, struct arena *arena) {
    struct stat file;
    const int fd = open(path, O_RDWR | O_CLOEXEC);
    if (fd < 0)
        return;
    if (fstat(fd, &file) == 0 && S_ISREG(file.st_mode) && file.st_size > SIZE_MAX_LOG) {
        const char *kept = arena_format(arena, "%s.new", path);
        // Without room for the copy all stays as it is: nothing is thrown away that was not kept.
        if (copy(fd, kept, file.st_size) && ftruncate(fd, 0) == 0)
            push(path, kept, arena);
        else
            unlink(kept);
    }
    close(fd);
}

void run_logs_rotate(void) {
    glob_t logs;
    if (glob(FOLDER "/*" SUFFIX, 0, NULL, &logs) != 0)
        return;
    struct arena *arena = arena_new();
    for (size_t i = 0; i < logs.gl_pathc; i++)
        rotate(logs.gl_pathv[i], arena);
    globfree(&logs);
    arena_free(arena);
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
