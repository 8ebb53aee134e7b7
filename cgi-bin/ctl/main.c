// kedang: the command-line tool for those who run an installation.
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/harden.h"
#include "base/log.h"
#include "ctl/command.h"
#include "ctl/home.h"
#include "ctl/say.h"

static const struct command COMMANDS[] = {
    {"init", {"建立数据目录、数据库和密钥", "make the home, its database and its keys"}, init_command},
    {"migrate", {"把数据库升级到本程序的版本", "bring the database up to this program's version"}, migrate_command},
    {"run",
     {"启动 nginx、各程序和保管程序，按 Ctrl-C 全部停止",
      "start nginx, the programs and the custodian; Ctrl-C stops all"},
     run_command},
    {"user", {"账号：添加、列表、重置密码、取消二次验证", "accounts: add, list, new password, lost phone"}, user_command},
    {"role", {"角色：是否必须使用二次验证", "roles: whether a second factor is demanded"}, role_command},
    {"import", {"从 CSV 文件导入客户", "import customers from a CSV file"}, import_command},
    {"backup-key", {"建立备份密钥：私钥交保险柜", "make the key for backups; its secret half goes to a safe"}, backup_key_command},
    {"backup", {"不停机做加密备份；--check 检验备份", "an encrypted backup while all runs; --check tests one"}, backup_command},
    {"restore", {"把备份恢复到空的数据目录", "put a backup into an empty home"}, restore_command},
    {"verify", {"验证访问日志未被改动", "verify that the access log was not altered"}, verify_command},
    {"rotate-key", {"更换保密值的密钥，不停机", "a new key for confidential values, while all runs"}, rotate_key_command},
    {"prune-log", {"清除超过保存期限的访问记录", "remove access records beyond the retention"}, prune_log_command},
    {"demo", {"生成演示数据", "make demo data"}, demo_command},
    {"accounts", {"演示账号和密码", "accounts and password of the demo data"}, accounts_command},
    {"routes", {"所有页面及其权限", "every route and its permission"}, routes_command},
    {"views", {"所有模板及其变量", "every template and its variables"}, views_command},
    {"fields", {"所有字段及其密级", "every field and its level"}, fields_command},
    {"docs", {"由这些表生成文档", "write the documents that follow from these tables"}, docs_command},
};
#define COMMAND_COUNT (sizeof COMMANDS / sizeof COMMANDS[0])

static int help(void) {
    say("%s", TEXT("用法：kedang 命令 [选项]   kedang 命令 --help", "usage: kedang COMMAND [OPTIONS]   kedang COMMAND --help"));
    say("%s", "");
    const char *cells[(COMMAND_COUNT + 1) * 3];
    unsigned used = 0;
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        cells[used++] = "  ";
        cells[used++] = COMMANDS[i].name;
        cells[used++] = text_in(say_lang(), COMMANDS[i].summary);
    }
    say_table(cells, COMMAND_COUNT, 3);
    say("%s", "");
    say(TEXT("数据目录：%s（环境变量 KEDANG_HOME）。语言：--lang zh|en。",
             "Home: %s (environment variable KEDANG_HOME). Language: --lang zh|en."),
        home_path());
    return EXIT_SUCCESS;
}

static void set_language(const char *language) {
    if (setenv("KEDANG_LANG", language, 1) != 0)
        log_die("memory.out", "setenv");
}

// Takes --lang zh|en out of the arguments, wherever it stands, and keeps it where say_lang and child processes look.
static int take_language(int argc, char **argv) {
    int kept = 0;
    for (int i = 0; i < argc; i++) {
        const char *language = NULL;
        if (strcmp(argv[i], "--lang") == 0 && i + 1 < argc)
            language = argv[++i];
        else if (strncmp(argv[i], "--lang=", 7) == 0)
            language = argv[i] + 7;
        if (language != NULL)
            set_language(language);
        else
            argv[kept++] = argv[i];
    }
    argv[kept] = NULL;
    return kept;
}

int main(int argc, char **argv) {
    umask(077); // what the tool makes is for its user alone
    log_program("kedang");
    harden_memory();
    argc = take_language(argc, argv);
    if (argc < 2)
        return help(), EXIT_USAGE;
    if (strcmp(argv[1], "help") == 0 || strcmp(argv[1], "--help") == 0)
        return help();
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        if (strcmp(COMMANDS[i].name, argv[1]) == 0)
            return COMMANDS[i].run(argc - 1, argv + 1);
    say_fault(TEXT("没有这个命令：%s（kedang help 列出全部）", "no such command: %s (kedang help lists them)"), argv[1]);
    return EXIT_USAGE;
}
