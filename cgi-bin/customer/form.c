// The forms for a new or changed customer or contact. Faults and conflicts show the same form again with what was typed.
#include <string.h>

#include "customer/pages.h"
#include "domain/customer_owner.h"
#include "domain/directory.h"

struct form_page_view {
    struct layout_view layout;
    struct form_view form;
    struct view_rows twins;      // of twin_view
    struct view_rows colleagues; // of option_view: who may be named as account manager
    bool has_twins, has_outside, has_phones_outside, more_twins;
    bool going;                   // another form was wanted after it
    bool of_customer, of_contact; // what is being entered
    int outside, phones_outside;
    const char *twins_token;
    bool has_subject; // whose record it is; a new customer has none yet
    const char *subject, *archive_no;
};

struct twin_view {
    int64_t id;
    const char *name, *archive_no, *region, *owner;
    bool same_name, similar_name, same_phone;
};
static const struct binding TWIN[] = {
    VIEW(struct twin_view, ID, id),
    VIEW(struct twin_view, NAME, name),
    VIEW(struct twin_view, NUMBER, archive_no),
    VIEW(struct twin_view, REGION, region),
    VIEW(struct twin_view, OWNER, owner),
    VIEW(struct twin_view, SAME_NAME, same_name),
    VIEW(struct twin_view, SIMILAR_NAME, similar_name),
    VIEW(struct twin_view, SAME_PHONE, same_phone),
    VIEW_END,
};
static const struct binding COLLEAGUE[] = {
    VIEW(struct option_view, KEY, key),
    VIEW(struct option_view, LABEL, label),
    VIEW_END,
};
static const struct binding FORM_BINDINGS[] = {
    VIEW_ROWS(struct form_page_view, COLLEAGUE, colleagues, COLLEAGUE),
    VIEW_ROWS(struct form_page_view, TWIN, twins, TWIN),
    VIEW(struct form_page_view, HAS_TWINS, has_twins),
    VIEW(struct form_page_view, HAS_OUTSIDE, has_outside),
    VIEW(struct form_page_view, OUTSIDE, outside),
    VIEW(struct form_page_view, HAS_PHONES_OUTSIDE, has_phones_outside),
    VIEW(struct form_page_view, PHONES_OUTSIDE, phones_outside),
    VIEW(struct form_page_view, OF_CUSTOMER, of_customer),
    VIEW(struct form_page_view, OF_CONTACT, of_contact),
    VIEW(struct form_page_view, MORE_TWINS, more_twins),
    VIEW(struct form_page_view, GOING, going),
    VIEW(struct form_page_view, TWINS_TOKEN, twins_token),
    VIEW_PART(struct form_page_view, layout, LAYOUT),
    VIEW_PART(struct form_page_view, form, FORM),
    VIEW(struct form_page_view, HAS_SUBJECT, has_subject),
    VIEW(struct form_page_view, SUBJECT, subject),
    VIEW(struct form_page_view, ARCHIVE_NO, archive_no),
    VIEW_END,
};
const struct view FORM_VIEW = {"customer/form.tpl", FORM_BINDINGS};

struct confirm_view {
    struct layout_view layout;
    const char *name;                              // of the customer
    const char *contact_name, *job_title, *mobile; // mobile: its mask
    const char *action, *cancel;
    int64_t version;
};

static const struct binding CONFIRM_BINDINGS[] = {
    VIEW_PART(struct confirm_view, layout, LAYOUT),
    VIEW(struct confirm_view, NAME, name),
    VIEW(struct confirm_view, CONTACT_NAME, contact_name),
    VIEW(struct confirm_view, JOB_TITLE, job_title),
    VIEW(struct confirm_view, MOBILE, mobile),
    VIEW(struct confirm_view, ACTION, action),
    VIEW(struct confirm_view, CANCEL, cancel),
    VIEW(struct confirm_view, VERSION, version),
    VIEW_END,
};
const struct view CONFIRM_VIEW = {"customer/confirm.tpl", CONFIRM_BINDINGS};

static void show_twins(const struct page *page, const struct twins *twins, struct form_page_view *view) {
    struct twin_view *rows = ARENA_ARRAY(page->ctx.arena, struct twin_view, TWINS_MAX);
    for (unsigned i = 0; i < twins->count; i++) {
        const struct twin *twin = &twins->rows[i];
        rows[i] = (struct twin_view){
            .id = twin->id,
            .name = twin->name,
            .archive_no = twin->archive_no,
            .region = twin->region,
            .owner = twin->owner_name,
            .same_name = twin->same_name,
            .similar_name = twin->similar_name,
            .same_phone = twin->same_phone,
        };
    }
    view->twins = VIEW_ARRAY(rows, twins->count);
    view->has_twins = true;
    view->outside = (int)twins->outside;
    view->has_outside = twins->outside > 0;
    view->phones_outside = (int)twins->phones_outside;
    view->has_phones_outside = twins->phones_outside > 0;
    view->more_twins = twins->more;
    view->twins_token = twins_token(twins, page->ctx.arena);
}

// Who saved the version that one's own meets.
static enum status show_saved(struct page *page, const struct record *theirs, struct form_view *form) {
    struct directory_entry person = {.id = theirs->updated_by};
    TRY(directory_people(&page->ctx, &person, 1));
    form->saved_by = person.name;
    form->saved_at = time_minute(page->ctx.arena, theirs->updated_at);
    form->has_saved_by = *person.name != '\0';
    return STATUS_OK;
}

static enum status show_colleagues(struct page *page, bool fresh, struct form_page_view *view) {
    struct owner_choice *choices;
    unsigned count;
    TRY(owner_choices(&page->ctx, fresh, &choices, &count));
    struct option_view *rows = ARENA_ARRAY(page->ctx.arena, struct option_view, count + (size_t)1);
    for (unsigned i = 0; i < count; i++)
        rows[i] = (struct option_view){
            .key = choices[i].login, .label = arena_format(page->ctx.arena, "%s · %s", choices[i].name, choices[i].unit)};
    view->colleagues = VIEW_ARRAY(rows, count);
    return STATUS_OK;
}

// Whether another contact is to be entered after this form: by its button, or, pressed before a warning, by what saves in spite of that.
static bool goes_on(const struct page *page) {
    return *page_form(page, "next") != '\0' || (*page_form(page, "going") != '\0' && *page_form(page, "twins") != '\0');
}

enum status form_show(struct page *page, int code, const struct form_request *form) {
    struct form_page_view view = {
        .layout = page_layout(page),
        .form = form_build(page, form->table, form->stored, form->draft, form->theirs, form->action, form->cancel),
        .of_customer = form->table->kind == KIND_CUSTOMER,
        .of_contact = form->table->kind == KIND_CONTACT,
        .has_subject = form->customer != NULL,
        .subject = form->customer != NULL ? form->customer->name : "",
        .archive_no = form->customer != NULL ? form->customer->archive_no : "",
        .twins_token = "",
    };
    if (form->stored == NULL) { // as papers come: a customer, its contacts
        static const struct text WITH_CONTACT = {"保存并填写联系人", "Save and add a contact"}, ANOTHER = {"保存并新建下一位", "Save and add another"};
        view.form.next = text_in(page->ctx.lang, form->customer == NULL ? WITH_CONTACT : ANOTHER);
        view.form.has_next = true;
    }
    if (form->twins != NULL) {
        show_twins(page, form->twins, &view);
        view.going = goes_on(page);
    }
    if (form->theirs != NULL)
        TRY(show_saved(page, form->theirs, &view.form));
    if (view.of_customer)
        TRY(show_colleagues(page, form->stored == NULL, &view));
    return page_render(page, code, &FORM_VIEW, &view);
}

static const char *customer_path(const struct page *page, const char *rest) {
    return arena_format(page->ctx.arena, "/customer/%lld%s", (long long)page_number(page, "id"), rest);
}

static const char *contact_path(const struct page *page, const char *rest) {
    return arena_format(page->ctx.arena, "/customer/%lld/contact/%lld%s", (long long)page_number(page, "id"),
                        (long long)page_number(page, "contact"), rest);
}

// Somebody saved meanwhile (OPS-2): the form again, with the colleague's values beside one's own.
static enum status show_conflict(struct page *page, const struct form_request *form) {
    struct record base;
    struct form_request shown = *form;
    TRY(record_at(&page->ctx, form->stored, form_version(page), &base));
    shown.theirs = form->stored;
    shown.stored = &base;
    return form_show(page, status_http(STATUS_CONFLICT), &shown);
}

// How a form is answered that could not be stored as it is: 422 with messages at the fields, or 409.
static enum status form_again(struct page *page, enum status status, const struct form_request *form) {
    bool stale = status == STATUS_CONFLICT && form->draft->faults == 0 && form->stored != NULL;
    if (stale)
        return show_conflict(page, form);
    if (status == STATUS_INVALID || status == STATUS_CONFLICT)
        return form_show(page, status_http(STATUS_INVALID), form);
    return status;
}

// Whether the form comes back once with customers that may be the same one, or have a number that is entered (ARC-8); *twins: which. What
// was shown before and saved in spite of it is not shown again, unless there are others by now.
static enum status warns(struct page *page, const struct form_request *form, int64_t customer_id, struct twins *twins, bool *warns) {
    TRY(customer_twins(&page->ctx, form->draft, form->stored, customer_id, twins));
    const bool any = twins->count > 0 || twins->outside > 0 || twins->phones_outside > 0;
    *warns = any && strcmp(page_form(page, "twins"), twins_token(twins, page->ctx.arena)) != 0;
    return STATUS_OK;
}

static enum status show_warning(struct page *page, const struct form_request *form, const struct twins *twins) {
    struct form_request shown = *form;
    shown.twins = twins;
    return form_show(page, status_http(STATUS_INVALID), &shown);
}

// What is said of a new customer; without a region its number says so for good (ARC-1).
static const char *created_notice(const struct draft *draft) {
    const char *region = draft->values[field_index(draft->table, "region")];
    return region != NULL && *region != '\0' ? "created" : "created-nowhere";
}

// The notice of what was saved; another one when its numbers could not be looked for.
static const char *saved_notice(const struct twins *twins, const char *usual) {
    return twins->unasked ? "saved-unasked" : usual;
}

// --- customers ---

// Reads the form of a new (`stored` NULL) or stored customer; every fault of what was typed gets its message at once.
static enum status read_customer(struct page *page, const struct customer *stored, struct draft *draft) {
    int64_t owner_id;
    enum status read = form_read(page, page->ctx.fields->customer, stored != NULL ? &stored->record : NULL, draft);
    if (read != STATUS_OK && read != STATUS_INVALID)
        return read;
    enum status named = owner_resolve(&page->ctx, stored, draft, &owner_id);
    return named == STATUS_OK ? read : named;
}

enum status customer_new_page(struct page *page) {
    struct form_request form = {
        .table = page->ctx.fields->customer, .action = "/customer/new", .cancel = "/customer"};
    return form_show(page, 200, &form);
}

enum status customer_new_do(struct page *page) {
    struct draft draft;
    int64_t id = 0;
    struct form_request form = {.table = page->ctx.fields->customer,
                                .draft = &draft,
                                .action = "/customer/new",
                                .cancel = "/customer"};
    struct twins twins;
    bool similar = false;
    enum status status = read_customer(page, NULL, &draft);
    if (status == STATUS_OK)
        status = warns(page, &form, 0, &twins, &similar);
    if (similar)
        return show_warning(page, &form, &twins);
    if (status == STATUS_OK)
        status = customer_create(&page->ctx, &draft, &id);
    if (status != STATUS_OK)
        return form_again(page, status, &form);
    return page_redirect(page, goes_on(page) ? "/customer/%lld/contact/new?notice=%s" : "/customer/%lld?notice=%s", (long long)id,
                         saved_notice(&twins, created_notice(&draft)));
}

static struct form_request customer_form(const struct page *page, const struct customer *customer) {
    return (struct form_request){
        .table = page->ctx.fields->customer,
        .stored = &customer->record,
        .customer = customer,
        .action = customer_path(page, "/edit"),
        .cancel = customer_path(page, ""),
    };
}

enum status customer_edit_page(struct page *page) {
    struct customer customer;
    TRY(customer_find(&page->ctx, page_number(page, "id"), PERM_CUSTOMER_EDIT, &customer));
    struct form_request form = customer_form(page, &customer);
    return form_show(page, 200, &form);
}

enum status customer_edit_do(struct page *page) {
    struct customer customer;
    struct draft draft;
    int64_t id = page_number(page, "id");
    TRY(customer_find(&page->ctx, id, PERM_CUSTOMER_EDIT, &customer));
    struct form_request form = customer_form(page, &customer);
    form.draft = &draft;
    enum status status = read_customer(page, &customer, &draft);
    if (status == STATUS_OK && !form_changes(&draft, &customer.record))
        return page_redirect(page, "/customer/%lld?notice=unchanged", (long long)id);
    struct twins twins;
    bool similar = false;
    if (status == STATUS_OK)
        status = warns(page, &form, id, &twins, &similar);
    if (similar)
        return show_warning(page, &form, &twins);
    if (status == STATUS_OK)
        status = customer_save(&page->ctx, id, form_version(page), &draft);
    if (status != STATUS_OK)
        return form_again(page, status, &form);
    return page_redirect(page, "/customer/%lld?notice=%s", (long long)id, saved_notice(&twins, "saved"));
}

// --- contacts ---

enum status contact_new_page(struct page *page) {
    struct customer customer;
    TRY(customer_find(&page->ctx, page_number(page, "id"), PERM_CUSTOMER_EDIT, &customer));
    struct form_request form = {.table = page->ctx.fields->contact,
                                .customer = &customer,
                                .action = customer_path(page, "/contact/new"),
                                .cancel = customer_path(page, "")};
    return form_show(page, 200, &form);
}

enum status contact_new_do(struct page *page) {
    struct customer customer;
    struct draft draft;
    int64_t id = page_number(page, "id");
    int64_t contact_id = 0;
    TRY(customer_find(&page->ctx, id, PERM_CUSTOMER_EDIT, &customer));
    struct form_request form = {.table = page->ctx.fields->contact,
                                .draft = &draft,
                                .customer = &customer,
                                .action = customer_path(page, "/contact/new"),
                                .cancel = customer_path(page, "")};
    struct twins twins;
    bool known = false;
    enum status status = form_read(page, page->ctx.fields->contact, NULL, &draft);
    if (status == STATUS_OK)
        status = warns(page, &form, id, &twins, &known);
    if (known)
        return show_warning(page, &form, &twins);
    if (status == STATUS_OK)
        status = contact_create(&page->ctx, id, &draft, &contact_id);
    if (status != STATUS_OK)
        return form_again(page, status, &form);
    return page_redirect(page, goes_on(page) ? "/customer/%lld/contact/new?notice=%s" : "/customer/%lld?notice=%s", (long long)id,
                         saved_notice(&twins, "contact-created"));
}

static struct form_request contact_form(const struct page *page, const struct customer *customer,
                                        const struct contact *contact) {
    return (struct form_request){
        .table = page->ctx.fields->contact,
        .stored = &contact->record,
        .customer = customer,
        .action = contact_path(page, "/edit"),
        .cancel = customer_path(page, ""),
    };
}

static enum status find_contact(struct page *page, struct customer *customer, struct contact *contact) {
    int64_t id = page_number(page, "id");
    TRY(customer_find(&page->ctx, id, PERM_CUSTOMER_EDIT, customer));
    return contact_find(&page->ctx, id, page_number(page, "contact"), PERM_CUSTOMER_EDIT, contact);
}

enum status contact_edit_page(struct page *page) {
    struct customer customer;
    struct contact contact;
    TRY(find_contact(page, &customer, &contact));
    struct form_request form = contact_form(page, &customer, &contact);
    return form_show(page, 200, &form);
}

enum status contact_edit_do(struct page *page) {
    struct customer customer;
    struct contact contact;
    struct draft draft;
    int64_t id = page_number(page, "id");
    TRY(find_contact(page, &customer, &contact));
    struct form_request form = contact_form(page, &customer, &contact);
    form.draft = &draft;
    enum status status = form_read(page, page->ctx.fields->contact, &contact.record, &draft);
    if (status == STATUS_OK && !form_changes(&draft, &contact.record))
        return page_redirect(page, "/customer/%lld?notice=unchanged", (long long)id);
    struct twins twins;
    bool known = false;
    if (status == STATUS_OK)
        status = warns(page, &form, id, &twins, &known);
    if (known)
        return show_warning(page, &form, &twins);
    if (status == STATUS_OK)
        status = contact_save(&page->ctx, id, contact.record.id, form_version(page), &draft);
    if (status != STATUS_OK)
        return form_again(page, status, &form);
    return page_redirect(page, "/customer/%lld?notice=%s", (long long)id, saved_notice(&twins, "contact-saved"));
}

enum status contact_delete_page(struct page *page) {
    struct customer customer;
    struct contact contact;
    TRY(find_contact(page, &customer, &contact));
    struct confirm_view view = {
        .layout = page_layout(page),
        .name = customer.name,
        .contact_name = contact.record.values[field_index(page->ctx.fields->contact, "name")],
        .job_title = contact.record.values[field_index(page->ctx.fields->contact, "title")],
        .mobile = contact.record.values[field_index(page->ctx.fields->contact, "mobile")],
        .action = contact_path(page, "/delete"),
        .cancel = customer_path(page, ""),
        .version = contact.record.version,
    };
    return page_render(page, 200, &CONFIRM_VIEW, &view);
}

enum status contact_delete_do(struct page *page) {
    int64_t id = page_number(page, "id");
    TRY(contact_delete(&page->ctx, id, page_number(page, "contact"), form_version(page)));
    return page_redirect(page, "/customer/%lld?notice=contact-deleted", (long long)id);
}

enum status contact_restore_do(struct page *page) {
    int64_t id = page_number(page, "id");
    TRY(contact_restore(&page->ctx, id, page_number(page, "contact")));
    return page_redirect(page, "/customer/%lld?notice=contact-restored", (long long)id);
}
