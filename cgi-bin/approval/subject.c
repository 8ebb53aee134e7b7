// What is to be approved, on the page of its request: whoever may read the request sees all of it there.
#include "approval/pages.h"
#include "domain/contract_submit.h"

const struct binding SUBJECT[] = {
    VIEW(struct subject_view, IS_CONTRACT, is_contract),
    VIEW(struct subject_view, HAS_HREF, has_href),
    VIEW(struct subject_view, HREF, href),
    VIEW(struct subject_view, REVISION, revision),
    VIEW_PART(struct subject_view, text, CONTRACT_TEXT_PARTS),
    VIEW(struct subject_view, HAS_PREVIOUS, has_previous),
    VIEW(struct subject_view, HAS_CHANGES, has_changes),
    VIEW(struct subject_view, NO_CHANGE, no_change),
    VIEW_ROWS(struct subject_view, DIFFERENCE, changes, CONTRACT_DIFFERENCE),
    VIEW_END,
};

// What changed since the revision before.
static enum status compare(struct page *page, const struct contract *contract, struct subject_view *view) {
    struct contract_text before;
    if (contract->revision <= 1)
        return STATUS_OK;
    TRY(contract_text_read(&page->ctx, contract, contract->revision - 1, &before));
    view->changes = contract_differences(page, &before, &contract->text);
    view->has_previous = true;
    view->has_changes = view->changes.count > 0;
    view->no_change = !view->has_changes;
    return STATUS_OK;
}

static enum status show_contract(struct page *page, const struct approval_request *request, struct subject_view *view) {
    struct contract contract;
    TRY(contract_of_revision(&page->ctx, request->subject_id, &contract));
    TRY(contract_reached(&page->ctx, contract.id, PERM_CONTRACT_READ, &view->has_href));
    view->is_contract = true;
    view->href = arena_format(page->ctx.arena, "/contract/%lld", (long long)contract.id);
    view->revision = (int)contract.revision;
    view->text = contract_text_show(page, &contract.text);
    return compare(page, &contract, view);
}

enum status subject_show(struct page *page, const struct approval_request *request, struct subject_view *view) {
    *view = (struct subject_view){.href = ""};
    const enum status status = show_contract(page, request, view);
    return status == STATUS_NOT_FOUND ? STATUS_OK : status; // its customer is gone: the request stays readable
}
