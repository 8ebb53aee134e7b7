#include "app/notice.h"

#include <stddef.h>
#include <string.h>

static const struct {
    const char *key;
    struct text text;
} NOTICES[] = {
    {"found-by-value", {"按完整的电话或邮箱找到，已写入访问记录。", "Found by the full phone number or e-mail, which was recorded."}},
    {"created", {"已建档。", "Customer created."}},
    {"created-nowhere",
     {"已建档。没有填所在地区，档案编号以 000000 开头；以后补填地区，编号也不再改变。",
      "Customer created. Without a region its archive number begins with 000000, and stays so when one is filled in later."}},
    {"saved", {"已保存。", "Saved."}},
    {"saved-unasked",
     {"已保存。现在无法核对号码是否已登记在其他客户。", "Saved. Whether other customers have the same number could not be looked up just now."}},
    {"view-kept", {"视图已保存。", "The view is kept."}},
    {"view-default", {"以后打开“客户”就是这个视图。", "Customers opens with this view from now on."}},
    {"view-not-default", {"以后打开“客户”是全部客户。", "Customers opens with all customers from now on."}},
    {"columns-kept", {"列已保存。", "The columns are kept."}},
    {"view-taken", {"视图已归您管理，可以改名、共享或删除。", "The view is yours now: rename, share or delete it."}},
    {"view-restored", {"视图已恢复。", "The view is back."}},
    {"approval-approve", {"已同意。", "Approved."}},
    {"approval-decline", {"已答复不同意，申请退回修改。", "Declined; it goes back to the applicant."}},
    {"approval-return", {"已退回。", "Returned."}},
    {"approval-forward", {"已转办。", "Forwarded."}},
    {"approval-add_before", {"已加签，待其办理后回到您这里。", "Added; it comes back to you when they have answered."}},
    {"approval-add_beside", {"已加签。", "Added."}},
    {"approval-add_after", {"已加签，在您办理之后轮到。", "Added; they are asked after you."}},
    {"approval-ask", {"已询问申请人。", "The applicant is asked."}},
    {"approval-answer", {"已答复。", "Answered."}},
    {"approval-urge", {"已催办；一天只能催一次。", "Urged; once a day."}},
    {"approval-withdraw", {"申请已撤回。", "Withdrawn."}},
    {"delegation-given", {"委托已登记。", "Delegated."}},
    {"delegation-ended", {"委托已收回。", "Taken back."}},
    {"unchanged", {"没有改动。", "Nothing was changed."}},
    {"contact-created", {"联系人已新建。", "Contact created."}},
    {"contact-saved", {"联系人已保存。", "Contact saved."}},
    {"contact-deleted", {"联系人已删除；在修改历史中可以恢复。", "Contact deleted; it can be restored from the history."}},
    {"contact-restored", {"联系人已恢复。", "Contact restored."}},
    {"password-changed", {"密码已修改，其他登录已结束。", "Password changed; your other sessions have ended."}},
    {"language-changed", {"语言已更改。", "Language changed."}},
    {"account-notice-seen", {"已确认；在“我的账号”中还能看到。", "Noted; it still stands under My account."}},
    {"session-ended", {"这处登录已结束。", "That session has ended."}},
    {"sessions-ended", {"其他登录已全部结束。", "Your other sessions have ended."}},
    {"second-factor-off", {"二次验证已关闭，恢复码已作废。", "The second factor is off, and its recovery codes are void."}},
    {"second-factor-anew",
     {"设置已过期，或试错太多次：请重新开始。", "The set-up has expired, or there were too many wrong codes: please begin again."}},
    {"looks-saved", {"显示设置已保存。", "Display settings saved."}},
    {"field-added", {"字段已新增，所有表单立即可用。", "Field added; every form has it now."}},
    {"field-retired", {"字段已停用；内容还在，可以随时恢复。", "Field retired; what is stored stays, and it can be brought back."}},
    {"field-returned", {"字段已恢复使用。", "Field brought back."}},
    {"field-refused", {"没有改动：字段已满、名称重复，或系统要用到它。", "Nothing was changed: no room, a label that is taken, or a field the system rests on."}},
    {"field-level", {"密级已更改，立即生效。", "Level changed, with effect at once."}},
    {"dossier-loaded", {"客户信息档案已载入联系人。", "The dossier is loaded onto contacts."}},
    {"dossier-retired", {"客户信息档案已停用；内容还在。", "The dossier is retired; what is stored stays."}},
    {"case-decided", {"处理结果已记录。", "The outcome is recorded."}},
    {"rule-changed", {"规则已修改，并已写入访问记录。", "The rule was changed, which was recorded."}},
    {"verifying", {"验证已开始，完成后结果显示在下面。", "The verification has begun; its result will stand below."}},
    {"factor-taken", {"二次验证已取消，此人的登录已全部结束。", "The second factor is off, and this person's sessions have ended."}},
    {"person-left", {"账号已停用，登录已结束，工作已移交。", "The account is closed, sessions have ended, the work is handed over."}},
    {"person-moved", {"已调动，登录已结束。", "Moved; sessions have ended."}},
    {"unit-closed", {"单位已撤销，可以恢复。", "The unit is closed; it can be reopened."}},
    {"role-deleted", {"角色已删除。", "The role is deleted."}},
    {"setting-reset", {"已恢复默认值。", "Set back to the default."}},
    {"contract-created", {"合同已起草。", "The contract is drafted."}},
    {"contract-revised", {"已另起一稿，内容照上一稿。", "A new revision, with the text of the last one."}},
    {"contract-submitted", {"已提交审批。", "Submitted for approval."}},
    {"contract-fixed", {"这一稿已提交，不能再改；可以另起一稿。", "This revision was submitted and can't be changed; a new one can be begun."}},
    {"signed-out", {"您已退出。", "You are signed out."}},
};

const char *notice_text(const char *key, enum lang lang) {
    for (size_t i = 0; i < sizeof NOTICES / sizeof *NOTICES; i++)
        if (strcmp(NOTICES[i].key, key) == 0)
            return text_in(lang, NOTICES[i].text);
    return NULL;
}
