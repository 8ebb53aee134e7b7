#include "domain/customer_column.h"

#include <string.h>

// Driven by the rows and the fields that are asked for, each a look-up by the primary key. The unit is a field like others here.
static const struct sql VALUES = {
    "column.values",
    "SELECT v.record_id, v.field, v.value FROM json_each(:rows) r CROSS JOIN json_each(:fields) f CROSS JOIN field_value v "
    "ON v.kind = 1 AND v.record_id = r.value AND v.field = f.value "
    "UNION ALL SELECT c.id, f.value, w.name FROM json_each(:fields) f CROSS JOIN json_each(:rows) r "
    "CROSS JOIN customer c ON c.id = r.value CROSS JOIN unit w ON w.id = c.unit_id WHERE f.value = 'unit'",
};
const struct sql *const COLUMN_STATEMENTS[] = {&VALUES, NULL};

// What a row has anyway.
enum source {
    FROM_ARCHIVE_NO,
    FROM_CODE,
    FROM_NAME,
    FROM_CREDIT_CODE,
    FROM_KIND,
    FROM_REGION,
    FROM_OWNER,
    FROM_PHONE,
    FROM_CREATED,
    FROM_UPDATED,
    FROM_VALUES // read for those columns only, as everything else
};
static const char *const SOURCES[] = {"archive_no", "code", "name", "credit_code", "kind",
                                      "region", "owner", "phone", "created", "updated"};
_Static_assert(sizeof SOURCES / sizeof *SOURCES == FROM_VALUES, "every source has its key");

static enum source source_of(const struct field *field) {
    int i = 0;
    while (i < FROM_VALUES && strcmp(SOURCES[i], field->key) != 0)
        i++;
    return (enum source)i;
}

bool column_is_time(const struct field *field) {
    const enum source source = source_of(field);
    return source == FROM_CREATED || source == FROM_UPDATED;
}

const struct field *const *column_fields(const struct ctx *ctx, size_t *count) {
    const struct field_table *table = ctx->fields->customer;
    size_t of_record;
    const struct field *record = filter_record_fields(&of_record);
    const struct field **fields = ARENA_ARRAY(ctx->arena, const struct field *, table->count + of_record);
    *count = 0;
    for (size_t i = 0; i < table->count; i++)
        fields[(*count)++] = &table->fields[i];
    for (size_t i = 0; i < of_record; i++)
        fields[(*count)++] = &record[i];
    return fields;
}

static const struct field *find(const struct ctx *ctx, const char *key, size_t length) {
    size_t count;
    const struct field *const *fields = column_fields(ctx, &count);
    for (size_t i = 0; i < count; i++)
        if (strncmp(fields[i]->key, key, length) == 0 && fields[i]->key[length] == '\0')
            return fields[i];
    return NULL;
}

static bool has(const struct columns *columns, const struct field *field) {
    for (unsigned i = 0; i < columns->count; i++)
        if (columns->fields[i] == field)
            return true;
    return false;
}

static void add(struct columns *columns, const struct field *field) {
    if (field != NULL && !has(columns, field) && columns->count < COLUMNS_MAX)
        columns->fields[columns->count++] = field;
}

static struct columns read_keys(const struct ctx *ctx, const char *keys) {
    struct columns columns = {.count = 0};
    for (size_t length; *keys != '\0'; keys += length + (keys[length] == ',')) {
        length = strcspn(keys, ",");
        add(&columns, find(ctx, keys, length));
    }
    return columns;
}

struct columns columns_usual(const struct ctx *ctx, bool by_newest) {
    return read_keys(ctx, by_newest ? "archive_no,name,kind,region,owner,phone,created" : "archive_no,name,kind,region,owner,phone,updated");
}

struct columns columns_read(const struct ctx *ctx, const char *keys, bool by_newest) {
    struct columns columns = read_keys(ctx, keys);
    const struct field *name = find(ctx, "name", strlen("name"));
    if (columns.count == 0)
        return columns_usual(ctx, by_newest);
    if (has(&columns, name))
        return columns;
    columns.count -= columns.count == COLUMNS_MAX;
    memmove(columns.fields + 1, columns.fields, columns.count++ * sizeof *columns.fields);
    columns.fields[0] = name;
    return columns;
}

const char *columns_keys(const struct columns *columns, struct arena *arena) {
    struct buffer keys = {.arena = arena};
    for (unsigned i = 0; i < columns->count; i++)
        buffer_format(&keys, "%s%s", i > 0 ? "," : "", columns->fields[i]->key);
    return keys.data != NULL ? keys.data : "";
}

// --- values

static const char *row_value(const struct customer_row *row, enum source source, struct arena *arena) {
    switch (source) {
    case FROM_ARCHIVE_NO:
        return row->archive_no;
    case FROM_CODE:
        return row->code;
    case FROM_NAME:
        return row->name;
    case FROM_CREDIT_CODE:
        return row->credit_code;
    case FROM_KIND:
        return row->kind;
    case FROM_REGION:
        return row->region;
    case FROM_OWNER:
        return row->owner_name;
    case FROM_PHONE:
        return row->phone_mask;
    case FROM_CREATED:
        return time_minute(arena, row->created_at);
    case FROM_UPDATED:
        return time_minute(arena, row->updated_at);
    case FROM_VALUES:
        break;
    }
    return "";
}

// The keys of the columns that no row has by itself, as a JSON list; NULL: there is none.
static const char *keys_to_read(const struct columns *columns, struct arena *arena) {
    struct buffer keys = {.arena = arena};
    for (unsigned i = 0; i < columns->count; i++)
        if (source_of(columns->fields[i]) == FROM_VALUES)
            buffer_format(&keys, "%s\"%s\"", keys.length > 0 ? "," : "", columns->fields[i]->key);
    return keys.length > 0 ? arena_format(arena, "[%s]", keys.data) : NULL;
}

static const char *rows_to_read(const struct customer_row *rows, unsigned count, struct arena *arena) {
    struct buffer ids = {.arena = arena};
    buffer_text(&ids, "[");
    for (unsigned i = 0; i < count; i++)
        buffer_format(&ids, "%s%lld", i > 0 ? "," : "", (long long)rows[i].id);
    buffer_text(&ids, "]");
    return ids.data;
}

struct place {
    unsigned row; // of the last value: values come row by row
    const struct customer_row *rows;
    unsigned count;
};

static bool seek(struct place *place, int64_t id) {
    for (unsigned step = 0; step < place->count; step++, place->row = (place->row + 1) % place->count)
        if (place->rows[place->row].id == id)
            return true;
    return false;
}

static enum status read_values(struct ctx *ctx, const struct columns *columns, const char *keys, struct place *place, const char **cells) {
    struct query query = query_start(ctx->store, &VALUES);
    query_bind_text(&query, ":rows", rows_to_read(place->rows, place->count, ctx->arena));
    query_bind_text(&query, ":fields", keys);
    while (query_row(&query)) {
        const char *key = query_text(&query, 1, ctx->arena);
        if (!seek(place, query_int(&query, 0)))
            continue;
        for (unsigned i = 0; i < columns->count; i++)
            if (strcmp(columns->fields[i]->key, key) == 0)
                cells[place->row * columns->count + i] = field_shown(columns->fields[i], query_text(&query, 2, ctx->arena));
    }
    return query_end(&query);
}

enum status columns_values(struct ctx *ctx, const struct columns *columns, const struct customer_row *rows, unsigned count,
                           const char ***cells) {
    *cells = ARENA_ARRAY(ctx->arena, const char *, (size_t)count * columns->count + 1);
    enum source sources[COLUMNS_MAX];
    for (unsigned c = 0; c < columns->count; c++)
        sources[c] = source_of(columns->fields[c]);
    for (unsigned r = 0; r < count; r++)
        for (unsigned c = 0; c < columns->count; c++)
            (*cells)[r * columns->count + c] = field_shown(columns->fields[c], row_value(&rows[r], sources[c], ctx->arena));
    const char *keys = count > 0 ? keys_to_read(columns, ctx->arena) : NULL;
    struct place place = {.rows = rows, .count = count};
    return keys != NULL ? read_values(ctx, columns, keys, &place, *cells) : STATUS_OK;
}
