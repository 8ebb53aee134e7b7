// Splits at spaces and '|' and nothing else; '|' keeps the position, which FTS5 calls colocated.
#include "store/tokenizer.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>

static int create(void *context, const char **arguments, int count, Fts5Tokenizer **tokenizer) {
    (void)arguments;
    if (count != 0)
        return SQLITE_ERROR;
    *tokenizer = context; // it has no state: any address but NULL will do
    return SQLITE_OK;
}

static void destroy(Fts5Tokenizer *tokenizer) {
    (void)tokenizer;
}

static int tokenize(Fts5Tokenizer *tokenizer, void *context, int flags, const char *text, int length,
                    int (*token)(void *, int, const char *, int, int, int)) {
    (void)tokenizer;
    (void)flags;
    bool same_position = false;
    for (int at = 0; at < length;) {
        int start = at;
        while (at < length && text[at] != ' ' && text[at] != '|')
            at++;
        if (at > start) {
            int code = token(context, same_position ? FTS5_TOKEN_COLOCATED : 0, text + start, at - start, start, at);
            if (code != SQLITE_OK)
                return code;
            same_position = true;
        }
        if (at < length && text[at++] == ' ')
            same_position = false;
    }
    return SQLITE_OK;
}

static fts5_api *api_of(sqlite3 *database) {
    fts5_api *api = NULL;
    sqlite3_stmt *handle = NULL;
    if (sqlite3_prepare_v2(database, "SELECT fts5(?1)", -1, &handle, NULL) == SQLITE_OK) {
        sqlite3_bind_pointer(handle, 1, (void *)&api, "fts5_api_ptr", NULL);
        sqlite3_step(handle);
    }
    sqlite3_finalize(handle);
    return api;
}

int tokenizer_register(sqlite3 *database) {
    fts5_api *api = api_of(database);
    if (!api)
        return SQLITE_ERROR;
    fts5_tokenizer methods = {.xCreate = create, .xDelete = destroy, .xTokenize = tokenize};
    return api->xCreateTokenizer(api, "kedang", api, &methods, NULL);
}
