// Calls and answers, one function for each direction of each part.
#include "vault/exchange.h"

#include <string.h>

#define SESSION_SIZE 32

// A reason that is too long is refused and recorded by the custodian: what it gets of it is too long, too (for a key, no key).
static void write_reason(struct writer *writer, const char *text, size_t most) {
    size_t length = text ? strnlen(text, most + 1) : 0;
    if (length > most)
        for (length = most; length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80;)
            length--;
    write_bytes(writer, text ? text : "", length);
}

static void write_asker(struct writer *writer, const struct asker *asker) {
    write_bytes(writer, asker->session, asker->session ? SESSION_SIZE : 0);
    write_text(writer, asker->address);
    write_text(writer, asker->request);
    write_byte(writer, (unsigned)asker->channel);
    write_reason(writer, asker->purpose, EXCHANGE_KEY_MAX);
    write_reason(writer, asker->purpose_text, EXCHANGE_TEXT_MAX);
    write_int(writer, asker->approval_id);
}

static void read_asker(struct reader *reader, struct asker *asker) {
    size_t length;
    asker->session = read_bytes(reader, SESSION_SIZE, &length);
    if (length == 0)
        asker->session = NULL;
    else if (length != SESSION_SIZE)
        reader->broken = true;
    asker->address = read_text(reader, EXCHANGE_KEY_MAX);
    asker->request = read_text(reader, EXCHANGE_KEY_MAX);
    const unsigned channel = read_byte(reader);
    if (channel == 0 || channel >= CHANNEL_CUSTODIAN)
        reader->broken = true;
    asker->channel = (enum channel)channel;
    asker->purpose = read_text(reader, EXCHANGE_KEY_MAX);
    asker->purpose_text = read_text(reader, EXCHANGE_TEXT_MAX);
    asker->approval_id = read_int_between(reader, 0, INT64_MAX);
}

// Never answers RESULT 0: what is none breaks the message.
static enum result read_result(struct reader *reader) {
    const unsigned result = read_byte(reader);
    if (result == 0 || result >= RESULT_COUNT)
        reader->broken = true;
    return (enum result)(reader->broken ? RESULT_NO_PERMISSION : result);
}

// Whether the items carry values.
static bool has_values(enum operation operation) {
    return operation == OPERATION_SEAL || operation == OPERATION_TWINS;
}

static void write_items(struct writer *writer, const struct call *call) {
    write_int(writer, call->count);
    for (unsigned i = 0; i < call->count; i++) {
        write_int(writer, call->items[i].kind);
        write_int(writer, call->items[i].record_id);
        write_text(writer, call->items[i].field);
        if (has_values(call->operation))
            write_text(writer, call->items[i].value);
    }
}

static void read_items(struct reader *reader, struct call *call) {
    call->count = (unsigned)read_int_between(reader, 1, EXCHANGE_ITEMS_MAX);
    call->items = ARENA_ARRAY(reader->arena, struct custody_item, call->count);
    for (unsigned i = 0; i < call->count && !reader->broken; i++) {
        call->items[i].kind = read_int_between(reader, 0, INT32_MAX);
        call->items[i].record_id = read_int_between(reader, 0, INT64_MAX);
        call->items[i].field = read_text(reader, EXCHANGE_KEY_MAX);
        if (has_values(call->operation))
            call->items[i].value = read_text(reader, CUSTODY_VALUE_MAX);
    }
}

static void write_filter(struct writer *writer, const struct access_filter *filter) {
    write_int(writer, filter->customer_id);
    write_int(writer, filter->person_id);
    write_int(writer, filter->from);
    write_int(writer, filter->until);
    write_int(writer, filter->before_seq);
    write_int(writer, filter->case_id);
    write_int(writer, filter->limit);
}

static void read_filter(struct reader *reader, struct access_filter *filter) {
    filter->customer_id = read_int_between(reader, 0, INT64_MAX);
    filter->person_id = read_int_between(reader, 0, INT64_MAX);
    filter->from = read_int_between(reader, 0, INT64_MAX);
    filter->until = read_int_between(reader, 0, INT64_MAX);
    filter->before_seq = read_int_between(reader, 0, INT64_MAX);
    filter->case_id = read_int_between(reader, 0, INT64_MAX);
    filter->limit = (unsigned)read_int_between(reader, 1, EXCHANGE_ROWS_MAX);
}

static void read_deed(struct reader *reader, struct custody_deed *deed) {
    const unsigned kind = read_byte(reader);
    if (kind == 0 || kind >= DEED_COUNT)
        reader->broken = true;
    deed->deed = (enum deed)kind;
    deed->words = read_text(reader, CUSTODY_WORDS_MAX);
    deed->columns = read_text(reader, CUSTODY_WORDS_MAX);
    deed->rows = read_int_between(reader, 0, INT64_MAX);
}

static bool operation_has_asker(enum operation operation) {
    return operation != OPERATION_SEAL && operation != OPERATION_HEAD && operation != OPERATION_UPKEEP &&
           operation != OPERATION_RESEAL;
}

void call_encode(const struct call *call, struct writer *writer) {
    write_byte(writer, MESSAGE_VERSION);
    write_byte(writer, (unsigned)call->operation);
    write_int(writer, call->number);
    if (operation_has_asker(call->operation))
        write_asker(writer, &call->asker);
    switch (call->operation) {
    case OPERATION_RECORD:
        write_byte(writer, (unsigned)call->result);
        write_items(writer, call);
        break;
    case OPERATION_SEAL:
    case OPERATION_OPEN:
        write_items(writer, call);
        break;
    case OPERATION_TWINS:
        write_int(writer, call->customer_id);
        write_items(writer, call);
        break;
    case OPERATION_FIND:
        write_int(writer, call->kind);
        write_text(writer, call->field);
        write_text(writer, call->value);
        write_int(writer, call->most);
        break;
    case OPERATION_LOG:
        write_filter(writer, &call->filter);
        break;
    case OPERATION_CODE:
        write_byte(writer, call->fresh);
        write_text(writer, call->code);
        break;
    case OPERATION_DESK:
        desk_write_question(writer, &call->question);
        break;
    case OPERATION_UPKEEP:
    case OPERATION_RESEAL:
        upkeep_write_call(writer, call);
        break;
    case OPERATION_DEED:
        write_byte(writer, (unsigned)call->deed.deed);
        write_text(writer, call->deed.words);
        write_text(writer, call->deed.columns);
        write_int(writer, call->deed.rows);
        break;
    case OPERATION_SECRET:
    case OPERATION_HEAD:
    case OPERATION_COUNT:
        break;
    }
}

static bool read_truth(struct reader *reader) {
    const unsigned truth = read_byte(reader);
    reader->broken = reader->broken || truth > 1;
    return truth == 1;
}

bool call_decode(struct call *call, const void *bytes, size_t length, struct arena *arena) {
    struct reader reader = {.cursor = bytes, .left = length, .arena = arena};
    *call = (struct call){0};
    if (read_byte(&reader) != MESSAGE_VERSION)
        return false;
    const unsigned operation = read_byte(&reader);
    if (operation == 0 || operation >= OPERATION_COUNT)
        return false;
    call->operation = (enum operation)operation;
    call->number = read_int(&reader);
    if (operation_has_asker((enum operation)operation))
        read_asker(&reader, &call->asker);
    if (operation == OPERATION_RECORD)
        call->result = read_result(&reader);
    if (operation == OPERATION_TWINS)
        call->customer_id = read_int_between(&reader, 0, INT64_MAX);
    if (operation == OPERATION_SEAL || operation == OPERATION_OPEN || operation == OPERATION_RECORD || operation == OPERATION_TWINS)
        read_items(&reader, call);
    if (operation == OPERATION_FIND) {
        call->kind = read_int_between(&reader, 0, INT32_MAX);
        call->field = read_text(&reader, EXCHANGE_KEY_MAX);
        call->value = read_text(&reader, CUSTODY_VALUE_MAX);
        call->most = (unsigned)read_int_between(&reader, 1, EXCHANGE_IDS_MAX);
    }
    if (operation == OPERATION_LOG)
        read_filter(&reader, &call->filter);
    if (operation == OPERATION_CODE) {
        call->fresh = read_truth(&reader);
        call->code = read_text(&reader, EXCHANGE_CODE_MAX);
    }
    if (operation == OPERATION_UPKEEP || operation == OPERATION_RESEAL)
        upkeep_read_call(&reader, call);
    if (operation == OPERATION_DEED)
        read_deed(&reader, &call->deed);
    if (operation == OPERATION_DESK)
        desk_read_question(&reader, &call->question);
    return read_done(&reader);
}

static void write_row(struct writer *writer, const struct access *row) {
    access_canonical(row, &writer->bytes);
}

static void read_row(struct reader *reader, struct access *row) {
    for (unsigned i = 0; i < ACCESS_MEMBER_COUNT; i++) {
        const struct access_member *member = &ACCESS_MEMBERS[i];
        if (member->most > 0)
            *access_text(row, member) = read_text(reader, member->most);
        else
            *access_int(row, member) = read_int(reader);
    }
}

static void write_page(struct writer *writer, const struct access_page *page) {
    write_byte(writer, (unsigned)page->result);
    write_byte(writer, page->more);
    write_int(writer, page->count);
    for (unsigned i = 0; i < page->count; i++)
        write_row(writer, &page->rows[i]);
}

static void read_page(struct reader *reader, struct access_page *page) {
    page->result = read_result(reader);
    page->more = read_truth(reader);
    page->count = (unsigned)read_int_between(reader, 0, EXCHANGE_ROWS_MAX);
    page->rows = ARENA_ARRAY(reader->arena, struct access, page->count);
    for (unsigned i = 0; i < page->count && !reader->broken; i++)
        read_row(reader, &page->rows[i]);
}

static void write_outcomes(struct writer *writer, enum operation operation, const struct answer *answer) {
    write_int(writer, answer->count);
    for (unsigned i = 0; i < answer->count; i++) {
        const struct custody_item *item = &answer->items[i];
        if (operation == OPERATION_SEAL) {
            write_bytes(writer, item->sealed.box, item->sealed.size);
            continue;
        }
        write_byte(writer, (unsigned)item->result);
        write_int(writer, item->disclosed.access_seq);
        if (item->result == RESULT_DISCLOSED)
            write_text(writer, item->disclosed.value);
    }
}

static void read_outcomes(struct reader *reader, enum operation operation, struct answer *answer) {
    answer->count = (unsigned)read_int_between(reader, 1, EXCHANGE_ITEMS_MAX);
    answer->items = ARENA_ARRAY(reader->arena, struct custody_item, answer->count);
    for (unsigned i = 0; i < answer->count && !reader->broken; i++) {
        struct custody_item *item = &answer->items[i];
        if (operation == OPERATION_SEAL) {
            item->sealed.box = read_bytes(reader, EXCHANGE_BOX_MAX, &item->sealed.size);
            continue;
        }
        item->result = read_result(reader);
        item->disclosed.access_seq = read_int_between(reader, 1, INT64_MAX);
        if (item->result == RESULT_DISCLOSED)
            item->disclosed.value = read_text(reader, CUSTODY_VALUE_MAX);
    }
}

static void write_ids(struct writer *writer, const struct answer *answer) {
    write_byte(writer, (unsigned)answer->result);
    write_int(writer, answer->found);
    for (unsigned i = 0; i < answer->found; i++)
        write_int(writer, answer->ids[i]);
}

static void read_ids(struct reader *reader, struct answer *answer) {
    answer->result = read_result(reader);
    answer->found = (unsigned)read_int_between(reader, 0, EXCHANGE_IDS_MAX);
    answer->ids = ARENA_ARRAY(reader->arena, int64_t, answer->found);
    for (unsigned i = 0; i < answer->found && !reader->broken; i++)
        answer->ids[i] = read_int_between(reader, 1, INT64_MAX);
}

static void write_twins(struct writer *writer, const struct custody_twins *twins) {
    write_byte(writer, (unsigned)twins->result);
    write_int(writer, twins->found);
    for (unsigned i = 0; i < twins->found; i++)
        write_int(writer, twins->ids[i]);
    write_int(writer, twins->outside);
    write_byte(writer, twins->more);
}

static void read_twins(struct reader *reader, struct custody_twins *twins) {
    twins->result = read_result(reader);
    twins->found = (unsigned)read_int_between(reader, 0, CUSTODY_TWINS_MAX);
    for (unsigned i = 0; i < twins->found; i++)
        twins->ids[i] = read_int_between(reader, 1, INT64_MAX);
    twins->outside = (unsigned)read_int_between(reader, 0, CUSTODY_TWINS_MAX);
    twins->more = read_truth(reader);
}

static void write_head(struct writer *writer, const struct access_head *head) {
    write_int(writer, head->seq);
    write_int(writer, head->time);
    write_bytes(writer, head->link, sizeof head->link);
    write_bytes(writer, head->signature, sizeof head->signature);
}

static void read_fixed(struct reader *reader, unsigned char *to, size_t size) {
    size_t length;
    const unsigned char *bytes = read_bytes(reader, size, &length);
    if (length != size)
        reader->broken = true;
    else
        for (size_t i = 0; i < size; i++)
            to[i] = bytes[i];
}

static void read_head(struct reader *reader, struct access_head *head) {
    head->seq = read_int_between(reader, 0, INT64_MAX);
    head->time = read_int(reader);
    read_fixed(reader, head->link, sizeof head->link);
    read_fixed(reader, head->signature, sizeof head->signature);
}

static void write_secret(struct writer *writer, const struct custody_secret *secret) {
    write_int(writer, secret->disclosed.access_seq);
    write_bytes(writer, secret->sealed.box, secret->sealed.size);
    write_text(writer, secret->disclosed.value);
}

static void read_secret(struct reader *reader, struct custody_secret *secret) {
    secret->disclosed.access_seq = read_int_between(reader, 1, INT64_MAX);
    secret->sealed.box = read_bytes(reader, EXCHANGE_BOX_MAX, &secret->sealed.size);
    secret->disclosed.value = read_text(reader, CUSTODY_VALUE_MAX);
}

void answer_encode(enum operation operation, const struct answer *answer, struct writer *writer) {
    write_byte(writer, MESSAGE_VERSION);
    write_byte(writer, (unsigned)answer->status);
    write_int(writer, answer->number);
    if (answer->status != STATUS_OK)
        return;
    if (operation == OPERATION_SEAL || operation == OPERATION_OPEN)
        write_outcomes(writer, operation, answer);
    else if (operation == OPERATION_FIND)
        write_ids(writer, answer);
    else if (operation == OPERATION_DEED)
        write_byte(writer, (unsigned)answer->result);
    else if (operation == OPERATION_TWINS)
        write_twins(writer, &answer->twins);
    else if (operation == OPERATION_LOG)
        write_page(writer, &answer->page);
    else if (operation == OPERATION_HEAD)
        write_head(writer, &answer->head);
    else if (operation == OPERATION_SECRET)
        write_secret(writer, &answer->secret);
    else if (operation == OPERATION_CODE)
        write_int(writer, answer->step);
    else if (operation == OPERATION_DESK)
        desk_write_reply(writer, &answer->desk);
    else if (operation == OPERATION_UPKEEP || operation == OPERATION_RESEAL)
        upkeep_write_answer(writer, operation, answer);
}

bool answer_decode(struct answer *answer, enum operation operation, const void *bytes, size_t length, struct arena *arena) {
    struct reader reader = {.cursor = bytes, .left = length, .arena = arena};
    *answer = (struct answer){.status = STATUS_UNAVAILABLE};
    if (read_byte(&reader) != MESSAGE_VERSION)
        return false;
    const unsigned status = read_byte(&reader);
    answer->number = read_int(&reader);
    if (status >= STATUS_COUNT || reader.broken)
        return false;
    answer->status = (enum status)status;
    if (status != STATUS_OK)
        return read_done(&reader);
    if (operation == OPERATION_SEAL || operation == OPERATION_OPEN)
        read_outcomes(&reader, operation, answer);
    else if (operation == OPERATION_FIND)
        read_ids(&reader, answer);
    else if (operation == OPERATION_DEED)
        answer->result = read_result(&reader);
    else if (operation == OPERATION_TWINS)
        read_twins(&reader, &answer->twins);
    else if (operation == OPERATION_LOG)
        read_page(&reader, &answer->page);
    else if (operation == OPERATION_HEAD)
        read_head(&reader, &answer->head);
    else if (operation == OPERATION_SECRET)
        read_secret(&reader, &answer->secret);
    else if (operation == OPERATION_CODE)
        answer->step = read_int_between(&reader, 0, INT64_MAX);
    else if (operation == OPERATION_DESK)
        desk_read_reply(&reader, &answer->desk);
    else if (operation == OPERATION_UPKEEP || operation == OPERATION_RESEAL)
        upkeep_read_answer(&reader, operation, answer);
    return read_done(&reader);
}
