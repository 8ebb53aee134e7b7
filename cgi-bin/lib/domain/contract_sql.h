// What the files about contracts share: their statements, for CONTRACT_STATEMENTS, and their columns. Not here: anything for others
// (contract.h, contract_submit.h).
#ifndef DOMAIN_CONTRACT_SQL_H
#define DOMAIN_CONTRACT_SQL_H

#include "domain/contract.h"
#include "domain/reach.h"

// contract.c
extern const struct sql CONTRACT_FIND, CONTRACT_TEXT, CONTRACT_LINES, CONTRACT_DUES, CONTRACT_REVISIONS, CONTRACT_CUSTOMER;
// contract_write.c
extern const struct sql CONTRACT_INSERT, CONTRACT_TOUCH, CONTRACT_REVISED, REVISION_INSERT, REVISION_UPDATE, REVISION_COPY,
    LINES_COPY, DUES_COPY, LINES_REMOVE, DUES_REMOVE, LINE_INSERT, DUE_INSERT, REVISION_SETTLE;
// contract_kind.c
extern const struct sql CONTRACT_PRICES;

// That contract k of customer c is to be seen and reached; binds with reach_bind.
#define CONTRACT_IN_REACH                                                                                                  \
    "(" SHOWN("c") " AND (:all = 1 OR k.owner_id = :person OR c.owner_id = :person OR EXISTS (SELECT 1 FROM unit reached " \
                   "WHERE reached.id = k.unit_id AND reached.path >= :path AND reached.path < :path_end)))"

// The fields of CONTRACT_FIELDS as columns, in their order; a unit test holds both together.
#define TEXT_COLUMNS(p)                                                                                                   \
    p "title, " p "kind, " p "our_party, " p "other_party, " p "subject, " p "amount, " p "valid_from, " p "valid_to, " p \
      "payment, " p "delivery, " p "note, " p "special_quantity, " p "special_date, " p "special_marking, " p             \
      "special_packing, " p "special_work, " p "credit_on, " p "credit_result, " p "license, " p "certificates"

#endif
