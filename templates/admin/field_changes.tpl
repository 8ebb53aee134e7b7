{{%AUTOESCAPE context="HTML"}}
[[layout]]
{{! What was changed in the fields. Sections HAS_ROWS or NO_ROWS, SETS_UP (may set up fields); rows CHANGE: TIME PERSON OF LABEL WHAT BEFORE AFTER; pager. }}
<div class="page-head">
  <h1>{{TITLE}}</h1>
  <p class="subject">{{#SETS_UP}}<a href="/admin/fields">[[icon chevron-left]][[全部字段]]</a> {{/SETS_UP}}<a href="/admin/record">[[icon history]][[管理记录]]</a></p>
</div>
{{#HAS_ROWS}}
<table class="rows rows-changes">
  <caption class="visually-hidden">{{TITLE}}</caption>
  <thead><tr><th scope="col" class="c-time">[[时间]]</th><th scope="col" class="c-person">[[人员]]</th><th scope="col" class="c-name">[[字段]]</th><th scope="col" class="c-type">[[改动]]</th><th scope="col" class="c-before">[[原来]]</th><th scope="col" class="c-after">[[现在]]</th></tr></thead>
  <tbody>
  {{#CHANGE}}
  <tr><td class="c-time">{{TIME}}</td><td class="c-person">{{PERSON}}</td><td class="c-name">{{OF}} · {{LABEL}}</td><td class="c-type">{{WHAT}}</td><td class="c-before">{{BEFORE}}</td><td class="c-after">{{AFTER}}</td></tr>
  {{/CHANGE}}
  </tbody>
</table>
<div class="list-foot">[[>parts/pager.tpl]]</div>
{{/HAS_ROWS}}
{{#NO_ROWS}}
<section class="empty-state">
  [[icon history]]
  <h2>[[还没有改动过字段]]</h2>
  <a class="btn" href="/admin/record">[[管理记录]]</a>
</section>
{{/NO_ROWS}}
