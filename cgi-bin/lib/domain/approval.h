// Requests for approval in the store (CON-11): begun, acted on, read, listed. What may happen is model/approval.h; who is asked,
// approval_path.h; what is approved and what follows from it, approval_subject.h.
// Whoever asks and whoever is or was asked may read a request, and nobody else: others are STATUS_NOT_FOUND.
#ifndef DOMAIN_APPROVAL_H
#define DOMAIN_APPROVAL_H

#include "domain/approval_path.h"
#include "model/approval_kind.h"

// APPROVAL_LOAD_STATEMENTS: a request without what it is about; reading whole takes both.
extern const struct sql *const APPROVAL_LOAD_STATEMENTS[], *const APPROVAL_READ_STATEMENTS[];
extern const struct sql *const APPROVAL_WRITE_STATEMENTS[], *const APPROVAL_LIST_STATEMENTS[];
extern const struct sql *const APPROVAL_COUNT_STATEMENTS[]; // approval_waiting alone

#define APPROVAL_TITLE_MAX 200    // characters
#define APPROVAL_OPINION_MAX 2000 // characters
#define APPROVAL_DIGEST 32        // bytes: BLAKE2b-256 of what is judged
#define APPROVAL_NO_AMOUNT INT64_C(-1)

struct approval_new {
    const char *kind;    // of model/approval_kind.h
    int64_t subject_id;  // what is to be approved: the revision of a contract
    int64_t customer_id; // that it is about; 0: none
    const char *title;   // as inboxes tell it; never a confidential value
    int64_t amount;      // fen, or APPROVAL_NO_AMOUNT
    const char *flag;    // of the kind; "" = none
    const unsigned char *digest;
    int64_t excluded_id; // another who may not judge it; 0: nobody
    int64_t previous_id; // the request for the same thing before it; 0: none
};
// What would become of a request: its branch, and who would be asked at each step. For showing it before it is begun.
struct approval_outlook {
    struct approval_branch branch;
    struct place_people (*people)[APPROVAL_PLACES_MAX]; // by step
    int vacant;                                         // a step where nobody could be asked, from 0; -1: none
};
enum status approval_foresee(struct ctx *ctx, const struct approval_new *request, struct approval_outlook *outlook) MUST_CHECK;
// Begins it for the actor, within the caller's transaction. STATUS_CONFLICT with *message: the path has no branch for it, or a step where
// nobody could be asked.
enum status approval_submit(struct ctx *ctx, const struct approval_new *new, int64_t *id, struct text *message) MUST_CHECK;

// A seat as it is read, beside its part in the machine.
struct seat_more {
    const char *person_name, *acted_name; // acted_name: who acted; "" nobody yet
    int64_t opened_at, due_at, acted_at;  // 0: not yet; due_at INT64_MAX: never
};
struct approval_request {
    struct approval machine;
    const struct approval_kind *kind;
    struct approval_branch branch;
    int64_t subject_id, customer_id, previous_id, amount;
    const char *title, *flag, *applicant_name, *unit_path, *unit_name;
    unsigned char digest[APPROVAL_DIGEST];
    int64_t created_at, ended_at, urged_at; // 0: not
    struct seat_more *more;                 // beside machine.seats
};
// STATUS_NOT_FOUND unless the actor has to do with it.
enum status approval_reach(struct ctx *ctx, int64_t id) MUST_CHECK;
enum status approval_read(struct ctx *ctx, int64_t id, struct approval_request *request) MUST_CHECK;

// What was done, in its order.
struct approval_done {
    int64_t id, at;
    enum approval_event event;
    const char *person_name, *for_name, *to_name; // "" where there is none
    unsigned round, step;
    int to_step; // -1: none
    const char *opinion;
    // By APPROVAL_CRITERIA: keys of APPROVAL_FINDINGS, NULL: none.
    const char *findings[APPROVAL_CRITERIA_COUNT], *remarks[APPROVAL_CRITERIA_COUNT];
};
enum status approval_history(struct ctx *ctx, int64_t id, struct approval_done **rows, unsigned *count) MUST_CHECK;

// What somebody does by hand. Their seat is found: their own, else one they are a delegate for. `seen` is the digest of what their page
// showed. Durable on STATUS_OK, with whatever follows from the end of the request (approval_subject.h): both or neither.
// STATUS_CONFLICT and STATUS_INVALID: nothing was done, *refusal says why.
struct approval_word {
    enum approval_event event;
    const unsigned char *seen; // APPROVAL_DIGEST bytes
    const char *opinion;
    const char *findings[APPROVAL_CRITERIA_COUNT], *remarks[APPROVAL_CRITERIA_COUNT]; // CON-4; NULL or "": none
    int64_t to_id;                                                                    // whom the event names
    unsigned step;                                                                    // of EVENT_RETURN
};
enum status approval_do(struct ctx *ctx, int64_t id, const struct approval_word *word, enum approval_refusal *refusal) MUST_CHECK;

// --- Lists: at most APPROVAL_PAGE rows a page, by keyset.
#define APPROVAL_PAGE 50
enum approval_list {
    APPROVALS_WAITING, // 待我审批, what is due soonest first
    APPROVALS_MINE,    // 我发起的, the newest first
    APPROVALS_DONE     // 已办, the last first
};
struct approval_row {
    int64_t id, seat_id;
    const struct approval_kind *kind;
    const char *title, *applicant_name, *step_name, *for_name; // for_name: whose seat a delegate sees
    int64_t amount, since, due_at, created_at;
    enum approval_state state;
    bool asked, together;
    const char *event; // APPROVALS_DONE: what one did
};
struct approval_rows {
    struct approval_row *rows;
    unsigned count;
    const char *next; // NULL: no more
};
enum status approval_list(struct ctx *ctx, enum approval_list list, const char *after, struct approval_rows *page) MUST_CHECK;
// How many wait for the actor, at most `most`.
enum status approval_waiting(struct ctx *ctx, unsigned most, unsigned *count) MUST_CHECK;

#endif
