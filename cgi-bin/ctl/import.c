// kedang import: takes over a list of customers from a spreadsheet, as a whole or not at all (ARC-13).
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/io.h"
#include "ctl/command.h"
#include "ctl/home.h"
#include "ctl/import_report.h"
#include "ctl/keeper.h"
#include "ctl/options.h"
#include "ctl/progress.h"
#include "ctl/say.h"
#include "domain/import.h"
#include "domain/withheld.h"
#include "sheet/csv.h"
#include "sheet/open.h"

static const struct text USAGE = {
    "import 文件.xlsx|.xls|.csv [--sheet 工作表] [--owner 账号] [--dry-run] [--skip-existing] [--ignore 列名,列名]\n"
    "              [--encoding auto|utf-8|gb18030] [--report 文件]",
    "import FILE.xlsx|.xls|.csv [--sheet SHEET] [--owner LOGIN] [--dry-run] [--skip-existing] [--ignore HEADING,HEADING]\n"
    "              [--encoding auto|utf-8|gb18030] [--report FILE]"};

#define IGNORED_MAX 100
struct import_options {
    const char *path, *sheet, *owner, *ignored, *encoding, *report;
    bool dry_run, skip_existing;
};

// What the listener needs.
struct watcher {
    struct progress progress;
    struct import_report report;
    enum import_phase phase;
    bool started;
};

static void on_fault(void *data, const struct import_fault *fault) {
    struct watcher *watcher = data;
    if (watcher->started)
        progress_clear(&watcher->progress);
    import_report_add(&watcher->report, fault);
}

static void on_progress(void *data, enum import_phase phase, size_t done, size_t total) {
    struct watcher *watcher = data;
    if (!watcher->started || watcher->phase != phase) {
        progress_start(&watcher->progress,
                       phase == IMPORT_CHECKING ? TEXT("检查", "checking") : TEXT("写入", "writing "), total);
        watcher->started = true;
        watcher->phase = phase;
    }
    if (done >= total)
        progress_end(&watcher->progress);
    else
        progress_show(&watcher->progress, done);
}

static const char *const *split_ignored(const char *text, struct arena *arena) {
    const char **headings = ARENA_ARRAY(arena, const char *, IGNORED_MAX + 1);
    unsigned count = 0;
    char *rest = arena_string(arena, text);
    for (char *heading; rest != NULL && count < IGNORED_MAX && (heading = strsep(&rest, ",")) != NULL;)
        headings[count++] = heading;
    return headings;
}

static int say_done(const struct import_options *options, const struct import_result *result, int64_t started) {
    struct clock clock = clock_system();
    double seconds = (double)(clock_now(&clock) - started) / 1000.0;
    if (result->created == 0)
        say(TEXT("没有新客户：%u 行都已在系统中，没有改动任何内容",
                 "no new customers: all %u rows are there already; nothing was changed"),
            result->existing);
    else if (options->dry_run)
        say(TEXT("试运行：没有错误；将导入 %u 个客户、%u 位联系人，%u 行已在系统中",
                 "dry run: no faults; %u customers and %u contacts would be imported, %u rows are there already"),
            result->created, result->contacts, result->existing);
    else
        say(TEXT("已导入 %u 个客户、%u 位联系人；%u 行已在系统中，未改动；用时 %.1f 秒",
                 "imported %u customers and %u contacts; %u rows were there already and stay as they are; %.1f s"),
            result->created, result->contacts, result->existing, seconds);
    if (result->hints > 0)
        say(TEXT("%u 处号码与前面的行相同，可能是同一家客户写了两行", "numbers that stand in an earlier row, too: %u; it may be the same customer twice"),
            result->hints);
    if (result->existing > 0)
        say("%s", TEXT("已在系统中的行，保密项目只比对了掩码", "of the rows that were there, confidential fields were compared by their masks only"));
    return EXIT_SUCCESS;
}

static int say_faults(struct watcher *watcher, const struct import_result *result) {
    if (!import_report_close(&watcher->report))
        say_fault(TEXT("写不了错误报告 %s：%s", "can't write the report %s: %s"), watcher->report.path, strerror(errno));
    if (result->faulty_rows == 0)
        return say_fault(TEXT("没有导入任何内容；问题列在 %s", "nothing was imported; what is wrong is listed in %s"),
                         watcher->report.path);
    return say_fault(TEXT("没有导入任何内容：%u 行有误，共 %u 处（共 %u 行）；全部列在 %s",
                          "nothing was imported: %u rows have faults, %u in all (of %u rows); all are listed in %s"),
                     result->faulty_rows, result->faults, result->rows, watcher->report.path);
}

static int run_plan(struct home *home, const struct import_options *options, const struct import_plan *plan) {
    struct watcher watcher = {.report = {.path = options->report}};
    struct import_listener listener = {.fault = on_fault, .progress = on_progress, .data = &watcher};
    struct import_result result;
    int64_t started = clock_now(&home->clock);
    enum status status = import_run(&home->ctx, plan, &listener, &result);
    if (status != STATUS_OK && !plan->dry_run && withheld_sweep(&home->ctx) != STATUS_OK)
        say_fault("%s", TEXT("没有导入的客户稍后由系统清除，没有人能看到它们", "what was not imported will be removed later; nobody can see it"));
    if (status == STATUS_INVALID)
        return say_faults(&watcher, &result);
    import_report_close(&watcher.report);
    if (status != STATUS_OK)
        return home_fault(status, TEXT("没有导入任何内容", "nothing was imported"));
    return say_done(options, &result, started);
}

// A dry run seals nothing, so it needs no custodian.
static int run_with_keeper(struct home *home, const struct import_options *options, struct import_plan *plan) {
    struct keeper keeper = {0};
    if (!options->dry_run) {
        if (!keeper_start(&keeper))
            return EXIT_FAILURE;
        plan->helpers = keeper.helpers;
        plan->helper_count = KEEPER_HELPERS;
        plan->batch_id = id_new(home->ctx.ids);
    }
    int code = run_plan(home, options, plan);
    keeper_stop(&keeper);
    return code;
}

// The whole file in memory of malloc; NULL: errno says why.
static char *read_file(const char *path, size_t *length) {
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat about;
    char *bytes = NULL;
    if (fd < 0)
        return NULL;
    if (fstat(fd, &about) == 0 && S_ISREG(about.st_mode) && about.st_size <= (off_t)SHEET_FILE_MAX)
        bytes = malloc((size_t)about.st_size + 1);
    else
        errno = S_ISREG(about.st_mode) ? EFBIG : EISDIR;
    const ssize_t got = bytes != NULL ? io_read(fd, bytes, (size_t)about.st_size) : -1;
    const int reason = errno;
    close(fd);
    if (got < 0) {
        free(bytes);
        errno = reason;
        return NULL;
    }
    *length = (size_t)got;
    return bytes;
}

static int fault_file(const struct import_options *options, const struct sheet_error *error) {
    const char *message = text_in(say_lang(), error->message);
    char column[8];
    sheet_column_name(error->column, column);
    if (error->column > 0)
        return say_fault(TEXT("%s 单元格 %s%u：%s", "%s, cell %s%u: %s"), options->path, column, error->line, message);
    if (error->line > 0)
        return say_fault(TEXT("%s 第 %u 行：%s", "%s, line %u: %s"), options->path, error->line, message);
    return say_fault(TEXT("%s：%s", "%s: %s"), options->path, message);
}

static int import_file(const struct import_options *options, enum encoding encoding, struct arena *arena) {
    struct sheet_table *file;
    struct sheet_error error;
    const struct sheet_wish wish = {.sheet = options->sheet, .encoding = encoding};
    size_t length = 0;
    char *bytes = read_file(options->path, &length);
    if (bytes == NULL)
        return say_fault(TEXT("打不开 %s：%s", "can't open %s: %s"), options->path, strerror(errno));
    enum status status = sheet_open(&file, bytes, length, &wish, arena, &error);
    free(bytes);
    if (status == STATUS_INVALID)
        return fault_file(options, &error);
    if (status != STATUS_OK)
        return home_fault(status, TEXT("没有导入任何内容", "nothing was imported"));
    struct import_plan plan = {
        .file = file, .owner = options->owner, .skip_existing = options->skip_existing, .dry_run = options->dry_run};
    plan.ignored = options->ignored != NULL ? split_ignored(options->ignored, arena) : NULL;
    struct home home;
    int code = EXIT_FAILURE;
    if (home_enter() && home_open(&home)) {
        code = run_with_keeper(&home, options, &plan);
        home_close(&home);
    }
    sheet_table_free(file);
    return code;
}

// list.csv → list.faults.csv, beside it.
static const char *report_path(const char *path, struct arena *arena) {
    size_t length = strlen(path);
    const char *dot = strrchr(path, '.');
    static const char *const ENDS[] = {".csv", ".xlsx", ".xls"};
    for (size_t i = 0; dot != NULL && i < sizeof ENDS / sizeof ENDS[0]; i++)
        if (strcasecmp(dot, ENDS[i]) == 0)
            length = (size_t)(dot - path);
    return arena_format(arena, "%.*s.faults.csv", (int)length, path);
}

int import_command(int argc, char **argv) {
    struct import_options chosen = {.encoding = "auto"};
    const struct option_spec specs[] = {{"owner", OPTION_TEXT, NULL, &chosen.owner},
                                        {"sheet", OPTION_TEXT, NULL, &chosen.sheet},
                                        {"as", OPTION_TEXT, NULL, &chosen.owner},
                                        {"ignore", OPTION_TEXT, NULL, &chosen.ignored},
                                        {"encoding", OPTION_TEXT, NULL, &chosen.encoding},
                                        {"report", OPTION_TEXT, NULL, &chosen.report},
                                        {"dry-run", OPTION_FLAG, &chosen.dry_run, NULL},
                                        {"skip-existing", OPTION_FLAG, &chosen.skip_existing, NULL},
                                        {0}};
    struct options options;
    enum encoding encoding;
    if (!options_read(argc, argv, specs, USAGE, &options))
        return options.exit_code;
    if (options.count != 1 || !encoding_find(chosen.encoding, &encoding))
        return options_wrong(USAGE);
    struct arena *arena = arena_new();
    chosen.path = home_outside(arena, options.operands[0]);
    chosen.report = chosen.report != NULL ? home_outside(arena, chosen.report) : report_path(chosen.path, arena);
    int code = import_file(&chosen, encoding, arena);
    arena_free(arena);
    return code;
}
