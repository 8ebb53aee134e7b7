// A record as a page shows it: label and value, or mask with the way to a reveal (parts/record_fields.tpl).
#ifndef CUSTOMER_SHOWN_H
#define CUSTOMER_SHOWN_H

#include "app/page.h"
#include "domain/entitlement.h"
#include "domain/record.h"

struct shown_field {
    const char *label, *value, *mask, *level, *reveal;
    bool has_value, has_mask, no_value, is_note, is_top, may_reveal;
};
extern const struct binding SHOWN_FIELD[];

// The fields of one group, or of all groups (GROUP_COUNT), but those in `hidden` (keys, NULL-ended), which the page shows elsewhere.
// `reveal` is the address of the record's reveal page.
struct view_rows shown_fields(struct page *page, const struct record *record, const struct subject *subject,
                              enum field_group group, const char *const *hidden, const char *reveal);

#endif
