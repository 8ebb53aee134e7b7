{{%AUTOESCAPE context="HTML"}}
[[layout]]
{{! Lists of requests for approval: WAITING, MINE or DONE says which. HAS_ROWS with rows ROW (ID KIND NAME STEP STATE SINCE AMOUNT; HAS_APPLICANT with APPLICANT; HAS_LEFT with LEFT, LATE; FOR_OTHER with FOR_NAME: somebody whom one acts for; ASKED: a question waits for its answer), or NO_ROWS; pager. }}
<div class="page-head">
  <h1>{{TITLE}}</h1>
  <nav class="segments" aria-label="[[审批]]">
    <a href="/approval"{{#WAITING}} aria-current="page"{{/WAITING}}>[[待我审批]]</a>
    <a href="/approval/mine"{{#MINE}} aria-current="page"{{/MINE}}>[[我发起的]]</a>
    <a href="/approval/done"{{#DONE}} aria-current="page"{{/DONE}}>[[已办]]</a>
  </nav>
  <div class="page-actions">{{#HAS_ROWS}}[[>parts/pager.tpl]]{{/HAS_ROWS}}<a class="btn" href="/approval/delegation">[[icon users]][[委托代办]]</a></div>
</div>
{{#HAS_ROWS}}
<div class="rows-frame">
<table class="rows rows-requests" data-rows>
  <caption class="visually-hidden">{{TITLE}}</caption>
  <thead>
    <tr><th scope="col" class="c-name">[[事项]]</th><th scope="col" class="c-kind">[[类别]]</th><th scope="col" class="c-amount">[[金额（元）]]</th>{{#WAITING}}<th scope="col" class="c-owner">[[申请人]]</th>{{/WAITING}}{{#DONE}}<th scope="col" class="c-owner">[[申请人]]</th>{{/DONE}}<th scope="col" class="c-step">[[步骤]]</th><th scope="col" class="c-time">{{#WAITING}}[[收到时间]]{{/WAITING}}{{#MINE}}[[提交时间]]{{/MINE}}{{#DONE}}[[办理时间]]{{/DONE}}</th><th scope="col" class="c-state">{{#WAITING}}[[期限]]{{/WAITING}}{{#MINE}}[[状态]]{{/MINE}}{{#DONE}}[[办理结果]]{{/DONE}}</th></tr>
  </thead>
  <tbody>
    {{#ROW}}
    <tr><td class="c-name"><a href="/approval/{{ID:url_query_escape}}">{{NAME}}</a></td><td class="c-kind">{{KIND}}</td><td class="c-amount">{{AMOUNT}}</td>{{#HAS_APPLICANT}}<td class="c-owner">{{APPLICANT}}</td>{{/HAS_APPLICANT}}<td class="c-step">{{STEP}}{{#FOR_OTHER}} <span class="faint">[[代 {{FOR_NAME}}]]</span>{{/FOR_OTHER}}</td><td class="c-time">{{SINCE}}</td><td class="c-state">{{#WAITING}}{{#HAS_LEFT}}<span class="stamp stamp-plain{{#LATE}} stamp-bad{{/LATE}}">{{LEFT}}</span>{{/HAS_LEFT}}{{#ASKED}} <span class="stamp stamp-plain">[[待答复]]</span>{{/ASKED}}{{/WAITING}}{{#MINE}}{{STATE}}{{#HAS_LEFT}} <span class="stamp stamp-plain{{#LATE}} stamp-bad{{/LATE}}">{{LEFT}}</span>{{/HAS_LEFT}}{{#ASKED}} <span class="stamp stamp-bad">[[请答复]]</span>{{/ASKED}}{{/MINE}}{{#DONE}}{{STATE}}{{/DONE}}</td></tr>
    {{/ROW}}
  </tbody>
</table>
</div>
<div class="list-foot">[[>parts/pager.tpl]]</div>
{{/HAS_ROWS}}
{{#NO_ROWS}}<section class="empty-state">[[icon circle-check]]<h2>{{#WAITING}}[[没有等您审批的事项]]{{/WAITING}}{{#MINE}}[[您还没有提交过申请]]{{/MINE}}{{#DONE}}[[您还没有办理过审批]]{{/DONE}}</h2></section>{{/NO_ROWS}}
