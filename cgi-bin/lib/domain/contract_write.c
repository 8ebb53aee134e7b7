// Drafting contracts: a new one, its text saved, a new revision of it.
#include <string.h>

#include "domain/change.h"
#include "domain/contract_sql.h"
#include "domain/sequence.h"

const struct sql CONTRACT_INSERT = {
    "contract.insert",
    "INSERT INTO contract (number, customer_id, unit_id, owner_id, state, created_at, created_by, updated_at, updated_by) "
    "SELECT :number, c.id, c.unit_id, :by, 'draft', :now, :by, :now, :by FROM customer c WHERE c.id = :customer AND " IN_REACH
    " RETURNING id",
};
// Whoever writes takes the contract as they saw it one version further.
const struct sql CONTRACT_TOUCH = {
    "contract.touch",
    "UPDATE contract SET version = version + 1, updated_at = :now, updated_by = :by WHERE id = :id AND version = :version AND "
    "state = 'draft'",
};
const struct sql CONTRACT_REVISED = {"contract.revised", "UPDATE contract SET revision = revision + 1 WHERE id = :id"};
const struct sql REVISION_INSERT = {
    "contract.revision_insert",
    "INSERT INTO contract_revision (contract_id, number, " TEXT_COLUMNS("") ", settled_kind, created_at, created_by) "
                                                                            "VALUES (:id, 1, " TEXT_COLUMNS(
                                                                                ":") ", 'special', :now, :by) RETURNING id",
};
const struct sql REVISION_UPDATE = {
    "contract.revision_update",
    "UPDATE contract_revision SET (" TEXT_COLUMNS("") ") = (" TEXT_COLUMNS(":") ") WHERE id = :revision AND frozen_at IS NULL",
};
const struct sql REVISION_COPY = {
    "contract.revision_copy",
    "INSERT INTO contract_revision (contract_id, number, " TEXT_COLUMNS(
        "") ", settled_kind, created_at, created_by) "
            "SELECT contract_id, number + 1, " TEXT_COLUMNS(
                "") ", settled_kind, :now, :by FROM contract_revision WHERE id = :revision RETURNING id",
};
const struct sql LINES_COPY = {
    "contract.lines_copy",
    "INSERT INTO contract_line (revision_id, position, item, unit, quantity, price, amount) "
    "SELECT :to, position, item, unit, quantity, price, amount FROM contract_line WHERE revision_id = :revision",
};
const struct sql DUES_COPY = {
    "contract.dues_copy",
    "INSERT INTO contract_due (revision_id, position, kind, date, amount, note) "
    "SELECT :to, position, kind, date, amount, note FROM contract_due WHERE revision_id = :revision",
};
const struct sql LINES_REMOVE = {"contract.lines_remove", "DELETE FROM contract_line WHERE revision_id = :revision"};
const struct sql DUES_REMOVE = {"contract.dues_remove", "DELETE FROM contract_due WHERE revision_id = :revision"};
const struct sql LINE_INSERT = {
    "contract.line_insert",
    "INSERT INTO contract_line (revision_id, position, item, unit, quantity, price, amount) "
    "VALUES (:revision, :position, :item, :unit, :quantity, :price, :amount)",
};
const struct sql DUE_INSERT = {
    "contract.due_insert",
    "INSERT INTO contract_due (revision_id, position, kind, date, amount, note) VALUES (:revision, :position, :kind, :date, "
    ":amount, :note)",
};
const struct sql REVISION_SETTLE = {"contract.revision_settle",
                                    "UPDATE contract_revision SET settled_kind = :kind WHERE id = :revision"};

static struct query start_writing(struct ctx *ctx, const struct sql *sql) {
    struct query query = query_start(ctx->store, sql);
    query_bind_int(&query, ":now", clock_now(ctx->clock));
    query_bind_int(&query, ":by", ctx->actor->person_id);
    return query;
}

// An insert that gives the id of its row; *id stays 0 when it inserted none.
static enum status run_insert(struct query *query, int64_t *id) {
    *id = query_row(query) ? query_int(query, 0) : 0;
    return query_end(query);
}

static void bind_amount(struct query *query, int64_t amount) {
    if (amount == AMOUNT_NONE)
        query_bind_null(query, ":amount");
    else
        query_bind_int(query, ":amount", amount);
}

static void bind_fields(struct ctx *ctx, struct query *query, const struct record *record) {
    for (size_t i = 0; i < CONTRACT_FIELDS.count; i++) {
        const struct field *field = &CONTRACT_FIELDS.fields[i];
        if (field->type == FIELD_AMOUNT)
            bind_amount(query, amount_fen(record->values[i]));
        else
            query_bind_text(query, arena_format(ctx->arena, ":%s", field->key), record->values[i]);
    }
}

// --- Lines and instalments

static enum status run_for(struct ctx *ctx, const struct sql *sql, int64_t revision_id) {
    struct query query = query_start(ctx->store, sql);
    query_bind_int(&query, ":revision", revision_id);
    return query_run(&query, NULL);
}

static enum status add_line(struct ctx *ctx, int64_t revision_id, unsigned position, const struct contract_line *line) {
    struct query query = query_start(ctx->store, &LINE_INSERT);
    query_bind_int(&query, ":revision", revision_id);
    query_bind_int(&query, ":position", position);
    query_bind_text(&query, ":item", line->item);
    query_bind_text(&query, ":unit", line->unit);
    query_bind_text(&query, ":quantity", line->quantity);
    query_bind_int(&query, ":price", line->price);
    query_bind_int(&query, ":amount", line->amount);
    return query_run(&query, NULL);
}

static enum status add_due(struct ctx *ctx, int64_t revision_id, unsigned position, const struct contract_due *due) {
    struct query query = query_start(ctx->store, &DUE_INSERT);
    query_bind_int(&query, ":revision", revision_id);
    query_bind_int(&query, ":position", position);
    query_bind_text(&query, ":kind", due->kind);
    query_bind_text(&query, ":date", due->date);
    bind_amount(&query, due->amount);
    query_bind_text(&query, ":note", due->note);
    return query_run(&query, NULL);
}

static enum status write_rows(struct ctx *ctx, int64_t revision_id, const struct contract_rows *rows) {
    TRY(run_for(ctx, &LINES_REMOVE, revision_id));
    TRY(run_for(ctx, &DUES_REMOVE, revision_id));
    for (unsigned i = 0; i < rows->line_count; i++)
        TRY(add_line(ctx, revision_id, i, &rows->lines[i]));
    for (unsigned i = 0; i < rows->due_count; i++)
        TRY(add_due(ctx, revision_id, i, &rows->dues[i]));
    return STATUS_OK;
}

// --- What is written

// The record as the draft wants it. `stored` is NULL for a new contract.
static void merge(const struct draft *draft, const struct record *stored, struct record *record) {
    for (size_t i = 0; i < CONTRACT_FIELDS.count; i++)
        record->values[i] = draft->values[i] != NULL ? draft->values[i] : stored != NULL ? stored->values[i]
                                                                                         : "";
}

static const char *value_of(const struct record *record, const char *key) {
    return record->values[field_index(&CONTRACT_FIELDS, key)];
}

static enum status check_order(struct draft *draft, const struct record *record) {
    const char *from = value_of(record, "valid_from"), *to = value_of(record, "valid_to");
    if (*from == '\0' || *to == '\0' || strcmp(from, to) <= 0)
        return STATUS_OK;
    draft_fault(draft, (size_t)field_index(&CONTRACT_FIELDS, "valid_to"),
                (struct text){"不能早于开始日期", "It can't be before the beginning."});
    return STATUS_INVALID;
}

// Settles the kind of what was just written: the proposed one, or the stricter one that was chosen (CON-1).
static enum status settle(struct ctx *ctx, const struct contract_text *text, struct draft *draft) {
    struct contract_proposal *proposal = ARENA_NEW(ctx->arena, struct contract_proposal);
    TRY(contract_propose(ctx, text, proposal));
    const char *chosen = value_of(&text->record, "kind");
    const enum contract_kind kind = *chosen != '\0' ? contract_kind_find(chosen) : proposal->kind;
    if (kind < proposal->kind) {
        const struct text proposed = contract_kind_label(proposal->kind), reason = proposal->reasons[0];
        draft_fault(draft, (size_t)field_index(&CONTRACT_FIELDS, "kind"),
                    (struct text){arena_format(ctx->arena, "应为“%s”：%s", proposed.zh, reason.zh),
                                  arena_format(ctx->arena, "It must be “%s”: %s", proposed.en, reason.en)});
        return STATUS_INVALID;
    }
    struct query query = query_start(ctx->store, &REVISION_SETTLE);
    query_bind_int(&query, ":revision", text->id);
    query_bind_text(&query, ":kind", contract_kind_key(kind));
    return query_run(&query, NULL);
}

// --- A new one

static enum status insert_contract(struct ctx *ctx, int64_t customer_id, int64_t *id) {
    const struct reach reach = reach_of(ctx, PERM_CONTRACT_WRITE);
    const int year = time_year(clock_now(ctx->clock));
    int64_t number = 0;
    TRY(sequence_next(ctx, arena_format(ctx->arena, "contract/%d", year), &number));
    struct query query = start_writing(ctx, &CONTRACT_INSERT);
    query_bind_text(&query, ":number", arena_format(ctx->arena, "HT%d-%06lld", year, (long long)number));
    query_bind_int(&query, ":customer", customer_id);
    reach_bind(&query, &reach);
    TRY(run_insert(&query, id));
    return *id != 0 ? STATUS_OK : STATUS_NOT_FOUND;
}

static enum status create(struct ctx *ctx, int64_t customer_id, struct draft *draft, struct contract_text *text, int64_t *id) {
    TRY(insert_contract(ctx, customer_id, id));
    struct query query = start_writing(ctx, &REVISION_INSERT);
    query_bind_int(&query, ":id", *id);
    bind_fields(ctx, &query, &text->record);
    TRY(run_insert(&query, &text->id));
    TRY(write_rows(ctx, text->id, &text->rows));
    return settle(ctx, text, draft);
}

enum status contract_create(struct ctx *ctx, int64_t customer_id, struct draft *draft, const struct contract_rows *rows,
                            int64_t *id) {
    struct contract_text text = {.record = {.table = &CONTRACT_FIELDS}, .rows = *rows};
    merge(draft, NULL, &text.record);
    TRY(check_order(draft, &text.record));
    TRY(store_begin(ctx->store));
    return change_end(ctx, create(ctx, customer_id, draft, &text, id));
}

// --- Changing it

static enum status touch(struct ctx *ctx, int64_t id, int64_t version) {
    int64_t changed = 0;
    struct query query = start_writing(ctx, &CONTRACT_TOUCH);
    query_bind_int(&query, ":id", id);
    query_bind_int(&query, ":version", version);
    TRY(query_run(&query, &changed));
    return changed == 1 ? STATUS_OK : STATUS_CONFLICT;
}

static bool differs(const struct record *a, const struct record *b) {
    for (size_t i = 0; i < CONTRACT_FIELDS.count; i++)
        if (strcmp(a->values[i], b->values[i]) != 0)
            return true;
    return false;
}

static enum status save(struct ctx *ctx, int64_t id, int64_t version, struct draft *draft, const struct contract_rows *rows) {
    struct contract now;
    int64_t changed = 0;
    TRY(contract_find(ctx, id, PERM_CONTRACT_WRITE, &now));
    if (now.version != version || now.text.frozen_at != 0 || contract_next(now.state, CONTRACT_SAVE) == CONTRACT_STATES)
        return STATUS_CONFLICT;
    struct contract_text text = now.text;
    text.rows = *rows;
    merge(draft, &now.text.record, &text.record);
    TRY(check_order(draft, &text.record));
    if (!differs(&text.record, &now.text.record) && contract_rows_equal(&text.rows, &now.text.rows))
        return STATUS_OK;
    TRY(touch(ctx, id, version));
    struct query query = query_start(ctx->store, &REVISION_UPDATE);
    query_bind_int(&query, ":revision", text.id);
    bind_fields(ctx, &query, &text.record);
    TRY(query_run(&query, &changed));
    TRY(write_rows(ctx, text.id, rows));
    return settle(ctx, &text, draft);
}

enum status contract_save(struct ctx *ctx, int64_t id, int64_t version, struct draft *draft, const struct contract_rows *rows) {
    TRY(store_begin(ctx->store));
    return change_end(ctx, save(ctx, id, version, draft, rows));
}

static enum status copy_rows(struct ctx *ctx, const struct sql *sql, int64_t from, int64_t to) {
    struct query query = query_start(ctx->store, sql);
    query_bind_int(&query, ":revision", from);
    query_bind_int(&query, ":to", to);
    return query_run(&query, NULL);
}

static enum status revise(struct ctx *ctx, int64_t id, int64_t version) {
    struct contract now;
    int64_t copy = 0;
    TRY(contract_find(ctx, id, PERM_CONTRACT_WRITE, &now));
    if (now.version != version || contract_next(now.state, CONTRACT_REVISE) == CONTRACT_STATES)
        return STATUS_CONFLICT;
    if (now.revision >= CONTRACT_REVISIONS_MAX)
        return STATUS_TOO_LARGE;
    TRY(touch(ctx, id, version));
    struct query query = start_writing(ctx, &REVISION_COPY);
    query_bind_int(&query, ":revision", now.text.id);
    TRY(run_insert(&query, &copy));
    TRY(copy_rows(ctx, &LINES_COPY, now.text.id, copy));
    TRY(copy_rows(ctx, &DUES_COPY, now.text.id, copy));
    query = query_start(ctx->store, &CONTRACT_REVISED);
    query_bind_int(&query, ":id", id);
    return query_run(&query, NULL);
}

enum status contract_revise(struct ctx *ctx, int64_t id, int64_t version) {
    TRY(store_begin(ctx->store));
    return change_end(ctx, revise(ctx, id, version));
}
