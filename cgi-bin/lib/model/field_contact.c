// The fields of a customer's contact person (ARC-2 联系负责人) with their levels (CONF-1): nearly all of it is personal data.
// A key is never renamed: it is in stored values, access records and import headings.
#include "model/field.h"

static const struct choice DECISIONS[] = {
    {"decides", {"决策人", "Decides"}, false},
    {"approves", {"审批人", "Approves"}, false},
    {"influences", {"影响人", "Influences"}, false},
    {"recommends", {"推荐人", "Recommends"}, false},
    {"uses", {"使用人", "Uses"}, false},
    {"handles", {"经办人", "Handles"}, false},
    {"opposes", {"反对人", "Opposes"}, false},
    {"none", {"无决策权", "No part in decisions"}, false},
    {NULL, {NULL, NULL}, false},
};

#define NO_HINT \
    { NULL, NULL }
#define DATE_HINT \
    { "如 2026-03-05 或 2026年3月5日", "e.g. 2026-03-05 or 2026.3.5" }
#define LISTED (FIELD_COLUMN | FIELD_LIST)
#define CALLED (FIELD_FINDABLE | FIELD_CORE)

// key, label, type, level, group, min, max, flags, choices, hint, limits
static const struct field FIELDS[] = {
    {"name", {"姓名", "Name"}, FIELD_TEXT, LEVEL_INTERNAL, GROUP_IDENTITY, 1, 50, FIELD_REQUIRED | LISTED, NULL, NO_HINT, NULL},
    {"title", {"职务", "Title"}, FIELD_TEXT, LEVEL_INTERNAL, GROUP_IDENTITY, 0, 50, FIELD_LIST | FIELD_CORE, NULL, NO_HINT, NULL},
    {"department", {"部门", "Department"}, FIELD_TEXT, LEVEL_INTERNAL, GROUP_IDENTITY, 0, 50, 0, NULL, NO_HINT, NULL},
    {"decision", {"决策权", "Role in decisions"}, FIELD_CHOICE, LEVEL_INTERNAL, GROUP_IDENTITY, 0, 0, FIELD_LIST, DECISIONS, NO_HINT, NULL},

    {"mobile", {"手机", "Mobile"}, FIELD_PHONE, LEVEL_SECRET, GROUP_ADDRESS, 0, 0, CALLED | FIELD_LIST, NULL, NO_HINT, NULL},
    {"phone", {"电话", "Telephone"}, FIELD_PHONE, LEVEL_SECRET, GROUP_ADDRESS, 0, 0, CALLED, NULL, {"带区号，分机写在后面，如 0755-12345678-801", "With area code, an extension at the end: 0755-12345678-801"}, NULL},
    {"email", {"E-mail", "E-mail"}, FIELD_EMAIL, LEVEL_SECRET, GROUP_ADDRESS, 0, 0, FIELD_FINDABLE, NULL, NO_HINT, NULL},
    {"wechat", {"微信号", "WeChat"}, FIELD_TEXT, LEVEL_SECRET, GROUP_ADDRESS, 0, 50, 0, NULL, NO_HINT, NULL},

    {"birthday", {"生日", "Birthday"}, FIELD_DATE, LEVEL_SECRET, GROUP_PERSON, 0, 0, 0, NULL, DATE_HINT, NULL},
    {"home_address", {"家庭住址", "Home address"}, FIELD_TEXT, LEVEL_SECRET, GROUP_PERSON, 0, 200, 0, NULL, NO_HINT, NULL},
    {"identity_no", {"身份证号", "Identity number"}, FIELD_IDENTITY, LEVEL_TOP, GROUP_PERSON, 0, 0, FIELD_FINDABLE, NULL, {"只在确有需要时填写", "Only where it is really needed"}, NULL},
    {"preferences", {"喜好", "Preferences"}, FIELD_NOTE, LEVEL_SECRET, GROUP_PERSON, 0, 500, 0, NULL, NO_HINT, NULL},
    {"remarks", {"备注", "Remarks"}, FIELD_NOTE, LEVEL_SECRET, GROUP_PERSON, 0, 1000, 0, NULL, NO_HINT, NULL},
};

const struct field_table CONTACT_FIELDS = {
    .kind = KIND_CONTACT,
    .name = "contact",
    .label = {"联系人", "Contact"},
    .fields = FIELDS,
    .count = sizeof(FIELDS) / sizeof(FIELDS[0]),
    .chapters = BUILT_IN_CHAPTERS,
    .chapter_count = GROUP_COUNT,
};
