{{%AUTOESCAPE context="HTML"}}
[[layout]]
{{! One contract, its text as of a revision. ID CONTRACT_NUMBER NAME CUSTOMER_ID CUSTOMER ARCHIVE_NO OWNER STATE KIND AMOUNT AMOUNT_WORDS (HAS_AMOUNT) SIGNED_ON UPDATED VERSION; REVISION_SHOWN,
    IS_CURRENT: it is the one that counts; MAY_EDIT, MAY_REVISE, MAY_SUBMIT; CAME_BACK: it was submitted and is a draft again; HAS_APPROVAL with APPROVAL_ID; REFUSED with REFUSAL;
    HAS_LACKS with rows LACK (HREF WORDS); HAS_REASONS with rows REASON (WORDS); the text as parts/contract_text.tpl has it; rows REVISION (REVISION_NUMBER CREATED CREATOR, SHOWN, PICKED, WAS_SUBMITTED with SUBMITTED); MAY_COMPARE: there are several.
    Posts /contract/ID/revise: csrf, version. }}
<div class="page-head">
  <div class="head-title">
    <a class="back" href="/contract" data-back="/contract">[[icon arrow-left]][[返回合同台账]]</a>
    <h1>{{NAME}}</h1>
  </div>
  <div class="page-actions">
    {{#HAS_APPROVAL}}<a class="btn" href="/approval/{{APPROVAL_ID:url_query_escape}}">[[icon checkbox]][[审批情况]]</a>{{/HAS_APPROVAL}}
    {{#MAY_REVISE}}<form method="post" action="/contract/{{ID:url_query_escape}}/revise" data-guard><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="version" value="{{VERSION}}"><button class="btn{{#CAME_BACK}} btn-primary{{/CAME_BACK}}" type="submit">[[icon copy]][[另起一稿]]</button></form>{{/MAY_REVISE}}
    {{#MAY_EDIT}}<a class="btn" href="/contract/{{ID:url_query_escape}}/edit">[[icon pencil]][[修改]]</a>{{/MAY_EDIT}}
    {{#MAY_SUBMIT}}<a class="btn btn-primary" href="/contract/{{ID:url_query_escape}}/submit/{{VERSION:url_query_escape}}">[[icon send]][[提交审批]]</a>{{/MAY_SUBMIT}}
  </div>
</div>
{{#REFUSED}}<p class="banner banner-warning" role="alert">[[icon alert-triangle]]{{REFUSAL}}</p>{{/REFUSED}}
<ul class="facts">
  <li><span>[[合同号]]</span> <b>{{CONTRACT_NUMBER}}</b></li>
  <li><span>[[状态]]</span> <b>{{STATE}}</b></li>
  <li><span>[[客户]]</span> <a href="/customer/{{CUSTOMER_ID:url_query_escape}}">{{CUSTOMER}}</a> <span class="faint">{{ARCHIVE_NO}}</span></li>
  <li><span>[[承办人]]</span> <b>{{OWNER}}</b></li>
  <li><span>[[合同类型]]</span> <b>{{KIND}}</b></li>
  {{#HAS_AMOUNT}}<li><span>[[合同金额]]</span> <b>{{AMOUNT}}</b> {{AMOUNT_WORDS}}</li>{{/HAS_AMOUNT}}
  <li><span>[[签订日期]]</span> <b>{{SIGNED_ON}}</b></li>
  <li><span>[[更新时间]]</span> <b>{{UPDATED}}</b></li>
</ul>
{{#IS_CURRENT}}
{{#CAME_BACK}}<p class="banner banner-warning">[[icon alert-circle]][[这一稿已提交过，未获批准或已撤回。请看审批意见，然后另起一稿修改。]]</p>{{/CAME_BACK}}
{{#HAS_LACKS}}
<section class="banner banner-warning lacks">
  <h2>[[icon list-check]][[提交前还要补]]</h2>
  <ul>{{#LACK}}<li><a href="{{HREF}}">{{WORDS}}</a></li>{{/LACK}}</ul>
</section>
{{/HAS_LACKS}}
{{#HAS_REASONS}}<p class="faint">[[合同类型的依据：]]{{#REASON}}{{WORDS}}{{#REASON_separator}} · {{/REASON_separator}}{{/REASON}}</p>{{/HAS_REASONS}}
{{/IS_CURRENT}}
[[>parts/contract_text.tpl]]
<section class="panel contract-part revisions" id="revisions">
  <h2>[[各稿]] <span class="count">[[现在显示第 {{REVISION_SHOWN}} 稿]]</span></h2>
  <ul>{{#REVISION}}<li>{{#SHOWN}}<b>{{/SHOWN}}<a href="/contract/{{ID:url_query_escape}}/revision/{{REVISION_NUMBER:url_query_escape}}"{{#SHOWN}} aria-current="page"{{/SHOWN}}>[[第 {{REVISION_NUMBER}} 稿]]</a>{{#SHOWN}}</b>{{/SHOWN}} <span class="faint">{{CREATED}} {{CREATOR}}</span>{{#WAS_SUBMITTED}} <span class="tag">[[{{SUBMITTED}} 提交]]</span>{{/WAS_SUBMITTED}}</li>{{/REVISION}}</ul>
  {{#MAY_COMPARE}}
  <form class="compare-form" method="get" action="/contract/{{ID:url_query_escape}}/compare">
    <label for="from">[[对比]]</label> <select class="form-select" id="from" name="from">{{#REVISION}}<option value="{{REVISION_NUMBER}}"{{#PICKED}} selected{{/PICKED}}>[[第 {{REVISION_NUMBER}} 稿]]</option>{{/REVISION}}</select>
    <label for="to">[[与]]</label> <select class="form-select" id="to" name="to">{{#REVISION}}<option value="{{REVISION_NUMBER}}"{{#SHOWN}} selected{{/SHOWN}}>[[第 {{REVISION_NUMBER}} 稿]]</option>{{/REVISION}}</select>
    <button class="btn" type="submit">[[icon arrows-diff]][[对比]]</button>
  </form>
  {{/MAY_COMPARE}}
</section>
