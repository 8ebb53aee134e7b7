// Looking at what a backup held. It may have been made by anybody, so nothing of a database is run before its schema was compared.
#include <inttypes.h>
#include <unistd.h>

#include "base/paths.h"
#include "domain/backup.h"
#include "domain/credential.h"
#include "store/where.h"
#include "vault/access.h"

#define VERSION_OF_STEPS 2 // of the store: from it on there are sign_in_step and second_factor

struct checking {
    const char *folder;
    struct backup_findings *findings;
    struct arena *arena;
};

static const char *path_of(const struct checking *checking, enum backup_part part) {
    return arena_format(checking->arena, "%s/%s", checking->folder, BACKUP_MEMBERS[part].path);
}

static bool exists(const struct checking *checking, enum backup_part part) {
    return access(path_of(checking, part), F_OK) == 0;
}

static enum status count_customers(struct checking *checking, struct store *store) {
    struct where where = where_start(checking->arena);
    struct query query = where_query(&where, store, "backup.customers", "SELECT count(*) FROM customer", "");
    checking->findings->customers = query_row(&query) ? query_int(&query, 0) : 0;
    return query_end(&query);
}

// Schema of a database, as shipped in `schema` below the share folder; and pages of the store and of passwords. Those of the log are
// read for its proof anyway. Not those of the index: it can be made anew, and the check of SQLite 3.40 finds NULL where there is
// none when a primary key has its columns in another order than the table.
static enum backup_verdict check_open(struct checking *checking, struct store *store, const char *schema, enum backup_part part) {
    const char *folder = arena_format(checking->arena, "%s/%s", paths_share(checking->arena), schema);
    bool matches;
    if (store_schema_matches(store, folder, &matches) != STATUS_OK || !matches)
        return BACKUP_STORE_ALTERED;
    if (part != BACKUP_INDEX && !store_is_sound(store))
        return BACKUP_STORE_DAMAGED;
    return part == BACKUP_STORE && count_customers(checking, store) != STATUS_OK ? BACKUP_STORE_DAMAGED : BACKUP_SOUND;
}

static enum backup_verdict check_database(struct checking *checking, enum backup_part part, const char *schema, int newest,
                                          int *version) {
    struct store *store = NULL;
    const char *path = path_of(checking, part);
    if (store_version(path, version) != STATUS_OK)
        return BACKUP_STORE_DAMAGED;
    if (*version > newest)
        return BACKUP_STORE_LATER;
    const struct store_options options = {.path = path, .read_only = true, .examines = true, .version = *version};
    if (*version == 0 || store_open(&store, &options) != STATUS_OK)
        return BACKUP_STORE_DAMAGED;
    const enum backup_verdict verdict = check_open(checking, store, schema, part);
    store_close(store);
    return verdict;
}

// What reading a database in WAL mode leaves beside it.
static void tidy(const struct checking *checking, enum backup_part part) {
    static const char *const LEFT[] = {"-wal", "-shm"};
    for (size_t i = 0; i < sizeof LEFT / sizeof *LEFT; i++)
        (void)unlink(arena_format(checking->arena, "%s%s", path_of(checking, part), LEFT[i]));
}

static enum backup_verdict check_index(struct checking *checking) {
    int version;
    if (!exists(checking, BACKUP_INDEX))
        return BACKUP_SOUND; // the custodian makes it anew
    const enum backup_verdict verdict = check_database(checking, BACKUP_INDEX, "schema/index", STORE_INDEX_VERSION, &version);
    return verdict == BACKUP_SOUND || verdict == BACKUP_STORE_LATER ? verdict : BACKUP_INDEX_DAMAGED;
}

static enum backup_verdict check_credentials(struct checking *checking) {
    int version;
    if (!exists(checking, BACKUP_CREDENTIALS)) // earlier, passwords were in the store
        return checking->findings->version < CREDENTIAL_MOVED ? BACKUP_SOUND : BACKUP_CREDENTIALS_MISSING;
    const enum backup_verdict verdict =
        check_database(checking, BACKUP_CREDENTIALS, CREDENTIAL_SCHEMA, STORE_CREDENTIAL_VERSION, &version);
    return verdict == BACKUP_SOUND || verdict == BACKUP_STORE_LATER ? verdict : BACKUP_CREDENTIALS_DAMAGED;
}

// Whether the store shows that the installation was in use, and so had a log: somebody signed in, or a value was sealed.
static bool was_used(struct checking *checking) {
    static const char USED[] = "SELECT EXISTS (SELECT 1 FROM session) OR EXISTS (SELECT 1 FROM history)"
                               " OR EXISTS (SELECT 1 FROM field_value WHERE box IS NOT NULL)";
    struct store *store = NULL;
    const struct store_options options = {.path = path_of(checking, BACKUP_STORE),
                                          .read_only = true,
                                          .examines = true,
                                          .version = checking->findings->version};
    if (store_open(&store, &options) != STATUS_OK)
        return true;
    struct where where = where_start(checking->arena);
    struct query query = where_query(&where, store, "backup.used", USED, "");
    const bool used = query_row(&query) && query_int(&query, 0) != 0;
    const enum status status = query_end(&query);
    store_close(store);
    return used || status != STATUS_OK;
}

static enum backup_verdict check_log(struct checking *checking) {
    struct backup_findings *findings = checking->findings;
    const bool heads = exists(checking, BACKUP_HEADS);
    findings->has_log = exists(checking, BACKUP_LOG);
    if (!findings->has_log)
        return heads || was_used(checking) ? BACKUP_LOG_MISSING : BACKUP_SOUND;
    const struct verify_options options = {.log = path_of(checking, BACKUP_LOG),
                                           .public = path_of(checking, BACKUP_PUBLIC),
                                           .heads = heads ? path_of(checking, BACKUP_HEADS) : NULL};
    verify_log(&options, &findings->log);
    return findings->log.fault == VERIFY_GOOD ? BACKUP_SOUND : BACKUP_LOG_FAULTY;
}

void backup_check(const char *folder, struct backup_findings *findings) {
    *findings = (struct backup_findings){0};
    struct checking checking = {.folder = folder, .findings = findings, .arena = arena_new()};
    findings->has_key = exists(&checking, BACKUP_KEY);
    findings->verdict = check_database(&checking, BACKUP_STORE, "schema", STORE_VERSION, &findings->version);
    if (findings->verdict == BACKUP_SOUND)
        findings->verdict = check_credentials(&checking);
    if (findings->verdict == BACKUP_SOUND)
        findings->verdict = check_index(&checking);
    if (findings->verdict == BACKUP_SOUND)
        findings->verdict = check_log(&checking);
    for (enum backup_part part = 0; part < BACKUP_PARTS; part++)
        if (BACKUP_MEMBERS[part].database)
            tidy(&checking, part);
    arena_free(checking.arena);
}

enum status backup_end_sessions(const char *folder, int version) {
    static const struct sql SESSIONS = {"backup.end_sessions", "DELETE FROM session"};
    static const struct sql STEPS = {"backup.end_steps", "DELETE FROM sign_in_step"};
    static const struct sql *const LIST[] = {&SESSIONS, &STEPS, NULL}, *const FIRST_LIST[] = {&SESSIONS, NULL};
    static const struct sql *const *const LISTS[] = {LIST, NULL}, *const *const FIRST_LISTS[] = {FIRST_LIST, NULL};
    const bool first = version < VERSION_OF_STEPS;
    struct arena *arena = arena_new();
    struct store *store = NULL;
    const struct store_options options = {.path = arena_format(arena, "%s/%s", folder, BACKUP_MEMBERS[BACKUP_STORE].path),
                                          .lists = first ? FIRST_LISTS : LISTS,
                                          .version = version};
    enum status status = store_open(&store, &options);
    for (size_t i = 0; status == STATUS_OK && options.lists[0][i] != NULL; i++) {
        struct query query = query_start(store, options.lists[0][i]);
        status = query_run(&query, NULL);
    }
    store_close(store);
    (void)unlink(arena_format(arena, "%s-queue", options.path));
    arena_free(arena);
    return status;
}

const char *backup_words(const struct backup_findings *findings, enum lang lang, struct arena *arena) {
    static const struct text WORDS[BACKUP_VERDICT_COUNT] = {
        [BACKUP_SOUND] = {"备份完好。", "The backup is sound."},
        [BACKUP_STORE_LATER] = {"备份由更新版本的程序生成：请先升级程序。",
                                "The backup was made by a later version of the program: upgrade the program first."},
        [BACKUP_STORE_DAMAGED] = {"备份中的数据库已损坏。", "The database in the backup is damaged."},
        [BACKUP_STORE_ALTERED] = {"备份中数据库的表结构被改动，与本程序自带的不同。",
                                  "The tables of the database in the backup are not those of this program: they were changed."},
        [BACKUP_INDEX_DAMAGED] = {"备份中的查找索引已损坏或被改动。", "The search index in the backup is damaged or was changed."},
        [BACKUP_CREDENTIALS_MISSING] = {"备份中缺密码文件。", "The file of passwords is missing from the backup."},
        [BACKUP_CREDENTIALS_DAMAGED] = {"备份中的密码文件已损坏或被改动。", "The file of passwords in the backup is damaged or was changed."},
        [BACKUP_LOG_MISSING] = {"备份中缺访问日志，而签名存证或数据库表明它存在过。",
                                "The access log is missing from the backup, though its heads or the database show that there was one."},
    };
    if (findings->verdict == BACKUP_LOG_FAULTY)
        return verify_words(&findings->log, lang, arena);
    return text_in(lang, WORDS[findings->verdict]);
}
