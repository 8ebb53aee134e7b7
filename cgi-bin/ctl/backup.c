// kedang backup: an encrypted backup of the home, made while everything runs (OPS-1); with --check, the test of one.
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ctl/backup_make.h"
#include "ctl/backup_open.h"
#include "ctl/command.h"
#include "ctl/home.h"
#include "ctl/interrupt.h"
#include "ctl/options.h"
#include "ctl/say.h"

#define KEEP_MOST 100000

static const struct text USAGE = {"backup 目录或文件 [--keep 个数] [--with-key]\n"
                                  "      kedang backup --check 文件 --key 私钥",
                                  "backup FOLDER_OR_FILE [--keep N] [--with-key]\n"
                                  "       kedang backup --check FILE --key SECRET"};

// What is unpacked to be looked at shows names and masks, so it lies in a folder for this user alone, and only as long as needed.
// Not in /tmp, which often is memory.
static int check_in(char *folder, const char *file, const struct backup_secret *secret, struct arena *arena) {
    struct interrupt interrupt;
    struct backup_opened opened;
    interrupt_hold(&interrupt);
    int code = EXIT_FAILURE;
    if (mkdtemp(folder) == NULL) {
        say_fault(TEXT("建不了目录 %s：%s", "can't make the folder %s: %s"), folder, strerror(errno));
    } else {
        if (backup_open(file, secret, folder, &opened)) {
            backup_say(&opened, backup_words(&opened.findings, say_lang(), arena), arena);
            code = EXIT_SUCCESS;
        }
        backup_remove_folder(folder);
    }
    interrupt_release(&interrupt);
    return code;
}

static int check(const char *file, const char *key, struct arena *arena) {
    const char *temporary = getenv("TMPDIR");
    struct backup_secret *secret = backup_secret_read(key);
    if (secret == NULL)
        return EXIT_FAILURE;
    char *folder = arena_format(arena, "%s/kedang-check-XXXXXX",
                                temporary != NULL && *temporary != '\0' ? temporary : "/var/tmp");
    const int code = check_in(folder, file, secret, arena);
    backup_secret_free(secret);
    return code;
}

static int make(const char *to, long long keep, bool with_key) {
    const struct backup_order order = {.to = to, .keep = (unsigned)keep, .with_key = with_key};
    return home_enter() ? backup_make(&order) : EXIT_FAILURE;
}

int backup_command(int argc, char **argv) {
    const char *checked = NULL, *key = NULL, *keep_text = NULL;
    bool with_key = false;
    long long keep = 0;
    const struct option_spec specs[] = {{"check", OPTION_TEXT, NULL, &checked},
                                        {"key", OPTION_TEXT, NULL, &key},
                                        {"keep", OPTION_TEXT, NULL, &keep_text},
                                        {"with-key", OPTION_FLAG, &with_key, NULL},
                                        {0}};
    struct options options;
    if (!options_read(argc, argv, specs, USAGE, &options))
        return options.exit_code;
    if (keep_text != NULL && !options_number(keep_text, 1, KEEP_MOST, &keep))
        return options_wrong(USAGE);
    const bool checks = checked != NULL && key != NULL && options.count == 0 && keep == 0 && !with_key;
    const bool makes = checked == NULL && key == NULL && options.count == 1;
    if (!checks && !makes)
        return options_wrong(USAGE);
    struct arena *arena = arena_new();
    const int code = checks ? check(home_outside(arena, checked), home_outside(arena, key), arena)
                            : make(home_outside(arena, options.operands[0]), keep, with_key);
    arena_free(arena);
    return code;
}
