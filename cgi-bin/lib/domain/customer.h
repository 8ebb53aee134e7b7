// Customers and their contacts: numbers, scope, lists, search, records, changes with history. Rules: ARC-1, ARC-2, ARC-4, ARC-9, OPS-2.
// Every function acts within the actor's scope: what lies outside is STATUS_NOT_FOUND.
#ifndef DOMAIN_CUSTOMER_H
#define DOMAIN_CUSTOMER_H

#include "domain/ctx.h"
#include "domain/record.h"

extern const struct sql *const CUSTOMER_STATEMENTS[];

enum customer_sort { SORT_NEWEST, SORT_NAME, SORT_ARCHIVE_NO };

// One row of a list: masked.
struct customer_row {
    int64_t id;
    const char *archive_no, *code, *name, *kind, *region, *owner_name, *phone_mask;
    int64_t updated_at;
};

#define CUSTOMER_PAGE 50 // rows a page
struct customer_query {
    const char *text;        // what was typed into the search box, "" = all
    bool by_value;           // search for the text as a confidential value, through the custodian (CONF-4); see customer_text_is_value
    enum customer_sort sort; // without text
    const char *after;       // keyset: where the page starts, "" = first (opaque, from customer_page.next)
    bool own;                // only customers the actor is the 跟进销售员 of, however far the actor's scope reaches
    bool backwards;          // the page before `after` instead of the one behind it
};
struct customer_page {
    struct customer_row *rows;
    unsigned count;
    const char *next;     // NULL: no more
    const char *previous; // NULL: this is the first
    enum result refusal;  // by_value: why the custodian gave nothing; RESULT_DISCLOSED = it did
};
// Whether the text is a full value of a FIELD_FINDABLE field (phone number, e-mail …). Pages take such a text only from a POST,
// so that it never stands in an address; without by_value it is searched for like any other text (numbers, codes).
bool customer_text_is_value(const struct ctx *ctx, const char *text);
// At most 4 statements. STATUS_UNAVAILABLE when a search by value can't be recorded.
enum status customer_list(struct ctx *ctx, const struct customer_query *query, struct customer_page *page) MUST_CHECK;

struct customer {
    struct record record;
    const char *archive_no, *code, *name;
    int64_t owner_id, unit_id;
    const char *owner_name, *unit_name;
    const char *unit_path; // for SCOPE_SUBTREE
};
struct contact {
    struct record record;
    int64_t customer_id;
};
enum status customer_find(struct ctx *ctx, int64_t id, enum permission permission, struct customer *customer) MUST_CHECK;
enum status contact_find(struct ctx *ctx, int64_t customer_id, int64_t id, enum permission permission, struct contact *contact) MUST_CHECK;
enum status contact_list(struct ctx *ctx, int64_t customer_id, struct contact **contacts, unsigned *count) MUST_CHECK;
#define CONTACTS_MAX 100 // of one customer; one more is STATUS_TOO_LARGE

// Create: assigns 档案编号 (region-year-sequence, ARC-1) and 客户编码, seals, writes history. STATUS_CONFLICT with the message
// at the field when a FIELD_UNIQUE value is taken.
enum status customer_create(struct ctx *ctx, struct draft *draft, int64_t *id) MUST_CHECK;
// Save: `version` is the one the form was filled from. STATUS_CONFLICT and nothing written when somebody saved meanwhile: the page
// then shows both, with record_at telling what the form was filled from.
enum status customer_save(struct ctx *ctx, int64_t id, int64_t version, struct draft *draft) MUST_CHECK;
enum status contact_create(struct ctx *ctx, int64_t customer_id, struct draft *draft, int64_t *id) MUST_CHECK;
enum status contact_save(struct ctx *ctx, int64_t customer_id, int64_t id, int64_t version, struct draft *draft) MUST_CHECK;
enum status contact_delete(struct ctx *ctx, int64_t customer_id, int64_t id, int64_t version) MUST_CHECK;

// The history of a customer with its contacts, newest first; `before` = row id to go on from (0 = newest).
struct change_page {
    struct change *rows;
    unsigned count;
    int64_t next; // 0: no more
};
enum status customer_history(struct ctx *ctx, int64_t id, int64_t before, struct change_page *page) MUST_CHECK;

#endif
