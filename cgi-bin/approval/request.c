// One request: what it is about, where it stands, and the form in which it is judged (CON-4, CON-11).
#include <string.h>

#include "app/plain_form.h"
#include "approval/pages.h"
#include "base/hex.h"
#include "domain/admin_rules.h"
#include "domain/delegation.h"
#include "model/amount_words.h"

struct choice_view {
    const char *key, *label;
    bool chosen;
};
struct criterion_view {
    const char *key, *label, *remark;
    struct view_rows findings; // of choice_view
};
struct request_view {
    struct layout_view layout;
    int64_t id;
    const char *kind, *name, *applicant, *unit, *amount, *capital, *since, *left, *state, *seen, *branch;
    bool has_amount, has_left, late;
    bool declined;
    // the form; what was typed stays in it
    bool may_act, for_other, may_return, has_criteria;
    const char *for_name, *opinion, *to;
    struct view_rows steps_before, criteria; // of choice_view, criterion_view
    bool opinion_invalid, to_invalid, step_invalid, refused;
    const char *opinion_message, *to_message, *step_message, *refusal;
    bool is_applicant, asked; // asked: a question waits
    struct subject_view subject;
    struct past_view past;
};
static const struct binding CHOICE[] = {
    VIEW(struct choice_view, KEY, key),
    VIEW(struct choice_view, LABEL, label),
    VIEW(struct choice_view, CHOSEN, chosen),
    VIEW_END,
};
static const struct binding CRITERION[] = {
    VIEW(struct criterion_view, CRITERION_KEY, key),
    VIEW(struct criterion_view, LABEL, label),
    VIEW(struct criterion_view, REMARK, remark),
    VIEW_ROWS(struct criterion_view, CHOICE, findings, CHOICE),
    VIEW_END,
};
static const struct binding BINDINGS[] = {
    VIEW_PART(struct request_view, layout, LAYOUT),
    VIEW(struct request_view, ID, id),
    VIEW(struct request_view, KIND, kind),
    VIEW(struct request_view, NAME, name),
    VIEW(struct request_view, APPLICANT, applicant),
    VIEW(struct request_view, UNIT, unit),
    VIEW(struct request_view, HAS_AMOUNT, has_amount),
    VIEW(struct request_view, AMOUNT, amount),
    VIEW(struct request_view, CAPITAL, capital),
    VIEW(struct request_view, SINCE, since),
    VIEW(struct request_view, HAS_LEFT, has_left),
    VIEW(struct request_view, LATE, late),
    VIEW(struct request_view, LEFT, left),
    VIEW(struct request_view, STATE, state),
    VIEW(struct request_view, DECLINED, declined),
    VIEW(struct request_view, SEEN, seen),
    VIEW_PART(struct request_view, subject, SUBJECT),
    VIEW(struct request_view, BRANCH, branch),
    VIEW(struct request_view, MAY_ACT, may_act),
    VIEW(struct request_view, FOR_OTHER, for_other),
    VIEW(struct request_view, FOR_NAME, for_name),
    VIEW(struct request_view, MAY_RETURN, may_return),
    VIEW_ROWS(struct request_view, BEFORE, steps_before, CHOICE),
    VIEW(struct request_view, HAS_CRITERIA, has_criteria),
    VIEW_ROWS(struct request_view, CRITERION, criteria, CRITERION),
    VIEW(struct request_view, OPINION, opinion),
    VIEW(struct request_view, OPINION_INVALID, opinion_invalid),
    VIEW(struct request_view, OPINION_MESSAGE, opinion_message),
    VIEW(struct request_view, TO, to),
    VIEW(struct request_view, TO_INVALID, to_invalid),
    VIEW(struct request_view, TO_MESSAGE, to_message),
    VIEW(struct request_view, STEP_INVALID, step_invalid),
    VIEW(struct request_view, STEP_MESSAGE, step_message),
    VIEW(struct request_view, REFUSED, refused),
    VIEW(struct request_view, REFUSAL, refusal),
    VIEW(struct request_view, IS_APPLICANT, is_applicant),
    VIEW(struct request_view, ASKED, asked),
    VIEW_PART(struct request_view, past, PAST),
    VIEW_END,
};
const struct view REQUEST_VIEW = {"approval/request.tpl", BINDINGS};

// What was posted, and what was wrong with it; at the first showing nothing.
struct posted {
    bool any;
    enum approval_refusal refusal;
    struct text to_message; // of a name that is none
};

static const char *typed(const struct page *page, const struct posted *posted, const char *name) {
    return posted->any ? page_form(page, name) : "";
}

static struct view_rows choices(const struct page *page, const struct choice *flags, const char *chosen) {
    struct choice_view *rows = ARENA_ARRAY(page->ctx.arena, struct choice_view, APPROVAL_CRITERIA_COUNT);
    size_t count = 0;
    for (; flags->key != NULL; flags++)
        rows[count++] = (struct choice_view){flags->key, say(page, flags->label), strcmp(flags->key, chosen) == 0};
    return VIEW_ARRAY(rows, count);
}

static const char *finding_name(const struct page *page, const char *criterion) {
    return arena_format(page->ctx.arena, "finding.%s", criterion);
}

static const char *remark_name(const struct page *page, const char *criterion) {
    return arena_format(page->ctx.arena, "remark.%s", criterion);
}

static struct view_rows criteria(const struct page *page, const struct posted *posted) {
    struct criterion_view *rows = ARENA_ARRAY(page->ctx.arena, struct criterion_view, APPROVAL_CRITERIA_COUNT);
    for (unsigned i = 0; i < APPROVAL_CRITERIA_COUNT; i++) {
        const char *key = APPROVAL_CRITERIA[i].key;
        rows[i] = (struct criterion_view){
            .key = key,
            .label = say(page, APPROVAL_CRITERIA[i].label),
            .remark = typed(page, posted, remark_name(page, key)),
            .findings = choices(page, APPROVAL_FINDINGS, typed(page, posted, finding_name(page, key))),
        };
    }
    return VIEW_ARRAY(rows, APPROVAL_CRITERIA_COUNT);
}

static struct view_rows steps_before(const struct page *page, const struct approval_request *request) {
    struct choice_view *rows = ARENA_ARRAY(page->ctx.arena, struct choice_view, request->machine.step);
    for (unsigned step = 0; step < request->machine.step; step++)
        rows[step] = (struct choice_view){
            .key = arena_format(page->ctx.arena, "%u", step),
            .label = arena_format(page->ctx.arena, "%u %s", step + 1, request->machine.path.steps[step].name),
            .chosen = step + 1 == request->machine.step,
        };
    return VIEW_ARRAY(rows, request->machine.step);
}

// The seat the reader may act on, or NULL; for whom, where it is another's.
static enum status find_seat(struct page *page, const struct approval_request *request, struct request_view *view) {
    const int64_t me = page->ctx.actor->person_id;
    view->for_name = "";
    for (unsigned i = 0; i < request->machine.seat_count && !view->may_act; i++) {
        const struct seat *seat = &request->machine.seats[i];
        view->may_act = seat->state == SEAT_OPEN && seat->person_id == me;
    }
    for (unsigned i = 0; i < request->machine.seat_count && !view->may_act; i++) {
        const struct seat *seat = &request->machine.seats[i];
        if (seat->state != SEAT_OPEN || seat->person_id == 0 || request->machine.applicant_id == me || request->machine.excluded_id == me)
            continue;
        TRY(delegation_covers(&page->ctx, seat->person_id, request->kind->key, &view->may_act));
        view->for_name = view->may_act ? request->more[i].person_name : "";
    }
    view->for_other = *view->for_name != '\0';
    return STATUS_OK;
}

static bool has_question(const struct approval *machine) {
    for (unsigned i = 0; i < machine->seat_count; i++)
        if (machine->seats[i].asked && machine->seats[i].state == SEAT_OPEN)
            return true;
    return false;
}

// The soonest day among those who are asked.
static int64_t soonest(const struct approval_request *request) {
    int64_t due_at = INT64_MAX;
    for (unsigned i = 0; i < request->machine.seat_count; i++)
        if (request->machine.seats[i].state == SEAT_OPEN && request->more[i].due_at < due_at)
            due_at = request->more[i].due_at;
    return due_at;
}

static void show_faults(const struct page *page, const struct posted *posted, struct request_view *view) {
    const enum approval_refusal refusal = posted->refusal;
    const char *message = say(page, approval_refusal_label(refusal));
    view->opinion_invalid = refusal == REFUSAL_OPINION || refusal == REFUSAL_LONG;
    view->to_invalid = refusal == REFUSAL_PERSON || posted->to_message.zh != NULL;
    view->step_invalid = refusal == REFUSAL_STEP;
    view->refused = refusal != REFUSAL_NONE && !view->opinion_invalid && !view->to_invalid && !view->step_invalid;
    view->opinion_message = view->step_message = view->refusal = message;
    view->to_message = posted->to_message.zh != NULL ? say(page, posted->to_message) : message;
}

static struct request_view facts(struct page *page, const struct approval_request *request) {
    const struct approval *machine = &request->machine;
    const bool open = machine->state == APPROVAL_OPEN;
    const int64_t due_at = open ? soonest(request) : INT64_MAX;
    struct arena *arena = page->ctx.arena;
    return (struct request_view){
        .layout = page_layout(page),
        .id = machine->id,
        .kind = say(page, request->kind->label),
        .name = request->title,
        .applicant = request->applicant_name,
        .unit = request->unit_name,
        .amount = amount_words_of(page, request->amount),
        .capital = request->amount != APPROVAL_NO_AMOUNT ? amount_words(request->amount, arena) : "",
        .has_amount = request->amount != APPROVAL_NO_AMOUNT,
        .since = time_minute(arena, request->created_at),
        .left = time_left(page, due_at),
        .has_left = due_at != INT64_MAX,
        .late = due_at <= clock_now(page->ctx.clock),
        .state = say(page, approval_state_label(machine->state)),
        .declined = machine->state == APPROVAL_DECLINED,
        .seen = hex_encode(arena, request->digest, APPROVAL_DIGEST),
        .branch = request->branch.name,
        .is_applicant = open && machine->applicant_id == page->ctx.actor->person_id,
        .asked = has_question(machine),
    };
}

static enum status show(struct page *page, const struct posted *posted, int code) {
    struct approval_request request;
    TRY(approval_read(&page->ctx, page_number(page, "request"), &request));
    struct request_view view = facts(page, &request);
    TRY(subject_show(page, &request, &view.subject));
    TRY(find_seat(page, &request, &view));
    view.may_return = request.machine.step > 0;
    view.steps_before = steps_before(page, &request);
    view.has_criteria = request.kind->has_criteria;
    view.criteria = criteria(page, posted);
    view.opinion = typed(page, posted, "opinion");
    view.to = typed(page, posted, "to");
    show_faults(page, posted, &view);
    TRY(request_past(page, &request, &view.past));
    return page_render(page, code, &REQUEST_VIEW, &view);
}

enum status request_page(struct page *page) {
    return show(page, &(struct posted){.any = false}, 200);
}

// --- Acting

// Whom the form names. STATUS_INVALID: nobody.
static enum status read_person(struct page *page, struct approval_word *word, struct posted *posted) {
    struct faults faults = {.count = 0};
    struct colleague colleague = {.id = 0};
    const char *to = page_form(page, "to");
    if (!APPROVAL_ARROWS[word->event].names_person)
        return STATUS_OK;
    const enum status status = colleague_named(&page->ctx, to, "to", &colleague, &faults);
    posted->to_message = fault_of(&faults, "to");
    word->to_id = colleague.id;
    return status;
}

static unsigned read_step(const struct page *page) {
    const int64_t step = form_number(page, "step");
    return *page_form(page, "step") != '\0' && step >= 0 && step < APPROVAL_STEPS_MAX ? (unsigned)step : APPROVAL_STEPS_MAX;
}

static const char *known_finding(const char *key) {
    for (const struct choice *finding = APPROVAL_FINDINGS; finding->key != NULL; finding++)
        if (strcmp(finding->key, key) == 0)
            return finding->key;
    return "";
}

static enum status read_word(struct page *page, struct approval_word *word, struct posted *posted) {
    unsigned char *seen = arena_alloc(page->ctx.arena, APPROVAL_DIGEST);
    word->event = approval_event_find(page_form(page, "event"));
    const bool by_hand = word->event < EVENT_COUNT && word->event != EVENT_SUBMIT && APPROVAL_ARROWS[word->event].party != PARTY_SYSTEM;
    if (!by_hand) {
        posted->refusal = REFUSAL_NOT_YOURS;
        return STATUS_CONFLICT;
    }
    if (!hex_decode(page_form(page, "seen"), seen, APPROVAL_DIGEST)) // then it is nobody's digest
        memset(seen, 0, APPROVAL_DIGEST);
    word->seen = seen;
    word->opinion = page_form(page, "opinion");
    word->step = read_step(page);
    for (unsigned i = 0; i < APPROVAL_CRITERIA_COUNT; i++) {
        word->findings[i] = known_finding(page_form(page, finding_name(page, APPROVAL_CRITERIA[i].key)));
        word->remarks[i] = page_form(page, remark_name(page, APPROVAL_CRITERIA[i].key));
    }
    return read_person(page, word, posted);
}

enum status request_do(struct page *page) {
    struct posted posted = {.any = true};
    struct approval_word word = {.to_id = 0};
    const int64_t id = page_number(page, "request");
    TRY(approval_reach(&page->ctx, id));
    enum status status = read_word(page, &word, &posted);
    if (status == STATUS_OK)
        status = approval_do(&page->ctx, id, &word, &posted.refusal);
    if (status != STATUS_INVALID && status != STATUS_CONFLICT)
        TRY(status);
    if (status != STATUS_OK)
        return show(page, &posted, status_http(status));
    const bool judged = APPROVAL_ARROWS[word.event].party == PARTY_SEAT && word.event != EVENT_ASK;
    return judged ? page_redirect(page, "/approval?notice=approval-%s", APPROVAL_ARROWS[word.event].key)
                  : page_redirect(page, "/approval/%lld?notice=approval-%s", (long long)id, APPROVAL_ARROWS[word.event].key);
}
