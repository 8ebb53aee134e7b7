// The pages of the program customer: list and search, record, forms, contacts, reveal, history.
#ifndef CUSTOMER_PAGES_H
#define CUSTOMER_PAGES_H

#include "app/form_page.h"
#include "app/serve.h"
#include "domain/customer.h"
#include "domain/customer_twin.h"

enum status list_page(struct page *page) MUST_CHECK;
enum status search_do(struct page *page) MUST_CHECK;
enum status columns_page(struct page *page) MUST_CHECK;
enum status columns_do(struct page *page) MUST_CHECK;
enum status export_do(struct page *page) MUST_CHECK;
enum status filter_page(struct page *page) MUST_CHECK;
enum status views_page(struct page *page) MUST_CHECK;
enum status view_new_do(struct page *page) MUST_CHECK;
enum status view_change_do(struct page *page) MUST_CHECK;
enum status view_default_do(struct page *page) MUST_CHECK;
enum status view_take_do(struct page *page) MUST_CHECK;
enum status view_delete_do(struct page *page) MUST_CHECK;
enum status view_restore_do(struct page *page) MUST_CHECK;
enum status record_page(struct page *page) MUST_CHECK;
enum status history_page(struct page *page) MUST_CHECK;
enum status customer_new_page(struct page *page) MUST_CHECK;
enum status customer_new_do(struct page *page) MUST_CHECK;
enum status customer_edit_page(struct page *page) MUST_CHECK;
enum status customer_edit_do(struct page *page) MUST_CHECK;
enum status contact_new_page(struct page *page) MUST_CHECK;
enum status contact_new_do(struct page *page) MUST_CHECK;
enum status contact_edit_page(struct page *page) MUST_CHECK;
enum status contact_edit_do(struct page *page) MUST_CHECK;
enum status contact_delete_page(struct page *page) MUST_CHECK;
enum status contact_delete_do(struct page *page) MUST_CHECK;
enum status contact_restore_do(struct page *page) MUST_CHECK;
enum status reveal_page(struct page *page) MUST_CHECK;
enum status reveal_do(struct page *page) MUST_CHECK;

// Whether the text (narrowed: utf8_narrow) may hold a confidential value beside other things ("tel:139…", a name and its number).
bool text_may_hold_value(const char *text);

extern const struct view LIST_VIEW, COLUMNS_VIEW, FILTER_VIEW, VIEWS_VIEW, RECORD_VIEW, FORM_VIEW, CONFIRM_VIEW, HISTORY_VIEW;
extern const struct view REVEAL_VIEW, REVEALED_VIEW;

// A customer or contact form as answer: new (`stored` NULL) or change, first showing or after faults (`draft`).
struct form_request {
    const struct field_table *table;
    const struct record *stored;
    const struct draft *draft;
    const struct record *theirs;
    const struct customer *customer; // whose record it is; NULL for a new customer
    const char *action, *cancel;
    const struct twins *twins; // customers that may be the same one; NULL: none
};
enum status form_show(struct page *page, int code, const struct form_request *form) MUST_CHECK;

#endif
