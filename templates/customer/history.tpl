{{%AUTOESCAPE context="HTML"}}
[[layout]]
{{! What was, what is, who and when, newest first. ID NAME ARCHIVE_NO; sections HAS_ROWS or NO_ROWS; rows CHANGE: TIME PERSON WHAT (customer or
    which contact) VERSION, sections CREATED DELETED RESTORABLE (with RESTORE, where to post csrf), HAS_ITEMS with rows ITEM: LABEL BEFORE AFTER (values or masks), section IS_SEALED;
    pager: HAS_PREVIOUS PREVIOUS_HREF HAS_NEXT NEXT_HREF. }}
<div class="medium">
<div class="page-head">
  <div class="head-title">
    <a class="back" href="/customer/{{ID:url_query_escape}}" data-back="/customer/{{ID:url_query_escape}}">[[icon arrow-left]][[返回档案]]</a>
    <h1>{{TITLE}}</h1>
  </div>
  <p class="subject"><b>{{NAME}}</b> <span class="faint">{{ARCHIVE_NO}}</span></p>
</div>
{{#HAS_ROWS}}
<ol class="changes">
  {{#CHANGE}}
  <li class="panel">
    <h2 class="change-head"><time>{{TIME}}</time> <b>{{PERSON}}</b> <span>{{WHAT}}</span>{{#CREATED}} <span class="stamp stamp-good">[[已新建]]</span>{{/CREATED}}{{#DELETED}} <span class="stamp stamp-bad">[[已删除]]</span>{{/DELETED}} <span class="faint">[[第 {{VERSION}} 版]]</span></h2>
    {{#RESTORABLE}}<form class="restore" method="post" action="{{RESTORE}}" data-guard><input type="hidden" name="csrf" value="{{CSRF}}"><button class="btn" type="submit">[[icon arrow-back-up]][[恢复联系人]] <span class="visually-hidden">{{WHAT}}</span></button></form>{{/RESTORABLE}}
    {{#HAS_ITEMS}}
    <table class="compare">
      <thead><tr><th scope="col">[[项目]]</th><th scope="col">[[原内容]]</th><th scope="col">[[新内容]]</th></tr></thead>
      <tbody>
        {{#ITEM}}
        <tr><th scope="row">{{LABEL}}{{#IS_SEALED}}[[icon lock]]{{/IS_SEALED}}</th><td class="before">{{BEFORE:pre_escape}}</td><td class="after">{{AFTER:pre_escape}}</td></tr>
        {{/ITEM}}
      </tbody>
    </table>
    {{/HAS_ITEMS}}
  </li>
  {{/CHANGE}}
</ol>
<div class="list-foot">[[>parts/pager.tpl]]</div>
{{/HAS_ROWS}}
{{#NO_ROWS}}<section class="empty-state">[[icon history]]<h2>[[还没有修改历史]]</h2></section>{{/NO_ROWS}}
</div>
