// Importing lists of customers (ARC-13): all of it or nothing, every fault by line and column, a second run changes
// nothing.
#include <stdio.h>
#include <string.h>

#include "support.h"

#include "domain/customer.h"
#include "domain/import.h"
#include "domain/organisation.h"
#include "domain/withheld.h"
#include "fake_custody.h"
#include "model/uscc.h"
#include "sheet/open.h"

#define TOLD_MAX 64

static struct fixture *fixture;
static struct import_result result;
static int64_t batches; // so far

// What the listener was told.
static struct {
    unsigned line;
    char column[64];
    char message[256];
} told[TOLD_MAX];
static unsigned told_count;

static void on_fault(void *data, const struct import_fault *fault) {
    (void)data;
    assert_non_null(fault->message.zh);
    if (told_count < TOLD_MAX) {
        told[told_count].line = fault->line;
        snprintf(told[told_count].column, sizeof told[0].column, "%s", fault->column);
        snprintf(told[told_count].message, sizeof told[0].message, "%s", fault->message.en);
    }
    told_count++;
}

static const struct sql BOXES = {"test.boxes",
                                 "SELECT kind, record_id, field, value, box FROM field_value WHERE box IS NOT NULL"};
static const struct sql *const OWN[] = {&BOXES, NULL};

static int set_up(void **state) {
    static const struct sql *const *const LISTS[] = {CUSTOMER_STATEMENTS, REGION_LOAD_STATEMENTS, IMPORT_STATEMENTS, WITHHELD_STATEMENTS, OWN,
                                                     NULL};
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

static enum status run_plan(const char *text, struct import_plan plan) {
    struct sheet_error error;
    struct import_listener listener = {.fault = on_fault, .hint = on_fault};
    told_count = 0;
    assert_int_equal(sheet_open(&plan.file, text, strlen(text), &(struct sheet_wish){0}, fixture->ctx.arena, &error), STATUS_OK);
    plan.batch_id = ++batches;
    enum status status = import_run(&fixture->ctx, &plan, &listener, &result);
    sheet_table_free(plan.file);
    assert_true(store_is_idle(fixture->store));
    return status;
}

static enum status run(const char *text) {
    return run_plan(text, (struct import_plan){.owner = "lina"});
}

static void expect_fault(unsigned line, const char *column, const char *words) {
    for (unsigned i = 0; i < told_count && i < TOLD_MAX; i++)
        if (told[i].line == line && strcmp(told[i].column, column) == 0 && strstr(told[i].message, words) != NULL)
            return;
    for (unsigned i = 0; i < told_count && i < TOLD_MAX; i++)
        fprintf(stderr, "told: line %u, %s: %s\n", told[i].line, told[i].column, told[i].message);
    fail_msg("not told: line %u, %s: %s", line, column, words);
}

static int64_t customers(void) {
    return fixture_number(fixture, "SELECT count(*) FROM customer");
}

// Those that somebody could see.
static int64_t shown(void) {
    return fixture_number(fixture, "SELECT count(*) FROM customer WHERE " SHOWN("customer"));
}

// A good 统一社会信用代码 for a number.
static const char *code_of(unsigned number) {
    char code[19];
    snprintf(code, sizeof code, "91440300MA5%06u", number);
    code[17] = uscc_check_character(code);
    code[18] = '\0';
    return arena_string(fixture->arena, code);
}

#define LIST "公司名称,统一社会信用代码,客户类型,所在地区,电话,银行账号,联系人,联系人手机\n"

static void test_arc_13_takes_over_customers_with_their_contacts(void **state) {
    (void)state;
    const char *text = arena_format(fixture->arena,
                                    LIST "恒远物流有限公司,%s,直接用户,深圳南山,０７５５－２３４５ ６７８９,6222 0212 3456 7890,王𠮷,13800138000\n"
                                         "𠮷祥商行,,经销商,,,,,\n",
                                    code_of(1));
    assert_int_equal(run(text), STATUS_OK);
    assert_int_equal(result.rows, 2);
    assert_int_equal(result.created, 2);
    assert_int_equal(result.contacts, 1);
    assert_int_equal(customers(), 2);
    assert_int_equal(
        fixture_number(fixture, "SELECT count(*) FROM customer WHERE owner_id = 1 AND unit_id = 4 AND created_by = 1"),
        2);
    assert_int_equal(
        fixture_number(fixture, "SELECT count(*) FROM customer WHERE name = '恒远物流有限公司' AND region = '440305' "
                                "AND kind = 'direct' AND archive_no = '440300-2026-000001'"),
        1);
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM customer WHERE name = '𠮷祥商行'"), 1);
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM contact WHERE name = '王𠮷'"), 1);
    assert_int_equal(
        fixture_number(fixture,
                       "SELECT count(*) FROM field_value WHERE value LIKE '%23456789%' OR value LIKE '%13800138000%'"),
        0);
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM field_value WHERE box IS NOT NULL"), 3);
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM history WHERE field = ''"), 3);
}

static void test_arc_13_every_fault_is_told_by_line_and_column(void **state) {
    (void)state;
    const char *text = arena_format(fixture->arena,
                                    LIST "好公司,%s,,,,,,\n"
                                         ",,,,12345,,,\n"
                                         "\"两行的\n公司\",,火星人,,,,,\n"
                                         "某某公司,%s,,朝阳区,,123,,\n"
                                         "另一公司,,,,,,,13800138000\n",
                                    code_of(1), code_of(1));
    assert_int_equal(run(text), STATUS_INVALID);
    expect_fault(3, "公司名称", "required");
    expect_fault(3, "电话", "telephone");
    expect_fault(4, "客户类型", "Not one of the choices");
    expect_fault(4, "公司名称", "Only one line");
    expect_fault(6, "所在地区", "ambiguous");
    expect_fault(6, "银行账号", "");
    expect_fault(6, "统一社会信用代码", "line 2");
    expect_fault(7, "联系人", "required");
    assert_int_equal(result.faults, told_count);
    assert_int_equal(result.faulty_rows, 4);
    assert_int_equal(customers(), 0);
    assert_int_equal(fixture->ctx.custody->sealed, 0);
}

static void test_arc_13_a_second_run_changes_nothing(void **state) {
    (void)state;
    static const char TRACES[] =
        "SELECT (SELECT count(*) FROM customer) * 1000000 + (SELECT count(*) FROM history) * 1000 + "
        "(SELECT sum(version) FROM customer) + (SELECT count(*) FROM contact)";
    const char *text = arena_format(fixture->arena,
                                    LIST "恒远物流有限公司,%s,直接用户,深圳南山,0755-23456789,622202123456,王𠮷,13800138000\n"
                                         "𠮷祥商行,,经销商,,,,李四,\n",
                                    code_of(1));
    assert_int_equal(run(text), STATUS_OK);
    const int64_t before = fixture_number(fixture, TRACES);
    const unsigned sealed = fixture->ctx.custody->sealed;
    assert_int_equal(run(text), STATUS_OK);
    assert_int_equal(result.created, 0);
    assert_int_equal(result.existing, 2);
    assert_int_equal(fixture_number(fixture, TRACES), before);
    assert_int_equal(fixture->ctx.custody->sealed, sealed);
}

static void test_arc_13_only_what_is_new_is_written(void **state) {
    (void)state;
    assert_int_equal(run("公司名称,联系人\n甲公司,张三\n乙公司,李四\n"), STATUS_OK);
    assert_int_equal(run("公司名称,联系人\n丙公司,王五\n甲公司,张三\n丁公司,\n乙公司,李四\n"), STATUS_OK);
    assert_int_equal(result.created, 2);
    assert_int_equal(result.existing, 2);
    assert_int_equal(customers(), 4);
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM contact"), 3);
}

static void test_arc_13_what_differs_from_an_archive_is_a_fault(void **state) {
    (void)state;
    const char *first = arena_format(
        fixture->arena, LIST "恒远物流有限公司,%s,直接用户,深圳南山,0755-23456789,,王𠮷,13800138000\n", code_of(1));
    const char *second = arena_format(
        fixture->arena, LIST "恒远物流有限公司,%s,经销商,深圳福田,0755-29999999,,王𠮷,13900139000\n", code_of(1));
    assert_int_equal(run(first), STATUS_OK);
    assert_int_equal(run(second), STATUS_INVALID);
    expect_fault(2, "客户类型", "440300-2026-000001");
    expect_fault(2, "所在地区", "says something else");
    expect_fault(2, "电话", "says something else");
    expect_fault(2, "联系人手机", "says something else");
    assert_int_equal(told_count, 4);
    assert_int_equal(run_plan(second, (struct import_plan){.owner = "lina", .skip_existing = true}), STATUS_OK);
    assert_int_equal(result.existing, 1);
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM customer WHERE kind = 'direct' AND version = 1"), 1);
}

static void test_arc_13_an_empty_cell_says_nothing_about_an_archive(void **state) {
    (void)state;
    assert_int_equal(run("公司名称,电话,客户类型\n恒远物流,0755-23456789,直接用户\n"), STATUS_OK);
    assert_int_equal(run("公司名称,电话,客户类型\n恒远物流,,\n"), STATUS_OK);
    assert_int_equal(result.existing, 1);
}

static void test_arc_8_duplicates_within_the_file(void **state) {
    (void)state;
    const char *text = arena_format(fixture->arena,
                                    "公司名称,统一社会信用代码\n恒远（深圳）物流,\n恒远(深圳)  物流。,\n同名公司,%s\n同名公司,%s\n同名公司,\nＡＢＣ公司,\nabc公司,\n",
                                    code_of(1), code_of(2));
    assert_int_equal(run(text), STATUS_INVALID);
    expect_fault(3, "公司名称", "line 2");
    expect_fault(6, "公司名称", "line 4"); // without a code nobody knows which of the two it is
    expect_fault(8, "公司名称", "line 7");
    assert_int_equal(told_count, 3);
}

static void test_arc_8_duplicates_of_the_store_by_code_and_name(void **state) {
    (void)state;
    assert_int_equal(run(arena_format(fixture->arena, "公司名称,统一社会信用代码\n恒远（深圳）物流,%s\n", code_of(1))), STATUS_OK);
    // The same code under another name; the same name but for punctuation; the same name with another code is another
    // company.
    assert_int_equal(run(arena_format(fixture->arena, "公司名称,统一社会信用代码\n别的名称,%s\n", code_of(1))), STATUS_INVALID);
    expect_fault(2, "公司名称", "says something else");
    assert_int_equal(run("公司名称\n恒远(深圳)物流\n"), STATUS_OK);
    assert_int_equal(result.existing, 1);
    assert_int_equal(run(arena_format(fixture->arena, "公司名称,统一社会信用代码\n恒远(深圳)物流,%s\n", code_of(2))), STATUS_OK);
    assert_int_equal(result.created, 1);
    assert_int_equal(customers(), 2);
}

static void test_arc_13_numbers_name_customers_that_are_there(void **state) {
    (void)state;
    assert_int_equal(run("公司名称\n恒远物流\n"), STATUS_OK);
    assert_int_equal(run("客户编码,公司名称\nC00000001,恒远物流\n"), STATUS_OK);
    assert_int_equal(result.existing, 1);
    assert_int_equal(run("客户编码,公司名称\nOLD-17,新的公司\n"), STATUS_INVALID);
    expect_fault(2, "客户编码", "no customer has this number");
    assert_int_equal(
        run_plan("客户编码,公司名称\nOLD-17,新的公司\n",
                 (struct import_plan){.owner = "lina", .ignored = (const char *const[]){"客户编码", NULL}}),
        STATUS_OK);
    assert_int_equal(customers(), 2);
}

static void test_arc_13_account_managers_by_login_or_name(void **state) {
    (void)state;
    fixture_sql(fixture, "UPDATE person SET name = '李娜' WHERE login = 'wujiu'; UPDATE person SET state = 'closed' "
                         "WHERE login = 'sunqi';");
    assert_int_equal(run_plan("公司名称,跟进人\n甲公司,wangwu\n乙公司,赵六\n", (struct import_plan){0}), STATUS_OK);
    assert_int_equal(fixture_number(fixture, "SELECT owner_id FROM customer WHERE name = '甲公司'"), PERSON_COLLEAGUE);
    assert_int_equal(fixture_number(fixture, "SELECT owner_id * 10 + unit_id FROM customer WHERE name = '乙公司'"),
                     PERSON_OTHER * 10 + UNIT_SALES_2);
    assert_int_equal(run_plan("公司名称,跟进人\n丙公司,李娜\n丁公司,没有\n戊公司,\n己公司,孙七\n庚公司,qian\n", (struct import_plan){0}), STATUS_INVALID);
    expect_fault(2, "跟进人", "Several");
    expect_fault(3, "跟进人", "No colleague");
    expect_fault(4, "跟进人", "--owner");
    expect_fault(5, "跟进人", "No colleague");           // the account is closed
    expect_fault(6, "跟进人", "who may have customers"); // an auditor
    assert_int_equal(run_plan("公司名称\n丙公司\n丁公司\n", (struct import_plan){0}), STATUS_INVALID);
    expect_fault(1, "", "--owner");
    assert_int_equal(told_count, 1);
    assert_int_equal(run_plan("公司名称\n丙公司\n", (struct import_plan){.owner = "nobody"}), STATUS_INVALID);
    expect_fault(0, "--owner", "No colleague");
}

static void test_arc_13_headings_that_say_nothing_or_too_much(void **state) {
    (void)state;
    assert_int_equal(run("公司名称,不知道,客户名称\n甲公司,1,2\n"), STATUS_INVALID);
    expect_fault(1, "不知道", "unknown column");
    expect_fault(1, "客户名称", "公司名称");
    assert_int_equal(run("地址,电话\n某路,\n"), STATUS_INVALID);
    expect_fault(1, "地址", "Company name");
    assert_int_equal(run("\n\n"), STATUS_INVALID);
    expect_fault(1, "", "empty");
    assert_int_equal(run_plan("公司名称,不知道\n甲公司,1\n",
                              (struct import_plan){.owner = "lina", .ignored = (const char *const[]){"不知道", NULL}}),
                     STATUS_OK);
    assert_int_equal(customers(), 1);
}

static void test_arc_13_cells_without_heading(void **state) {
    (void)state;
    assert_int_equal(run("公司名称,地址,,\n甲公司,某路,,\n乙公司\n丙公司,某街,, , ,\n"), STATUS_OK);
    assert_int_equal(customers(), 3);
    assert_int_equal(run("公司名称,\n丁公司,漏了\n戊公司,,多了\n"), STATUS_INVALID);
    expect_fault(2, "#2", "no heading");
    expect_fault(3, "#3", "no heading");
}

static void test_arc_13_a_dry_run_writes_nothing(void **state) {
    (void)state;
    assert_int_equal(
        run_plan("公司名称,电话\n甲公司,0755-23456789\n", (struct import_plan){.owner = "lina", .dry_run = true}),
        STATUS_OK);
    assert_int_equal(result.created, 1);
    assert_int_equal(customers(), 0);
    assert_int_equal(fixture->ctx.custody->calls, 0);
}

static void test_arc_13_spoilt_cells_are_told_and_not_stored(void **state) {
    (void)state;
    assert_int_equal(run("公司名称,银行账号,电话\n甲公司,6.22202E+18,#N/A\n"), STATUS_INVALID);
    expect_fault(2, "银行账号", "approximation");
    expect_fault(2, "电话", "error of Excel");
    assert_int_equal(told_count, 2);
    assert_int_equal(customers(), 0);
}

static void test_arc_13_headings_may_stand_below_a_title(void **state) {
    (void)state;
    assert_int_equal(run("客户登记表,,\n制表人：王,,\n公司名称,地址,电话\n甲公司,某路,0755-23456789\n"), STATUS_OK);
    assert_int_equal(customers(), 1);
}

static void test_arc_13_without_custodian_nothing_is_written(void **state) {
    (void)state;
    fixture->ctx.custody->down = true;
    assert_int_equal(run("公司名称,电话\n甲公司,\n乙公司,0755-23456789\n"), STATUS_UNAVAILABLE);
    assert_int_equal(customers(), 0);
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM sequence"), 0);
}

// More rows than go to the custodian at once, through several clients: each value is sealed for its own place.
static void test_conf_8_many_rows_are_each_sealed_for_their_place(void **state) {
    (void)state;
    enum {
        ROWS = 2500,
        HELPERS = 3
    };
    struct custody *helpers[HELPERS];
    struct buffer text = {.arena = fixture->arena};
    for (unsigned i = 0; i < HELPERS; i++)
        helpers[i] = fake_custody_new();
    buffer_text(&text, "公司名称,电话,联系人,联系人手机\n");
    for (unsigned i = 0; i < ROWS; i++)
        buffer_format(&text, "第%u公司,0755-2%07u,第%u人,138%08u\n", i, i, i, i);
    assert_int_equal(
        run_plan(text.data, (struct import_plan){.owner = "lina", .helpers = helpers, .helper_count = HELPERS}),
        STATUS_OK);
    assert_int_equal(customers(), ROWS);
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM contact k JOIN customer c ON c.id = k.customer_id "
                                             "WHERE replace(c.name, '公司', '人') = k.name"),
                     ROWS);
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM field_value WHERE box IS NOT NULL"), 2 * ROWS);
    assert_int_equal(fixture_number(fixture, "SELECT count(DISTINCT box) FROM field_value WHERE box IS NOT NULL"),
                     2 * ROWS);
    struct query query = query_start(fixture->store, &BOXES);
    unsigned opened = 0;
    while (query_row(&query)) {
        size_t size;
        const void *box = query_blob(&query, 4, &size, fixture->arena);
        const char *value = fake_custody_open(query_int(&query, 0), query_int(&query, 1),
                                              query_text(&query, 2, fixture->arena), box, size, fixture->arena);
        assert_non_null(value);
        const struct field_table *table = catalogue_table(&BUILT_IN_CATALOGUE, (enum kind)query_int(&query, 0));
        const char *mask = field_mask(field_find(table, query_text(&query, 2, fixture->arena)), value, fixture->arena);
        assert_string_equal(mask, query_text(&query, 3, fixture->arena));
        opened++;
    }
    assert_int_equal(query_end(&query), STATUS_OK);
    assert_int_equal(opened, 2 * ROWS);
    for (unsigned i = 0; i < HELPERS; i++) {
        assert_true(helpers[i]->sealed > 0);
        custody_free(helpers[i]);
    }
}

// A failure behind the first load takes back what the first load wrote.
static void test_arc_13_a_late_failure_takes_everything_back(void **state) {
    (void)state;
    enum {
        ROWS = 2500
    };
    struct buffer text = {.arena = fixture->arena};
    struct custody *broken = fake_custody_new();
    broken->down = true;
    buffer_text(&text, "公司名称,电话\n");
    for (unsigned i = 0; i < ROWS; i++) // only the last load has a second half with something to seal
        buffer_format(&text, i < ROWS - 100 ? "第%u公司,\n" : "第%u公司,0755-23456789\n", i);
    assert_int_equal(run_plan(text.data, (struct import_plan){.owner = "lina", .helpers = &broken, .helper_count = 1}),
                     STATUS_UNAVAILABLE);
    assert_int_equal(shown(), 0);
    assert_true(customers() > 0); // some were written before, and nobody sees them
    assert_int_equal(withheld_sweep(&fixture->ctx), STATUS_OK);
    assert_int_equal(customers(), 0);
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM history"), 0);
    custody_free(broken);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

static void test_arc_8_numbers_that_stand_in_several_rows_are_hints_and_no_faults(void **state) {
    (void)state;
    static const char PHONES[] = "客户名称,电话,联系人,联系人手机\n"
                                 "甲公司,0755-12345678,张三,13800138000\n"
                                 "乙公司,(0755)12345678,李四,13900139000\n"
                                 "丙公司,13800138000,王五,13800138000\n"
                                 "丁公司,,赵六,13700137000\n"
                                 "戊公司,13700137000,,\n"
                                 "己公司,13600136000,钱七,13600136000\n";
    assert_int_equal(run_plan(PHONES, (struct import_plan){.owner = "lina", .dry_run = true}), STATUS_OK);
    assert_int_equal(result.faults, 0);
    assert_int_equal(result.created, 6);
    assert_int_equal(result.hints, 4); // the number of the seventh row is its own contact's
    assert_int_equal(told_count, 4);
    static const struct {
        unsigned line;
        const char *column, *message;
    } HINTS[] = {{3, "电话", "line 2"}, {4, "电话", "line 2"}, {4, "联系人手机", "line 2"}, {6, "电话", "line 5"}};
    for (size_t i = 0; i < sizeof HINTS / sizeof *HINTS; i++) {
        assert_int_equal(told[i].line, HINTS[i].line);
        assert_string_equal(told[i].column, HINTS[i].column);
        assert_non_null(strstr(told[i].message, HINTS[i].message));
        assert_null(strstr(told[i].message, "138"));
    }
    assert_int_equal(run(PHONES), STATUS_OK);
    assert_int_equal(result.created, 6);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_arc_13_takes_over_customers_with_their_contacts),
        TEST(test_arc_13_every_fault_is_told_by_line_and_column),
        TEST(test_arc_13_a_second_run_changes_nothing),
        TEST(test_arc_13_only_what_is_new_is_written),
        TEST(test_arc_13_what_differs_from_an_archive_is_a_fault),
        TEST(test_arc_13_an_empty_cell_says_nothing_about_an_archive),
        TEST(test_arc_8_duplicates_within_the_file),
        TEST(test_arc_8_duplicates_of_the_store_by_code_and_name),
        TEST(test_arc_13_numbers_name_customers_that_are_there),
        TEST(test_arc_13_account_managers_by_login_or_name),
        TEST(test_arc_13_headings_that_say_nothing_or_too_much),
        TEST(test_arc_13_cells_without_heading),
        TEST(test_arc_13_a_dry_run_writes_nothing),
        TEST(test_arc_13_spoilt_cells_are_told_and_not_stored),
        TEST(test_arc_13_headings_may_stand_below_a_title),
        TEST(test_arc_13_without_custodian_nothing_is_written),
        TEST(test_conf_8_many_rows_are_each_sealed_for_their_place),
        TEST(test_arc_13_a_late_failure_takes_everything_back),
        TEST(test_arc_8_numbers_that_stand_in_several_rows_are_hints_and_no_faults),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
