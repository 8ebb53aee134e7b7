// SQL functions over the model.
#include "store/functions.h"

#include <sqlite3.h>

#include "model/search.h"

static void has_initials(sqlite3_context *context, int count, sqlite3_value **values) {
    (void)count;
    const char *name = (const char *)sqlite3_value_text(values[0]);
    const char *letters = (const char *)sqlite3_value_text(values[1]);
    sqlite3_result_int(context, name && letters && search_initials_match(name, letters));
}

int functions_register(sqlite3 *database) {
    const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY;
    return sqlite3_create_function_v2(database, "has_initials", 2, flags, NULL, has_initials, NULL, NULL, NULL);
}
