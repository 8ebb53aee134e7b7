// One person: who they are, what they may do, and what an administrator can do about the account.
#include "admin/pages.h"
#include "vault/password.h"

struct person_view {
    struct layout_view layout;
    int64_t id;
    const char *name, *login, *unit, *superior, *roles, *state;
    struct view_rows work; // of fact_view
    int64_t sessions, subordinates, units;
    bool is_active, is_closed, is_self, has_factor, no_factor, unled, may_read_record;
};
static const struct binding WORK[] = {
    VIEW(struct fact_view, LABEL, label),
    VIEW(struct fact_view, VALUE, value),
    VIEW_END,
};
static const struct binding BINDINGS[] = {
    VIEW_PART(struct person_view, layout, LAYOUT),
    VIEW(struct person_view, ID, id),
    VIEW(struct person_view, NAME, name),
    VIEW(struct person_view, LOGIN, login),
    VIEW(struct person_view, UNIT, unit),
    VIEW(struct person_view, SUPERIOR, superior),
    VIEW(struct person_view, ROLES, roles),
    VIEW(struct person_view, STATE, state),
    VIEW_ROWS(struct person_view, WORK, work, WORK),
    VIEW(struct person_view, SESSIONS, sessions),
    VIEW(struct person_view, SUBORDINATES, subordinates),
    VIEW(struct person_view, UNITS, units),
    VIEW(struct person_view, IS_ACTIVE, is_active),
    VIEW(struct person_view, IS_CLOSED, is_closed),
    VIEW(struct person_view, IS_SELF, is_self),
    VIEW(struct person_view, HAS_FACTOR, has_factor),
    VIEW(struct person_view, NO_FACTOR, no_factor),
    VIEW(struct person_view, UNLED, unled),
    VIEW(struct person_view, MAY_READ_RECORD, may_read_record),
    VIEW_END,
};
const struct view PERSON_VIEW = {"admin/person.tpl", BINDINGS};

struct one_time_view {
    struct layout_view layout;
    int64_t id;
    const char *name, *login, *password;
    bool is_new; // the account
};
static const struct binding ONE_TIME_BINDINGS[] = {
    VIEW_PART(struct one_time_view, layout, LAYOUT),
    VIEW(struct one_time_view, ID, id),
    VIEW(struct one_time_view, NAME, name),
    VIEW(struct one_time_view, LOGIN, login),
    VIEW(struct one_time_view, PASSWORD, password),
    VIEW(struct one_time_view, IS_NEW, is_new),
    VIEW_END,
};
const struct view ONE_TIME_VIEW = {"admin/one_time.tpl", ONE_TIME_BINDINGS};

static const char *state_words(const struct page *page, const struct person *person) {
    static const struct text CLOSED = {"已停用", "closed"}, NONE = {"不能登录（没有密码）", "can't sign in (no password)"},
                             FRESH = {"首次登录须改密码", "has a one-time password"}, ACTIVE = {"在职", "active"};
    if (person->closed)
        return say(page, CLOSED);
    if (!person->may_sign_in)
        return say(page, NONE);
    return say(page, person->must_change ? FRESH : ACTIVE);
}

static struct view_rows work_rows(const struct page *page, const struct handover *had) {
    struct fact_view *rows = ARENA_ARRAY(page->ctx.arena, struct fact_view, had->kind_count);
    for (unsigned i = 0; i < had->kind_count; i++)
        rows[i] = (struct fact_view){say(page, had->kinds[i].label),
                                     arena_format(page->ctx.arena, "%lld", (long long)had->kinds[i].count)};
    return VIEW_ARRAY(rows, had->kind_count);
}

static const char *superior_words(const struct page *page, const struct person *person) {
    return person->superior_id == 0 ? "" : arena_format(page->ctx.arena, "%s（%s）", person->superior_name, person->superior_login);
}

enum status person_page(struct page *page) {
    struct person person;
    struct units units;
    struct roles roles;
    struct handover had;
    TRY(person_get(&page->ctx, page_number(page, "person"), &person));
    TRY(units_read(&page->ctx, &units));
    TRY(roles_read(&page->ctx, &roles));
    TRY(handover_preview(&page->ctx, person.id, &had));
    const struct unit *unit = unit_by_id(&units, person.unit_id);
    bool self = person.id == page->ctx.actor->person_id;
    struct person_view view = {
        .layout = page_layout(page),
        .id = person.id,
        .name = person.name,
        .login = person.login,
        .unit = unit != NULL ? unit_full_name(&units, unit, page->ctx.arena) : "",
        .superior = superior_words(page, &person),
        .roles = role_words(page, &roles, person.roles),
        .state = state_words(page, &person),
        .work = work_rows(page, &had),
        .sessions = had.sessions,
        .subordinates = had.subordinates,
        .units = had.units,
        .is_active = !person.closed && !self,
        .is_closed = person.closed && !self,
        .is_self = self,
        .has_factor = person.has_second_factor,
        .no_factor = !person.has_second_factor,
        .unled = person.superior_id == 0,
        .may_read_record = actor_may(page->ctx.actor, PERM_RECORD_READ),
    };
    return page_render(page, 200, &PERSON_VIEW, &view);
}

enum status one_time_show(struct page *page, int64_t person_id, const char *password) {
    struct person person;
    TRY(person_get(&page->ctx, person_id, &person));
    struct one_time_view view = {
        .layout = page_layout(page),
        .id = person.id,
        .name = person.name,
        .login = person.login,
        .password = password,
        .is_new = page_number(page, "person") == 0,
    };
    return page_render(page, 200, &ONE_TIME_VIEW, &view);
}

static const char *path_of(const struct page *page, const char *act) {
    return arena_format(page->ctx.arena, "/admin/person/%lld%s", (long long)page_number(page, "person"), act);
}

static enum status ask_password(struct page *page, const struct faults *faults) {
    struct person person;
    TRY(person_get(&page->ctx, page_number(page, "person"), &person));
    const struct confirmation confirmation = {
        .action = path_of(page, "/password"),
        .back = path_of(page, ""),
        .subject = arena_format(page->ctx.arena, "%s（%s）", person.name, person.login),
        .question = {"给此人一个新的一次性密码吗？", "Give this person a new one-time password?"},
        .consequence = {"原密码作废，所有登录立即结束；首次登录时必须改成自己的密码。请先确认来人确是本人：本人和审计员都会得到通知。",
                        "The old one is void and every session ends at once; the first sign-in asks for an own one. Make sure that it is they who ask: they and the auditor are told."},
        .button = {"生成一次性密码", "Make a one-time password"},
        .faults = faults,
    };
    return confirm_show(page, &confirmation);
}

enum status person_password_page(struct page *page) {
    return ask_password(page, NULL);
}

enum status person_password_do(struct page *page) {
    struct faults faults = {.count = 0};
    const char *password = password_random(&page->ctx, PASSWORD_GROUPS);
    int64_t id = page_number(page, "person");
    enum status status = admin_person_reset(&page->ctx, id, password_hash(password, page->ctx.arena), &faults);
    if (status == STATUS_INVALID)
        return ask_password(page, &faults);
    TRY(status);
    return one_time_show(page, id, password);
}

static enum status ask_factor(struct page *page, const struct faults *faults) {
    struct person person;
    TRY(person_get(&page->ctx, page_number(page, "person"), &person));
    const struct confirmation confirmation = {
        .action = path_of(page, "/second-factor"),
        .back = path_of(page, ""),
        .subject = arena_format(page->ctx.arena, "%s（%s）", person.name, person.login),
        .question = {"取消此人的二次验证吗？", "Take this person's second factor off?"},
        .consequence = {"用于手机丢失。恢复码作废，所有登录立即结束。请先确认来人确是本人：本人和审计员都会得到通知。",
                        "For a lost phone. Recovery codes are void and every session ends at once. Make sure that it is they who ask: they and the auditor are told."},
        .button = {"取消二次验证", "Take the second factor off"},
        .faults = faults,
    };
    return confirm_show(page, &confirmation);
}

enum status person_factor_page(struct page *page) {
    return ask_factor(page, NULL);
}

enum status person_factor_do(struct page *page) {
    struct faults faults = {.count = 0};
    enum status status = admin_person_end_factor(&page->ctx, page_number(page, "person"), &faults);
    if (status == STATUS_INVALID)
        return ask_factor(page, &faults);
    if (status == STATUS_CONFLICT) // there is none
        return page_redirect(page, "%s?notice=unchanged", path_of(page, ""));
    TRY(status);
    return page_redirect(page, "%s?notice=factor-taken", path_of(page, ""));
}
