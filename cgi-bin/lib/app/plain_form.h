// Forms without a field table, drawn by parts/fields.tpl like the others, and the question before something that one click does not undo.
// A program that shows them lists their views among its own.
// Not here: forms of records, whose fields stand in a table (form_page.h).
#ifndef APP_PLAIN_FORM_H
#define APP_PLAIN_FORM_H

#include "app/form_page.h"
#include "domain/fault.h"

extern const struct view PLAIN_FORM_VIEW, CONFIRMATION_VIEW;

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

#endif
