// Searching as a clerk does (ARC-9): by any part of the name, pinyin initials, the beginning of a number; and by a full
// confidential value, which is a disclosure and goes through the custodian (CONF-4).
//
// Two plans, by the size of the scope. Within a small one its customers are gone through, newest first, and their names
// compared in the index of the scope. In a large one the search index gives the hits, newest first, and those within
// the scope are taken. Neither may sort all hits: a frequent word has most customers as hits.
#include <string.h>

#include "base/utf8.h"
#include "domain/customer_list.h"
#include "domain/customer_sql.h"
#include "model/search.h"
#include "model/uscc.h"

const struct sql SEARCH_SIZE = {
    "customer.search_size",
    "SELECT (SELECT count(*) FROM (SELECT 1 FROM customer WHERE owner_id = :person LIMIT :most)) + "
    "(SELECT count(*) FROM (SELECT 1 FROM customer WHERE unit_id IN "
    "(SELECT id FROM unit WHERE path >= :path AND path < :path_end) LIMIT :most))",
};

// What the scope's plan compares. That plan is assembled, and an assembled text may read only what a listed one reads.
const struct sql SEARCH_NAME = {"customer.search_name", "SELECT name_fold FROM customer WHERE id = :id"};

// CROSS JOIN keeps the index as the outer loop, in whose order the rows are wanted.
#define FROM_INDEX                                                                                   \
    ROW_COLUMNS "FROM customer_index CROSS JOIN customer c ON c.id = customer_index.rowid" ROW_JOINS \
                "WHERE customer_index MATCH :match AND " IN_REACH
const struct sql SEARCH_INDEX_DOWN = {
    "customer.search_index_down",
    FROM_INDEX " AND customer_index.rowid < :at ORDER BY customer_index.rowid DESC LIMIT :limit",
};
const struct sql SEARCH_INDEX_UP = {
    "customer.search_index_up",
    FROM_INDEX " AND customer_index.rowid > :at ORDER BY customer_index.rowid LIMIT :limit",
};

#define LITERAL_(number) #number
#define LITERAL(number) LITERAL_(number)
#define NUMBERS(column)                                                                                        \
    "SELECT id FROM (SELECT id FROM customer WHERE " column " >= :low AND " column " < :high ORDER BY " column \
    " DESC LIMIT " LITERAL(SEARCH_NUMBERS_MAX) ")"
#define NUMBERS_OF_ALL_KINDS NUMBERS("archive_no") " UNION " NUMBERS("code") " UNION " NUMBERS("credit_code")
#define FROM_NUMBERS ROW_COLUMNS "FROM customer c" ROW_JOINS "WHERE c.id IN (" NUMBERS_OF_ALL_KINDS ") AND " IN_REACH
const struct sql SEARCH_NUMBERS_DOWN = {
    "customer.search_numbers_down",
    FROM_NUMBERS " AND c.id < :at ORDER BY c.id DESC LIMIT :limit",
};
const struct sql SEARCH_NUMBERS_UP = {
    "customer.search_numbers_up",
    FROM_NUMBERS " AND c.id > :at ORDER BY c.id LIMIT :limit",
};
// Whether there is one more of a kind than is listed.
#define MANY(column)                                                                                              \
    "EXISTS (SELECT 1 FROM customer WHERE " column " >= :low AND " column " < :high ORDER BY " column " LIMIT 1 " \
    "OFFSET " LITERAL(SEARCH_NUMBERS_MAX) ")"
const struct sql SEARCH_NUMBERS_MANY = {
    "customer.search_numbers_many",
    "SELECT " MANY("archive_no") " OR " MANY("code") " OR " MANY("credit_code"),
};
const struct sql SEARCH_IDS = {
    "customer.search_ids",
    ROW_COLUMNS
    "FROM customer c" ROW_JOINS "WHERE c.id IN (SELECT value FROM json_each(:customers) UNION "
    "SELECT customer_id FROM contact WHERE id IN (SELECT value FROM json_each(:contacts)) AND deleted_at IS NULL) "
    "AND " IN_REACH " ORDER BY c.id DESC LIMIT :limit",
};

#define SMALL_SCOPE 5000 // customers; comparing that many names takes about a millisecond
#define NUMBER_MAX 32    // characters
#define ACCOUNT_MIN 12   // digits; a shorter number is rather the beginning of another number
#define HITS_MAX 200     // records that one search by value may find

// --- what was typed ---

struct word {
    const char *folded;
    bool initials; // letters and digits: pinyin initials, or part of the name as they are
};
struct search {
    const char *match; // for the index; NULL: nothing to search for
    struct word words[SEARCH_WORDS_MAX];
    unsigned count;
    bool cut;           // there are more words
    const char *number; // the beginning of one; NULL: it can't be one
};

static bool is_number_text(const char *word) {
    static const char ALLOWED[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-";
    size_t length = strlen(word);
    return length > 0 && length <= NUMBER_MAX && strspn(word, ALLOWED) == length;
}

static char *upper(struct arena *arena, const char *word) {
    char *copy = arena_string(arena, word);
    for (char *c = copy; *c != '\0'; c++)
        if (*c >= 'a' && *c <= 'z')
            *c = (char)(*c - 'a' + 'A');
    return copy;
}

static void add_word(struct search *search, const char *word, struct arena *arena) {
    const char *query = search_initials_query(arena, word);
    bool initials = query != NULL;
    if (!initials)
        query = search_name_query(arena, word);
    if (query != NULL && search->count == SEARCH_WORDS_MAX)
        search->cut = true;
    if (query == NULL || search->cut)
        return;
    search->match =
        search->match ? arena_format(arena, "%s AND (%s)", search->match, query) : arena_format(arena, "(%s)", query);
    search->words[search->count++] = (struct word){utf8_fold(arena, word), initials};
}

static struct search parse(const char *text, struct arena *arena) {
    struct search search = {.count = 0};
    if (!utf8_valid(text, strlen(text)))
        return search;
    char *cursor = utf8_narrow(arena, text);
    if (is_number_text(cursor))
        search.number = upper(arena, cursor);
    for (char *word; (word = strsep(&cursor, " \t\r\n")) != NULL;)
        if (*word != '\0')
            add_word(&search, word, arena);
    return search;
}

// --- by name and initials ---

static void bind_page(struct query *query, const struct list *list) {
    query_bind_int(query, ":at", list->cursor.id);
    query_bind_int(query, ":limit", LIST_ROWS);
    reach_bind(query, &list->reach);
}

static enum status search_index(struct list *list, const struct search *search) {
    struct query query = query_start(list->ctx->store, list->backwards ? &SEARCH_INDEX_UP : &SEARCH_INDEX_DOWN);
    query_bind_text(&query, ":match", search->match);
    bind_page(&query, list);
    return list_merge(list, &query);
}

static void add_words(struct where *where, const void *data) {
    static const struct {
        const char *part, *initials, *name;
    } CONDITIONS[SEARCH_WORDS_MAX] = {
        {"instr(c.name_fold, :word0) > 0", "has_initials(c.name_fold, :word0)", ":word0"},
        {"instr(c.name_fold, :word1) > 0", "has_initials(c.name_fold, :word1)", ":word1"},
        {"instr(c.name_fold, :word2) > 0", "has_initials(c.name_fold, :word2)", ":word2"},
        {"instr(c.name_fold, :word3) > 0", "has_initials(c.name_fold, :word3)", ":word3"},
        {"instr(c.name_fold, :word4) > 0", "has_initials(c.name_fold, :word4)", ":word4"},
        {"instr(c.name_fold, :word5) > 0", "has_initials(c.name_fold, :word5)", ":word5"},
        {"instr(c.name_fold, :word6) > 0", "has_initials(c.name_fold, :word6)", ":word6"},
        {"instr(c.name_fold, :word7) > 0", "has_initials(c.name_fold, :word7)", ":word7"},
    };
    const struct search *search = data;
    for (unsigned i = 0; i < search->count; i++) {
        const char *condition = search->words[i].initials ? CONDITIONS[i].initials : CONDITIONS[i].part;
        where_add_text(where, condition, CONDITIONS[i].name, search->words[i].folded);
    }
}

static enum status scope_is_small(struct list *list, bool *small) {
    struct query query = query_start(list->ctx->store, &SEARCH_SIZE);
    query_bind_int(&query, ":person", list->reach.person_id);
    query_bind_text(&query, ":path", list->reach.path);
    query_bind_text(&query, ":path_end", list->reach.path_end);
    query_bind_int(&query, ":most", SMALL_SCOPE + 1);
    *small = query_row(&query) && query_int(&query, 0) <= SMALL_SCOPE;
    return query_end(&query);
}

static enum status search_names(struct list *list, const struct search *search) {
    bool small = false;
    if (!list->reach.all)
        TRY(scope_is_small(list, &small));
    return small ? list_scope(list, add_words, search) : search_index(list, search);
}

// --- by number ---

static struct query start_numbers(struct list *list, const struct sql *sql, const char *number) {
    struct query query = query_start(list->ctx->store, sql);
    query_bind_text(&query, ":low", number);
    query_bind_text(&query, ":high",
                    arena_format(list->ctx->arena, "%s\xF4\x8F\xBF\xBF", number)); // the last character there is
    return query;
}

static enum status search_numbers(struct list *list, const char *number, bool *cut) {
    struct query many = start_numbers(list, &SEARCH_NUMBERS_MANY, number);
    *cut = query_row(&many) && query_int(&many, 0) != 0;
    TRY(query_end(&many));
    struct query query = start_numbers(list, list->backwards ? &SEARCH_NUMBERS_UP : &SEARCH_NUMBERS_DOWN, number);
    bind_page(&query, list);
    return list_merge(list, &query);
}

// --- by a confidential value ---

// The first of these that the text can be is the one it is taken for: a mobile number could also be an account number.
static const enum field_type VALUE_TYPES[] = {FIELD_EMAIL, FIELD_PHONE, FIELD_IDENTITY, FIELD_BANK_ACCOUNT};

static const char *value_of_type(const struct field *field, enum field_type type, const char *text,
                                 struct arena *arena) {
    const char *value = "";
    struct text message;
    bool accepted = field->type == type && (field->flags & FIELD_FINDABLE) && field_is_sealed(field) &&
                    field_check(field, text, arena, &value, &message) == STATUS_OK && *value != '\0';
    return accepted && (type != FIELD_BANK_ACCOUNT || strlen(value) >= ACCOUNT_MIN) ? value : NULL;
}

struct finding {
    struct list *list;
    struct buffer ids[KIND_CONTACT + 1]; // by kind, with commas
    enum result result;                  // 0: not asked yet
};

static enum status find_value(struct finding *finding, enum kind kind, const struct field *field, const char *value) {
    int64_t ids[HITS_MAX];
    unsigned found = 0;
    enum result result = RESULT_NO_VALUE;
    struct asker asker = finding->list->ctx->asker;
    asker.channel = CHANNEL_SEARCH;
    TRY(custody_find(finding->list->ctx->custody, &asker, kind, field->key, value, ids, HITS_MAX, &found, &result));
    for (unsigned i = 0; i < found; i++)
        buffer_format(&finding->ids[kind], "%s%lld", finding->ids[kind].length ? "," : "", (long long)ids[i]);
    if (result == RESULT_NO_VALUE) // nobody has it: the answer to a search, not a refusal
        result = RESULT_DISCLOSED;
    if (finding->result == 0 || result == RESULT_DISCLOSED)
        finding->result = result;
    return STATUS_OK;
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
    query_bind_int(&query, ":limit", LIST_ROWS);
    reach_bind(&query, &list->reach);
    return list_merge(list, &query);
}

static enum status search_value(struct list *list, enum result *refusal) {
    struct finding finding = {.list = list};
    for (size_t k = 0; k <= KIND_CONTACT; k++)
        finding.ids[k].arena = list->ctx->arena;
    bool any = false;
    for (size_t i = 0; i < sizeof VALUE_TYPES / sizeof *VALUE_TYPES && !any; i++)
        TRY(find_type(&finding, VALUE_TYPES[i], &any));
    if (!any)
        return STATUS_OK;
    *refusal = finding.result;
    return merge_found(list, &finding);
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
    const char *number = upper(ctx->arena, utf8_narrow(ctx->arena, text));
    if (uscc_check(number) == USCC_GOOD || is_archive_no(number))
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

enum status search_run(struct list *list, struct customer_page *page) {
    struct search search = parse(list->query->text, list->ctx->arena);
    page->words_cut = search.cut;
    if (search.number)
        TRY(search_numbers(list, search.number, &page->numbers_cut));
    if (list->query->by_value)
        return search_value(list, &page->refusal);
    return search.match ? search_names(list, &search) : STATUS_OK;
}
