// The list of people: search by login, name or initials, filters by unit and state, pages by login.
#include <stdlib.h>
#include <string.h>

#include "admin/pages.h"
#include "base/utf8.h"
#include "domain/person_list.h"

struct row_view {
    int64_t id;
    const char *login, *name, *unit, *roles, *superior;
    bool closed, no_account, unled;
};
struct people_view {
    struct layout_view layout;
    const char *text;
    struct view_rows units, states; // of option_view
    struct view_rows rows;          // of row_view
    int row_count;
    bool has_rows, no_rows, filtered;
    struct pager_view pager;
};
static const struct binding OPTION[] = {
    VIEW(struct option_view, KEY, key),
    VIEW(struct option_view, LABEL, label),
    VIEW(struct option_view, SELECTED, selected),
    VIEW_END,
};
static const struct binding ROW[] = {
    VIEW(struct row_view, ID, id),
    VIEW(struct row_view, LOGIN, login),
    VIEW(struct row_view, NAME, name),
    VIEW(struct row_view, UNIT, unit),
    VIEW(struct row_view, ROLES, roles),
    VIEW(struct row_view, SUPERIOR, superior),
    VIEW(struct row_view, CLOSED, closed),
    VIEW(struct row_view, NO_ACCOUNT, no_account),
    VIEW(struct row_view, UNLED, unled),
    VIEW_END,
};
static const struct binding BINDINGS[] = {
    VIEW_PART(struct people_view, layout, LAYOUT),
    VIEW(struct people_view, TEXT, text),
    VIEW_ROWS(struct people_view, UNIT_OPTION, units, OPTION),
    VIEW_ROWS(struct people_view, STATE_OPTION, states, OPTION),
    VIEW_ROWS(struct people_view, ROW, rows, ROW),
    VIEW(struct people_view, ROW_COUNT, row_count),
    VIEW(struct people_view, HAS_ROWS, has_rows),
    VIEW(struct people_view, NO_ROWS, no_rows),
    VIEW(struct people_view, FILTERED, filtered),
    VIEW_PART(struct people_view, pager, PAGER),
    VIEW_END,
};
const struct view PEOPLE_VIEW = {"admin/people.tpl", BINDINGS};

static const struct {
    const char *key;
    struct text label;
    enum person_state state;
} STATES[] = {
    {"", {"在职", "Active"}, PERSON_ACTIVE},
    {"closed", {"已停用", "Closed"}, PERSON_CLOSED},
    {"unled", {"没有上级", "Without a superior"}, PERSON_UNLED},
    {"any", {"全部", "Everybody"}, PERSON_ANY},
};
#define STATE_COUNT (sizeof STATES / sizeof *STATES)

static size_t state_asked(const struct page *page) {
    for (size_t i = 0; i < STATE_COUNT; i++)
        if (strcmp(STATES[i].key, page_query(page, "state")) == 0)
            return i;
    return 0;
}

static struct view_rows state_options(const struct page *page, size_t chosen) {
    struct option_view *options = ARENA_ARRAY(page->ctx.arena, struct option_view, STATE_COUNT);
    for (size_t i = 0; i < STATE_COUNT; i++)
        options[i] = (struct option_view){STATES[i].key, say(page, STATES[i].label), i == chosen};
    return VIEW_ARRAY(options, STATE_COUNT);
}

static struct view_rows person_rows(const struct page *page, const struct roles *roles, const struct person_page *found) {
    struct row_view *rows = ARENA_ARRAY(page->ctx.arena, struct row_view, found->count);
    for (unsigned i = 0; i < found->count; i++) {
        const struct person_row *person = &found->rows[i];
        rows[i] = (struct row_view){
            .id = person->id,
            .login = person->login,
            .name = person->name,
            .unit = person->unit,
            .roles = role_words(page, roles, person->roles),
            .superior = person->superior,
            .closed = person->closed,
            .no_account = !person->closed && !person->may_sign_in,
            .unled = *person->superior == '\0',
        };
    }
    return VIEW_ARRAY(rows, found->count);
}

static const char *page_link(struct page *page, const struct person_query *query, size_t state, const char *where, const char *login) {
    struct arena *arena = page->ctx.arena;
    return arena_format(arena, "/admin/person?q=%s&unit=%lld&state=%s&%s=%s", url_encode(arena, query->text),
                        query->unit != NULL ? (long long)query->unit->id : 0LL, STATES[state].key, where, url_encode(arena, login));
}

enum status people_page(struct page *page) {
    struct units units;
    struct roles roles;
    size_t state = state_asked(page);
    unsigned unit_count = 0;
    TRY(units_read(&page->ctx, &units));
    TRY(roles_read(&page->ctx, &roles));
    struct person_page *found = ARENA_NEW(page->ctx.arena, struct person_page);
    bool backwards = *page_query(page, "before") != '\0';
    struct person_query query = {
        .text = utf8_narrow(page->ctx.arena, page_query(page, "q")),
        .unit = unit_by_id(&units, strtoll(page_query(page, "unit"), NULL, 10)),
        .state = STATES[state].state,
        .after = page_query(page, backwards ? "before" : "after"),
        .backwards = backwards,
    };
    TRY(person_page_read(&page->ctx, &query, found));
    struct option_view *options = unit_options(page, &units, NULL, query.unit != NULL ? query.unit->id : 0, &unit_count);
    struct people_view view = {
        .layout = page_layout(page),
        .text = query.text,
        .units = VIEW_ARRAY(options, unit_count),
        .states = state_options(page, state),
        .rows = person_rows(page, &roles, found),
        .row_count = (int)found->count,
        .has_rows = found->count > 0,
        .no_rows = found->count == 0,
        .filtered = *query.text != '\0' || query.unit != NULL || state != 0,
        .pager = page_pager(NULL, NULL),
    };
    if (found->count > 0)
        view.pager = page_pager(found->has_previous ? page_link(page, &query, state, "before", found->rows[0].login) : NULL,
                                found->has_next ? page_link(page, &query, state, "after", found->rows[found->count - 1].login) : NULL);
    return page_render(page, 200, &PEOPLE_VIEW, &view);
}
