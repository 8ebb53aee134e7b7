{{%AUTOESCAPE context="HTML"}}
[[layout]]
{{! Before an import is undone. ID FILE_NAME UNDO_UNTIL CSRF; SAME SAME_CONTACTS go; HAS_CHANGED with CHANGED CHANGED_CONTACTS, SEEN (CHANGED as a plain number), rows CHANGED_ROW: CUSTOMER_ID ARCHIVE_NO NAME, HAS_MORE with LISTED; HAS_OUTSIDE with OUTSIDE; HAS_FAULT with FAULT; MAY_ACT with TOO (the box is ticked).
    Posts /import/ID/undo: csrf, seen, too. }}
<div class="narrow">
<div class="page-head"><h1>{{TITLE}}</h1></div>
{{#HAS_FAULT}}<p class="banner banner-warning" role="alert">[[icon alert-circle]]{{FAULT}}</p>{{/HAS_FAULT}}
<form class="panel" method="post" action="/import/{{ID:url_query_escape}}/undo">
  <input type="hidden" name="csrf" value="{{CSRF}}">
  <p>[[撤销这次导入？]] <b>{{FILE_NAME}}</b></p>
  <p>[[将删除 {{SAME}} 个客户、{{SAME_CONTACTS}} 位联系人，对所有人立即生效，不能恢复；之后可以重新导入同一个文件。]]</p>
  {{#HAS_CHANGED}}
  <p>[[导入后有 {{CHANGED}} 个客户（{{CHANGED_CONTACTS}} 位联系人）被修改过，会保留：]]</p>
  <ul class="plain named">{{#CHANGED_ROW}}<li><a href="/customer/{{CUSTOMER_ID:url_query_escape}}">{{NAME}}</a> <span class="faint">{{ARCHIVE_NO}}</span></li>{{/CHANGED_ROW}}</ul>
  {{#HAS_MORE}}<p class="faint">[[只列出最新的 {{LISTED}} 个，共 {{CHANGED}} 个。]]</p>{{/HAS_MORE}}
  <input type="hidden" name="seen" value="{{SEEN}}">
  {{/HAS_CHANGED}}
  {{#HAS_OUTSIDE}}<p>[[另有 {{OUTSIDE}} 个客户不在您负责的范围内，或已有合同，会保留。]]</p>{{/HAS_OUTSIDE}}
  <p class="faint">[[撤销会写入访问记录。期限：{{UNDO_UNTIL}}。]]</p>
  {{#MAY_ACT}}{{#HAS_CHANGED}}<label class="inline"><input class="form-check-input" type="checkbox" name="too" value="1"{{#TOO}} checked{{/TOO}}> [[修改过的也一并删除]]</label>{{/HAS_CHANGED}}{{/MAY_ACT}}
  <div class="actions">
    {{#MAY_ACT}}<button class="btn btn-danger" type="submit">[[撤销导入]]</button>{{/MAY_ACT}}
    <a class="btn" href="/import/{{ID:url_query_escape}}" autofocus>[[取消]]</a>
  </div>
</form>
</div>
