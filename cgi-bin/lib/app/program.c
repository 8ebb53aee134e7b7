// The life of a program: templates once, then workers with their own connections.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/error_page.h"
#include "app/resume.h"
#include "app/worker.h"
#include "base/harden.h"
#include "base/log.h"
#include "base/paths.h"
#include "base/sandbox.h"
#include "domain/credential.h"

#define DATABASE "db/kedang.db"
#define CUSTODIAN_SOCKET "run/custodian.sock"
#define CUSTODIAN_TIMEOUT_MS 10000
#define VIEWS_MAX 64

// What of its own a kind of program has, the others can't open.
struct confinement {
    enum sandbox parent, worker;
};
static struct confinement confinement_of(const struct program *program) {
    if (program->upload_path != NULL)
        return (struct confinement){SANDBOX_IMPORT_PARENT, SANDBOX_IMPORT_WORKER};
    if (program->credentials != NULL)
        return (struct confinement){SANDBOX_LOGIN_PARENT, SANDBOX_LOGIN_WORKER};
    return (struct confinement){SANDBOX_PARENT, SANDBOX_WORKER};
}

static enum status open_credentials(const struct program *program, struct store **credentials) {
    const struct store_options options = {
        .path = CREDENTIAL_FILE, .lists = program->credentials, .version = STORE_CREDENTIAL_VERSION, .erases = true};
    return program->credentials != NULL ? store_open(credentials, &options) : STATUS_OK;
}

static enum status start_worker(void *data) {
    struct worker *worker = data;
    struct store_options options = {.path = DATABASE, .lists = worker->program->statements};
    worker->fields = (struct catalogue_keeper){.now = &BUILT_IN_CATALOGUE};
    worker->clock = clock_system();
    worker->random = random_system();
    worker->ids = (struct id_source){.clock = &worker->clock, .random = &worker->random};
    worker->custody = custody_new(CUSTODIAN_SOCKET, CUSTODIAN_TIMEOUT_MS);
    TRY(store_open(&worker->store, &options));
    TRY(open_credentials(worker->program, &worker->credentials));
    sandbox_enter(confinement_of(worker->program).worker);
    return STATUS_OK;
}

static void confine_parent(void *data) {
    const struct worker *worker = data;
    sandbox_enter(confinement_of(worker->program).parent);
}

// The program's views and the ones every program has.
static void collect_views(const struct program *program, const struct view *views[VIEWS_MAX + 1]) {
    size_t count = 0;
    views[count++] = &ERROR_VIEW;
    views[count++] = &RESUME_VIEW;
    views[count++] = &AGAIN_VIEW;
    views[count++] = &HELD_VIEW;
    for (const struct view *const *view = program->views; *view != NULL; view++) {
        if (count == VIEWS_MAX)
            log_die("too_many_views", program->name);
        views[count++] = *view;
    }
    views[count] = NULL;
}

static enum status load_views(const struct program *program, struct arena *arena) {
    const struct view *views[VIEWS_MAX + 1];
    collect_views(program, views);
    return view_load(arena_format(arena, "%s/templates", paths_share(arena)), views);
}

// Of the store in the working directory, and login's own file, as the program opens them.
static enum status describe_rights(const struct program *program, struct buffer *json) {
    struct store *store = NULL, *credentials = NULL;
    const struct store_options options = {.path = DATABASE, .lists = program->statements};
    enum status status = store_open(&store, &options);
    if (status == STATUS_OK)
        status = open_credentials(program, &credentials);
    if (status == STATUS_OK)
        store_describe_rights(store, credentials, json);
    store_close(credentials);
    store_close(store);
    return status;
}

static int describe(const struct program *program, const char *what) {
    struct arena *arena = arena_new();
    struct buffer json = {.arena = arena};
    if (strcmp(what, "--routes") == 0) {
        route_describe(program->routes, program->name, &json);
    } else if (strcmp(what, "--rights") == 0) {
        if (describe_rights(program, &json) != STATUS_OK)
            json.length = 0;
    } else {
        const struct view *views[VIEWS_MAX + 1];
        collect_views(program, views);
        view_describe(views, &json);
    }
    bool written = json.length > 0 && fwrite(json.data, 1, json.length, stdout) == json.length && fflush(stdout) == 0;
    arena_free(arena);
    return written ? EXIT_SUCCESS : EXIT_FAILURE;
}

// KEDANG_WORKERS_CUSTOMER=12 sets the number of workers of the program customer.
static unsigned worker_count(const struct program *program, struct arena *arena) {
    char *name = arena_format(arena, "KEDANG_WORKERS_%s", program->name);
    for (char *c = name; *c != '\0'; c++)
        if (*c >= 'a' && *c <= 'z')
            *c = (char)(*c - 'a' + 'A');
    const char *value = getenv(name);
    long count = value != NULL ? strtol(value, NULL, 10) : 0;
    return count >= 1 && count <= 64 ? (unsigned)count : program->workers;
}

int program_main(const struct program *program, int argc, char **argv) {
    if (argc == 2 && (strcmp(argv[1], "--routes") == 0 || strcmp(argv[1], "--views") == 0 ||
                      strcmp(argv[1], "--rights") == 0))
        return describe(program, argv[1]);
    log_program(program->name);
    setenv("SQLITE_TMPDIR", "db", 1); // where its temporary files may lie, and no less guarded than the store
    harden_memory();
    struct arena *arena = arena_new();
    if (load_views(program, arena) != STATUS_OK || (program->start != NULL && program->start() != STATUS_OK))
        log_die("start", program->name);
    struct worker worker = {.program = program};
    struct server server = {
        .name = program->name,
        .socket_path = arena_format(arena, "run/%s.sock", program->name),
        .workers = worker_count(program, arena),
        .data = &worker,
        .uploads = {.path = program->upload_path, .most = program->upload_most + REQUEST_BODY_MAX},
        .confine = confine_parent,
        .start = start_worker,
        .companion = program->companion,
        .idle = program->idle != NULL ? serve_idle : NULL,
        .handle = serve_request,
        .refuse = serve_refusal,
    };
    return server_run(&server);
}
