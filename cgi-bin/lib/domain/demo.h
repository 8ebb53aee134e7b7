// Demo customers: composed from the project's own word lists, the same for the same seed and number, in any amount.
// Nothing in them is meant to be anybody's: mobile numbers begin with 154, a block that is allotted to no one, fixed
// lines with 20000, e-mail and web addresses lie under example.com, .net and .org, account numbers begin with zeros,
// and the organisation part of a 统一社会信用代码 begins with KD. Not here: writing them (bulk.h) and the accounts of a
// demo (ctl/demo).
#ifndef DOMAIN_DEMO_H
#define DOMAIN_DEMO_H

#include <stdint.h>

#include "domain/demo_words.h"
#include "model/field.h"

#define DEMO_CONTACTS_MAX 4
#define DEMO_CUSTOMERS_MAX 5000000

// As it would be typed into forms: by the index of the field in its table, NULL where nothing is typed.
struct demo_customer {
    const char *typed[FIELD_MAX];
    const char *contacts[DEMO_CONTACTS_MAX][FIELD_MAX];
    unsigned contact_count;
    uint32_t owner; // a random number that picks the account manager
};

// Customer number `index` (from 0) of the demo with this seed.
void demo_customer_make(const struct demo_words *words, const struct field_catalogue *fields, uint64_t seed,
                        uint32_t index, struct arena *arena, struct demo_customer *customer);

// When customer number `index` of `total` was entered: spread over five years of office hours, in growing order, ms UTC.
#define DEMO_MONDAY "2021-11-01"
#define DEMO_WEEKS 261
int64_t demo_time(uint32_t index, uint32_t total);

#endif
