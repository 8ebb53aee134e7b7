#include "domain/import_columns.h"

#include <string.h>

#include "base/utf8.h"

// What people call a column, beside the field's key and labels; compared folded, so case, spaces and punctuation don't
// count.
struct alias {
    const char *key;
    const char *names; // separated by spaces
};

static const struct alias CUSTOMER_ALIASES[] = {
    {"name", "客户名称 企业名称 单位名称 公司全称 企业全称 客户全称 公司 客户 company customer customername companyname"},
    {"code", "客户编号 客户代码 编码"},
    {"archive_no", "档案号"},
    {"credit_code", "信用代码 社会信用代码 统一信用代码 统一社会信用代码证号 营业执照号 uscc"},
    {"kind", "客户种类 客户类别"},
    {"region", "地区 所属地区 所在地 省市区 行政区划 行政区 区域"},
    {"owner", "跟进人 跟进销售员 跟进销售 销售员 客户经理 业务员 owner salesperson"},
    {"nature", "企业性质 企业类型 公司类型"},
    {"legal_person", "法定代表人 法人 法人姓名"},
    {"established", "成立时间 注册日期 创立日期"},
    {"industry", "行业 所属行业分类"},
    {"goods", "主要运输物资 主要产品 主营产品 产品 物资 主营"},
    {"flow", "流向 物资流向 主要流向"},
    {"transport", "运输方式"},
    {"scope", "主营范围"},
    {"address", "公司地址 企业地址 详细地址 通讯地址 注册地址 办公地址"},
    {"phone", "公司电话 企业电话 电话号码 联系电话 固定电话 座机 固话 tel phonenumber"},
    {"fax", "传真号 传真号码 公司传真"},
    {"email", "邮箱 电子邮箱 电子邮件 公司邮箱 mail"},
    {"website", "网站 官网 公司网址 公司网站 homepage url web"},
    {"registered_capital", "注册资金"},
    {"license_expires", "营业执照到期日"},
    {"tax_no", "税号 纳税人识别号 税务登记证号"},
    {"bank", "开户行 银行"},
    {"bank_account", "账号 帐号 银行帐号 开户账号 开户帐号 银行账户"},
    {"cooperation_start", "合作开始日期 合作起始时间 开始合作日期"},
    {"cooperation_end", "合作终止日期 合作结束日期"},
    {"settlement", "付款方式"},
    {"remarks", "说明"},
};
static const struct alias CONTACT_ALIASES[] = {
    {"name", "联系人 联系负责人 主要联系人 联系人员 contact contactperson"},
    {"title", "职位 联系人职位"},
    {"mobile", "手机号 手机号码 移动电话 联系人手机号 联系手机 cell"},
    {"phone", "联系人电话号码 联系人联系电话"},
    {"email", "联系人邮箱 联系人电子邮箱"},
    {"wechat", "微信 联系人微信"},
    {"birthday", "出生日期"},
    {"identity_no", "身份证 身份证号码"},
    {"preferences", "爱好"},
};

static bool same(const char *folded, const char *name, struct arena *arena) {
    return strcmp(folded, utf8_fold(arena, name)) == 0;
}

static bool among(const char *folded, const char *names) {
    size_t length = strlen(folded);
    while (*names != '\0') {
        size_t size = strcspn(names, " ");
        if (size == length && memcmp(names, folded, size) == 0)
            return true;
        names += size + (names[size] == ' ');
    }
    return false;
}

static int find_alias(const struct field_table *table, const struct alias *aliases, size_t count, const char *folded) {
    for (size_t i = 0; i < count; i++)
        if (among(folded, aliases[i].names))
            return field_index(table, aliases[i].key);
    return -1;
}

static int find_label(const struct field_table *table, const char *folded, struct arena *arena) {
    for (size_t i = 0; i < table->count; i++) {
        const struct field *field = &table->fields[i];
        if (same(folded, field->key, arena) || same(folded, field->label.zh, arena) ||
            same(folded, field->label.en, arena))
            return (int)i;
    }
    return -1;
}

// 联系人手机, contact.mobile, Contact e-mail.
static int find_contact(const struct field_catalogue *fields, const char *folded, struct arena *arena) {
    static const char *const MARKS[] = {"联系人", "contact"};
    for (size_t i = 0; i < sizeof MARKS / sizeof MARKS[0]; i++) {
        size_t length = strlen(MARKS[i]);
        int field = strncmp(folded, MARKS[i], length) == 0 ? find_label(fields->contact, folded + length, arena) : -1;
        if (field >= 0)
            return field;
    }
    return find_alias(fields->contact, CONTACT_ALIASES, sizeof CONTACT_ALIASES / sizeof CONTACT_ALIASES[0], folded);
}

static enum column_use use_of(const struct field *field) {
    if (field->type == FIELD_NUMBER)
        return COLUMN_MATCH;
    return field->type == FIELD_PERSON ? COLUMN_OWNER : COLUMN_FIELD;
}

static bool find_folded(const struct field_catalogue *fields, const char *folded, struct arena *arena, struct import_column *column) {
    int field = find_label(fields->customer, folded, arena);
    if (field < 0)
        field = find_alias(fields->customer, CUSTOMER_ALIASES, sizeof CUSTOMER_ALIASES / sizeof CUSTOMER_ALIASES[0],
                           folded);
    if (field >= 0) {
        column->use = use_of(&fields->customer->fields[field]);
        column->field = (unsigned)field;
        return true;
    }
    field = find_contact(fields, folded, arena);
    if (field < 0)
        field = find_label(fields->contact, folded, arena);
    if (field < 0)
        return false;
    column->use = COLUMN_CONTACT;
    column->field = (unsigned)field;
    return true;
}

// 注册资本（万元） without what is in the brackets; NULL where there are none, or they hold anything but a harmless remark.
static const char *without_remark(const char *heading, struct arena *arena) {
    static const char REMARKS[] = "元 万元 亿元 千元 单位元 单位万元 单位亿元 单位千元 人民币 人民币元 人民币万元 必填 选填 必填项 选填项";
    const char *narrow = utf8_narrow(arena, utf8_trim(arena, heading));
    const char *bracket = strrchr(narrow, '(');
    if (bracket == NULL || narrow[strlen(narrow) - 1] != ')' || !among(utf8_fold(arena, bracket), REMARKS))
        return NULL;
    return arena_format(arena, "%.*s", (int)(bracket - narrow), narrow);
}

bool import_column_find(const struct field_catalogue *fields, const char *heading, struct arena *arena,
                        struct import_column *column) {
    if (find_folded(fields, utf8_fold(arena, heading), arena, column))
        return true;
    const char *bare = without_remark(heading, arena);
    return bare != NULL && find_folded(fields, utf8_fold(arena, bare), arena, column);
}

const char *import_column_unit(const char *heading, struct arena *arena) {
    static const struct {
        const char *said, *unit;
    } UNITS[] = {
        {"美元", "美元"},
        {"欧元", "欧元"},
        {"港元", "港元"},
        {"港币", "港币"},
        {"日元", "日元"},
        {"十万", "十万"},
        {"百万", "百万"},
        {"千万", "千万"},
        {"万元", "万"},
        {"(万)", "万"},
        {"亿元", "亿"},
        {"(亿)", "亿"},
        {"千元", "千元"},
    };
    const char *narrow = utf8_narrow(arena, heading);
    for (size_t i = 0; i < sizeof UNITS / sizeof UNITS[0]; i++)
        if (strstr(narrow, UNITS[i].said) != NULL)
            return UNITS[i].unit;
    return "";
}

bool import_column_of(const struct field_catalogue *fields, const char *key, struct import_column *column) {
    const bool contact = strncmp(key, "contact.", 8) == 0;
    const struct field_table *table = contact ? fields->contact : fields->customer;
    if (!contact && strncmp(key, "customer.", 9) != 0)
        return false;
    const int field = field_index(table, key + (contact ? 8 : 9));
    if (field < 0)
        return false;
    column->field = (unsigned)field;
    column->use = contact ? COLUMN_CONTACT : use_of(&table->fields[field]);
    return true;
}

const char *import_column_key(const struct field_catalogue *fields, const struct import_column *column, struct arena *arena) {
    if (column->use == COLUMN_IGNORED)
        return "";
    const bool contact = column->use == COLUMN_CONTACT;
    const struct field_table *table = contact ? fields->contact : fields->customer;
    return arena_format(arena, "%s.%s", contact ? "contact" : "customer", table->fields[column->field].key);
}

static bool is_ignored(const char *heading, const char *const *ignored, struct arena *arena) {
    const char *folded = utf8_fold(arena, heading);
    for (; ignored != NULL && *ignored != NULL; ignored++)
        if (same(folded, *ignored, arena))
            return true;
    return false;
}

static const struct import_column *twin(const struct import_columns *columns, const struct import_column *column) {
    for (unsigned i = 0; i < columns->count; i++)
        if (columns->rows[i].use == column->use && columns->rows[i].field == column->field)
            return &columns->rows[i];
    return NULL;
}

struct fault_list {
    struct column_fault *faults;
    unsigned most, count;
};

static void add_fault(struct fault_list *list, unsigned column, const char *zh, const char *en) {
    if (list->count < list->most)
        list->faults[list->count] = (struct column_fault){.column = column, .message = {zh, en}};
    list->count++;
}

static void map_column(const struct field_catalogue *fields, const char *heading, const char *const *ignored, struct arena *arena,
                       struct import_columns *columns, struct fault_list *list) {
    struct import_column column = {.heading = arena_string(arena, utf8_trim(arena, heading)), .use = COLUMN_IGNORED};
    const struct import_column *other;
    if (*column.heading == '\0' || is_ignored(column.heading, ignored, arena)) {
        column.use = COLUMN_IGNORED;
    } else if (!import_column_find(fields, column.heading, arena, &column)) {
        add_fault(list, columns->count, "不认识这一列：请改用字段名称（kedang fields 列出全部），或用 --ignore 略过它",
                  "unknown column: use a field's name (kedang fields lists them), or leave it out with --ignore");
    } else if ((other = twin(columns, &column)) != NULL) {
        add_fault(list, columns->count, arena_format(arena, "与“%s”列是同一个字段", other->heading),
                  arena_format(arena, "the same field as the column “%s”", other->heading));
    }
    columns->rows[columns->count++] = column;
}

static bool has_name(const struct field_catalogue *fields, const struct import_columns *columns) {
    struct import_column name = {.use = COLUMN_FIELD, .field = (unsigned)field_index(fields->customer, "name")};
    return twin(columns, &name) != NULL;
}

unsigned import_columns_map(const struct field_catalogue *fields, const struct import_heading *heading,
                            const char *const *ignored, struct arena *arena, struct import_columns *columns,
                            struct column_fault *faults, unsigned most) {
    struct fault_list list = {.faults = faults, .most = most};
    columns->count = 0;
    for (unsigned i = 0; i < heading->count; i++)
        map_column(fields, heading->texts[i], ignored, arena, columns, &list);
    if (!has_name(fields, columns))
        add_fault(&list, 0, "缺少“公司名称”列：要有一行写列名",
                  "there is no column “Company name”: one of the first rows must name the columns");
    return list.count;
}
