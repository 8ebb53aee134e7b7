#include "app/resume.h"

#include <string.h>

#include "app/cookie.h"

struct resume_view {
    struct layout_view layout;
    const char *next;
    struct view_rows carried; // of carried_view
};

const struct binding CARRIED[] = {
    VIEW(struct carried_view, NAME, name),
    VIEW(struct carried_view, VALUE, value),
    VIEW_END,
};
static const struct binding BINDINGS[] = {
    VIEW_PART(struct resume_view, layout, LAYOUT),
    VIEW(struct resume_view, NEXT, next),
    VIEW_ROWS(struct resume_view, CARRIED, carried, CARRIED),
    VIEW_END,
};
const struct view RESUME_VIEW = {"resume.tpl", BINDINGS};
const struct view AGAIN_VIEW = {"again.tpl", BINDINGS};

struct held_view {
    struct resume_view resume;
    bool password, factor; // what has to be done first
};
static const struct binding HELD[] = {
    VIEW_PART(struct held_view, resume, BINDINGS),
    VIEW(struct held_view, PASSWORD, password),
    VIEW(struct held_view, FACTOR, factor),
    VIEW_END,
};
const struct view HELD_VIEW = {"held.tpl", HELD};

// What was submitted, but for its token.
static struct view_rows submitted(const struct page *page) {
    const struct params *form = &page->request->form;
    struct carried_view *rows = ARENA_ARRAY(page->ctx.arena, struct carried_view, form->count);
    size_t count = 0;
    for (size_t i = 0; i < form->count; i++)
        if (strcmp(form->items[i].name, "csrf") != 0)
            rows[count++] = (struct carried_view){form->items[i].name, form->items[i].value};
    return VIEW_ARRAY(rows, count);
}

static enum status carry(struct page *page, enum status status, const struct view *shown) {
    struct resume_view view = {
        .layout = page_layout(page),
        .next = page->request->path,
        .carried = submitted(page),
    };
    return page_render(page, status_http(status), shown, &view);
}

const char *resume_duty(const struct actor *actor) {
    if (actor->must_change_password)
        return "/account/password";
    return actor_owes_second_factor(actor) ? "/account/second-factor" : NULL;
}

enum status resume_hold(struct page *page, const char *next, struct view_rows carried) {
    const bool password = page->ctx.actor->must_change_password;
    struct held_view view = {
        .resume = {.layout = page_layout(page), .next = next, .carried = carried},
        .password = password,
        .factor = !password,
    };
    return page_render(page, status_http(STATUS_FORBIDDEN), &HELD_VIEW, &view);
}

enum status resume_held_page(struct page *page) {
    return resume_hold(page, page->request->path, submitted(page));
}

enum status resume_page(struct page *page) {
    return cookie_form_is_ours(page) ? carry(page, STATUS_UNAUTHENTICATED, &RESUME_VIEW) : STATUS_UNAUTHENTICATED;
}

enum status resume_again_page(struct page *page) {
    return cookie_form_is_same_origin(page) ? carry(page, STATUS_EXPIRED, &AGAIN_VIEW) : STATUS_EXPIRED;
}

struct view_rows resume_carried(struct page *page) {
    const struct params *form = &page->request->form;
    size_t prefix = strlen(RESUME_PREFIX);
    struct carried_view *rows = ARENA_ARRAY(page->ctx.arena, struct carried_view, form->count);
    size_t count = 0;
    for (size_t i = 0; i < form->count; i++)
        if (strncmp(form->items[i].name, RESUME_PREFIX, prefix) == 0)
            rows[count++] = (struct carried_view){form->items[i].name + prefix, form->items[i].value};
    return VIEW_ARRAY(rows, count);
}
