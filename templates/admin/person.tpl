{{%AUTOESCAPE context="HTML"}}
[[layout]]
{{! One person: ID NAME LOGIN UNIT SUPERIOR ROLES STATE, rows WORK (LABEL VALUE: what they are responsible for), SESSIONS SUBORDINATES UNITS;
    sections IS_SELF (nobody administers their own account), IS_ACTIVE or IS_CLOSED (both of others only), HAS_FACTOR or NO_FACTOR, UNLED
    MAY_READ_RECORD. }}
<div class="narrow">
<div class="page-head">
  <div class="head-title"><a class="back" href="/admin/person">[[icon arrow-left]][[人员]]</a><h1>{{NAME}}</h1></div>
  <div class="page-actions">
    {{#IS_ACTIVE}}<a class="btn btn-primary" href="/admin/person/{{ID:url_query_escape}}/edit">[[icon edit]][[修改]]</a>{{/IS_ACTIVE}}
    {{#IS_CLOSED}}<a class="btn btn-primary" href="/admin/person/{{ID:url_query_escape}}/reopen">[[icon user]][[恢复账号]]</a>{{/IS_CLOSED}}
  </div>
</div>
{{#IS_SELF}}<p class="banner banner-info" role="status">[[icon lock]][[这是您自己的账号：请由另一位管理员处理。密码和二次验证在“我的账号”中修改。]]</p>{{/IS_SELF}}
<section class="panel">
  <dl class="record record-single">
    <div><dt>[[账号]]</dt><dd>{{LOGIN}}</dd></div>
    <div><dt>[[单位]]</dt><dd>{{UNIT}}</dd></div>
    <div><dt>[[上级]]</dt><dd>{{SUPERIOR}}{{#UNLED}}<span class="faint">[[没有上级]]</span>{{/UNLED}}</dd></div>
    <div><dt>[[角色]]</dt><dd>{{ROLES}}</dd></div>
    <div><dt>[[状态]]</dt><dd>{{STATE}}</dd></div>
    <div><dt>[[二次验证]]</dt><dd>{{#HAS_FACTOR}}<span class="stamp stamp-good">[[已开启]]</span>{{/HAS_FACTOR}}{{#NO_FACTOR}}<span class="faint">[[未开启]]</span>{{/NO_FACTOR}}</dd></div>
  </dl>
</section>
<section class="panel">
  <h2>[[负责]]</h2>
  <ul class="facts">
    {{#WORK}}<li><span>{{LABEL}}</span> <b>{{VALUE}}</b></li>{{/WORK}}
    <li><span>[[下属]]</span> <b>{{SUBORDINATES}}</b></li>
    <li><span>[[负责的单位]]</span> <b>{{UNITS}}</b></li>
    <li><span>[[正在登录]]</span> <b>{{SESSIONS}}</b></li>
  </ul>
</section>
<section class="panel">
  <h2>[[账号操作]]</h2>
  <div class="actions">
    {{#IS_ACTIVE}}
    <a class="btn" href="/admin/person/{{ID:url_query_escape}}/password">[[icon key]][[重置密码]]</a>
    {{#HAS_FACTOR}}<a class="btn" href="/admin/person/{{ID:url_query_escape}}/second-factor">[[icon device-mobile]][[取消二次验证]]</a>{{/HAS_FACTOR}}
    <a class="btn" href="/admin/person/{{ID:url_query_escape}}/move">[[icon switch-horizontal]][[调动]]</a>
    <a class="btn" href="/admin/person/{{ID:url_query_escape}}/leave">[[icon logout]][[离职移交]]</a>
    {{/IS_ACTIVE}}
    {{#MAY_READ_RECORD}}<a class="btn" href="/admin/record?kind=person&amp;about={{ID:url_query_escape}}">[[icon history]][[管理记录]]</a>{{/MAY_READ_RECORD}}
  </div>
</section>
</div>
