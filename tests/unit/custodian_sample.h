// What the tests of the custodian start from: a running custodian, a customer of one's own and one of somebody else's, a contact, a
// few sealed values; and the question they all ask.
#ifndef TESTS_CUSTODIAN_SAMPLE_H
#define TESTS_CUSTODIAN_SAMPLE_H

#include "custodian_home.h"

#include "model/field.h"

enum {
    OWN = 101,
    FOREIGN = 102
};                  // customers of PERSON_SELLER and PERSON_OTHER
#define CONTACT 201 // of OWN
#define PHONE "0755-12345678"
#define ACCOUNT "6222020200001234567"

static inline int sample_set_up(void **state) {
    struct custodian_home *home = home_new();
    home_start(home);
    home_customer(home, OWN, PERSON_SELLER);
    home_customer(home, FOREIGN, PERSON_OTHER);
    fixture_sql(home->fixture, "INSERT INTO contact (id, customer_id, name, created_at, created_by, updated_at, updated_by)"
                               " VALUES (201, 101, '王𠮷', 1, 1, 1, 1);");
    home_store(home, KIND_CUSTOMER, OWN, "phone", PHONE);
    home_store(home, KIND_CUSTOMER, OWN, "bank_account", ACCOUNT);
    home_store(home, KIND_CUSTOMER, FOREIGN, "phone", "0755-87654321");
    home_store(home, KIND_CONTACT, CONTACT, "mobile", "13800138000");
    // Whatever the hour is at which the tests run, it is no reason for a case.
    home_sql(home, "custody/access.db", "INSERT INTO watch_rule VALUES ('night', 5000, 1, 0)");
    *state = home;
    return 0;
}

static inline int sample_tear_down(void **state) {
    home_free(*state);
    return 0;
}

#define LOG_DB "custody/access.db"

// Of the programs: the custodian's own, about its start and stop and about cases, are left out.
static inline int64_t records(struct custodian_home *home, const char *where) {
    return home_sql(home, LOG_DB, arena_format(home->fixture->arena, "SELECT count(*) FROM access WHERE channel NOT IN (8, 9) AND (%s)", where));
}

static inline void expect(struct custodian_home *home, const struct asker *asker, int64_t kind, int64_t id, const char *field,
                          enum result expected, const char *value) {
    enum result result;
    const char *got;
    const int64_t before = records(home, "1");
    assert_int_equal(home_open(home, asker, kind, id, field, &result, &got), STATUS_OK);
    assert_int_equal(result, expected);
    if (value)
        assert_string_equal(got, value);
    else
        assert_null(got);
    assert_int_equal(records(home, "1"), before + 1);
    assert_int_equal(home_sql(home, LOG_DB, "SELECT result FROM access ORDER BY seq DESC LIMIT 1"), expected);
}

// Opens a value `count` times.
static inline void write_some(struct custodian_home *home, int count) {
    const struct asker seller = home_asker(home_sign_in(home, PERSON_SELLER));
    for (int i = 0; i < count; i++)
        expect(home, &seller, KIND_CUSTOMER, OWN, "phone", RESULT_DISCLOSED, PHONE);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, sample_set_up, sample_tear_down)

#endif
