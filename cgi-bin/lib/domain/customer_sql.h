// The statements of the files about customers, so that one list (CUSTOMER_STATEMENTS) can name them all. Each stands at
// the top of the file that runs it. Not here: anything for other modules (customer.h).
#ifndef DOMAIN_CUSTOMER_SQL_H
#define DOMAIN_CUSTOMER_SQL_H

#include "store/store.h"

// What history h tells as people read it: there the account manager stands by id, since colleagues share names.
#define HISTORY_BEFORE                                                                                            \
    "CASE WHEN h.kind = 1 AND h.field = 'owner' THEN (SELECT w.name FROM person w WHERE w.id = CAST(h.before AS " \
    "INTEGER)) ELSE h.before END"
#define HISTORY_AFTER                                                                                            \
    "CASE WHEN h.kind = 1 AND h.field = 'owner' THEN (SELECT w.name FROM person w WHERE w.id = CAST(h.after AS " \
    "INTEGER)) ELSE h.after END"

// customer.c
extern const struct sql CUSTOMER_FIND, CUSTOMER_VALUES;
// customer_write.c
extern const struct sql CUSTOMER_INSERT, CUSTOMER_UPDATE, CUSTOMER_AT_VERSION, CUSTOMER_WITH_CREDIT_CODE;
// customer_name.c
extern const struct sql INDEX_ADD, INDEX_REMOVE, INDEX_SETTLE, FOUND_BY_READ, FOUND_BY_WRITE;
// customer_list.c
extern const struct sql LIST_CURSOR;
// customer_search.c
extern const struct sql SEARCH_SIZE, SEARCH_NAME, SEARCH_INDEX_DOWN, SEARCH_INDEX_UP, SEARCH_NUMBERS_DOWN, SEARCH_NUMBERS_UP,
    SEARCH_NUMBERS_MANY, SEARCH_CONTACTS;
// customer_search_value.c
extern const struct sql SEARCH_IDS;
// contact.c
extern const struct sql CONTACT_LIST, CONTACT_FIND, CONTACT_INSERT, CONTACT_UPDATE, CONTACT_DELETE;
extern const struct sql CONTACT_VALUES_TO_HISTORY, CONTACT_VALUES_REMOVE;
// contact_restore.c
extern const struct sql CONTACT_DELETED, CONTACT_RESTORE, CONTACT_VALUES_BACK, CONTACT_VALUES_NOTED;
// change.c
extern const struct sql VALUE_PUT, VALUE_REMOVE, VALUE_KEYS, HISTORY_ADD;
// customer_owner.c
extern const struct sql OWNER_NAMED, OWNER_CHOICES;
// record.c
extern const struct sql HISTORY_SINCE;
// customer_history.c
extern const struct sql HISTORY_PAGE;
// region.c
extern const struct sql REGION_BY_CODE, REGION_BY_FULL_NAME, REGION_BY_NAME;
// reach.c
extern const struct sql REACH_WHOLE;

#endif
