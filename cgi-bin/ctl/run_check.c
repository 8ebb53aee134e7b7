#include "ctl/run_check.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/paths.h"
#include "ctl/home.h"
#include "ctl/programs.h"
#include "ctl/say.h"
#include "domain/credential.h"
#include "vault/keys.h"

#define LOCK_OWNER "run/lock"
#define LOCK_STARTED "run/lock.started"
#define LOCK_WAIT_MS 20000 // what was started before may take this long to stop
#define LOCK_POLL_MS 50
#define DISK_LEAST_MB 200
#define PRIVILEGED_PORT 1024

static bool tell_unwritable(const char *path) {
    const char *why = strerror(errno);
    say_fault("数据目录不可写（%s：%s） / the home can't be written (%s: %s)", path, why, path, why);
    return false;
}

static bool make_folder(const char *path) {
    return mkdir(path, 0700) == 0 || errno == EEXIST || tell_unwritable(path);
}

bool run_writable(void) {
    return access(".", W_OK | X_OK) == 0 || tell_unwritable(home_path());
}

// The lock of the one `kedang run`: given back by the kernel when that process ends, however it ends.
static bool lock_owner(void) {
    char owner[32] = "";
    const int lock = open(LOCK_OWNER, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock < 0)
        return tell_unwritable(LOCK_OWNER);
    if (flock(lock, LOCK_EX | LOCK_NB) != 0) {
        const long pid = pread(lock, owner, sizeof owner - 1, 0) > 0 ? strtol(owner, NULL, 10) : 0;
        say_fault("这个数据目录已在运行（进程 %ld） / this home is already running (process %ld)", pid, pid);
        return false;
    }
    return (ftruncate(lock, 0) == 0 && dprintf(lock, "%ld\n", (long)getpid()) > 0) || tell_unwritable(LOCK_OWNER);
}

// The lock that everything we start inherits: while what a killed `kedang run` started is still stopping, waits for it.
static bool lock_started(void) {
    const struct clock clock = clock_monotonic();
    const int64_t deadline = clock_now(&clock) + LOCK_WAIT_MS;
    const int lock = open(LOCK_STARTED, O_RDWR | O_CREAT, 0600);
    if (lock < 0)
        return tell_unwritable(LOCK_STARTED);
    for (bool told = false; flock(lock, LOCK_EX | LOCK_NB) != 0; told = true) {
        if (clock_now(&clock) > deadline) {
            say_fault("这个数据目录的上一次进程没有停止 / what ran in this home before does not stop");
            return false;
        }
        if (!told)
            say("上一次的进程正在停止，请稍候… / what ran before is still stopping …");
        poll(NULL, 0, LOCK_POLL_MS);
    }
    return true;
}

bool run_lock(void) {
    return make_folder("run") && make_folder("log") && lock_owner() && lock_started();
}

static bool check_key(const struct run_users *users) {
    struct stat key;
    if (stat(HOME_KEY, &key) != 0) {
        say_fault("没有保管程序的密钥 " HOME_KEY "：先运行 kedang init，或从备份恢复 / the custodian's key " HOME_KEY
                  " is missing: run kedang init, or restore it from its backup");
        return false;
    }
    const bool ours = key.st_uid == geteuid() || (users->apart && key.st_uid == users->custody.id);
    if (!S_ISREG(key.st_mode) || !ours || (key.st_mode & 077) != 0 || access(HOME_KEY, R_OK) != 0) {
        say_fault("密钥 " HOME_KEY " 必须属于启动的用户，且只有它可读（chown、chmod 600） / the key " HOME_KEY
                  " must belong to the user who starts this, and be readable by it alone (chown, chmod 600)");
        return false;
    }
    struct access_public public;
    if (access_public_read(HOME_PUBLIC, &public) != STATUS_OK || keys_match(HOME_KEY, &public) != STATUS_CONFLICT)
        return true; // what else may be wrong with it the custodian says
    say_fault("密钥 " HOME_KEY " 不是这套系统的 / the key " HOME_KEY " is not the one of this installation");
    return false;
}

static bool check_credentials(void) {
    if (access(CREDENTIAL_FILE, R_OK) == 0)
        return true;
    say_fault("没有密码文件 " CREDENTIAL_FILE "：从备份恢复；没有备份时 kedang migrate 建一个空的，然后给每个人重置密码 / the file of passwords " CREDENTIAL_FILE
              " is missing: restore it from a backup; without one, kedang migrate makes an empty one, and everybody needs a new password");
    return false;
}

// The custodian makes no log: a missing one was removed, or is on a disk that is not there.
static bool check_log(void) {
    if (access(HOME_ACCESS_LOG, F_OK) == 0 || errno != ENOENT)
        return true;
    say_fault("访问日志 " HOME_ACCESS_LOG " 不见了：从备份恢复；没有备份时用 kedang init --new-log 重新开始（审计员会看到） / the access log " HOME_ACCESS_LOG
              " is missing: restore it from a backup; without one, kedang init --new-log begins anew, which the auditor sees");
    return false;
}

static bool check_disk(void) {
    struct statvfs disk;
    if (statvfs(".", &disk) != 0)
        return true; // says nothing about the room there is
    const uint64_t free_mb = (uint64_t)disk.f_bavail * disk.f_frsize / (1024 * 1024);
    if (free_mb >= DISK_LEAST_MB)
        return true;
    say_fault("磁盘空间不足：剩 %llu MB，至少需要 %d MB / too little disk space: %llu MB left, %d MB needed",
              (unsigned long long)free_mb, DISK_LEAST_MB, (unsigned long long)free_mb, DISK_LEAST_MB);
    return false;
}

// Looks through PATH, which run_command has set to the system's folders.
static bool tool_exists(const char *name, struct arena *arena) {
    char *rest = arena_string(arena, getenv("PATH"));
    for (const char *folder; (folder = strsep(&rest, ":")) != NULL;)
        if (access(arena_format(arena, "%s/%s", folder, name), X_OK) == 0)
            return true;
    return false;
}

static bool check_tools(struct arena *arena) {
    static const struct {
        const char *name, *package;
    } tools[] = {{"nginx", "nginx"}, {"runsv", "runit"}, {"chpst", "runit"}, {"setpriv", "util-linux"}};
    for (size_t i = 0; i < sizeof tools / sizeof *tools; i++) {
        if (tool_exists(tools[i].name, arena))
            continue;
        say_fault("缺少 %s：apt-get install %s / %s is missing: apt-get install %s", tools[i].name, tools[i].package,
                  tools[i].name, tools[i].package);
        return false;
    }
    return true;
}

static bool check_installed(const char *path) {
    if (access(path, R_OK) == 0)
        return true;
    say_fault("缺少 %s：先运行 make all / %s is missing: run make all first", path, path);
    return false;
}

static bool check_installation(struct arena *arena) {
    static const char *const shared[] = {"nginx.conf", "templates/zh", "templates/en", "static"};
    for (size_t i = 0; i < sizeof shared / sizeof *shared; i++)
        if (!check_installed(arena_format(arena, "%s/%s", paths_share(arena), shared[i])))
            return false;
    for (const char *const *program = WEB_PROGRAMS; *program != NULL; program++)
        if (!check_installed(arena_format(arena, "%s/%s", paths_bin(arena), *program)))
            return false;
    return check_installed(arena_format(arena, "%s/custodian", paths_bin(arena)));
}

static bool check_endpoint(const struct endpoint *endpoint) {
    const int fault = endpoint_fault(endpoint);
    const unsigned port = endpoint->port;
    if (fault == EADDRINUSE)
        say_fault("端口 %u 已被占用：用 --port 换一个（make run PORT=…） / port %u is in use: choose another with --port "
                  "(make run PORT=…)",
                  port, port);
    else if (fault == EACCES && port < PRIVILEGED_PORT)
        say_fault("端口 %u 需要 root 权限：用 1024 以上的端口 / port %u needs root: choose one above 1023", port, port);
    else if (fault == EADDRNOTAVAIL)
        say_fault("本机没有地址 %s / this machine has no address %s", endpoint->host, endpoint->host);
    else if (fault != 0)
        say_fault("不能监听 %s:%u：%s / can't listen on %s:%u: %s", endpoint->host, port, strerror(fault), endpoint->host,
                  port, strerror(fault));
    return fault == 0;
}

bool run_check(const struct endpoint *endpoint, const struct run_users *users, struct arena *arena) {
    return check_key(users) && check_log() && check_credentials() && check_disk() && check_tools(arena) && check_installation(arena) &&
           check_endpoint(endpoint);
}
