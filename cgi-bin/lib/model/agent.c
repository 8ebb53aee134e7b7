// Two tables: what a browser names itself by, and its system. The first row that fits counts, because browsers name those
// they descend from, too: WeCom says it is WeChat and Chrome and Safari.
#include "model/agent.h"

#include <stddef.h>
#include <string.h>

struct mark {
    const char *said; // part of what it says
    struct text words;
};

static const struct mark BROWSERS[] = {
    {"wxwork", {"企业微信", "WeCom"}},
    {"MicroMessenger", {"微信", "WeChat"}},
    {"DingTalk", {"钉钉", "DingTalk"}},
    {"Feishu", {"飞书", "Feishu"}},
    {"Lark", {"飞书", "Feishu"}},
    {"QQBrowser", {"QQ 浏览器", "QQ Browser"}},
    {"UCBrowser", {"UC 浏览器", "UC Browser"}},
    {"Quark", {"夸克", "Quark"}},
    {"HuaweiBrowser", {"华为浏览器", "Huawei Browser"}},
    {"MiuiBrowser", {"小米浏览器", "Mi Browser"}},
    {"SamsungBrowser", {"三星浏览器", "Samsung Internet"}},
    {"MetaSr", {"搜狗浏览器", "Sogou Explorer"}},
    {"360SE", {"360 浏览器", "360 Browser"}},
    {"360EE", {"360 浏览器", "360 Browser"}},
    {"QIHU", {"360 浏览器", "360 Browser"}},
    {"Edg/", {"Edge", "Edge"}},
    {"EdgA/", {"Edge", "Edge"}},
    {"EdgiOS/", {"Edge", "Edge"}},
    {"Edge/", {"Edge", "Edge"}},
    {"OPR/", {"Opera", "Opera"}},
    {"Firefox/", {"Firefox", "Firefox"}},
    {"FxiOS/", {"Firefox", "Firefox"}},
    {"CriOS/", {"Chrome", "Chrome"}},
    {"Chrome/", {"Chrome", "Chrome"}},
    {"Trident/", {"Internet Explorer", "Internet Explorer"}},
    {"MSIE ", {"Internet Explorer", "Internet Explorer"}},
    {"Safari/", {"Safari", "Safari"}},
    {NULL, {"未知浏览器", "Unknown browser"}},
};

static const struct mark SYSTEMS[] = {
    {"OpenHarmony", {"鸿蒙", "HarmonyOS"}},
    {"HarmonyOS", {"鸿蒙", "HarmonyOS"}},
    {"Windows", {"Windows", "Windows"}},
    {"Android", {"Android", "Android"}},
    {"iPhone", {"iPhone", "iPhone"}},
    {"iPad", {"iPad", "iPad"}},
    {"Macintosh", {"Mac", "Mac"}},
    {"CrOS", {"ChromeOS", "ChromeOS"}},
    {"Linux", {"Linux", "Linux"}},
    {NULL, {"", ""}},
};

static const char *find(const struct mark *mark, const char *agent, enum lang lang) {
    while (mark->said != NULL && strstr(agent, mark->said) == NULL)
        mark++;
    return text_in(lang, mark->words);
}

const char *agent_words(struct arena *arena, const char *agent, enum lang lang) {
    const char *browser = find(BROWSERS, agent, lang), *system = find(SYSTEMS, agent, lang);
    return *system != '\0' ? arena_format(arena, "%s · %s", browser, system) : browser;
}
