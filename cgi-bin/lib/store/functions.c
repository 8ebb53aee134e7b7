// SQL functions over the model.
#include "store/functions.h"

#include <sqlite3.h>
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "model/search.h"
#include "model/spell.h"

// is_spelled(text, ways): see model/spell.h; true for ways ''. Several words' ways are separated by blanks.
static void is_spelled(sqlite3_context *context, int count, sqlite3_value **values) {
    (void)count;
    const char *text = (const char *)sqlite3_value_text(values[0]), *ways = (const char *)sqlite3_value_text(values[1]);
    sqlite3_result_int(context, text && ways && spell_match_all(text, ways));
}

// A text of the model's, made for one value: for migrations, which have no other way to it.
typedef const char *text_maker(struct arena *arena, const char *text);

static const char *fold(struct arena *arena, const char *text) {
    return utf8_fold(arena, text);
}

static const struct maker {
    const char *name;
    text_maker *make;
} MAKERS[] = {
    {"fold", fold},
    {"name_tokens", search_name_tokens},
    {"initials_tokens", search_initials_tokens},
    {"reading_tokens", search_reading_tokens},
};

static void make_text(sqlite3_context *context, int count, sqlite3_value **values) {
    (void)count;
    const struct maker *maker = sqlite3_user_data(context);
    const char *text = (const char *)sqlite3_value_text(values[0]);
    if (!text || !utf8_valid(text, strlen(text)))
        return;
    struct arena *arena = arena_new();
    sqlite3_result_text(context, maker->make(arena, text), -1, SQLITE_TRANSIENT);
    arena_free(arena);
}

int functions_register(sqlite3 *database) {
    const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY;
    int code = sqlite3_create_function_v2(database, "is_spelled", 2, flags, NULL, is_spelled, NULL, NULL, NULL);
    for (size_t i = 0; code == SQLITE_OK && i < sizeof MAKERS / sizeof *MAKERS; i++)
        code = sqlite3_create_function_v2(database, MAKERS[i].name, 1, flags, (void *)&MAKERS[i], make_text, NULL, NULL, NULL);
    return code;
}
