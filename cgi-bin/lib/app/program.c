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

#define DATABASE "db/kedang.db"
#define CUSTODIAN_SOCKET "run/custodian.sock"
#define CUSTODIAN_TIMEOUT_MS 10000
#define VIEWS_MAX 64

static enum status start_worker(void *data) {
    struct worker *worker = data;
    struct store_options options = {.path = DATABASE, .lists = worker->program->statements};
    worker->fields = (struct catalogue_keeper){.now = &BUILT_IN_CATALOGUE};
    worker->clock = clock_system();
    worker->random = random_system();
    worker->ids = (struct id_source){.clock = &worker->clock, .random = &worker->random};
    worker->custody = custody_new(CUSTODIAN_SOCKET, CUSTODIAN_TIMEOUT_MS);
    TRY(store_open(&worker->store, &options));
    sandbox_enter(worker->program->upload_path != NULL ? SANDBOX_IMPORT_WORKER : SANDBOX_WORKER);
    return STATUS_OK;
}

static void confine_parent(void) {
    sandbox_enter(SANDBOX_PARENT);
}

// Its workers start processes that read files.
static void confine_import_parent(void) {
    sandbox_enter(SANDBOX_IMPORT_PARENT);
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

// Of the store in the working directory, as the program opens it.
static enum status describe_rights(const struct program *program, struct buffer *json) {
    struct store *store = NULL;
    const struct store_options options = {.path = DATABASE, .lists = program->statements};
    TRY(store_open(&store, &options));
    store_describe_rights(store, json);
    store_close(store);
    return STATUS_OK;
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
        .confine = program->upload_path != NULL ? confine_import_parent : confine_parent,
        .start = start_worker,
        .companion = program->companion,
        .idle = program->idle != NULL ? serve_idle : NULL,
        .handle = serve_request,
        .refuse = serve_refusal,
    };
    return server_run(&server);
}
