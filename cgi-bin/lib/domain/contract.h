// Contracts: drafting, revising, submitting, and the ledger. Rules: CON-1, CON-2, CON-5, CON-9, OPS-2, ORG-2 (scope).
// A contract is reached by whoever handles it (承办人) and by whoever reaches its customer with the same permission; what lies outside is
// STATUS_NOT_FOUND. What is submitted is a revision, and nothing of it ever changes again (the store refuses it).
// Not here: who approves (approval.h); sealing, carrying out and changing a contract.
#ifndef DOMAIN_CONTRACT_H
#define DOMAIN_CONTRACT_H

#include "domain/record.h"
#include "model/amount.h"
#include "model/contract.h"

extern const struct sql *const CONTRACT_STATEMENTS[];

#define CONTRACT_LINES_MAX 50 // so that a form stays below REQUEST_PARAMS_MAX
#define CONTRACT_DUES_MAX 24

struct contract_line {
    const char *item, *unit;
    const char *quantity; // canonical
    int64_t price, amount;
};
struct contract_due {
    const char *kind; // of DUE_FIELDS: "payment", "delivery"
    const char *date;
    int64_t amount; // AMOUNT_NONE: none
    const char *note;
};
struct contract_rows {
    struct contract_line *lines;
    struct contract_due *dues;
    unsigned line_count, due_count;
};
// A revision: `record` by CONTRACT_FIELDS.
struct contract_text {
    int64_t id, number;
    struct record record;
    struct contract_rows rows;
    enum contract_kind kind; // the stricter of the chosen and the proposed one
    int64_t created_at, frozen_at;
    const char *creator_name;
};
struct contract {
    int64_t id, customer_id, owner_id, approval_id, version;
    const char *number, *customer_name, *archive_no, *owner_name;
    enum contract_state state;
    int64_t revision; // the number of the one that counts
    const char *signed_on;
    int64_t created_at, updated_at, updated_by;
    struct contract_text text; // of that revision
};

// With the revision that counts. Four statements.
enum status contract_find(struct ctx *ctx, int64_t id, enum permission permission, struct contract *contract) MUST_CHECK;
// Without a text: one statement.
enum status contract_head(struct ctx *ctx, int64_t id, enum permission permission, struct contract *contract) MUST_CHECK;
// Whether it is within the reach of another permission, too. One statement.
enum status contract_reached(struct ctx *ctx, int64_t id, enum permission permission, bool *reached) MUST_CHECK;
// Another revision of it. STATUS_NOT_FOUND: there is none of that number. Three statements.
enum status contract_text_read(struct ctx *ctx, const struct contract *contract, int64_t number,
                               struct contract_text *text) MUST_CHECK;

struct contract_revision {
    int64_t number, created_at, frozen_at;
    const char *creator_name;
};
// The newest first; at most CONTRACT_REVISIONS_MAX, of which there are never more.
#define CONTRACT_REVISIONS_MAX 100
enum status contract_revisions(struct ctx *ctx, int64_t id, struct contract_revision **rows, unsigned *count) MUST_CHECK;

// The customer of a contract that is to be drafted; within the reach of PERM_CONTRACT_WRITE. One statement.
struct contract_customer {
    int64_t id, unit_id;
    const char *name, *archive_no;
};
enum status contract_our_party(struct ctx *ctx, const char **name) MUST_CHECK; // the company, as 我方 begins with it
enum status contract_customer(struct ctx *ctx, int64_t id, struct contract_customer *customer) MUST_CHECK;

// --- Drafting. The draft is of CONTRACT_FIELDS and has passed draft_check. STATUS_INVALID: messages in the draft: a laxer kind than is
// proposed (CON-1), an end before the beginning.
enum status contract_create(struct ctx *ctx, int64_t customer_id, struct draft *draft, const struct contract_rows *rows,
                            int64_t *id) MUST_CHECK;
// Changes the revision that counts. `version` is the one the form was filled from; STATUS_CONFLICT without faults: somebody saved, revised
// or submitted meanwhile, and nothing was written. STATUS_OK and nothing written when nothing differs.
enum status contract_save(struct ctx *ctx, int64_t id, int64_t version, struct draft *draft,
                          const struct contract_rows *rows) MUST_CHECK;
// Begins a new revision as a copy of the last (CON-5). STATUS_CONFLICT as above; STATUS_TOO_LARGE: there are CONTRACT_REVISIONS_MAX.
enum status contract_revise(struct ctx *ctx, int64_t id, int64_t version) MUST_CHECK;
bool contract_rows_equal(const struct contract_rows *a, const struct contract_rows *b);
// A row as one reads and compares it: "运输 10 吨 × 150.00 = 1,500.00", "付款 2026-12-01 1,500.00 首付".
const char *contract_line_words(const struct contract_line *line, struct arena *arena);
const char *contract_due_words(const struct contract_due *due, enum lang lang, struct arena *arena);
// The sum of the lines, AMOUNT_NONE without any or beyond AMOUNT_MAX.
int64_t contract_sum(const struct contract_rows *rows);
// The amount that the text says, or else the sum of its lines.
int64_t contract_amount(const struct contract_text *text);

// --- The kind (CON-1)
struct contract_proposal {
    enum contract_kind kind;
    struct text reasons[CONTRACT_LINES_MAX + 8]; // why this one and no laxer one
    unsigned count;
};
// From the stored text: two statements.
enum status contract_propose(struct ctx *ctx, const struct contract_text *text, struct contract_proposal *proposal) MUST_CHECK;

// --- What is missing before it may be submitted (CON-2)
struct contract_lack {
    const char *field; // key of CONTRACT_FIELDS; "lines", "dues", "revision"
    struct text words;
};
struct contract_lacks {
    struct contract_lack list[32];
    unsigned count;
};
void contract_missing(struct ctx *ctx, const struct contract_text *text, const struct contract_proposal *proposal,
                      struct contract_lacks *lacks);

// --- The ledger (CON-9): newest first, by keyset.
#define CONTRACT_PAGE 50
struct contract_row {
    int64_t id;
    const char *number, *signed_on, *title, *customer_name, *other_party, *owner_name, *note;
    enum contract_kind kind;
    enum contract_state state;
    int64_t amount;
};
struct contract_query {
    enum contract_state state; // CONTRACT_STATES: every
    int64_t customer_id;       // 0: of all
    int64_t after, before;     // of the row at the edge of the page before or behind; 0: from the newest
};
struct contract_page {
    struct contract_row *rows;
    unsigned count;
    int64_t next, previous; // 0: no more
};
// At most three statements. STATUS_FORBIDDEN: nothing is within reach.
enum status contract_list(struct ctx *ctx, const struct contract_query *query, struct contract_page *page) MUST_CHECK;

#endif
