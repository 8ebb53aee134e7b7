#include "import/clerk.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
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

static _Noreturn void become_job(const struct program *program, const struct note *note, int file, pid_t parent) {
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
    signal(SIGCHLD, SIG_DFL);
    job_become(&task, bytes != MAP_FAILED, parent);
}

static void leave(int signal_number) {
    (void)signal_number;
    _exit(EXIT_SUCCESS);
}

int clerk_run(void *data) {
    const struct worker *worker = data;
    const struct sigaction on_stop = {.sa_handler = leave};
    struct note note;
    sigset_t none;
    sigaction(SIGTERM, &on_stop, NULL);
    signal(SIGCHLD, SIG_IGN); // jobs end by themselves
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    sandbox_enter(SANDBOX_CLERK);
    for (;;) {
        const int file = receive_note(&note);
        const pid_t parent = getpid();
        if (file < 0)
            continue;
        const pid_t pid = fork();
        if (pid == 0)
            become_job(worker->program, &note, file, parent);
        if (pid < 0)
            LOG_EVENT(LOG_ERROR, "import.fork", LOG_TEXT("error", strerror(errno)));
        close(file);
        explicit_bzero(&note, sizeof note);
    }
}
