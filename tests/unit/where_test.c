// Queries put together from a head, conditions and a tail.
#include "store/where.h"

#include "support.h"

static const struct sql PUT = {"test.put", "INSERT INTO setting (key, value) VALUES (:key, :value)"};
static const struct sql ALL = {"test.all", "SELECT key, value FROM setting"}; // what may be read
static const struct sql *const STATEMENTS[] = {&PUT, &ALL, NULL};
static const struct sql *const *const LISTS[] = {STATEMENTS, NULL};

static struct fixture *fixture;

static int set_up(void **state) {
    (void)state;
    fixture = fixture_new(LISTS);
    for (int i = 0; i < 10; i++) {
        struct query query = query_start(fixture->store, &PUT);
        query_bind_text(&query, ":key", arena_format(fixture->arena, "%d", i));
        query_bind_text(&query, ":value", i % 2 ? "odd" : "even");
        assert_int_equal(query_run(&query, NULL), STATUS_OK);
    }
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    fixture_free(fixture);
    return 0;
}

static const char HEAD[] = "SELECT key FROM setting";
static const char TAIL[] = "ORDER BY key LIMIT :limit";

// The keys that the query gives, one after the other.
static const char *keys_of(struct where *where, int64_t limit) {
    struct buffer keys = {.arena = fixture->arena};
    buffer_text(&keys, "");
    struct query query = where_query(where, fixture->store, "test.keys", HEAD, TAIL);
    query_bind_int(&query, ":limit", limit);
    while (query_row(&query))
        buffer_text(&keys, query_text(&query, 0, fixture->arena));
    assert_int_equal(query_end(&query), STATUS_OK);
    return keys.data;
}

static void test_without_conditions(void **state) {
    (void)state;
    struct where where = where_start(fixture->arena);
    assert_string_equal(keys_of(&where, 100), "0123456789");
}

static void test_conditions_must_all_hold(void **state) {
    (void)state;
    struct where where = where_start(fixture->arena);
    where_text(&where, "value = :value", ":value", "odd");
    where_int(&where, "CAST(key AS INTEGER) > :least", ":least", 2);
    where_plain(&where, "key <> '7'");
    assert_string_equal(keys_of(&where, 100), "359");
    assert_string_equal(keys_of(&where, 2), "35");
}

static void test_values_are_bound_and_never_read_as_sql(void **state) {
    (void)state;
    struct where where = where_start(fixture->arena);
    where_text(&where, "value = :value", ":value", "odd' OR '1' = '1");
    assert_string_equal(keys_of(&where, 100), "");
}

static void test_a_condition_may_have_further_values(void **state) {
    (void)state;
    struct where where = where_start(fixture->arena);
    where_plain(&where, "(key, value) > (:key, :value)");
    where_value_text(&where, ":key", "7");
    where_value_text(&where, ":value", "odd");
    assert_string_equal(keys_of(&where, 100), "89");
}

static void test_the_same_conditions_are_prepared_once(void **state) {
    (void)state;
    struct sql sql;
    for (int i = 0; i < 3; i++) {
        struct where where = where_start(fixture->arena);
        where_int(&where, "CAST(key AS INTEGER) = :key", ":key", i);
        assert_int_equal(keys_of(&where, 100)[0], '0' + i);
    }
    assert_true(store_prepared(fixture->store, 2, &sql));
    assert_false(store_prepared(fixture->store, 3, &sql));
}

static enum status run_with(unsigned conditions) {
    struct where where = where_start(fixture->arena);
    for (unsigned i = 0; i < conditions; i++)
        where_text(&where, "value <> :value", ":value", "none");
    struct query query = where_query(&where, fixture->store, "test.many", HEAD, TAIL);
    query_bind_int(&query, ":limit", 1);
    query_row(&query);
    return query_end(&query);
}

// One that would be left out would show rows that nobody asked for.
static void test_more_values_than_there_is_room_for_are_refused(void **state) {
    (void)state;
    assert_int_equal(run_with(WHERE_MAX), STATUS_OK);
    assert_int_equal(run_with(WHERE_MAX + 1), STATUS_FAULT);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_without_conditions),
        TEST(test_conditions_must_all_hold),
        TEST(test_values_are_bound_and_never_read_as_sql),
        TEST(test_a_condition_may_have_further_values),
        TEST(test_the_same_conditions_are_prepared_once),
        TEST(test_more_values_than_there_is_room_for_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
