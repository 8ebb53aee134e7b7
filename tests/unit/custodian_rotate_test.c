// Rotating the data key while everything runs: what was sealed opens all the while, and nothing is left under the old key when it goes.
#include "rotation.h"

#include "domain/reseal.h"
#include "vault/box.h"

static void no_progress(void *data, int64_t seen) {
    (void)data;
    (void)seen;
}

// The tool's own view of the store.
struct tool {
    struct store *store;
    struct ctx ctx;
};

static struct tool tool_open(struct custodian_home *home) {
    static const struct sql *const *const LISTS[] = {RESEAL_STATEMENTS, NULL};
    const struct store_options options = {.path = home->fixture->path, .lists = LISTS};
    struct tool tool = {.ctx = {.arena = home->fixture->arena, .custody = home->client}};
    assert_int_equal(store_open(&tool.store, &options), STATUS_OK);
    tool.ctx.store = tool.store;
    return tool;
}

static struct reseal_counts reseal(struct custodian_home *home) {
    struct tool tool = tool_open(home);
    struct reseal_counts counts;
    assert_int_equal(reseal_all(&tool.ctx, &counts, no_progress, NULL), STATUS_OK);
    store_close(tool.store);
    return counts;
}

// Makes the rotation ten minutes old, as if they had passed.
static void let_time_pass(struct custodian_home *home) {
    size_t length;
    const char *path = home_file(home, "custody/key");
    home_stop(home, SIGTERM);
    char *text = file_read(path, &length, home->fixture->arena);
    char *since = strstr(text, "since ");
    assert_non_null(since);
    FILE *file = fopen(path, "we");
    fprintf(file, "%.*ssince %lld\n", (int)(since - text), text, strtoll(since + 6, NULL, 10) - (long long)KEY_ROTATION_LEAST);
    fclose(file);
    home_start(home);
}

// How many boxes of the store open with these keys.
static unsigned opened_by(struct custodian_home *home, const struct keys *keys) {
    struct arena *arena = home->fixture->arena;
    sqlite3 *database = NULL;
    sqlite3_stmt *statement = NULL;
    unsigned opened = 0;
    static const char SQL[] = "SELECT kind, record_id, field, box FROM field_value WHERE box IS NOT NULL UNION ALL SELECT kind, record_id,"
                              " field, before_box FROM history WHERE before_box IS NOT NULL UNION ALL SELECT kind, record_id, field, after_box FROM"
                              " history WHERE after_box IS NOT NULL UNION ALL SELECT 1000, person_id, 'second_factor', box FROM second_factor";
    assert_int_equal(sqlite3_open(home->fixture->path, &database), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(database, SQL, -1, &statement, NULL), SQLITE_OK);
    while (sqlite3_step(statement) == SQLITE_ROW) {
        const struct box_place place = {sqlite3_column_int64(statement, 0), sqlite3_column_int64(statement, 1),
                                        arena_string(arena, (const char *)sqlite3_column_text(statement, 2))};
        opened += box_is_present(keys, &place, sqlite3_column_blob(statement, 3), (size_t)sqlite3_column_bytes(statement, 3), arena);
    }
    sqlite3_finalize(statement);
    sqlite3_close(database);
    return opened;
}

// Boxes everywhere: values, both sides of the history, a second factor.
static void plant(struct custodian_home *home) {
    struct custody_secret secret;
    const struct asker seller = home_asker(home_sign_in(home, PERSON_SELLER));
    fixture_sql(home->fixture, "UPDATE history SET after_box = (SELECT box FROM field_value f WHERE f.kind = history.kind AND f.record_id ="
                               " history.record_id AND f.field = history.field), before_box = (SELECT box FROM field_value f WHERE f.kind ="
                               " history.kind AND f.record_id = history.record_id AND f.field = history.field) WHERE field <> ''");
    assert_int_equal(custody_make_secret(home->client, &seller, &secret, home->fixture->arena), STATUS_OK);
    struct buffer hex = {.arena = home->fixture->arena};
    for (size_t i = 0; i < secret.sealed.size; i++)
        buffer_format(&hex, "%02x", secret.sealed.box[i]);
    fixture_sql(home->fixture, arena_format(home->fixture->arena, "INSERT INTO second_factor (person_id, box) VALUES (%d, x'%s')", PERSON_SELLER, hex.data));
}

static void expect_everything(struct custodian_home *home) {
    const struct asker seller = home_asker(home_sign_in(home, PERSON_SELLER));
    int64_t ids[4];
    unsigned found;
    enum result result;
    expect(home, &seller, KIND_CUSTOMER, OWN, "phone", RESULT_DISCLOSED, PHONE);
    expect(home, &seller, KIND_CUSTOMER, OWN, "bank_account", RESULT_DISCLOSED, ACCOUNT);
    expect(home, &seller, KIND_CONTACT, CONTACT, "mobile", RESULT_DISCLOSED, "13800138000");
    assert_int_equal(custody_find(home->client, &seller, KIND_CUSTOMER, "phone", PHONE, ids, 4, &found, &result), STATUS_OK);
    assert_int_equal(found, 1);
}

#define BOXES 13 // four values, both sides of four rows of the history, one second factor

static void test_conf_8_the_key_is_rotated_while_everything_works(void **state) {
    struct custodian_home *home = *state;
    plant(home);
    struct keys *before = key_now(home);
    assert_int_equal(opened_by(home, before), BOXES);
    assert_int_equal(rotate(home, UPKEEP_KEY_STATE, STATUS_OK).since, 0);
    assert_int_not_equal(rotate(home, UPKEEP_KEY_BEGIN, STATUS_OK).since, 0);
    rotate(home, UPKEEP_KEY_BEGIN, STATUS_CONFLICT);
    expect_everything(home); // all of it under the old key
    home_store(home, KIND_CUSTOMER, OWN, "email", "a@example.com");
    struct keys *during = key_now(home);
    assert_int_equal(opened_by(home, during), 1); // what is sealed now is under the new one
    struct reseal_counts counts = reseal(home);
    assert_int_equal(counts.changed, BOXES);
    assert_int_equal(counts.broken, 0);
    assert_int_equal(opened_by(home, before), 0);
    assert_int_equal(opened_by(home, during), BOXES + 1);
    assert_int_equal(reseal(home).changed, 0);
    expect_everything(home);
    rotate(home, UPKEEP_KEY_END, STATUS_CONFLICT); // somebody may have sealed before it began and store now
    let_time_pass(home);
    expect_everything(home);
    assert_int_equal(rotate(home, UPKEEP_KEY_END, STATUS_OK).since, 0);
    rotate(home, UPKEEP_KEY_END, STATUS_NOT_FOUND);
    expect_everything(home);
    // The old key is nowhere in the custodian's folder, and opens nothing.
    struct keys *after = key_now(home);
    assert_int_equal(after->rotating_since, 0);
    assert_memory_equal(after->data, during->data, KEYS_SIZE);
    assert_memory_equal(&after->public, &before->public, sizeof after->public);
    assert_memory_not_equal(after->data, before->data, KEYS_SIZE);
    assert_int_equal(opened_by(home, before), 0);
    home_stop(home, SIGTERM);
    home_start(home);
    expect_everything(home);
    assert_int_equal(home_sql(home, LOG_DB, "SELECT count(*) FROM access WHERE channel = 8 AND result = 20"), 2);
    assert_int_equal(home_verify(home).fault, VERIFY_GOOD);
    keys_free(before);
    keys_free(during);
    keys_free(after);
}

static void test_conf_8_a_rotation_that_was_killed_goes_on(void **state) {
    struct custodian_home *home = *state;
    plant(home);
    rotate(home, UPKEEP_KEY_BEGIN, STATUS_OK);
    for (int i = 0; i < 3; i++) {
        home_stop(home, SIGKILL);
        home_start(home);
        assert_int_not_equal(rotate(home, UPKEEP_KEY_STATE, STATUS_OK).since, 0);
        expect_everything(home);
    }
    assert_int_equal(reseal(home).changed, BOXES);
    home_stop(home, SIGKILL);
    let_time_pass(home);
    rotate(home, UPKEEP_KEY_END, STATUS_OK);
    home_stop(home, SIGKILL);
    home_start(home);
    assert_int_equal(rotate(home, UPKEEP_KEY_STATE, STATUS_OK).since, 0);
    expect_everything(home);
}

// A file that was being written when the power went is no key, and in nobody's way.
static void test_conf_8_what_a_power_cut_left_is_in_nobodys_way(void **state) {
    struct custodian_home *home = *state;
    FILE *file = fopen(home_file(home, "custody/key.new"), "we");
    fputs("kedang-key 1\ndata 00", file);
    fclose(file);
    rotate(home, UPKEEP_KEY_BEGIN, STATUS_OK);
    assert_int_not_equal(access(home_file(home, "custody/key.new"), F_OK), 0);
    expect_everything(home);
}

static void test_conf_8_what_somebody_saved_meanwhile_stays(void **state) {
    struct custodian_home *home = *state;
    rotate(home, UPKEEP_KEY_BEGIN, STATUS_OK);
    struct arena *arena = home->fixture->arena;
    struct reseal_item item = {.kind = KIND_CUSTOMER, .record_id = OWN, .field = "phone"};
    const struct asker seller = home_asker(home_sign_in(home, PERSON_SELLER));
    struct custody_item sealed = {.kind = KIND_CUSTOMER, .record_id = OWN, .field = "phone", .value = "0755-99999999"};
    assert_int_equal(custody_seal(home->client, &sealed, 1, arena), STATUS_OK);
    item.box = sealed.sealed.box;
    item.size = sealed.sealed.size;
    assert_int_equal(custody_reseal(home->client, &item, 1, arena), STATUS_OK);
    assert_int_equal(item.fresh.size, 0); // is under the new key
    home_store(home, KIND_CUSTOMER, OWN, "phone", "0755-99999999");
    reseal(home);
    expect(home, &seller, KIND_CUSTOMER, OWN, "phone", RESULT_DISCLOSED, "0755-99999999");
    // What opens under neither key is told and left as it is.
    fixture_sql(home->fixture, "UPDATE field_value SET box = zeroblob(120) WHERE field = 'bank_account'");
    assert_int_equal(reseal(home).broken, 1);
    // A box in another place is no box.
    item = (struct reseal_item){.kind = KIND_CUSTOMER, .record_id = FOREIGN, .field = "phone", .box = sealed.sealed.box, .size = sealed.sealed.size};
    assert_int_equal(custody_reseal(home->client, &item, 1, arena), STATUS_OK);
    assert_true(item.broken && item.fresh.size == 0);
}

// More than a page and a packet of them, up to the longest value.
static void test_conf_8_many_and_long_values_are_sealed_anew(void **state) {
    struct custodian_home *home = *state;
    char *longest = arena_alloc(home->fixture->arena, CUSTODY_VALUE_MAX + 1);
    memset(longest, 'x', CUSTODY_VALUE_MAX);
    longest[CUSTODY_VALUE_MAX] = '\0';
    for (int i = 0; i < 300; i++)
        home_store(home, KIND_CUSTOMER, 1000 + i, "phone", i % 10 == 0 ? longest : "0755-12345678");
    rotate(home, UPKEEP_KEY_BEGIN, STATUS_OK);
    assert_int_equal(reseal(home).changed, 304);
    assert_int_equal(reseal(home).changed, 0);
    struct keys *keys = key_now(home);
    assert_int_equal(opened_by(home, keys), 304);
    keys_free(keys);
}

// Whoever adds a column with boxes is told here to add it to domain/reseal.c.
static void test_conf_8_no_column_with_boxes_is_forgotten(void **state) {
    struct custodian_home *home = *state;
    sqlite3 *database = NULL;
    sqlite3_stmt *statement = NULL;
    unsigned found = 0;
    assert_int_equal(sqlite3_open(home->fixture->path, &database), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(database, "SELECT m.name || '.' || c.name FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'customer_index%' AND c.name LIKE '%box%'",
                                        -1, &statement, NULL),
                     SQLITE_OK);
    for (; sqlite3_step(statement) == SQLITE_ROW; found++) {
        const char *column = (const char *)sqlite3_column_text(statement, 0);
        bool listed = false;
        for (unsigned i = 0; reseal_source(i); i++)
            listed = listed || strcmp(reseal_source(i), column) == 0;
        if (!listed)
            fail_msg("%s holds boxes, and a rotation of keys would leave them behind", column);
    }
    sqlite3_finalize(statement);
    sqlite3_close(database);
    assert_true(found >= 4);
}

// --- What is written during the last pass

// A box as it was sealed before the rotation began, and came into the store after the last pass: the last look, which keeps everybody
// from writing, still finds it.
static void store_late(struct custodian_home *home, const struct custody_item *sealed) {
    struct buffer hex = {.arena = home->fixture->arena};
    for (size_t i = 0; i < sealed->sealed.size; i++)
        buffer_format(&hex, "%02x", sealed->sealed.box[i]);
    fixture_sql(home->fixture, arena_format(home->fixture->arena,
                                            "INSERT OR REPLACE INTO field_value (kind, record_id, field, value, box) VALUES (1, 101, 'fax', '***', x'%s'); INSERT INTO history (customer_id, kind,"
                                            " record_id, version, field, before, after, after_box, person_id, at) VALUES (101, 1, 101, 2, 'fax', '', '***', x'%s', 1, 1);",
                                            hex.data, hex.data));
}

static enum status end_rotation(struct custodian_home *home, int64_t since, int busy_ms) {
    static const struct sql *const *const LISTS[] = {RESEAL_STATEMENTS, NULL};
    const struct store_options options = {.path = home->fixture->path, .lists = LISTS, .busy_timeout_ms = busy_ms};
    struct ctx ctx = {.arena = home->fixture->arena, .custody = home->client};
    struct key_report report;
    assert_int_equal(store_open(&ctx.store, &options), STATUS_OK);
    const enum status status = reseal_end(&ctx, since, &report);
    store_close(ctx.store);
    return status;
}

static int64_t history_end(struct custodian_home *home) {
    struct tool tool = tool_open(home);
    int64_t end;
    assert_int_equal(reseal_history_end(&tool.ctx, &end), STATUS_OK);
    store_close(tool.store);
    return end;
}

static void test_conf_8_what_is_written_during_the_last_pass_is_sealed_anew(void **state) {
    struct custodian_home *home = *state;
    const struct asker seller = home_asker(home_sign_in(home, PERSON_SELLER));
    struct custody_item late = {.kind = KIND_CUSTOMER, .record_id = OWN, .field = "fax", .value = "0755-26001234"};
    assert_int_equal(custody_seal(home->client, &late, 1, home->fixture->arena), STATUS_OK);
    rotate(home, UPKEEP_KEY_BEGIN, STATUS_OK);
    assert_int_equal(reseal(home).changed, 4);
    const int64_t since = history_end(home);
    assert_int_equal(reseal(home).changed, 0); // the pass that found nothing
    store_late(home, &late);
    let_time_pass(home);
    assert_int_equal(end_rotation(home, since, 0), STATUS_OK);
    assert_int_equal(rotate(home, UPKEEP_KEY_STATE, STATUS_OK).since, 0);
    expect(home, &seller, KIND_CUSTOMER, OWN, "fax", RESULT_DISCLOSED, "0755-26001234");
    struct keys *keys = key_now(home);
    assert_int_equal(opened_by(home, keys), 6); // five values, and one side of the history
    keys_free(keys);
}

static void test_conf_8_the_old_key_stays_while_somebody_writes(void **state) {
    struct custodian_home *home = *state;
    const struct asker seller = home_asker(home_sign_in(home, PERSON_SELLER));
    struct custody_item late = {.kind = KIND_CUSTOMER, .record_id = OWN, .field = "fax", .value = "0755-26001234"};
    sqlite3 *writer = NULL;
    assert_int_equal(custody_seal(home->client, &late, 1, home->fixture->arena), STATUS_OK);
    rotate(home, UPKEEP_KEY_BEGIN, STATUS_OK);
    reseal(home);
    const int64_t since = history_end(home);
    let_time_pass(home);
    assert_int_equal(sqlite3_open(home->fixture->path, &writer), SQLITE_OK);
    assert_int_equal(sqlite3_exec(writer, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(end_rotation(home, since, 50), STATUS_UNAVAILABLE);
    assert_int_not_equal(rotate(home, UPKEEP_KEY_STATE, STATUS_OK).since, 0);
    assert_int_equal(sqlite3_exec(writer, "COMMIT", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(writer);
    store_late(home, &late);
    assert_int_equal(end_rotation(home, since, 0), STATUS_OK);
    expect(home, &seller, KIND_CUSTOMER, OWN, "fax", RESULT_DISCLOSED, "0755-26001234");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_conf_8_the_key_is_rotated_while_everything_works),
        TEST(test_conf_8_a_rotation_that_was_killed_goes_on),
        TEST(test_conf_8_what_a_power_cut_left_is_in_nobodys_way),
        TEST(test_conf_8_what_somebody_saved_meanwhile_stays),
        TEST(test_conf_8_many_and_long_values_are_sealed_anew),
        TEST(test_conf_8_no_column_with_boxes_is_forgotten),
        TEST(test_conf_8_what_is_written_during_the_last_pass_is_sealed_anew),
        TEST(test_conf_8_the_old_key_stays_while_somebody_writes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
