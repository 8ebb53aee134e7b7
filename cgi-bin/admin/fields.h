// The pages about fields (ARC-10): list, one field, its level, its choices, the supplied dossier, what was changed.
#ifndef ADMIN_FIELDS_H
#define ADMIN_FIELDS_H

#include "app/form_page.h"
#include "app/serve.h"
#include "domain/field_admin.h"

enum status fields_page(struct page *page) MUST_CHECK;
enum status field_new_page(struct page *page) MUST_CHECK;
enum status field_new_do(struct page *page) MUST_CHECK;
enum status field_page(struct page *page) MUST_CHECK;
enum status field_do(struct page *page) MUST_CHECK;
enum status field_try_page(struct page *page) MUST_CHECK;
enum status field_try_do(struct page *page) MUST_CHECK;
enum status field_move_do(struct page *page) MUST_CHECK;
enum status field_retire_do(struct page *page) MUST_CHECK;
enum status field_return_do(struct page *page) MUST_CHECK;
enum status field_level_page(struct page *page) MUST_CHECK;
enum status field_level_do(struct page *page) MUST_CHECK;
enum status field_choices_page(struct page *page) MUST_CHECK;
enum status field_choices_do(struct page *page) MUST_CHECK;
enum status dossier_page(struct page *page) MUST_CHECK;
enum status dossier_do(struct page *page) MUST_CHECK;
enum status dossier_retire_do(struct page *page) MUST_CHECK;
enum status field_changes_page(struct page *page) MUST_CHECK;

extern const struct view FIELDS_VIEW, FIELD_VIEW, FIELD_TRY_VIEW, FIELD_LEVEL_VIEW, FIELD_CHOICES_VIEW, DOSSIER_VIEW, FIELD_CHANGES_VIEW;

// Which field of which table the address or the form is about (?of=contact&key=own_3).
struct field_place {
    const struct field_table *table;
    const struct field *field; // NULL: none of that key
    const char *of;            // "customer", "contact"
};
struct field_place field_place(const struct page *page);
// "/admin/fields/level?of=contact&key=own_3"
const char *field_address(const struct page *page, const char *what, const struct field_place *place);

// The form of a field's settings: a table that form_read and form_build work with.
struct settings_form {
    struct field_table table;
    struct record record; // the settings as they are
};
enum { // places in the table
    SET_LABEL_ZH,
    SET_LABEL_EN,
    SET_TYPE,
    SET_LEVEL,
    SET_GROUP,
    SET_HINT_ZH,
    SET_HINT_EN,
    SET_REQUIRED,
    SET_REQUIRED_FOR,
    SET_MIN,
    SET_MAX,
    SET_PATTERN,
    SET_PREFIX,
    SET_LOWEST,
    SET_HIGHEST,
    SET_NO_FUTURE,
    SET_LISTED,
    SET_FINDABLE,
    SET_PRIVATE,
    SET_COUNT
};
// `field` NULL: a new one.
const struct settings_form *settings_form(struct page *page, const struct field_place *place);
// What the checked draft says; false: a fault was put into it.
bool settings_read(struct page *page, const struct field_place *place, struct draft *draft, struct field_settings *settings);
struct text type_label(enum field_type type);

#endif
