{{%AUTOESCAPE context="HTML"}}
[[layout]]
{{! The record of administration. Filters as asked: PERSON (who acted; PERSON_INVALID with PERSON_MESSAGE) FROM TO (DATE_INVALID with DATE_MESSAGE), rows
    KIND_OPTION (KEY LABEL, section SELECTED), section FILTERED; HAS_ROWS or NO_ROWS, ROW_COUNT; rows ROW: TIME BY (section
    BY_COMMAND: at the command line) KIND SUBJECT ACTION, section HAS_CHANGE: FIELD BEFORE AFTER; pager. }}
<div class="page-head">
  <h1>{{TITLE}}</h1>
  <div class="page-actions"><a class="btn" href="/admin/fields/changes">[[icon forms]][[字段的改动]]</a>{{#HAS_ROWS}}<span class="faint">[[本页 {{ROW_COUNT}} 条]]</span>[[>parts/pager.tpl]]{{/HAS_ROWS}}</div>
</div>
<form class="filters" method="get" action="/admin/record" role="search" aria-label="[[筛选管理记录]]">
  <div><label for="kind">[[对象]]</label><select class="form-select" id="kind" name="kind">{{#KIND_OPTION}}<option value="{{KEY}}"{{#SELECTED}} selected{{/SELECTED}}>{{LABEL}}</option>{{/KIND_OPTION}}</select></div>
  <div><label for="person">[[操作人账号或姓名]]</label><input class="form-control" id="person" name="person" type="text" value="{{PERSON}}" autocomplete="off" autocapitalize="none" spellcheck="false" aria-describedby="filter-note"{{#PERSON_INVALID}} aria-invalid="true"{{/PERSON_INVALID}}></div>
  [[>parts/days.tpl]]
  <button class="btn btn-primary" type="submit">[[icon filter]][[筛选]]</button>
  {{#FILTERED}}<a class="btn" href="/admin/record">[[icon x]][[清除筛选]]</a>{{/FILTERED}}
  <div class="note" id="filter-note">
    {{#PERSON_INVALID}}<p class="fault">[[icon alert-circle]]{{PERSON_MESSAGE}}</p>{{/PERSON_INVALID}}
    {{#DATE_INVALID}}<p class="fault">[[icon alert-circle]]{{DATE_MESSAGE}}</p>{{/DATE_INVALID}}
  </div>
</form>
{{#HAS_ROWS}}
<table class="rows rows-record">
  <caption class="visually-hidden">{{TITLE}}</caption>
  <thead><tr><th scope="col" class="c-time">[[时间]]</th><th scope="col" class="c-by">[[操作人]]</th><th scope="col" class="c-what">[[对象]]</th><th scope="col" class="c-act">[[操作]]</th><th scope="col" class="c-before">[[原值]]</th><th scope="col" class="c-after">[[新值]]</th></tr></thead>
  <tbody>
    {{#ROW}}
    <tr>
      <td class="c-time">{{TIME}}</td>
      <td class="c-by" title="{{BY}}">{{BY}}{{#BY_COMMAND}} <span class="faint">[[命令行]]</span>{{/BY_COMMAND}}</td>
      <td class="c-what" title="{{KIND}} {{SUBJECT}}"><span class="faint">{{KIND}}</span> {{SUBJECT}}</td>
      <td class="c-act" title="{{ACTION}}{{#HAS_CHANGE}} · {{FIELD}}{{/HAS_CHANGE}}">{{ACTION}}{{#HAS_CHANGE}} · {{FIELD}}{{/HAS_CHANGE}}</td>
      <td class="c-before" title="{{BEFORE}}">{{BEFORE}}</td>
      <td class="c-after" title="{{AFTER}}">{{AFTER}}</td>
    </tr>
    {{/ROW}}
  </tbody>
</table>
<div class="list-foot">[[>parts/pager.tpl]]</div>
{{/HAS_ROWS}}
{{#NO_ROWS}}
<section class="empty-state">
  [[icon history]]
  <h2>[[没有符合条件的记录]]</h2>
  {{#FILTERED}}<a class="btn" href="/admin/record">[[查看全部记录]]</a>{{/FILTERED}}
</section>
{{/NO_ROWS}}
