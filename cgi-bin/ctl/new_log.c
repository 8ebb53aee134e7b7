#include "ctl/new_log.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/paths.h"
#include "ctl/home.h"
#include "ctl/keeper.h"
#include "ctl/say.h"
#include "vault/key_file.h"
#include "vault/keys.h"

enum status new_log_make(void) {
    unsigned applied;
    struct arena *arena = arena_new();
    const mode_t mask = umask(077);
    const enum status status = store_migrate(HOME_ACCESS_LOG, arena_format(arena, "%s/schema/access", paths_share(arena)), &applied);
    umask(mask);
    arena_free(arena);
    return status;
}

// What proved the old log stays beside, under another name.
static bool keep_beside(const char *path, const char *time, struct arena *arena) {
    const char *kept = arena_format(arena, "%s-until-%s", path, time);
    if (access(path, F_OK) != 0 && errno == ENOENT)
        return true;
    if (rename(path, kept) == 0)
        return true;
    say_fault(TEXT("写不了 %s：%s", "can't write %s: %s"), kept, strerror(errno));
    return false;
}

// The present signing key is the first of the new log.
static bool write_public(const struct keys *keys, struct arena *arena) {
    const char *text = access_public_text(&keys->public, arena);
    if (key_file_replace(HOME_PUBLIC, text, strlen(text), 0644) == STATUS_OK)
        return true;
    say_fault(TEXT("写不了 %s：%s", "can't write %s: %s"), HOME_PUBLIC, strerror(errno));
    return false;
}

static bool may_begin(void) {
    if (!home_exists())
        say_fault("%s", TEXT("这里还没有建立：先运行 kedang init", "there is nothing here yet: run kedang init first"));
    else if (access(HOME_ACCESS_LOG, F_OK) == 0)
        say_fault(TEXT("访问日志 %s 还在，没有改动", "the access log %s is there; nothing was changed"), HOME_ACCESS_LOG);
    else if (keeper_running())
        say_fault("%s", TEXT("系统正在运行：先停止它", "the system is running: stop it first"));
    else
        return true;
    return false;
}

int new_log_replace(void) {
    struct keys *keys = NULL;
    if (!may_begin() || keys_load(&keys, HOME_KEY) != STATUS_OK)
        return EXIT_FAILURE;
    struct arena *arena = arena_new();
    const struct clock clock = clock_system();
    const char *time = time_iso(arena, clock_now(&clock));
    // The log last: until it is there the custodian does not start, and this can be run again.
    const bool begun = keep_beside(HOME_HEADS, time, arena) && keep_beside(HOME_PUBLIC, time, arena) && write_public(keys, arena);
    const enum status status = begun ? new_log_make() : STATUS_UNAVAILABLE;
    keys_free(keys);
    arena_free(arena);
    if (status != STATUS_OK)
        return begun ? home_fault(status, HOME_ACCESS_LOG) : EXIT_FAILURE;
    home_note("log.new", "log", HOME_ACCESS_LOG);
    say(TEXT("新的访问日志从头开始。旧的签名存证和公钥改名留在原处；请把 %s 交给审计员并说明原因：用旧签名存证核对会发现日志中断。",
             "A new access log begins. The old heads and public file stay beside it under another name; give %s to the auditor and say why: the old heads show "
             "that the log was broken off."),
        HOME_PUBLIC);
    return EXIT_SUCCESS;
}
