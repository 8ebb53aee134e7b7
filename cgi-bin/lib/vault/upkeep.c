// Upkeep as packets.
#include "vault/upkeep.h"

#include "vault/exchange.h"

void upkeep_write_call(struct writer *writer, const struct call *call) {
    if (call->operation == OPERATION_UPKEEP) {
        write_byte(writer, (unsigned)call->act);
        return;
    }
    write_int(writer, call->count);
    for (unsigned i = 0; i < call->count; i++) {
        write_int(writer, call->boxes[i].kind);
        write_int(writer, call->boxes[i].record_id);
        write_text(writer, call->boxes[i].field);
        write_bytes(writer, call->boxes[i].box, call->boxes[i].size);
    }
}

void upkeep_read_call(struct reader *reader, struct call *call) {
    if (call->operation == OPERATION_UPKEEP) {
        const unsigned act = read_byte(reader);
        reader->broken = reader->broken || act == 0 || act >= UPKEEP_ACT_COUNT;
        call->act = (enum upkeep_act)act;
        return;
    }
    call->count = (unsigned)read_int_between(reader, 1, RESEAL_MAX);
    call->boxes = ARENA_ARRAY(reader->arena, struct reseal_item, call->count);
    for (unsigned i = 0; i < call->count && !reader->broken; i++) {
        struct reseal_item *item = &call->boxes[i];
        item->kind = read_int_between(reader, 0, INT32_MAX);
        item->record_id = read_int_between(reader, 0, INT64_MAX);
        item->field = read_text(reader, EXCHANGE_KEY_MAX);
        item->box = read_bytes(reader, EXCHANGE_BOX_MAX, &item->size);
    }
}

#define NUMBERS 16

// The numbers of an answer to OPERATION_UPKEEP, in their order.
static void numbers_of(struct answer *answer, int64_t *numbers[NUMBERS]) {
    struct prune_report *prune = &answer->prune;
    struct key_report *key = &answer->key;
    int64_t *const all[NUMBERS] = {&prune->days, &prune->cutoff, &prune->removed, &prune->until, &prune->until_at, &prune->held,
                                   &key->since, &key->now, &key->token, &key->token_done, &key->token_whole,
                                   &key->signing_from, &key->signing_since, &key->signing_keys, &key->unsettled, &prune->shorter_at};
    for (unsigned i = 0; i < NUMBERS; i++)
        numbers[i] = all[i];
}

void upkeep_write_answer(struct writer *writer, enum operation operation, const struct answer *answer) {
    if (operation == OPERATION_UPKEEP) {
        struct answer copy = *answer;
        int64_t *numbers[NUMBERS];
        numbers_of(&copy, numbers);
        for (unsigned i = 0; i < NUMBERS; i++)
            write_int(writer, *numbers[i]);
        return;
    }
    write_int(writer, answer->count);
    for (unsigned i = 0; i < answer->count; i++) {
        write_byte(writer, answer->boxes[i].broken);
        write_bytes(writer, answer->boxes[i].fresh.box, answer->boxes[i].fresh.size);
    }
}

void upkeep_read_answer(struct reader *reader, enum operation operation, struct answer *answer) {
    if (operation == OPERATION_UPKEEP) {
        int64_t *numbers[NUMBERS];
        numbers_of(answer, numbers);
        for (unsigned i = 0; i < NUMBERS; i++)
            *numbers[i] = read_int(reader);
        return;
    }
    answer->count = (unsigned)read_int_between(reader, 1, RESEAL_MAX);
    answer->boxes = ARENA_ARRAY(reader->arena, struct reseal_item, answer->count);
    for (unsigned i = 0; i < answer->count && !reader->broken; i++) {
        const unsigned broken = read_byte(reader);
        reader->broken = reader->broken || broken > 1;
        answer->boxes[i].broken = broken == 1;
        answer->boxes[i].fresh.box = read_bytes(reader, EXCHANGE_BOX_MAX, &answer->boxes[i].fresh.size);
    }
}
