// New signing keys while the log is written (CONF-5, CONF-8): each certified by the one before it, so that whoever has but the first public
// key can prove all of it, and nobody can put a key of their own in between.
#include "past_log.h"

#include <sodium.h>

#include "vault/keys_rotate.h"

#define SIGNING "channel = 8 AND result = 20 AND instr(field, 'key=signing public=') = 1"

static struct key_report rotate(struct custodian_home *home) {
    struct key_report report;
    assert_int_equal(custody_rotate(home->client, UPKEEP_KEY_SIGN, &report), STATUS_OK);
    return report;
}

static struct verify_result verify_with(struct custodian_home *home, const char *public, const char *heads) {
    struct verify_result result;
    const struct verify_options options = {.log = home_file(home, LOG_DB), .public = home_file(home, public), .heads = heads ? home_file(home, heads) : NULL, .schema = home_file(home, "share/schema/access")};
    verify_log(&options, &result);
    return result;
}

static void copy_file(struct custodian_home *home, const char *from, const char *to) {
    size_t length;
    const char *text = file_read(home_file(home, from), &length, home->fixture->arena);
    FILE *file = fopen(home_file(home, to), "we");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, length, file), length);
    fclose(file);
    chmod(home_file(home, to), 0600);
}

static void expect_fault(struct custodian_home *home, const char *public, enum verify_fault fault, int64_t first) {
    const struct verify_result result = verify_with(home, public, "heads/heads");
    if (result.fault != fault || (fault != VERIFY_GOOD && result.first != first))
        fail_msg("%s: %s %lld-%lld, not %s %lld", public, verify_fault_name(result.fault), (long long)result.first, (long long)result.last,
                 verify_fault_name(fault), (long long)first);
}

// Two rotations with looks before, between and behind; the public file of before them all is kept as custody/first, that of between as
// custody/second. The custodian is stopped.
static void rotate_twice(struct custodian_home *home, int64_t named[2]) {
    write_some(home, 3);
    copy_file(home, "custody/public", "custody/first");
    copy_file(home, "custody/key", "custody/key1");
    named[0] = rotate(home).signing_from;
    write_some(home, 3);
    copy_file(home, "custody/public", "custody/second");
    copy_file(home, "custody/key", "custody/key2");
    named[1] = rotate(home).signing_from;
    write_some(home, 3);
    assert_int_equal(home_stop(home, SIGTERM), 0);
}

static void test_conf_8_a_new_signing_key_is_certified_by_the_old_one(void **state) {
    struct custodian_home *home = *state;
    struct access_public public;
    struct keys *keys[3];
    int64_t named[2];
    rotate_twice(home, named);
    static const char *const PUBLICS[] = {"custody/public", "custody/second", "custody/first"};
    for (size_t i = 0; i < 3; i++) {
        expect_fault(home, PUBLICS[i], VERIFY_GOOD, 0);
        const struct verify_result result = verify_with(home, PUBLICS[i], "heads/heads");
        assert_int_equal(result.keys, 3);
        assert_non_null(strstr(verify_words(&result, LANG_EN, home->fixture->arena), "3 signing keys"));
        assert_int_equal(verify_with(home, PUBLICS[i], NULL).fault, VERIFY_GOOD);
    }
    assert_int_equal(access_public_read(home_file(home, "custody/public"), &public), STATUS_OK);
    assert_int_equal(public.count, 3);
    assert_true(public.spans[1].from == named[0] && public.spans[2].from == named[1] && named[0] < named[1]);
    assert_int_equal(home_sql(home, LOG_DB, "SELECT count(*) FROM access WHERE " SIGNING), 2);
    assert_int_equal(home_sql(home, LOG_DB, arena_format(home->fixture->arena, "SELECT count(*) FROM access WHERE seq IN (%lld, %lld) AND " SIGNING, (long long)named[0], (long long)named[1])), 2);
    // Neither of the old secret keys is left in the file.
    static const char *const FILES[] = {"custody/key1", "custody/key2", "custody/key"};
    size_t length;
    const char *now = file_read(home_file(home, "custody/key"), &length, home->fixture->arena);
    for (size_t i = 0; i < 3; i++) {
        char hex[2 * KEYS_SIZE + 1];
        assert_int_equal(keys_load(&keys[i], home_file(home, FILES[i])), STATUS_OK);
        for (size_t byte = 0; byte < KEYS_SIZE; byte++)
            (void)snprintf(hex + 2 * byte, 3, "%02x", keys[i]->sign[byte]);
        assert_true((strstr(now, hex) != NULL) == (i == 2));
        assert_memory_equal(public.spans[i].key, keys_public_of(keys[i]->sign), ACCESS_PUBLIC_SIZE);
        assert_false(keys[i]->has_next);
        keys_free(keys[i]);
    }
    home_start(home);
    write_some(home, 2);
    expect_fault(home, "custody/first", VERIFY_GOOD, 0);
}

// --- Tampering

static const char *quote(struct custodian_home *home, const unsigned char *bytes, size_t length) {
    struct buffer text = {.arena = home->fixture->arena};
    add_blob(&text, bytes, length);
    return text.data;
}

#define FREE_CERTIFICATES "DROP TRIGGER succession_stays; DROP TRIGGER succession_remains; "
#define GUARD_CERTIFICATES                                                                                                           \
    "; CREATE TRIGGER succession_stays BEFORE UPDATE ON succession BEGIN SELECT RAISE (ABORT, 'a certificate is not changed'); END;" \
    "CREATE TRIGGER succession_remains BEFORE DELETE ON succession BEGIN SELECT RAISE (ABORT, 'a certificate is not removed'); END;"

// Changes certificates in a copy and expects the finding with each of the public files; the log is put back.
static void tamper(struct custodian_home *home, const char *sql, int64_t first) {
    static const char *const PUBLICS[] = {"custody/public", "custody/second", "custody/first"};
    home_sql(home, LOG_DB, "PRAGMA wal_checkpoint(TRUNCATE)");
    copy_file(home, LOG_DB, "custody/kept");
    home_sql(home, LOG_DB, arena_format(home->fixture->arena, FREE_CERTIFICATES "%s" GUARD_CERTIFICATES, sql));
    for (size_t i = 0; i < 3; i++)
        expect_fault(home, PUBLICS[i], VERIFY_KEYS, first);
    (void)unlink(home_file(home, "custody/access.db-wal"));
    (void)unlink(home_file(home, "custody/access.db-shm"));
    copy_file(home, "custody/kept", LOG_DB);
    expect_fault(home, "custody/public", VERIFY_GOOD, 0);
}

// What an attacker with a key of their own puts in the place of a certificate: signed by it on both sides, or on one.
static const char *forgery(struct custodian_home *home, int64_t seq, const struct keys *old, const unsigned char *fresh) {
    struct arena *arena = home->fixture->arena;
    struct access_succession forged = {.seq = seq, .time = home_sql(home, LOG_DB, arena_format(arena, "SELECT time FROM access WHERE seq = %lld", (long long)seq))};
    struct keys *copy = sodium_malloc(sizeof *copy);
    *copy = *old;
    memcpy(copy->next, fresh, KEYS_SIGN_SIZE);
    copy->has_next = true;
    keys_certify(copy, &forged);
    sodium_free(copy);
    return arena_format(arena, "UPDATE succession SET key = %s, by_old = %s, by_new = %s, link = zeroblob(32) WHERE seq = %lld", quote(home, forged.key, sizeof forged.key),
                        quote(home, forged.by_old, sizeof forged.by_old), quote(home, forged.by_new, sizeof forged.by_new), (long long)seq);
}

static void test_conf_5_a_succession_that_was_tampered_with_is_found_and_located(void **state) {
    struct custodian_home *home = *state;
    struct arena *arena = home->fixture->arena;
    int64_t named[2];
    struct keys *foreign, *stolen;
    rotate_twice(home, named);
    assert_int_equal(keys_create(home_file(home, "custody/foreign"), home_file(home, "custody/foreign.public")), STATUS_OK);
    assert_int_equal(keys_load(&foreign, home_file(home, "custody/foreign")), STATUS_OK);
    assert_int_equal(keys_load(&stolen, home_file(home, "custody/key1")), STATUS_OK);
    for (int i = 0; i < 2; i++) {
        const long long seq = (long long)named[i];
        tamper(home, arena_format(arena, "DELETE FROM succession WHERE seq = %lld", seq), named[i]);
        tamper(home, arena_format(arena, "UPDATE succession SET by_old = by_new WHERE seq = %lld", seq), named[i]);
        tamper(home, arena_format(arena, "UPDATE succession SET by_new = by_old WHERE seq = %lld", seq), named[i]);
        tamper(home, arena_format(arena, "UPDATE succession SET link = zeroblob(32) WHERE seq = %lld", seq), named[i]);
        tamper(home, arena_format(arena, "UPDATE succession SET time = time + 1 WHERE seq = %lld", seq), named[i]);
        tamper(home, arena_format(arena, "UPDATE succession SET key = zeroblob(32) WHERE seq = %lld", seq), named[i]);
        tamper(home, forgery(home, named[i], foreign, foreign->sign), named[i]);
        tamper(home, arena_format(arena, "UPDATE succession SET seq = seq - 1 WHERE seq = %lld", seq), named[i] - 1);
    }
    // The order of both exchanged; both removed; one more put in, by whoever stole a key that no longer signs.
    tamper(home, arena_format(arena, "UPDATE succession SET seq = seq + 100000; UPDATE succession SET seq = CASE seq WHEN %lld THEN %lld ELSE %lld END", (long long)named[0] + 100000, (long long)named[1], (long long)named[0]), named[0]);
    tamper(home, "DELETE FROM succession", named[0]);
    tamper(home, forgery(home, named[1], stolen, foreign->sign), named[1]);
    keys_free(foreign);
    keys_free(stolen);
}

// With a stolen key that was rotated away, whoever has only the first public file might be shown another succession, but then neither the
// heads kept elsewhere nor a newer public file agree.
static void test_conf_5_a_stolen_old_key_convinces_nobody_with_a_newer_public_file(void **state) {
    struct custodian_home *home = *state;
    int64_t named[2];
    struct keys *stolen, *foreign;
    rotate_twice(home, named);
    assert_int_equal(keys_load(&stolen, home_file(home, "custody/key1")), STATUS_OK);
    assert_int_equal(keys_create(home_file(home, "custody/foreign"), home_file(home, "custody/foreign.public")), STATUS_OK);
    assert_int_equal(keys_load(&foreign, home_file(home, "custody/foreign")), STATUS_OK);
    tamper(home, forgery(home, named[0], stolen, foreign->sign), named[0]);
    keys_free(stolen);
    keys_free(foreign);
}

static void test_conf_5_a_copy_chained_anew_under_a_foreign_key_is_found(void **state) {
    (void)state;
    struct custodian_home *home = home_with_past(30, 1);
    home_start(home);
    copy_file(home, "custody/public", "custody/first");
    const int64_t named = rotate(home).signing_from;
    home_stop(home, SIGTERM);
    assert_int_equal(named, 32); // 31: the start
    // The attacker writes the same past once more, with a key of their own.
    copy_file(home, "heads/heads", "heads/kept");
    assert_int_equal(unlink(home_file(home, LOG_DB)), 0);
    assert_int_equal(unlink(home_file(home, "custody/key")), 0);
    assert_int_equal(keys_create(home_file(home, "custody/key"), home_file(home, "custody/theirs")), STATUS_OK);
    size_t length;
    char *key = file_read(home_file(home, "custody/key"), &length, home->fixture->arena);
    struct access_public ours;
    assert_int_equal(access_public_read(home_file(home, "custody/first"), &ours), STATUS_OK);
    char *log = strstr(key, "\nlog ") + 5;
    for (size_t i = 0; i < sizeof ours.log_id; i++) { // the log's number is not secret
        char hex[3];
        (void)snprintf(hex, sizeof hex, "%02x", ours.log_id[i]);
        memcpy(log + 2 * i, hex, 2);
    }
    FILE *file = fopen(home_file(home, "custody/key"), "we");
    fputs(key, file);
    fclose(file);
    write_past(home, 30, 1);
    static const char *const PUBLICS[] = {"custody/public", "custody/first"};
    for (size_t i = 0; i < 2; i++) {
        assert_int_not_equal(verify_with(home, PUBLICS[i], "heads/kept").fault, VERIFY_GOOD);
        const struct verify_result alone = verify_with(home, PUBLICS[i], NULL);
        assert_int_equal(alone.fault, VERIFY_HEAD);
        assert_int_equal(alone.first, 1);
    }
    // And the custodian would not go on with it.
    struct access_head head;
    home_start(home);
    assert_int_equal(custody_head(home->client, &head), STATUS_UNAVAILABLE);
    assert_true(home_log_has(home, "ledger.distrusted"));
    home_free(home);
}

static void test_conf_5_a_log_that_ends_before_its_last_key_was_cut(void **state) {
    struct custodian_home *home = *state;
    int64_t named[2];
    write_some(home, 3);
    home_stop(home, SIGTERM);
    copy_file(home, LOG_DB, "custody/kept");
    home_start(home);
    rotate_twice(home, named);
    copy_file(home, "custody/kept", LOG_DB);
    const struct verify_result result = verify_with(home, "custody/public", NULL);
    assert_int_equal(result.fault, VERIFY_ROLLED_BACK);
    assert_int_equal(result.last, named[1]);
    // The custodian itself does not take the older copy for its log.
    home_start(home);
    struct access_head head;
    assert_int_equal(custody_head(home->client, &head), STATUS_UNAVAILABLE);
    assert_true(home_log_has(home, "ledger.distrusted"));
}

static void test_conf_8_a_key_of_before_does_not_sign(void **state) {
    struct custodian_home *home = *state;
    int64_t named[2];
    rotate_twice(home, named);
    copy_file(home, "custody/key", "custody/key3");
    copy_file(home, "custody/key2", "custody/key");
    // With whichever public file: the log goes on under another key.
    copy_file(home, "custody/public", "custody/third");
    for (int i = 0; i < 2; i++) {
        struct access_head head;
        home_start(home);
        assert_int_equal(custody_head(home->client, &head), STATUS_UNAVAILABLE);
        assert_true(home_log_has(home, "is not the one that signs this log now"));
        home_stop(home, SIGTERM);
        copy_file(home, "custody/second", "custody/public");
    }
    copy_file(home, "custody/key3", "custody/key");
    home_start(home); // the public file is brought up to date from the log
    write_some(home, 1);
    size_t length;
    assert_string_equal(file_read(home_file(home, "custody/public"), &length, home->fixture->arena), file_read(home_file(home, "custody/third"), &length, home->fixture->arena));
    assert_int_equal(home_verify(home).fault, VERIFY_GOOD);
}

// Killed between the commit and the files: the next start finishes it.
static void test_conf_8_what_was_certified_is_finished_after_a_kill(void **state) {
    struct custodian_home *home = *state;
    size_t length;
    write_some(home, 2);
    copy_file(home, "custody/public", "custody/first");
    const char *before = file_read(home_file(home, "custody/key"), &length, home->fixture->arena);
    const int64_t named = rotate(home).signing_from;
    const char *after = file_read(home_file(home, "custody/key"), &length, home->fixture->arena);
    home_stop(home, SIGKILL);
    copy_file(home, "custody/first", "custody/public");
    FILE *file = fopen(home_file(home, "custody/key"), "we");
    fprintf(file, "%snext %.64s\n", before, strstr(after, "sign ") + 5);
    fclose(file);
    home_start(home);
    write_some(home, 1);
    assert_string_equal(file_read(home_file(home, "custody/key"), &length, home->fixture->arena), after);
    expect_fault(home, "custody/first", VERIFY_GOOD, 0);
    expect_fault(home, "custody/public", VERIFY_GOOD, 0);
    // Killed before the commit: the key to come waits, and the next call takes it.
    home_stop(home, SIGKILL);
    file = fopen(home_file(home, "custody/key"), "ae");
    fprintf(file, "next %064d\n", 7);
    fclose(file);
    home_start(home);
    write_some(home, 1);
    assert_int_equal(verify_with(home, "custody/public", "heads/heads").keys, 2);
    const int64_t second = rotate(home).signing_from;
    assert_true(second > named);
    assert_non_null(strstr(file_read(home_file(home, "custody/key"), &length, home->fixture->arena), arena_format(home->fixture->arena, "sign %064d\n", 7)));
    expect_fault(home, "custody/first", VERIFY_GOOD, 0);
}

static void test_conf_5_what_was_removed_is_vouched_for_by_the_new_key(void **state) {
    (void)state;
    struct custodian_home *home = home_with_past(30, 200);
    struct prune_report report;
    set_retention(home, "6");
    home_start(home);
    copy_file(home, "custody/public", "custody/first");
    rotate(home);
    assert_int_equal(custody_prune(home->client, &report), STATUS_OK);
    assert_int_equal(report.until, 29); // the last head outside stays provable
    rotate(home);
    expect_fault(home, "custody/first", VERIFY_GOOD, 0);
    expect_fault(home, "custody/public", VERIFY_GOOD, 0);
    assert_int_equal(home_verify(home).pruned, 29);
    home_free(home);
}

static void test_conf_8_so_many_keys_and_no_more(void **state) {
    struct custodian_home *home = *state;
    struct key_report report;
    for (int i = 1; i < ACCESS_SPANS_MAX; i++)
        assert_int_equal(rotate(home).signing_keys, i + 1);
    assert_int_equal(custody_rotate(home->client, UPKEEP_KEY_SIGN, &report), STATUS_LIMITED);
    assert_int_equal(home_verify(home).fault, VERIFY_GOOD);
    home_stop(home, SIGTERM);
    home_start(home);
    write_some(home, 1);
    const struct verify_result result = home_verify(home);
    assert_int_equal(result.fault, VERIFY_GOOD);
    assert_int_equal(result.keys, ACCESS_SPANS_MAX);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_conf_8_a_new_signing_key_is_certified_by_the_old_one),
        TEST(test_conf_5_a_succession_that_was_tampered_with_is_found_and_located),
        TEST(test_conf_5_a_stolen_old_key_convinces_nobody_with_a_newer_public_file),
        cmocka_unit_test(test_conf_5_a_copy_chained_anew_under_a_foreign_key_is_found),
        TEST(test_conf_5_a_log_that_ends_before_its_last_key_was_cut),
        TEST(test_conf_8_a_key_of_before_does_not_sign),
        TEST(test_conf_8_what_was_certified_is_finished_after_a_kill),
        cmocka_unit_test(test_conf_5_what_was_removed_is_vouched_for_by_the_new_key),
        TEST(test_conf_8_so_many_keys_and_no_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
