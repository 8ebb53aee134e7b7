#include "domain/import_owners.h"

#include <string.h>

#include "domain/customer_owner.h"

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
