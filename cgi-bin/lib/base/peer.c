#include "base/peer.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

bool peer_owns(int fd, const char *folder) {
    struct ucred peer;
    socklen_t size = sizeof peer;
    struct stat entry;
    if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0)
        return false;
    return peer.uid == 0 || peer.uid == (stat(folder, &entry) == 0 ? entry.st_uid : geteuid());
}

mode_t peer_mask(const char *path) {
    char folder[PATH_MAX] = ".";
    struct stat entry;
    const char *end = strrchr(path, '/');
    if (end != NULL)
        (void)snprintf(folder, sizeof folder, "%.*s", (int)(end - path), path);
    return stat(folder, &entry) == 0 && (entry.st_mode & S_IXGRP) != 0 ? 0117 : 0177;
}
