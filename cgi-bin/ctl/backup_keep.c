#include "ctl/backup_keep.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "ctl/say.h"

#define ABANDONED_MS (60 * TIME_SECOND)

// One backup in the folder.
struct kept {
    const char *path;
    int64_t time;
    bool fresh;
};

bool backup_is_ours(const char *path, const struct access_public *installation, struct sealed_header *header) {
    struct stat stat_now;
    const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0)
        return false;
    const bool ours = fstat(fd, &stat_now) == 0 && S_ISREG(stat_now.st_mode) &&
                      sealed_header_read(fd, header) == SEALED_GOOD &&
                      memcmp(header->installation, installation->log_id, sizeof header->installation) == 0;
    close(fd);
    return ours;
}

static bool is_part(const char *name) {
    const size_t length = strlen(name), suffix = strlen(BACKUP_PART_SUFFIX);
    return length > suffix && strcmp(name + length - suffix, BACKUP_PART_SUFFIX) == 0;
}

// The newest first; the fresh one before all, whatever the clock said.
static int by_age(const void *a, const void *b) {
    const struct kept *left = a, *right = b;
    if (left->fresh != right->fresh)
        return left->fresh ? -1 : 1;
    if (left->time != right->time)
        return left->time > right->time ? -1 : 1;
    return strcmp(right->path, left->path);
}

static unsigned remove_older(struct kept *found, size_t count, unsigned keep) {
    unsigned removed = 0;
    if (count > 0)
        qsort(found, count, sizeof *found, by_age);
    for (size_t i = keep; i < count; i++) {
        if (unlink(found[i].path) == 0)
            removed++;
        else
            say_fault(TEXT("删不了旧备份 %s：%s", "can't remove the old backup %s: %s"), found[i].path, strerror(errno));
    }
    return removed;
}

static const char *name_of(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

unsigned backup_keep(const char *folder, const char *fresh, unsigned keep, const struct access_public *installation) {
    struct arena *arena = arena_new();
    struct dirent **entries = NULL;
    const int count = scandir(folder, &entries, NULL, alphasort);
    struct kept *found = ARENA_ARRAY(arena, struct kept, count > 0 ? (size_t)count : 1);
    size_t used = 0;
    for (int i = 0; i < count; i++) {
        const char *path = arena_format(arena, "%s/%s", folder, entries[i]->d_name);
        struct sealed_header header;
        if (!is_part(entries[i]->d_name) && backup_is_ours(path, installation, &header))
            found[used++] = (struct kept){path, header.time, strcmp(entries[i]->d_name, name_of(fresh)) == 0};
        free(entries[i]);
    }
    free(entries);
    const unsigned removed = remove_older(found, used, keep);
    arena_free(arena);
    return removed;
}

// Killed before its header was written, it is empty and nobody's. Another installation's may be empty too, but not for long.
static bool is_abandoned(const char *path, const char *name) {
    struct stat stat_now;
    const struct clock clock = clock_system();
    return strncmp(name, "kedang-", strlen("kedang-")) == 0 && lstat(path, &stat_now) == 0 && S_ISREG(stat_now.st_mode) &&
           stat_now.st_size == 0 && (int64_t)stat_now.st_mtime * TIME_SECOND < clock_now(&clock) - ABANDONED_MS;
}

void backup_clear(const char *folder, const struct access_public *installation) {
    struct arena *arena = arena_new();
    struct dirent **entries = NULL;
    const int count = scandir(folder, &entries, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        const char *path = arena_format(arena, "%s/%s", folder, entries[i]->d_name);
        struct sealed_header header;
        if (is_part(entries[i]->d_name) &&
            (backup_is_ours(path, installation, &header) || is_abandoned(path, entries[i]->d_name)))
            (void)unlink(path);
        free(entries[i]);
    }
    free(entries);
    arena_free(arena);
}
