// Beginning requests and acting on them.
#include "domain/approval.h"

#include <string.h>

#include "base/utf8.h"
#include "domain/approval_store.h"
#include "domain/approval_subject.h"
#include "domain/change.h"
#include "domain/delegation.h"

struct approval_walk approval_walk_of(struct ctx *ctx, const struct approval_request *request) {
    const struct approval *machine = &request->machine;
    return (struct approval_walk){ctx, &request->branch, {machine->applicant_id, machine->excluded_id, request->unit_path}};
}

enum status approval_walk_people(void *data, const struct approval *approval, unsigned step, struct place_people *people) {
    (void)approval;
    const struct approval_walk *walk = data;
    return approval_people(walk->ctx, walk->branch, step, &walk->origin, people);
}

// --- Beginning

static struct approval_origin origin_of(const struct ctx *ctx, const struct approval_new *request) {
    return (struct approval_origin){ctx->actor->person_id, request->excluded_id, ctx->actor->unit_path};
}

enum status approval_foresee(struct ctx *ctx, const struct approval_new *request, struct approval_outlook *outlook) {
    const struct approval_origin origin = origin_of(ctx, request);
    *outlook = (struct approval_outlook){.vacant = -1};
    TRY(approval_branch_choose(ctx, request->kind, request->flag, request->amount, &outlook->branch));
    const struct approval_path *path = &outlook->branch.path;
    outlook->people = arena_array(ctx->arena, sizeof *outlook->people, path->step_count);
    for (unsigned step = 0; step < path->step_count; step++) {
        TRY(approval_people(ctx, &outlook->branch, step, &origin, outlook->people[step]));
        for (unsigned place = 0; place < path->steps[step].places; place++)
            if (outlook->people[step][place].count == 0 && outlook->vacant < 0)
                outlook->vacant = (int)step;
    }
    return STATUS_OK;
}

static enum status check_outlook(struct ctx *ctx, const struct approval_new *new, struct approval_outlook *outlook, struct text *message) {
    const enum status status = approval_foresee(ctx, new, outlook);
    if (status == STATUS_NOT_FOUND)
        *message = (struct text){"没有适用的审批路径，请联系系统管理员", "There is no path for this: ask the administrator."};
    else if (status == STATUS_TOO_LARGE)
        *message = (struct text){"审批路径中有一步的人太多，请联系系统管理员", "A step of the path has too many people: ask the administrator."};
    else if (status == STATUS_OK && outlook->vacant >= 0)
        *message = (struct text){
            arena_format(ctx->arena, "第 %d 步“%s”没有可以审批的人，请联系系统管理员", outlook->vacant + 1, outlook->branch.path.steps[outlook->vacant].name),
            arena_format(ctx->arena, "Step %d, “%s”, has nobody to ask: ask the administrator.", outlook->vacant + 1,
                         outlook->branch.path.steps[outlook->vacant].name)};
    else
        return status;
    return STATUS_CONFLICT;
}

enum status approval_submit(struct ctx *ctx, const struct approval_new *new, int64_t *id, struct text *message) {
    struct approval_outlook outlook;
    TRY(check_outlook(ctx, new, &outlook, message));
    struct approval_request request = {
        .kind = approval_kind_find(new->kind),
        .branch = outlook.branch,
        .subject_id = new->subject_id,
        .customer_id = new->customer_id,
        .previous_id = new->previous_id,
        .amount = new->amount,
        .title = new->title,
        .flag = new->flag,
        .unit_path = ctx->actor->unit_path,
        .created_at = clock_now(ctx->clock),
        .machine = {.id = id_new(ctx->ids),
                    .applicant_id = ctx->actor->person_id,
                    .excluded_id = new->excluded_id,
                    .path = outlook.branch.path},
    };
    memcpy(request.digest, new->digest, APPROVAL_DIGEST);
    struct approval_walk walk = approval_walk_of(ctx, &request);
    const struct approval_world world = {approval_walk_people, &walk};
    const struct approval_act act = {.event = EVENT_SUBMIT, .person_id = ctx->actor->person_id, .opinion = ""};
    enum approval_refusal refusal;
    TRY(approval_apply(&request.machine, &act, &world, ctx->arena, &refusal));
    TRY(approval_insert(ctx, &request));
    *id = request.machine.id;
    return approval_write(ctx, &request, &(struct approval_deed){.act = &act}, 0, 0);
}

// --- Acting

static enum status refuse(enum approval_refusal *refusal, enum approval_refusal why) {
    *refusal = why;
    return why == REFUSAL_LONG || why == REFUSAL_PERSON ? STATUS_INVALID : STATUS_CONFLICT;
}

// The seat that the actor acts on: their own, else one of somebody they act for; open ones first. NULL: none that still counts.
static enum status find_seat(struct ctx *ctx, const struct approval_request *request, const struct seat **found) {
    const struct seat *own = NULL, *other = NULL;
    for (unsigned i = 0; i < request->machine.seat_count; i++) {
        const struct seat *seat = &request->machine.seats[i];
        const bool live = seat->state == SEAT_OPEN || seat->state == SEAT_LATER;
        bool covers = false;
        if (live && seat->person_id == ctx->actor->person_id && (own == NULL || seat->state == SEAT_OPEN))
            own = seat;
        else if (live && seat->person_id != 0 && (other == NULL || other->state == SEAT_LATER))
            TRY(delegation_covers(ctx, seat->person_id, request->kind->key, &covers));
        if (covers)
            other = seat;
    }
    *found = own != NULL && (own->state == SEAT_OPEN || other == NULL) ? own : other;
    return STATUS_OK;
}

static enum status check_opinion(struct ctx *ctx, const char *typed, const char **opinion, enum approval_refusal *refusal) {
    *opinion = typed != NULL && utf8_valid(typed, strlen(typed)) ? utf8_trim(ctx->arena, typed) : "";
    return utf8_length(*opinion) <= APPROVAL_OPINION_MAX ? STATUS_OK : refuse(refusal, REFUSAL_LONG);
}

static bool same_day(struct ctx *ctx, int64_t a, int64_t b) {
    return strncmp(time_minute(ctx->arena, a), time_minute(ctx->arena, b), sizeof "2026-11-22" - 1) == 0;
}

// Whoever is named must be able to open what is asked of them.
static enum status check_named(struct ctx *ctx, const struct approval_word *word, enum approval_refusal *refusal) {
    bool takes = true;
    if (APPROVAL_ARROWS[word->event].names_person)
        TRY(approval_takes_part(ctx, word->to_id, &takes));
    return takes ? STATUS_OK : refuse(refusal, REFUSAL_PERSON);
}

// Whether what is judged is what was seen, and is still so.
static enum status check_seen(struct ctx *ctx, const struct approval_request *request, const unsigned char *seen,
                              enum approval_refusal *refusal) {
    unsigned char now[APPROVAL_DIGEST];
    if (request->machine.state != APPROVAL_OPEN)
        return refuse(refusal, REFUSAL_ENDED);
    const enum status status = approval_subject_find(request->kind->key)->digest(ctx, request->subject_id, now);
    if (status != STATUS_OK && status != STATUS_NOT_FOUND)
        return status;
    const bool stays = status == STATUS_OK && memcmp(now, request->digest, sizeof now) == 0;
    return stays && memcmp(seen, request->digest, sizeof now) == 0 ? STATUS_OK : refuse(refusal, REFUSAL_CHANGED);
}

static enum status act_on(struct ctx *ctx, struct approval_request *request, const struct approval_word *word,
                          enum approval_refusal *refusal) {
    const struct approval_arrow *arrow = &APPROVAL_ARROWS[word->event];
    const struct seat *seat = NULL;
    struct approval_act act = {.event = word->event, .person_id = ctx->actor->person_id, .to_id = word->to_id, .step = word->step};
    struct approval_deed deed = {.act = &act};
    if (arrow->party == PARTY_SYSTEM)
        return refuse(refusal, REFUSAL_NOT_YOURS);
    TRY(check_opinion(ctx, word->opinion, &act.opinion, refusal));
    if (arrow->party == PARTY_SEAT) {
        TRY(check_seen(ctx, request, word->seen, refusal));
        TRY(check_named(ctx, word, refusal));
        TRY(find_seat(ctx, request, &seat));
        if (seat == NULL)
            return refuse(refusal, REFUSAL_SEAT_ENDED);
        act.seat_id = seat->id;
        act.as_delegate = seat->person_id != ctx->actor->person_id;
        deed.for_id = act.as_delegate ? seat->person_id : 0;
        memcpy(deed.findings, word->findings, sizeof deed.findings);
        memcpy(deed.remarks, word->remarks, sizeof deed.remarks);
    }
    const int64_t now = clock_now(ctx->clock);
    if (word->event == EVENT_URGE && request->urged_at != 0 && same_day(ctx, request->urged_at, now))
        return refuse(refusal, REFUSAL_URGED);
    const unsigned round = request->machine.round, step = request->machine.step;
    struct approval_walk walk = approval_walk_of(ctx, request);
    const struct approval_world world = {approval_walk_people, &walk};
    TRY(approval_apply(&request->machine, &act, &world, ctx->arena, refusal));
    request->urged_at = word->event == EVENT_URGE ? now : request->urged_at;
    request->ended_at = request->machine.state != APPROVAL_OPEN ? now : 0;
    TRY(approval_write(ctx, request, &deed, round, step));
    return request->machine.state != APPROVAL_OPEN ? approval_subject_find(request->kind->key)->ended(ctx, request) : STATUS_OK;
}

static enum status do_in_transaction(struct ctx *ctx, int64_t id, const struct approval_word *word, enum approval_refusal *refusal) {
    struct approval_request request;
    TRY(approval_reach(ctx, id));
    TRY(approval_load(ctx, id, &request));
    return act_on(ctx, &request, word, refusal);
}

enum status approval_do(struct ctx *ctx, int64_t id, const struct approval_word *word, enum approval_refusal *refusal) {
    *refusal = REFUSAL_NONE;
    TRY(store_begin(ctx->store));
    return change_end(ctx, do_in_transaction(ctx, id, word, refusal));
}
