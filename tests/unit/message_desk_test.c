// What the desk asks and is told comes back as it went, member by member, and nothing beyond its limits is accepted.
#include "support.h"

#include <string.h>

#include "vault/exchange.h"

static int set_up(void **state) {
    *state = arena_new();
    return 0;
}

static int tear_down(void **state) {
    arena_free(*state);
    return 0;
}

static void check_records(const void *got, const void *sent, const struct access_member *members, unsigned count) {
    for (unsigned i = 0; i < count; i++) {
        void *a = (void *)(uintptr_t)got, *b = (void *)(uintptr_t)sent;
        if (members[i].most > 0)
            assert_string_equal(*desk_text(a, &members[i]), *desk_text(b, &members[i]));
        else
            assert_int_equal(*desk_int(a, &members[i]), *desk_int(b, &members[i]));
    }
}

// Something different in every member.
static void fill_record(void *record, const struct access_member *members, unsigned count, int start, struct arena *arena) {
    for (unsigned i = 0; i < count; i++)
        if (members[i].most > 0)
            *desk_text(record, &members[i]) = arena_format(arena, "文%d.%u", start, i);
        else
            *desk_int(record, &members[i]) = start * 100 + (int)i + 1;
}

static struct desk_reply sample_desk(struct arena *arena) {
    struct desk_reply reply = {.result = RESULT_DISCLOSED, .more = 1, .case_count = 2, .group_count = 2, .rule_count = 2};
    reply.cases = ARENA_ARRAY(arena, struct audit_case, 2);
    reply.groups = ARENA_ARRAY(arena, struct desk_group, 2);
    reply.rules = ARENA_ARRAY(arena, struct desk_rule, 2);
    fill_record(&reply.state, STATE_MEMBERS, STATE_MEMBER_COUNT, 3, arena);
    for (int i = 0; i < 2; i++) {
        fill_record(&reply.cases[i], CASE_MEMBERS, CASE_MEMBER_COUNT, i, arena);
        fill_record(&reply.groups[i], GROUP_MEMBERS, GROUP_MEMBER_COUNT, i, arena);
        fill_record(&reply.rules[i], RULE_MEMBERS, RULE_MEMBER_COUNT, i, arena);
    }
    return reply;
}

static void check_desk(const struct desk_reply *got, struct arena *arena) {
    const struct desk_reply sent = sample_desk(arena);
    assert_true(got->result == sent.result && got->more == 1 && got->case_count == 2 && got->group_count == 2 && got->rule_count == 2);
    check_records(&got->state, &sent.state, STATE_MEMBERS, STATE_MEMBER_COUNT);
    for (int i = 0; i < 2; i++) {
        check_records(&got->cases[i], &sent.cases[i], CASE_MEMBERS, CASE_MEMBER_COUNT);
        check_records(&got->groups[i], &sent.groups[i], GROUP_MEMBERS, GROUP_MEMBER_COUNT);
        check_records(&got->rules[i], &sent.rules[i], RULE_MEMBERS, RULE_MEMBER_COUNT);
    }
}

static void test_a_question_comes_back(void **state) {
    struct arena *arena = *state;
    struct call call = {.operation = OPERATION_DESK, .number = 7}, got;
    struct writer writer = {.bytes = {.arena = arena}};
    call.asker = (struct asker){.address = "", .request = "", .channel = CHANNEL_LOG, .purpose = "", .purpose_text = ""};
    call.question = (struct desk_question){DESK_SUMMARY, 1, 2, 3, 4, 5, 1, 7, 8, 30, 10, 11, 1, "many", "说明"};
    call_encode(&call, &writer);
    assert_true(call_decode(&got, writer.bytes.data, writer.bytes.length, arena));
    check_records(&got.question, &call.question, QUESTION_MEMBERS, QUESTION_MEMBER_COUNT);
}

static bool is_taken(const struct desk_question *question, struct arena *arena) {
    struct call call = {.operation = OPERATION_DESK, .question = *question}, got;
    struct writer writer = {.bytes = {.arena = arena}};
    call.asker = (struct asker){.address = "", .request = "", .channel = CHANNEL_LOG, .purpose = "", .purpose_text = ""};
    call_encode(&call, &writer);
    return call_decode(&got, writer.bytes.data, writer.bytes.length, arena);
}

static void test_questions_out_of_range_are_refused(void **state) {
    struct arena *arena = *state;
    const struct desk_question good = {.act = DESK_STATE, .limit = DESK_CASES_MAX, .key = "", .text = ""};
    assert_true(is_taken(&good, arena));
    for (unsigned i = 0; i < QUESTION_MEMBER_COUNT; i++) {
        struct desk_question bad = good;
        if (QUESTION_MEMBERS[i].most > 0)
            continue;
        *desk_int(&bad, &QUESTION_MEMBERS[i]) = -1;
        assert_false(is_taken(&bad, arena));
    }
    struct desk_question bad = good;
    bad.act = DESK_ACT_COUNT;
    assert_false(is_taken(&bad, arena));
    bad = good;
    bad.limit = DESK_CASES_MAX + 1;
    assert_false(is_taken(&bad, arena));
}

static void test_a_reply_comes_back(void **state) {
    struct arena *arena = *state;
    const struct answer answer = {.number = 8, .status = STATUS_OK, .desk = sample_desk(arena)};
    struct answer got;
    struct writer writer = {.bytes = {.arena = arena}};
    answer_encode(OPERATION_DESK, &answer, &writer);
    assert_true(answer_decode(&got, OPERATION_DESK, writer.bytes.data, writer.bytes.length, arena));
    check_desk(&got.desk, arena);
    for (size_t length = 0; length < writer.bytes.length; length++)
        assert_false(answer_decode(&got, OPERATION_DESK, arena_copy(arena, writer.bytes.data, length), length, arena));
}

// The longest page of cases, and the longest summary, fit into one packet.
static void test_the_longest_reply_fits(void **state) {
    struct arena *arena = *state;
    char *text = arena_alloc(arena, 1025);
    memset(text, 'x', 1024);
    text[1024] = '\0';
    struct answer answer = {.status = STATUS_OK, .desk = {.result = RESULT_DISCLOSED, .case_count = DESK_CASES_MAX}};
    answer.desk.cases = ARENA_ARRAY(arena, struct audit_case, DESK_CASES_MAX);
    for (unsigned i = 0; i < DESK_CASES_MAX; i++)
        for (unsigned m = 0; m < CASE_MEMBER_COUNT; m++)
            if (CASE_MEMBERS[m].most > 0)
                *desk_text(&answer.desk.cases[i], &CASE_MEMBERS[m]) = text + 1024 - CASE_MEMBERS[m].most;
    struct writer cases = {.bytes = {.arena = arena}}, groups = {.bytes = {.arena = arena}};
    answer_encode(OPERATION_DESK, &answer, &cases);
    assert_true(cases.bytes.length <= MESSAGE_MAX);
    answer.desk = (struct desk_reply){.result = RESULT_DISCLOSED, .group_count = 3 * DESK_GROUPS_MAX + 1};
    answer.desk.groups = ARENA_ARRAY(arena, struct desk_group, answer.desk.group_count);
    for (unsigned i = 0; i < answer.desk.group_count; i++)
        answer.desk.groups[i].field = text + 1024 - EXCHANGE_KEY_MAX; // no program can name a longer one
    answer_encode(OPERATION_DESK, &answer, &groups);
    assert_true(groups.bytes.length <= MESSAGE_MAX);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_a_question_comes_back, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_questions_out_of_range_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_reply_comes_back, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_the_longest_reply_fits, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
