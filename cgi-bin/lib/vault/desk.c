// The members of what the desk asks and is told, and their encoding: one loop for all of them.
#include "vault/desk.h"

#include "vault/exchange.h"

#define INTEGER(type, name) \
    { .parameter = ":" #name, .offset = offsetof(struct type, name) }
#define TEXT(type, name, most_) \
    { .parameter = ":" #name, .offset = offsetof(struct type, name), .most = (most_) }
#define COUNT_OF(members) (sizeof(members) / sizeof *(members))

const struct access_member QUESTION_MEMBERS[QUESTION_MEMBER_COUNT] = {
    INTEGER(desk_question, act),
    INTEGER(desk_question, id),
    INTEGER(desk_question, person_id),
    INTEGER(desk_question, customer_id),
    INTEGER(desk_question, from),
    INTEGER(desk_question, until),
    INTEGER(desk_question, decided),
    INTEGER(desk_question, after),
    INTEGER(desk_question, after_id),
    INTEGER(desk_question, limit),
    INTEGER(desk_question, threshold),
    INTEGER(desk_question, minutes),
    INTEGER(desk_question, active),
    TEXT(desk_question, key, EXCHANGE_KEY_MAX),
    TEXT(desk_question, text, EXCHANGE_TEXT_MAX),
};

const struct access_member CASE_MEMBERS[CASE_MEMBER_COUNT] = {
    INTEGER(audit_case, id),
    TEXT(audit_case, rule, 64),
    INTEGER(audit_case, person_id),
    TEXT(audit_case, login, 128),
    TEXT(audit_case, detail, 1024),
    INTEGER(audit_case, weight),
    INTEGER(audit_case, threshold),
    INTEGER(audit_case, minutes),
    INTEGER(audit_case, since),
    INTEGER(audit_case, until),
    INTEGER(audit_case, count),
    INTEGER(audit_case, by_id),
    INTEGER(audit_case, opened_at),
    INTEGER(audit_case, opened_seq),
    TEXT(audit_case, decision, 64),
    TEXT(audit_case, decision_text, 1024),
    INTEGER(audit_case, decided_by),
    INTEGER(audit_case, decided_at),
    INTEGER(audit_case, decided_seq),
};

const struct access_member GROUP_MEMBERS[GROUP_MEMBER_COUNT] = {
    INTEGER(desk_group, by),
    INTEGER(desk_group, id),
    INTEGER(desk_group, kind),
    TEXT(desk_group, field, 256),
    INTEGER(desk_group, looks),
    INTEGER(desk_group, searches),
    INTEGER(desk_group, refused),
    INTEGER(desk_group, exports),
    INTEGER(desk_group, first),
    INTEGER(desk_group, last),
    INTEGER(desk_group, of),
};

const struct access_member RULE_MEMBERS[RULE_MEMBER_COUNT] = {
    TEXT(desk_rule, key, 64),
    INTEGER(desk_rule, threshold),
    INTEGER(desk_rule, minutes),
    INTEGER(desk_rule, active),
};

const struct access_member STATE_MEMBERS[STATE_MEMBER_COUNT] = {
    INTEGER(desk_state, newest),
    INTEGER(desk_state, newest_at),
    INTEGER(desk_state, head),
    INTEGER(desk_state, head_at),
    INTEGER(desk_state, looks),
    INTEGER(desk_state, searches),
    INTEGER(desk_state, refused),
    INTEGER(desk_state, opened),
    INTEGER(desk_state, decided),
    INTEGER(desk_state, open),
    INTEGER(desk_state, grave),
    INTEGER(desk_state, oldest_at),
    INTEGER(desk_state, unwatched),
    INTEGER(desk_state, verifying),
    INTEGER(desk_state, verified),
    INTEGER(desk_state, whole),
    INTEGER(desk_state, checked_at),
    INTEGER(desk_state, fault),
    INTEGER(desk_state, first),
    INTEGER(desk_state, last),
    INTEGER(desk_state, line),
    INTEGER(desk_state, records),
    INTEGER(desk_state, checked),
    INTEGER(desk_state, checked_to),
    INTEGER(desk_state, heads),
    INTEGER(desk_state, witnessed),
    INTEGER(desk_state, pruned),
    INTEGER(desk_state, pruned_at),
    INTEGER(desk_state, before_at),
    INTEGER(desk_state, keys),
    INTEGER(desk_state, signing_keys),
    INTEGER(desk_state, signing_from),
    INTEGER(desk_state, signing_since),
    INTEGER(desk_state, data_since),
    INTEGER(desk_state, token),
    INTEGER(desk_state, keep_days),
    INTEGER(desk_state, keep_wanted),
    INTEGER(desk_state, keep_due),
};

static void write_record(struct writer *writer, const void *record, const struct access_member *members, size_t count) {
    for (size_t i = 0; i < count; i++) {
        void *at = (void *)(uintptr_t)record; // the accessors serve reading and writing
        if (members[i].most > 0)
            write_text(writer, *desk_text(at, &members[i]));
        else
            write_int(writer, *desk_int(at, &members[i]));
    }
}

static void read_record(struct reader *reader, void *record, const struct access_member *members, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (members[i].most > 0)
            *desk_text(record, &members[i]) = read_text(reader, members[i].most);
        else
            *desk_int(record, &members[i]) = read_int(reader);
}

void desk_write_question(struct writer *writer, const struct desk_question *question) {
    write_record(writer, question, QUESTION_MEMBERS, COUNT_OF(QUESTION_MEMBERS));
}

// No number of a question is negative, and each act is known.
void desk_read_question(struct reader *reader, struct desk_question *question) {
    read_record(reader, question, QUESTION_MEMBERS, COUNT_OF(QUESTION_MEMBERS));
    for (size_t i = 0; i < COUNT_OF(QUESTION_MEMBERS); i++)
        if (QUESTION_MEMBERS[i].most == 0 && *desk_int(question, &QUESTION_MEMBERS[i]) < 0)
            reader->broken = true;
    if (question->act < DESK_STATE || question->act >= DESK_ACT_COUNT || question->limit > DESK_CASES_MAX)
        reader->broken = true;
}

// A list of records: how many, then each.
#define WRITE_LIST(writer, list, count, members)                               \
    do {                                                                       \
        write_int((writer), (count));                                          \
        for (unsigned at = 0; at < (count); at++)                              \
            write_record((writer), &(list)[at], (members), COUNT_OF(members)); \
    } while (0)
#define READ_LIST(reader, list, count, type, most, members)                   \
    do {                                                                      \
        (count) = (unsigned)read_int_between((reader), 0, (most));            \
        (list) = ARENA_ARRAY((reader)->arena, struct type, (count));          \
        for (unsigned at = 0; at < (count) && !(reader)->broken; at++)        \
            read_record((reader), &(list)[at], (members), COUNT_OF(members)); \
    } while (0)

void desk_write_reply(struct writer *writer, const struct desk_reply *reply) {
    write_int(writer, reply->result);
    write_int(writer, reply->more);
    write_record(writer, &reply->state, STATE_MEMBERS, COUNT_OF(STATE_MEMBERS));
    WRITE_LIST(writer, reply->cases, reply->case_count, CASE_MEMBERS);
    WRITE_LIST(writer, reply->groups, reply->group_count, GROUP_MEMBERS);
    WRITE_LIST(writer, reply->rules, reply->rule_count, RULE_MEMBERS);
}

void desk_read_reply(struct reader *reader, struct desk_reply *reply) {
    reply->result = read_int_between(reader, 1, RESULT_COUNT - 1);
    reply->more = read_int_between(reader, 0, 1);
    read_record(reader, &reply->state, STATE_MEMBERS, COUNT_OF(STATE_MEMBERS));
    READ_LIST(reader, reply->cases, reply->case_count, audit_case, DESK_CASES_MAX, CASE_MEMBERS);
    READ_LIST(reader, reply->groups, reply->group_count, desk_group, DESK_GROUPS_MAX * 3 + 1, GROUP_MEMBERS);
    READ_LIST(reader, reply->rules, reply->rule_count, desk_rule, DESK_RULES_MAX, RULE_MEMBERS);
}
