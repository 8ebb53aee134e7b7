// The pages of the program audit: the access log, one record of it.
#ifndef AUDIT_PAGES_H
#define AUDIT_PAGES_H

#include "app/serve.h"

enum status log_page(struct page *page) MUST_CHECK;
enum status entry_page(struct page *page) MUST_CHECK;

extern const struct view LOG_VIEW, ENTRY_VIEW;

// One access record in words, as both pages show it.
struct access_view {
    int64_t seq, count, approval;
    const char *time, *who, *login, *role, *session, *address, *request;
    const char *customer_no, *customer_name, *contact_name, *field, *level;
    const char *purpose, *purpose_text, *channel, *result, *value_hash;
    // is_reading: of the log itself, `field` says by which filter; else is_look
    bool has_customer, has_contact, has_level, is_top, has_purpose, is_reading, is_look, refused, is_nothing, has_approval, has_hash;
};
extern const struct binding ACCESS[]; // what a row of the log shows
// Names are looked up as they are now; login and role are as they were then. Three statements for any number of rows.
enum status access_views(struct page *page, const struct access *rows, unsigned count, struct access_view *views) MUST_CHECK;

#endif
