#include "domain/field_template.h"

#include <string.h>

#include "base/utf8.h"

const struct template_chapter DOSSIER_CHAPTERS[] = {
    {{"基本信息", "Identity"}, GROUP_IDENTITY},
    {{"家庭信息", "Family"}, -1},
    {{"个人生活、安全信息", "Personal life and safety"}, -1},
    {{"个人房产状况", "Housing"}, -1},
    {{"受社会尊重信息", "Social standing"}, -1},
    {{"自我认同价值", "Values"}, -1},
};
#define CHAPTERS (sizeof DOSSIER_CHAPTERS / sizeof *DOSSIER_CHAPTERS)

static const struct choice GENDERS[] = {
    {"male", {"男", "Male"}, false},
    {"female", {"女", "Female"}, false},
    {NULL, {NULL, NULL}, false},
};

#define N FIELD_NOTE
#define P FIELD_PHONE
#define NO_HINT \
    { "", "" }
// Notes rather than lines: their masks hide all of them.
const struct template_item DOSSIER_TABLE[DOSSIER_ITEMS] = {
    {1, 0, "dossier_gender", {"性别", "Gender"}, NO_HINT, FIELD_CHOICE, GENDERS},
    {2, 0, "dossier_mail_address", {"通讯地址", "Postal address"}, NO_HINT, N, NULL},
    {3, 0, "dossier_company", {"公司名称及地址", "Company name and address"}, NO_HINT, N, NULL},
    {4, 0, "dossier_office_phone", {"办公电话", "Office telephone"}, NO_HINT, P, NULL},
    {5, 0, "dossier_home_phone", {"家庭电话", "Home telephone"}, NO_HINT, P, NULL},
    {6, 0, "dossier_mobile", {"移动电话", "Mobile telephone"}, NO_HINT, P, NULL},
    {7, 0, "dossier_origin", {"籍贯", "Native place"}, NO_HINT, N, NULL},
    {8, 0, "dossier_education", {"教育背景", "Education"}, {"最高学历及毕业学校,是否在意学位", "Highest degree and school; whether degrees matter to them"}, N, NULL},
    {9, 1, "dossier_family", {"家庭状况", "Family circumstances"}, {"收入关系是否融洽", "Income; whether they get on well"}, N, NULL},
    {10, 1, "dossier_marriage", {"婚姻状况", "Marital status"}, NO_HINT, N, NULL},
    {11, 1, "dossier_spouse", {"配偶信息", "Spouse"}, {"电话、工作单位", "Telephone, employer"}, N, NULL},
    {12, 1, "dossier_spouse_education", {"配偶教育背景", "Spouse's education"}, NO_HINT, N, NULL},
    {13, 1, "dossier_spouse_interests", {"配偶兴趣", "Spouse's interests"}, NO_HINT, N, NULL},
    {14, 1, "dossier_parents", {"父母状况", "Parents"}, {"年龄、健康、兴趣", "Age, health, interests"}, N, NULL},
    {15, 1, "dossier_children", {"子女状况", "Children"}, {"出生日期、兴趣、就读学校", "Birthdays, interests, schools"}, N, NULL},
    {16, 1, "dossier_closest", {"家庭中最亲密的人", "Closest person in the family"}, NO_HINT, N, NULL},
    {17, 2, "dossier_dining", {"最偏好的就餐地点", "Favourite place to eat"}, {"午餐、晚餐喜欢什么地方就餐馆档次", "Where they like to have lunch and dinner; class of restaurant"}, N, NULL},
    {18, 2, "dossier_shopping", {"偏爱购物场所", "Favourite place to shop"}, NO_HINT, N, NULL},
    {19, 2, "dossier_dishes", {"最偏爱的菜式", "Favourite cuisine"}, {"中餐或西餐川菜或粤菜", "Chinese or Western, Sichuan or Cantonese"}, N, NULL},
    {20, 2, "dossier_drinking", {"饮酒", "Alcohol"}, {"饮酒否饮什么酒如不饮酒是否反对别人饮酒", "Whether and what they drink; if not, whether they mind others drinking"}, N, NULL},
    {21, 2, "dossier_smoking", {"抽烟", "Smoking"}, {"是否抽烟抽什么烟如不抽烟是否反对别人抽烟", "Whether and what they smoke; if not, whether they mind others smoking"}, N, NULL},
    {22, 2, "dossier_health", {"健康状况", "Health"}, {"病历及目前身体状况", "Medical history and present condition"}, N, NULL},
    {23, 2, "dossier_travel", {"远行交通工具", "Means of travel"}, NO_HINT, N, NULL},
    {24, 2, "dossier_societies", {"所属的社会组织", "Memberships"}, {"例如台商协会会员等", "e.g. a chamber of commerce"}, N, NULL},
    {25, 2, "dossier_sociability", {"社交热衷程度", "Keenness on social life"}, NO_HINT, N, NULL},
    {26, 3, "dossier_home", {"现居住状况", "Present home"}, {"包括现居住在何社区、何时置业此社区、是否已升值、对目前居住条件是否满意,因素", "Which community, bought when, risen in value, satisfied or not and why"}, N, NULL},
    {27, 3, "dossier_property", {"现房产投资状况", "Property investments"}, {"是否有商业投资、在何地段、是旺铺还是稳定收益型的或是不良投资;是否有下一步投资房产的打算", "Commercial property, where, thriving, steady or bad; plans for more"}, N, NULL},
    {28, 3, "dossier_ideal_home", {"理想居住状况", "Ideal home"}, {"购房时对下列那几方面最为关注:a、社区规划b、户型设计c、周边配套要求(学校、医院、商场等)d、社区配套方面e、绿化景观方面f、产品品质感方面g、品牌及发展商实力(可根据具体情况补充)", "What matters most when buying: a plan of the community, b layout, c surroundings (schools, hospitals, shops), d facilities, e greenery, f quality, g brand and developer"}, N, NULL},
    {29, 3, "dossier_buying_reason", {"由于何种原因而购房", "Reason for buying"}, NO_HINT, N, NULL},
    {30, 3, "dossier_bought_from_us", {"在我处购买物业的具体情况", "What they bought from us"}, {"户型、面积,为谁买等", "Layout, area, for whom"}, N, NULL},
    {31, 3, "dossier_knows_us", {"对建业房产的了解", "What they know of our developments"}, NO_HINT, N, NULL},
    {32, 3, "dossier_neighbours", {"对小区其他业主的素质是否在意", "Whether the neighbours' standing matters to them"}, NO_HINT, N, NULL},
    {33, 4, "dossier_position", {"职位", "Position"}, NO_HINT, N, NULL},
    {34, 4, "dossier_car", {"汽车品牌", "Make of car"}, NO_HINT, N, NULL},
    {35, 4, "dossier_plate", {"车牌号", "Licence plate"}, NO_HINT, N, NULL},
    {36, 4, "dossier_dress", {"服饰讲究", "Dress"}, NO_HINT, N, NULL},
    {37, 4, "dossier_sources", {"信息主要来源", "Main sources of information"}, NO_HINT, N, NULL},
    {38, 4, "dossier_admires", {"最佩服的人", "Most admired person"}, NO_HINT, N, NULL},
    {39, 5, "dossier_career_goal", {"事业目标", "Career goals"}, {"(长期): (短期):", "Long term; short term"}, N, NULL},
    {40, 5, "dossier_personal_goal", {"个人目标", "Personal goals"}, {"(长期): (短期):", "Long term; short term"}, N, NULL},
    {41, 5, "dossier_proud_of", {"自认为最得意的事", "What they are proudest of"}, NO_HINT, N, NULL},
    {42, 5, "dossier_mind", {"主见", "Judgement of their own"}, {"是不是有主见的人对外来意见接受程度", "Whether they have views of their own; how open to those of others"}, N, NULL},
};

#define DOSSIER_LENGTH 500 // characters of a note

enum template_state template_state(const struct ctx *ctx, const struct template_item *item) {
    if (field_find(ctx->fields->contact, item->key))
        return TEMPLATE_ACTIVE;
    return field_known(ctx->fields->contact, item->key) ? TEMPLATE_RETIRED : TEMPLATE_ABSENT;
}

static struct field_settings settings_of(const struct template_item *item, unsigned group) {
    return (struct field_settings){
        .label = item->label,
        .hint = item->hint,
        .type = item->type,
        .level = LEVEL_TOP,
        .group = group,
        .max = item->type == FIELD_NOTE ? DOSSIER_LENGTH : 0,
        .limits = {.prefix = "", .lowest = "", .highest = "", .required_for = ""},
        .private = true,
    };
}

static const struct field *same_label(struct ctx *ctx, const struct template_item *item) {
    const struct field_table *table = ctx->fields->contact;
    for (size_t i = 0; i < table->count; i++)
        if (strcmp(utf8_fold(ctx->arena, table->fields[i].label.zh), utf8_fold(ctx->arena, item->label.zh)) == 0 ||
            strcmp(utf8_fold(ctx->arena, table->fields[i].label.en), utf8_fold(ctx->arena, item->label.en)) == 0)
            return &table->fields[i];
    return NULL;
}

static enum status check(struct ctx *ctx, uint64_t items, struct field_fault *fault) {
    size_t more = 0;
    for (unsigned i = 0; i < DOSSIER_ITEMS; i++) {
        const struct template_item *item = &DOSSIER_TABLE[i];
        if ((items >> i & 1) == 0 || template_state(ctx, item) == TEMPLATE_ACTIVE)
            continue;
        more++;
        const struct field *taken = same_label(ctx, item);
        if (taken == NULL)
            continue;
        *fault = (struct field_fault){item->key, {arena_format(ctx->arena, "已有字段叫“%s”，请先改名或不选这一项", taken->label.zh), arena_format(ctx->arena, "There is a field “%s” already: relabel it, or leave this item out.", taken->label.en)}};
        return STATUS_INVALID;
    }
    if (more == 0)
        *fault = (struct field_fault){"", {"请至少勾选一项", "Tick at least one item."}};
    else if (ctx->fields->contact->count + more > FIELD_MAX)
        *fault = (struct field_fault){"", field_too_many(ctx, ctx->fields->contact->count, more)};
    else
        return STATUS_OK;
    return STATUS_INVALID;
}

static enum status load_item(struct ctx *ctx, const struct template_item *item, unsigned group) {
    const struct field *known = field_known(ctx->fields->contact, item->key);
    const struct field_settings settings = settings_of(item, group);
    if (known)
        return field_set_retired(ctx, KIND_CONTACT, known, false);
    TRY(field_insert(ctx, KIND_CONTACT, item->key, DOSSIER, &settings));
    return field_insert_choices(ctx, KIND_CONTACT, item->key, item->choices);
}

static enum status load(struct ctx *ctx, uint64_t items, struct field_fault *fault) {
    int groups[CHAPTERS];
    TRY(check(ctx, items, fault));
    for (size_t c = 0; c < CHAPTERS; c++)
        groups[c] = DOSSIER_CHAPTERS[c].group;
    unsigned added = 0;
    for (unsigned i = 0; i < DOSSIER_ITEMS; i++) {
        const struct template_item *item = &DOSSIER_TABLE[i];
        if ((items >> i & 1) == 0 || template_state(ctx, item) == TEMPLATE_ACTIVE)
            continue;
        if (groups[item->chapter] < 0) {
            unsigned group;
            TRY(field_group_add(ctx, DOSSIER_CHAPTERS[item->chapter].label, added, fault, &group));
            groups[item->chapter] = (int)group;
            added += group >= FIELD_GROUP_FIRST;
        }
        TRY(load_item(ctx, item, (unsigned)groups[item->chapter]));
    }
    return STATUS_OK;
}

enum status template_load(struct ctx *ctx, uint64_t items, struct field_fault *fault) {
    TRY(field_change_begin(ctx));
    return field_change_end(ctx, load(ctx, items, fault));
}

static enum status retire(struct ctx *ctx) {
    for (unsigned i = 0; i < DOSSIER_ITEMS; i++) {
        const struct field *field = field_find(ctx->fields->contact, DOSSIER_TABLE[i].key);
        if (field)
            TRY(field_set_retired(ctx, KIND_CONTACT, field, true));
    }
    return STATUS_OK;
}

enum status template_retire(struct ctx *ctx) {
    TRY(field_change_begin(ctx));
    return field_change_end(ctx, retire(ctx));
}
