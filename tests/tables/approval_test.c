// The machine of approvals, explored: every state that a small request can reach × every event × everybody (CON-11, ORG-4), and long
// random walks through large ones.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "model/approval.h"

enum {
    APPLICANT = 1,
    MANAGER = 11, // who sits at a place: MANAGER + place; DEPUTY, too, where there is one place only
    DEPUTY = 21,
    OUTSIDER = 31, // forwarded to, added
    SUPERIOR = 41,
    EXCLUDED = 51
};

static bool vacant; // whether nobody is found for the last place of each step

static enum status people(void *data, const struct approval *approval, unsigned step, struct place_people *people_out) {
    (void)data;
    const unsigned places = approval->path.steps[step].places;
    for (unsigned place = 0; place < places; place++) {
        struct place_people *at = &people_out[place];
        if (vacant && place + 1 == places)
            continue;
        at->ids[at->count++] = MANAGER + place;
        if (places == 1 && approval->path.step_count == 1)
            at->ids[at->count++] = DEPUTY;
    }
    return STATUS_OK;
}

static const struct approval_world WORLD = {people, NULL};

static bool has_spoken(const struct seat *seat) {
    return seat->state == SEAT_APPROVED || seat->state == SEAT_DECLINED || seat->state == SEAT_RETURNED || seat->state == SEAT_FORWARDED;
}

// What was done stays, whatever is done next.
static void assert_kept(const struct approval *before, const struct approval *after) {
    assert_true(after->seat_count >= before->seat_count);
    for (unsigned i = 0; i < before->seat_count; i++) {
        const struct seat *was = &before->seats[i], *is = &after->seats[i];
        assert_int_equal(was->id, is->id);
        assert_int_equal(was->person_id, is->person_id);
        assert_int_equal(was->place, is->place);
        if (has_spoken(was)) {
            assert_int_equal(was->state, is->state);
            assert_int_equal(was->acted_by, is->acted_by);
        }
    }
}

static void number_seats(struct approval *approval) {
    for (unsigned i = 0; i < approval->seat_count; i++)
        approval->seats[i].id = i + 1;
}

// Does the act; refused, it has changed nothing.
static bool acted(struct approval *approval, const struct approval_act *act, struct arena *arena) {
    const struct approval before = *approval;
    struct seat *copy = ARENA_ARRAY(arena, struct seat, before.seat_count + (size_t)1);
    if (before.seat_count > 0)
        memcpy(copy, before.seats, before.seat_count * sizeof *copy);
    enum approval_refusal refusal;
    const enum status status = approval_apply(approval, act, &WORLD, arena, &refusal);
    assert_int_equal(status == STATUS_OK, refusal == REFUSAL_NONE);
    if (status != STATUS_OK) {
        assert_true(status == STATUS_CONFLICT || status == STATUS_INVALID);
        assert_true(*approval_refusal_label(refusal).zh != '\0');
        assert_memory_equal(approval, &before, sizeof before);
        if (before.seat_count > 0)
            assert_memory_equal(approval->seats, copy, before.seat_count * sizeof *copy);
        return false;
    }
    number_seats(approval);
    struct approval then = before;
    then.seats = copy;
    assert_kept(&then, approval);
    const char *broken = approval_broken(approval);
    if (broken != NULL)
        fail_msg("%s after %s", broken, APPROVAL_ARROWS[act->event].key);
    return true;
}

static struct approval begin(const struct approval_path *path, struct arena *arena) {
    struct approval approval = {.id = 1, .applicant_id = APPLICANT, .excluded_id = EXCLUDED, .path = *path};
    assert_true(acted(&approval, &(struct approval_act){.event = EVENT_SUBMIT, .person_id = APPLICANT}, arena));
    return approval;
}

// --- exploring

#define ROUNDS_EXPLORED 2

struct seen {
    char **texts;
    size_t count, room;
};

// What tells two states apart.
static char *signature(const struct approval *approval, struct arena *arena) {
    struct buffer text = {.arena = arena};
    buffer_format(&text, "%d %u %u", (int)approval->state, approval->round, approval->step);
    for (unsigned i = 0; i < approval->seat_count; i++) {
        const struct seat *seat = &approval->seats[i];
        buffer_format(&text, "|%u %u %u %lld %d %d %d", seat->round, seat->step, seat->place, (long long)seat->person_id, (int)seat->state, seat->waits_for,
                      seat->asked);
    }
    return text.data;
}

static size_t slot(const struct seen *seen, const char *text) {
    size_t hash = 14695981039346656037u;
    for (const char *c = text; *c != '\0'; c++)
        hash = (hash ^ (unsigned char)*c) * 1099511628211u;
    size_t at = hash % seen->room;
    while (seen->texts[at] != NULL && strcmp(seen->texts[at], text) != 0)
        at = (at + 1) % seen->room;
    return at;
}

static bool is_new(struct seen *seen, const char *text, struct arena *arena) {
    const size_t at = slot(seen, text);
    if (seen->texts[at] != NULL)
        return false;
    assert_true(++seen->count < seen->room / 2);
    seen->texts[at] = arena_string(arena, text);
    return true;
}

// By those who are asked, one after the other, it comes to an end: no state is a dead end.
static void assert_ends(struct approval approval, struct arena *arena) {
    for (unsigned turn = 0; approval.state == APPROVAL_OPEN; turn++) {
        assert_true(turn < 100);
        const struct seat *seat = approval.seats;
        while (seat->state != SEAT_OPEN)
            seat++;
        const struct approval_act fill = {.event = EVENT_HAND_OVER, .seat_id = seat->id, .to_id = SUPERIOR};
        const struct approval_act approve = {.event = EVENT_APPROVE, .person_id = seat->person_id, .seat_id = seat->id};
        assert_true(acted(&approval, seat->person_id == 0 ? &fill : &approve, arena));
    }
    assert_int_equal(approval.state, APPROVAL_APPROVED);
}

static const int64_t EVERYBODY[] = {0, APPLICANT, MANAGER, OUTSIDER, EXCLUDED, MANAGER + 1, DEPUTY}; // the last ones sit on some paths only

struct exploration {
    struct seen seen;
    struct approval *queue;
    size_t first, last, room;
    size_t tried, done;
    unsigned seats, people;        // more are not explored
    struct arena *arena, *scratch; // of what stays, of one try
};

static struct approval kept(const struct approval *approval, struct arena *arena) {
    struct approval copy = *approval;
    copy.seats = ARENA_ARRAY(arena, struct seat, approval->seat_count);
    memcpy(copy.seats, approval->seats, approval->seat_count * sizeof *copy.seats);
    copy.seat_room = approval->seat_count;
    return copy;
}

static void try_act(struct exploration *exploration, const struct approval *from, const struct approval_act *act) {
    struct approval next = *from;
    exploration->tried++;
    if (!acted(&next, act, exploration->scratch))
        return;
    exploration->done++;
    const struct approval_arrow *arrow = &APPROVAL_ARROWS[act->event];
    const struct seat *seat = approval_seat(from, act->seat_id);
    if (arrow->party == PARTY_SEAT) { // whoever asks never judges, and whoever is excluded neither, not for others either
        assert_int_not_equal(act->person_id, APPLICANT);
        assert_int_not_equal(act->person_id, EXCLUDED);
        assert_true(act->as_delegate || act->person_id == seat->person_id);
        assert_int_equal(seat->state, SEAT_OPEN);
    }
    if (arrow->party == PARTY_APPLICANT)
        assert_int_equal(act->person_id, APPLICANT);
    assert_true(arrow->ends || next.state == APPROVAL_OPEN);
    if (next.seat_count > exploration->seats || next.round >= ROUNDS_EXPLORED || !is_new(&exploration->seen, signature(&next, exploration->scratch), exploration->arena))
        return;
    assert_true(exploration->last < exploration->room);
    exploration->queue[exploration->last++] = kept(&next, exploration->arena);
}

static void try_at(struct exploration *exploration, const struct approval *from, struct approval_act act) {
    const struct approval_arrow *arrow = &APPROVAL_ARROWS[act.event];
    const bool at_seat = arrow->party == PARTY_SEAT;
    for (size_t to = 0; to < (arrow->names_person ? exploration->people : 1); to++)
        for (int as_delegate = 0; as_delegate <= at_seat; as_delegate++) {
            act.to_id = EVERYBODY[to];
            act.as_delegate = as_delegate != 0;
            try_act(exploration, from, &act);
        }
}

// Everybody at every seat, for and against the rules; the system acts at seats by itself.
static void try_event(struct exploration *exploration, const struct approval *from, enum approval_event event) {
    const struct approval_arrow *arrow = &APPROVAL_ARROWS[event];
    const bool by_hand = arrow->party != PARTY_SYSTEM, at_seat = arrow->party == PARTY_SEAT || arrow->names_person;
    for (size_t actor = 0; actor < (by_hand ? exploration->people : 1); actor++)
        for (unsigned seat = at_seat; seat <= (at_seat ? from->seat_count : 0); seat++)
            try_at(exploration, from,
                   (struct approval_act){.event = event, .person_id = by_hand ? EVERYBODY[actor] : 0, .seat_id = seat, .opinion = "x"});
}

static void explore(const struct approval_path *path, unsigned seats, unsigned people_count) {
    struct exploration exploration = {.arena = arena_new(), .scratch = arena_new(), .room = 100000, .seats = seats, .people = people_count};
    exploration.seen.room = 1 << 20;
    exploration.seen.texts = ARENA_ARRAY(exploration.arena, char *, exploration.seen.room);
    exploration.queue = ARENA_ARRAY(exploration.arena, struct approval, exploration.room);
    exploration.queue[exploration.last++] = begin(path, exploration.arena);
    bool reached[APPROVAL_STATE_COUNT] = {false};
    while (exploration.first < exploration.last) {
        const struct approval from = exploration.queue[exploration.first++];
        reached[from.state] = true;
        for (unsigned event = 0; event < EVENT_COUNT; event++)
            try_event(&exploration, &from, (enum approval_event)event);
        if (from.state == APPROVAL_OPEN)
            assert_ends(from, exploration.scratch);
        arena_wipe(exploration.scratch);
    }
    for (unsigned state = 0; state < APPROVAL_STATE_COUNT; state++)
        assert_true(reached[state]);
    print_message("%zu states, %zu acts tried, %zu done\n", exploration.last, exploration.tried, exploration.done);
    arena_free(exploration.scratch);
    arena_free(exploration.arena);
}

static const struct approval_step ONE[] = {{.name = "甲", .mode = STEP_ALL, .places = 1}};
static const struct approval_step TWO_ANY[] = {{.name = "甲", .mode = STEP_ANY, .places = 2}};
static const struct approval_step TWO_ALL[] = {{.name = "甲", .mode = STEP_ALL, .places = 2}};
static const struct approval_step TWO_STEPS[] = {{.name = "甲", .mode = STEP_ALL, .places = 1}, {.name = "乙", .mode = STEP_ALL, .places = 1}};

static void test_con_11_every_state_of_one_signature(void **state) {
    (void)state;
    vacant = false;
    explore(&(struct approval_path){ONE, 1}, 3, 7);
}

static void test_con_11_every_state_of_any_of_two(void **state) {
    (void)state;
    vacant = false;
    explore(&(struct approval_path){TWO_ANY, 1}, 3, 6);
}

static void test_con_11_every_state_of_two_who_must_agree(void **state) {
    (void)state;
    vacant = true;
    explore(&(struct approval_path){TWO_ALL, 1}, 3, 6);
}

static void test_con_11_every_state_of_two_steps(void **state) {
    (void)state;
    vacant = false;
    explore(&(struct approval_path){TWO_STEPS, 2}, 3, 5);
}

// --- walking

static uint64_t dice;

static unsigned roll(unsigned sides) {
    dice ^= dice << 13;
    dice ^= dice >> 7;
    dice ^= dice << 17;
    return (unsigned)(dice % sides);
}

static struct approval_path random_path(struct arena *arena) {
    const unsigned count = 1 + roll(5);
    struct approval_step *steps = ARENA_ARRAY(arena, struct approval_step, count);
    for (unsigned i = 0; i < count; i++) {
        const unsigned places = 1 + roll(5);
        steps[i] = (struct approval_step){.name = "步", .mode = (enum step_mode)roll(3), .quorum = 1 + roll(places), .places = places};
    }
    return (struct approval_path){steps, count};
}

static struct approval_act random_act(const struct approval *approval) {
    const struct seat *seat = &approval->seats[roll(approval->seat_count)];
    const bool fits = roll(4) > 0; // mostly somebody who may
    return (struct approval_act){
        .event = (enum approval_event)(roll(3) == 0 ? EVENT_APPROVE : roll(EVENT_COUNT)),
        .person_id = fits ? seat->person_id : (int64_t)roll(60),
        .seat_id = seat->id,
        .as_delegate = roll(5) == 0,
        .to_id = (int64_t)roll(60),
        .step = roll(4),
        .opinion = roll(6) == 0 ? "" : "意见",
    };
}

static void test_con_11_ten_thousand_requests_keep_every_invariant(void **state) {
    (void)state;
    unsigned ended = 0, acts = 0;
    for (unsigned request = 0; request < 10000; request++) {
        struct arena *arena = arena_new();
        dice = 88172645463325252u + request * 7919u;
        vacant = roll(3) == 0;
        const struct approval_path path = random_path(arena);
        struct approval approval = begin(&path, arena);
        for (unsigned i = 0; i < 40 && approval.state == APPROVAL_OPEN; i++) {
            const struct approval_act act = random_act(&approval);
            acts += acted(&approval, &act, arena);
        }
        ended += approval.state != APPROVAL_OPEN;
        if (approval.state == APPROVAL_OPEN)
            assert_ends(approval, arena);
        arena_free(arena);
    }
    assert_in_range(ended, 1000, 9999); // some end on the way, some don't
    assert_in_range(acts, 20000, 400000);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_con_11_every_state_of_one_signature),
        cmocka_unit_test(test_con_11_every_state_of_any_of_two),
        cmocka_unit_test(test_con_11_every_state_of_two_who_must_agree),
        cmocka_unit_test(test_con_11_every_state_of_two_steps),
        cmocka_unit_test(test_con_11_ten_thousand_requests_keep_every_invariant),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
