{{%AUTOESCAPE context="HTML"}}
[[layout]]
{{! Lists of cases. PERSON as typed, PERSON_INVALID with PERSON_MESSAGE; SHOWS_OPEN or SHOWS_DECIDED; FILTERED; HAS_ROWS with rows CASE, or NO_ROWS; pager. }}
<div class="page-head">
  <div class="head-title">
    <a class="back" href="/audit/desk">[[icon arrow-left]][[返回审计台]]</a>
    <h1>{{TITLE}}</h1>
  </div>
  <nav class="segments" aria-label="[[案件状态]]"><a href="/audit/desk/cases?person={{PERSON:url_query_escape}}"{{#SHOWS_OPEN}} aria-current="page"{{/SHOWS_OPEN}}>[[待处理]]</a><a href="/audit/desk/cases?decided=1&amp;person={{PERSON:url_query_escape}}"{{#SHOWS_DECIDED}} aria-current="page"{{/SHOWS_DECIDED}}>[[已处理]]</a></nav>
  <div class="page-actions">{{#HAS_ROWS}}[[>parts/pager.tpl]]{{/HAS_ROWS}}</div>
</div>
<form class="filters" method="get" action="/audit/desk/cases" role="search" aria-label="[[筛选案件]]">
  {{#SHOWS_DECIDED}}<input type="hidden" name="decided" value="1">{{/SHOWS_DECIDED}}
  <div><label for="person">[[账号或姓名]]</label><input class="form-control" id="person" name="person" type="text" value="{{PERSON}}" autocomplete="off" autocapitalize="none" spellcheck="false" aria-describedby="filter-note"{{#PERSON_INVALID}} aria-invalid="true"{{/PERSON_INVALID}}></div>
  <button class="btn btn-primary" type="submit">[[icon filter]][[筛选]]</button>
  {{#FILTERED}}<a class="btn" href="/audit/desk/cases">[[icon x]][[清除筛选]]</a>{{/FILTERED}}
  <div class="note" id="filter-note">{{#PERSON_INVALID}}<p class="fault">[[icon alert-circle]]{{PERSON_MESSAGE}}</p>{{/PERSON_INVALID}}</div>
</form>
{{#HAS_ROWS}}[[>parts/case_rows.tpl]]<div class="list-foot">[[>parts/pager.tpl]]</div>{{/HAS_ROWS}}
{{#NO_ROWS}}<section class="empty-state">[[icon circle-check]]<h2>[[没有这样的案件]]</h2></section>{{/NO_ROWS}}
