// What the auditor's desk asks of the custodian, who alone has the log: cases and their decisions, who looked how often at what, the state
// of the log and of the rules. One question, one reply, both in the log before the reply leaves, like any reading of it. No part of it
// holds a value of a field.
// Not here: single records (custody_log), what rules mean (domain/watch.h).
#ifndef VAULT_DESK_H
#define VAULT_DESK_H

#include "vault/custody.h"

enum desk_act {
    DESK_STATE = 1, // the log, the week, the rules, the gravest open cases
    DESK_CASES,     // a page of cases: open ones gravest first, or decided ones newest first
    DESK_CASE,      // one
    DESK_SUMMARY,   // what was looked at: of a customer, by person and field; or by a person, by day, customer and field
    DESK_DECIDE,    // a case
    DESK_RULE,      // changes a rule
    DESK_VERIFY,    // begins a verification
    DESK_ACT_COUNT
};

#define DESK_CASES_MAX 30
#define DESK_GROUPS_MAX 200
#define DESK_RULES_MAX 16
#define DESK_SUMMARY_RECORDS 10000 // the newest so many are summed up
#define DESK_TEXT_MAX 900          // bytes of the text of a decision

struct desk_question {
    int64_t act;
    int64_t id;                         // CASE, DECIDE
    int64_t person_id;                  // CASES: about them, 0 = anybody; SUMMARY
    int64_t customer_id;                // SUMMARY
    int64_t from, until;                // SUMMARY, as in struct access_filter
    int64_t decided;                    // CASES: 1 = the decided ones
    int64_t after, after_id;            // CASES: begin behind this weight and id (open), or this seq (decided); 0 = at the first
    int64_t limit;                      // CASES and STATE
    int64_t threshold, minutes, active; // RULE
    const char *key;                    // DECIDE: the verdict; RULE: the rule
    const char *text;                   // DECIDE
};

struct audit_case {
    int64_t id;
    const char *rule;
    int64_t person_id;
    const char *login, *detail;
    int64_t weight, threshold, minutes;
    int64_t since, until, count;
    int64_t by_id, opened_at, opened_seq;
    const char *decision, *decision_text; // "": open
    int64_t decided_by, decided_at, decided_seq;
};

// What one line of a summary is about.
enum desk_by {
    DESK_BY_ALL = 1, // one line: everything that was summed up
    DESK_BY_PERSON,
    DESK_BY_FIELD, // kind and field
    DESK_BY_CUSTOMER,
    DESK_BY_DAY // id is the start of the local day
};
struct desk_group {
    int64_t by, id, kind;
    const char *field;
    int64_t looks, searches, refused, exports;
    int64_t first, last; // times
    int64_t of;          // how many of its kind there are: of more than DESK_GROUPS_MAX the rest is left out
};

struct desk_rule {
    const char *key;
    int64_t threshold, minutes, active;
};

struct desk_state {
    int64_t newest, newest_at;          // record
    int64_t head, head_at;              // signed
    int64_t looks, searches, refused;   // of this week
    int64_t opened, decided;            // cases of this week
    int64_t open, grave, oldest_at;     // open cases, those of weight 3, when the oldest was opened
    int64_t unwatched;                  // records that the rules were not yet held against
    int64_t verifying, verified, whole; // a verification is running; records it went through, of so many
    int64_t checked_at;                 // the last one that ended: 0 = never …
    // … as in struct verify_result
    int64_t fault, first, last, line, records, checked, checked_to, heads, witnessed, pruned, pruned_at, before_at, keys;
    int64_t signing_keys, signing_from, signing_since; // how many there were; the record that named the present one, 0: it is the first
    int64_t data_since;                                // a rotation of the data key goes on since then; 0: none
    int64_t keep_days, keep_wanted, keep_due;          // retention; the shorter one that was set, and from when on it holds: 0, none waits
    int64_t token;                                     // 1: the token key is being rotated
};

struct desk_reply {
    int64_t result; // RESULT_DISCLOSED or the refusal
    int64_t more;   // CASES: there is another page; SUMMARY: there are records beyond DESK_SUMMARY_RECORDS
    struct desk_state state;
    struct audit_case *cases;
    unsigned case_count;
    struct desk_group *groups;
    unsigned group_count;
    struct desk_rule *rules;
    unsigned rule_count;
};

// STATUS_NOT_FOUND: no such case or rule. STATUS_CONFLICT: the case is decided already, or a verification is running.
// STATUS_FORBIDDEN: nobody decides a case about themselves. STATUS_INVALID: no such verdict, no text, or beyond the limits.
enum status custody_desk(struct custody *custody, const struct asker *asker, const struct desk_question *question,
                         struct desk_reply *reply, struct arena *arena) MUST_CHECK;

// --- For messages and statements, which go through all members in their order: as ACCESS_MEMBERS.
#define QUESTION_MEMBER_COUNT 15
#define CASE_MEMBER_COUNT 19
#define GROUP_MEMBER_COUNT 11
#define RULE_MEMBER_COUNT 4
#define STATE_MEMBER_COUNT 38
extern const struct access_member QUESTION_MEMBERS[QUESTION_MEMBER_COUNT];
extern const struct access_member CASE_MEMBERS[CASE_MEMBER_COUNT];
extern const struct access_member GROUP_MEMBERS[GROUP_MEMBER_COUNT];
extern const struct access_member RULE_MEMBERS[RULE_MEMBER_COUNT];
extern const struct access_member STATE_MEMBERS[STATE_MEMBER_COUNT];
#define CASE_COLUMNS                                                                                                      \
    "id, rule, person_id, login, detail, weight, threshold, minutes, since, until, count, by_id, opened_at, opened_seq, " \
    "decision, decision_text, decided_by, decided_at, decided_seq"

static inline int64_t *desk_int(void *record, const struct access_member *member) {
    return (int64_t *)(void *)((char *)record + member->offset);
}
static inline const char **desk_text(void *record, const struct access_member *member) {
    return (const char **)(void *)((char *)record + member->offset);
}

#endif
