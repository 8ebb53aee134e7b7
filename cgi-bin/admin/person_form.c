// The forms for a new person, for changing one, and for a closed account that comes back.
#include <stdlib.h>
#include <string.h>

#include "admin/pages.h"
#include "vault/password.h"

// What one of the forms shows.
struct person_form {
    const struct person *person; // NULL: somebody new
    struct person_edit edit;     // as typed, or as stored
    const struct faults *faults;
    bool with_unit;
    bool conflict;
    int64_t version;
};

static bool chosen(const struct person_edit *edit, int64_t role_id) {
    for (unsigned i = 0; i < edit->role_count; i++)
        if (edit->roles[i] == role_id)
            return true;
    return false;
}

static struct option_view *role_options(const struct page *page, const struct roles *roles, const struct person_edit *edit) {
    struct option_view *options = ARENA_ARRAY(page->ctx.arena, struct option_view, roles->count + 1);
    for (unsigned i = 0; i < roles->count; i++)
        options[i] = (struct option_view){
            .key = arena_format(page->ctx.arena, "%lld", (long long)roles->rows[i].id),
            .label = role_name(&roles->rows[i], page->ctx.lang),
            .selected = chosen(edit, roles->rows[i].id),
        };
    return options;
}

#define FIELDS_MAX 5

static unsigned make_fields(struct page *page, const struct person_form *form, const struct units *units, const struct roles *roles,
                            struct plain_field fields[FIELDS_MAX]) {
    static const struct text LOGIN = {"账号", "Login"}, NAME = {"姓名", "Name"}, UNIT = {"单位", "Unit"}, SUPERIOR = {"上级", "Superior"},
                             ROLES_LABEL = {"角色", "Roles"};
    static const struct text LOGIN_HINT = {"小写字母、数字或 . _ -，以后不能改", "Lower-case letters, digits or . _ -; it can't be changed later."},
                             SUPERIOR_HINT = {"账号或姓名；留空则是单位负责人", "Login or full name; left empty, the head of the unit."},
                             ROLES_HINT = {"系统管理、审计和客户业务不能由同一人担任", "Administration, audit and work with customers stay apart."};
    const struct person_edit *edit = &form->edit;
    unsigned count = 0, unit_count = 0;
    const struct option_view *unit_choices = unit_options(page, units, NULL, edit->unit_id, &unit_count);
    if (form->person == NULL)
        fields[count++] = plain_required(plain_line("login", LOGIN, LOGIN_HINT, edit->login), 32);
    fields[count++] = plain_required(plain_line("name", NAME, NO_HINT, edit->name), PERSON_NAME_MAX);
    if (form->with_unit)
        fields[count++] = plain_required(plain_options("unit", PLAIN_CHOICE, UNIT, NO_HINT, unit_choices, unit_count), 0);
    fields[count++] = plain_line("superior", SUPERIOR, SUPERIOR_HINT, edit->superior);
    fields[count++] = plain_options("roles", PLAIN_SET, ROLES_LABEL, ROLES_HINT, role_options(page, roles, edit), roles->count);
    return count;
}

static enum status show(struct page *page, const struct person_form *form, const char *action) {
    static const struct text FRESH = {"保存后显示一次性密码，只显示一次。", "After saving, a one-time password is shown, this once."};
    struct units units;
    struct roles roles;
    struct plain_field fields[FIELDS_MAX];
    TRY(units_read(&page->ctx, &units));
    TRY(roles_read(&page->ctx, &roles));
    const struct person *person = form->person;
    const struct plain_form plain = {
        .action = action,
        .back = person != NULL ? arena_format(page->ctx.arena, "/admin/person/%lld", (long long)person->id) : "/admin/person",
        .subject = person != NULL ? arena_format(page->ctx.arena, "%s（%s）", person->name, person->login) : NULL,
        .fields = fields,
        .field_count = make_fields(page, form, &units, &roles, fields),
        .faults = form->faults,
        .version = form->version,
        .note = form->with_unit ? FRESH : (struct text){NULL, NULL},
        .conflict = form->conflict,
    };
    return plain_form_show(page, &plain);
}

// One role too many is a fault, not cut away in silence.
static enum status read_edit(const struct page *page, struct person_edit *edit, struct faults *faults) {
    const struct params *form = &page->request->form;
    *edit = (struct person_edit){
        .login = page_form(page, "login"),
        .name = page_form(page, "name"),
        .unit_id = form_number(page, "unit"),
        .superior = page_form(page, "superior"),
    };
    for (size_t i = 0; i < form->count; i++) {
        if (strcmp(form->items[i].name, "roles") != 0)
            continue;
        if (edit->role_count == ACTOR_ROLES_MAX)
            return fault_add(faults, "roles",
                             (struct text){arena_format(page->ctx.arena, "一个人最多 %d 个角色", ACTOR_ROLES_MAX),
                                           arena_format(page->ctx.arena, "At most %d roles for one person.", ACTOR_ROLES_MAX)});
        edit->roles[edit->role_count++] = strtoll(form->items[i].value, NULL, 10);
    }
    return STATUS_OK;
}

enum status person_new_page(struct page *page) {
    struct person_form form = {.edit = {.login = "", .name = "", .superior = ""}, .with_unit = true};
    form.edit.unit_id = strtoll(page_query(page, "unit"), NULL, 10);
    return show(page, &form, "/admin/person/new");
}

enum status person_new_do(struct page *page) {
    struct faults faults = {.count = 0};
    struct person_form form = {.with_unit = true, .faults = &faults};
    int64_t id = 0;
    enum status status = read_edit(page, &form.edit, &faults);
    const char *password = password_random(&page->ctx, PASSWORD_GROUPS);
    if (status == STATUS_OK)
        status = admin_person_add(&page->ctx, &form.edit, password_hash(password, page->ctx.arena), &faults, &id);
    if (status == STATUS_INVALID)
        return show(page, &form, "/admin/person/new");
    TRY(status);
    return one_time_show(page, id, password);
}

static enum status stored_edit(struct page *page, const struct person *person, struct person_edit *edit) {
    *edit = (struct person_edit){
        .login = person->login,
        .name = person->name,
        .unit_id = person->unit_id,
        .superior = person->superior_login,
    };
    return person_roles(&page->ctx, person->id, edit->roles, &edit->role_count);
}

static const char *act_path(const struct page *page, const char *act) {
    return arena_format(page->ctx.arena, "/admin/person/%lld/%s", (long long)page_number(page, "person"), act);
}

static enum status first_form(struct page *page, bool closed, const char *act) {
    struct person person;
    TRY(person_get(&page->ctx, page_number(page, "person"), &person));
    if (person.closed != closed)
        return person_page(page); // there is nothing to fill in
    struct person_form form = {.person = &person, .with_unit = closed, .version = person.version};
    TRY(stored_edit(page, &person, &form.edit));
    return show(page, &form, act_path(page, act));
}

enum status person_edit_page(struct page *page) {
    return first_form(page, false, "edit");
}

enum status person_edit_do(struct page *page) {
    struct person person;
    struct faults faults = {.count = 0};
    struct person_form form = {.person = &person, .faults = &faults, .version = form_version(page)};
    TRY(person_get(&page->ctx, page_number(page, "person"), &person));
    enum status status = read_edit(page, &form.edit, &faults);
    if (status == STATUS_OK)
        status = admin_person_save(&page->ctx, person.id, form.version, &form.edit, &faults);
    form.conflict = status == STATUS_CONFLICT;
    if (form.conflict)
        form.version = person.version; // shown: the next submission is meant
    if (status == STATUS_INVALID || form.conflict)
        return show(page, &form, act_path(page, "edit"));
    TRY(status);
    return page_redirect(page, "/admin/person/%lld?notice=saved", (long long)person.id);
}

enum status person_reopen_page(struct page *page) {
    return first_form(page, true, "reopen");
}

enum status person_reopen_do(struct page *page) {
    struct person person;
    struct faults faults = {.count = 0};
    struct person_form form = {.person = &person, .faults = &faults, .with_unit = true};
    TRY(person_get(&page->ctx, page_number(page, "person"), &person));
    enum status status = read_edit(page, &form.edit, &faults);
    const char *password = password_random(&page->ctx, PASSWORD_GROUPS);
    if (status == STATUS_OK)
        status = admin_person_reopen(&page->ctx, person.id, &form.edit, password_hash(password, page->ctx.arena), &faults);
    if (status == STATUS_INVALID)
        return show(page, &form, act_path(page, "reopen"));
    TRY(status);
    return one_time_show(page, person.id, password);
}
