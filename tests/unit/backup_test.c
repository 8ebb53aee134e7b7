// Copies of a home fit together whatever is written between them, and a check tells what is wrong with what a backup held.
#include "domain/backup.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "domain/credential.h"
#include "verify_sample.h"

// A log as in verify_sample.h, in a home with a store and an index; the process is in that home.
struct place {
    struct log log;
    int root; // where the test was started
    unsigned calls, stop_at;
    bool writes;
};

static void make_database(const char *path, const char *schema) {
    unsigned applied;
    assert_int_equal(store_migrate(path, schema, &applied), STATUS_OK);
}

static int enter(void **state) {
    struct arena *arena = arena_new();
    struct place *place = ARENA_NEW(arena, struct place);
    struct log *log = &place->log;
    log->arena = arena;
    folder_make(log->folder);
    char *root = realpath(".", NULL);
    setenv("KEDANG_SHARE", arena_format(arena, "%s/build/share", root), 1);
    place->root = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    assert_int_equal(chdir(log->folder), 0);
    static const char *const FOLDERS[] = {"db", "login", "custody", "heads", "backup"};
    for (size_t i = 0; i < sizeof FOLDERS / sizeof *FOLDERS; i++)
        assert_int_equal(mkdir(FOLDERS[i], 0700), 0);
    log->path = "custody/access.db";
    log->public = "custody/public";
    log->heads = "heads/heads";
    assert_int_equal(keys_create("custody/key", log->public), STATUS_OK);
    assert_int_equal(keys_load(&log->keys, "custody/key"), STATUS_OK);
    make_database("db/kedang.db", arena_format(arena, "%s/db/schema", root));
    make_database(CREDENTIAL_FILE, arena_format(arena, "%s/db/schema/credential", root));
    make_database("custody/index.db", arena_format(arena, "%s/db/schema/index", root));
    make_database(log->path, arena_format(arena, "%s/db/schema/access", root));
    free(root);
    sql(log, arena_format(arena, "INSERT INTO log VALUES (1, %s);", blob(log, log->keys->public.log_id, ACCESS_LOG_ID_SIZE)));
    write_log(log, log->keys, RECORDS, 0, log->heads);
    *state = place;
    return 0;
}

static int leave(void **state) {
    struct place *place = *state;
    assert_int_equal(fchdir(place->root), 0);
    close(place->root);
    unsetenv("KEDANG_SHARE");
    keys_free(place->log.keys);
    folder_remove(place->log.folder);
    arena_free(place->log.arena);
    return 0;
}

static void alter(struct place *place, const char *path, const char *text) {
    const struct log log = {.arena = place->log.arena, .path = path};
    sql(&log, text);
}

static int64_t number_in(const char *path, const char *text) {
    struct fixture fixture = {.path = path};
    return fixture_number(&fixture, text);
}

// Work goes on while copies are made, in the order in which the programs do it: records and heads over them, tokens of a value, and then
// what somebody does in the store who saw the former and sealed the latter; a chosen password, and then the end of the offer it replaced.
static void go_on(struct place *place) {
    const int64_t newest = RECORDS + HEAD_EVERY * (int64_t)place->calls;
    struct arena *arena = place->log.arena;
    write_log(&place->log, place->log.keys, newest, 0, place->log.heads);
    alter(place, "custody/index.db", arena_format(arena, "INSERT INTO token VALUES (1, 'phone', x'%08u', %u)", place->calls, place->calls));
    alter(place, CREDENTIAL_FILE, arena_format(arena, "REPLACE INTO credential VALUES (%u, '$', 1, %u)", place->calls, place->calls));
    alter(place, "db/kedang.db", arena_format(arena, "REPLACE INTO setting VALUES ('seen', '%lld'), ('sealed', '%u'), ('chosen', '%u')", (long long)newest, place->calls, place->calls));
}

static bool on_progress(void *data, uint64_t done) {
    struct place *place = data;
    (void)done;
    place->calls++;
    if (place->writes)
        go_on(place);
    return place->calls != place->stop_at;
}

static bool copy(struct place *place, struct backup_copies *copies, bool with_key) {
    const struct backup_listener listener = {on_progress, place};
    return backup_copy(copies, "backup", with_key, &listener);
}

static void put(int from, const char *path) {
    char bytes[65536];
    const int to = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    assert_true(to >= 0);
    assert_int_equal(lseek(from, 0, SEEK_SET), 0);
    for (ssize_t got; (got = read(from, bytes, sizeof bytes)) > 0;)
        assert_int_equal(write(to, bytes, (size_t)got), got);
    close(to);
}

// What a backup of the home would unpack to, in "out".
static void unpack(struct place *place, const struct backup_copies *copies) {
    assert_int_equal(mkdir("out", 0700), 0);
    for (size_t i = 0; i < BACKUP_PARTS; i++) {
        if (copies->files[i] < 0)
            continue;
        const char *path = arena_format(place->log.arena, "out/%s", BACKUP_MEMBERS[i].path);
        char *folder = arena_string(place->log.arena, path);
        *strrchr(folder, '/') = '\0';
        assert_true(mkdir(folder, 0700) == 0 || errno == EEXIST);
        put(copies->files[i], path);
    }
}

static void make_out(struct place *place) {
    struct backup_copies copies;
    assert_true(copy(place, &copies, false));
    unpack(place, &copies);
    backup_copies_close(&copies);
}

static unsigned count_in(const char *folder) {
    struct dirent **entries;
    const int count = scandir(folder, &entries, NULL, alphasort);
    for (int i = 0; i < count; i++)
        free(entries[i]);
    free(entries);
    return (unsigned)count - 2;
}

static void test_copies_fit_together_while_the_log_grows(void **state) {
    struct place *place = *state;
    struct backup_copies copies;
    struct backup_findings findings;
    place->writes = true;
    place->calls = 1;
    go_on(place);
    assert_true(copy(place, &copies, false));
    assert_int_equal(count_in("backup"), 0); // copies have no name
    unpack(place, &copies);
    backup_copies_close(&copies);
    backup_check("out", &findings);
    if (findings.verdict != BACKUP_SOUND)
        fail_msg("%s", backup_words(&findings, LANG_EN, place->log.arena));
    assert_true(findings.log.newest > RECORDS && findings.log.newest == copies.newest);
    assert_true(findings.log.heads > 0 && findings.has_log && !findings.has_key);
    assert_int_equal(count_in("out/custody"), 3); // nothing but what was there
    // What was done after a disclosure has the record, what was sealed is found.
    const char *store = "out/db/kedang.db";
    const int64_t seen = number_in(store, "SELECT CAST(value AS INTEGER) FROM setting WHERE key = 'seen'");
    const int64_t sealed = number_in(store, "SELECT CAST(value AS INTEGER) FROM setting WHERE key = 'sealed'");
    assert_true(seen > RECORDS && seen <= findings.log.newest);
    assert_true(sealed > 0 && sealed <= number_in("out/custody/index.db", "SELECT max(record_id) FROM token"));
    // Whose offer is over has a password.
    const int64_t chosen = number_in(store, "SELECT CAST(value AS INTEGER) FROM setting WHERE key = 'chosen'");
    assert_true(chosen > 0 && chosen <= number_in("out/" CREDENTIAL_FILE, "SELECT max(person_id) FROM credential"));
    // And with the live heads it shows what came later.
    const struct verify_options options = {.log = "out/custody/access.db", .public = place->log.public, .heads = place->log.heads};
    verify_log(&options, &findings.log);
    assert_int_equal(findings.log.fault, VERIFY_ROLLED_BACK);
    assert_int_equal(findings.log.first, copies.newest + 1);
}

static void test_a_line_that_is_being_written_stays_out(void **state) {
    struct place *place = *state;
    struct backup_copies copies;
    const int fd = open(place->log.heads, O_WRONLY | O_APPEND | O_CLOEXEC);
    const off_t whole = lseek(fd, 0, SEEK_END);
    assert_int_equal(write(fd, "head 12", 7), 7);
    close(fd);
    assert_true(copy(place, &copies, false));
    assert_int_equal(lseek(copies.files[BACKUP_HEADS], 0, SEEK_END), whole);
    backup_copies_close(&copies);
}

static void test_the_key_only_when_asked(void **state) {
    struct place *place = *state;
    struct backup_copies copies;
    assert_true(copy(place, &copies, false));
    assert_int_equal(copies.files[BACKUP_KEY], -1);
    backup_copies_close(&copies);
    assert_true(copy(place, &copies, true));
    assert_true(copies.files[BACKUP_KEY] >= 0);
    backup_copies_close(&copies);
    assert_int_equal(unlink("custody/key"), 0);
    assert_false(copy(place, &copies, true));
    assert_string_equal(copies.path, "custody/key");
    backup_copies_close(&copies);
}

static void test_what_can_not_be_copied_is_told(void **state) {
    struct place *place = *state;
    struct backup_copies copies;
    place->stop_at = 1;
    assert_false(copy(place, &copies, false));
    assert_int_equal(copies.error, EINTR);
    backup_copies_close(&copies);
    place->stop_at = 0;
    assert_int_equal(rename(place->log.path, "custody/away"), 0); // though heads of it are there
    assert_false(copy(place, &copies, false));
    assert_string_equal(copies.path, "custody/access.db");
    assert_int_equal(copies.error, ENOENT);
    backup_copies_close(&copies);
    assert_int_equal(count_in("backup"), 0);
}

static void damage(const char *path) {
    static const char NOISE[3000] = "noise";
    const int fd = open(path, O_WRONLY | O_CLOEXEC);
    assert_int_equal(pwrite(fd, NOISE, sizeof NOISE, 4096 * 3), sizeof NOISE);
    close(fd);
}

static void expect(struct place *place, enum backup_verdict verdict) {
    struct backup_findings findings;
    backup_check("out", &findings);
    if (findings.verdict != verdict)
        fail_msg("%d instead of %d: %s", findings.verdict, verdict, backup_words(&findings, LANG_EN, place->log.arena));
    assert_true(*backup_words(&findings, LANG_ZH, place->log.arena) != '\0');
}

#define LITERAL_(number) #number
#define LITERAL(number) LITERAL_(number)
#define NOW LITERAL(STORE_VERSION)

static void test_what_is_wrong_is_told(void **state) {
    struct place *place = *state;
    make_out(place);
    expect(place, BACKUP_SOUND);
    const int kept = open("out/" CREDENTIAL_FILE, O_RDONLY | O_CLOEXEC);
    put(kept, "out/credential.kept");
    close(kept);
    alter(place, "out/db/kedang.db", "PRAGMA user_version = 99");
    expect(place, BACKUP_STORE_LATER);
    alter(place, "out/db/kedang.db", "PRAGMA user_version = " NOW "; CREATE TRIGGER evil AFTER UPDATE ON person BEGIN DELETE FROM role; END");
    expect(place, BACKUP_STORE_ALTERED);
    alter(place, "out/db/kedang.db", "DROP TRIGGER evil");
    expect(place, BACKUP_SOUND);
    alter(place, "out/" CREDENTIAL_FILE, "CREATE TRIGGER evil AFTER UPDATE ON credential BEGIN DELETE FROM credential; END");
    expect(place, BACKUP_CREDENTIALS_DAMAGED);
    assert_int_equal(unlink("out/" CREDENTIAL_FILE), 0);
    expect(place, BACKUP_CREDENTIALS_MISSING);
    assert_int_equal(rename("out/credential.kept", "out/" CREDENTIAL_FILE), 0);
    alter(place, "out/custody/index.db", "DROP TABLE filled");
    expect(place, BACKUP_INDEX_DAMAGED);
    assert_int_equal(unlink("out/custody/index.db"), 0); // it is made anew
    expect(place, BACKUP_SOUND);
    alter(place, "out/custody/access.db", "UPDATE access SET login = 'other' WHERE seq = 50");
    expect(place, BACKUP_LOG_FAULTY);
    assert_int_equal(unlink("out/custody/access.db"), 0);
    expect(place, BACKUP_LOG_MISSING);
    assert_int_equal(unlink("out/heads/heads"), 0);
    expect(place, BACKUP_SOUND);
    damage("out/db/kedang.db");
    expect(place, BACKUP_STORE_DAMAGED);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_copies_fit_together_while_the_log_grows, enter, leave),
        cmocka_unit_test_setup_teardown(test_a_line_that_is_being_written_stays_out, enter, leave),
        cmocka_unit_test_setup_teardown(test_the_key_only_when_asked, enter, leave),
        cmocka_unit_test_setup_teardown(test_what_can_not_be_copied_is_told, enter, leave),
        cmocka_unit_test_setup_teardown(test_what_is_wrong_is_told, enter, leave),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
