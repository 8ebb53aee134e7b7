// The loops over field tables that need no rule of a type: finding, naming, showing.
#include "model/field.h"

#include <string.h>

const struct chapter BUILT_IN_CHAPTERS[GROUP_COUNT] = {
    {GROUP_IDENTITY, {"基本信息", "Identity"}},
    {GROUP_BUSINESS, {"业务信息", "Business"}},
    {GROUP_ADDRESS, {"地址与联系方式", "Address and contact"}},
    {GROUP_FINANCE, {"财务与资信", "Finance and credit"}},
    {GROUP_COOPERATION, {"合作情况", "Co-operation"}},
    {GROUP_PERSON, {"个人信息", "Personal"}},
};

const struct field_catalogue BUILT_IN_CATALOGUE = {.customer = &CUSTOMER_FIELDS, .contact = &CONTACT_FIELDS};

const struct field_table *catalogue_table(const struct field_catalogue *catalogue, enum kind kind) {
    switch (kind) {
    case KIND_CUSTOMER:
        return catalogue->customer;
    case KIND_CONTACT:
        return catalogue->contact;
    }
    return NULL;
}

int field_index(const struct field_table *table, const char *key) {
    for (size_t i = 0; i < table->count; i++) {
        if (table->fields[i].key[0] == key[0] && strcmp(table->fields[i].key, key) == 0)
            return (int)i;
    }
    return -1;
}

const struct field *field_find(const struct field_table *table, const char *key) {
    const int index = field_index(table, key);
    return index < 0 ? NULL : &table->fields[index];
}

const struct field *field_known(const struct field_table *table, const char *key) {
    const struct field *field = field_find(table, key);
    for (size_t i = 0; field == NULL && i < table->retired_count; i++)
        if (strcmp(table->retired[i].key, key) == 0)
            field = &table->retired[i];
    return field;
}

static const char *const TYPE_NAMES[] = {
    [FIELD_TEXT] = "text",
    [FIELD_NOTE] = "note",
    [FIELD_CHOICE] = "choice",
    [FIELD_DATE] = "date",
    [FIELD_AMOUNT] = "amount",
    [FIELD_PHONE] = "phone",
    [FIELD_EMAIL] = "email",
    [FIELD_URL] = "url",
    [FIELD_CODE] = "code",
    [FIELD_CREDIT_CODE] = "credit_code",
    [FIELD_BANK_ACCOUNT] = "bank_account",
    [FIELD_IDENTITY] = "identity",
    [FIELD_REGION] = "region",
    [FIELD_PERSON] = "person",
    [FIELD_NUMBER] = "number",
    [FIELD_DECIMAL] = "decimal",
};
_Static_assert(sizeof TYPE_NAMES / sizeof *TYPE_NAMES == FIELD_TYPE_COUNT, "every type has its name");

const char *field_type_name(enum field_type type) {
    return (unsigned)type < FIELD_TYPE_COUNT ? TYPE_NAMES[type] : "";
}

enum field_type field_type_find(const char *name) {
    unsigned type = 0;
    while (type < FIELD_TYPE_COUNT && strcmp(TYPE_NAMES[type], name) != 0)
        type++;
    return (enum field_type)type;
}

const char *field_shown(const struct field *field, const char *stored) {
    return (field->flags & FIELD_SEALING) != 0 && *stored != '\0' ? "****" : stored;
}

bool field_is_required_for(const struct field *field, const char *kind) {
    const char *kinds = field->limits != NULL && *kind != '\0' ? field->limits->required_for : "";
    const size_t length = strlen(kind);
    while (*kinds != '\0') {
        const size_t size = strcspn(kinds, " ");
        if (size == length && memcmp(kinds, kind, size) == 0)
            return true;
        kinds += size + (kinds[size] == ' ');
    }
    return false;
}

struct text level_label(enum level level) {
    static const struct text labels[] = {
        [LEVEL_PUBLIC] = {"公开", "Public"},
        [LEVEL_INTERNAL] = {"内部", "Internal"},
        [LEVEL_SECRET] = {"秘密", "Secret"},
        [LEVEL_TOP] = {"机密", "Top secret"},
    };
    return (unsigned)level <= LEVEL_TOP ? labels[level] : (struct text){"", ""};
}

const char *choice_label(const struct field *field, const char *key, enum lang lang) {
    for (const struct choice *choice = field->choices; choice != NULL && choice->key != NULL; choice++) {
        if (strcmp(choice->key, key) == 0)
            return text_in(lang, choice->label);
    }
    return key;
}

// 1234567.80 → 1,234,567.80
static const char *amount_display(const char *value, struct arena *arena) {
    const size_t whole = strcspn(value, ".");
    struct buffer shown = {.arena = arena};
    for (size_t i = 0; i < whole; i++) {
        if (i > 0 && (whole - i) % 3 == 0)
            buffer_text(&shown, ",");
        buffer_add(&shown, value + i, 1);
    }
    buffer_text(&shown, value + whole);
    return shown.data;
}

// 6222021234567890123 → 6222 0212 3456 7890 123
static const char *account_display(const char *value, struct arena *arena) {
    struct buffer shown = {.arena = arena};
    for (size_t i = 0; value[i] != '\0'; i++) {
        if (i > 0 && i % 4 == 0)
            buffer_text(&shown, " ");
        buffer_add(&shown, value + i, 1);
    }
    return shown.data;
}

const char *field_display(const struct field *field, const char *value, enum lang lang, struct arena *arena) {
    if (value[0] == '\0')
        return "";
    switch (field->type) {
    case FIELD_CHOICE:
        return choice_label(field, value, lang);
    case FIELD_AMOUNT:
        return amount_display(value, arena);
    case FIELD_BANK_ACCOUNT:
        return account_display(value, arena);
    default:
        return value;
    }
}
