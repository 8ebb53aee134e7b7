// Searching by a confidential value: a disclosure, which goes through the custodian (CONF-4).
#include <string.h>

#include "base/utf8.h"
#include "domain/customer_list.h"
#include "domain/customer_sql.h"
#include "domain/entitlement.h"
#include "model/uscc.h"

const struct sql SEARCH_IDS = {
    "customer.search_ids",
    ROW_COLUMNS_AND("(SELECT k.name FROM contact k WHERE k.id IN (SELECT value FROM json_each(:contacts)) AND k.customer_id = c.id "
                    "AND k.deleted_at IS NULL LIMIT 1)") "FROM customer c" ROW_JOINS "WHERE c.id IN (SELECT value FROM json_each(:customers) UNION "
                                                         "SELECT customer_id FROM contact WHERE id IN (SELECT value FROM json_each(:contacts)) AND deleted_at IS NULL) "
                                                         "AND " IN_REACH " ORDER BY c.id DESC LIMIT :limit",
};

#define ACCOUNT_MIN 12                // digits; a shorter number is rather the beginning of another number
#define HITS_MAX 200                  // records that one search by value may find
#define TAILS_MAX (CUSTOMER_PAGE + 1) // that one by the last digits may find: every one is an entry of the access log

// The first of these that the text can be is the one it is taken for: a mobile number could also be an account number.
static const enum field_type VALUE_TYPES[] = {FIELD_EMAIL, FIELD_PHONE, FIELD_IDENTITY, FIELD_BANK_ACCOUNT};

static bool is_findable(const struct field *field, enum field_type type) {
    return field->type == type && (field->flags & FIELD_FINDABLE) && field_is_sealed(field);
}

// The field's canonical value, or the last digits of one; NULL: the text is neither.
static const char *value_of_type(const struct field *field, enum field_type type, const char *text,
                                 struct arena *arena) {
    const char *value = "";
    struct text message;
    const char *tail = type == FIELD_PHONE ? phone_tail_typed(text, arena) : NULL;
    if (!is_findable(field, type))
        return NULL;
    if (tail != NULL)
        return tail;
    bool accepted = field_check(field, text, arena, &value, &message) == STATUS_OK && *value != '\0';
    return accepted && (type != FIELD_BANK_ACCOUNT || strlen(value) >= ACCOUNT_MIN) ? value : NULL;
}

struct finding {
    struct list *list;
    struct buffer sealing;               // labels
    struct buffer ids[KIND_CONTACT + 1]; // by kind, with commas
    enum result result;                  // 0: not asked yet
};

static enum status find_value(struct finding *finding, enum kind kind, const struct field *field, const char *value) {
    int64_t ids[HITS_MAX];
    unsigned found = 0;
    enum result result = RESULT_NO_VALUE;
    struct asker asker = finding->list->ctx->asker;
    asker.channel = CHANNEL_SEARCH;
    TRY(custody_find(finding->list->ctx->custody, &asker, kind, field->key, value, ids, strlen(value) == PHONE_TAIL ? TAILS_MAX : HITS_MAX,
                     &found, &result));
    for (unsigned i = 0; i < found; i++)
        buffer_format(&finding->ids[kind], "%s%lld", finding->ids[kind].length ? "," : "", (long long)ids[i]);
    if (result == RESULT_NO_VALUE) // nobody has it: the answer to a search, not a refusal
        result = RESULT_DISCLOSED;
    if (finding->result == 0 || result == RESULT_DISCLOSED)
        finding->result = result;
    return STATUS_OK;
}

// What is being sealed the custodian does not find yet: that it gives nobody would be no answer.
static void note_sealing(struct finding *finding, const struct field *field) {
    const bool english = finding->list->ctx->lang == LANG_EN;
    if (finding->sealing.length > 0)
        buffer_text(&finding->sealing, english ? ", " : "、");
    buffer_text(&finding->sealing, text_in(finding->list->ctx->lang, field->label));
}

// Asks for the value in every field of the type, of customers and of contacts; *any is whether there was one.
static enum status find_type(struct finding *finding, enum field_type type, bool *any) {
    struct ctx *ctx = finding->list->ctx;
    const struct field_table *const tables[] = {ctx->fields->customer, ctx->fields->contact};
    *any = false;
    for (size_t t = 0; t < sizeof tables / sizeof *tables; t++)
        for (size_t i = 0; i < tables[t]->count; i++) {
            const struct field *field = &tables[t]->fields[i];
            const char *value = value_of_type(field, type, finding->list->query->text, ctx->arena);
            if (value == NULL)
                continue;
            *any = true;
            if ((field->flags & FIELD_SEALING) != 0)
                note_sealing(finding, field);
            else
                TRY(find_value(finding, tables[t]->kind, field, value));
        }
    return STATUS_OK;
}

static enum status merge_found(struct list *list, const struct finding *finding) {
    struct arena *arena = list->ctx->arena;
    const char *customers = finding->ids[KIND_CUSTOMER].data;
    const char *contacts = finding->ids[KIND_CONTACT].data;
    struct query query = query_start(list->ctx->store, &SEARCH_IDS);
    query_bind_text(&query, ":customers", arena_format(arena, "[%s]", customers ? customers : ""));
    query_bind_text(&query, ":contacts", arena_format(arena, "[%s]", contacts ? contacts : ""));
    query_bind_int(&query, ":limit", list->most);
    reach_bind(&query, &list->reach);
    return list_merge(list, &query);
}

enum status search_value(struct list *list, struct customer_page *page) {
    struct finding finding = {.list = list, .sealing = {.arena = list->ctx->arena}};
    for (size_t k = 0; k <= KIND_CONTACT; k++)
        finding.ids[k].arena = list->ctx->arena;
    bool any = false;
    for (size_t i = 0; i < sizeof VALUE_TYPES / sizeof *VALUE_TYPES && !any; i++)
        TRY(find_type(&finding, VALUE_TYPES[i], &any));
    if (!any)
        return STATUS_OK;
    page->values_asked = finding.result != 0;
    page->refusal = finding.result != 0 ? finding.result : RESULT_DISCLOSED;
    page->sealing = finding.sealing.length > 0 ? finding.sealing.data : NULL;
    return merge_found(list, &finding);
}

const char *customer_text_tail(const struct ctx *ctx, const char *text) {
    const struct field_table *const tables[] = {ctx->fields->customer, ctx->fields->contact};
    const char *role, *tail = phone_tail_typed(text, ctx->arena);
    for (size_t t = 0; tail != NULL && t < sizeof tables / sizeof *tables; t++)
        for (size_t i = 0; i < tables[t]->count; i++)
            if (is_findable(&tables[t]->fields[i], FIELD_PHONE) &&
                entitlement_search(ctx->actor, &tables[t]->fields[i], "", "", &role) == RESULT_DISCLOSED)
                return tail;
    return NULL;
}

// 440300-2026-000123, which without its hyphens could be an account number.
static bool is_archive_no(const char *text) {
    static const char DIGITS[] = "0123456789";
    return strspn(text, DIGITS) == 6 && text[6] == '-' && strspn(text + 7, DIGITS) == 4 && text[11] == '-' &&
           strspn(text + 12, DIGITS) == strlen(text + 12);
}

bool customer_text_is_value(const struct ctx *ctx, const char *text) {
    if (!utf8_valid(text, strlen(text)))
        return false;
    const char *number = utf8_upper(ctx->arena, utf8_narrow(ctx->arena, text));
    if (uscc_check(number) == USCC_GOOD || is_archive_no(number) || phone_tail_typed(text, ctx->arena) != NULL)
        return false;
    for (size_t t = 0; t < sizeof VALUE_TYPES / sizeof *VALUE_TYPES; t++) {
        for (size_t i = 0; i < ctx->fields->customer->count; i++)
            if (value_of_type(&ctx->fields->customer->fields[i], VALUE_TYPES[t], text, ctx->arena))
                return true;
        for (size_t i = 0; i < ctx->fields->contact->count; i++)
            if (value_of_type(&ctx->fields->contact->fields[i], VALUE_TYPES[t], text, ctx->arena))
                return true;
    }
    return false;
}
