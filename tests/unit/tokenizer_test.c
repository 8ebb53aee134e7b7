// The tokenizer splits at spaces and '|' and does nothing else.
#include "store/tokenizer.h"

#include <sqlite3.h>

#include "support.h"

static sqlite3 *database;

static int set_up(void **state) {
    (void)state;
    assert_int_equal(sqlite3_open(":memory:", &database), SQLITE_OK);
    assert_int_equal(tokenizer_register(database), SQLITE_OK);
    assert_int_equal(
        sqlite3_exec(database,
                     "CREATE VIRTUAL TABLE t USING fts5 (tokens, content='', tokenize='kedang', columnsize=0);"
                     "CREATE VIRTUAL TABLE words USING fts5vocab (t, instance);",
                     NULL, NULL, NULL),
        SQLITE_OK);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    sqlite3_close(database);
    return 0;
}

static void index_text(int64_t id, const char *text) {
    sqlite3_stmt *statement = NULL;
    assert_int_equal(sqlite3_prepare_v2(database, "INSERT INTO t (rowid, tokens) VALUES (?, ?)", -1, &statement, NULL),
                     SQLITE_OK);
    sqlite3_bind_int64(statement, 1, id);
    sqlite3_bind_text(statement, 2, text, -1, SQLITE_TRANSIENT);
    assert_int_equal(sqlite3_step(statement), SQLITE_DONE);
    sqlite3_finalize(statement);
}

// The rows that match, as digits.
static int64_t find(const char *match) {
    sqlite3_stmt *statement = NULL;
    int64_t found = 0;
    assert_int_equal(
        sqlite3_prepare_v2(database, "SELECT rowid FROM t WHERE t MATCH ? ORDER BY rowid", -1, &statement, NULL),
        SQLITE_OK);
    sqlite3_bind_text(statement, 1, match, -1, SQLITE_TRANSIENT);
    while (sqlite3_step(statement) == SQLITE_ROW)
        found = found * 10 + sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return found;
}

static int64_t offset_of(const char *word) {
    sqlite3_stmt *statement = NULL;
    assert_int_equal(sqlite3_prepare_v2(database, "SELECT offset FROM words WHERE term = ?", -1, &statement, NULL),
                     SQLITE_OK);
    sqlite3_bind_text(statement, 1, word, -1, SQLITE_TRANSIENT);
    int64_t offset = sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : -1;
    sqlite3_finalize(statement);
    return offset;
}

static void test_alternatives_share_a_position(void **state) {
    (void)state;
    index_text(1, "中|中国 国|国行 行");
    assert_int_equal(offset_of("中"), 0);
    assert_int_equal(offset_of("中国"), 0);
    assert_int_equal(offset_of("国"), 1);
    assert_int_equal(offset_of("国行"), 1);
    assert_int_equal(offset_of("行"), 2);
    assert_int_equal(offset_of("中|中国"), -1);
}

static void test_phrases_follow_positions(void **state) {
    (void)state;
    index_text(1, "中|中国 国|国行 行");
    index_text(2, "国|国行 行|行中 中|中国 国");
    assert_int_equal(find("\"中国 国行\""), 1);
    assert_int_equal(find("\"国行 行中\""), 2);
    assert_int_equal(find("\"中国\""), 12);
    assert_int_equal(find("\"行 国\""), 0);
}

static void test_bytes_are_taken_as_they_are(void **state) {
    (void)state;
    index_text(1, "𠮷|𠮷x A,b é");
    assert_int_equal(find("\"𠮷\""), 1);
    assert_int_equal(find("\"A,b\""), 1);
    assert_int_equal(find("\"a,b\""), 0);
    assert_int_equal(find("\"é\""), 1);
}

static void test_empty_places_give_no_tokens(void **state) {
    (void)state;
    index_text(1, "");
    index_text(2, "  ||  | a  ");
    assert_int_equal(find("\"a\""), 2);
    assert_int_equal(offset_of("a"), 0);
    assert_int_equal(offset_of(""), -1);
}

static void test_arguments_are_refused(void **state) {
    (void)state;
    assert_int_not_equal(
        sqlite3_exec(database, "CREATE VIRTUAL TABLE u USING fts5 (x, tokenize='kedang porter')", NULL, NULL, NULL),
        SQLITE_OK);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_alternatives_share_a_position),
        TEST(test_phrases_follow_positions),
        TEST(test_bytes_are_taken_as_they_are),
        TEST(test_empty_places_give_no_tokens),
        TEST(test_arguments_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
