// The pool of workers, seen from the other end of its socket: answers, deaths, stops. Nothing here sleeps: a handler waits
// on a pipe for as long as the test wants, and "all workers are gone" is the end of file of a pipe that they hold.
#include <errno.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "web/server.h"

#define SOCKET_PATH "test.sock"
#define PATIENCE_MS 20000 // how long anything may take before a test fails

enum {
    RECORD_BEGIN = 1,
    RECORD_END = 3,
    RECORD_PARAMS = 4,
    RECORD_STDIN = 5,
    RECORD_STDOUT = 6
};

struct pipes {
    int entered[2];  // a worker writes a byte when it is in the handler of /wait
    int released[2]; // and goes on when it has read one from here
    int alive[2];    // the write end is held by the server alone
};

static struct pipes pipes;
static struct arena *arena;
static char folder[] = "/tmp/kedang-server-XXXXXX";

// --- the server under test ---

static void handle(void *data, const struct request *request, struct response *response) {
    (void)data;
    char byte = 'w';
    if (strcmp(request->path, "/wait") == 0) {
        if (write(pipes.entered[1], &byte, 1) != 1 || read(pipes.released[0], &byte, 1) != 1)
            _exit(9);
        buffer_text(&response->body, "waited");
    } else if (strcmp(request->path, "/die") == 0) {
        raise(SIGKILL);
    } else if (strcmp(request->path, "/large") == 0) {
        for (int i = 0; i < 100000; i++)
            buffer_text(&response->body, "0123456789");
    } else if (strcmp(request->path, "/worker") == 0) {
        buffer_format(&response->body, "%ld", (long)getpid());
    } else {
        const char *value = params_get(&request->form, "a");
        buffer_format(&response->body, "%s %s %zu", request->path, value != NULL ? value : "-", strlen(request->number));
    }
}

static void refuse(void *data, enum status status, const struct request *request, struct response *response) {
    (void)data;
    response->code = status_http(status);
    buffer_format(&response->body, "refused %s", request->path);
}

static pid_t start_server(unsigned workers) {
    fflush(NULL);
    const pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid != 0)
        return pid;
    prctl(PR_SET_PDEATHSIG, SIGKILL); // also when a test fails
    close(pipes.alive[0]);
    close(STDERR_FILENO);
    const struct server server = {
        .name = "test", .socket_path = SOCKET_PATH, .workers = workers, .handle = handle, .refuse = refuse};
    _exit(server_run(&server));
}

static int exit_code(pid_t pid) {
    int how;
    assert_int_equal(waitpid(pid, &how, 0), pid);
    return WIFEXITED(how) ? WEXITSTATUS(how) : -WTERMSIG(how);
}

// --- a FastCGI client ---

static void wait_readable(int fd) {
    struct pollfd state = {.fd = fd, .events = POLLIN};
    if (poll(&state, 1, PATIENCE_MS) != 1)
        fail_msg("nothing came");
}

// Connects as soon as somebody listens; the server of the test is being started, which takes a few ms.
static int connect_to_server(void) {
    struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = SOCKET_PATH};
    for (int tries = 0; tries < PATIENCE_MS; tries++) {
        const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (connect(fd, (const struct sockaddr *)&address, sizeof address) == 0)
            return fd;
        close(fd);
        poll(NULL, 0, 1);
    }
    fail_msg("nobody listens");
    return -1;
}

static void add_record(struct buffer *out, int type, const void *content, size_t length) {
    const unsigned char header[8] = {1, (unsigned char)type, 0, 1, (unsigned char)(length >> 8), (unsigned char)length};
    buffer_add(out, header, sizeof header);
    buffer_add(out, content, length);
}

static void add_param(struct buffer *out, const char *name, const char *value) {
    const unsigned char lengths[2] = {(unsigned char)strlen(name), (unsigned char)strlen(value)};
    buffer_add(out, lengths, 2);
    buffer_text(out, name);
    buffer_text(out, value);
}

// `declared` is what CONTENT_LENGTH says, `length` what is sent.
static int send_request(const char *method, const char *path, const char *body, size_t length, size_t declared) {
    struct buffer params = {.arena = arena}, out = {.arena = arena};
    add_param(&params, "REQUEST_METHOD", method);
    add_param(&params, "DOCUMENT_URI", path);
    add_param(&params, "CONTENT_TYPE", "application/x-www-form-urlencoded");
    add_param(&params, "CONTENT_LENGTH", declared > 0 ? arena_format(arena, "%zu", declared) : "");
    add_record(&out, RECORD_BEGIN, (const unsigned char[8]){0, 1, 1}, 8); // responder, keep the connection
    add_record(&out, RECORD_PARAMS, params.data, params.length);
    add_record(&out, RECORD_PARAMS, "", 0);
    for (size_t sent = 0; sent < length;) {
        const size_t piece = length - sent < 60000 ? length - sent : 60000;
        add_record(&out, RECORD_STDIN, body + sent, piece);
        sent += piece;
    }
    add_record(&out, RECORD_STDIN, "", 0);
    const int fd = connect_to_server();
    for (size_t sent = 0; sent < out.length;) {
        const ssize_t count = send(fd, out.data + sent, out.length - sent, MSG_NOSIGNAL);
        assert_true(count > 0);
        sent += (size_t)count;
    }
    return fd;
}

static bool read_exactly(int fd, unsigned char *bytes, size_t length) {
    for (size_t got = 0; got < length;) {
        wait_readable(fd);
        const ssize_t count = read(fd, bytes + got, length - got);
        if (count <= 0)
            return false;
        got += (size_t)count;
    }
    return true;
}

// What was answered; NULL when the connection ended before the answer did. Closes the connection.
static const char *receive(int fd) {
    static unsigned char content[65536 + 256];
    struct buffer out = {.arena = arena};
    unsigned char header[8];
    const char *answer = NULL;
    while (answer == NULL && read_exactly(fd, header, sizeof header)) {
        const size_t length = (size_t)(header[4] << 8 | header[5]);
        if (!read_exactly(fd, content, length + header[6]))
            break;
        if (header[1] == RECORD_STDOUT)
            buffer_add(&out, content, length);
        if (header[1] == RECORD_END)
            answer = out.data;
    }
    close(fd);
    return answer;
}

static const char *ask(const char *path) {
    return receive(send_request("GET", path, "", 0, 0));
}

static const char *body_of(const char *answer) {
    assert_non_null(answer);
    const char *end = strstr(answer, "\r\n\r\n");
    assert_non_null(end);
    return end + 4;
}

static void wait_entered(void) {
    char byte;
    wait_readable(pipes.entered[0]);
    assert_int_equal(read(pipes.entered[0], &byte, 1), 1);
}

static void release(void) {
    assert_int_equal(write(pipes.released[1], "g", 1), 1);
}

// --- tests ---

static void test_answers(void **state) {
    (void)state;
    const pid_t server = start_server(2);
    assert_string_equal(body_of(ask("/x")), "/x - 16");
    assert_string_equal(body_of(receive(send_request("POST", "/x", "a=%E7%8E%8B", 11, 11))), "/x 王 16");
    struct stat socket_file;
    assert_int_equal(stat(SOCKET_PATH, &socket_file), 0);
    assert_int_equal(socket_file.st_mode & 0777, 0600);
    kill(server, SIGTERM);
    assert_int_equal(exit_code(server), 0);
    assert_int_equal(access(SOCKET_PATH, F_OK), -1);
}

static void test_head_has_no_body(void **state) {
    (void)state;
    const pid_t server = start_server(1);
    const char *answer = receive(send_request("HEAD", "/x", "", 0, 0));
    assert_non_null(strstr(answer, "Content-Length: 7\r\n"));
    assert_string_equal(body_of(answer), "");
    kill(server, SIGINT);
    assert_int_equal(exit_code(server), 0);
}

static void test_large_answer_is_whole(void **state) {
    (void)state;
    const pid_t server = start_server(1);
    assert_int_equal(strlen(body_of(ask("/large"))), 1000000);
    kill(server, SIGTERM);
    assert_int_equal(exit_code(server), 0);
}

static void test_bodies_that_are_cut_or_too_long(void **state) {
    (void)state;
    const pid_t server = start_server(1);
    const size_t longest = REQUEST_BODY_MAX;
    char *body = arena_alloc(arena, longest + 100001);
    memset(body, 'b', longest + 100000);
    assert_non_null(strstr(receive(send_request("POST", "/x", "a=1", 3, 5)), "Status: 400 "));
    assert_non_null(strstr(receive(send_request("POST", "/x", "a=1&b=2", 7, 3)), "Status: 400 "));
    assert_non_null(strstr(receive(send_request("POST", "/x", body, longest, longest)), "Status: 200 "));
    assert_non_null(strstr(receive(send_request("POST", "/x", body, longest + 1, longest)), "Status: 400 "));
    assert_non_null(strstr(receive(send_request("POST", "/x", body, longest + 1, longest + 1)), "Status: 413 "));
    assert_non_null(strstr(receive(send_request("POST", "/x", body, longest + 100000, longest + 100000)), "Status: 413 "));
    assert_string_equal(body_of(ask("/x")), "/x - 16");
    kill(server, SIGTERM);
    assert_int_equal(exit_code(server), 0);
}

// A client that only connects, or sends nonsense, is nobody's trouble but its own.
static void test_nonsense_is_survived(void **state) {
    (void)state;
    const pid_t server = start_server(1);
    close(connect_to_server());
    const int fd = connect_to_server();
    assert_int_equal(write(fd, "GET / HTTP/1.1\r\n\r\n", 18), 18);
    close(fd);
    assert_string_equal(body_of(ask("/x")), "/x - 16");
    kill(server, SIGTERM);
    assert_int_equal(exit_code(server), 0);
}

static void test_dead_worker_is_replaced(void **state) {
    (void)state;
    const pid_t server = start_server(1);
    const char *first = body_of(ask("/worker"));
    assert_null(ask("/die"));
    const char *second = body_of(ask("/worker"));
    assert_string_not_equal(first, second);
    kill((pid_t)strtol(second, NULL, 10), SIGTERM); // one worker alone: replaced as well
    const char *third = body_of(ask("/worker"));
    assert_non_null(third);
    kill(server, SIGTERM);
    assert_int_equal(exit_code(server), 0);
}

static void test_stop_lets_requests_finish(void **state) {
    (void)state;
    const pid_t server = start_server(1);
    const int running = send_request("GET", "/wait", "", 0, 0);
    wait_entered();
    const int queued = send_request("GET", "/queued", "", 0, 0); // nobody has taken it yet
    kill(server, SIGTERM);
    release();
    assert_string_equal(body_of(receive(running)), "waited");
    assert_string_equal(body_of(receive(queued)), "/queued - 16");
    assert_int_equal(exit_code(server), 0);
}

static void test_second_server_takes_over(void **state) {
    (void)state;
    const pid_t first = start_server(1);
    const int running = send_request("GET", "/wait", "", 0, 0);
    wait_entered();
    struct stat before, now;
    assert_int_equal(stat(SOCKET_PATH, &before), 0);
    const int queued = send_request("GET", "/queued", "", 0, 0);
    const pid_t second = start_server(1);
    do
        assert_int_equal(stat(SOCKET_PATH, &now), 0); // there is a socket at every moment
    while (now.st_ino == before.st_ino);
    assert_string_equal(body_of(ask("/fresh")), "/fresh - 16"); // the first server's only worker is waiting
    kill(first, SIGTERM);
    release();
    assert_string_equal(body_of(receive(running)), "waited");
    assert_string_equal(body_of(receive(queued)), "/queued - 16");
    assert_int_equal(exit_code(first), 0);
    assert_string_equal(body_of(ask("/after")), "/after - 16"); // and has not taken the second's socket away
    kill(second, SIGTERM);
    assert_int_equal(exit_code(second), 0);
}

static void test_workers_end_with_a_killed_server(void **state) {
    (void)state;
    const pid_t server = start_server(4);
    const int running = send_request("GET", "/wait", "", 0, 0);
    wait_entered();
    close(pipes.alive[1]);
    kill(server, SIGKILL);
    assert_int_equal(exit_code(server), -SIGKILL);
    release();
    assert_string_equal(body_of(receive(running)), "waited");
    char byte;
    wait_readable(pipes.alive[0]);
    assert_int_equal(read(pipes.alive[0], &byte, 1), 0);
}

static int set_up(void **state) {
    (void)state;
    arena = arena_new();
    return pipe(pipes.entered) == 0 && pipe(pipes.released) == 0 && pipe(pipes.alive) == 0 ? 0 : -1;
}

static int tear_down(void **state) {
    (void)state;
    const int ends[] = {pipes.entered[0], pipes.entered[1], pipes.released[0], pipes.released[1], pipes.alive[0], pipes.alive[1]};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        close(ends[i]);
    arena_free(arena);
    return 0;
}

static int enter_folder(void **state) {
    (void)state;
    return mkdtemp(folder) != NULL ? chdir(folder) : -1;
}

static int remove_folder(void **state) {
    (void)state;
    unlink(SOCKET_PATH);
    return rmdir(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_answers, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_head_has_no_body, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_large_answer_is_whole, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_bodies_that_are_cut_or_too_long, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_nonsense_is_survived, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_dead_worker_is_replaced, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_stop_lets_requests_finish, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_second_server_takes_over, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_workers_end_with_a_killed_server, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, enter_folder, remove_folder);
}
