// The cases put before the auditor (CONF-6, ORG-5), in the log's own database: opened, joined and decided in one commit with the
// record that says so, so that a case or a decision that was altered, removed or put in contradicts the chain (domain/verify_cases.c).
// Not here: what makes a case (watch.h), who may ask (desk.h).
#ifndef CUSTODIAN_CASES_H
#define CUSTODIAN_CASES_H

#include "custodian/ledger.h"
#include "vault/desk.h"

extern const struct sql *const CASES_STATEMENTS[];

// Something to be put before the auditor: a new case, or more of one that is open.
struct raise {
    const char *rule, *detail;
    int64_t person_id;
    const char *login;
    int64_t weight, threshold, minutes, by_id;
    int64_t since, until;
    const int64_t *seqs; // of its records, ascending; NULL: all that the person did between since and until …
    unsigned count;
    int64_t low;          // … which have this number or a higher one
    bool joins;           // the open case `case_id`
    int64_t case_id;      // set by cases_place
    struct access record; // of the opening
};

// Finds the case that `raise` joins, or gives it a number of its own. *drop: nothing is to be raised: what there is was decided
// already, or is known. `next` is the number that the next new case gets (0 at first).
enum status cases_place(struct ledger *ledger, struct raise *raise, int64_t *next, bool *drop, struct arena *arena) MUST_CHECK;
// Writes them with their records, and that the rules were held against the log up to `watched`, in one commit.
enum status cases_raise(struct ledger *ledger, struct raise *raises, unsigned count, int64_t watched, struct arena *arena) MUST_CHECK;

// One page, `question` says of what; *more: there is another.
enum status cases_page(struct ledger *ledger, const struct desk_question *question, struct desk_reply *reply,
                       struct arena *arena) MUST_CHECK;
// STATUS_NOT_FOUND: there is no such case.
enum status cases_find(struct ledger *ledger, int64_t id, struct audit_case *found, struct arena *arena) MUST_CHECK;
// Within the commit of the record `seq`.
enum status cases_decide(struct ledger *ledger, const struct desk_question *question, const struct access *record) MUST_CHECK;
// Counts of open cases, and of the week's.
enum status cases_figures(struct ledger *ledger, int64_t week, struct desk_state *state) MUST_CHECK;

#endif
