// The machine of approvals.
#include "model/approval.h"

#include <string.h>

unsigned step_needs(const struct approval_step *step) {
    return step->mode == STEP_ALL ? step->places : step->mode == STEP_ANY ? 1
                                                                          : step->quorum;
}

// --- seats

struct seat *approval_seat(const struct approval *approval, int64_t id) {
    for (unsigned i = 0; i < approval->seat_count; i++)
        if (approval->seats[i].id == id)
            return &approval->seats[i];
    return NULL;
}

static bool is_live(const struct seat *seat) {
    return seat->state == SEAT_OPEN || seat->state == SEAT_LATER;
}

static bool is_current(const struct approval *approval, const struct seat *seat) {
    return seat->round == approval->round && seat->step == approval->step;
}

bool approval_is_asked(const struct approval *approval, int64_t person_id) {
    for (unsigned i = 0; i < approval->seat_count; i++)
        if (is_live(&approval->seats[i]) && approval->seats[i].person_id == person_id)
            return true;
    return false;
}

static bool may_judge(const struct approval *approval, int64_t person_id) {
    return person_id != approval->applicant_id && (person_id == 0 || person_id != approval->excluded_id);
}

static void set_state(struct seat *seat, enum seat_state state) {
    seat->opened |= state == SEAT_OPEN && seat->state != SEAT_OPEN;
    seat->state = state;
    seat->changed = true;
}

static struct seat *add_seat(struct approval *approval, struct seat seat, struct arena *arena) {
    if (approval->seat_count == approval->seat_room) {
        approval->seat_room = approval->seat_room * 2 + 8;
        struct seat *more = ARENA_ARRAY(arena, struct seat, approval->seat_room);
        if (approval->seat_count > 0)
            memcpy(more, approval->seats, approval->seat_count * sizeof *more);
        approval->seats = more;
    }
    seat.changed = true;
    seat.opened = seat.state == SEAT_OPEN;
    approval->seats[approval->seat_count] = seat;
    return &approval->seats[approval->seat_count++];
}

// All that are still asked come to this end.
static void end_live(struct approval *approval, enum seat_state state) {
    for (unsigned i = 0; i < approval->seat_count; i++)
        if (is_live(&approval->seats[i]))
            set_state(&approval->seats[i], state);
}

// --- how a step stands

enum standing {
    STANDS_OPEN,
    STANDS_AGREED,
    STANDS_DECLINED
};

// One word of anybody at a place is the place's.
static enum standing place_stands(const struct approval *approval, unsigned place) {
    for (unsigned i = 0; i < approval->seat_count; i++) {
        const struct seat *seat = &approval->seats[i];
        if (!is_current(approval, seat) || seat->place != place)
            continue;
        if (seat->state == SEAT_APPROVED)
            return STANDS_AGREED;
        if (seat->state == SEAT_DECLINED)
            return STANDS_DECLINED;
    }
    return STANDS_OPEN;
}

static unsigned next_place(const struct approval *approval) {
    unsigned next = APPROVAL_PLACES_MAX;
    for (unsigned i = 0; i < approval->seat_count; i++)
        if (is_current(approval, &approval->seats[i]) && approval->seats[i].place >= next)
            next = approval->seats[i].place + 1;
    return next;
}

// Of the path's places as many as the step needs; of those that were added each.
static enum standing step_stands(const struct approval *approval) {
    const struct approval_step *step = &approval->path.steps[approval->step];
    const unsigned needed = step_needs(step), added_end = next_place(approval);
    unsigned agreed = 0, declined = 0;
    for (unsigned place = 0; place < step->places; place++) {
        const enum standing stands = place_stands(approval, place);
        agreed += stands == STANDS_AGREED;
        declined += stands == STANDS_DECLINED;
    }
    bool added_agreed = true;
    for (unsigned place = APPROVAL_PLACES_MAX; place < added_end; place++) {
        const enum standing stands = place_stands(approval, place);
        if (stands == STANDS_DECLINED)
            return STANDS_DECLINED;
        added_agreed &= stands == STANDS_AGREED;
    }
    if (declined > step->places - needed)
        return STANDS_DECLINED;
    return agreed >= needed && added_agreed ? STANDS_AGREED : STANDS_OPEN;
}

// Others who were asked at the same place need not answer any more; who waited for its word, whichever it is, is asked now.
static void settle_place(struct approval *approval, unsigned place) {
    for (unsigned i = 0; i < approval->seat_count; i++) {
        struct seat *seat = &approval->seats[i];
        if (!is_current(approval, seat) || !is_live(seat))
            continue;
        if (seat->place == place)
            set_state(seat, SEAT_LAPSED);
        else if (seat->state == SEAT_LATER && seat->waits_for == (int)place)
            set_state(seat, SEAT_OPEN);
    }
}

// --- steps

static enum status open_step(struct approval *approval, unsigned step, const struct approval_world *world, struct arena *arena,
                             enum approval_refusal *refusal) {
    struct place_people people[APPROVAL_PLACES_MAX] = {{.count = 0}};
    approval->step = step;
    TRY(world->people(world->data, approval, step, people));
    for (unsigned place = 0; place < approval->path.steps[step].places; place++) {
        const unsigned count = people[place].count > 0 ? people[place].count : 1; // a vacant seat waits to be filled
        for (unsigned i = 0; i < count; i++) {
            if (approval->seat_count >= APPROVAL_SEATS_MAX)
                return *refusal = REFUSAL_TOO_MANY, STATUS_CONFLICT;
            add_seat(approval,
                     (struct seat){.round = approval->round,
                                   .step = step,
                                   .place = place,
                                   .person_id = people[place].ids[i],
                                   .state = SEAT_OPEN,
                                   .origin = ORIGIN_PATH,
                                   .waits_for = -1},
                     arena);
        }
    }
    return STATUS_OK;
}

static void end_request(struct approval *approval, enum approval_state state) {
    end_live(approval, SEAT_VOID);
    approval->state = state;
}

// After a word was spoken at the present step.
static enum status move_on(struct approval *approval, const struct approval_world *world, struct arena *arena,
                           enum approval_refusal *refusal) {
    const enum standing stands = step_stands(approval);
    if (stands == STANDS_DECLINED)
        end_request(approval, APPROVAL_DECLINED);
    if (stands != STANDS_AGREED)
        return STATUS_OK;
    end_live(approval, SEAT_LAPSED);
    if (approval->step + 1 < approval->path.step_count)
        return open_step(approval, approval->step + 1, world, arena, refusal);
    approval->state = APPROVAL_APPROVED;
    return STATUS_OK;
}

// --- events

struct move {
    struct approval *approval;
    const struct approval_act *act;
    const struct approval_world *world;
    struct arena *arena;
    enum approval_refusal *refusal;
    struct seat *seat; // of the act, or NULL; not to be kept over add_seat
};

static enum status refuse(const struct move *move, enum approval_refusal refusal) {
    *move->refusal = refusal;
    return refusal == REFUSAL_OPINION || refusal == REFUSAL_PERSON || refusal == REFUSAL_STEP ? STATUS_INVALID : STATUS_CONFLICT;
}

static enum status submit(struct move *move) {
    return open_step(move->approval, 0, move->world, move->arena, move->refusal);
}

static enum status judge(struct move *move) {
    const bool agrees = move->act->event == EVENT_APPROVE;
    const unsigned place = move->seat->place;
    move->seat->acted_by = move->act->person_id;
    set_state(move->seat, agrees ? SEAT_APPROVED : SEAT_DECLINED);
    settle_place(move->approval, place);
    return move_on(move->approval, move->world, move->arena, move->refusal);
}

static enum status send_back(struct move *move) {
    if (move->act->step >= move->approval->step)
        return refuse(move, REFUSAL_STEP);
    move->seat->acted_by = move->act->person_id;
    set_state(move->seat, SEAT_RETURNED);
    end_live(move->approval, SEAT_VOID);
    move->approval->round++;
    return open_step(move->approval, move->act->step, move->world, move->arena, move->refusal);
}

// Whoever takes work over that is left behind may sit at the step already, and may be nobody: then the seat is vacant.
static enum status check_newcomer(const struct move *move) {
    const bool left_behind = move->act->event == EVENT_HAND_OVER;
    const bool fits = left_behind || (move->act->to_id != 0 && !approval_is_asked(move->approval, move->act->to_id));
    if (!fits || !may_judge(move->approval, move->act->to_id))
        return refuse(move, REFUSAL_PERSON);
    return move->approval->seat_count < APPROVAL_SEATS_MAX ? STATUS_OK : refuse(move, REFUSAL_TOO_MANY);
}

// A seat beside the act's own, in its step.
static struct seat newcomer(const struct move *move, unsigned place, enum seat_origin origin) {
    return (struct seat){.round = move->approval->round,
                         .step = move->approval->step,
                         .place = place,
                         .person_id = move->act->to_id,
                         .state = SEAT_OPEN,
                         .origin = origin,
                         .waits_for = -1};
}

static enum status give_seat(struct move *move) {
    TRY(check_newcomer(move));
    const bool by_hand = move->act->event == EVENT_FORWARD;
    struct seat seat = newcomer(move, move->seat->place, by_hand ? ORIGIN_FORWARD : ORIGIN_HANDED);
    seat.state = move->seat->state;
    seat.waits_for = move->seat->waits_for;
    move->seat->acted_by = move->act->person_id;
    set_state(move->seat, SEAT_FORWARDED);
    add_seat(move->approval, seat, move->arena);
    return STATUS_OK;
}

static enum status add_signer(struct move *move) {
    TRY(check_newcomer(move));
    struct seat seat = newcomer(move, next_place(move->approval), ORIGIN_ADDED);
    if (move->act->event == EVENT_ADD_AFTER) {
        seat.state = SEAT_LATER;
        seat.waits_for = (int)move->seat->place;
    } else if (move->act->event == EVENT_ADD_BEFORE) {
        move->seat->waits_for = (int)seat.place;
        set_state(move->seat, SEAT_LATER);
    }
    add_seat(move->approval, seat, move->arena);
    return STATUS_OK;
}

static enum status escalate(struct move *move) {
    TRY(check_newcomer(move));
    add_seat(move->approval, newcomer(move, move->seat->place, ORIGIN_ESCALATED), move->arena);
    return STATUS_OK;
}

static enum status ask(struct move *move) {
    move->seat->asked = move->seat->changed = true;
    return STATUS_OK;
}

static enum status answer(struct move *move) {
    for (unsigned i = 0; i < move->approval->seat_count; i++) {
        struct seat *seat = &move->approval->seats[i];
        seat->changed |= seat->asked;
        seat->asked = false;
    }
    return STATUS_OK;
}

static enum status urge(struct move *move) {
    (void)move;
    return STATUS_OK;
}

static enum status end(struct move *move) {
    end_request(move->approval, move->act->event == EVENT_WITHDRAW ? APPROVAL_WITHDRAWN : APPROVAL_VOID);
    return STATUS_OK;
}

static enum status (*const MOVES[EVENT_COUNT])(struct move *move) = {
    [EVENT_SUBMIT] = submit,
    [EVENT_APPROVE] = judge,
    [EVENT_DECLINE] = judge,
    [EVENT_RETURN] = send_back,
    [EVENT_FORWARD] = give_seat,
    [EVENT_ADD_BEFORE] = add_signer,
    [EVENT_ADD_BESIDE] = add_signer,
    [EVENT_ADD_AFTER] = add_signer,
    [EVENT_ASK] = ask,
    [EVENT_ANSWER] = answer,
    [EVENT_URGE] = urge,
    [EVENT_WITHDRAW] = end,
    [EVENT_ESCALATE] = escalate,
    [EVENT_HAND_OVER] = give_seat,
    [EVENT_VOID] = end,
};

// --- who may

static bool concerns_seat(enum approval_event event) {
    return APPROVAL_ARROWS[event].party == PARTY_SEAT || event == EVENT_ESCALATE || event == EVENT_HAND_OVER;
}

static enum status check_seat(const struct move *move) {
    const struct seat *seat = move->seat;
    if (seat == NULL)
        return refuse(move, REFUSAL_NOT_YOURS);
    if (!is_live(seat))
        return refuse(move, REFUSAL_SEAT_ENDED);
    if (APPROVAL_ARROWS[move->act->event].party == PARTY_SYSTEM)
        return STATUS_OK;
    if (!may_judge(move->approval, move->act->person_id))
        return refuse(move, REFUSAL_OWN_REQUEST);
    if (seat->person_id != move->act->person_id && !move->act->as_delegate)
        return refuse(move, REFUSAL_NOT_YOURS);
    return seat->state == SEAT_LATER ? refuse(move, REFUSAL_NOT_YET) : STATUS_OK;
}

static enum status check(const struct move *move) {
    const struct approval_arrow *arrow = &APPROVAL_ARROWS[move->act->event];
    const bool is_new = move->approval->seat_count == 0;
    if (move->approval->state != APPROVAL_OPEN || is_new != (arrow->event == EVENT_SUBMIT))
        return refuse(move, REFUSAL_ENDED);
    if (arrow->party != PARTY_SYSTEM && move->act->person_id == 0) // nor is a vacant seat anybody's
        return refuse(move, REFUSAL_NOT_YOURS);
    if (arrow->party == PARTY_APPLICANT && move->act->person_id != move->approval->applicant_id)
        return refuse(move, REFUSAL_NOT_YOURS);
    if (concerns_seat(arrow->event))
        TRY(check_seat(move));
    if (arrow->needs_opinion && (move->act->opinion == NULL || *move->act->opinion == '\0'))
        return refuse(move, REFUSAL_OPINION);
    return STATUS_OK;
}

enum status approval_apply(struct approval *approval, const struct approval_act *act, const struct approval_world *world,
                           struct arena *arena, enum approval_refusal *refusal) {
    struct approval next = *approval;
    next.seats = ARENA_ARRAY(arena, struct seat, approval->seat_count + 8);
    next.seat_room = approval->seat_count + 8;
    if (approval->seat_count > 0)
        memcpy(next.seats, approval->seats, approval->seat_count * sizeof *next.seats);
    *refusal = REFUSAL_NONE;
    struct move move = {&next, act, world, arena, refusal, approval_seat(&next, act->seat_id)};
    TRY(check(&move));
    TRY(MOVES[act->event](&move));
    *approval = next;
    return STATUS_OK;
}

// --- what always holds

static bool has_spoken(const struct seat *seat) {
    return seat->state == SEAT_APPROVED || seat->state == SEAT_DECLINED || seat->state == SEAT_RETURNED;
}

static const char *seat_broken(const struct approval *approval, const struct seat *seat) {
    if (is_live(seat) && approval->state != APPROVAL_OPEN)
        return "a request that has ended asks somebody";
    if (is_live(seat) && !is_current(approval, seat))
        return "somebody is asked at a step that is not the present one";
    if (!may_judge(approval, seat->person_id))
        return "somebody sits who may not judge";
    if (has_spoken(seat) && !may_judge(approval, seat->acted_by))
        return "somebody spoke who may not";
    if (has_spoken(seat) && seat->acted_by == 0)
        return "nobody spoke where somebody did";
    return NULL;
}

// Whether each step agreed in the last round that reached it.
static bool all_agreed(const struct approval *approval) {
    struct approval look = *approval;
    for (look.step = 0; look.step < look.path.step_count; look.step++) {
        look.round = 0;
        for (unsigned i = 0; i < look.seat_count; i++)
            if (look.seats[i].step == look.step && look.seats[i].round > look.round)
                look.round = look.seats[i].round;
        if (step_stands(&look) != STANDS_AGREED)
            return false;
    }
    return true;
}

const char *approval_broken(const struct approval *approval) {
    unsigned open = 0;
    for (unsigned i = 0; i < approval->seat_count; i++) {
        const char *broken = seat_broken(approval, &approval->seats[i]);
        if (broken != NULL)
            return broken;
        open += approval->seats[i].state == SEAT_OPEN;
    }
    if (approval->state == APPROVAL_OPEN && open == 0)
        return "an open request asks nobody";
    if (approval->state == APPROVAL_APPROVED && !all_agreed(approval))
        return "an approved request has a step that did not agree";
    return NULL;
}
