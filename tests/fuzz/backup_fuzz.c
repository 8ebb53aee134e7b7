// What a backup file may hold, in two layers: the first byte says what the rest is. 0: a sealed file, read with a key of ours; other
// values: the stream inside it, which whoever has the public key can make as they like. No crash, no overrun; nothing is written
// but the members of a backup, below the folder that was given, with content no longer than is believed.
#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "domain/backup_archive.h"
#include "vault/sealed_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds) {
    if (!holds)
        abort();
}

// --- The sealed file

static void read_sealed(const uint8_t *data, size_t size) {
    struct backup_secret secret = {.key = {9}, .public = {.key = {8}}};
    struct sealed_header header;
    struct opening *opening = NULL;
    const void *bytes;
    size_t length = 1;
    const int fd = memfd_create("sealed", MFD_CLOEXEC);
    must(fd >= 0 && write(fd, data, size) == (ssize_t)size && lseek(fd, 0, SEEK_SET) == 0);
    if (sealed_header_read(fd, &header) == SEALED_GOOD) {
        // As if it were sealed for us: so the fuzzer gets behind the comparison of the keys.
        secret.public = header.key;
        must(size >= SEALED_HEADER_SIZE);
    }
    must(lseek(fd, 0, SEEK_SET) == 0);
    enum sealed_fault fault = opening_start(&opening, fd, &secret);
    while (fault == SEALED_GOOD && length > 0) {
        fault = opening_next(opening, &bytes, &length);
        must(length <= SEALED_CHUNK && (fault == SEALED_GOOD || length == 0));
    }
    opening_free(opening);
    close(fd);
}

// --- The stream inside

struct bytes {
    const uint8_t *data;
    size_t left;
};

static bool on_next(void *data, const void **bytes, size_t *length) {
    struct bytes *source = data;
    *bytes = source->data;
    *length = source->left < 4096 ? source->left : 4096;
    source->data += *length;
    source->left -= *length;
    return true;
}

// A bomb ends here: what is unpacked is a thousand times what was packed at most, in a run of the fuzzer.
static bool on_progress(void *data, uint64_t done) {
    (void)data;
    return done < ((uint64_t)1 << 24);
}

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *place) {
    (void)status;
    (void)type;
    (void)place;
    return remove(path);
}

static unsigned count_below(int parent) {
    unsigned count = 0;
    const int fd = openat(parent, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *folder = fdopendir(fd);
    must(folder != NULL);
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;)
        count += entry->d_name[0] != '.';
    closedir(folder);
    return count;
}

// The found members are there as plain files of their own, and nothing is beside the folder.
static void check_written(int home, const struct backup_passage *passage) {
    for (size_t i = 0; i < BACKUP_PARTS; i++) {
        struct stat stat_now;
        const bool there = fstatat(home, BACKUP_MEMBERS[i].path, &stat_now, AT_SYMLINK_NOFOLLOW) == 0;
        must(!passage->found[i] || there);
        must(!there || (S_ISREG(stat_now.st_mode) && stat_now.st_nlink == 1 && (stat_now.st_mode & 07777) == 0600 &&
                        stat_now.st_size <= BACKUP_MEMBERS[i].most));
        must(passage->fault != BACKUP_GOOD || !BACKUP_MEMBERS[i].required || there);
    }
    must(count_below(home) <= 3); // db, custody, heads
}

static void unpack(const uint8_t *data, size_t size) {
    char outer[] = "/tmp/kedang-fuzz-XXXXXX";
    must(mkdtemp(outer) != NULL);
    const int parent = open(outer, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    must(parent >= 0 && mkdirat(parent, "home", 0700) == 0);
    const int home = openat(parent, "home", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    struct bytes source_bytes = {data, size};
    const struct backup_source source = {on_next, &source_bytes};
    const struct backup_listener listener = {on_progress, NULL};
    struct backup_passage passage;
    backup_unpack(&source, home, &listener, &passage);
    check_written(home, &passage);
    must(count_below(parent) == 1);
    close(home);
    close(parent);
    must(nftw(outer, remove_one, 8, FTW_DEPTH | FTW_PHYS) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size == 0)
        return 0;
    if (data[0] == 0)
        read_sealed(data + 1, size - 1);
    else
        unpack(data + 1, size - 1);
    return 0;
}
