// Messages between programs and the custodian, both ways: the first byte says what the rest is taken for, a call (0) or the answer to
// an operation (its number). What decodes must encode to the same bytes, and never break a promise of its decoder.
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "vault/exchange.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds) {
    if (!holds)
        abort();
}

static void check_call(const struct call *call) {
    must(call->operation > 0 && call->operation < OPERATION_COUNT);
    must(call->count <= EXCHANGE_ITEMS_MAX);
    for (unsigned i = 0; call->operation == OPERATION_RESEAL && i < call->count; i++)
        must(call->boxes[i].record_id >= 0 && call->boxes[i].size <= EXCHANGE_BOX_MAX);
    for (unsigned i = 0; call->operation != OPERATION_RESEAL && i < call->count; i++) {
        must(call->items[i].record_id >= 0 && strlen(call->items[i].field) <= EXCHANGE_KEY_MAX);
        must((call->operation != OPERATION_SEAL && call->operation != OPERATION_TWINS) || strlen(call->items[i].value) <= CUSTODY_VALUE_MAX);
    }
    if (call->operation == OPERATION_LOG)
        must(call->filter.limit >= 1 && call->filter.limit <= EXCHANGE_ROWS_MAX);
    if (call->operation == OPERATION_CODE)
        must(strlen(call->code) <= EXCHANGE_CODE_MAX);
    if (call->operation == OPERATION_DESK)
        must(call->question.act >= DESK_STATE && call->question.act < DESK_ACT_COUNT && call->question.limit <= DESK_CASES_MAX);
    if (call->operation == OPERATION_FIND)
        must(call->most >= 1 && call->most <= EXCHANGE_IDS_MAX);
}

static void check_answer(const struct answer *answer, enum operation operation) {
    must(answer->count <= EXCHANGE_ITEMS_MAX && answer->found <= EXCHANGE_IDS_MAX && answer->page.count <= EXCHANGE_ROWS_MAX);
    for (unsigned i = 0; operation == OPERATION_OPEN && i < answer->count; i++)
        // A value stands only beside the result that allows it.
        must((answer->items[i].disclosed.value != NULL) == (answer->items[i].result == RESULT_DISCLOSED));
    must(answer->twins.found <= CUSTODY_TWINS_MAX && answer->twins.outside <= CUSTODY_TWINS_MAX);
    must(answer->step >= 0 && (operation == OPERATION_SECRET || answer->secret.disclosed.value == NULL));
    must(answer->desk.case_count <= DESK_CASES_MAX && answer->desk.rule_count <= DESK_RULES_MAX);
    must(answer->status == STATUS_OK || (answer->count == 0 && answer->found == 0 && answer->twins.found == 0 && answer->page.count == 0 && !answer->secret.disclosed.value));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size == 0)
        return 0;
    struct arena *arena = arena_new();
    struct writer writer = {.bytes = {.arena = arena}};
    const unsigned kind = data[0] % OPERATION_COUNT;
    bool good;
    if (kind == 0) {
        struct call call;
        good = call_decode(&call, data + 1, size - 1, arena);
        if (good) {
            check_call(&call);
            call_encode(&call, &writer);
        }
    } else {
        struct answer answer;
        good = answer_decode(&answer, (enum operation)kind, data + 1, size - 1, arena);
        if (good) {
            check_answer(&answer, (enum operation)kind);
            answer_encode((enum operation)kind, &answer, &writer);
        }
    }
    must(!good || (writer.bytes.length == size - 1 && memcmp(writer.bytes.data, data + 1, size - 1) == 0));
    arena_free(arena);
    return 0;
}
