// Approvals of every kind (CON-11) as a machine: what may happen to a request, what becomes of it, and nothing else. A request holds the
// seats of those who are asked; an act changes it in memory, wholly or not at all. So every path through it can be walked without a store.
//
//     request ── path ── steps in their order ── places that must agree (all of them, any, so many)
//        └── seats: one person, asked at one place of one step in one round
//
// Rounds count returns to an earlier step: what was said in earlier rounds stays, and counts no more.
// Rules: CON-3 (paths), CON-11 (acts), ORG-4 (delegates). Never: somebody approving their own request, by whatever way.
// Not here: the store, who holds which role (domain/approval_path), what is approved (domain/approval_kind), clocks.
#ifndef MODEL_APPROVAL_H
#define MODEL_APPROVAL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"

enum approval_state {
    APPROVAL_OPEN,
    APPROVAL_APPROVED,
    APPROVAL_DECLINED,  // goes back with its reasons (CON-5)
    APPROVAL_WITHDRAWN, // by the applicant
    APPROVAL_VOID,      // there is nothing to approve any more
    APPROVAL_STATE_COUNT
};

enum approval_event {
    EVENT_SUBMIT,
    EVENT_APPROVE,
    EVENT_DECLINE,
    EVENT_RETURN,     // to an earlier step
    EVENT_FORWARD,    // 转办: another takes the seat
    EVENT_ADD_BEFORE, // 加签: another is asked first,
    EVENT_ADD_BESIDE, // at the same time,
    EVENT_ADD_AFTER,  // or afterwards
    EVENT_ASK,        // a question to the applicant
    EVENT_ANSWER,
    EVENT_URGE, // 催办
    EVENT_WITHDRAW,
    EVENT_ESCALATE,  // overdue: the superior is asked, too
    EVENT_HAND_OVER, // somebody leaves (ORG-5), or a vacant seat is filled; to_id 0: it becomes vacant
    EVENT_VOID,
    EVENT_COUNT
};

// Who may cause an event.
enum approval_party {
    PARTY_SEAT,      // who sits on an open seat, or their delegate
    PARTY_APPLICANT, // who asked
    PARTY_SYSTEM,    // nobody by hand
};

// What an event does to an open request; nothing happens to one that has ended.
struct approval_arrow {
    enum approval_event event;
    const char *key; // stored: "approve"
    struct text label;
    enum approval_party party;
    bool names_person;  // somebody else comes in
    bool needs_opinion; // an opinion, a reason, a question: it must not be empty
    bool ends;          // may end the request
};
extern const struct approval_arrow APPROVAL_ARROWS[EVENT_COUNT];

const char *approval_state_key(enum approval_state state); // stored: "open"
struct text approval_state_label(enum approval_state state);
// *_COUNT for an unknown key.
enum approval_state approval_state_find(const char *key);
enum approval_event approval_event_find(const char *key);

// --- paths

enum step_mode {
    STEP_ALL,   // every place agrees
    STEP_ANY,   // one does
    STEP_QUORUM // so many do
};
struct approval_step {
    const char *name;
    enum step_mode mode;
    unsigned quorum; // of STEP_QUORUM: 1 … places
    unsigned places; // at least 1
    unsigned days;   // working days until it is overdue; 0: never
    bool together;   // several equal small requests may be approved at once
};
struct approval_path {
    const struct approval_step *steps;
    unsigned step_count; // at least 1
};
#define APPROVAL_STEPS_MAX 20
#define APPROVAL_PLACES_MAX 12 // of a step, by its path

// How many places of a step must agree.
unsigned step_needs(const struct approval_step *step);

// --- requests

enum seat_state {
    SEAT_LATER, // waits until another place has agreed
    SEAT_OPEN,
    SEAT_APPROVED,
    SEAT_DECLINED,
    SEAT_RETURNED,  // sent the request back to an earlier step
    SEAT_FORWARDED, // gave the seat to another
    SEAT_LAPSED,    // others spoke first
    SEAT_VOID,      // ended with the request or its round
    SEAT_STATE_COUNT
};
enum seat_origin {
    ORIGIN_PATH,
    ORIGIN_FORWARD,
    ORIGIN_ADDED,
    ORIGIN_ESCALATED,
    ORIGIN_HANDED,
    ORIGIN_COUNT
};
// As they are stored; *_COUNT for an unknown key.
const char *seat_state_key(enum seat_state state);
enum seat_state seat_state_find(const char *key);
const char *seat_origin_key(enum seat_origin origin);
enum seat_origin seat_origin_find(const char *key);

struct seat {
    int64_t id;                  // 0: not stored yet
    unsigned round, step, place; // step from 0; place from 0, those that were added from APPROVAL_PLACES_MAX on
    int64_t person_id;           // 0: vacant, nobody could be found
    enum seat_state state;
    enum seat_origin origin;
    int waits_for;    // a place of the same step and round, -1: none
    bool asked;       // put a question that was not answered yet
    bool changed;     // since it was read
    bool opened;      // since it was read: its time begins
    int64_t acted_by; // who acted: the person or a delegate; 0: nobody did
};

struct approval {
    int64_t id;
    int64_t applicant_id;
    int64_t excluded_id; // another who may not judge it: for whom it is asked; 0: nobody
    enum approval_state state;
    unsigned round, step; // of an open request: where it stands
    struct approval_path path;
    struct seat *seats; // in the order they came in
    unsigned seat_count, seat_room;
};
#define APPROVAL_SEATS_MAX 500 // of a request in all its rounds; what would need more is STATUS_TOO_LARGE

// Who is asked at each place of a step; places with several people are judged by whoever comes first.
#define APPROVAL_PEOPLE_MAX 20 // at a place
struct place_people {
    int64_t ids[APPROVAL_PEOPLE_MAX];
    unsigned count; // 0: the place stays vacant
};
// The caller's answer to who sits at the places of `step`: fills people[0 … places - 1], without anybody who may not judge.
struct approval_world {
    enum status (*people)(void *data, const struct approval *approval, unsigned step, struct place_people *people);
    void *data;
};

struct approval_act {
    enum approval_event event;
    int64_t person_id; // who acts; for the system 0
    int64_t seat_id;   // of PARTY_SEAT, EVENT_ESCALATE and EVENT_HAND_OVER
    bool as_delegate;  // for who sits there; whether they may is the caller's to know
    int64_t to_id;     // where the event names a person
    unsigned step;     // of EVENT_RETURN
    const char *opinion;
};

// Why an act is refused.
enum approval_refusal {
    REFUSAL_NONE,
    REFUSAL_ENDED,       // the request has ended
    REFUSAL_SEAT_ENDED,  // this seat has: judged by another, forwarded …
    REFUSAL_NOT_YET,     // it waits for another
    REFUSAL_NOT_YOURS,   // neither the seat's person nor a delegate; or not the applicant
    REFUSAL_OWN_REQUEST, // whoever asks does not judge
    REFUSAL_PERSON,      // who is named may not judge it, or is asked at this step already
    REFUSAL_STEP,        // no earlier step
    REFUSAL_OPINION,     // an opinion is missing
    REFUSAL_TOO_MANY,    // APPROVAL_SEATS_MAX
    REFUSAL_CHANGED,     // what is to be approved is not what was seen
    REFUSAL_URGED,       // today already
    REFUSAL_LONG,        // the opinion
    REFUSAL_COUNT
};
struct text approval_refusal_label(enum approval_refusal refusal);

// Does the act, or nothing: *refusal says why then and the status is STATUS_CONFLICT (STATUS_INVALID for what was typed). Other statuses
// are the world's. EVENT_SUBMIT opens the first step of a request that has no seats.
enum status approval_apply(struct approval *approval, const struct approval_act *act, const struct approval_world *world,
                           struct arena *arena, enum approval_refusal *refusal) MUST_CHECK;

// The seat with this id; NULL for none.
struct seat *approval_seat(const struct approval *approval, int64_t id);
// Whether the person is asked at the present step already: their seat is open or waits.
bool approval_is_asked(const struct approval *approval, int64_t person_id);
// What every request keeps to, whatever happened; NULL, or what is broken, for tests and the check of a store.
const char *approval_broken(const struct approval *approval);

#endif
