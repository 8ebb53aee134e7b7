// Drafting contracts (CON-1, CON-2, CON-9, OPS-2): fields, kinds, what is missing, who saves first.
#include "contract_home.h"

// --- Drafting

static void test_con_9_every_field_is_a_column(void **state) {
    (void)state;
    struct draft draft = {.table = &CONTRACT_FIELDS};
    for (size_t i = 0; i < CONTRACT_FIELDS.count; i++) {
        const struct field *field = &CONTRACT_FIELDS.fields[i];
        draft.typed[i] = field->type == FIELD_CHOICE   ? (strcmp(field->key, "kind") == 0 ? "special" : field->choices[0].key)
                         : field->type == FIELD_DATE   ? "2026-11-20"
                         : field->type == FIELD_AMOUNT ? "12.34"
                                                       : arena_format(fixture->arena, "内容 %zu", i);
    }
    assert_int_equal(draft_check(&draft, NULL, fixture->arena), STATUS_OK);
    const int64_t id = create_with(draft, line_of("1.5", 12345));
    const struct contract read = find(id);
    for (size_t i = 0; i < CONTRACT_FIELDS.count; i++)
        assert_string_equal(read.text.record.values[i], draft.values[i]);
    assert_int_equal(read.text.rows.line_count, 1);
    assert_string_equal(read.text.rows.lines[0].quantity, "1.5");
    assert_int_equal(read.text.rows.lines[0].amount, 18518);
    assert_string_equal(read.number, "HT2026-000001");
    assert_int_equal(read.state, CONTRACT_DRAFT);
    assert_string_equal(read.customer_name, "甲公司");
}

static void test_con_9_numbers_count_by_year(void **state) {
    (void)state;
    create(15000);
    assert_string_equal(find(create(15000)).number, "HT2026-000002");
    fixture->now += 60 * TIME_DAY;
    assert_string_equal(find(create(15000)).number, "HT2027-000001");
}

static void test_ops_2_the_second_to_save_is_told(void **state) {
    (void)state;
    const int64_t id = create(15000);
    assert_int_equal(save_title(id, 1, "甲"), STATUS_OK);
    fixture_act(fixture, PERSON_MANAGER);
    assert_int_equal(save_title(id, 1, "乙"), STATUS_CONFLICT);
    assert_string_equal(title_now(id), "甲");
    assert_int_equal(save_title(id, 2, "甲"), STATUS_OK); // nothing differs
    assert_int_equal(find(id).version, 2);
    assert_int_equal(save_title(id, 2, "乙"), STATUS_OK);
    assert_int_equal(find(id).updated_by, PERSON_MANAGER);
}

static void test_con_9_the_end_is_not_before_the_beginning(void **state) {
    (void)state;
    int64_t id = 0;
    const struct contract_rows none = {.line_count = 0};
    struct draft draft = draft_of(&CONTRACT_FIELDS, "title", "甲", "valid_from", "2026-11-22", "valid_to", "2026-11-21", NULL);
    assert_int_equal(draft_check(&draft, NULL, fixture->arena), STATUS_OK);
    assert_int_equal(contract_create(&fixture->ctx, CUSTOMER_MINE, &draft, &none, &id), STATUS_INVALID);
    assert_non_null(draft.messages[field_index(&CONTRACT_FIELDS, "valid_to")].zh);
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM contract"), 0);
}

// --- CON-1

static enum contract_kind proposed(int64_t id, const char *reason) {
    const struct contract contract = find(id);
    struct contract_proposal proposal;
    assert_int_equal(contract_propose(&fixture->ctx, &contract.text, &proposal), STATUS_OK);
    bool found = false;
    for (unsigned i = 0; i < proposal.count; i++)
        found |= strstr(proposal.reasons[i].zh, reason) != NULL;
    assert_true(found);
    assert_int_equal(contract.text.kind, proposal.kind);
    return proposal.kind;
}

static void test_con_1_small_and_within_the_open_prices_is_oral(void **state) {
    (void)state;
    assert_int_equal(proposed(create(10000), "不超过小额"), CONTRACT_ORAL);       // the lowest open price
    assert_int_equal(proposed(create(20000), "不超过小额"), CONTRACT_ORAL);       // the highest
    assert_int_equal(proposed(create(9999), "不在公开价格区间"), CONTRACT_USUAL); // below it, above the cost
    assert_int_equal(proposed(create(20001), "不在公开价格区间"), CONTRACT_USUAL);
    assert_int_equal(proposed(create_with(full_draft("甲"), line_of("100", 10000)), "不超过小额"), CONTRACT_ORAL); // 10,000 yuan
    assert_int_equal(proposed(create_with(full_draft("甲"), line_of("100.01", 10000)), "超过小额"), CONTRACT_USUAL);
    fixture_sql(fixture, "INSERT INTO setting (key, value) VALUES ('contract.small_yuan', '20000')");
    assert_int_equal(proposed(create_with(full_draft("甲"), line_of("100.01", 10000)), "不超过小额"), CONTRACT_ORAL);
}

static void test_con_1_below_the_cost_or_with_special_demands_is_special(void **state) {
    (void)state;
    static const char *const DEMANDS[] = {"special_quantity", "special_date", "special_marking", "special_packing", "special_work"};
    assert_int_equal(proposed(create(7999), "低于成本价"), CONTRACT_SPECIAL);
    assert_int_equal(proposed(create(8000), "不在公开价格区间"), CONTRACT_USUAL); // the cost itself
    for (size_t i = 0; i < sizeof DEMANDS / sizeof *DEMANDS; i++) {
        struct draft draft = draft_of(&CONTRACT_FIELDS, "title", "甲", DEMANDS[i], "yes", NULL);
        assert_int_equal(draft_check(&draft, NULL, fixture->arena), STATUS_OK);
        assert_int_equal(proposed(create_with(draft, line_of("1", 15000)), field_find(&CONTRACT_FIELDS, DEMANDS[i])->label.zh),
                         CONTRACT_SPECIAL);
    }
}

static void test_con_1_without_an_open_price_it_is_usual(void **state) {
    (void)state;
    struct contract_line line = line_of("1", 15000);
    line.item = "仓储";
    assert_int_equal(proposed(create_with(full_draft("甲"), line), "没有公开价格"), CONTRACT_USUAL);
}

static void test_con_1_a_stricter_kind_may_be_chosen_and_no_laxer_one(void **state) {
    (void)state;
    static const struct {
        int64_t price;
        const char *chosen;
        enum status status;
    } TRIES[] = {{15000, "oral", STATUS_OK}, {15000, "usual", STATUS_OK}, {15000, "special", STATUS_OK}, {9999, "oral", STATUS_INVALID}, {9999, "special", STATUS_OK}, {7999, "usual", STATUS_INVALID}, {7999, "special", STATUS_OK}};
    for (size_t i = 0; i < sizeof TRIES / sizeof *TRIES; i++) {
        int64_t id = 0;
        struct contract_line line = line_of("10", TRIES[i].price);
        const struct contract_rows rows = {.lines = &line, .line_count = 1};
        struct draft draft = draft_of(&CONTRACT_FIELDS, "title", "甲", "kind", TRIES[i].chosen, NULL);
        assert_int_equal(draft_check(&draft, NULL, fixture->arena), STATUS_OK);
        assert_int_equal(contract_create(&fixture->ctx, CUSTOMER_MINE, &draft, &rows, &id), TRIES[i].status);
        if (TRIES[i].status == STATUS_OK)
            assert_int_equal(find(id).text.kind, contract_kind_find(TRIES[i].chosen));
        else
            assert_non_null(draft.messages[field_index(&CONTRACT_FIELDS, "kind")].zh);
    }
}

// --- CON-2

static void test_con_2_nothing_is_submitted_before_the_credit_was_checked(void **state) {
    (void)state;
    static const char *const NEEDED[] = {"our_party", "other_party", "subject", "valid_from", "valid_to",
                                         "payment", "delivery", "credit_on", "credit_result", "license"};
    int64_t approval = 0;
    assert_false(lacks(create(15000), ""));
    for (size_t i = 0; i < sizeof NEEDED / sizeof *NEEDED; i++) {
        const int64_t id = create(15000);
        const struct contract now = find(id);
        struct draft draft = draft_checked(fixture, &CONTRACT_FIELDS, &now.text.record, NEEDED[i], "", NULL);
        assert_int_equal(contract_save(&fixture->ctx, id, 1, &draft, &now.text.rows), STATUS_OK);
        assert_true(lacks(id, NEEDED[i]));
        assert_int_equal(submit(id, &approval), STATUS_INVALID);
    }
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM approval"), 0);
}

static void test_con_2_sums_must_agree(void **state) {
    (void)state;
    const int64_t id = create(15000); // 1,500.00
    const struct contract now = find(id);
    struct contract_due dues[] = {{"payment", "2026-12-01", 100000, ""},
                                  {"delivery", "2026-12-02", AMOUNT_NONE, "交货"},
                                  {"payment", "2026-12-31", 50000, ""}};
    struct contract_rows rows = {.lines = now.text.rows.lines, .line_count = 1, .dues = dues, .due_count = 3};
    struct draft draft = draft_checked(fixture, &CONTRACT_FIELDS, &now.text.record, "amount", "1500", NULL);
    assert_int_equal(contract_save(&fixture->ctx, id, 1, &draft, &rows), STATUS_OK);
    assert_false(lacks(id, ""));
    assert_int_equal(find(id).text.rows.due_count, 3);
    assert_int_equal(find(id).text.rows.dues[1].amount, AMOUNT_NONE);
    dues[2].amount = 50001;
    assert_int_equal(contract_save(&fixture->ctx, id, 2, &draft, &rows), STATUS_OK);
    assert_true(lacks(id, "dues"));
    draft = draft_checked(fixture, &CONTRACT_FIELDS, &now.text.record, "amount", "1500.01", NULL);
    assert_int_equal(contract_save(&fixture->ctx, id, 3, &draft, &rows), STATUS_OK);
    assert_true(lacks(id, "amount"));
    rows.line_count = 0;
    assert_int_equal(contract_save(&fixture->ctx, id, 4, &draft, &rows), STATUS_OK);
    assert_true(lacks(id, "lines"));
}

static void test_con_1_prices_that_change_before_it_is_submitted_count(void **state) {
    (void)state;
    const int64_t id = create(15000);
    fixture->now += TIME_DAY; // other open prices hold
    assert_true(lacks(id, "kind"));
    int64_t approval = 0;
    assert_int_equal(submit(id, &approval), STATUS_INVALID);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_con_9_every_field_is_a_column),
        TEST(test_con_9_numbers_count_by_year),
        TEST(test_ops_2_the_second_to_save_is_told),
        TEST(test_con_9_the_end_is_not_before_the_beginning),
        TEST(test_con_1_small_and_within_the_open_prices_is_oral),
        TEST(test_con_1_below_the_cost_or_with_special_demands_is_special),
        TEST(test_con_1_without_an_open_price_it_is_usual),
        TEST(test_con_1_a_stricter_kind_may_be_chosen_and_no_laxer_one),
        TEST(test_con_2_nothing_is_submitted_before_the_credit_was_checked),
        TEST(test_con_2_sums_must_agree),
        TEST(test_con_1_prices_that_change_before_it_is_submitted_count),
    };
    return cmocka_run_group_tests_name("drafting contracts", tests, NULL, NULL);
}
