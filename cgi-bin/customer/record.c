// The page of one customer: everything at a glance, confidential fields masked, contacts below.
#include "customer/pages.h"
#include "customer/shown.h"
#include "domain/entitlement.h"

struct chapter_view {
    const char *key, *label;
    struct view_rows fields; // of shown_field
    bool has_fields, has_empty;
    const char *empty; // labels of the fields that hold nothing
};
struct contact_view {
    int64_t id;
    const char *name, *job_title;
    struct view_rows numbers; // of shown_field: those of the table's columns
    struct view_rows fields;  // of shown_field: the others
    bool has_fields;
};
struct record_view {
    struct layout_view layout;
    int64_t id;
    const char *name, *archive_no, *code, *owner, *unit, *created, *updated;
    struct view_rows groups, contacts;
    bool has_contacts, no_contacts, may_edit, may_draft, may_read_contracts;
    int contact_count;
};

static const struct binding GROUP[] = {
    VIEW(struct chapter_view, KEY, key),
    VIEW(struct chapter_view, LABEL, label),
    VIEW_ROWS(struct chapter_view, FIELD, fields, SHOWN_FIELD),
    VIEW(struct chapter_view, HAS_FIELDS, has_fields),
    VIEW(struct chapter_view, HAS_EMPTY, has_empty),
    VIEW(struct chapter_view, EMPTY, empty),
    VIEW_END,
};
static const struct binding CONTACT[] = {
    VIEW(struct contact_view, CONTACT_ID, id),
    VIEW(struct contact_view, CONTACT_NAME, name),
    VIEW(struct contact_view, JOB_TITLE, job_title),
    VIEW_ROWS(struct contact_view, NUMBER, numbers, SHOWN_FIELD),
    VIEW_ROWS(struct contact_view, FIELD, fields, SHOWN_FIELD),
    VIEW(struct contact_view, HAS_FIELDS, has_fields),
    VIEW_END,
};
static const struct binding BINDINGS[] = {
    VIEW_PART(struct record_view, layout, LAYOUT),
    VIEW(struct record_view, ID, id),
    VIEW(struct record_view, NAME, name),
    VIEW(struct record_view, ARCHIVE_NO, archive_no),
    VIEW(struct record_view, CODE, code),
    VIEW(struct record_view, OWNER, owner),
    VIEW(struct record_view, UNIT, unit),
    VIEW(struct record_view, CREATED, created),
    VIEW(struct record_view, UPDATED, updated),
    VIEW_ROWS(struct record_view, GROUP, groups, GROUP),
    VIEW_ROWS(struct record_view, CONTACT, contacts, CONTACT),
    VIEW(struct record_view, HAS_CONTACTS, has_contacts),
    VIEW(struct record_view, NO_CONTACTS, no_contacts),
    VIEW(struct record_view, CONTACT_COUNT, contact_count),
    VIEW(struct record_view, MAY_EDIT, may_edit),
    VIEW(struct record_view, MAY_DRAFT, may_draft),
    VIEW(struct record_view, HAS_CONTRACTS, may_read_contracts),
    VIEW_END,
};
const struct view RECORD_VIEW = {"customer/view.tpl", BINDINGS};

// What the head of the page shows already.
static const char *const IN_HEAD[] = {"archive_no", "code", "name", "owner", NULL};
// What the first line of a contact shows.
static const char *const NUMBERS[] = {"mobile", "phone"};
#define NUMBER_COUNT (sizeof NUMBERS / sizeof *NUMBERS)
static const char *const IN_CONTACT_LINE[] = {"name", "title", "mobile", "phone", NULL};

static struct view_rows group_rows(struct page *page, const struct customer *customer, const struct subject *subject) {
    const struct field_table *table = customer->record.table;
    struct chapter_view *groups = ARENA_ARRAY(page->ctx.arena, struct chapter_view, table->chapter_count);
    const struct shown_record shown = {
        .record = &customer->record,
        .subject = subject,
        .reveal = arena_format(page->ctx.arena, "/customer/%lld/reveal", (long long)customer->record.id),
    };
    size_t count = 0;
    for (size_t i = 0; i < table->chapter_count; i++) {
        const struct chapter *chapter = &table->chapters[i];
        struct chapter_view view = {
            .key = arena_format(page->ctx.arena, "group-%u", chapter->group),
            .label = text_in(page->ctx.lang, chapter->label),
            .fields = shown_fields(page, &shown, chapter->group, IN_HEAD),
            .empty = shown_empty(page, &shown, chapter->group, IN_HEAD),
        };
        view.has_fields = view.fields.count > 0;
        view.has_empty = *view.empty != '\0';
        if (view.has_fields || view.has_empty)
            groups[count++] = view;
    }
    return VIEW_ARRAY(groups, count);
}

static struct contact_view contact_view(struct page *page, const struct subject *subject, const struct record *record) {
    struct shown_field *numbers = ARENA_ARRAY(page->ctx.arena, struct shown_field, NUMBER_COUNT);
    const struct shown_record shown = {
        .record = record,
        .subject = subject,
        .reveal = arena_format(page->ctx.arena, "/customer/%lld/contact/%lld/reveal", (long long)subject->customer_id,
                               (long long)record->id),
    };
    for (size_t i = 0; i < NUMBER_COUNT; i++)
        numbers[i] = shown_field(page, &shown, NUMBERS[i]);
    struct contact_view view = {
        .id = record->id,
        .name = record->values[field_index(page->ctx.fields->contact, "name")],
        .job_title = record->values[field_index(page->ctx.fields->contact, "title")],
        .numbers = VIEW_ARRAY(numbers, NUMBER_COUNT),
        .fields = shown_fields(page, &shown, EVERY_GROUP, IN_CONTACT_LINE),
    };
    view.has_fields = view.fields.count > 0;
    return view;
}

static struct view_rows contact_rows(struct page *page, const struct subject *subject, const struct contact *contacts,
                                     unsigned count) {
    struct contact_view *rows = ARENA_ARRAY(page->ctx.arena, struct contact_view, count);
    for (unsigned i = 0; i < count; i++)
        rows[i] = contact_view(page, subject, &contacts[i].record);
    return VIEW_ARRAY(rows, count);
}

enum status record_page(struct page *page) {
    struct customer customer;
    struct contact *contacts = NULL;
    unsigned count = 0;
    int64_t id = page_number(page, "id");
    TRY(customer_find(&page->ctx, id, PERM_CUSTOMER_READ, &customer));
    TRY(contact_list(&page->ctx, id, &contacts, &count));
    const struct subject subject = shown_subject(&customer);
    struct record_view view = {
        .layout = page_layout(page),
        .id = id,
        .name = customer.name,
        .archive_no = customer.archive_no,
        .code = customer.code,
        .owner = customer.owner_name,
        .unit = customer.unit_name,
        .created = time_minute(page->ctx.arena, customer.record.created_at),
        .updated = time_minute(page->ctx.arena, customer.record.updated_at),
        .groups = group_rows(page, &customer, &subject),
        .contacts = contact_rows(page, &subject, contacts, count),
        .has_contacts = count > 0,
        .no_contacts = count == 0,
        .contact_count = (int)count,
        .may_edit = subject_in_scope(page->ctx.actor, &subject, PERM_CUSTOMER_EDIT),
        .may_draft = subject_in_scope(page->ctx.actor, &subject, PERM_CONTRACT_WRITE),
        .may_read_contracts = actor_may(page->ctx.actor, PERM_CONTRACT_READ),
    };
    view.layout.title = customer.name;
    return page_render(page, 200, &RECORD_VIEW, &view);
}
