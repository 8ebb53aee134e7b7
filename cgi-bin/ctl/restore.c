// kedang restore: puts a backup into an empty home. All of it is unpacked and checked in a folder of its own first; only then is
// it moved into place, the database last, for a home without one is none.
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ctl/backup_open.h"
#include "ctl/command.h"
#include "ctl/file.h"
#include "ctl/home.h"
#include "ctl/interrupt.h"
#include "ctl/options.h"
#include "ctl/say.h"
#include "vault/keys.h"

static const struct text USAGE = {"restore 文件 --key 私钥 [--custody-key 密钥文件]",
                                  "restore FILE --key SECRET [--custody-key KEYFILE]"};

#define STAGE ".restoring" // what an interrupted restore leaves; the next one takes it away

// In the order in which they are moved into place.
static const char *const FOLDERS[] = {"backup", "heads", "custody", "login", "db"};
#define FOLDER_COUNT (sizeof FOLDERS / sizeof *FOLDERS)
// What a home has besides; heads are moved over the empty one.
static const char *const EMPTY_FOLDERS[] = {"heads", "run", "log"};
#define EMPTY_COUNT (sizeof EMPTY_FOLDERS / sizeof *EMPTY_FOLDERS)

struct restoring {
    const char *file, *key, *custody_key, *home; // seen from anywhere
    struct backup_opened opened;
    struct arena *arena;
    bool made_home, has_key;
};

// --- The home

static int is_strange(const struct dirent *entry) {
    return entry->d_name[0] != '.' && strcmp(entry->d_name, "lost+found") != 0;
}

static bool enter_empty(struct restoring *restoring) {
    struct dirent **entries = NULL;
    restoring->made_home = mkdir(home_path(), 0700) == 0;
    if (!restoring->made_home && errno != EEXIST)
        return say_fault(TEXT("建不了目录 %s：%s", "can't make the folder %s: %s"), home_path(), strerror(errno)), false;
    const int count = scandir(home_path(), &entries, is_strange, alphasort);
    const int error = errno;
    for (int i = 0; i < count; i++)
        free(entries[i]);
    free(entries);
    if (count < 0)
        return say_fault(TEXT("读不了目录 %s：%s", "can't read the folder %s: %s"), home_path(), strerror(error)), false;
    if (count > 0)
        return say_fault(TEXT("数据目录 %s 不是空的：只能恢复到空目录（KEDANG_HOME）",
                              "the home %s is not empty: a backup is restored into an empty folder only (KEDANG_HOME)"),
                         home_path()),
               false;
    return home_enter();
}

static bool make_stage(void) {
    backup_remove_folder(STAGE);
    if (mkdir(STAGE, 0700) == 0)
        return true;
    say_fault(TEXT("建不了目录 %s/%s：%s", "can't make the folder %s/%s: %s"), home_path(), STAGE, strerror(errno));
    return false;
}

// --- The custodian's key

static bool refuse_key(const char *path, enum status status) {
    const char *why = strerror(errno);
    if (status == STATUS_CONFLICT)
        say_fault(TEXT("密钥 %s 不是这个备份的", "the key %s does not belong to this backup"), path);
    else if (status == STATUS_FORBIDDEN)
        say_fault(TEXT("密钥 %s 必须是本用户的文件，只有本用户可读（chmod 600）",
                       "the key %s must be a file of this user, readable by this user alone (chmod 600)"),
                  path);
    else if (status == STATUS_INVALID)
        say_fault(TEXT("%s 不是保管程序的密钥", "%s is no key of the custodian"), path);
    else
        say_fault(TEXT("读不了密钥 %s：%s", "can't read the key %s: %s"), path, why);
    return false;
}

static bool copy_key(struct restoring *restoring, const char *to) {
    const char *text = file_read(restoring->custody_key, restoring->arena);
    const bool copied = text != NULL && file_write(to, text, strlen(text));
    if (!copied)
        say_fault(TEXT("写不了 %s：%s", "can't write %s: %s"), to, strerror(errno));
    return copied;
}

// A key, whether it came in the backup or beside it, must be the one that the log was signed with.
static bool place_key(struct restoring *restoring) {
    struct access_public public;
    const char *staged = STAGE "/" HOME_KEY;
    const char *given = restoring->custody_key != NULL ? restoring->custody_key : staged;
    restoring->has_key = restoring->custody_key != NULL || restoring->opened.findings.has_key;
    if (!restoring->has_key)
        return true;
    if (access_public_read(STAGE "/" HOME_PUBLIC, &public) != STATUS_OK)
        return refuse_key(STAGE "/" HOME_PUBLIC, STATUS_UNAVAILABLE);
    const enum status status = keys_match(given, &public);
    if (status != STATUS_OK)
        return refuse_key(given == staged ? HOME_KEY : given, status);
    return restoring->custody_key == NULL || copy_key(restoring, staged);
}

// So that what was restored can be backed up again. Not taken from the backup: whoever forged one would have later ones sealed for
// themselves.
static bool place_public(const struct backup_secret *secret) {
    const char *staged = STAGE "/" HOME_BACKUP_PUBLIC;
    if (mkdir(STAGE "/" HOME_BACKUP, 0700) == 0 && backup_public_write(&secret->public, staged) == STATUS_OK)
        return true;
    return say_fault(TEXT("写不了 %s：%s", "can't write %s: %s"), staged, strerror(errno)), false;
}

static bool end_sessions(const struct restoring *restoring) {
    const enum status status = backup_end_sessions(STAGE, restoring->opened.findings.version);
    return status == STATUS_OK || (home_fault(status, HOME_DATABASE), false);
}

// --- Into place

static bool place(struct restoring *restoring) {
    bool placed = true;
    for (size_t i = 0; placed && i < EMPTY_COUNT; i++)
        placed = mkdir(EMPTY_FOLDERS[i], 0700) == 0;
    for (size_t i = 0; placed && i < FOLDER_COUNT; i++) {
        const char *from = arena_format(restoring->arena, "%s/%s", STAGE, FOLDERS[i]);
        if (access(from, F_OK) == 0)
            placed = file_sync_folder(from) && rename(from, FOLDERS[i]) == 0;
    }
    if (placed && file_sync_folder(".")) {
        backup_remove_folder(STAGE);
        return true;
    }
    return say_fault(TEXT("没有恢复成：%s：%s", "nothing was restored: %s: %s"), home_path(), strerror(errno)), false;
}

// The home was empty: whatever of ours is in it now goes.
static void take_back(const struct restoring *restoring) {
    backup_remove_folder(STAGE);
    for (size_t i = 0; i < FOLDER_COUNT; i++)
        backup_remove_folder(FOLDERS[i]);
    for (size_t i = 0; i < EMPTY_COUNT; i++)
        backup_remove_folder(EMPTY_FOLDERS[i]);
    if (restoring->made_home)
        (void)rmdir(restoring->home);
}

// --- What is said

static int report(struct restoring *restoring) {
    struct arena *arena = restoring->arena;
    backup_say(&restoring->opened, arena_format(arena, TEXT("已恢复到 %s", "restored into %s"), home_path()), arena);
    if (restoring->has_key)
        say(TEXT("密钥 %s 已就位", "The key %s is in its place."), HOME_KEY);
    else
        say(TEXT("没有密钥：把保险柜里的 custody/key 放到 %s/%s（chmod 600）后才能启动，此前保密内容读不出来。\n"
                 "请把 %s 与审计员手中的比对：备份公钥在谁手里，谁就能伪造备份",
                 "Without the key: put the one from the safe at %s/%s (chmod 600) before starting; until then the confidential values\n"
                 "stay closed. Compare %s with the auditor's: who has the public backup key could have forged a backup."),
            home_path(), HOME_KEY, HOME_PUBLIC);
    say("%s", TEXT("所有人须重新登录；密码、二次验证和恢复码（包括此后用掉的）都是备份时的",
                   "Everybody has to sign in again. Passwords, second factors and recovery codes, those spent since then too, are as they\n"
                   "were when the backup was made."));
    if (restoring->opened.findings.version < STORE_VERSION)
        say("%s", TEXT("备份来自较早的版本：启动前先运行 kedang migrate", "It is of an earlier version: run kedang migrate before starting."));
    return EXIT_SUCCESS;
}

static int restore_with(struct restoring *restoring, const struct backup_secret *secret) {
    struct interrupt interrupt;
    if (!enter_empty(restoring))
        return EXIT_FAILURE;
    interrupt_hold(&interrupt);
    const bool restored = make_stage() && backup_open(restoring->file, secret, STAGE, &restoring->opened) &&
                          place_key(restoring) && place_public(secret) && end_sessions(restoring) && place(restoring);
    const int code = restored ? report(restoring) : EXIT_FAILURE;
    if (!restored)
        take_back(restoring);
    interrupt_release(&interrupt);
    return code;
}

int restore_command(int argc, char **argv) {
    struct restoring restoring = {0};
    const struct option_spec specs[] = {
        {"key", OPTION_TEXT, NULL, &restoring.key}, {"custody-key", OPTION_TEXT, NULL, &restoring.custody_key}, {0}};
    struct options options;
    if (!options_read(argc, argv, specs, USAGE, &options))
        return options.exit_code;
    if (options.count != 1 || restoring.key == NULL)
        return options_wrong(USAGE);
    restoring.arena = arena_new();
    restoring.file = home_outside(restoring.arena, options.operands[0]);
    restoring.home = home_outside(restoring.arena, home_path());
    restoring.key = home_outside(restoring.arena, restoring.key);
    if (restoring.custody_key != NULL)
        restoring.custody_key = home_outside(restoring.arena, restoring.custody_key);
    struct backup_secret *secret = backup_secret_read(restoring.key);
    const int code = secret != NULL ? restore_with(&restoring, secret) : EXIT_FAILURE;
    backup_secret_free(secret);
    arena_wipe(restoring.arena); // a key may have gone through it
    arena_free(restoring.arena);
    return code;
}
