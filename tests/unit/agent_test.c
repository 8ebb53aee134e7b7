// Browsers in plain words: what the browsers of an office say, and what nobody says.
#include "support.h"

#include "model/agent.h"

#define WINDOWS "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
#define ANDROID "Mozilla/5.0 (Linux; Android 14; 23127PN0CC) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 "
#define IPHONE "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "

static const struct {
    const char *agent, *zh, *en;
} ROWS[] = {
    {WINDOWS "Chrome/130.0.0.0 Safari/537.36", "Chrome · Windows", "Chrome · Windows"},
    {WINDOWS "Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0", "Edge · Windows", "Edge · Windows"},
    {WINDOWS "Chrome/86.0.4240.198 Safari/537.36 QIHU 360EE", "360 浏览器 · Windows", "360 Browser · Windows"},
    {WINDOWS "Chrome/116.0 Safari/537.36 SE 2.X MetaSr 1.0", "搜狗浏览器 · Windows", "Sogou Explorer · Windows"},
    {WINDOWS "Chrome/122.0 Safari/537.36 QQBrowser/13.0", "QQ 浏览器 · Windows", "QQ Browser · Windows"},
    {WINDOWS "Chrome/122.0 Safari/537.36 OPR/108.0", "Opera · Windows", "Opera · Windows"},
    {"Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko", "Internet Explorer · Windows", "Internet Explorer · Windows"},
    {"Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox · Linux", "Firefox · Linux"},
    {"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15", "Safari · Mac", "Safari · Mac"},
    {ANDROID "Chrome/126.0 Mobile Safari/537.36 MicroMessenger/8.0.50", "微信 · Android", "WeChat · Android"},
    {ANDROID "Chrome/126.0 Mobile Safari/537.36 wxwork/4.1.30 MicroMessenger/7.0.1", "企业微信 · Android", "WeCom · Android"},
    {ANDROID "Chrome/126.0 Mobile Safari/537.36 DingTalk/7.6.0", "钉钉 · Android", "DingTalk · Android"},
    {"Mozilla/5.0 (Phone; OpenHarmony 5.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/114.0 Safari/537.36 ArkWeb/4.1 HuaweiBrowser/5.0", "华为浏览器 · 鸿蒙", "Huawei Browser · HarmonyOS"},
    {IPHONE "CriOS/130.0 Mobile/15E148 Safari/604.1", "Chrome · iPhone", "Chrome · iPhone"},
    {IPHONE "Version/18.1 Mobile/15E148 Safari/604.1", "Safari · iPhone", "Safari · iPhone"},
    {"Mozilla/5.0", "未知浏览器", "Unknown browser"},
    {"", "未知浏览器", "Unknown browser"},
    {"something of Linux", "未知浏览器 · Linux", "Unknown browser · Linux"},
};

static void test_every_browser_has_its_words(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        assert_string_equal(agent_words(arena, ROWS[i].agent, LANG_ZH), ROWS[i].zh);
        assert_string_equal(agent_words(arena, ROWS[i].agent, LANG_EN), ROWS[i].en);
    }
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_every_browser_has_its_words)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
