// The pages of the program audit: the desk, cases, the access log and its records, what was looked at of a customer or by a person.
#ifndef AUDIT_PAGES_H
#define AUDIT_PAGES_H

#include "app/days.h"
#include "app/serve.h"
#include "vault/desk.h"

enum status log_page(struct page *page) MUST_CHECK;
enum status entry_page(struct page *page) MUST_CHECK;
enum status desk_page(struct page *page) MUST_CHECK;
enum status verify_do(struct page *page) MUST_CHECK;
enum status cases_page(struct page *page) MUST_CHECK;
enum status case_page(struct page *page) MUST_CHECK;
enum status case_decide_do(struct page *page) MUST_CHECK;
enum status customer_page(struct page *page) MUST_CHECK;
enum status person_page(struct page *page) MUST_CHECK;
enum status rules_page(struct page *page) MUST_CHECK;
enum status rule_do(struct page *page) MUST_CHECK;

extern const struct view LOG_VIEW, ENTRY_VIEW, DESK_VIEW, CASES_VIEW, CASE_VIEW, CUSTOMER_VIEW, PERSON_VIEW, RULES_VIEW;

#define PAGE_ROWS 50 // records

// One access record in words, as all pages show it.
struct access_view {
    int64_t seq, count, approval, customer_id, person_id;
    const char *time, *who, *login, *role, *session, *address, *request;
    const char *customer_no, *customer_name, *contact_name, *field, *level;
    const char *purpose, *purpose_text, *channel, *result, *value_hash;
    // is_reading: of the log itself, `field` says by which filter; else is_look
    bool has_customer, has_contact, has_level, is_top, has_purpose, is_reading, is_look, refused, is_nothing, has_approval, has_hash;
    bool has_person;
    bool is_list; // a list of customers that left as a file
};
extern const struct binding ACCESS[]; // what a row of the log shows
// Names are looked up as they are now; login and role are as they were then. Three statements for any number of rows.
enum status access_views(struct page *page, const struct access *rows, unsigned count, struct access_view *views) MUST_CHECK;

// A page of records as a table (templates/parts/log_rows.tpl).
struct records_view {
    struct view_rows rows; // of access_view
    int row_count;
    bool has_rows, no_rows;
    struct pager_view pager;
};
extern const struct binding RECORDS[];
// Reads what the filter says; `address` is the page's own, to which the number to go on before is added.
enum status records_read(struct page *page, const struct access_filter *filter, const char *address,
                         struct records_view *records) MUST_CHECK;
// The number that a further page goes on before; 0 at the first.
int64_t records_before(const struct page *page);

// The field's name in words.
const char *field_label(const struct page *page, int64_t kind, const char *key);
// Asks the custodian for the desk: STATUS_FORBIDDEN when it refused.
enum status desk_ask(struct page *page, const struct desk_question *question, struct desk_reply *reply) MUST_CHECK;

// One case in words, as lists and its own page show it.
struct case_view {
    int64_t id, count, person_id;
    const char *rule, *who, *login, *words, *weight, *opened, *since, *until, *decision, *decided, *decider;
    bool grave, serious, is_open, is_decided;
};
extern const struct binding CASE_ROW[];
// Two statements for any number of them.
enum status case_views(struct page *page, const struct audit_case *cases, unsigned count, struct case_view *views) MUST_CHECK;

#endif
