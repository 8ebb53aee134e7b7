// Handing over what somebody had.
#include "domain/handover.h"

#include <inttypes.h>
#include <string.h>

#include "base/utf8.h"
#include "domain/admin_person.h"
#include "domain/admin_record.h"
#include "domain/admin_rules.h"
#include "domain/approval_upkeep.h"
#include "domain/audit_case.h"
#include "domain/change.h"
#include "domain/contract_unit.h"
#include "domain/withheld.h"

// Withheld customers are left alone: an import that gave the person some finds them gone when it is to be published, and fails.
static const struct sql CUSTOMERS_COUNT = {"handover.customers_count", "SELECT count(*) FROM customer WHERE owner_id = :person AND " SHOWN("customer")};
// Before the customers themselves, whose versions it counts on (ARC-4).
static const struct sql CUSTOMERS_HISTORY = {
    "handover.customers_history",
    "INSERT INTO history (customer_id, kind, record_id, version, field, before, after, person_id, at) "
    "SELECT id, 1, id, version + 1, 'owner', CAST(:person AS TEXT), CAST(:to AS TEXT), :actor, :at FROM customer WHERE owner_id = :person AND " SHOWN("customer"),
};
static const struct sql CUSTOMERS_GIVE = {
    "handover.customers_give",
    "UPDATE customer SET owner_id = :to, unit_id = :unit, version = version + 1, updated_at = :at, updated_by = :actor "
    "WHERE owner_id = :person AND " SHOWN("customer"),
};
static const struct sql CUSTOMERS_MOVE = {"handover.customers_move", "UPDATE customer SET unit_id = :unit WHERE owner_id = :person AND " SHOWN("customer")};
// Contracts whose customer is no more to be seen are nobody's work.
#define SHOWN_CONTRACT "EXISTS (SELECT 1 FROM customer c WHERE c.id = contract.customer_id AND " SHOWN("c") ")"
static const struct sql CONTRACTS_COUNT = {"handover.contracts_count", "SELECT count(*) FROM contract WHERE owner_id = :person AND " SHOWN_CONTRACT};
static const struct sql CONTRACTS_GIVE = {
    "handover.contracts_give",
    "UPDATE contract SET owner_id = :to, version = version + 1, updated_at = :at, updated_by = :actor WHERE owner_id = :person AND " SHOWN_CONTRACT,
};
static const struct sql SUCCESSOR = {
    "handover.successor",
    "SELECT EXISTS (SELECT 1 FROM person_role h JOIN role_permission rp ON rp.role_id = h.role_id "
    "WHERE h.person_id = :person AND rp.permission IN (:one, :other))",
};
static const struct sql COUNTS = {
    "handover.counts",
    "SELECT (SELECT count(*) FROM session WHERE person_id = :person), (SELECT count(*) FROM person WHERE superior_id = :person), "
    "(SELECT count(*) FROM unit WHERE head_id = :person)",
};
// Who leads to the deputy from above (:line) becomes a subordinate of the leaver's superior, so that no circle closes (ORG-1).
#define NEW_SUPERIOR "CASE WHEN p.id IN (SELECT value FROM json_each(:line)) THEN nullif(:above, 0) ELSE :to END"
static const struct sql SUBORDINATES_RECORD = {
    "handover.subordinates_record",
    "INSERT INTO admin_record (at, person_id, by_name, kind, subject_id, subject, action, field, before, after) "
    "SELECT :at, nullif(:actor, 0), :by, 'person', p.id, p.name, 'handover', 'superior', :label, "
    "coalesce(s.name || '（' || s.login || '）', '') FROM person p LEFT JOIN person s ON s.id = " NEW_SUPERIOR " WHERE p.superior_id = :person",
};
static const struct sql SUBORDINATES_GIVE = {
    "handover.subordinates_give",
    "UPDATE person AS p SET superior_id = " NEW_SUPERIOR ", version = version + 1 WHERE superior_id = :person",
};
static const struct sql UNITS_RECORD = {
    "handover.units_record",
    "INSERT INTO admin_record (at, person_id, by_name, kind, subject_id, subject, action, field, before, after) "
    "SELECT :at, nullif(:actor, 0), :by, 'unit', id, name, 'handover', 'head', :label, :to_label FROM unit WHERE head_id = :person",
};
static const struct sql UNITS_GIVE = {
    "handover.units_give",
    "UPDATE unit SET head_id = nullif(:to, 0), version = version + 1 WHERE head_id = :person",
};
static const struct sql CLOSE = {
    "handover.close",
    "UPDATE person SET state = 'closed', version = version + 1 WHERE id = :person AND state = 'active'",
};
static const struct sql MOVE = {
    "handover.move",
    "UPDATE person SET unit_id = :unit, superior_id = nullif(:superior, 0), version = version + 1 WHERE id = :person AND state = 'active'",
};
const struct sql *const HANDOVER_STATEMENTS[] = {
    &CUSTOMERS_COUNT, &CUSTOMERS_HISTORY, &CUSTOMERS_GIVE, &CUSTOMERS_MOVE, &CONTRACTS_COUNT, &CONTRACTS_GIVE,
    &CONTRACT_FOLLOW_ALL, &SUCCESSOR, &COUNTS, &SUBORDINATES_RECORD, &SUBORDINATES_GIVE, &UNITS_RECORD, &UNITS_GIVE, &CLOSE, &MOVE, NULL};

// --- Kinds of work

static enum status count_work(struct ctx *ctx, const struct sql *sql, int64_t person_id, int64_t *count) {
    struct query query = query_start(ctx->store, sql);
    query_bind_int(&query, ":person", person_id);
    if (query_row(&query))
        *count = query_int(&query, 0);
    return query_end(&query);
}

static enum status count_customers(struct ctx *ctx, int64_t person_id, int64_t *count) {
    return count_work(ctx, &CUSTOMERS_COUNT, person_id, count);
}

static enum status count_contracts(struct ctx *ctx, int64_t person_id, int64_t *count) {
    return count_work(ctx, &CONTRACTS_COUNT, person_id, count);
}

// One statement for all of them: there may be tens of thousands.
static enum status run_work(struct ctx *ctx, const struct sql *sql, int64_t from, const struct colleague *to, int64_t at) {
    struct query query = query_start(ctx->store, sql);
    query_bind_int(&query, ":person", from);
    query_bind_int(&query, ":to", to->id);
    query_bind_int(&query, ":actor", ctx->actor->person_id);
    query_bind_int(&query, ":at", at);
    if (sql == &CUSTOMERS_GIVE)
        query_bind_int(&query, ":unit", to->unit_id);
    return query_run(&query, NULL);
}

static enum status give_customers(struct ctx *ctx, int64_t from, const struct colleague *to) {
    const int64_t at = clock_now(ctx->clock);
    TRY(contract_follow_all(ctx, from, to->unit_id));
    TRY(run_work(ctx, &CUSTOMERS_HISTORY, from, to, at));
    return run_work(ctx, &CUSTOMERS_GIVE, from, to, at);
}

static enum status move_customers(struct ctx *ctx, int64_t person_id, int64_t unit_id) {
    TRY(contract_follow_all(ctx, person_id, unit_id));
    struct query query = query_start(ctx->store, &CUSTOMERS_MOVE);
    query_bind_int(&query, ":person", person_id);
    query_bind_int(&query, ":unit", unit_id);
    return query_run(&query, NULL);
}

// 承办人 is who answers for it from now on, whatever became of it: the ledger says who drafted it by its revisions.
static enum status give_contracts(struct ctx *ctx, int64_t from, const struct colleague *to) {
    return run_work(ctx, &CONTRACTS_GIVE, from, to, clock_now(ctx->clock));
}

static enum status give_approvals(struct ctx *ctx, int64_t from, const struct colleague *to) {
    return approval_hand_over(ctx, from, to->id);
}

static const struct handover_kind {
    const char *key;
    struct text label;
    enum permission one, other; // of which whoever takes it over holds at least one …
    struct text refusal;        // … and what is said of who holds none
    enum status (*count)(struct ctx *ctx, int64_t person_id, int64_t *count);
    enum status (*give)(struct ctx *ctx, int64_t from, const struct colleague *to); // to whom it belongs from now on
    enum status (*take_along)(struct ctx *ctx, int64_t person_id, int64_t unit_id); // the person goes to another unit; may be NULL
} KINDS[] = {
    {"customers", {"客户", "customers"}, PERM_CUSTOMER_CREATE, PERM_CUSTOMER_EDIT, {"此人的角色不能跟进客户", "This colleague's roles don't let them keep customers."}, count_customers, give_customers, move_customers},
    {"contracts", {"合同", "contracts"}, PERM_CONTRACT_WRITE, PERM_CONTRACT_WRITE, {"此人的角色不能承办合同", "This colleague's roles don't let them handle contracts."}, count_contracts, give_contracts, NULL},
    {"approvals", {"待办的审批", "approvals that wait"}, PERM_APPROVAL, PERM_APPROVAL, {"此人的角色不能参与审批", "This colleague's roles don't let them take part in approvals."}, approval_seats_of, give_approvals, NULL},
};
#define KIND_COUNT (sizeof KINDS / sizeof *KINDS)
_Static_assert(KIND_COUNT <= HANDOVER_KINDS_MAX, "every kind has its place in a preview");

enum status handover_preview(struct ctx *ctx, int64_t person_id, struct handover *handover) {
    *handover = (struct handover){.kind_count = KIND_COUNT};
    for (size_t i = 0; i < KIND_COUNT; i++) {
        handover->kinds[i] = (struct handover_count){.key = KINDS[i].key, .label = KINDS[i].label};
        TRY(KINDS[i].count(ctx, person_id, &handover->kinds[i].count));
        handover->work += handover->kinds[i].count;
    }
    struct query query = query_start(ctx->store, &COUNTS);
    query_bind_int(&query, ":person", person_id);
    if (query_row(&query)) {
        handover->sessions = query_int(&query, 0);
        handover->subordinates = query_int(&query, 1);
        handover->units = query_int(&query, 2);
    }
    return query_end(&query);
}

// --- What leaving and moving share

struct plan {
    struct person person;
    struct handover had;
    struct colleague successor; // id 0: nobody
    struct colleague deputy;    // id 0: nobody
    const char *line;           // the deputy and everybody above them
    struct admin_subject subject;
    struct faults *faults;
};

static bool is_blank(const char *typed, struct arena *arena) {
    return utf8_valid(typed, strlen(typed)) && *utf8_trim(arena, typed) == '\0';
}

static enum status check_able(struct ctx *ctx, struct plan *plan, const struct handover_kind *kind) {
    struct query query = query_start(ctx->store, &SUCCESSOR);
    query_bind_int(&query, ":person", plan->successor.id);
    query_bind_text(&query, ":one", permission_name(kind->one));
    query_bind_text(&query, ":other", permission_name(kind->other));
    const bool able = query_row(&query) && query_int(&query, 0) != 0;
    TRY(query_end(&query));
    return able ? STATUS_OK : fault_add(plan->faults, "successor", kind->refusal);
}

static enum status find_successor(struct ctx *ctx, struct plan *plan, const char *typed) {
    if (is_blank(typed, ctx->arena))
        return fault_add(plan->faults, "successor", (struct text){"请填写由谁接手", "Say who takes over."});
    TRY(colleague_named(ctx, typed, "successor", &plan->successor, plan->faults));
    if (plan->successor.id == plan->person.id)
        return fault_add(plan->faults, "successor", (struct text){"不能交给本人", "That is the person themselves."});
    for (size_t i = 0; i < KIND_COUNT; i++)
        if (plan->had.kinds[i].count > 0)
            TRY(check_able(ctx, plan, &KINDS[i]));
    return STATUS_OK;
}

// Of the superior all that is needed is who it is.
static enum status find_deputy(struct ctx *ctx, struct plan *plan, const char *typed) {
    if (is_blank(typed, ctx->arena))
        plan->deputy = (struct colleague){.id = plan->person.superior_id};
    else
        TRY(colleague_named(ctx, typed, "deputy", &plan->deputy, plan->faults));
    if (plan->deputy.id == plan->person.id)
        return fault_add(plan->faults, "deputy", (struct text){"不能交给本人", "That is the person themselves."});
    if (plan->deputy.id == 0)
        return fault_add(plan->faults, "deputy", (struct text){"请填写由谁接任", "Say who takes them over."});
    return STATUS_OK;
}

static enum status goes_on(enum status status) {
    return status == STATUS_INVALID ? STATUS_OK : status;
}

static enum status run_people(struct ctx *ctx, const struct sql *sql, const struct plan *plan, const char *label, const char *to_label) {
    struct query query = query_start(ctx->store, sql);
    bool records = sql == &SUBORDINATES_RECORD || sql == &UNITS_RECORD;
    query_bind_int(&query, ":person", plan->person.id);
    if (sql != &UNITS_RECORD)
        query_bind_int(&query, ":to", plan->deputy.id);
    if (sql == &SUBORDINATES_RECORD || sql == &SUBORDINATES_GIVE) {
        query_bind_int(&query, ":above", plan->person.superior_id);
        query_bind_text(&query, ":line", plan->line);
    }
    if (sql == &UNITS_RECORD)
        query_bind_text(&query, ":to_label", to_label);
    if (records) {
        query_bind_int(&query, ":at", clock_now(ctx->clock));
        query_bind_int(&query, ":actor", ctx->actor->person_id);
        query_bind_text(&query, ":by", ctx->actor->name);
        query_bind_text(&query, ":label", label);
    }
    return query_run(&query, NULL);
}

static enum status give_people(struct ctx *ctx, struct plan *plan) {
    static const struct sql *const STEPS[] = {&SUBORDINATES_RECORD, &SUBORDINATES_GIVE, &UNITS_RECORD, &UNITS_GIVE};
    const char *label = "", *to_label = "";
    if (plan->had.subordinates + plan->had.units == 0)
        return STATUS_OK;
    TRY(line_above(ctx, plan->deputy.id, &plan->line));
    TRY(person_label(ctx, plan->person.id, &label));
    TRY(person_label(ctx, plan->deputy.id, &to_label));
    for (size_t i = 0; i < sizeof STEPS / sizeof *STEPS; i++)
        TRY(run_people(ctx, STEPS[i], plan, label, to_label));
    return STATUS_OK;
}

static enum status give_work(struct ctx *ctx, const struct plan *plan, const char *action) {
    const char *to = "";
    TRY(person_label(ctx, plan->successor.id, &to));
    for (size_t i = 0; i < KIND_COUNT; i++) {
        int64_t count = plan->had.kinds[i].count;
        if (count == 0)
            continue;
        TRY(KINDS[i].give(ctx, plan->person.id, &plan->successor));
        TRY(admin_record_add(ctx, &plan->subject, action, KINDS[i].key, arena_format(ctx->arena, "%" PRId64, count), to));
    }
    return STATUS_OK;
}

static enum status start(struct ctx *ctx, int64_t person_id, struct plan *plan) {
    TRY(person_get(ctx, person_id, &plan->person));
    if (plan->person.closed)
        return STATUS_CONFLICT;
    plan->subject = (struct admin_subject){"person", person_id, plan->person.name};
    TRY(rule_not_self(ctx, person_id, plan->faults));
    return handover_preview(ctx, person_id, &plan->had);
}

// Handing over customers is written into their history, so somebody with an account must do it.
static bool may_hand_over(const struct actor *actor) {
    return actor->person_id != 0 && actor_administers(actor, PERM_ADMIN_PEOPLE);
}

// --- Leaving

static enum status run_for(struct ctx *ctx, const struct sql *sql, int64_t person_id) {
    struct query query = query_start(ctx->store, sql);
    query_bind_int(&query, ":person", person_id);
    return query_run(&query, NULL);
}

static enum status leave(struct ctx *ctx, int64_t person_id, const struct leaving *leaving, struct plan *plan) {
    unsigned held = 0;
    TRY(start(ctx, person_id, plan));
    TRY(administration_held(ctx, &held));
    if (plan->had.work > 0)
        TRY(goes_on(find_successor(ctx, plan, leaving->successor)));
    if (plan->had.subordinates + plan->had.units > 0)
        TRY(goes_on(find_deputy(ctx, plan, leaving->deputy)));
    TRY(fault_status(plan->faults));
    TRY(run_for(ctx, &CLOSE, person_id));
    TRY(person_void_password(ctx, person_id));
    TRY(person_end_sessions(ctx, person_id, NULL));
    TRY(admin_record_add(ctx, &plan->subject, "close", "", "", ""));
    TRY(give_work(ctx, plan, "close"));
    TRY(give_people(ctx, plan));
    TRY(audit_case_open(ctx, person_id, DEPARTURE_LEAVING));
    return rule_administered(ctx, held, plan->faults);
}

enum status handover_leave(struct ctx *ctx, int64_t person_id, const struct leaving *leaving, struct faults *faults,
                           struct handover *done) {
    struct plan plan = {.faults = faults};
    if (!may_hand_over(ctx->actor))
        return STATUS_FORBIDDEN;
    TRY(store_begin(ctx->store));
    enum status status = change_end(ctx, leave(ctx, person_id, leaving, &plan));
    *done = plan.had;
    return status;
}

// --- Moving

static enum status check_place(struct ctx *ctx, const struct moving *moving, struct plan *plan, const struct units *units,
                               const struct unit **unit, int64_t *superior) {
    *unit = unit_by_id(units, moving->unit_id);
    if (*unit == NULL || (*unit)->closed)
        return fault_add(plan->faults, "unit", (struct text){"请选择单位", "Choose a unit."});
    if (is_blank(moving->superior, ctx->arena)) {
        *superior = unit_head_above(units, *unit, plan->person.id);
        return STATUS_OK;
    }
    struct colleague colleague;
    TRY(colleague_named(ctx, moving->superior, "superior", &colleague, plan->faults));
    *superior = colleague.id;
    return STATUS_OK;
}

static enum status write_place(struct ctx *ctx, const struct plan *plan, const struct units *units, const struct unit *unit,
                               int64_t superior) {
    const struct unit *before = unit_by_id(units, plan->person.unit_id);
    const char *was = "", *is = "";
    struct query query = query_start(ctx->store, &MOVE);
    query_bind_int(&query, ":person", plan->person.id);
    query_bind_int(&query, ":unit", unit->id);
    query_bind_int(&query, ":superior", superior);
    TRY(query_run(&query, NULL));
    TRY(admin_record_change(ctx, &plan->subject, "move", "unit", before != NULL ? unit_full_name(units, before, ctx->arena) : "",
                            unit_full_name(units, unit, ctx->arena)));
    TRY(person_label(ctx, plan->person.superior_id, &was));
    TRY(person_label(ctx, superior, &is));
    return admin_record_change(ctx, &plan->subject, "move", "superior", was, is);
}

static enum status take_along(struct ctx *ctx, int64_t person_id, int64_t unit_id) {
    for (size_t i = 0; i < KIND_COUNT; i++)
        if (KINDS[i].take_along != NULL)
            TRY(KINDS[i].take_along(ctx, person_id, unit_id));
    return STATUS_OK;
}

static enum status move(struct ctx *ctx, int64_t person_id, const struct moving *moving, struct plan *plan) {
    struct units units;
    const struct unit *unit = NULL;
    int64_t superior = 0;
    bool gives_people = !is_blank(moving->deputy, ctx->arena);
    TRY(start(ctx, person_id, plan));
    TRY(units_read(ctx, &units));
    TRY(goes_on(check_place(ctx, moving, plan, &units, &unit, &superior)));
    if (plan->had.work > 0 && !moving->takes_along)
        TRY(goes_on(find_successor(ctx, plan, moving->successor)));
    if (gives_people)
        TRY(goes_on(find_deputy(ctx, plan, moving->deputy)));
    TRY(fault_status(plan->faults));
    if (gives_people)
        TRY(give_people(ctx, plan));
    TRY(rule_superior(ctx, person_id, superior, plan->faults));
    TRY(write_place(ctx, plan, &units, unit, superior));
    TRY(person_end_sessions(ctx, person_id, NULL));
    if (unit->id != plan->person.unit_id)
        TRY(audit_case_open(ctx, person_id, DEPARTURE_MOVING));
    return moving->takes_along ? take_along(ctx, person_id, unit->id) : give_work(ctx, plan, "move");
}

enum status handover_move(struct ctx *ctx, int64_t person_id, const struct moving *moving, struct faults *faults,
                          struct handover *done) {
    struct plan plan = {.faults = faults};
    if (!may_hand_over(ctx->actor))
        return STATUS_FORBIDDEN;
    TRY(store_begin(ctx->store));
    enum status status = change_end(ctx, move(ctx, person_id, moving, &plan));
    *done = plan.had;
    return status;
}
