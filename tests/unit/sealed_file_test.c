// A sealed file opens with its key only, and only as it was written: whatever else is done to it is noticed.
#include "vault/sealed_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support.h"

#define CHUNK (SEALED_CHUNK + 17)
#define CHUNKS 3
#define LENGTH ((CHUNKS - 1) * SEALED_CHUNK + 1000)

struct keys_here {
    struct arena *arena;
    char folder[256];
    struct backup_secret *secret, *other;
    unsigned char *plain;
};

static struct backup_secret *make_key(struct keys_here *here, const char *name) {
    struct backup_secret *secret = NULL;
    const char *path = arena_format(here->arena, "%s/%s", here->folder, name);
    const char *public_path = arena_format(here->arena, "%s.public", path);
    assert_int_equal(backup_key_create(path, public_path), STATUS_OK);
    assert_int_equal(backup_secret_load(&secret, path), STATUS_OK);
    return secret;
}

static int set_up(void **state) {
    struct arena *arena = arena_new();
    struct keys_here *here = ARENA_NEW(arena, struct keys_here);
    here->arena = arena;
    folder_make(here->folder);
    here->secret = make_key(here, "a");
    here->other = make_key(here, "b");
    here->plain = ARENA_ARRAY(arena, unsigned char, LENGTH);
    for (size_t i = 0; i < LENGTH; i++)
        here->plain[i] = (unsigned char)(i * 7 + i / 251);
    *state = here;
    return 0;
}

static int tear_down(void **state) {
    struct keys_here *here = *state;
    backup_secret_free(here->secret);
    backup_secret_free(here->other);
    folder_remove(here->folder);
    arena_free(here->arena);
    return 0;
}

static int memory_file(const void *bytes, size_t length) {
    const int fd = memfd_create("sealed", MFD_CLOEXEC);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, length), length);
    assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
    return fd;
}

// The sealed bytes of `length` plain ones, given in pieces.
static unsigned char *seal(struct keys_here *here, size_t length, size_t piece, size_t *size) {
    const struct sealed_header header = {.time = FIXTURE_TIME, .installation = {1, 2, 3}, .key = here->secret->public};
    struct sealing *sealing = NULL;
    const int fd = memory_file("", 0);
    assert_true(sealing_start(&sealing, fd, &header));
    for (size_t at = 0; at < length; at += piece)
        assert_true(sealing_add(sealing, here->plain + at, length - at < piece ? length - at : piece));
    assert_true(sealing_end(sealing));
    sealing_free(sealing);
    *size = (size_t)lseek(fd, 0, SEEK_END);
    unsigned char *bytes = ARENA_ARRAY(here->arena, unsigned char, *size + 1);
    assert_int_equal(pread(fd, bytes, *size, 0), *size);
    close(fd);
    return bytes;
}

// What opening all of it gives; what came out before a fault must be what was sealed.
static enum sealed_fault open_all(struct keys_here *here, const struct backup_secret *secret, const void *bytes, size_t size,
                                  size_t *length) {
    struct opening *opening = NULL;
    const void *part;
    size_t got;
    const int fd = memory_file(bytes, size);
    enum sealed_fault fault = opening_start(&opening, fd, secret);
    for (*length = 0; fault == SEALED_GOOD; *length += got) {
        fault = opening_next(opening, &part, &got);
        if (got == 0)
            break;
        assert_true(*length + got <= LENGTH);
        assert_memory_equal(part, here->plain + *length, got);
    }
    opening_free(opening);
    close(fd);
    return fault;
}

static void expect(struct keys_here *here, const void *bytes, size_t size, enum sealed_fault expected) {
    size_t length;
    const enum sealed_fault fault = open_all(here, here->secret, bytes, size, &length);
    if (fault != expected)
        fail_msg("fault %d instead of %d, %zu bytes came out", fault, expected, length);
}

static void test_what_was_sealed_comes_out(void **state) {
    struct keys_here *here = *state;
    const size_t lengths[] = {0, 1, SEALED_CHUNK - 1, SEALED_CHUNK, SEALED_CHUNK + 1, 2 * SEALED_CHUNK, LENGTH};
    const size_t pieces[] = {LENGTH, 999, SEALED_CHUNK};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++)
        for (size_t k = 0; k < sizeof pieces / sizeof *pieces; k++) {
            size_t size, length;
            const unsigned char *bytes = seal(here, lengths[i], pieces[k], &size);
            assert_int_equal(open_all(here, here->secret, bytes, size, &length), SEALED_GOOD);
            assert_int_equal(length, lengths[i]);
        }
}

static void test_the_header_is_readable_and_nothing_else(void **state) {
    struct keys_here *here = *state;
    size_t size;
    struct sealed_header header;
    const unsigned char *bytes = seal(here, LENGTH, LENGTH, &size);
    const int fd = memory_file(bytes, size);
    assert_int_equal(sealed_header_read(fd, &header), SEALED_GOOD);
    assert_int_equal(header.time, FIXTURE_TIME);
    assert_memory_equal(header.key.key, here->secret->public.key, BACKUP_KEY_SIZE);
    close(fd);
    assert_null(memmem(bytes, size, here->plain + 100, 16));
    size_t again;
    const unsigned char *second = seal(here, LENGTH, LENGTH, &again);
    assert_int_equal(again, size);
    assert_memory_not_equal(bytes + SEALED_HEADER_SIZE, second + SEALED_HEADER_SIZE, 64);
}

static void test_another_key_opens_nothing(void **state) {
    struct keys_here *here = *state;
    size_t size, length;
    unsigned char *bytes = seal(here, LENGTH, LENGTH, &size);
    assert_int_equal(open_all(here, here->other, bytes, size, &length), SEALED_OTHER_KEY);
    memcpy(bytes + 56, here->other->public.key, BACKUP_KEY_SIZE); // the header may say what it likes
    assert_int_equal(open_all(here, here->other, bytes, size, &length), SEALED_BROKEN);
    assert_int_equal(length, 0);
}

static void test_a_changed_byte_is_noticed_wherever_it_is(void **state) {
    struct keys_here *here = *state;
    size_t size, length;
    unsigned char *bytes = seal(here, LENGTH, LENGTH, &size);
    for (size_t at = 0; at < size; at += at < SEALED_HEADER_SIZE + 40 || at > size - 40 ? 1 : 1009) {
        bytes[at] ^= 0x20;
        if (open_all(here, here->secret, bytes, size, &length) == SEALED_GOOD)
            fail_msg("byte %zu was changed and nobody noticed", at);
        bytes[at] ^= 0x20;
    }
    expect(here, bytes, size, SEALED_GOOD);
}

static void test_a_cut_is_noticed_wherever_it_is(void **state) {
    struct keys_here *here = *state;
    size_t size;
    unsigned char *bytes = seal(here, LENGTH, LENGTH, &size);
    expect(here, bytes, 0, SEALED_FOREIGN);
    expect(here, bytes, 16, SEALED_BROKEN);
    for (size_t chunk = 0; chunk < CHUNKS; chunk++)
        for (int around = -1; around <= 1; around++)
            expect(here, bytes, SEALED_HEADER_SIZE + chunk * CHUNK + (size_t)around, SEALED_BROKEN);
    expect(here, bytes, size - 1, SEALED_BROKEN);
    bytes[size] = 0;
    expect(here, bytes, size + 1, SEALED_BROKEN); // and so is more behind the end
    bytes = seal(here, 2 * SEALED_CHUNK, LENGTH, &size);
    expect(here, bytes, size + 1, SEALED_BROKEN); // also where the last chunk is a full one
}

static void test_chunks_keep_their_places(void **state) {
    struct keys_here *here = *state;
    size_t size;
    unsigned char *bytes = seal(here, LENGTH, LENGTH, &size), *copy = ARENA_ARRAY(here->arena, unsigned char, size + CHUNK);
    unsigned char *first = copy + SEALED_HEADER_SIZE, *second = first + CHUNK;
    memcpy(copy, bytes, size);
    memcpy(first, bytes + SEALED_HEADER_SIZE + CHUNK, CHUNK); // exchanged
    memcpy(second, bytes + SEALED_HEADER_SIZE, CHUNK);
    expect(here, copy, size, SEALED_BROKEN);
    memcpy(copy, bytes, size); // left out
    memmove(first, second, size - SEALED_HEADER_SIZE - CHUNK);
    expect(here, copy, size - CHUNK, SEALED_BROKEN);
    memcpy(copy, bytes, SEALED_HEADER_SIZE + CHUNK); // twice
    memcpy(second, bytes + SEALED_HEADER_SIZE, size - SEALED_HEADER_SIZE);
    expect(here, copy, size + CHUNK, SEALED_BROKEN);
    size_t again;
    const unsigned char *other = seal(here, LENGTH, LENGTH, &again); // from another file of the same key and content
    memcpy(copy, bytes, size);
    memcpy(second, other + SEALED_HEADER_SIZE + CHUNK, CHUNK);
    expect(here, copy, size, SEALED_BROKEN);
    memcpy(copy, other, SEALED_HEADER_SIZE); // under another's header
    memcpy(first, bytes + SEALED_HEADER_SIZE, size - SEALED_HEADER_SIZE);
    expect(here, copy, size, SEALED_BROKEN);
}

static void test_other_files_are_told(void **state) {
    struct keys_here *here = *state;
    static const char LATER[192] = "kedang-backup 2\n";
    static const char FOREIGN[] = "this is a letter, and long enough to hold a header if it were one";
    expect(here, LATER, sizeof LATER, SEALED_LATER);
    expect(here, FOREIGN, sizeof FOREIGN, SEALED_FOREIGN);
}

static void test_a_full_disk_is_told(void **state) {
    struct keys_here *here = *state;
    const struct sealed_header header = {.key = here->secret->public};
    struct sealing *sealing = NULL;
    const int fd = open("/dev/full", O_WRONLY | O_CLOEXEC);
    assert_false(sealing_start(&sealing, fd, &header));
    assert_int_equal(errno, ENOSPC);
    sealing_free(sealing);
    close(fd);
}

static void test_a_pair_is_made_once_and_read_by_its_owner(void **state) {
    struct keys_here *here = *state;
    struct backup_public public;
    struct backup_secret *secret = NULL;
    struct stat stat_now;
    const char *path = arena_format(here->arena, "%s/a", here->folder), *public_path = arena_format(here->arena, "%s.public", path);
    assert_int_equal(stat(path, &stat_now), 0);
    assert_int_equal(stat_now.st_mode & 07777, 0600);
    assert_int_equal(backup_public_read(&public, public_path), STATUS_OK);
    assert_memory_equal(&public, &here->secret->public, sizeof public);
    assert_int_equal(backup_key_create(path, arena_format(here->arena, "%s/new", here->folder)), STATUS_CONFLICT);
    const char *fresh = arena_format(here->arena, "%s/fresh", here->folder);
    assert_int_equal(backup_key_create(fresh, public_path), STATUS_CONFLICT);
    assert_int_not_equal(access(fresh, F_OK), 0);
    assert_int_equal(backup_secret_load(&secret, public_path), STATUS_INVALID);
    assert_int_equal(backup_public_read(&public, path), STATUS_INVALID);
    assert_int_equal(backup_secret_load(&secret, fresh), STATUS_NOT_FOUND);
    assert_int_equal(chmod(path, 0640), 0);
    assert_int_equal(backup_secret_load(&secret, path), STATUS_FORBIDDEN);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_what_was_sealed_comes_out, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_the_header_is_readable_and_nothing_else, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_another_key_opens_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_changed_byte_is_noticed_wherever_it_is, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_cut_is_noticed_wherever_it_is, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_chunks_keep_their_places, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_other_files_are_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_full_disk_is_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_pair_is_made_once_and_read_by_its_owner, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
