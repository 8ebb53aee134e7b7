#include "ctl/backup_open.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "ctl/interrupt.h"
#include "ctl/progress.h"
#include "ctl/say.h"
#include "domain/backup_archive.h"

struct open_backup {
    const char *file;
    int fd, folder;
    struct opening *opening;
    enum sealed_fault fault;
    int error;
    uint64_t size;
    struct progress progress;
};

struct backup_secret *backup_secret_read(const char *path) {
    struct backup_secret *secret = NULL;
    const enum status status = backup_secret_load(&secret, path);
    const char *why = strerror(errno);
    if (status == STATUS_FORBIDDEN)
        say_fault(TEXT("私钥 %s 必须是本用户的文件，只有本用户可读（chmod 600）",
                       "the secret key %s must be a file of this user, readable by this user alone (chmod 600)"),
                  path);
    else if (status == STATUS_INVALID)
        say_fault(TEXT("%s 不是备份私钥", "%s is no secret backup key"), path);
    else if (status != STATUS_OK)
        say_fault(TEXT("读不了私钥 %s：%s", "can't read the secret key %s: %s"), path, why);
    return status == STATUS_OK ? secret : NULL;
}

static bool say_sealed(const struct open_backup *backup) {
    const uint64_t place = backup->opening != NULL ? opening_place(backup->opening) : 0;
    switch (backup->fault) {
    case SEALED_UNREADABLE:
        say_fault(TEXT("读不了 %s：%s", "can't read %s: %s"), backup->file, strerror(backup->error));
        break;
    case SEALED_FOREIGN:
        say_fault(TEXT("%s 不是客档的备份", "%s is no backup of Kedang"), backup->file);
        break;
    case SEALED_LATER:
        say_fault(TEXT("%s 由更新版本的程序生成：请先升级程序", "%s was made by a later version of the program: upgrade it first"),
                  backup->file);
        break;
    case SEALED_OTHER_KEY:
        say_fault(TEXT("%s 是用另一把备份密钥封存的", "%s was sealed for another backup key"), backup->file);
        break;
    case SEALED_GOOD:
    case SEALED_BROKEN:
        say_fault(TEXT("%s 被改动或不完整（第 %" PRIu64 " 字节以后），没有采用其中任何内容",
                       "%s was altered or is incomplete (from byte %" PRIu64 " on); nothing of it was used"),
                  backup->file, place);
        break;
    }
    return false;
}

static bool say_passage(const struct open_backup *backup, const struct backup_passage *passage) {
    switch (passage->fault) {
    case BACKUP_GOOD:
        return true;
    case BACKUP_STREAM:
        return say_sealed(backup);
    case BACKUP_FILE:
        say_fault(TEXT("写不了 %s：%s", "can't write %s: %s"), passage->path, strerror(passage->error));
        break;
    case BACKUP_CONTENT:
        say_fault(TEXT("%s 里的内容不是客档备份应有的，没有采用", "%s does not hold what a backup of Kedang holds; nothing of it was used"),
                  backup->file);
        break;
    case BACKUP_STOPPED:
        say_fault("%s", TEXT("已中断，没有留下任何内容", "interrupted; nothing was left behind"));
        break;
    }
    return false;
}

static bool on_next(void *data, const void **bytes, size_t *length) {
    struct open_backup *backup = data;
    backup->fault = opening_next(backup->opening, bytes, length);
    backup->error = errno;
    return backup->fault == SEALED_GOOD;
}

static bool on_progress(void *data, uint64_t done) {
    struct open_backup *backup = data;
    (void)done; // of the file, its size is known; of what comes out of it, not
    progress_show(&backup->progress, opening_place(backup->opening));
    return !interrupt_waits();
}

static bool unpack(struct open_backup *backup, const struct backup_secret *secret) {
    const struct backup_source source = {on_next, backup};
    const struct backup_listener listener = {on_progress, backup};
    struct backup_passage passage;
    backup->fault = opening_start(&backup->opening, backup->fd, secret);
    backup->error = errno;
    if (backup->fault != SEALED_GOOD)
        return say_sealed(backup);
    progress_start(&backup->progress, TEXT("解开", "opening"), backup->size);
    backup_unpack(&source, backup->folder, &listener, &passage);
    if (passage.fault == BACKUP_GOOD)
        progress_end(&backup->progress);
    else
        progress_clear(&backup->progress);
    return say_passage(backup, &passage);
}

static bool open_file(struct open_backup *backup, struct backup_opened *opened) {
    struct stat stat_now;
    backup->fd = open(backup->file, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    backup->fault = SEALED_UNREADABLE;
    backup->error = errno;
    if (backup->fd < 0)
        return say_sealed(backup);
    if (fstat(backup->fd, &stat_now) != 0 || !S_ISREG(stat_now.st_mode)) {
        backup->fault = SEALED_FOREIGN;
        return say_sealed(backup);
    }
    backup->size = opened->size = (uint64_t)stat_now.st_size;
    backup->fault = sealed_header_read(backup->fd, &opened->header);
    backup->error = errno;
    return (backup->fault == SEALED_GOOD && lseek(backup->fd, 0, SEEK_SET) == 0) || say_sealed(backup);
}

static bool check(const char *folder, struct backup_opened *opened) {
    struct arena *arena = arena_new();
    backup_check(folder, &opened->findings);
    const bool sound = opened->findings.verdict == BACKUP_SOUND;
    if (!sound)
        say_fault("%s", backup_words(&opened->findings, say_lang(), arena));
    arena_free(arena);
    return sound;
}

bool backup_open(const char *file, const struct backup_secret *secret, const char *folder, struct backup_opened *opened) {
    struct open_backup backup = {.file = file, .fd = -1};
    *opened = (struct backup_opened){0};
    backup.folder = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (backup.folder < 0)
        return say_fault(TEXT("打不开目录 %s：%s", "can't open the folder %s: %s"), folder, strerror(errno)), false;
    const bool good = open_file(&backup, opened) && unpack(&backup, secret) && check(folder, opened);
    opening_free(backup.opening);
    if (backup.fd >= 0)
        close(backup.fd);
    close(backup.folder);
    return good;
}

void backup_say(const struct backup_opened *opened, const char *first, struct arena *arena) {
    const struct backup_findings *findings = &opened->findings;
    say(TEXT("%s（备份于 %s，%.1f MB，%lld 个客户）", "%s (backed up at %s, %.1f MB, %lld customers)"), first,
        time_iso(arena, opened->header.time), (double)opened->size / 1e6, (long long)findings->customers);
    if (!findings->has_log) {
        say("%s", TEXT("备份里没有访问日志：备份时系统还从未启动过", "It holds no access log: the system had never run when it was made."));
        return;
    }
    say("%s", verify_words(&findings->log, say_lang(), arena));
    say(TEXT("备份之后的记录（第 %lld 条起）不在其中；用别处保存的签名存证可以查出缺了哪些：kedang verify --heads 文件",
             "Later records (from number %lld on) are not in it; heads kept elsewhere show which ones are missing: kedang verify "
             "--heads FILE"),
        (long long)findings->log.newest + 1);
}

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *place) {
    (void)status;
    (void)type;
    (void)place;
    (void)remove(path);
    return 0;
}

void backup_remove_folder(const char *path) {
    (void)nftw(path, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}
