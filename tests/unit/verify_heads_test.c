// Verification of the access log against its heads: a cut of the end, an older copy, a log made anew; and what can't be verified at all.
#include "verify_sample.h"

static void test_conf_5_a_cut_of_the_end_is_located(void **state) {
    struct log *log = *state;
    tamper(log, DROP "DELETE FROM access WHERE seq > 97;", VERIFY_CUT, 98, 100);
    tamper(log, "DELETE FROM access;", VERIFY_CUT, 1, 100);
}

// Cut, and the tip thrown away or made by somebody else: the heads know better.
static void test_conf_5_a_cut_with_its_tip_is_located_by_the_heads(void **state) {
    struct log *log = *state;
    sql(log, DROP "DELETE FROM access WHERE seq > 90; DELETE FROM tip; DELETE FROM head WHERE seq > 90;");
    struct verify_result result = verify(log);
    expect_result("cut", &result, VERIFY_CUT, 91, 100);
    result = verify_alone(log);
    expect_result("cut, alone", &result, VERIFY_UNSIGNED, 81, 90);
    sql(log, "DELETE FROM access; DELETE FROM head;");
    result = verify(log);
    expect_result("emptied", &result, VERIFY_CUT, 1, 100);
}

static void test_conf_5_an_older_copy_is_found_by_the_heads(void **state) {
    struct log *log = *state;
    write_log(log, log->keys, 70, 0, NULL); // exactly what the log was thirty records ago
    struct verify_result result = verify(log);
    expect_result("older", &result, VERIFY_ROLLED_BACK, 71, 100);
    result = verify_alone(log);
    expect_result("older, alone", &result, VERIFY_GOOD, 0, 0); // which is why heads are kept outside
    assert_true(result.without_heads);
}

// The whole log made anew from record 45 on, and signed by somebody else.
static void test_conf_5_a_log_made_anew_with_another_key_is_located(void **state) {
    struct log *log = *state;
    write_log(log, log->other, RECORDS, 45, NULL);
    struct verify_result result = verify(log);
    expect_result("rechained", &result, VERIFY_REWRITTEN, 41, 60);
    result = verify_alone(log);
    expect_result("rechained, alone", &result, VERIFY_HEAD, 1, 20); // not even the first head is the log's
}

// The same, but the attacker left the heads before the forgery and threw away those behind it.
static void test_conf_5_a_log_made_anew_without_heads_is_located(void **state) {
    struct log *log = *state;
    write_log(log, log->keys, RECORDS, 0, NULL);
    sql(log, "CREATE TABLE keep AS SELECT * FROM head WHERE seq < 45;");
    write_log(log, log->other, RECORDS, 45, NULL);
    sql(log, "DELETE FROM head; INSERT INTO head SELECT * FROM keep; DROP TABLE keep;");
    struct verify_result result = verify(log);
    expect_result("rechained", &result, VERIFY_REWRITTEN, 41, 60);
    result = verify_alone(log);
    expect_result("rechained, alone", &result, VERIFY_UNSIGNED, 41, 100);
}

// An old tip of the log itself put over records that were made anew behind it.
static void test_conf_5_a_tip_that_does_not_fit_is_found(void **state) {
    struct log *log = *state;
    sql(log, "CREATE TABLE keep AS SELECT * FROM tip;");
    write_log(log, log->other, RECORDS, 95, NULL);
    sql(log, "DELETE FROM head; DELETE FROM tip; INSERT INTO tip SELECT * FROM keep; DROP TABLE keep;");
    struct verify_result result = verify_alone(log);
    expect_result("old tip", &result, VERIFY_REWRITTEN, 1, 100);
    result = verify(log);
    expect_result("old tip, heads", &result, VERIFY_REWRITTEN, 81, 100);
}

// A head is signed, and lies where everybody can read it: it must not end a log that was cut behind it.
static void test_conf_5_a_head_is_no_tip(void **state) {
    struct log *log = *state;
    write_log(log, log->keys, RECORDS + 7, 0, NULL);
    sql(log, "DELETE FROM access WHERE seq > 100; UPDATE tip SET (seq, time, link, signature) ="
             " (SELECT seq, time, link, signature FROM head ORDER BY seq DESC LIMIT 1);");
    struct verify_result result = verify(log);
    expect_result("head as tip", &result, VERIFY_UNSIGNED, 100, 100);
    result = verify_recent(log);
    expect_result("head as tip, recent", &result, VERIFY_UNSIGNED, 100, 100);
}

static void test_conf_5_records_without_a_witness_are_told(void **state) {
    struct log *log = *state;
    struct verify_result result = verify(log);
    assert_null(strstr(verify_words(&result, LANG_EN, log->arena), "outside the database"));
    write_log(log, log->keys, RECORDS + 7, 0, NULL);
    result = verify(log);
    assert_int_equal(result.witnessed, RECORDS);
    assert_non_null(strstr(verify_words(&result, LANG_EN, log->arena), "No head outside the database proves records 101 to 107"));
    assert_non_null(strstr(verify_words(&result, LANG_ZH, log->arena), "第 101 至 107 条记录还没有数据库之外的签名存证"));
}

static void test_conf_5_a_wrong_signature_is_found(void **state) {
    struct log *log = *state;
    tamper(log, "UPDATE tip SET signature = zeroblob(64);", VERIFY_UNSIGNED, 100, 100);
    tamper(log, "UPDATE tip SET signature = x'00';", VERIFY_UNSIGNED, 100, 100);
    tamper(log, "DELETE FROM tip;", VERIFY_UNSIGNED, 100, 100);
    write_log(log, log->keys, RECORDS, 0, NULL);
    tamper(log, "UPDATE head SET signature = zeroblob(64) WHERE seq = 60;", VERIFY_HEAD, 41, 60);
}

static void append(const struct log *log, const char *text) {
    FILE *file = fopen(log->heads, "ae");
    assert_true(fputs(text, file) >= 0);
    fclose(file);
}

static void test_the_heads_file_itself(void **state) {
    struct log *log = *state;
    append(log, "head 120 1795");
    struct verify_result result = verify(log);
    expect_result("torn at the end", &result, VERIFY_GOOD, 0, 0);
    assert_int_equal(result.torn, 1);
    append(log, "\n");
    struct access_head good;
    assert_true(heads_last(log->heads, &log->keys->public, &good));
    assert_int_equal(heads_append(log->heads, &good, 1), STATUS_OK);
    result = verify(log);
    expect_result("torn in the middle", &result, VERIFY_GOOD, 0, 0);
    append(log, "rubbish\n");
    result = verify(log);
    assert_int_equal(result.fault, VERIFY_HEADS_FILE);
    assert_int_equal(result.line, 8);
    // What is wrong with the log itself is said first.
    sql(log, DROP "UPDATE access SET person_id = 77 WHERE seq = 42;");
    result = verify(log);
    expect_result("both", &result, VERIFY_ALTERED, 42, 42);
}

static void test_a_missing_heads_file_is_told_when_there_were_heads(void **state) {
    struct log *log = *state;
    unlink(log->heads);
    struct verify_result result = verify(log);
    assert_int_equal(result.fault, VERIFY_HEADS_FILE);
    assert_int_equal(result.line, 0);
    write_log(log, log->keys, HEAD_EVERY - 1, 0, NULL);
    result = verify(log);
    expect_result("a young log", &result, VERIFY_GOOD, 0, 0);
}

static void test_conf_5_another_installations_log_is_told(void **state) {
    struct log *log = *state;
    log->public = file_in(log, "public2");
    struct verify_result result = verify(log);
    assert_int_equal(result.fault, VERIFY_FOREIGN);
    sql(log, arena_format(log->arena, "UPDATE log SET log_id = %s;", blob(log, log->other->public.log_id, ACCESS_LOG_ID_SIZE)));
    result = verify(log);
    expect_result("disguised", &result, VERIFY_ALTERED, 1, 1);
}

static void test_what_cannot_be_read_is_told(void **state) {
    struct log *log = *state;
    struct log missing = *log;
    missing.path = file_in(log, "nowhere.db");
    assert_int_equal(verify(&missing).fault, VERIFY_NO_LOG);
    missing = *log;
    missing.public = file_in(log, "nowhere");
    assert_int_equal(verify(&missing).fault, VERIFY_NO_PUBLIC);
    missing.public = log->heads;
    assert_int_equal(verify(&missing).fault, VERIFY_NO_PUBLIC);
    missing = *log;
    missing.path = log->heads;
    assert_int_equal(verify(&missing).fault, VERIFY_UNREADABLE);
    sql(log, "DROP TABLE access;");
    assert_int_equal(verify(log).fault, VERIFY_SCHEMA);
}

// Verification writes nothing: a copy in a folder of its own stays as it is.
static void test_verification_changes_nothing(void **state) {
    struct log *log = *state;
    size_t before, after;
    sql(log, "PRAGMA wal_checkpoint(TRUNCATE);");
    const char *first = file_read(log->path, &before, log->arena);
    expect_result("good", &(struct verify_result){.fault = verify(log).fault}, VERIFY_GOOD, 0, 0);
    const char *second = file_read(log->path, &after, log->arena);
    assert_int_equal(before, after);
    assert_memory_equal(first, second, before);
}

// The custodian's start looks only behind the last head, and at everything as soon as that does not fit.
static void test_a_recent_check_begins_at_the_last_head(void **state) {
    struct log *log = *state;
    write_log(log, log->keys, RECORDS + 7, 0, NULL);
    struct verify_result result = verify_recent(log);
    expect_result("recent", &result, VERIFY_GOOD, 0, 0);
    assert_int_equal(result.records, 7);
    assert_int_equal(result.newest, RECORDS + 7);
    sql(log, DROP "UPDATE access SET person_id = 77 WHERE seq = 104;");
    result = verify_recent(log);
    expect_result("altered behind the head", &result, VERIFY_ALTERED, 104, 104);
    write_log(log, log->keys, 97, 0, NULL);
    result = verify_recent(log);
    expect_result("rolled back before the head", &result, VERIFY_ROLLED_BACK, 98, 100);
    write_log(log, log->other, RECORDS + 7, 99, NULL);
    result = verify_recent(log);
    expect_result("made anew across the head", &result, VERIFY_REWRITTEN, 81, 100);
}

static void test_every_finding_has_words(void **state) {
    struct log *log = *state;
    for (int fault = 0; fault < VERIFY_FAULT_COUNT; fault++)
        for (int many = 0; many < 2; many++) {
            const struct verify_result result = {.fault = (enum verify_fault)fault, .first = 4711, .last = many ? 4713 : 4711, .line = many ? 4711 : 0, .newest = 4711};
            for (int lang = 0; lang < LANG_COUNT; lang++) {
                const char *words = verify_words(&result, (enum lang)lang, log->arena);
                assert_true(strlen(words) > 10);
                const bool numbered = fault != VERIFY_NO_PUBLIC && fault != VERIFY_NO_LOG && fault != VERIFY_FOREIGN && fault != VERIFY_SCHEMA &&
                                      (fault != VERIFY_HEADS_FILE || many);
                assert_int_equal(strstr(words, "4711") != NULL, numbered);
            }
        }
    assert_string_equal(verify_fault_name(VERIFY_ROLLED_BACK), "rolled_back");
    const struct verify_result removed = {.fault = VERIFY_REMOVED, .first = 3, .last = 5};
    assert_string_equal(verify_words(&removed, LANG_EN, log->arena), "Records 3 to 5 were removed.");
    assert_string_equal(verify_words(&removed, LANG_ZH, log->arena), "第 3 至 5 条记录被删除。");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_conf_5_a_cut_of_the_end_is_located),
        TEST(test_conf_5_a_cut_with_its_tip_is_located_by_the_heads),
        TEST(test_conf_5_an_older_copy_is_found_by_the_heads),
        TEST(test_conf_5_a_log_made_anew_with_another_key_is_located),
        TEST(test_conf_5_a_log_made_anew_without_heads_is_located),
        TEST(test_conf_5_a_tip_that_does_not_fit_is_found),
        TEST(test_conf_5_a_head_is_no_tip),
        TEST(test_conf_5_records_without_a_witness_are_told),
        TEST(test_conf_5_a_wrong_signature_is_found),
        TEST(test_the_heads_file_itself),
        TEST(test_a_missing_heads_file_is_told_when_there_were_heads),
        TEST(test_conf_5_another_installations_log_is_told),
        TEST(test_what_cannot_be_read_is_told),
        TEST(test_verification_changes_nothing),
        TEST(test_a_recent_check_begins_at_the_last_head),
        TEST(test_every_finding_has_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
