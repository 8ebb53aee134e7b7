// One contract: where it stands, what is missing, its text as of a revision, all revisions; beginning a new one, and submitting.
#include <string.h>

#include "app/plain_form.h"
#include "approval/contract_pages.h"
#include "domain/contract_submit.h"
#include "model/amount_words.h"

struct lack_view {
    const char *href, *words;
};
struct revision_view {
    int64_t number;
    const char *created, *creator, *submitted;
    bool shown, was_submitted, picked; // picked: as the one that the shown one is compared with
};
struct contract_view {
    struct layout_view layout;
    int64_t id, customer_id, version, approval_id, revision;
    const char *number, *name, *customer, *archive_no, *owner, *state, *kind, *amount, *words, *signed_on, *updated;
    bool is_draft, is_current, may_edit, may_revise, may_submit, has_approval, has_amount, came_back;
    bool has_lacks, has_reasons, refused, may_compare;
    const char *refusal;
    struct view_rows lacks, reasons, revisions; // reasons: of lack_view
    struct contract_text_view text;
};

static const struct binding LACK[] = {
    VIEW(struct lack_view, HREF, href),
    VIEW(struct lack_view, WORDS, words),
    VIEW_END,
};
static const struct binding REASON[] = {
    VIEW(struct lack_view, WORDS, words),
    VIEW_END,
};
static const struct binding REVISION[] = {
    VIEW(struct revision_view, REVISION_NUMBER, number),
    VIEW(struct revision_view, CREATED, created),
    VIEW(struct revision_view, CREATOR, creator),
    VIEW(struct revision_view, SUBMITTED, submitted),
    VIEW(struct revision_view, SHOWN, shown),
    VIEW(struct revision_view, PICKED, picked),
    VIEW(struct revision_view, WAS_SUBMITTED, was_submitted),
    VIEW_END,
};
static const struct binding BINDINGS[] = {
    VIEW_PART(struct contract_view, layout, LAYOUT),
    VIEW(struct contract_view, ID, id),
    VIEW(struct contract_view, CUSTOMER_ID, customer_id),
    VIEW(struct contract_view, VERSION, version),
    VIEW(struct contract_view, APPROVAL_ID, approval_id),
    VIEW(struct contract_view, REVISION_SHOWN, revision),
    VIEW(struct contract_view, CONTRACT_NUMBER, number),
    VIEW(struct contract_view, NAME, name),
    VIEW(struct contract_view, CUSTOMER, customer),
    VIEW(struct contract_view, ARCHIVE_NO, archive_no),
    VIEW(struct contract_view, OWNER, owner),
    VIEW(struct contract_view, STATE, state),
    VIEW(struct contract_view, KIND, kind),
    VIEW(struct contract_view, AMOUNT, amount),
    VIEW(struct contract_view, AMOUNT_WORDS, words),
    VIEW(struct contract_view, SIGNED_ON, signed_on),
    VIEW(struct contract_view, UPDATED, updated),
    VIEW(struct contract_view, IS_CURRENT, is_current),
    VIEW(struct contract_view, MAY_EDIT, may_edit),
    VIEW(struct contract_view, MAY_REVISE, may_revise),
    VIEW(struct contract_view, MAY_SUBMIT, may_submit),
    VIEW(struct contract_view, HAS_APPROVAL, has_approval),
    VIEW(struct contract_view, HAS_AMOUNT, has_amount),
    VIEW(struct contract_view, CAME_BACK, came_back),
    VIEW(struct contract_view, HAS_LACKS, has_lacks),
    VIEW(struct contract_view, HAS_REASONS, has_reasons),
    VIEW(struct contract_view, REFUSED, refused),
    VIEW(struct contract_view, REFUSAL, refusal),
    VIEW(struct contract_view, MAY_COMPARE, may_compare),
    VIEW_ROWS(struct contract_view, LACK, lacks, LACK),
    VIEW_ROWS(struct contract_view, REASON, reasons, REASON),
    VIEW_PART(struct contract_view, text, CONTRACT_TEXT_PARTS),
    VIEW_ROWS(struct contract_view, REVISION, revisions, REVISION),
    VIEW_END,
};
const struct view CONTRACT_VIEW = {"approval/contract.tpl", BINDINGS};

static const char *path_of(const struct page *page, const struct contract *contract, const char *rest) {
    return arena_format(page->ctx.arena, "/contract/%lld%s", (long long)contract->id, rest);
}

static enum status show_revisions(struct page *page, const struct contract *contract, int64_t shown, struct contract_view *view) {
    struct contract_revision *revisions;
    unsigned count;
    TRY(contract_revisions(&page->ctx, contract->id, &revisions, &count));
    struct revision_view *rows = ARENA_ARRAY(page->ctx.arena, struct revision_view, count);
    for (unsigned i = 0; i < count; i++)
        rows[i] = (struct revision_view){
            .number = revisions[i].number,
            .created = time_minute(page->ctx.arena, revisions[i].created_at),
            .creator = revisions[i].creator_name,
            .submitted = time_minute(page->ctx.arena, revisions[i].frozen_at),
            .was_submitted = revisions[i].frozen_at != 0,
            .shown = revisions[i].number == shown,
            .picked = revisions[i].number == (shown > 1 ? shown - 1 : shown + 1),
        };
    view->revisions = VIEW_ARRAY(rows, count);
    view->may_compare = count > 1;
    return STATUS_OK;
}

// --- What is missing, and why it is of its kind

static enum status show_state(struct page *page, const struct contract *contract, const struct contract_text *text,
                              struct contract_view *view) {
    struct contract_proposal *proposal = ARENA_NEW(page->ctx.arena, struct contract_proposal);
    struct contract_lacks *lacks = ARENA_NEW(page->ctx.arena, struct contract_lacks);
    TRY(contract_propose(&page->ctx, text, proposal));
    contract_missing(&page->ctx, text, proposal, lacks);
    struct lack_view *rows = ARENA_ARRAY(page->ctx.arena, struct lack_view, lacks->count + (size_t)1);
    struct lack_view *reasons = ARENA_ARRAY(page->ctx.arena, struct lack_view, proposal->count + (size_t)1);
    size_t count = 0;
    for (unsigned i = 0; i < lacks->count; i++)
        if (strcmp(lacks->list[i].field, "revision") != 0) // said by the button beside
            rows[count++] = (struct lack_view){
                arena_format(page->ctx.arena, "/contract/%lld/edit#f-%s", (long long)contract->id, lacks->list[i].field),
                say(page, lacks->list[i].words)};
    for (unsigned i = 0; i < proposal->count; i++)
        reasons[i] = (struct lack_view){"", say(page, proposal->reasons[i])};
    view->lacks = VIEW_ARRAY(rows, count);
    view->reasons = VIEW_ARRAY(reasons, text->kind == proposal->kind ? proposal->count : 0);
    view->has_reasons = view->reasons.count > 0;
    view->has_lacks = count > 0 && view->may_edit;
    view->may_submit = lacks->count == 0 && view->may_edit;
    return STATUS_OK;
}

static void show_facts(struct page *page, const struct contract *contract, const struct contract_text *text,
                       struct contract_view *view) {
    const int64_t amount = contract_amount(text);
    view->layout = page_layout(page);
    view->id = contract->id;
    view->customer_id = contract->customer_id;
    view->version = contract->version;
    view->approval_id = contract->approval_id;
    view->has_approval = contract->approval_id != 0;
    view->number = contract->number;
    view->name = text->record.values[field_index(&CONTRACT_FIELDS, "title")];
    view->customer = contract->customer_name;
    view->archive_no = contract->archive_no;
    view->owner = contract->owner_name;
    view->state = say(page, contract_state_label(contract->state));
    view->kind = say(page, contract_kind_label(text->kind));
    view->amount = amount_shown(amount, page->ctx.arena);
    view->words = amount_words(amount, page->ctx.arena);
    view->has_amount = amount != AMOUNT_NONE;
    view->signed_on = *contract->signed_on != '\0' ? contract->signed_on : "—";
    view->updated = time_minute(page->ctx.arena, contract->updated_at);
    view->revision = text->number;
    view->is_draft = contract->state == CONTRACT_DRAFT;
    view->is_current = text->number == contract->revision;
    view->layout.title = view->name;
}

// Whether the actor may draft: reached with that permission, too.
static enum status find_rights(struct page *page, const struct contract *contract, const struct contract_text *text,
                               struct contract_view *view) {
    bool reached;
    if (!view->is_draft || !view->is_current)
        return STATUS_OK;
    TRY(contract_reached(&page->ctx, contract->id, PERM_CONTRACT_WRITE, &reached));
    view->came_back = text->frozen_at != 0;
    view->may_edit = reached && !view->came_back;
    view->may_revise = reached && contract->revision < CONTRACT_REVISIONS_MAX;
    return STATUS_OK;
}

static enum status show_contract(struct page *page, int code, const struct contract *contract, const struct contract_text *text,
                                 struct text refusal) {
    struct contract_view view = {
        .refused = refusal.zh != NULL,
        .refusal = refusal.zh != NULL ? say(page, refusal) : "",
        .text = contract_text_show(page, text),
    };
    show_facts(page, contract, text, &view);
    TRY(find_rights(page, contract, text, &view));
    TRY(show_revisions(page, contract, text->number, &view));
    if (view.is_draft && view.is_current)
        TRY(show_state(page, contract, text, &view));
    return page_render(page, code, &CONTRACT_VIEW, &view);
}

#define NO_REFUSAL ((struct text){NULL, NULL})

enum status contract_page(struct page *page) {
    struct contract contract;
    TRY(contract_find(&page->ctx, page_number(page, "contract"), PERM_CONTRACT_READ, &contract));
    return show_contract(page, 200, &contract, &contract.text, NO_REFUSAL);
}

enum status contract_revision_page(struct page *page) {
    struct contract contract;
    struct contract_text text;
    TRY(contract_head(&page->ctx, page_number(page, "contract"), PERM_CONTRACT_READ, &contract));
    TRY(contract_text_read(&page->ctx, &contract, page_number(page, "revision"), &text));
    return show_contract(page, 200, &contract, &text, NO_REFUSAL);
}

// --- What is done with it

static enum status show_refusal(struct page *page, int64_t id, struct text why) {
    static const struct text OTHERS = {"同事已先改动了这份合同，请看过现在的内容再做。",
                                       "A colleague was first: look at the contract as it is now."};
    struct contract contract;
    TRY(contract_find(&page->ctx, id, PERM_CONTRACT_READ, &contract));
    return show_contract(page, 409, &contract, &contract.text, why.zh != NULL ? why : OTHERS);
}

enum status contract_revise_do(struct page *page) {
    static const struct text FULL = {"最多 100 稿，不能再起新稿。", "There are 100 revisions, and no more are possible."};
    const int64_t id = page_number(page, "contract");
    const enum status status = contract_revise(&page->ctx, id, form_number(page, "version"));
    if (status == STATUS_CONFLICT || status == STATUS_TOO_LARGE)
        return show_refusal(page, id, status == STATUS_TOO_LARGE ? FULL : NO_REFUSAL);
    TRY(status);
    return page_redirect(page, "/contract/%lld/edit?notice=contract-revised", (long long)id);
}

// What is asked before it is submitted; the version that was seen goes along in the address.
enum status contract_submit_page(struct page *page) {
    struct contract contract;
    TRY(contract_find(&page->ctx, page_number(page, "contract"), PERM_CONTRACT_WRITE, &contract));
    const struct confirmation question = {
        .action = arena_format(page->ctx.arena, "/contract/%lld/submit/%lld", (long long)contract.id,
                               (long long)page_number(page, "version")),
        .back = path_of(page, &contract, ""),
        .subject = arena_format(page->ctx.arena, "%s %s", contract.number,
                                contract.text.record.values[field_index(&CONTRACT_FIELDS, "title")]),
        .question = {"提交审批：", "Submit for approval:"},
        .consequence =
            {"提交后这一稿不能再改。审批人不同意或您撤回后，可以另起一稿。",
             "This revision can't be changed any more. Once it was declined, or you withdrew it, a new one can be begun."},
        .button = {"提交审批", "Submit for approval"},
    };
    return confirm_show(page, &question);
}

enum status contract_submit_do(struct page *page) {
    static const struct text INCOMPLETE = {"还有内容没有填全，尚未提交。", "Something is missing: it was not submitted."};
    const int64_t id = page_number(page, "contract");
    int64_t approval_id = 0;
    struct text message;
    const enum status status = contract_submit(&page->ctx, id, page_number(page, "version"), &approval_id, &message);
    if (status == STATUS_CONFLICT || status == STATUS_INVALID)
        return show_refusal(page, id, status == STATUS_INVALID ? INCOMPLETE : message);
    TRY(status);
    return page_redirect(page, "/contract/%lld?notice=contract-submitted", (long long)id);
}
