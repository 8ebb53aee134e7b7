// The list of open prices (CON-1): as text, its limits, what is recorded.
#include "support.h"

#include "domain/admin_record.h"
#include "domain/contract_price.h"

static struct fixture *fixture;
static const struct sql *const *const LISTS[] = {PRICE_STATEMENTS, ADMIN_RECORD_STATEMENTS, NULL};

static int set_up(void **state) {
    (void)state;
    static struct actor admin;
    fixture = fixture_new(LISTS);
    admin = (struct actor){.person_id = PERSON_CLERK, .name = "管理员"};
    admin.grants[0] = (struct grant){.permissions = 1u << PERM_ADMIN_SETTINGS};
    admin.grant_count = 1;
    fixture->ctx.actor = &admin;
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    fixture_free(fixture);
    return 0;
}

static enum status save(const char *text) {
    struct text message;
    return prices_save(&fixture->ctx, text, &message);
}

static const char *lines(unsigned count) {
    struct buffer text = {.arena = fixture->arena};
    for (unsigned i = 0; i < count; i++)
        buffer_format(&text, "项目%u | 吨 | 1 | 2 | 1 | 2026-01-01\n", i);
    return text.data;
}

static void test_con_1_prices_are_kept_as_text(void **state) {
    (void)state;
    struct prices prices;
    assert_int_equal(save("运输|吨|１００|２００|80|2026.1.1\r\n\n运输\t吨\t110\t210\t90\t2026年3月1日"), STATUS_OK);
    assert_int_equal(prices_read(&fixture->ctx, &prices), STATUS_OK);
    assert_string_equal(prices_text(&prices, fixture->arena),
                        "运输 | 吨 | 100.00 | 200.00 | 80.00 | 2026-01-01\n运输 | 吨 | 110.00 | 210.00 | 90.00 | 2026-03-01\n");
    assert_int_equal(save(prices_text(&prices, fixture->arena)), STATUS_OK); // what is shown changes nothing
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM admin_record"), 2);
    assert_int_equal(save("运输|吨|100|200|85|2026-01-01"), STATUS_OK); // one changed, one gone
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM admin_record"), 4);
    assert_int_equal(save(""), STATUS_OK);
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM price_range"), 0);
}

static void test_con_1_there_are_1000_prices_at_most(void **state) {
    (void)state;
    assert_int_equal(save(lines(PRICES_MAX)), STATUS_OK);
    assert_int_equal(save(lines(PRICES_MAX + 1)), STATUS_INVALID);
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM price_range"), PRICES_MAX);
}

static void test_org_3_only_administrators_change_them(void **state) {
    (void)state;
    fixture_act(fixture, PERSON_DIRECTOR);
    assert_int_equal(save(lines(1)), STATUS_FORBIDDEN);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_con_1_prices_are_kept_as_text, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_con_1_there_are_1000_prices_at_most, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_org_3_only_administrators_change_them, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("CON-1 open prices", tests, NULL, NULL);
}
