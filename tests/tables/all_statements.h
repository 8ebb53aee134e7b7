// The statements of the domain, and so of all programs; the few that the custodian has of its own: lists.test.mjs.
#ifndef TESTS_ALL_STATEMENTS_H
#define TESTS_ALL_STATEMENTS_H

#include "domain/account_notice.h"
#include "domain/admin_person.h"
#include "domain/admin_record.h"
#include "domain/admin_role.h"
#include "domain/admin_rules.h"
#include "domain/admin_unit.h"
#include "domain/approval_upkeep.h"
#include "domain/audit_case.h"
#include "domain/contract.h"
#include "domain/contract_price.h"
#include "domain/contract_submit.h"
#include "domain/credential.h"
#include "domain/customer.h"
#include "domain/customer_column.h"
#include "domain/customer_twin.h"
#include "domain/delegation.h"
#include "domain/device.h"
#include "domain/directory.h"
#include "domain/entitlement.h"
#include "domain/field_catalogue.h"
#include "domain/field_record.h"
#include "domain/field_seal.h"
#include "domain/handover.h"
#include "domain/import.h"
#include "domain/import_batch.h"
#include "domain/import_undo.h"
#include "domain/list_choice.h"
#include "domain/organisation.h"
#include "domain/own_account.h"
#include "domain/region.h"
#include "domain/reseal.h"
#include "domain/retention.h"
#include "domain/saved_view.h"
#include "domain/second_factor.h"
#include "domain/session.h"
#include "domain/tries.h"
#include "domain/withheld.h"
#include "domain/workday.h"

static const struct sql *const *const LISTS[] = {
    AUDIT_CASE_STATEMENTS,
    ACCOUNT_NOTICE_STATEMENTS,
    ACCOUNT_NOTICE_USE_STATEMENTS,
    ACCOUNT_NOTICE_OWN_STATEMENTS,
    ACCOUNT_NOTICE_CASE_STATEMENTS,
    FIELD_CATALOGUE_STATEMENTS,
    FIELD_ADMIN_STATEMENTS,
    FIELD_RECORD_STATEMENTS,
    FIELD_SEAL_STATEMENTS,
    FIELD_SEAL_PROGRESS_STATEMENTS,
    CUSTOMER_STATEMENTS,
    CUSTOMER_LIST_STATEMENTS,
    FILTER_STATEMENTS,
    SAVED_VIEW_STATEMENTS,
    COLUMN_STATEMENTS,
    LIST_CHOICE_STATEMENTS,
    TWIN_STATEMENTS,
    SAVED_VIEW_LIST_STATEMENTS,
    SESSION_FIND_STATEMENTS,
    REGION_STATEMENTS,
    SESSION_STATEMENTS,
    SIGN_IN_STATEMENTS,
    TRIES_STATEMENTS,
    CREDENTIAL_OFFER_STATEMENTS,
    DEVICE_STATEMENTS,
    SECOND_FACTOR_STATEMENTS,
    OWN_ACCOUNT_STATEMENTS,
    UNIT_STATEMENTS,
    UNIT_READ_STATEMENTS,
    ROLE_STATEMENTS,
    ROLE_READ_STATEMENTS,
    PERSON_STATEMENTS,
    SETTING_STATEMENTS,
    SETTING_READ_STATEMENTS,
    REGION_LOAD_STATEMENTS,
    ADMIN_RECORD_STATEMENTS,
    ADMIN_RECORD_READ_STATEMENTS,
    ADMIN_RULES_STATEMENTS,
    ADMIN_PERSON_STATEMENTS,
    ADMIN_UNIT_STATEMENTS,
    ADMIN_ROLE_STATEMENTS,
    HANDOVER_STATEMENTS,
    APPROVAL_PATH_STATEMENTS,
    APPROVAL_LOAD_STATEMENTS,
    APPROVAL_READ_STATEMENTS,
    APPROVAL_WRITE_STATEMENTS,
    APPROVAL_LIST_STATEMENTS,
    APPROVAL_COUNT_STATEMENTS,
    APPROVAL_UPKEEP_STATEMENTS,
    APPROVAL_HANDOVER_STATEMENTS,
    DELEGATION_STATEMENTS,
    ENTITLEMENT_STATEMENTS,
    DIRECTORY_STATEMENTS,
    DIRECTORY_PERSON_STATEMENTS,
    IMPORT_STATEMENTS,
    IMPORT_BATCH_STATEMENTS,
    IMPORT_UNDO_STATEMENTS,
    RESEAL_STATEMENTS,
    RETENTION_STATEMENTS,
    WORKDAY_STATEMENTS,
    WORKDAY_READ_STATEMENTS,
    WITHHELD_STATEMENTS,
    CONTRACT_STATEMENTS,
    CONTRACT_SUBMIT_STATEMENTS,
    PRICE_STATEMENTS,
    NULL,
};

#endif
