#include "ctl/home.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "base/paths.h"
#include "base/utf8.h"
#include "ctl/say.h"
#include "domain/account_notice.h"
#include "domain/admin_person.h"
#include "domain/admin_record.h"
#include "domain/admin_role.h"
#include "domain/admin_rules.h"
#include "domain/audit_case.h"
#include "domain/credential.h"
#include "domain/customer.h"
#include "domain/directory.h"
#include "domain/import.h"
#include "domain/organisation.h"
#include "domain/reseal.h"
#include "domain/withheld.h"

#define CACHE_KIB 262144 // taken only as far as a command needs it

const char *home_path(void) {
    const char *path = getenv("KEDANG_HOME");
    return path != NULL && *path != '\0' ? path : "home";
}

// KEDANG_SHARE may be relative to where the user is; everything else here is found from the executable.
static void fix_share(void) {
    const char *share = getenv("KEDANG_SHARE");
    char absolute[PATH_MAX];
    if (share != NULL && *share != '\0' && realpath(share, absolute) != NULL)
        setenv("KEDANG_SHARE", absolute, 1);
}

bool home_enter(void) {
    fix_share();
    if (chdir(home_path()) == 0)
        return true;
    if (errno == ENOENT)
        say_fault(TEXT("没有数据目录 %s：先运行 kedang init", "there is no home %s: run kedang init first"), home_path());
    else
        say_fault(TEXT("进不了数据目录 %s：%s", "can't enter the home %s: %s"), home_path(), strerror(errno));
    return false;
}

bool home_exists(void) {
    return access(HOME_DATABASE, F_OK) == 0;
}

static enum status compare_tables(bool *same) {
    struct store_options options = {.path = HOME_DATABASE, .read_only = true, .examines = true};
    struct store *store = NULL;
    *same = false;
    TRY(store_version(HOME_DATABASE, &options.version));
    if (options.version == 0)
        return STATUS_OK;
    TRY(store_open(&store, &options));
    struct arena *arena = arena_new();
    const enum status status = store_schema_matches(store, arena_format(arena, "%s/schema", paths_share(arena)), same);
    arena_free(arena);
    store_close(store);
    return status;
}

bool home_unaltered(void) {
    bool same;
    const enum status status = compare_tables(&same);
    if (status != STATUS_OK)
        return home_fault(status, HOME_DATABASE), false;
    if (!same)
        say_fault(TEXT("数据库 %s/%s 的表结构被改动，与本程序自带的不同：查清是谁改的，再从备份恢复",
                       "the tables of the database %s/%s are not those of this program: find out who changed them, and restore a backup"),
                  home_path(), HOME_DATABASE);
    return same;
}

const char *home_outside(struct arena *arena, const char *path) {
    char here[PATH_MAX];
    if (*path == '/' || getcwd(here, sizeof here) == NULL)
        return path;
    return arena_format(arena, "%s/%s", here, path);
}

static bool open_store(struct home *home) {
    static const struct sql *const *const LISTS[] = {
        UNIT_STATEMENTS,
        ROLE_STATEMENTS,
        PERSON_STATEMENTS,
        SETTING_STATEMENTS,
        REGION_LOAD_STATEMENTS,
        ADMIN_PERSON_STATEMENTS,
        ACCOUNT_NOTICE_STATEMENTS,
        AUDIT_CASE_STATEMENTS,
        ADMIN_ROLE_STATEMENTS,
        ADMIN_RULES_STATEMENTS,
        DIRECTORY_PERSON_STATEMENTS,
        ADMIN_RECORD_STATEMENTS,
        CUSTOMER_STATEMENTS,
        FIELD_CATALOGUE_STATEMENTS,
        IMPORT_STATEMENTS,
        WITHHELD_STATEMENTS,
        RESEAL_STATEMENTS,
        CREDENTIAL_OFFER_STATEMENTS,
        NULL,
    };
    struct store_options options = {.path = HOME_DATABASE, .lists = LISTS, .cache_kib = CACHE_KIB};
    if (!home_exists()) {
        say_fault(TEXT("%s 里没有数据库：先运行 kedang init", "there is no database in %s: run kedang init first"), home_path());
        return false;
    }
    if (store_open(&home->ctx.store, &options) == STATUS_OK)
        return true;
    say_fault("%s", TEXT("数据库打不开（原因见上一行）；程序更新后请先运行 kedang migrate",
                         "the database does not open (see the line above); after an update run kedang migrate first"));
    return false;
}

static bool set_zone(struct home *home) {
    const char *zone = "";
    enum status status = setting_get(&home->ctx, "zone", &zone);
    if (status != STATUS_OK)
        return home_fault(status, "setting"), false;
    if (*zone != '\0')
        setenv("TZ", zone, 1);
    tzset();
    return true;
}

static bool read_fields(struct home *home) {
    int64_t version;
    enum status status = catalogue_version(home->ctx.store, &version);
    if (status == STATUS_OK)
        status = catalogue_refresh(&home->fields, home->ctx.store, version);
    home->ctx.fields = home->fields.now;
    return status == STATUS_OK || home_fault(status, TEXT("读取字段设置", "reading the fields")) == 0;
}

// Who runs the tool, for the record of administration: the number is certain, the name what the session says. (The C library's look-up
// of names crashes when memory runs out.)
static const char *system_user(struct arena *arena) {
    const char *name = getenv("SUDO_USER");
    if (name == NULL)
        name = getenv("LOGNAME");
    const char *shown = name != NULL && utf8_valid(name, strlen(name)) ? name : "";
    return utf8_trim(arena, arena_format(arena, "%s uid %u", shown, (unsigned)getuid()));
}

bool home_open(struct home *home) {
    *home = (struct home){.arena = arena_new(), .clock = clock_system(), .random = random_system()};
    home->ids = (struct id_source){.clock = &home->clock, .random = &home->random};
    home->actor = (struct actor){
        .is_command = true,
        .login = "",
        .name = system_user(home->arena),
        .unit_path = "",
        .language = "",
    };
    home->ctx = (struct ctx){.arena = home->arena,
                             .clock = &home->clock,
                             .random = &home->random,
                             .ids = &home->ids,
                             .actor = &home->actor,
                             .lang = say_lang()};
    home->fields = (struct catalogue_keeper){.now = &BUILT_IN_CATALOGUE};
    if (!open_store(home) || !set_zone(home) || !read_fields(home)) {
        home_close(home);
        return false;
    }
    home->ctx.custody = custody_new(HOME_CUSTODIAN, HOME_CUSTODIAN_TIMEOUT_MS);
    return true;
}

enum status home_open_credentials(struct home *home) {
    static const struct sql *const *const LISTS[] = {CREDENTIAL_STATEMENTS, NULL};
    const struct store_options options = {.path = CREDENTIAL_FILE, .lists = LISTS, .version = STORE_CREDENTIAL_VERSION, .erases = true};
    return store_open(&home->ctx.credentials, &options);
}

void home_close(struct home *home) {
    if (home->ctx.custody != NULL)
        custody_free(home->ctx.custody);
    store_close(home->ctx.credentials);
    store_close(home->ctx.store);
    arena_free(home->arena);
}

// Log lines go to standard error, which is the terminal here: for this one it is the file.
void home_note(const char *event, const char *kind, const char *name) {
    const int terminal = dup(STDERR_FILENO), file = open(HOME_LOG, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (file >= 0 && terminal >= 0 && dup2(file, STDERR_FILENO) >= 0) {
        LOG_EVENT(LOG_INFO, event, LOG_TEXT(kind, name), LOG_NUMBER("uid", getuid()));
        (void)dup2(terminal, STDERR_FILENO);
    } else {
        LOG_EVENT(LOG_WARN, event, LOG_TEXT(kind, name), LOG_TEXT("path", HOME_LOG), LOG_TEXT("error", strerror(errno)));
    }
    if (file >= 0)
        close(file);
    if (terminal >= 0)
        close(terminal);
}

int home_fault(enum status status, const char *what) {
    return say_fault(
        TEXT("没有成功：%s（%s）；详情见上面的日志行", "did not succeed: %s (%s); see the log lines above"), what,
        status_name(status));
}
