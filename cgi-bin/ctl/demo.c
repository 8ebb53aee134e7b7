// kedang demo: a company with people, accounts and as many customers as wanted, the same for the same seed.
// Only ever in a home of its own: where there are real people it refuses.
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ctl/accounts.h"
#include "ctl/command.h"
#include "ctl/demo_fill.h"
#include "ctl/init.h"
#include "ctl/keeper.h"
#include "ctl/options.h"
#include "ctl/say.h"
#include "domain/organisation.h"

static const struct text USAGE = {"demo [客户数] [--seed 数] [--if-needed | --again]",
                                  "demo [CUSTOMERS] [--seed NUMBER] [--if-needed | --again]"};

#define CUSTOMERS_USUAL 3000
#define SEED_USUAL 20261122

enum manner {
    MANNER_ONCE,
    MANNER_IF_NEEDED,
    MANNER_AGAIN
};

// What there is in the home before we begin.
enum finding {
    FINDING_NOTHING,
    FINDING_PART, // of demo data, by a call that was interrupted
    FINDING_DEMO,
    FINDING_REAL,
    FINDING_FAULT
};

static enum finding look(struct home *home, struct demo_state *state) {
    struct person *persons;
    unsigned count;
    if (demo_state_read(&home->ctx, state) != STATUS_OK || person_list(&home->ctx, &persons, &count) != STATUS_OK)
        return FINDING_FAULT;
    if (state->begun)
        return state->done < state->total ? FINDING_PART : FINDING_DEMO;
    return count > 0 ? FINDING_REAL : FINDING_NOTHING;
}

static int fill(struct home *home, struct demo_state *state) {
    struct demo_words words;
    struct keeper keeper;
    if (!demo_read_words(&words, home->arena))
        return EXIT_FAILURE;
    if (!state->begun && demo_fill_organisation(home, &words, state) != EXIT_SUCCESS)
        return EXIT_FAILURE;
    if (!keeper_start(&keeper))
        return EXIT_FAILURE;
    int code = demo_fill_customers(home, &keeper, &words, state);
    keeper_stop(&keeper);
    if (code == EXIT_SUCCESS)
        say(TEXT("演示数据已生成：%u 个客户；账号和密码：kedang accounts",
                 "demo data is made: %u customers; accounts and password: kedang accounts"),
            state->total);
    return code;
}

static int refuse_repeat(void) {
    return say_fault("%s",
                     TEXT("已有演示数据，没有改动；--again 删除它并重新生成",
                          "there is demo data already, and nothing was changed; --again deletes it and makes it anew"));
}

static int act_on(struct home *home, enum finding finding, enum manner manner, struct demo_state *state,
                  const struct demo_state *wanted) {
    switch (finding) {
    case FINDING_NOTHING:
        *state = *wanted;
        return fill(home, state);
    case FINDING_PART:
        say(TEXT("继续上次中断的演示数据：已有 %u / %u", "going on with the demo data that was interrupted: %u of %u"),
            state->done, state->total);
        return fill(home, state);
    case FINDING_DEMO:
        return manner == MANNER_IF_NEEDED ? EXIT_SUCCESS : refuse_repeat();
    case FINDING_REAL:
        if (manner == MANNER_IF_NEEDED)
            return EXIT_SUCCESS;
        return say_fault(TEXT("%s 里有真实账号：演示数据只能放在自己的数据目录（KEDANG_HOME）里",
                              "%s holds real accounts: demo data belongs in a home of its own (KEDANG_HOME)"),
                         home_path());
    case FINDING_FAULT:
        break;
    }
    return home_fault(STATUS_UNAVAILABLE, HOME_DATABASE);
}

static int fill_if_free(enum manner manner, const struct demo_state *wanted) {
    struct home home;
    struct demo_state state;
    if (!home_open(&home))
        return EXIT_FAILURE;
    int code = act_on(&home, look(&home, &state), manner, &state, wanted);
    home_close(&home);
    return code;
}

// --- Anew

static int is_file(const struct dirent *entry) {
    return strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
}

static bool empty_folder(const char *path, struct arena *arena) {
    struct dirent **entries = NULL;
    int count = scandir(path, &entries, is_file, alphasort);
    bool good = count >= 0 || errno == ENOENT;
    for (int i = 0; i < count; i++) {
        good = good && unlink(arena_format(arena, "%s/%s", path, entries[i]->d_name)) == 0;
        free(entries[i]);
    }
    free(entries);
    return good;
}

// The mark of demo data goes last, so that an interrupted deletion can be repeated.
static bool delete_data(struct arena *arena) {
    return empty_folder("db", arena) && empty_folder("custody", arena) && empty_folder("heads", arena) && empty_folder("login", arena) &&
           (unlink(HOME_DEMO) == 0 || errno == ENOENT);
}

// Demo data and nothing else: what the database says, or, where an earlier deletion was interrupted, that there is no
// database.
static bool may_delete(bool *anything, const char **zone, struct arena *arena) {
    struct home home;
    struct demo_state state;
    *anything = accounts_exist();
    if (!home_exists() || !home_open(&home))
        return *anything && !home_exists();
    enum finding finding = look(&home, &state);
    const char *kept = "";
    if (setting_get(&home.ctx, "zone", &kept) == STATUS_OK && *kept != '\0')
        *zone = arena_string(arena, kept);
    home_close(&home);
    *anything |= finding != FINDING_NOTHING;
    return finding == FINDING_NOTHING || finding == FINDING_PART || finding == FINDING_DEMO;
}

static int make_anew(const struct demo_state *wanted, struct arena *arena) {
    const char *zone = INIT_ZONE;
    bool anything;
    if (keeper_running())
        return say_fault("%s", TEXT("系统正在运行：先停止它", "the system is running: stop it first"));
    if (!may_delete(&anything, &zone, arena))
        return say_fault(TEXT("%s 里没有演示数据，不能重新生成", "%s holds no demo data that could be made anew"), home_path());
    if (anything && !delete_data(arena))
        return say_fault(TEXT("删不掉旧的演示数据：%s", "can't delete the old demo data: %s"), strerror(errno));
    if (anything && init_fill("演示", zone) != EXIT_SUCCESS)
        return EXIT_FAILURE;
    return fill_if_free(MANNER_AGAIN, wanted);
}

static bool read_numbers(const struct options *options, const char *seed_text, struct demo_state *wanted) {
    long long total = CUSTOMERS_USUAL, seed = SEED_USUAL;
    if (options->count > 1 ||
        (options->count == 1 && !options_number(options->operands[0], 1, DEMO_CUSTOMERS_MAX, &total)))
        return false;
    if (seed_text != NULL && !options_number(seed_text, 0, UINT32_MAX, &seed))
        return false;
    *wanted = (struct demo_state){.total = (unsigned)total, .seed = (uint64_t)seed};
    return true;
}

int demo_command(int argc, char **argv) {
    const char *seed_text = NULL;
    bool if_needed = false, again = false;
    const struct option_spec specs[] = {{"seed", OPTION_TEXT, NULL, &seed_text},
                                        {"if-needed", OPTION_FLAG, &if_needed, NULL},
                                        {"again", OPTION_FLAG, &again, NULL},
                                        {0}};
    struct options options;
    struct demo_state wanted;
    if (!options_read(argc, argv, specs, USAGE, &options))
        return options.exit_code;
    if (!read_numbers(&options, seed_text, &wanted) || (if_needed && again))
        return options_wrong(USAGE);
    if (!home_enter())
        return EXIT_FAILURE;
    struct arena *arena = arena_new();
    int code = again ? make_anew(&wanted, arena) : fill_if_free(if_needed ? MANNER_IF_NEEDED : MANNER_ONCE, &wanted);
    arena_free(arena);
    return code;
}
