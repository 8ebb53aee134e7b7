// Putting the files of a backup into one stream.
#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "domain/backup_archive.h"

#define PIECE 65536

struct packing {
    struct archive *archive;
    const struct backup_sink *sink;
    const struct backup_listener *listener;
    struct backup_passage *passage;
    int64_t time;
    uint64_t done;
};

static bool fail(struct packing *packing, enum backup_fault fault, const char *path, int error) {
    // What failed first is the cause of the rest.
    if (packing->passage->fault == BACKUP_GOOD) {
        packing->passage->fault = fault;
        packing->passage->path = path;
        packing->passage->error = error;
    }
    return false;
}

static la_ssize_t on_write(struct archive *archive, void *data, const void *bytes, size_t length) {
    struct packing *packing = data;
    (void)archive;
    if (packing->sink->add(packing->sink->data, bytes, length))
        return (la_ssize_t)length;
    fail(packing, BACKUP_STREAM, NULL, errno);
    return -1;
}

static bool add_header(struct packing *packing, const char *path, int64_t size) {
    struct archive_entry *entry = archive_entry_new();
    if (!entry)
        log_die("memory.out", "archive_entry_new");
    archive_entry_set_pathname(entry, path);
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0600);
    archive_entry_set_size(entry, size);
    archive_entry_set_mtime(entry, (time_t)(packing->time / TIME_SECOND), 0);
    const bool added = archive_write_header(packing->archive, entry) == ARCHIVE_OK;
    archive_entry_free(entry);
    return added || fail(packing, BACKUP_STREAM, NULL, archive_errno(packing->archive));
}

static bool add_bytes(struct packing *packing, int fd, const char *path, int64_t size) {
    char bytes[PIECE];
    for (int64_t at = 0; at < size;) {
        const size_t most = size - at < PIECE ? (size_t)(size - at) : PIECE;
        const ssize_t got = pread(fd, bytes, most, at);
        if (got <= 0)
            return fail(packing, BACKUP_FILE, path, got < 0 ? errno : EIO);
        if (archive_write_data(packing->archive, bytes, (size_t)got) != got)
            return fail(packing, BACKUP_STREAM, NULL, archive_errno(packing->archive));
        at += got;
        packing->done += (uint64_t)got;
        if (!packing->listener->progress(packing->listener->data, packing->done))
            return fail(packing, BACKUP_STOPPED, NULL, EINTR);
    }
    return true;
}

static bool add_all(struct packing *packing, const struct backup_copies *copies) {
    for (size_t i = 0; i < BACKUP_PARTS; i++) {
        struct stat stat_now;
        if (copies->files[i] < 0)
            continue;
        const char *path = BACKUP_MEMBERS[i].path;
        if (fstat(copies->files[i], &stat_now) != 0)
            return fail(packing, BACKUP_FILE, path, errno);
        if (!add_header(packing, path, stat_now.st_size) || !add_bytes(packing, copies->files[i], path, stat_now.st_size))
            return false;
        packing->passage->found[i] = true;
    }
    return true;
}

void backup_pack(const struct backup_copies *copies, int64_t time, const struct backup_sink *sink,
                 const struct backup_listener *listener, struct backup_passage *passage) {
    *passage = (struct backup_passage){0};
    struct packing packing = {.archive = archive_write_new(), .sink = sink, .listener = listener, .passage = passage, .time = time};
    if (!packing.archive)
        log_die("memory.out", "archive_write_new");
    const bool opened = archive_write_set_format_pax_restricted(packing.archive) == ARCHIVE_OK &&
                        archive_write_add_filter_zstd(packing.archive) == ARCHIVE_OK &&
                        archive_write_set_bytes_per_block(packing.archive, PIECE) == ARCHIVE_OK &&
                        archive_write_set_bytes_in_last_block(packing.archive, 1) == ARCHIVE_OK && // no padding
                        archive_write_open(packing.archive, &packing, NULL, on_write, NULL) == ARCHIVE_OK;
    if (opened && !add_all(&packing, copies))
        archive_write_fail(packing.archive); // closing would write an end
    else if (!opened || archive_write_close(packing.archive) != ARCHIVE_OK)
        fail(&packing, BACKUP_STREAM, NULL, archive_errno(packing.archive));
    archive_write_free(packing.archive);
}
