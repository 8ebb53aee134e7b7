// Believing the retention.
#include "custodian/retain.h"

#include <inttypes.h>

#include "base/log.h"
#include "custodian/cases.h"
#include "domain/retention.h"

static const struct sql READ = {"retain.read", "SELECT days, wanted, due, clock FROM retention WHERE id = 1"};
static const struct sql WRITE = {
    "retain.write",
    "INSERT INTO retention (id, days, wanted, due, clock) VALUES (1, :days, :wanted, :due, :clock)"
    " ON CONFLICT (id) DO UPDATE SET days = :days, wanted = :wanted, due = :due, clock = :clock",
};
const struct sql *const RETAIN_LOG_STATEMENTS[] = {&READ, &WRITE, NULL};

// Who changed it last; nobody: it was not done by the pages.
static const struct sql WHO = {
    "retain.who",
    "SELECT p.id, p.login FROM admin_record r JOIN person p ON p.id = r.person_id WHERE r.kind = 'setting' AND r.subject = 'log.keep_months'"
    " ORDER BY r.id DESC LIMIT 1",
};
const struct sql *const RETAIN_STORE_STATEMENTS[] = {&WHO, NULL};

struct looking {
    struct retain *retain;
    struct ledger *ledger;
    struct store *store;
    struct arena *arena;
    int64_t watched;
    struct retention next;
};

// --- The clock

static enum status read(struct looking *looking) {
    struct retention *now = &looking->retain->now;
    *now = (struct retention){RETENTION_DAYS_USUAL, RETENTION_DAYS_USUAL, 0, clock_now(looking->ledger->clock)};
    struct query query = query_start(looking->ledger->store, &READ);
    if (query_row(&query))
        *now = (struct retention){query_int(&query, 0), query_int(&query, 1), query_int(&query, 2), query_int(&query, 3)};
    looking->next = *now;
    return query_end(&query);
}

// The time that went by since the last look, as the kernel counts it, and what may be caught up in it.
static int64_t step_of(struct retain *retain, int64_t kernel) {
    const int64_t passed = retain->looked_at == 0 ? RETAIN_FIRST : kernel - retain->looked_at;
    const int64_t caught_up = passed * RETAIN_CATCH_UP < TIME_DAY ? passed * RETAIN_CATCH_UP : TIME_DAY;
    return passed > caught_up ? passed : caught_up;
}

static void go_on(struct looking *looking) {
    const struct clock kernel = clock_monotonic();
    struct retain *retain = looking->retain;
    const int64_t system = clock_now(looking->ledger->clock), at = clock_now(&kernel), most = looking->next.clock + step_of(retain, at);
    if (system > looking->next.clock) // one that was set back stands still until it is reached
        looking->next.clock = system < most ? system : most;
    retain->looked_at = at > 0 ? at : 1;
}

// --- Records and cases

static enum status write_row(void *data) {
    const struct looking *looking = data;
    struct query query = query_start(looking->ledger->store, &WRITE);
    query_bind_int(&query, ":days", looking->next.days);
    query_bind_int(&query, ":wanted", looking->next.wanted);
    query_bind_int(&query, ":due", looking->next.due);
    query_bind_int(&query, ":clock", looking->next.clock);
    return query_run(&query, NULL);
}

// The change and the record that says so, in one commit; no words: only the clock went on.
static enum status write(struct looking *looking, const char *words) {
    struct access record = access_of_custodian(clock_now(looking->ledger->clock), RESULT_RETENTION, words);
    TRY(ledger_append_with(looking->ledger, &record, words ? 1 : 0, write_row, looking, looking->arena));
    looking->retain->now = looking->next;
    if (words)
        LOG_EVENT(LOG_INFO, "ledger.retention", LOG_TEXT("change", words));
    return STATUS_OK;
}

static enum status find_who(struct looking *looking, struct raise *raise) {
    struct query query = query_start(looking->store, &WHO);
    if (query_row(&query)) {
        raise->person_id = query_int(&query, 0);
        raise->login = query_text(&query, 1, looking->arena);
    }
    return query_end(&query);
}

// Before the change itself, so that no change is without its case; the same one is raised once.
static enum status raise(struct looking *looking, const char *rule, const char *detail, bool by_somebody) {
    const int64_t now = clock_now(looking->ledger->clock);
    struct raise raise = {.rule = rule, .login = "", .detail = detail, .weight = 3, .since = now, .until = now, .low = INT64_MAX};
    int64_t next = 0;
    bool drop;
    if (by_somebody)
        TRY(find_who(looking, &raise));
    TRY(cases_place(looking->ledger, &raise, &next, &drop, looking->arena));
    return drop ? STATUS_OK : cases_raise(looking->ledger, &raise, 1, looking->watched, looking->arena);
}

static enum status tell_leap(struct looking *looking) {
    const int64_t behind = clock_now(looking->ledger->clock) - looking->next.clock;
    const bool leaps = behind > RETAIN_LEAP;
    const bool told = looking->retain->leapt;
    looking->retain->leapt = leaps;
    if (!leaps || told)
        return write(looking, NULL);
    if (looking->next.due != 0)
        TRY(raise(looking, "clock", time_minute(looking->arena, clock_now(looking->ledger->clock)), false));
    return write(looking, arena_format(looking->arena, "retention=clock behind=%" PRId64, behind / TIME_DAY));
}

// --- The setting

static enum status lengthen(struct looking *looking, int64_t days) {
    struct retention *next = &looking->next;
    const char *what = next->due != 0 && days == next->days ? "taken-back" : "longer";
    *next = (struct retention){.days = days, .wanted = days, .clock = next->clock};
    return write(looking, arena_format(looking->arena, "retention=%s days=%" PRId64, what, days));
}

// A still shorter time begins to wait anew; one that is less short than what waits goes on waiting.
static enum status shorten(struct looking *looking, int64_t days) {
    struct retention *next = &looking->next;
    if (next->due == 0 || days < next->wanted) {
        next->due = next->clock + RETENTION_WAIT;
        const char *detail = arena_format(looking->arena, "%" PRId64 " → %" PRId64 "，%s", next->days, days,
                                          time_minute(looking->arena, next->due));
        TRY(raise(looking, "retention", detail, true));
    }
    next->wanted = days;
    return write(looking, arena_format(looking->arena, "retention=shorter days=%" PRId64 " was=%" PRId64 " due=%s", days, next->days,
                                       time_iso(looking->arena, next->due)));
}

static enum status look(struct looking *looking) {
    int64_t days;
    TRY(retention_days(looking->store, &days, looking->arena));
    TRY(read(looking));
    go_on(looking);
    struct retention *next = &looking->next;
    if (days >= next->days && (days > next->days || next->due != 0))
        return lengthen(looking, days);
    if (days < next->days && (next->due == 0 || days != next->wanted))
        return shorten(looking, days);
    if (next->due == 0 || next->clock < next->due)
        return tell_leap(looking);
    *next = (struct retention){.days = days, .wanted = days, .clock = next->clock};
    return write(looking, arena_format(looking->arena, "retention=holds days=%" PRId64, days));
}

enum status retain_look(struct retain *retain, struct ledger *ledger, struct store *store, int64_t watched) {
    struct looking looking = {.retain = retain, .ledger = ledger, .store = store, .arena = arena_new(), .watched = watched};
    const enum status status = look(&looking);
    arena_free(looking.arena);
    return status;
}
