#include "base/paths.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"

const char *paths_bin(struct arena *arena) {
    char path[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    if (length <= 0)
        log_die("paths", "/proc/self/exe can't be read");
    path[length] = '\0';
    *strrchr(path, '/') = '\0';
    return arena_string(arena, path);
}

const char *paths_share(struct arena *arena) {
    const char *share = getenv("KEDANG_SHARE");
    if (share != NULL && *share != '\0')
        return share;
    return arena_format(arena, "%s/../share", paths_bin(arena));
}
