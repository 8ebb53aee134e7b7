// Lists that leave as files (CONF-7): every row once in its order, masks only, within scope and limits.
#include <stdlib.h>
#include <string.h>

#include "domain/customer_export.h"
#include "fake_custody.h"
#include "support.h"

static const struct sql *const *const LISTS[] = {CUSTOMER_STATEMENTS, COLUMN_STATEMENTS, FILTER_STATEMENTS, NULL};

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
    struct draft draft =
        draft_checked(fixture, &CUSTOMER_FIELDS, NULL, "name", name, "region", "440305", "phone", "13812345678", "kind", "dealer",
                      "industry", "steel", "owner", fixture->actors[person].login, NULL);
    int64_t id = 0;
    fixture_act(fixture, person);
    fixture->now += TIME_SECOND;
    assert_int_equal(customer_create(&fixture->ctx, &draft, &id), STATUS_OK);
    return id;
}

// Copies of the first customer, so that there are `count`.
static void multiply(int count) {
    fixture_sql(fixture, arena_format(fixture->arena,
                                      "WITH RECURSIVE n(i) AS (VALUES (2) UNION ALL SELECT i + 1 FROM n WHERE i < %d) INSERT INTO customer (id, "
                                      "archive_no, code, name, name_fold, name_key, kind, region, phone, owner_id, unit_id, created_at, created_by, "
                                      "updated_at, updated_by, found_by) SELECT c.id + i, 'N' || i, 'K' || i, '客户' || i, '客户' || i, "
                                      "printf('%%06d', i), c.kind, c.region, c.phone, c.owner_id, c.unit_id, c.created_at, 1, c.updated_at, 1, '' "
                                      "FROM n, (SELECT * FROM customer ORDER BY id LIMIT 1) c",
                                      count));
}

struct taken {
    unsigned rows;
    int64_t pause; // that each row takes
    const char *first[COLUMNS_MAX], *last[COLUMNS_MAX];
    unsigned columns;
};

static enum status take(void *data, const char *const *cells) {
    struct taken *taken = data;
    for (unsigned i = 0; i < taken->columns; i++) {
        taken->last[i] = arena_string(fixture->arena, cells[i]);
        if (taken->rows == 0)
            taken->first[i] = taken->last[i];
    }
    taken->rows++;
    fixture->now += taken->pause;
    return STATUS_OK;
}

static enum status export(struct taken *taken, const char *keys, enum customer_sort sort, unsigned most) {
    const struct columns columns = columns_read(&fixture->ctx, keys, sort == SORT_NEWEST);
        const struct customer_query query = {.text = "", .sort = sort, .after = ""};
        struct customer_export export = {.query = &query, .columns = &columns, .row = take, .data = taken, .most = most};
        taken->columns = columns.count;
        const enum status status = customer_export(&fixture->ctx, &export);
        assert_true(store_is_idle(fixture->store));
        if (status == STATUS_OK)
            assert_int_equal(export.rows, taken->rows);
        return status;
}

static void test_conf_7_masks_leave_and_nothing_else_of_confidential_fields(void **state) {
    (void)state;
    struct taken taken = {0};
    create_as(PERSON_SELLER, "甲公司");
    assert_int_equal(export(&taken, "name,phone,industry,region,owner,unit,created,bank_account", SORT_NEWEST, 0), STATUS_OK);
    assert_int_equal(taken.rows, 1);
    assert_string_equal(taken.first[0], "甲公司");
    assert_string_equal(taken.first[1], "138****5678");
    assert_string_equal(taken.first[2], "steel");
    assert_string_equal(taken.first[3], "广东省深圳市南山区");
    assert_string_equal(taken.first[4], "李娜");
    assert_string_equal(taken.first[5], "一组");
    assert_int_equal(strlen(taken.first[6]), strlen("2026-01-05 08:30"));
    assert_string_equal(taken.first[7], "");
}

static void test_conf_7_every_row_leaves_once_in_the_order_of_the_list(void **state) {
    (void)state;
    create_as(PERSON_SELLER, "甲公司");
    multiply(1203);
    struct taken newest = {0}, named = {0};
    assert_int_equal(export(&newest, "code,name", SORT_NEWEST, 0), STATUS_OK);
    assert_int_equal(newest.rows, 1203);
    assert_string_equal(newest.first[0], "K1203");
    assert_string_equal(newest.last[1], "甲公司");
    assert_int_equal(export(&named, "code,name", SORT_NAME, 0), STATUS_OK);
    assert_int_equal(named.rows, 1203);
    assert_string_equal(named.first[0], "K2");
}

static void test_conf_7_more_rows_than_may_leave_are_told(void **state) {
    (void)state;
    create_as(PERSON_SELLER, "甲公司");
    multiply(600);
    struct taken all = {0}, more = {0}, page = {0};
    assert_int_equal(export(&all, "name", SORT_NEWEST, 600), STATUS_OK);
    assert_int_equal(export(&more, "name", SORT_NEWEST, 599), STATUS_TOO_LARGE);
    assert_int_equal(export(&page, "name", SORT_NEWEST, 500), STATUS_TOO_LARGE);
}

static void test_conf_7_what_takes_too_long_is_given_up(void **state) {
    (void)state;
    create_as(PERSON_SELLER, "甲公司");
    multiply(501);
    struct taken in_time = {.pause = EXPORT_SECONDS * TIME_SECOND / 500}, late = {.pause = EXPORT_SECONDS * TIME_SECOND / 500 + 1};
    assert_int_equal(export(&in_time, "name", SORT_NEWEST, 0), STATUS_OK);
    assert_int_equal(export(&late, "name", SORT_NEWEST, 0), STATUS_LIMITED);
}

static void test_org_2_only_what_is_in_reach_leaves(void **state) {
    (void)state;
    create_as(PERSON_SELLER, "甲公司");
    create_as(PERSON_OTHER, "乙公司");
    struct taken own = {0}, narrower = {0}, none = {0};
    fixture_act(fixture, PERSON_SELLER);
    assert_int_equal(export(&own, "name", SORT_NEWEST, 0), STATUS_OK);
    assert_int_equal(own.rows, 1);
    assert_string_equal(own.first[0], "甲公司");
    // Reads everything, but may export their own only, in another role.
    struct actor *actor = &fixture->actors[PERSON_CLERK];
    actor->grants[0].permissions &= ~(1U << PERM_CUSTOMER_EXPORT);
    fixture_act(fixture, PERSON_CLERK);
    assert_int_equal(export(&none, "name", SORT_NEWEST, 0), STATUS_FORBIDDEN);
    actor->grants[actor->grant_count++] = (struct grant){.key = "", .name_zh = "", .name_en = "", .scope = SCOPE_OWN, .permissions = 1U << PERM_CUSTOMER_EXPORT};
    assert_int_equal(export(&narrower, "name", SORT_NEWEST, 0), STATUS_OK);
    assert_int_equal(narrower.rows, 0);
}

static void test_arc_9_columns_are_read_as_they_were_chosen(void **state) {
    (void)state;
    const struct ctx *ctx = &fixture->ctx;
    struct columns columns = columns_read(ctx, "industry,name,industry,no_such,bank_account", false);
    assert_string_equal(columns_keys(&columns, fixture->arena), "industry,name,bank_account");
    columns = columns_read(ctx, "industry,phone", false);
    assert_string_equal(columns_keys(&columns, fixture->arena), "name,industry,phone"); // the way to the record is always there
    columns = columns_read(ctx, "", true);
    assert_string_equal(columns_keys(&columns, fixture->arena), "archive_no,name,kind,region,owner,phone,created");
    columns = columns_read(ctx, "no_such,,", false);
    assert_string_equal(columns_keys(&columns, fixture->arena), "archive_no,name,kind,region,owner,phone,updated");
    struct buffer all = {.arena = fixture->arena};
    size_t count;
    const struct field *const *fields = column_fields(ctx, &count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(fields[i]->key, "name") != 0)
            buffer_format(&all, "%s,", fields[i]->key);
    columns = columns_read(ctx, all.data, false);
    assert_int_equal(columns.count, COLUMNS_MAX);
    assert_string_equal(columns.fields[0]->key, "name");
}

int main(void) {
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(test_##name, set_up, tear_down)
        TEST(conf_7_masks_leave_and_nothing_else_of_confidential_fields),
        TEST(conf_7_every_row_leaves_once_in_the_order_of_the_list),
        TEST(conf_7_more_rows_than_may_leave_are_told),
        TEST(conf_7_what_takes_too_long_is_given_up),
        TEST(org_2_only_what_is_in_reach_leaves),
        TEST(arc_9_columns_are_read_as_they_were_chosen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
