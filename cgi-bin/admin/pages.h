// The pages of the program admin: people, units, roles, settings, and the record of what was changed in them.
#ifndef ADMIN_PAGES_H
#define ADMIN_PAGES_H

#include "app/plain_form.h"
#include "app/serve.h"
#include "domain/admin_person.h"
#include "domain/admin_role.h"
#include "domain/admin_unit.h"
#include "domain/handover.h"

enum status people_page(struct page *page) MUST_CHECK;
enum status person_page(struct page *page) MUST_CHECK;
enum status person_new_page(struct page *page) MUST_CHECK;
enum status person_new_do(struct page *page) MUST_CHECK;
enum status person_edit_page(struct page *page) MUST_CHECK;
enum status person_edit_do(struct page *page) MUST_CHECK;
enum status person_reopen_page(struct page *page) MUST_CHECK;
enum status person_reopen_do(struct page *page) MUST_CHECK;
enum status person_password_page(struct page *page) MUST_CHECK;
enum status person_password_do(struct page *page) MUST_CHECK;
enum status person_factor_page(struct page *page) MUST_CHECK;
enum status person_factor_do(struct page *page) MUST_CHECK;
enum status person_leave_page(struct page *page) MUST_CHECK;
enum status person_leave_do(struct page *page) MUST_CHECK;
enum status person_move_page(struct page *page) MUST_CHECK;
enum status person_move_do(struct page *page) MUST_CHECK;
enum status units_page(struct page *page) MUST_CHECK;
enum status unit_new_page(struct page *page) MUST_CHECK;
enum status unit_new_do(struct page *page) MUST_CHECK;
enum status unit_edit_page(struct page *page) MUST_CHECK;
enum status unit_edit_do(struct page *page) MUST_CHECK;
enum status unit_close_page(struct page *page) MUST_CHECK;
enum status unit_close_do(struct page *page) MUST_CHECK;
enum status unit_reopen_do(struct page *page) MUST_CHECK;
enum status roles_page(struct page *page) MUST_CHECK;
enum status role_page(struct page *page) MUST_CHECK;
enum status role_new_page(struct page *page) MUST_CHECK;
enum status role_new_do(struct page *page) MUST_CHECK;
enum status role_edit_page(struct page *page) MUST_CHECK;
enum status role_edit_do(struct page *page) MUST_CHECK;
enum status role_delete_page(struct page *page) MUST_CHECK;
enum status role_delete_do(struct page *page) MUST_CHECK;
enum status settings_page(struct page *page) MUST_CHECK;
enum status workday_page(struct page *page) MUST_CHECK;
enum status workday_do(struct page *page) MUST_CHECK;
enum status price_page(struct page *page) MUST_CHECK;
enum status price_do(struct page *page) MUST_CHECK;
enum status settings_do(struct page *page) MUST_CHECK;
enum status setting_reset_do(struct page *page) MUST_CHECK;
enum status record_page(struct page *page) MUST_CHECK;

extern const struct view PEOPLE_VIEW, PERSON_VIEW, ONE_TIME_VIEW, UNITS_VIEW, ROLES_VIEW, ROLE_VIEW,
    ROLE_PREVIEW_VIEW, SETTINGS_VIEW, WORKDAY_VIEW, PRICE_VIEW, RECORD_VIEW;

// Units as options, indented: open ones, without the subtree of `but`; `chosen` is selected.
struct option_view *unit_options(struct page *page, const struct units *units, const struct unit *but, int64_t chosen, unsigned *count);

// --- Words (words.c)

const char *scope_words(enum lang lang, enum scope scope);
// The names of roles given by keys with commas.
const char *role_words(const struct page *page, const struct roles *roles, const char *keys);
const char *permission_words(const struct page *page, unsigned permissions);

// Shows a one-time password, this once (person.c).
enum status one_time_show(struct page *page, int64_t person_id, const char *password) MUST_CHECK;
#define PASSWORD_GROUPS 4

#endif
