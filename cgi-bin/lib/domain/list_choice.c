#include "domain/list_choice.h"

static const struct sql FIND = {"list_choice.find", "SELECT columns, view_id FROM list_choice WHERE person_id = :person"};
static const struct sql COLUMNS = {
    "list_choice.columns",
    "INSERT INTO list_choice (person_id, columns) VALUES (:person, :columns) ON CONFLICT (person_id) DO UPDATE SET columns = excluded.columns",
};
static const struct sql VIEW = {
    "list_choice.view",
    "INSERT INTO list_choice (person_id, view_id) VALUES (:person, :view) ON CONFLICT (person_id) DO UPDATE SET view_id = excluded.view_id",
};
const struct sql *const LIST_CHOICE_STATEMENTS[] = {&FIND, &COLUMNS, &VIEW, NULL};

static struct query start(struct ctx *ctx, const struct sql *sql) {
    struct query query = query_start(ctx->store, sql);
    query_bind_int(&query, ":person", ctx->actor->person_id);
    return query;
}

enum status list_choice_find(struct ctx *ctx, struct list_choice *choice) {
    *choice = (struct list_choice){.columns = ""};
    struct query query = start(ctx, &FIND);
    if (query_row(&query)) {
        choice->columns = query_text(&query, 0, ctx->arena);
        choice->view_id = query_int(&query, 1);
    }
    return query_end(&query);
}

enum status list_choice_columns(struct ctx *ctx, const char *columns) {
    struct query query = start(ctx, &COLUMNS);
    query_bind_text(&query, ":columns", columns);
    return query_run(&query, NULL);
}

enum status list_choice_view(struct ctx *ctx, int64_t view_id) {
    struct query query = start(ctx, &VIEW);
    query_bind_int(&query, ":view", view_id);
    return query_run(&query, NULL);
}
