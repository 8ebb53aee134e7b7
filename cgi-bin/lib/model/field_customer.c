// The fields of a customer (ARC-2 static information, ARC-11 kinds) with their levels (CONF-1).
// A key is never renamed: it is in stored values, access records and import headings.
#include "model/field.h"

// ARC-11
static const struct choice KINDS[] = {
    {"supplier", {"供应商", "Supplier"}, false},
    {"dealer", {"经销商", "Dealer"}, false},
    {"contract", {"协议户", "Contract customer"}, false},
    {"direct", {"直接用户", "Direct user"}, false},
    {"special_advertising", {"特殊类：广告", "Special: advertising"}, false},
    {"special_bank", {"特殊类：银行", "Special: bank"}, false},
    {"special_government", {"特殊类：政府", "Special: government"}, false},
    {"special_tax", {"特殊类：工商税务", "Special: market regulation and tax"}, false},
    {"special_design", {"特殊类：设计院", "Special: design institute"}, false},
    {NULL, {NULL, NULL}, false},
};

static const struct choice NATURES[] = {
    {"central_state", {"中央企业", "Central state-owned enterprise"}, false},
    {"local_state", {"地方国有企业", "Local state-owned enterprise"}, false},
    {"state_holding", {"国有控股企业", "State-controlled enterprise"}, false},
    {"collective", {"集体企业", "Collective enterprise"}, false},
    {"private", {"民营企业", "Private enterprise"}, false},
    {"listed", {"股份有限公司（上市）", "Listed company"}, false},
    {"joint_stock", {"股份有限公司（非上市）", "Unlisted joint-stock company"}, false},
    {"joint_venture", {"中外合资企业", "Sino-foreign joint venture"}, false},
    {"foreign", {"外商独资企业", "Wholly foreign-owned enterprise"}, false},
    {"hmt", {"港澳台资企业", "Hong Kong, Macao or Taiwan enterprise"}, false},
    {"partnership", {"合伙企业", "Partnership"}, false},
    {"sole_proprietor", {"个人独资企业", "Sole proprietorship"}, false},
    {"individual", {"个体工商户", "Individual business"}, false},
    {"cooperative", {"农民专业合作社", "Farmers' co-operative"}, false},
    {"government", {"政府机关", "Government body"}, false},
    {"institution", {"事业单位", "Public institution"}, false},
    {"association", {"社会组织", "Social organisation"}, false},
    {"other", {"其它", "Other"}, false},
    {NULL, {NULL, NULL}, false},
};

// The sections of GB/T 4754-2017, manufacturing and transport, where most customers are, in more detail.
static const struct choice INDUSTRIES[] = {
    {"agriculture", {"农、林、牧、渔业", "Agriculture, forestry, animal husbandry and fishery"}, false},
    {"coal", {"煤炭", "Coal"}, false},
    {"oil_gas", {"石油和天然气", "Oil and gas"}, false},
    {"mining", {"金属与非金属矿采选", "Metal and non-metal mining"}, false},
    {"food", {"食品、饮料和烟草制造", "Food, beverages and tobacco"}, false},
    {"textile", {"纺织、服装和皮革", "Textiles, clothing and leather"}, false},
    {"wood_paper", {"木材、家具和造纸", "Wood, furniture and paper"}, false},
    {"chemical", {"化工", "Chemicals"}, false},
    {"pharmaceutical", {"医药制造", "Pharmaceuticals"}, false},
    {"rubber_plastic", {"橡胶和塑料", "Rubber and plastics"}, false},
    {"building_material", {"建材", "Building materials"}, false},
    {"steel", {"钢铁", "Iron and steel"}, false},
    {"nonferrous", {"有色金属", "Non-ferrous metals"}, false},
    {"metal_product", {"金属制品", "Metal products"}, false},
    {"machinery", {"机械设备制造", "Machinery"}, false},
    {"automotive", {"汽车制造", "Motor vehicles"}, false},
    {"ship_rail_air", {"船舶、铁路和航空航天设备", "Ships, railway and aerospace equipment"}, false},
    {"electrical", {"电气和仪器仪表", "Electrical equipment and instruments"}, false},
    {"electronics", {"电子和通信设备", "Electronics and communication equipment"}, false},
    {"other_manufacturing", {"其它制造业", "Other manufacturing"}, false},
    {"utilities", {"电力、热力、燃气和水", "Electricity, heat, gas and water"}, false},
    {"construction", {"建筑业", "Construction"}, false},
    {"wholesale_retail", {"批发和零售业", "Wholesale and retail"}, false},
    {"logistics", {"交通运输、仓储和邮政", "Transport, storage and post"}, false},
    {"hospitality", {"住宿和餐饮业", "Accommodation and catering"}, false},
    {"information", {"信息传输、软件和信息技术服务", "Information, software and IT services"}, false},
    {"finance", {"金融业", "Finance"}, false},
    {"real_estate", {"房地产业", "Real estate"}, false},
    {"business_service", {"租赁和商务服务", "Leasing and business services"}, false},
    {"research", {"科学研究和技术服务", "Research and technical services"}, false},
    {"environment", {"水利、环境和公共设施", "Water, environment and public facilities"}, false},
    {"resident_service", {"居民服务、修理和其它服务", "Household, repair and other services"}, false},
    {"education", {"教育", "Education"}, false},
    {"health", {"卫生和社会工作", "Health and social work"}, false},
    {"culture", {"文化、体育和娱乐", "Culture, sports and entertainment"}, false},
    {"public_administration", {"公共管理和社会组织", "Public administration and social organisations"}, false},
    {"international", {"国际组织", "International organisations"}, false},
    {NULL, {NULL, NULL}, false},
};

static const struct choice TRANSPORTS[] = {
    {"road", {"公路", "Road"}, false},
    {"rail", {"铁路", "Rail"}, false},
    {"inland_water", {"内河水运", "Inland waterway"}, false},
    {"coastal", {"沿海水运", "Coastal shipping"}, false},
    {"ocean", {"远洋水运", "Ocean shipping"}, false},
    {"air", {"航空", "Air"}, false},
    {"pipeline", {"管道", "Pipeline"}, false},
    {"road_rail", {"公铁联运", "Road and rail"}, false},
    {"road_water", {"公水联运", "Road and water"}, false},
    {"rail_water", {"铁水联运", "Rail and water"}, false},
    {"multimodal", {"多式联运", "Multimodal"}, false},
    {"express", {"快递、零担", "Express and part load"}, false},
    {"pickup", {"客户自提", "Collected by the customer"}, false},
    {"other", {"其它", "Other"}, false},
    {NULL, {NULL, NULL}, false},
};

static const struct choice TAXPAYERS[] = {
    {"general", {"一般纳税人", "General taxpayer"}, false},
    {"small", {"小规模纳税人", "Small-scale taxpayer"}, false},
    {"exempt", {"非增值税纳税人", "Not subject to VAT"}, false},
    {NULL, {NULL, NULL}, false},
};

static const struct choice SETTLEMENTS[] = {
    {"prepaid", {"预付款", "In advance"}, false},
    {"cash", {"现结", "On delivery"}, false},
    {"monthly", {"月结", "Monthly"}, false},
    {"quarterly", {"季结", "Quarterly"}, false},
    {"credit", {"账期", "On credit terms"}, false},
    {"instalment", {"分期", "By instalments"}, false},
    {"acceptance", {"承兑汇票", "Acceptance bill"}, false},
    {"letter_of_credit", {"信用证", "Letter of credit"}, false},
    {"other", {"其它", "Other"}, false},
    {NULL, {NULL, NULL}, false},
};

#define LISTED (FIELD_COLUMN | FIELD_LIST)
#define CALLED (FIELD_FINDABLE | FIELD_LIST | FIELD_CORE)
#define ASSIGNED (FIELD_FIXED | FIELD_COLUMN | FIELD_LIST | FIELD_UNIQUE)
#define NO_HINT \
    { NULL, NULL }
#define DATED \
    { "如 2026-03-05 或 2026年3月5日", "e.g. 2026-03-05 or 2026.3.5" }

// key, label, type, level, group, min, max, flags, choices, hint, limits
static const struct field FIELDS[] = {
    {"archive_no", {"档案编号", "Archive number"}, FIELD_NUMBER, LEVEL_INTERNAL, GROUP_IDENTITY, 0, 0, ASSIGNED, NULL, NO_HINT, NULL},
    {"code", {"客户编码", "Customer code"}, FIELD_NUMBER, LEVEL_INTERNAL, GROUP_IDENTITY, 0, 0, ASSIGNED, NULL, NO_HINT, NULL},
    {"name", {"公司名称", "Company name"}, FIELD_TEXT, LEVEL_PUBLIC, GROUP_IDENTITY, 2, 100, FIELD_REQUIRED | LISTED, NULL, {"与营业执照一致的全称", "The full name as on the business licence"}, NULL},
    {"credit_code", {"统一社会信用代码", "Unified social credit code"}, FIELD_CREDIT_CODE, LEVEL_PUBLIC, GROUP_IDENTITY, 0, 0, FIELD_COLUMN | FIELD_UNIQUE, NULL, {"18 位，营业执照上的代码", "18 characters, on the business licence"}, NULL},
    {"kind", {"客户类型", "Customer kind"}, FIELD_CHOICE, LEVEL_INTERNAL, GROUP_IDENTITY, 0, 0, LISTED, KINDS, NO_HINT, NULL},
    {"region", {"所在地区", "Region"}, FIELD_REGION, LEVEL_PUBLIC, GROUP_IDENTITY, 0, 0, LISTED, NULL, {"档案编号含地区，建档后编号不再改变；不填则以 000000 开头", "The archive number contains the region and stays the same afterwards; without one it begins with 000000"}, NULL},
    {"owner", {"目前跟进销售员", "Account manager"}, FIELD_PERSON, LEVEL_INTERNAL, GROUP_IDENTITY, 0, 0, LISTED, NULL, {"同事的账号或姓名", "A colleague's login or full name"}, NULL},
    {"nature", {"公司性质", "Nature of company"}, FIELD_CHOICE, LEVEL_PUBLIC, GROUP_IDENTITY, 0, 0, 0, NATURES, NO_HINT, NULL},
    {"legal_person", {"法人代表", "Legal representative"}, FIELD_TEXT, LEVEL_INTERNAL, GROUP_IDENTITY, 1, 50, 0, NULL, NO_HINT, NULL},
    {"established", {"成立日期", "Date of establishment"}, FIELD_DATE, LEVEL_PUBLIC, GROUP_IDENTITY, 0, 0, 0, NULL, DATED, NULL},

    {"industry", {"所属行业", "Industry"}, FIELD_CHOICE, LEVEL_PUBLIC, GROUP_BUSINESS, 0, 0, 0, INDUSTRIES, NO_HINT, NULL},
    {"goods", {"主要运输物资/产品", "Main goods / products"}, FIELD_TEXT, LEVEL_INTERNAL, GROUP_BUSINESS, 0, 200, 0, NULL, {"如：螺纹钢、焦炭", "e.g. rebar, coke"}, NULL},
    {"flow", {"物资主要流向", "Main flow of goods"}, FIELD_TEXT, LEVEL_INTERNAL, GROUP_BUSINESS, 0, 200, 0, NULL, {"如：唐山 → 上海、广州", "e.g. Tangshan → Shanghai, Guangzhou"}, NULL},
    {"transport", {"主要运输方式", "Main mode of transport"}, FIELD_CHOICE, LEVEL_INTERNAL, GROUP_BUSINESS, 0, 0, 0, TRANSPORTS, NO_HINT, NULL},
    {"scope", {"经营范围", "Scope of business"}, FIELD_NOTE, LEVEL_PUBLIC, GROUP_BUSINESS, 0, 1000, 0, NULL, NO_HINT, NULL},

    {"address", {"地址", "Address"}, FIELD_TEXT, LEVEL_PUBLIC, GROUP_ADDRESS, 0, 200, 0, NULL, {"街道和门牌号", "Street and number"}, NULL},
    {"phone", {"电话", "Telephone"}, FIELD_PHONE, LEVEL_SECRET, GROUP_ADDRESS, 0, 0, CALLED, NULL, {"手机号，或带区号的固定电话，如 0755-12345678", "A mobile number, or a fixed line with area code, e.g. 0755-12345678"}, NULL},
    {"fax", {"传真", "Fax"}, FIELD_PHONE, LEVEL_SECRET, GROUP_ADDRESS, 0, 0, 0, NULL, NO_HINT, NULL},
    {"email", {"E-mail", "E-mail"}, FIELD_EMAIL, LEVEL_SECRET, GROUP_ADDRESS, 0, 0, FIELD_FINDABLE, NULL, NO_HINT, NULL},
    {"website", {"网址", "Website"}, FIELD_URL, LEVEL_PUBLIC, GROUP_ADDRESS, 0, 0, 0, NULL, NO_HINT, NULL},

    {"registered_capital", {"注册资本", "Registered capital"}, FIELD_AMOUNT, LEVEL_PUBLIC, GROUP_FINANCE, 0, 0, 0, NULL, {"元，也可写 300万", "In yuan; 300万 is understood too"}, NULL},
    {"license_issued", {"营业执照发证日期", "Business licence issued on"}, FIELD_DATE, LEVEL_INTERNAL, GROUP_FINANCE, 0, 0, 0, NULL, DATED, NULL},
    {"license_expires", {"营业执照有效期至", "Business licence valid until"}, FIELD_DATE, LEVEL_INTERNAL, GROUP_FINANCE, 0, 0, 0, NULL, {"长期有效的不填", "Leave empty if unlimited"}, NULL},
    {"invoice_title", {"发票抬头", "Invoice title"}, FIELD_TEXT, LEVEL_INTERNAL, GROUP_FINANCE, 0, 100, 0, NULL, NO_HINT, NULL},
    {"tax_no", {"税务登记号", "Tax registration number"}, FIELD_CODE, LEVEL_INTERNAL, GROUP_FINANCE, 15, 20, 0, NULL, {"15 至 20 位", "15 to 20 characters"}, NULL},
    {"taxpayer", {"纳税人类型", "Kind of taxpayer"}, FIELD_CHOICE, LEVEL_INTERNAL, GROUP_FINANCE, 0, 0, 0, TAXPAYERS, NO_HINT, NULL},
    {"tax_registered", {"税务登记证发证日期", "Tax registration issued on"}, FIELD_DATE, LEVEL_INTERNAL, GROUP_FINANCE, 0, 0, 0, NULL, DATED, NULL},
    {"bank", {"开户银行", "Bank"}, FIELD_TEXT, LEVEL_TOP, GROUP_FINANCE, 4, 100, 0, NULL, {"写到支行", "Down to the branch"}, NULL},
    {"bank_account", {"银行账号", "Bank account"}, FIELD_BANK_ACCOUNT, LEVEL_TOP, GROUP_FINANCE, 0, 0, FIELD_FINDABLE, NULL, NO_HINT, NULL},
    {"finances", {"财务情况", "Financial findings"}, FIELD_NOTE, LEVEL_TOP, GROUP_FINANCE, 0, 1000, 0, NULL, NO_HINT, NULL},
    {"credit_limit", {"信用额度", "Credit limit"}, FIELD_AMOUNT, LEVEL_TOP, GROUP_FINANCE, 0, 0, 0, NULL, {"元，也可写 300万", "In yuan; 300万 is understood too"}, NULL},
    {"credit_findings", {"资信情况", "Credit findings"}, FIELD_NOTE, LEVEL_TOP, GROUP_FINANCE, 0, 1000, 0, NULL, NO_HINT, NULL},

    {"cooperation_start", {"合作起始日期", "Co-operation since"}, FIELD_DATE, LEVEL_INTERNAL, GROUP_COOPERATION, 0, 0, 0, NULL, DATED, NULL},
    {"cooperation_end", {"合作终止时间", "Co-operation until"}, FIELD_DATE, LEVEL_INTERNAL, GROUP_COOPERATION, 0, 0, 0, NULL, DATED, NULL},
    {"settlement", {"结算方式", "Terms of payment"}, FIELD_CHOICE, LEVEL_INTERNAL, GROUP_COOPERATION, 0, 0, 0, SETTLEMENTS, NO_HINT, NULL},
    // Notes, not lines: a mask hides a note whole, and the first characters of a price are the price.
    {"price", {"合作价格", "Agreed prices"}, FIELD_NOTE, LEVEL_SECRET, GROUP_COOPERATION, 0, 500, 0, NULL, NO_HINT, NULL},
    {"volume", {"年业务量", "Yearly volume"}, FIELD_NOTE, LEVEL_SECRET, GROUP_COOPERATION, 0, 200, 0, NULL, NO_HINT, NULL},
    {"remarks", {"备注", "Remarks"}, FIELD_NOTE, LEVEL_INTERNAL, GROUP_COOPERATION, 0, 2000, 0, NULL, {"不要写电话、账号等保密内容", "No telephone or account numbers here: they have fields of their own"}, NULL},
};

const struct field_table CUSTOMER_FIELDS = {
    .kind = KIND_CUSTOMER,
    .name = "customer",
    .label = {"客户", "Customer"},
    .fields = FIELDS,
    .count = sizeof(FIELDS) / sizeof(FIELDS[0]),
    .chapters = BUILT_IN_CHAPTERS,
    .chapter_count = GROUP_COUNT,
};
