// Customers and their contacts: numbers, scope, lists, search, records, changes with history.
// Rules: ARC-1, ARC-2, ARC-4, ARC-9, OPS-2, ORG-2 (scope).
// Every function acts within the actor's scope, to which one's own customers always belong: what lies outside is
// STATUS_NOT_FOUND; without the permission for it a list or a new record is STATUS_FORBIDDEN.
#ifndef DOMAIN_CUSTOMER_H
#define DOMAIN_CUSTOMER_H

#include "domain/ctx.h"
#include "domain/customer_filter.h"
#include "domain/record.h"
#include "model/words.h"

extern const struct sql *const CUSTOMER_STATEMENTS[];      // all, lists included
extern const struct sql *const CUSTOMER_LIST_STATEMENTS[]; // for who only lists

enum customer_sort {
    SORT_NEWEST,
    SORT_NAME,
    SORT_ARCHIVE_NO
};

// One row of a list: masked.
struct customer_row {
    int64_t id;
    const char *archive_no, *code, *credit_code, *name, *kind, *region, *owner_name, *phone_mask;
    const char *contact; // of a search: the name of a contact for which the customer was found; NULL: the name was enough
    int64_t updated_at, created_at;
};

#define CUSTOMER_PAGE 50 // rows a page
struct customer_query {
    const char *text;              // what was typed into the search box, "" = all
    bool by_value;                 // also search for the text as a confidential value, through the custodian (CONF-4)
    enum customer_sort sort;       // without text; a search gives the newest first
    const char *after;             // keyset: where the page starts, "" = first (opaque, from customer_page.next)
    const struct filters *filters; // all of which must be met; NULL: none. They do not narrow a search by value
    bool own;                      // only customers the actor is the 跟进销售员 of, however far the actor's scope reaches
    unsigned page_size;            // rows a page; 0: CUSTOMER_PAGE
    bool leaves;                   // for a file: within the scope of exporting, and nothing but the rows is found out
    bool backwards;                // the page before `after` instead of the one behind it
};
struct customer_page {
    struct customer_row *rows;
    unsigned count;
    const char *next;     // NULL: no more
    const char *previous; // NULL: this is the first
    enum result refusal;  // by_value: why the custodian gave nothing; RESULT_DISCLOSED = it did
    unsigned by_tail;     // rows from here on: their telephone number ends with what was typed
    const char *sealing;  // by_value: labels of fields that are just being sealed, so nobody was asked for their values; NULL: none
    bool values_asked;    // by_value: the custodian was asked, and recorded it
    bool values_cut;      // by_value: more hold the value than are listed
    bool numbers_cut;     // more numbers begin with the text than SEARCH_NUMBERS_MAX: those behind are not listed
    bool words_cut;       // more words were typed than SEARCH_WORDS_MAX: those behind are not looked at
    struct words words;   // that were searched for
    int64_t total;        // with filters: how many customers meet them, as far as that costs little; at most TOTAL_MAX
    bool total_more;      // there are more than `total`
};
// Whether the text is a full value of a FIELD_FINDABLE field (phone number, e-mail …) and no 统一社会信用代码. Pages take such
// a text only from a POST, so that it never stands in an address; without by_value it is searched for like any other
// text.
bool customer_text_is_value(const struct ctx *ctx, const char *text);
// The last four digits of a telephone number, if the text is such and the actor may search for telephone numbers at all: by_value,
// they are searched for besides what the text otherwise means. Else NULL.
const char *customer_text_tail(const struct ctx *ctx, const char *text);

// The list, or the search when there is a text (ARC-9). What is separated by blanks must all match the name of the customer or of
// one of its contacts: Han text and other names any part of it; letters and digits pinyin or part of it (model/spell.h); a
// single word of letters, digits and '-' also the beginning of 档案编号, 客户编码 or 统一社会信用代码 (of a beginning that more than
// SEARCH_NUMBERS_MAX share: the highest numbers).
// By value there is one page, the newest hits.
// At most 7 statements, two more with filters. STATUS_UNAVAILABLE when a search by value can't be recorded.
#define SEARCH_NUMBERS_MAX 1000
#define TOTAL_MAX 1000
enum status customer_list(struct ctx *ctx, const struct customer_query *query, struct customer_page *page) MUST_CHECK;

struct customer {
    struct record record;
    const char *archive_no, *code, *name;
    const char *region; // code
    int64_t owner_id, unit_id;
    const char *owner_name, *unit_name;
    const char *unit_path; // for SCOPE_SUBTREE
};
struct contact {
    struct record record;
    int64_t customer_id;
};
enum status customer_find(struct ctx *ctx, int64_t id, enum permission permission,
                          struct customer *customer) MUST_CHECK;
// STATUS_NOT_FOUND also for a contact that was deleted.
enum status contact_find(struct ctx *ctx, int64_t customer_id, int64_t id, enum permission permission,
                         struct contact *contact) MUST_CHECK;
// Those that are there, in the order they were entered.
enum status contact_list(struct ctx *ctx, int64_t customer_id, struct contact **contacts, unsigned *count) MUST_CHECK;
#define CONTACTS_MAX 100 // of one customer; one more is STATUS_TOO_LARGE

// Drafts must have passed draft_check. STATUS_INVALID: a region in it does not exist; STATUS_CONFLICT with
// draft->faults > 0: a FIELD_UNIQUE value is taken; both with the message at the field. STATUS_UNAVAILABLE: it could
// not be sealed or stored. Nothing was written then.
//
// Create: assigns 档案编号 (region-year-sequence, ARC-1) and 客户编码. 目前跟进销售员: customer_owner.h.
enum status customer_create(struct ctx *ctx, struct draft *draft, int64_t *id) MUST_CHECK;
// Save: `version` is the one the form was filled from. STATUS_CONFLICT without faults and nothing written when somebody
// saved meanwhile: the page then shows both, with record_at telling what the form was filled from. Writes what differs,
// and nothing at all when nothing does. STATUS_INVALID also for a stored value of level 3 that the actor's role may not
// replace (entitlement_replace).
enum status customer_save(struct ctx *ctx, int64_t id, int64_t version, struct draft *draft) MUST_CHECK;
enum status contact_create(struct ctx *ctx, int64_t customer_id, struct draft *draft, int64_t *id) MUST_CHECK;
enum status contact_save(struct ctx *ctx, int64_t customer_id, int64_t id, int64_t version,
                         struct draft *draft) MUST_CHECK;
// The values go into history and nowhere else. STATUS_FORBIDDEN when one of level 3 is among them that the actor's role
// may not clear.
enum status contact_delete(struct ctx *ctx, int64_t customer_id, int64_t id, int64_t version) MUST_CHECK;
// Takes the deletion back, values and all. STATUS_CONFLICT when it is not deleted (any more); STATUS_TOO_LARGE when the customer has
// CONTACTS_MAX again meanwhile.
enum status contact_restore(struct ctx *ctx, int64_t customer_id, int64_t id) MUST_CHECK;

// The steps of creating, for import and demo data, which write many within one transaction of the caller and ask for no
// right: prepare each (its id, its region), change_seal them together (change.h), then insert each; the actor of that
// moment becomes 目前跟进销售员. A contact's set->customer_id must be that of its inserted customer. The caller rolls back
// when one fails.
struct change_set;
enum status customer_prepare(struct ctx *ctx, struct draft *draft, struct change_set *set) MUST_CHECK;
enum status customer_insert(struct ctx *ctx, struct change_set *set) MUST_CHECK;
enum status contact_prepare(struct ctx *ctx, int64_t customer_id, struct draft *draft,
                            struct change_set *set) MUST_CHECK;
enum status contact_insert(struct ctx *ctx, struct change_set *set) MUST_CHECK;

// The history of a customer with its contacts, newest first; `before` = row id to go on from (0 = newest).
struct change_page {
    struct change *rows;
    unsigned count;
    int64_t next; // 0: no more
};
enum status customer_history(struct ctx *ctx, int64_t id, int64_t before, struct change_page *page) MUST_CHECK;

#endif
