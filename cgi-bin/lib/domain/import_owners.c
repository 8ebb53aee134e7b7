#include "domain/import_owners.h"

#include <string.h>

#include "domain/customer_owner.h"

const struct sql IMPORT_OWNER_UNIT = {
    "import.owner_unit",
    "SELECT p.unit_id FROM person p WHERE p.id = :person AND p.state = 'active' AND EXISTS (SELECT 1 FROM person_role h "
    "JOIN role_permission rp ON rp.role_id = h.role_id WHERE h.person_id = p.id AND rp.permission IN ('customer.create', 'customer.edit'))",
};

#define NOT_A_PERSON (-1) // somebody acts, but it is nobody's customer

struct actor import_tool_actor(void) {
    const struct grant everything = {
        .key = "",
        .name_zh = "",
        .name_en = "",
        .scope = SCOPE_ALL,
        .permissions = 1u << PERM_CUSTOMER_READ | 1u << PERM_CUSTOMER_CREATE,
    };
    return (struct actor){.person_id = NOT_A_PERSON,
                          .login = "",
                          .name = "",
                          .unit_path = "",
                          .language = "",
                          .grants = {everything},
                          .grant_count = 1};
}

static struct text copy(struct arena *arena, struct text text) {
    return (struct text){arena_string(arena, text.zh), arena_string(arena, text.en)};
}

static struct import_owner *known(const struct import_owners *owners, const char *text) {
    struct import_owner *owner = owners->found;
    while (owner != NULL && strcmp(owner->text, text) != 0)
        owner = owner->next;
    return owner;
}

static enum status look_up(struct ctx *ctx, struct import_owners *owners, const char *text,
                           struct import_owner **entry) {
    size_t field = (size_t)field_index(ctx->fields->customer, "owner");
    struct draft draft = {.table = ctx->fields->customer};
    int64_t owner_id = 0;
    draft.values[field] = text;
    enum status status = owner_resolve(ctx, NULL, &draft, &owner_id);
    if (status != STATUS_OK && status != STATUS_INVALID)
        return status;
    *entry = ARENA_NEW(owners->arena, struct import_owner);
    (*entry)->text = arena_string(owners->arena, text);
    (*entry)->actor = import_tool_actor();
    (*entry)->actor.person_id = owner_id;
    if (status == STATUS_INVALID)
        (*entry)->fault = copy(owners->arena, draft.messages[field]);
    (*entry)->next = owners->found;
    owners->found = *entry;
    return STATUS_OK;
}

enum status import_owner_find(struct ctx *ctx, struct import_owners *owners, const char *text,
                              const struct actor **actor, struct text *message) {
    struct import_owner *owner = known(owners, text);
    if (owner == NULL)
        TRY(look_up(ctx, owners, text, &owner));
    *message = owner->fault;
    *actor = owner->fault.zh == NULL ? &owner->actor : NULL;
    return STATUS_OK;
}

enum status import_owner_stays(struct ctx *ctx, struct import_owner *owner, bool *stays) {
    struct query query = query_start(ctx->store, &IMPORT_OWNER_UNIT);
    query_bind_int(&query, ":person", owner->actor.person_id);
    const bool found = query_row(&query);
    const int64_t unit_id = found ? query_int(&query, 0) : 0;
    if (owner->unit_id == 0)
        owner->unit_id = unit_id;
    *stays = found && unit_id == owner->unit_id;
    return query_end(&query);
}

enum status import_owners_stay(struct ctx *ctx, const struct import_owners *owners, const char **who) {
    *who = NULL;
    for (struct import_owner *owner = owners->found; owner != NULL && *who == NULL; owner = owner->next) {
        bool stays = true;
        if (owner->fault.zh == NULL)
            TRY(import_owner_stays(ctx, owner, &stays));
        if (!stays)
            *who = owner->text;
    }
    return STATUS_OK;
}
