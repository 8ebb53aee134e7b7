// Reading the catalogue.
#include "domain/field_catalogue.h"

#include <string.h>

#include "base/log.h"

const struct sql FIELD_VERSION = {"field.version", "SELECT version FROM field_version WHERE id = 1"};
const struct sql FIELD_GROUPS = {"field.groups", "SELECT id, label_zh, label_en, position FROM field_group ORDER BY id"};
const struct sql FIELD_DEFINITIONS = {
    "field.definitions",
    "SELECT d.key, d.own, d.type, d.label_zh, d.label_en, d.hint_zh, d.hint_en, d.level, d.group_id, d.position, d.min_length,"
    " d.max_length, d.pattern, d.prefix, d.lowest, d.highest, d.no_future, d.required, d.required_for, d.findable, d.listed,"
    " d.private, d.used, d.retired_at, s.phase IS NOT NULL AND s.phase <> 'done'"
    " FROM field_definition d LEFT JOIN field_sealing s ON s.kind = d.kind AND s.field = d.key WHERE d.kind = :kind ORDER BY d.key",
};
const struct sql FIELD_CHOICES = {
    "field.choices",
    "SELECT field, key, label_zh, label_en, position, retired FROM field_choice WHERE kind = :kind ORDER BY field, position, key",
};
const struct sql FIELD_NOTE_USE = {
    "field.note_use",
    "UPDATE field_definition SET used = 1 WHERE kind = :kind AND key = :key AND used = 0",
};
const struct sql *const FIELD_CATALOGUE_STATEMENTS[] = {&FIELD_VERSION, &FIELD_GROUPS, &FIELD_DEFINITIONS, &FIELD_CHOICES, NULL};

#define TRIES 5        // of reading all of it while nobody changes it
#define OWN_PLACE 1000 // where fields stand that were never given a place: behind those of the program

// A field, and what puts it in its place.
struct line {
    struct field field;
    int64_t place;
    unsigned order; // among those of one place
    bool retired;
};
struct lines {
    struct line *rows;
    unsigned count, room;
    struct arena *arena;
};

static struct line *line_add(struct lines *lines) {
    if (lines->count == lines->room) {
        const struct line *before = lines->rows;
        lines->room = lines->room > 0 ? 2 * lines->room : FIELD_MAX;
        lines->rows = ARENA_ARRAY(lines->arena, struct line, lines->room);
        if (lines->count > 0)
            memcpy(lines->rows, before, lines->count * sizeof *before);
    }
    struct line *line = &lines->rows[lines->count++];
    *line = (struct line){.order = lines->count};
    return line;
}

static struct line *line_find(const struct lines *lines, const char *key) {
    for (unsigned i = 0; i < lines->count; i++)
        if (strcmp(lines->rows[i].field.key, key) == 0)
            return &lines->rows[i];
    return NULL;
}

static void add_built_in(struct lines *lines, const struct field_table *table) {
    for (size_t i = 0; i < table->count; i++) {
        struct line *line = line_add(lines);
        line->field = table->fields[i];
        line->place = (int64_t)i;
    }
}

// --- One row of field_definition

static void read_words(const struct query *query, struct field *field, struct arena *arena) {
    if (!query_is_null(query, 3))
        field->label.zh = query_text(query, 3, arena);
    if (!query_is_null(query, 4))
        field->label.en = query_text(query, 4, arena);
    if (!query_is_null(query, 5) && !query_is_null(query, 6)) {
        field->hint = (struct text){query_text(query, 5, arena), query_text(query, 6, arena)};
        if (*field->hint.zh == '\0')
            field->hint = (struct text){NULL, NULL};
    }
}

static void read_limits(const struct query *query, struct field *field, struct arena *arena) {
    struct field_limits *limits = ARENA_NEW(arena, struct field_limits);
    *limits = (struct field_limits){
        .pattern = (enum field_pattern)query_int(query, 12),
        .prefix = query_text(query, 13, arena),
        .lowest = query_text(query, 14, arena),
        .highest = query_text(query, 15, arena),
        .no_future = query_int(query, 16) != 0,
        .required_for = query_text(query, 18, arena),
    };
    field->limits = limits;
}

static bool may_be_found(const struct field *field) {
    return field->type == FIELD_PHONE || field->type == FIELD_EMAIL || field->type == FIELD_IDENTITY || field->type == FIELD_BANK_ACCOUNT;
}

static void set_flag(struct field *field, unsigned flag, bool on) {
    field->flags = on ? field->flags | flag : field->flags & ~flag;
}

static void read_own(const struct query *query, struct field *field) {
    field->flags |= FIELD_OWN;
    field->min = (unsigned)query_int(query, 10);
    field->max = (unsigned)query_int(query, 11);
    field->group = GROUP_IDENTITY;
    set_flag(field, FIELD_FINDABLE, query_int(query, 19) != 0 && may_be_found(field));
    set_flag(field, FIELD_LIST, query_int(query, 20) != 0);
    set_flag(field, FIELD_USED, query_int(query, 22) != 0);
}

// A line of the program keeps what the program rests on: its level can only be raised, a required field stays so.
static enum status read_definition(const struct query *query, struct lines *lines, struct arena *arena) {
    const char *key = query_text(query, 0, arena);
    struct line *line = line_find(lines, key);
    const bool own = query_int(query, 1) != 0;
    if (own != (line == NULL))
        return own ? STATUS_FAULT : STATUS_OK; // a line of a program that is older or newer than this one: none of ours
    if (own) {
        line = line_add(lines);
        line->place = OWN_PLACE;
        line->field = (struct field){.key = key, .type = field_type_find(query_text(query, 2, arena))};
        if (line->field.type == FIELD_TYPE_COUNT)
            return STATUS_FAULT;
        read_own(query, &line->field);
    }
    struct field *field = &line->field;
    read_words(query, field, arena);
    read_limits(query, field, arena);
    if (!query_is_null(query, 7) && query_int(query, 7) > (int64_t)field->level)
        field->level = (enum level)query_int(query, 7);
    if (!query_is_null(query, 8))
        field->group = (unsigned)query_int(query, 8);
    if (!query_is_null(query, 9))
        line->place = query_int(query, 9);
    set_flag(field, FIELD_REQUIRED, query_int(query, 17) != 0 || (field->flags & FIELD_REQUIRED) != 0);
    set_flag(field, FIELD_PRIVATE, query_int(query, 21) != 0);
    set_flag(field, FIELD_SEALING, query_int(query, 24) != 0);
    line->retired = !query_is_null(query, 23) && (field->flags & (FIELD_COLUMN | FIELD_FIXED | FIELD_CORE)) == 0;
    return STATUS_OK;
}

static enum status read_definitions(struct store *store, enum kind kind, struct lines *lines) {
    enum status status = STATUS_OK;
    struct query query = query_start(store, &FIELD_DEFINITIONS);
    query_bind_int(&query, ":kind", kind);
    while (status == STATUS_OK && query_row(&query))
        status = read_definition(&query, lines, lines->arena);
    const enum status read = query_end(&query);
    return status == STATUS_OK ? read : status;
}

// --- Choices: those of the program first, as far as they were not given another label or retired; then the added ones.

struct choices {
    struct choice *rows; // ends with key NULL
    unsigned count, room;
};

static void choice_add(struct choices *choices, struct choice choice, struct arena *arena) {
    if (choices->count + 1 >= choices->room) {
        const struct choice *before = choices->rows;
        choices->room = choices->room > 0 ? 2 * choices->room : 32;
        choices->rows = ARENA_ARRAY(arena, struct choice, choices->room);
        if (choices->count > 0)
            memcpy(choices->rows, before, choices->count * sizeof *before);
    }
    choices->rows[choices->count++] = choice;
    choices->rows[choices->count] = (struct choice){NULL, {NULL, NULL}, false};
}

static struct choice *choice_find(const struct choices *choices, const char *key) {
    for (unsigned i = 0; i < choices->count; i++)
        if (strcmp(choices->rows[i].key, key) == 0)
            return &choices->rows[i];
    return NULL;
}

// Takes over the stored choices of one field, whose rows follow each other.
static void read_choice(const struct query *query, struct choices *choices, struct arena *arena) {
    const struct choice choice = {query_text(query, 1, arena),
                                  {query_text(query, 2, arena), query_text(query, 3, arena)},
                                  query_int(query, 5) != 0};
    struct choice *built_in = choice_find(choices, choice.key);
    if (built_in)
        *built_in = choice;
    else
        choice_add(choices, choice, arena);
}

static void start_choices(struct choices *choices, const struct field *field, struct arena *arena) {
    *choices = (struct choices){0};
    for (const struct choice *choice = field->choices; choice && choice->key; choice++)
        choice_add(choices, *choice, arena);
}

static enum status read_choices(struct store *store, enum kind kind, struct lines *lines) {
    struct line *line = NULL;
    struct choices choices = {0};
    struct query query = query_start(store, &FIELD_CHOICES);
    query_bind_int(&query, ":kind", kind);
    while (query_row(&query)) {
        const char *key = query_text(&query, 0, lines->arena);
        if (!line || strcmp(line->field.key, key) != 0) {
            line = line_find(lines, key);
            if (!line)
                continue;
            start_choices(&choices, &line->field, lines->arena);
        }
        read_choice(&query, &choices, lines->arena);
        line->field.choices = choices.rows;
    }
    return query_end(&query);
}

// --- The whole

static const struct choice NO_CHOICES[] = {{NULL, {NULL, NULL}, false}};

struct shelf { // chapters with their places
    struct chapter chapters[GROUP_COUNT + CHAPTERS_MAX];
    int64_t places[GROUP_COUNT + CHAPTERS_MAX];
    unsigned count;
};

static enum status read_chapters(struct store *store, struct shelf *shelf, struct arena *arena) {
    for (unsigned i = 0; i < GROUP_COUNT; i++) {
        shelf->chapters[i] = BUILT_IN_CHAPTERS[i];
        shelf->places[i] = i;
    }
    shelf->count = GROUP_COUNT;
    struct query query = query_start(store, &FIELD_GROUPS);
    while (query_row(&query)) {
        const int64_t id = query_int(&query, 0);
        if (id >= GROUP_COUNT && shelf->count == GROUP_COUNT + CHAPTERS_MAX)
            continue;
        const unsigned i = id < GROUP_COUNT ? (unsigned)id : shelf->count++;
        shelf->chapters[i] = (struct chapter){(unsigned)id, {query_text(&query, 1, arena), query_text(&query, 2, arena)}};
        shelf->places[i] = query_int(&query, 3);
    }
    for (unsigned i = 1; i < shelf->count; i++) // few, and nearly in order
        for (unsigned k = i; k > 0 && shelf->places[k - 1] > shelf->places[k]; k--) {
            const struct chapter chapter = shelf->chapters[k];
            const int64_t place = shelf->places[k];
            shelf->chapters[k] = shelf->chapters[k - 1];
            shelf->places[k] = shelf->places[k - 1];
            shelf->chapters[k - 1] = chapter;
            shelf->places[k - 1] = place;
        }
    return query_end(&query);
}

static unsigned chapter_place(const struct shelf *shelf, unsigned group) {
    unsigned i = 0;
    while (i < shelf->count && shelf->chapters[i].group != group)
        i++;
    return i;
}

static bool stands_before(const struct shelf *shelf, const struct line *a, const struct line *b) {
    const unsigned left = chapter_place(shelf, a->field.group), right = chapter_place(shelf, b->field.group);
    if (left != right)
        return left < right;
    return a->place != b->place ? a->place < b->place : a->order < b->order;
}

static void sort(const struct shelf *shelf, struct lines *lines) {
    for (unsigned i = 1; i < lines->count; i++)
        for (unsigned k = i; k > 0 && stands_before(shelf, &lines->rows[k], &lines->rows[k - 1]); k--) {
            const struct line line = lines->rows[k];
            lines->rows[k] = lines->rows[k - 1];
            lines->rows[k - 1] = line;
        }
}

// Those that are retired or not, as a table holds them.
static const struct field *collect(const struct lines *lines, bool retired, size_t *count) {
    struct field *fields = ARENA_ARRAY(lines->arena, struct field, lines->count + 1);
    *count = 0;
    for (unsigned i = 0; i < lines->count; i++) {
        if (lines->rows[i].retired != retired || (!retired && *count == FIELD_MAX))
            continue;
        struct field *field = &fields[(*count)++];
        *field = lines->rows[i].field;
        if (field->type == FIELD_CHOICE && !field->choices)
            field->choices = NO_CHOICES;
    }
    return fields;
}

static enum status read_table(struct store *store, const struct shelf *shelf, const struct field_table *built_in,
                              struct field_table *table, struct arena *arena) {
    struct lines lines = {.arena = arena};
    add_built_in(&lines, built_in);
    TRY(read_definitions(store, built_in->kind, &lines));
    TRY(read_choices(store, built_in->kind, &lines));
    for (unsigned i = 0; i < lines.count; i++)
        if (chapter_place(shelf, lines.rows[i].field.group) == shelf->count)
            lines.rows[i].field.group = GROUP_IDENTITY;
    sort(shelf, &lines);
    *table = *built_in;
    table->fields = collect(&lines, false, &table->count);
    table->retired = collect(&lines, true, &table->retired_count);
    table->chapters = shelf->chapters;
    table->chapter_count = shelf->count;
    return STATUS_OK;
}

static enum status read_catalogue(struct store *store, struct field_catalogue *catalogue, struct arena *arena) {
    struct field_table *customer = ARENA_NEW(arena, struct field_table), *contact = ARENA_NEW(arena, struct field_table);
    struct shelf *shelf = ARENA_NEW(arena, struct shelf);
    TRY(read_chapters(store, shelf, arena));
    TRY(read_table(store, shelf, BUILT_IN_CATALOGUE.customer, customer, arena));
    TRY(read_table(store, shelf, BUILT_IN_CATALOGUE.contact, contact, arena));
    catalogue->customer = customer;
    catalogue->contact = contact;
    return STATUS_OK;
}

enum status catalogue_version(struct store *store, int64_t *version) {
    struct query query = query_start(store, &FIELD_VERSION);
    *version = query_row(&query) ? query_int(&query, 0) : -1;
    return query_end(&query);
}

// Outside of a view somebody may change it between two statements: then once more.
static enum status read_all_of_one_version(struct store *store, struct field_catalogue *catalogue, struct arena *arena) {
    for (int tries = 0; tries < TRIES; tries++) {
        int64_t after;
        TRY(catalogue_version(store, &catalogue->version));
        TRY(read_catalogue(store, catalogue, arena));
        TRY(catalogue_version(store, &after));
        if (after == catalogue->version)
            return STATUS_OK;
        arena_wipe(arena);
    }
    return STATUS_UNAVAILABLE;
}

enum status catalogue_refresh(struct catalogue_keeper *keeper, struct store *store, int64_t version) {
    if (version == keeper->now->version)
        return STATUS_OK;
    struct arena *arena = arena_new();
    struct field_catalogue read = {0};
    const enum status status = read_all_of_one_version(store, &read, arena);
    if (status != STATUS_OK) {
        LOG_EVENT(LOG_ERROR, "fields.unreadable", LOG_TEXT("status", status_name(status)), LOG_NUMBER("version", version));
        arena_free(arena);
        return status;
    }
    struct field_catalogue *fresh = ARENA_NEW(arena, struct field_catalogue);
    *fresh = read;
    if (keeper->arena)
        arena_free(keeper->arena);
    *keeper = (struct catalogue_keeper){.now = fresh, .arena = arena};
    return STATUS_OK;
}

enum status catalogue_check(struct ctx *ctx) {
    int64_t version;
    TRY(catalogue_version(ctx->store, &version));
    return version == ctx->fields->version ? STATUS_OK : STATUS_STALE;
}

enum status catalogue_note_use(struct ctx *ctx, enum kind kind, const struct field *field) {
    if ((field->flags & (FIELD_OWN | FIELD_USED)) != FIELD_OWN)
        return STATUS_OK;
    struct query query = query_start(ctx->store, &FIELD_NOTE_USE);
    query_bind_int(&query, ":kind", kind);
    query_bind_text(&query, ":key", field->key);
    return query_run(&query, NULL);
}
