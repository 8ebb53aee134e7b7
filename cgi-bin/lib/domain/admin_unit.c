// Units as an administrator changes them.
#include "domain/admin_unit.h"

#include <string.h>

#include "base/utf8.h"
#include "domain/admin_person.h"
#include "domain/admin_record.h"
#include "domain/admin_rules.h"
#include "domain/change.h"

static const struct sql UNIT_SAVE = {
    "admin.unit_save",
    "UPDATE unit SET name = :name, parent_id = nullif(:parent, 0), head_id = nullif(:head, 0), version = version + 1 "
    "WHERE id = :id AND version = :version",
};
static const struct sql UNIT_STATE = {"admin.unit_state", "UPDATE unit SET state = :state, head_id = NULL, version = version + 1 WHERE id = :id"};
// The unit and all below it.
static const struct sql UNIT_PATHS = {
    "admin.unit_paths",
    "UPDATE unit SET path = :fresh || substr(path, length(:old) + 1) WHERE path >= :old AND path < :end",
};
static const struct sql UNIT_HOLDS = {
    "admin.unit_holds",
    "SELECT EXISTS (SELECT 1 FROM person WHERE unit_id = :id AND state = 'active'), "
    "EXISTS (SELECT 1 FROM customer WHERE unit_id = :id), EXISTS (SELECT 1 FROM unit WHERE parent_id = :id AND state = 'active')",
};
static const struct sql COMPANY_SET = {"admin.company", "UPDATE setting SET value = :name WHERE key = 'company'"};
const struct sql *const ADMIN_UNIT_STATEMENTS[] = {&UNIT_SAVE, &UNIT_STATE, &UNIT_PATHS, &UNIT_HOLDS, &COMPANY_SET, NULL};

struct plan {
    const struct unit_edit *edit;
    struct units units;
    const struct unit *unit;   // NULL: a new one
    const struct unit *parent; // NULL: of the root
    const char *name;
    struct colleague head; // id 0: nobody
    struct faults *faults;
};

static enum status check_name(struct plan *plan, struct arena *arena) {
    plan->name = utf8_valid(plan->edit->name, strlen(plan->edit->name)) ? utf8_trim(arena, plan->edit->name) : "";
    if (!unit_name_valid(plan->name) || strpbrk(plan->name, "\t\r\n") != NULL)
        return fault_add(plan->faults, "name",
                         (struct text){arena_format(arena, "请填写单位名称：最多 %d 个字，不含“/”", UNIT_NAME_MAX),
                                       arena_format(arena, "Enter a name of at most %d characters without “/”.", UNIT_NAME_MAX)});
    for (unsigned i = 0; plan->parent != NULL && i < plan->units.count; i++) {
        const struct unit *other = &plan->units.rows[i];
        if (!other->closed && other != plan->unit && other->parent_id == plan->parent->id && strcmp(other->name, plan->name) == 0)
            return fault_add(plan->faults, "name", (struct text){"上级单位里已有同名单位", "The unit above has one of this name already."});
    }
    return STATUS_OK;
}

static enum status check_parent(struct plan *plan) {
    if (plan->unit != NULL && plan->unit->parent_id == 0)
        return STATUS_OK; // the root stays the root
    plan->parent = unit_by_id(&plan->units, plan->edit->parent_id);
    if (plan->parent == NULL || plan->parent->closed)
        return fault_add(plan->faults, "parent", (struct text){"请选择上级单位", "Choose the unit above."});
    if (plan->unit != NULL && unit_within(plan->parent, plan->unit))
        return fault_add(plan->faults, "parent", (struct text){"不能移到自己或自己的下级之下", "A unit can't be moved below itself."});
    return STATUS_OK;
}

static enum status check_head(struct ctx *ctx, struct plan *plan) {
    const char *typed = utf8_valid(plan->edit->head, strlen(plan->edit->head)) ? utf8_trim(ctx->arena, plan->edit->head) : "?";
    return *typed == '\0' ? STATUS_OK : colleague_named(ctx, typed, "head", &plan->head, plan->faults);
}

static enum status goes_on(enum status status) {
    return status == STATUS_INVALID ? STATUS_OK : status;
}

static enum status plan_make(struct ctx *ctx, int64_t id, struct plan *plan) {
    TRY(units_read(ctx, &plan->units));
    plan->unit = unit_by_id(&plan->units, id);
    if (id != 0 && plan->unit == NULL)
        return STATUS_NOT_FOUND;
    TRY(goes_on(check_parent(plan)));
    TRY(goes_on(check_name(plan, ctx->arena)));
    TRY(goes_on(check_head(ctx, plan)));
    return fault_status(plan->faults);
}

static const char *head_label(const struct plan *plan, struct arena *arena) {
    return plan->head.id == 0 ? "" : arena_format(arena, "%s（%s）", plan->head.name, plan->head.login);
}

static enum status add(struct ctx *ctx, struct plan *plan, int64_t *id) {
    struct unit unit;
    TRY(plan_make(ctx, 0, plan));
    TRY(unit_add(ctx, plan->parent, plan->name, &unit));
    TRY(unit_set_head(ctx, unit.id, plan->head.id));
    *id = unit.id;
    const struct admin_subject subject = {"unit", unit.id, plan->name};
    TRY(admin_record_add(ctx, &subject, "add", "parent", "", unit_full_name(&plan->units, plan->parent, ctx->arena)));
    return admin_record_change(ctx, &subject, "add", "head", "", head_label(plan, ctx->arena));
}

enum status admin_unit_add(struct ctx *ctx, const struct unit_edit *edit, struct faults *faults, int64_t *id) {
    struct plan plan = {.edit = edit, .faults = faults};
    if (!actor_administers(ctx->actor, PERM_ADMIN_PEOPLE))
        return STATUS_FORBIDDEN;
    TRY(store_begin(ctx->store));
    return change_end(ctx, add(ctx, &plan, id));
}

static enum status write_unit(struct ctx *ctx, const struct plan *plan, int64_t version) {
    int64_t changed = 0;
    struct query query = query_start(ctx->store, &UNIT_SAVE);
    query_bind_int(&query, ":id", plan->unit->id);
    query_bind_int(&query, ":version", version);
    query_bind_text(&query, ":name", plan->name);
    query_bind_int(&query, ":parent", plan->parent != NULL ? plan->parent->id : 0);
    query_bind_int(&query, ":head", plan->head.id);
    TRY(query_run(&query, &changed));
    return changed > 0 ? STATUS_OK : STATUS_CONFLICT;
}

static enum status write_paths(struct ctx *ctx, const struct plan *plan) {
    const char *old = plan->unit->path;
    char *end = arena_string(ctx->arena, old);
    end[strlen(end) - 1] = '/' + 1; // as in reach.c
    struct query query = query_start(ctx->store, &UNIT_PATHS);
    query_bind_text(&query, ":old", old);
    query_bind_text(&query, ":end", end);
    query_bind_text(&query, ":fresh", arena_format(ctx->arena, "%s%lld/", plan->parent->path, (long long)plan->unit->id));
    return query_run(&query, NULL);
}

// The company is called as its root.
static enum status write_company(struct ctx *ctx, const char *name) {
    struct query query = query_start(ctx->store, &COMPANY_SET);
    query_bind_text(&query, ":name", name);
    return query_run(&query, NULL);
}

static enum status save(struct ctx *ctx, struct plan *plan, int64_t id, int64_t version) {
    TRY(plan_make(ctx, id, plan));
    const struct unit *unit = plan->unit;
    const struct admin_subject subject = {"unit", id, unit->name};
    const char *head = "";
    if (unit->closed)
        return STATUS_CONFLICT;
    TRY(write_unit(ctx, plan, version));
    if (plan->parent != NULL && plan->parent->id != unit->parent_id) {
        TRY(write_paths(ctx, plan));
        TRY(admin_record_add(ctx, &subject, "edit", "parent",
                             unit_full_name(&plan->units, unit_by_id(&plan->units, unit->parent_id), ctx->arena),
                             unit_full_name(&plan->units, plan->parent, ctx->arena)));
    }
    if (plan->parent == NULL)
        TRY(write_company(ctx, plan->name));
    TRY(person_label(ctx, unit->head_id, &head));
    TRY(admin_record_change(ctx, &subject, "edit", "name", unit->name, plan->name));
    return admin_record_change(ctx, &subject, "edit", "head", head, head_label(plan, ctx->arena));
}

enum status admin_unit_save(struct ctx *ctx, int64_t id, int64_t version, const struct unit_edit *edit, struct faults *faults) {
    struct plan plan = {.edit = edit, .faults = faults};
    if (!actor_administers(ctx->actor, PERM_ADMIN_PEOPLE))
        return STATUS_FORBIDDEN;
    TRY(store_begin(ctx->store));
    return change_end(ctx, save(ctx, &plan, id, version));
}

static enum status set_state(struct ctx *ctx, const struct unit *unit, bool closed) {
    const struct admin_subject subject = {"unit", unit->id, unit->name};
    struct query query = query_start(ctx->store, &UNIT_STATE);
    query_bind_int(&query, ":id", unit->id);
    query_bind_text(&query, ":state", closed ? "closed" : "active");
    TRY(query_run(&query, NULL));
    return admin_record_add(ctx, &subject, closed ? "close" : "reopen", "", "", "");
}

static enum status check_empty(struct ctx *ctx, const struct unit *unit, struct faults *faults) {
    bool people = false, customers = false, units = false;
    struct query query = query_start(ctx->store, &UNIT_HOLDS);
    query_bind_int(&query, ":id", unit->id);
    if (query_row(&query)) {
        people = query_int(&query, 0) != 0;
        customers = query_int(&query, 1) != 0;
        units = query_int(&query, 2) != 0;
    }
    TRY(query_end(&query));
    if (unit->parent_id == 0)
        return fault_add(faults, "", (struct text){"最上级单位不能撤销。", "The topmost unit can't be closed."});
    if (people)
        return fault_add(faults, "", (struct text){"单位里还有人：请先调走。", "There are people in it: move them first."});
    if (customers)
        return fault_add(faults, "", (struct text){"单位名下还有客户：请先移交。", "It still has customers: hand them over first."});
    if (units)
        return fault_add(faults, "", (struct text){"下面还有单位：请先撤销或移走。", "There are units below it: close or move them first."});
    return STATUS_OK;
}

static enum status close_or_reopen(struct ctx *ctx, int64_t id, bool closed, struct faults *faults) {
    struct plan plan = {.faults = faults};
    TRY(units_read(ctx, &plan.units));
    plan.unit = unit_by_id(&plan.units, id);
    if (plan.unit == NULL)
        return STATUS_NOT_FOUND;
    if (plan.unit->closed == closed)
        return STATUS_OK;
    if (closed) {
        TRY(check_empty(ctx, plan.unit, faults));
        return set_state(ctx, plan.unit, true);
    }
    const struct unit_edit edit = {.name = plan.unit->name, .parent_id = plan.unit->parent_id, .head = ""};
    plan.edit = &edit;
    if (check_parent(&plan) != STATUS_OK || check_name(&plan, ctx->arena) != STATUS_OK)
        return fault_add(faults, "", (struct text){"上级单位已撤销，或已有同名单位。", "The unit above is closed, or has another one of this name."});
    return set_state(ctx, plan.unit, false);
}

static enum status change_state(struct ctx *ctx, int64_t id, bool closed, struct faults *faults) {
    if (!actor_administers(ctx->actor, PERM_ADMIN_PEOPLE))
        return STATUS_FORBIDDEN;
    TRY(store_begin(ctx->store));
    return change_end(ctx, close_or_reopen(ctx, id, closed, faults));
}

enum status admin_unit_close(struct ctx *ctx, int64_t id, struct faults *faults) {
    return change_state(ctx, id, true, faults);
}

enum status admin_unit_reopen(struct ctx *ctx, int64_t id, struct faults *faults) {
    return change_state(ctx, id, false, faults);
}
