// Messages between programs and the custodian: what goes in comes out, and nothing else is accepted.
#include "support.h"

#include <stdio.h>
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

static void test_pieces_come_back(void **state) {
    struct arena *arena = *state;
    struct writer writer = {.bytes = {.arena = arena}};
    write_byte(&writer, 0xA5);
    write_int(&writer, -2);
    write_int(&writer, INT64_MIN);
    write_text(&writer, "王𠮷");
    write_text(&writer, NULL);
    write_bytes(&writer, "\0\1\2", 3);
    struct reader reader = {(const unsigned char *)writer.bytes.data, writer.bytes.length, false, arena};
    size_t length;
    assert_int_equal(read_byte(&reader), 0xA5);
    assert_int_equal(read_int(&reader), -2);
    assert_true(read_int(&reader) == INT64_MIN);
    assert_string_equal(read_text(&reader, 100), "王𠮷");
    assert_string_equal(read_text(&reader, 100), "");
    assert_memory_equal(read_bytes(&reader, 3, &length), "\0\1\2", 3);
    assert_int_equal(length, 3);
    assert_true(read_done(&reader));
}

static struct reader reader_of(struct arena *arena, const void *bytes, size_t length) {
    return (struct reader){.cursor = bytes, .left = length, .arena = arena};
}

static void test_errors_stick(void **state) {
    struct reader reader = reader_of(*state, "\1\2\3", 3);
    assert_int_equal(read_int(&reader), 0);
    assert_true(reader.broken);
    assert_int_equal(read_byte(&reader), 0);
    assert_string_equal(read_text(&reader, 9), "");
    assert_false(read_done(&reader));
}

static void test_limits_of_texts(void **state) {
    static const char FIVE[] = "\0\0\0\5hello";
    struct reader exact = reader_of(*state, FIVE, 9), short_of_one = reader_of(*state, FIVE, 9);
    assert_string_equal(read_text(&exact, 5), "hello");
    assert_true(read_done(&exact));
    assert_string_equal(read_text(&short_of_one, 4), "");
    assert_true(short_of_one.broken);
    static const char *const BAD[] = {"\0\0\0\1\xff", "\0\0\0\2\xc3\x28", "\0\0\0\3\xed\xa0\x80", "\xff\xff\xff\xff"};
    static const size_t SIZES[] = {5, 6, 7, 4};
    for (size_t i = 0; i < 4; i++) {
        struct reader reader = reader_of(*state, BAD[i], SIZES[i]);
        read_text(&reader, 100);
        assert_true(reader.broken);
    }
    struct reader nul = reader_of(*state, "\0\0\0\1\0", 5);
    read_text(&nul, 100);
    assert_true(nul.broken);
}

static void test_left_over_bytes_are_refused(void **state) {
    struct reader reader = reader_of(*state, "\1\2", 2);
    read_byte(&reader);
    assert_false(read_done(&reader));
    read_byte(&reader);
    assert_true(read_done(&reader));
}

static const unsigned char SESSION[32] = {1, 2, 3};

static struct call sample_call(enum operation operation, struct arena *arena) {
    struct call call = {.operation = operation, .number = 77, .count = 2, .result = RESULT_LEVEL, .kind = 2, .field = "mobile", .value = "13800138000", .most = 50};
    call.asker = (struct asker){SESSION, "192.0.2.7", "0123456789abcdef", CHANNEL_PRINT, "contact", "为什么", 9};
    call.filter = (struct access_filter){1, 2, 3, 4, 5, 6, 200};
    call.fresh = true;
    call.code = "081804";
    call.customer_id = 4711;
    call.act = UPKEEP_PRUNE;
    call.boxes = ARENA_ARRAY(arena, struct reseal_item, 2);
    call.boxes[0] = (struct reseal_item){.kind = 1, .record_id = 5, .field = "phone", .box = (const unsigned char *)"box", .size = 3};
    call.boxes[1] = (struct reseal_item){.kind = 1000, .record_id = 6, .field = "second_factor", .box = (const unsigned char *)"b", .size = 1};
    call.deed = (struct custody_deed){.deed = DEED_UNDO, .words = "xlsx · 客户列表", .columns = "name,phone*", .rows = 100000};
    call.question = (struct desk_question){.act = DESK_STATE, .key = "", .text = ""}; // more in message_desk_test.c
    call.items = ARENA_ARRAY(arena, struct custody_item, 2);
    call.items[0] = (struct custody_item){.kind = 1, .record_id = 5, .field = "phone", .value = "0755-12345678"};
    call.items[1] = (struct custody_item){.kind = 2, .record_id = 6, .field = "email", .value = ""};
    return call;
}

static struct buffer encode_call(enum operation operation, struct arena *arena) {
    struct writer writer = {.bytes = {.arena = arena}};
    struct call call = sample_call(operation, arena);
    call_encode(&call, &writer);
    return writer.bytes;
}

static void assert_same_asker(const struct asker *a, const struct asker *b) {
    assert_memory_equal(a->session, b->session, 32);
    assert_string_equal(a->address, b->address);
    assert_string_equal(a->request, b->request);
    assert_int_equal(a->channel, b->channel);
    assert_string_equal(a->purpose, b->purpose);
    assert_string_equal(a->purpose_text, b->purpose_text);
    assert_int_equal(a->approval_id, b->approval_id);
}

static void assert_same_items(const struct call *a, const struct call *b, bool values) {
    assert_int_equal(a->count, b->count);
    for (unsigned i = 0; i < a->count; i++) {
        assert_int_equal(a->items[i].kind, b->items[i].kind);
        assert_int_equal(a->items[i].record_id, b->items[i].record_id);
        assert_string_equal(a->items[i].field, b->items[i].field);
        if (values)
            assert_string_equal(a->items[i].value, b->items[i].value);
    }
}

static void test_every_call_comes_back(void **state) {
    struct arena *arena = *state;
    for (int operation = OPERATION_SEAL; operation < OPERATION_COUNT; operation++) {
        const struct call sent = sample_call((enum operation)operation, arena);
        const struct buffer bytes = encode_call((enum operation)operation, arena);
        struct call got;
        assert_true(call_decode(&got, bytes.data, bytes.length, arena));
        assert_int_equal(got.operation, operation);
        assert_int_equal(got.number, 77);
        if (operation != OPERATION_SEAL && operation != OPERATION_HEAD && operation != OPERATION_UPKEEP && operation != OPERATION_RESEAL)
            assert_same_asker(&sent.asker, &got.asker);
        if (operation == OPERATION_SEAL || operation == OPERATION_OPEN || operation == OPERATION_RECORD || operation == OPERATION_TWINS)
            assert_same_items(&sent, &got, operation == OPERATION_SEAL || operation == OPERATION_TWINS);
        if (operation == OPERATION_TWINS)
            assert_int_equal(got.customer_id, 4711);
        if (operation == OPERATION_RECORD)
            assert_int_equal(got.result, RESULT_LEVEL);
        if (operation == OPERATION_FIND) {
            assert_int_equal(got.kind, 2);
            assert_string_equal(got.field, "mobile");
            assert_string_equal(got.value, "13800138000");
            assert_int_equal(got.most, 50);
        }
        if (operation == OPERATION_LOG)
            assert_memory_equal(&got.filter, &sent.filter, sizeof got.filter);
        if (operation == OPERATION_DEED) {
            assert_string_equal(got.deed.words, "xlsx · 客户列表");
            assert_string_equal(got.deed.columns, "name,phone*");
            assert_int_equal(got.deed.rows, 100000);
            assert_int_equal(got.deed.deed, DEED_UNDO);
        }
        if (operation == OPERATION_CODE) {
            assert_true(got.fresh);
            assert_string_equal(got.code, "081804");
        }
    }
}

static void test_nobody_signed_in_comes_back(void **state) {
    struct arena *arena = *state;
    struct writer writer = {.bytes = {.arena = arena}};
    struct call call = sample_call(OPERATION_OPEN, arena), got;
    call.asker.session = NULL;
    call_encode(&call, &writer);
    assert_true(call_decode(&got, writer.bytes.data, writer.bytes.length, arena));
    assert_null(got.asker.session);
}

// No beginning of a call is a call, nor is one with a byte more.
static void test_calls_cut_or_grown_are_refused(void **state) {
    struct arena *arena = *state;
    for (int operation = OPERATION_SEAL; operation < OPERATION_COUNT; operation++) {
        struct buffer bytes = encode_call((enum operation)operation, arena);
        struct call got;
        for (size_t length = 0; length < bytes.length; length++)
            assert_false(call_decode(&got, arena_copy(arena, bytes.data, length), length, arena));
        buffer_add(&bytes, "", 1);
        assert_false(call_decode(&got, bytes.data, bytes.length, arena));
    }
}

static void test_calls_out_of_range_are_refused(void **state) {
    struct arena *arena = *state;
    struct call got;
    for (int fault = 0; fault < 9; fault++) {
        struct writer writer = {.bytes = {.arena = arena}};
        struct call call = sample_call(fault < 6 ? OPERATION_OPEN : OPERATION_LOG, arena);
        call.asker.channel = fault == 0 ? (enum channel)0 : fault == 1 ? CHANNEL_COUNT
                                                                       : CHANNEL_PAGE;
        call.count = fault == 2 ? 0 : 2;
        call.items[0].record_id = fault == 3 ? -1 : 5;
        call.items[0].kind = fault == 4 ? -1 : 1;
        call.asker.approval_id = fault == 5 ? -1 : 0;
        call.filter.limit = fault == 6 ? 0 : fault == 7 ? 201
                                                        : 200;
        call.filter.customer_id = fault == 8 ? -1 : 0;
        call_encode(&call, &writer);
        assert_false(call_decode(&got, writer.bytes.data, writer.bytes.length, arena));
    }
    struct buffer bytes = encode_call(OPERATION_HEAD, arena);
    bytes.data[0] = MESSAGE_VERSION + 1;
    assert_false(call_decode(&got, bytes.data, bytes.length, arena));
    bytes.data[0] = MESSAGE_VERSION;
    for (int operation = 0; operation < 256; operation++) {
        bytes.data[1] = (char)operation;
        assert_true(call_decode(&got, bytes.data, bytes.length, arena) == (operation == OPERATION_HEAD));
    }
}

static void test_codes_have_a_limit_and_truths_are_two(void **state) {
    struct arena *arena = *state;
    static const char *const CODES[] = {"", "08180418", "081804181"};
    for (int i = 0; i < 3; i++) {
        struct writer writer = {.bytes = {.arena = arena}};
        struct call call = sample_call(OPERATION_CODE, arena), got;
        call.code = CODES[i];
        call_encode(&call, &writer);
        assert_true(call_decode(&got, writer.bytes.data, writer.bytes.length, arena) == (i < 2));
    }
    struct buffer bytes = encode_call(OPERATION_CODE, arena);
    struct call got;
    char *fresh = &bytes.data[bytes.length - 4 - 6 - 1];
    for (int truth = 0; truth < 4; truth++) {
        *fresh = (char)truth;
        assert_true(call_decode(&got, bytes.data, bytes.length, arena) == (truth < 2));
    }
}

static void test_too_many_items_are_refused(void **state) {
    struct arena *arena = *state;
    for (unsigned count = EXCHANGE_ITEMS_MAX; count <= EXCHANGE_ITEMS_MAX + 1; count++) {
        struct writer writer = {.bytes = {.arena = arena}};
        struct call call = sample_call(OPERATION_OPEN, arena), got;
        call.count = count;
        call.items = ARENA_ARRAY(arena, struct custody_item, count);
        call_encode(&call, &writer);
        assert_true(call_decode(&got, writer.bytes.data, writer.bytes.length, arena) == (count == EXCHANGE_ITEMS_MAX));
    }
}

static struct answer sample_answer(enum operation operation, struct arena *arena) {
    struct answer answer = {.number = 78, .count = 3, .result = RESULT_DISCLOSED, .found = 2};
    answer.items = ARENA_ARRAY(arena, struct custody_item, 3);
    for (int i = 0; i < 3; i++) {
        answer.items[i].sealed = (struct sealed){(const unsigned char *)"\0box", 4};
        answer.items[i].result = i == 1 ? RESULT_LEVEL : RESULT_DISCLOSED;
        answer.items[i].disclosed = (struct disclosed){i == 1 ? NULL : "6222 0000", 100 + i};
    }
    answer.secret = (struct custody_secret){{(const unsigned char *)"\0box", 4}, {"GEZDGNBVGY3TQOJQ", 100}};
    answer.step = 43;
    answer.twins = (struct custody_twins){.result = RESULT_DISCLOSED, .ids = {7, 8}, .found = 2, .outside = 3, .more = true};
    answer.ids = ARENA_ARRAY(arena, int64_t, 2);
    answer.ids[0] = 5;
    answer.ids[1] = 6;
    answer.page = (struct access_page){ARENA_ARRAY(arena, struct access, 2), 2, true, RESULT_DISCLOSED};
    for (int i = 0; i < 2; i++)
        for (unsigned m = 0; m < ACCESS_MEMBER_COUNT; m++) {
            const struct access_member *member = &ACCESS_MEMBERS[m];
            if (member->most > 0)
                *access_text(&answer.page.rows[i], member) = arena_format(arena, "文%d.%u", i, m);
            else
                *access_int(&answer.page.rows[i], member) = i * 100 + (int)m + 1;
        }
    answer.desk = (struct desk_reply){.result = RESULT_DISCLOSED};
    answer.boxes = ARENA_ARRAY(arena, struct reseal_item, 3);
    answer.boxes[1] = (struct reseal_item){.broken = true};
    answer.boxes[2].fresh = (struct sealed){(const unsigned char *)"box", 3};
    answer.head = (struct access_head){.seq = 9, .time = 10};
    answer.head.link[3] = 7;
    answer.head.signature[63] = 8;
    answer.status = operation == OPERATION_RECORD ? STATUS_UNAVAILABLE : STATUS_OK;
    return answer;
}

static struct buffer encode_answer(enum operation operation, struct arena *arena) {
    struct writer writer = {.bytes = {.arena = arena}};
    const struct answer answer = sample_answer(operation, arena);
    answer_encode(operation, &answer, &writer);
    return writer.bytes;
}

static void check_outcomes(const struct answer *got, enum operation operation) {
    assert_int_equal(got->count, 3);
    for (int i = 0; i < 3; i++) {
        if (operation == OPERATION_SEAL) {
            assert_int_equal(got->items[i].sealed.size, 4);
            assert_memory_equal(got->items[i].sealed.box, "\0box", 4);
            continue;
        }
        assert_int_equal(got->items[i].result, i == 1 ? RESULT_LEVEL : RESULT_DISCLOSED);
        assert_int_equal(got->items[i].disclosed.access_seq, 100 + i);
        if (i == 1)
            assert_null(got->items[i].disclosed.value);
        else
            assert_string_equal(got->items[i].disclosed.value, "6222 0000");
    }
}

static void check_page(const struct access_page *got) {
    assert_int_equal(got->count, 2);
    assert_true(got->more);
    for (int i = 0; i < 2; i++)
        for (unsigned m = 0; m < ACCESS_MEMBER_COUNT; m++) {
            const struct access_member *member = &ACCESS_MEMBERS[m];
            char text[32];
            snprintf(text, sizeof text, "文%d.%u", i, m);
            if (member->most > 0)
                assert_string_equal(*access_text(&got->rows[i], member), text);
            else
                assert_int_equal(*access_int(&got->rows[i], member), i * 100 + (int)m + 1);
        }
}

static void check_twins(const struct custody_twins *got) {
    assert_int_equal(got->result, RESULT_DISCLOSED);
    assert_int_equal(got->found, 2);
    assert_int_equal(got->ids[0], 7);
    assert_int_equal(got->ids[1], 8);
    assert_int_equal(got->outside, 3);
    assert_true(got->more);
}

static void test_every_answer_comes_back(void **state) {
    struct arena *arena = *state;
    for (int operation = OPERATION_SEAL; operation < OPERATION_COUNT; operation++) {
        const struct answer sent = sample_answer((enum operation)operation, arena);
        const struct buffer bytes = encode_answer((enum operation)operation, arena);
        struct answer got;
        assert_true(answer_decode(&got, (enum operation)operation, bytes.data, bytes.length, arena));
        assert_int_equal(got.number, 78);
        assert_int_equal(got.status, sent.status);
        if (operation == OPERATION_SEAL || operation == OPERATION_OPEN)
            check_outcomes(&got, (enum operation)operation);
        if (operation == OPERATION_FIND) {
            assert_int_equal(got.result, RESULT_DISCLOSED);
            assert_int_equal(got.found, 2);
            assert_memory_equal(got.ids, sent.ids, 2 * sizeof *got.ids);
        }
        if (operation == OPERATION_TWINS)
            check_twins(&got.twins);
        if (operation == OPERATION_LOG)
            check_page(&got.page);
        if (operation == OPERATION_HEAD)
            assert_memory_equal(&got.head, &sent.head, sizeof got.head);
        if (operation == OPERATION_SECRET) {
            assert_int_equal(got.secret.sealed.size, 4);
            assert_memory_equal(got.secret.sealed.box, "\0box", 4);
            assert_string_equal(got.secret.disclosed.value, "GEZDGNBVGY3TQOJQ");
            assert_int_equal(got.secret.disclosed.access_seq, 100);
        }
        if (operation == OPERATION_CODE)
            assert_int_equal(got.step, 43);
    }
}

static void test_answers_cut_or_grown_are_refused(void **state) {
    struct arena *arena = *state;
    for (int operation = OPERATION_SEAL; operation < OPERATION_COUNT; operation++) {
        struct buffer bytes = encode_answer((enum operation)operation, arena);
        struct answer got;
        for (size_t length = 0; length < bytes.length; length++)
            assert_false(answer_decode(&got, (enum operation)operation, arena_copy(arena, bytes.data, length), length, arena));
        buffer_add(&bytes, "", 1);
        assert_false(answer_decode(&got, (enum operation)operation, bytes.data, bytes.length, arena));
    }
}

// A refusal never carries a value, whatever the sender put into its struct.
static void test_conf_3_a_refusal_carries_no_value(void **state) {
    struct arena *arena = *state;
    struct writer writer = {.bytes = {.arena = arena}};
    struct answer answer = sample_answer(OPERATION_OPEN, arena);
    for (unsigned i = 0; i < answer.count; i++) {
        answer.items[i].disclosed.value = "绝密值";
        answer.items[i].result = RESULT_OUT_OF_SCOPE;
    }
    answer_encode(OPERATION_OPEN, &answer, &writer);
    assert_null(memmem(writer.bytes.data, writer.bytes.length, "绝密值", strlen("绝密值")));
    struct writer failed = {.bytes = {.arena = arena}};
    for (unsigned i = 0; i < answer.count; i++)
        answer.items[i].result = RESULT_DISCLOSED;
    answer.status = STATUS_UNAVAILABLE;
    answer_encode(OPERATION_OPEN, &answer, &failed);
    assert_null(memmem(failed.bytes.data, failed.bytes.length, "绝密值", strlen("绝密值")));
}

// The longest values a packet may have to carry fit into it, with the longest texts of the asker.
static void test_the_longest_messages_fit(void **state) {
    struct arena *arena = *state;
    char *value = arena_alloc(arena, CUSTODY_VALUE_MAX + 1), *text = arena_alloc(arena, EXCHANGE_TEXT_MAX + 1);
    char *key = arena_alloc(arena, EXCHANGE_KEY_MAX + 1);
    memset(value, 'v', CUSTODY_VALUE_MAX);
    memset(text, 't', EXCHANGE_TEXT_MAX);
    memset(key, 'k', EXCHANGE_KEY_MAX);
    struct call call = {.operation = OPERATION_SEAL, .count = EXCHANGE_ITEMS_MAX}, got;
    struct answer answer = {.count = EXCHANGE_ITEMS_MAX}, back;
    call.asker = (struct asker){SESSION, key, key, CHANNEL_PAGE, key, text, 0};
    call.items = answer.items = ARENA_ARRAY(arena, struct custody_item, EXCHANGE_ITEMS_MAX);
    unsigned char *box = arena_alloc(arena, CUSTODY_VALUE_MAX + 64);
    for (unsigned i = 0; i < EXCHANGE_ITEMS_MAX; i++)
        call.items[i] = (struct custody_item){1, 1, key, value, {box, CUSTODY_VALUE_MAX + 64}, {value, 1}, RESULT_DISCLOSED};
    struct writer sealing = {.bytes = {.arena = arena}}, sealed = {.bytes = {.arena = arena}}, opened = {.bytes = {.arena = arena}};
    call_encode(&call, &sealing);
    answer_encode(OPERATION_SEAL, &answer, &sealed);
    answer_encode(OPERATION_OPEN, &answer, &opened);
    assert_true(sealing.bytes.length <= MESSAGE_MAX && sealed.bytes.length <= MESSAGE_MAX && opened.bytes.length <= MESSAGE_MAX);
    assert_true(call_decode(&got, sealing.bytes.data, sealing.bytes.length, arena));
    assert_true(answer_decode(&back, OPERATION_SEAL, sealed.bytes.data, sealed.bytes.length, arena));
    assert_true(answer_decode(&back, OPERATION_OPEN, opened.bytes.data, opened.bytes.length, arena));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_pieces_come_back, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_errors_stick, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_limits_of_texts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_left_over_bytes_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_every_call_comes_back, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_nobody_signed_in_comes_back, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_calls_cut_or_grown_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_calls_out_of_range_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_codes_have_a_limit_and_truths_are_two, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_too_many_items_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_every_answer_comes_back, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_answers_cut_or_grown_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_conf_3_a_refusal_carries_no_value, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_the_longest_messages_fit, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
