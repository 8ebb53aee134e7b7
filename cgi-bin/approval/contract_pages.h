// The pages of contracts: ledger, form, one contract, two revisions compared, submitting.
#ifndef APPROVAL_CONTRACT_PAGES_H
#define APPROVAL_CONTRACT_PAGES_H

#include "app/form_page.h"
#include "domain/contract.h"

enum status contract_list_page(struct page *page) MUST_CHECK;
enum status contract_new_page(struct page *page) MUST_CHECK;
enum status contract_new_do(struct page *page) MUST_CHECK;
enum status contract_page(struct page *page) MUST_CHECK;
enum status contract_revision_page(struct page *page) MUST_CHECK;
enum status contract_edit_page(struct page *page) MUST_CHECK;
enum status contract_edit_do(struct page *page) MUST_CHECK;
enum status contract_revise_do(struct page *page) MUST_CHECK;
enum status contract_compare_page(struct page *page) MUST_CHECK;
enum status contract_submit_page(struct page *page) MUST_CHECK;
enum status contract_submit_do(struct page *page) MUST_CHECK;

extern const struct view CONTRACT_LIST_VIEW, CONTRACT_FORM_VIEW, CONTRACT_VIEW, CONTRACT_COMPARE_VIEW;

// The text of a revision (parts/contract_text.tpl; contract_text.c).
struct contract_text_view {
    struct view_rows parts, lines, dues;
    bool has_lines, has_dues;
};
extern const struct binding CONTRACT_TEXT_PARTS[]; // PART LINE DUE HAS_LINES HAS_DUES
struct contract_text_view contract_text_show(const struct page *page, const struct contract_text *text);

// What differs between two revisions, word by word (parts/differences.tpl; contract_compare.c).
extern const struct binding CONTRACT_DIFFERENCE[]; // LABEL COARSE PIECE
struct view_rows contract_differences(const struct page *page, const struct contract_text *before, const struct contract_text *after);

#endif
