// kedang role: what is set for everybody who holds a role.
#include <stdlib.h>
#include <string.h>

#include "ctl/command.h"
#include "ctl/home.h"
#include "ctl/options.h"
#include "ctl/say.h"
#include "domain/admin_role.h"

static const struct text USAGE = {"role 角色 --second-factor on|off", "role KEY --second-factor on|off"};

static int set(struct home *home, const char *key, bool on) {
    enum status status = admin_role_demand(&home->ctx, key, on);
    if (status == STATUS_NOT_FOUND)
        return say_fault(TEXT("没有角色 %s", "there is no role %s"), key);
    if (status != STATUS_OK)
        return home_fault(status, key);
    home_note(on ? "role.second_factor.on" : "role.second_factor.off", "role", key);
    say(on ? TEXT("角色 %s 的人员必须使用二次验证：还没有设置的，登录已结束，下次登录时先设置。",
                  "whoever holds the role %s must use a second factor: those without one are signed out and set it up "
                  "when they sign in next.")
           : TEXT("角色 %s 的人员可以不用二次验证；已设置的保留。",
                  "whoever holds the role %s may do without a second factor; those that are set up stay."),
        key);
    return EXIT_SUCCESS;
}

int role_command(int argc, char **argv) {
    const char *demand = NULL;
    const struct option_spec specs[] = {{"second-factor", OPTION_TEXT, NULL, &demand}, {0}};
    struct options options;
    struct home home;
    if (!options_read(argc, argv, specs, USAGE, &options))
        return options.exit_code;
    if (options.count != 1 || demand == NULL || (strcmp(demand, "on") != 0 && strcmp(demand, "off") != 0))
        return options_wrong(USAGE);
    if (!home_enter() || !home_open(&home))
        return EXIT_FAILURE;
    int code = set(&home, options.operands[0], strcmp(demand, "on") == 0);
    home_close(&home);
    return code;
}
