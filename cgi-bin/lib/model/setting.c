#include "model/setting.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

#define MINUTES \
    { "分钟", "minutes" }
#define TIMES \
    { "次", "times" }

const struct setting_rule SETTINGS[SETTING_COUNT] = {
    [SETTING_SESSION_IDLE] = {SETTING_SESSION_IDLE_KEY,
                              {"无操作自动退出", "Sign out when idle for"},
                              {"多久没有操作，就要重新登录：防止人离开后别人接着用。", "So long without doing anything, and one has to sign in again: nobody goes on in the place of who left."},
                              MINUTES,
                              5,
                              720,
                              SETTING_SESSION_IDLE_USUAL}, // ASVS 7.3.1
    [SETTING_SESSION_ABSOLUTE] = {SETTING_SESSION_ABSOLUTE_KEY,
                                  {"一次登录最长", "Longest session"},
                                  {"不论是否在操作，到时都要重新登录。", "After so long one has to sign in again, whatever was done."},
                                  {"小时", "hours"},
                                  1,
                                  24,
                                  SETTING_SESSION_ABSOLUTE_USUAL}, // ASVS 7.3.2
    [SETTING_LOCK_ACCOUNT] = {SETTING_LOCK_ACCOUNT_KEY,
                              {"同一账号输错几次后暂停登录", "Failures until an account rests"},
                              {"防止他人反复试密码。从第四次输错起，每次还要多等一会儿。", "Nobody can go on guessing a password. From the fourth failure on, each has to wait a little longer as well."},
                              TIMES,
                              4,
                              20,
                              SETTING_LOCK_ACCOUNT_USUAL}, // ASVS 6.3.1
    [SETTING_LOCK_ADDRESS] = {SETTING_LOCK_ADDRESS_KEY,
                              {"同一来源地址输错几次后暂停登录", "Failures until an address rests"},
                              {"防止从同一台电脑试许多账号。整个办公室可能共用一个地址，不宜太少。", "Nobody can try many accounts from one computer. A whole office may share one address: don't choose too few."},
                              TIMES,
                              25,
                              500,
                              SETTING_LOCK_ADDRESS_USUAL}, // ASVS 6.3.1
    [SETTING_LOCK_REST] = {SETTING_LOCK_REST_KEY,
                           {"暂停登录多久", "How long signing in rests"},
                           {"期满后可以再登录，输错次数重新计算。", "After it one can sign in again, and failures are counted anew."},
                           MINUTES,
                           5,
                           1440,
                           SETTING_LOCK_REST_USUAL}, // ASVS 6.3.1
    [SETTING_LOG_KEEP] = {"log.keep_months",
                          {"访问记录保存", "Keep the access log for"},
                          {"谁查看了哪些保密内容的记录。法规要求至少 6 个月。延长立即生效，缩短 30 天后才生效。", "The record of who saw which confidential content. The law demands 6 months at least. A longer time holds at once, a shorter one after 30 days."},
                          {"个月", "months"},
                          6,
                          120,
                          36},
    [SETTING_CONTRACT_SMALL] = {"contract.small_yuan",
                                {"小额合同的上限", "A small contract, up to"},
                                {"不超过此金额、单价都在公开价格区间内的，可以用口头或格式合同。", "Up to this sum, with every price within its open range, an oral or standard contract will do."},
                                {"元", "yuan"},
                                1,
                                1000000,
                                10000}, // CON-1
};

enum setting setting_find(const char *key) {
    unsigned i = 0;
    while (i < SETTING_COUNT && strcmp(SETTINGS[i].key, key) != 0)
        i++;
    return (enum setting)i;
}

enum status setting_check(enum setting setting, const char *typed, struct arena *arena, int64_t *value, struct text *message) {
    const struct setting_rule *rule = &SETTINGS[setting];
    const char *digits = utf8_valid(typed, strlen(typed)) ? utf8_narrow(arena, typed) : "";
    size_t length = strlen(digits);
    *value = length > 0 && length <= 9 && strspn(digits, "0123456789") == length ? strtoll(digits, NULL, 10) : -1;
    if (*value >= rule->least && *value <= rule->most)
        return STATUS_OK;
    *message = (struct text){
        arena_format(arena, "请填写 %" PRId64 " 至 %" PRId64 " 的整数", rule->least, rule->most),
        arena_format(arena, "Enter a whole number from %" PRId64 " to %" PRId64 ".", rule->least, rule->most),
    };
    return STATUS_INVALID;
}
