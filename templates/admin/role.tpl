{{%AUTOESCAPE context="HTML"}}
[[layout]]
{{! One role: ID NAME KEY PERMISSIONS SCOPE LEVEL SECOND_FACTOR ACTIVE, sections IS_OWN (nobody edits a role they hold) MAY_EDIT MAY_DELETE; rows
    HOLDER (PERSON_ID HOLDER_NAME LOGIN UNIT), sections HAS_HOLDERS or NO_HOLDERS, MORE (than are listed), HAS_CLOSED (CLOSED_COUNT closed accounts
    hold it, too), MAY_SEE_PEOPLE. }}
<div class="narrow">
<div class="page-head">
  <div class="head-title"><a class="back" href="/admin/role">[[icon arrow-left]][[角色]]</a><h1>{{NAME}}</h1></div>
  <div class="page-actions">
    {{#MAY_EDIT}}<a class="btn btn-primary" href="/admin/role/{{ID:url_query_escape}}/edit">[[icon edit]][[修改]]</a>{{/MAY_EDIT}}
    {{#MAY_DELETE}}<a class="btn" href="/admin/role/{{ID:url_query_escape}}/delete">[[icon trash]][[删除]]</a>{{/MAY_DELETE}}
  </div>
</div>
{{#IS_OWN}}<p class="banner banner-info" role="status">[[icon lock]][[您自己就是这个角色：请由另一位管理员修改。]]</p>{{/IS_OWN}}
<section class="panel">
  <dl class="record record-single">
    <div><dt>[[命令行代号]]</dt><dd><code>{{KEY}}</code></dd></div>
    <div><dt>[[权限]]</dt><dd>{{PERMISSIONS}}</dd></div>
    <div><dt>[[客户范围]]</dt><dd>{{SCOPE}}</dd></div>
    <div><dt>[[最高可查看到]]</dt><dd>{{LEVEL}}</dd></div>
    <div><dt>[[二次验证]]</dt><dd>{{SECOND_FACTOR}}</dd></div>
  </dl>
</section>
<section class="panel">
  <h2>[[担任此角色的人]] <span class="count">{{ACTIVE}}</span></h2>
  {{#HAS_HOLDERS}}<ul class="inline-list">{{#HOLDER}}<li>{{#MAY_SEE_PEOPLE}}<a href="/admin/person/{{PERSON_ID:url_query_escape}}">{{HOLDER_NAME}}</a>{{/MAY_SEE_PEOPLE}} <span class="faint">{{LOGIN}} {{UNIT}}</span></li>{{/HOLDER}}</ul>{{/HAS_HOLDERS}}
  {{#MORE}}<p class="faint">[[只列出前面的人。]]</p>{{/MORE}}
  {{#NO_HOLDERS}}<p class="faint">[[没有人担任此角色。]]</p>{{/NO_HOLDERS}}
  {{#HAS_CLOSED}}<p class="faint">[[另有 {{CLOSED_COUNT}} 个已停用的账号有此角色。]]</p>{{/HAS_CLOSED}}
</section>
</div>
