// kedang rotate-key: a new data key while everything runs (CONF-8). Called again, it goes on where it was; called when everything is under
// the new key and ten minutes are over, it destroys the old one.
#include <stdlib.h>

#include "ctl/command.h"
#include "ctl/home.h"
#include "ctl/keeper.h"
#include "ctl/options.h"
#include "ctl/progress.h"
#include "ctl/say.h"
#include "domain/reseal.h"
#include "vault/upkeep.h"

static const struct text USAGE = {"rotate-key", "rotate-key"};
#define PASSES_MAX 10 // people may save while a pass goes on; nobody saves that much

static void on_progress(void *data, int64_t seen) {
    progress_show(data, (uint64_t)seen);
}

// Passes until one finds nothing under the old key. False: it was said why not.
static bool seal_all(struct home *home) {
    struct reseal_counts counts = {.changed = 1};
    int64_t total = 0;
    for (int pass = 0; counts.changed > 0; pass++) {
        struct progress progress;
        if (pass == PASSES_MAX || reseal_count(&home->ctx, &total) != STATUS_OK) {
            say_fault("%s", TEXT("没有完成：再运行一次会接着做。", "not finished: run it again, and it goes on."));
            return false;
        }
        progress_start(&progress, TEXT("重新加密", "sealing anew"), (uint64_t)total);
        const enum status status = reseal_all(&home->ctx, &counts, on_progress, &progress);
        progress_end(&progress);
        if (status != STATUS_OK)
            return home_fault(status, TEXT("没有完成：再运行一次会接着做", "not finished: run it again, and it goes on")) == EXIT_SUCCESS;
        say(TEXT("核对 %lld 个保密值，其中 %lld 个换了新密钥。", "%lld confidential values gone through, %lld of them sealed anew."),
            (long long)counts.seen, (long long)counts.changed);
    }
    if (counts.broken > 0)
        say(TEXT("另有 %lld 个值用新旧密钥都打不开：原来就已损坏。", "%lld values open under neither key: they were broken before."), (long long)counts.broken);
    return true;
}

static int finish(struct home *home, struct key_report *report) {
    struct custody *custody = home->ctx.custody;
    const int64_t due = report->since + KEY_ROTATION_LEAST;
    if (report->now < due) {
        say(TEXT("全部保密值已换新密钥。旧密钥保留到 %s，因为有人可能正在保存；届时再运行一次 kedang rotate-key 即销毁。",
                 "Everything is under the new key. The old one stays until %s, because somebody may be saving just now; run kedang rotate-key "
                 "again then, and it is destroyed."),
            time_minute(home->arena, due + TIME_MINUTE));
        return EXIT_SUCCESS;
    }
    const enum status status = custody_rotate(custody, UPKEEP_KEY_END, report);
    if (status != STATUS_OK)
        return home_fault(status, TEXT("旧密钥没有销毁", "the old key was not destroyed"));
    say("%s", TEXT("旧密钥已销毁。请把新的 custody/key 另存到保险柜；以前的备份须用当时的密钥恢复，旧密钥文件也要保留到那些备份作废。",
                   "The old key is destroyed. Put a copy of the new custody/key into the safe. Backups made before need the key of their time: keep "
                   "its copy as long as them."));
    return EXIT_SUCCESS;
}

static int rotate(struct home *home) {
    struct key_report report;
    enum status status = custody_rotate(home->ctx.custody, UPKEEP_KEY_STATE, &report);
    if (status == STATUS_OK && report.since == 0)
        status = custody_rotate(home->ctx.custody, UPKEEP_KEY_BEGIN, &report);
    if (status != STATUS_OK)
        return home_fault(status, TEXT("密钥没有更换", "the key was not changed"));
    return seal_all(home) ? finish(home, &report) : EXIT_FAILURE;
}

int rotate_key_command(int argc, char **argv) {
    const struct option_spec specs[] = {{0}};
    struct options options;
    if (!options_read(argc, argv, specs, USAGE, &options))
        return options.exit_code;
    if (options.count > 0)
        return options_wrong(USAGE);
    struct home home;
    struct keeper keeper;
    if (!home_enter() || !home_open(&home))
        return EXIT_FAILURE;
    int code = EXIT_FAILURE;
    if (keeper_start(&keeper)) {
        code = rotate(&home);
        keeper_stop(&keeper);
    }
    home_close(&home);
    return code;
}
