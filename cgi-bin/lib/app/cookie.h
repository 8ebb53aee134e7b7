// The session and the anti-forgery token of a request: what of them is in cookies, how it gets there and back.
// Before signing in there is no session, but forms still need a token: then a cookie of its own carries its secret.
#ifndef APP_COOKIE_H
#define APP_COOKIE_H

#include "app/page.h"

// The session token of the request in `token` (32 bytes); false when the cookie is absent or malformed.
bool cookie_session(const struct request *request, unsigned char *token);
void cookie_set_session(struct page *page, const unsigned char *token);
void cookie_clear_session(struct page *page);

// The token between password and code, for the second step of signing in. It is no session.
bool cookie_step(const struct request *request, unsigned char *token);
void cookie_set_step(struct page *page, const unsigned char *token);
void cookie_clear_step(struct page *page);

// What this browser is known by to those who have signed in with it (domain/device.h): it outlives sessions. NULL: by nothing.
const unsigned char *cookie_device(const struct request *request, struct arena *arena);
void cookie_set_device(struct page *page, const unsigned char *token);

// Fills page->csrf: from the session, or from the visitor's cookie, which is made when absent.
void cookie_start_csrf(struct page *page);
// Whether a POST carries the token and comes from our own pages.
bool cookie_csrf_good(const struct page *page);

// Whether a POST without a session comes from a form of ours: its token fits the cookie of a session that has ended, or, when that
// cookie is gone, the browser says that one of our pages sent it.
bool cookie_form_is_ours(const struct page *page);
// Whether the browser says that one of our pages sent it. Older browsers say nothing: false.
bool cookie_form_is_same_origin(const struct page *page);

// The language chosen in this browser, for pages without a session. "" when none.
const char *cookie_language(const struct request *request);
void cookie_set_language(struct page *page, enum lang lang);

#endif
