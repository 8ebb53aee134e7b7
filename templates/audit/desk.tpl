{{%AUTOESCAPE context="HTML"}}
[[layout]]
{{! The auditor's desk. OPEN GRAVE_ONES OLDEST (open cases); HAS_CASES with rows CASE (parts/case_rows.tpl), HAS_MORE, or NO_CASES; of this week: LOOKS SEARCHES
    REFUSALS WEEK_OPENED WEEK_DECIDED; the log: NEWEST NEWEST_AT (record), HAS_HEAD with HEAD_SEQ HEAD_TIME, HAS_KEYS (the
    signing key is not the first) with KEYS KEY_FROM KEY_AT, KEEP_DAYS (KEEP_MONTHS) and, when it was set shorter, SHORTENS with KEEP_WANTED KEEP_DUE, keys that are being rotated: ROTATES_DATA with DATA_SINCE, ROTATES_TOKEN; its verification: VERIFYING with VERIFIED of WHOLE
    (records), else MAY_VERIFY; WAS_VERIFIED with VERIFIED_AT FINDING, sections GOOD BAD, or NEVER_VERIFIED. Posts /audit/desk/verify: csrf. }}
<div class="page-head">
  <h1>{{TITLE}}</h1>
  <div class="page-actions">
    <a class="btn" href="/audit">[[icon list-search]][[访问记录]]</a>
    <a class="btn" href="/audit/desk/cases?decided=1">[[icon archive]][[已处理的案件]]</a>
    <a class="btn" href="/audit/desk/rules">[[icon adjustments]][[规则]]</a>
  </div>
</div>
<div class="desk">
<section class="panel">
  <h2>[[日志完整性]]</h2>
  <p>[[最新记录：第 {{NEWEST}} 号，{{NEWEST_AT}}]]</p>
  {{#HAS_HEAD}}<p>[[已签名并另存至第 {{HEAD_SEQ}} 号，{{HEAD_TIME}}]]</p>{{/HAS_HEAD}}
  {{#HAS_KEYS}}<p>[[签名密钥：第 {{KEYS}} 把，自第 {{KEY_FROM}} 号记录起，{{KEY_AT}}]]</p>{{/HAS_KEYS}}
  <p>[[记录保存 {{KEEP_DAYS}} 天（{{KEEP_MONTHS}} 个月）]]</p>
  {{#SHORTENS}}<p class="banner banner-warning">[[icon alert-circle]][[保存期限被缩短为 {{KEEP_WANTED}} 天，{{KEEP_DUE}} 起生效；在此之前可在系统设置中改回。]]</p>{{/SHORTENS}}
  {{#ROTATES_DATA}}<p>[[数据密钥正在更换，自 {{DATA_SINCE}} 起；旧密钥尚未销毁]]</p>{{/ROTATES_DATA}}
  {{#ROTATES_TOKEN}}<p>[[检索密钥正在更换：后台重建索引，期间照常检索]]</p>{{/ROTATES_TOKEN}}
  {{#WAS_VERIFIED}}
  <p class="finding{{#GOOD}} finding-good{{/GOOD}}{{#BAD}} finding-bad{{/BAD}}">{{#GOOD}}[[icon shield-check]]{{/GOOD}}{{#BAD}}[[icon alert-circle]]{{/BAD}}<span>[[{{VERIFIED_AT}} 验证：]]{{FINDING}}</span></p>
  {{/WAS_VERIFIED}}
  {{#NEVER_VERIFIED}}<p class="faint">[[还没有在这里验证过。]]</p>{{/NEVER_VERIFIED}}
  {{#VERIFYING}}<p class="finding" role="status">[[icon refresh]]<span>[[正在验证：已核对 {{VERIFIED}} 条，共 {{WHOLE}} 条。]] <a href="/audit/desk">[[刷新]]</a></span></p>{{/VERIFYING}}
  {{#MAY_VERIFY}}
  <form method="post" action="/audit/desk/verify">
    <input type="hidden" name="csrf" value="{{CSRF}}">
    <button class="btn btn-primary" type="submit">[[icon shield-check]][[立即验证]]</button>
  </form>
  {{/MAY_VERIFY}}
</section>
<section class="panel">
  <h2>[[本周]]</h2>
  <dl class="figures">
    <div><dt>[[查看保密内容]]</dt><dd>{{LOOKS}}</dd></div>
    <div><dt>[[按保密内容查找]]</dt><dd>{{SEARCHES}}</dd></div>
    <div><dt>[[被拒绝]]</dt><dd>{{REFUSALS}}</dd></div>
    <div><dt>[[新立案]]</dt><dd>{{WEEK_OPENED}}</dd></div>
    <div><dt>[[已处理]]</dt><dd>{{WEEK_DECIDED}}</dd></div>
  </dl>
</section>
</div>
<div class="section-head">
  <h2>[[待处理的案件]] <span class="count">{{#HAS_CASES}}[[{{OPEN}} 件，其中严重 {{GRAVE_ONES}} 件，最早立案于 {{OLDEST}}]]{{/HAS_CASES}}{{#NO_CASES}}[[0 件]]{{/NO_CASES}}</span></h2>
  {{#HAS_MORE}}<a class="btn" href="/audit/desk/cases">[[全部待处理的案件]]</a>{{/HAS_MORE}}
</div>
{{#HAS_CASES}}[[>parts/case_rows.tpl]]{{/HAS_CASES}}
{{#NO_CASES}}<section class="empty-state">[[icon circle-check]]<h2>[[没有待处理的案件]]</h2><p>[[异常使用（短时间大量查看、非工作时间、他人客户、反复被拒绝等）和离职、调动人员会出现在这里。]]</p></section>{{/NO_CASES}}
<p class="faint foot-note">[[记录中没有被查看的内容。您查看本页也已写入记录。]]</p>
