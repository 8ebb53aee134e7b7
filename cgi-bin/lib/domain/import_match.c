// Whether the customer of a row is there already, in the store or in an earlier row, and whether the row says the same.
#include <limits.h>
#include <string.h>

#include "base/utf8.h"
#include "domain/customer.h"
#include "domain/import_check.h"
#include "domain/withheld.h"

// The one statement that reads every customer: once in an import, for names that differ in width, case or punctuation
// only.
const struct sql IMPORT_EVERY_NAME = {"import.every_name",
                                      "SELECT id, name_fold, coalesce(credit_code, '') FROM customer WHERE " SHOWN("customer")};
const struct sql IMPORT_WITH_CREDIT_CODE = {"import.with_credit_code",
                                            "SELECT id FROM customer WHERE credit_code = :text AND " SHOWN("customer")};
const struct sql IMPORT_WITH_ARCHIVE_NO = {"import.with_archive_no",
                                           "SELECT id FROM customer WHERE archive_no = :text AND " SHOWN("customer")};
const struct sql IMPORT_WITH_CODE = {"import.with_code", "SELECT id FROM customer WHERE code = :text AND " SHOWN("customer")};

static struct arena *row_arena(const struct importer *importer) {
    return importer->ctx.arena;
}

enum status import_match_load(struct importer *importer) {
    unsigned rows = 0;
    struct query query = query_start(importer->ctx.store, &IMPORT_EVERY_NAME);
    while (query_row(&query)) {
        uint64_t key = import_hash(query_text(&query, 1, row_arena(importer)));
        const char *code = query_text(&query, 2, row_arena(importer));
        if (import_index_find(&importer->names, key) == NULL)
            import_index_add(&importer->names,
                             (struct import_entry){key, *code != '\0' ? import_hash(code) : 0, query_int(&query, 0)});
        if (++rows % 4096 == 0)
            arena_wipe(row_arena(importer));
    }
    arena_wipe(row_arena(importer));
    return query_end(&query);
}

static enum status find_by(struct importer *importer, const struct sql *sql, const char *text, int64_t *id) {
    *id = 0;
    struct query query = query_start(importer->ctx.store, sql);
    query_bind_text(&query, ":text", text);
    if (query_row(&query))
        *id = query_int(&query, 0);
    return query_end(&query);
}

static const char *value_of(const struct candidate *candidate, const char *key) {
    const char *value = candidate->customer.values[field_index(candidate->customer.table, key)];
    return value != NULL ? value : "";
}

// 档案编号 or 客户编码: names one that is there, or is a fault.
static enum status match_number(struct importer *importer, struct candidate *candidate, unsigned field, int64_t *id) {
    bool archive = strcmp(importer->ctx.fields->customer->fields[field].key, "archive_no") == 0;
    const char *number = utf8_narrow(row_arena(importer), candidate->numbers[field]);
    TRY(find_by(importer, archive ? &IMPORT_WITH_ARCHIVE_NO : &IMPORT_WITH_CODE, number, id));
    if (*id == 0)
        import_refuse(importer, candidate, import_heading(importer, COLUMN_MATCH, field),
                      (struct text){"没有这个号码的客户；新客户的号码由系统分配，请留空或用 --ignore 略过这一列",
                                    "no customer has this number; new ones are given theirs: leave it empty, or use "
                                    "--ignore for the column"});
    return STATUS_OK;
}

static bool is_other_company(const struct import_entry *entry, const char *code) {
    return entry->code != 0 && *code != '\0' && entry->code != import_hash(code);
}

static const struct import_entry *find_name(const struct importer *importer, const struct candidate *candidate) {
    const char *folded = utf8_fold(row_arena(importer), value_of(candidate, "name"));
    const struct import_entry *entry = import_index_find(&importer->names, import_hash(folded));
    return entry != NULL && !is_other_company(entry, value_of(candidate, "credit_code")) ? entry : NULL;
}

// The customer of the store that the row stands for; 0: none.
static enum status find_stored(struct importer *importer, struct candidate *candidate, int64_t *id) {
    *id = 0;
    for (unsigned i = 0; i < importer->ctx.fields->customer->count; i++)
        if (candidate->numbers[i] != NULL && *id == 0)
            TRY(match_number(importer, candidate, i, id));
    const char *code = value_of(candidate, "credit_code");
    if (*id == 0 && *code != '\0')
        TRY(find_by(importer, &IMPORT_WITH_CREDIT_CODE, code, id));
    const struct import_entry *entry = find_name(importer, candidate);
    if (*id == 0 && entry != NULL && entry->holder > 0)
        *id = entry->holder;
    return STATUS_OK;
}

// --- Against the rows before

static void refuse_twin(struct importer *importer, struct candidate *candidate, const char *key, int64_t line) {
    unsigned field = (unsigned)field_index(importer->ctx.fields->customer, key);
    struct text message = {arena_format(row_arena(importer), "与第 %lld 行重复", (long long)line),
                           arena_format(row_arena(importer), "the same as in line %lld", (long long)line)};
    import_refuse(importer, candidate, import_heading(importer, COLUMN_FIELD, field), message);
}

// Notes the row for those behind it, and refuses one that repeats a row before it.
static void match_rows(struct importer *importer, struct candidate *candidate) {
    const char *code = value_of(candidate, "credit_code"), *name = value_of(candidate, "name");
    uint64_t code_key = *code != '\0' ? import_hash(code) : 0;
    const struct import_entry *twin = code_key != 0 ? import_index_find(&importer->codes, code_key) : NULL;
    if (twin != NULL) {
        refuse_twin(importer, candidate, "credit_code", -twin->holder);
        return;
    }
    if (code_key != 0)
        import_index_add(&importer->codes, (struct import_entry){code_key, 0, -(int64_t)candidate->row->line});
    if (*name == '\0')
        return;
    uint64_t key = import_hash(utf8_fold(row_arena(importer), name));
    const struct import_entry *entry = import_index_find(&importer->names, key);
    if (entry == NULL)
        import_index_add(&importer->names, (struct import_entry){key, code_key, -(int64_t)candidate->row->line});
    else if (entry->holder < 0 && !is_other_company(entry, code))
        refuse_twin(importer, candidate, "name", -entry->holder);
}

// Notes the telephone numbers of a draft, and tells of those that an earlier row has.
static void match_phones(struct importer *importer, struct candidate *candidate, const struct draft *draft, enum column_use use) {
    for (unsigned i = 0; draft->table != NULL && i < draft->table->count; i++) {
        const struct field *field = &draft->table->fields[i];
        const char *number = draft->values[i];
        if (field->type != FIELD_PHONE || (field->flags & FIELD_FINDABLE) == 0 || number == NULL || *number == '\0')
            continue;
        const uint64_t key = import_hash(number);
        const struct import_entry *twin = import_index_find(&importer->phones, key);
        if (twin == NULL)
            import_index_add(&importer->phones, (struct import_entry){key, 0, -(int64_t)candidate->row->line});
        else if (-twin->holder != (int64_t)candidate->row->line)
            import_hint(importer, candidate, import_heading(importer, use, i),
                        (struct text){arena_format(row_arena(importer), "号码与第 %lld 行相同，可能是同一家客户", (long long)-twin->holder),
                                      arena_format(row_arena(importer), "the same number as in line %lld: it may be the same customer",
                                                   (long long)-twin->holder)});
    }
}

// --- Against what is stored

static void refuse_difference(struct importer *importer, struct candidate *candidate, enum column_use use,
                              unsigned field, const struct customer *stored) {
    struct text message = {
        arena_format(row_arena(importer), "客户已经存在（%s），这一格与档案不同；导入不修改已有客户",
                     stored->archive_no),
        arena_format(row_arena(importer),
                     "the customer is there already (%s) and says something else here; an import changes no customer",
                     stored->archive_no)};
    import_refuse(importer, candidate, import_heading(importer, use, field), message);
}

// Whether the row's value of a field is what is stored; an empty cell says nothing.
static bool agrees(const struct importer *importer, const struct candidate *candidate, const struct draft *draft,
                   unsigned i, const char *stored) {
    const struct field *field = &draft->table->fields[i];
    const char *value = draft->values[i];
    if (value == NULL || *value == '\0')
        return true;
    if (field->type == FIELD_REGION)
        value = candidate->region;
    else if (field_is_sealed(field))
        value = field_mask(field, value, row_arena(importer));
    if (strcmp(field->key, "name") == 0) // it was found by this
        return strcmp(utf8_fold(row_arena(importer), value), utf8_fold(row_arena(importer), stored)) == 0;
    return strcmp(value, stored) == 0;
}

static void compare_customer(struct importer *importer, struct candidate *candidate, const struct customer *stored) {
    for (unsigned i = 0; i < importer->ctx.fields->customer->count; i++)
        if (!agrees(importer, candidate, &candidate->customer, i, stored->record.values[i]))
            refuse_difference(importer, candidate, COLUMN_FIELD, i, stored);
    if (candidate->owner != NULL && candidate->owner != importer->owner &&
        candidate->owner->person_id != stored->owner_id)
        refuse_difference(importer, candidate, COLUMN_OWNER, (unsigned)field_index(importer->ctx.fields->customer, "owner"), stored);
}

// How many fields of the row's contact person differ from a stored one.
static unsigned differences(const struct importer *importer, const struct candidate *candidate,
                            const struct contact *contact, unsigned *first) {
    unsigned count = 0;
    for (unsigned i = 0; i < importer->ctx.fields->contact->count; i++)
        if (!agrees(importer, candidate, &candidate->contact, i, contact->record.values[i]) && count++ == 0)
            *first = i;
    return count;
}

// The row's contact person must be one of the stored ones: the nearest tells which field is at fault.
static enum status compare_contact(struct importer *importer, struct candidate *candidate,
                                   const struct customer *stored) {
    struct contact *contacts;
    unsigned count = 0, least = UINT_MAX, field = (unsigned)field_index(importer->ctx.fields->contact, "name");
    TRY(contact_list(&importer->ctx, stored->record.id, &contacts, &count));
    for (unsigned i = 0; i < count; i++) {
        unsigned first = 0, found = differences(importer, candidate, &contacts[i], &first);
        if (found < least) {
            least = found;
            field = first;
        }
    }
    if (least > 0)
        refuse_difference(importer, candidate, COLUMN_CONTACT, field, stored);
    return STATUS_OK;
}

static enum status compare(struct importer *importer, struct candidate *candidate, int64_t id) {
    struct customer stored;
    const enum status found = customer_find(&importer->ctx, id, PERM_CUSTOMER_READ, &stored);
    if (found == STATUS_NOT_FOUND || found == STATUS_FORBIDDEN) { // others' customers: that one is there is said, and nothing of it
        const unsigned name = (unsigned)field_index(importer->ctx.fields->customer, "name");
        const struct text message = {"这个客户已经存在，但不在您负责的范围内", "this customer is there already, outside of your scope"};
        import_refuse(importer, candidate, import_heading(importer, COLUMN_FIELD, name), message);
        return STATUS_OK;
    }
    TRY(found);
    compare_customer(importer, candidate, &stored);
    return candidate->typed.contact_count > 0 ? compare_contact(importer, candidate, &stored) : STATUS_OK;
}

enum status import_match(struct importer *importer, struct candidate *candidate, bool *existing) {
    int64_t id;
    *existing = false;
    TRY(find_stored(importer, candidate, &id));
    match_rows(importer, candidate);
    if (id == 0 && !candidate->faulty) {
        match_phones(importer, candidate, &candidate->customer, COLUMN_FIELD);
        match_phones(importer, candidate, &candidate->contact, COLUMN_CONTACT);
    }
    if (id == 0 || candidate->faulty)
        return STATUS_OK;
    *existing = true;
    return importer->plan->skip_existing ? STATUS_OK : compare(importer, candidate, id);
}
