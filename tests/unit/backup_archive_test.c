// What is taken out of a backup is what belongs into one, whatever the archive in it says.
#include "domain/backup_archive.h"
#include "vault/access.h"

#include <archive.h>
#include <archive_entry.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support.h"

struct bench {
    struct arena *arena;
    char outer[256]; // all that may be written to lies in "outer/home"
    int folder;
    struct buffer stream;
    size_t given;
    bool source_fails;
};

static int set_up(void **state) {
    struct arena *arena = arena_new();
    struct bench *bench = ARENA_NEW(arena, struct bench);
    bench->arena = arena;
    bench->stream.arena = arena;
    folder_make(bench->outer);
    const char *home = arena_format(arena, "%s/home", bench->outer);
    assert_int_equal(mkdir(home, 0700), 0);
    bench->folder = open(home, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    *state = bench;
    return 0;
}

static int tear_down(void **state) {
    struct bench *bench = *state;
    close(bench->folder);
    folder_remove(bench->outer);
    arena_free(bench->arena);
    return 0;
}

static la_ssize_t on_write(struct archive *archive, void *data, const void *bytes, size_t length) {
    struct bench *bench = data;
    (void)archive;
    buffer_add(&bench->stream, bytes, length);
    return (la_ssize_t)length;
}

// An entry of an archive that somebody else made.
struct item {
    const char *path;
    const char *content;
    unsigned type; // 0: a plain file
    const char *link;
    bool hard;
};

static void add(struct archive *archive, const struct item *item) {
    struct archive_entry *entry = archive_entry_new();
    archive_entry_set_pathname(entry, item->path);
    archive_entry_set_filetype(entry, item->type ? item->type : AE_IFREG);
    archive_entry_set_perm(entry, 0777);
    archive_entry_set_size(entry, item->content ? (la_int64_t)strlen(item->content) : 0);
    if (item->link && item->hard)
        archive_entry_set_hardlink(entry, item->link);
    else if (item->link)
        archive_entry_set_symlink(entry, item->link);
    assert_true(archive_write_header(archive, entry) >= ARCHIVE_WARN);
    if (item->content)
        assert_int_equal(archive_write_data(archive, item->content, strlen(item->content)), strlen(item->content));
    archive_entry_free(entry);
}

static void make(struct bench *bench, int filter, const struct item *items, size_t count) {
    struct archive *archive = archive_write_new();
    assert_int_equal(archive_write_set_format_pax(archive), ARCHIVE_OK);
    assert_int_equal(archive_write_add_filter(archive, filter), ARCHIVE_OK);
    archive_write_set_bytes_in_last_block(archive, 1);
    assert_int_equal(archive_write_open(archive, bench, NULL, on_write, NULL), ARCHIVE_OK);
    for (size_t i = 0; i < count; i++)
        add(archive, &items[i]);
    assert_int_equal(archive_write_close(archive), ARCHIVE_OK);
    archive_write_free(archive);
}

static bool on_next(void *data, const void **bytes, size_t *length) {
    struct bench *bench = data;
    const size_t left = bench->stream.length - bench->given;
    *bytes = bench->stream.data ? bench->stream.data + bench->given : "";
    *length = left < 1000 ? left : 1000;
    bench->given += *length;
    return *length > 0 || !bench->source_fails;
}

static bool on_progress(void *data, uint64_t done) {
    (void)done;
    return data == NULL;
}

static enum backup_fault unpack(struct bench *bench, struct backup_passage *passage) {
    const struct backup_source source = {on_next, bench};
    const struct backup_listener listener = {on_progress, NULL};
    backup_unpack(&source, bench->folder, &listener, passage);
    return passage->fault;
}

static unsigned count_entries(const char *path) {
    struct dirent **entries;
    const int count = scandir(path, &entries, NULL, alphasort);
    assert_true(count >= 2);
    for (int i = 0; i < count; i++)
        free(entries[i]);
    free(entries);
    return (unsigned)count - 2;
}

#define STORE \
    { .path = "db/kedang.db", .content = "store" }
#define PUBLIC \
    { .path = "custody/public", .content = "public" }

static void test_whole_backups_come_out(void **state) {
    struct bench *bench = *state;
    const struct item items[] = {STORE, PUBLIC};
    struct backup_passage passage;
    make(bench, ARCHIVE_FILTER_ZSTD, items, 2);
    assert_int_equal(unpack(bench, &passage), BACKUP_GOOD);
    assert_true(passage.found[BACKUP_STORE] && passage.found[BACKUP_PUBLIC] && !passage.found[BACKUP_KEY]);
    size_t length;
    struct stat stat_now;
    const char *path = arena_format(bench->arena, "%s/home/db/kedang.db", bench->outer);
    assert_string_equal(file_read(path, &length, bench->arena), "store");
    assert_int_equal(stat(path, &stat_now), 0);
    assert_int_equal(stat_now.st_mode & 07777, 0600); // not what the archive says
}

// Each is refused, and nothing is written outside of the folder.
static void test_what_does_not_belong_is_refused(void **state) {
    static const struct item EVIL[] = {
        {.path = "../evil", .content = "x"},
        {.path = "../home/db/other", .content = "x"},
        {.path = "/tmp/kedang-evil", .content = "x"},
        {.path = "db/../../evil", .content = "x"},
        {.path = "./custody/key", .content = "x"},
        {.path = "db/kedang.db-wal", .content = "x"},
        {.path = "run/extra/tls.conf", .content = "x"},
        {.path = "backup/public", .content = "x"},
        {.path = "custody/key", .type = AE_IFLNK, .link = "../../evil"},
        {.path = "custody/key", .type = AE_IFLNK, .link = "/etc/passwd"},
        {.path = "custody/key", .link = "db/kedang.db", .hard = true},
        {.path = "custody/key", .type = AE_IFIFO},
        {.path = "custody/key", .type = AE_IFDIR},
        {.path = "custody", .type = AE_IFLNK, .link = ".."},
        {.path = "", .content = "x"},
        STORE, // twice
    };
    for (size_t i = 0; i < sizeof EVIL / sizeof *EVIL; i++) {
        (void)tear_down(state);
        (void)set_up(state);
        struct bench *bench = *state;
        const struct item items[] = {STORE, EVIL[i], PUBLIC};
        struct backup_passage passage;
        make(bench, ARCHIVE_FILTER_ZSTD, items, 3);
        if (unpack(bench, &passage) != BACKUP_CONTENT)
            fail_msg("%s (%zu) was taken: %d", EVIL[i].path, i, passage.fault);
        assert_int_equal(count_entries(bench->outer), 1);
        assert_int_not_equal(access("/tmp/kedang-evil", F_OK), 0);
    }
}

static void test_what_is_missing_or_too_large_is_refused(void **state) {
    struct bench *bench = *state;
    struct backup_passage passage;
    char large[ACCESS_PUBLIC_FILE_MAX + 2] = "";
    memset(large, 'x', sizeof large - 1);
    const struct item only[] = {STORE}, big[] = {STORE, {.path = "custody/public", .content = large}};
    make(bench, ARCHIVE_FILTER_ZSTD, only, 1);
    assert_int_equal(unpack(bench, &passage), BACKUP_CONTENT);
    assert_string_equal(passage.path, "custody/public");
    (void)tear_down(state);
    (void)set_up(state);
    bench = *state;
    make(bench, ARCHIVE_FILTER_ZSTD, big, 2);
    assert_int_equal(unpack(bench, &passage), BACKUP_CONTENT);
}

static void test_other_compressions_are_not_even_tried(void **state) {
    struct bench *bench = *state;
    const struct item items[] = {STORE, PUBLIC};
    struct backup_passage passage;
    make(bench, ARCHIVE_FILTER_GZIP, items, 2);
    assert_int_equal(unpack(bench, &passage), BACKUP_CONTENT);
    assert_int_equal(count_entries(arena_format(bench->arena, "%s/home", bench->outer)), 0);
}

static void test_the_end_must_be_proven(void **state) {
    struct bench *bench = *state;
    const struct item items[] = {STORE, PUBLIC};
    struct backup_passage passage;
    make(bench, ARCHIVE_FILTER_NONE, items, 2); // of a compressed one, libarchive itself reads the end
    buffer_add(&bench->stream, (const char[1000]){0}, 1000);
    bench->source_fails = true; // where the archive ends the stream does not
    assert_int_equal(unpack(bench, &passage), BACKUP_STREAM);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_whole_backups_come_out, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_what_does_not_belong_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_what_is_missing_or_too_large_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_other_compressions_are_not_even_tried, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_the_end_must_be_proven, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
