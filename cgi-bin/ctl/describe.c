#include "ctl/describe.h"

#include <string.h>

#include "model/field.h"
#include "model/permission.h"

const struct column ROUTE_COLUMNS[] = {
    {"program", {"程序", "program"}},
    {"method", {"方法", "method"}},
    {"path", {"路径", "path"}},
    {"permission", {"权限", "permission"}},
    {"discloses", {"可披露", "discloses"}},
    {"title_zh", {"标题", "标题"}},
    {"title_en", {"英文标题", "title"}},
    {NULL, {NULL, NULL}},
};
const struct column FIELD_COLUMNS[] = {
    {"kind", {"对象", "record"}},
    {"key", {"字段", "key"}},
    {"zh", {"名称", "名称"}},
    {"en", {"英文名称", "label"}},
    {"type", {"类型", "type"}},
    {"level", {"密级", "level"}},
    {"min", {"最短", "min"}},
    {"max", {"最长", "max"}},
    {"flags", {"标志", "flags"}},
    {NULL, {NULL, NULL}},
};
const struct column ROLE_COLUMNS[] = {
    {"key", {"角色", "role"}},
    {"zh", {"名称", "名称"}},
    {"en", {"英文名称", "label"}},
    {"scope", {"范围", "scope"}},
    {"level", {"可查看密级", "level"}},
    {"permissions", {"权限", "permissions"}},
    {NULL, {NULL, NULL}},
};

static const char *flag_names(const struct field *field, struct arena *arena) {
    static const struct {
        unsigned flag;
        const char *name;
    } FLAGS[] = {
        {FIELD_REQUIRED, "required"},
        {FIELD_FIXED, "fixed"},
        {FIELD_COLUMN, "column"},
        {FIELD_FINDABLE, "findable"},
        {FIELD_LIST, "list"},
        {FIELD_UNIQUE, "unique"},
        {FIELD_CORE, "core"},
    };
    struct buffer names = {.arena = arena};
    for (size_t i = 0; i < sizeof FLAGS / sizeof FLAGS[0]; i++)
        if ((field->flags & FLAGS[i].flag) != 0)
            buffer_format(&names, "%s%s", names.length > 0 ? " " : "", FLAGS[i].name);
    return names.data != NULL ? names.data : "";
}

// Adds a row whose members are `columns` with `values` in their order; `words` of them (by bit) are numbers.
static void add_row(struct json *rows, const struct column *columns, const char *const *values, unsigned words,
                    struct arena *arena) {
    unsigned width = 0;
    while (columns[width].name != NULL)
        width++;
    struct json *row = &rows->items[rows->count++];
    *row = (struct json){.type = JSON_OBJECT,
                         .items = ARENA_ARRAY(arena, struct json, width),
                         .names = ARENA_ARRAY(arena, const char *, width),
                         .count = width};
    for (unsigned i = 0; i < width; i++) {
        row->names[i] = columns[i].name;
        row->items[i] = (struct json){.type = (words >> i & 1) != 0 ? JSON_WORD : JSON_TEXT, .text = values[i]};
    }
}

static void add_field(struct json *rows, const struct field_table *table, const struct field *field,
                      struct arena *arena) {
    const char *const values[] = {
        table->name,
        field->key,
        field->label.zh,
        field->label.en,
        field_type_name(field->type),
        arena_format(arena, "%d", (int)field->level),
        arena_format(arena, "%u", field->min),
        arena_format(arena, "%u", field->max),
        flag_names(field, arena),
    };
    add_row(rows, FIELD_COLUMNS, values, 1u << 5 | 1u << 6 | 1u << 7, arena);
}

struct json describe_fields(struct arena *arena) {
    const struct field_table *const tables[] = {BUILT_IN_CATALOGUE.customer, BUILT_IN_CATALOGUE.contact};
    struct json rows = {.type = JSON_ARRAY,
                        .items = ARENA_ARRAY(arena, struct json, tables[0]->count + tables[1]->count)};
    for (size_t t = 0; t < sizeof tables / sizeof tables[0]; t++)
        for (size_t i = 0; i < tables[t]->count; i++)
            add_field(&rows, tables[t], &tables[t]->fields[i], arena);
    return rows;
}

static const char *permission_names(unsigned permissions, struct arena *arena) {
    struct buffer names = {.arena = arena};
    for (int i = 0; i < PERM_COUNT; i++) {
        const char *name = permission_name((enum permission)i);
        if (name != NULL && (permissions >> i & 1) != 0)
            buffer_format(&names, "%s%s", names.length > 0 ? " " : "", name);
    }
    return names.data != NULL ? names.data : "";
}

struct json describe_roles(struct arena *arena) {
    static const char *const SCOPES[] = {"none", "own", "unit", "subtree", "all"};
    struct json rows = {.type = JSON_ARRAY, .items = ARENA_ARRAY(arena, struct json, ROLE_COUNT)};
    for (unsigned i = 0; i < ROLE_COUNT; i++) {
        const char *const values[] = {ROLES[i].key,
                                      ROLES[i].label.zh,
                                      ROLES[i].label.en,
                                      SCOPES[ROLES[i].scope],
                                      arena_format(arena, "%d", (int)ROLES[i].level),
                                      permission_names(ROLES[i].permissions, arena)};
        add_row(&rows, ROLE_COLUMNS, values, 1u << 4, arena);
    }
    return rows;
}
