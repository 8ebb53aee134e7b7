// Every statement of every program prepares against the newest schema, and none goes through a big table from end to
// end: in the plan of each, the tables that grow with the business are only searched by an index.
#include <regex.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "all_statements.h"
#include "store/functions.h"
#include "store/tokenizer.h"
#include "support.h"

// Tables that stay small whatever the business does; every other one grows, and is only searched by an index.
static const char *const SMALL[] = {"setting", "workday", "price_range", "unit", "person", "credential", "credential_offer", "role",
                                    "role_permission", "person_role",
                                    "sign_in_failure", "region", "sequence", "audit_notice", "field_version", "field_group",
                                    "field_definition", "field_choice", "field_sealing", "withheld_batch"};
#define BIG_MAX 64
static const char *BIG[BIG_MAX];
static size_t big_count;

static bool is_small(const char *table) {
    for (size_t i = 0; i < sizeof SMALL / sizeof *SMALL; i++)
        if (strcmp(table, SMALL[i]) == 0)
            return true;
    return false;
}

// All tables of the schema but the small ones; what the search index is made of is its own business.
static void find_big_tables(sqlite3 *database, struct arena *arena) {
    static const char TABLES[] = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE "
                                 "'customer_index%'";
    sqlite3_stmt *statement = NULL;
    big_count = 0;
    assert_int_equal(sqlite3_prepare_v2(database, TABLES, -1, &statement, NULL), SQLITE_OK);
    while (sqlite3_step(statement) == SQLITE_ROW) {
        const char *name = arena_string(arena, (const char *)sqlite3_column_text(statement, 0));
        assert_true(big_count < BIG_MAX);
        if (!is_small(name))
            BIG[big_count++] = name;
    }
    sqlite3_finalize(statement);
}

// Those that go through everything on purpose.
static const char *const ALLOWED[] = {
    "import.every_name", // once a run: what is there is compared with the whole file
    "reseal.count",      // how long a rotation of keys will take
};

static bool is_allowed(const struct sql *sql) {
    for (size_t i = 0; i < sizeof ALLOWED / sizeof *ALLOWED; i++)
        if (strcmp(sql->name, ALLOWED[i]) == 0)
            return true;
    return false;
}

// What the statement calls the table: its name or an alias.
static bool is_alias(const char *text, const char *table, const char *name, struct arena *arena) {
    regex_t pattern;
    const char *source = arena_format(arena, "(FROM|JOIN|INTO|UPDATE|,) +%s( +AS)? +%s( |$|\\))", table, name);
    assert_int_equal(regcomp(&pattern, source, REG_EXTENDED | REG_NOSUB), 0);
    bool found = regexec(&pattern, text, 0, NULL, 0) == 0;
    regfree(&pattern);
    return found;
}

static const char *scanned_table(const char *detail, const char *text, struct arena *arena) {
    char name[64];
    if (sscanf(detail, "SCAN %63s", name) != 1)
        return NULL;
    for (size_t i = 0; i < big_count; i++)
        if (strcmp(name, BIG[i]) == 0 || is_alias(text, BIG[i], name, arena))
            return BIG[i];
    // The search index is gone through only for a match (M) or a row (=).
    if (strcmp(name, "customer_index") == 0 && !strpbrk(strstr(detail, "INDEX") ? strstr(detail, "INDEX") : "", "M="))
        return "customer_index";
    return NULL;
}

static unsigned count_scans(sqlite3 *database, const struct sql *sql, struct arena *arena) {
    sqlite3_stmt *statement = NULL;
    unsigned scans = 0;
    const char *explain = arena_format(arena, "EXPLAIN QUERY PLAN %s", sql->text);
    if (sqlite3_prepare_v2(database, explain, -1, &statement, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql->name, sqlite3_errmsg(database));
    while (sqlite3_step(statement) == SQLITE_ROW) {
        const char *detail = (const char *)sqlite3_column_text(statement, 3);
        const char *table = scanned_table(detail, sql->text, arena);
        if (table)
            print_error("%s goes through %s: %s\n", sql->name, table, detail);
        scans += table != NULL;
    }
    sqlite3_finalize(statement);
    return scans;
}

static sqlite3 *open_plain(const struct fixture *fixture) {
    sqlite3 *database = NULL;
    assert_int_equal(sqlite3_open(fixture->path, &database), SQLITE_OK);
    assert_int_equal(tokenizer_register(database), SQLITE_OK);
    assert_int_equal(functions_register(database), SQLITE_OK);
    return database;
}

static unsigned count_all(struct fixture *fixture, unsigned *statements) {
    sqlite3 *database = open_plain(fixture);
    unsigned scans = 0;
    find_big_tables(database, fixture->arena);
    struct sql sql;
    for (*statements = 0; store_prepared(fixture->store, *statements, &sql); (*statements)++)
        scans += is_allowed(&sql) ? 0 : count_scans(database, &sql, fixture->arena);
    sqlite3_close(database);
    return scans;
}

static void test_every_listed_statement_uses_an_index(void **state) {
    (void)state;
    struct fixture *fixture = fixture_new(LISTS);
    unsigned statements;
    assert_int_equal(count_all(fixture, &statements), 0);
    assert_true(statements > 60);
    fixture_free(fixture);
}

static void test_every_statement_of_logins_file_uses_an_index(void **state) {
    (void)state;
    static const struct sql *const *const FILE_LISTS[] = {CREDENTIAL_STATEMENTS, NULL};
    struct fixture *fixture = fixture_new(LISTS), file = {.arena = fixture->arena};
    unsigned statements;
    file.path = arena_format(fixture->arena, "%s/credential.db", fixture->folder);
    const struct store_options options = {.path = file.path, .lists = FILE_LISTS, .version = STORE_CREDENTIAL_VERSION};
    assert_int_equal(store_migrate(file.path, "db/schema/credential", &statements), STATUS_OK);
    assert_int_equal(store_open(&file.store, &options), STATUS_OK);
    assert_int_equal(count_all(&file, &statements), 0);
    assert_true(statements >= 4);
    store_close(file.store);
    fixture_free(fixture);
}

// Lists are assembled when they are first asked for: every scope × sort × direction, and every way to search.
static void test_every_list_uses_an_index(void **state) {
    (void)state;
    static const char *const TEXTS[] = {"", "中国", "zgyh", "中国 wl", "C0001"};
    struct fixture *fixture = fixture_new(LISTS);
    unsigned before, after;
    count_all(fixture, &before);
    for (int person = PERSON_SELLER; person <= PERSON_GENERAL; person++)
        for (unsigned i = 0; i < 5 * 3 * 3; i++) {
            struct customer_query query = {.text = TEXTS[i / 9],
                                           .sort = (enum customer_sort)(i / 3 % 3),
                                           .after = i % 3 ? "1" : "",
                                           .backwards = i % 3 == 2};
            struct customer_page page;
            fixture_act(fixture, person);
            assert_int_equal(customer_list(&fixture->ctx, &query, &page), STATUS_OK);
        }
    assert_int_equal(count_all(fixture, &after), 0);
    assert_true(after > before);
    fixture_free(fixture);
}

// One filter by the first of some values that it takes; every other time with a region besides. False: it takes none of them.
static bool filter_by(struct fixture *fixture, const char *key, enum filter_op op, bool with_region, struct filters *filters) {
    static const char *const VALUES[] = {"1", "2020-01-01", "440000", "dealer", "steel", "monthly", "road", "general", "private", "lina"};
    struct text message;
    bool added = false;
    *filters = (struct filters){.count = 0};
    for (size_t v = 0; !added && v < sizeof VALUES / sizeof *VALUES; v++)
        added = filter_add(&fixture->ctx, filters, key, op, VALUES[v], &message) == STATUS_OK;
    if (added && with_region && filters->count == 1)
        assert_int_equal(filter_add(&fixture->ctx, filters, "region", FILTER_IS, "440000", &message), STATUS_OK);
    return added;
}

static void list_filtered(struct fixture *fixture, const struct filters *filters, unsigned number) {
    struct customer_query query = {.text = number % 3 ? "" : "中国", .sort = (enum customer_sort)(number % 2), .filters = filters};
    struct customer_page page;
    assert_int_equal(customer_list(&fixture->ctx, &query, &page), STATUS_OK);
}

// Every filter, alone and with a region, in every scope, with and without a text.
static void test_every_filtered_list_uses_an_index(void **state) {
    (void)state;
    struct fixture *fixture = fixture_new(LISTS);
    unsigned scans = 0, statements, lists = 0;
    for (int person = PERSON_SELLER; person <= PERSON_GENERAL; person += 2) {
        size_t count;
        fixture_act(fixture, person);
        const struct field *const *fields = filter_fields(&fixture->ctx, &count);
        for (size_t i = 0; i < count; i++)
            for (unsigned op = 0; op < FILTER_OP_COUNT; op++) {
                struct filters filters;
                if (!filter_by(fixture, fields[i]->key, (enum filter_op)op, lists % 2, &filters))
                    continue;
                list_filtered(fixture, &filters, lists);
                if (++lists % 16 == 0) // before the first ones lose their place
                    scans += count_all(fixture, &statements);
            }
    }
    assert_int_equal(scans + count_all(fixture, &statements), 0);
    assert_true(lists > 100);
    fixture_free(fixture);
}

static void test_a_scan_would_be_found(void **state) {
    (void)state;
    static const struct sql SCANS[] = {
        {"plain", "SELECT count(*) FROM customer"},
        {"alias", "SELECT p.name FROM person p LEFT JOIN customer c ON c.name LIKE p.name"},
        {"index", "SELECT name_key FROM customer AS x ORDER BY name_key"},
        {"search index", "SELECT rowid FROM customer_index"},
    };
    struct fixture *fixture = fixture_new(NULL);
    sqlite3 *database = open_plain(fixture);
    find_big_tables(database, fixture->arena);
    for (size_t i = 0; i < sizeof SCANS / sizeof *SCANS; i++)
        assert_int_equal(count_scans(database, &SCANS[i], fixture->arena), 1);
    sqlite3_close(database);
    fixture_free(fixture);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_listed_statement_uses_an_index),
        cmocka_unit_test(test_every_statement_of_logins_file_uses_an_index),
        cmocka_unit_test(test_every_list_uses_an_index),
        cmocka_unit_test(test_every_filtered_list_uses_an_index),
        cmocka_unit_test(test_a_scan_would_be_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
