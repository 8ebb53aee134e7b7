// The record of administration: every change of people, units, roles and settings with who, when, what, before and after. Whoever
// changes such a thing adds to it in the same transaction; nothing is ever changed in it or taken out.
// Rules: ORG-3 (who administers is seen by others), ORG-5. Not here: changes of customers (change.h), looks (the custodian's log).
#ifndef DOMAIN_ADMIN_RECORD_H
#define DOMAIN_ADMIN_RECORD_H

#include "domain/ctx.h"

extern const struct sql *const ADMIN_RECORD_STATEMENTS[];      // adding
extern const struct sql *const ADMIN_RECORD_READ_STATEMENTS[]; // the page

struct admin_subject {
    const char *kind; // "person", "unit", "role", "setting"
    int64_t id;       // 0 of a setting
    const char *name; // what it is called; of a setting its key
};

// One field that changed; field "" is the act itself. Words of the program go in as keys (roles by comma, permissions by blank).
// Never a password or a secret. Who acts is ctx->actor; without a person_id it is the command line and `name` the system's user.
enum status admin_record_add(struct ctx *ctx, const struct admin_subject *subject, const char *action, const char *field,
                             const char *before, const char *after) MUST_CHECK;
// The same, but only if they differ.
enum status admin_record_change(struct ctx *ctx, const struct admin_subject *subject, const char *action, const char *field,
                                const char *before, const char *after) MUST_CHECK;

#define ADMIN_RECORD_PAGE 50

struct admin_filter {
    const char *kind;    // "" = all
    int64_t subject_id;  // with a kind; 0 = all
    int64_t person_id;   // who acted; 0 = all
    int64_t from, until; // 0 = open; until is excluded
    int64_t before_id;   // 0 = the newest
};
struct admin_event {
    int64_t id, at, person_id; // person_id 0: at the command line
    const char *by, *kind, *subject, *action, *field, *before, *after;
    int64_t subject_id;
};
struct admin_event_page {
    struct admin_event rows[ADMIN_RECORD_PAGE];
    unsigned count;
    bool more;
};
// Newest first. Two statements at most.
enum status admin_record_page(struct ctx *ctx, const struct admin_filter *filter, struct admin_event_page *page) MUST_CHECK;

#endif
