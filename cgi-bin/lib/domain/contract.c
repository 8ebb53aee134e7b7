// One contract as it is stored, and the statements of everything about contracts.
#include "domain/contract.h"

#include <string.h>

#include "domain/contract_sql.h"
#include "domain/sequence.h"

const struct sql CONTRACT_FIND = {
    "contract.find",
    "SELECT k.customer_id, k.owner_id, k.approval_id, k.version, k.number, c.name, c.archive_no, p.name, k.state, k.revision, "
    "k.signed_on, k.created_at, k.updated_at, k.updated_by "
    "FROM contract k JOIN customer c ON c.id = k.customer_id JOIN person p ON p.id = k.owner_id WHERE k.id = :id "
    "AND " CONTRACT_IN_REACH,
};
static const struct sql REACHED = {
    "contract.reached", "SELECT 1 FROM contract k JOIN customer c ON c.id = k.customer_id WHERE k.id = :id AND " CONTRACT_IN_REACH};
const struct sql CONTRACT_TEXT = {
    "contract.text",
    "SELECT r.id, r.number, r.settled_kind, r.created_at, coalesce(r.frozen_at, 0), p.name, " TEXT_COLUMNS(
        "r.") " FROM contract_revision r "
              "JOIN person p ON p.id = r.created_by WHERE r.contract_id = :id AND r.number = :number",
};
const struct sql CONTRACT_LINES = {
    "contract.lines",
    "SELECT item, unit, quantity, price, amount FROM contract_line WHERE revision_id = :revision ORDER BY position"};
const struct sql CONTRACT_DUES = {
    "contract.dues", "SELECT kind, date, amount, note FROM contract_due WHERE revision_id = :revision ORDER BY position"};
const struct sql CONTRACT_REVISIONS = {
    "contract.revisions",
    "SELECT r.number, r.created_at, coalesce(r.frozen_at, 0), p.name FROM contract_revision r JOIN person p ON p.id = r.created_by "
    "WHERE r.contract_id = :id ORDER BY r.number DESC LIMIT :most",
};
const struct sql CONTRACT_CUSTOMER = {"contract.customer",
                                      "SELECT c.unit_id, c.name, c.archive_no FROM customer c WHERE c.id = :id AND " IN_REACH};

static const struct sql OUR_PARTY = {"contract.our_party", "SELECT value FROM setting WHERE key = 'company'"};

const struct sql *const CONTRACT_STATEMENTS[] = {
    &CONTRACT_FIND, &REACHED, &CONTRACT_TEXT, &CONTRACT_LINES, &CONTRACT_DUES, &CONTRACT_REVISIONS,
    &CONTRACT_CUSTOMER, &OUR_PARTY, &CONTRACT_INSERT, &CONTRACT_TOUCH, &CONTRACT_REVISED, &REVISION_INSERT,
    &REVISION_UPDATE, &REVISION_COPY, &LINES_COPY, &DUES_COPY, &LINES_REMOVE, &DUES_REMOVE,
    &LINE_INSERT, &DUE_INSERT, &REVISION_SETTLE, &CONTRACT_PRICES, &SEQUENCE_NEXT, NULL};

static void read_contract(const struct query *query, struct contract *contract, struct arena *arena) {
    contract->customer_id = query_int(query, 0);
    contract->owner_id = query_int(query, 1);
    contract->approval_id = query_int(query, 2);
    contract->version = query_int(query, 3);
    contract->number = query_text(query, 4, arena);
    contract->customer_name = query_text(query, 5, arena);
    contract->archive_no = query_text(query, 6, arena);
    contract->owner_name = query_text(query, 7, arena);
    contract->state = contract_state_find(query_text(query, 8, arena));
    contract->revision = query_int(query, 9);
    contract->signed_on = query_text(query, 10, arena);
    contract->created_at = query_int(query, 11);
    contract->updated_at = query_int(query, 12);
    contract->updated_by = query_int(query, 13);
}

static int64_t amount_or_none(const struct query *query, int column) {
    return query_is_null(query, column) ? AMOUNT_NONE : query_int(query, column);
}

static enum status read_lines(struct ctx *ctx, struct contract_text *text) {
    text->rows.lines = ARENA_ARRAY(ctx->arena, struct contract_line, CONTRACT_LINES_MAX);
    struct query query = query_start(ctx->store, &CONTRACT_LINES);
    query_bind_int(&query, ":revision", text->id);
    while (text->rows.line_count < CONTRACT_LINES_MAX && query_row(&query))
        text->rows.lines[text->rows.line_count++] = (struct contract_line){
            .item = query_text(&query, 0, ctx->arena),
            .unit = query_text(&query, 1, ctx->arena),
            .quantity = query_text(&query, 2, ctx->arena),
            .price = query_int(&query, 3),
            .amount = query_int(&query, 4),
        };
    return query_end(&query);
}

static enum status read_dues(struct ctx *ctx, struct contract_text *text) {
    text->rows.dues = ARENA_ARRAY(ctx->arena, struct contract_due, CONTRACT_DUES_MAX);
    struct query query = query_start(ctx->store, &CONTRACT_DUES);
    query_bind_int(&query, ":revision", text->id);
    while (text->rows.due_count < CONTRACT_DUES_MAX && query_row(&query))
        text->rows.dues[text->rows.due_count++] = (struct contract_due){
            .kind = query_text(&query, 0, ctx->arena),
            .date = query_text(&query, 1, ctx->arena),
            .amount = amount_or_none(&query, 2),
            .note = query_text(&query, 3, ctx->arena),
        };
    return query_end(&query);
}

#define FIRST_FIELD 6 // column of CONTRACT_TEXT

static void read_text(struct ctx *ctx, const struct query *query, struct contract_text *text) {
    text->id = query_int(query, 0);
    text->number = query_int(query, 1);
    text->kind = contract_kind_find(query_text(query, 2, ctx->arena));
    text->created_at = query_int(query, 3);
    text->frozen_at = query_int(query, 4);
    text->creator_name = query_text(query, 5, ctx->arena);
    for (size_t i = 0; i < CONTRACT_FIELDS.count; i++) {
        const int column = FIRST_FIELD + (int)i;
        text->record.values[i] = CONTRACT_FIELDS.fields[i].type == FIELD_AMOUNT
                                     ? amount_canonical(amount_or_none(query, column), ctx->arena)
                                     : query_text(query, column, ctx->arena);
    }
}

enum status contract_text_read(struct ctx *ctx, const struct contract *contract, int64_t number, struct contract_text *text) {
    *text = (struct contract_text){.record = {.table = &CONTRACT_FIELDS,
                                              .id = contract->id,
                                              .version = contract->version,
                                              .updated_at = contract->updated_at,
                                              .updated_by = contract->updated_by}};
    struct query query = query_start(ctx->store, &CONTRACT_TEXT);
    query_bind_int(&query, ":id", contract->id);
    query_bind_int(&query, ":number", number);
    if (query_row(&query))
        read_text(ctx, &query, text);
    TRY(query_end(&query));
    if (text->id == 0)
        return STATUS_NOT_FOUND;
    TRY(read_lines(ctx, text));
    return read_dues(ctx, text);
}

enum status contract_head(struct ctx *ctx, int64_t id, enum permission permission, struct contract *contract) {
    const struct reach reach = reach_of(ctx, permission);
    *contract = (struct contract){.id = id};
    struct query query = query_start(ctx->store, &CONTRACT_FIND);
    query_bind_int(&query, ":id", id);
    reach_bind(&query, &reach);
    if (query_row(&query))
        read_contract(&query, contract, ctx->arena);
    TRY(query_end(&query));
    return contract->number != NULL ? STATUS_OK : STATUS_NOT_FOUND;
}

enum status contract_find(struct ctx *ctx, int64_t id, enum permission permission, struct contract *contract) {
    TRY(contract_head(ctx, id, permission, contract));
    return contract_text_read(ctx, contract, contract->revision, &contract->text);
}

enum status contract_reached(struct ctx *ctx, int64_t id, enum permission permission, bool *reached) {
    const struct reach reach = reach_of(ctx, permission);
    struct query query = query_start(ctx->store, &REACHED);
    query_bind_int(&query, ":id", id);
    reach_bind(&query, &reach);
    *reached = query_row(&query);
    return query_end(&query);
}

enum status contract_revisions(struct ctx *ctx, int64_t id, struct contract_revision **rows, unsigned *count) {
    *rows = ARENA_ARRAY(ctx->arena, struct contract_revision, CONTRACT_REVISIONS_MAX);
    *count = 0;
    struct query query = query_start(ctx->store, &CONTRACT_REVISIONS);
    query_bind_int(&query, ":id", id);
    query_bind_int(&query, ":most", CONTRACT_REVISIONS_MAX);
    while (*count < CONTRACT_REVISIONS_MAX && query_row(&query))
        (*rows)[(*count)++] = (struct contract_revision){
            .number = query_int(&query, 0),
            .created_at = query_int(&query, 1),
            .frozen_at = query_int(&query, 2),
            .creator_name = query_text(&query, 3, ctx->arena),
        };
    return query_end(&query);
}

enum status contract_customer(struct ctx *ctx, int64_t id, struct contract_customer *customer) {
    const struct reach reach = reach_of(ctx, PERM_CONTRACT_WRITE);
    *customer = (struct contract_customer){.id = id};
    struct query query = query_start(ctx->store, &CONTRACT_CUSTOMER);
    query_bind_int(&query, ":id", id);
    reach_bind(&query, &reach);
    if (query_row(&query)) {
        customer->unit_id = query_int(&query, 0);
        customer->name = query_text(&query, 1, ctx->arena);
        customer->archive_no = query_text(&query, 2, ctx->arena);
    }
    TRY(query_end(&query));
    return customer->name != NULL ? STATUS_OK : STATUS_NOT_FOUND;
}

enum status contract_our_party(struct ctx *ctx, const char **name) {
    *name = "";
    struct query query = query_start(ctx->store, &OUR_PARTY);
    if (query_row(&query))
        *name = query_text(&query, 0, ctx->arena);
    return query_end(&query);
}

// --- Rows and sums

const char *contract_line_words(const struct contract_line *line, struct arena *arena) {
    return arena_format(arena, "%s %s %s × %s = %s", line->item, line->quantity, line->unit, amount_shown(line->price, arena),
                        amount_shown(line->amount, arena));
}

const char *contract_due_words(const struct contract_due *due, enum lang lang, struct arena *arena) {
    return arena_format(arena, "%s %s %s %s", choice_label(&DUE_FIELDS.fields[0], due->kind, lang), due->date,
                        amount_shown(due->amount, arena), due->note);
}

int64_t contract_sum(const struct contract_rows *rows) {
    int64_t sum = AMOUNT_NONE;
    for (unsigned i = 0; i < rows->line_count; i++)
        if (!amount_add(&sum, rows->lines[i].amount))
            return AMOUNT_NONE;
    return sum;
}

int64_t contract_amount(const struct contract_text *text) {
    const int64_t said = amount_fen(text->record.values[field_index(&CONTRACT_FIELDS, "amount")]);
    return said != AMOUNT_NONE ? said : contract_sum(&text->rows);
}

static bool lines_equal(const struct contract_line *a, const struct contract_line *b) {
    return strcmp(a->item, b->item) == 0 && strcmp(a->unit, b->unit) == 0 && strcmp(a->quantity, b->quantity) == 0 &&
           a->price == b->price;
}

static bool dues_equal(const struct contract_due *a, const struct contract_due *b) {
    return strcmp(a->kind, b->kind) == 0 && strcmp(a->date, b->date) == 0 && strcmp(a->note, b->note) == 0 &&
           a->amount == b->amount;
}

bool contract_rows_equal(const struct contract_rows *a, const struct contract_rows *b) {
    bool equal = a->line_count == b->line_count && a->due_count == b->due_count;
    for (unsigned i = 0; equal && i < a->line_count; i++)
        equal = lines_equal(&a->lines[i], &b->lines[i]);
    for (unsigned i = 0; equal && i < a->due_count; i++)
        equal = dues_equal(&a->dues[i], &b->dues[i]);
    return equal;
}
