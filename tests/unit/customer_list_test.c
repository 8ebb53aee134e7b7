// Lists: three sorts, both directions, every scope.
#include <stdlib.h>
#include <string.h>

#include "domain/customer.h"
#include "domain/customer_name.h"
#include "fake_custody.h"
#include "support.h"

static const struct sql *const *const LISTS[] = {CUSTOMER_STATEMENTS, NULL};
static const enum customer_sort SORTS[] = {SORT_NEWEST, SORT_NAME, SORT_ARCHIVE_NO};

static struct fixture *fixture;

static int set_up(void **state) {
    (void)state;
    fixture = fixture_new(LISTS);
    fixture->ctx.custody = fake_custody_new();
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    custody_free(fixture->ctx.custody);
    fixture_free(fixture);
    return 0;
}

static int64_t create_as(int person, const char *name) {
    struct draft draft = draft_checked(fixture, &CUSTOMER_FIELDS, NULL, "name", name, "region", "440305", "phone",
                                       "13812345678", "kind", "dealer", "owner", fixture->actors[person].login, NULL);
    int64_t id = 0;
    fixture_act(fixture, person);
    fixture->now += TIME_SECOND;
    assert_int_equal(customer_create(&fixture->ctx, &draft, &id), STATUS_OK);
    return id;
}

static struct customer_page list(enum customer_sort sort, const char *after, bool backwards) {
    struct customer_query query = {.text = "", .sort = sort, .after = after, .backwards = backwards};
    struct customer_page page;
    uint64_t before = store_statements(fixture->store);
    assert_int_equal(customer_list(&fixture->ctx, &query, &page), STATUS_OK);
    assert_true(store_statements(fixture->store) - before <= 4);
    return page;
}

// Of each five customers one belongs to another department, one to a colleague of the same team, and three to the
// seller.
static void create_many(void) {
    static const int OWNERS[] = {PERSON_OTHER, PERSON_COLLEAGUE, PERSON_SELLER, PERSON_SELLER, PERSON_SELLER};
    for (int i = 0; i < 125; i++)
        create_as(OWNERS[i % 5], arena_format(fixture->arena, "客户%d号", (i * 37) % 125));
}

static void test_a_row_shows_what_a_list_needs(void **state) {
    (void)state;
    int64_t id = create_as(PERSON_SELLER, "甲公司");
    struct customer_page page = list(SORT_NEWEST, "", false);
    assert_int_equal(page.count, 1);
    assert_int_equal(page.rows[0].id, id);
    assert_string_equal(page.rows[0].archive_no, "440300-2026-000001");
    assert_string_equal(page.rows[0].code, "C00000001");
    assert_string_equal(page.rows[0].name, "甲公司");
    assert_string_equal(page.rows[0].kind, "dealer");
    assert_string_equal(page.rows[0].region, "广东省深圳市南山区");
    assert_string_equal(page.rows[0].owner_name, "李娜");
    assert_string_equal(page.rows[0].phone_mask, "138****5678"); // CONF-1
    assert_int_equal(page.rows[0].updated_at, FIXTURE_TIME + TIME_SECOND);
    assert_null(page.next);
    assert_null(page.previous);
}

static void test_an_empty_list_has_no_neighbours(void **state) {
    (void)state;
    for (unsigned s = 0; s < 3; s++) {
        struct customer_page page = list(SORTS[s], "", false);
        assert_int_equal(page.count, 0);
        assert_null(page.next);
        assert_null(page.previous);
    }
}

// Whether the rows are sorted, counted from `last`, the last row of the page before.
static void assert_sorted(enum customer_sort sort, const struct customer_row *last, const struct customer_row *row) {
    const char *a = customer_name_key(fixture->arena, last->name);
    const char *b = customer_name_key(fixture->arena, row->name);
    if (sort == SORT_NEWEST)
        assert_true(last->id > row->id);
    else if (sort == SORT_ARCHIVE_NO)
        assert_true(strcmp(last->archive_no, row->archive_no) < 0);
    else
        assert_true(strcmp(a, b) < 0 || (strcmp(a, b) == 0 && last->id < row->id));
}

static unsigned read_forwards(enum customer_sort sort, int64_t ids[200]) {
    unsigned count = 0;
    const struct customer_row *last = NULL;
    struct customer_page page = list(sort, "", false);
    assert_null(page.previous);
    for (;;) {
        for (unsigned i = 0; i < page.count; last = &page.rows[i++]) {
            if (last)
                assert_sorted(sort, last, &page.rows[i]);
            ids[count++] = page.rows[i].id;
        }
        if (!page.next)
            return count;
        assert_int_equal(page.count, CUSTOMER_PAGE);
        page = list(sort, page.next, false);
        assert_non_null(page.previous);
    }
}

static unsigned read_backwards(enum customer_sort sort, int64_t from, int64_t ids[200]) {
    unsigned count = 0;
    struct customer_page page = list(sort, arena_format(fixture->arena, "%lld", (long long)from), true);
    for (;;) {
        assert_non_null(page.next);
        for (unsigned i = page.count; i > 0; i--)
            ids[count++] = page.rows[i - 1].id;
        if (!page.previous)
            return count;
        page = list(sort, page.previous, true);
    }
}

static void test_arc_9_pages_hold_every_customer_in_scope_once_in_both_directions(void **state) {
    (void)state;
    static const unsigned EXPECTED[PERSON_COUNT + 1] = {
        [PERSON_SELLER] = 75,
        [PERSON_COLLEAGUE] = 25,
        [PERSON_OTHER] = 25,
        [PERSON_MANAGER] = 100,
        [PERSON_DIRECTOR] = 100,
        [PERSON_CLERK] = 125,
        [PERSON_GENERAL] = 125,
    };
    create_many();
    for (int person = PERSON_SELLER; person <= PERSON_GENERAL; person++)
        for (unsigned s = 0; s < 3; s++) {
            int64_t ids[200];
            int64_t back[200];
            fixture_act(fixture, person);
            unsigned count = read_forwards(SORTS[s], ids);
            assert_int_equal(count, EXPECTED[person]);
            assert_int_equal(read_backwards(SORTS[s], ids[count - 1], back), count - 1);
            for (unsigned i = 0; i + 1 < count; i++)
                assert_int_equal(back[i], ids[count - 2 - i]);
        }
}

static void test_org_2_one_s_own_customers_are_listed_once_among_those_of_the_unit(void **state) {
    (void)state;
    int64_t own = create_as(PERSON_MANAGER, "经理的客户");
    int64_t away = create_as(PERSON_MANAGER, "在别处的客户");
    create_as(PERSON_SELLER, "组里的客户");
    create_as(PERSON_OTHER, "别人的客户");
    fixture_sql(fixture, "UPDATE customer SET unit_id = 3 WHERE name = '在别处的客户'");
    fixture_act(fixture, PERSON_MANAGER);
    for (unsigned s = 0; s < 3; s++) {
        struct customer_page page = list(SORTS[s], "", false);
        assert_int_equal(page.count, 3);
        unsigned own_rows = 0;
        for (unsigned i = 0; i < page.count; i++)
            own_rows += page.rows[i].id == own || page.rows[i].id == away;
        assert_int_equal(own_rows, 2);
    }
}

static void test_org_2_a_subtree_that_is_everything(void **state) {
    (void)state;
    create_as(PERSON_SELLER, "甲公司");
    create_as(PERSON_OTHER, "乙公司");
    fixture->actors[PERSON_DIRECTOR].unit_path = "/1/";
    fixture_act(fixture, PERSON_DIRECTOR);
    assert_int_equal(list(SORT_NEWEST, "", false).count, 2);
    fixture_sql(fixture, "INSERT INTO unit (id, parent_id, name, path) VALUES (9, NULL, '另一棵树', '/9/')"); // no longer everything
    fixture_sql(fixture, "UPDATE customer SET unit_id = 9 WHERE name = '乙公司'");
    assert_int_equal(list(SORT_NEWEST, "", false).count, 1);
}

static void test_org_2_a_path_is_no_prefix_of_a_longer_number(void **state) {
    (void)state;
    create_as(PERSON_SELLER, "甲公司");
    create_as(PERSON_OTHER, "乙公司");
    fixture_sql(fixture, "UPDATE unit SET path = '/1/20/' WHERE id = 3"); // begins like '/1/2/' but for the slash
    fixture_act(fixture, PERSON_DIRECTOR);
    struct customer_page page = list(SORT_NEWEST, "", false);
    assert_int_equal(page.count, 1);
    assert_string_equal(page.rows[0].name, "甲公司");
}

static void test_org_2_without_the_permission_there_is_no_list(void **state) {
    (void)state;
    struct customer_query query = {.text = "", .after = ""};
    struct customer_page page;
    fixture_act(fixture, PERSON_AUDITOR);
    assert_int_equal(customer_list(&fixture->ctx, &query, &page), STATUS_FORBIDDEN);
    query.text = "公司";
    assert_int_equal(customer_list(&fixture->ctx, &query, &page), STATUS_FORBIDDEN);
}

static void test_arc_9_names_sort_by_pinyin(void **state) {
    (void)state;
    static const char *const SORTED[] = {"3M 公司", "阿里公司", "长沙公司", "成都公司", "重庆公司", "广州公司",
                                         "IBM 公司", "南方公司", "万科公司", "西安公司", "厦门公司", "先锋公司"};
    static const unsigned ENTERED[] = {7, 1, 9, 3, 11, 5, 0, 8, 2, 10, 4, 6};
    for (unsigned i = 0; i < 12; i++)
        create_as(PERSON_SELLER, SORTED[ENTERED[i]]);
    struct customer_page page = list(SORT_NAME, "", false);
    assert_int_equal(page.count, 12);
    for (unsigned i = 0; i < 12; i++)
        assert_string_equal(page.rows[i].name, SORTED[i]);
}

static void test_cursors_that_are_none_give_the_first_page(void **state) {
    (void)state;
    static const char *const CURSORS[] = {"x", "-1", "0", "9999999999999999999999", "1x", " "};
    create_as(PERSON_SELLER, "甲公司");
    for (unsigned s = 0; s < 3; s++)
        for (size_t i = 0; i < sizeof CURSORS / sizeof *CURSORS; i++) {
            struct customer_page page = list(SORTS[s], CURSORS[i], false);
            assert_int_equal(page.count, 1);
            assert_null(page.previous);
        }
}

// A cursor must not tell where the name of a customer sorts that one may not see (CONF-4).
static void test_conf_4_a_cursor_out_of_scope_gives_the_first_page(void **state) {
    (void)state;
    int64_t foreign = create_as(PERSON_OTHER, "中间的客户");
    create_as(PERSON_SELLER, "阿里公司");
    create_as(PERSON_SELLER, "总公司");
    const char *cursor = arena_format(fixture->arena, "%lld", (long long)foreign);
    assert_int_equal(list(SORT_NAME, cursor, false).count, 2);
    assert_int_equal(list(SORT_ARCHIVE_NO, cursor, false).count, 2);
    assert_int_equal(list(SORT_NAME, cursor, true).count, 2);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_a_row_shows_what_a_list_needs),
        TEST(test_an_empty_list_has_no_neighbours),
        TEST(test_arc_9_pages_hold_every_customer_in_scope_once_in_both_directions),
        TEST(test_org_2_one_s_own_customers_are_listed_once_among_those_of_the_unit),
        TEST(test_org_2_a_subtree_that_is_everything),
        TEST(test_org_2_a_path_is_no_prefix_of_a_longer_number),
        TEST(test_org_2_without_the_permission_there_is_no_list),
        TEST(test_arc_9_names_sort_by_pinyin),
        TEST(test_cursors_that_are_none_give_the_first_page),
        TEST(test_conf_4_a_cursor_out_of_scope_gives_the_first_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
