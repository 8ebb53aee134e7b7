{{%AUTOESCAPE context="HTML"}}
[[layout]]
{{! One case. CASE: one row with RULE WHO LOGIN WORDS WEIGHT (GRAVE SERIOUS) OPENED CASE_COUNT CASE_ID, IS_OPEN or IS_DECIDED with DECISION; NUMBER,
    HAS_PERSON (it is about somebody) with PERSON_ID, OF_LOOKS with SINCE UNTIL, or IS_TOLD: what was done to the account, TOLD in words, rows USE (AT
    BROWSER ADDRESS, KNOWN or FRESH: signing in with the one-time password), MORE_USES (earlier ones are not listed), or UNUSED;
    WAS_DECIDED with DECIDED DECIDER DECISION_TEXT; MAY_DECIDE, or OWN (it is about oneself); rows VERDICT (KEY LABEL, section CHOSEN), TEXT as typed, FAULTY
    with MESSAGE, VERDICT_INVALID TEXT_INVALID; its records: parts/log_rows.tpl. Posts /audit/desk/case/NUMBER/decide: csrf, decision, text. }}
<div class="page-head">
  <div class="head-title">
    <a class="back" href="/audit/desk" data-back="/audit/desk">[[icon arrow-left]][[返回审计台]]</a>
    <h1>[[案件第 {{NUMBER}} 号]]</h1>
  </div>
  {{#HAS_PERSON}}<div class="page-actions"><a class="btn" href="/audit/person/{{PERSON_ID:url_query_escape}}">[[icon user]][[此人的全部查阅]]</a></div>{{/HAS_PERSON}}
</div>
<div class="desk">
<section class="panel">
  {{#CASE}}
  <h2>{{RULE}} <span class="weight{{#GRAVE}} weight-grave{{/GRAVE}}{{#SERIOUS}} weight-serious{{/SERIOUS}}">{{WEIGHT}}</span></h2>
  <p>{{WORDS}}</p>
  <dl class="record record-single">
    <div><dt>[[人员]]</dt><dd>{{WHO}} <span class="faint">{{LOGIN}}</span></dd></div>
    <div><dt>[[记录]]</dt><dd>[[{{CASE_COUNT}} 条]]</dd></div>
    <div><dt>[[立案]]</dt><dd>{{OPENED}} <span class="faint">[[案件第 {{CASE_ID}} 号]]</span></dd></div>
    <div><dt>[[状态]]</dt><dd>{{#IS_OPEN}}[[待处理]]{{/IS_OPEN}}{{#IS_DECIDED}}{{DECISION}}{{/IS_DECIDED}}</dd></div>
  </dl>
  {{/CASE}}
  <dl class="record record-single">
    {{#OF_LOOKS}}
    <div><dt>[[时间]]</dt><dd>{{SINCE}} — {{UNTIL}}</dd></div>
    {{/OF_LOOKS}}
    {{#IS_TOLD}}
    <div><dt>[[经过]]</dt><dd>{{TOLD}}</dd></div>
    {{#UNUSED}}<div><dt>[[一次性密码]]</dt><dd class="faint">[[还没有人用过]]</dd></div>{{/UNUSED}}
    {{#USE}}<div><dt>[[用它登录]]</dt><dd>[[{{AT}}，{{BROWSER}}，来自 {{ADDRESS}}]]<br>{{#KNOWN}}<span class="faint">[[此人以前用过的浏览器]]</span>{{/KNOWN}}{{#FRESH}}<span class="weight weight-serious">[[此人从未用过的浏览器]]</span>{{/FRESH}}</dd></div>{{/USE}}
    {{#MORE_USES}}<div><dt></dt><dd class="faint">[[更早的没有列出。]]</dd></div>{{/MORE_USES}}
    {{/IS_TOLD}}
  </dl>
</section>
<section class="panel">
  <h2>[[处理]]</h2>
  {{#WAS_DECIDED}}
  <dl class="record record-single">
    <div><dt>[[处理人]]</dt><dd>{{DECIDER}}</dd></div>
    <div><dt>[[处理时间]]</dt><dd>{{DECIDED}}</dd></div>
    <div><dt>[[说明]]</dt><dd>{{DECISION_TEXT}}</dd></div>
  </dl>
  <p class="faint">[[处理结果已写入访问记录，不能更改。]]</p>
  {{/WAS_DECIDED}}
  {{#OWN}}<p class="banner banner-warning">[[icon alert-circle]][[案件涉及您本人，须由其他审计员处理。]]</p>{{/OWN}}
  {{#MAY_DECIDE}}
  <form method="post" action="/audit/desk/case/{{NUMBER:url_query_escape}}/decide" novalidate data-guard>
    <input type="hidden" name="csrf" value="{{CSRF}}">
    {{#FAULTY}}<div class="banner banner-danger" role="alert" tabindex="-1" data-summary><h2>[[icon alert-circle]]{{MESSAGE}}</h2></div>{{/FAULTY}}
    <fieldset class="choices{{#VERDICT_INVALID}} invalid{{/VERDICT_INVALID}}">
      <legend class="visually-hidden">[[处理结果]]</legend>
      {{#VERDICT}}<label class="choice"><input class="form-check-input" type="radio" name="decision" value="{{KEY}}"{{#CHOSEN}} checked{{/CHOSEN}}> {{LABEL}}</label>{{/VERDICT}}
    </fieldset>
    <div class="field{{#TEXT_INVALID}} invalid{{/TEXT_INVALID}}">
      <label for="text">[[理由]]</label>
      <textarea class="form-control" id="text" name="text" rows="3" required{{#TEXT_INVALID}} aria-invalid="true"{{/TEXT_INVALID}} aria-describedby="text-note">{{TEXT}}</textarea>
      <div class="note" id="text-note"><p>[[4 至 300 个字。提交后写入访问记录，不能更改。]]</p></div>
    </div>
    <div class="actions"><button class="btn btn-primary" type="submit">[[icon check]][[提交处理结果]]</button></div>
  </form>
  {{/MAY_DECIDE}}
</section>
</div>
<div class="section-head"><h2>[[涉及的记录]] <span class="count">{{#HAS_ROWS}}[[本页 {{ROW_COUNT}} 条]]{{/HAS_ROWS}}</span></h2></div>
{{#HAS_ROWS}}[[>parts/log_rows.tpl]]<div class="list-foot">[[>parts/pager.tpl]]</div>{{/HAS_ROWS}}
{{#NO_ROWS}}{{#OF_LOOKS}}<p class="faint">[[没有记录：此人在这段时间没有查看或查找。]]</p>{{/OF_LOOKS}}{{#IS_TOLD}}<p class="faint">[[这个账号此后查阅了什么，见“此人的全部查阅”。]]</p>{{/IS_TOLD}}{{/NO_ROWS}}
