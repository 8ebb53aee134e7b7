// The people of a demo: units, colleagues, one account a role (ORG-2), all with one random password.
#include <stdlib.h>
#include <string.h>

#include "ctl/accounts.h"
#include "ctl/demo_fill.h"
#include "ctl/say.h"
#include "domain/credential.h"
#include "domain/organisation.h"
#include "vault/password.h"

#define ACCOUNTS_MAX 64
#define PASSWORD_GROUPS 3

struct crew {
    struct ctx *ctx;
    const char *company, *password, *hash;
    struct unit root;
    struct account accounts[ACCOUNTS_MAX];
    unsigned count;
};

static enum status rename_company(struct crew *crew, const char *name) {
    crew->company = name;
    TRY(unit_find(crew->ctx, "", &crew->root));
    TRY(unit_rename(crew->ctx, &crew->root, name));
    return setting_set(crew->ctx, "company", name);
}

// `path` lies below the company; its last part is the new unit's name.
static enum status add_unit(struct crew *crew, const char *path) {
    const char *slash = strrchr(path, '/');
    struct unit parent = crew->root, unit;
    if (slash != NULL)
        TRY(unit_find(crew->ctx, arena_format(crew->ctx->arena, "%s/%.*s", crew->company, (int)(slash - path), path),
                      &parent));
    return unit_add(crew->ctx, &parent, slash != NULL ? slash + 1 : path, &unit);
}

static enum status find_superior(struct crew *crew, const char *login, int64_t *id) {
    struct person person;
    *id = 0;
    if (strcmp(login, "-") == 0)
        return STATUS_OK;
    TRY(person_find(crew->ctx, login, &person));
    *id = person.id;
    return STATUS_OK;
}

static enum status set_password(struct crew *crew, int64_t id) {
    const struct credential credential = {.hash = crew->hash, .changed_at = clock_now(crew->ctx->clock)};
    TRY(credential_put(crew->ctx, id, &credential));
    return credential_settle(crew->ctx, id, credential.changed_at);
}

// login, name, unit, superior, role, account or colleague
static enum status add_person(struct crew *crew, const char *const *cells) {
    struct unit unit;
    int64_t id;
    bool account = strcmp(cells[5], "account") == 0;
    struct person_new person = {
        .login = cells[0], .name = cells[1], .role = cells[4]};
    TRY(unit_find(crew->ctx, arena_format(crew->ctx->arena, "%s/%s", crew->company, cells[2]), &unit));
    TRY(find_superior(crew, cells[3], &person.superior_id));
    person.unit_id = unit.id;
    TRY(person_add(crew->ctx, &person, &id));
    if (account)
        TRY(set_password(crew, id));
    if (account && crew->count < ACCOUNTS_MAX)
        crew->accounts[crew->count++] = (struct account){cells[0], cells[1], cells[4], crew->password};
    return STATUS_OK;
}

// place below the company ("-" is the company), login
static enum status set_head(struct crew *crew, const char *const *cells) {
    struct unit unit = crew->root;
    struct person person;
    if (strcmp(cells[0], "-") != 0)
        TRY(unit_find(crew->ctx, arena_format(crew->ctx->arena, "%s/%s", crew->company, cells[0]), &unit));
    TRY(person_find(crew->ctx, cells[1], &person));
    return unit_set_head(crew->ctx, unit.id, person.id);
}

static enum status add_line(struct crew *crew, const struct demo_line *line) {
    if (strcmp(line->cells[0], "company") == 0)
        return rename_company(crew, line->cells[1]);
    if (strcmp(line->cells[0], "unit") == 0)
        return add_unit(crew, line->cells[1]);
    if (strcmp(line->cells[0], "head") == 0)
        return set_head(crew, line->cells + 1);
    return strcmp(line->cells[0], "person") == 0 ? add_person(crew, line->cells + 1) : STATUS_INVALID;
}

static enum status add_all(struct crew *crew, const struct demo_table *table, const struct demo_state *state) {
    for (unsigned i = 0; i < table->count; i++)
        TRY(add_line(crew, &table->lines[i]));
    // Before the commit: passwords that nobody knows would be worse than a file that speaks of nobody.
    if (!accounts_write(crew->accounts, crew->count, crew->ctx->arena))
        return STATUS_UNAVAILABLE;
    return demo_state_write(crew->ctx, state);
}

int demo_fill_organisation(struct home *home, const struct demo_words *words, const struct demo_state *state) {
    struct crew crew = {.ctx = &home->ctx, .password = password_random(&home->ctx, PASSWORD_GROUPS)};
    crew.hash = password_hash(crew.password, home->arena); // one for all: they share the password
    enum status status = home_open_credentials(home);
    if (status == STATUS_OK)
        status = credential_clear(&home->ctx);
    if (status == STATUS_OK)
        status = store_begin(home->ctx.store);
    if (status == STATUS_OK)
        status = add_all(&crew, &words->lists[DEMO_ORGANISATION], state);
    if (status == STATUS_OK)
        status = store_commit(home->ctx.store);
    store_rollback(home->ctx.store);
    return status == STATUS_OK ? EXIT_SUCCESS : home_fault(status, HOME_DEMO);
}
