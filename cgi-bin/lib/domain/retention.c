// Reading the retention.
#include "domain/retention.h"

#include <stdlib.h>

static const struct sql SETTING = {"retention.setting", "SELECT value FROM setting WHERE key = '" RETENTION_SETTING "'"};
const struct sql *const RETENTION_STATEMENTS[] = {&SETTING, NULL};

enum status retention_days(struct store *store, int64_t *days, struct arena *arena) {
    *days = RETENTION_DAYS_USUAL;
    struct query query = query_start(store, &SETTING);
    if (query_row(&query)) {
        char *end;
        const char *text = query_text(&query, 0, arena);
        const int64_t set = strtoll(text, &end, 10);
        // What is no number counts for nothing; one that is out of bounds counts as the bound.
        if (end != text && *end == '\0')
            *days = set < RETENTION_DAYS_LEAST ? RETENTION_DAYS_LEAST : set > RETENTION_DAYS_MOST ? RETENTION_DAYS_MOST
                                                                                                  : set;
    }
    return query_end(&query);
}
