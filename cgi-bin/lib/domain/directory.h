// Who and what a number or a name stands for, for those who read the access log: no scope, no field values.
#ifndef DOMAIN_DIRECTORY_H
#define DOMAIN_DIRECTORY_H

#include "domain/ctx.h"

extern const struct sql *const DIRECTORY_STATEMENTS[];

// 0 when there is none of that login / 档案编号.
enum status directory_person(struct ctx *ctx, const char *login, int64_t *person_id) MUST_CHECK;
enum status directory_customer(struct ctx *ctx, const char *archive_no, int64_t *customer_id) MUST_CHECK;

struct directory_entry {
    int64_t id;
    const char *name;
    const char *number; // login of a person, 档案编号 of a customer
};
// Fills name and number of each entry by its id (ids may repeat); "" where there is none. One statement for all.
enum status directory_people(struct ctx *ctx, struct directory_entry *entries, unsigned count) MUST_CHECK;
enum status directory_contacts(struct ctx *ctx, struct directory_entry *entries, unsigned count) MUST_CHECK; // number = ""
enum status directory_customers(struct ctx *ctx, struct directory_entry *entries, unsigned count) MUST_CHECK;

#endif
