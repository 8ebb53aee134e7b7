// What pages of administration call things.
#include <string.h>

#include "admin/pages.h"

const char *scope_words(enum lang lang, enum scope scope) {
    static const struct text WORDS[] = {
        [SCOPE_NONE] = {"无", "none"},
        [SCOPE_OWN] = {"本人负责的客户", "own customers"},
        [SCOPE_UNIT] = {"本部门", "own unit"},
        [SCOPE_SUBTREE] = {"本部门及下级", "own unit and below"},
        [SCOPE_ALL] = {"全部", "all"},
    };
    return (unsigned)scope <= SCOPE_ALL ? text_in(lang, WORDS[scope]) : "";
}

static const char *separator(const struct page *page) {
    return page->ctx.lang == LANG_EN ? ", " : "、";
}

const char *role_words(const struct page *page, const struct roles *roles, const char *keys) {
    struct buffer words = {.arena = page->ctx.arena};
    buffer_text(&words, "");
    while (*keys != '\0') {
        size_t length = strcspn(keys, ",");
        const char *key = arena_copy(page->ctx.arena, keys, length);
        const struct role_row *role = role_by_key(roles, key);
        buffer_format(&words, "%s%s", words.length > 0 ? separator(page) : "", role != NULL ? role_name(role, page->ctx.lang) : key);
        keys += length + (keys[length] == ',');
    }
    return words.data;
}

const char *permission_words(const struct page *page, unsigned permissions) {
    struct buffer words = {.arena = page->ctx.arena};
    buffer_text(&words, "");
    for (unsigned p = 0; p < PERM_COUNT; p++)
        if ((permissions >> p & 1) != 0)
            buffer_format(&words, "%s%s", words.length > 0 ? separator(page) : "", say(page, permission_label((enum permission)p)));
    return words.data;
}

struct option_view *unit_options(struct page *page, const struct units *units, const struct unit *but, int64_t chosen,
                                 unsigned *count) {
    struct arena *arena = page->ctx.arena;
    struct option_view *options = ARENA_ARRAY(arena, struct option_view, units->count + 1);
    *count = 0;
    for (unsigned i = 0; i < units->count; i++) {
        const struct unit *unit = &units->rows[i];
        if (unit->closed || (but != NULL && unit_within(unit, but)))
            continue;
        struct buffer label = {.arena = arena};
        for (unsigned depth = unit_depth(unit); depth > 0; depth--)
            buffer_text(&label, "　");
        buffer_text(&label, unit->name);
        options[(*count)++] = (struct option_view){
            .key = arena_format(arena, "%lld", (long long)unit->id),
            .label = label.data,
            .selected = unit->id == chosen,
        };
    }
    return options;
}
