// kedang init: makes a home for an installation. No account and no password: `kedang user add` makes the first.
#include "ctl/init.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/paths.h"
#include "ctl/command.h"
#include "ctl/home.h"
#include "ctl/migrate.h"
#include "ctl/new_log.h"
#include "ctl/options.h"
#include "ctl/say.h"
#include "domain/organisation.h"
#include "vault/keys.h"

static const struct text USAGE = {"init [--zone CST-8] [--company 公司名称] [--if-needed] [--new-log]",
                                  "init [--zone CST-8] [--company NAME] [--if-needed] [--new-log]"};

static const char *const FOLDERS[] = {"db", "custody", "heads", "login", "run", "log"};
#define FOLDER_COUNT (sizeof FOLDERS / sizeof FOLDERS[0])

static bool is_folder_of_ours(const char *name) {
    for (size_t i = 0; i < FOLDER_COUNT; i++)
        if (strcmp(FOLDERS[i], name) == 0)
            return true;
    return false;
}

// Filters for scandir: what belongs to a home, and what is neither that nor to be expected in an empty folder.
static int is_ours(const struct dirent *entry) {
    return is_folder_of_ours(entry->d_name);
}

static int is_strange(const struct dirent *entry) {
    return entry->d_name[0] != '.' && strcmp(entry->d_name, "lost+found") != 0 && !is_folder_of_ours(entry->d_name);
}

static int count_entries(const char *path, int (*filter)(const struct dirent *)) {
    struct dirent **entries = NULL;
    int count = scandir(path, &entries, filter, alphasort);
    for (int i = 0; i < count; i++)
        free(entries[i]);
    free(entries);
    return count;
}

// Whether the folder is missing, empty, or begun by an earlier init: nothing is made amid other people's files.
static bool is_free(const char *path) {
    int strange = count_entries(path, is_strange);
    return strange < 0 ? errno == ENOENT : strange == 0 || count_entries(path, is_ours) > 0;
}

static bool make_folder(const char *path) {
    if (mkdir(path, 0700) == 0 || errno == EEXIST)
        return true;
    say_fault(TEXT("建不了目录 %s：%s", "can't make the folder %s: %s"), path, strerror(errno));
    return false;
}

// A POSIX zone such as CST-8 or <+08>-8: a name and the hours to UTC. Names of cities would need tzdata.
static bool zone_valid(const char *zone) {
    static const char LETTERS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    size_t name = *zone == '<' ? strcspn(zone, ">") + 1 : strspn(zone, LETTERS);
    return strlen(zone) <= 40 && name >= 3 && name < strlen(zone) && strspn(zone + name, "+-0123456789") > 0;
}

static int migrate(void) {
    unsigned applied;
    const enum status status = migrate_home(&applied);
    return status == STATUS_OK ? EXIT_SUCCESS : home_fault(status, HOME_DATABASE);
}

static enum status seed(struct ctx *ctx, const char *company, const char *zone, const char *regions, unsigned *line) {
    struct unit root;
    unsigned count;
    TRY(region_load(ctx, regions, &count, line));
    TRY(role_seed(ctx));
    TRY(unit_add(ctx, NULL, company, &root));
    TRY(setting_set(ctx, "zone", zone));
    return setting_set(ctx, "company", company);
}

static int seed_all(struct home *home, const char *company, const char *zone) {
    const char *regions = arena_format(home->arena, "%s/reference/regions.tsv", paths_share(home->arena));
    unsigned line = 0;
    enum status status = store_begin(home->ctx.store);
    if (status == STATUS_OK)
        status = seed(&home->ctx, company, zone, regions, &line);
    if (status == STATUS_OK)
        status = store_commit(home->ctx.store);
    if (status == STATUS_OK)
        return EXIT_SUCCESS;
    store_rollback(home->ctx.store);
    if (status == STATUS_INVALID)
        return say_fault(TEXT("地区表 %s 第 %u 行有误", "the table of regions %s is wrong at line %u"), regions, line);
    if (access(regions, R_OK) != 0)
        return say_fault(TEXT("读不到地区表 %s：%s", "can't read the table of regions %s: %s"), regions, strerror(errno));
    return home_fault(status, HOME_DATABASE);
}

// A database without its key can never be read again: making another key would only hide that.
static int make_keys(bool seeded) {
    if (seeded && access(HOME_KEY, F_OK) != 0)
        return say_fault(TEXT("有数据库而没有密钥 %s：请从密钥备份恢复它",
                              "there is a database but no key %s: restore it from the backup of the key"),
                         HOME_KEY);
    if (access(HOME_KEY, F_OK) == 0)
        return EXIT_SUCCESS;
    enum status status = keys_create(HOME_KEY, HOME_PUBLIC);
    return status == STATUS_OK ? EXIT_SUCCESS : home_fault(status, HOME_KEY);
}

static int fill_open(struct home *home, const char *company, const char *zone) {
    const char *there = "";
    enum status status = setting_get(&home->ctx, "company", &there);
    if (status != STATUS_OK)
        return home_fault(status, HOME_DATABASE);
    bool seeded = *there != '\0';
    int code = make_keys(seeded);
    if (code != EXIT_SUCCESS || seeded) // a log that is missing later was removed: making another would only hide that
        return code;
    status = new_log_make();
    return status == STATUS_OK ? seed_all(home, company, zone) : home_fault(status, HOME_ACCESS_LOG);
}

int init_fill(const char *company, const char *zone) {
    for (size_t i = 0; i < FOLDER_COUNT; i++)
        if (!make_folder(FOLDERS[i]))
            return EXIT_FAILURE;
    int code = migrate();
    struct home home;
    if (code != EXIT_SUCCESS)
        return code;
    if (!home_open(&home))
        return EXIT_FAILURE;
    code = fill_open(&home, company, zone);
    home_close(&home);
    return code;
}

enum presence {
    ABSENT,
    COMPLETE,
    UNREADABLE
};

// Keys come last but for the first rows: a database without any is one that init was kept from finishing, of whatever version. (Should it
// hold something all the same, make_keys says that its key is missing.)
static enum presence presence_of_home(void) {
    struct home home;
    if (!home_exists() || (access(HOME_KEY, F_OK) != 0 && access(HOME_PUBLIC, F_OK) != 0))
        return ABSENT;
    if (!home_open(&home))
        return UNREADABLE;
    const char *company = "";
    bool seeded = setting_get(&home.ctx, "company", &company) == STATUS_OK && *company != '\0';
    home_close(&home);
    bool keys = access(HOME_KEY, F_OK) == 0 && access(HOME_PUBLIC, F_OK) == 0;
    return seeded && keys ? COMPLETE : ABSENT;
}

static int make_once(const char *company, const char *zone) {
    enum presence presence = presence_of_home();
    if (presence == UNREADABLE)
        return EXIT_FAILURE;
    if (presence == COMPLETE) {
        say(TEXT("%s 已经建立，没有改动任何内容", "%s is there already; nothing was changed"), home_path());
        return EXIT_SUCCESS;
    }
    int code = init_fill(company, zone);
    if (code == EXIT_SUCCESS)
        say(TEXT("%s 已建立。密钥在 %s：请立即另存备份，没有它任何保密字段都读不出来。\n下一步：kedang user add 账号 "
                 "姓名 --role administrator",
                 "%s is made. The key is %s: keep a copy elsewhere now; without it no confidential field can ever be "
                 "read.\n"
                 "Next: kedang user add LOGIN NAME --role administrator"),
            home_path(), HOME_KEY);
    return code;
}

static int refuse_company(const char *company, const char *zone) {
    if (!zone_valid(zone))
        return say_fault(TEXT("时区 %s 无效：写成 CST-8 这样（比 UTC 早 8 小时）",
                              "the zone %s is not valid: write it like CST-8 (8 hours ahead of UTC)"),
                         zone);
    if (*company == '\0' || strchr(company, '/') != NULL)
        return say_fault("%s", TEXT("公司名称不能为空，也不能含“/”", "the company's name may not be empty or contain \"/\""));
    return EXIT_SUCCESS;
}

int init_command(int argc, char **argv) {
    bool if_needed = false, new_log = false;
    const char *company = "本公司", *zone = INIT_ZONE;
    const struct option_spec specs[] = {{"zone", OPTION_TEXT, NULL, &zone},
                                        {"company", OPTION_TEXT, NULL, &company},
                                        {"if-needed", OPTION_FLAG, &if_needed, NULL},
                                        {"new-log", OPTION_FLAG, &new_log, NULL},
                                        {0}};
    struct options options;
    if (!options_read(argc, argv, specs, USAGE, &options))
        return options.exit_code;
    if (options.count > 0)
        return options_wrong(USAGE);
    if (refuse_company(company, zone) != EXIT_SUCCESS)
        return EXIT_USAGE;
    if (new_log)
        return home_enter() ? new_log_replace() : EXIT_FAILURE;
    if (!is_free(home_path()))
        return say_fault(TEXT("目录 %s 里有别的文件：请用空目录作数据目录",
                              "the folder %s holds other files: choose an empty one as home"),
                         home_path());
    if (!make_folder(home_path()) || !home_enter())
        return EXIT_FAILURE;
    return if_needed ? init_fill(company, zone) : make_once(company, zone);
}
