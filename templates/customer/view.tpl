{{%AUTOESCAPE context="HTML"}}
[[layout]]
{{! One customer. ID NAME ARCHIVE_NO CODE OWNER UNIT CREATED UPDATED CONTACT_COUNT; sections MAY_EDIT, HAS_CONTACTS or NO_CONTACTS;
    rows GROUP (KEY LABEL) with rows FIELD as in parts/record_fields.tpl; rows CONTACT: CONTACT_ID CONTACT_NAME and rows FIELD likewise.
    Addresses: /customer/ID/edit, /history, /contact/new, /contact/CONTACT_ID/edit, /contact/CONTACT_ID/delete. }}
<div class="page-head">
  <div class="head-title">
    <a class="back" href="/customer" data-back="/customer">[[icon arrow-left]][[返回客户列表]]</a>
    <h1>{{NAME}}</h1>
  </div>
  <div class="page-actions">
    <a class="btn" href="/customer/{{ID:url_query_escape}}/history">[[icon history]][[修改历史]]</a>
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
  <li><a href="#contacts">[[联系人]] {{CONTACT_COUNT}}</a></li>
</ul>
<div class="groups">
{{#GROUP}}
<section class="panel" id="{{KEY}}">
  <h2>{{LABEL}}</h2>
  [[>parts/record_fields.tpl]]
</section>
{{/GROUP}}
</div>
<section class="contacts" id="contacts" aria-labelledby="contacts-title">
  <div class="section-head">
    <h2 id="contacts-title">[[联系人]] <span class="count">{{CONTACT_COUNT}}</span></h2>
    {{#MAY_EDIT}}<a class="btn" href="/customer/{{ID:url_query_escape}}/contact/new">[[icon plus]][[新建联系人]]</a>{{/MAY_EDIT}}
  </div>
  {{#HAS_CONTACTS}}
  {{#CONTACT}}
  <article class="panel">
    <div class="section-head">
      <h3>{{CONTACT_NAME}}</h3>
      {{#MAY_EDIT}}
      <span class="row-actions">
        <a href="/customer/{{ID:url_query_escape}}/contact/{{CONTACT_ID:url_query_escape}}/edit">[[icon pencil]][[修改]] <span class="visually-hidden">{{CONTACT_NAME}}</span></a>
        <a class="danger" href="/customer/{{ID:url_query_escape}}/contact/{{CONTACT_ID:url_query_escape}}/delete">[[icon trash]][[删除]] <span class="visually-hidden">{{CONTACT_NAME}}</span></a>
      </span>
      {{/MAY_EDIT}}
    </div>
    [[>parts/record_fields.tpl]]
  </article>
  {{/CONTACT}}
  {{/HAS_CONTACTS}}
  {{#NO_CONTACTS}}<p class="panel faint">[[还没有联系人。]]</p>{{/NO_CONTACTS}}
</section>
