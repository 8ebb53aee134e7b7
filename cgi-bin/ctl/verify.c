// kedang verify: whether the access log is what was written (CONF-5). Works on a copy, with nothing but the public
// file.
#include <stdlib.h>

#include "ctl/command.h"
#include "ctl/home.h"
#include "ctl/options.h"
#include "ctl/say.h"
#include "domain/verify.h"

static const struct text USAGE = {"verify [--log 文件] [--public 文件] [--heads 文件]",
                                  "verify [--log FILE] [--public FILE] [--heads FILE]"};

static int verify(struct verify_options *files, struct arena *arena) {
    struct verify_result result;
    verify_log(files, &result);
    const char *words = verify_words(&result, say_lang(), arena);
    if (result.fault != VERIFY_GOOD)
        return say_fault("%s", words);
    say("%s", words);
    return EXIT_SUCCESS;
}

// A file the user named is seen from where they are; the rest lies in the home.
static const char *choose(struct arena *arena, const char *named, const char *usual) {
    return named != NULL ? home_outside(arena, named) : usual;
}

int verify_command(int argc, char **argv) {
    const char *log = NULL, *public = NULL, *heads = NULL;
    const struct option_spec specs[] = {{"log", OPTION_TEXT, NULL, &log},
                                        {"public", OPTION_TEXT, NULL, &public},
                                        {"heads", OPTION_TEXT, NULL, &heads},
                                        {0}};
    struct options options;
    if (!options_read(argc, argv, specs, USAGE, &options))
        return options.exit_code;
    if (options.count > 0)
        return options_wrong(USAGE);
    struct arena *arena = arena_new();
    // The home's heads belong to the home's log: a copy is compared with heads only when they are named.
    struct verify_options files = {.log = choose(arena, log, HOME_ACCESS_LOG),
                                   .public = choose(arena, public, HOME_PUBLIC),
                                   .heads = choose(arena, heads, log == NULL ? HOME_HEADS : NULL)};
    bool needs_home = log == NULL || public == NULL;
    int code = needs_home && !home_enter() ? EXIT_FAILURE : verify(&files, arena);
    arena_free(arena);
    return code;
}
