// What a connection may touch is what its listed statements touch.
#include <sqlite3.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "domain/customer.h"
#include "store/where.h"
#include "support.h"

static const struct sql NAMES = {"test.names", "SELECT p.name FROM person p WHERE p.id = :id"};
static const struct sql RENAME = {"test.rename", "UPDATE person SET name = :name WHERE id = :id"};
static const struct sql *const STATEMENTS[] = {&NAMES, &RENAME, NULL};
static const struct sql *const *const LISTS[] = {STATEMENTS, NULL};
static const struct sql *const *const CUSTOMER_LISTS[] = {CUSTOMER_STATEMENTS, NULL};

static struct fixture *fixture;

static int set_up(void **state) {
    (void)state;
    fixture = fixture_new(LISTS);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    fixture_free(fixture);
    return 0;
}

static enum status run_text(const char *text) {
    struct query query = query_start_text(fixture->store, "test.text", text);
    return query_run(&query, NULL);
}

static void test_conf_8_a_column_that_no_statement_names_cannot_be_read(void **state) {
    (void)state;
    assert_int_equal(run_text("SELECT name, id FROM person"), STATUS_OK);
    assert_int_equal(run_text("SELECT count(*) FROM person"), STATUS_OK);
    static const char *const DENIED[] = {
        "SELECT login FROM person",
        "SELECT name FROM person ORDER BY login",
        "SELECT name FROM person WHERE login LIKE 'a%'",
        "SELECT name FROM person GROUP BY login",
        "SELECT * FROM person",
        "SELECT (SELECT hash FROM credential_offer LIMIT 1) FROM person",
        "SELECT name FROM person UNION SELECT hash FROM credential_offer",
        "SELECT count(*) FROM credential_offer",
        "SELECT box FROM field_value",
        "SELECT sql FROM sqlite_schema",
        "SELECT role_id FROM person_role", // begins like a table that may be read
    };
    for (size_t i = 0; i < sizeof DENIED / sizeof *DENIED; i++)
        assert_int_equal(run_text(DENIED[i]), STATUS_FAULT);
}

static void test_an_assembled_text_writes_nothing(void **state) {
    (void)state;
    static const char *const DENIED[] = {
        "UPDATE person SET name = 'x'", // a listed statement may, it may not
        "DELETE FROM person",
        "INSERT INTO setting VALUES ('a', 'b')",
        "DROP TABLE person",
        "CREATE TABLE t (a)",
        "ATTACH ':memory:' AS other",
        "PRAGMA foreign_keys = OFF",
        "BEGIN",
    };
    for (size_t i = 0; i < sizeof DENIED / sizeof *DENIED; i++)
        assert_int_equal(run_text(DENIED[i]), STATUS_FAULT);
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM person WHERE name = 'x'"), 0);
}

// SQLite prepares a statement anew when the schema has changed, and asks for leave again.
static void test_listed_statements_survive_a_change_of_the_schema(void **state) {
    (void)state;
    sqlite3 *other = NULL;
    assert_int_equal(sqlite3_open(fixture->path, &other), SQLITE_OK);
    assert_int_equal(sqlite3_exec(other, "CREATE INDEX later ON person (name)", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(other);
    struct query query = query_start(fixture->store, &RENAME);
    query_bind_text(&query, ":name", "王𠮷");
    query_bind_int(&query, ":id", PERSON_SELLER);
    assert_int_equal(query_run(&query, NULL), STATUS_OK);
    query = query_start(fixture->store, &NAMES);
    query_bind_int(&query, ":id", PERSON_SELLER);
    assert_true(query_row(&query));
    assert_string_equal(query_text(&query, 0, fixture->arena), "王𠮷");
    assert_int_equal(query_end(&query), STATUS_OK);
}

static void test_rights_are_told(void **state) {
    (void)state;
    struct buffer json = {.arena = fixture->arena};
    store_describe_rights(fixture->store, NULL, &json);
    assert_non_null(strstr(json.data, "{\"action\":\"read\",\"table\":\"person\",\"column\":\"name\"}"));
    assert_non_null(strstr(json.data, "{\"action\":\"update\",\"table\":\"person\",\"column\":\"name\"}"));
    assert_null(strstr(json.data, "credential"));
}

// The full-text index works through tables and statements of its own.
static void test_arc_9_the_search_index_is_reached_through_its_own_tables_only(void **state) {
    (void)state;
    struct fixture *customers = fixture_new(CUSTOMER_LISTS);
    struct customer_query query = {.text = "中国"};
    struct customer_page page;
    assert_int_equal(customer_list(&customers->ctx, &query, &page), STATUS_OK);
    struct query denied = query_start_text(customers->store, "test.text", "SELECT hash FROM credential_offer");
    assert_int_equal(query_run(&denied, NULL), STATUS_FAULT);
    fixture_free(customers);
}

// A second connection that is opened after `sql` was run by somebody who may only write the file.
static struct store *opened_after(const char *sql) {
    struct store *store = NULL;
    const struct store_options options = {.path = fixture->path, .lists = LISTS};
    fixture_sql(fixture, sql);
    assert_int_equal(store_open(&store, &options), STATUS_OK);
    return store;
}

static enum status rename_by(struct store *store) {
    struct query query = query_start(store, &RENAME);
    query_bind_text(&query, ":name", "new");
    query_bind_int(&query, ":id", PERSON_SELLER);
    return query_run(&query, NULL);
}

// ORG-3: what somebody planted in the database must not run with the rights of a program that is started after it.
static void test_a_planted_trigger_does_nothing(void **state) {
    (void)state;
    fixture_sql(fixture, "CREATE TRIGGER planted AFTER UPDATE ON person BEGIN INSERT INTO person_role VALUES (1, 1); END");
    const int64_t before = fixture_number(fixture, "SELECT count(*) FROM person_role");
    assert_int_equal(rename_by(fixture->store), STATUS_FAULT); // of a connection that was there before
    pid_t pid = fork();
    assert_int_not_equal(pid, -1);
    if (pid == 0) {
        (void)opened_after("SELECT 1"); // ends the program: a listed statement can't be prepared
        _exit(0);
    }
    int code = 0;
    assert_int_equal(waitpid(pid, &code, 0), pid);
    assert_true(WIFEXITED(code));
    assert_int_equal(WEXITSTATUS(code), 70); // EX_SOFTWARE
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM person_role"), before);
}

// ORG-3: the store refuses two duties by looking at who holds what. At anything else no trigger may look.
static void test_a_trigger_looks_at_roles_and_at_nothing_else(void **state) {
    (void)state;
    struct store *store = opened_after("CREATE TRIGGER looks BEFORE UPDATE ON person WHEN EXISTS (SELECT 1 FROM person_role WHERE role_id = 0) "
                                       "BEGIN SELECT RAISE (ABORT, 'looked'); END");
    assert_int_equal(rename_by(store), STATUS_OK);
    fixture_sql(fixture, "CREATE TRIGGER pries BEFORE UPDATE ON person WHEN EXISTS (SELECT 1 FROM credential_offer WHERE hash = '') "
                         "BEGIN SELECT RAISE (ABORT, 'pried'); END");
    assert_int_equal(rename_by(store), STATUS_FAULT);
    store_close(store);
}

// The triggers that the access log has only refuse, and hinder no reading.
static void test_a_trigger_that_only_refuses_hinders_nobody(void **state) {
    (void)state;
    struct store *store = opened_after("CREATE TRIGGER stays BEFORE DELETE ON person BEGIN SELECT RAISE (ABORT, 'stays'); END");
    assert_int_equal(rename_by(store), STATUS_OK);
    store_close(store);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_conf_8_a_column_that_no_statement_names_cannot_be_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_an_assembled_text_writes_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_listed_statements_survive_a_change_of_the_schema, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_rights_are_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_planted_trigger_does_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_trigger_looks_at_roles_and_at_nothing_else, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_trigger_that_only_refuses_hinders_nobody, set_up, tear_down),
        cmocka_unit_test(test_arc_9_the_search_index_is_reached_through_its_own_tables_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
