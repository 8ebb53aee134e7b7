// Requests for approval in the store (CON-3, CON-11, ORG-4): who is asked, what an act leaves behind, what nobody may do.
#include "approval_sample.h"

static void test_con_11_a_request_goes_from_step_to_step(void **state) {
    (void)state;
    const int64_t id = submit(500000);
    assert_int_equal(waiting(PERSON_MANAGER), 1);
    assert_int_equal(waiting(PERSON_DIRECTOR), 0);
    assert_int_equal(listed(PERSON_SELLER, APPROVALS_MINE).count, 1);
    assert_string_equal(listed(PERSON_SELLER, APPROVALS_MINE).rows[0].step_name, "销售经理");
    assert_int_equal(approve(PERSON_MANAGER, id), REFUSAL_NONE);
    assert_int_equal(waiting(PERSON_MANAGER), 0);
    assert_int_equal(waiting(PERSON_DIRECTOR), 1);
    assert_int_equal(ended_count, 0);
    assert_int_equal(approve(PERSON_DIRECTOR, id), REFUSAL_NONE);
    assert_int_equal(ended_count, 1);
    assert_int_equal(ended_state, APPROVAL_APPROVED);
    assert_int_equal(read_as(PERSON_SELLER, id).machine.state, APPROVAL_APPROVED);
    assert_int_equal(approve(PERSON_DIRECTOR, id), REFUSAL_ENDED);
    assert_int_equal(listed(PERSON_MANAGER, APPROVALS_DONE).count, 1);
    assert_string_equal(listed(PERSON_MANAGER, APPROVALS_DONE).rows[0].event, "approved");
    struct approval_done *done;
    unsigned count;
    assert_int_equal(approval_history(&fixture->ctx, id, &done, &count), STATUS_OK);
    assert_int_equal(count, 3);
    assert_int_equal(done[1].event, EVENT_APPROVE);
    assert_string_equal(done[1].person_name, "孙七");
    assert_string_equal(done[1].opinion, "同意");
}

static void test_con_3_the_amount_chooses_the_branch_on_both_sides_of_its_limit(void **state) {
    (void)state;
    struct approval_branch branch;
    assert_int_equal(approval_branch_choose(&fixture->ctx, "contract.sign", "usual", 9999999, &branch), STATUS_OK);
    assert_int_equal(branch.path.step_count, 2);
    assert_int_equal(approval_branch_choose(&fixture->ctx, "contract.sign", "usual", 10000000, &branch), STATUS_OK);
    assert_int_equal(branch.path.step_count, 3);
    assert_int_equal(approval_branch_choose(&fixture->ctx, "contract.sign", "usual", 50000000, &branch), STATUS_OK);
    assert_int_equal(branch.path.step_count, 5);
    assert_int_equal(approval_branch_choose(&fixture->ctx, "contract.sign", "special", 1, &branch), STATUS_OK);
    assert_int_equal(branch.path.steps[0].places, 5);
    assert_int_equal(approval_branch_choose(&fixture->ctx, "contract.sign", "other", 1, &branch), STATUS_NOT_FOUND);
}

static void test_con_11_judgement_and_effect_are_both_or_neither(void **state) {
    (void)state;
    const int64_t id = submit(500000);
    assert_int_equal(approve(PERSON_MANAGER, id), REFUSAL_NONE);
    ended_status = STATUS_UNAVAILABLE;
    enum approval_refusal refusal;
    fixture_act(fixture, PERSON_DIRECTOR);
    const struct approval_word word = {.event = EVENT_APPROVE, .seen = digest_now, .opinion = ""};
    assert_int_equal(approval_do(&fixture->ctx, id, &word, &refusal), STATUS_UNAVAILABLE);
    assert_int_equal(waiting(PERSON_DIRECTOR), 1);
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM approval_event WHERE event = 'approve'"), 1);
    ended_status = STATUS_OK;
    assert_int_equal(approve(PERSON_DIRECTOR, id), REFUSAL_NONE);
}

static void test_con_11_a_judgement_is_bound_to_the_version_that_was_seen(void **state) {
    (void)state;
    unsigned char other[APPROVAL_DIGEST] = {9};
    const int64_t id = submit(500000);
    assert_int_equal(act(PERSON_MANAGER, id, (struct approval_word){.event = EVENT_APPROVE, .seen = other}), REFUSAL_CHANGED);
    digest_now[0] = 2; // changed since it was submitted, and seen so
    assert_int_equal(approve(PERSON_MANAGER, id), REFUSAL_CHANGED);
    digest_now[0] = 1;
    assert_int_equal(approve(PERSON_MANAGER, id), REFUSAL_NONE);
}

static void test_con_5_a_refusal_ends_it_with_its_reason(void **state) {
    (void)state;
    const int64_t id = submit(500000);
    assert_int_equal(act(PERSON_MANAGER, id, (struct approval_word){.event = EVENT_DECLINE, .opinion = "  "}), REFUSAL_OPINION);
    assert_int_equal(act(PERSON_MANAGER, id,
                         (struct approval_word){.event = EVENT_DECLINE, .opinion = " 价格太低 ", .findings = {"no", NULL, "note"}, .remarks = {"低于成本"}}),
                     REFUSAL_NONE);
    assert_int_equal(ended_state, APPROVAL_DECLINED);
    struct approval_done *done;
    unsigned count;
    assert_int_equal(approval_history(&fixture->ctx, id, &done, &count), STATUS_OK);
    assert_string_equal(done[1].opinion, "价格太低");
    assert_string_equal(done[1].findings[0], "no");
    assert_string_equal(done[1].remarks[0], "低于成本");
    assert_null(done[1].findings[1]);
    assert_string_equal(done[1].findings[2], "note");
}

static void test_con_11_an_opinion_has_2000_characters_at_most(void **state) {
    (void)state;
    const int64_t id = submit(500000);
    char *text = arena_alloc(fixture->arena, APPROVAL_OPINION_MAX + 2);
    memset(text, 'x', APPROVAL_OPINION_MAX + 1);
    assert_int_equal(act(PERSON_MANAGER, id, (struct approval_word){.event = EVENT_ASK, .opinion = text}), REFUSAL_LONG);
    text[APPROVAL_OPINION_MAX] = '\0';
    assert_int_equal(act(PERSON_MANAGER, id, (struct approval_word){.event = EVENT_ASK, .opinion = text}), REFUSAL_NONE);
}

static void test_con_11_only_who_has_to_do_with_it_reads_it(void **state) {
    (void)state;
    const int64_t id = submit(500000);
    struct approval_request request;
    static const int STRANGERS[] = {PERSON_COLLEAGUE, PERSON_OTHER, PERSON_DIRECTOR, PERSON_GENERAL, PERSON_AUDITOR};
    for (size_t i = 0; i < sizeof STRANGERS / sizeof *STRANGERS; i++) {
        enum approval_refusal refusal;
        fixture_act(fixture, STRANGERS[i]);
        assert_int_equal(approval_read(&fixture->ctx, id, &request), STATUS_NOT_FOUND);
        assert_int_equal(approval_do(&fixture->ctx, id, &(struct approval_word){.event = EVENT_APPROVE, .seen = digest_now}, &refusal), STATUS_NOT_FOUND);
    }
    assert_int_equal(approve(PERSON_MANAGER, id), REFUSAL_NONE);
    read_as(PERSON_DIRECTOR, id);
    read_as(PERSON_MANAGER, id); // who was asked, too
}

static void test_con_3_nobody_is_asked_about_their_own_request(void **state) {
    (void)state;
    const struct approval_new new = usual(500000);
    struct text message = {NULL, NULL};
    int64_t id = 0;
    fixture_act(fixture, PERSON_MANAGER); // the only sales manager on the line, without a superior
    assert_int_equal(try_submit(&new, &id, &message), STATUS_CONFLICT);
    assert_non_null(strstr(message.zh, "第 1 步“销售经理”"));
    fixture_sql(fixture, "UPDATE unit SET head_id = 4 WHERE id = 4"); // heads the team alone
    assert_int_equal(try_submit(&new, &id, &message), STATUS_CONFLICT);
    fixture_sql(fixture, "UPDATE unit SET head_id = 5 WHERE id = 2");
    assert_int_equal(try_submit(&new, &id, &message), STATUS_OK);
    assert_int_equal(waiting(PERSON_DIRECTOR), 1);
    assert_int_equal(waiting(PERSON_MANAGER), 0);
    assert_int_equal(approve(PERSON_MANAGER, id), REFUSAL_SEAT_ENDED); // no seat is theirs
    assert_int_equal(act(PERSON_DIRECTOR, id, (struct approval_word){.event = EVENT_FORWARD, .to_id = PERSON_MANAGER}), REFUSAL_PERSON);
}

static void test_con_11_nobody_is_seated_who_may_not_take_part(void **state) {
    (void)state;
    struct approval_branch branch;
    const int64_t id = submit(500000);
    assert_int_equal(act(PERSON_MANAGER, id, (struct approval_word){.event = EVENT_FORWARD, .to_id = PERSON_AUDITOR}), REFUSAL_PERSON);
    assert_int_equal(act(PERSON_MANAGER, id, (struct approval_word){.event = EVENT_ADD_BESIDE, .to_id = 12345}), REFUSAL_PERSON);
    fixture_sql(fixture, "DELETE FROM role_permission WHERE permission = 'approval.take' AND role_id = (SELECT id FROM role WHERE key = 'sales_manager');"
                         "UPDATE person SET superior_id = 4 WHERE id = 1; UPDATE unit SET head_id = 4 WHERE id = 4; UPDATE unit SET head_id = 7 WHERE id = 1;");
    const struct approval_origin origin = {PERSON_SELLER, 0, "/1/2/4/"};
    struct place_people people[APPROVAL_PLACES_MAX] = {{.count = 0}};
    assert_int_equal(approval_branch_choose(&fixture->ctx, "contract.sign", "usual", 1, &branch), STATUS_OK);
    assert_int_equal(approval_people(&fixture->ctx, &branch, 0, &origin, people), STATUS_OK);
    assert_int_equal(people[0].count, 1); // neither as the role's holder nor as superior or head
    assert_int_equal(people[0].ids[0], PERSON_GENERAL);
}

static enum status delegate(int from, const char *to, const char *kind, const char *first, const char *last, struct faults *faults) {
    fixture_act(fixture, from);
    *faults = (struct faults){.count = 0};
    const struct delegation_typed typed = {.to = to, .kind = kind, .from_date = first, .to_date = last, .reason = "出差"};
    return delegation_add(&fixture->ctx, &typed, faults);
}

static void test_org_4_a_delegate_acts_for_a_colleague_and_both_are_on_record(void **state) {
    (void)state;
    struct faults faults;
    const int64_t id = submit(500000);
    assert_int_equal(delegate(PERSON_MANAGER, "wangwu", "contract.sign", "2026-11-22", "2026-11-23", &faults), STATUS_OK);
    assert_int_equal(waiting(PERSON_COLLEAGUE), 1);
    assert_string_equal(listed(PERSON_COLLEAGUE, APPROVALS_WAITING).rows[0].for_name, "孙七");
    assert_int_equal(waiting(PERSON_MANAGER), 1); // whoever delegates may still act
    assert_int_equal(approve(PERSON_COLLEAGUE, id), REFUSAL_NONE);
    struct approval_done *done;
    unsigned count;
    assert_int_equal(approval_history(&fixture->ctx, id, &done, &count), STATUS_OK);
    assert_string_equal(done[1].person_name, "王五");
    assert_string_equal(done[1].for_name, "孙七");
    assert_string_equal(listed(PERSON_COLLEAGUE, APPROVALS_DONE).rows[0].for_name, "孙七");
}

static void test_org_4_delegation_ends_and_goes_no_further(void **state) {
    (void)state;
    struct faults faults;
    const int64_t id = submit(500000);
    assert_int_equal(delegate(PERSON_MANAGER, "zhaoliu", "", "2026-11-21", "2026-11-22", &faults), STATUS_OK);
    assert_int_equal(delegate(PERSON_OTHER, "wangwu", "", "2026-11-21", "2026-11-30", &faults), STATUS_OK);
    assert_int_equal(waiting(PERSON_OTHER), 1);
    assert_int_equal(waiting(PERSON_COLLEAGUE), 0); // not passed on
    // To the applicant: it gives them nothing.
    assert_int_equal(delegate(PERSON_MANAGER, "lina", "", "2026-11-21", "2026-11-30", &faults), STATUS_OK);
    assert_int_equal(waiting(PERSON_SELLER), 0);
    assert_int_equal(approve(PERSON_SELLER, id), REFUSAL_OWN_REQUEST);
    fixture->now += TIME_DAY; // 11-23
    assert_int_equal(waiting(PERSON_OTHER), 0);
    struct approval_request request;
    assert_int_equal(approval_read(&fixture->ctx, id, &request), STATUS_NOT_FOUND);
    struct delegation *rows;
    unsigned count;
    fixture_act(fixture, PERSON_MANAGER);
    assert_int_equal(delegation_given(&fixture->ctx, &rows, &count), STATUS_OK);
    assert_int_equal(count, 2);
    assert_int_equal(delegation_end(&fixture->ctx, rows[0].id), STATUS_OK);
    fixture_act(fixture, PERSON_SELLER);
    assert_int_equal(delegation_end(&fixture->ctx, rows[0].id), STATUS_NOT_FOUND);
    assert_int_equal(delegation_received(&fixture->ctx, &rows, &count), STATUS_OK);
    assert_int_equal(count, 0);
}

static void test_org_4_what_is_wrong_with_a_delegation_is_told_at_its_field(void **state) {
    (void)state;
    struct faults faults;
    assert_int_equal(delegate(PERSON_MANAGER, "sunqi", "", "2026-11-22", "2026-11-23", &faults), STATUS_INVALID);
    assert_non_null(fault_of(&faults, "to").zh);
    assert_int_equal(delegate(PERSON_MANAGER, "qian", "", "2026-11-22", "2026-11-23", &faults), STATUS_INVALID); // the auditor
    assert_non_null(strstr(fault_of(&faults, "to").zh, "不能参与审批"));
    assert_int_equal(delegate(PERSON_MANAGER, "nobody", "party", "x", "2026-11-21", &faults), STATUS_INVALID);
    assert_non_null(fault_of(&faults, "to").zh);
    assert_non_null(fault_of(&faults, "kind").zh);
    assert_non_null(fault_of(&faults, "from_date").zh);
    assert_non_null(fault_of(&faults, "to_date").zh);
    assert_int_equal(delegate(PERSON_MANAGER, "wangwu", "", "2026-11-23", "2026-11-22", &faults), STATUS_INVALID);
    assert_int_equal(delegate(PERSON_MANAGER, "wangwu", "", "2026-11-22", "2027-05-21", &faults), STATUS_INVALID); // 181 days
    assert_int_equal(delegate(PERSON_MANAGER, "wangwu", "", "2026-11-22", "2027-05-20", &faults), STATUS_OK);
}

static void test_con_11_urging_once_a_day_and_withdrawing(void **state) {
    (void)state;
    const int64_t id = submit(500000);
    assert_int_equal(act(PERSON_SELLER, id, (struct approval_word){.event = EVENT_URGE}), REFUSAL_NONE);
    assert_int_equal(act(PERSON_SELLER, id, (struct approval_word){.event = EVENT_URGE}), REFUSAL_URGED);
    fixture->now += TIME_DAY;
    assert_int_equal(act(PERSON_SELLER, id, (struct approval_word){.event = EVENT_URGE}), REFUSAL_NONE);
    assert_int_equal(act(PERSON_MANAGER, id, (struct approval_word){.event = EVENT_WITHDRAW}), REFUSAL_NOT_YOURS);
    assert_int_equal(act(PERSON_SELLER, id, (struct approval_word){.event = EVENT_WITHDRAW}), REFUSAL_NONE);
    assert_int_equal(ended_state, APPROVAL_WITHDRAWN);
    assert_int_equal(waiting(PERSON_MANAGER), 0);
    assert_int_equal(approve(PERSON_MANAGER, id), REFUSAL_ENDED);
}

static void test_con_11_asking_answering_forwarding_adding_returning(void **state) {
    (void)state;
    const int64_t id = submit(500000);
    assert_int_equal(act(PERSON_MANAGER, id, (struct approval_word){.event = EVENT_ASK, .opinion = "为什么打八折？"}), REFUSAL_NONE);
    assert_true(listed(PERSON_SELLER, APPROVALS_MINE).rows[0].asked);
    assert_int_equal(act(PERSON_SELLER, id, (struct approval_word){.event = EVENT_ANSWER, .opinion = "老客户"}), REFUSAL_NONE);
    assert_false(listed(PERSON_SELLER, APPROVALS_MINE).rows[0].asked);
    assert_int_equal(act(PERSON_MANAGER, id, (struct approval_word){.event = EVENT_ADD_BEFORE, .to_id = PERSON_CLERK}), REFUSAL_NONE);
    assert_int_equal(approve(PERSON_MANAGER, id), REFUSAL_NOT_YET);
    assert_int_equal(act(PERSON_CLERK, id, (struct approval_word){.event = EVENT_FORWARD, .to_id = PERSON_GENERAL}), REFUSAL_NONE);
    assert_int_equal(approve(PERSON_GENERAL, id), REFUSAL_NONE);
    assert_int_equal(act(PERSON_MANAGER, id, (struct approval_word){.event = EVENT_ADD_AFTER, .to_id = PERSON_OTHER}), REFUSAL_NONE);
    assert_int_equal(approve(PERSON_MANAGER, id), REFUSAL_NONE);
    assert_int_equal(waiting(PERSON_DIRECTOR), 0);
    assert_int_equal(approve(PERSON_OTHER, id), REFUSAL_NONE);
    assert_int_equal(act(PERSON_DIRECTOR, id, (struct approval_word){.event = EVENT_RETURN, .step = 1, .opinion = "再看"}), REFUSAL_STEP);
    assert_int_equal(act(PERSON_DIRECTOR, id, (struct approval_word){.event = EVENT_RETURN, .step = 0, .opinion = "再看"}), REFUSAL_NONE);
    assert_int_equal(waiting(PERSON_MANAGER), 1);
    assert_int_equal(read_as(PERSON_MANAGER, id).machine.round, 1);
    assert_int_equal(approve(PERSON_MANAGER, id), REFUSAL_NONE);
    assert_int_equal(act(PERSON_DIRECTOR, id, (struct approval_word){.event = EVENT_ADD_BESIDE, .to_id = PERSON_CLERK}), REFUSAL_NONE);
    assert_int_equal(approve(PERSON_DIRECTOR, id), REFUSAL_NONE);
    assert_int_equal(ended_count, 0);
    assert_int_equal(approve(PERSON_CLERK, id), REFUSAL_NONE);
    assert_int_equal(ended_state, APPROVAL_APPROVED);
    assert_int_equal(act(PERSON_MANAGER, id, (struct approval_word){.event = EVENT_ESCALATE}), REFUSAL_NOT_YOURS); // nobody does that by hand
}

static void test_cmp_3_a_step_is_due_after_working_days(void **state) {
    (void)state;
    const int64_t id = submit(500000); // on a Sunday; one working day
    const struct approval_request request = read_as(PERSON_MANAGER, id);
    assert_int_equal(request.more[0].due_at, date_start("2026-11-24"));
}

static void test_con_11_lists_turn_their_pages_without_loss(void **state) {
    (void)state;
    for (int i = 0; i < 120; i++)
        submit(500000);
    static const struct {
        int person;
        enum approval_list list;
    } CASES[] = {{PERSON_MANAGER, APPROVALS_WAITING}, {PERSON_SELLER, APPROVALS_MINE}};
    for (size_t c = 0; c < sizeof CASES / sizeof *CASES; c++) {
        unsigned rows = 0, pages = 0;
        int64_t last = 0;
        const char *after = "";
        fixture_act(fixture, CASES[c].person);
        while (after != NULL) {
            struct approval_rows page;
            assert_int_equal(approval_list(&fixture->ctx, CASES[c].list, after, &page), STATUS_OK);
            for (unsigned i = 0; i < page.count; i++, rows++) {
                assert_true(last == 0 || (CASES[c].list == APPROVALS_WAITING ? page.rows[i].id > last : page.rows[i].id < last));
                last = page.rows[i].id;
            }
            after = page.next;
            pages++;
        }
        assert_int_equal(rows, 120);
        assert_int_equal(pages, 3);
    }
    struct approval_rows page;
    assert_int_equal(approval_list(&fixture->ctx, APPROVALS_MINE, "nonsense", &page), STATUS_OK);
    assert_int_equal(page.count, APPROVAL_PAGE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(test_##name, set_up, tear_down)
        TEST(con_11_a_request_goes_from_step_to_step),
        TEST(con_3_the_amount_chooses_the_branch_on_both_sides_of_its_limit),
        TEST(con_11_judgement_and_effect_are_both_or_neither),
        TEST(con_11_a_judgement_is_bound_to_the_version_that_was_seen),
        TEST(con_5_a_refusal_ends_it_with_its_reason),
        TEST(con_11_an_opinion_has_2000_characters_at_most),
        TEST(con_11_only_who_has_to_do_with_it_reads_it),
        TEST(con_3_nobody_is_asked_about_their_own_request),
        TEST(con_11_nobody_is_seated_who_may_not_take_part),
        TEST(org_4_a_delegate_acts_for_a_colleague_and_both_are_on_record),
        TEST(org_4_delegation_ends_and_goes_no_further),
        TEST(org_4_what_is_wrong_with_a_delegation_is_told_at_its_field),
        TEST(con_11_urging_once_a_day_and_withdrawing),
        TEST(con_11_asking_answering_forwarding_adding_returning),
        TEST(cmp_3_a_step_is_due_after_working_days),
        TEST(con_11_lists_turn_their_pages_without_loss),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
