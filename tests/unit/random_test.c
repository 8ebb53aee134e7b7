// Randomness with a seed, numbers without bias, record ids.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/random.h"

static int64_t fixed_now(void *data) {
    return *(int64_t *)data;
}

static void test_seeded_repeats(void **state) {
    (void)state;
    uint64_t one = 7, two = 7, other = 8;
    unsigned char a[37], b[37], c[37];
    const struct random first = random_seeded(&one), second = random_seeded(&two), third = random_seeded(&other);
    random_fill(&first, a, sizeof(a));
    random_fill(&second, b, sizeof(b));
    random_fill(&third, c, sizeof(c));
    assert_memory_equal(a, b, sizeof(a));
    assert_memory_not_equal(a, c, sizeof(a));
}

static void test_seeded_is_splitmix64(void **state) {
    (void)state;
    uint64_t seed = 1234567, number;
    const struct random random = random_seeded(&seed);
    random_fill(&random, &number, sizeof(number));
    assert_true(number == UINT64_C(6457827717110365317)); // the published test vector
}

static void test_system_fills_all(void **state) {
    (void)state;
    unsigned char bytes[3][64];
    memset(bytes, 0, sizeof(bytes));
    const struct random random = random_system();
    random_fill(&random, bytes[0], 64);
    random_fill(&random, bytes[1], 64);
    assert_memory_not_equal(bytes[0], bytes[1], 64);
    assert_memory_not_equal(bytes[0] + 48, bytes[2], 16); // the end, too
}

static void test_below_is_even(void **state) {
    (void)state;
    uint64_t seed = 1;
    const struct random random = random_seeded(&seed);
    unsigned counts[7] = {0};
    for (int i = 0; i < 70000; i++)
        counts[random_below(&random, 7)]++;
    for (int i = 0; i < 7; i++)
        assert_in_range(counts[i], 9500, 10500);
    assert_int_equal(random_below(&random, 1), 0);
}

// Gives the numbers it is told, to see which are thrown away.
struct script {
    const uint32_t *numbers;
    unsigned next;
};

static void scripted_fill(void *data, void *bytes, size_t length) {
    struct script *script = data;
    memcpy(bytes, &script->numbers[script->next++], length);
}

static void test_below_has_no_bias(void **state) {
    (void)state;
    // 2^32 mod 0xC0000000 = 0x40000000: what is below would make a quarter of the results twice as frequent.
    const uint32_t numbers[] = {0, 0x3FFFFFFF, 0x40000000};
    struct script script = {.numbers = numbers};
    const struct random random = {.fill = scripted_fill, .data = &script};
    assert_int_equal(random_below(&random, 0xC0000000), 0x40000000);
    assert_int_equal(script.next, 3);
}

static void test_ids_grow_and_never_repeat(void **state) {
    (void)state;
    int64_t now = INT64_C(1795327509123);
    uint64_t seed = 3;
    const struct clock clock = {.now = fixed_now, .data = &now};
    const struct random random = random_seeded(&seed);
    struct id_source source = {.clock = &clock, .random = &random};
    int64_t last = 0;
    for (int i = 0; i < 20000; i++) {
        now += i % 3 == 0 ? 1 : i % 1000 == 0 ? -5000
                                              : 0; // also when the clock is set back
        const int64_t id = id_new(&source);
        assert_true(id > last);
        last = id;
    }
}

static void same_fill(void *data, void *bytes, size_t length) {
    (void)data;
    memset(bytes, 0x5A, length);
}

static void test_ids_differ_when_time_and_chance_are_the_same(void **state) {
    (void)state;
    int64_t now = INT64_C(1795327509123);
    const struct clock clock = {.now = fixed_now, .data = &now};
    const struct random random = {.fill = same_fill};
    struct id_source source = {.clock = &clock, .random = &random};
    const int64_t first = id_new(&source);
    assert_int_equal(id_new(&source), first + 1);
    assert_int_equal(id_new(&source), first + 2);
}

static void test_ids_hold_the_time(void **state) {
    (void)state;
    int64_t now = INT64_C(1577836800000) + 1000;
    uint64_t seed = 3;
    const struct clock clock = {.now = fixed_now, .data = &now};
    const struct random random = random_seeded(&seed);
    struct id_source source = {.clock = &clock, .random = &random};
    assert_int_equal(id_new(&source) >> 12, 1000);
    now = INT64_C(3776659200000); // 2089-09-04
    assert_true(id_new(&source) < INT64_C(1) << 53);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_seeded_repeats),
        cmocka_unit_test(test_seeded_is_splitmix64),
        cmocka_unit_test(test_system_fills_all),
        cmocka_unit_test(test_below_is_even),
        cmocka_unit_test(test_below_has_no_bias),
        cmocka_unit_test(test_ids_grow_and_never_repeat),
        cmocka_unit_test(test_ids_differ_when_time_and_chance_are_the_same),
        cmocka_unit_test(test_ids_hold_the_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
