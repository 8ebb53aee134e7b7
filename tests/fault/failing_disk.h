// A home whose custodian runs on a disk that can be told to fail (failio.c), and whether it works again.
#ifndef TESTS_FAILING_DISK_H
#define TESTS_FAILING_DISK_H

#include "../unit/custodian_sample.h"

#include <errno.h>

static inline const char *control(struct custodian_home *home) {
    return home_file(home, "control");
}

static inline void fault_begin(struct custodian_home *home, const char *fault) {
    const char *fresh = home_file(home, "control.new");
    assert_int_equal(symlink(fault, fresh), 0);
    assert_int_equal(rename(fresh, control(home)), 0);
}

static inline void fault_end(struct custodian_home *home) {
    unlink(control(home));
}

// LD_PRELOAD takes a space for the end of a name, and every folder here may have one: so it is named from where the custodian runs.
static inline void link_library(struct custodian_home *home) {
    char *library = realpath(arena_format(home->fixture->arena, "%s/build/release/tests/failio.so", home->root), NULL);
    assert_non_null(library);
    assert_true(symlink(library, home_file(home, "failio.so")) == 0 || errno == EEXIST);
    free(library);
}

// Starts the custodian on a disk that can fail below `folder`.
static inline void restart_on_failing_disk(struct custodian_home *home, const char *folder) {
    struct arena *arena = home->fixture->arena;
    char *real = realpath(home_file(home, folder), NULL);
    link_library(home);
    const char *const environment[] = {
        "LD_PRELOAD=./failio.so",
        arena_format(arena, "FAILIO_UNDER=%s", real),
        arena_format(arena, "FAILIO_CONTROL=%s", control(home)),
        NULL,
    };
    free(real);
    assert_int_equal(home_stop(home, SIGTERM), 0);
    home_start_with(home, environment);
    assert_int_not_equal(home->pid, 0);
}

static inline enum status try_open(struct custodian_home *home, const struct asker *asker, struct custody_item *item) {
    *item = (struct custody_item){.kind = KIND_CUSTOMER, .record_id = OWN, .field = "phone"};
    const enum status status = custody_open(home->client, asker, item, 1, home->fixture->arena);
    if (status == STATUS_OK)
        assert_string_equal(item->disclosed.value, PHONE);
    else
        assert_null(item->disclosed.value);
    return status;
}

static inline void wait_until_it_works(struct custodian_home *home, const struct asker *asker) {
    struct custody_item item;
    for (int tries = 0; tries < 10000; tries++) {
        if (try_open(home, asker, &item) == STATUS_OK)
            return;
        home_pause();
    }
    fail_msg("it does not recover by itself");
}

#endif
