// The rules of administration.
#include "domain/admin_rules.h"

#include <inttypes.h>
#include <string.h>

#include "base/utf8.h"
#include "domain/directory.h"

static const struct sql HELD = {
    "admin.held",
    "SELECT DISTINCT rp.permission FROM role_permission rp JOIN person_role g ON g.role_id = rp.role_id "
    "JOIN person p ON p.id = g.person_id AND p.state = 'active' LEFT JOIN credential_offer o ON o.person_id = p.id "
    "WHERE rp.duty = 'administration' AND (p.password_at IS NOT NULL OR o.void = 0)",
};
static const struct sql HOLDERS_OTHERWISE = {
    "admin.holders_otherwise",
    "SELECT p.name, p.login, group_concat(rp.permission, ' ') FROM person_role h JOIN person p ON p.id = h.person_id "
    "JOIN person_role g ON g.person_id = h.person_id AND g.role_id <> h.role_id "
    "JOIN role_permission rp ON rp.role_id = g.role_id WHERE h.role_id = :role GROUP BY p.id",
};
static const struct sql ABOVE = {"admin.above", "SELECT coalesce(superior_id, 0) FROM person WHERE id = :id"};
const struct sql *const ADMIN_RULES_STATEMENTS[] = {&HELD, &HOLDERS_OTHERWISE, &ABOVE, NULL};

enum status rule_not_self(const struct ctx *ctx, int64_t person_id, struct faults *faults) {
    if (person_id == 0 || person_id != ctx->actor->person_id)
        return STATUS_OK;
    return fault_add(faults, "", (struct text){"这是您自己的账号：请由另一位管理员处理。", "This is your own account: ask another administrator."});
}

enum status rule_not_own_role(const struct ctx *ctx, int64_t role_id, struct faults *faults) {
    for (unsigned i = 0; i < ctx->actor->grant_count; i++)
        if (ctx->actor->grants[i].role_id == role_id)
            return fault_add(faults, "", (struct text){"您自己就是这个角色：请由另一位管理员修改。", "You hold this role yourself: ask another administrator."});
    return STATUS_OK;
}

enum status administration_held(struct ctx *ctx, unsigned *permissions) {
    *permissions = 0;
    struct query query = query_start(ctx->store, &HELD);
    while (query_row(&query))
        *permissions |= permission_bits(query_text(&query, 0, ctx->arena));
    return query_end(&query);
}

enum status rule_administered(struct ctx *ctx, unsigned held_before, struct faults *faults) {
    unsigned held = 0;
    TRY(administration_held(ctx, &held));
    for (unsigned p = 0; p < PERM_COUNT; p++)
        if ((held_before & ~held) >> p & 1) {
            struct text label = permission_label((enum permission)p);
            return fault_add(faults, "",
                             (struct text){arena_format(ctx->arena, "这样就没有人能“%s”了：请先让另一个人接任。", label.zh),
                                           arena_format(ctx->arena, "Then nobody could do this any more: %s. Give it to somebody else first.", label.en)});
        }
    return STATUS_OK;
}

enum status rule_duties_apart(const struct roles *roles, const int64_t *ids, unsigned count, struct faults *faults) {
    unsigned permissions = 0;
    for (unsigned i = 0; i < count; i++) {
        const struct role_row *role = role_by_id(roles, ids[i]);
        permissions |= role != NULL ? role->permissions : 0;
    }
    if (permissions_go_together(permissions))
        return STATUS_OK;
    return fault_add(faults, "roles",
                     (struct text){"系统管理、审计和客户业务不能由同一人担任：请只选其中一类角色。",
                                   "Administration, audit and work with customers stay apart: choose roles of one of them."});
}

enum status rule_holders_apart(struct ctx *ctx, int64_t role_id, unsigned permissions, struct faults *faults) {
    struct query query = query_start(ctx->store, &HOLDERS_OTHERWISE);
    query_bind_int(&query, ":role", role_id);
    while (query_row(&query)) {
        const char *name = query_text(&query, 0, ctx->arena);
        const char *login = query_text(&query, 1, ctx->arena);
        if (permissions_go_together(permissions | permission_bits(query_text(&query, 2, ctx->arena))))
            continue;
        (void)fault_add(faults, "permissions",
                        (struct text){arena_format(ctx->arena, "%s（%s）还有别的角色，与此不能由同一人担任。", name, login),
                                      arena_format(ctx->arena, "%s (%s) has other roles, which stay apart from this.", name, login)});
    }
    TRY(query_end(&query));
    return fault_status(faults);
}

static struct text say_unclear(struct arena *arena, const char *typed, unsigned count, const char *logins) {
    if (count == 0)
        return (struct text){arena_format(arena, "没有在职的同事叫“%s”：请填写账号或姓名。", typed),
                             arena_format(arena, "There is no active colleague “%s”: enter a login or a full name.", typed)};
    return (struct text){arena_format(arena, "有几位同事叫“%s”，请填写账号：%s", typed, logins),
                         arena_format(arena, "Several colleagues are called “%s”; enter the login: %s", typed, logins)};
}

enum status colleague_named(struct ctx *ctx, const char *typed, const char *field, struct colleague *colleague,
                            struct faults *faults) {
    struct directory_match match;
    const char *text = utf8_narrow(ctx->arena, typed);
    TRY(directory_colleague(ctx, text, &match));
    *colleague = (struct colleague){match.id, match.unit_id, match.number, match.name};
    if (match.count == 1)
        return STATUS_OK;
    return fault_add(faults, field, say_unclear(ctx->arena, text, match.count, match.numbers));
}

static enum status superior_of(struct ctx *ctx, int64_t person_id, int64_t *superior_id) {
    *superior_id = 0;
    struct query query = query_start(ctx->store, &ABOVE);
    query_bind_int(&query, ":id", person_id);
    if (query_row(&query))
        *superior_id = query_int(&query, 0);
    return query_end(&query);
}

#define LEVELS_MAX 1000 // no company has as many; a circle that was planted ends here

enum status line_above(struct ctx *ctx, int64_t person_id, const char **line) {
    struct buffer list = {.arena = ctx->arena};
    buffer_text(&list, "[");
    for (unsigned level = 0; person_id != 0 && level < LEVELS_MAX; level++) {
        buffer_format(&list, "%s%" PRId64, level > 0 ? "," : "", person_id);
        TRY(superior_of(ctx, person_id, &person_id));
    }
    buffer_text(&list, "]");
    *line = list.data;
    return STATUS_OK;
}

enum status rule_superior(struct ctx *ctx, int64_t person_id, int64_t superior_id, struct faults *faults) {
    for (unsigned level = 0; person_id != 0 && superior_id != 0 && level < LEVELS_MAX; level++) {
        if (superior_id == person_id)
            return fault_add(faults, "superior",
                             (struct text){"此人是本人或其下属，不能作上级。",
                                           "This is the person themselves or somebody below them, who can't be their superior."});
        TRY(superior_of(ctx, superior_id, &superior_id));
    }
    return STATUS_OK;
}
