// Choosing the columns of the list (ARC-9): a form of all there are, those chosen first and by their numbers. Where the choice goes depends
// on the list: into one's own view, into the address of a colleague's, else it is how one's lists look from now on.
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "customer/filters.h"
#include "domain/customer_column.h"
#include "domain/list_choice.h"

struct column_view {
    const char *key, *label, *place;
    bool shown, masked, fixed; // fixed: the name, which every list has
    bool rises, sinks;         // can be moved to the front, to the end
};
struct column_group_view {
    const char *label;
    struct view_rows columns; // of column_view
};
struct columns_view {
    struct layout_view layout;
    struct view_rows chosen; // of column_view
    struct view_rows groups; // of column_group_view
    const char *query, *cancel, *fault, *view_name;
    bool has_fault, of_view, of_colleague, of_person;
    int most;
};

static const struct binding CHOSEN[] = {
    VIEW(struct column_view, KEY, key),
    VIEW(struct column_view, LABEL, label),
    VIEW(struct column_view, PLACE, place),
    VIEW(struct column_view, SHOWN, shown),
    VIEW(struct column_view, MASKED, masked),
    VIEW(struct column_view, FIXED, fixed),
    VIEW(struct column_view, RISES, rises),
    VIEW(struct column_view, SINKS, sinks),
    VIEW_END,
};
static const struct binding COLUMN[] = {
    VIEW(struct column_view, KEY, key),
    VIEW(struct column_view, LABEL, label),
    VIEW(struct column_view, MASKED, masked),
    VIEW_END,
};
static const struct binding GROUP_OF_COLUMNS[] = {
    VIEW(struct column_group_view, LABEL, label),
    VIEW_ROWS(struct column_group_view, COLUMN, columns, COLUMN),
    VIEW_END,
};
static const struct binding BINDINGS[] = {
    VIEW_PART(struct columns_view, layout, LAYOUT),
    VIEW_ROWS(struct columns_view, CHOSEN, chosen, CHOSEN),
    VIEW_ROWS(struct columns_view, GROUP, groups, GROUP_OF_COLUMNS),
    VIEW(struct columns_view, QUERY, query),
    VIEW(struct columns_view, CANCEL, cancel),
    VIEW(struct columns_view, HAS_FAULT, has_fault),
    VIEW(struct columns_view, FAULT, fault),
    VIEW(struct columns_view, OF_VIEW, of_view),
    VIEW(struct columns_view, OF_COLLEAGUE, of_colleague),
    VIEW(struct columns_view, OF_PERSON, of_person),
    VIEW(struct columns_view, VIEW_NAME, view_name),
    VIEW(struct columns_view, MOST, most),
    VIEW_END,
};
const struct view COLUMNS_VIEW = {"customer/columns.tpl", BINDINGS};

// --- showing

static struct column_view column_view(const struct page *page, const struct field *field, const char *place) {
    return (struct column_view){
        .key = field->key,
        .label = text_in(page->ctx.lang, field->label),
        .place = place,
        .shown = *place != '\0' && strcmp(field->key, "name") != 0,
        .masked = field_is_sealed(field),
        .fixed = strcmp(field->key, "name") == 0,
    };
}

static bool is_chosen(const struct columns *columns, const struct field *field) {
    for (unsigned i = 0; i < columns->count; i++)
        if (columns->fields[i] == field)
            return true;
    return false;
}

// The fields of one chapter that are not chosen, or those of the record itself (`chapter` NULL).
static struct column_group_view group_view(struct page *page, const struct columns *columns, const struct chapter *chapter) {
    static const struct text RECORD = {"档案", "Record"};
    size_t count, used = 0;
    const struct field *const *fields = column_fields(&page->ctx, &count);
    struct column_view *rows = ARENA_ARRAY(page->ctx.arena, struct column_view, count);
    for (size_t i = 0; i < count; i++) {
        const bool of_record = field_find(page->ctx.fields->customer, fields[i]->key) == NULL;
        const bool here = chapter == NULL ? of_record : !of_record && fields[i]->group == chapter->group;
        if (here && !is_chosen(columns, fields[i]))
            rows[used++] = column_view(page, fields[i], "");
    }
    return (struct column_group_view){text_in(page->ctx.lang, chapter != NULL ? chapter->label : RECORD), VIEW_ARRAY(rows, used)};
}

static enum status show(struct page *page, int code, const struct asked *asked, const struct columns *columns, const char *fault) {
    struct arena *arena = page->ctx.arena;
    const struct field_table *table = page->ctx.fields->customer;
    struct column_view *chosen = ARENA_ARRAY(arena, struct column_view, columns->count + (size_t)1);
    struct column_group_view *groups = ARENA_ARRAY(arena, struct column_group_view, table->chapter_count + 1);
    const char *query = strchr(asked_address(page, "", asked, -1), '?');
    size_t used = 0;
    for (unsigned i = 0; i < columns->count; i++) {
        chosen[i] = column_view(page, columns->fields[i], arena_format(arena, "%u", i + 1));
        chosen[i].rises = i > 0;
        chosen[i].sinks = i + 1 < columns->count;
    }
    for (size_t i = 0; i <= table->chapter_count; i++) {
        groups[used] = group_view(page, columns, i < table->chapter_count ? &table->chapters[i] : NULL);
        used += groups[used].columns.count > 0;
    }
    const struct columns_view view = {
        .layout = page_layout(page),
        .chosen = VIEW_ARRAY(chosen, columns->count),
        .groups = VIEW_ARRAY(groups, used),
        .query = query != NULL ? query + 1 : "",
        .cancel = asked_address(page, "/customer", asked, -1),
        .has_fault = fault != NULL,
        .fault = fault != NULL ? fault : "",
        .of_view = asked->view.id != 0 && asked->view.own,
        .of_colleague = asked->view.id != 0 && !asked->view.own,
        .of_person = asked->view.id == 0,
        .view_name = asked->view.id != 0 ? asked->view.name : "",
        .most = COLUMNS_MAX,
    };
    return page_render(page, code, &COLUMNS_VIEW, &view);
}

enum status columns_page(struct page *page) {
    struct asked asked;
    struct columns columns;
    TRY(asked_read(page, &asked));
    TRY(asked_columns(page, &asked, &columns));
    return show(page, 200, &asked, &columns, NULL);
}

// --- choosing

struct ticked {
    const char *key;
    unsigned place; // as typed; those without one come behind
};

static int by_place(const void *a, const void *b) {
    const struct ticked *one = a, *other = b;
    return one->place != other->place ? (one->place < other->place ? -1 : 1) : 0;
}

#define LAST_PLACE 1000U // behind every number that may be typed

// The number typed for a column; false: it is none.
static bool read_place(struct page *page, const char *key, unsigned *place) {
    const char *typed = utf8_narrow(page->ctx.arena, page_form(page, arena_format(page->ctx.arena, "at.%s", key)));
    char *end;
    const unsigned long number = strtoul(typed, &end, 10);
    *place = *typed == '\0' ? LAST_PLACE : (unsigned)number;
    return *typed == '\0' || (strspn(typed, "0123456789") == strlen(typed) && number >= 1 && number < LAST_PLACE);
}

// The keys that were ticked, by their numbers; *fault is what is wrong with them.
static const char *read_keys(struct page *page, struct text *fault) {
    const struct params *form = &page->request->form;
    struct ticked *choices = ARENA_ARRAY(page->ctx.arena, struct ticked, form->count + 1);
    struct buffer keys = {.arena = page->ctx.arena};
    size_t count = 0;
    for (size_t i = 0; i < form->count; i++) {
        if (strcmp(form->items[i].name, "show") != 0)
            continue;
        choices[count].key = form->items[i].value;
        if (!read_place(page, choices[count].key, &choices[count].place))
            *fault = (struct text){"序号请填 1 到 999 的整数", "A place is a whole number from 1 to 999."};
        choices[count].place = choices[count].place * LAST_PLACE + (unsigned)count; // equal numbers stay in the order of the form
        count++;
    }
    if (count > COLUMNS_MAX)
        *fault = (struct text){"最多显示 20 列：请去掉几列", "20 columns at most: untick some."};
    qsort(choices, count, sizeof *choices, by_place);
    buffer_text(&keys, "");
    for (size_t i = 0; i < count; i++)
        buffer_format(&keys, "%s%s", i > 0 ? "," : "", choices[i].key);
    return keys.data;
}

static enum status keep(struct page *page, struct asked *asked, const char *keys) {
    if (asked->view.id == 0) {
        asked->columns = "";
        TRY(list_choice_columns(&page->ctx, keys));
        const char *address = asked_address(page, "/customer", asked, -1);
        return page_redirect(page, "%s%cnotice=columns-kept", address, strchr(address, '?') != NULL ? '&' : '?');
    }
    const struct saved_view view = asked->view;
    asked->columns = keys;
    asked->view.id = 0;
    const char *address = asked_address(page, "/customer", asked, -1);
    if (!view.own) // only its owner changes it; this is the same list under an address of its own
        return page_redirect(page, "%s", address);
    const char *query = strchr(address, '?');
    asked->view = view;
    const enum status status = saved_view_requery(&page->ctx, view.id, query != NULL ? query + 1 : "");
    return status == STATUS_OK ? page_redirect(page, "/customer?view=%lld&notice=columns-kept", (long long)view.id) : status;
}

// Moves the column that a button names by one place; false: it is no such button.
static bool move(const char *act, struct columns *columns) {
    const bool up = strncmp(act, "up.", strlen("up.")) == 0, down = strncmp(act, "down.", strlen("down.")) == 0;
    const char *key = up || down ? strchr(act, '.') + 1 : "";
    for (unsigned i = 0; (up || down) && i < columns->count; i++) {
        const unsigned to = up ? i - 1 : i + 1;
        if (strcmp(columns->fields[i]->key, key) != 0)
            continue;
        if (to < columns->count) { // at either end it stays
            const struct field *other = columns->fields[to];
            columns->fields[to] = columns->fields[i];
            columns->fields[i] = other;
        }
        break;
    }
    return up || down;
}

enum status columns_do(struct page *page) {
    static const struct text TOO_LONG = {"这个视图的条件太长，放不下更多列：请少选几列，或减少筛选条件",
                                         "There is too much in this view for more columns: choose fewer, or use fewer filters."};
    struct asked asked;
    struct text fault = {NULL, NULL};
    TRY(asked_of(page, page_form(page, "query"), &asked));
    if (strcmp(page_form(page, "act"), "reset") == 0)
        return keep(page, &asked, "");
    const char *keys = read_keys(page, &fault);
    struct columns columns = columns_read(&page->ctx, *keys != '\0' ? keys : "name", asked_sort(&asked) == SORT_NEWEST);
    if (fault.zh != NULL)
        return show(page, status_http(STATUS_INVALID), &asked, &columns, text_in(page->ctx.lang, fault));
    if (move(page_form(page, "act"), &columns))
        return show(page, 200, &asked, &columns, NULL);
    const enum status status = keep(page, &asked, columns_keys(&columns, page->ctx.arena));
    if (status == STATUS_TOO_LARGE)
        return show(page, status_http(STATUS_INVALID), &asked, &columns, text_in(page->ctx.lang, TOO_LONG));
    return status;
}
