// What the tests of rotating keys share.
#ifndef TESTS_ROTATION_H
#define TESTS_ROTATION_H

#include "custodian_sample.h"

#include "vault/keys_rotate.h"
#include "vault/upkeep.h"

static inline struct key_report rotate(struct custodian_home *home, enum upkeep_act act, enum status expected) {
    struct key_report report;
    assert_int_equal(custody_rotate(home->client, act, &report), expected);
    return report;
}

static inline struct keys *key_now(struct custodian_home *home) {
    struct keys *keys;
    assert_int_equal(keys_load(&keys, home_file(home, "custody/key")), STATUS_OK);
    return keys;
}

#endif
