// Demo customers: valid in every field, repeatable, distinct where they must be (ARC-2), and hard on names (ARC-9).
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/utf8.h"
#include "domain/demo.h"
#include "model/permission.h"

#define COUNT 3000

static struct arena *arena;
static struct demo_words words;

static int load(void **state) {
    (void)state;
    const char *file = "";
    arena = arena_new();
    enum status status = demo_words_load(&words, "db/demo", arena, &file);
    if (status != STATUS_OK)
        fprintf(stderr, "%s: %s\n", file, status_name(status));
    return status == STATUS_OK ? 0 : -1;
}

static int unload(void **state) {
    (void)state;
    arena_free(arena);
    return 0;
}

static const char *typed(const struct demo_customer *customer, const char *key) {
    const char *value = customer->typed[field_index(&CUSTOMER_FIELDS, key)];
    return value != NULL ? value : "";
}

static void check_fields(const struct field_table *table, const char *const *values, uint32_t index) {
    for (size_t i = 0; i < table->count; i++) {
        const char *value = "";
        struct text message = {NULL, NULL};
        if (values[i] == NULL && (table->fields[i].flags & FIELD_REQUIRED) == 0)
            continue;
        assert_non_null(values[i]);
        if (field_check(&table->fields[i], values[i], arena, &value, &message) != STATUS_OK)
            fail_msg("customer %u, %s.%s \"%s\": %s", index, table->name, table->fields[i].key, values[i], message.en);
    }
}

static void test_arc_2_every_demo_value_passes_its_field(void **state) {
    (void)state;
    for (uint32_t i = 0; i < COUNT; i++) {
        struct demo_customer customer;
        demo_customer_make(&words, &BUILT_IN_CATALOGUE, 7, i, arena, &customer);
        check_fields(&CUSTOMER_FIELDS, customer.typed, i);
        for (unsigned c = 0; c < customer.contact_count; c++)
            check_fields(&CONTACT_FIELDS, customer.contacts[c], i);
    }
}

static int compare(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static unsigned repeated(const char **values, unsigned count) {
    unsigned found = 0;
    qsort(values, count, sizeof *values, compare);
    for (unsigned i = 1; i < count; i++)
        found += strcmp(values[i - 1], values[i]) == 0;
    return found;
}

static void test_arc_8_demo_codes_are_distinct_and_names_nearly_so(void **state) {
    (void)state;
    static const char *codes[COUNT], *names[COUNT];
    unsigned code_count = 0;
    for (uint32_t i = 0; i < COUNT; i++) {
        struct demo_customer customer;
        demo_customer_make(&words, &BUILT_IN_CATALOGUE, 7, i, arena, &customer);
        names[i] = typed(&customer, "name");
        if (*typed(&customer, "credit_code") != '\0')
            codes[code_count++] = typed(&customer, "credit_code");
    }
    assert_true(code_count > COUNT * 9 / 10);
    assert_int_equal(repeated(codes, code_count), 0);
    assert_true(repeated(names, COUNT) < 10); // the very short ones may meet
}

// Every combination once, also where the lists' sizes divide each other.
static void test_arc_8_demo_names_use_up_the_lists(void **state) {
    (void)state;
    struct demo_words few = words;
    const char *names[12];
    few.lists[DEMO_PLACES].lines += 8; // the first ones are two districts of one city
    few.lists[DEMO_PLACES].count = few.lists[DEMO_FIRST].count = 2;
    few.lists[DEMO_SECOND].count = 3;
    few.lists[DEMO_TRADES].count = 1;
    for (uint32_t i = 0; i < 12; i++) {
        struct demo_customer customer;
        demo_customer_make(&few, &BUILT_IN_CATALOGUE, 3, i, arena, &customer);
        names[i] = typed(&customer, "name");
    }
    assert_int_equal(repeated(names, 12), 0);
}

static bool same(const struct demo_customer *a, const struct demo_customer *b) {
    for (size_t i = 0; i < CUSTOMER_FIELDS.count; i++)
        if ((a->typed[i] == NULL) != (b->typed[i] == NULL) ||
            (a->typed[i] != NULL && strcmp(a->typed[i], b->typed[i]) != 0))
            return false;
    return a->contact_count == b->contact_count && a->owner == b->owner;
}

static void test_the_same_seed_gives_the_same_customers(void **state) {
    (void)state;
    struct demo_customer first, second, other;
    for (uint32_t i = 0; i < 100; i++) {
        demo_customer_make(&words, &BUILT_IN_CATALOGUE, 7, i, arena, &first);
        demo_customer_make(&words, &BUILT_IN_CATALOGUE, 7, i, arena, &second);
        demo_customer_make(&words, &BUILT_IN_CATALOGUE, 8, i, arena, &other);
        assert_true(same(&first, &second));
        assert_false(same(&first, &other));
    }
}

static void test_arc_9_demo_names_are_hard_to_search(void **state) {
    (void)state;
    unsigned four_byte = 0, heteronyms = 0, lengthy = 0, terse = 0;
    for (uint32_t i = 0; i < COUNT; i++) {
        struct demo_customer customer;
        demo_customer_make(&words, &BUILT_IN_CATALOGUE, 7, i, arena, &customer);
        const char *name = typed(&customer, "name");
        for (const char *cursor = name; *cursor != '\0';)
            if (utf8_next(&cursor) > 0xFFFF) {
                four_byte++;
                break;
            }
        heteronyms += strstr(name, "重庆") != NULL || strstr(name, "长沙") != NULL || strstr(name, "厦门") != NULL;
        lengthy += utf8_length(name) > 35;
        terse += utf8_length(name) == 2;
    }
    assert_true(four_byte > 30);
    assert_true(heteronyms > 30);
    assert_true(lengthy > 5);
    assert_true(terse > 5);
}

static void test_demo_times_grow_in_office_hours(void **state) {
    (void)state;
    setenv("TZ", "CST-8", 1);
    tzset();
    int64_t before = 0;
    for (uint32_t i = 0; i < 3000; i++) {
        int64_t time = demo_time(i, 3000);
        const time_t seconds = (time_t)(time / 1000);
        struct tm local;
        localtime_r(&seconds, &local);
        assert_true(time > before);
        assert_in_range(local.tm_wday, 1, 5);
        assert_in_range(local.tm_hour * 60 + local.tm_min, 8 * 60 + 30, 17 * 60 + 30);
        before = time;
    }
    assert_true(before < date_start("2026-10-31") && before > date_start("2026-10-30"));
}

// One account for every role of ORG-2, and nobody holds a role that there is not.
static void test_org_2_demo_has_an_account_for_every_role(void **state) {
    (void)state;
    const struct demo_table *table = &words.lists[DEMO_ORGANISATION];
    unsigned people = 0, accounts = 0;
    for (unsigned r = 0; r < ROLE_COUNT; r++) {
        unsigned found = 0;
        for (unsigned i = 0; i < table->count; i++)
            found += strcmp(table->lines[i].cells[0], "person") == 0 &&
                     strcmp(table->lines[i].cells[5], ROLES[r].key) == 0 &&
                     strcmp(table->lines[i].cells[6], "account") == 0;
        assert_int_equal(found, 1);
    }
    for (unsigned i = 0; i < table->count; i++) {
        people += strcmp(table->lines[i].cells[0], "person") == 0;
        accounts += strcmp(table->lines[i].cells[6], "account") == 0;
    }
    assert_int_equal(accounts, ROLE_COUNT);
    assert_in_range(people, 35, 50);
}

static void test_a_missing_list_is_named(void **state) {
    (void)state;
    struct demo_words none;
    const char *file = "";
    assert_int_equal(demo_words_load(&none, "db/schema", arena, &file), STATUS_NOT_FOUND);
    assert_string_equal(file, "db/schema/places.tsv");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_arc_2_every_demo_value_passes_its_field),
        cmocka_unit_test(test_arc_8_demo_codes_are_distinct_and_names_nearly_so),
        cmocka_unit_test(test_arc_8_demo_names_use_up_the_lists),
        cmocka_unit_test(test_the_same_seed_gives_the_same_customers),
        cmocka_unit_test(test_arc_9_demo_names_are_hard_to_search),
        cmocka_unit_test(test_demo_times_grow_in_office_hours),
        cmocka_unit_test(test_org_2_demo_has_an_account_for_every_role),
        cmocka_unit_test(test_a_missing_list_is_named),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
