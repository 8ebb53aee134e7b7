// Where a request stands on its path, and what was done.
#include <string.h>

#include "approval/pages.h"

struct seat_view {
    const char *person, *state, *when, *by;
    bool open, agreed, against, vacant, has_by;
};
struct step_view {
    int number;
    const char *name;
    bool now, over; // now: the present one; over: one before it
    struct view_rows seats;
};
struct finding_view {
    const char *criterion, *finding, *remark;
};
struct event_view {
    const char *when, *who, *what, *to, *opinion, *for_name;
    bool has_to, has_opinion, for_other;
    struct view_rows findings;
};
static const struct binding SEAT[] = {
    VIEW(struct seat_view, PERSON, person),
    VIEW(struct seat_view, SEAT_STATE, state),
    VIEW(struct seat_view, WHEN, when),
    VIEW(struct seat_view, HAS_BY, has_by),
    VIEW(struct seat_view, BY, by),
    VIEW(struct seat_view, OPEN, open),
    VIEW(struct seat_view, AGREED, agreed),
    VIEW(struct seat_view, AGAINST, against),
    VIEW(struct seat_view, VACANT, vacant),
    VIEW_END,
};
static const struct binding STEP[] = {
    VIEW(struct step_view, NUMBER, number),
    VIEW(struct step_view, NAME, name),
    VIEW(struct step_view, NOW, now),
    VIEW(struct step_view, OVER, over),
    VIEW_ROWS(struct step_view, SEAT, seats, SEAT),
    VIEW_END,
};
static const struct binding FINDING[] = {
    VIEW(struct finding_view, CRITERION, criterion),
    VIEW(struct finding_view, FINDING, finding),
    VIEW(struct finding_view, REMARK, remark),
    VIEW_END,
};
static const struct binding EVENT[] = {
    VIEW(struct event_view, WHEN, when),
    VIEW(struct event_view, WHO, who),
    VIEW(struct event_view, FOR_OTHER, for_other),
    VIEW(struct event_view, FOR_NAME, for_name),
    VIEW(struct event_view, WHAT, what),
    VIEW(struct event_view, HAS_TO, has_to),
    VIEW(struct event_view, TO, to),
    VIEW(struct event_view, HAS_OPINION, has_opinion),
    VIEW(struct event_view, OPINION, opinion),
    VIEW_ROWS(struct event_view, FINDINGS, findings, FINDING),
    VIEW_END,
};
const struct binding PAST[] = {
    VIEW_ROWS(struct past_view, STEP, steps, STEP),
    VIEW_ROWS(struct past_view, EVENT, events, EVENT),
    VIEW_END,
};

static struct text seat_label(enum seat_state state) {
    static const struct text LABELS[SEAT_STATE_COUNT] = {
        [SEAT_LATER] = {"等加签人先办", "Waits for another"},
        [SEAT_OPEN] = {"待办", "Waiting"},
        [SEAT_APPROVED] = {"同意", "Approved"},
        [SEAT_DECLINED] = {"不同意", "Declined"},
        [SEAT_RETURNED] = {"退回", "Returned"},
        [SEAT_FORWARDED] = {"已转办", "Forwarded"},
        [SEAT_LAPSED] = {"他人已办", "Done by others"},
        [SEAT_VOID] = {"已终止", "Ended"},
    };
    return LABELS[state];
}

static struct seat_view seat_view(const struct page *page, const struct seat *seat, const struct seat_more *more) {
    const bool by_other = seat->acted_by != 0 && seat->acted_by != seat->person_id;
    return (struct seat_view){
        .person = seat->person_id != 0 ? more->person_name : "",
        .vacant = seat->person_id == 0,
        .state = say(page, seat_label(seat->state)),
        .when = time_minute(page->ctx.arena, more->acted_at),
        .by = by_other ? more->acted_name : "",
        .has_by = by_other,
        .open = seat->state == SEAT_OPEN,
        .agreed = seat->state == SEAT_APPROVED,
        .against = seat->state == SEAT_DECLINED || seat->state == SEAT_RETURNED,
    };
}

// The last round that came to the step: what was said there before is told by the history.
static unsigned last_round(const struct approval *machine, unsigned step) {
    unsigned round = 0;
    for (unsigned i = 0; i < machine->seat_count; i++)
        if (machine->seats[i].step == step && machine->seats[i].round > round)
            round = machine->seats[i].round;
    return round;
}

static struct view_rows seats_of(const struct page *page, const struct approval_request *request, unsigned step) {
    const struct approval *machine = &request->machine;
    const unsigned round = last_round(machine, step);
    struct seat_view *rows = ARENA_ARRAY(page->ctx.arena, struct seat_view, machine->seat_count);
    size_t count = 0;
    for (unsigned i = 0; i < machine->seat_count; i++)
        if (machine->seats[i].step == step && machine->seats[i].round == round)
            rows[count++] = seat_view(page, &machine->seats[i], &request->more[i]);
    return VIEW_ARRAY(rows, count);
}

static struct view_rows steps_of(const struct page *page, const struct approval_request *request) {
    const struct approval *machine = &request->machine;
    struct step_view *rows = ARENA_ARRAY(page->ctx.arena, struct step_view, machine->path.step_count);
    for (unsigned step = 0; step < machine->path.step_count; step++) {
        const bool now = machine->state == APPROVAL_OPEN && step == machine->step;
        const bool reached = step <= machine->step; // beyond it, what an earlier round said counts no more
        rows[step] = (struct step_view){
            .number = (int)step + 1,
            .name = machine->path.steps[step].name,
            .now = now,
            .over = step < machine->step || machine->state == APPROVAL_APPROVED,
            .seats = reached ? seats_of(page, request, step) : (struct view_rows){0},
        };
    }
    return VIEW_ARRAY(rows, machine->path.step_count);
}

static struct view_rows findings_of(const struct page *page, const struct approval_done *done) {
    struct finding_view *rows = ARENA_ARRAY(page->ctx.arena, struct finding_view, APPROVAL_CRITERIA_COUNT);
    size_t count = 0;
    for (unsigned i = 0; i < APPROVAL_CRITERIA_COUNT; i++) {
        const struct choice *finding = APPROVAL_FINDINGS;
        while (done->findings[i] != NULL && finding->key != NULL && strcmp(finding->key, done->findings[i]) != 0)
            finding++;
        if (done->findings[i] != NULL && finding->key != NULL)
            rows[count++] = (struct finding_view){say(page, APPROVAL_CRITERIA[i].label), say(page, finding->label), done->remarks[i]};
    }
    return VIEW_ARRAY(rows, count);
}

static const char *what_words(const struct page *page, const struct approval_request *request, const struct approval_done *done) {
    const char *label = done->event < EVENT_COUNT ? say(page, APPROVAL_ARROWS[done->event].label) : "";
    if (done->to_step < 0 || (unsigned)done->to_step >= request->machine.path.step_count)
        return label;
    const char *step = request->machine.path.steps[done->to_step].name;
    return arena_format(page->ctx.arena, page->ctx.lang == LANG_EN ? "%s “%s”" : "%s“%s”", label, step);
}

enum status request_past(struct page *page, const struct approval_request *request, struct past_view *past) {
    static const struct text SYSTEM = {"系统", "The system"};
    struct approval_done *done;
    unsigned count;
    TRY(approval_history(&page->ctx, request->machine.id, &done, &count));
    struct event_view *events = ARENA_ARRAY(page->ctx.arena, struct event_view, count);
    for (unsigned i = 0; i < count; i++)
        events[i] = (struct event_view){
            .when = time_minute(page->ctx.arena, done[i].at),
            .who = *done[i].person_name != '\0' ? done[i].person_name : say(page, SYSTEM),
            .for_name = done[i].for_name,
            .for_other = *done[i].for_name != '\0',
            .what = what_words(page, request, &done[i]),
            .to = done[i].to_name,
            .has_to = *done[i].to_name != '\0',
            .opinion = done[i].opinion,
            .has_opinion = *done[i].opinion != '\0',
            .findings = findings_of(page, &done[i]),
        };
    *past = (struct past_view){steps_of(page, request), VIEW_ARRAY(events, count)};
    return STATUS_OK;
}
