// Many people at once, as one process: each a connection of its own with a session of its own, who asks for the next page as soon as the last
// one is there. What they do is drawn: of 100 requests 60 are lists and searches, 30 records, 8 edits, 2 looks at a confidential value.
//
// Usage: load PORT SECONDS PLAN DONE. PLAN is text, one thing a line, blanks between its parts:
//     C ADDRESS COOKIE CSRF    a client, who comes from this address of this machine
//     L PATH                   a list or a search         R ID              a record
//     E ID VERSION NAME        a customer to be edited (NAME url-encoded); each belongs to one client only
//     V ID                     a customer with a telephone number
// DONE gets what was acknowledged, and must be there afterwards: "E ID VERSION GOODS", "V REQUEST-NUMBER". The last line of the output is JSON:
// answers and p50, p95, p99 and longest time (ms) by kind, and what was no success.
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define CLIENTS_MAX 1000
#define ANSWER_MAX (1 << 20)
#define LINE_MAX_ 4096
#define SLOTS 60000 // of a histogram, a tenth of a millisecond each: up to 6 s

enum kind {
    LIST,
    RECORD,
    EDIT,
    REVEAL,
    KINDS
};
static const char *const NAMES[KINDS] = {"list", "record", "edit", "reveal"};
static const unsigned SHARES[KINDS] = {60, 30, 8, 2};

struct things {
    char **items;
    size_t count, room;
};
struct edited {
    const char *id, *name;
    unsigned version;
};
struct client {
    char *address, *cookie, *csrf;
    struct edited *edits;
    size_t edit_count, next_edit;
    struct edited *now; // what is being edited
    int fd;
    enum kind kind;
    double started;
    char *answer;
    size_t length;
};
struct tally {
    uint64_t answers, faults, slots[SLOTS];
    double longest;
};

static struct client clients[CLIENTS_MAX];
static size_t client_count;
static struct things lists, records, edits, reveals;
static struct tally tallies[KINDS];
static struct sockaddr_in server;
static FILE *done;
static int events_fd;
static uint64_t chance = 88172645463325252ULL;

static void die(const char *what) {
    fprintf(stderr, "load: %s: %s\n", what, strerror(errno));
    exit(EXIT_FAILURE);
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1000 + (double)time.tv_nsec / 1e6;
}

static size_t draw(size_t below) {
    chance ^= chance << 13;
    chance ^= chance >> 7;
    chance ^= chance << 17;
    return (size_t)(chance % below);
}

static void *must(void *memory) {
    if (!memory)
        die("memory");
    return memory;
}

// --- the plan

static void add(struct things *things, const char *item) {
    if (things->count == things->room)
        things->items = must(realloc(things->items, (things->room = things->room ? 2 * things->room : 1024) * sizeof *things->items));
    things->items[things->count++] = must(strdup(item));
}

static void add_client(char *rest) {
    char *save = NULL;
    struct client *client = &clients[client_count];
    if (client_count++ == CLIENTS_MAX)
        die("too many clients");
    client->address = must(strdup(strtok_r(rest, " ", &save)));
    client->cookie = must(strdup(strtok_r(NULL, " ", &save)));
    client->csrf = must(strdup(strtok_r(NULL, " ", &save)));
    client->answer = must(malloc(ANSWER_MAX));
}

static void read_plan(const char *path) {
    char line[LINE_MAX_];
    FILE *file = fopen(path, "re");
    if (!file)
        die(path);
    while (fgets(line, sizeof line, file)) {
        line[strcspn(line, "\n")] = '\0';
        struct things *const things = *line == 'L' ? &lists : *line == 'R' ? &records
                                                          : *line == 'E'   ? &edits
                                                                           : &reveals;
        if (*line == 'C')
            add_client(line + 2);
        else
            add(things, line + 2);
    }
    fclose(file);
    if (client_count == 0 || lists.count == 0 || records.count == 0 || edits.count < client_count || reveals.count == 0)
        die("the plan lacks something");
}

// Deals the customers that are edited, so that nobody meets a colleague.
static void deal(void) {
    for (size_t i = 0; i < client_count; i++)
        clients[i].edits = must(calloc(edits.count / client_count + 1, sizeof *clients[i].edits));
    for (size_t i = 0; i < edits.count; i++) {
        struct client *client = &clients[i % client_count];
        char *save = NULL;
        const char *id = strtok_r(edits.items[i], " ", &save), *version = strtok_r(NULL, " ", &save), *name = strtok_r(NULL, " ", &save);
        if (!id || !version || !name)
            die("a customer without version or name");
        client->edits[client->edit_count++] = (struct edited){id, name, (unsigned)strtoul(version, NULL, 10)};
    }
}

// --- asking

static void dial(struct client *client) {
    const struct sockaddr_in own = {.sin_family = AF_INET, .sin_addr.s_addr = inet_addr(client->address)};
    const int yes = 1;
    client->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (client->fd < 0 || bind(client->fd, (const struct sockaddr *)&own, sizeof own) != 0 ||
        connect(client->fd, (const struct sockaddr *)&server, sizeof server) != 0)
        die("connect");
    setsockopt(client->fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    fcntl(client->fd, F_SETFL, O_NONBLOCK);
    struct epoll_event event = {.events = EPOLLIN, .data = {.ptr = client}};
    if (epoll_ctl(events_fd, EPOLL_CTL_ADD, client->fd, &event) != 0)
        die("epoll");
}

static enum kind draw_kind(void) {
    size_t at = draw(100);
    for (enum kind kind = 0; kind < KINDS; kind++) {
        if (at < SHARES[kind])
            return kind;
        at -= SHARES[kind];
    }
    return LIST;
}

static void ask(struct client *client) {
    char path[LINE_MAX_], body[LINE_MAX_] = "", text[4 * LINE_MAX_];
    client->kind = draw_kind();
    client->now = NULL;
    if (client->kind == LIST) {
        snprintf(path, sizeof path, "%s", lists.items[draw(lists.count)]);
    } else if (client->kind == RECORD) {
        snprintf(path, sizeof path, "/customer/%s", records.items[draw(records.count)]);
    } else if (client->kind == EDIT) {
        client->now = &client->edits[client->next_edit++ % client->edit_count];
        snprintf(path, sizeof path, "/customer/%s/edit", client->now->id);
        snprintf(body, sizeof body, "csrf=%s&version=%u&name=%s&goods=goods-%u", client->csrf, client->now->version, client->now->name,
                 client->now->version);
    } else {
        snprintf(path, sizeof path, "/customer/%s/reveal", reveals.items[draw(reveals.count)]);
        snprintf(body, sizeof body, "csrf=%s&field=phone&purpose=contact", client->csrf);
    }
    const int head = snprintf(text, sizeof text, "%s %s HTTP/1.1\r\nHost: kedang\r\nAccept-Language: zh-CN\r\nCookie: %s\r\n%s", *body ? "POST" : "GET",
                              path, client->cookie, *body ? "Content-Type: application/x-www-form-urlencoded\r\n" : "");
    const int rest = snprintf(text + head, sizeof text - (size_t)head, "Content-Length: %zu\r\n\r\n%s", strlen(body), body);
    client->length = 0;
    client->started = now();
    const size_t length = (size_t)head + (size_t)rest;
    if (send(client->fd, text, length, MSG_NOSIGNAL) != (ssize_t)length)
        die("send");
}

// --- answers

static void count(enum kind kind, double taken, bool good) {
    struct tally *tally = &tallies[kind];
    const size_t slot = taken * 10 < SLOTS ? (size_t)(taken * 10) : SLOTS - 1;
    tally->answers++;
    tally->faults += !good;
    tally->slots[slot]++;
    tally->longest = taken > tally->longest ? taken : tally->longest;
}

// The number of the request stands at the foot of each page, after these words.
static void note_reveal(const char *page) {
    const char *words = strstr(page, "请求编号");
    const char *digits = words ? strpbrk(words, "0123456789abcdef") : NULL;
    if (!digits)
        die("a page without a request number");
    fprintf(done, "V %.16s\n", digits);
}

static void take(struct client *client) {
    const long status = strtol(client->answer + strlen("HTTP/1.1 "), NULL, 10);
    const bool good = status == (client->kind == EDIT ? 303 : 200);
    count(client->kind, now() - client->started, good);
    if (!good) {
        fprintf(stderr, "load: %s was answered with %ld\n", NAMES[client->kind], status);
    } else if (client->kind == EDIT) {
        fprintf(done, "E %s %u goods-%u\n", client->now->id, client->now->version + 1, client->now->version);
        client->now->version++;
    } else if (client->kind == REVEAL) {
        note_reveal(client->answer);
    }
}

// Whether the whole answer is there.
static bool is_whole(struct client *client) {
    client->answer[client->length] = '\0';
    const char *end = strstr(client->answer, "\r\n\r\n"), *declared = strcasestr(client->answer, "\r\nContent-Length:");
    return end && declared && declared < end &&
           client->length >= (size_t)(end - client->answer) + 4 + strtoul(declared + strlen("\r\nContent-Length:"), NULL, 10);
}

static void hang_up(struct client *client) {
    close(client->fd);
    dial(client);
}

// False: the connection ended in the middle of an answer.
static bool hear(struct client *client) {
    const ssize_t got = recv(client->fd, client->answer + client->length, ANSWER_MAX - 1 - client->length, 0);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return true;
    if (got <= 0) {
        count(client->kind, now() - client->started, false);
        fprintf(stderr, "load: a connection ended in the middle of %s\n", NAMES[client->kind]);
        return false;
    }
    client->length += (size_t)got;
    return true;
}

static double percentile(const struct tally *tally, double part) {
    uint64_t wanted = (uint64_t)((double)tally->answers * part), seen = 0;
    for (size_t slot = 0; slot < SLOTS; slot++)
        if ((seen += tally->slots[slot]) > wanted)
            return (double)(slot + 1) / 10;
    return tally->longest;
}

static void print_tally(const char *name, const struct tally *tally) {
    printf("\"%s\": {\"answers\": %" PRIu64 ", \"faults\": %" PRIu64 ", \"p50\": %.1f, \"p95\": %.1f, \"p99\": %.1f, \"longest\": %.1f}", name, tally->answers,
           tally->faults, percentile(tally, 0.5), percentile(tally, 0.95), percentile(tally, 0.99), tally->longest);
}

static void report(void) {
    static struct tally all;
    printf("{");
    for (enum kind kind = 0; kind < KINDS; kind++) {
        all.answers += tallies[kind].answers;
        all.faults += tallies[kind].faults;
        all.longest = tallies[kind].longest > all.longest ? tallies[kind].longest : all.longest;
        for (size_t slot = 0; slot < SLOTS; slot++)
            all.slots[slot] += tallies[kind].slots[slot];
        print_tally(NAMES[kind], &tallies[kind]);
        printf(", ");
    }
    print_tally("all", &all);
    printf("}\n");
}

int main(int argc, char **argv) {
    if (argc != 5)
        return fprintf(stderr, "usage: load PORT SECONDS PLAN DONE\n"), EXIT_FAILURE;
    server = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons((uint16_t)strtoul(argv[1], NULL, 10)), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    read_plan(argv[3]);
    deal();
    done = fopen(argv[4], "we");
    events_fd = epoll_create1(EPOLL_CLOEXEC);
    if (!done || events_fd < 0)
        die(argv[4]);
    const double end = now() + strtod(argv[2], NULL) * 1000;
    size_t waiting = client_count;
    for (size_t i = 0; i < client_count; i++) {
        dial(&clients[i]);
        ask(&clients[i]);
    }
    while (waiting > 0) {
        struct epoll_event events[64];
        const int ready = epoll_wait(events_fd, events, 64, 70000);
        if (ready <= 0)
            die("no answer for longer than nginx waits");
        for (int i = 0; i < ready; i++) {
            struct client *client = events[i].data.ptr;
            const bool there = hear(client);
            if (there && !is_whole(client))
                continue;
            if (there)
                take(client);
            if (now() >= end) {
                close(client->fd);
                waiting--;
                continue;
            }
            // nginx closes a connection after so many requests, and says so.
            if (!there || strcasestr(client->answer, "\r\nConnection: close"))
                hang_up(client);
            ask(client);
        }
    }
    if (fclose(done) != 0)
        die(argv[4]);
    report();
    return EXIT_SUCCESS;
}
