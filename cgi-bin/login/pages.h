// The pages of the program login: signing in and out, the home page, one's own account.
#ifndef LOGIN_PAGES_H
#define LOGIN_PAGES_H

#include "app/serve.h"

enum status login_page(struct page *page) MUST_CHECK;
enum status login_do(struct page *page) MUST_CHECK;
enum status code_page(struct page *page) MUST_CHECK;
enum status code_do(struct page *page) MUST_CHECK;
enum status logout_do(struct page *page) MUST_CHECK;
enum status home_page(struct page *page) MUST_CHECK;
enum status account_page(struct page *page) MUST_CHECK;
enum status password_page(struct page *page) MUST_CHECK;
enum status password_do(struct page *page) MUST_CHECK;
enum status language_do(struct page *page) MUST_CHECK;
enum status factor_page(struct page *page) MUST_CHECK;
enum status factor_begin_do(struct page *page) MUST_CHECK;
enum status factor_confirm_do(struct page *page) MUST_CHECK;
enum status factor_codes_do(struct page *page) MUST_CHECK;
enum status factor_off_do(struct page *page) MUST_CHECK;
enum status notice_do(struct page *page) MUST_CHECK;
enum status looks_do(struct page *page) MUST_CHECK;
enum status session_end_do(struct page *page) MUST_CHECK;
enum status sessions_end_do(struct page *page) MUST_CHECK;

extern const struct view LOGIN_VIEW, CONTINUE_VIEW, HOME_VIEW, ACCOUNT_VIEW, PASSWORD_VIEW, CODE_VIEW, FACTOR_VIEW, SETUP_VIEW,
    CODES_VIEW;

// What the two steps of signing in share.
// Asks for the code: the password was right, and `step` is the token until the code is, too.
enum status code_ask(struct page *page, const unsigned char *step) MUST_CHECK;
// Goes on as whom the session belongs to: to where they wanted, or to the form that they had open.
enum status login_enter(struct page *page, const unsigned char *token) MUST_CHECK;
// The form that asks for login and password, with the reason: STATUS_UNAUTHENTICATED, STATUS_LIMITED, STATUS_EXPIRED.
enum status login_refuse(struct page *page, enum status status, int64_t wait) MUST_CHECK;
const char *wait_in_words(const struct ctx *ctx, int64_t wait); // "3 分钟"

// Loads the list of common passwords, once, before the workers are forked.
enum status password_start(void) MUST_CHECK;

#define OWN_PATH_MAX 2000 // bytes
// `path` if it is a path of this site to go on to, else "/": no foreign address, no control characters.
const char *own_path(const char *path);

#endif
