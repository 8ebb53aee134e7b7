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
            expect(home, &seller, KIND_CUSTOMER, OWN, "fax", RESULT_DISCLOSED, "0755-26001234");
            expect(home, &seller, KIND_CUSTOMER, OWN, "phone", RESULT_DISCLOSED, PHONE);
            put_key_back(home, before);
            home_start(home);
        }
    assert_true(begun > 5 && refused > 5);
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

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_conf_8_a_rotation_begins_whole_or_not_at_all),
        cmocka_unit_test(test_conf_5_pruning_is_whole_or_not_at_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
