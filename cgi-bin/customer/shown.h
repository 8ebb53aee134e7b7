// A record as a page shows it: label and value, or mask with the way to a reveal (parts/shown_value.tpl). What is empty takes
// no room of its own: its labels are told in one line.
#ifndef CUSTOMER_SHOWN_H
#define CUSTOMER_SHOWN_H

#include "app/page.h"
#include "domain/customer.h"
#include "domain/entitlement.h"
#include "domain/record.h"

struct shown_field {
    const char *label, *value, *mask, *level, *reveal;
    bool has_value, has_mask, is_top, may_reveal;
    bool needs_approval; // why there is no way to a reveal for somebody who may reveal such fields elsewhere
};
extern const struct binding SHOWN_FIELD[];

#define EVERY_GROUP (~0U)

// Whose fields are shown, and where they are revealed.
struct shown_record {
    const struct record *record;
    const struct subject *subject;
    const char *reveal; // address of the record's reveal page
};

// One field, filled or not.
struct shown_field shown_field(struct page *page, const struct shown_record *shown, const char *key);
// The fields of one group, or of all groups (EVERY_GROUP), that hold something, but those in `hidden` (keys, NULL-ended), which
// the page shows elsewhere.
struct view_rows shown_fields(struct page *page, const struct shown_record *shown, unsigned group,
                              const char *const *hidden);
// The labels of those that hold nothing: "传真、网址"; "" when there are none.
const char *shown_empty(struct page *page, const struct shown_record *shown, unsigned group,
                        const char *const *hidden);

// The customer as the rules of entitlement see it.
struct subject shown_subject(const struct customer *customer);

#endif
