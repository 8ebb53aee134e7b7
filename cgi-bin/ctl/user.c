// kedang user: accounts of a real installation. A password is random, shown once, and must be changed at the first
// sign-in.
#include <stdlib.h>
#include <string.h>

#include "ctl/command.h"
#include "ctl/home.h"
#include "ctl/options.h"
#include "ctl/say.h"
#include "domain/admin_person.h"
#include "domain/organisation.h"
#include "vault/password.h"

static const struct text USAGE = {
    "user add 账号 姓名 --role 角色 [--unit 部门] | user list | user password 账号 | user second-factor 账号 --off",
    "user add LOGIN NAME --role KEY [--unit UNIT] | user list | user password LOGIN | user second-factor LOGIN --off"};

#define PASSWORD_GROUPS 4

static int fault_role(const char *role) {
    int code = say_fault(TEXT("没有角色 %s；可用的角色：", "there is no role %s; the roles are:"), role);
    for (unsigned i = 0; i < ROLE_COUNT; i++)
        say("  %-24s%s", ROLES[i].key, text_in(say_lang(), ROLES[i].label));
    return code;
}

static bool find_unit(struct home *home, const char *name, struct unit *unit) {
    enum status status = unit_find(&home->ctx, name, unit);
    if (status == STATUS_NOT_FOUND)
        say_fault(TEXT("没有部门 %s", "there is no unit %s"), name);
    else if (status == STATUS_CONFLICT)
        say_fault(TEXT("有几个部门叫 %s：请写全，如 集团/子公司/%s",
                       "several units are called %s: write it in full, like group/company/%s"),
                  name, name);
    else if (status != STATUS_OK)
        home_fault(status, name);
    return status == STATUS_OK;
}

static void show_password(const char *login, const char *password) {
    say(TEXT("账号 %s 的一次性密码：%s\n只显示这一次；首次登录时必须改成自己的密码。",
             "one-time password of %s: %s\nShown only this once; the first sign-in asks for an own one."),
        login, password);
}

// The first thing that is wrong.
static int fault(enum status status, const struct faults *faults, const char *what) {
    if (status != STATUS_INVALID || faults->count == 0)
        return home_fault(status, what);
    return say_fault(TEXT("%s：%s", "%s: %s"), what, text_in(say_lang(), faults->list[0].message));
}

static int add(struct home *home, const char *login, const char *name, const char *role, const char *unit_name) {
    struct unit unit;
    if (!login_valid(login))
        return say_fault(TEXT("账号 %s 无效：2 至 32 个小写字母、数字或 . _ -，以字母或数字开头",
                              "the login %s is not valid: 2 to 32 lower-case letters, digits or . _ -, beginning with "
                              "a letter or digit"),
                         login);
    if (!find_unit(home, unit_name, &unit))
        return EXIT_FAILURE;
    struct person_edit edit = {.login = login, .name = name, .unit_id = unit.id, .superior = "", .role_count = 1};
    if (role_find(&home->ctx, role, &edit.roles[0]) != STATUS_OK)
        return fault_role(role);
    const char *password = password_random(&home->ctx, PASSWORD_GROUPS);
    struct faults faults = {.count = 0};
    int64_t id = 0;
    enum status status = admin_person_add(&home->ctx, &edit, password_hash(password, home->arena), &faults, &id);
    if (status != STATUS_OK)
        return fault(status, &faults, login);
    home_note("user.add", "account", login);
    show_password(login, password);
    return EXIT_SUCCESS;
}

static const char *password_state(const struct person *person) {
    if (strcmp(person->state, "active") != 0)
        return TEXT("已停用", "closed");
    if (!person->may_sign_in)
        return TEXT("不能登录", "no password");
    return person->must_change ? TEXT("首次登录须改密码", "one-time password") : TEXT("有效", "active");
}

static int list(struct home *home) {
    struct person *persons;
    unsigned count;
    enum status status = person_list(&home->ctx, &persons, &count);
    if (status != STATUS_OK)
        return home_fault(status, "user list");
    if (count == 0) {
        say("%s", TEXT("还没有账号", "there are no accounts yet"));
        return EXIT_SUCCESS;
    }
    const char **cells = ARENA_ARRAY(home->arena, const char *, (count + 1) * (size_t)5);
    const char *const heading[5] = {TEXT("账号", "login"), TEXT("姓名", "name"), TEXT("部门", "unit"),
                                    TEXT("角色", "roles"), TEXT("状态", "state")};
    memcpy(cells, heading, sizeof heading);
    for (unsigned i = 0; i < count; i++) {
        const char *const row[5] = {persons[i].login, persons[i].name, persons[i].unit_name, persons[i].roles,
                                    password_state(&persons[i])};
        memcpy(cells + (i + 1) * (size_t)5, row, sizeof row);
    }
    say_table(cells, count + 1, 5);
    return EXIT_SUCCESS;
}

static int reset(struct home *home, const char *login) {
    const char *fresh = password_random(&home->ctx, PASSWORD_GROUPS);
    struct faults faults = {.count = 0};
    struct person person;
    enum status status = person_find(&home->ctx, login, &person);
    if (status == STATUS_OK)
        status = admin_person_reset(&home->ctx, person.id, password_hash(fresh, home->arena), &faults);
    if (status == STATUS_NOT_FOUND)
        return say_fault(TEXT("没有账号 %s", "there is no account %s"), login);
    if (status == STATUS_CONFLICT)
        return say_fault(TEXT("账号 %s 已停用", "the account %s is closed"), login);
    if (status != STATUS_OK)
        return fault(status, &faults, login);
    home_note("user.password", "account", login);
    show_password(login, fresh);
    return EXIT_SUCCESS;
}

static int end_factor(struct home *home, const char *login) {
    struct faults faults = {.count = 0};
    struct person person;
    enum status status = person_find(&home->ctx, login, &person);
    if (status == STATUS_OK)
        status = admin_person_end_factor(&home->ctx, person.id, &faults);
    if (status == STATUS_NOT_FOUND)
        return say_fault(TEXT("没有账号 %s", "there is no account %s"), login);
    if (status == STATUS_CONFLICT)
        return say_fault(TEXT("账号 %s 没有设置二次验证", "the account %s has no second factor"), login);
    if (status != STATUS_OK)
        return home_fault(status, login);
    home_note("user.second_factor.off", "account", login);
    say(TEXT("账号 %s 的二次验证已取消，所有登录已结束。请先确认来人确是本人。",
             "the second factor of %s is off, and every session has ended. Make sure that it was they who asked."),
        login);
    return EXIT_SUCCESS;
}

static int act(struct home *home, const struct options *options, const char *role, const char *unit) {
    const char *const *operands = options->operands;
    if (strcmp(operands[0], "add") == 0)
        return add(home, operands[1], operands[2], role, unit);
    if (strcmp(operands[0], "second-factor") == 0)
        return end_factor(home, operands[1]);
    return strcmp(operands[0], "list") == 0 ? list(home) : reset(home, operands[1]);
}

static bool well_formed(const struct options *options, const char *role, const char *unit, bool off) {
    const char *verb = options->count > 0 ? options->operands[0] : "";
    if (strcmp(verb, "add") == 0)
        return options->count == 3 && role != NULL && !off;
    if (role != NULL || *unit != '\0')
        return false;
    if (off)
        return strcmp(verb, "second-factor") == 0 && options->count == 2;
    return (strcmp(verb, "list") == 0 && options->count == 1) || (strcmp(verb, "password") == 0 && options->count == 2);
}

int user_command(int argc, char **argv) {
    const char *role = NULL, *unit = "";
    bool off = false;
    const struct option_spec specs[] = {
        {"role", OPTION_TEXT, NULL, &role}, {"unit", OPTION_TEXT, NULL, &unit}, {"off", OPTION_FLAG, &off, NULL}, {0}};
    struct options options;
    struct home home;
    if (!options_read(argc, argv, specs, USAGE, &options))
        return options.exit_code;
    if (!well_formed(&options, role, unit, off))
        return options_wrong(USAGE);
    if (!home_enter() || !home_open(&home))
        return EXIT_FAILURE;
    int code = act(&home, &options, role, unit);
    home_close(&home);
    return code;
}
