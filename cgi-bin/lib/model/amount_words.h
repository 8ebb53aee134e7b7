// Sums of money in Chinese capital figures (人民币大写), as contracts and bills have them: 人民币壹仟肆佰零玖元伍角.
// After 《支付结算办法》附一 正确填写票据和结算凭证的基本规定 (中国人民银行, 银发〔1997〕393 号), 一至三.
#ifndef MODEL_AMOUNT_WORDS_H
#define MODEL_AMOUNT_WORDS_H

#include <stdint.h>

#include "base/arena.h"

#define AMOUNT_WORDS_MAX INT64_C(999999999999999999) // fen: 16 digits of yuan, up to thousands of 万亿

// Of 0 … AMOUNT_WORDS_MAX fen; "" for less or more. Where the rules leave it open: 整 stands behind 元 alone, and 零 behind 元 where
// there are no single yuan but 角 (壹仟陆佰捌拾元零叁角贰分), not before 仟 (壹拾万柒仟元).
const char *amount_words(int64_t fen, struct arena *arena);

#endif
