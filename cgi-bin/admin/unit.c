// The tree of units, and the forms for one of them.
#include <stdlib.h>
#include <string.h>

#include "admin/pages.h"

struct unit_view {
    int64_t id, people;
    int depth;
    const char *name, *head;
    bool closed, is_open, may_close;
};
struct units_view {
    struct layout_view layout;
    struct view_rows units; // of unit_view
};
static const struct binding UNIT[] = {
    VIEW(struct unit_view, ID, id),
    VIEW(struct unit_view, PEOPLE, people),
    VIEW(struct unit_view, DEPTH, depth),
    VIEW(struct unit_view, NAME, name),
    VIEW(struct unit_view, HEAD, head),
    VIEW(struct unit_view, CLOSED, closed),
    VIEW(struct unit_view, IS_OPEN, is_open),
    VIEW(struct unit_view, MAY_CLOSE, may_close),
    VIEW_END,
};
static const struct binding BINDINGS[] = {
    VIEW_PART(struct units_view, layout, LAYOUT),
    VIEW_ROWS(struct units_view, UNIT, units, UNIT),
    VIEW_END,
};
const struct view UNITS_VIEW = {"admin/units.tpl", BINDINGS};

#define DEPTH_SHOWN 8 // deeper ones are indented no further

enum status units_page(struct page *page) {
    struct units units;
    TRY(units_read(&page->ctx, &units));
    struct unit_view *rows = ARENA_ARRAY(page->ctx.arena, struct unit_view, units.count);
    for (unsigned i = 0; i < units.count; i++) {
        const struct unit *unit = &units.rows[i];
        unsigned depth = unit_depth(unit);
        rows[i] = (struct unit_view){
            .id = unit->id,
            .people = unit->people,
            .depth = (int)(depth < DEPTH_SHOWN ? depth : DEPTH_SHOWN),
            .name = unit->name,
            .head = unit->head_name,
            .closed = unit->closed,
            .is_open = !unit->closed,
            .may_close = !unit->closed && unit->parent_id != 0,
        };
    }
    struct units_view view = {.layout = page_layout(page), .units = VIEW_ARRAY(rows, units.count)};
    return page_render(page, 200, &UNITS_VIEW, &view);
}

struct unit_form {
    const struct unit *unit; // NULL: a new one
    struct unit_edit edit;
    const struct faults *faults;
    bool conflict;
    int64_t version;
};

static enum status show(struct page *page, const struct units *units, const struct unit_form *form) {
    static const struct text NAME = {"名称", "Name"}, PARENT = {"上级单位", "Unit above"}, HEAD = {"负责人", "Head"},
                             HEAD_HINT = {"账号或姓名；新人默认以单位负责人为上级",
                                          "Login or full name; new people have the head of the unit as their superior."};
    const struct unit *unit = form->unit;
    struct plain_field fields[3];
    unsigned count = 0, option_count = 0;
    const struct option_view *options = unit_options(page, units, unit, form->edit.parent_id, &option_count);
    fields[count++] = plain_required(plain_line("name", NAME, NO_HINT, form->edit.name), UNIT_NAME_MAX);
    if (unit == NULL || unit->parent_id != 0)
        fields[count++] = plain_required(plain_options("parent", PLAIN_CHOICE, PARENT, NO_HINT, options, option_count), 0);
    fields[count++] = plain_line("head", HEAD, HEAD_HINT, form->edit.head);
    const struct plain_form plain = {
        .action = unit != NULL ? arena_format(page->ctx.arena, "/admin/unit/%lld/edit", (long long)unit->id) : "/admin/unit/new",
        .back = "/admin/unit",
        .subject = unit != NULL ? unit_full_name(units, unit, page->ctx.arena) : NULL,
        .fields = fields,
        .field_count = count,
        .faults = form->faults,
        .version = form->version,
        .conflict = form->conflict,
    };
    return plain_form_show(page, &plain);
}

static struct unit_edit read_edit(const struct page *page) {
    return (struct unit_edit){page_form(page, "name"), form_number(page, "parent"), page_form(page, "head")};
}

enum status unit_new_page(struct page *page) {
    struct units units;
    struct unit_form form = {.edit = {"", strtoll(page_query(page, "parent"), NULL, 10), ""}};
    TRY(units_read(&page->ctx, &units));
    return show(page, &units, &form);
}

enum status unit_new_do(struct page *page) {
    struct units units;
    struct faults faults = {.count = 0};
    struct unit_form form = {.edit = read_edit(page), .faults = &faults};
    int64_t id = 0;
    enum status status = admin_unit_add(&page->ctx, &form.edit, &faults, &id);
    if (status == STATUS_INVALID) {
        TRY(units_read(&page->ctx, &units));
        return show(page, &units, &form);
    }
    TRY(status);
    return page_redirect(page, "/admin/unit?notice=saved");
}

static enum status find(struct page *page, struct units *units, const struct unit **unit) {
    TRY(units_read(&page->ctx, units));
    *unit = unit_by_id(units, page_number(page, "unit"));
    return *unit != NULL ? STATUS_OK : STATUS_NOT_FOUND;
}

enum status unit_edit_page(struct page *page) {
    struct units units;
    const struct unit *unit = NULL;
    TRY(find(page, &units, &unit));
    if (unit->closed)
        return units_page(page);
    struct unit_form form = {.unit = unit, .edit = {unit->name, unit->parent_id, unit->head_login}, .version = unit->version};
    return show(page, &units, &form);
}

enum status unit_edit_do(struct page *page) {
    struct units units;
    const struct unit *unit = NULL;
    struct faults faults = {.count = 0};
    TRY(find(page, &units, &unit));
    struct unit_form form = {.unit = unit, .edit = read_edit(page), .faults = &faults, .version = form_version(page)};
    enum status status = admin_unit_save(&page->ctx, unit->id, form.version, &form.edit, &faults);
    form.conflict = status == STATUS_CONFLICT;
    if (form.conflict)
        form.version = unit->version;
    if (status == STATUS_INVALID || form.conflict)
        return show(page, &units, &form);
    TRY(status);
    return page_redirect(page, "/admin/unit?notice=saved");
}

static enum status ask_close(struct page *page, const struct faults *faults) {
    struct units units;
    const struct unit *unit = NULL;
    TRY(find(page, &units, &unit));
    const struct confirmation confirmation = {
        .action = arena_format(page->ctx.arena, "/admin/unit/%lld/close", (long long)unit->id),
        .back = "/admin/unit",
        .subject = unit_full_name(&units, unit, page->ctx.arena),
        .question = {"撤销这个单位吗？", "Close this unit?"},
        .consequence = {"只有没有人、没有客户、下面没有单位时才能撤销；以后可以恢复。",
                        "Only a unit without people, customers and units below can be closed; it can be reopened."},
        .button = {"撤销单位", "Close the unit"},
        .faults = faults,
    };
    return confirm_show(page, &confirmation);
}

enum status unit_close_page(struct page *page) {
    return ask_close(page, NULL);
}

enum status unit_close_do(struct page *page) {
    struct faults faults = {.count = 0};
    enum status status = admin_unit_close(&page->ctx, page_number(page, "unit"), &faults);
    if (status == STATUS_INVALID)
        return ask_close(page, &faults);
    TRY(status);
    return page_redirect(page, "/admin/unit?notice=unit-closed");
}

enum status unit_reopen_do(struct page *page) {
    struct faults faults = {.count = 0};
    enum status status = admin_unit_reopen(&page->ctx, page_number(page, "unit"), &faults);
    if (status == STATUS_INVALID)
        return ask_close(page, &faults);
    TRY(status);
    return page_redirect(page, "/admin/unit?notice=saved");
}
