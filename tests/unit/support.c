#include "support.h"

#include <dirent.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct {
    const char *login, *name, *role;
    int64_t unit;
} PEOPLE[PERSON_COUNT + 1] = {
    [PERSON_SELLER] = {"lina", "李娜", "sales", UNIT_TEAM},
    [PERSON_COLLEAGUE] = {"wangwu", "王五", "sales", UNIT_TEAM},
    [PERSON_OTHER] = {"zhaoliu", "赵六", "sales", UNIT_SALES_2},
    [PERSON_MANAGER] = {"sunqi", "孙七", "sales_manager", UNIT_TEAM},
    [PERSON_DIRECTOR] = {"zhouba", "周八", "sales_director", UNIT_SALES_1},
    [PERSON_CLERK] = {"wujiu", "吴九", "archive_clerk", UNIT_GROUP},
    [PERSON_GENERAL] = {"zhengshi", "郑十", "general_manager", UNIT_GROUP},
    [PERSON_AUDITOR] = {"qian", "钱一", "auditor", UNIT_GROUP},
};

static const char *const UNIT_PATHS[] = {"", "/1/", "/1/2/", "/1/3/", "/1/2/4/"};

static const char COMPANY[] =
    "INSERT INTO unit (id, parent_id, name, path) VALUES (1, NULL, '集团', '/1/'), (2, 1, '销售一部', '/1/2/'), "
    "(3, 1, '销售二部', '/1/3/'), (4, 2, '一组', '/1/2/4/');"
    "INSERT INTO region (code, parent, name, full_name) VALUES "
    "('440000', NULL, '广东省', '广东省'), ('440300', '440000', '深圳市', '广东省深圳市'), "
    "('440305', '440300', '南山区', '广东省深圳市南山区'), ('440304', '440300', '福田区', '广东省深圳市福田区'), "
    "('230000', NULL, '黑龙江省', '黑龙江省'), ('230400', '230000', '鹤岗市', '黑龙江省鹤岗市'), "
    "('230404', '230400', '南山区', '黑龙江省鹤岗市南山区'), ('110000', NULL, '北京市', '北京市'), "
    "('110105', '110000', '朝阳区', '北京市朝阳区'), ('220000', NULL, '吉林省', '吉林省'), "
    "('220200', '220000', '吉林市', '吉林省吉林市'), ('220100', '220000', '长春市', '吉林省长春市'), "
    "('220104', '220100', '朝阳区', '吉林省长春市朝阳区');";

void folder_make(char folder[256]) {
    const char *base = getenv("TMPDIR");
    snprintf(folder, 256, "%s/kedang 客档 XXXXXX", base && *base ? base : "/tmp");
    if (!mkdtemp(folder))
        fail_msg("no folder %s", folder);
}

void folder_remove(const char *folder) {
    DIR *directory = opendir(folder);
    for (struct dirent *entry; directory && (entry = readdir(directory)) != NULL;) {
        char path[1024];
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (unlink(path) != 0)
            folder_remove(path);
    }
    if (directory)
        closedir(directory);
    rmdir(folder);
}

char *file_read(const char *path, size_t *length, struct arena *arena) {
    FILE *file = fopen(path, "re");
    struct stat info;
    if (!file || fstat(fileno(file), &info) != 0)
        fail_msg("no file %s", path);
    char *bytes = arena_alloc(arena, (size_t)info.st_size + 1);
    *length = fread(bytes, 1, (size_t)info.st_size, file);
    fclose(file);
    return bytes;
}

static int64_t read_clock(void *data) {
    return ((struct fixture *)data)->now;
}

void fixture_sql(struct fixture *fixture, const char *sql) {
    sqlite3 *database = NULL;
    char *message = NULL;
    assert_int_equal(sqlite3_open(fixture->path, &database), SQLITE_OK);
    if (sqlite3_exec(database, sql, NULL, NULL, &message) != SQLITE_OK)
        fail_msg("%s: %s", sql, message);
    sqlite3_close(database);
}

int64_t fixture_number(struct fixture *fixture, const char *sql) {
    sqlite3 *database = NULL;
    sqlite3_stmt *statement = NULL;
    assert_int_equal(sqlite3_open(fixture->path, &database), SQLITE_OK);
    if (sqlite3_prepare_v2(database, sql, -1, &statement, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(database));
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    int64_t number = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(database);
    return number;
}

static unsigned role_index(const char *key) {
    for (unsigned i = 0; i < ROLE_COUNT; i++)
        if (strcmp(ROLES[i].key, key) == 0)
            return i;
    fail_msg("no role %s", key);
    return 0;
}

static void add_roles(struct fixture *fixture) {
    struct buffer sql = {.arena = fixture->arena};
    for (unsigned i = 0; i < ROLE_COUNT; i++) {
        const struct role *role = &ROLES[i];
        buffer_format(&sql, "INSERT INTO role (id, key, name_zh, name_en, scope, level) VALUES (%u, '%s', '%s', '%s', %d, %d);", i + 1, role->key, role->label.zh,
                      role->label.en, (int)role->scope, (int)role->level);
        for (unsigned p = PERM_CUSTOMER_READ; p < PERM_COUNT; p++)
            if (role->permissions >> p & 1)
                buffer_format(&sql, "INSERT INTO role_permission VALUES (%u, '%s');", i + 1,
                              permission_name((enum permission)p));
    }
    fixture_sql(fixture, sql.data);
}

static void add_people(struct fixture *fixture) {
    struct buffer sql = {.arena = fixture->arena};
    for (int i = 1; i <= PERSON_COUNT; i++) {
        unsigned r = role_index(PEOPLE[i].role);
        const struct role *role = &ROLES[r];
        buffer_format(&sql,
                      "INSERT INTO person (id, login, name, unit_id, created_at) VALUES (%d, '%s', '%s', %lld, %lld);",
                      i, PEOPLE[i].login, PEOPLE[i].name, (long long)PEOPLE[i].unit, (long long)FIXTURE_TIME);
        buffer_format(&sql, "INSERT INTO person_role VALUES (%d, %u);", i, r + 1);
        struct actor *actor = &fixture->actors[i];
        *actor = (struct actor){
            .person_id = i,
            .login = PEOPLE[i].login,
            .name = PEOPLE[i].name,
            .unit_id = PEOPLE[i].unit,
            .unit_path = UNIT_PATHS[PEOPLE[i].unit],
            .language = "",
            .grant_count = 1,
        };
        actor->grants[0] = (struct grant){r + 1, role->key, role->label.zh, role->label.en,
                                          role->scope, role->level, role->permissions};
    }
    fixture_sql(fixture, sql.data);
}

struct fixture *fixture_new(const struct sql *const *const *lists) {
    struct arena *arena = arena_new();
    struct fixture *fixture = ARENA_NEW(arena, struct fixture);
    unsigned applied = 0;
    const char *schema = getenv("KEDANG_SCHEMA");
    *fixture = (struct fixture){.arena = arena, .now = FIXTURE_TIME, .seed = 42};
    folder_make(fixture->folder);
    fixture->path = arena_format(arena, "%s/kedang.db", fixture->folder);
    assert_int_equal(store_migrate(fixture->path, schema ? schema : "db/schema", &applied), STATUS_OK);
    fixture_sql(fixture, COMPANY);
    add_roles(fixture);
    add_people(fixture);
    struct store_options options = {.path = fixture->path, .lists = lists};
    assert_int_equal(store_open(&fixture->store, &options), STATUS_OK);
    fixture->clock = (struct clock){read_clock, fixture};
    fixture->random = random_seeded(&fixture->seed);
    fixture->ids = (struct id_source){.clock = &fixture->clock, .random = &fixture->random};
    fixture->ctx = (struct ctx){
        .arena = arena,
        .store = fixture->store,
        .clock = &fixture->clock,
        .random = &fixture->random,
        .ids = &fixture->ids,
        .fields = &BUILT_IN_CATALOGUE,
        .asker = {.address = "192.0.2.7",
                  .request = "0123456789abcdef",
                  .channel = CHANNEL_PAGE,
                  .purpose = "",
                  .purpose_text = ""},
    };
    fixture_act(fixture, PERSON_SELLER);
    return fixture;
}

void fixture_free(struct fixture *fixture) {
    bool idle = store_is_idle(fixture->store);
    store_close(fixture->store);
    folder_remove(fixture->folder);
    arena_free(fixture->arena);
    assert_true(idle);
}

void fixture_act(struct fixture *fixture, int person) {
    fixture->ctx.actor = &fixture->actors[person];
}

static struct draft read_draft(const struct field_table *table, va_list args) {
    struct draft draft = {.table = table};
    for (const char *key; (key = va_arg(args, const char *)) != NULL;) {
        int i = field_index(table, key);
        if (i < 0)
            fail_msg("no field %s", key);
        else
            draft.typed[i] = va_arg(args, const char *);
    }
    return draft;
}

struct draft draft_of(const struct field_table *table, ...) {
    va_list args;
    va_start(args, table);
    struct draft draft = read_draft(table, args);
    va_end(args);
    return draft;
}

struct draft draft_checked(struct fixture *fixture, const struct field_table *table, const struct record *stored, ...) {
    va_list args;
    va_start(args, stored);
    struct draft draft = read_draft(table, args);
    va_end(args);
    if (draft_check(&draft, stored, fixture->arena) != STATUS_OK)
        for (size_t i = 0; i < table->count; i++)
            if (draft.messages[i].zh)
                fail_msg("%s: %s", table->fields[i].key, draft.messages[i].zh);
    return draft;
}
