// Roles as an administrator changes them.
#include "domain/admin_role.h"

#include <inttypes.h>
#include <string.h>

#include "base/utf8.h"
#include "domain/account_notice.h"
#include "domain/admin_record.h"
#include "domain/admin_rules.h"
#include "domain/change.h"

static const struct sql ADD = {
    "admin.role_add",
    "INSERT INTO role (key, name_zh, name_en, scope, level, second_factor) VALUES (:key, :zh, :en, :scope, :level, :factor)",
};
static const struct sql SAVE = {
    "admin.role_save",
    "UPDATE role SET name_zh = :zh, name_en = :en, scope = :scope, level = :level, version = version + 1 "
    "WHERE id = :id AND version = :version",
};
static const struct sql FORBID = {"admin.role_forbid", "DELETE FROM role_permission WHERE role_id = :id AND permission = :permission"};
static const struct sql FORBID_ALL = {"admin.role_forbid_all", "DELETE FROM role_permission WHERE role_id = :id"};
static const struct sql REMOVE = {"admin.role_remove", "DELETE FROM role WHERE id = :id"};
static const struct sql HOLDERS = {
    "admin.role_holders",
    "SELECT p.id, p.login, p.name, u.name FROM person_role g JOIN person p ON p.id = g.person_id AND p.state = 'active' "
    "JOIN unit u ON u.id = p.unit_id WHERE g.role_id = :id ORDER BY p.login LIMIT :limit",
};
// With what they may do by their other roles.
static const struct sql HELD_OTHERWISE = {
    "admin.role_holders",
    "SELECT h.person_id, coalesce((SELECT group_concat(p.permission, ' ') FROM person_role g JOIN role_permission p "
    "ON p.role_id = g.role_id WHERE g.person_id = h.person_id AND g.role_id <> h.role_id), '') "
    "FROM person_role h WHERE h.role_id = :role",
};
const struct sql *const ADMIN_ROLE_STATEMENTS[] = {&HELD_OTHERWISE, &ADD, &SAVE, &FORBID, &FORBID_ALL, &REMOVE, &HOLDERS, NULL};

struct plan {
    const struct role_edit *edit;
    struct roles roles;
    const struct role_row *role; // NULL: a new one
    const char *zh, *en;
    struct faults *faults;
};

static const char *trimmed(const char *typed, struct arena *arena) {
    return utf8_valid(typed, strlen(typed)) ? utf8_trim(arena, typed) : "";
}

static bool name_valid(const char *name) {
    return *name != '\0' && utf8_length(name) <= ROLE_NAME_MAX && !utf8_has_control(name) && strpbrk(name, "\t\r\n") == NULL;
}

static void check_names(struct plan *plan, struct arena *arena) {
    const struct text demand = {arena_format(arena, "请填写名称，最多 %d 个字", ROLE_NAME_MAX),
                                arena_format(arena, "Enter a name of at most %d characters.", ROLE_NAME_MAX)};
    const struct text taken = {"已有同名角色", "There is a role of this name."};
    plan->zh = trimmed(plan->edit->name_zh, arena);
    plan->en = trimmed(plan->edit->name_en, arena);
    if (!name_valid(plan->zh))
        (void)fault_add(plan->faults, "name_zh", demand);
    if (!name_valid(plan->en))
        (void)fault_add(plan->faults, "name_en", demand);
    for (unsigned i = 0; i < plan->roles.count; i++) {
        const struct role_row *other = &plan->roles.rows[i];
        if (other != plan->role && strcmp(other->name_zh, plan->zh) == 0)
            (void)fault_add(plan->faults, "name_zh", taken);
        if (other != plan->role && strcmp(other->name_en, plan->en) == 0)
            (void)fault_add(plan->faults, "name_en", taken);
    }
}

static bool permits(const struct role_edit *edit, enum permission permission) {
    return (edit->permissions >> permission & 1) != 0;
}

static void check_permissions(struct plan *plan) {
    const struct role_edit *edit = plan->edit;
    if (!permissions_go_together(edit->permissions))
        (void)fault_add(plan->faults, "permissions",
                        (struct text){"系统管理、审计和客户业务不能由同一人担任：请只选其中一类权限。",
                                      "Administration, audit and work with customers stay apart: choose permissions of one of them."});
    if (!permits(edit, PERM_CUSTOMER_READ) &&
        (permits(edit, PERM_CUSTOMER_CREATE) || permits(edit, PERM_CUSTOMER_EDIT) || permits(edit, PERM_CUSTOMER_REVEAL)))
        (void)fault_add(plan->faults, "permissions",
                        (struct text){"新建、修改和查看保密字段，都要先能查阅客户档案。",
                                      "Who creates, edits or reveals must be able to read customer archives, too."});
}

// Scope and level mean something for customers only.
static void check_reach(struct plan *plan) {
    const struct role_edit *edit = plan->edit;
    bool business = (edit->permissions & duty_permissions(DUTY_BUSINESS)) != 0;
    if (edit->scope > SCOPE_ALL || (business && edit->scope == SCOPE_NONE))
        (void)fault_add(plan->faults, "scope", (struct text){"请选择客户范围", "Choose which customers."});
    if (edit->level > LEVEL_TOP || (edit->level >= LEVEL_SECRET && !permits(edit, PERM_CUSTOMER_REVEAL)))
        (void)fault_add(plan->faults, "level",
                        (struct text){"没有“查看保密字段”的权限，最高只能到内部", "Without the permission to reveal, internal is the highest."});
    if (edit->level < LEVEL_SECRET && permits(edit, PERM_CUSTOMER_REVEAL))
        (void)fault_add(plan->faults, "level", (struct text){"有“查看保密字段”的权限，至少要到秘密", "With the permission to reveal, secret is the lowest."});
}

static enum status plan_make(struct ctx *ctx, int64_t id, struct plan *plan) {
    TRY(roles_read(ctx, &plan->roles));
    plan->role = role_by_id(&plan->roles, id);
    if (id != 0 && plan->role == NULL)
        return STATUS_NOT_FOUND;
    if (id != 0)
        TRY(rule_not_own_role(ctx, id, plan->faults));
    check_names(plan, ctx->arena);
    check_permissions(plan);
    check_reach(plan);
    enum status status = id != 0 ? rule_holders_apart(ctx, id, plan->edit->permissions, plan->faults) : STATUS_OK;
    return status == STATUS_OK ? fault_status(plan->faults) : status;
}

// Letters of the English name: what the command line and the access log call the role.
static const char *key_of(const struct plan *plan, struct arena *arena) {
    struct buffer key = {.arena = arena};
    buffer_text(&key, "");
    for (const char *c = plan->en; *c != '\0'; c++) {
        char letter = *c >= 'A' && *c <= 'Z' ? (char)(*c - 'A' + 'a') : *c;
        if (letter >= 'a' && letter <= 'z')
            buffer_add(&key, &letter, 1);
        else if (key.length > 0 && key.data[key.length - 1] != '_')
            buffer_text(&key, "_");
    }
    const char *stem = key.length > 0 ? key.data : "role";
    const char *free = stem;
    for (unsigned i = 2; role_by_key(&plan->roles, free) != NULL; i++)
        free = arena_format(arena, "%s_%u", stem, i);
    return free;
}

static void bind_edit(struct query *query, const struct plan *plan) {
    query_bind_text(query, ":zh", plan->zh);
    query_bind_text(query, ":en", plan->en);
    query_bind_int(query, ":scope", plan->edit->scope);
    query_bind_int(query, ":level", plan->edit->level);
}

static const char *number(int64_t value, struct arena *arena) {
    return arena_format(arena, "%" PRId64, value);
}

static enum status record_edit(struct ctx *ctx, const struct plan *plan, const struct admin_subject *subject, const char *action) {
    static const struct role_row NOTHING = {.name_zh = "", .name_en = "", .scope = (enum scope) - 1, .level = (enum level) - 1};
    const struct role_row *was = plan->role != NULL ? plan->role : &NOTHING;
    const struct role_edit *is = plan->edit;
    struct arena *arena = ctx->arena;
    bool fresh = plan->role == NULL;
    TRY(admin_record_change(ctx, subject, action, "name_zh", was->name_zh, plan->zh));
    TRY(admin_record_change(ctx, subject, action, "name_en", was->name_en, plan->en));
    TRY(admin_record_change(ctx, subject, action, "permissions", permission_names(was->permissions, arena),
                            permission_names(is->permissions, arena)));
    TRY(admin_record_change(ctx, subject, action, "scope", fresh ? "" : number(was->scope, arena), number(is->scope, arena)));
    TRY(admin_record_change(ctx, subject, action, "level", fresh ? "" : number(was->level, arena), number(is->level, arena)));
    return admin_record_change(ctx, subject, action, "second_factor", was->second_factor ? "1" : "0", is->second_factor ? "1" : "0");
}

static enum status add(struct ctx *ctx, struct plan *plan, int64_t *id) {
    TRY(plan_make(ctx, 0, plan));
    const char *key = key_of(plan, ctx->arena);
    struct query query = query_start(ctx->store, &ADD);
    bind_edit(&query, plan);
    query_bind_text(&query, ":key", key);
    query_bind_int(&query, ":factor", plan->edit->second_factor);
    TRY(query_run(&query, NULL));
    TRY(role_find(ctx, key, id));
    TRY(role_permit(ctx, *id, plan->edit->permissions));
    const struct admin_subject subject = {"role", *id, plan->zh};
    return record_edit(ctx, plan, &subject, "add");
}

enum status admin_role_add(struct ctx *ctx, const struct role_edit *edit, struct faults *faults, int64_t *id) {
    struct plan plan = {.edit = edit, .faults = faults};
    if (!actor_administers(ctx->actor, PERM_ADMIN_ROLES))
        return STATUS_FORBIDDEN;
    TRY(store_begin(ctx->store));
    return change_end(ctx, add(ctx, &plan, id));
}

// Takes first, so that at no moment the role has two duties.
static enum status write_permissions(struct ctx *ctx, const struct plan *plan) {
    unsigned gone = plan->role->permissions & ~plan->edit->permissions;
    for (unsigned p = 0; p < PERM_COUNT; p++) {
        if ((gone >> p & 1) == 0)
            continue;
        struct query query = query_start(ctx->store, &FORBID);
        query_bind_int(&query, ":id", plan->role->id);
        query_bind_text(&query, ":permission", permission_name((enum permission)p));
        TRY(query_run(&query, NULL));
    }
    return role_permit(ctx, plan->role->id, plan->edit->permissions & ~plan->role->permissions);
}

// Those who hold the role may have a duty now that they did not have.
static enum status tell_holders(struct ctx *ctx, const struct plan *plan) {
    enum status status = STATUS_OK;
    struct query query = query_start(ctx->store, &HELD_OTHERWISE);
    query_bind_int(&query, ":role", plan->role->id);
    while (status == STATUS_OK && query_row(&query)) {
        const unsigned otherwise = permission_bits(query_text(&query, 1, ctx->arena));
        status = account_notice_tell_duties(ctx, query_int(&query, 0), otherwise | plan->role->permissions,
                                            otherwise | plan->edit->permissions);
    }
    const enum status read = query_end(&query);
    return status == STATUS_OK ? read : status;
}

static enum status write_factor(struct ctx *ctx, const struct plan *plan) {
    if (plan->edit->second_factor == plan->role->second_factor)
        return STATUS_OK;
    return role_demand_second_factor(ctx, plan->role->key, plan->edit->second_factor);
}

static enum status save(struct ctx *ctx, struct plan *plan, int64_t id, int64_t version) {
    unsigned held = 0;
    int64_t changed = 0;
    TRY(administration_held(ctx, &held));
    TRY(plan_make(ctx, id, plan));
    struct query query = query_start(ctx->store, &SAVE);
    bind_edit(&query, plan);
    query_bind_int(&query, ":id", id);
    query_bind_int(&query, ":version", version);
    TRY(query_run(&query, &changed));
    if (changed == 0)
        return STATUS_CONFLICT;
    const struct admin_subject subject = {"role", id, plan->role->name_zh};
    TRY(write_permissions(ctx, plan));
    TRY(tell_holders(ctx, plan));
    TRY(write_factor(ctx, plan));
    TRY(record_edit(ctx, plan, &subject, "edit"));
    return rule_administered(ctx, held, plan->faults);
}

enum status admin_role_save(struct ctx *ctx, int64_t id, int64_t version, const struct role_edit *edit, struct faults *faults) {
    struct plan plan = {.edit = edit, .faults = faults};
    if (!actor_administers(ctx->actor, PERM_ADMIN_ROLES))
        return STATUS_FORBIDDEN;
    TRY(store_begin(ctx->store));
    return change_end(ctx, save(ctx, &plan, id, version));
}

enum status admin_role_check(struct ctx *ctx, int64_t id, int64_t version, const struct role_edit *edit, struct faults *faults,
                             struct role_row *now) {
    struct plan plan = {.edit = edit, .faults = faults};
    if (!actor_administers(ctx->actor, PERM_ADMIN_ROLES))
        return STATUS_FORBIDDEN;
    TRY(plan_make(ctx, id, &plan));
    *now = *plan.role;
    return now->version == version ? STATUS_OK : STATUS_CONFLICT;
}

static enum status remove_role(struct ctx *ctx, int64_t id, struct faults *faults) {
    struct roles roles;
    static const struct sql *const STEPS[] = {&FORBID_ALL, &REMOVE};
    TRY(roles_read(ctx, &roles));
    const struct role_row *role = role_by_id(&roles, id);
    if (role == NULL)
        return STATUS_NOT_FOUND;
    if (role->holders > 0)
        return fault_add(faults, "", (struct text){"还有人担任这个角色（包括已停用的账号），不能删除。", "Somebody holds this role (closed accounts count), so it stays."});
    const struct admin_subject subject = {"role", id, role->name_zh};
    TRY(admin_record_add(ctx, &subject, "delete", "permissions", permission_names(role->permissions, ctx->arena), ""));
    for (size_t i = 0; i < sizeof STEPS / sizeof *STEPS; i++) {
        struct query query = query_start(ctx->store, STEPS[i]);
        query_bind_int(&query, ":id", id);
        TRY(query_run(&query, NULL));
    }
    return STATUS_OK;
}

enum status admin_role_delete(struct ctx *ctx, int64_t id, struct faults *faults) {
    if (!actor_administers(ctx->actor, PERM_ADMIN_ROLES))
        return STATUS_FORBIDDEN;
    TRY(store_begin(ctx->store));
    return change_end(ctx, remove_role(ctx, id, faults));
}

static enum status demand(struct ctx *ctx, const char *key, bool on) {
    struct roles roles;
    TRY(roles_read(ctx, &roles));
    const struct role_row *role = role_by_key(&roles, key);
    if (role == NULL)
        return STATUS_NOT_FOUND;
    const struct admin_subject subject = {"role", role->id, role->name_zh};
    TRY(role_demand_second_factor(ctx, key, on));
    return admin_record_change(ctx, &subject, "edit", "second_factor", role->second_factor ? "1" : "0", on ? "1" : "0");
}

enum status admin_role_demand(struct ctx *ctx, const char *key, bool on) {
    if (!actor_administers(ctx->actor, PERM_ADMIN_ROLES))
        return STATUS_FORBIDDEN;
    TRY(store_begin(ctx->store));
    return change_end(ctx, demand(ctx, key, on));
}

enum status role_holders(struct ctx *ctx, int64_t id, struct holder holders[HOLDERS_MAX], unsigned *count) {
    *count = 0;
    struct query query = query_start(ctx->store, &HOLDERS);
    query_bind_int(&query, ":id", id);
    query_bind_int(&query, ":limit", HOLDERS_MAX);
    while (*count < HOLDERS_MAX && query_row(&query))
        holders[(*count)++] = (struct holder){query_int(&query, 0), query_text(&query, 1, ctx->arena),
                                              query_text(&query, 2, ctx->arena), query_text(&query, 3, ctx->arena)};
    return query_end(&query);
}
