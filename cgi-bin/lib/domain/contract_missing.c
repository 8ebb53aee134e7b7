// What a contract needs before it may be submitted (CON-2).
#include <string.h>

#include "domain/contract_sql.h"

static void add(struct contract_lacks *lacks, const char *field, const char *zh, const char *en) {
    if (lacks->count < sizeof lacks->list / sizeof *lacks->list)
        lacks->list[lacks->count++] = (struct contract_lack){field, {zh, en}};
}

static const char *value(const struct contract_text *text, const char *key) {
    return text->record.values[field_index(&CONTRACT_FIELDS, key)];
}

// What may be empty in a draft only.
static void find_empty(const struct contract_text *text, struct contract_lacks *lacks) {
    static const struct contract_lack NEEDED[] = {
        {"our_party", {"没有填我方", "Our party is not named."}},
        {"other_party", {"没有填对方", "The other party is not named."}},
        {"subject", {"没有填合同内容", "The subject is missing."}},
        {"valid_from", {"没有填有效期的开始日期", "The day from which it is valid is missing."}},
        {"valid_to", {"没有填有效期的结束日期", "The day until which it is valid is missing."}},
        {"payment", {"没有填付款方式", "How it is paid is missing."}},
        {"delivery", {"没有填履行期限、地点和方式", "When, where and how it is carried out is missing."}},
        {"credit_on", {"没有填资信审查日期：起草前须先审查客户资信", "The credit was not checked: the day is missing."}},
        {"credit_result", {"没有填资信审查结果", "The result of the credit check is missing."}},
        {"license", {"没有附营业执照复印件", "No copy of the business licence is attached."}},
    };
    for (size_t i = 0; i < sizeof NEEDED / sizeof *NEEDED; i++)
        if (*value(text, NEEDED[i].field) == '\0')
            add(lacks, NEEDED[i].field, NEEDED[i].words.zh, NEEDED[i].words.en);
}

static void compare_sums(struct ctx *ctx, const struct contract_text *text, struct contract_lacks *lacks) {
    const int64_t amount = contract_amount(text), sum = contract_sum(&text->rows);
    int64_t paid = AMOUNT_NONE;
    bool fits = true;
    for (unsigned i = 0; i < text->rows.due_count; i++)
        if (strcmp(text->rows.dues[i].kind, "payment") == 0)
            fits &= amount_add(&paid, text->rows.dues[i].amount);
    if (text->rows.line_count == 0)
        add(lacks, "lines", "没有明细", "There are no lines.");
    else if (amount != sum)
        add(lacks, "amount",
            arena_format(ctx->arena, "合同金额 %s 元与明细合计 %s 元不一致", amount_shown(amount, ctx->arena),
                         amount_shown(sum, ctx->arena)),
            arena_format(ctx->arena, "The amount of %s yuan is not the sum of the lines, %s.", amount_shown(amount, ctx->arena),
                         amount_shown(sum, ctx->arena)));
    if (amount != AMOUNT_NONE && paid != AMOUNT_NONE && (!fits || paid != amount))
        add(lacks, "dues",
            arena_format(ctx->arena, "各期付款合计 %s 元与合同金额 %s 元不一致", amount_shown(paid, ctx->arena),
                         amount_shown(amount, ctx->arena)),
            arena_format(ctx->arena, "The payments come to %s yuan, the amount is %s.", amount_shown(paid, ctx->arena),
                         amount_shown(amount, ctx->arena)));
}

void contract_missing(struct ctx *ctx, const struct contract_text *text, const struct contract_proposal *proposal,
                      struct contract_lacks *lacks) {
    *lacks = (struct contract_lacks){.count = 0};
    if (text->frozen_at != 0)
        add(lacks, "revision", "这一稿已提交过，请先另起一稿", "This revision was submitted already: begin a new one first.");
    find_empty(text, lacks);
    compare_sums(ctx, text, lacks);
    if (text->kind < proposal->kind) { // prices changed since it was saved
        const struct text kind = contract_kind_label(proposal->kind);
        add(lacks, "kind", arena_format(ctx->arena, "合同类型应为“%s”：%s", kind.zh, proposal->reasons[0].zh),
            arena_format(ctx->arena, "The kind must be “%s”: %s", kind.en, proposal->reasons[0].en));
    }
}
