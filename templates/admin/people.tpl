{{%AUTOESCAPE context="HTML"}}
[[layout]]
{{! People. Filters as asked: TEXT, rows UNIT_OPTION and STATE_OPTION (KEY LABEL, section SELECTED), section FILTERED; HAS_ROWS or NO_ROWS;
    ROW_COUNT; rows ROW: ID LOGIN NAME UNIT ROLES SUPERIOR, sections CLOSED NO_ACCOUNT UNLED; pager. }}
<div class="page-head">
  <h1>{{TITLE}}</h1>
  <div class="page-actions">
    {{#HAS_ROWS}}<span class="faint">[[本页 {{ROW_COUNT}} 人]]</span>[[>parts/pager.tpl]]{{/HAS_ROWS}}
    <a class="btn btn-primary" href="/admin/person/new">[[icon plus]][[新增人员]]</a>
  </div>
</div>
<form class="filters" method="get" action="/admin/person" role="search" aria-label="[[查找人员]]">
  <div><label for="q">[[姓名、账号或拼音首字母]]</label><input class="form-control" id="q" name="q" type="search" value="{{TEXT}}" autocomplete="off" autocapitalize="none" spellcheck="false" maxlength="60" autofocus></div>
  <div><label for="unit">[[单位]]</label><select class="form-select" id="unit" name="unit"><option value="">[[全部单位]]</option>{{#UNIT_OPTION}}<option value="{{KEY}}"{{#SELECTED}} selected{{/SELECTED}}>{{LABEL}}</option>{{/UNIT_OPTION}}</select></div>
  <div><label for="state">[[状态]]</label><select class="form-select" id="state" name="state">{{#STATE_OPTION}}<option value="{{KEY}}"{{#SELECTED}} selected{{/SELECTED}}>{{LABEL}}</option>{{/STATE_OPTION}}</select></div>
  <button class="btn" type="submit">[[icon search]][[查找]]</button>
  {{#FILTERED}}<a class="btn" href="/admin/person">[[icon x]][[清除筛选]]</a>{{/FILTERED}}
</form>
{{#HAS_ROWS}}
<table class="rows rows-people" data-rows>
  <caption class="visually-hidden">{{TITLE}}</caption>
  <thead>
    <tr>
      <th scope="col" class="c-name">[[姓名]]</th>
      <th scope="col" class="c-login" aria-sort="ascending">[[账号]]</th>
      <th scope="col" class="c-unit">[[单位]]</th>
      <th scope="col" class="c-roles">[[角色]]</th>
      <th scope="col" class="c-superior">[[上级]]</th>
      <th scope="col" class="c-state">[[状态]]</th>
    </tr>
  </thead>
  <tbody>
    {{#ROW}}
    <tr>
      <td class="c-name"><a href="/admin/person/{{ID:url_query_escape}}">{{NAME}}</a></td>
      <td class="c-login" title="{{LOGIN}}">{{LOGIN}}</td>
      <td class="c-unit" title="{{UNIT}}">{{UNIT}}</td>
      <td class="c-roles" title="{{ROLES}}">{{ROLES}}</td>
      <td class="c-superior" data-label="[[上级]]">{{SUPERIOR}}{{#UNLED}}<span class="faint">[[没有上级]]</span>{{/UNLED}}</td>
      <td class="c-state">{{#CLOSED}}<span class="stamp stamp-bad">[[已停用]]</span>{{/CLOSED}}{{#NO_ACCOUNT}}<span class="faint">[[不能登录]]</span>{{/NO_ACCOUNT}}</td>
    </tr>
    {{/ROW}}
  </tbody>
</table>
<div class="list-foot">[[>parts/pager.tpl]]</div>
{{/HAS_ROWS}}
{{#NO_ROWS}}
<section class="empty-state">
  [[icon users]]
  <h2>[[没有符合条件的人]]</h2>
  <p>[[可以输入姓名的一部分、账号的一部分，或姓名的拼音首字母（如 zs）。]]</p>
  <a class="btn" href="/admin/person">[[查看全部在职人员]]</a>
</section>
{{/NO_ROWS}}
