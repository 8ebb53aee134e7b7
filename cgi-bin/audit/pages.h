// The pages of the program audit: the access log, one record of it.
#ifndef AUDIT_PAGES_H
#define AUDIT_PAGES_H

#include "app/serve.h"

enum status log_page(struct page *page) MUST_CHECK;
enum status entry_page(struct page *page) MUST_CHECK;

extern const struct view LOG_VIEW, ENTRY_VIEW;

// One access record in words, as both pages show it.
struct access_view {
    int64_t seq;
    const char *time, *person, *login, *role, *customer, *customer_no, *record, *field, *level, *purpose, *purpose_text;
    const char *channel, *result, *address, *session, *request;
    const char *link; // of the record's own page
    bool disclosed;
    int64_t count, approval;
};
extern const struct binding ACCESS[];
// Names are looked up now; what the record itself keeps (login, role) is shown as it was then. At most 2 statements for all rows.
enum status access_views(struct page *page, const struct access *rows, unsigned count, struct access_view *views) MUST_CHECK;

#endif
