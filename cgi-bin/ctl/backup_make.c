#include "ctl/backup_make.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ctl/backup_keep.h"
#include "ctl/file.h"
#include "ctl/home.h"
#include "ctl/interrupt.h"
#include "ctl/progress.h"
#include "ctl/say.h"
#include "domain/backup_archive.h"

struct making {
    const struct backup_order *order;
    struct arena *arena;
    struct access_public installation;
    struct backup_public key;
    const char *folder; // where the backup goes, when that is a folder; else NULL
    const char *path, *part;
    int lock, fd;
    struct sealing *sealing;
    struct backup_copies copies;
    struct progress progress;
    bool showing;
    int64_t started;
    uint64_t size;
};

static int64_t now(void) {
    const struct clock clock = clock_system();
    return clock_now(&clock);
}

// --- What is said when there is none

static bool refuse(struct making *making, const char *what, int error) {
    const char *why = error == EBADMSG ? TEXT("文件已损坏，或不是数据库", "it is damaged or no database") : strerror(error);
    if (making->showing)
        progress_clear(&making->progress);
    if (error == EINTR)
        say_fault("%s", TEXT("备份已中断，没有留下任何文件", "the backup was interrupted; nothing was left behind"));
    else if (error == ESTALE)
        say_fault("%s", TEXT("没有备份成：备份期间更换了密钥，请再运行一次", "no backup was made: a key was rotated meanwhile; run it again"));
    else
        say_fault(TEXT("没有备份成：%s：%s", "no backup was made: %s: %s"), what, why);
    return false;
}

// --- Getting ready

static bool read_keys(struct making *making) {
    const enum status status = backup_public_read(&making->key, HOME_BACKUP_PUBLIC);
    if (status == STATUS_NOT_FOUND)
        return say_fault("%s", TEXT("还没有备份密钥：先运行 kedang backup-key 文件",
                                    "there is no backup key yet: run kedang backup-key FILE first")),
               false;
    if (status != STATUS_OK)
        return say_fault(TEXT("备份公钥 %s/%s 不能用：必须只有本用户可读写（chmod 600），内容未被改动",
                              "the backup key %s/%s can't be used: it must be this user's alone (chmod 600) and unchanged"),
                         home_path(), HOME_BACKUP_PUBLIC),
               false;
    if (access_public_read(HOME_PUBLIC, &making->installation) != STATUS_OK)
        return say_fault(TEXT("读不了 %s/%s", "can't read %s/%s"), home_path(), HOME_PUBLIC), false;
    return true;
}

static bool take_lock(struct making *making) {
    making->lock = open(HOME_BACKUP_LOCK, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (making->lock < 0)
        return refuse(making, HOME_BACKUP_LOCK, errno);
    if (flock(making->lock, LOCK_EX | LOCK_NB) == 0)
        return true;
    say_fault("%s", TEXT("另一个备份正在进行", "another backup is being made"));
    return false;
}

static int is_copy(const struct dirent *entry) {
    return strncmp(entry->d_name, "copy-", strlen("copy-")) == 0;
}

// A copy has a name only for a moment; killed in that moment, it stays.
static void remove_copies(struct making *making) {
    struct dirent **entries = NULL;
    const int count = scandir(HOME_BACKUP, &entries, is_copy, alphasort);
    for (int i = 0; i < count; i++) {
        (void)unlink(arena_format(making->arena, "%s/%s", HOME_BACKUP, entries[i]->d_name));
        free(entries[i]);
    }
    free(entries);
}

// kedang-20261122T060509.123Z.backup: sorts by time, and is a file name everywhere.
static const char *name_by_time(struct making *making) {
    char iso[TIME_ISO_SIZE], name[TIME_ISO_SIZE];
    size_t length = 0;
    time_iso_write(iso, making->started);
    for (const char *c = iso; *c != '\0'; c++)
        if (*c != '-' && *c != ':')
            name[length++] = *c;
    return arena_format(making->arena, "%s/kedang-%.*s.backup", making->folder, (int)length, name);
}

static bool open_part(struct making *making) {
    struct stat stat_now;
    struct sealed_header header = {.time = making->started, .key = making->key}, left;
    memcpy(header.installation, making->installation.log_id, sizeof header.installation);
    making->folder = stat(making->order->to, &stat_now) == 0 && S_ISDIR(stat_now.st_mode) ? making->order->to : NULL;
    making->path = making->folder != NULL ? name_by_time(making) : making->order->to;
    making->part = arena_format(making->arena, "%s" BACKUP_PART_SUFFIX, making->path);
    if (access(making->path, F_OK) == 0)
        return refuse(making, making->path, EEXIST);
    if (making->folder != NULL)
        backup_clear(making->folder, &making->installation);
    else if (backup_is_ours(making->part, &making->installation, &left))
        (void)unlink(making->part);
    making->fd = open(making->part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (making->fd < 0)
        return refuse(making, making->part, errno);
    // The header first: whatever happens from here on, the file can be told for ours.
    return sealing_start(&making->sealing, making->fd, &header) || refuse(making, making->part, errno);
}

// --- Copying, sealing

static bool on_progress(void *data, uint64_t done) {
    struct making *making = data;
    progress_show(&making->progress, done);
    return !interrupt_waits();
}

static void start_progress(struct making *making, const char *label, uint64_t total) {
    progress_start(&making->progress, label, total);
    making->showing = true;
}

static void end_progress(struct making *making) {
    progress_end(&making->progress);
    making->showing = false;
}

static bool copy(struct making *making) {
    const struct backup_listener listener = {on_progress, making};
    start_progress(making, TEXT("复制", "copying"), backup_size());
    if (!backup_copy(&making->copies, HOME_BACKUP, making->order->with_key, &listener))
        return refuse(making, making->copies.path, making->copies.error);
    end_progress(making);
    return true;
}

static bool on_bytes(void *data, const void *bytes, size_t length) {
    struct making *making = data;
    return sealing_add(making->sealing, bytes, length);
}

static uint64_t size_of_copies(const struct making *making) {
    struct stat stat_now;
    uint64_t size = 0;
    for (size_t i = 0; i < BACKUP_PARTS; i++)
        if (making->copies.files[i] >= 0 && fstat(making->copies.files[i], &stat_now) == 0)
            size += (uint64_t)stat_now.st_size;
    return size;
}

static bool seal(struct making *making) {
    const struct backup_listener listener = {on_progress, making};
    const struct backup_sink sink = {on_bytes, making};
    struct backup_passage passage;
    start_progress(making, TEXT("封存", "sealing"), size_of_copies(making));
    backup_pack(&making->copies, making->started, &sink, &listener, &passage);
    if (passage.fault == BACKUP_STREAM)
        return refuse(making, making->part, passage.error);
    if (passage.fault != BACKUP_GOOD)
        return refuse(making, passage.path, passage.error);
    if (!sealing_end(making->sealing) || fsync(making->fd) != 0)
        return refuse(making, making->part, errno);
    end_progress(making);
    return true;
}

static bool sync_folder(const char *path, struct arena *arena) {
    const char *slash = strrchr(path, '/');
    return file_sync_folder(arena_copy(arena, path, (size_t)(slash - path) + 1));
}

// From here on it is a backup. A folder that can't be synced is told, but the file is whole.
static bool name_it(struct making *making) {
    struct stat stat_now;
    making->size = fstat(making->fd, &stat_now) == 0 ? (uint64_t)stat_now.st_size : 0;
    if (interrupt_waits())
        return refuse(making, making->path, EINTR);
    if (rename(making->part, making->path) != 0)
        return refuse(making, making->path, errno);
    making->part = NULL;
    if (!sync_folder(making->path, making->arena))
        say_fault(TEXT("%s 所在的目录同步失败：%s", "the folder of %s could not be synced: %s"), making->path, strerror(errno));
    return true;
}

// --- Afterwards

static void report(struct making *making) {
    const double seconds = (double)(now() - making->started) / 1000.0;
    say(TEXT("备份完成：%s，%.1f MB；%lld 个客户，%lld 条访问记录（最新第 %lld 条）；用时 %.1f 秒",
             "backed up: %s, %.1f MB; %lld customers, %lld access records (the newest is number %lld); %.1f s"),
        making->path, (double)making->size / 1e6, (long long)making->copies.customers, (long long)making->copies.newest,
        (long long)making->copies.newest, seconds);
    if (making->order->with_key)
        say("%s", TEXT("含密钥 custody/key：有备份私钥的人能读出保密内容",
                       "With custody/key: who has the secret backup key can read the confidential values."));
    else
        say("%s", TEXT("不含密钥 custody/key：恢复时要另外提供，否则保密内容读不出来",
                       "Without custody/key: a restore needs it besides, else the confidential values stay closed."));
    if (making->order->keep == 0 || making->folder == NULL)
        return;
    const unsigned removed = backup_keep(making->folder, making->path, making->order->keep, &making->installation);
    if (removed > 0)
        say(TEXT("已删除 %u 个旧备份，保留最新 %u 个", "removed %u older backups, the newest %u stay"), removed, making->order->keep);
}

static bool make(struct making *making) {
    if (!open_part(making))
        return false;
    remove_copies(making);
    return copy(making) && seal(making) && name_it(making);
}

static void clean_up(struct making *making) {
    sealing_free(making->sealing);
    backup_copies_close(&making->copies);
    if (making->fd >= 0)
        close(making->fd);
    if (making->fd >= 0 && making->part != NULL)
        (void)unlink(making->part);
}

int backup_make(const struct backup_order *order) {
    struct interrupt interrupt;
    struct making making = {.order = order, .arena = arena_new(), .lock = -1, .fd = -1, .started = now()};
    for (size_t i = 0; i < BACKUP_PARTS; i++)
        making.copies.files[i] = -1;
    interrupt_hold(&interrupt);
    const bool made = read_keys(&making) && take_lock(&making) && home_unaltered() && make(&making);
    clean_up(&making);
    if (made)
        report(&making);
    if (making.lock >= 0)
        close(making.lock);
    arena_free(making.arena);
    interrupt_release(&interrupt);
    return made ? EXIT_SUCCESS : EXIT_FAILURE;
}
