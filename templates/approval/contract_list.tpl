{{%AUTOESCAPE context="HTML"}}
[[layout]]
{{! The ledger of contracts, newest first. Rows TAB (HREF LABEL, section CURRENT); HAS_ROWS with rows ROW: ID AT CONTRACT_NUMBER SIGNED_ON CONTRACT_TITLE PARTY KIND OWNER AMOUNT NOTE STATE, section
    IS_DRAFT; NONE_YET (MAY_WRITE) or NONE_OF_STATE; pager. }}
<div class="page-head">
  <h1>{{TITLE}}</h1>
  <nav class="segments" aria-label="[[合同状态]]">{{#TAB}}<a href="{{HREF}}"{{#CURRENT}} aria-current="page"{{/CURRENT}}>{{LABEL}}</a>{{/TAB}}</nav>
  <div class="page-actions">{{#HAS_ROWS}}[[>parts/pager.tpl]]{{/HAS_ROWS}}</div>
</div>
{{#HAS_ROWS}}
<table class="rows rows-contracts" data-rows>
  <caption class="visually-hidden">{{TITLE}}</caption>
  <thead><tr><th scope="col" class="c-seq">[[序号]]</th><th scope="col" class="c-number">[[合同号]]</th><th scope="col" class="c-date">[[签订日期]]</th><th scope="col" class="c-name">[[合同名称]]</th><th scope="col" class="c-party">[[合同方]]</th><th scope="col" class="c-kind">[[合同类型]]</th><th scope="col" class="c-owner">[[承办人]]</th><th scope="col" class="c-amount">[[合同金额（元）]]</th><th scope="col" class="c-state">[[状态]]</th><th scope="col" class="c-note">[[备注]]</th></tr></thead>
  <tbody>
    {{#ROW}}
    <tr><td class="c-seq">{{AT}}</td><td class="c-number">{{CONTRACT_NUMBER}}</td><td class="c-date">{{SIGNED_ON}}</td><td class="c-name" title="{{CONTRACT_TITLE}}"><a href="/contract/{{ID:url_query_escape}}">{{CONTRACT_TITLE}}</a></td><td class="c-party" title="{{PARTY}}">{{PARTY}}</td><td class="c-kind">{{KIND}}</td><td class="c-owner">{{OWNER}}</td><td class="c-amount">{{AMOUNT}}</td><td class="c-state"><span{{#IS_DRAFT}} class="faint"{{/IS_DRAFT}}>{{STATE}}</span></td><td class="c-note" title="{{NOTE}}">{{NOTE}}</td></tr>
    {{/ROW}}
  </tbody>
</table>
<div class="list-foot">[[>parts/pager.tpl]]</div>
{{/HAS_ROWS}}
{{#NONE_YET}}<section class="empty-state">[[icon file-certificate]]<h2>[[还没有合同]]</h2>{{#MAY_WRITE}}<p>[[合同从客户档案开始：打开一家客户，点“起草合同”。]]</p><a class="btn btn-primary" href="/customer">[[icon archive]][[选择客户]]</a>{{/MAY_WRITE}}</section>{{/NONE_YET}}
{{#NONE_OF_STATE}}<section class="empty-state">[[icon file-certificate]]<h2>[[没有这样的合同]]</h2><a class="btn" href="/contract">[[查看全部合同]]</a></section>{{/NONE_OF_STATE}}
