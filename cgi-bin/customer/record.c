// The page of one customer: everything at a glance, confidential fields masked, contacts below.
#include "customer/pages.h"
#include "customer/shown.h"
#include "domain/entitlement.h"

struct chapter_view {
    const char *key, *label;
    struct view_rows fields; // of shown_field
};
struct contact_view {
    int64_t id;
    const char *name;
    struct view_rows fields; // of shown_field
};
struct record_view {
    struct layout_view layout;
    int64_t id;
    const char *name, *archive_no, *code, *owner, *unit, *created, *updated;
    struct view_rows groups, contacts;
    bool has_contacts, no_contacts, may_edit;
    int contact_count;
};

static const struct binding GROUP[] = {
    VIEW(struct chapter_view, KEY, key),
    VIEW(struct chapter_view, LABEL, label),
    VIEW_ROWS(struct chapter_view, FIELD, fields, SHOWN_FIELD),
    VIEW_END,
};
static const struct binding CONTACT[] = {
    VIEW(struct contact_view, CONTACT_ID, id),
    VIEW(struct contact_view, CONTACT_NAME, name),
    VIEW_ROWS(struct contact_view, FIELD, fields, SHOWN_FIELD),
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
    VIEW_END,
};
const struct view RECORD_VIEW = {"customer/view.tpl", BINDINGS};

// What the head of the page shows already.
static const char *const IN_HEAD[] = {"archive_no", "code", "name", "owner", NULL};
static const char *const IN_CONTACT_HEAD[] = {"name", NULL};

static struct subject subject_of(const struct customer *customer) {
    return (struct subject){
        .kind = KIND_CUSTOMER,
        .record_id = customer->record.id,
        .customer_id = customer->record.id,
        .owner_id = customer->owner_id,
        .unit_id = customer->unit_id,
        .unit_path = customer->unit_path,
    };
}

static struct view_rows group_rows(struct page *page, const struct customer *customer, const struct subject *subject) {
    struct chapter_view *groups = ARENA_ARRAY(page->ctx.arena, struct chapter_view, GROUP_COUNT);
    const char *reveal = arena_format(page->ctx.arena, "/customer/%lld/reveal", (long long)customer->record.id);
    size_t count = 0;
    for (int i = 0; i < GROUP_COUNT; i++) {
        enum field_group group = (enum field_group)i;
        struct view_rows fields = shown_fields(page, &customer->record, subject, group, IN_HEAD, reveal);
        if (fields.count > 0)
            groups[count++] = (struct chapter_view){
                .key = arena_format(page->ctx.arena, "group-%d", i),
                .label = text_in(page->ctx.lang, group_label(group)),
                .fields = fields,
            };
    }
    return VIEW_ARRAY(groups, count);
}

static struct view_rows contact_rows(struct page *page, const struct subject *subject, const struct contact *contacts,
                                     unsigned count) {
    struct contact_view *rows = ARENA_ARRAY(page->ctx.arena, struct contact_view, count);
    int name = field_index(&CONTACT_FIELDS, "name");
    for (unsigned i = 0; i < count; i++) {
        const struct record *record = &contacts[i].record;
        const char *reveal = arena_format(page->ctx.arena, "/customer/%lld/contact/%lld/reveal",
                                          (long long)subject->customer_id, (long long)record->id);
        rows[i] = (struct contact_view){
            .id = record->id,
            .name = record->values[name],
            .fields = shown_fields(page, record, subject, GROUP_COUNT, IN_CONTACT_HEAD, reveal),
        };
    }
    return VIEW_ARRAY(rows, count);
}

enum status record_page(struct page *page) {
    struct customer customer;
    struct contact *contacts = NULL;
    unsigned count = 0;
    int64_t id = page_number(page, "id");
    TRY(customer_find(&page->ctx, id, PERM_CUSTOMER_READ, &customer));
    TRY(contact_list(&page->ctx, id, &contacts, &count));
    const struct subject subject = subject_of(&customer);
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
    };
    view.layout.title = customer.name;
    return page_render(page, 200, &RECORD_VIEW, &view);
}
