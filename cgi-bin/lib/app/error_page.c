#include "app/error_page.h"

#include "base/log.h"

struct error_view {
    struct layout_view layout;
    int code;
    const char *heading;
    const char *advice;
    bool sign_in; // offers the way to the login page
};

static const struct binding ERROR_BINDINGS[] = {
    VIEW_PART(struct error_view, layout, LAYOUT),
    VIEW(struct error_view, CODE, code),
    VIEW(struct error_view, HEADING, heading),
    VIEW(struct error_view, ADVICE, advice),
    VIEW(struct error_view, SIGN_IN, sign_in),
    VIEW_END,
};
const struct view ERROR_VIEW = {"error.tpl", ERROR_BINDINGS};

struct explanation {
    struct text heading;
    struct text advice;
};

static const struct explanation EXPLANATIONS[STATUS_COUNT] = {
    [STATUS_INVALID] = {{"填写的内容有误", "Something entered is not right"},
                        {"请返回上一页，按提示更正后再提交。", "Go back, correct what is marked and submit again."}},
    [STATUS_BAD_REQUEST] = {{"无法理解这个请求", "This request can't be understood"},
                            {"请返回上一页重试；如果地址是手工输入的，请检查地址。",
                             "Go back and try again; if you typed the address, check it."}},
    [STATUS_UNAUTHENTICATED] = {{"您还没有登录，或登录已过期", "You are not signed in, or your session has ended"},
                                {"请登录后重新操作，刚才的内容没有保存。", "Please sign in and try again; nothing was saved."}},
    [STATUS_FORBIDDEN] = {{"您没有这项权限", "You are not entitled to do this"},
                          {"如果工作需要，请向您的上级申请相应的角色。",
                           "If your work needs it, ask your superior for the role."}},
    [STATUS_EXPIRED] = {{"这个页面已经过期", "This page is out of date"},
                        {"它是在另一次登录中打开的，没有保存任何内容。请返回、刷新页面后再提交。",
                         "It was opened in another sign-in, and nothing was saved. Go back, reload it and submit again."}},
    [STATUS_NOT_FOUND] = {{"没有找到", "Not found"},
                          {"它不存在、已被删除（例如随整批导入一起撤销），或不在您负责的范围内。请检查地址，或从菜单重新进入。",
                           "It does not exist, was removed (with an import that was undone, say) or is not within your responsibility. "
                           "Check the address or start from the menu."}},
    [STATUS_METHOD] = {{"这个地址不能这样使用", "This address can't be used this way"},
                       {"请从菜单进入相应的页面。", "Please use the menu to get to the page."}},
    [STATUS_CONFLICT] = {{"同事已先保存了修改", "A colleague saved a change first"},
                         {"请返回并刷新页面，查看最新内容后再修改。", "Go back, reload to see the newest state, then change it."}},
    [STATUS_STALE] = {{"字段设置刚刚有变动", "The fields were changed a moment ago"},
                      {"没有保存任何内容。请返回、刷新页面后再提交。", "Nothing was saved. Go back, reload the page and submit again."}},
    [STATUS_TOO_LARGE] = {{"提交的内容太大", "What was submitted is too large"},
                          {"一张表单最多 256 KB。请缩短内容后再提交。", "A form holds at most 256 KB. Shorten it and submit again."}},
    [STATUS_LIMITED] = {{"尝试次数太多", "Too many tries"}, {"请稍候再试。", "Please wait a little and try again."}},
    [STATUS_UNAVAILABLE] = {{"暂时无法完成", "This can't be done at the moment"},
                            {"系统的一部分暂时不可用，您的数据没有丢失，也没有泄露任何保密内容。请稍后重试；如仍不行，请把请求编号告诉管理员。",
                             "A part of the system is not available for the moment. Nothing was lost and nothing "
                             "confidential was disclosed. Try again shortly; if it stays so, give the administrator the "
                             "request number."}},
    [STATUS_FAULT] = {{"系统出错了", "Something went wrong in the system"},
                      {"您的数据没有改变。请把请求编号告诉管理员。",
                       "Your data has not been changed. Please give the administrator the request number."}},
};

void error_page(struct page *page, enum status status) {
    const struct explanation *explanation = &EXPLANATIONS[status];
    if (explanation->heading.zh == NULL)
        explanation = &EXPLANATIONS[STATUS_FAULT];
    struct error_view view = {
        .layout = page_layout(page),
        .code = status_http(status),
        .heading = text_in(page->ctx.lang, explanation->heading),
        .advice = text_in(page->ctx.lang, explanation->advice),
        .sign_in = status == STATUS_UNAUTHENTICATED,
    };
    view.layout.title = view.heading;
    if (page_render(page, view.code, &ERROR_VIEW, &view) == STATUS_OK)
        return;
    log_event(LOG_ERROR, "error_page_failed", NULL, 0);
    page->response->code = view.code;
    page->response->content_type = "text/plain; charset=utf-8";
    page->response->body = (struct buffer){.arena = page->ctx.arena};
    buffer_format(&page->response->body, "%s\n%s\n%s\n", view.heading, view.advice, page->request->number);
}
