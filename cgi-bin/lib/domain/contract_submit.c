#include "domain/contract_submit.h"

#include <inttypes.h>
#include <string.h>

#include "base/utf8.h"
#include "domain/change.h"
#include "domain/contract_sql.h"
#include "vault/digest.h"

_Static_assert(APPROVAL_DIGEST == DIGEST_SIZE, "what is approved is told by this digest");

static const struct sql FREEZE = {
    "contract.freeze",
    "UPDATE contract_revision SET digest = :digest, frozen_at = :now WHERE id = :revision AND frozen_at IS NULL"};
static const struct sql SUBMITTED = {
    "contract.submitted",
    "UPDATE contract SET state = :to, approval_id = :approval, version = version + 1, updated_at = :now, updated_by = :by "
    "WHERE id = :id AND version = :version AND state = :from",
};
static const struct sql OF_REVISION = {
    "contract.of_revision",
    "SELECT k.id, k.number, r.number, k.customer_id FROM contract_revision r JOIN contract k ON k.id = r.contract_id JOIN customer "
    "c ON c.id = k.customer_id "
    "WHERE r.id = :revision AND " SHOWN("c"),
};
static const struct sql ENDED = {
    "contract.ended",
    "UPDATE contract SET state = :to, version = version + 1, updated_at = :now, updated_by = :by "
    "WHERE approval_id = :approval AND id = (SELECT contract_id FROM contract_revision WHERE id = :revision) AND state = :from",
};
const struct sql *const CONTRACT_SUBMIT_STATEMENTS[] = {&FREEZE, &SUBMITTED, &OF_REVISION, &ENDED, NULL};

// --- The digest

static void add_part(struct buffer *text, const char *name, const char *stored) {
    const char *value = stored != NULL ? stored : "";
    buffer_format(text, "%s %zu:%s\n", name, strlen(value), value);
}

static void add_number(struct buffer *text, const char *name, int64_t value) {
    buffer_format(text, "%s %" PRId64 "\n", name, value);
}

void contract_digest(struct ctx *ctx, const char *number, const struct contract_text *contract,
                     unsigned char digest[APPROVAL_DIGEST]) {
    struct buffer text = {.arena = ctx->arena};
    buffer_text(&text, "kedang contract 1\n"); // the form of this text: another one gets another number
    add_part(&text, "number", number);
    add_number(&text, "revision", contract->number);
    add_part(&text, "settled", contract_kind_key(contract->kind));
    for (size_t i = 0; i < CONTRACT_FIELDS.count; i++)
        add_part(&text, CONTRACT_FIELDS.fields[i].key, contract->record.values[i]);
    for (unsigned i = 0; i < contract->rows.line_count; i++) {
        const struct contract_line *line = &contract->rows.lines[i];
        add_part(&text, "line", line->item);
        add_part(&text, "unit", line->unit);
        add_part(&text, "quantity", line->quantity);
        add_number(&text, "price", line->price);
        add_number(&text, "amount", line->amount);
    }
    for (unsigned i = 0; i < contract->rows.due_count; i++) {
        const struct contract_due *due = &contract->rows.dues[i];
        add_part(&text, "due", due->kind);
        add_part(&text, "date", due->date);
        add_number(&text, "sum", due->amount);
        add_part(&text, "remark", due->note);
    }
    digest_make(text.data, text.length, digest);
}

// --- Submitting

// "HT2026-000123 名称 · 客户名", within what a title may have.
static const char *title_of(struct ctx *ctx, const struct contract *contract) {
    const char *title = contract->text.record.values[field_index(&CONTRACT_FIELDS, "title")];
    return arena_format(ctx->arena, "%s %s · %s", contract->number, title, contract->customer_name);
}
_Static_assert(CONTRACT_TITLE_MAX + 100 + 20 <= APPROVAL_TITLE_MAX, "a title, a company's name and a number fit");

static enum status freeze(struct ctx *ctx, const struct contract *contract, const unsigned char digest[APPROVAL_DIGEST]) {
    int64_t changed = 0;
    struct query query = query_start(ctx->store, &FREEZE);
    query_bind_int(&query, ":revision", contract->text.id);
    query_bind_int(&query, ":now", clock_now(ctx->clock));
    query_bind_blob(&query, ":digest", digest, APPROVAL_DIGEST);
    TRY(query_run(&query, &changed));
    return changed == 1 ? STATUS_OK : STATUS_CONFLICT;
}

static enum status note_submitted(struct ctx *ctx, const struct contract *contract, int64_t approval_id) {
    int64_t changed = 0;
    struct query query = query_start(ctx->store, &SUBMITTED);
    query_bind_int(&query, ":id", contract->id);
    query_bind_int(&query, ":version", contract->version);
    query_bind_int(&query, ":approval", approval_id);
    query_bind_text(&query, ":from", contract_state_key(contract->state));
    query_bind_text(&query, ":to", contract_state_key(contract_next(contract->state, CONTRACT_SUBMIT)));
    query_bind_int(&query, ":now", clock_now(ctx->clock));
    query_bind_int(&query, ":by", ctx->actor->person_id);
    TRY(query_run(&query, &changed));
    return changed == 1 ? STATUS_OK : STATUS_CONFLICT;
}

static enum status check_complete(struct ctx *ctx, const struct contract *contract) {
    struct contract_proposal *proposal = ARENA_NEW(ctx->arena, struct contract_proposal);
    struct contract_lacks *lacks = ARENA_NEW(ctx->arena, struct contract_lacks);
    TRY(contract_propose(ctx, &contract->text, proposal));
    contract_missing(ctx, &contract->text, proposal, lacks);
    return lacks->count == 0 ? STATUS_OK : STATUS_INVALID;
}

static enum status submit(struct ctx *ctx, int64_t id, int64_t version, int64_t *approval_id, struct text *message) {
    struct contract now;
    unsigned char digest[APPROVAL_DIGEST];
    TRY(contract_find(ctx, id, PERM_CONTRACT_WRITE, &now));
    if (now.version != version || contract_next(now.state, CONTRACT_SUBMIT) == CONTRACT_STATES)
        return STATUS_CONFLICT;
    TRY(check_complete(ctx, &now));
    contract_digest(ctx, now.number, &now.text, digest);
    TRY(freeze(ctx, &now, digest));
    const struct approval_new request = {
        .kind = "contract.sign",
        .subject_id = now.text.id,
        .customer_id = now.customer_id,
        .title = title_of(ctx, &now),
        .amount = contract_amount(&now.text),
        .flag = contract_kind_key(now.text.kind),
        .digest = digest,
        .excluded_id = now.owner_id != ctx->actor->person_id ? now.owner_id : 0,
        .previous_id = now.approval_id,
    };
    TRY(approval_submit(ctx, &request, approval_id, message));
    return note_submitted(ctx, &now, *approval_id);
}

enum status contract_submit(struct ctx *ctx, int64_t id, int64_t version, int64_t *approval_id, struct text *message) {
    *message = (struct text){NULL, NULL};
    TRY(store_begin(ctx->store));
    return change_end(ctx, submit(ctx, id, version, approval_id, message));
}

// --- What approvals ask and tell

enum status contract_of_revision(struct ctx *ctx, int64_t revision_id, struct contract *contract) {
    *contract = (struct contract){.id = 0};
    struct query query = query_start(ctx->store, &OF_REVISION);
    query_bind_int(&query, ":revision", revision_id);
    if (query_row(&query)) {
        contract->id = query_int(&query, 0);
        contract->number = query_text(&query, 1, ctx->arena);
        contract->revision = query_int(&query, 2);
        contract->customer_id = query_int(&query, 3);
    }
    TRY(query_end(&query));
    return contract->id != 0 ? contract_text_read(ctx, contract, contract->revision, &contract->text) : STATUS_NOT_FOUND;
}

enum status contract_approval_digest(struct ctx *ctx, int64_t revision_id, unsigned char digest[APPROVAL_DIGEST]) {
    struct contract contract;
    TRY(contract_of_revision(ctx, revision_id, &contract));
    contract_digest(ctx, contract.number, &contract.text, digest);
    return STATUS_OK;
}

enum status contract_approval_ended(struct ctx *ctx, const struct approval_request *request) {
    const bool approved = request->machine.state == APPROVAL_APPROVED;
    int64_t changed = 0;
    struct query query = query_start(ctx->store, &ENDED);
    query_bind_int(&query, ":approval", request->machine.id);
    query_bind_int(&query, ":revision", request->subject_id);
    query_bind_text(&query, ":from", contract_state_key(CONTRACT_SUBMITTED));
    query_bind_text(&query, ":to",
                    contract_state_key(contract_next(CONTRACT_SUBMITTED, approved ? CONTRACT_APPROVE : CONTRACT_RETURN)));
    query_bind_int(&query, ":now", clock_now(ctx->clock));
    query_bind_int(&query, ":by", ctx->actor->person_id);
    TRY(query_run(&query, &changed));
    return changed == 1 ? STATUS_OK : STATUS_FAULT;
}
