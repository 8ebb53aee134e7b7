// The pages of the program admin: people, units, roles, settings, and the record of what was changed in them.
#ifndef ADMIN_PAGES_H
#define ADMIN_PAGES_H

#include "app/form_page.h"
#include "app/serve.h"
#include "domain/admin_person.h"
#include "domain/admin_role.h"
#include "domain/admin_unit.h"
#include "domain/handover.h"

enum status people_page(struct page *page) MUST_CHECK;
enum status person_page(struct page *page) MUST_CHECK;
enum status person_new_page(struct page *page) MUST_CHECK;
enum status person_new_do(struct page *page) MUST_CHECK;
enum status person_edit_page(struct page *page) MUST_CHECK;
enum status person_edit_do(struct page *page) MUST_CHECK;
enum status person_reopen_page(struct page *page) MUST_CHECK;
enum status person_reopen_do(struct page *page) MUST_CHECK;
enum status person_password_page(struct page *page) MUST_CHECK;
enum status person_password_do(struct page *page) MUST_CHECK;
enum status person_factor_page(struct page *page) MUST_CHECK;
enum status person_factor_do(struct page *page) MUST_CHECK;
enum status person_leave_page(struct page *page) MUST_CHECK;
enum status person_leave_do(struct page *page) MUST_CHECK;
enum status person_move_page(struct page *page) MUST_CHECK;
enum status person_move_do(struct page *page) MUST_CHECK;
enum status units_page(struct page *page) MUST_CHECK;
enum status unit_new_page(struct page *page) MUST_CHECK;
enum status unit_new_do(struct page *page) MUST_CHECK;
enum status unit_edit_page(struct page *page) MUST_CHECK;
enum status unit_edit_do(struct page *page) MUST_CHECK;
enum status unit_close_page(struct page *page) MUST_CHECK;
enum status unit_close_do(struct page *page) MUST_CHECK;
enum status unit_reopen_do(struct page *page) MUST_CHECK;
enum status roles_page(struct page *page) MUST_CHECK;
enum status role_page(struct page *page) MUST_CHECK;
enum status role_new_page(struct page *page) MUST_CHECK;
enum status role_new_do(struct page *page) MUST_CHECK;
enum status role_edit_page(struct page *page) MUST_CHECK;
enum status role_edit_do(struct page *page) MUST_CHECK;
enum status role_delete_page(struct page *page) MUST_CHECK;
enum status role_delete_do(struct page *page) MUST_CHECK;
enum status settings_page(struct page *page) MUST_CHECK;
enum status settings_do(struct page *page) MUST_CHECK;
enum status setting_reset_do(struct page *page) MUST_CHECK;
enum status record_page(struct page *page) MUST_CHECK;

extern const struct view PEOPLE_VIEW, PERSON_VIEW, ONE_TIME_VIEW, ADMIN_FORM_VIEW, ADMIN_CONFIRM_VIEW, UNITS_VIEW, ROLES_VIEW, ROLE_VIEW,
    ROLE_PREVIEW_VIEW, SETTINGS_VIEW, RECORD_VIEW;

// --- Forms without a field table (form.c), drawn by parts/fields.tpl like the others.

enum plain_kind {
    PLAIN_LINE,
    PLAIN_CHOICE, // one of the options
    PLAIN_SET     // any of the options
};
struct plain_field {
    const char *key;
    enum plain_kind kind;
    struct text label, hint; // hint.zh NULL: none
    const char *value;
    const struct option_view *options;
    unsigned option_count, max; // max: characters of a line, 0 = none
    bool required;
};
// .hint NO_HINT: none.
#define NO_HINT ((struct text){NULL, NULL})
struct plain_field plain_line(const char *key, struct text label, struct text hint, const char *value);
struct plain_field plain_options(const char *key, enum plain_kind kind, struct text label, struct text hint,
                                 const struct option_view *options, unsigned count);
struct plain_field plain_required(struct plain_field field, unsigned max);
// Something to know before filling the form in: "客户 120".
struct fact_view {
    const char *label, *value;
};
struct plain_form {
    const char *action, *back; // where it is sent, and where one goes without sending it
    const char *subject;       // what it is about: a name
    const struct plain_field *fields;
    unsigned field_count;
    const struct faults *faults; // NULL: shown for the first time
    int64_t version;
    struct text submit, note; // .zh NULL: 保存; none
    const struct fact_view *facts;
    unsigned fact_count;
    bool conflict; // somebody saved meanwhile
};
enum status plain_form_show(struct page *page, const struct plain_form *form) MUST_CHECK;

// Before something that is not undone by one click.
struct confirmation {
    const char *action, *back, *subject;
    struct text question, consequence, button;
    const struct faults *faults; // NULL: shown for the first time
};
enum status confirm_show(struct page *page, const struct confirmation *confirmation) MUST_CHECK;

// The value of a form's input as a number; 0 for none.
int64_t form_number(const struct page *page, const char *name);
// Whether the posted form has the input `name` with this value.
bool form_has(const struct page *page, const char *name, const char *value);

// Units as options, indented: open ones, without the subtree of `but`; `chosen` is selected.
struct option_view *unit_options(struct page *page, const struct units *units, const struct unit *but, int64_t chosen, unsigned *count);

// --- Words (words.c)

const char *scope_words(enum lang lang, enum scope scope);
// The names of roles given by keys with commas.
const char *role_words(const struct page *page, const struct roles *roles, const char *keys);
const char *permission_words(const struct page *page, unsigned permissions);
const char *say(const struct page *page, struct text text);

// Shows a one-time password, this once (person.c).
enum status one_time_show(struct page *page, int64_t person_id, const char *password) MUST_CHECK;
#define PASSWORD_GROUPS 4

#endif
