// What people may filter by, and what they typed for it.
#include "domain/customer_filter.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "domain/directory.h"
#include "domain/region.h"

static const struct sql UNITS = {"filter.units", "SELECT id, name, path FROM unit ORDER BY path"};
static const struct sql UNIT = {"filter.unit", "SELECT name, path FROM unit WHERE id = :id"};
// What the conditions of a list may name; they are assembled, and an assembled text may read only what a listed one reads.
static const struct sql NAMED = {
    "filter.named",
    "SELECT c.updated_at, c.created_at, c.kind, c.region, c.owner_id, c.unit_id, c.credit_code, c.name, c.code, c.archive_no, f.value, "
    "f.facet, f.box IS NULL FROM customer c JOIN field_value f ON f.kind = 1 AND f.record_id = c.id AND f.field = '' WHERE c.id = 0",
};
const struct sql *const FILTER_STATEMENTS[] = {&UNITS, &UNIT, &NAMED, NULL};

static const struct field OF_RECORD[] = {
    {.key = "unit", .label = {"所属单位", "Unit"}, .type = FIELD_NUMBER, .level = LEVEL_INTERNAL},
    {.key = "created", .label = {"建档日期", "Entered on"}, .type = FIELD_DATE, .level = LEVEL_INTERNAL},
    {.key = "updated", .label = {"更新日期", "Changed on"}, .type = FIELD_DATE, .level = LEVEL_INTERNAL},
};
#define OF_RECORD_COUNT (sizeof OF_RECORD / sizeof *OF_RECORD)

const struct field *filter_record_fields(size_t *count) {
    *count = OF_RECORD_COUNT;
    return OF_RECORD;
}

static bool is_of_record(const struct field *field) {
    for (size_t i = 0; i < OF_RECORD_COUNT; i++)
        if (strcmp(field->key, OF_RECORD[i].key) == 0)
            return true;
    return false;
}

const struct field *const *filter_fields(const struct ctx *ctx, size_t *count) {
    const struct field_table *table = ctx->fields->customer;
    const struct field **fields = ARENA_ARRAY(ctx->arena, const struct field *, table->count + OF_RECORD_COUNT);
    *count = 0;
    for (size_t i = 0; i < table->count; i++)
        if (!field_is_sealed(&table->fields[i]))
            fields[(*count)++] = &table->fields[i];
    for (size_t i = 0; i < OF_RECORD_COUNT; i++)
        fields[(*count)++] = &OF_RECORD[i];
    return fields;
}

static const struct field *find(const struct ctx *ctx, const char *key) {
    for (size_t i = 0; i < OF_RECORD_COUNT; i++)
        if (strcmp(key, OF_RECORD[i].key) == 0)
            return &OF_RECORD[i];
    return field_find(ctx->fields->customer, key);
}

static bool is_ordered(const struct field *field) {
    return field->type == FIELD_DATE || field->type == FIELD_AMOUNT;
}

static bool is_picked(const struct field *field) {
    return field->type == FIELD_CHOICE || field->type == FIELD_REGION || field->type == FIELD_PERSON ||
           strcmp(field->key, "unit") == 0;
}

// What every record has can't be empty.
static bool can_be_empty(const struct field *field) {
    return !is_of_record(field) && field->type != FIELD_PERSON && !(field->flags & (FIELD_FIXED | FIELD_REQUIRED));
}

bool filter_takes(const struct field *field, enum filter_op op) {
    switch (op) {
    case FILTER_IS:
        return is_picked(field);
    case FILTER_FROM:
    case FILTER_TO:
        return is_ordered(field);
    case FILTER_HAS:
        return !is_picked(field) && !is_ordered(field);
    case FILTER_EMPTY:
    case FILTER_FILLED:
        return can_be_empty(field);
    case FILTER_OP_COUNT:
        break;
    }
    return false;
}

// --- values

static enum status refuse(struct text *message, const char *zh, const char *en) {
    *message = (struct text){zh, en};
    return STATUS_INVALID;
}

static enum status read_person(struct ctx *ctx, struct filter *filter, struct text *message) {
    struct directory_match match;
    TRY(directory_person(ctx, filter->value, &match));
    filter->number = match.id;
    filter->shown = match.name;
    if (match.count == 0)
        return refuse(message, "没有这位同事", "There is no such colleague.");
    if (match.count > 1)
        return refuse(message, arena_format(ctx->arena, "有几位同事叫这个名字，请填写账号：%s", match.numbers),
                      arena_format(ctx->arena, "Several colleagues are called so; give the login: %s", match.numbers));
    return STATUS_OK;
}

// A province ends with 0000, a prefecture with 00; a filter by it takes all that lies in it.
static enum status read_region(struct ctx *ctx, struct filter *filter, struct text *message) {
    struct region region = {NULL, NULL};
    TRY(region_resolve(ctx, filter->value, &region, message));
    const char *code = region.code;
    int digits = strcmp(code + 2, "0000") == 0 ? 2 : strcmp(code + 4, "00") == 0 ? 4
                                                                                 : 6;
    filter->value = code;
    filter->shown = region.full_name;
    filter->low = arena_format(ctx->arena, "%.*s", digits, code);
    return STATUS_OK;
}

static enum status read_unit(struct ctx *ctx, struct filter *filter, struct text *message) {
    char *end = NULL;
    const long long id = strtoll(filter->value, &end, 10);
    struct query query = query_start(ctx->store, &UNIT);
    query_bind_int(&query, ":id", *end == '\0' ? id : 0);
    if (query_row(&query)) {
        filter->shown = query_text(&query, 0, ctx->arena);
        filter->low = query_text(&query, 1, ctx->arena);
        char *high = arena_string(ctx->arena, filter->low);
        high[strlen(high) - 1] = '/' + 1;
        filter->high = high;
    }
    TRY(query_end(&query));
    return filter->low ? STATUS_OK : refuse(message, "没有这个单位", "There is no such unit.");
}

static enum status read_choice(struct ctx *ctx, struct filter *filter, struct text *message) {
    for (const struct choice *choice = filter->field->choices; choice->key != NULL; choice++)
        if (strcmp(choice->key, filter->value) == 0) {
            filter->low = choice->key;
            filter->shown = text_in(ctx->lang, choice->label);
            return STATUS_OK;
        }
    return refuse(message, "没有这个选项", "There is no such choice.");
}

// 2019, 2019年, 2019-3 and 2019年3月 begin with their first day and end with their last. NULL: no such period.
static const char *day_of_period(struct ctx *ctx, const struct filter *filter) {
    static const char *const SEPARATORS[] = {"-", "/", ".", "年"};
    const char *typed = utf8_narrow(ctx->arena, filter->value);
    if (strspn(typed, "0123456789") != 4)
        return NULL;
    const char *rest = typed + 4;
    size_t digits = 0;
    for (size_t i = 0; i < sizeof SEPARATORS / sizeof SEPARATORS[0] && digits == 0; i++) {
        const size_t length = strlen(SEPARATORS[i]);
        digits = strncmp(rest, SEPARATORS[i], length) == 0 ? strspn(rest + length, "0123456789") : 0;
        rest += digits > 0 ? length : 0;
    }
    const char *end = rest + digits;
    if (*end != '\0' && strcmp(end, digits > 0 ? "月" : "年") != 0)
        return NULL;
    const bool ends = filter->op == FILTER_TO;
    const char *month = digits > 0 ? rest : ends ? "12"
                                                 : "1";
    char date[11];
    for (int day = ends ? 31 : 1; day > 0; day--)
        if (date_parse(arena_format(ctx->arena, "%.4s-%.*s-%d", typed, (int)strspn(month, "0123456789"), month, day), date))
            return arena_string(ctx->arena, date);
    return NULL;
}

static enum status read_ordered(struct ctx *ctx, struct filter *filter, struct text *message) {
    const char *day = filter->field->type == FIELD_DATE ? day_of_period(ctx, filter) : NULL;
    TRY(field_check(filter->field, day != NULL ? day : filter->value, ctx->arena, &filter->low, message));
    filter->value = filter->low;
    filter->shown = field_display(filter->field, filter->low, ctx->lang, ctx->arena);
    if (is_of_record(filter->field)) {
        filter->number = date_start(filter->low);
        filter->number_high = filter->number + TIME_DAY;
    }
    return STATUS_OK;
}

#define PART_MAX 100 // characters

static enum status read_part(struct ctx *ctx, struct filter *filter, struct text *message) {
    if (utf8_length(filter->value) > PART_MAX)
        return refuse(message, "最多 100 个字", "100 characters at most.");
    char *low = arena_string(ctx->arena, filter->value);
    for (char *c = low; *c != '\0'; c++)
        if (*c >= 'A' && *c <= 'Z')
            *c = (char)(*c - 'A' + 'a');
    filter->low = low;
    filter->shown = filter->value;
    return STATUS_OK;
}

static enum status read_value(struct ctx *ctx, struct filter *filter, struct text *message) {
    if (filter->op == FILTER_EMPTY || filter->op == FILTER_FILLED) {
        filter->value = "1";
        filter->shown = "";
        return STATUS_OK;
    }
    if (filter->op == FILTER_HAS)
        return read_part(ctx, filter, message);
    if (is_ordered(filter->field))
        return read_ordered(ctx, filter, message);
    if (filter->field->type == FIELD_PERSON)
        return read_person(ctx, filter, message);
    if (filter->field->type == FIELD_REGION)
        return read_region(ctx, filter, message);
    return filter->field->type == FIELD_CHOICE ? read_choice(ctx, filter, message) : read_unit(ctx, filter, message);
}

enum status filter_add(struct ctx *ctx, struct filters *filters, const char *key, enum filter_op op, const char *typed,
                       struct text *message) {
    struct filter filter = {.field = find(ctx, key), .op = op};
    if (filter.field != NULL && field_is_sealed(filter.field)) {
        *message = (struct text){"这是保密项目，不能用于筛选", "This field is confidential: nobody can filter by it."};
        return STATUS_FORBIDDEN;
    }
    if (filter.field == NULL || !filter_takes(filter.field, op)) {
        *message = (struct text){"没有这个筛选项目", "There is no such filter."};
        return STATUS_NOT_FOUND;
    }
    if (!utf8_valid(typed, strlen(typed)))
        return refuse(message, "不是有效的文字", "This is no text.");
    filter.value = utf8_trim(ctx->arena, typed);
    if (*filter.value == '\0')
        return STATUS_OK;
    if (filters->count == FILTERS_MAX) {
        *message = (struct text){"筛选条件太多，最多 12 个", "Too many filters: 12 at most."};
        return STATUS_TOO_LARGE;
    }
    TRY(read_value(ctx, &filter, message));
    filters->rows[filters->count++] = filter;
    return STATUS_OK;
}

enum status filter_units(struct ctx *ctx, struct filter_unit **units, unsigned *count) {
    unsigned room = 0;
    *units = NULL;
    *count = 0;
    struct query query = query_start(ctx->store, &UNITS);
    while (query_row(&query)) {
        if (*count == room) {
            struct filter_unit *more = ARENA_ARRAY(ctx->arena, struct filter_unit, 2 * room + (size_t)16);
            if (*count > 0)
                memcpy(more, *units, *count * sizeof *more);
            *units = more;
            room = 2 * room + 16;
        }
        unsigned slashes = 0;
        for (const char *c = query_text(&query, 2, ctx->arena); *c != '\0'; c++)
            slashes += *c == '/';
        (*units)[(*count)++] = (struct filter_unit){query_int(&query, 0), query_text(&query, 1, ctx->arena), slashes - 2};
    }
    return query_end(&query);
}
