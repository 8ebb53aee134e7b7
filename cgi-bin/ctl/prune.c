// kedang prune-log: removes access records that are older than the retention, by the custodian, who signs and records it (CONF-5).
#include <stdlib.h>

#include "base/clock.h"
#include "ctl/command.h"
#include "ctl/home.h"
#include "ctl/keeper.h"
#include "ctl/options.h"
#include "ctl/say.h"
#include "vault/upkeep.h"

static const struct text USAGE = {"prune-log", "prune-log"};

static int prune(struct custody *custody, struct arena *arena) {
    struct prune_report report;
    int64_t removed = 0;
    do {
        if (custody_prune(custody, &report) != STATUS_OK)
            return say_fault("%s", TEXT("保管程序没有清理日志：见 log/custodian.log。", "the custodian did not prune the log: see log/custodian.log."));
        removed += report.removed;
    } while (report.removed > 0);
    say(TEXT("保存期限 %lld 天：%s 以前的记录可以清除。本次清除 %lld 条。", "Retention of %lld days: records before %s may go. Removed now: %lld."),
        (long long)report.days, time_minute(arena, report.cutoff), (long long)removed);
    if (report.shorter_at > 0)
        say(TEXT("设置里的期限更短，%s 起才生效。", "A shorter time is set; it holds from %s on."), time_minute(arena, report.shorter_at));
    if (report.until > 0)
        say(TEXT("已清除至第 %lld 条（%s），有签名为证。", "Removed so far: up to number %lld (%s), under a signature."), (long long)report.until,
            time_minute(arena, report.until_at));
    return EXIT_SUCCESS;
}

int prune_log_command(int argc, char **argv) {
    const struct option_spec specs[] = {{0}};
    struct options options;
    if (!options_read(argc, argv, specs, USAGE, &options))
        return options.exit_code;
    if (options.count > 0)
        return options_wrong(USAGE);
    struct keeper keeper;
    if (!home_enter() || !keeper_start(&keeper))
        return EXIT_FAILURE;
    struct arena *arena = arena_new();
    struct custody *custody = custody_new(HOME_CUSTODIAN, HOME_CUSTODIAN_TIMEOUT_MS);
    const int code = prune(custody, arena);
    custody_free(custody);
    arena_free(arena);
    keeper_stop(&keeper);
    return code;
}
