// Counting refusals: who is refused too often is turned away for the rest of the minute, and told of once.
#include "support.h"

#include <string.h>

#include "domain/refusals.h"

#define NOW FIXTURE_TIME
enum {
    WHO = 7,
    OTHER = 8
};

static struct refusals *make(void **state) {
    struct arena *arena = *state;
    return ARENA_NEW(arena, struct refusals);
}

static void test_conf_3_who_is_refused_too_often_is_turned_away(void **state) {
    struct refusals *refusals = make(state);
    for (int i = 0; i < REFUSALS_MAX; i++) {
        assert_false(refusals_exceeded(refusals, WHO, NOW + i));
        refusals_count(refusals, WHO, "lina", 1, NOW + i);
    }
    assert_true(refusals_exceeded(refusals, WHO, NOW + 500));
    assert_false(refusals_exceeded(refusals, OTHER, NOW + 500));
    assert_true(refusals_exceeded(refusals, WHO, NOW + REFUSALS_WINDOW - 1));
    assert_false(refusals_exceeded(refusals, WHO, NOW + REFUSALS_WINDOW));
    refusals_count(refusals, WHO, "lina", 1, NOW + REFUSALS_WINDOW);
    assert_false(refusals_exceeded(refusals, WHO, NOW + REFUSALS_WINDOW));
}

static void test_a_clock_that_is_set_back_ends_the_window(void **state) {
    struct refusals *refusals = make(state);
    refusals_count(refusals, WHO, "lina", REFUSALS_MAX, NOW);
    assert_true(refusals_exceeded(refusals, WHO, NOW));
    assert_false(refusals_exceeded(refusals, WHO, NOW - 1));
}

static void test_conf_3_what_was_turned_away_is_told_once(void **state) {
    struct refusals *refusals = make(state);
    struct refusals_of due;
    refusals_count(refusals, WHO, "lina", REFUSALS_MAX, NOW);
    assert_false(refusals_due(refusals, true, NOW, &due));
    for (int i = 0; i < 5; i++)
        assert_true(refusals_exceeded(refusals, WHO, NOW + 10 + i));
    assert_false(refusals_due(refusals, false, NOW + 20, &due));
    assert_true(refusals_due(refusals, true, NOW + 20, &due));
    assert_true(refusals_due(refusals, false, NOW + REFUSALS_WINDOW, &due));
    assert_int_equal(due.person_id, WHO);
    assert_string_equal(due.login, "lina");
    assert_int_equal(due.folded, 5);
    assert_true(due.folded_since == NOW + 10 && due.folded_until == NOW + 14);
    refusals_told(refusals, WHO);
    assert_false(refusals_due(refusals, true, NOW + REFUSALS_WINDOW, &due));
}

static void test_places_are_used_again(void **state) {
    struct refusals *refusals = make(state);
    for (int i = 0; i < REFUSALS_PEOPLE; i++)
        refusals_count(refusals, 100 + i, "x", REFUSALS_MAX, NOW);
    assert_true(refusals_exceeded(refusals, 100, NOW));
    refusals_count(refusals, WHO, "lina", REFUSALS_MAX, NOW); // no room
    assert_false(refusals_exceeded(refusals, WHO, NOW));
    refusals_count(refusals, WHO, "lina", REFUSALS_MAX, NOW + REFUSALS_WINDOW);
    assert_true(refusals_exceeded(refusals, WHO, NOW + REFUSALS_WINDOW));
    struct refusals_of due;
    assert_true(refusals_due(refusals, false, NOW + REFUSALS_WINDOW, &due));
    assert_int_equal(due.person_id, 100); // what was not told yet keeps its place
}

static int set_up(void **state) {
    *state = arena_new();
    return 0;
}

static int tear_down(void **state) {
    arena_free(*state);
    return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_conf_3_who_is_refused_too_often_is_turned_away),
        TEST(test_a_clock_that_is_set_back_ends_the_window),
        TEST(test_conf_3_what_was_turned_away_is_told_once),
        TEST(test_places_are_used_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
