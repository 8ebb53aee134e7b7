// The fields of a contract's text. A key is never renamed: each is a column of contract_revision, and part of what is signed
// (contract_digest). Prices and sums are no customer's personal data: whoever reaches the contract reads them.
#include "model/contract.h"

const struct choice CONTRACT_KIND_CHOICES[] = {
    {"oral", {"口头/格式合同", "Oral or standard form"}, false},
    {"usual", {"常规服务合同或订单", "Usual contract or order"}, false},
    {"special", {"特殊服务合同", "Special contract"}, false},
    {NULL, {NULL, NULL}, false},
};
static const struct choice YES[] = {{"yes", {"是", "Yes"}, false}, {NULL, {NULL, NULL}, false}};
static const struct choice CREDIT[] = {
    {"good", {"合格", "Good"}, false},
    {"reserved", {"有保留", "With reservations"}, false},
    {"poor", {"不合格", "Not good"}, false},
    {NULL, {NULL, NULL}, false},
};
static const struct choice DUES[] = {
    {"payment", {"付款", "Payment"}, false},
    {"delivery", {"履行", "Delivery"}, false},
    {NULL, {NULL, NULL}, false},
};

enum {
    PART_SUBJECT,
    PART_TERMS,
    PART_DEMANDS,
    PART_CREDIT
};
static const struct chapter CHAPTERS[] = {
    {PART_SUBJECT, {"合同", "Contract"}},
    {PART_TERMS, {"条款", "Terms"}},
    {PART_DEMANDS, {"客户的特殊要求", "Special demands"}},
    {PART_CREDIT, {"资信审查", "Credit check"}},
};

static const struct field_limits UNTIL_TODAY = {.prefix = "", .lowest = "", .highest = "", .no_future = true, .required_for = ""};
static const struct field_limits SOME = {.prefix = "", .lowest = "0.0001", .highest = "", .required_for = ""};

#define OPEN LEVEL_INTERNAL
#define NO_HINT \
    { NULL, NULL }

// key, label, type, level, group, min, max, flags, choices, hint, limits
static const struct field FIELDS[] = {
    {"title", {"合同名称", "Title"}, FIELD_TEXT, OPEN, PART_SUBJECT, 0, CONTRACT_TITLE_MAX, FIELD_REQUIRED, NULL, NO_HINT, NULL},
    {"kind", {"合同类型", "Kind"}, FIELD_CHOICE, OPEN, PART_SUBJECT, 0, 0, 0, CONTRACT_KIND_CHOICES, {"不选则按系统建议；可以选更严格的类型", "As proposed unless chosen; a stricter kind can be chosen"}, NULL},
    {"our_party", {"我方", "Our party"}, FIELD_TEXT, OPEN, PART_SUBJECT, 0, 100, 0, NULL, {"签约的公司全称", "The full name of the company that signs"}, NULL},
    {"other_party", {"对方", "Other party"}, FIELD_TEXT, OPEN, PART_SUBJECT, 0, 100, 0, NULL, NO_HINT, NULL},
    {"subject", {"合同内容", "Subject"}, FIELD_NOTE, OPEN, PART_SUBJECT, 0, 2000, 0, NULL, NO_HINT, NULL},

    {"amount", {"合同金额（元）", "Amount (yuan)"}, FIELD_AMOUNT, OPEN, PART_TERMS, 0, 0, 0, NULL, {"不填则取明细合计", "The sum of the lines unless filled in"}, NULL},
    {"valid_from", {"有效期自", "Valid from"}, FIELD_DATE, OPEN, PART_TERMS, 0, 0, 0, NULL, NO_HINT, NULL},
    {"valid_to", {"有效期至", "Valid to"}, FIELD_DATE, OPEN, PART_TERMS, 0, 0, 0, NULL, NO_HINT, NULL},
    {"payment", {"付款方式", "Payment"}, FIELD_NOTE, OPEN, PART_TERMS, 0, 1000, 0, NULL, NO_HINT, NULL},
    {"delivery", {"履行期限、地点和方式", "When, where and how it is carried out"}, FIELD_NOTE, OPEN, PART_TERMS, 0, 1000, 0, NULL, NO_HINT, NULL},
    {"note", {"备注", "Remarks"}, FIELD_NOTE, OPEN, PART_TERMS, 0, 500, 0, NULL, NO_HINT, NULL},

    {"special_quantity", {"对数量有特殊要求", "Special demands on quantity"}, FIELD_CHOICE, OPEN, PART_DEMANDS, 0, 0, 0, YES, NO_HINT, NULL},
    {"special_date", {"对日期有特殊要求", "Special demands on dates"}, FIELD_CHOICE, OPEN, PART_DEMANDS, 0, 0, 0, YES, NO_HINT, NULL},
    {"special_marking", {"对标志有特殊要求", "Special demands on marking"}, FIELD_CHOICE, OPEN, PART_DEMANDS, 0, 0, 0, YES, NO_HINT, NULL},
    {"special_packing", {"对包装有特殊要求", "Special demands on packing"}, FIELD_CHOICE, OPEN, PART_DEMANDS, 0, 0, 0, YES, NO_HINT, NULL},
    {"special_work", {"超出常规作业", "More than the usual operation"}, FIELD_CHOICE, OPEN, PART_DEMANDS, 0, 0, 0, YES, NO_HINT, NULL},

    {"credit_on", {"资信审查日期", "Credit checked on"}, FIELD_DATE, OPEN, PART_CREDIT, 0, 0, 0, NULL, NO_HINT, &UNTIL_TODAY},
    {"credit_result", {"资信审查结果", "Result of the check"}, FIELD_CHOICE, OPEN, PART_CREDIT, 0, 0, 0, CREDIT, NO_HINT, NULL},
    {"license", {"营业执照复印件已附", "Copy of the business licence attached"}, FIELD_CHOICE, OPEN, PART_CREDIT, 0, 0, 0, YES, NO_HINT, NULL},
    {"certificates", {"其他证照和存放处", "Other certificates, and where they lie"}, FIELD_TEXT, OPEN, PART_CREDIT, 0, 200, 0, NULL, NO_HINT, NULL},
};
static const struct field LINES[] = {
    {"item", {"项目", "Item"}, FIELD_TEXT, OPEN, 0, 0, 80, FIELD_REQUIRED, NULL, NO_HINT, NULL},
    {"unit", {"单位", "Unit"}, FIELD_TEXT, OPEN, 0, 0, 20, FIELD_REQUIRED, NULL, NO_HINT, NULL},
    {"quantity", {"数量", "Quantity"}, FIELD_DECIMAL, OPEN, 0, 0, 0, FIELD_REQUIRED, NULL, NO_HINT, &SOME},
    {"price", {"单价（元）", "Price (yuan)"}, FIELD_AMOUNT, OPEN, 0, 0, 0, FIELD_REQUIRED, NULL, NO_HINT, NULL},
};
static const struct field INSTALMENTS[] = {
    {"due", {"事项", "What"}, FIELD_CHOICE, OPEN, 0, 0, 0, FIELD_REQUIRED, DUES, NO_HINT, NULL},
    {"date", {"日期", "Date"}, FIELD_DATE, OPEN, 0, 0, 0, FIELD_REQUIRED, NULL, NO_HINT, NULL},
    {"sum", {"金额（元）", "Amount (yuan)"}, FIELD_AMOUNT, OPEN, 0, 0, 0, 0, NULL, NO_HINT, NULL},
    {"remark", {"说明", "Remark"}, FIELD_TEXT, OPEN, 0, 0, 100, 0, NULL, NO_HINT, NULL},
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

const struct field_table CONTRACT_FIELDS = {
    .name = "contract",
    .label = {"合同", "Contract"},
    .fields = FIELDS,
    .count = COUNT(FIELDS),
    .chapters = CHAPTERS,
    .chapter_count = COUNT(CHAPTERS),
};
const struct field_table LINE_FIELDS = {.name = "line", .label = {"明细", "Lines"}, .fields = LINES, .count = COUNT(LINES)};
const struct field_table DUE_FIELDS = {
    .name = "due", .label = {"付款和履行期次", "Instalments"}, .fields = INSTALMENTS, .count = COUNT(INSTALMENTS)};
