{{%AUTOESCAPE context="HTML"}}
[[layout]]
{{! Before a contact is deleted. NAME (of the customer) CONTACT_NAME JOB_TITLE MOBILE (mask) ACTION CANCEL VERSION CSRF. Posts csrf, version. }}
<div class="narrow">
<div class="page-head"><h1>{{TITLE}}</h1></div>
<form class="panel" method="post" action="{{ACTION}}" data-guard>
  <input type="hidden" name="csrf" value="{{CSRF}}">
  <input type="hidden" name="version" value="{{VERSION}}">
  <p>[[确定删除“{{NAME}}”的联系人“{{CONTACT_NAME}}”吗？]]</p>
  <p><b>{{CONTACT_NAME}}</b> {{JOB_TITLE}} <span class="mask">{{MOBILE}}</span></p>
  <p class="faint">[[联系人不再出现在档案中；在修改历史中可以恢复。]]</p>
  <div class="actions">
    <button class="btn btn-danger" type="submit">[[icon trash]][[删除联系人]]</button>
    <a class="btn" href="{{CANCEL}}" autofocus>[[取消]]</a>
  </div>
</form>
</div>
