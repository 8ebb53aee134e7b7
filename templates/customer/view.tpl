{{%AUTOESCAPE context="HTML"}}
[[layout]]
{{! One customer. ID NAME ARCHIVE_NO CODE OWNER UNIT CREATED UPDATED CONTACT_COUNT; sections MAY_EDIT, MAY_DRAFT and HAS_CONTRACTS (may draft and read contracts), HAS_CONTACTS or NO_CONTACTS;
    rows CONTACT: CONTACT_ID CONTACT_NAME JOB_TITLE, rows NUMBER (手机, 电话: a column each) and, section HAS_FIELDS, rows FIELD, both as
    in parts/shown_value.tpl; rows GROUP (KEY LABEL), section HAS_FIELDS with rows FIELD likewise, HAS_EMPTY with EMPTY (labels).
    Addresses: /customer/ID/edit, /history, /contact/new, /contact/CONTACT_ID/edit, /contact/CONTACT_ID/delete. }}
<div class="page-head">
  <div class="head-title">
    <a class="back" href="/customer" data-back="/customer">[[icon arrow-left]][[返回客户列表]]</a>
    <h1>{{NAME}}</h1>
  </div>
  <div class="page-actions">
    <a class="btn" href="/customer/{{ID:url_query_escape}}/history">[[icon history]][[修改历史]]</a>
    {{#HAS_CONTRACTS}}<a class="btn" href="/contract?customer={{ID:url_query_escape}}">[[icon file-certificate]][[合同]]</a>{{/HAS_CONTRACTS}}
    {{#MAY_DRAFT}}<a class="btn" href="/contract/new/{{ID:url_query_escape}}">[[icon file-plus]][[起草合同]]</a>{{/MAY_DRAFT}}
    {{#MAY_EDIT}}<a class="btn btn-primary" href="/customer/{{ID:url_query_escape}}/edit">[[icon pencil]][[修改]]</a>{{/MAY_EDIT}}
  </div>
</div>
<ul class="facts">
  <li><span>[[档案编号]]</span> <b>{{ARCHIVE_NO}}</b></li>
  <li><span>[[客户编码]]</span> <b>{{CODE}}</b></li>
  <li><span>[[跟进销售员]]</span> <b>{{OWNER}}</b></li>
  <li><span>[[部门]]</span> <b>{{UNIT}}</b></li>
  <li><span>[[建档时间]]</span> <b>{{CREATED}}</b></li>
  <li><span>[[更新时间]]</span> <b>{{UPDATED}}</b></li>
</ul>
<section class="panel contacts" id="contacts" aria-labelledby="contacts-title">
  <div class="section-head">
    <h2 id="contacts-title">[[联系人]] <span class="count">{{CONTACT_COUNT}}</span></h2>
    {{#MAY_EDIT}}<a class="btn" href="/customer/{{ID:url_query_escape}}/contact/new">[[icon plus]][[新建联系人]]</a>{{/MAY_EDIT}}
  </div>
  {{#HAS_CONTACTS}}
  <table class="contact-table" aria-labelledby="contacts-title">
    <thead><tr><th scope="col" class="c-who">[[姓名]]</th><th scope="col" class="c-title">[[职务]]</th><th scope="col">[[手机]]</th><th scope="col">[[电话]]</th>{{#MAY_EDIT}}<th scope="col" class="c-actions"><span class="visually-hidden">[[操作]]</span></th>{{/MAY_EDIT}}</tr></thead>
    {{#CONTACT}}
    <tbody>
      <tr>
        <th scope="row" class="c-who">{{CONTACT_NAME}}</th>
        <td class="c-title">{{JOB_TITLE}}</td>
        {{#NUMBER}}<td class="c-phone" data-label="{{LABEL}}">[[>parts/shown_value.tpl]]</td>{{/NUMBER}}
        {{#MAY_EDIT}}
        <td class="c-actions"><span class="row-actions">
          <a href="/customer/{{ID:url_query_escape}}/contact/{{CONTACT_ID:url_query_escape}}/edit">[[icon pencil]][[修改]] <span class="visually-hidden">{{CONTACT_NAME}}</span></a>
          <a class="danger" href="/customer/{{ID:url_query_escape}}/contact/{{CONTACT_ID:url_query_escape}}/delete">[[icon trash]][[删除]] <span class="visually-hidden">{{CONTACT_NAME}}</span></a>
        </span></td>
        {{/MAY_EDIT}}
      </tr>
      {{#HAS_FIELDS}}<tr class="more"><td colspan="5"><dl class="inline-record">{{#FIELD}}<div><dt>{{LABEL}}</dt><dd>[[>parts/shown_value.tpl]]</dd></div>{{/FIELD}}</dl></td></tr>{{/HAS_FIELDS}}
    </tbody>
    {{/CONTACT}}
  </table>
  {{/HAS_CONTACTS}}
  {{#NO_CONTACTS}}<p class="faint">[[还没有联系人。]]</p>{{/NO_CONTACTS}}
</section>
<div class="groups">
{{#GROUP}}
<section class="panel" id="{{KEY}}">
  <h2>{{LABEL}}</h2>
  {{#HAS_FIELDS}}
  <dl class="record">
    {{#FIELD}}
    <div><dt>{{LABEL}}</dt><dd>[[>parts/shown_value.tpl]]</dd></div>
    {{/FIELD}}
  </dl>
  {{/HAS_FIELDS}}
  {{#HAS_EMPTY}}<p class="unfilled">[[未填：{{EMPTY}}]]</p>{{/HAS_EMPTY}}
</section>
{{/GROUP}}
</div>
