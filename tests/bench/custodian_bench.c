// What the custodian's work costs: records acknowledged a second by the real custodian, against a server that takes the same packets
// over the same kind of socket and only appends them to a file, with the same batching and one fdatasync a batch.
// Rounds go in turn, so that a machine that gets slower slows both; the median round counts. Each client is a process of its
// own with the product's client, as the workers of the programs are.
//
// Usage: custodian_bench [SECONDS [ROUNDS [CLIENTS]]]. The last line is JSON: {"custodian": records/s, "file": records/s, "ratio": …}
// for 16 clients (or CLIENTS alone). $KEDANG_BIN names the folder of the custodian, default ../bin beside this program.
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <inttypes.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "base/paths.h"
#include "base/random.h"
#include "model/field.h"
#include "model/permission.h"
#include "store/store.h"
#include "vault/exchange.h"
#include "vault/keys.h"
#include "vault/password.h"

#define CLIENTS_MAX 64
#define CUSTOMERS 2000
#define ROUNDS_MAX 15
#define SHOWN 16 // clients of the JSON line

static void die(const char *what) {
    fprintf(stderr, "custodian_bench: %s: %s\n", what, strerror(errno));
    exit(EXIT_FAILURE);
}

static void must(enum status status, const char *what) {
    if (status != STATUS_OK) {
        fprintf(stderr, "custodian_bench: %s: %s\n", what, status_name(status));
        exit(EXIT_FAILURE);
    }
}

// --- A home with people, customers and sealed phone numbers

struct home {
    struct arena *arena;
    char folder[256];
    const char *bin, *schema;
    unsigned char tokens[CLIENTS_MAX][TOKEN_SIZE];
};

static const struct sql UNIT = {"bench.unit", "INSERT INTO unit (id, name, path) VALUES (1, '集团', '/1/')"};
static const struct sql ROLE = {"bench.role", "INSERT INTO role (id, key, name_zh, name_en, scope, level) VALUES (1, 'service', '客服人员', 'Service', 4, 2)"};
static const struct sql GRANT = {"bench.grant", "INSERT INTO role_permission VALUES (1, :permission)"};
static const struct sql PERSON = {
    "bench.person", "INSERT INTO person (id, login, name, unit_id, created_at) VALUES (:id, 'p' || :id, '客服', 1, 1)"};
static const struct sql HOLD = {"bench.hold", "INSERT INTO person_role VALUES (:id, 1)"};
static const struct sql SESSION = {"bench.session", "INSERT INTO session VALUES (:hash, :id, :now, :now, '', '')"};
static const struct sql CUSTOMER = {
    "bench.customer",
    "INSERT INTO customer (id, archive_no, code, name, name_fold, name_key, owner_id, unit_id, created_at, created_by, updated_at,"
    " updated_by) VALUES (:id, 'A' || :id, 'C' || :id, '公司', '公司', '', 1, 1, 1, 1, 1, 1)"};
static const struct sql VALUE = {"bench.value", "INSERT INTO field_value (kind, record_id, field, value, box) VALUES (1, :id, 'phone', '***', :box)"};
static const struct sql *const STATEMENTS[] = {&UNIT, &ROLE, &GRANT, &PERSON, &HOLD, &SESSION, &CUSTOMER, &VALUE, NULL};

static void run(struct store *store, const struct sql *sql, const char *name, int64_t id) {
    struct query query = query_start(store, sql);
    if (name)
        query_bind_int(&query, name, id);
    must(query_run(&query, NULL), sql->name);
}

static void add_people(struct home *home, struct store *store) {
    const struct random random = random_system();
    const struct clock clock = clock_system();
    run(store, &UNIT, NULL, 0);
    run(store, &ROLE, NULL, 0);
    for (unsigned permission = PERM_CUSTOMER_READ; permission <= PERM_CUSTOMER_REVEAL; permission++) {
        struct query query = query_start(store, &GRANT);
        query_bind_text(&query, ":permission", permission_name((enum permission)permission));
        must(query_run(&query, NULL), "grant");
    }
    for (int64_t i = 0; i < CLIENTS_MAX; i++) {
        unsigned char hash[TOKEN_HASH_SIZE];
        run(store, &PERSON, ":id", i + 1);
        run(store, &HOLD, ":id", i + 1);
        random_fill(&random, home->tokens[i], TOKEN_SIZE);
        token_hash(home->tokens[i], hash);
        struct query query = query_start(store, &SESSION);
        query_bind_blob(&query, ":hash", hash, sizeof hash);
        query_bind_int(&query, ":id", i + 1);
        query_bind_int(&query, ":now", clock_now(&clock));
        must(query_run(&query, NULL), "session");
    }
    for (int64_t i = 1; i <= CUSTOMERS; i++)
        run(store, &CUSTOMER, ":id", i);
}

static void open_store(struct store **store) {
    static const struct sql *const *const LISTS[] = {STATEMENTS, NULL};
    must(store_open(store, &(struct store_options){.path = "db/kedang.db", .lists = LISTS}), "store");
}

static void make_home(struct home *home) {
    static const char *const FOLDERS[] = {"db", "custody", "heads", "run", "log"};
    const char *base = getenv("TMPDIR");
    unsigned applied;
    struct store *store;
    snprintf(home->folder, sizeof home->folder, "%s/kedang-bench-XXXXXX", base && *base ? base : "/tmp");
    if (!mkdtemp(home->folder) || chdir(home->folder) != 0)
        die(home->folder);
    for (size_t i = 0; i < sizeof FOLDERS / sizeof *FOLDERS; i++)
        if (mkdir(FOLDERS[i], 0700) != 0)
            die(FOLDERS[i]);
    must(keys_create("custody/key", "custody/public"), "keys");
    must(store_migrate("db/kedang.db", home->schema, &applied), "schema");
    must(store_migrate("custody/access.db", arena_format(home->arena, "%s/access", home->schema), &applied), "log");
    open_store(&store);
    must(store_begin(store), "begin");
    add_people(home, store);
    must(store_commit(store), "commit");
    store_close(store);
}

// Through the custodian, as saving does.
static void seal_phones(struct home *home) {
    struct custody *custody = custody_new("run/custodian.sock", 10000);
    struct store *store;
    open_store(&store);
    must(store_begin(store), "begin");
    for (int64_t i = 1; i <= CUSTOMERS; i++) {
        struct custody_item item = {.kind = KIND_CUSTOMER, .record_id = i, .field = "fax", .value = "0755-12345678"};
        item.field = "phone";
        item.value = arena_format(home->arena, "0755-%08" PRId64, 20000000 + i);
        must(custody_seal(custody, &item, 1, home->arena), "seal");
        struct query query = query_start(store, &VALUE);
        query_bind_int(&query, ":id", i);
        query_bind_blob(&query, ":box", item.sealed.box, item.sealed.size);
        must(query_run(&query, NULL), "value");
    }
    must(store_commit(store), "commit");
    store_close(store);
    custody_free(custody);
}

static int remove_one(const char *path, const struct stat *stat, int type, struct FTW *walk) {
    (void)stat;
    (void)type;
    (void)walk;
    return remove(path);
}

// --- The two servers

static pid_t start_custodian(const struct home *home) {
    const pid_t pid = fork();
    if (pid == 0) {
        const int log = open("log/custodian.log", O_WRONLY | O_CREAT | O_APPEND, 0600);
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        dup2(log, STDERR_FILENO);
        execl(arena_format(home->arena, "%s/custodian", home->bin), "custodian", (char *)NULL);
        _exit(127);
    }
    return pid;
}

struct plain {
    int epoll, listener, file;
    struct arena *arena;
    unsigned char packet[MESSAGE_MAX];
    struct {
        int fd;
        struct call call;
    } calls[256];
    unsigned count;
};

static void plain_listen(struct plain *plain, const char *path) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    struct epoll_event event = {.events = EPOLLIN};
    snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
    plain->epoll = epoll_create1(EPOLL_CLOEXEC);
    plain->listener = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    event.data.fd = plain->listener;
    if (bind(plain->listener, (const struct sockaddr *)&address, sizeof address) != 0 || listen(plain->listener, 1000) != 0 ||
        epoll_ctl(plain->epoll, EPOLL_CTL_ADD, plain->listener, &event) != 0)
        die("plain server");
}

static void plain_receive(struct plain *plain) {
    struct epoll_event events[256];
    const int ready = epoll_wait(plain->epoll, events, 256, -1);
    for (int i = 0; i < ready; i++) {
        int fd = events[i].data.fd;
        if (fd == plain->listener) {
            struct epoll_event event = {.events = EPOLLIN};
            event.data.fd = accept4(fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
            if (event.data.fd < 0 || epoll_ctl(plain->epoll, EPOLL_CTL_ADD, event.data.fd, &event) != 0)
                die("accept");
            continue;
        }
        const ssize_t length = recv(fd, plain->packet, MESSAGE_MAX, MSG_DONTWAIT);
        if (length <= 0 || !call_decode(&plain->calls[plain->count].call, plain->packet, (size_t)length, plain->arena))
            close(fd);
        else
            plain->calls[plain->count++].fd = fd;
    }
}

// The same bytes that the custodian chains and stores; nothing is decided, looked up or signed.
static void plain_append(struct plain *plain, int64_t now) {
    struct buffer bytes = {.arena = plain->arena};
    for (unsigned i = 0; i < plain->count; i++) {
        const struct call *call = &plain->calls[i].call;
        const struct access access = {.time = now, .person_id = 1, .login = "p1", .role = "service", .session = "0123456789abcdef", .address = call->asker.address, .request = call->asker.request, .kind = call->items[0].kind, .record_id = call->items[0].record_id, .customer_id = call->items[0].record_id, .field = call->items[0].field, .level = 2, .purpose = call->asker.purpose, .purpose_text = call->asker.purpose_text, .channel = 1, .result = call->result, .count = 1};
        access_canonical(&access, &bytes);
    }
    if (write(plain->file, bytes.data, bytes.length) != (ssize_t)bytes.length || fdatasync(plain->file) != 0)
        die("append");
}

static pid_t start_plain(void) {
    const pid_t pid = fork();
    if (pid != 0)
        return pid;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    static struct plain plain;
    const struct clock clock = clock_system();
    plain.arena = arena_new();
    plain.file = open("plain", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    plain_listen(&plain, "run/plain.sock");
    for (;;) {
        plain_receive(&plain);
        if (plain.count > 0)
            plain_append(&plain, clock_now(&clock));
        for (unsigned i = 0; i < plain.count; i++) {
            struct writer writer = {.bytes = {.arena = plain.arena}};
            const struct answer answer = {.number = plain.calls[i].call.number};
            answer_encode(OPERATION_RECORD, &answer, &writer);
            send(plain.calls[i].fd, writer.bytes.data, writer.bytes.length, MSG_NOSIGNAL);
        }
        plain.count = 0;
        arena_wipe(plain.arena);
    }
}

static void wait_for(const char *path) {
    const struct timespec pause = {.tv_nsec = 5000000};
    for (int tries = 0; tries < 2000; tries++) {
        struct custody *custody = custody_new(path, 1000);
        struct sockaddr_un address = {.sun_family = AF_UNIX};
        snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
        const int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
        const bool there = connect(fd, (const struct sockaddr *)&address, sizeof address) == 0;
        close(fd);
        custody_free(custody);
        if (there)
            return;
        nanosleep(&pause, NULL);
    }
    die(path);
}

// --- The clients

enum work {
    WORK_RECORD,
    WORK_OPEN
};

struct shared {
    atomic_bool go, stop;
    atomic_llong done[CLIENTS_MAX];
    atomic_llong slowest[CLIENTS_MAX]; // ns
};

static int64_t now_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static void one_call(struct custody *custody, const struct asker *asker, enum work work, int64_t id, struct arena *arena) {
    struct custody_item item = {.kind = KIND_CUSTOMER, .record_id = id, .field = "phone"};
    if (work == WORK_RECORD) {
        must(custody_record(custody, asker, &item, 1, RESULT_NO_VALUE), "record");
        return;
    }
    must(custody_open(custody, asker, &item, 1, arena), "open");
    if (item.result != RESULT_DISCLOSED)
        must(STATUS_FAULT, "not disclosed");
}

static void be_client(const struct home *home, const char *path, enum work work, int number, struct shared *shared) {
    const struct timespec pause = {.tv_nsec = 100000};
    struct custody *custody = custody_new(path, 10000);
    struct arena *arena = arena_new();
    const struct asker asker = {.session = home->tokens[number], .address = "192.0.2.7", .request = "0123456789abcdef", .channel = CHANNEL_PAGE, .purpose = "contact", .purpose_text = ""};
    uint64_t seed = (uint64_t)number + 1;
    const struct random random = random_seeded(&seed);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    while (!atomic_load(&shared->go))
        nanosleep(&pause, NULL);
    while (!atomic_load(&shared->stop)) {
        const int64_t start = now_ns();
        one_call(custody, &asker, work, 1 + random_below(&random, CUSTOMERS), arena);
        arena_wipe(arena);
        const int64_t taken = now_ns() - start;
        if (taken > atomic_load(&shared->slowest[number]))
            atomic_store(&shared->slowest[number], taken);
        atomic_fetch_add(&shared->done[number], 1);
    }
    _exit(0);
}

static double measure(const struct home *home, const char *path, enum work work, int clients, double seconds, double *slowest) {
    struct shared *shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    const struct timespec time = {.tv_sec = (time_t)seconds, .tv_nsec = (long)((seconds - (double)(time_t)seconds) * 1e9)};
    int64_t done = 0, worst = 0;
    fflush(stdout);
    for (int i = 0; i < clients; i++)
        if (fork() == 0)
            be_client(home, path, work, i, shared);
    nanosleep(&(struct timespec){.tv_nsec = 50000000}, NULL);
    const int64_t start = now_ns();
    atomic_store(&shared->go, true);
    nanosleep(&time, NULL);
    atomic_store(&shared->stop, true);
    const int64_t taken = now_ns() - start;
    for (int i = 0; i < clients; i++) {
        done += atomic_load(&shared->done[i]);
        if (atomic_load(&shared->slowest[i]) > worst)
            worst = atomic_load(&shared->slowest[i]);
    }
    for (int i = 0; i < clients; i++) {
        int status;
        if (wait(&status) < 0 || status != 0)
            die("a client failed");
    }
    munmap(shared, sizeof *shared);
    *slowest = (double)worst / 1e6;
    return (double)done * 1e9 / (double)taken;
}

static int ascending(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values, int count) {
    qsort(values, (size_t)count, sizeof *values, ascending);
    return values[count / 2];
}

struct figures {
    double file, custodian, open, ratio;
};

static struct figures compare(const struct home *home, int clients, double seconds, int rounds) {
    double file[ROUNDS_MAX], custodian[ROUNDS_MAX], open[ROUNDS_MAX], ratio[ROUNDS_MAX], slowest = 0, worst = 0;
    for (int i = 0; i < rounds; i++) {
        file[i] = measure(home, "run/plain.sock", WORK_RECORD, clients, seconds, &slowest);
        custodian[i] = measure(home, "run/custodian.sock", WORK_RECORD, clients, seconds, &worst);
        open[i] = measure(home, "run/custodian.sock", WORK_OPEN, clients, seconds, &slowest);
        ratio[i] = custodian[i] / file[i];
    }
    const struct figures figures = {median(file, rounds), median(custodian, rounds), median(open, rounds), median(ratio, rounds)};
    printf("%2d clients: file %6.0f/s, custodian %6.0f/s (%.0f %%), opened %6.0f/s; slowest record of a round %.1f ms\n", clients,
           figures.file, figures.custodian, 100 * figures.ratio, figures.open, worst);
    return figures;
}

int main(int argc, char **argv) {
    static struct home home;
    const double seconds = argc > 1 ? strtod(argv[1], NULL) : 1;
    const int rounds = argc > 2 ? (int)strtol(argv[2], NULL, 10) : 5;
    static const int CLIENTS[] = {1, 4, SHOWN, CLIENTS_MAX};
    const int only = argc > 3 ? (int)strtol(argv[3], NULL, 10) : 0;
    home.arena = arena_new();
    log_program("bench");
    const char *bin = getenv("KEDANG_BIN");
    home.bin = bin ? realpath(bin, NULL) : arena_format(home.arena, "%s/../bin", paths_bin(home.arena));
    const char *share = arena_format(home.arena, "%s/../share", home.bin);
    home.schema = arena_format(home.arena, "%s/schema", realpath(share, NULL));
    if (rounds < 1 || rounds > ROUNDS_MAX || seconds <= 0 || only < 0 || only > CLIENTS_MAX)
        die("usage: custodian_bench [SECONDS [ROUNDS [CLIENTS]]]");
    make_home(&home);
    const pid_t custodian = start_custodian(&home), plain = start_plain();
    wait_for("run/custodian.sock");
    wait_for("run/plain.sock");
    seal_phones(&home);
    struct figures shown = {0};
    for (size_t i = 0; only == 0 && i < sizeof CLIENTS / sizeof *CLIENTS; i++) {
        const struct figures figures = compare(&home, CLIENTS[i], seconds, rounds);
        if (CLIENTS[i] == SHOWN)
            shown = figures;
    }
    if (only > 0)
        shown = compare(&home, only, seconds, rounds);
    kill(custodian, SIGTERM);
    kill(plain, SIGKILL);
    while (wait(NULL) > 0)
        continue;
    if (chdir("/") != 0 || nftw(home.folder, remove_one, 16, FTW_DEPTH | FTW_PHYS) != 0)
        die(home.folder);
    printf("{\"custodian\": %.0f, \"file\": %.0f, \"ratio\": %.3f}\n", shown.custodian, shown.file, shown.ratio);
    arena_free(home.arena);
    return EXIT_SUCCESS;
}
