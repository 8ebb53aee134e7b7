// The pages of the program login: signing in and out, the home page, one's own account.
#ifndef LOGIN_PAGES_H
#define LOGIN_PAGES_H

#include "app/serve.h"

enum status login_page(struct page *page) MUST_CHECK;
enum status login_do(struct page *page) MUST_CHECK;
enum status logout_do(struct page *page) MUST_CHECK;
enum status home_page(struct page *page) MUST_CHECK;
enum status account_page(struct page *page) MUST_CHECK;
enum status password_page(struct page *page) MUST_CHECK;
enum status password_do(struct page *page) MUST_CHECK;
enum status language_do(struct page *page) MUST_CHECK;
enum status looks_do(struct page *page) MUST_CHECK;
enum status session_end_do(struct page *page) MUST_CHECK;
enum status sessions_end_do(struct page *page) MUST_CHECK;

extern const struct view LOGIN_VIEW, CONTINUE_VIEW, HOME_VIEW, ACCOUNT_VIEW, PASSWORD_VIEW;

// Loads the list of common passwords, once, before the workers are forked.
enum status password_start(void) MUST_CHECK;

#define OWN_PATH_MAX 2000 // bytes
// `path` if it is a path of this site to go on to, else "/": no foreign address, no control characters.
const char *own_path(const char *path);

#endif
