// The custodian's log from outside: that it proves itself, what happens when it was tampered with or is gone, and who
// is let near the custodian.
#include "custodian_sample.h"

// --- The log's proof

static void test_conf_5_the_log_verifies_and_ends_with_a_head(void **state) {
    struct custodian_home *home = *state;
    const struct asker seller = home_asker(home_sign_in(home, PERSON_SELLER));
    struct access_head head;
    struct access_public public;
    for (int i = 0; i < 20; i++)
        expect(home, &seller, KIND_CUSTOMER, OWN, "phone", RESULT_DISCLOSED, PHONE);
    assert_int_equal(custody_head(home->client, &head), STATUS_OK);
    assert_int_equal(head.seq, 21); // the start is the first
    assert_int_equal(access_public_read(home_file(home, "custody/public"), &public), STATUS_OK);
    assert_true(access_head_valid(&public, &head));
    assert_int_equal(home_verify(home).fault, VERIFY_GOOD);
    assert_int_equal(home_stop(home, SIGTERM), 0);
    const struct verify_result result = home_verify(home);
    assert_int_equal(result.fault, VERIFY_GOOD);
    assert_int_equal(result.records, 22); // the stop is the last
    assert_int_equal(result.witnessed, 22);
    assert_int_equal(result.heads, 2); // one in the log, the same in the file
    assert_int_equal(home_sql(home, LOG_DB, "SELECT max(seq) FROM head"), 22);
}

static void test_conf_5_a_head_is_kept_every_thousand_records(void **state) {
    struct custodian_home *home = *state;
    const struct asker seller = home_asker(home_sign_in(home, PERSON_SELLER));
    struct custody_item items[CUSTODY_ITEMS_MAX];
    for (int i = 0; i < CUSTODY_ITEMS_MAX; i++)
        items[i] = (struct custody_item){.kind = KIND_CUSTOMER, .record_id = OWN, .field = "phone"};
    for (int i = 0; i < 40; i++)
        assert_int_equal(custody_record(home->client, &seller, items, CUSTODY_ITEMS_MAX, RESULT_NO_VALUE), STATUS_OK);
    struct access_head head;
    assert_int_equal(custody_head(home->client, &head), STATUS_OK); // what is due after the last records is done by then
    assert_int_equal(head.seq, 1 + 40 * CUSTODY_ITEMS_MAX);
    assert_int_equal(home_sql(home, LOG_DB, "SELECT count(*) FROM head"), 2);
    assert_true(home_sql(home, LOG_DB, "SELECT max(seq) FROM head") < 2100);
    const struct verify_result result = home_verify(home);
    assert_int_equal(result.fault, VERIFY_GOOD);
    assert_int_equal(result.heads, 4);
}

static void test_conf_5_the_chain_goes_on_after_a_restart(void **state) {
    struct custodian_home *home = *state;
    const struct asker seller = home_asker(home_sign_in(home, PERSON_SELLER));
    for (int i = 0; i < 3; i++) {
        expect(home, &seller, KIND_CUSTOMER, OWN, "phone", RESULT_DISCLOSED, PHONE);
        home_stop(home, i == 1 ? SIGKILL : SIGTERM);
        home_start(home);
    }
    expect(home, &seller, KIND_CUSTOMER, OWN, "phone", RESULT_DISCLOSED, PHONE);
    const struct verify_result result = home_verify(home);
    assert_int_equal(result.fault, VERIFY_GOOD);
    assert_int_equal(result.records, 10);
    // The run that was killed left a start without a stop before the next one.
    assert_int_equal(home_sql(home, LOG_DB, "SELECT count(*) FROM access WHERE channel = 8 AND result = 12"), 4);
    assert_int_equal(home_sql(home, LOG_DB, "SELECT count(*) FROM access WHERE channel = 8 AND result = 13"), 2);
    assert_int_equal(home_sql(home, LOG_DB, "SELECT count(*) FROM (SELECT result, lead(result) OVER (ORDER BY seq) AS next FROM access"
                                            " WHERE channel = 8) WHERE result = 12 AND next = 12"),
                     1);
}

// Whoever tampers puts the triggers back.
#define RESTORE_STAYS \
    "; CREATE TRIGGER access_stays BEFORE UPDATE ON access BEGIN SELECT RAISE (ABORT, 'the access log is append-only'); END;"
#define RESTORE_REMAINS                                                                                                     \
    "; CREATE TRIGGER access_remains BEFORE DELETE ON access WHEN old.seq > COALESCE ((SELECT seq FROM pruned), 0)\nBEGIN " \
    "SELECT RAISE (ABORT, 'the access log is append-only'); END;"

// Tampers with the log of a stopped custodian, starts it, and expects that nothing is disclosed and the log says why.
static void expect_distrust(struct custodian_home *home, const char *sql, const char *finding) {
    const struct asker seller = home_asker(home_sign_in(home, PERSON_SELLER));
    enum result result;
    const char *value;
    struct access_head head;
    if (sql)
        home_sql(home, LOG_DB, sql);
    home_start(home);
    assert_int_equal(home_open(home, &seller, KIND_CUSTOMER, OWN, "phone", &result, &value), STATUS_UNAVAILABLE);
    assert_null(value);
    assert_int_equal(custody_head(home->client, &head), STATUS_UNAVAILABLE);
    assert_true(home_log_has(home, "event=ledger.distrusted"));
    assert_true(home_log_has(home, finding));
    // Saving still works: sealing discloses nothing.
    home_store(home, KIND_CUSTOMER, OWN, "email", "a@example.com");
}

static void test_conf_5_an_altered_record_stops_disclosure(void **state) {
    struct custodian_home *home = *state;
    write_some(home, 5);
    home_stop(home, SIGKILL); // no head was kept: the check covers all five
    expect_distrust(home, "DROP TRIGGER access_stays; UPDATE access SET person_id = 3 WHERE seq = 4" RESTORE_STAYS,
                    "Record 4 was altered");
}

static void test_conf_5_a_wrong_tip_stops_disclosure(void **state) {
    struct custodian_home *home = *state;
    write_some(home, 5);
    home_stop(home, SIGTERM);
    expect_distrust(home, "UPDATE tip SET signature = zeroblob(64);", "signature");
}

static void test_conf_5_a_cut_end_stops_disclosure(void **state) {
    struct custodian_home *home = *state;
    write_some(home, 5);
    home_stop(home, SIGTERM);
    expect_distrust(home, "DROP TRIGGER access_remains; DELETE FROM access WHERE seq > 3" RESTORE_REMAINS,
                    "The end was cut off");
}

// A table whose columns changed places, or a trigger of somebody else's, would run in the custodian's own commits.
static void test_conf_5_a_changed_schema_stops_disclosure(void **state) {
    struct custodian_home *home = *state;
    write_some(home, 2);
    home_stop(home, SIGTERM);
    expect_distrust(home, "CREATE TRIGGER later AFTER INSERT ON access BEGIN DELETE FROM access_of_person; END;", "they were changed");
}

static void test_conf_5_an_endless_view_stops_disclosure(void **state) {
    struct custodian_home *home = *state;
    write_some(home, 2);
    home_stop(home, SIGTERM);
    expect_distrust(home, "DROP TABLE access; CREATE VIEW access AS WITH RECURSIVE n(seq) AS (SELECT 1 UNION ALL SELECT seq + 1 FROM n)"
                          " SELECT seq, 0 AS time, x'00' AS link FROM n;",
                    "they were changed");
}

static void test_conf_5_a_head_as_tip_stops_disclosure(void **state) {
    struct custodian_home *home = *state;
    write_some(home, 2);
    home_stop(home, SIGTERM); // keeps a head
    home_start(home);
    write_some(home, 2);
    home_stop(home, SIGKILL); // keeps none
    expect_distrust(home, "DROP TRIGGER access_remains; DELETE FROM access WHERE seq > (SELECT max(seq) FROM head); UPDATE tip SET"
                          " (seq, time, link, signature) = (SELECT seq, time, link, signature FROM head ORDER BY seq DESC LIMIT 1)" RESTORE_REMAINS,
                    "signature");
}

static void copy_file(struct custodian_home *home, const char *from, const char *to) {
    size_t length;
    const char *bytes = file_read(home_file(home, from), &length, home->fixture->arena);
    FILE *file = fopen(home_file(home, to), "we");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

static void test_conf_5_an_older_copy_stops_disclosure(void **state) {
    struct custodian_home *home = *state;
    write_some(home, 5);
    home_stop(home, SIGTERM);
    copy_file(home, LOG_DB, "older");
    home_start(home);
    write_some(home, 2);
    home_stop(home, SIGTERM);
    copy_file(home, "older", LOG_DB);
    expect_distrust(home, NULL, "older copy: records 8 to 11");
}

static void test_conf_5_a_removed_log_stops_disclosure(void **state) {
    struct custodian_home *home = *state;
    write_some(home, 5);
    home_stop(home, SIGTERM);
    unlink(home_file(home, LOG_DB));
    home_start_with(home, NULL);
    assert_int_equal(home->pid, 0);
    assert_true(home_log_has(home, "start.no_log"));
    // Without its heads, too: nothing says then that there ever was one.
    unlink(home_file(home, "heads/heads"));
    home_start_with(home, NULL);
    assert_int_equal(home->pid, 0);
    assert_int_not_equal(access(home_file(home, LOG_DB), F_OK), 0);
}

// A head that was cut short by a power failure is no reason to stop.
static void test_conf_5_a_torn_line_of_the_heads_file_is_harmless(void **state) {
    struct custodian_home *home = *state;
    write_some(home, 3);
    home_stop(home, SIGTERM);
    FILE *file = fopen(home_file(home, "heads/heads"), "ae");
    assert_true(fputs("head 4 17953128", file) > 0);
    fclose(file);
    home_start(home);
    write_some(home, 2);
    home_stop(home, SIGTERM);
    const struct verify_result result = home_verify(home);
    assert_int_equal(result.fault, VERIFY_GOOD);
    assert_int_equal(result.torn, 1);
    assert_int_equal(result.heads, 4);
}

static void test_conf_3_a_log_removed_while_running_stops_disclosure(void **state) {
    struct custodian_home *home = *state;
    const struct asker seller = home_asker(home_sign_in(home, PERSON_SELLER));
    enum result result;
    const char *value;
    write_some(home, 2);
    unlink(home_file(home, LOG_DB));
    for (int i = 0; i < 3; i++) {
        assert_int_equal(home_open(home, &seller, KIND_CUSTOMER, OWN, "phone", &result, &value), STATUS_UNAVAILABLE);
        assert_null(value);
    }
    assert_int_not_equal(access(home_file(home, LOG_DB), F_OK), 0);
}

// --- Outages

static void test_conf_3_a_missing_store_is_an_outage_and_told_afterwards(void **state) {
    struct custodian_home *home = *state;
    const struct asker seller = home_asker(home_sign_in(home, PERSON_SELLER));
    enum result result;
    const char *value;
    write_some(home, 1);
    const char *store = home_file(home, "db/kedang.db"), *away = home_file(home, "db/away.db");
    assert_int_equal(rename(store, away), 0);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(home_open(home, &seller, KIND_CUSTOMER, OWN, "phone", &result, &value), STATUS_UNAVAILABLE);
        assert_null(value);
    }
    assert_int_equal(rename(away, store), 0);
    enum status status = STATUS_UNAVAILABLE;
    for (int tries = 0; tries < 5000 && status != STATUS_OK; tries++) {
        status = home_open(home, &seller, KIND_CUSTOMER, OWN, "phone", &result, &value);
        home_pause();
    }
    assert_int_equal(status, STATUS_OK);
    assert_string_equal(value, PHONE);
    assert_int_equal(records(home, "result = 11"), 1);
    assert_true(home_sql(home, LOG_DB, "SELECT count FROM access WHERE result = 11") >= 3);
    assert_int_equal(records(home, "seq = 3 AND result = 11 AND person_id = 0 AND field LIKE '20%Z … 20%Z'"), 1);
}

// --- Who may talk to it, and how it starts

static void test_garbage_closes_one_connection_only(void **state) {
    struct custodian_home *home = *state;
    const struct asker seller = home_asker(home_sign_in(home, PERSON_SELLER));
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof address.sun_path, "%s", home_file(home, "run/s"));
    static const char *const GARBAGE[] = {"", "x", "\1\2", "\1\7aaaaaaaaaaaaaaaaaaaaaaaaaaa", "\1\2\0\0\0\0\0\0\0\1\0\0\0\040aaaa"};
    static const size_t SIZES[] = {0, 1, 2, 20, 18};
    for (size_t i = 0; i < sizeof SIZES / sizeof *SIZES; i++) {
        char answer[16];
        const int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
        assert_int_equal(connect(fd, (const struct sockaddr *)&address, sizeof address), 0);
        assert_int_equal(send(fd, GARBAGE[i], SIZES[i], MSG_NOSIGNAL), SIZES[i]);
        assert_int_equal(recv(fd, answer, sizeof answer, 0), 0);
        close(fd);
        expect(home, &seller, KIND_CUSTOMER, OWN, "phone", RESULT_DISCLOSED, PHONE);
    }
}

static void test_conf_3_the_socket_is_its_owners_alone(void **state) {
    struct custodian_home *home = *state;
    struct stat stat_now;
    assert_int_equal(stat(home_file(home, "run/custodian.sock"), &stat_now), 0);
    assert_int_equal(stat_now.st_mode & 0777, 0600);
    FILE *from = fopen(arena_format(home->fixture->arena, "/proc/%d/limits", (int)home->pid), "re");
    if (!from)
        return; // not to be looked into, as it should be for an ordinary user
    char line[256];
    bool no_core = false;
    while (fgets(line, sizeof line, from))
        no_core = no_core || (strncmp(line, "Max core file size", 18) == 0 && strstr(line, " 0 ") != NULL);
    fclose(from);
    assert_true(no_core);
}

static void test_conf_5_there_is_only_one_custodian_in_a_home(void **state) {
    struct custodian_home *home = *state;
    const struct asker seller = home_asker(home_sign_in(home, PERSON_SELLER));
    const pid_t child = fork();
    if (child == 0) {
        const int log = open(home_file(home, "log/custodian.log"), O_WRONLY | O_APPEND);
        dup2(log, STDERR_FILENO);
        setenv("ASAN_OPTIONS", "detect_leaks=0", 1);
        if (chdir(home->fixture->folder) == 0)
            execl(home->binary, "custodian", (char *)NULL);
        _exit(127);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_not_equal(status, 0);
    assert_true(home_log_has(home, "another custodian is running"));
    expect(home, &seller, KIND_CUSTOMER, OWN, "phone", RESULT_DISCLOSED, PHONE);
}

static void test_conf_8_a_key_that_others_can_read_is_refused(void **state) {
    struct custodian_home *home = *state;
    home_stop(home, SIGTERM);
    assert_int_equal(chmod(home_file(home, "custody/key"), 0640), 0);
    home_start_with(home, NULL);
    assert_int_equal(home->pid, 0);
    assert_true(home_log_has(home, "keys.mode"));
    assert_int_equal(chmod(home_file(home, "custody/key"), 0600), 0);
    home_start(home);
}

static void test_the_client_finds_a_restarted_custodian(void **state) {
    struct custodian_home *home = *state;
    const struct asker seller = home_asker(home_sign_in(home, PERSON_SELLER));
    enum result result;
    const char *value;
    write_some(home, 1);
    home_stop(home, SIGKILL);
    assert_int_equal(home_open(home, &seller, KIND_CUSTOMER, OWN, "phone", &result, &value), STATUS_UNAVAILABLE);
    assert_null(value);
    home_start(home);
    expect(home, &seller, KIND_CUSTOMER, OWN, "phone", RESULT_DISCLOSED, PHONE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_conf_5_the_log_verifies_and_ends_with_a_head),
        TEST(test_conf_5_a_head_is_kept_every_thousand_records),
        TEST(test_conf_5_the_chain_goes_on_after_a_restart),
        TEST(test_conf_5_an_altered_record_stops_disclosure),
        TEST(test_conf_5_a_wrong_tip_stops_disclosure),
        TEST(test_conf_5_a_cut_end_stops_disclosure),
        TEST(test_conf_5_a_changed_schema_stops_disclosure),
        TEST(test_conf_5_an_endless_view_stops_disclosure),
        TEST(test_conf_5_a_head_as_tip_stops_disclosure),
        TEST(test_conf_5_an_older_copy_stops_disclosure),
        TEST(test_conf_5_a_removed_log_stops_disclosure),
        TEST(test_conf_5_a_torn_line_of_the_heads_file_is_harmless),
        TEST(test_conf_3_a_log_removed_while_running_stops_disclosure),
        TEST(test_conf_3_a_missing_store_is_an_outage_and_told_afterwards),
        TEST(test_garbage_closes_one_connection_only),
        TEST(test_conf_3_the_socket_is_its_owners_alone),
        TEST(test_conf_5_there_is_only_one_custodian_in_a_home),
        TEST(test_conf_8_a_key_that_others_can_read_is_refused),
        TEST(test_the_client_finds_a_restarted_custodian),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
