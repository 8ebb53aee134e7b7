#include "app/serve.h"

#include <stdio.h>
#include <string.h>

#include "app/cookie.h"
#include "app/error_page.h"
#include "app/resume.h"
#include "app/worker.h"
#include "base/log.h"
#include "domain/field_catalogue.h"
#include "domain/session.h"
#include "vault/password.h"

static const struct actor NOBODY = {.login = "", .name = "", .unit_path = "", .language = ""};

// Step 3: who is acting. A session that ended is nobody, not an error; a store that can't answer is one.
static enum status find_actor(struct worker *worker, struct page *page) {
    struct arena *arena = page->ctx.arena;
    unsigned char *token = arena_alloc(arena, TOKEN_SIZE);
    if (!cookie_session(page->request, token))
        return STATUS_OK;
    struct actor *actor = ARENA_NEW(arena, struct actor);
    enum status status = session_use(worker->store, &worker->clock, token, arena, actor);
    if (status == STATUS_UNAUTHENTICATED)
        return STATUS_OK;
    TRY(status);
    TRY(catalogue_refresh(&worker->fields, worker->store, actor->fields_version));
    page->ctx.fields = worker->fields.now;
    actor->session = token;
    page->ctx.actor = actor;
    page->ctx.asker.session = token;
    return STATUS_OK;
}

static enum lang find_language(const struct page *page) {
    const char *code = page->ctx.actor->language;
    if (*code == '\0')
        code = cookie_language(page->request);
    if (*code == '\0')
        return lang_accepted(page->request->accept_language);
    return strcmp(code, "en") == 0 ? LANG_EN : LANG_ZH;
}

// To `address`, from where the person goes on to what they asked for.
static enum status go_first(struct page *page, const char *address) {
    if (strcmp(page->request->path, "/") == 0)
        return page_redirect(page, "%s", address);
    return page_redirect(page, "%s?next=%s", address, url_encode(page->ctx.arena, page_layout(page).here));
}

// Where the person goes on after signing in: a GET is repeated, what was posted is carried along.
static enum status ask_to_sign_in(struct page *page) {
    return page->request->method == METHOD_GET ? go_first(page, "/login") : resume_page(page);
}

static bool is_open_before(const struct route *route, const char *duty) {
    return route->permission == PERM_ANYONE || strncmp(route->path, duty, strlen(duty)) == 0 ||
           strcmp(route->path, "/logout") == 0;
}

// Steps 4 to 8: the route with its permission and the token of a POST, then the handler.
static enum status dispatch(struct page *page) {
    const struct actor *actor = page->ctx.actor;
    TRY(route_find(page->program->routes, page));
    enum permission permission = page->route->permission;
    if (permission != PERM_ANYONE && actor->person_id == 0)
        return ask_to_sign_in(page);
    if (permission != PERM_ANYONE && !actor_may(actor, permission))
        return STATUS_FORBIDDEN;
    if (page->request->method == METHOD_POST && !cookie_csrf_good(page))
        return actor->person_id != 0 ? resume_again_page(page) : STATUS_EXPIRED;
    const char *duty = resume_duty(actor);
    if (duty != NULL && !is_open_before(page->route, duty))
        return page->request->method == METHOD_POST ? resume_held_page(page) : go_first(page, duty);
    return page->route->handler(page);
}

static void start_page(struct worker *worker, struct page *page, const struct request *request,
                       struct response *response) {
    *page = (struct page){
        .ctx = {.arena = response->arena,
                .store = worker->store,
                .credentials = worker->credentials,
                .custody = worker->custody,
                .clock = &worker->clock,
                .random = &worker->random,
                .ids = &worker->ids,
                .actor = &NOBODY,
                .fields = worker->fields.now,
                .device = cookie_device(request, response->arena),
                .asker = {.address = request->address,
                          .request = request->number,
                          .channel = CHANNEL_PAGE,
                          .purpose = "",
                          .purpose_text = ""}},
        .request = request,
        .response = response,
        .program = worker->program,
        .csrf = "",
    };
}

// A page that is asked for shows one state of the store, whatever is written while it is made. What is posted is judged
// by the newest state at each step.
static enum status start_reading(struct store *store, const struct request *request) {
    return request->method == METHOD_GET ? store_begin_read(store) : STATUS_OK;
}

static void finish(struct page *page) {
    response_header(page->response, "Cache-Control", "no-store");
    response_header(page->response, "Content-Language", page->ctx.lang == LANG_EN ? "en" : "zh-CN");
    if (page->ctx.actor->person_id == 0 && page->route != NULL && page->route->permission != PERM_ANYONE)
        response_header(page->response, "Vary", "Cookie");
}

// One line a request. The path holds no query, so nothing that was searched for is in the log.
static void log_request(const struct page *page, enum status status, int64_t started, uint64_t statements) {
    LOG_EVENT(status == STATUS_FAULT ? LOG_ERROR : LOG_INFO, "request", LOG_TEXT("number", page->request->number),
              LOG_TEXT("method", page->request->method == METHOD_POST ? "POST" : "GET"),
              LOG_TEXT("route", page->route != NULL ? page->route->path : ""),
              LOG_NUMBER("code", page->response->code), LOG_TEXT("status", status_name(status)),
              LOG_NUMBER("person", page->ctx.actor->person_id),
              LOG_NUMBER("statements", (int64_t)(store_statements(page->ctx.store) - statements)),
              LOG_NUMBER("bytes", (int64_t)response_length(page->response)),
              LOG_NUMBER("ms", clock_now(page->ctx.clock) - started));
}

// The steps from the session on. After STATUS_STALE they can be gone once more.
static enum status answer(struct worker *worker, struct page *page, const struct request *request, struct response *response) {
    start_page(worker, page, request, response);
    enum status status = start_reading(worker->store, request);
    if (status == STATUS_OK)
        status = find_actor(worker, page);
    page->ctx.lang = find_language(page);
    cookie_start_csrf(page);
    if (status == STATUS_OK)
        status = dispatch(page);
    store_rollback(worker->store);
    return status;
}

void serve_request(void *data, const struct request *request, struct response *response) {
    struct worker *worker = data;
    struct page page;
    int64_t started = clock_now(&worker->clock);
    uint64_t statements = store_statements(worker->store);
    enum status status = answer(worker, &page, request, response);
    if (status == STATUS_STALE) // an administrator changed a field between our reading and our writing, so nothing was written
        status = answer(worker, &page, request, response);
    if (status != STATUS_OK)
        error_page(&page, status);
    finish(&page);
    log_request(&page, status, started, statements);
}

bool serve_idle(void *data) {
    struct worker *worker = data;
    int64_t version;
    bool more = false;
    if (!store_lead(worker->store, worker->program->name))
        return false;
    enum status status = catalogue_version(worker->store, &version);
    if (status == STATUS_OK)
        status = catalogue_refresh(&worker->fields, worker->store, version);
    struct arena *arena = arena_new();
    struct ctx ctx = {.arena = arena,
                      .store = worker->store,
                      .custody = worker->custody,
                      .clock = &worker->clock,
                      .random = &worker->random,
                      .ids = &worker->ids,
                      .actor = &NOBODY,
                      .fields = worker->fields.now};
    if (status == STATUS_OK)
        status = worker->program->idle(&ctx, &more);
    if (status != STATUS_OK && status != STATUS_STALE)
        LOG_EVENT(LOG_WARN, "background", LOG_TEXT("status", status_name(status)));
    arena_free(arena);
    return status == STATUS_OK && more; // else a little later
}

void serve_refusal(void *data, enum status status, const struct request *request, struct response *response) {
    struct worker *worker = data;
    struct page page;
    start_page(worker, &page, request, response);
    page.ctx.lang = lang_accepted(request->accept_language);
    error_page(&page, status);
    finish(&page);
    log_request(&page, status, clock_now(&worker->clock), store_statements(worker->store));
}
