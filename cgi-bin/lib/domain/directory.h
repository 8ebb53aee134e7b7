// Who and what a number or a name stands for, for those who read the access log: no scope, no field values.
#ifndef DOMAIN_DIRECTORY_H
#define DOMAIN_DIRECTORY_H

#include "domain/ctx.h"

extern const struct sql *const DIRECTORY_STATEMENTS[];
extern const struct sql *const DIRECTORY_PERSON_STATEMENTS[]; // directory_person and directory_people alone

// What a text stands for. A login or number goes before a name.
#define DIRECTORY_NUMBERS_MAX 5
struct directory_match {
    int64_t id;                // 0: nothing, or several
    int64_t unit_id;           // of the person; of customers 0
    const char *name, *number; // of the one; "" where id is 0
    unsigned count;            // of those that are called so, at most one more than are listed
    const char *numbers;       // their logins or 档案编号, DIRECTORY_NUMBERS_MAX at most: "li.na、lina2"
};
// By login or full name; in any case for who once acted.
enum status directory_person(struct ctx *ctx, const char *text, struct directory_match *match) MUST_CHECK;
// Only who is here now.
enum status directory_colleague(struct ctx *ctx, const char *text, struct directory_match *match) MUST_CHECK;
// By 档案编号, 客户编码 or company name. Each of the three takes one statement.
enum status directory_customer(struct ctx *ctx, const char *text, struct directory_match *match) MUST_CHECK;

struct directory_entry {
    int64_t id;
    const char *name;
    const char *number; // login of a person, 档案编号 of a customer
};
// Fills name and number of each entry by its id (ids may repeat); "" where there is none, but of a customer that is no more, because its
// import was undone, the name says so. One statement for all.
enum status directory_people(struct ctx *ctx, struct directory_entry *entries, unsigned count) MUST_CHECK;
enum status directory_contacts(struct ctx *ctx, struct directory_entry *entries, unsigned count) MUST_CHECK; // number = ""
enum status directory_customers(struct ctx *ctx, struct directory_entry *entries, unsigned count) MUST_CHECK;

#endif
