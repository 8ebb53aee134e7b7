// The program audit: who saw which confidential field of whom, when and why. It never sees a value; the custodian hands out
// the records, and reading them is a record itself.
#include "audit/pages.h"
#include "domain/directory.h"
#include "domain/session.h"

static const struct route ROUTES[] = {
    {METHOD_GET, "/audit", PERM_LOG_READ, log_page, {"访问记录", "Access log"}, 0},
    {METHOD_GET, "/audit/{seq}", PERM_LOG_READ, entry_page, {"访问记录", "Access record"}, 0},
    {.handler = NULL},
};

static const struct view *const VIEWS[] = {&LOG_VIEW, &ENTRY_VIEW, NULL};
static const struct sql *const *const STATEMENTS[] = {SESSION_STATEMENTS, DIRECTORY_STATEMENTS, NULL};

static const struct program AUDIT = {
    .name = "audit",
    .routes = ROUTES,
    .views = VIEWS,
    .statements = STATEMENTS,
    .workers = 2,
};

int main(int argc, char **argv) {
    return program_main(&AUDIT, argc, argv);
}
