// kedang migrate: applies what an update brought. The programs refuse to start on a database of another version.
#include <stdlib.h>

#include "base/paths.h"
#include "ctl/command.h"
#include "ctl/home.h"
#include "ctl/options.h"
#include "ctl/say.h"

static const struct text USAGE = {"migrate", "migrate"};

int migrate_command(int argc, char **argv) {
    const struct option_spec specs[] = {{0}};
    struct options options;
    if (!options_read(argc, argv, specs, USAGE, &options))
        return options.exit_code;
    if (options.count > 0)
        return options_wrong(USAGE);
    if (!home_enter())
        return EXIT_FAILURE;
    if (!home_exists())
        return say_fault(
            TEXT("%s 里没有数据库：先运行 kedang init", "there is no database in %s: run kedang init first"),
            home_path());
    struct arena *arena = arena_new();
    unsigned applied = 0;
    enum status status = store_migrate(HOME_DATABASE, arena_format(arena, "%s/schema", paths_share(arena)), &applied);
    arena_free(arena);
    if (status != STATUS_OK)
        return home_fault(status, HOME_DATABASE);
    if (applied == 0)
        say("%s", TEXT("数据库已是最新，没有改动", "the database is up to date; nothing was changed"));
    else
        say(TEXT("已应用 %u 个升级", "applied %u migrations"), applied);
    return EXIT_SUCCESS;
}
