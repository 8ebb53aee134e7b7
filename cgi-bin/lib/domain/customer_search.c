// Searching as a clerk does (ARC-9): by any part of the name or of a contact's, by pinyin, by the beginning of a number.
//
// Two plans, by the size of the scope. Within a small one its customers are gone through, newest first, and what they are found by
// is compared in the index of the scope. In a large one the search index gives the hits, newest first, and those within
// the scope are taken. Neither may sort all hits: a frequent word has most customers as hits.
#include <string.h>

#include "base/utf8.h"
#include "domain/customer_list.h"
#include "domain/customer_sql.h"
#include "model/search.h"
#include "model/words.h"

const struct sql SEARCH_SIZE = {
    "customer.search_size",
    "SELECT (SELECT count(*) FROM (SELECT 1 FROM customer WHERE owner_id = :person LIMIT :most)) + "
    "(SELECT count(*) FROM (SELECT 1 FROM customer WHERE unit_id IN "
    "(SELECT id FROM unit WHERE path >= :path AND path < :path_end) LIMIT :most))",
};

// What the scope's plan compares. That plan is assembled, and an assembled text may read only what a listed one reads.
const struct sql SEARCH_NAME = {"customer.search_name", "SELECT found_by FROM customer WHERE id = :id"};

// CROSS JOIN keeps the index as the outer loop, in whose order the rows are wanted.
#define INDEX_ROWS ROW_COLUMNS "FROM customer_index CROSS JOIN customer c ON c.id = customer_index.rowid" ROW_JOINS
#define FROM_INDEX \
    INDEX_ROWS "WHERE customer_index MATCH :match AND is_spelled(c.found_by, :ways) AND " IN_REACH
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
#define NUMBERS_FROM(column) "customer WHERE " column " >= :low AND " column " < :high AND " SHOWN("customer") " ORDER BY " column
#define NUMBERS(column) "SELECT id FROM (SELECT id FROM " NUMBERS_FROM(column) " DESC LIMIT " LITERAL(SEARCH_NUMBERS_MAX) ")"
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
#define MANY(column) "EXISTS (SELECT 1 FROM " NUMBERS_FROM(column) " LIMIT 1 OFFSET " LITERAL(SEARCH_NUMBERS_MAX) ")"
const struct sql SEARCH_NUMBERS_MANY = {
    "customer.search_numbers_many",
    "SELECT " MANY("archive_no") " OR " MANY("code") " OR " MANY("credit_code"),
};
const struct sql SEARCH_CONTACTS = {
    "customer.search_contacts",
    "SELECT customer_id, name FROM contact WHERE customer_id IN (SELECT value FROM json_each(:customers)) AND deleted_at IS NULL "
    "ORDER BY customer_id, id",
};

#define SMALL_SCOPE 5000 // customers; comparing that many names takes about a millisecond
#define NUMBER_MAX 32    // characters

// --- what was typed ---

struct search {
    struct words words;
    const char *match;  // for the index; NULL: nothing to search for
    const char *ways;   // of all words of letters, separated by blanks
    const char *number; // the beginning of one; NULL: it can't be one
};

static bool is_number_text(const char *word) {
    static const char ALLOWED[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-";
    size_t length = strlen(word);
    return length > 0 && length <= NUMBER_MAX && strspn(word, ALLOWED) == length;
}

static void add_word(struct search *search, const struct word *word, struct arena *arena) {
    const char *query = word->ways != NULL ? search_letters_query(arena, word->ways) : search_name_query(arena, word->text);
    search->match =
        search->match ? arena_format(arena, "%s AND (%s)", search->match, query) : arena_format(arena, "(%s)", query);
    if (word->ways != NULL)
        search->ways = arena_format(arena, "%s%s%s", search->ways, *search->ways != '\0' ? " " : "", word->ways);
}

static struct search parse(const char *text, struct arena *arena) {
    struct search search = {.words = words_read(arena, text), .ways = ""};
    if (!utf8_valid(text, strlen(text)))
        return search;
    const char *narrow = utf8_narrow(arena, text);
    if (is_number_text(narrow))
        search.number = utf8_upper(arena, narrow);
    for (unsigned i = 0; i < search.words.count; i++)
        add_word(&search, &search.words.words[i], arena);
    return search;
}

// --- by name ---

static void bind_page(struct query *query, const struct list *list) {
    query_bind_int(query, ":at", list->cursor.id);
    query_bind_int(query, ":limit", list->most);
    reach_bind(query, &list->reach);
}

// The same with filters, which make a statement of their own.
static enum status search_index_filtered(struct list *list, const struct search *search) {
    struct where where = where_start(list->ctx->arena);
    where_text(&where, "customer_index MATCH :match", ":match", search->match);
    where_text(&where, "is_spelled(c.found_by, :ways)", ":ways", search->ways);
    where_plain(&where, IN_REACH);
    list_narrow(list, &where);
    if (list->backwards)
        where_int(&where, "customer_index.rowid > :at", ":at", list->cursor.id);
    else
        where_int(&where, "customer_index.rowid < :at", ":at", list->cursor.id);
    where_value_int(&where, ":limit", list->most);
    struct query query = where_query(&where, list->ctx->store, "customer.search_filtered", INDEX_ROWS,
                                     list->backwards ? "ORDER BY customer_index.rowid LIMIT :limit"
                                                     : "ORDER BY customer_index.rowid DESC LIMIT :limit");
    return list_merge(list, &query);
}

static enum status search_index(struct list *list, const struct search *search) {
    if (list_is_filtered(list))
        return search_index_filtered(list, search);
    struct query query = query_start(list->ctx->store, list->backwards ? &SEARCH_INDEX_UP : &SEARCH_INDEX_DOWN);
    query_bind_text(&query, ":match", search->match);
    query_bind_text(&query, ":ways", search->ways);
    bind_page(&query, list);
    return list_merge(list, &query);
}

static void add_words(struct where *where, const void *data) {
    static const struct {
        const char *part, *letters, *name;
    } CONDITIONS[SEARCH_WORDS_MAX] = {
        {"instr(c.found_by, :word0) > 0", "is_spelled(c.found_by, :word0)", ":word0"},
        {"instr(c.found_by, :word1) > 0", "is_spelled(c.found_by, :word1)", ":word1"},
        {"instr(c.found_by, :word2) > 0", "is_spelled(c.found_by, :word2)", ":word2"},
        {"instr(c.found_by, :word3) > 0", "is_spelled(c.found_by, :word3)", ":word3"},
        {"instr(c.found_by, :word4) > 0", "is_spelled(c.found_by, :word4)", ":word4"},
        {"instr(c.found_by, :word5) > 0", "is_spelled(c.found_by, :word5)", ":word5"},
        {"instr(c.found_by, :word6) > 0", "is_spelled(c.found_by, :word6)", ":word6"},
        {"instr(c.found_by, :word7) > 0", "is_spelled(c.found_by, :word7)", ":word7"},
    };
    const struct search *search = data;
    for (unsigned i = 0; i < search->words.count; i++) {
        const struct word *word = &search->words.words[i];
        const bool letters = word->ways != NULL;
        where_add_text(where, letters ? CONDITIONS[i].letters : CONDITIONS[i].part, CONDITIONS[i].name, letters ? word->ways : word->text);
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
    if (list->plan.driver >= 0)
        return list_gathered(list, add_words, search);
    if (!list->reach.all)
        TRY(scope_is_small(list, &small));
    return small ? list_scope(list, add_words, search) : search_index(list, search);
}

// --- by number ---

struct number_range {
    const char *low, *high;
};

static struct query start_numbers(struct list *list, const struct sql *sql, const struct number_range *range) {
    struct query query = query_start(list->ctx->store, sql);
    query_bind_text(&query, ":low", range->low);
    query_bind_text(&query, ":high", range->high);
    return query;
}

static void add_number(struct where *where, const void *data) {
    const struct number_range *range = data;
    where_text(where, "c.id IN (" NUMBERS_OF_ALL_KINDS ")", ":low", range->low);
    where_value_text(where, ":high", range->high);
}

static enum status search_numbers(struct list *list, const char *number, bool *cut) {
    const struct number_range range = {number, arena_format(list->ctx->arena, "%s\xF4\x8F\xBF\xBF", number)}; // the last character
    struct query many = start_numbers(list, &SEARCH_NUMBERS_MANY, &range);
    *cut = query_row(&many) && query_int(&many, 0) != 0;
    TRY(query_end(&many));
    if (list_is_filtered(list))
        return list_gathered(list, add_number, &range);
    struct query query = start_numbers(list, list->backwards ? &SEARCH_NUMBERS_UP : &SEARCH_NUMBERS_DOWN, &range);
    bind_page(&query, list);
    return list_merge(list, &query);
}

// --- for which contact ---

// The rows for which the words are not all in the name, as a JSON list.
static const char *rows_beyond_name(struct ctx *ctx, const struct customer_page *page, bool *beyond) {
    struct buffer ids = {.arena = ctx->arena};
    struct span spans[SPANS_MAX];
    for (unsigned i = 0; i < page->count; i++) {
        (void)words_spans(&page->words, page->rows[i].name, spans, &beyond[i], ctx->arena);
        if (beyond[i])
            buffer_format(&ids, "%s%lld", ids.length ? "," : "", (long long)page->rows[i].id);
    }
    return ids.length ? arena_format(ctx->arena, "[%s]", ids.data) : NULL;
}

static void take_contact(struct ctx *ctx, struct customer_page *page, const bool *beyond, int64_t customer_id, const char *name) {
    struct span spans[SPANS_MAX];
    for (unsigned i = 0; i < page->count; i++) {
        struct customer_row *row = &page->rows[i];
        if (row->id == customer_id && beyond[i] && row->contact == NULL && words_spans(&page->words, name, spans, NULL, ctx->arena) > 0)
            row->contact = name;
    }
}

enum status search_name_contacts(struct ctx *ctx, struct customer_page *page) {
    bool beyond[CUSTOMER_PAGE] = {false};
    const char *ids = page->words.count > 0 ? rows_beyond_name(ctx, page, beyond) : NULL;
    if (ids == NULL)
        return STATUS_OK;
    struct query query = query_start(ctx->store, &SEARCH_CONTACTS);
    query_bind_text(&query, ":customers", ids);
    while (query_row(&query))
        take_contact(ctx, page, beyond, query_int(&query, 0), query_text(&query, 1, ctx->arena));
    return query_end(&query);
}

enum status search_run(struct list *list, struct customer_page *page) {
    struct search search = parse(list->query->text, list->ctx->arena);
    page->words_cut = search.words.cut;
    page->words = search.words;
    if (search.number)
        TRY(search_numbers(list, search.number, &page->numbers_cut));
    if (list->query->by_value && !customer_text_tail(list->ctx, list->query->text))
        return search_value(list, page);
    return search.match ? search_names(list, &search) : STATUS_OK;
}
