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

#endif
