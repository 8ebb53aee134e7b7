// What events, states, seats and refusals of approvals are called: in the store and in words.
#include <string.h>

#include "model/approval.h"

const struct approval_arrow APPROVAL_ARROWS[EVENT_COUNT] = {
    [EVENT_SUBMIT] = {EVENT_SUBMIT, "submit", {"提交", "Submit"}, PARTY_APPLICANT, false, false, false},
    [EVENT_APPROVE] = {EVENT_APPROVE, "approve", {"同意", "Approve"}, PARTY_SEAT, false, false, true},
    [EVENT_DECLINE] = {EVENT_DECLINE, "decline", {"不同意", "Decline"}, PARTY_SEAT, false, true, true},
    [EVENT_RETURN] = {EVENT_RETURN, "return", {"退回到", "Return to"}, PARTY_SEAT, false, true, false},
    [EVENT_FORWARD] = {EVENT_FORWARD, "forward", {"转办", "Forward"}, PARTY_SEAT, true, false, false},
    [EVENT_ADD_BEFORE] = {EVENT_ADD_BEFORE, "add_before", {"前加签", "Add before"}, PARTY_SEAT, true, false, false},
    [EVENT_ADD_BESIDE] = {EVENT_ADD_BESIDE, "add_beside", {"并加签", "Add beside"}, PARTY_SEAT, true, false, false},
    [EVENT_ADD_AFTER] = {EVENT_ADD_AFTER, "add_after", {"后加签", "Add after"}, PARTY_SEAT, true, false, false},
    [EVENT_ASK] = {EVENT_ASK, "ask", {"询问", "Ask"}, PARTY_SEAT, false, true, false},
    [EVENT_ANSWER] = {EVENT_ANSWER, "answer", {"答复", "Answer"}, PARTY_APPLICANT, false, true, false},
    [EVENT_URGE] = {EVENT_URGE, "urge", {"催办", "Urge"}, PARTY_APPLICANT, false, false, false},
    [EVENT_WITHDRAW] = {EVENT_WITHDRAW, "withdraw", {"撤回", "Withdraw"}, PARTY_APPLICANT, false, false, true},
    [EVENT_ESCALATE] = {EVENT_ESCALATE, "escalate", {"超时上报", "Escalated"}, PARTY_SYSTEM, true, false, false},
    [EVENT_HAND_OVER] = {EVENT_HAND_OVER, "hand_over", {"移交", "Handed over"}, PARTY_SYSTEM, true, false, false},
    [EVENT_VOID] = {EVENT_VOID, "void", {"失效", "Void"}, PARTY_SYSTEM, false, false, true},
};

static const struct {
    const char *key;
    struct text label;
} STATES[APPROVAL_STATE_COUNT] = {
    [APPROVAL_OPEN] = {"open", {"审批中", "In approval"}},
    [APPROVAL_APPROVED] = {"approved", {"已同意", "Approved"}},
    [APPROVAL_DECLINED] = {"declined", {"未同意", "Declined"}},
    [APPROVAL_WITHDRAWN] = {"withdrawn", {"已撤回", "Withdrawn"}},
    [APPROVAL_VOID] = {"void", {"已失效", "Void"}},
};

const char *approval_state_key(enum approval_state state) {
    return STATES[state].key;
}

struct text approval_state_label(enum approval_state state) {
    return STATES[state].label;
}

enum approval_state approval_state_find(const char *key) {
    unsigned state = 0;
    while (state < APPROVAL_STATE_COUNT && strcmp(STATES[state].key, key) != 0)
        state++;
    return (enum approval_state)state;
}

enum approval_event approval_event_find(const char *key) {
    unsigned event = 0;
    while (event < EVENT_COUNT && strcmp(APPROVAL_ARROWS[event].key, key) != 0)
        event++;
    return (enum approval_event)event;
}

static const char *const SEAT_STATES[SEAT_STATE_COUNT] = {
    [SEAT_LATER] = "later",
    [SEAT_OPEN] = "open",
    [SEAT_APPROVED] = "approved",
    [SEAT_DECLINED] = "declined",
    [SEAT_RETURNED] = "returned",
    [SEAT_FORWARDED] = "forwarded",
    [SEAT_LAPSED] = "lapsed",
    [SEAT_VOID] = "void",
};
static const char *const ORIGINS[ORIGIN_COUNT] = {
    [ORIGIN_PATH] = "path",
    [ORIGIN_FORWARD] = "forward",
    [ORIGIN_ADDED] = "added",
    [ORIGIN_ESCALATED] = "escalated",
    [ORIGIN_HANDED] = "handed",
};

const char *seat_state_key(enum seat_state state) {
    return SEAT_STATES[state];
}

enum seat_state seat_state_find(const char *key) {
    unsigned state = 0;
    while (state < SEAT_STATE_COUNT && strcmp(SEAT_STATES[state], key) != 0)
        state++;
    return (enum seat_state)state;
}

const char *seat_origin_key(enum seat_origin origin) {
    return ORIGINS[origin];
}

enum seat_origin seat_origin_find(const char *key) {
    unsigned origin = 0;
    while (origin < ORIGIN_COUNT && strcmp(ORIGINS[origin], key) != 0)
        origin++;
    return (enum seat_origin)origin;
}

struct text approval_refusal_label(enum approval_refusal refusal) {
    static const struct text LABELS[REFUSAL_COUNT] = {
        [REFUSAL_NONE] = {"", ""},
        [REFUSAL_ENDED] = {"这件申请已经办结", "This request has ended."},
        [REFUSAL_SEAT_ENDED] = {"这一步已由他人办理", "This has been dealt with by others."},
        [REFUSAL_NOT_YET] = {"须等加签的人先办", "Somebody else was asked first."},
        [REFUSAL_NOT_YOURS] = {"这不归您办理", "This is not yours to deal with."},
        [REFUSAL_OWN_REQUEST] = {"不能审批自己的申请", "Nobody judges their own request."},
        [REFUSAL_PERSON] = {"此人不能审批这件申请，或已在这一步办理", "This colleague may not judge it, or is asked already."},
        [REFUSAL_STEP] = {"只能退回到前面的步骤", "It can be returned to an earlier step only."},
        [REFUSAL_OPINION] = {"请填写意见", "Write your opinion."},
        [REFUSAL_TOO_MANY] = {"经手的人太多，不能再增加", "Too many people are involved to add more."},
        [REFUSAL_URGED] = {"今天已经催办过，明天可以再催", "You have urged them today; tomorrow you can again."},
        [REFUSAL_LONG] = {"意见最多 2000 个字", "An opinion has 2,000 characters at most."},
        [REFUSAL_CHANGED] = {"内容已有变化，请看过再定", "It has changed meanwhile: look at it first."},
    };
    return LABELS[refusal];
}
