// Pages of the list of people.
#include "domain/person_list.h"

#include <string.h>

#include "base/utf8.h"
#include "model/spell.h"
#include "store/where.h"

#define PERSON_HEAD                                                                                                               \
    "SELECT p.id, p.login, p.name, u.name, coalesce((SELECT group_concat(r.key, ',') FROM person_role g "                         \
    "JOIN role r ON r.id = g.role_id WHERE g.person_id = p.id), ''), s.name, p.state, p.password_at IS NOT NULL OR o.void IS 0, " \
    "f.confirmed_at IS NOT NULL FROM person p JOIN unit u ON u.id = p.unit_id "                                                   \
    "LEFT JOIN person s ON s.id = p.superior_id LEFT JOIN credential_offer o ON o.person_id = p.id "                              \
    "LEFT JOIN second_factor f ON f.person_id = p.id"

static struct person_row read_row(const struct query *query, struct arena *arena) {
    return (struct person_row){
        .id = query_int(query, 0),
        .login = query_text(query, 1, arena),
        .name = query_text(query, 2, arena),
        .unit = query_text(query, 3, arena),
        .roles = query_text(query, 4, arena),
        .superior = query_is_null(query, 5) ? "" : query_text(query, 5, arena),
        .closed = strcmp(query_text(query, 6, arena), "closed") == 0,
        .may_sign_in = query_int(query, 7) != 0,
        .has_second_factor = query_int(query, 8) != 0,
    };
}

// What starts with "/1/4/" lies from it to "/1/40", '0' being the character after '/'.
static void add_unit(struct where *where, const struct unit *unit) {
    char *end = arena_string(where->arena, unit->path);
    end[strlen(end) - 1] = '/' + 1;
    where_text(where, "u.path >= :path", ":path", unit->path);
    where_text(where, "u.path < :path_end", ":path_end", end);
}

// By a part of the login or the name, or by the name's pinyin.
static void add_text(struct where *where, const char *text) {
    const char *ways = spell_ways(where->arena, utf8_fold(where->arena, text));
    where_text(where, "(instr(p.login, lower(:text)) > 0 OR instr(p.name, :text) > 0 OR (:ways <> '' AND is_spelled(p.name, :ways)))",
               ":text", text);
    where_value_text(where, ":ways", ways != NULL ? ways : "");
}

static void add_filters(struct where *where, const struct person_query *query) {
    if (*query->text != '\0')
        add_text(where, query->text);
    if (query->unit != NULL)
        add_unit(where, query->unit);
    if (query->state == PERSON_CLOSED)
        where_plain(where, "p.state = 'closed'");
    else if (query->state != PERSON_ANY)
        where_plain(where, "p.state = 'active'");
    if (query->state == PERSON_UNLED)
        where_plain(where, "p.superior_id IS NULL");
    if (*query->after != '\0' && query->backwards)
        where_text(where, "p.login < :after", ":after", query->after);
    else if (*query->after != '\0')
        where_text(where, "p.login > :after", ":after", query->after);
}

static void reverse(struct person_row *rows, unsigned count) {
    for (unsigned i = 0; i < count / 2; i++) {
        struct person_row row = rows[i];
        rows[i] = rows[count - 1 - i];
        rows[count - 1 - i] = row;
    }
}

enum status person_page_read(struct ctx *ctx, const struct person_query *query, struct person_page *page) {
    bool more = false;
    struct where where = where_start(ctx->arena);
    *page = (struct person_page){.count = 0};
    add_filters(&where, query);
    struct query rows = where_query(&where, ctx->store, "person.page", PERSON_HEAD,
                                    query->backwards ? " ORDER BY p.login DESC LIMIT :limit" : " ORDER BY p.login LIMIT :limit");
    query_bind_int(&rows, ":limit", PERSON_PAGE_ROWS + 1);
    while (query_row(&rows)) {
        if (page->count == PERSON_PAGE_ROWS)
            more = true;
        else
            page->rows[page->count++] = read_row(&rows, ctx->arena);
    }
    if (query->backwards)
        reverse(page->rows, page->count);
    page->has_previous = query->backwards ? more : *query->after != '\0';
    page->has_next = query->backwards || more;
    return query_end(&rows);
}
