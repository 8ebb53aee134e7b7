// A log of a hundred records, written here and not by the custodian, so that both have to agree on what a log is; and the ways to
// tamper with it and to say what is expected.
#ifndef TESTS_VERIFY_SAMPLE_H
#define TESTS_VERIFY_SAMPLE_H

#include "support.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "domain/verify.h"
#include "vault/heads.h"
#include "vault/keys.h"

#define RECORDS 100
#define HEAD_EVERY 20
#define DROP "DROP TRIGGER IF EXISTS access_stays; DROP TRIGGER IF EXISTS access_remains; "

// Whoever tampers puts them back.
#define RESTORE                                                                                                                            \
    "CREATE TRIGGER IF NOT EXISTS access_stays BEFORE UPDATE ON access BEGIN SELECT RAISE (ABORT, 'the access log is append-only'); END; " \
    "CREATE TRIGGER IF NOT EXISTS access_remains BEFORE DELETE ON access WHEN old.seq > COALESCE ((SELECT seq FROM pruned), 0)\nBEGIN SELECT RAISE (ABORT, 'the access log is append-only'); END;"
#define SCHEMA "db/schema/access"

struct log {
    struct arena *arena;
    char folder[256];
    const char *path, *public, *heads;
    struct keys *keys, *other; // the installation's, and an attacker's
};

static inline const char *file_in(const struct log *log, const char *name) {
    return arena_format(log->arena, "%s/%s", log->folder, name);
}

static inline void sql(const struct log *log, const char *text) {
    sqlite3 *database = NULL;
    char *message = NULL;
    assert_int_equal(sqlite3_open(log->path, &database), SQLITE_OK);
    if (sqlite3_exec(database, DROP, NULL, NULL, NULL) != SQLITE_OK || sqlite3_exec(database, text, NULL, NULL, &message) != SQLITE_OK)
        fail_msg("%s: %s", text, message);
    (void)sqlite3_exec(database, RESTORE, NULL, NULL, NULL); // fails where there is no table to protect any more
    sqlite3_close(database);
}

static inline const char *blob(const struct log *log, const unsigned char *bytes, size_t length) {
    struct buffer hex = {.arena = log->arena};
    buffer_text(&hex, "x'");
    for (size_t i = 0; i < length; i++)
        buffer_format(&hex, "%02x", bytes[i]);
    buffer_text(&hex, "'");
    return hex.data;
}

// Record `seq` as it was written; `forged` is what the attacker would rather have.
static inline struct access record(const struct log *log, int64_t seq, bool forged) {
    return (struct access){.seq = seq, .time = FIXTURE_TIME + seq * 1000, .person_id = forged ? 77 : 1 + seq % 5, .login = "lina", .role = "sales", .session = "0123456789abcdef", .address = "192.0.2.7", .request = "r", .kind = 1, .record_id = seq * 3, .customer_id = seq * 3, .field = seq % 2 ? "phone" : "email", .level = 2, .purpose = "contact", .purpose_text = arena_format(log->arena, "第 %lld 次", (long long)seq), .channel = CHANNEL_PAGE, .result = RESULT_DISCLOSED, .value_hash = "", .count = 1};
}

static inline void insert(struct buffer *text, const struct log *log, struct access *access, const unsigned char link[ACCESS_LINK_SIZE]) {
    buffer_text(text, "INSERT INTO access (" ACCESS_COLUMNS ", link) VALUES (");
    for (unsigned i = 0; i < ACCESS_MEMBER_COUNT; i++)
        if (ACCESS_MEMBERS[i].most > 0)
            buffer_format(text, "'%s', ", *access_text(access, &ACCESS_MEMBERS[i]));
        else
            buffer_format(text, "%lld, ", (long long)*access_int(access, &ACCESS_MEMBERS[i]));
    buffer_format(text, "%s);", blob(log, link, ACCESS_LINK_SIZE));
}

static inline void write_head(struct buffer *text, const struct log *log, const char *table, const struct access_head *head) {
    buffer_format(text, "INSERT OR REPLACE INTO %s VALUES (%s%lld, %lld, %s, %s);", table, strcmp(table, "tip") == 0 ? "1, " : "",
                  (long long)head->seq, (long long)head->time, blob(log, head->link, sizeof head->link),
                  blob(log, head->signature, sizeof head->signature));
}

// Writes records, heads and tip with these keys; from `forged` on as the attacker wants them (0: never). `file`: heads go there too.
static inline void write_log(const struct log *log, const struct keys *keys, int64_t count, int64_t forged, const char *file) {
    struct buffer text = {.arena = log->arena}, scratch = {.arena = log->arena};
    struct access_head head = {0};
    buffer_text(&text, DROP "BEGIN; DELETE FROM access; DELETE FROM head; DELETE FROM tip;");
    for (int64_t seq = 1; seq <= count; seq++) {
        struct access access = record(log, seq, forged != 0 && seq >= forged);
        // What a rewriter knows: the public log id, so the chain itself can always be made.
        access_link(&log->keys->public, head.link, &access, &scratch, head.link);
        head.seq = seq;
        head.time = access.time;
        insert(&text, log, &access, head.link);
        if (seq % HEAD_EVERY == 0) {
            keys_sign(keys, &head);
            write_head(&text, log, "head", &head);
            if (file)
                assert_int_equal(heads_append(file, &head, 1), STATUS_OK);
        }
    }
    keys_sign_tip(keys, &head);
    write_head(&text, log, "tip", &head);
    buffer_text(&text, "COMMIT;");
    sql(log, text.data);
}

static inline int set_up(void **state) {
    struct arena *arena = arena_new();
    struct log *log = ARENA_NEW(arena, struct log);
    unsigned applied;
    log->arena = arena;
    folder_make(log->folder);
    log->path = file_in(log, "access.db");
    log->public = file_in(log, "public");
    log->heads = file_in(log, "heads");
    assert_int_equal(keys_create(file_in(log, "key"), log->public), STATUS_OK);
    assert_int_equal(keys_load(&log->keys, file_in(log, "key")), STATUS_OK);
    assert_int_equal(keys_create(file_in(log, "key2"), file_in(log, "public2")), STATUS_OK);
    assert_int_equal(keys_load(&log->other, file_in(log, "key2")), STATUS_OK);
    // The attacker has another key, and the public id of the log.
    assert_int_equal(store_migrate(log->path, SCHEMA, &applied), STATUS_OK);
    sql(log, arena_format(arena, "INSERT INTO log VALUES (1, %s);", blob(log, log->keys->public.log_id, ACCESS_LOG_ID_SIZE)));
    write_log(log, log->keys, RECORDS, 0, log->heads);
    *state = log;
    return 0;
}

static inline int tear_down(void **state) {
    struct log *log = *state;
    keys_free(log->keys);
    keys_free(log->other);
    folder_remove(log->folder);
    arena_free(log->arena);
    return 0;
}

static inline struct verify_result verify(const struct log *log) {
    struct verify_result result;
    verify_log(&(struct verify_options){.log = log->path, .public = log->public, .schema = SCHEMA, .heads = log->heads}, &result);
    return result;
}

static inline struct verify_result verify_alone(const struct log *log) {
    struct verify_result result;
    verify_log(&(struct verify_options){.log = log->path, .public = log->public, .schema = SCHEMA}, &result);
    return result;
}

static inline struct verify_result verify_recent(const struct log *log) {
    struct verify_result result;
    verify_log(&(struct verify_options){.log = log->path, .public = log->public, .schema = SCHEMA, .heads = log->heads, .recent = true}, &result);
    return result;
}

static inline void expect_result(const char *what, const struct verify_result *result, enum verify_fault fault, int64_t first, int64_t last) {
    if (result->fault != fault || (fault != VERIFY_GOOD && (result->first != first || result->last != last)))
        fail_msg("%s: %s %lld-%lld, not %s %lld-%lld", what, verify_fault_name(result->fault), (long long)result->first,
                 (long long)result->last, verify_fault_name(fault), (long long)first, (long long)last);
}

// Tampers, and expects the finding with and without the heads file.
static inline void tamper(const struct log *log, const char *text, enum verify_fault fault, int64_t first, int64_t last) {
    sql(log, text);
    struct verify_result result = verify(log);
    expect_result(text, &result, fault, first, last);
    result = verify_alone(log);
    expect_result(text, &result, fault, first, last);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

#endif
