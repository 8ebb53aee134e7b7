// Finding the colleague that a form names as account manager.
#include "domain/customer_owner.h"

#include <string.h>

#include "domain/customer.h"
#include "domain/customer_sql.h"
#include "domain/reach.h"

#define CANDIDATES_SHOWN 5

// Within reach, and in a role in which customers are entered or changed.
#define MAY_OWN                                                                                  \
    "(:all = 1 OR p.id = :person OR (u.path >= :path AND u.path < :path_end)) "                  \
    "AND EXISTS (SELECT 1 FROM person_role h JOIN role_permission rp ON rp.role_id = h.role_id " \
    "WHERE h.person_id = p.id AND rp.permission IN ('customer.create', 'customer.edit'))"

// The login comes first, then that very name, then names and logins of which the text is a part.
const struct sql OWNER_NAMED = {
    "customer.owner_named",
    "SELECT p.id, p.login, p.name, u.name, "
    "CASE WHEN p.login = lower(:text) THEN 0 WHEN p.name = :text THEN 1 ELSE 2 END AS distance "
    "FROM person p JOIN unit u ON u.id = p.unit_id "
    "WHERE p.state = 'active' AND (instr(p.login, lower(:text)) > 0 OR instr(p.name, :text) > 0) "
    "AND " MAY_OWN " ORDER BY distance, p.login LIMIT 6",
};
const struct sql OWNER_CHOICES = {
    "customer.owner_choices",
    "SELECT p.login, p.name, u.name FROM person p JOIN unit u ON u.id = p.unit_id WHERE p.state = 'active' AND " MAY_OWN
    " ORDER BY p.name, p.login LIMIT :limit",
};

enum distance {
    BY_LOGIN = 0,
    BY_NAME = 1,
    BY_PART = 2
};

struct candidates {
    int64_t first;
    enum distance distance; // of the first; the others that are as near are counted with it
    unsigned count;
    struct buffer names;
};

bool owner_may_be_named(const struct actor *actor, bool fresh) {
    return actor_scope(actor, fresh ? PERM_CUSTOMER_CREATE : PERM_CUSTOMER_EDIT) > SCOPE_OWN;
}

enum status owner_choices(struct ctx *ctx, bool fresh, struct owner_choice **choices, unsigned *count) {
    *choices = NULL;
    *count = 0;
    if (!owner_may_be_named(ctx->actor, fresh))
        return STATUS_OK;
    const struct reach reach = reach_of(ctx, fresh ? PERM_CUSTOMER_CREATE : PERM_CUSTOMER_EDIT);
    *choices = ARENA_ARRAY(ctx->arena, struct owner_choice, OWNERS_SUGGESTED);
    struct query query = query_start(ctx->store, &OWNER_CHOICES);
    query_bind_int(&query, ":limit", OWNERS_SUGGESTED);
    reach_bind(&query, &reach);
    while (*count < OWNERS_SUGGESTED && query_row(&query))
        (*choices)[(*count)++] = (struct owner_choice){
            query_text(&query, 0, ctx->arena), query_text(&query, 1, ctx->arena), query_text(&query, 2, ctx->arena)};
    return query_end(&query);
}

static void add_candidate(struct candidates *found, const struct query *query, struct arena *arena) {
    enum distance distance = (enum distance)query_int(query, 4);
    if (found->count == 0) {
        found->first = query_int(query, 0);
        found->distance = distance;
    }
    if (distance != found->distance)
        return;
    if (found->count < CANDIDATES_SHOWN)
        buffer_format(&found->names, "%s%s（%s，%s）", found->count > 0 ? "、" : "", query_text(query, 2, arena),
                      query_text(query, 1, arena), query_text(query, 3, arena));
    found->count++;
}

static enum status find_candidates(struct ctx *ctx, const char *text, bool fresh, struct candidates *found) {
    struct reach reach = reach_of(ctx, fresh ? PERM_CUSTOMER_CREATE : PERM_CUSTOMER_EDIT);
    *found = (struct candidates){.names = {.arena = ctx->arena}};
    struct query query = query_start(ctx->store, &OWNER_NAMED);
    query_bind_text(&query, ":text", text);
    reach_bind(&query, &reach);
    while (query_row(&query))
        add_candidate(found, &query, ctx->arena);
    return query_end(&query);
}

static struct text say_unclear(struct arena *arena, const char *text, const struct candidates *found) {
    const char *more = found->count > CANDIDATES_SHOWN ? " 等" : "";
    const char *more_en = found->count > CANDIDATES_SHOWN ? " and others" : "";
    if (found->count == 0)
        return (struct text){
            arena_format(arena, "没有可以跟进客户的同事“%s”，请写账号或姓名", text),
            arena_format(arena, "No colleague “%s” who may have customers; write a login or a full name.", text)};
    if (found->distance == BY_NAME)
        return (struct text){
            arena_format(arena, "叫“%s”的同事有几位：%s%s，请写账号", text, found->names.data, more),
            arena_format(arena, "Several colleagues are called “%s”: %s%s; write the login.", text, found->names.data,
                         more_en)};
    return (struct text){
        arena_format(arena, "没有同事“%s”，相近的有：%s%s，请写账号或姓名", text, found->names.data, more),
        arena_format(arena, "No colleague “%s”; similar ones: %s%s; write a login or a full name.", text,
                     found->names.data, more_en)};
}

static enum status refuse(struct draft *draft, size_t field, struct text message) {
    draft_fault(draft, field, message);
    return STATUS_INVALID;
}

enum status owner_resolve(struct ctx *ctx, const struct customer *stored, struct draft *draft, int64_t *owner_id) {
    const struct actor *actor = ctx->actor;
    size_t field = (size_t)field_index(draft->table, "owner");
    const char *text = draft->values[field];
    *owner_id = stored ? stored->owner_id : actor->person_id;
    if (!owner_may_be_named(actor, stored == NULL) || text == NULL)
        return STATUS_OK;
    // What the form was filled with, also when that colleague has left or shares the name with another.
    if (stored && strcmp(text, stored->owner_name) == 0)
        return STATUS_OK;
    if (*text == '\0')
        return refuse(draft, field,
                      (struct text){"请写由谁跟进：同事的账号或姓名",
                                    "Say who is to be the account manager: a colleague's login or full name."});
    struct candidates found;
    TRY(find_candidates(ctx, text, stored == NULL, &found));
    if (found.count == 0 || found.distance == BY_PART || (found.distance == BY_NAME && found.count > 1))
        return refuse(draft, field, say_unclear(ctx->arena, text, &found));
    if (stored && found.first == stored->owner_id)
        return STATUS_OK;
    if (stored && found.first == actor->person_id)
        return refuse(draft, field,
                      (struct text){"不能把别人的客户改为由自己跟进，请由上级或同事修改",
                                    "Nobody takes over a customer by themselves; ask a superior or a colleague."});
    *owner_id = found.first;
    return STATUS_OK;
}
