// The access record: its bytes, its chain, its heads and their files.
#include "support.h"

#include <stdio.h>
#include <string.h>

#include "base/hex.h"
#include "vault/access.h"
#include "vault/heads.h"
#include "vault/keys.h"

struct log {
    struct arena *arena;
    struct keys *keys;
    char folder[256];
    const char *heads;
};

static int set_up(void **state) {
    struct arena *arena = arena_new();
    struct log *log = ARENA_NEW(arena, struct log);
    log->arena = arena;
    folder_make(log->folder);
    const char *key = arena_format(arena, "%s/key", log->folder), *public = arena_format(arena, "%s/public", log->folder);
    log->heads = arena_format(arena, "%s/heads", log->folder);
    assert_int_equal(keys_create(key, public), STATUS_OK);
    assert_int_equal(keys_load(&log->keys, key), STATUS_OK);
    *state = log;
    return 0;
}

static int tear_down(void **state) {
    struct log *log = *state;
    keys_free(log->keys);
    folder_remove(log->folder);
    arena_free(log->arena);
    return 0;
}

static struct access sample(void) {
    return (struct access){.seq = 1, .time = FIXTURE_TIME, .person_id = 2, .login = "lina", .role = "sales", .session = "00", .address = "::1", .request = "r", .kind = 1, .record_id = 3, .customer_id = 3, .field = "phone", .level = 2, .purpose = "contact", .purpose_text = "王𠮷", .channel = CHANNEL_PAGE, .result = RESULT_DISCLOSED, .value_hash = "", .count = 1};
}

// The bytes are what every past signature rests on: they never change.
static void test_conf_5_the_canonical_bytes_stay_as_they_are(void **state) {
    struct log *log = *state;
    struct buffer bytes = {.arena = log->arena};
    const struct access access = sample();
    access_canonical(&access, &bytes);
    assert_string_equal(hex_encode(log->arena, bytes.data, bytes.length),
                        "0000000000000001"
                        "000001a200fb5100"
                        "0000000000000002"
                        "000000046c696e61"
                        "0000000000000000"
                        "0000000573616c6573"
                        "000000023030"
                        "000000033a3a31"
                        "0000000172"
                        "0000000000000001"
                        "0000000000000003"
                        "0000000000000003"
                        "0000000570686f6e65"
                        "0000000000000002"
                        "00000007636f6e74616374"
                        "00000007e78e8bf0a0aeb7"
                        "0000000000000001"
                        "0000000000000001"
                        "0000000000000000"
                        "00000000"
                        "0000000000000001");
}

static void test_no_text_is_the_empty_text(void **state) {
    struct log *log = *state;
    struct buffer a = {.arena = log->arena}, b = {.arena = log->arena};
    struct access access = sample();
    access_canonical(&access, &a);
    access.value_hash = NULL;
    access_canonical(&access, &b);
    assert_int_equal(a.length, b.length);
    assert_memory_equal(a.data, b.data, a.length);
}

// Whatever member is changed, and wherever a text ends, the link is another.
static void test_conf_5_every_member_counts_for_the_link(void **state) {
    struct log *log = *state;
    static const unsigned char ZERO[ACCESS_LINK_SIZE] = {0}, ONE[ACCESS_LINK_SIZE] = {1};
    unsigned char original[ACCESS_LINK_SIZE], changed[ACCESS_LINK_SIZE];
    struct buffer scratch = {.arena = log->arena};
    const struct access access = sample();
    access_link(&log->keys->public, ZERO, &access, &scratch, original);
    for (unsigned i = 0; i < ACCESS_MEMBER_COUNT; i++) {
        struct access other = access;
        const struct access_member *member = &ACCESS_MEMBERS[i];
        if (member->most > 0)
            *access_text(&other, member) = arena_format(log->arena, "%sx", *access_text(&other, member));
        else
            *access_int(&other, member) += 1;
        access_link(&log->keys->public, ZERO, &other, &scratch, changed);
        assert_memory_not_equal(original, changed, sizeof changed);
    }
    struct access shifted = access; // the same letters, cut elsewhere
    shifted.purpose = "contac";
    shifted.purpose_text = "t王𠮷";
    access_link(&log->keys->public, ZERO, &shifted, &scratch, changed);
    assert_memory_not_equal(original, changed, sizeof changed);
    access_link(&log->keys->public, ONE, &access, &scratch, changed);
    assert_memory_not_equal(original, changed, sizeof changed);
    struct access_public foreign = log->keys->public;
    foreign.log_id[0] ^= 1;
    access_link(&foreign, ZERO, &access, &scratch, changed);
    assert_memory_not_equal(original, changed, sizeof changed);
}

static struct access_head sample_head(const struct log *log, int64_t seq) {
    struct access_head head = {.seq = seq, .time = FIXTURE_TIME + seq};
    memset(head.link, (int)(seq & 0xff), sizeof head.link);
    keys_sign(log->keys, &head);
    return head;
}

static void test_conf_5_a_signature_covers_the_whole_head(void **state) {
    struct log *log = *state;
    const struct access_head head = sample_head(log, 1000);
    assert_true(access_head_valid(&log->keys->public, &head));
    struct access_head changed[5] = {head, head, head, head, head};
    changed[0].seq++;
    changed[1].time--;
    changed[2].link[31] ^= 1;
    changed[3].signature[0] ^= 1;
    for (int i = 0; i < 4; i++)
        assert_false(access_head_valid(&log->keys->public, &changed[i]));
    struct access_public foreign = log->keys->public;
    foreign.log_id[31] ^= 1;
    assert_false(access_head_valid(&foreign, &head));
}

static void test_a_head_survives_its_line(void **state) {
    struct log *log = *state;
    const struct access_head head = sample_head(log, INT64_C(123456789012345));
    char *line = arena_string(log->arena, access_head_line(&head, log->arena));
    struct access_head read;
    assert_true(strlen(line) < ACCESS_LINE_MAX);
    assert_int_equal(line[strlen(line) - 1], '\n');
    line[strlen(line) - 1] = '\0';
    assert_int_equal(access_head_parse(line, &read), HEAD_LINE_GOOD);
    assert_memory_equal(&read, &head, sizeof head);
}

// Every beginning of a line is what a power cut may leave; anything else is somebody's doing.
static void test_a_torn_line_is_told_from_a_wrong_one(void **state) {
    struct log *log = *state;
    const struct access_head head = sample_head(log, 77);
    const char *line = access_head_line(&head, log->arena);
    struct access_head read;
    for (size_t length = 0; length + 1 < strlen(line); length++)
        assert_int_equal(access_head_parse(arena_copy(log->arena, line, length), &read), HEAD_LINE_TORN);
    static const char *const BAD[] = {"x", "heads 1 2", "head  1", "head 1  2", "head x", "head 1 2 zz", "head -1 2", "head 1 2 ab cd",
                                      "head 1234567890123456789 1"};
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++)
        assert_int_equal(access_head_parse(BAD[i], &read), i == 7 ? HEAD_LINE_TORN : HEAD_LINE_BAD);
    assert_int_equal(access_head_parse(line, &read), HEAD_LINE_BAD); // with its end
}

static void write_file(const char *path, const char *text) {
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    fclose(file);
}

static void test_the_last_head_of_the_file(void **state) {
    struct log *log = *state;
    struct access_head heads[40], last;
    assert_false(heads_last(log->heads, &log->keys->public, &last));
    for (int i = 0; i < 40; i++)
        heads[i] = sample_head(log, (i + 1) * 1000);
    assert_int_equal(heads_append(log->heads, heads, 1), STATUS_OK);
    assert_true(heads_last(log->heads, &log->keys->public, &last));
    assert_int_equal(last.seq, 1000);
    assert_int_equal(heads_append(log->heads, heads + 1, 39), STATUS_OK);
    assert_true(heads_last(log->heads, &log->keys->public, &last));
    assert_memory_equal(&last, &heads[39], sizeof last);
}

static void test_a_torn_last_line_is_passed_over_and_ended(void **state) {
    struct log *log = *state;
    const struct access_head first = sample_head(log, 1), second = sample_head(log, 2);
    struct access_head last;
    const char *torn = arena_format(log->arena, "%shead 2 179", access_head_line(&first, log->arena));
    write_file(log->heads, torn);
    assert_true(heads_last(log->heads, &log->keys->public, &last));
    assert_int_equal(last.seq, 1);
    assert_int_equal(heads_append(log->heads, &second, 1), STATUS_OK);
    assert_true(heads_last(log->heads, &log->keys->public, &last));
    assert_int_equal(last.seq, 2);
    size_t length;
    assert_string_equal(file_read(log->heads, &length, log->arena),
                        arena_format(log->arena, "%s\n%s", torn, access_head_line(&second, log->arena)));
}

static void test_a_head_of_somebody_elses_key_is_none(void **state) {
    struct log *log = *state;
    struct access_head head = sample_head(log, 1), last;
    head.signature[5] ^= 1;
    assert_int_equal(heads_append(log->heads, &head, 1), STATUS_OK);
    assert_false(heads_last(log->heads, &log->keys->public, &last));
}

static void test_a_heads_file_that_cannot_be_written_is_told(void **state) {
    struct log *log = *state;
    const struct access_head head = sample_head(log, 1);
    assert_int_equal(heads_append(arena_format(log->arena, "%s/no/heads", log->folder), &head, 1), STATUS_UNAVAILABLE);
}

static void test_the_public_file(void **state) {
    struct log *log = *state;
    const char *path = arena_format(log->arena, "%s/public", log->folder);
    struct access_public public;
    size_t length;
    assert_int_equal(access_public_read(path, &public), STATUS_OK);
    assert_memory_equal(&public, &log->keys->public, sizeof public);
    assert_string_equal(file_read(path, &length, log->arena), access_public_text(&public, log->arena));
    assert_int_equal(access_public_read(log->heads, &public), STATUS_NOT_FOUND);
    static const char *const BAD[] = {"", "key 00\nlog 00\n", "kedang-key 1\n", "key zz\nlog zz\n"};
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
        write_file(path, BAD[i]);
        assert_int_equal(access_public_read(path, &public), STATUS_INVALID);
    }
    // One digit too many or too few.
    const char *key = hex_encode(log->arena, public.spans[0].key, ACCESS_PUBLIC_SIZE);
    write_file(path, arena_format(log->arena, "key %s0\nlog %s\n", key, key));
    assert_int_equal(access_public_read(path, &public), STATUS_INVALID);
}

static void test_every_channel_and_result_has_words(void **state) {
    (void)state;
    for (int i = 1; i < CHANNEL_COUNT; i++)
        assert_true(*channel_label((enum channel)i).zh != '\0' && *channel_label((enum channel)i).en != '\0' &&
                    strcmp(channel_label((enum channel)i).zh, "—") != 0);
    for (int i = 1; i < RESULT_COUNT; i++)
        assert_true(*result_label((enum result)i).zh != '\0' && strcmp(result_label((enum result)i).en, "—") != 0);
    assert_string_equal(channel_label((enum channel)0).zh, "—");
    assert_string_equal(channel_label(CHANNEL_COUNT).zh, "—");
    assert_string_equal(result_label((enum result) - 1).en, "—");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_conf_5_the_canonical_bytes_stay_as_they_are),
        TEST(test_no_text_is_the_empty_text),
        TEST(test_conf_5_every_member_counts_for_the_link),
        TEST(test_conf_5_a_signature_covers_the_whole_head),
        TEST(test_a_head_survives_its_line),
        TEST(test_a_torn_line_is_told_from_a_wrong_one),
        TEST(test_the_last_head_of_the_file),
        TEST(test_a_torn_last_line_is_passed_over_and_ended),
        TEST(test_a_head_of_somebody_elses_key_is_none),
        TEST(test_a_heads_file_that_cannot_be_written_is_told),
        TEST(test_the_public_file),
        TEST(test_every_channel_and_result_has_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
