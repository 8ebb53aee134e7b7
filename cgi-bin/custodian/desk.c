// What goes on for the desk between two batches, and what its state is.
#include "custodian/desk.h"

#include <string.h>

#include "base/log.h"
#include "custodian/batch.h"
#include "custodian/cases.h"
#include "custodian/desk_state.h"
#include "custodian/prune.h"

static const struct sql VERIFICATION_WRITE = {
    "desk.verification_write",
    "INSERT INTO verification (id, at, fault, first, last, line, records, newest, newest_at, heads, witnessed, pruned,"
    " pruned_at, before_at, keys)"
    " VALUES (1, :at, :fault, :first, :last, :line, :records, :newest, :newest_at, :heads, :witnessed, :pruned,"
    " :pruned_at, :before_at, :keys)"
    " ON CONFLICT (id) DO UPDATE SET at = :at, fault = :fault, first = :first, last = :last, line = :line, records = :records,"
    " newest = :newest, newest_at = :newest_at, heads = :heads, witnessed = :witnessed,"
    " pruned = :pruned, pruned_at = :pruned_at, before_at = :before_at, keys = :keys",
};
const struct sql *const DESK_STATEMENTS[] = {&VERIFICATION_WRITE, &DESK_VERIFICATION_READ, &DESK_WEEK, &DESK_NEWEST_TIME, NULL};

// --- Verification

struct verdict_on_log {
    struct ledger *ledger;
    const struct verify_result *found;
    int64_t at;
};

static enum status write_verification(void *data) {
    const struct verdict_on_log *verdict = data;
    const struct verify_result *found = verdict->found;
    struct query query = query_start(verdict->ledger->store, &VERIFICATION_WRITE);
    query_bind_int(&query, ":at", verdict->at);
    query_bind_int(&query, ":fault", (int64_t)found->fault);
    query_bind_int(&query, ":first", found->first);
    query_bind_int(&query, ":last", found->last);
    query_bind_int(&query, ":line", found->line);
    query_bind_int(&query, ":records", found->records);
    query_bind_int(&query, ":newest", found->newest);
    query_bind_int(&query, ":newest_at", found->newest_at);
    query_bind_int(&query, ":heads", found->heads);
    query_bind_int(&query, ":witnessed", found->witnessed);
    query_bind_int(&query, ":pruned", found->pruned);
    query_bind_int(&query, ":pruned_at", found->pruned_at);
    query_bind_int(&query, ":before_at", found->before_at);
    query_bind_int(&query, ":keys", found->keys);
    return query_run(&query, NULL);
}

static void tell_verification(struct custodian *custodian) {
    struct desk *desk = &custodian->desk;
    const struct verify_result *found = verify_found(desk->verification);
    struct arena *arena = arena_new();
    struct verdict_on_log verdict = {&custodian->ledger, found, clock_now(&custodian->clock)};
    struct access record = {
        .time = verdict.at,
        .person_id = desk->verifier_id,
        .login = desk->verifier,
        .role = "",
        .session = "",
        .address = "",
        .request = "",
        .field = arena_format(arena, "fault=%s first=%lld last=%lld records=%lld", verify_fault_name(found->fault), (long long)found->first,
                              (long long)found->last, (long long)found->records),
        .purpose = "",
        .purpose_text = "",
        .channel = CHANNEL_DESK,
        .result = RESULT_VERIFIED,
        .value_hash = "",
        .count = found->records,
    };
    if (found->fault != VERIFY_GOOD)
        LOG_EVENT(LOG_ERROR, "desk.verified", LOG_TEXT("finding", verify_words(found, LANG_EN, arena)));
    if (ledger_append_with(&custodian->ledger, &record, 1, write_verification, &verdict, arena) != STATUS_OK)
        LOG_EVENT(LOG_ERROR, "desk.verify", LOG_TEXT("error", "what was found could not be recorded"));
    arena_free(arena);
}

static void begin_verification(struct custodian *custodian, const struct actor *actor) {
    struct desk *desk = &custodian->desk;
    const struct ledger *ledger = &custodian->ledger;
    if (!desk->arena)
        desk->arena = arena_new();
    arena_wipe(desk->arena);
    desk->verifier_id = actor->person_id;
    desk->verifier = arena_string(desk->arena, actor->login);
    // As the custodian's own checks: from its start on the log has heads.
    desk->options = (struct verify_options){
        .log = ledger->path, .public = ledger->public, .heads = ledger->heads, .schema = ledger->schema};
    desk->verification = verify_begin(&desk->options);
}

static void verify_on(struct custodian *custodian) {
    struct desk *desk = &custodian->desk;
    if (!desk->verification || !verify_step(desk->verification, DESK_VERIFY_STEP))
        return;
    if (ledger_ready(&custodian->ledger))
        tell_verification(custodian);
    verify_end(desk->verification);
    desk->verification = NULL;
}

// --- Between two batches

static void watch_on(struct custodian *custodian) {
    bool more;
    if (custodian->ledger.state != LEDGER_OPEN || !watch_is_due(&custodian->desk.watch, &custodian->ledger))
        return;
    if (!custodian_has_store(custodian) || store_begin_read(custodian->store) != STATUS_OK)
        return;
    if (watch_step(&custodian->desk.watch, &custodian->ledger, custodian->store, &more) != STATUS_OK ||
        desk_look_at_retention(custodian) != STATUS_OK)
        LOG_EVENT(LOG_ERROR, "desk.watch", LOG_TEXT("error", "the rules could not be held against the log: tried again"));
    store_rollback(custodian->store);
}

enum status desk_look_at_retention(struct custodian *custodian) {
    struct desk *desk = &custodian->desk;
    return retain_look(&desk->retain, &custodian->ledger, custodian->store, desk->watch.until);
}

// Within a view of the store.
static enum status prune_in_view(struct custodian *custodian, struct prune_report *report) {
    struct desk *desk = &custodian->desk;
    bool more;
    // No record goes before the rules were held against it, so far as one slice gets.
    TRY(watch_step(&desk->watch, &custodian->ledger, custodian->store, &more));
    TRY(desk_look_at_retention(custodian));
    TRY(prune_step(&custodian->ledger, desk->retain.now.days, desk->retain.now.clock, desk->watch.until, report));
    report->shorter_at = desk->retain.now.due;
    return STATUS_OK;
}

enum status desk_prune(struct custodian *custodian, struct prune_report *report) {
    if (!ledger_ready(&custodian->ledger) || !custodian_has_store(custodian) || store_begin_read(custodian->store) != STATUS_OK)
        return STATUS_UNAVAILABLE;
    const enum status status = prune_in_view(custodian, report);
    store_rollback(custodian->store);
    return status;
}

static void prune_on(struct custodian *custodian) {
    struct desk *desk = &custodian->desk;
    struct prune_report report = {0};
    const int64_t now = clock_now(&custodian->clock), since = now - desk->pruned_at;
    // Not while somebody verifies: a long view of the log and many changes to it make a long wal file.
    if (custodian->ledger.state != LEDGER_OPEN || desk->verification || (!desk->pruning && since >= 0 && since < PRUNE_PAUSE))
        return;
    if (desk_prune(custodian, &report) != STATUS_OK)
        LOG_EVENT(LOG_ERROR, "desk.prune", LOG_TEXT("error", "the log could not be pruned: tried again in an hour"));
    desk->pruning = report.removed > 0;
    desk->pruned_at = now;
}

void desk_tick(struct custodian *custodian, bool idle) {
    if (idle)
        watch_on(custodian);
    if (idle)
        prune_on(custodian);
    verify_on(custodian);
}

bool desk_goes_on(const struct custodian *custodian) {
    const struct desk *desk = &custodian->desk;
    return desk->verification != NULL || desk->pruning;
}

bool desk_is_busy(const struct custodian *custodian) {
    const struct watch_state *watch = &custodian->desk.watch;
    return custodian->ledger.state == LEDGER_OPEN && (!watch->loaded || custodian->ledger.tip.seq > watch->until);
}

void desk_close(struct custodian *custodian) {
    verify_end(custodian->desk.verification);
    custodian->desk.verification = NULL;
    arena_free(custodian->desk.arena);
    custodian->desk.arena = NULL;
}

// --- Within and after the commit

enum status desk_change(struct custodian *custodian, const struct pending *pending, const struct access *record) {
    const struct desk_question *question = &pending->call.question;
    if (pending->answer.desk.result != RESULT_DISCLOSED)
        return STATUS_OK;
    if (question->act == DESK_DECIDE)
        return cases_decide(&custodian->ledger, question, record);
    if (question->act == DESK_RULE)
        return watch_set_rule(&custodian->ledger, question);
    return STATUS_OK;
}

void desk_finish(struct custodian *custodian, const struct pending *pending) {
    if (pending->call.question.act == DESK_VERIFY && pending->answer.desk.result == RESULT_DISCLOSED && !custodian->desk.verification)
        begin_verification(custodian, &pending->known->actor);
}
