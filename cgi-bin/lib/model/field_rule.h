// What the checks of the field types share. Only for field_check.c and its neighbours; everybody else calls field_check.
#ifndef MODEL_FIELD_RULE_H
#define MODEL_FIELD_RULE_H

#include "model/field.h"

// One check under way.
struct check {
    const struct field *field;
    struct arena *arena;
    unsigned max;        // length in characters that a value may have
    const char *value;   // result of an accepted one
    struct text message; // of a refused one
};

enum status check_accept(struct check *check, const char *value) MUST_CHECK;
enum status check_refuse(struct check *check, const char *zh, const char *en) MUST_CHECK;

// The text is half-width and not empty; that of the last three is in upper case, without spaces and hyphens.
enum status check_phone(struct check *check, const char *text) MUST_CHECK;
enum status check_email(struct check *check, const char *text) MUST_CHECK;
enum status check_url(struct check *check, const char *text) MUST_CHECK;
enum status check_decimal(struct check *check, const char *text) MUST_CHECK;
enum status check_amount(struct check *check, const char *text) MUST_CHECK;
enum status check_credit_code(struct check *check, const char *code) MUST_CHECK;
enum status check_bank_account(struct check *check, const char *account) MUST_CHECK;
enum status check_identity(struct check *check, const char *number) MUST_CHECK;

#endif
