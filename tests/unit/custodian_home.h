// A home with a real custodian in it, for tests: the fixture's store, a key, and the program itself as a child process.
// The program is the one beside the test's build: $KEDANG_BIN, else build/check/bin, from the top of the tree.
// Not here: what is stored and who is signed in beyond a few helpers; each test adds its own.
#ifndef TESTS_CUSTODIAN_HOME_H
#define TESTS_CUSTODIAN_HOME_H

#include "support.h"

#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "domain/verify.h"
#include "vault/custody.h"
#include "vault/keys.h"
#include "vault/password.h"

struct custodian_home {
    struct fixture *fixture;
    const char *root;   // the top of the tree
    const char *binary; // of the custodian
    pid_t pid;          // 0: not running
    struct custody *client;
};

static inline const char *home_file(const struct custodian_home *home, const char *name) {
    return arena_format(home->fixture->arena, "%s/%s", home->fixture->folder, name);
}

static inline void home_folder(const struct custodian_home *home, const char *name) {
    assert_int_equal(mkdir(home_file(home, name), 0700), 0);
}

static inline const char *home_find_binary(struct arena *arena, const char *root) {
    const char *folder = getenv("KEDANG_BIN");
    char *real = realpath(arena_format(arena, "%s/custodian", folder ? folder : arena_format(arena, "%s/build/check/bin", root)), NULL);
    if (!real)
        fail_msg("the custodian is not built");
    const char *path = arena_string(arena, real);
    free(real);
    return path;
}

// An installation without anything in its log yet; the custodian is not started.
static inline struct custodian_home *home_new(void) {
    struct fixture *fixture = fixture_new(NULL);
    struct custodian_home *home = ARENA_NEW(fixture->arena, struct custodian_home);
    char *root = realpath(".", NULL);
    home->fixture = fixture;
    home->root = arena_string(fixture->arena, root);
    free(root);
    home->binary = home_find_binary(fixture->arena, home->root);
    static const char *const FOLDERS[] = {"custody", "heads", "run", "log", "share"};
    for (size_t i = 0; i < sizeof FOLDERS / sizeof *FOLDERS; i++)
        home_folder(home, FOLDERS[i]);
    // The fixture's store lies in the home itself. Where db/ leads is what the custodian may read.
    assert_int_equal(symlink(".", home_file(home, "db")), 0);
    assert_int_equal(symlink(arena_format(fixture->arena, "%s/db/schema", home->root), home_file(home, "share/schema")), 0);
    assert_int_equal(keys_create(home_file(home, "custody/key"), home_file(home, "custody/public")), STATUS_OK);
    unsigned applied;
    assert_int_equal(store_migrate(home_file(home, "custody/access.db"), home_file(home, "share/schema/access"), &applied), STATUS_OK);
    home->client = custody_new(home_file(home, "run/s"), 5000);
    return home;
}

static inline bool home_can_connect(const struct custodian_home *home) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof address.sun_path, "%s", home_file(home, "run/s"));
    const int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    const bool connected = connect(fd, (const struct sockaddr *)&address, sizeof address) == 0;
    close(fd);
    return connected;
}

static inline void home_pause(void) {
    const struct timespec pause = {.tv_nsec = 2000000};
    nanosleep(&pause, NULL);
}

// Starts the custodian with `environment` ("NAME=value" … NULL, or NULL) and waits until it listens, at most 20 s.
static inline void home_start_with(struct custodian_home *home, const char *const *environment) {
    // The path of a socket is short: the tests reach it by a link in the fixture's folder, which may be long itself.
    (void)unlink(home_file(home, "run/s"));
    assert_int_equal(symlink("custodian.sock", home_file(home, "run/s")), 0);
    home->pid = fork();
    if (home->pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL); // a test that ends early leaves nothing behind
        const int log = open(home_file(home, "log/custodian.log"), O_WRONLY | O_CREAT | O_APPEND, 0600);
        dup2(log, STDERR_FILENO);
        setenv("KEDANG_SHARE", home_file(home, "share"), 1);
        // The custodian can't be looked into, which the leak checker would need.
        setenv("ASAN_OPTIONS", "detect_leaks=0:verify_asan_link_order=0", 1);
        for (; environment && *environment; environment++)
            putenv((char *)(uintptr_t)*environment);
        if (chdir(home->fixture->folder) != 0)
            _exit(126);
        execl(home->binary, "custodian", (char *)NULL);
        _exit(127);
    }
    for (int tries = 0; tries < 10000 && !home_can_connect(home); tries++) {
        int status;
        if (waitpid(home->pid, &status, WNOHANG) == home->pid) {
            home->pid = 0;
            return; // it refused to start: the test looks at the log
        }
        home_pause();
    }
}

static inline void home_start(struct custodian_home *home) {
    home_start_with(home, NULL);
    assert_int_not_equal(home->pid, 0);
}

// Ends the custodian with `signal` and returns its exit code, or -signal.
static inline int home_stop(struct custodian_home *home, int signal) {
    int status = 0;
    if (home->pid == 0)
        return 0;
    kill(home->pid, signal);
    waitpid(home->pid, &status, 0);
    home->pid = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

static inline void home_free(struct custodian_home *home) {
    home_stop(home, SIGKILL);
    custody_free(home->client);
    fixture_free(home->fixture);
}

// Whether the custodian's log has a line with `text`.
static inline bool home_log_has(const struct custodian_home *home, const char *text) {
    size_t length;
    return strstr(file_read(home_file(home, "log/custodian.log"), &length, home->fixture->arena), text) != NULL;
}

// A session of `person` (of the fixture), begun now: 32 bytes in the fixture's arena.
static inline const unsigned char *home_sign_in(struct custodian_home *home, int person) {
    unsigned char *token = arena_alloc(home->fixture->arena, TOKEN_SIZE);
    unsigned char hash[TOKEN_HASH_SIZE];
    const struct clock clock = clock_system();
    random_fill(&home->fixture->random, token, TOKEN_SIZE);
    token_hash(token, hash);
    struct buffer hex = {.arena = home->fixture->arena};
    for (size_t i = 0; i < sizeof hash; i++)
        buffer_format(&hex, "%02x", hash[i]);
    fixture_sql(home->fixture, arena_format(home->fixture->arena, "INSERT INTO session VALUES (x'%s', %d, %lld, %lld, '', '');",
                                            hex.data, person, (long long)clock_now(&clock), (long long)clock_now(&clock)));
    return token;
}

// A customer of `owner` in the owner's unit.
static inline void home_customer(struct custodian_home *home, int64_t id, int owner) {
    fixture_sql(home->fixture,
                arena_format(home->fixture->arena,
                             "INSERT INTO customer (id, archive_no, code, name, name_fold, name_key, owner_id, unit_id, created_at,"
                             " created_by, updated_at, updated_by) VALUES (%lld, 'A%lld', 'C%lld', '公司', '公司', '', %d, %lld, 1,"
                             " %d, 1, %d);",
                             (long long)id, (long long)id, (long long)id, owner,
                             (long long)home->fixture->actors[owner].unit_id, owner, owner));
}

// Seals `value` and stores it, as saving a record does.
static inline void home_store(struct custodian_home *home, int64_t kind, int64_t id, const char *field, const char *value) {
    struct arena *arena = home->fixture->arena;
    struct custody_item item = {.kind = kind, .record_id = id, .field = field, .value = value};
    assert_int_equal(custody_seal(home->client, &item, 1, arena), STATUS_OK);
    struct buffer hex = {.arena = arena};
    for (size_t i = 0; i < item.sealed.size; i++)
        buffer_format(&hex, "%02x", item.sealed.box[i]);
    fixture_sql(home->fixture,
                arena_format(arena,
                             "INSERT OR REPLACE INTO field_value (kind, record_id, field, value, box) VALUES (%lld, %lld, '%s', '***', x'%s');"
                             "INSERT INTO history (customer_id, kind, record_id, version, field, before, after, person_id, at) SELECT"
                             " coalesce((SELECT customer_id FROM contact WHERE %lld = 2 AND id = %lld), %lld), %lld, %lld, 2, '%s',"
                             " '', '***', 1, 1;",
                             (long long)kind, (long long)id, field, hex.data, (long long)kind, (long long)id, (long long)id,
                             (long long)kind, (long long)id, field));
}

static inline struct asker home_asker(const unsigned char *session) {
    return (struct asker){.session = session,
                          .address = "192.0.2.7",
                          .request = "0123456789abcdef",
                          .channel = CHANNEL_PAGE,
                          .purpose = "contact",
                          .purpose_text = "核对三月货款账号"};
}

// The outcome of opening one field; the value (or NULL) in *value.
static inline enum status home_open(struct custodian_home *home, const struct asker *asker, int64_t kind, int64_t id,
                                    const char *field, enum result *result, const char **value) {
    struct custody_item item = {.kind = kind, .record_id = id, .field = field};
    const enum status status = custody_open(home->client, asker, &item, 1, home->fixture->arena);
    *result = item.result;
    *value = item.disclosed.value;
    return status;
}

// Runs SQL on one of the home's databases, and gives the first number of a SELECT. Waits for the custodian where it must.
static inline int64_t home_sql(struct custodian_home *home, const char *file, const char *sql) {
    sqlite3 *database = NULL;
    sqlite3_stmt *statement = NULL;
    assert_int_equal(sqlite3_open(home_file(home, file), &database), SQLITE_OK);
    sqlite3_busy_timeout(database, 10000);
    int64_t number = 0;
    if (strncmp(sql, "SELECT", 6) != 0) {
        if (sqlite3_exec(database, sql, NULL, NULL, NULL) != SQLITE_OK)
            fail_msg("%s: %s", sql, sqlite3_errmsg(database));
    } else {
        if (sqlite3_prepare_v2(database, sql, -1, &statement, NULL) != SQLITE_OK || sqlite3_step(statement) != SQLITE_ROW)
            fail_msg("%s: %s", sql, sqlite3_errmsg(database));
        number = sqlite3_column_int64(statement, 0);
    }
    sqlite3_finalize(statement);
    sqlite3_close(database);
    return number;
}

static inline struct verify_result home_verify(struct custodian_home *home) {
    struct verify_result result;
    const struct verify_options options = {.log = home_file(home, "custody/access.db"),
                                           .public = home_file(home, "custody/public"),
                                           .heads = home_file(home, "heads/heads"),
                                           .schema = home_file(home, "share/schema/access")};
    verify_log(&options, &result);
    return result;
}

#endif
