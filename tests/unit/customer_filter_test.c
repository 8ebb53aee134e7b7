// Filters of the list of customers (ARC-9), and what is no filter for anybody (CONF-4).
#include <string.h>

#include "domain/customer.h"
#include "domain/directory.h"
#include "fake_custody.h"
#include "support.h"

static const struct sql *const *const LISTS[] = {CUSTOMER_STATEMENTS, DIRECTORY_PERSON_STATEMENTS, FILTER_STATEMENTS, NULL};

static struct fixture *fixture;
static struct custody *custody;

static int set_up(void **state) {
    (void)state;
    fixture = fixture_new(LISTS);
    custody = fixture->ctx.custody = fake_custody_new();
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    custody_free(custody);
    fixture_free(fixture);
    return 0;
}

static int64_t create(int person, const char *name, const char *key, const char *value, const char *key2, const char *value2) {
    struct draft draft = draft_checked(fixture, fixture->ctx.fields->customer, NULL, "name", name, key, value, key2, value2, NULL);
    int64_t id = 0;
    fixture_act(fixture, person);
    fixture->now += TIME_DAY;
    assert_int_equal(customer_create(&fixture->ctx, &draft, &id), STATUS_OK);
    return id;
}

static const char *names_of(const struct customer_page *page) {
    struct buffer names = {.arena = fixture->arena};
    buffer_text(&names, "");
    for (unsigned i = 0; i < page->count; i++)
        buffer_format(&names, "%s%s", i > 0 ? " " : "", page->rows[i].name);
    return names.data;
}

struct wanted {
    const char *key;
    enum filter_op op;
    const char *value;
};

static struct filters filters_of(const struct wanted *wanted, unsigned count) {
    struct filters filters = {.count = 0};
    struct text message;
    for (unsigned i = 0; i < count; i++)
        if (filter_add(&fixture->ctx, &filters, wanted[i].key, wanted[i].op, wanted[i].value, &message) != STATUS_OK)
            fail_msg("%s: %s", wanted[i].key, message.zh);
    return filters;
}

static struct customer_page list(const char *text, enum customer_sort sort, const struct filters *filters) {
    struct customer_query query = {.text = text, .sort = sort, .filters = filters};
    struct customer_page page;
    uint64_t before = store_statements(fixture->store);
    assert_int_equal(customer_list(&fixture->ctx, &query, &page), STATUS_OK);
    assert_true(store_statements(fixture->store) - before <= 8);
    return page;
}

#define FINDS(names, text, ...)                                                            \
    do {                                                                                   \
        const struct wanted wanted[] = {__VA_ARGS__};                                      \
        const struct filters filters = filters_of(wanted, sizeof wanted / sizeof *wanted); \
        const struct customer_page page = list(text, SORT_NEWEST, &filters);               \
        assert_string_equal(names_of(&page), names);                                       \
    } while (0)

static void make_customers(void) {
    create(PERSON_SELLER, "甲钢铁公司", "industry", "steel", "region", "440305");
    create(PERSON_COLLEAGUE, "乙钢铁公司", "industry", "steel", "established", "2001-05-01");
    create(PERSON_OTHER, "丙物流公司", "industry", "logistics", "registered_capital", "9000000");
    create(PERSON_OTHER, "丁物流公司", "kind", "dealer", "registered_capital", "30000000.50");
    create(PERSON_OTHER, "戊化工公司", "goods", "Coke 焦炭、螺纹钢", "region", "440300");
    fixture_act(fixture, PERSON_CLERK);
}

static void test_arc_9_filters_by_every_kind_of_field(void **state) {
    (void)state;
    make_customers();
    FINDS("乙钢铁公司 甲钢铁公司", "", {"industry", FILTER_IS, "steel"});
    FINDS("丁物流公司", "", {"kind", FILTER_IS, "dealer"});
    FINDS("戊化工公司 甲钢铁公司", "", {"region", FILTER_IS, "广东省"});
    FINDS("戊化工公司 甲钢铁公司", "", {"region", FILTER_IS, "440300"});
    FINDS("甲钢铁公司", "", {"region", FILTER_IS, "440305"});
    FINDS("戊化工公司", "", {"goods", FILTER_HAS, "coke"});
    FINDS("戊化工公司", "", {"goods", FILTER_HAS, "螺纹"});
    FINDS("丁物流公司", "", {"registered_capital", FILTER_FROM, "1000万"});
    FINDS("丙物流公司", "", {"registered_capital", FILTER_TO, "1000万"});
    FINDS("乙钢铁公司", "", {"established", FILTER_FROM, "2001-05-01"}, {"established", FILTER_TO, "2001-05-01"});
    FINDS("", "", {"established", FILTER_FROM, "2001-05-02"});
    FINDS("乙钢铁公司", "", {"established", FILTER_FROM, "2001"}, {"established", FILTER_TO, "２００１年"});
    FINDS("乙钢铁公司", "", {"established", FILTER_FROM, "2001-5"}, {"established", FILTER_TO, "2001年5月"});
    FINDS("", "", {"established", FILTER_FROM, "2001/06"}, {"established", FILTER_TO, "2001"});
    FINDS("", "", {"established", FILTER_FROM, "2001"}, {"established", FILTER_TO, "2001.04"});
    FINDS("戊化工公司 丁物流公司", "", {"industry", FILTER_EMPTY, "1"});
    FINDS("丙物流公司 乙钢铁公司 甲钢铁公司", "", {"industry", FILTER_FILLED, "1"});
    FINDS("丙物流公司 乙钢铁公司", "", {"kind", FILTER_EMPTY, "1"}, {"region", FILTER_EMPTY, "1"}, {"industry", FILTER_FILLED, "1"});
    FINDS("戊化工公司 丁物流公司 丙物流公司", "", {"unit", FILTER_IS, "3"});
    FINDS("乙钢铁公司 甲钢铁公司", "", {"unit", FILTER_IS, "2"}); // with the units below it
    FINDS("乙钢铁公司", "乙", {"industry", FILTER_IS, "steel"});
    FINDS("乙钢铁公司 甲钢铁公司", "gt", {"industry", FILTER_IS, "steel"});
    FINDS("甲钢铁公司", "4403", {"industry", FILTER_IS, "steel"});
    FINDS("丙物流公司", "", {"name", FILTER_HAS, "丙"});
}

static void test_arc_9_filters_by_owner_and_region(void **state) {
    (void)state;
    make_customers();
    const char *login = "lina";
    FINDS("甲钢铁公司", "", {"owner", FILTER_IS, login});
    FINDS("甲钢铁公司", "", {"owner", FILTER_IS, login}, {"region", FILTER_IS, "44"
                                                                               "0000"});
    FINDS("", "", {"owner", FILTER_IS, login}, {"region", FILTER_IS, "110000"});
    FINDS("甲钢铁公司", "钢铁", {"owner", FILTER_IS, login}, {"region", FILTER_IS, "440300"}, {"industry", FILTER_IS, "steel"});
}

static void test_arc_9_filters_by_the_times_of_the_record(void **state) {
    (void)state;
    make_customers(); // one a day, the first on 2026-11-23
    FINDS("乙钢铁公司 甲钢铁公司", "", {"created", FILTER_TO, "2026-11-24"});
    FINDS("戊化工公司", "", {"created", FILTER_FROM, "2026-11-27"});
    FINDS("丙物流公司", "", {"created", FILTER_FROM, "2026-11-25"}, {"created", FILTER_TO, "2026-11-25"});
    FINDS("丙物流公司", "", {"updated", FILTER_FROM, "2026-11-25"}, {"updated", FILTER_TO, "2026-11-25"});
}

static void test_org_2_filters_stay_within_the_scope(void **state) {
    (void)state;
    make_customers();
    fixture_act(fixture, PERSON_SELLER);
    FINDS("甲钢铁公司", "", {"industry", FILTER_IS, "steel"});
    FINDS("", "", {"industry", FILTER_IS, "logistics"});
    fixture_act(fixture, PERSON_DIRECTOR);
    FINDS("乙钢铁公司 甲钢铁公司", "", {"industry", FILTER_IS, "steel"});
    FINDS("", "", {"unit", FILTER_IS, "3"});
    FINDS("甲钢铁公司", "甲", {"region", FILTER_IS, "440000"});
}

// All fields × all people, and whatever is done with the field.
static void test_conf_4_nobody_filters_by_a_confidential_field(void **state) {
    (void)state;
    const struct field_table *table = fixture->ctx.fields->customer;
    unsigned confidential = 0;
    for (int person = PERSON_SELLER; person <= PERSON_COUNT; person++) {
        fixture_act(fixture, person);
        for (size_t i = 0; i < table->count; i++)
            for (int op = FILTER_IS; op < FILTER_OP_COUNT; op++) {
                struct filters filters = {.count = 0};
                struct text message = {NULL, NULL};
                const enum status status = filter_add(&fixture->ctx, &filters, table->fields[i].key, (enum filter_op)op, "1", &message);
                if (!field_is_sealed(&table->fields[i]))
                    continue;
                assert_int_equal(status, STATUS_FORBIDDEN);
                assert_int_equal(filters.count, 0);
                assert_non_null(message.zh);
                confidential++;
            }
    }
    assert_true(confidential > 100);
    size_t count;
    const struct field *const *fields = filter_fields(&fixture->ctx, &count);
    for (size_t i = 0; i < count; i++)
        assert_true(fields[i]->level <= LEVEL_INTERNAL);
}

// A field whose level is raised is sealed; where that is still under way, its boxes are not looked at.
static void test_conf_4_a_sealed_value_is_not_filtered_by(void **state) {
    (void)state;
    make_customers();
    fixture_sql(fixture, "UPDATE field_value SET box = x'00' WHERE field = 'industry'");
    FINDS("", "", {"industry", FILTER_IS, "steel"});
    FINDS("", "", {"industry", FILTER_FILLED, "1"});
}

static void test_arc_9_what_is_no_filter_is_said(void **state) {
    (void)state;
    static const struct {
        struct wanted wanted;
        enum status status;
    } ROWS[] = {
        {{"nothing", FILTER_IS, "1"}, STATUS_NOT_FOUND},
        {{"industry", FILTER_HAS, "steel"}, STATUS_NOT_FOUND},
        {{"industry", FILTER_IS, "钢铁"}, STATUS_INVALID},
        {{"established", FILTER_FROM, "gestern"}, STATUS_INVALID},
        {{"established", FILTER_FROM, "2001-13"}, STATUS_INVALID},
        {{"established", FILTER_FROM, "2001月"}, STATUS_INVALID},
        {{"established", FILTER_TO, "1899"}, STATUS_INVALID},
        {{"established", FILTER_TO, "20015"}, STATUS_INVALID},
        {{"registered_capital", FILTER_FROM, "viel"}, STATUS_INVALID},
        {{"region", FILTER_IS, "无此地"}, STATUS_INVALID},
        {{"owner", FILTER_IS, "nobody"}, STATUS_INVALID},
        {{"unit", FILTER_IS, "99"}, STATUS_INVALID},
        {{"unit", FILTER_IS, "2x"}, STATUS_INVALID},
        {{"name", FILTER_EMPTY, "1"}, STATUS_NOT_FOUND},
        {{"goods", FILTER_HAS, "\xff"}, STATUS_INVALID},
        {{"goods", FILTER_HAS, " "}, STATUS_OK},
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        struct filters filters = {.count = 0};
        struct text message = {NULL, NULL};
        const struct wanted *wanted = &ROWS[i].wanted;
        assert_int_equal(filter_add(&fixture->ctx, &filters, wanted->key, wanted->op, wanted->value, &message), ROWS[i].status);
        assert_int_equal(filters.count, 0);
        assert_true(ROWS[i].status == STATUS_OK || message.zh != NULL);
    }
}

static void test_arc_9_twelve_filters_and_no_more(void **state) {
    (void)state;
    struct filters filters = {.count = 0};
    struct text message = {NULL, NULL};
    make_customers();
    for (int i = 0; i < FILTERS_MAX; i++)
        assert_int_equal(filter_add(&fixture->ctx, &filters, i % 2 ? "established" : "registered_capital", FILTER_EMPTY, "1", &message),
                         STATUS_OK);
    struct customer_page page = list("", SORT_NEWEST, &filters);
    assert_string_equal(names_of(&page), "戊化工公司 甲钢铁公司");
    page = list("甲", SORT_NEWEST, &filters);
    assert_string_equal(names_of(&page), "甲钢铁公司");
    assert_int_equal(filter_add(&fixture->ctx, &filters, "industry", FILTER_EMPTY, "1", &message), STATUS_TOO_LARGE);
}

static void test_arc_9_a_part_of_a_hundred_characters_and_no_more(void **state) {
    (void)state;
    struct buffer part = {.arena = fixture->arena};
    struct text message = {NULL, NULL};
    for (int i = 0; i < 100; i++)
        buffer_text(&part, "钢");
    struct filters filters = {.count = 0};
    assert_int_equal(filter_add(&fixture->ctx, &filters, "goods", FILTER_HAS, part.data, &message), STATUS_OK);
    assert_int_equal(filters.count, 1);
    buffer_text(&part, "a");
    assert_int_equal(filter_add(&fixture->ctx, &filters, "goods", FILTER_HAS, part.data, &message), STATUS_INVALID);
    assert_int_equal(filters.count, 1);
    assert_non_null(message.zh);
}

// Copies of the first customer, so that there are `more` further ones.
static void multiply(int from, int more) {
    fixture_sql(fixture, arena_format(fixture->arena,
                                      "WITH RECURSIVE n(i) AS (VALUES (%d) UNION ALL SELECT i + 1 FROM n WHERE i < %d) INSERT INTO customer (id, "
                                      "archive_no, code, name, name_fold, name_key, kind, owner_id, unit_id, created_at, created_by, updated_at, "
                                      "updated_by, found_by) SELECT c.id + i, 'N' || i, 'K' || i, '客户', '客户', 'kh', 'dealer', c.owner_id, "
                                      "c.unit_id, c.created_at, 1, c.updated_at, 1, '' FROM n, (SELECT * FROM customer ORDER BY id LIMIT 1) c",
                                      from, from + more - 1));
}

// Lists are counted to a thousand: beyond, counting would cost more than it says.
static void test_arc_9_a_thousand_are_counted_and_more_are_told_as_more(void **state) {
    (void)state;
    make_customers();
    fixture_sql(fixture, "UPDATE customer SET kind = ''");
    struct filters filters = {.count = 0};
    struct text message;
    multiply(1, TOTAL_MAX);
    assert_int_equal(filter_add(&fixture->ctx, &filters, "kind", FILTER_IS, "dealer", &message), STATUS_OK);
    struct customer_page page = list("", SORT_NEWEST, &filters);
    assert_int_equal(page.total, TOTAL_MAX);
    assert_false(page.total_more);
    multiply(TOTAL_MAX + 1, 1);
    page = list("", SORT_NEWEST, &filters);
    assert_int_equal(page.total, TOTAL_MAX);
    assert_true(page.total_more);
}

// In every order, forwards and back, page by page.
static void test_arc_9_filtered_lists_go_by_pages(void **state) {
    (void)state;
    for (int i = 0; i < 130; i++)
        create(PERSON_SELLER, arena_format(fixture->arena, "第%03d公司", i), "industry", i % 2 ? "steel" : "coal", "region", "440305");
    fixture_act(fixture, PERSON_CLERK);
    const struct wanted wanted[] = {{"industry", FILTER_IS, "steel"}};
    const struct filters filters = filters_of(wanted, 1);
    for (int sort = SORT_NEWEST; sort <= SORT_ARCHIVE_NO; sort++) {
        struct customer_page first = list("", (enum customer_sort)sort, &filters);
        assert_int_equal(first.count, CUSTOMER_PAGE);
        assert_int_equal(first.total, 65);
        assert_false(first.total_more);
        struct customer_query query = {.text = "", .sort = (enum customer_sort)sort, .filters = &filters, .after = first.next};
        struct customer_page second, back;
        assert_int_equal(customer_list(&fixture->ctx, &query, &second), STATUS_OK);
        assert_int_equal(second.count, 15);
        assert_null(second.next);
        query.after = second.previous;
        query.backwards = true;
        assert_int_equal(customer_list(&fixture->ctx, &query, &back), STATUS_OK);
        assert_string_equal(names_of(&back), names_of(&first));
    }
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_arc_9_filters_by_every_kind_of_field),
        TEST(test_arc_9_filters_by_owner_and_region),
        TEST(test_arc_9_filters_by_the_times_of_the_record),
        TEST(test_org_2_filters_stay_within_the_scope),
        TEST(test_conf_4_nobody_filters_by_a_confidential_field),
        TEST(test_conf_4_a_sealed_value_is_not_filtered_by),
        TEST(test_arc_9_what_is_no_filter_is_said),
        TEST(test_arc_9_twelve_filters_and_no_more),
        TEST(test_arc_9_a_part_of_a_hundred_characters_and_no_more),
        TEST(test_arc_9_a_thousand_are_counted_and_more_are_told_as_more),
        TEST(test_arc_9_filtered_lists_go_by_pages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
