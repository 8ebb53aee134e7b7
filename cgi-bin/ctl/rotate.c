// kedang rotate-key: new keys while everything runs (CONF-8). The data key: called again, it goes on where it was; called when everything
// is under the new key and ten minutes are over, it destroys the old one. The token key: the custodian makes the index anew by itself. The
// signing key: at once.
#include <stdlib.h>
#include <string.h>

#include "ctl/command.h"
#include "ctl/home.h"
#include "ctl/keeper.h"
#include "ctl/options.h"
#include "ctl/progress.h"
#include "ctl/say.h"
#include "domain/reseal.h"
#include "vault/upkeep.h"

static const struct text USAGE = {"rotate-key [data|token|signing|all]", "rotate-key [data|token|signing|all]"};
#define PASSES_MAX 10 // people may save while a pass goes on; nobody saves that much

static void on_progress(void *data, int64_t seen) {
    progress_show(data, (uint64_t)seen);
}

// --- The data key

// Passes until one finds nothing under the old key; *since: where in the history that one began. False: it was said why not.
static bool seal_all(struct home *home, int64_t *since) {
    struct reseal_counts counts = {.changed = 1};
    int64_t total = 0;
    for (int pass = 0; counts.changed > 0; pass++) {
        struct progress progress;
        if (pass == PASSES_MAX || reseal_count(&home->ctx, &total) != STATUS_OK ||
            reseal_history_end(&home->ctx, since) != STATUS_OK) {
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

static int finish(struct home *home, int64_t since, struct key_report *report) {
    const int64_t due = report->since + KEY_ROTATION_LEAST;
    if (report->now < due) {
        say(TEXT("全部保密值已换新密钥。旧密钥保留到 %s，因为有人可能正在保存；届时再运行一次 kedang rotate-key 即销毁。",
                 "Everything is under the new key. The old one stays until %s, because somebody may be saving just now; run kedang rotate-key "
                 "again then, and it is destroyed."),
            time_minute(home->arena, due + TIME_MINUTE));
        return EXIT_SUCCESS;
    }
    const enum status status = reseal_end(&home->ctx, since, report);
    if (status != STATUS_OK)
        return home_fault(status, TEXT("旧密钥没有销毁", "the old key was not destroyed"));
    say("%s", TEXT("旧密钥已销毁。请把新的 custody/key 另存到保险柜；以前的备份须用当时的密钥恢复，旧密钥文件也要保留到那些备份作废。",
                   "The old key is destroyed. Put a copy of the new custody/key into the safe. Backups made before need the key of their time: keep "
                   "its copy as long as them."));
    return EXIT_SUCCESS;
}

static int rotate_data(struct home *home) {
    struct key_report report;
    int64_t since = 0;
    enum status status = custody_rotate(home->ctx.custody, UPKEEP_KEY_STATE, &report);
    if (status == STATUS_OK && report.since == 0)
        status = custody_rotate(home->ctx.custody, UPKEEP_KEY_BEGIN, &report);
    if (status != STATUS_OK)
        return home_fault(status, TEXT("密钥没有更换", "the key was not changed"));
    return seal_all(home, &since) ? finish(home, since, &report) : EXIT_FAILURE;
}

// --- The token key

static int rotate_token(struct home *home) {
    struct key_report report;
    const enum status begun = custody_rotate(home->ctx.custody, UPKEEP_KEY_TOKEN, &report);
    const bool under_way = begun == STATUS_CONFLICT;
    const enum status status = under_way ? custody_rotate(home->ctx.custody, UPKEEP_KEY_STATE, &report) : begun;
    if (status != STATUS_OK)
        return home_fault(status, TEXT("检索密钥没有更换", "the token key was not changed"));
    if (under_way)
        say(TEXT("检索密钥正在更换：新索引已处理历史 %lld / %lld。期间照常检索；完成后旧密钥自动销毁。",
                 "The token key is being changed: the new index knows %lld of %lld rows of the history. Searches go on; the old key goes when it is done."),
            (long long)report.token_done, (long long)report.token_whole);
    else
        say("%s", TEXT("检索密钥已换新，保管程序在后台重建检索索引。期间照常检索；完成后旧密钥自动销毁，审计台可见。",
                       "There is a new token key, and the custodian makes the index of values anew behind. Searches go on; the old key goes when it is "
                       "done, and the auditor's desk says so."));
    return EXIT_SUCCESS;
}

// --- The signing key

static int rotate_signing(struct home *home) {
    struct key_report report;
    const enum status status = custody_rotate(home->ctx.custody, UPKEEP_KEY_SIGN, &report);
    if (status == STATUS_LIMITED)
        return say_fault(TEXT("签名密钥已换过 %d 次，不能再换：另建一套系统，把旧日志存档", "the signing key was changed %d times, and can't be again: set up a new home, and keep this log"),
                         ACCESS_SPANS_MAX - 1);
    if (status != STATUS_OK && (custody_rotate(home->ctx.custody, UPKEEP_KEY_STATE, &report) != STATUS_OK || report.unsettled == 0))
        return home_fault(status, TEXT("签名密钥没有更换", "the signing key was not changed"));
    if (status != STATUS_OK)
        return say_fault("%s", TEXT("新签名密钥已生效，但写不了 custody/ 里的密钥文件：见 log/custodian.log，保管程序会自动重试",
                                    "the new signing key signs, but the key files in custody/ could not be written: see log/custodian.log; the custodian tries again"));
    say(TEXT("签名密钥已更换：第 %lld 条记录起由第 %lld 把密钥签名，旧密钥已销毁。请把 custody/public 交给审计员，把新的 custody/key 另存到保险柜。",
             "The signing key is changed: from record %lld on key number %lld signs, and the old one is destroyed. Give custody/public to the auditor, and "
             "put a copy of the new custody/key into the safe."),
        (long long)report.signing_from, (long long)report.signing_keys);
    return EXIT_SUCCESS;
}

// The data key comes last, because its rotation may have to be called again.
static const struct target {
    const char *name;
    int (*rotate)(struct home *home);
} TARGETS[] = {{"signing", rotate_signing}, {"token", rotate_token}, {"data", rotate_data}};

static int rotate(struct home *home, const char *which) {
    int code = EXIT_SUCCESS;
    for (size_t i = 0; code == EXIT_SUCCESS && i < sizeof TARGETS / sizeof *TARGETS; i++)
        if (strcmp(which, "all") == 0 || strcmp(which, TARGETS[i].name) == 0)
            code = TARGETS[i].rotate(home);
    return code;
}

static bool is_known(const char *which) {
    bool known = strcmp(which, "all") == 0;
    for (size_t i = 0; i < sizeof TARGETS / sizeof *TARGETS; i++)
        known = known || strcmp(which, TARGETS[i].name) == 0;
    return known;
}

int rotate_key_command(int argc, char **argv) {
    const struct option_spec specs[] = {{0}};
    struct options options;
    if (!options_read(argc, argv, specs, USAGE, &options))
        return options.exit_code;
    const char *which = options.count == 0 ? "data" : options.operands[0];
    if (options.count > 1 || !is_known(which))
        return options_wrong(USAGE);
    struct home home;
    struct keeper keeper;
    if (!home_enter() || !home_open(&home))
        return EXIT_FAILURE;
    int code = EXIT_FAILURE;
    if (keeper_start(&keeper)) {
        code = rotate(&home, which);
        keeper_stop(&keeper);
    }
    home_close(&home);
    return code;
}
