// A form from a field table: what the template part parts/fields.tpl draws, filled from a record or from what was typed.
// Confidential fields are never filled: their mask stands beside an empty input, and an empty input keeps what is stored.
#ifndef APP_FORM_PAGE_H
#define APP_FORM_PAGE_H

#include "app/page.h"
#include "domain/record.h"

struct option_view {
    const char *key, *label;
    bool selected;
};
struct field_view {
    const char *key, *label, *value, *hint, *message, *mask, *theirs;
    const char *input_type;                  // text, tel, email, url, date…
    const char *max;                         // maxlength in characters
    bool required, has_hint, invalid, first; // first: gets the cursor
    bool is_line, is_note, is_choice, is_region, is_sealed, has_stored, clear;
    bool is_person;         // an input too, with suggestions where the page has a list f-KEY-list
    bool is_set, is_single; // a set of boxes to tick, or (every other) one input
    bool has_theirs;        // this person and a colleague want different values (OPS-2): both are shown, one can be chosen
    bool taken;             // only a colleague changed it meanwhile: what the colleague saved stands here
    bool shows_mask;        // the mask of what is stored stands beside (`theirs` is one already)
    const char *blank;      // what choosing nothing is called
    struct view_rows options;
};
struct group_view {
    const char *label;
    bool is_title; // the label says again what the page's title does
    struct view_rows fields;
};
struct fault_view {
    const char *key, *label, *message;
};
struct form_view {
    const char *action, *cancel;
    int64_t version;
    bool has_faults, conflict, has_sealed;
    const char *saved_by, *saved_at; // of a conflict: who saved first, and when; "" not known
    bool has_saved_by;
    const char *submit; // what the button says, unless the form saves
    bool saves;
    const char *next; // what a second button says, which saves and goes on with another form (next=1); "" none
    bool has_next;
    int fault_count;
    struct view_rows faults, groups;
    struct view_rows differences; // of fault_view: what a colleague changed meanwhile
};
#define FIELD_BLANK ((struct text){"未选择", "Not chosen"})
extern const struct binding FORM[]; // ACTION CANCEL VERSION HAS_FAULTS CONFLICT FAULT_COUNT FAULT{KEY LABEL MESSAGE}
                                    // DIFFERENCE{KEY LABEL MESSAGE} GROUP{LABEL FIELD{KEY LABEL VALUE … OPTION{KEY LABEL SELECTED}}}

// Reads the form's fields into a draft and checks them; STATUS_INVALID keeps what was typed in the draft.
enum status form_read(struct page *page, const struct field_table *table, const struct record *stored, struct draft *draft) MUST_CHECK;
// Whether the checked draft would change anything in `stored`.
bool form_changes(const struct draft *draft, const struct record *stored);
// The version of the record that the submitted form was filled from; 0 when it says none.
int64_t form_version(const struct page *page);
// `stored` is what the form was or is filled from, NULL for a new record; `draft` is NULL at the first showing; `theirs` is the
// record now stored, after a conflict, else NULL.
struct form_view form_build(struct page *page, const struct field_table *table, const struct record *stored,
                            const struct draft *draft, const struct record *theirs, const char *action, const char *cancel);

#endif
