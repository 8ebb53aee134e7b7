#include "domain/contract_price.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "domain/admin_record.h"
#include "domain/change.h"
#include "model/amount.h"
#include "model/contract.h"

static const struct sql READ = {"price.read", "SELECT item, unit, from_date, low, high, cost FROM price_range ORDER BY item, unit, from_date"};
static const struct sql PUT = {
    "price.put",
    "INSERT INTO price_range (item, unit, from_date, low, high, cost) VALUES (:item, :unit, :from, :low, :high, :cost) "
    "ON CONFLICT (item, unit, from_date) DO UPDATE SET low = excluded.low, high = excluded.high, cost = excluded.cost",
};
static const struct sql REMOVE = {"price.remove", "DELETE FROM price_range WHERE item = :item AND unit = :unit AND from_date = :from"};
const struct sql *const PRICE_STATEMENTS[] = {&READ, &PUT, &REMOVE, NULL};

static int by_key(const void *a, const void *b) {
    const struct price *one = a, *other = b;
    int order = strcmp(one->item, other->item);
    order = order != 0 ? order : strcmp(one->unit, other->unit);
    return order != 0 ? order : strcmp(one->from, other->from);
}

static const struct price *find(const struct prices *prices, const struct price *wanted) {
    return prices->count > 0 ? bsearch(wanted, prices->rows, prices->count, sizeof *wanted, by_key) : NULL;
}

enum status prices_read(struct ctx *ctx, struct prices *prices) {
    *prices = (struct prices){.rows = ARENA_ARRAY(ctx->arena, struct price, PRICES_MAX)};
    struct query query = query_start(ctx->store, &READ);
    while (prices->count < PRICES_MAX && query_row(&query))
        prices->rows[prices->count++] = (struct price){
            .item = query_text(&query, 0, ctx->arena),
            .unit = query_text(&query, 1, ctx->arena),
            .from = query_text(&query, 2, ctx->arena),
            .low = query_int(&query, 3),
            .high = query_int(&query, 4),
            .cost = query_int(&query, 5),
        };
    return query_end(&query);
}

// --- As text

static const char *words_of(const struct price *price, struct arena *arena) {
    return price == NULL ? ""
                         : arena_format(arena, "%s – %s（%s）", amount_shown(price->low, arena), amount_shown(price->high, arena),
                                        amount_shown(price->cost, arena));
}

const char *prices_text(const struct prices *prices, struct arena *arena) {
    struct buffer text = {.arena = arena};
    buffer_text(&text, "");
    for (unsigned i = 0; i < prices->count; i++) {
        const struct price *price = &prices->rows[i];
        buffer_format(&text, "%s | %s | %s | %s | %s | %s\n", price->item, price->unit, amount_canonical(price->low, arena),
                      amount_canonical(price->high, arena), amount_canonical(price->cost, arena), price->from);
    }
    return text.data;
}

// --- What was typed

#define COLUMNS 6

static enum status fault(struct text *message, unsigned line, struct text what, struct arena *arena) {
    *message = (struct text){arena_format(arena, "第 %u 行：%s", line, what.zh), arena_format(arena, "Line %u: %s", line, what.en)};
    return STATUS_INVALID;
}

// A column checked as the lines of contracts have it (item, unit, price).
static enum status check_column(const char *key, const char *typed, const char **value, struct text *message, unsigned line,
                                struct arena *arena) {
    const struct field *field = field_find(&LINE_FIELDS, key);
    struct text what;
    return field_check(field, typed, arena, value, &what) == STATUS_OK ? STATUS_OK : fault(message, line, what, arena);
}

static enum status check_sum(const char *typed, int64_t *fen, struct text *message, unsigned line, struct arena *arena) {
    const char *value;
    TRY(check_column("price", typed, &value, message, line, arena));
    *fen = amount_fen(value);
    return STATUS_OK;
}

static enum status parse_line(char *text, unsigned line, struct price *price, struct text *message, struct arena *arena) {
    static const struct text SHAPE = {"应有 6 列：项目、单位、最低价、最高价、成本价、起始日期", "there must be 6 columns: item, unit, lowest, highest, cost, from"};
    static const struct text DATE = {"日期应写成 2026-10-01", "write the date like 2026-10-01"};
    static const struct text ORDER = {"最低价高于最高价", "the lowest price is above the highest"};
    const char *columns[COLUMNS];
    char *date = arena_alloc(arena, 11);
    unsigned count = 0;
    for (char *rest = text, *column; (column = strsep(&rest, "\t|")) != NULL; count++)
        if (count < COLUMNS)
            columns[count] = column;
    if (count != COLUMNS)
        return fault(message, line, SHAPE, arena);
    TRY(check_column("item", columns[0], &price->item, message, line, arena));
    TRY(check_column("unit", columns[1], &price->unit, message, line, arena));
    TRY(check_sum(columns[2], &price->low, message, line, arena));
    TRY(check_sum(columns[3], &price->high, message, line, arena));
    TRY(check_sum(columns[4], &price->cost, message, line, arena));
    if (!date_parse(utf8_narrow(arena, columns[5]), date))
        return fault(message, line, DATE, arena);
    price->from = date;
    return price->low <= price->high ? STATUS_OK : fault(message, line, ORDER, arena);
}

static enum status check_twice(const struct prices *prices, struct text *message, struct arena *arena) {
    for (unsigned i = 1; i < prices->count; i++) {
        const struct price *price = &prices->rows[i];
        if (by_key(&prices->rows[i - 1], price) != 0)
            continue;
        *message = (struct text){arena_format(arena, "“%s”（%s）从 %s 起写了两次", price->item, price->unit, price->from),
                                 arena_format(arena, "%s (%s) from %s on is there twice.", price->item, price->unit, price->from)};
        return STATUS_INVALID;
    }
    return STATUS_OK;
}

static enum status parse(const char *typed, struct prices *prices, struct text *message, struct arena *arena) {
    static const struct text MANY = {"最多 1000 行", "1000 lines at most"}, BAD = {"有不是文字的内容", "this is no text"};
    unsigned number = 0;
    *prices = (struct prices){.rows = ARENA_ARRAY(arena, struct price, PRICES_MAX)};
    if (!utf8_valid(typed, strlen(typed)))
        return fault(message, 1, BAD, arena);
    for (char *rest = arena_string(arena, typed), *line; (line = strsep(&rest, "\n")) != NULL;) {
        number++;
        line[strcspn(line, "\r")] = '\0';
        if (*utf8_trim(arena, line) == '\0')
            continue;
        if (prices->count == PRICES_MAX)
            return fault(message, number, MANY, arena);
        TRY(parse_line(line, number, &prices->rows[prices->count], message, arena));
        prices->count++;
    }
    if (prices->count > 0)
        qsort(prices->rows, prices->count, sizeof *prices->rows, by_key);
    return check_twice(prices, message, arena);
}

// --- Replacing

// NULL: it is not on the list.
static enum status set_price(struct ctx *ctx, const struct price *key, const struct price *before, const struct price *after) {
    const struct admin_subject subject = {"setting", 0, PRICE_SUBJECT};
    const char *was = words_of(before, ctx->arena), *is = words_of(after, ctx->arena);
    if (strcmp(was, is) == 0)
        return STATUS_OK;
    struct query query = query_start(ctx->store, after != NULL ? &PUT : &REMOVE);
    query_bind_text(&query, ":item", key->item);
    query_bind_text(&query, ":unit", key->unit);
    query_bind_text(&query, ":from", key->from);
    if (after != NULL) {
        query_bind_int(&query, ":low", after->low);
        query_bind_int(&query, ":high", after->high);
        query_bind_int(&query, ":cost", after->cost);
    }
    TRY(query_run(&query, NULL));
    return admin_record_add(ctx, &subject, "edit", arena_format(ctx->arena, "%s / %s / %s", key->item, key->unit, key->from), was, is);
}

static enum status replace(struct ctx *ctx, const struct prices *after) {
    struct prices before;
    TRY(prices_read(ctx, &before));
    for (unsigned i = 0; i < before.count; i++)
        TRY(set_price(ctx, &before.rows[i], &before.rows[i], find(after, &before.rows[i])));
    for (unsigned i = 0; i < after->count; i++)
        if (find(&before, &after->rows[i]) == NULL)
            TRY(set_price(ctx, &after->rows[i], NULL, &after->rows[i]));
    return STATUS_OK;
}

enum status prices_save(struct ctx *ctx, const char *typed, struct text *message) {
    struct prices after;
    if (!actor_administers(ctx->actor, PERM_ADMIN_SETTINGS))
        return STATUS_FORBIDDEN;
    TRY(parse(typed, &after, message, ctx->arena));
    TRY(store_begin(ctx->store));
    return change_end(ctx, replace(ctx, &after));
}
