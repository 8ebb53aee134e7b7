// 查看: the deliberate act by which a confidential value is shown (CONF-2, CONF-3). The form asks which fields and why; the answer
// comes from the custodian alone, which has recorded it before. Not entitled, no purpose, log not writable: the custodian
// says so, and this page passes it on.
#include "customer/pages.h"

#include <string.h>

#include "domain/entitlement.h"
#include "model/purpose.h"

struct choice_view { // a field that can be asked for
    const char *key, *label, *mask, *level;
    bool is_top, selected;
};
struct purpose_view {
    const char *key, *label;
    bool selected, first; // first: gets the cursor
};
// Whose fields they are.
struct owner_view {
    int64_t id; // of the customer
    const char *name, *archive_no, *contact_name;
    bool has_contact;
};
struct reveal_view {
    struct layout_view layout;
    struct owner_view owner;
    const char *action, *cancel;
    struct view_rows fields;   // of choice_view
    struct view_rows purposes; // of purpose_view
    const char *purpose_text;
    int text_min, text_max;
    bool has_top, no_top, refused, has_faults, field_invalid, purpose_invalid, text_invalid;
    const char *refusal, *field_message, *purpose_message, *text_message;
};

static const struct binding OWNER[] = {
    VIEW(struct owner_view, ID, id),
    VIEW(struct owner_view, NAME, name),
    VIEW(struct owner_view, ARCHIVE_NO, archive_no),
    VIEW(struct owner_view, CONTACT_NAME, contact_name),
    VIEW(struct owner_view, HAS_CONTACT, has_contact),
    VIEW_END,
};
static const struct binding CHOICE[] = {
    VIEW(struct choice_view, KEY, key),
    VIEW(struct choice_view, LABEL, label),
    VIEW(struct choice_view, MASK, mask),
    VIEW(struct choice_view, LEVEL, level),
    VIEW(struct choice_view, IS_TOP, is_top),
    VIEW(struct choice_view, SELECTED, selected),
    VIEW_END,
};
static const struct binding PURPOSE[] = {
    VIEW(struct purpose_view, KEY, key),
    VIEW(struct purpose_view, LABEL, label),
    VIEW(struct purpose_view, SELECTED, selected),
    VIEW(struct purpose_view, FIRST, first),
    VIEW_END,
};
static const struct binding REVEAL_BINDINGS[] = {
    VIEW_PART(struct reveal_view, layout, LAYOUT),
    VIEW_PART(struct reveal_view, owner, OWNER),
    VIEW(struct reveal_view, ACTION, action),
    VIEW(struct reveal_view, CANCEL, cancel),
    VIEW_ROWS(struct reveal_view, FIELD, fields, CHOICE),
    VIEW_ROWS(struct reveal_view, PURPOSE, purposes, PURPOSE),
    VIEW(struct reveal_view, PURPOSE_TEXT, purpose_text),
    VIEW(struct reveal_view, TEXT_MIN, text_min),
    VIEW(struct reveal_view, TEXT_MAX, text_max),
    VIEW(struct reveal_view, HAS_TOP, has_top),
    VIEW(struct reveal_view, NO_TOP, no_top),
    VIEW(struct reveal_view, REFUSED, refused),
    VIEW(struct reveal_view, REFUSAL, refusal),
    VIEW(struct reveal_view, HAS_FAULTS, has_faults),
    VIEW(struct reveal_view, FIELD_INVALID, field_invalid),
    VIEW(struct reveal_view, FIELD_MESSAGE, field_message),
    VIEW(struct reveal_view, PURPOSE_INVALID, purpose_invalid),
    VIEW(struct reveal_view, PURPOSE_MESSAGE, purpose_message),
    VIEW(struct reveal_view, TEXT_INVALID, text_invalid),
    VIEW(struct reveal_view, TEXT_MESSAGE, text_message),
    VIEW_END,
};
const struct view REVEAL_VIEW = {"customer/reveal.tpl", REVEAL_BINDINGS};

struct item_view { // one field after asking
    const char *label, *level, *reason;
    struct disclosed value;
    bool is_top, disclosed, withheld, has_record;
    int64_t record_no;
};
struct revealed_view {
    struct layout_view layout;
    struct owner_view owner;
    const char *time, *purpose, *purpose_text;
    bool has_purpose_text;
    struct view_rows items; // of item_view
};

static const struct binding ITEM[] = {
    VIEW(struct item_view, LABEL, label),
    VIEW(struct item_view, LEVEL, level),
    VIEW(struct item_view, IS_TOP, is_top),
    VIEW(struct item_view, DISCLOSED, disclosed),
    VIEW_DISCLOSED(struct item_view, VALUE, value),
    VIEW(struct item_view, WITHHELD, withheld),
    VIEW(struct item_view, REASON, reason),
    VIEW(struct item_view, HAS_RECORD, has_record),
    VIEW(struct item_view, RECORD_NO, record_no),
    VIEW_END,
};
static const struct binding REVEALED_BINDINGS[] = {
    VIEW_PART(struct revealed_view, layout, LAYOUT),
    VIEW_PART(struct revealed_view, owner, OWNER),
    VIEW(struct revealed_view, TIME, time),
    VIEW(struct revealed_view, PURPOSE, purpose),
    VIEW(struct revealed_view, PURPOSE_TEXT, purpose_text),
    VIEW(struct revealed_view, HAS_PURPOSE_TEXT, has_purpose_text),
    VIEW_ROWS(struct revealed_view, ITEM, items, ITEM),
    VIEW_END,
};
const struct view REVEALED_VIEW = {"customer/revealed.tpl", REVEALED_BINDINGS};

// What the page is about: a customer, or one of its contacts.
struct target {
    const struct field_table *table;
    int64_t kind, id, customer_id;
};

static struct target find_target(const struct page *page) {
    int64_t contact = page_number(page, "contact");
    int64_t customer = page_number(page, "id");
    if (contact != 0)
        return (struct target){page->ctx.fields->contact, KIND_CONTACT, contact, customer};
    return (struct target){page->ctx.fields->customer, KIND_CUSTOMER, customer, customer};
}

// The record as its reader sees it, masked; NOT_FOUND outside the reader's scope.
static enum status find_record(struct page *page, const struct target *target, struct record *record,
                               struct owner_view *owner) {
    struct customer customer;
    struct contact contact;
    TRY(customer_find(&page->ctx, target->customer_id, PERM_CUSTOMER_READ, &customer));
    *owner = (struct owner_view){
        .id = target->customer_id, .name = customer.name, .archive_no = customer.archive_no, .contact_name = ""};
    *record = customer.record;
    if (target->kind == KIND_CUSTOMER)
        return STATUS_OK;
    TRY(contact_find(&page->ctx, target->customer_id, target->id, PERM_CUSTOMER_READ, &contact));
    owner->has_contact = true;
    owner->contact_name = contact.record.values[field_index(page->ctx.fields->contact, "name")];
    *record = contact.record;
    return STATUS_OK;
}

// Whether the field is ticked: by the form that came in, else by the link that led here.
static bool is_asked(const struct page *page, const char *key) {
    if (page->request->method == METHOD_GET)
        return strcmp(page_query(page, "field"), key) == 0;
    for (size_t i = 0; i < page->request->form.count; i++)
        if (strcmp(page->request->form.items[i].name, "field") == 0 &&
            strcmp(page->request->form.items[i].value, key) == 0)
            return true;
    return false;
}

// The fields that hold something and that the actor may ask for.
static struct view_rows choice_rows(struct page *page, const struct record *record, const struct subject *subject) {
    struct choice_view *rows = ARENA_ARRAY(page->ctx.arena, struct choice_view, record->table->count);
    size_t count = 0;
    for (size_t i = 0; i < record->table->count; i++) {
        const struct field *field = &record->table->fields[i];
        bool masked = field_is_sealed(field) && *record->values[i] != '\0';
        if (!masked || !entitlement_possible(page->ctx.actor, subject, field))
            continue;
        rows[count++] = (struct choice_view){
            .key = field->key,
            .label = text_in(page->ctx.lang, field->label),
            .mask = record->values[i],
            .level = text_in(page->ctx.lang, level_label(field->level)),
            .is_top = field->level == LEVEL_TOP,
            .selected = is_asked(page, field->key),
        };
    }
    return VIEW_ARRAY(rows, count);
}

static struct view_rows purpose_rows(struct page *page) {
    size_t count = 0, all = 0;
    while (PURPOSES[all].key != NULL)
        all++;
    struct purpose_view *rows = ARENA_ARRAY(page->ctx.arena, struct purpose_view, all);
    for (size_t i = 0; i < all; i++) {
        if (!purpose_reveals(&PURPOSES[i]))
            continue; // the customer is found already
        rows[count] = (struct purpose_view){
            .key = PURPOSES[i].key,
            .label = text_in(page->ctx.lang, PURPOSES[i].label),
            .selected = strcmp(page_form(page, "purpose"), PURPOSES[i].key) == 0,
            .first = count == 0,
        };
        count++;
    }
    return VIEW_ARRAY(rows, count);
}

// Why the form is shown (again): RESULT_DISCLOSED for the first showing, RESULT_COUNT when no field was ticked.
#define NOTHING_ASKED RESULT_COUNT

static struct text explanation(const struct page *page, enum result reason) {
    switch (reason) {
    case NOTHING_ASKED:
        return (struct text){"请至少勾选一项。", "Tick at least one."};
    case RESULT_NO_PURPOSE:
        return (struct text){"请选择用途。", "Choose a purpose."};
    case RESULT_PURPOSE_TEXT:
        return (struct text){
            arena_format(page->ctx.arena, "请用 %d–%d 个字写明具体用途，空话不算。", PURPOSE_TEXT_MIN, PURPOSE_TEXT_MAX),
            arena_format(page->ctx.arena, "Say what for, in %d–%d characters that mean something.", PURPOSE_TEXT_MIN, PURPOSE_TEXT_MAX)};
    default:
        return result_label(reason);
    }
}

// Puts the reason where the person can mend it, or says the refusal above the form.
static void explain(const struct page *page, enum result reason, struct reveal_view *view) {
    const char *why = text_in(page->ctx.lang, explanation(page, reason));
    view->field_invalid = reason == NOTHING_ASKED;
    view->purpose_invalid = reason == RESULT_NO_PURPOSE;
    view->text_invalid = reason == RESULT_PURPOSE_TEXT;
    view->has_faults = view->field_invalid || view->purpose_invalid || view->text_invalid;
    view->refused = reason != RESULT_DISCLOSED && !view->has_faults;
    view->field_message = view->purpose_message = view->text_message = view->refusal = why;
}

static enum status show_form(struct page *page, enum result reason) {
    struct target target = find_target(page);
    struct record record;
    struct subject subject;
    struct reveal_view view = {.layout = page_layout(page), .text_min = PURPOSE_TEXT_MIN, .text_max = PURPOSE_TEXT_MAX};
    TRY(find_record(page, &target, &record, &view.owner));
    TRY(subject_find(page->ctx.store, target.kind, target.id, page->ctx.arena, &subject));
    view.action = page->request->path;
    view.cancel = arena_format(page->ctx.arena, "/customer/%lld", (long long)target.customer_id);
    view.fields = choice_rows(page, &record, &subject);
    for (size_t i = 0; i < view.fields.count; i++)
        view.has_top |= ((const struct choice_view *)view.fields.rows)[i].is_top;
    view.no_top = !view.has_top;
    view.purposes = purpose_rows(page);
    view.purpose_text = page_form(page, "purpose_text");
    explain(page, reason, &view);
    return page_render(page, view.refused ? 403 : view.has_faults ? 422
                                                                  : 200,
                       &REVEAL_VIEW, &view);
}

enum status reveal_page(struct page *page) {
    return show_form(page, RESULT_DISCLOSED);
}

// The fields of the form that exist and are confidential, as questions to the custodian.
static unsigned collect_items(const struct page *page, const struct target *target, struct custody_item *items) {
    unsigned count = 0;
    for (size_t i = 0; i < target->table->count; i++) {
        const struct field *field = &target->table->fields[i];
        if (field_is_sealed(field) && is_asked(page, field->key))
            items[count++] = (struct custody_item){.kind = target->kind, .record_id = target->id, .field = field->key};
    }
    return count;
}

static enum status show_values(struct page *page, const struct target *target, const struct custody_item *items,
                               unsigned count) {
    const struct asker *asker = &page->ctx.asker;
    const struct purpose *purpose = purpose_find(asker->purpose);
    struct record record;
    struct item_view *rows = ARENA_ARRAY(page->ctx.arena, struct item_view, count);
    struct revealed_view view = {
        .layout = page_layout(page),
        .time = time_second(page->ctx.arena, clock_now(page->ctx.clock)),
        .purpose = purpose != NULL ? text_in(page->ctx.lang, purpose->label) : "",
        .purpose_text = asker->purpose_text,
        .has_purpose_text = *asker->purpose_text != '\0',
        .items = VIEW_ARRAY(rows, count),
    };
    TRY(find_record(page, target, &record, &view.owner));
    for (unsigned i = 0; i < count; i++) {
        const struct field *field = field_find(target->table, items[i].field);
        bool disclosed = items[i].result == RESULT_DISCLOSED;
        rows[i] = (struct item_view){
            .label = text_in(page->ctx.lang, field->label),
            .level = text_in(page->ctx.lang, level_label(field->level)),
            .is_top = field->level == LEVEL_TOP,
            .value = items[i].disclosed,
            .disclosed = disclosed,
            .withheld = !disclosed,
            .reason = disclosed ? "" : text_in(page->ctx.lang, result_label(items[i].result)),
            .has_record = items[i].disclosed.access_seq != 0,
            .record_no = items[i].disclosed.access_seq,
        };
    }
    return page_render(page, 200, &REVEALED_VIEW, &view);
}

// Whether the contact of the address is the customer's of the address: else the record would name what no page shows.
static enum status check_target(struct page *page, const struct target *target) {
    struct subject subject;
    if (target->kind == KIND_CUSTOMER)
        return STATUS_OK;
    TRY(subject_find(page->ctx.store, target->kind, target->id, page->ctx.arena, &subject));
    return subject.customer_id == target->customer_id ? STATUS_OK : STATUS_NOT_FOUND;
}

// As many at a time as a call holds.
static enum status open_items(struct page *page, struct custody_item *items, unsigned count) {
    for (unsigned done = 0; done < count; done += CUSTODY_ITEMS_MAX) {
        const unsigned part = count - done < CUSTODY_ITEMS_MAX ? count - done : CUSTODY_ITEMS_MAX;
        TRY(custody_open(page->ctx.custody, &page->ctx.asker, items + done, part, page->ctx.arena));
    }
    return STATUS_OK;
}

enum status reveal_do(struct page *page) {
    struct target target = find_target(page);
    TRY(check_target(page, &target));
    struct custody_item *items = ARENA_ARRAY(page->ctx.arena, struct custody_item, target.table->count);
    unsigned count = collect_items(page, &target, items);
    if (count == 0)
        return show_form(page, NOTHING_ASKED);
    page->ctx.asker.purpose = page_form(page, "purpose");
    page->ctx.asker.purpose_text = page_form(page, "purpose_text");
    TRY(open_items(page, items, count));
    for (unsigned i = 0; i < count; i++)
        if (items[i].result == RESULT_DISCLOSED)
            return show_values(page, &target, items, count);
    return show_form(page, items[0].result);
}
