// tests/run: waits
// The disk fails at every single operation of a rotation of keys and of pruning in turn: afterwards it is as before or as after.
// tests/run: 600 seconds
#include "failing_disk.h"

#include "../unit/past_log.h"
#include "vault/keys_rotate.h"

static const char *const FAULTS[] = {"ENOSPC", "EIO", "ESYNC"};

// Puts the key file back as it was, while the custodian does not run.
static void put_key_back(struct custodian_home *home, const char *text) {
    home_stop(home, SIGKILL);
    FILE *file = fopen(home_file(home, "custody/key"), "we");
    fputs(text, file);
    fclose(file);
}

static void test_conf_8_a_rotation_begins_whole_or_not_at_all(void **state) {
    struct custodian_home *home = *state;
    const struct asker seller = home_asker(home_sign_in(home, PERSON_SELLER));
    size_t length;
    const char *before = file_read(home_file(home, "custody/key"), &length, home->fixture->arena);
    unsigned begun = 0, refused = 0;
    for (size_t i = 0; i < sizeof FAULTS / sizeof *FAULTS; i++)
        for (int after = 0; after < 20; after++) {
            struct key_report report;
            restart_on_failing_disk(home, "custody");
            wait_until_it_works(home, &seller);
            fault_begin(home, arena_format(home->fixture->arena, "%s %d", FAULTS[i], after));
            const enum status status = custody_rotate(home->client, UPKEEP_KEY_BEGIN, &report);
            fault_end(home);
            wait_until_it_works(home, &seller); // under whichever key
            const char *now = file_read(home_file(home, "custody/key"), &length, home->fixture->arena);
            const bool rotating = strstr(now, "\nsince ") != NULL;
            assert_true(rotating || strcmp(now, before) == 0);
            assert_true(status != STATUS_OK || rotating);
            begun += rotating;
            refused += status != STATUS_OK;
            // What the custodian seals now opens after a restart.
            home_store(home, KIND_CUSTOMER, OWN, "fax", "0755-26001234");
            home_stop(home, SIGKILL);
            home_start(home);
            wait_until_it_works(home, &seller); // it may be busy with what the other one left
            expect(home, &seller, KIND_CUSTOMER, OWN, "fax", RESULT_DISCLOSED, "0755-26001234");
            expect(home, &seller, KIND_CUSTOMER, OWN, "phone", RESULT_DISCLOSED, PHONE);
            put_key_back(home, before);
            home_start(home);
        }
    assert_true(begun > 5 && refused > 5);
    wait_until_it_works(home, &seller); // while it takes over what a killed one left, nobody else can read the log
    assert_int_equal(home_verify(home).fault, VERIFY_GOOD);
}

static void test_conf_5_pruning_is_whole_or_not_at_all(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof FAULTS / sizeof *FAULTS; i++) {
        struct custodian_home *home = home_with_past(40, 203); // 203 … 242 days old
        struct prune_report report = {0};
        unsigned refused = 0;
        set_retention(home, "120"); // at its start it prunes by itself
        home_start(home);
        restart_on_failing_disk(home, "custody");
        for (int after = 0; report.until == 0; after++) {
            assert_true(after < 1000); // it succeeds in the end
            struct access_head head;
            for (int tries = 0; tries < 10000 && custody_head(home->client, &head) != STATUS_OK; tries++)
                home_pause();
            set_retention(home, "7"); // 213 days
            fault_begin(home, arena_format(home->fixture->arena, "%s %d", FAULTS[i], after));
            const enum status status = custody_prune(home->client, &report);
            fault_end(home);
            const struct verify_result found = home_verify(home);
            if (found.fault != VERIFY_GOOD)
                fail_msg("%s %d: %s", FAULTS[i], after, verify_words(&found, LANG_EN, home->fixture->arena));
            assert_true(found.pruned == 0 || found.pruned == 30);
            assert_int_equal(home_sql(home, LOG_DB, "SELECT min(seq) FROM access"), found.pruned + 1);
            refused += status != STATUS_OK;
            if (status != STATUS_OK)
                report.until = 0;
        }
        assert_true(refused > 0);
        home_free(home);
    }
}

// Whatever failed: the log proves itself with the first public file, and the next call makes the key that signs from then on.
static void test_conf_8_a_new_signing_key_is_certified_or_not_made(void **state) {
    struct custodian_home *home = *state;
    struct arena *arena = home->fixture->arena;
    const struct asker seller = home_asker(home_sign_in(home, PERSON_SELLER));
    unsigned refused = 0, finished_late = 0;
    size_t length;
    const char *first = file_read(home_file(home, "custody/public"), &length, arena);
    FILE *file = fopen(home_file(home, "custody/first"), "we");
    fputs(first, file);
    fclose(file);
    const struct verify_options options = {.log = home_file(home, LOG_DB), .public = home_file(home, "custody/first"), .heads = home_file(home, "heads/heads"), .schema = home_file(home, "share/schema/access")};
    int64_t keys = 1;
    for (size_t i = 0; i < sizeof FAULTS / sizeof *FAULTS; i++)
        for (int after = 0, done = 0; !done; after++) {
            struct key_report report;
            struct verify_result found;
            assert_true(after < 400); // it succeeds in the end
            restart_on_failing_disk(home, "custody");
            wait_until_it_works(home, &seller);
            fault_begin(home, arena_format(arena, "%s %d", FAULTS[i], after));
            const enum status status = custody_rotate(home->client, UPKEEP_KEY_SIGN, &report);
            fault_end(home);
            done = status == STATUS_OK;
            refused += !done;
            if (after % 2)
                home_stop(home, SIGKILL), home_start(home);
            wait_until_it_works(home, &seller);
            verify_log(&options, &found);
            if (found.fault != VERIFY_GOOD)
                fail_msg("%s %d: %s", FAULTS[i], after, verify_words(&found, LANG_EN, arena));
            assert_true(found.keys == keys || found.keys == keys + 1);
            assert_true(!done || found.keys == keys + 1);
            finished_late += !done && found.keys == keys + 1;
            keys = found.keys;
            if (keys > ACCESS_SPANS_MAX - 10)
                fail_msg("too many keys were made");
        }
    assert_true(refused > 10 && finished_late > 0);
    // In the end the files say what the log says, and nothing waits.
    home_stop(home, SIGTERM);
    home_start(home);
    wait_until_it_works(home, &seller);
    struct access_public public;
    assert_int_equal(access_public_read(home_file(home, "custody/public"), &public), STATUS_OK);
    assert_int_equal(public.count, keys);
    assert_int_equal(home_verify(home).fault, VERIFY_GOOD);
}

static void test_conf_8_the_token_key_is_rotated_or_not(void **state) {
    struct custodian_home *home = *state;
    struct arena *arena = home->fixture->arena;
    const struct asker seller = home_asker(home_sign_in(home, PERSON_SELLER));
    unsigned searched = 0;
    for (size_t i = 0; i < sizeof FAULTS / sizeof *FAULTS; i++)
        for (int after = 0; after < 60; after += 3) {
            struct key_report report;
            int64_t ids[4];
            unsigned found = 0;
            enum result result;
            restart_on_failing_disk(home, "custody");
            wait_until_it_works(home, &seller);
            fault_begin(home, arena_format(arena, "%s %d", FAULTS[i], after));
            (void)!custody_rotate(home->client, UPKEEP_KEY_TOKEN, &report);
            for (int tries = 0; tries < 20; tries++) // never a false "nobody"
                if (custody_find(home->client, &seller, KIND_CUSTOMER, "phone", PHONE, ids, 4, &found, &result) == STATUS_OK) {
                    assert_int_equal(found, 1);
                    searched++;
                }
            fault_end(home);
            wait_until_it_works(home, &seller);
            if (after % 2)
                home_stop(home, SIGKILL), home_start(home);
            report.token = 1;
            for (int tries = 0; tries < 20000 && (custody_rotate(home->client, UPKEEP_KEY_STATE, &report) != STATUS_OK || report.token); tries++)
                home_pause();
            assert_int_equal(report.token, 0);
            for (int tries = 0; tries < 5000 && custody_find(home->client, &seller, KIND_CUSTOMER, "phone", PHONE, ids, 4, &found, &result) != STATUS_OK; tries++)
                home_pause();
            assert_int_equal(found, 1);
        }
    assert_true(searched > 0);
    assert_int_equal(home_verify(home).fault, VERIFY_GOOD);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_conf_8_a_rotation_begins_whole_or_not_at_all),
        TEST(test_conf_8_a_new_signing_key_is_certified_or_not_made),
        TEST(test_conf_8_the_token_key_is_rotated_or_not),
        cmocka_unit_test(test_conf_5_pruning_is_whole_or_not_at_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
