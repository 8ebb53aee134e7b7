// Taking the files of a backup out of a stream.
#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/io.h"
#include "base/log.h"
#include "domain/backup_archive.h"

#define PIECE 65536

struct unpacking {
    struct archive *archive;
    const struct backup_source *source;
    const struct backup_listener *listener;
    struct backup_passage *passage;
    int folder;
    uint64_t done;
};

static bool fail(struct unpacking *unpacking, enum backup_fault fault, const char *path, int error) {
    // What failed first is the cause of the rest.
    if (unpacking->passage->fault == BACKUP_GOOD) {
        unpacking->passage->fault = fault;
        unpacking->passage->path = path;
        unpacking->passage->error = error;
    }
    return false;
}

static la_ssize_t on_read(struct archive *archive, void *data, const void **bytes) {
    struct unpacking *unpacking = data;
    size_t length = 0;
    (void)archive;
    if (unpacking->source->next(unpacking->source->data, bytes, &length))
        return (la_ssize_t)length;
    fail(unpacking, BACKUP_STREAM, NULL, errno);
    return -1;
}

// The part that the entry is; BACKUP_PARTS: none that belongs into a backup.
static enum backup_part part_of(struct archive_entry *entry) {
    const char *path = archive_entry_pathname(entry);
    enum backup_part part = 0;
    while (path && part < BACKUP_PARTS && strcmp(path, BACKUP_MEMBERS[part].path) != 0)
        part++;
    const bool plain = archive_entry_filetype(entry) == AE_IFREG && !archive_entry_hardlink(entry) &&
                       !archive_entry_symlink(entry) && archive_entry_sparse_count(entry) == 0 && archive_entry_size_is_set(entry);
    if (!path || part == BACKUP_PARTS || !plain || archive_entry_size(entry) < 0 ||
        archive_entry_size(entry) > BACKUP_MEMBERS[part].most)
        return BACKUP_PARTS;
    return part;
}

// The new file for a member, whose path is ours: one folder and a name.
static int create(struct unpacking *unpacking, const char *path) {
    char folder[32];
    const size_t length = (size_t)(strchr(path, '/') - path);
    memcpy(folder, path, length);
    folder[length] = '\0';
    if (mkdirat(unpacking->folder, folder, 0700) != 0 && errno != EEXIST)
        return -1;
    return openat(unpacking->folder, path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
}

static bool take_bytes(struct unpacking *unpacking, int fd, const char *path, int64_t size) {
    char bytes[PIECE];
    while (size > 0) {
        const la_ssize_t got = archive_read_data(unpacking->archive, bytes, sizeof bytes);
        if (got <= 0 || got > size)
            return fail(unpacking, BACKUP_CONTENT, path, 0);
        if (!io_write(fd, bytes, (size_t)got))
            return fail(unpacking, BACKUP_FILE, path, errno);
        size -= got;
        unpacking->done += (uint64_t)got;
        if (!unpacking->listener->progress(unpacking->listener->data, unpacking->done))
            return fail(unpacking, BACKUP_STOPPED, NULL, EINTR);
    }
    return fsync(fd) == 0 || fail(unpacking, BACKUP_FILE, path, errno);
}

static bool take(struct unpacking *unpacking, struct archive_entry *entry) {
    const enum backup_part part = part_of(entry);
    if (part == BACKUP_PARTS || unpacking->passage->found[part])
        return fail(unpacking, BACKUP_CONTENT, NULL, 0);
    const char *path = BACKUP_MEMBERS[part].path;
    const int fd = create(unpacking, path);
    if (fd < 0)
        return fail(unpacking, BACKUP_FILE, path, errno);
    bool taken = take_bytes(unpacking, fd, path, archive_entry_size(entry));
    taken = (close(fd) == 0 || fail(unpacking, BACKUP_FILE, path, errno)) && taken;
    unpacking->passage->found[part] = taken;
    return taken;
}

// The archive may end before the stream does; only the end of the stream proves that nothing was cut off.
static bool drain(struct unpacking *unpacking) {
    const void *bytes;
    size_t length;
    do {
        if (!unpacking->source->next(unpacking->source->data, &bytes, &length))
            return fail(unpacking, BACKUP_STREAM, NULL, errno);
    } while (length > 0);
    return true;
}

static bool take_all(struct unpacking *unpacking) {
    struct archive_entry *entry = NULL;
    int code;
    while ((code = archive_read_next_header(unpacking->archive, &entry)) == ARCHIVE_OK)
        if (!take(unpacking, entry))
            return false;
    if (code != ARCHIVE_EOF || archive_format(unpacking->archive) == ARCHIVE_FORMAT_EMPTY)
        return fail(unpacking, BACKUP_CONTENT, NULL, 0);
    if (!drain(unpacking))
        return false;
    for (size_t i = 0; i < BACKUP_PARTS; i++)
        if (BACKUP_MEMBERS[i].required && !unpacking->passage->found[i])
            return fail(unpacking, BACKUP_CONTENT, BACKUP_MEMBERS[i].path, 0);
    return true;
}

void backup_unpack(const struct backup_source *source, int folder, const struct backup_listener *listener,
                   struct backup_passage *passage) {
    *passage = (struct backup_passage){0};
    struct unpacking unpacking = {
        .archive = archive_read_new(), .source = source, .listener = listener, .passage = passage, .folder = folder};
    if (!unpacking.archive)
        log_die("memory.out", "archive_read_new");
    // No other format and no other compression is even looked for.
    const bool opened = archive_read_support_format_tar(unpacking.archive) == ARCHIVE_OK &&
                        archive_read_support_filter_zstd(unpacking.archive) == ARCHIVE_OK &&
                        archive_read_open(unpacking.archive, &unpacking, NULL, on_read, NULL) == ARCHIVE_OK;
    if (!opened)
        fail(&unpacking, BACKUP_CONTENT, NULL, 0);
    else
        (void)take_all(&unpacking);
    archive_read_free(unpacking.archive);
}
