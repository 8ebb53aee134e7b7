// The list of roles, and one of them with who holds it.
#include "admin/pages.h"
#include "model/field.h"

struct role_line {
    int64_t id, active;
    const char *name, *key, *permissions, *scope, *level, *second_factor;
    bool is_own;
};
struct roles_view {
    struct layout_view layout;
    struct view_rows roles; // of role_line
};
static const struct binding LINE[] = {
    VIEW(struct role_line, ID, id),
    VIEW(struct role_line, ACTIVE, active),
    VIEW(struct role_line, NAME, name),
    VIEW(struct role_line, KEY, key),
    VIEW(struct role_line, PERMISSIONS, permissions),
    VIEW(struct role_line, SCOPE, scope),
    VIEW(struct role_line, LEVEL, level),
    VIEW(struct role_line, SECOND_FACTOR, second_factor),
    VIEW(struct role_line, IS_OWN, is_own),
    VIEW_END,
};
static const struct binding ROLES_BINDINGS[] = {
    VIEW_PART(struct roles_view, layout, LAYOUT),
    VIEW_ROWS(struct roles_view, ROLE, roles, LINE),
    VIEW_END,
};
const struct view ROLES_VIEW = {"admin/roles.tpl", ROLES_BINDINGS};

struct holder_view {
    int64_t id;
    const char *name, *login, *unit;
};
struct role_page_view {
    struct layout_view layout;
    struct role_line role;
    struct view_rows holders; // of holder_view
    bool has_holders, no_holders, more, may_edit, may_delete, may_see_people;
    int64_t closed;
    bool has_closed;
};
static const struct binding HOLDER[] = {
    VIEW(struct holder_view, PERSON_ID, id),
    VIEW(struct holder_view, HOLDER_NAME, name),
    VIEW(struct holder_view, LOGIN, login),
    VIEW(struct holder_view, UNIT, unit),
    VIEW_END,
};
static const struct binding ROLE_BINDINGS[] = {
    VIEW_PART(struct role_page_view, layout, LAYOUT),
    VIEW_PART(struct role_page_view, role, LINE),
    VIEW_ROWS(struct role_page_view, HOLDER, holders, HOLDER),
    VIEW(struct role_page_view, HAS_HOLDERS, has_holders),
    VIEW(struct role_page_view, NO_HOLDERS, no_holders),
    VIEW(struct role_page_view, MORE, more),
    VIEW(struct role_page_view, MAY_EDIT, may_edit),
    VIEW(struct role_page_view, MAY_DELETE, may_delete),
    VIEW(struct role_page_view, MAY_SEE_PEOPLE, may_see_people),
    VIEW(struct role_page_view, CLOSED_COUNT, closed),
    VIEW(struct role_page_view, HAS_CLOSED, has_closed),
    VIEW_END,
};
const struct view ROLE_VIEW = {"admin/role.tpl", ROLE_BINDINGS};

static bool is_own(const struct page *page, const struct role_row *role) {
    for (unsigned i = 0; i < page->ctx.actor->grant_count; i++)
        if (page->ctx.actor->grants[i].role_id == role->id)
            return true;
    return false;
}

static struct role_line role_line(const struct page *page, const struct role_row *role) {
    static const struct text MANDATORY = {"必须", "mandatory"}, VOLUNTARY = {"自愿", "voluntary"};
    bool reveals = (role->permissions >> PERM_CUSTOMER_REVEAL & 1) != 0;
    bool business = (role->permissions & duty_permissions(DUTY_BUSINESS)) != 0;
    return (struct role_line){
        .id = role->id,
        .active = role->active,
        .name = role_name(role, page->ctx.lang),
        .key = role->key,
        .permissions = permission_words(page, role->permissions),
        .scope = business ? scope_words(page->ctx.lang, role->scope) : "",
        .level = reveals ? say(page, level_label(role->level)) : "",
        .second_factor = say(page, role->second_factor ? MANDATORY : VOLUNTARY),
        .is_own = is_own(page, role),
    };
}

enum status roles_page(struct page *page) {
    struct roles roles;
    TRY(roles_read(&page->ctx, &roles));
    struct role_line *lines = ARENA_ARRAY(page->ctx.arena, struct role_line, roles.count);
    for (unsigned i = 0; i < roles.count; i++)
        lines[i] = role_line(page, &roles.rows[i]);
    struct roles_view view = {.layout = page_layout(page), .roles = VIEW_ARRAY(lines, roles.count)};
    return page_render(page, 200, &ROLES_VIEW, &view);
}

enum status role_page(struct page *page) {
    struct roles roles;
    unsigned count = 0;
    struct holder *holders = ARENA_ARRAY(page->ctx.arena, struct holder, HOLDERS_MAX);
    TRY(roles_read(&page->ctx, &roles));
    const struct role_row *role = role_by_id(&roles, page_number(page, "role"));
    if (role == NULL)
        return STATUS_NOT_FOUND;
    TRY(role_holders(&page->ctx, role->id, holders, &count));
    struct holder_view *rows = ARENA_ARRAY(page->ctx.arena, struct holder_view, count);
    for (unsigned i = 0; i < count; i++)
        rows[i] = (struct holder_view){holders[i].id, holders[i].name, holders[i].login, holders[i].unit};
    bool own = is_own(page, role);
    struct role_page_view view = {
        .layout = page_layout(page),
        .role = role_line(page, role),
        .holders = VIEW_ARRAY(rows, count),
        .has_holders = count > 0,
        .no_holders = count == 0,
        .more = role->active > count,
        .may_edit = !own,
        .may_delete = role->holders == 0,
        .may_see_people = actor_may(page->ctx.actor, PERM_ADMIN_PEOPLE),
        .closed = role->holders - role->active,
        .has_closed = role->holders > role->active,
    };
    return page_render(page, 200, &ROLE_VIEW, &view);
}
