#include "sheet/open.h"

#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/io.h"
#include "base/log.h"
#include "base/sandbox.h"
#include "sheet/csv.h"
#include "sheet/xls.h"
#include "sheet/xlsx.h"

#define PATH_ROOM 32
#define PIECE ((size_t)1 << 16)

static bool starts_with(const void *bytes, size_t length, const char *mark, size_t mark_length) {
    return length >= mark_length && memcmp(bytes, mark, mark_length) == 0;
}

enum sheet_format sheet_format_of(const void *bytes, size_t length) {
    if (starts_with(bytes, length, "PK\003\004", 4))
        return SHEET_XLSX;
    return starts_with(bytes, length, "\xD0\xCF\x11\xE0", 4) ? SHEET_XLS : SHEET_CSV;
}

// --- Reading

static enum status read_csv(const void *bytes, size_t length, const struct sheet_wish *wish, const struct sheet_sink *sink,
                            struct sheet_error *error) {
    struct csv_file *file;
    struct sheet_row row;
    unsigned given = 0, most = wish->rows_most > 0 ? wish->rows_most : UINT32_MAX;
    TRY(csv_file_parse(&file, bytes, length, wish->encoding, error));
    enum status status;
    while ((status = csv_file_next(file, &row, error)) == STATUS_OK) {
        if (given++ == most) {
            status = sheet_refuse_rows(error, row.line, most);
            break;
        }
        if (!sink->row(sink->data, &row))
            break;
    }
    csv_file_free(file);
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

// A workbook with a password is an encrypted package inside the old container.
static bool is_encrypted(const void *bytes, size_t length) {
    static const char NAME[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
    return memmem(bytes, length, NAME, sizeof NAME) != NULL;
}

enum status sheet_read(const void *bytes, size_t length, const char *path, const struct sheet_wish *wish,
                       const struct sheet_sink *sink, struct sheet_error *error) {
    switch (sheet_format_of(bytes, length)) {
    case SHEET_XLSX:
        return xlsx_read(bytes, length, wish, sink, error);
    case SHEET_XLS:
        if (is_encrypted(bytes, length))
            return sheet_refuse(error, 0, 0, "文件有密码保护：请先去掉密码再试", "the file is protected by a password: remove it first");
        return xls_read(path, wish, sink, error);
    case SHEET_CSV:
        break;
    }
    return read_csv(bytes, length, wish, sink, error);
}

// --- The process that reads

struct output {
    int fd;
    size_t length;
    char piece[PIECE];
};

static void flush(struct output *output) {
    if (output->length > 0 && !io_write(output->fd, output->piece, output->length))
        _exit(EXIT_FAILURE);
    output->length = 0;
}

static void write_out(void *data, const void *bytes, size_t length) {
    struct output *output = data;
    while (length > 0) {
        size_t room = PIECE - output->length, some = length < room ? length : room;
        memcpy(output->piece + output->length, bytes, some);
        output->length += some;
        bytes = (const char *)bytes + some;
        length -= some;
        if (output->length == PIECE)
            flush(output);
    }
}

static void limit(int what, rlim_t most) {
    const struct rlimit limits = {.rlim_cur = most, .rlim_max = most};
    (void)setrlimit((__rlimit_resource_t)what, &limits);
}

// Those of CSV files and of old workbooks.
void sheet_load_encodings(void) {
    static const char *const NAMES[] = {"GB18030", "UTF-16LE", "CP936", "CP950", "CP1252"};
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++)
        (void)iconv_open("UTF-8", NAMES[i]);
    (void)iconv_open("GB18030", "UTF-8"); // rejected rows go back as they came
}

// In the child. Character sets are loaded before it is confined, and stay for as long as somebody has them open; libzip tells
// the time of parts, for which the C library would look at the zone's file again and again.
static _Noreturn void run_reader(const void *bytes, size_t length, const struct sheet_wish *wish, int file, int pipe) {
    struct output output = {.fd = pipe};
    struct sheet_error error = {0};
    char path[PATH_ROOM];
    (void)setenv("TZ", "UTC0", 1);
    sheet_load_encodings();
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_CPU, SHEET_SECONDS);
#ifndef __SANITIZE_ADDRESS__ // which takes terabytes of addresses
    limit(RLIMIT_AS, SHEET_MEMORY_MAX);
#endif
    sandbox_enter(file >= 0 ? SANDBOX_READER_OF_PATH : SANDBOX_READER);
    struct table_writer writer = {.write = write_out, .data = &output};
    const struct sheet_sink sink = table_sink(&writer);
    table_end(&writer, sheet_read(bytes, length, path, wish, &sink, &error), &error);
    flush(&output);
    _exit(EXIT_SUCCESS);
}

// Everything else that is open stays behind.
static void keep_only(int file, int pipe) {
    const int low = file >= 0 && file < pipe ? file : pipe, high = file > pipe ? file : pipe;
    if (low > 3)
        (void)close_range(3, (unsigned)low - 1, 0);
    if (high > low + 1)
        (void)close_range((unsigned)low + 1, (unsigned)high - 1, 0);
    (void)close_range((unsigned)high + 1, ~0U, 0);
}

// --- This side

// Memory with a path, for a library that insists on one; -1: none.
static int memory_file(const void *bytes, size_t length) {
    const int file = memfd_create("sheet", MFD_CLOEXEC);
    if (file >= 0 && io_write(file, bytes, length))
        return file;
    if (file >= 0)
        close(file);
    return -1;
}

// All it writes until it ends, in memory of malloc; NULL when it takes too long or writes too much.
static char *collect(int pipe, size_t *length) {
    const struct clock clock = clock_monotonic();
    const int64_t deadline = clock_now(&clock) + 2 * SHEET_SECONDS * TIME_SECOND;
    size_t room = 1 << 20;
    char *bytes = malloc(room);
    *length = 0;
    while (bytes != NULL) {
        struct pollfd polled = {.fd = pipe, .events = POLLIN};
        const int64_t left = deadline - clock_now(&clock);
        const int ready = left > 0 ? poll(&polled, 1, (int)left) : 0;
        const ssize_t got = ready > 0 ? read(pipe, bytes + *length, room - *length) : -1;
        if (got == 0)
            return bytes;
        if (got < 0 && (ready == 0 || (errno != EINTR && errno != EAGAIN)))
            break;
        *length += got > 0 ? (size_t)got : 0;
        if (*length < room)
            continue;
        char *wider = room < SHEET_TABLE_MAX ? realloc(bytes, room *= 2) : NULL;
        if (wider == NULL)
            break;
        bytes = wider;
    }
    free(bytes);
    return NULL;
}

static enum status start_reader(const void *bytes, size_t length, const struct sheet_wish *wish, int file, int *pipe,
                                pid_t *pid) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return STATUS_UNAVAILABLE;
    *pid = fork();
    if (*pid == 0) {
        keep_only(file, ends[1]);
        run_reader(bytes, length, wish, file, ends[1]);
    }
    close(ends[1]);
    *pipe = ends[0];
    if (*pid < 0)
        close(ends[0]);
    return *pid > 0 ? STATUS_OK : STATUS_UNAVAILABLE;
}

enum status sheet_open(struct sheet_table **table, const void *bytes, size_t length, const struct sheet_wish *wish,
                       struct arena *arena, struct sheet_error *error) {
    int pipe = -1, file = -1;
    pid_t pid = -1;
    size_t size = 0;
    *table = NULL;
    if (sheet_format_of(bytes, length) == SHEET_XLS && (file = memory_file(bytes, length)) < 0)
        return STATUS_UNAVAILABLE;
    enum status status = start_reader(bytes, length, wish, file, &pipe, &pid);
    if (file >= 0)
        close(file);
    TRY(status);
    char *answer = collect(pipe, &size);
    close(pipe);
    int how = 0;
    if (answer == NULL)
        (void)kill(pid, SIGKILL);
    while (waitpid(pid, &how, 0) < 0 && errno == EINTR)
        continue;
    if (!WIFEXITED(how) || WEXITSTATUS(how) != EXIT_SUCCESS)
        LOG_EVENT(LOG_WARN, "sheet.reader_died", LOG_NUMBER("signal", WIFSIGNALED(how) ? WTERMSIG(how) : 0));
    if (answer == NULL)
        size = 0;
    return sheet_table_take(table, answer, size, arena, error);
}
