// The custodian when things break: the disk fails under it, it is killed in the middle of everything, many ask at once. Whatever
// happens, nothing is disclosed without a durable record, and it goes on by itself when the fault is over.
// tests/run: 600 seconds
#include "failing_disk.h"

#include <stdatomic.h>
#include <sys/mman.h>

#include "vault/exchange.h"

#define CLIENTS 4
#define KEPT 65536 // acknowledged numbers remembered for each client

static bool is_recorded(struct custodian_home *home, int64_t seq) {
    return records(home, arena_format(home->fixture->arena, "seq = %lld AND person_id = 1 AND record_id = 101 AND field = 'phone' AND"
                                                            " result = 1",
                                      (long long)seq)) == 1;
}

// A read-only log, a full disk, a dying disk: never a value, and recovery by itself with one record that tells of it.
static void test_conf_3_a_log_that_cannot_be_written_stops_disclosure(void **state) {
    struct custodian_home *home = *state;
    static const char *const FAULTS[] = {"EROFS", "ENOSPC", "EDQUOT", "EIO", "ESYNC"};
    const struct asker seller = home_asker(home_sign_in(home, PERSON_SELLER));
    restart_on_failing_disk(home, "custody");
    for (size_t i = 0; i < sizeof FAULTS / sizeof *FAULTS; i++) {
        struct custody_item item;
        int64_t ids[5];
        unsigned found;
        enum result result;
        struct access_page page;
        struct custody_twins twins = {.found = 0};
        struct custody_item entered = {.kind = KIND_CUSTOMER, .field = "phone", .value = PHONE};
        wait_until_it_works(home, &seller);
        fault_begin(home, FAULTS[i]);
        for (int tries = 0; tries < 5; tries++)
            assert_int_equal(try_open(home, &seller, &item), STATUS_UNAVAILABLE);
        assert_int_equal(custody_find(home->client, &seller, KIND_CUSTOMER, "phone", PHONE, ids, 5, &found, &result), STATUS_UNAVAILABLE);
        assert_int_equal(custody_twins(home->client, &seller, &entered, 1, &twins), STATUS_UNAVAILABLE);
        assert_true(twins.found == 0 && twins.outside == 0);
        assert_int_equal(custody_log(home->client, &seller, &(struct access_filter){.limit = 9}, &page, home->fixture->arena), STATUS_UNAVAILABLE);
        assert_int_equal(custody_record(home->client, &seller, &item, 1, RESULT_LEVEL), STATUS_UNAVAILABLE);
        // Saving what nobody can search for by its value goes on.
        struct custody_item fax = {.kind = KIND_CUSTOMER, .record_id = OWN, .field = "fax", .value = PHONE};
        assert_int_equal(custody_seal(home->client, &fax, 1, home->fixture->arena), STATUS_OK);
        fault_end(home);
        wait_until_it_works(home, &seller);
        assert_int_equal(records(home, "result = 11"), (int64_t)i + 1);
        assert_true(home_sql(home, LOG_DB, "SELECT count FROM access WHERE result = 11 ORDER BY seq DESC LIMIT 1") >= 8);
        assert_int_equal(home_verify(home).fault, VERIFY_GOOD);
    }
    assert_int_equal(home_stop(home, SIGTERM), 0);
    assert_int_equal(home_verify(home).fault, VERIFY_GOOD);
}

// The fault strikes at every single operation of a commit in turn: what was acknowledged is there, what was refused came without value.
static void test_conf_3_a_fault_at_any_moment_loses_nothing(void **state) {
    struct custodian_home *home = *state;
    static const char *const FAULTS[] = {"ENOSPC", "EIO", "ESYNC"};
    const struct asker seller = home_asker(home_sign_in(home, PERSON_SELLER));
    restart_on_failing_disk(home, "custody");
    unsigned acknowledged = 0, refused = 0;
    for (size_t i = 0; i < sizeof FAULTS / sizeof *FAULTS; i++)
        for (int after = 0; after < 24; after++) {
            struct custody_item items[3];
            enum status status[3];
            wait_until_it_works(home, &seller);
            fault_begin(home, arena_format(home->fixture->arena, "%s %d", FAULTS[i], after));
            for (int n = 0; n < 3; n++)
                status[n] = try_open(home, &seller, &items[n]);
            fault_end(home);
            for (int n = 0; n < 3; n++) {
                acknowledged += status[n] == STATUS_OK;
                refused += status[n] != STATUS_OK;
                if (status[n] == STATUS_OK)
                    assert_true(is_recorded(home, items[n].disclosed.access_seq));
            }
        }
    assert_true(acknowledged > 10 && refused > 10);
    wait_until_it_works(home, &seller);
    assert_int_equal(home_verify(home).fault, VERIFY_GOOD);
}

// A search does not answer while the index can't follow the store, and finds what was stored meanwhile as soon as it can.
static void test_conf_4_a_search_waits_for_the_index(void **state) {
    struct custodian_home *home = *state;
    const struct asker clerk = home_asker(home_sign_in(home, PERSON_CLERK));
    int64_t ids[5];
    unsigned found = 0;
    enum result result;
    restart_on_failing_disk(home, "custody");
    fault_begin(home, "ENOSPC");
    home_store(home, KIND_CUSTOMER, OWN, "email", "a@example.com");
    enum status status =
        custody_find(home->client, &clerk, KIND_CUSTOMER, "email", "a@example.com", ids, 5, &found, &result);
    assert_int_equal(status, STATUS_UNAVAILABLE);
    fault_end(home);
    for (int tries = 0; tries < 10000 && status != STATUS_OK; tries++) {
        status = custody_find(home->client, &clerk, KIND_CUSTOMER, "email", "a@example.com", ids, 5, &found, &result);
        home_pause();
    }
    assert_int_equal(status, STATUS_OK);
    assert_int_equal(found, 1);
}

// The heads file can't be written for a while: the log goes on, and the missing lines follow.
static void test_conf_5_heads_that_could_not_be_filed_are_filed_later(void **state) {
    struct custodian_home *home = *state;
    const struct asker seller = home_asker(home_sign_in(home, PERSON_SELLER));
    struct custody_item items[CUSTODY_ITEMS_MAX];
    for (int i = 0; i < CUSTODY_ITEMS_MAX; i++)
        items[i] = (struct custody_item){.kind = KIND_CUSTOMER, .record_id = OWN, .field = "phone"};
    restart_on_failing_disk(home, "heads");
    size_t before, during;
    const char *heads = home_file(home, "heads/heads");
    (void)file_read(heads, &before, home->fixture->arena);
    fault_begin(home, "ENOSPC");
    for (int i = 0; i < 40; i++)
        assert_int_equal(custody_record(home->client, &seller, items, CUSTODY_ITEMS_MAX, RESULT_NO_VALUE), STATUS_OK);
    (void)file_read(heads, &during, home->fixture->arena);
    assert_int_equal(during, before);
    fault_end(home);
    assert_int_equal(home_stop(home, SIGTERM), 0);
    const struct verify_result result = home_verify(home);
    assert_int_equal(result.fault, VERIFY_GOOD);
    assert_int_equal(result.heads, 2 * home_sql(home, LOG_DB, "SELECT count(*) FROM head"));
    assert_true(result.heads >= 6);
}

// --- Many clients, and kill -9

struct shared {
    atomic_bool stop;
    atomic_long counts[CLIENTS];
    int64_t seqs[CLIENTS][KEPT]; // of what was acknowledged
};

// Opens as fast as it goes and remembers every acknowledged record, whatever happens to the custodian meanwhile.
static void be_client(struct custodian_home *home, struct shared *shared, int number, const struct asker *asker) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    const int null = open("/dev/null", O_WRONLY);
    dup2(null, STDERR_FILENO); // thousands of lines about a custodian that is not there
    while (!atomic_load(&shared->stop)) {
        struct custody_item item = {.kind = KIND_CUSTOMER, .record_id = OWN, .field = "phone"};
        struct arena *arena = arena_new();
        if (custody_open(home->client, asker, &item, 1, arena) == STATUS_OK) {
            const long place = atomic_load(&shared->counts[number]);
            if (!item.disclosed.value || strcmp(item.disclosed.value, PHONE) != 0)
                _exit(1);
            if (place < KEPT) {
                shared->seqs[number][place] = item.disclosed.access_seq;
                atomic_store(&shared->counts[number], place + 1);
            }
        } else {
            home_pause();
        }
        arena_free(arena);
    }
    _exit(0);
}

static long acknowledged(struct shared *shared) {
    long total = 0;
    for (int i = 0; i < CLIENTS; i++)
        total += atomic_load(&shared->counts[i]);
    return total;
}

static void wait_for_more(struct shared *shared, long more) {
    const long before = acknowledged(shared);
    for (int tries = 0; tries < 15000 && acknowledged(shared) < before + more; tries++)
        home_pause();
    assert_true(acknowledged(shared) >= before + more);
}

static struct shared *start_clients(struct custodian_home *home, pid_t pids[CLIENTS]) {
    struct shared *shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    const struct asker seller = home_asker(home_sign_in(home, PERSON_SELLER));
    assert_true(shared != MAP_FAILED);
    for (int i = 0; i < CLIENTS; i++) {
        pids[i] = fork();
        if (pids[i] == 0)
            be_client(home, shared, i, &seller);
    }
    return shared;
}

// Ends the clients, and checks every number they were given against the log; no number was given twice.
static void check_clients(struct custodian_home *home, struct shared *shared, const pid_t pids[CLIENTS]) {
    atomic_store(&shared->stop, true);
    for (int i = 0; i < CLIENTS; i++) {
        int status;
        assert_int_equal(waitpid(pids[i], &status, 0), pids[i]);
        assert_int_equal(status, 0);
    }
    const int64_t newest = home_sql(home, LOG_DB, "SELECT max(seq) FROM access");
    bool *seen = calloc((size_t)newest + 1, sizeof *seen);
    for (int i = 0; i < CLIENTS; i++)
        for (long n = 0; n < atomic_load(&shared->counts[i]); n++) {
            const int64_t seq = shared->seqs[i][n];
            assert_true(seq >= 1 && seq <= newest && !seen[seq]);
            seen[seq] = true;
        }
    free(seen);
    assert_int_equal(records(home, "NOT (person_id = 1 AND record_id = 101 AND field = 'phone' AND result = 1)"), 0);
    assert_true(newest >= acknowledged(shared));
    // A call that was on its way when its client ended may come into the log meanwhile: then once more.
    int64_t before, after;
    struct verify_result result;
    do {
        before = home_sql(home, LOG_DB, "SELECT max(seq) FROM access");
        result = home_verify(home);
        after = home_sql(home, LOG_DB, "SELECT max(seq) FROM access");
        assert_int_equal(result.fault, VERIFY_GOOD);
    } while (before != after);
    assert_int_equal(result.records, after);
    munmap(shared, sizeof *shared);
}

static void test_conf_3_killed_again_and_again_it_loses_no_record(void **state) {
    struct custodian_home *home = *state;
    pid_t pids[CLIENTS];
    struct shared *shared = start_clients(home, pids);
    for (int round = 0; round < 25; round++) {
        wait_for_more(shared, 10 + 37 * (round % 5));
        assert_int_equal(home_stop(home, SIGKILL), -SIGKILL);
        home_start(home);
    }
    wait_for_more(shared, 10);
    check_clients(home, shared, pids);
}

static void test_conf_3_stopped_and_started_under_load_it_loses_no_record(void **state) {
    struct custodian_home *home = *state;
    pid_t pids[CLIENTS];
    struct shared *shared = start_clients(home, pids);
    for (int round = 0; round < 5; round++) {
        wait_for_more(shared, 50);
        assert_int_equal(home_stop(home, SIGTERM), 0);
        assert_int_equal(home_verify(home).fault, VERIFY_GOOD);
        home_start(home);
    }
    wait_for_more(shared, 10);
    check_clients(home, shared, pids);
}

// Verification of the live log, beside a custodian at full work, never finds fault with it.
static void test_conf_5_the_live_log_verifies_at_any_moment(void **state) {
    struct custodian_home *home = *state;
    pid_t pids[CLIENTS];
    struct shared *shared = start_clients(home, pids);
    for (int round = 0; round < 20; round++) {
        wait_for_more(shared, 100);
        const struct verify_result result = home_verify(home);
        if (result.fault != VERIFY_GOOD)
            fail_msg("%s", verify_words(&result, LANG_EN, home->fixture->arena));
    }
    check_clients(home, shared, pids);
}

// A client that asks and does not read its answers holds up nobody.
static void test_a_client_that_does_not_read_holds_up_nobody(void **state) {
    struct custodian_home *home = *state;
    const struct asker seller = home_asker(home_sign_in(home, PERSON_SELLER));
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    struct writer writer = {.bytes = {.arena = home->fixture->arena}};
    struct custody_item item = {.kind = KIND_CUSTOMER, .record_id = OWN, .field = "phone"};
    const struct call call = {.operation = OPERATION_OPEN, .number = 1, .asker = seller, .items = &item, .count = 1};
    snprintf(address.sun_path, sizeof address.sun_path, "%s", home_file(home, "run/s"));
    const int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    assert_int_equal(connect(fd, (const struct sockaddr *)&address, sizeof address), 0);
    call_encode(&call, &writer);
    for (int i = 0; i < 3000; i++) {
        send(fd, writer.bytes.data, writer.bytes.length, MSG_NOSIGNAL);
        if (i % 300 == 0)
            wait_until_it_works(home, &seller);
    }
    wait_until_it_works(home, &seller);
    close(fd);
    assert_int_equal(home_verify(home).fault, VERIFY_GOOD);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_conf_3_a_log_that_cannot_be_written_stops_disclosure),
        TEST(test_conf_3_a_fault_at_any_moment_loses_nothing),
        TEST(test_conf_4_a_search_waits_for_the_index),
        TEST(test_conf_5_heads_that_could_not_be_filed_are_filed_later),
        TEST(test_conf_3_killed_again_and_again_it_loses_no_record),
        TEST(test_conf_3_stopped_and_started_under_load_it_loses_no_record),
        TEST(test_conf_5_the_live_log_verifies_at_any_moment),
        TEST(test_a_client_that_does_not_read_holds_up_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
