#include "import/clerk.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/worker.h"
#include "base/io.h"
#include "base/log.h"
#include "base/sandbox.h"
#include "import/job.h"

#define HANDS 2

// The ends of the socket between the workers and the clerk; set once, before either starts.
static int hands[HANDS] = {-1, -1};

// What goes along with the file.
struct note {
    int64_t batch;
    size_t length;
    unsigned place;
    int lang;
    unsigned char session[32];
    char address[64], request[24];
};

enum status clerk_open(void) {
    return socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, hands) == 0 ? STATUS_OK : STATUS_UNAVAILABLE;
}

// --- A worker's side

static bool send_note(const struct note *note, int file) {
    struct iovec part = {.iov_base = (void *)(uintptr_t)note, .iov_len = sizeof *note};
    union {
        struct cmsghdr align;
        char bytes[CMSG_SPACE(sizeof(int))];
    } control = {0};
    struct msghdr message = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof control.bytes};
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof(int));
    memcpy(CMSG_DATA(header), &file, sizeof file);
    return sendmsg(hands[0], &message, MSG_NOSIGNAL | MSG_DONTWAIT) == (ssize_t)sizeof *note;
}

enum status clerk_hand_over(const struct page *page, const struct board_place *place, int64_t batch) {
    const struct upload *upload = &page->request->upload;
    struct note note = {.batch = batch, .length = upload->length, .place = board_number(place), .lang = (int)page->ctx.lang};
    memcpy(note.session, page->ctx.asker.session, sizeof note.session);
    snprintf(note.address, sizeof note.address, "%s", page->ctx.asker.address);
    snprintf(note.request, sizeof note.request, "%s", page->ctx.asker.request);
    const int file = memfd_create("upload", MFD_CLOEXEC);
    const bool sent = file >= 0 && io_write(file, upload->bytes, upload->length) && send_note(&note, file);
    if (file >= 0)
        close(file);
    explicit_bzero(&note, sizeof note);
    return sent ? STATUS_OK : STATUS_UNAVAILABLE;
}

// --- The clerk's side

// -1: nothing that could be used.
static int receive_note(struct note *note) {
    struct iovec part = {.iov_base = note, .iov_len = sizeof *note};
    union {
        struct cmsghdr align;
        char bytes[CMSG_SPACE(sizeof(int))];
    } control = {0};
    struct msghdr message = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof control.bytes};
    const ssize_t got = recvmsg(hands[1], &message, MSG_CMSG_CLOEXEC);
    const struct cmsghdr *header = got > 0 ? CMSG_FIRSTHDR(&message) : NULL;
    int file = -1;
    if (header != NULL && header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS)
        memcpy(&file, CMSG_DATA(header), sizeof file);
    if (file >= 0 && got != (ssize_t)sizeof *note) {
        close(file);
        file = -1;
    }
    return file;
}

static _Noreturn void become_job(const struct program *program, struct note *note, int file, pid_t parent) {
    const void *bytes = mmap(NULL, note->length, PROT_READ, MAP_PRIVATE, file, 0);
    const struct job_task task = {.program = program,
                                  .place = board_at(note->place),
                                  .batch = note->batch,
                                  .session = note->session,
                                  .address = note->address,
                                  .request = note->request,
                                  .lang = (enum lang)note->lang,
                                  .file = bytes,
                                  .length = note->length};
    sigset_t none;
    sigemptyset(&none);
    signal(SIGCHLD, SIG_DFL);
    sigprocmask(SIG_SETMASK, &none, NULL);
    job_become(&task, bytes != MAP_FAILED, parent);
}

static void leave(int signal_number) {
    (void)signal_number;
    _exit(EXIT_SUCCESS);
}

// --- Its jobs. That one has ended, however it did, the clerk hears at once, and takes it off the board.

struct job_row {
    pid_t pid; // 0: free
    int64_t batch;
    struct board_place *place;
};
struct jobs {
    struct job_row rows[2 * BOARD_PLACES]; // some may have left the board and not quite ended
};

// A free row; NULL: there is none, and nobody could tell of the end of one job more.
static struct job_row *free_row(struct jobs *jobs) {
    for (size_t i = 0; i < sizeof jobs->rows / sizeof jobs->rows[0]; i++)
        if (jobs->rows[i].pid == 0)
            return &jobs->rows[i];
    return NULL;
}

static void bury_jobs(struct jobs *jobs) {
    for (pid_t pid; (pid = waitpid(-1, NULL, WNOHANG)) > 0;)
        for (size_t i = 0; i < sizeof jobs->rows / sizeof jobs->rows[0]; i++)
            if (jobs->rows[i].pid == pid) {
                board_leave(jobs->rows[i].place, jobs->rows[i].batch);
                jobs->rows[i].pid = 0;
            }
}

// What hangs is ended before its place can be another's: nobody else's wishes and files may come to it, nor its file to anybody.
static void end_silent_jobs(const struct jobs *jobs, int64_t now) {
    for (size_t i = 0; i < sizeof jobs->rows / sizeof jobs->rows[0]; i++)
        if (jobs->rows[i].pid != 0 && board_is_silent(jobs->rows[i].place, jobs->rows[i].batch, now) &&
            kill(jobs->rows[i].pid, SIGKILL) == 0)
            LOG_EVENT(LOG_ERROR, "import.silent", LOG_NUMBER("batch", jobs->rows[i].batch));
}

static void wake(int signal_number) {
    (void)signal_number; // that poll is interrupted is all
}

static void watch_signals(void) {
    const struct sigaction on_stop = {.sa_handler = leave}, on_death = {.sa_handler = wake};
    sigset_t deaths;
    sigaction(SIGTERM, &on_stop, NULL);
    sigaction(SIGCHLD, &on_death, NULL);
    sigemptyset(&deaths);
    sigaddset(&deaths, SIGCHLD); // but while we wait
    sigprocmask(SIG_SETMASK, &deaths, NULL);
}

// False: a job may have ended instead, or be silent.
static bool wait_for_note(void) {
    const struct timespec most = {.tv_sec = 1};
    struct pollfd asked = {.fd = hands[1], .events = POLLIN};
    sigset_t none;
    sigemptyset(&none);
    return ppoll(&asked, 1, &most, &none) == 1;
}

static void start_job(struct jobs *jobs, const struct program *program, struct note *note, int file) {
    const pid_t parent = getpid();
    struct job_row *row = free_row(jobs);
    const pid_t pid = row != NULL ? fork() : -1;
    if (pid == 0)
        become_job(program, note, file, parent);
    if (pid < 0)
        LOG_EVENT(LOG_ERROR, "import.fork", LOG_TEXT("error", row != NULL ? strerror(errno) : "too many are ending"));
    else
        *row = (struct job_row){pid, note->batch, board_at(note->place)};
}

int clerk_run(void *data) {
    const struct worker *worker = data;
    const struct clock steady = clock_monotonic();
    struct jobs jobs = {0};
    struct note note;
    watch_signals();
    sandbox_enter(SANDBOX_CLERK);
    board_doubt(clock_now(&steady));
    for (;;) {
        const int file = wait_for_note() ? receive_note(&note) : -1;
        bury_jobs(&jobs);
        end_silent_jobs(&jobs, clock_now(&steady));
        if (file < 0)
            continue;
        start_job(&jobs, worker->program, &note, file);
        close(file);
        explicit_bzero(&note, sizeof note);
    }
}
