// The pages of the program approval about requests: lists of them, one of them, acting for colleagues.
#ifndef APPROVAL_PAGES_H
#define APPROVAL_PAGES_H

#include "app/serve.h"
#include "approval/contract_pages.h"
#include "domain/approval.h"

enum status inbox_page(struct page *page) MUST_CHECK;
enum status mine_page(struct page *page) MUST_CHECK;
enum status done_page(struct page *page) MUST_CHECK;
enum status request_page(struct page *page) MUST_CHECK;
enum status request_do(struct page *page) MUST_CHECK;
enum status delegation_page(struct page *page) MUST_CHECK;
enum status delegation_do(struct page *page) MUST_CHECK;
enum status delegation_end_do(struct page *page) MUST_CHECK;

extern const struct view INBOX_VIEW, REQUEST_VIEW, DELEGATION_VIEW;

// "50,000.00"; "" for APPROVAL_NO_AMOUNT.
const char *amount_words_of(const struct page *page, int64_t fen);
// How long is left: "剩 2 天", "今天到期", "超期 1 天"; "" for what is never due.
const char *time_left(const struct page *page, int64_t due_at);

// What is to be approved, as its request shows it (subject.c).
struct subject_view {
    bool is_contract, has_href, has_previous, has_changes, no_change;
    const char *href; // its own page, "" for who does not reach it
    int revision;
    struct contract_text_view text;
    struct view_rows changes; // since the revision before
};
extern const struct binding SUBJECT[];
enum status subject_show(struct page *page, const struct approval_request *request, struct subject_view *view) MUST_CHECK;

// Where a request stands and what was done, for its page (request_past.c).
struct past_view {
    struct view_rows steps, events;
};
extern const struct binding PAST[]; // STEP{NUMBER NAME NOW OVER SEAT{…}} EVENT{…}
enum status request_past(struct page *page, const struct approval_request *request, struct past_view *past) MUST_CHECK;

#endif
