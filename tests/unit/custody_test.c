// The custodian's client against servers that misbehave: any doubt is STATUS_UNAVAILABLE, and then no value came.
#include "support.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "vault/exchange.h"

#define TIMEOUT_MS 150
#define SECRET "6222020200001234567"

// What the server does with each call it receives.
enum manner {
    GOOD,
    SILENT,   // never answers
    HANGS_UP, // closes instead of answering
    STALE,    // answers with the number of another call
    GARBAGE,
    EMPTY,
    TOO_LONG, // more than a packet may have
    ONE_LESS, // answers for one item less
    BAD_RESULT,
    TWO_ANSWERS, // the same twice: the second is left over for the next call
    REFUSES,
    MANNER_COUNT
};

struct stage {
    char folder[256];
    const char *path;
    struct arena *arena;
    pid_t server;
    struct { // shared with the server
        volatile enum manner manner;
        volatile int connections, calls;
    } * shared;
    struct custody *custody;
};

static struct answer good_answer(const struct call *call, struct arena *arena) {
    struct answer answer = {.number = call->number, .items = call->items, .count = call->count, .result = RESULT_DISCLOSED, .found = 2};
    answer.ids = ARENA_ARRAY(arena, int64_t, 2);
    answer.ids[0] = 11;
    answer.ids[1] = 12;
    for (unsigned i = 0; i < call->count; i++) {
        answer.items[i].sealed = (struct sealed){(const unsigned char *)"box", 3};
        answer.items[i].result = RESULT_DISCLOSED;
        answer.items[i].disclosed = (struct disclosed){SECRET, call->number * 100 + i};
    }
    answer.page.result = RESULT_DISCLOSED;
    answer.head.seq = call->number;
    return answer;
}

static void send_answer(int fd, const struct call *call, struct answer answer, enum manner manner, struct arena *arena) {
    struct writer writer = {.bytes = {.arena = arena}};
    if (manner == STALE)
        answer.number--;
    if (manner == ONE_LESS && answer.count > 1)
        answer.count--;
    if (manner == BAD_RESULT)
        answer.items[0].result = RESULT_COUNT;
    if (manner == REFUSES)
        answer.status = STATUS_UNAVAILABLE;
    answer_encode(call->operation, &answer, &writer);
    if (manner == TOO_LONG)
        while (writer.bytes.length <= MESSAGE_MAX)
            buffer_text(&writer.bytes, "xxxxxxxxxxxxxxxx");
    send(fd, manner == GARBAGE ? "nonsense" : writer.bytes.data, manner == GARBAGE ? 8 : manner == EMPTY ? 0
                                                                                                         : writer.bytes.length,
         MSG_NOSIGNAL);
    if (manner == TWO_ANSWERS) {
        struct writer second = {.bytes = {.arena = arena}};
        answer_encode(call->operation, &answer, &second);
        send(fd, second.bytes.data, second.bytes.length, MSG_NOSIGNAL);
    }
}

static void serve_one(struct stage *stage, int fd) {
    static unsigned char packet[MESSAGE_MAX];
    struct arena *arena = arena_new();
    for (ssize_t length; (length = recv(fd, packet, sizeof packet, 0)) > 0; arena_wipe(arena)) {
        struct call call;
        const enum manner manner = stage->shared->manner;
        if (!call_decode(&call, packet, (size_t)length, arena))
            _exit(1);
        stage->shared->calls++;
        if (manner == HANGS_UP)
            break;
        if (manner != SILENT)
            send_answer(fd, &call, good_answer(&call, arena), manner, arena);
    }
    arena_free(arena);
    close(fd);
}

static void serve(struct stage *stage, int listener) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    signal(SIGCHLD, SIG_IGN);
    for (;;) {
        const int fd = accept(listener, NULL, NULL);
        stage->shared->connections++;
        if (fork() == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            close(listener);
            serve_one(stage, fd);
            _exit(0);
        }
        close(fd);
    }
}

static void start_server(struct stage *stage) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    const int listener = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    snprintf(address.sun_path, sizeof address.sun_path, "%s", stage->path);
    unlink(stage->path);
    assert_int_equal(bind(listener, (const struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(listen(listener, 10), 0);
    stage->server = fork();
    if (stage->server == 0)
        serve(stage, listener);
    close(listener);
}

static void stop_server(struct stage *stage) {
    kill(stage->server, SIGKILL);
    waitpid(stage->server, NULL, 0);
}

static int set_up(void **state) {
    struct arena *arena = arena_new();
    struct stage *stage = ARENA_NEW(arena, struct stage);
    stage->arena = arena;
    folder_make(stage->folder);
    stage->path = arena_format(arena, "%s/s", stage->folder);
    stage->shared = mmap(NULL, sizeof *stage->shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    start_server(stage);
    stage->custody = custody_new(stage->path, TIMEOUT_MS);
    *state = stage;
    return 0;
}

static int tear_down(void **state) {
    struct stage *stage = *state;
    custody_free(stage->custody);
    stop_server(stage);
    munmap((void *)(uintptr_t)stage->shared, sizeof *stage->shared);
    folder_remove(stage->folder);
    arena_free(stage->arena);
    return 0;
}

static const unsigned char SESSION[32] = {9};
static const struct asker ASKER = {SESSION, "::1", "r", CHANNEL_PAGE, "contact", "", 0};

static enum status open_two(struct stage *stage, struct custody_item items[2]) {
    items[0] = (struct custody_item){.kind = 1, .record_id = 1, .field = "phone", .disclosed = {"left over", 1}};
    items[1] = (struct custody_item){.kind = 1, .record_id = 1, .field = "email"};
    return custody_open(stage->custody, &ASKER, items, 2, stage->arena);
}

static void test_good_answers_are_taken(void **state) {
    struct stage *stage = *state;
    struct custody_item items[2];
    for (int64_t i = 1; i <= 3; i++) {
        assert_int_equal(open_two(stage, items), STATUS_OK);
        assert_string_equal(items[0].disclosed.value, SECRET);
        assert_int_equal(items[1].disclosed.access_seq, i * 100 + 1);
    }
    assert_int_equal(stage->shared->connections, 1);
    int64_t ids[2];
    unsigned found;
    enum result result;
    assert_int_equal(custody_find(stage->custody, &ASKER, 1, "phone", "138", ids, 2, &found, &result), STATUS_OK);
    assert_true(found == 2 && ids[1] == 12 && result == RESULT_DISCLOSED);
    assert_int_equal(custody_record(stage->custody, &ASKER, items, 2, RESULT_LEVEL), STATUS_OK);
    assert_int_equal(custody_seal(stage->custody, items, 2, stage->arena), STATUS_OK);
    assert_int_equal(items[1].sealed.size, 3);
    struct access_page page;
    assert_int_equal(custody_log(stage->custody, &ASKER, &(struct access_filter){0}, &page, stage->arena), STATUS_OK);
    struct access_head head;
    assert_int_equal(custody_head(stage->custody, &head), STATUS_OK);
    assert_int_equal(head.seq, 8);
}

// Every way to fail: no value came, every call says so, and the next ones find a server that has come to its senses.
static void test_conf_3_in_doubt_no_value_came(void **state) {
    struct stage *stage = *state;
    int64_t number = 0;
    for (int manner = SILENT; manner < MANNER_COUNT; manner++) {
        struct custody_item items[2];
        stage->shared->manner = (enum manner)manner;
        const enum status status = open_two(stage, items);
        number++;
        assert_int_equal(status, manner == TWO_ANSWERS ? STATUS_OK : STATUS_UNAVAILABLE);
        for (int i = 0; status != STATUS_OK && i < 2; i++) {
            assert_null(items[i].disclosed.value);
            assert_int_not_equal(items[i].result, RESULT_DISCLOSED);
        }
        stage->shared->manner = GOOD;
        // What is left over may spoil one call, and is never taken for its answer.
        const enum status next = open_two(stage, items);
        number++;
        if (next != STATUS_OK) {
            assert_int_equal(manner, TWO_ANSWERS);
            assert_null(items[0].disclosed.value);
            assert_int_equal(open_two(stage, items), STATUS_OK);
            number++;
        }
        assert_string_equal(items[0].disclosed.value, SECRET);
        assert_true(items[0].disclosed.access_seq == 100 * number);
    }
}

// What was answered too late for one call is never the answer of the next, whatever their order on the wire.
static void test_conf_3_a_late_answer_is_nobodys(void **state) {
    struct stage *stage = *state;
    struct custody_item items[2];
    stage->shared->manner = SILENT;
    assert_int_equal(open_two(stage, items), STATUS_UNAVAILABLE);
    const int before = stage->shared->connections;
    stage->shared->manner = GOOD;
    assert_int_equal(open_two(stage, items), STATUS_OK);
    assert_int_equal(stage->shared->connections, before + 1); // the old connection is gone, with whatever comes on it
    stage->shared->manner = STALE;
    assert_int_equal(open_two(stage, items), STATUS_UNAVAILABLE);
    assert_null(items[0].disclosed.value);
}

static void test_a_restarted_server_is_found(void **state) {
    struct stage *stage = *state;
    struct custody_item items[2];
    assert_int_equal(open_two(stage, items), STATUS_OK);
    stage->shared->manner = HANGS_UP;
    assert_int_equal(open_two(stage, items), STATUS_UNAVAILABLE);
    stop_server(stage);
    assert_int_equal(open_two(stage, items), STATUS_UNAVAILABLE);
    stage->shared->manner = GOOD;
    start_server(stage);
    assert_int_equal(open_two(stage, items), STATUS_OK);
}

static void test_without_a_server_every_call_is_unavailable(void **state) {
    struct stage *stage = *state;
    struct custody *nowhere = custody_new("/nonexistent/s", TIMEOUT_MS);
    struct custody_item item = {.kind = 1, .record_id = 1, .field = "phone", .value = "1"};
    struct access_head head;
    struct access_page page;
    int64_t id;
    unsigned found = 9;
    enum result result = RESULT_DISCLOSED;
    assert_int_equal(custody_seal(nowhere, &item, 1, stage->arena), STATUS_UNAVAILABLE);
    assert_int_equal(custody_open(nowhere, &ASKER, &item, 1, stage->arena), STATUS_UNAVAILABLE);
    assert_int_equal(custody_find(nowhere, &ASKER, 1, "phone", "1", &id, 1, &found, &result), STATUS_UNAVAILABLE);
    assert_true(found == 0 && result != RESULT_DISCLOSED);
    assert_int_equal(custody_record(nowhere, &ASKER, &item, 1, RESULT_LEVEL), STATUS_UNAVAILABLE);
    assert_int_equal(custody_log(nowhere, &ASKER, &(struct access_filter){.limit = 1}, &page, stage->arena), STATUS_UNAVAILABLE);
    assert_true(page.count == 0 && page.result != RESULT_DISCLOSED);
    assert_int_equal(custody_head(nowhere, &head), STATUS_UNAVAILABLE);
    custody_free(nowhere);
    char long_path[200];
    memset(long_path, 'x', sizeof long_path - 1);
    long_path[sizeof long_path - 1] = '\0';
    struct custody *too_long = custody_new(long_path, TIMEOUT_MS);
    assert_int_equal(custody_head(too_long, &head), STATUS_UNAVAILABLE);
    custody_free(too_long);
    custody_free(NULL);
}

// A process that was forked does not speak on its parent's connection.
static void test_a_forked_child_has_its_own_connection(void **state) {
    struct stage *stage = *state;
    struct custody_item items[2];
    assert_int_equal(open_two(stage, items), STATUS_OK);
    const pid_t child = fork();
    if (child == 0)
        _exit(open_two(stage, items) == STATUS_OK && stage->shared->connections == 2 ? 0 : 1);
    int status;
    waitpid(child, &status, 0);
    assert_int_equal(status, 0);
    assert_int_equal(open_two(stage, items), STATUS_OK);
    assert_int_equal(stage->shared->connections, 2);
}

// Texts beyond their limits are refused before anything is asked; the limits themselves pass.
static void test_what_is_too_long_is_not_asked(void **state) {
    struct stage *stage = *state;
    char *key = arena_alloc(stage->arena, EXCHANGE_KEY_MAX + 2), *text = arena_alloc(stage->arena, EXCHANGE_TEXT_MAX + 2);
    char *value = arena_alloc(stage->arena, CUSTODY_VALUE_MAX + 2);
    memset(key, 'k', EXCHANGE_KEY_MAX);
    memset(text, 't', EXCHANGE_TEXT_MAX);
    memset(value, 'v', CUSTODY_VALUE_MAX);
    struct custody_item item = {.kind = 1, .record_id = 1, .field = key, .value = value};
    struct asker asker = {SESSION, key, key, CHANNEL_PAGE, key, text, 0};
    assert_int_equal(custody_seal(stage->custody, &item, 1, stage->arena), STATUS_OK);
    assert_int_equal(custody_open(stage->custody, &asker, &item, 1, stage->arena), STATUS_OK);
    text[EXCHANGE_TEXT_MAX] = 't';
    assert_int_equal(custody_open(stage->custody, &asker, &item, 1, stage->arena), STATUS_OK); // cut, for the custodian to refuse
    value[CUSTODY_VALUE_MAX] = 'v';
    assert_int_equal(custody_seal(stage->custody, &item, 1, stage->arena), STATUS_TOO_LARGE);
    item.value = "";
    key[EXCHANGE_KEY_MAX] = 'k';
    assert_int_equal(custody_seal(stage->custody, &item, 1, stage->arena), STATUS_TOO_LARGE);
    assert_int_equal(stage->shared->calls, 3);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_good_answers_are_taken),
        TEST(test_conf_3_in_doubt_no_value_came),
        TEST(test_conf_3_a_late_answer_is_nobodys),
        TEST(test_a_restarted_server_is_found),
        TEST(test_without_a_server_every_call_is_unavailable),
        TEST(test_a_forked_child_has_its_own_connection),
        TEST(test_what_is_too_long_is_not_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
