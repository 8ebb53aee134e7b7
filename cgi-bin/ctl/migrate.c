// kedang migrate: applies what an update brought, after a backup of what was there. The programs refuse to start on a database of
// another version.
#include "ctl/migrate.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/paths.h"
#include "ctl/backup_make.h"
#include "ctl/command.h"
#include "ctl/file.h"
#include "ctl/home.h"
#include "ctl/options.h"
#include "ctl/say.h"
#include "domain/credential.h"

static const struct text USAGE = {"migrate [--no-backup]", "migrate [--no-backup]"};

#define BACKUPS_KEPT 3

// The file of passwords, which the passwords of an earlier version are moved into. Its folder's name is durable before they go elsewhere.
static enum status migrate_credentials(struct arena *arena) {
    unsigned applied;
    int version = 0;
    if ((mkdir(CREDENTIAL_FOLDER, 0700) != 0 && errno != EEXIST) || !file_sync_folder(".")) {
        LOG_EVENT(LOG_ERROR, "migrate", LOG_TEXT("path", CREDENTIAL_FOLDER), LOG_TEXT("error", strerror(errno)));
        return STATUS_UNAVAILABLE;
    }
    TRY(store_migrate(CREDENTIAL_FILE, arena_format(arena, "%s/" CREDENTIAL_SCHEMA, paths_share(arena)), &applied));
    if (home_exists())
        TRY(store_version(HOME_DATABASE, &version));
    if (version == 0 || version >= CREDENTIAL_MOVED)
        return STATUS_OK;
    say("%s", TEXT("密码移入单独的文件，数据库整个重写一遍：大的数据库要几分钟…",
                   "passwords move into a file of their own, and the database is written anew: a large one takes minutes …"));
    return credential_move(HOME_DATABASE, version);
}

enum status migrate_home(unsigned *applied) {
    *applied = 0;
    struct arena *arena = arena_new();
    setenv("SQLITE_TMPDIR", "db", 1); // where temporary files may lie, and no less guarded than the store
    enum status status = migrate_credentials(arena);
    if (status == STATUS_OK)
        status = store_migrate(HOME_DATABASE, arena_format(arena, "%s/schema", paths_share(arena)), applied);
    arena_free(arena);
    return status;
}

// Into the home itself: it is for an upgrade that goes wrong, not for a disk that does.
static int back_up(struct arena *arena) {
    char here[PATH_MAX];
    if (access(HOME_BACKUP_PUBLIC, F_OK) != 0) {
        say("%s", TEXT("没有设置备份密钥，升级前没有备份（设置：kedang backup-key 文件）",
                       "no backup key is set up, so nothing is backed up before this (kedang backup-key FILE sets one up)"));
        return EXIT_SUCCESS;
    }
    if (getcwd(here, sizeof here) == NULL)
        return say_fault("%s", home_path());
    const struct backup_order order = {.to = arena_format(arena, "%s/" HOME_BACKUP, here), .keep = BACKUPS_KEPT};
    if (backup_make(&order) == EXIT_SUCCESS)
        return EXIT_SUCCESS;
    return say_fault("%s", TEXT("没有升级任何内容；--no-backup 不备份就升级", "nothing was migrated; --no-backup does it without a backup"));
}

static int migrate(bool backs_up, struct arena *arena) {
    const char *schema = arena_format(arena, "%s/schema", paths_share(arena));
    unsigned due = 0, applied = 0;
    enum status status = store_migrations_due(HOME_DATABASE, schema, &due);
    if (status == STATUS_OK && due > 0 && !home_unaltered())
        return EXIT_FAILURE;
    if (status == STATUS_OK && due > 0 && backs_up && back_up(arena) != EXIT_SUCCESS)
        return EXIT_FAILURE;
    if (status == STATUS_OK)
        status = migrate_home(&applied);
    if (status != STATUS_OK)
        return home_fault(status, HOME_DATABASE);
    if (applied == 0)
        say("%s", TEXT("数据库已是最新，没有改动", "the database is up to date; nothing was changed"));
    else
        say(TEXT("已应用 %u 个升级", "applied %u migrations"), applied);
    return EXIT_SUCCESS;
}

int migrate_command(int argc, char **argv) {
    bool no_backup = false;
    const struct option_spec specs[] = {{"no-backup", OPTION_FLAG, &no_backup, NULL}, {0}};
    struct options options;
    if (!options_read(argc, argv, specs, USAGE, &options))
        return options.exit_code;
    if (options.count > 0)
        return options_wrong(USAGE);
    if (!home_enter())
        return EXIT_FAILURE;
    if (!home_exists())
        return say_fault(
            TEXT("%s 里没有数据库：先运行 kedang init", "there is no database in %s: run kedang init first"),
            home_path());
    struct arena *arena = arena_new();
    const int code = migrate(!no_backup, arena);
    arena_free(arena);
    return code;
}
