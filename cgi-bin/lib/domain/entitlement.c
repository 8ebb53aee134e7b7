// The rules of CONF-2 and the scopes of ORG-2.
#include "domain/entitlement.h"

#include <string.h>

#include "domain/withheld.h"
#include "model/purpose.h"

static const struct sql CUSTOMER_SUBJECT = {
    "entitlement.customer",
    "SELECT c.id, c.owner_id, c.unit_id, u.path FROM customer c JOIN unit u ON u.id = c.unit_id WHERE c.id = :id AND " SHOWN("c"),
};
static const struct sql CONTACT_SUBJECT = {
    "entitlement.contact",
    "SELECT c.id, c.owner_id, c.unit_id, u.path FROM contact t JOIN customer c ON c.id = t.customer_id "
    "JOIN unit u ON u.id = c.unit_id WHERE t.id = :id AND t.deleted_at IS NULL AND " SHOWN("c"),
};
const struct sql *const ENTITLEMENT_STATEMENTS[] = {&CUSTOMER_SUBJECT, &CONTACT_SUBJECT, NULL};

enum status subject_find(struct store *store, int64_t kind, int64_t record_id, struct arena *arena, struct subject *subject) {
    *subject = (struct subject){.kind = kind, .record_id = record_id, .unit_path = ""};
    if (kind != KIND_CUSTOMER && kind != KIND_CONTACT)
        return STATUS_NOT_FOUND;
    struct query query = query_start(store, kind == KIND_CUSTOMER ? &CUSTOMER_SUBJECT : &CONTACT_SUBJECT);
    query_bind_int(&query, ":id", record_id);
    if (query_row(&query)) {
        subject->customer_id = query_int(&query, 0);
        subject->owner_id = query_int(&query, 1);
        subject->unit_id = query_int(&query, 2);
        subject->unit_path = query_text(&query, 3, arena);
    }
    TRY(query_end(&query));
    return subject->customer_id != 0 ? STATUS_OK : STATUS_NOT_FOUND;
}

static bool is_own(const struct actor *actor, const struct subject *subject) {
    return actor->person_id != 0 && subject->owner_id == actor->person_id;
}

static bool starts_with(const char *path, const char *start) {
    return *start != '\0' && strncmp(path, start, strlen(start)) == 0;
}

static bool reaches(enum scope scope, const struct actor *actor, const struct subject *subject) {
    switch (scope) {
    case SCOPE_OWN:
        return is_own(actor, subject);
    case SCOPE_UNIT:
        return is_own(actor, subject) || (actor->unit_id != 0 && subject->unit_id == actor->unit_id);
    case SCOPE_SUBTREE:
        return is_own(actor, subject) || starts_with(subject->unit_path, actor->unit_path);
    case SCOPE_ALL:
        return true;
    case SCOPE_NONE:
        break;
    }
    return false;
}

bool subject_in_scope(const struct actor *actor, const struct subject *subject, enum permission permission) {
    return actor_may(actor, permission) && reaches(actor_scope(actor, permission), actor, subject);
}

// The rights alone. `subject` NULL: no record yet, any scope will do.
static enum result check_rights(const struct actor *actor, const struct subject *subject, const struct field *field,
                                const char **role) {
    enum result reason = RESULT_NO_PERMISSION;
    *role = actor->grant_count > 0 ? actor->grants[0].key : "";
    if (actor->person_id == 0 || actor_is_held(actor))
        return reason;
    for (unsigned i = 0; i < actor->grant_count; i++) {
        const struct grant *grant = &actor->grants[i];
        if ((grant->permissions >> PERM_CUSTOMER_REVEAL & 1) == 0 || grant->scope == SCOPE_NONE)
            continue;
        if (subject && !reaches(grant->scope, actor, subject)) {
            reason = reason == RESULT_NO_PERMISSION ? RESULT_OUT_OF_SCOPE : reason;
        } else if (field->level > grant->level) {
            reason = RESULT_LEVEL;
        } else {
            *role = grant->key;
            return RESULT_DISCLOSED;
        }
    }
    return reason;
}

static enum result check_purpose(const struct field *field, const char *purpose, const char *purpose_text) {
    if (!purpose || !purpose_find(purpose))
        return RESULT_NO_PURPOSE;
    if (purpose_text && !purpose_text_fit(purpose_text))
        return RESULT_PURPOSE_TEXT;
    if (field->level >= LEVEL_TOP && (!purpose_text || !purpose_text_meaningful(purpose_text)))
        return RESULT_PURPOSE_TEXT;
    return RESULT_DISCLOSED;
}

// CONF-2: level 3 outside one's own customers. There is no flow that grants such approvals yet, so no number stands for one.
static bool is_approved(const struct actor *actor, const struct subject *subject, const struct field *field, int64_t approval_id) {
    (void)approval_id;
    return field->level < LEVEL_TOP || is_own(actor, subject);
}

enum result entitlement_check(const struct actor *actor, const struct subject *subject, const struct field *field,
                              const char *purpose, const char *purpose_text, int64_t approval_id, const char **role) {
    enum result result = check_rights(actor, subject, field, role);
    // Finding a customer is no reason to see what is in the record.
    const struct purpose *known = purpose ? purpose_find(purpose) : NULL;
    if (result == RESULT_DISCLOSED && known && !purpose_reveals(known))
        result = RESULT_NO_PURPOSE;
    if (result == RESULT_DISCLOSED)
        result = check_purpose(field, purpose, purpose_text);
    if (result == RESULT_DISCLOSED && !is_approved(actor, subject, field, approval_id))
        result = RESULT_NEEDS_APPROVAL;
    return result;
}

enum result entitlement_search(const struct actor *actor, const struct field *field, const char *purpose, const char *purpose_text,
                               const char **role) {
    const enum result result = check_rights(actor, NULL, field, role);
    if (result != RESULT_DISCLOSED || field->level < LEVEL_TOP)
        return result;
    return check_purpose(field, purpose, purpose_text);
}

bool entitlement_possible(const struct actor *actor, const struct subject *subject, const struct field *field) {
    const char *role;
    return check_rights(actor, subject, field, &role) == RESULT_DISCLOSED && is_approved(actor, subject, field, 0);
}

bool entitlement_needs_approval(const struct actor *actor, const struct subject *subject, const struct field *field) {
    const char *role;
    return check_rights(actor, subject, field, &role) == RESULT_DISCLOSED && !is_approved(actor, subject, field, 0);
}

bool entitlement_replace(const struct actor *actor, const struct subject *subject, const struct field *field) {
    for (unsigned i = 0; actor->person_id != 0 && i < actor->grant_count; i++) {
        const struct grant *grant = &actor->grants[i];
        bool edits = (grant->permissions >> PERM_CUSTOMER_EDIT & 1) != 0 && reaches(grant->scope, actor, subject);
        if (edits && (field->level < LEVEL_TOP || grant->level >= field->level))
            return true;
    }
    return false;
}
