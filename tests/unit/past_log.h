// A home whose log holds records of long ago, as the custodian would have written them.
#ifndef TESTS_PAST_LOG_H
#define TESTS_PAST_LOG_H

#include "custodian_sample.h"

#include "domain/retention.h"
#include "store/store.h"
#include "vault/heads.h"
#include "vault/upkeep.h"

// A log with so many records, one a day, the last of them `newest` days old, as the custodian would have written it.
struct past {
    struct custodian_home *home;
    struct keys *keys;
    struct access_head head;
    struct buffer sql, scratch;
};

static inline void add_blob(struct buffer *text, const unsigned char *bytes, size_t length) {
    buffer_text(text, "x'");
    for (size_t i = 0; i < length; i++)
        buffer_format(text, "%02x", bytes[i]);
    buffer_text(text, "'");
}

static inline void add_head(struct past *past, const char *into) {
    buffer_format(&past->sql, "INSERT OR REPLACE INTO %s%lld, %lld, ", into, (long long)past->head.seq, (long long)past->head.time);
    add_blob(&past->sql, past->head.link, sizeof past->head.link);
    buffer_text(&past->sql, ", ");
    add_blob(&past->sql, past->head.signature, sizeof past->head.signature);
    buffer_text(&past->sql, ");");
}

static inline void add_past_record(struct past *past, int64_t time) {
    struct access access = {.seq = ++past->head.seq, .time = time, .person_id = 1 + past->head.seq % 3, .login = "lina", .role = "sales", .session = "", .address = "", .request = "r", .kind = 1, .record_id = OWN, .customer_id = OWN, .field = "phone", .level = 2, .purpose = "contact", .purpose_text = "", .channel = CHANNEL_PAGE, .result = RESULT_DISCLOSED, .value_hash = "", .count = 1};
    access_link(&past->keys->public, past->head.link, &access, &past->scratch, past->head.link);
    past->head.time = time;
    buffer_text(&past->sql, "INSERT INTO access (" ACCESS_COLUMNS ", link) VALUES (");
    for (unsigned i = 0; i < ACCESS_MEMBER_COUNT; i++)
        if (ACCESS_MEMBERS[i].most > 0)
            buffer_format(&past->sql, "'%s', ", *access_text(&access, &ACCESS_MEMBERS[i]));
        else
            buffer_format(&past->sql, "%lld, ", (long long)*access_int(&access, &ACCESS_MEMBERS[i]));
    add_blob(&past->sql, past->head.link, sizeof past->head.link);
    buffer_text(&past->sql, ");");
}

static inline int64_t now(void) {
    const struct clock clock = clock_system();
    return clock_now(&clock);
}

static inline void write_past(struct custodian_home *home, int count, int64_t newest) {
    struct arena *arena = home->fixture->arena;
    struct past past = {.home = home, .sql = {.arena = arena}, .scratch = {.arena = arena}};
    unsigned applied;
    assert_int_equal(keys_load(&past.keys, home_file(home, "custody/key")), STATUS_OK);
    assert_int_equal(store_migrate(home_file(home, LOG_DB), home_file(home, "share/schema/access"), &applied), STATUS_OK);
    buffer_text(&past.sql, "BEGIN; INSERT INTO log VALUES (1, ");
    add_blob(&past.sql, past.keys->public.log_id, ACCESS_LOG_ID_SIZE);
    buffer_text(&past.sql, ");");
    for (int i = count - 1; i >= 0; i--) {
        add_past_record(&past, now() - (newest + i) * TIME_DAY);
        if (past.head.seq % 10 != 0)
            continue;
        keys_sign(past.keys, &past.head);
        add_head(&past, "head VALUES (");
        assert_int_equal(heads_append(home_file(home, "heads/heads"), &past.head, 1), STATUS_OK);
    }
    keys_sign_tip(past.keys, &past.head);
    add_head(&past, "tip VALUES (1, ");
    buffer_text(&past.sql, "COMMIT;");
    home_sql(home, LOG_DB, past.sql.data);
    keys_free(past.keys);
}

// A stopped home with that past.
static inline struct custodian_home *home_with_past(int count, int64_t newest) {
    struct custodian_home *home = home_new();
    home_customer(home, OWN, PERSON_SELLER);
    write_past(home, count, newest);
    // No rule of unusual use has anything to do with it.
    home_sql(home, LOG_DB, "INSERT INTO watch_rule SELECT value, 5000, 1, 0 FROM json_each('[\"many\",\"night\",\"others\",\"refused\",\"search\",\"text\"]')");
    return home;
}

static inline void set_months(struct custodian_home *home, const char *months) {
    fixture_sql(home->fixture, arena_format(home->fixture->arena, "INSERT OR REPLACE INTO setting VALUES ('log.keep_months', '%s')", months));
}

// As if the shortest time had held before: whatever is set holds at once.
static inline void set_retention(struct custodian_home *home, const char *months) {
    set_months(home, months);
    home_sql(home, LOG_DB, arena_format(home->fixture->arena, "INSERT OR REPLACE INTO retention VALUES (1, %d, %d, 0, %lld)", RETENTION_DAYS_LEAST, RETENTION_DAYS_LEAST, (long long)now()));
}

#endif
