// People as an administrator changes them.
#include "domain/admin_person.h"

#include <string.h>

#include "base/utf8.h"
#include "domain/account_notice.h"
#include "domain/admin_record.h"
#include "domain/admin_rules.h"
#include "domain/change.h"

static const struct sql PERSON_SAVE = {
    "admin.person_save",
    "UPDATE person SET name = :name, superior_id = nullif(:superior, 0), version = version + 1 WHERE id = :id AND version = :version",
};
static const struct sql PERSON_REOPEN = {
    "admin.person_reopen",
    "UPDATE person SET state = 'active', name = :name, unit_id = :unit, superior_id = nullif(:superior, 0), version = version + 1 "
    "WHERE id = :id AND state = 'closed'",
};
static const struct sql ROLES_OF = {"admin.roles_of", "SELECT role_id FROM person_role WHERE person_id = :person ORDER BY role_id"};
static const struct sql ROLE_GIVE = {"admin.role_give", "INSERT INTO person_role (person_id, role_id) VALUES (:person, :role)"};
static const struct sql ROLE_TAKE = {"admin.role_take", "DELETE FROM person_role WHERE person_id = :person AND role_id = :role"};
static const struct sql LABEL = {"admin.person_label", "SELECT name, login FROM person WHERE id = :id"};
const struct sql *const ADMIN_PERSON_STATEMENTS[] = {&PERSON_SAVE, &PERSON_REOPEN, &ROLES_OF, &ROLE_GIVE, &ROLE_TAKE, &LABEL, NULL};

enum status person_label(struct ctx *ctx, int64_t id, const char **label) {
    *label = "";
    struct query query = query_start(ctx->store, &LABEL);
    query_bind_int(&query, ":id", id);
    if (query_row(&query))
        *label = arena_format(ctx->arena, "%s（%s）", query_text(&query, 0, ctx->arena), query_text(&query, 1, ctx->arena));
    return query_end(&query);
}

enum status person_roles(struct ctx *ctx, int64_t id, int64_t roles[ACTOR_ROLES_MAX], unsigned *count) {
    *count = 0;
    struct query query = query_start(ctx->store, &ROLES_OF);
    query_bind_int(&query, ":person", id);
    while (query_row(&query))
        if (*count < ACTOR_ROLES_MAX)
            roles[(*count)++] = query_int(&query, 0);
    return query_end(&query);
}

// What an edit is judged by and written from.
struct plan {
    const struct person_edit *edit;
    const struct person *person; // NULL: somebody new
    struct units units;
    struct roles roles;
    unsigned held; // permissions of administration, before
    const char *name;
    const struct unit *unit;
    int64_t superior_id;
    struct faults *faults;
};

static enum status check_name(struct plan *plan, struct arena *arena) {
    plan->name = utf8_valid(plan->edit->name, strlen(plan->edit->name)) ? utf8_trim(arena, plan->edit->name) : "";
    if (person_name_valid(plan->name))
        return STATUS_OK;
    return fault_add(plan->faults, "name",
                     (struct text){arena_format(arena, "请填写姓名，最多 %d 个字", PERSON_NAME_MAX),
                                   arena_format(arena, "Enter a name of at most %d characters.", PERSON_NAME_MAX)});
}

static enum status check_unit(struct plan *plan, int64_t unit_id) {
    plan->unit = unit_by_id(&plan->units, unit_id);
    if (plan->unit != NULL && !plan->unit->closed)
        return STATUS_OK;
    return fault_add(plan->faults, "unit", (struct text){"请选择单位", "Choose a unit."});
}

static enum status check_superior(struct ctx *ctx, struct plan *plan) {
    int64_t person_id = plan->person != NULL ? plan->person->id : 0;
    const char *typed = utf8_valid(plan->edit->superior, strlen(plan->edit->superior)) ? plan->edit->superior : "?";
    if (*utf8_trim(ctx->arena, typed) == '\0') {
        plan->superior_id = unit_head_above(&plan->units, plan->unit, person_id);
    } else {
        struct colleague colleague;
        TRY(colleague_named(ctx, typed, "superior", &colleague, plan->faults));
        plan->superior_id = colleague.id;
    }
    return rule_superior(ctx, person_id, plan->superior_id, plan->faults);
}

static enum status check_roles(struct plan *plan) {
    for (unsigned i = 0; i < plan->edit->role_count; i++)
        if (role_by_id(&plan->roles, plan->edit->roles[i]) == NULL)
            return fault_add(plan->faults, "roles", (struct text){"有的角色已不存在，请重新选择", "A role is gone; choose again."});
    return rule_duties_apart(&plan->roles, plan->edit->roles, plan->edit->role_count, plan->faults);
}

// A fault found by one check does not hide those of the others; anything else ends it.
static enum status goes_on(enum status status) {
    return status == STATUS_INVALID ? STATUS_OK : status;
}

static enum status plan_make(struct ctx *ctx, int64_t unit_id, struct plan *plan) {
    TRY(units_read(ctx, &plan->units));
    TRY(roles_read(ctx, &plan->roles));
    TRY(administration_held(ctx, &plan->held));
    if (plan->person != NULL)
        TRY(rule_not_self(ctx, plan->person->id, plan->faults));
    TRY(goes_on(check_name(plan, ctx->arena)));
    TRY(goes_on(check_roles(plan)));
    TRY(goes_on(check_unit(plan, unit_id)));
    TRY(goes_on(check_superior(ctx, plan)));
    return fault_status(plan->faults);
}

static bool has_role(const int64_t *roles, unsigned count, int64_t id) {
    for (unsigned i = 0; i < count; i++)
        if (roles[i] == id)
            return true;
    return false;
}

static const char *role_keys(const struct roles *all, const int64_t *roles, unsigned count, struct arena *arena) {
    struct buffer keys = {.arena = arena};
    buffer_text(&keys, "");
    for (unsigned i = 0; i < all->count; i++)
        if (has_role(roles, count, all->rows[i].id))
            buffer_format(&keys, "%s%s", keys.length > 0 ? "," : "", all->rows[i].key);
    return keys.data;
}

static enum status run_role(struct ctx *ctx, const struct sql *sql, int64_t person_id, int64_t role_id) {
    struct query query = query_start(ctx->store, sql);
    query_bind_int(&query, ":person", person_id);
    query_bind_int(&query, ":role", role_id);
    return query_run(&query, NULL);
}

// Takes first, so that at no moment the person has two duties.
static unsigned permissions_of(const struct roles *all, const int64_t *roles, unsigned count) {
    unsigned permissions = 0;
    for (unsigned i = 0; i < count; i++) {
        const struct role_row *role = role_by_id(all, roles[i]);
        permissions |= role != NULL ? role->permissions : 0;
    }
    return permissions;
}

static enum status write_roles(struct ctx *ctx, const struct plan *plan, const struct admin_subject *subject, const char *action) {
    const struct person_edit *edit = plan->edit;
    int64_t had[ACTOR_ROLES_MAX];
    unsigned count = 0;
    TRY(person_roles(ctx, subject->id, had, &count));
    for (unsigned i = 0; i < count; i++)
        if (!has_role(edit->roles, edit->role_count, had[i]))
            TRY(run_role(ctx, &ROLE_TAKE, subject->id, had[i]));
    for (unsigned i = 0; i < plan->roles.count; i++)
        if (has_role(edit->roles, edit->role_count, plan->roles.rows[i].id) && !has_role(had, count, plan->roles.rows[i].id))
            TRY(run_role(ctx, &ROLE_GIVE, subject->id, plan->roles.rows[i].id));
    if (plan->person != NULL) // whoever is new has nothing to be taken over
        TRY(account_notice_tell_duties(ctx, subject->id, permissions_of(&plan->roles, had, count),
                                       permissions_of(&plan->roles, edit->roles, edit->role_count)));
    return admin_record_change(ctx, subject, action, "roles", role_keys(&plan->roles, had, count, ctx->arena),
                               role_keys(&plan->roles, edit->roles, edit->role_count, ctx->arena));
}

static enum status record_superior(struct ctx *ctx, const struct admin_subject *subject, const char *action, int64_t before,
                                   int64_t after) {
    const char *was = "", *is = "";
    TRY(person_label(ctx, before, &was));
    TRY(person_label(ctx, after, &is));
    return admin_record_change(ctx, subject, action, "superior", was, is);
}

static enum status check_login(struct ctx *ctx, const char *login, struct faults *faults) {
    struct person taken;
    if (!login_valid(login))
        return fault_add(faults, "login",
                         (struct text){"2 至 32 个小写字母、数字或 . _ -，以字母或数字开头",
                                       "2 to 32 lower-case letters, digits or . _ -, beginning with a letter or digit."});
    enum status status = person_find(ctx, login, &taken);
    if (status == STATUS_OK)
        return fault_add(faults, "login", (struct text){"这个账号已被使用", "This login is taken."});
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static enum status add(struct ctx *ctx, struct plan *plan, const char *hash, int64_t *id) {
    TRY(goes_on(check_login(ctx, plan->edit->login, plan->faults)));
    TRY(plan_make(ctx, plan->edit->unit_id, plan));
    const struct person_new fresh = {.login = plan->edit->login,
                                     .name = plan->name,
                                     .unit_id = plan->unit->id,
                                     .superior_id = plan->superior_id,
                                     .offer = hash};
    TRY(person_add(ctx, &fresh, id));
    if (hash != NULL)
        TRY(account_notice_tell(ctx, *id, ACCOUNT_ADDED, ""));
    const struct admin_subject subject = {"person", *id, plan->name};
    TRY(admin_record_add(ctx, &subject, "add", "", "", plan->edit->login));
    TRY(admin_record_add(ctx, &subject, "add", "unit", "", unit_full_name(&plan->units, plan->unit, ctx->arena)));
    TRY(record_superior(ctx, &subject, "add", 0, plan->superior_id));
    return write_roles(ctx, plan, &subject, "add");
}

enum status admin_person_add(struct ctx *ctx, const struct person_edit *edit, const char *hash, struct faults *faults, int64_t *id) {
    struct plan plan = {.edit = edit, .faults = faults};
    if (!actor_administers(ctx->actor, PERM_ADMIN_PEOPLE))
        return STATUS_FORBIDDEN;
    TRY(store_begin(ctx->store));
    return change_end(ctx, add(ctx, &plan, hash, id));
}

static enum status save(struct ctx *ctx, struct plan *plan, int64_t version) {
    const struct person *person = plan->person;
    const struct admin_subject subject = {"person", person->id, person->name};
    int64_t changed = 0;
    TRY(plan_make(ctx, person->unit_id, plan));
    struct query query = query_start(ctx->store, &PERSON_SAVE);
    query_bind_int(&query, ":id", person->id);
    query_bind_int(&query, ":version", version);
    query_bind_text(&query, ":name", plan->name);
    query_bind_int(&query, ":superior", plan->superior_id);
    TRY(query_run(&query, &changed));
    if (changed == 0)
        return STATUS_CONFLICT;
    TRY(admin_record_change(ctx, &subject, "edit", "name", person->name, plan->name));
    TRY(record_superior(ctx, &subject, "edit", person->superior_id, plan->superior_id));
    TRY(write_roles(ctx, plan, &subject, "edit"));
    return rule_administered(ctx, plan->held, plan->faults);
}

// Within the transaction: the person, and that it is not the actor.
static enum status find_other(struct ctx *ctx, int64_t id, struct person *person, struct faults *faults) {
    TRY(person_get(ctx, id, person));
    return rule_not_self(ctx, id, faults);
}

enum status admin_person_save(struct ctx *ctx, int64_t id, int64_t version, const struct person_edit *edit, struct faults *faults) {
    struct person person;
    struct plan plan = {.edit = edit, .person = &person, .faults = faults};
    if (!actor_administers(ctx->actor, PERM_ADMIN_PEOPLE))
        return STATUS_FORBIDDEN;
    TRY(store_begin(ctx->store));
    enum status status = find_other(ctx, id, &person, faults);
    if (status == STATUS_OK)
        status = person.closed || person.version != version ? STATUS_CONFLICT : save(ctx, &plan, version);
    return change_end(ctx, status);
}

static enum status reset(struct ctx *ctx, int64_t id, const char *hash, struct faults *faults) {
    struct person person;
    TRY(find_other(ctx, id, &person, faults));
    if (person.closed)
        return STATUS_CONFLICT;
    const struct admin_subject subject = {"person", id, person.name};
    TRY(person_offer_password(ctx, &person, hash));
    TRY(account_notice_tell(ctx, id, ACCOUNT_PASSWORD, ""));
    return admin_record_add(ctx, &subject, "password", "", "", "");
}

enum status admin_person_reset(struct ctx *ctx, int64_t id, const char *hash, struct faults *faults) {
    if (!actor_administers(ctx->actor, PERM_ADMIN_PEOPLE))
        return STATUS_FORBIDDEN;
    TRY(store_begin(ctx->store));
    return change_end(ctx, reset(ctx, id, hash, faults));
}

static enum status end_factor(struct ctx *ctx, int64_t id, struct faults *faults) {
    struct person person;
    TRY(find_other(ctx, id, &person, faults));
    const struct admin_subject subject = {"person", id, person.name};
    TRY(person_end_second_factor(ctx, &person));
    TRY(account_notice_tell(ctx, id, ACCOUNT_FACTOR, ""));
    return admin_record_add(ctx, &subject, "second_factor", "", "", "");
}

enum status admin_person_end_factor(struct ctx *ctx, int64_t id, struct faults *faults) {
    if (!actor_administers(ctx->actor, PERM_ADMIN_PEOPLE))
        return STATUS_FORBIDDEN;
    TRY(store_begin(ctx->store));
    return change_end(ctx, end_factor(ctx, id, faults));
}

static enum status reopen(struct ctx *ctx, struct plan *plan, const char *hash) {
    const struct person *person = plan->person;
    const struct admin_subject subject = {"person", person->id, person->name};
    int64_t changed = 0;
    TRY(plan_make(ctx, plan->edit->unit_id, plan));
    struct query query = query_start(ctx->store, &PERSON_REOPEN);
    query_bind_int(&query, ":id", person->id);
    query_bind_text(&query, ":name", plan->name);
    query_bind_int(&query, ":unit", plan->unit->id);
    query_bind_int(&query, ":superior", plan->superior_id);
    TRY(query_run(&query, &changed));
    if (changed == 0)
        return STATUS_CONFLICT;
    TRY(person_offer_password(ctx, person, hash));
    TRY(account_notice_tell(ctx, person->id, ACCOUNT_PASSWORD, ""));
    TRY(admin_record_add(ctx, &subject, "reopen", "", "", ""));
    TRY(admin_record_change(ctx, &subject, "reopen", "name", person->name, plan->name));
    const struct unit *before = unit_by_id(&plan->units, person->unit_id);
    TRY(admin_record_change(ctx, &subject, "reopen", "unit",
                            before != NULL ? unit_full_name(&plan->units, before, ctx->arena) : "",
                            unit_full_name(&plan->units, plan->unit, ctx->arena)));
    TRY(record_superior(ctx, &subject, "reopen", person->superior_id, plan->superior_id));
    return write_roles(ctx, plan, &subject, "reopen");
}

enum status admin_person_reopen(struct ctx *ctx, int64_t id, const struct person_edit *edit, const char *hash, struct faults *faults) {
    struct person person;
    struct plan plan = {.edit = edit, .person = &person, .faults = faults};
    if (!actor_administers(ctx->actor, PERM_ADMIN_PEOPLE))
        return STATUS_FORBIDDEN;
    TRY(store_begin(ctx->store));
    enum status status = find_other(ctx, id, &person, faults);
    return change_end(ctx, status == STATUS_OK ? reopen(ctx, &plan, hash) : status);
}
