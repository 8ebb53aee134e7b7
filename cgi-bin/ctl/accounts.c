// kedang accounts: the demo accounts. A real installation keeps no password anywhere, so it has nothing to print.
#include "ctl/accounts.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ctl/command.h"
#include "ctl/file.h"
#include "ctl/home.h"
#include "ctl/json.h"
#include "ctl/options.h"
#include "ctl/say.h"
#include "model/permission.h"

static const struct text USAGE = {"accounts [--json]", "accounts [--json]"};

bool accounts_exist(void) {
    return access(HOME_DEMO, F_OK) == 0;
}

bool accounts_write(const struct account *accounts, unsigned count, struct arena *arena) {
    struct buffer json = {.arena = arena};
    buffer_text(&json, "[");
    for (unsigned i = 0; i < count; i++) {
        buffer_text(&json, i == 0 ? "\n  {\"login\": " : ",\n  {\"login\": ");
        json_quote(&json, accounts[i].login);
        buffer_text(&json, ", \"password\": ");
        json_quote(&json, accounts[i].password);
        buffer_text(&json, ", \"role\": ");
        json_quote(&json, accounts[i].role);
        buffer_text(&json, ", \"name\": ");
        json_quote(&json, accounts[i].name);
        buffer_text(&json, "}");
    }
    buffer_text(&json, "\n]\n");
    return file_write(HOME_DEMO, json.data, json.length);
}

static const char *role_label(const char *key) {
    for (unsigned i = 0; i < ROLE_COUNT; i++)
        if (strcmp(ROLES[i].key, key) == 0)
            return text_in(say_lang(), ROLES[i].label);
    return key;
}

static bool read_accounts(struct arena *arena, const char **text, struct json *json) {
    *text = file_read(HOME_DEMO, arena);
    return *text != NULL && json_read(*text, arena, json) == STATUS_OK && json->type == JSON_ARRAY;
}

void accounts_print(FILE *out) {
    struct arena *arena = arena_new();
    const char *text;
    struct json json;
    if (accounts_exist() && read_accounts(arena, &text, &json)) {
        const char **cells = ARENA_ARRAY(arena, const char *, (json.count + 1) * (size_t)4);
        unsigned used = 0;
        cells[used++] = TEXT("账号", "login");
        cells[used++] = TEXT("密码", "password");
        cells[used++] = TEXT("角色", "role");
        cells[used++] = TEXT("姓名", "name");
        for (unsigned i = 0; i < json.count; i++) {
            cells[used++] = json_member(&json.items[i], "login");
            cells[used++] = json_member(&json.items[i], "password");
            cells[used++] = role_label(json_member(&json.items[i], "role"));
            cells[used++] = json_member(&json.items[i], "name");
        }
        say_table_to(out, cells, json.count + 1, 4);
    }
    arena_free(arena);
}

static int print_json(void) {
    struct arena *arena = arena_new();
    const char *text = "";
    struct json json;
    bool good = read_accounts(arena, &text, &json);
    if (good)
        fputs(text, stdout);
    arena_free(arena);
    return good ? EXIT_SUCCESS : say_fault(TEXT("读不懂 %s", "can't read %s"), HOME_DEMO);
}

int accounts_command(int argc, char **argv) {
    bool as_json = false;
    const struct option_spec specs[] = {{"json", OPTION_FLAG, &as_json, NULL}, {0}};
    struct options options;
    if (!options_read(argc, argv, specs, USAGE, &options))
        return options.exit_code;
    if (options.count > 0)
        return options_wrong(USAGE);
    if (!home_enter())
        return EXIT_FAILURE;
    if (!accounts_exist())
        return say_fault("%s", TEXT("这里没有演示数据，真实账号的密码不保存（kedang user list 列出账号）",
                                    "there is no demo data here, and passwords of real accounts are kept nowhere "
                                    "(kedang user list lists them)"));
    if (as_json)
        return print_json();
    accounts_print(stdout);
    return EXIT_SUCCESS;
}
