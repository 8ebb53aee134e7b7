{{%AUTOESCAPE context="HTML"}}
[[layout]]
{{! Who looked at what, when, why and with what result; never a value. Filters as typed: CUSTOMER (档案编号) PERSON (login) FROM TO (dates);
    sections CUSTOMER_INVALID (CUSTOMER_MESSAGE) PERSON_INVALID (PERSON_MESSAGE) DATE_INVALID (DATE_MESSAGE), FILTERED;
    HAS_HEAD with HEAD_SEQ HEAD_TIME (newest signed head); HAS_ROWS or NO_ROWS; ROW_COUNT;
    rows: parts/log_rows.tpl; pager. }}
<div class="page-head">
  <h1>{{TITLE}}</h1>
  {{#HAS_HEAD}}<p class="head-status">[[icon shield-check]][[已签名至第 {{HEAD_SEQ}} 号，{{HEAD_TIME}}]]</p>{{/HAS_HEAD}}
  <div class="page-actions">{{#HAS_ROWS}}<span class="faint">[[本页 {{ROW_COUNT}} 条]]</span>[[>parts/pager.tpl]]{{/HAS_ROWS}}</div>
</div>
<form class="filters" method="get" action="/audit" role="search" aria-label="[[筛选访问记录]]">
  <div><label for="customer">[[客户名称或编号]]</label><input class="form-control" id="customer" name="customer" type="text" value="{{CUSTOMER}}" autocomplete="off" aria-describedby="filter-note"{{#CUSTOMER_INVALID}} aria-invalid="true"{{/CUSTOMER_INVALID}}></div>
  <div><label for="person">[[账号或姓名]]</label><input class="form-control" id="person" name="person" type="text" value="{{PERSON}}" autocomplete="off" autocapitalize="none" spellcheck="false" aria-describedby="filter-note"{{#PERSON_INVALID}} aria-invalid="true"{{/PERSON_INVALID}}></div>
  [[>parts/days.tpl]]
  <button class="btn btn-primary" type="submit">[[icon filter]][[筛选]]</button>
  {{#FILTERED}}<a class="btn" href="/audit">[[icon x]][[清除筛选]]</a>{{/FILTERED}}
  <div class="note" id="filter-note">
    {{#CUSTOMER_INVALID}}<p class="fault">[[icon alert-circle]]{{CUSTOMER_MESSAGE}}</p>{{/CUSTOMER_INVALID}}
    {{#PERSON_INVALID}}<p class="fault">[[icon alert-circle]]{{PERSON_MESSAGE}}</p>{{/PERSON_INVALID}}
    {{#DATE_INVALID}}<p class="fault">[[icon alert-circle]]{{DATE_MESSAGE}}</p>{{/DATE_INVALID}}
  </div>
</form>
{{#HAS_ROWS}}
[[>parts/log_rows.tpl]]
<div class="list-foot">[[>parts/pager.tpl]]</div>
{{/HAS_ROWS}}
{{#NO_ROWS}}
<section class="empty-state">
  [[icon eye-check]]
  <h2>[[没有符合条件的记录]]</h2>
  {{#FILTERED}}<a class="btn" href="/audit">[[查看全部记录]]</a>{{/FILTERED}}
</section>
{{/NO_ROWS}}
<p class="faint foot-note">[[记录中没有被查看的内容。您查看本页也已写入记录。]]</p>
