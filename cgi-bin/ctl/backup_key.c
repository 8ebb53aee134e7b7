// kedang backup-key: makes the pair of keys for backups. The public half stays here and can only close; what opens goes into a safe.
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ctl/command.h"
#include "ctl/home.h"
#include "ctl/options.h"
#include "ctl/say.h"
#include "vault/backup_key.h"

static const struct text USAGE = {"backup-key 文件", "backup-key FILE"};

// Whether the file would lie in the home one is in. A folder that does not exist is told when the file is made.
static bool is_inside(const char *path, struct arena *arena) {
    char home[PATH_MAX], folder[PATH_MAX];
    const char *slash = strrchr(path, '/');
    const char *parent = slash == path ? "/" : arena_copy(arena, path, (size_t)(slash - path));
    if (getcwd(home, sizeof home) == NULL || realpath(parent, folder) == NULL)
        return false;
    const size_t length = strlen(home);
    return strncmp(folder, home, length) == 0 && (folder[length] == '\0' || folder[length] == '/');
}

static int fault(enum status status, const char *path) {
    const char *why = strerror(errno);
    if (access(HOME_BACKUP_PUBLIC, F_OK) == 0)
        return say_fault(TEXT("已有备份密钥 %s/%s，没有改动；要换新的，先把它移开",
                              "there is a backup key already, %s/%s, and it stays; to make a new one move it away first"),
                         home_path(), HOME_BACKUP_PUBLIC);
    if (status == STATUS_CONFLICT)
        return say_fault(TEXT("%s 已经存在，没有改动", "%s exists already and was not touched"), path);
    return say_fault(TEXT("写不了备份密钥 %s：%s", "can't write the backup key %s: %s"), path, why);
}

static int make_key(const char *path, struct arena *arena) {
    if (!home_exists())
        return say_fault(TEXT("%s 里没有数据库：先运行 kedang init", "there is no database in %s: run kedang init first"), home_path());
    if (is_inside(path, arena))
        return say_fault(TEXT("私钥不能放在数据目录里：谁拿到数据目录，谁就能读备份",
                              "the secret key may not lie in the home: who has the home could read the backups"));
    if (access(HOME_BACKUP_PUBLIC, F_OK) == 0)
        return fault(STATUS_CONFLICT, path);
    if (mkdir(HOME_BACKUP, 0700) != 0 && errno != EEXIST)
        return fault(STATUS_UNAVAILABLE, HOME_BACKUP);
    const enum status status = backup_key_create(path, HOME_BACKUP_PUBLIC);
    if (status != STATUS_OK)
        return fault(status, path);
    say(TEXT("备份密钥已建立。私钥在 %s：请存入保险柜，不要留在本机；没有它，任何备份都打不开。\n"
             "下一步：kedang backup 目录",
             "The backup key is made. Its secret half is %s: keep it in a safe and not on this machine; without it no backup can\n"
             "ever be opened. Next: kedang backup FOLDER"),
        path);
    return EXIT_SUCCESS;
}

int backup_key_command(int argc, char **argv) {
    const struct option_spec specs[] = {{0}};
    struct options options;
    if (!options_read(argc, argv, specs, USAGE, &options))
        return options.exit_code;
    if (options.count != 1)
        return options_wrong(USAGE);
    struct arena *arena = arena_new();
    const char *path = home_outside(arena, options.operands[0]);
    const int code = home_enter() ? make_key(path, arena) : EXIT_FAILURE;
    arena_free(arena);
    return code;
}
