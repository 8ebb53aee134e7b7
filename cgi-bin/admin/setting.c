// 系统设置: the figures of the rules.
#include "domain/setting.h"
#include "admin/pages.h"

struct setting_view {
    const char *key, *label, *hint, *unit, *value, *message;
    int64_t least, most, usual;
    bool invalid, is_set, first, waits; // a shorter retention that does not hold yet …
    int64_t was;                        // … what is kept meanwhile
    const char *until;
};
struct settings_view {
    struct layout_view layout;
    struct view_rows settings; // of setting_view
    bool has_faults;
    int fault_count;
};
static const struct binding SETTING[] = {
    VIEW(struct setting_view, KEY, key),
    VIEW(struct setting_view, LABEL, label),
    VIEW(struct setting_view, HINT, hint),
    VIEW(struct setting_view, UNIT, unit),
    VIEW(struct setting_view, VALUE, value),
    VIEW(struct setting_view, MESSAGE, message),
    VIEW(struct setting_view, LEAST, least),
    VIEW(struct setting_view, MOST, most),
    VIEW(struct setting_view, USUAL, usual),
    VIEW(struct setting_view, INVALID, invalid),
    VIEW(struct setting_view, IS_SET, is_set),
    VIEW(struct setting_view, FIRST, first),
    VIEW(struct setting_view, WAITS, waits),
    VIEW(struct setting_view, WAS, was),
    VIEW(struct setting_view, UNTIL, until),
    VIEW_END,
};
static const struct binding BINDINGS[] = {
    VIEW_PART(struct settings_view, layout, LAYOUT),
    VIEW_ROWS(struct settings_view, SETTING, settings, SETTING),
    VIEW(struct settings_view, HAS_FAULTS, has_faults),
    VIEW(struct settings_view, FAULT_COUNT, fault_count),
    VIEW_END,
};
const struct view SETTINGS_VIEW = {"admin/settings.tpl", BINDINGS};

// `typed` NULL: as stored.
static enum status show(struct page *page, const char *const *typed, const struct text *messages) {
    int64_t values[SETTING_COUNT];
    bool is_set[SETTING_COUNT];
    int faults = 0;
    struct setting_wait wait;
    TRY(setting_waiting(&page->ctx, &wait));
    TRY(setting_figures(&page->ctx, values, is_set));
    struct setting_view *rows = ARENA_ARRAY(page->ctx.arena, struct setting_view, SETTING_COUNT);
    for (unsigned i = 0; i < SETTING_COUNT; i++) {
        const struct setting_rule *rule = &SETTINGS[i];
        bool invalid = messages != NULL && messages[i].zh != NULL;
        faults += invalid;
        rows[i] = (struct setting_view){
            .key = rule->key,
            .label = say(page, rule->label),
            .hint = say(page, rule->hint),
            .unit = say(page, rule->unit),
            .value = typed != NULL ? typed[i] : arena_format(page->ctx.arena, "%lld", (long long)values[i]),
            .message = invalid ? say(page, messages[i]) : "",
            .least = rule->least,
            .most = rule->most,
            .usual = rule->usual,
            .invalid = invalid,
            .is_set = is_set[i],
            .waits = i == SETTING_LOG_KEEP && wait.until != 0,
            .was = wait.was,
            .until = time_minute(page->ctx.arena, wait.until),
            .first = invalid && faults == 1,
        };
    }
    if (faults == 0)
        rows[0].first = true;
    struct settings_view view = {
        .layout = page_layout(page),
        .settings = VIEW_ARRAY(rows, SETTING_COUNT),
        .has_faults = faults > 0,
        .fault_count = faults,
    };
    return page_render(page, faults > 0 ? 422 : 200, &SETTINGS_VIEW, &view);
}

enum status settings_page(struct page *page) {
    return show(page, NULL, NULL);
}

// All are checked before any is saved, so a form with a fault changes nothing.
enum status settings_do(struct page *page) {
    const char *typed[SETTING_COUNT];
    struct text messages[SETTING_COUNT] = {{NULL, NULL}};
    enum status status = STATUS_OK;
    for (unsigned i = 0; i < SETTING_COUNT; i++) {
        int64_t value = 0;
        typed[i] = page_form(page, SETTINGS[i].key);
        if (setting_check((enum setting)i, typed[i], page->ctx.arena, &value, &messages[i]) != STATUS_OK)
            status = STATUS_INVALID;
    }
    if (status == STATUS_INVALID)
        return show(page, typed, messages);
    for (unsigned i = 0; i < SETTING_COUNT; i++)
        TRY(setting_save(&page->ctx, (enum setting)i, typed[i], &messages[i]));
    return page_redirect(page, "/admin/setting?notice=saved");
}

enum status setting_reset_do(struct page *page) {
    enum setting setting = setting_find(page_form(page, "key"));
    if (setting != SETTING_COUNT)
        TRY(setting_reset(&page->ctx, setting));
    return page_redirect(page, "/admin/setting?notice=setting-reset");
}
