// The kind of a contract (CON-1), with the reasons in words.
#include <string.h>

#include "domain/contract_sql.h"
#include "domain/setting.h"

// Of each line the open prices that hold today. The day is the company's.
const struct sql CONTRACT_PRICES = {
    "contract.prices",
    "SELECT l.position, r.low, r.high, r.cost FROM contract_line l JOIN price_range r ON r.item = l.item AND r.unit = l.unit "
    "AND r.from_date = (SELECT max(n.from_date) FROM price_range n WHERE n.item = l.item AND n.unit = l.unit AND n.from_date <= "
    ":today) "
    "WHERE l.revision_id = :revision ORDER BY l.position",
};

#define YUAN 100 // fen

static void give_reason(struct contract_proposal *proposal, enum contract_kind kind, const char *zh, const char *en) {
    if (kind > proposal->kind) { // what spoke for a laxer one counts no more
        proposal->kind = kind;
        proposal->count = 0;
    }
    if (kind == proposal->kind && proposal->count < sizeof proposal->reasons / sizeof *proposal->reasons)
        proposal->reasons[proposal->count++] = (struct text){zh, en};
}

static void weigh_demands(struct ctx *ctx, const struct contract_text *text, struct contract_proposal *proposal) {
    static const char *const DEMANDS[] = {"special_quantity", "special_date", "special_marking", "special_packing", "special_work"};
    for (size_t i = 0; i < sizeof DEMANDS / sizeof *DEMANDS; i++) {
        const int at = field_index(&CONTRACT_FIELDS, DEMANDS[i]);
        const struct text label = CONTRACT_FIELDS.fields[at].label;
        if (*text->record.values[at] != '\0')
            give_reason(proposal, CONTRACT_SPECIAL, label.zh, arena_format(ctx->arena, "%s.", label.en));
    }
}

static void weigh_sum(struct ctx *ctx, const struct contract_text *text, int64_t small, struct contract_proposal *proposal) {
    const int64_t amount = contract_amount(text);
    const char *limit = amount_shown(small, ctx->arena);
    if (amount == AMOUNT_NONE)
        give_reason(proposal, CONTRACT_USUAL, "还没有金额", "There is no amount yet.");
    else if (amount > small)
        give_reason(proposal, CONTRACT_USUAL,
                    arena_format(ctx->arena, "金额 %s 元，超过小额 %s 元", amount_shown(amount, ctx->arena), limit),
                    arena_format(ctx->arena, "%s yuan are more than a small sum (%s).", amount_shown(amount, ctx->arena), limit));
    else
        give_reason(proposal, CONTRACT_ORAL,
                    arena_format(ctx->arena, "金额 %s 元，不超过小额 %s 元，单价都在公开价格区间内",
                                 amount_shown(amount, ctx->arena), limit),
                    arena_format(ctx->arena, "%s yuan are a small sum (up to %s), and every price is within its open range.",
                                 amount_shown(amount, ctx->arena), limit));
}

struct range {
    int64_t low, high, cost;
    bool known;
};

static void weigh_price(struct ctx *ctx, const struct contract_line *line, const struct range *range, unsigned number,
                        struct contract_proposal *proposal) {
    const char *price = amount_shown(line->price, ctx->arena), *cost = amount_shown(range->cost, ctx->arena);
    if (!range->known)
        give_reason(proposal, CONTRACT_USUAL, arena_format(ctx->arena, "第 %u 行“%s”没有公开价格", number, line->item),
                    arena_format(ctx->arena, "Line %u (%s) has no open price.", number, line->item));
    else if (line->price < range->cost)
        give_reason(proposal, CONTRACT_SPECIAL,
                    arena_format(ctx->arena, "第 %u 行“%s”单价 %s 元低于成本价 %s 元", number, line->item, price, cost),
                    arena_format(ctx->arena, "The price in line %u (%s), %s yuan, is below the cost of %s.", number, line->item,
                                 price, cost));
    else if (line->price < range->low || line->price > range->high)
        give_reason(
            proposal, CONTRACT_USUAL,
            arena_format(ctx->arena, "第 %u 行“%s”单价 %s 元不在公开价格区间内", number, line->item, price),
            arena_format(ctx->arena, "The price in line %u (%s), %s yuan, is outside its open range.", number, line->item, price));
}

static enum status read_ranges(struct ctx *ctx, const struct contract_text *text, struct range ranges[CONTRACT_LINES_MAX]) {
    struct query query = query_start(ctx->store, &CONTRACT_PRICES);
    query_bind_int(&query, ":revision", text->id);
    query_bind_text(&query, ":today", arena_copy(ctx->arena, time_minute(ctx->arena, clock_now(ctx->clock)), strlen("2026-01-05")));
    while (query_row(&query)) {
        const int64_t position = query_int(&query, 0);
        if (position >= 0 && position < CONTRACT_LINES_MAX)
            ranges[position] = (struct range){query_int(&query, 1), query_int(&query, 2), query_int(&query, 3), true};
    }
    return query_end(&query);
}

enum status contract_propose(struct ctx *ctx, const struct contract_text *text, struct contract_proposal *proposal) {
    struct range ranges[CONTRACT_LINES_MAX] = {{0}};
    int64_t figures[SETTING_COUNT];
    *proposal = (struct contract_proposal){.kind = CONTRACT_ORAL};
    TRY(setting_figures(ctx, figures, NULL));
    TRY(read_ranges(ctx, text, ranges));
    weigh_demands(ctx, text, proposal);
    for (unsigned i = 0; i < text->rows.line_count; i++)
        weigh_price(ctx, &text->rows.lines[i], &ranges[i], i + 1, proposal);
    if (text->rows.line_count == 0)
        give_reason(proposal, CONTRACT_USUAL, "没有明细，不能核对价格", "Without lines, no price can be compared.");
    weigh_sum(ctx, text, figures[SETTING_CONTRACT_SMALL] * YUAN, proposal);
    return STATUS_OK;
}
