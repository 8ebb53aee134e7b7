// Puts a query together from a head, conditions and a tail; see where.h for why that is safe.
#include "store/where.h"

#include "base/log.h"

struct where where_start(struct arena *arena) {
    return (struct where){.arena = arena, .text = {.arena = arena}};
}

void where_add(struct where *where, const char *condition) {
    buffer_text(&where->text, where->text.length ? " AND " : " WHERE ");
    buffer_text(&where->text, condition);
}

// Counts beyond the last place too, so that where_query can refuse: a condition silently left out would show too much.
static void add_value(struct where *where, const char *name, const char *text, int64_t number) {
    if (where->count < WHERE_MAX) {
        where->values[where->count].name = name;
        where->values[where->count].text = text;
        where->values[where->count].number = number;
    }
    where->count++;
}

void where_value_text(struct where *where, const char *name, const char *value) {
    add_value(where, name, value ? value : "", 0);
}

void where_value_int(struct where *where, const char *name, int64_t value) {
    add_value(where, name, NULL, value);
}

void where_add_text(struct where *where, const char *condition, const char *name, const char *value) {
    where_add(where, condition);
    where_value_text(where, name, value);
}

void where_add_int(struct where *where, const char *condition, const char *name, int64_t value) {
    where_add(where, condition);
    where_value_int(where, name, value);
}

static struct query bind_values(const struct where *where, struct query query) {
    for (unsigned i = 0; i < where->count; i++) {
        if (where->values[i].text)
            query_bind_text(&query, where->values[i].name, where->values[i].text);
        else
            query_bind_int(&query, where->values[i].name, where->values[i].number);
    }
    return query;
}

struct query where_query(struct where *where, struct store *store, const char *name, const char *head,
                         const char *tail) {
    if (where->count > WHERE_MAX) {
        LOG_EVENT(LOG_ERROR, "where.too_many", LOG_TEXT("name", name), LOG_NUMBER("values", where->count));
        return (struct query){.store = store, .status = STATUS_FAULT, .done = true};
    }
    struct buffer text = {.arena = where->arena};
    buffer_text(&text, head);
    buffer_add(&text, where->text.data, where->text.length);
    buffer_text(&text, " ");
    buffer_text(&text, tail);
    return bind_values(where, query_start_text(store, name, text.data));
}

void where_column_add(struct where *where, const char *expression) {
    buffer_text(&where->text, where->text.length ? ", " : "SELECT ");
    buffer_text(&where->text, expression);
}

struct query where_columns(struct where *where, struct store *store, const char *name) {
    return where_query(where, store, name, "", "");
}
