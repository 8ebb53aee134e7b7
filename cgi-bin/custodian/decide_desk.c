// Deciding on what the auditor's desk asks (CONF-6): by whoever may read the log, and in the log itself like any reading of it.
#include <inttypes.h>
#include <string.h>

#include "custodian/batch.h"
#include "custodian/cases.h"
#include "custodian/desk_state.h"
#include "domain/watch.h"

// What was asked, as the log notes it.
static const char *question_words(const struct desk_question *question, struct arena *arena) {
    static const char *const ACTS[DESK_ACT_COUNT] = {
        [DESK_STATE] = "desk",
        [DESK_CASES] = "cases",
        [DESK_CASE] = "case",
        [DESK_SUMMARY] = "summary",
        [DESK_DECIDE] = "decide",
        [DESK_RULE] = "rule",
        [DESK_VERIFY] = "verify",
    };
    struct buffer words = {.arena = arena};
    buffer_text(&words, ACTS[question->act]);
    if (question->id != 0)
        buffer_format(&words, " case=%" PRId64, question->id);
    if (question->customer_id != 0)
        buffer_format(&words, " customer=%" PRId64, question->customer_id);
    if (question->person_id != 0)
        buffer_format(&words, " person=%" PRId64, question->person_id);
    if (question->from != 0)
        buffer_format(&words, " from=%s", time_iso(arena, question->from));
    if (question->until != 0)
        buffer_format(&words, " until=%s", time_iso(arena, question->until));
    return words.data;
}

static enum result may_ask(const struct pending *pending) {
    const struct actor *actor = pending->known ? &pending->known->actor : NULL;
    if (!actor)
        return RESULT_NO_SESSION;
    return actor_is_held(actor) || !actor_may(actor, PERM_LOG_READ) ? RESULT_NO_PERMISSION : RESULT_DISCLOSED;
}

// Rules are held against what came in since, so that the desk misses nothing that is in the log.
static enum status catch_up(struct batch *batch) {
    struct custodian *custodian = batch->custodian;
    bool more = true;
    for (int slices = 0; more && slices < 8; slices++)
        TRY(watch_step(&custodian->desk.watch, &custodian->ledger, custodian->store, &more));
    return desk_look_at_retention(custodian);
}

static enum status answer_state(struct batch *batch, const struct desk_question *question, struct desk_reply *reply) {
    struct custodian *custodian = batch->custodian;
    TRY(catch_up(batch));
    TRY(cases_page(&custodian->ledger, question, reply, batch->arena));
    reply->rules = ARENA_ARRAY(batch->arena, struct desk_rule, WATCH_COUNT);
    reply->rule_count = WATCH_COUNT;
    TRY(watch_rules(&custodian->ledger, reply->rules, batch->arena));
    return desk_read_state(custodian, &reply->state);
}

static enum status answer_case(struct batch *batch, const struct desk_question *question, struct desk_reply *reply) {
    reply->cases = ARENA_NEW(batch->arena, struct audit_case);
    reply->case_count = 1;
    return cases_find(&batch->custodian->ledger, question->id, &reply->cases[0], batch->arena);
}

// Whether an earlier call of this batch decides the same case.
static bool is_being_decided(const struct batch *batch, const struct pending *pending, int64_t id) {
    for (const struct pending *other = batch->pendings; other < pending; other++)
        if (!other->answered && other->call.operation == OPERATION_DESK && other->call.question.act == DESK_DECIDE &&
            other->call.question.id == id)
            return true;
    return false;
}

static enum status check_decision(struct batch *batch, struct pending *pending) {
    const struct desk_question *question = &pending->call.question;
    struct audit_case found;
    if (!verdict_find(question->key) || *question->text == '\0' || strlen(question->text) > DESK_TEXT_MAX)
        return STATUS_INVALID;
    TRY(cases_find(&batch->custodian->ledger, question->id, &found, batch->arena));
    if (*found.decision != '\0' || is_being_decided(batch, pending, question->id))
        return STATUS_CONFLICT;
    // ORG-3: nobody is the judge of themselves.
    return found.person_id == pending->known->actor.person_id ? STATUS_FORBIDDEN : STATUS_OK;
}

static enum status check_rule(const struct desk_question *question) {
    if (watch_find(question->key) == WATCH_COUNT)
        return STATUS_NOT_FOUND;
    const bool good = question->threshold >= 1 && question->threshold <= WATCH_THRESHOLD_MAX && question->minutes >= 1 &&
                      question->minutes <= WATCH_MINUTES_MAX && question->active <= 1;
    return good ? STATUS_OK : STATUS_INVALID;
}

static enum status answer(struct batch *batch, struct pending *pending) {
    const struct desk_question *question = &pending->call.question;
    struct desk_reply *reply = &pending->answer.desk;
    struct ledger *ledger = &batch->custodian->ledger;
    switch ((enum desk_act)question->act) {
    case DESK_STATE:
        return answer_state(batch, question, reply);
    case DESK_CASES:
        TRY(catch_up(batch));
        return cases_page(ledger, question, reply, batch->arena);
    case DESK_CASE:
        return answer_case(batch, question, reply);
    case DESK_SUMMARY:
        return (question->customer_id != 0) == (question->person_id != 0) ? STATUS_BAD_REQUEST
                                                                          : desk_summary(ledger, question, reply, batch->arena);
    case DESK_DECIDE:
        return check_decision(batch, pending);
    case DESK_RULE:
        return check_rule(question);
    case DESK_VERIFY:
        return batch->custodian->desk.verification ? STATUS_CONFLICT : STATUS_OK;
    case DESK_ACT_COUNT:
        break;
    }
    return STATUS_BAD_REQUEST;
}

// From what to what.
static const char *rule_words(struct batch *batch, const struct desk_question *question) {
    struct desk_rule rules[WATCH_COUNT] = {{.key = ""}};
    const enum watch watch = watch_find(question->key);
    if (watch_rules(&batch->custodian->ledger, rules, batch->arena) != STATUS_OK)
        return question->key;
    const struct desk_rule *was = &rules[watch];
    return arena_format(batch->arena, "rule=%s %lld/%lld/%s -> %lld/%lld/%s", question->key, (long long)was->threshold,
                        (long long)was->minutes, was->active ? "on" : "off", (long long)question->threshold, (long long)question->minutes,
                        question->active ? "on" : "off");
}

// What changes something is told under the desk's own channel.
static void record_act(struct batch *batch, const struct desk_question *question, struct access *record) {
    record->channel = CHANNEL_DESK;
    if (question->act == DESK_DECIDE) {
        record->result = RESULT_CASE_DECIDED;
        record->field = arena_format(batch->arena, "case=%" PRId64 " decision=%s", question->id, question->key);
        record->purpose_text = question->text;
    } else {
        record->result = RESULT_RULE_CHANGED;
        record->field = rule_words(batch, question);
    }
}

enum status decide_desk(struct batch *batch, struct pending *pending) {
    const struct desk_question *question = &pending->call.question;
    struct desk_reply *reply = &pending->answer.desk;
    TRY(batch_actor(batch, pending));
    reply->result = (int64_t)may_ask(pending);
    if (reply->result == RESULT_DISCLOSED)
        TRY(answer(batch, pending));
    struct access *record = batch_record(batch, pending);
    const struct actor *actor = pending->known ? &pending->known->actor : NULL;
    for (unsigned i = 0; actor && i < actor->grant_count; i++)
        if (actor->grants[i].permissions >> PERM_LOG_READ & 1)
            record->role = actor->grants[i].key;
    record->field = question_words(question, batch->arena);
    record->channel = CHANNEL_LOG;
    record->result = reply->result;
    record->count = reply->case_count + reply->group_count;
    if (reply->result == RESULT_DISCLOSED && (question->act == DESK_DECIDE || question->act == DESK_RULE))
        record_act(batch, question, record);
    return STATUS_OK;
}
