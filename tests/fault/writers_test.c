// Sixteen processes create and save at once: every accepted change is there, none is refused for a lock (OPS-2).
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "domain/customer.h"
#include "fake_custody.h"
#include "support.h"

#define WRITERS 16
#define ROUNDS 12

static const struct sql *const *const LISTS[] = {CUSTOMER_STATEMENTS, NULL};

static struct fixture *fixture;
static int64_t shared_id; // the customer that all of them change

// A process's own store, custodian and clock.
struct writer {
    struct clock clock;
    struct random random;
    struct id_source ids;
    struct ctx ctx;
};

static bool start_writer(struct writer *writer, int number) {
    struct store_options options = {.path = fixture->path, .lists = LISTS};
    writer->clock = clock_system();
    writer->random = random_system();
    writer->ids = (struct id_source){.clock = &writer->clock, .random = &writer->random};
    writer->ctx = fixture->ctx;
    writer->ctx.clock = &writer->clock;
    writer->ctx.random = &writer->random;
    writer->ctx.ids = &writer->ids;
    writer->ctx.custody = fake_custody_new();
    writer->ctx.actor = &fixture->actors[number % 2 ? PERSON_CLERK : PERSON_MANAGER];
    return store_open(&writer->ctx.store, &options) == STATUS_OK;
}

static enum status create(struct ctx *ctx, int writer, int round) {
    int64_t id;
    const char *name = arena_format(ctx->arena, "公司%d之%d", writer, round);
    const char *phone = arena_format(ctx->arena, "138%04d%04d", writer, round);
    struct draft draft =
        draft_of(&CUSTOMER_FIELDS, "name", name, "region", "440305", "phone", phone, "remarks", name, "owner",
                 fixture->actors[PERSON_SELLER].login, NULL);
    TRY(draft_check(&draft, NULL, ctx->arena));
    return customer_create(ctx, &draft, &id);
}

// Saves as somebody does who looks again after each conflict; *conflicts counts those.
static enum status save_shared(struct ctx *ctx, int writer, int round, unsigned *conflicts) {
    const char *remarks = arena_format(ctx->arena, "%d之%d", writer, round);
    for (;;) {
        struct customer stored;
        TRY(customer_find(ctx, shared_id, PERM_CUSTOMER_EDIT, &stored));
        struct draft draft = draft_of(&CUSTOMER_FIELDS, "remarks", remarks, "phone", "13912345678", NULL);
        TRY(draft_check(&draft, &stored.record, ctx->arena));
        enum status status = customer_save(ctx, shared_id, stored.record.version, &draft);
        if (status != STATUS_CONFLICT)
            return status;
        (*conflicts)++;
    }
}

static int write_all(int number) {
    struct writer writer;
    unsigned conflicts = 0;
    if (!start_writer(&writer, number))
        return 1;
    for (int round = 0; round < ROUNDS; round++) {
        enum status status = create(&writer.ctx, number, round);
        if (status == STATUS_OK)
            status = save_shared(&writer.ctx, number, round, &conflicts);
        if (status != STATUS_OK) {
            print_error("writer %d, round %d: %s\n", number, round, status_name(status));
            return 2;
        }
    }
    store_close(writer.ctx.store);
    return 0;
}

static int64_t number_of(const char *sql) {
    return fixture_number(fixture, sql);
}

static void test_ops_2_sixteen_writers_lose_nothing(void **state) {
    (void)state;
    pid_t pids[WRITERS];
    for (int i = 0; i < WRITERS; i++) {
        pids[i] = fork();
        assert_int_not_equal(pids[i], -1);
        if (pids[i] == 0)
            _exit(write_all(i));
    }
    for (int i = 0; i < WRITERS; i++) {
        int status = 0;
        assert_int_equal(waitpid(pids[i], &status, 0), pids[i]);
        assert_true(WIFEXITED(status));
        assert_int_equal(WEXITSTATUS(status), 0);
    }
    assert_int_equal(number_of("SELECT count(*) FROM customer"), 1 + WRITERS * ROUNDS);
    assert_int_equal(number_of("SELECT count(DISTINCT name) FROM customer"), 1 + WRITERS * ROUNDS);
    // ARC-1: numbers without a gap, none twice
    assert_int_equal(number_of("SELECT count(DISTINCT archive_no) FROM customer WHERE region = '440305'"),
                     WRITERS * ROUNDS);
    assert_int_equal(
        number_of("SELECT max(CAST(substr(archive_no, 13) AS INTEGER)) FROM customer WHERE region = '440305'"),
        WRITERS * ROUNDS);
    assert_int_equal(number_of("SELECT count(*) FROM field_value WHERE field = 'phone' AND box IS NOT NULL"),
                     1 + WRITERS * ROUNDS);
    // ARC-4: each save is one version with its history, none overwrote another unseen
    assert_int_equal(number_of("SELECT version FROM customer WHERE region = ''"), 1 + WRITERS * ROUNDS);
    assert_int_equal(number_of("SELECT count(DISTINCT after) FROM history WHERE field = 'remarks'"), WRITERS * ROUNDS);
    assert_int_equal(number_of("SELECT count(*) FROM history h WHERE field = 'remarks' AND version > 2 AND before <> "
                               "(SELECT after FROM history WHERE field = 'remarks' AND version = h.version - 1)"),
                     0);
    assert_int_equal(number_of("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'"), 0);
}

static int set_up(void **state) {
    (void)state;
    fixture = fixture_new(LISTS);
    fixture->ctx.custody = fake_custody_new();
    struct draft draft = draft_checked(fixture, &CUSTOMER_FIELDS, NULL, "name", "大家的公司", NULL);
    assert_int_equal(customer_create(&fixture->ctx, &draft, &shared_id), STATUS_OK);
    fixture_act(fixture, PERSON_MANAGER);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    custody_free(fixture->ctx.custody);
    fixture_free(fixture);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_ops_2_sixteen_writers_lose_nothing, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
