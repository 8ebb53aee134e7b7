// What was submitted after the session had ended is not lost (OPS-2): the answer asks to sign in again and carries the
// submitted fields along; after signing in one click submits them, also when something has to be done before (a new password, a second
// factor).
// Only for a form of ours (cookie_form_is_ours), so a foreign site can't have us carry its fields.
#ifndef APP_RESUME_H
#define APP_RESUME_H

#include "app/page.h"

extern const struct view RESUME_VIEW, AGAIN_VIEW, HELD_VIEW;

// One field carried along; in the form that signs in its name has RESUME_PREFIX before it.
struct carried_view {
    const char *name, *value;
};
extern const struct binding CARRIED[]; // NAME VALUE
#define RESUME_PREFIX "again."

// 401 with the sign-in form and the fields; without them when the form is not provably ours.
enum status resume_page(struct page *page) MUST_CHECK;
// For who is signed in, but whose form is of another sign-in: the fields, to be sent again with one click, if the browser says that
// one of our pages sent them; else STATUS_EXPIRED.
enum status resume_again_page(struct page *page) MUST_CHECK;
// What somebody has to do before anything else is open to them, as the path of its page; NULL: nothing.
const char *resume_duty(const struct actor *actor);
// For who has a duty: 403 with the way to it and the fields of this form, to be sent when it is done.
enum status resume_held_page(struct page *page) MUST_CHECK;
// The same for fields that were carried until `page`, for the form that goes to `next`.
enum status resume_hold(struct page *page, const char *next, struct view_rows carried) MUST_CHECK;

// The fields that a sign-in form carried, under their own names again.
struct view_rows resume_carried(struct page *page);

#endif
