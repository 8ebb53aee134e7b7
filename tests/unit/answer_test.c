// Answers as FastCGI records: whole and in order at every length around the limit of a record, and in one piece where there is one.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <fastcgi.h>
#include <signal.h>

#include "web/answer.h"

#define REQUEST 0x0102
#define RECORD_MAX 65528

static struct arena *arena;

static int set_up(void **state) {
    (void)state;
    signal(SIGPIPE, SIG_IGN); // as libfcgi has it
    arena = arena_new();
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    arena_free(arena);
    return 0;
}

// Bytes that differ from their neighbours and from those of another record.
static char *pattern(size_t length) {
    char *bytes = arena_alloc(arena, length + 1);
    for (size_t i = 0; i < length; i++)
        bytes[i] = (char)('!' + (i + i / 90) % 90);
    return bytes;
}

static struct buffer receive(int fd) {
    struct buffer all = {.arena = arena};
    char chunk[5000];
    for (ssize_t count; (count = read(fd, chunk, sizeof chunk)) > 0;)
        buffer_add(&all, chunk, (size_t)count);
    return all;
}

// What the other end receives; the sender is a process of its own, whose socket may be small.
static struct buffer sent(const struct response *response, bool head_only, int room) {
    int ends[2];
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    if (room > 0)
        assert_int_equal(setsockopt(ends[0], SOL_SOCKET, SO_SNDBUF, &room, sizeof room), 0);
    const pid_t child = fork();
    if (child == 0) {
        close(ends[1]);
        _exit(answer_send(ends[0], REQUEST, response, head_only) ? 0 : 1);
    }
    close(ends[0]);
    struct buffer all = receive(ends[1]);
    close(ends[1]);
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    return all;
}

struct decoded {
    struct buffer output;
    unsigned records; // of output that are not empty
    bool ended;
};

static struct decoded decode(const struct buffer *all) {
    struct decoded decoded = {.output = {.arena = arena}};
    size_t at = 0;
    bool output_ended = false;
    while (at < all->length) {
        FCGI_Header header;
        assert_true(at + sizeof header <= all->length && !decoded.ended);
        memcpy(&header, all->data + at, sizeof header);
        const size_t length = (size_t)header.contentLengthB1 << 8 | header.contentLengthB0;
        assert_int_equal(header.version, FCGI_VERSION_1);
        assert_int_equal(header.requestIdB1 << 8 | header.requestIdB0, REQUEST);
        assert_int_equal(header.paddingLength, 0);
        at += sizeof header;
        assert_true(at + length <= all->length);
        if (header.type == FCGI_STDOUT) {
            assert_false(output_ended);
            output_ended = length == 0;
            decoded.records += length > 0;
            buffer_add(&decoded.output, all->data + at, length);
        } else {
            static const FCGI_EndRequestBody COMPLETE = {.protocolStatus = FCGI_REQUEST_COMPLETE};
            assert_int_equal(header.type, FCGI_END_REQUEST);
            assert_int_equal(length, sizeof COMPLETE);
            assert_memory_equal(all->data + at, &COMPLETE, sizeof COMPLETE);
            assert_true(output_ended);
            decoded.ended = true;
        }
        at += length;
    }
    assert_true(decoded.ended);
    return decoded;
}

// Sends a body of that length and pieces; what arrives is the head, the body, the pieces.
static struct decoded check(size_t body_length, unsigned pieces, size_t piece_length, int room) {
    struct response response = response_new(arena);
    const char *bytes = pattern(body_length > piece_length ? body_length : piece_length);
    buffer_add(&response.body, bytes, body_length);
    for (unsigned i = 0; i < pieces; i++)
        response_add(&response, bytes, piece_length);
    struct buffer expected = {.arena = arena};
    response_head(&response, &expected);
    buffer_add(&expected, bytes, body_length);
    for (unsigned i = 0; i < pieces; i++)
        buffer_add(&expected, bytes, piece_length);
    const struct buffer all = sent(&response, false, room);
    const struct decoded decoded = decode(&all);
    assert_int_equal(decoded.output.length, expected.length);
    assert_memory_equal(decoded.output.data, expected.data, expected.length);
    return decoded;
}

static size_t head_length(size_t body_length) {
    struct response response = response_new(arena);
    response_add(&response, pattern(body_length), body_length);
    struct buffer head = {.arena = arena};
    response_head(&response, &head);
    return head.length;
}

static void test_one_record_as_long_as_it_can_be(void **state) {
    (void)state;
    const size_t room = RECORD_MAX - head_length(RECORD_MAX - 100); // five digits
    assert_int_equal(check(0, 0, 0, 0).records, 1);
    assert_int_equal(check(1, 0, 0, 0).records, 1);
    assert_int_equal(check(room, 0, 0, 0).records, 1);
    assert_int_equal(check(room + 1, 0, 0, 0).records, 2);
    assert_int_equal(check(room + RECORD_MAX - 1, 0, 0, 0).records, 2); // the head tells one digit more
}

static void test_more_pieces_than_go_out_at_once(void **state) {
    (void)state;
    for (unsigned pieces = 55; pieces <= 70; pieces++)
        check(10, pieces, 3, 0);
    check(0, 300, 1000, 0);
}

static void test_a_narrow_socket_gets_everything(void **state) {
    (void)state;
    check(300000, 0, 0, 4096);
    check(100, 40, 20000, 4096);
}

static void test_the_head_alone(void **state) {
    (void)state;
    struct response response = response_new(arena);
    buffer_text(&response.body, "body");
    struct buffer head = {.arena = arena};
    response_head(&response, &head);
    const struct buffer all = sent(&response, true, 0);
    const struct decoded decoded = decode(&all);
    assert_int_equal(decoded.output.length, head.length);
    assert_memory_equal(decoded.output.data, head.data, head.length);
}

static void test_who_has_left_is_noticed(void **state) {
    (void)state;
    int ends[2];
    struct response response = response_new(arena);
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    close(ends[1]);
    assert_false(answer_send(ends[0], REQUEST, &response, false));
    close(ends[0]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(test_##name, set_up, tear_down)
        TEST(one_record_as_long_as_it_can_be),
        TEST(more_pieces_than_go_out_at_once),
        TEST(a_narrow_socket_gets_everything),
        TEST(the_head_alone),
        TEST(who_has_left_is_noticed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
