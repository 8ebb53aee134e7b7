// Copies of a home's files while programs and people go on.
//
// Each database is copied as it is at one moment; the moments differ, so their order has to make up for it:
//
//   1 the store   what follows is at least as new as this
//   2 passwords   login writes a chosen one before the store forgets the one-time password it replaces: copied later, the file has every
//                 password whose offer the copied store lacks, and knows an offer that is over (credential.h)
//   3 the index   it follows the store by its history and remembers where it was: behind, it catches up after a restore; ahead,
//                 it finds another row there, or none, and begins anew. An entry whose record the store lacks does no harm:
//                 the custodian opens and compares what the index points at before it tells anybody
//   4 the heads   a head is filed only when the log holds it and the records under it, so the copied log, being newer, holds
//                 every record that a copied head proves: the other way round a verification would find the log cut
//   5 the log     the custodian writes a record before it discloses, so whatever somebody could do in the store with what they
//                 had seen comes after the record: every disclosure that left a trace in the copied store has its
//                 record in the copied log. Records, their links and the signed tip change in one commit, so a view of
//                 the log verifies at any moment
//
// The log may know of looks at customers who are newer than the copied store. That is right: they were disclosed.
// Public files and the key do not change.
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/io.h"
#include "domain/backup.h"
#include "domain/credential.h"
#include "store/store.h"
#include "vault/access.h"

#define MIB ((int64_t)1 << 20)
#define DATABASE_MOST (MIB << 20) // a TiB

const struct backup_member BACKUP_MEMBERS[BACKUP_PARTS] = {
    [BACKUP_STORE] = {"db/kedang.db", DATABASE_MOST, true, true},
    [BACKUP_CREDENTIALS] = {CREDENTIAL_FILE, DATABASE_MOST, true, false}, // what an earlier version made has none
    [BACKUP_INDEX] = {"custody/index.db", DATABASE_MOST, true, false},
    [BACKUP_HEADS] = {"heads/heads", 4096 * MIB, false, false},
    [BACKUP_LOG] = {"custody/access.db", DATABASE_MOST, true, false},
    [BACKUP_PUBLIC] = {"custody/public", ACCESS_PUBLIC_FILE_MAX, false, true},
    [BACKUP_KEY] = {"custody/key", 4096, false, false},
};

static const struct sql CUSTOMERS = {"backup.customers", "SELECT count(*) FROM customer"};
static const struct sql NEWEST = {"backup.newest", "SELECT COALESCE(max(seq), 0) FROM access"};
static const struct sql ENTRIES = {"backup.entries", "SELECT count(*) FROM filled"};

static const struct sql PASSWORDS = {"backup.passwords", "SELECT count(*) FROM credential"};

static const struct sql *count_of(enum backup_part part) {
    static const struct sql *const COUNTS[BACKUP_PARTS] = {
        [BACKUP_STORE] = &CUSTOMERS, [BACKUP_CREDENTIALS] = &PASSWORDS, [BACKUP_INDEX] = &ENTRIES, [BACKUP_LOG] = &NEWEST};
    return COUNTS[part];
}

struct copying {
    struct backup_copies *copies;
    const struct backup_listener *listener;
    const char *folder;
    uint64_t before; // bytes of the parts that are done
    struct arena *arena;
};

static bool fail(struct copying *copying, const char *path, int error) {
    copying->copies->path = path;
    copying->copies->error = error;
    return false;
}

uint64_t backup_size(void) {
    struct stat stat_now;
    uint64_t size = 0;
    for (size_t i = 0; i < BACKUP_PARTS; i++)
        if (BACKUP_MEMBERS[i].database && stat(BACKUP_MEMBERS[i].path, &stat_now) == 0)
            size += (uint64_t)stat_now.st_size;
    return size;
}

static bool on_progress(void *data, uint64_t done) {
    const struct copying *copying = data;
    const struct backup_listener *listener = copying->listener;
    return listener->progress(listener->data, copying->before + done);
}

// A new empty file; the caller takes its name away.
static int make_file(struct copying *copying, char **path) {
    *path = arena_format(copying->arena, "%s/copy-XXXXXX", copying->folder);
    const int fd = mkostemp(*path, O_CLOEXEC);
    if (fd < 0)
        fail(copying, copying->folder, errno);
    return fd;
}

static bool copy_database(struct copying *copying, enum backup_part part) {
    char *to;
    const int fd = make_file(copying, &to);
    copying->copies->files[part] = fd;
    if (fd < 0)
        return false;
    struct store_copying store = {.from = BACKUP_MEMBERS[part].path,
                                  .to = to,
                                  .count = count_of(part),
                                  .progress = on_progress,
                                  .data = copying};
    if (store_copy(&store) != STATUS_OK)
        return fail(copying, BACKUP_MEMBERS[part].path, store.error);
    if (part == BACKUP_STORE)
        copying->copies->customers = store.number;
    if (part == BACKUP_LOG)
        copying->copies->newest = store.number;
    struct stat stat_now;
    copying->before += fstat(fd, &stat_now) == 0 ? (uint64_t)stat_now.st_size : 0;
    return true;
}

// Copies the heads up to the last whole line: one may be in the middle of being written.
static bool copy_lines(int from, int to) {
    char bytes[65536];
    off_t length = 0, whole = 0;
    for (ssize_t got; (got = read(from, bytes, sizeof bytes)) != 0; length += got) {
        if (got < 0 || !io_write(to, bytes, (size_t)got))
            return false;
        const char *end = memrchr(bytes, '\n', (size_t)got);
        whole = end ? length + (end - bytes) + 1 : whole;
    }
    return ftruncate(to, whole) == 0;
}

static bool copy_heads(struct copying *copying) {
    const char *path = BACKUP_MEMBERS[BACKUP_HEADS].path;
    char *to;
    const int from = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW), fd = from < 0 ? -1 : make_file(copying, &to);
    if (from < 0)
        return fail(copying, path, errno);
    copying->copies->files[BACKUP_HEADS] = fd;
    bool copied = false;
    if (fd >= 0) {
        (void)unlink(to);
        copied = copy_lines(from, fd) || fail(copying, path, errno);
    }
    close(from);
    return copied;
}

// A file that may be replaced, and what it held before overwritten with zeros, while the backup is sealed.
static bool copy_small(struct copying *copying, enum backup_part part) {
    const char *path = BACKUP_MEMBERS[part].path;
    char bytes[ACCESS_PUBLIC_FILE_MAX + 1], *to;
    const int from = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW), fd = from < 0 ? -1 : make_file(copying, &to);
    if (from < 0)
        return fail(copying, path, errno);
    copying->copies->files[part] = fd;
    bool copied = false;
    if (fd >= 0) {
        (void)unlink(to);
        const ssize_t length = io_read(from, bytes, sizeof bytes);
        copied = (length >= 0 && length < (ssize_t)sizeof bytes && io_write(fd, bytes, (size_t)length)) || fail(copying, path, errno);
    }
    explicit_bzero(bytes, sizeof bytes);
    close(from);
    return copied;
}

static bool copy_part(struct copying *copying, enum backup_part part) {
    const struct backup_member *member = &BACKUP_MEMBERS[part];
    // Heads without their log are no backup of it.
    const bool required = member->required || (part == BACKUP_LOG && copying->copies->files[BACKUP_HEADS] >= 0);
    if (!required && access(member->path, F_OK) != 0 && errno == ENOENT)
        return true;
    if (access(member->path, R_OK) != 0)
        return fail(copying, member->path, errno);
    if (member->database)
        return copy_database(copying, part);
    if (part == BACKUP_HEADS)
        return copy_heads(copying);
    return copy_small(copying, part);
}

// The key files as they are now: each step of a rotation puts another in the place of one.
struct key_files {
    struct stat stats[2];
};

static struct key_files key_files_now(void) {
    struct key_files files = {0};
    (void)stat(BACKUP_MEMBERS[BACKUP_KEY].path, &files.stats[0]);
    (void)stat(BACKUP_MEMBERS[BACKUP_PUBLIC].path, &files.stats[1]);
    return files;
}

static bool same_files(const struct key_files *a, const struct key_files *b) {
    bool same = true;
    for (int i = 0; i < 2; i++)
        same = same && a->stats[i].st_ino == b->stats[i].st_ino && a->stats[i].st_ctim.tv_sec == b->stats[i].st_ctim.tv_sec &&
               a->stats[i].st_ctim.tv_nsec == b->stats[i].st_ctim.tv_nsec;
    return same;
}

bool backup_copy(struct backup_copies *copies, const char *folder, bool with_key, const struct backup_listener *listener) {
    struct copying copying = {.copies = copies, .listener = listener, .folder = folder, .arena = arena_new()};
    *copies = (struct backup_copies){0};
    for (size_t i = 0; i < BACKUP_PARTS; i++)
        copies->files[i] = -1;
    bool good = true;
    const struct key_files before = key_files_now();
    for (enum backup_part part = 0; good && part < BACKUP_PARTS; part++)
        good = (part == BACKUP_KEY && !with_key) || copy_part(&copying, part);
    arena_free(copying.arena);
    // What was copied before a step of a rotation does not fit to what was copied after it.
    const struct key_files after = key_files_now();
    if (good && !same_files(&before, &after))
        return fail(&copying, BACKUP_MEMBERS[BACKUP_KEY].path, ESTALE);
    if (good && with_key && copies->files[BACKUP_KEY] < 0)
        return fail(&copying, BACKUP_MEMBERS[BACKUP_KEY].path, ENOENT);
    return good;
}

void backup_copies_close(struct backup_copies *copies) {
    for (size_t i = 0; i < BACKUP_PARTS; i++)
        if (copies->files[i] >= 0)
            close(copies->files[i]);
}
