// Who may do what (ORG-2): permissions × scope × highest field level, in roles. Zero permission means nobody.
#ifndef MODEL_PERMISSION_H
#define MODEL_PERMISSION_H

#include <stdbool.h>

#include "base/text.h"
#include "model/field.h"

enum permission {
    PERM_NOBODY = 0,
    PERM_ANYONE,        // also without signing in (login page)
    PERM_SIGNED_IN,     // every account: home, own password, own language
    PERM_CUSTOMER_READ, // lists, search, record pages, history: masked
    PERM_CUSTOMER_CREATE,
    PERM_CUSTOMER_EDIT,   // customers and their contacts
    PERM_CUSTOMER_REVEAL, // 查看 of level-2+ fields, up to the role's level (CONF-2)
    PERM_CUSTOMER_IMPORT, // lists of customers from spreadsheets, entered as if one by one (ARC-13)
    PERM_CUSTOMER_EXPORT, // lists as a file, masked (CONF-7)
    PERM_CONTRACT_READ,   // contracts and the ledger of contracts (CON-9)
    PERM_CONTRACT_WRITE,  // drafting, submitting and filing them (CON-1, CON-2)
    PERM_APPROVAL,        // the inbox: being asked, and asking (CON-11)
    PERM_LOG_READ,        // the access log (CONF-6); reading it is recorded
    PERM_ADMIN_PEOPLE,    // units, people and their accounts (ORG-1, ORG-5)
    PERM_ADMIN_ROLES,     // what roles may do
    PERM_ADMIN_SETTINGS,  // the figures of the company
    PERM_ADMIN_FIELDS,    // the field tables (ARC-10), but no value
    PERM_RECORD_READ,     // who changed people, units, roles and settings
    PERM_COUNT
};

// How far a role reaches, seen from the person: never renumber.
enum scope {
    SCOPE_NONE = 0,
    SCOPE_OWN = 1,
    SCOPE_UNIT = 2,
    SCOPE_SUBTREE = 3,
    SCOPE_ALL = 4
};

// "customer.read"; the stored name. NULL for the three that no role holds.
const char *permission_name(enum permission permission);
// PERM_NOBODY for an unknown name.
enum permission permission_find(const char *name);
struct text permission_label(enum permission permission);

// Duties that one person never has together (ORG-3): whoever administers neither works with customers nor reads the log, whoever reads
// the log does neither of the others. The store holds to the same by triggers (db/schema), which go by the first part of the name.
enum duty {
    DUTY_NONE = 0,       // of the three permissions that no role holds
    DUTY_ANY,            // goes with every other
    DUTY_BUSINESS,       // customers, and whatever is done with them
    DUTY_AUDIT,          // log.…
    DUTY_ADMINISTRATION, // admin.…
    DUTY_COUNT
};
enum duty permission_duty(enum permission permission);
// The permissions (bits 1u << PERM_X) of a duty.
unsigned duty_permissions(enum duty duty);
// Whether one person may hold all of these permissions.
bool permissions_go_together(unsigned permissions);

// The roles of ORG-2 as a new installation gets them; administrators change them later.
struct role {
    const char *key; // "sales"
    struct text label;
    enum scope scope;
    enum level level;     // highest level that may be revealed
    unsigned permissions; // bits 1u << PERM_X
};
extern const struct role ROLES[];
extern const unsigned ROLE_COUNT;

#endif
