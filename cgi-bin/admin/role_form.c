// The forms for a role, and what a change of one means before it is made.
#include <string.h>

#include "admin/pages.h"
#include "model/field.h"

struct hidden_view {
    const char *name, *value;
};
struct effect_view {
    const char *text;
};
struct preview_view {
    struct layout_view layout;
    const char *name, *action, *back;
    int64_t active;
    struct view_rows hidden;  // of hidden_view: the form once more
    struct view_rows effects; // of effect_view
};
static const struct binding HIDDEN[] = {
    VIEW(struct hidden_view, NAME, name),
    VIEW(struct hidden_view, VALUE, value),
    VIEW_END,
};
static const struct binding EFFECT[] = {VIEW(struct effect_view, TEXT, text), VIEW_END};
static const struct binding BINDINGS[] = {
    VIEW_PART(struct preview_view, layout, LAYOUT),
    VIEW(struct preview_view, SUBJECT, name),
    VIEW(struct preview_view, ACTION, action),
    VIEW(struct preview_view, CANCEL, back),
    VIEW(struct preview_view, ACTIVE, active),
    VIEW_ROWS(struct preview_view, HIDDEN, hidden, HIDDEN),
    VIEW_ROWS(struct preview_view, EFFECT, effects, EFFECT),
    VIEW_END,
};
const struct view ROLE_PREVIEW_VIEW = {"admin/role_preview.tpl", BINDINGS};

struct role_form {
    const struct role_row *role; // NULL: a new one
    struct role_edit edit;
    const struct faults *faults;
    bool conflict;
    int64_t version;
};

#define FIELDS_MAX 6

static struct option_view *permission_options(const struct page *page, unsigned chosen, unsigned *count) {
    struct option_view *options = ARENA_ARRAY(page->ctx.arena, struct option_view, PERM_COUNT);
    *count = 0;
    for (unsigned p = 0; p < PERM_COUNT; p++)
        if (permission_name((enum permission)p) != NULL)
            options[(*count)++] = (struct option_view){permission_name((enum permission)p), say(page, permission_label((enum permission)p)),
                                                       (chosen >> p & 1) != 0};
    return options;
}

static struct option_view *number_option(const struct page *page, struct option_view *option, int number, const char *label,
                                         bool selected) {
    *option = (struct option_view){arena_format(page->ctx.arena, "%d", number), label, selected};
    return option + 1;
}

static const struct option_view *scope_options(const struct page *page, enum scope chosen) {
    struct option_view *options = ARENA_ARRAY(page->ctx.arena, struct option_view, SCOPE_ALL + 1), *next = options;
    for (int scope = SCOPE_NONE; scope <= SCOPE_ALL; scope++)
        next = number_option(page, next, scope, scope_words(page->ctx.lang, (enum scope)scope), scope == (int)chosen);
    return options;
}

static const struct option_view *level_options(const struct page *page, enum level chosen) {
    struct option_view *options = ARENA_ARRAY(page->ctx.arena, struct option_view, LEVEL_TOP + 1), *next = options;
    for (int level = LEVEL_PUBLIC; level <= LEVEL_TOP; level++)
        next = number_option(page, next, level, say(page, level_label((enum level)level)), level == (int)chosen);
    return options;
}

static enum status show(struct page *page, const struct role_form *form) {
    static const struct text NAME_ZH = {"中文名称", "Chinese name"}, NAME_EN = {"英文名称", "English name"}, PERMISSIONS = {"权限", "Permissions"},
                             SCOPE = {"客户范围", "Which customers"}, LEVEL = {"最高可查看到", "Highest level to reveal"},
                             SIGNING_IN = {"登录", "Signing in"}, MANDATORY = {"必须使用二次验证", "A second factor is mandatory"},
                             PERMISSIONS_HINT = {"系统管理、审计和客户业务不能由同一人担任",
                                                 "Administration, audit and work with customers stay apart."};
    const struct role_edit *edit = &form->edit;
    unsigned permission_count = 0;
    const struct option_view *permissions = permission_options(page, edit->permissions, &permission_count);
    const struct option_view factor[] = {{"1", say(page, MANDATORY), edit->second_factor}};
    const struct plain_field fields[FIELDS_MAX] = {
        plain_required(plain_line("name_zh", NAME_ZH, NO_HINT, edit->name_zh), ROLE_NAME_MAX),
        plain_required(plain_line("name_en", NAME_EN, NO_HINT, edit->name_en), ROLE_NAME_MAX),
        plain_options("permissions", PLAIN_SET, PERMISSIONS, PERMISSIONS_HINT, permissions, permission_count),
        plain_options("scope", PLAIN_CHOICE, SCOPE, NO_HINT, scope_options(page, edit->scope), SCOPE_ALL + 1),
        plain_options("level", PLAIN_CHOICE, LEVEL, NO_HINT, level_options(page, edit->level), LEVEL_TOP + 1),
        plain_options("second_factor", PLAIN_SET, SIGNING_IN, NO_HINT, factor, 1),
    };
    const char *here = form->role != NULL ? arena_format(page->ctx.arena, "/admin/role/%lld", (long long)form->role->id) : "/admin/role";
    const struct plain_form plain = {
        .action = arena_format(page->ctx.arena, "%s/%s", here, form->role != NULL ? "edit" : "new"),
        .back = here,
        .subject = form->role != NULL ? role_name(form->role, page->ctx.lang) : NULL,
        .fields = fields,
        .field_count = FIELDS_MAX,
        .faults = form->faults,
        .version = form->version,
        .conflict = form->conflict,
    };
    return plain_form_show(page, &plain);
}

static int choice(const struct page *page, const char *name, int most) {
    const char *typed = page_form(page, name);
    return *typed >= '0' && *typed <= '0' + most && typed[1] == '\0' ? *typed - '0' : most + 1;
}

static struct role_edit read_edit(const struct page *page) {
    struct role_edit edit = {
        .name_zh = page_form(page, "name_zh"),
        .name_en = page_form(page, "name_en"),
        .scope = *page_form(page, "scope") == '\0' ? SCOPE_NONE : (enum scope)choice(page, "scope", SCOPE_ALL),
        .level = *page_form(page, "level") == '\0' ? LEVEL_PUBLIC : (enum level)choice(page, "level", LEVEL_TOP),
        .second_factor = form_has(page, "second_factor", "1"),
    };
    for (unsigned p = 0; p < PERM_COUNT; p++)
        if (permission_name((enum permission)p) != NULL && form_has(page, "permissions", permission_name((enum permission)p)))
            edit.permissions |= 1u << p;
    return edit;
}

enum status role_new_page(struct page *page) {
    struct role_form form = {.edit = {.name_zh = "", .name_en = ""}};
    return show(page, &form);
}

enum status role_new_do(struct page *page) {
    struct faults faults = {.count = 0};
    struct role_form form = {.edit = read_edit(page), .faults = &faults};
    int64_t id = 0;
    enum status status = admin_role_add(&page->ctx, &form.edit, &faults, &id);
    if (status == STATUS_INVALID)
        return show(page, &form);
    TRY(status);
    return page_redirect(page, "/admin/role/%lld?notice=saved", (long long)id);
}

static enum status find(struct page *page, struct roles *roles, const struct role_row **role) {
    TRY(roles_read(&page->ctx, roles));
    *role = role_by_id(roles, page_number(page, "role"));
    return *role != NULL ? STATUS_OK : STATUS_NOT_FOUND;
}

enum status role_edit_page(struct page *page) {
    struct roles roles;
    const struct role_row *role = NULL;
    TRY(find(page, &roles, &role));
    struct role_form form = {
        .role = role,
        .edit = {role->name_zh, role->name_en, role->permissions, role->scope, role->level, role->second_factor},
        .version = role->version,
    };
    return show(page, &form);
}

// --- The preview

static void add_effect(struct effect_view *effects, unsigned *count, const char *text) {
    effects[(*count)++].text = text;
}

static const char *change_words(const struct page *page, struct text what, const char *before, const char *after) {
    return arena_format(page->ctx.arena, "%s%s → %s", say(page, what), before, after);
}

#define EFFECTS_MAX 5

static unsigned list_effects(const struct page *page, const struct role_row *was, const struct role_edit *is,
                             struct effect_view effects[EFFECTS_MAX]) {
    static const struct text GAIN = {"将获得：", "gain: "}, LOSE = {"将失去：", "lose: "}, SCOPE = {"客户范围：", "which customers: "},
                             LEVEL = {"最高可查看到：", "highest level to reveal: "};
    struct arena *arena = page->ctx.arena;
    enum lang lang = page->ctx.lang;
    unsigned count = 0, gained = is->permissions & ~was->permissions, lost = was->permissions & ~is->permissions;
    if (gained != 0)
        add_effect(effects, &count, arena_format(arena, "%s%s", say(page, GAIN), permission_words(page, gained)));
    if (lost != 0)
        add_effect(effects, &count, arena_format(arena, "%s%s", say(page, LOSE), permission_words(page, lost)));
    if (was->scope != is->scope)
        add_effect(effects, &count, change_words(page, SCOPE, scope_words(lang, was->scope), scope_words(lang, is->scope)));
    if (was->level != is->level)
        add_effect(effects, &count, change_words(page, LEVEL, say(page, level_label(was->level)), say(page, level_label(is->level))));
    if (!was->second_factor && is->second_factor)
        add_effect(effects, &count, say(page, (struct text){"必须使用二次验证：还没有设置的，登录立即结束，下次登录时先设置", "must use a second factor: sessions of those without one end at once, and they set it up next time"}));
    return count;
}

static enum status show_preview(struct page *page, const struct role_row *role, const struct effect_view *effects, unsigned count) {
    const struct params *form = &page->request->form;
    struct hidden_view *hidden = ARENA_ARRAY(page->ctx.arena, struct hidden_view, form->count + 1);
    unsigned hidden_count = 0;
    for (size_t i = 0; i < form->count; i++)
        if (strcmp(form->items[i].name, "csrf") != 0 && strcmp(form->items[i].name, "confirmed") != 0)
            hidden[hidden_count++] = (struct hidden_view){form->items[i].name, form->items[i].value};
    struct preview_view view = {
        .layout = page_layout(page),
        .name = role_name(role, page->ctx.lang),
        .action = arena_format(page->ctx.arena, "/admin/role/%lld/edit", (long long)role->id),
        .back = arena_format(page->ctx.arena, "/admin/role/%lld", (long long)role->id),
        .active = role->active,
        .hidden = VIEW_ARRAY(hidden, hidden_count),
        .effects = VIEW_ARRAY(effects, count),
    };
    return page_render(page, 200, &ROLE_PREVIEW_VIEW, &view);
}

enum status role_edit_do(struct page *page) {
    struct roles roles;
    const struct role_row *role = NULL;
    struct role_row now;
    struct faults faults = {.count = 0};
    struct effect_view effects[EFFECTS_MAX];
    TRY(find(page, &roles, &role));
    struct role_form form = {.role = role, .edit = read_edit(page), .faults = &faults, .version = form_version(page)};
    enum status status = admin_role_check(&page->ctx, role->id, form.version, &form.edit, &faults, &now);
    if (status == STATUS_OK && role->active > 0 && !form_has(page, "confirmed", "1")) {
        unsigned count = list_effects(page, role, &form.edit, effects);
        if (count > 0)
            return show_preview(page, role, effects, count);
    }
    if (status == STATUS_OK)
        status = admin_role_save(&page->ctx, role->id, form.version, &form.edit, &faults);
    form.conflict = status == STATUS_CONFLICT;
    if (form.conflict)
        form.version = role->version;
    if (status == STATUS_INVALID || form.conflict)
        return show(page, &form);
    TRY(status);
    return page_redirect(page, "/admin/role/%lld?notice=saved", (long long)role->id);
}

static enum status ask_delete(struct page *page, const struct faults *faults) {
    struct roles roles;
    const struct role_row *role = NULL;
    TRY(find(page, &roles, &role));
    const struct confirmation confirmation = {
        .action = arena_format(page->ctx.arena, "/admin/role/%lld/delete", (long long)role->id),
        .back = arena_format(page->ctx.arena, "/admin/role/%lld", (long long)role->id),
        .subject = role_name(role, page->ctx.lang),
        .question = {"删除这个角色吗？", "Delete this role?"},
        .consequence = {"没有人担任的角色才能删除，删除后不能恢复。", "Only a role that nobody holds can be deleted, and it does not come back."},
        .button = {"删除角色", "Delete the role"},
        .faults = faults,
    };
    return confirm_show(page, &confirmation);
}

enum status role_delete_page(struct page *page) {
    return ask_delete(page, NULL);
}

enum status role_delete_do(struct page *page) {
    struct faults faults = {.count = 0};
    enum status status = admin_role_delete(&page->ctx, page_number(page, "role"), &faults);
    if (status == STATUS_INVALID)
        return ask_delete(page, &faults);
    TRY(status);
    return page_redirect(page, "/admin/role?notice=role-deleted");
}
