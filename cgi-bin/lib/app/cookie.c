#include "app/cookie.h"

#include <string.h>

#include "base/hex.h"
#include "domain/device.h"
#include "vault/password.h"

// Over TLS browsers themselves hold a cookie with this prefix to its host and to TLS: neither a neighbouring host nor somebody on the wire
// can plant one.
#define PREFIX "__Host-"
#define COOKIE_SESSION PREFIX "kedang"
#define COOKIE_STEP PREFIX "kedang-step"
#define COOKIE_DEVICE PREFIX "kedang-device"
#define COOKIE_VISITOR PREFIX "kedang-visitor"
#define COOKIE_LANGUAGE PREFIX "kedang-lang"
#define YEAR_SECONDS (365L * 24 * 3600)

static const char *name_for(const struct request *request, const char *name) {
    return request->https ? name : name + strlen(PREFIX);
}

static const char *get(const struct request *request, const char *name) {
    return params_get(&request->cookies, name_for(request, name));
}

static void set(struct page *page, const char *name, const char *value, long seconds) {
    response_cookie(page->response, name_for(page->request, name), value, seconds, page->request->https);
}

static bool cookie_token(const struct request *request, const char *name, unsigned char *token) {
    const char *hex = get(request, name);
    return hex != NULL && hex_decode(hex, token, TOKEN_SIZE);
}

static void set_token_for(struct page *page, const char *name, const unsigned char *token, long seconds) {
    set(page, name, hex_encode(page->ctx.arena, token, TOKEN_SIZE), seconds);
}

static void set_token(struct page *page, const char *name, const unsigned char *token) {
    set_token_for(page, name, token, -1);
}

bool cookie_session(const struct request *request, unsigned char *token) {
    return cookie_token(request, COOKIE_SESSION, token);
}

void cookie_set_session(struct page *page, const unsigned char *token) {
    set_token(page, COOKIE_SESSION, token);
}

void cookie_clear_session(struct page *page) {
    set(page, COOKIE_SESSION, "", 0);
}

bool cookie_step(const struct request *request, unsigned char *token) {
    return cookie_token(request, COOKIE_STEP, token);
}

void cookie_set_step(struct page *page, const unsigned char *token) {
    set_token(page, COOKIE_STEP, token);
}

void cookie_clear_step(struct page *page) {
    set(page, COOKIE_STEP, "", 0);
}

const unsigned char *cookie_device(const struct request *request, struct arena *arena) {
    unsigned char *token = arena_alloc(arena, TOKEN_SIZE);
    return cookie_token(request, COOKIE_DEVICE, token) ? token : NULL;
}

void cookie_set_device(struct page *page, const unsigned char *token) {
    set_token_for(page, COOKIE_DEVICE, token, DEVICE_KEPT / TIME_SECOND);
}

// The secret behind the token of this request's forms; false when the browser has none yet.
static bool csrf_secret(const struct page *page, unsigned char *secret) {
    if (page->ctx.actor->session != NULL) {
        memcpy(secret, page->ctx.actor->session, TOKEN_SIZE);
        return true;
    }
    return cookie_token(page->request, COOKIE_VISITOR, secret);
}

void cookie_start_csrf(struct page *page) {
    unsigned char secret[TOKEN_SIZE];
    if (!csrf_secret(page, secret)) {
        random_fill(page->ctx.random, secret, sizeof secret);
        set_token(page, COOKIE_VISITOR, secret);
    }
    page->csrf = token_csrf(secret, page->ctx.arena);
}

static bool is_foreign(const struct request *request) {
    return *request->fetch_site != '\0' && strcmp(request->fetch_site, "same-origin") != 0;
}

bool cookie_csrf_good(const struct page *page) {
    unsigned char secret[TOKEN_SIZE];
    return !is_foreign(page->request) && csrf_secret(page, secret) &&
           token_csrf_matches(secret, page_form(page, "csrf"));
}

bool cookie_form_is_same_origin(const struct page *page) {
    return strcmp(page->request->fetch_site, "same-origin") == 0;
}

// Whoever signed out in another window has no session's cookie left: then only the browser's word counts.
bool cookie_form_is_ours(const struct page *page) {
    unsigned char secret[TOKEN_SIZE];
    if (is_foreign(page->request))
        return false;
    if (!cookie_session(page->request, secret))
        return cookie_form_is_same_origin(page);
    return token_csrf_matches(secret, page_form(page, "csrf"));
}

const char *cookie_language(const struct request *request) {
    const char *code = get(request, COOKIE_LANGUAGE);
    return code != NULL && (strcmp(code, "zh") == 0 || strcmp(code, "en") == 0) ? code : "";
}

void cookie_set_language(struct page *page, enum lang lang) {
    set(page, COOKIE_LANGUAGE, lang_code(lang), YEAR_SECONDS);
}
