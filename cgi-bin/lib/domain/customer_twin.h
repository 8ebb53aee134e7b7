// Whether a customer that is being entered is there already (ARC-8): under the same name, under one that differs by its legal form
// alone, or with a telephone number that is entered of it or of a contact. A warning, not a rule: whoever enters may know better.
//
// Names are compared folded (case, width, blanks, brackets and other marks are no difference) and without 股份有限公司, 有限责任公司, 有限公司,
// 公司, 市 and 省; so 深圳市恒远物流有限公司 meets 深圳恒远物流股份有限公司, but neither 恒远物流 nor 北京恒远物流, which are others'.
// Numbers are looked for by the custodian, who records that first and says of customers whose numbers the actor may not search for only how
// many there are (custody_twins).
// Not here: duplicates within a file that is imported (import_match.c), unique codes (customer_write.c).
#ifndef DOMAIN_CUSTOMER_TWIN_H
#define DOMAIN_CUSTOMER_TWIN_H

#include "domain/customer.h"

extern const struct sql *const TWIN_STATEMENTS[];

struct twin {
    int64_t id; // of a customer within the actor's reach
    const char *archive_no, *name, *region, *owner_name;
    bool same_name, similar_name, same_phone;
};
#define TWINS_MAX 10
struct twins {
    struct twin rows[TWINS_MAX];
    unsigned count;
    unsigned outside;        // further ones of such a name that the actor may not see
    unsigned phones_outside; // of such a number
    bool more;               // than are listed or counted
    bool unasked;            // the custodian could not look for the numbers just now
};

// Compares the name of the checked draft of a customer, if it is another than that of `stored` (NULL: a new one), and the telephone numbers
// that are typed in the draft of a customer or contact. `customer_id`: who is no twin of themselves; 0: nobody yet. Two statements at most.
enum status customer_twins(struct ctx *ctx, const struct draft *draft, const struct record *stored, int64_t customer_id,
                           struct twins *twins) MUST_CHECK;
// The same for the same findings: what somebody has seen and saves in spite of.
const char *twins_token(const struct twins *twins, struct arena *arena);

#endif
