{{%AUTOESCAPE context="HTML"}}
[[layout]]
{{! What one person looked up, by day (rows BY_DAY), customer (BY_CUSTOMER) and field (BY_FIELD); SUBJECT_ID NAME SUBJECT_NO; FROM TO as typed, DATE_INVALID with DATE_MESSAGE, FILTERED; HAS_SUMS with rows ALL (one) and groups of LABEL NOTE (HAS_LINK: HREF, or NO_LINK)
    LOOKS SEARCHES REFUSALS (HAS_REFUSED) EXPORTS FIRST LAST; CUT: only the newest records are summed up; records: parts/log_rows.tpl, HAS_ROWS NO_ROWS ROW_COUNT, pager. }}
<div class="page-head">
  <div class="head-title">
    <a class="back" href="/audit" data-back="/audit">[[icon arrow-left]][[返回访问记录]]</a>
    <h1>[[此人查阅了什么]]</h1>
  </div>
  <p class="subject"><b>{{NAME}}</b> <span class="faint">{{SUBJECT_NO}}</span></p>
</div>
<form class="filters" method="get" action="/audit/person/{{SUBJECT_ID:url_query_escape}}" role="search" aria-label="[[按日期筛选]]">
  [[>parts/days.tpl]]
  <button class="btn btn-primary" type="submit">[[icon filter]][[筛选]]</button>
  {{#FILTERED}}<a class="btn" href="/audit/person/{{SUBJECT_ID:url_query_escape}}">[[icon x]][[清除筛选]]</a>{{/FILTERED}}
  <div class="note" id="filter-note">{{#DATE_INVALID}}<p class="fault">[[icon alert-circle]]{{DATE_MESSAGE}}</p>{{/DATE_INVALID}}</div>
</form>
{{#HAS_SUMS}}
{{#ALL}}
<dl class="figures panel">
  <div><dt>[[查看保密内容]]</dt><dd>{{LOOKS}}</dd></div>
  <div><dt>[[按保密内容查找]]</dt><dd>{{SEARCHES}}</dd></div>
  <div><dt>[[被拒绝]]</dt><dd>{{REFUSALS}}</dd></div>
  <div><dt>[[导出]]</dt><dd>{{EXPORTS}}</dd></div>
  <div><dt>[[首次]]</dt><dd>{{FIRST}}</dd></div>
  <div><dt>[[最近]]</dt><dd>{{LAST}}</dd></div>
</dl>
{{/ALL}}
{{#CUT}}<p class="banner banner-info">[[icon info-circle]][[记录太多：以下合计只包括最近的 10000 条。请用日期缩小范围。]]</p>{{/CUT}}
{{#GROUPS_CUT}}<p class="banner banner-info">[[icon info-circle]][[表格没有列全（{{GROUPS}}）。请用日期缩小范围。]]</p>{{/GROUPS_CUT}}
<div class="sums">
<table class="rows rows-sums">
  <caption class="visually-hidden">[[客户]]</caption>
  <thead><tr><th scope="col">[[客户]]</th>[[>parts/sum_head.tpl]]</tr></thead>
  <tbody>
    {{#BY_CUSTOMER}}<tr>[[>parts/sum_cells.tpl]]</tr>{{/BY_CUSTOMER}}
  </tbody>
</table>
<table class="rows rows-sums">
  <caption class="visually-hidden">[[项目]]</caption>
  <thead><tr><th scope="col">[[项目]]</th>[[>parts/sum_head.tpl]]</tr></thead>
  <tbody>
    {{#BY_FIELD}}<tr>[[>parts/sum_cells.tpl]]</tr>{{/BY_FIELD}}
  </tbody>
</table>
<table class="rows rows-sums">
  <caption class="visually-hidden">[[日期]]</caption>
  <thead><tr><th scope="col">[[日期]]</th>[[>parts/sum_head.tpl]]</tr></thead>
  <tbody>
    {{#BY_DAY}}<tr>[[>parts/sum_cells.tpl]]</tr>{{/BY_DAY}}
  </tbody>
</table>
</div>
{{/HAS_SUMS}}
<div class="section-head"><h2>[[逐条记录]] <span class="count">{{#HAS_ROWS}}[[本页 {{ROW_COUNT}} 条]]{{/HAS_ROWS}}</span></h2>{{#HAS_ROWS}}[[>parts/pager.tpl]]{{/HAS_ROWS}}</div>
{{#HAS_ROWS}}[[>parts/log_rows.tpl]]<div class="list-foot">[[>parts/pager.tpl]]</div>{{/HAS_ROWS}}
{{#NO_ROWS}}<section class="empty-state">[[icon eye-check]]<h2>[[没有符合条件的记录]]</h2></section>{{/NO_ROWS}}
<p class="faint foot-note">[[记录中没有被查看的内容。您查看本页也已写入记录。]]</p>
