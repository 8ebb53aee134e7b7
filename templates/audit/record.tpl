{{%AUTOESCAPE context="HTML"}}
[[layout]]
{{! One access record in full; never a value. SEQ TIME WHO (HAS_PERSON: PERSON_ID) LOGIN ROLE SESSION ADDRESS RECORD_REQUEST (request number of the page looked at)
    CUSTOMER_NO CUSTOMER_NAME CUSTOMER_ID (section HAS_CUSTOMER) CONTACT_NAME (HAS_CONTACT) FIELD (IS_LOOK, or IS_READING: which part of the log) LEVEL (HAS_LEVEL IS_TOP) PURPOSE (HAS_PURPOSE)
    PURPOSE_TEXT (IS_LIST: of a list that left as a file, which one) CHANNEL RESULT (REFUSED) COUNT APPROVAL (HAS_APPROVAL) VALUE_HASH (HAS_HASH). }}
<div class="narrow">
<div class="page-head">
  <div class="head-title">
    <a class="back" href="/audit" data-back="/audit">[[icon arrow-left]][[返回访问记录]]</a>
    <h1>[[访问记录第 {{SEQ}} 号]]</h1>
  </div>
</div>
<section class="panel">
  <h2>[[谁]]</h2>
  <dl class="record record-single">
    <div><dt>[[人员]]</dt><dd>{{#HAS_PERSON}}<a href="/audit/person/{{PERSON_ID:url_query_escape}}">{{WHO}}</a>{{/HAS_PERSON}} <span class="faint">{{LOGIN}}</span></dd></div>
    <div><dt>[[角色]]</dt><dd>{{ROLE}}</dd></div>
    <div><dt>[[时间]]</dt><dd>{{TIME}}</dd></div>
    <div><dt>[[来源地址]]</dt><dd>{{ADDRESS}}</dd></div>
    <div><dt>[[会话]]</dt><dd><code>{{SESSION}}</code></dd></div>
    <div><dt>[[请求编号]]</dt><dd><code>{{RECORD_REQUEST}}</code></dd></div>
  </dl>
</section>
<section class="panel">
  <h2>[[看了什么，为什么]]</h2>
  <dl class="record record-single">
    {{#HAS_CUSTOMER}}<div><dt>[[客户]]</dt><dd><a href="/audit/customer/{{CUSTOMER_ID:url_query_escape}}">{{CUSTOMER_NAME}}</a> <span class="faint">{{CUSTOMER_NO}}</span></dd></div>{{/HAS_CUSTOMER}}
    {{#HAS_CONTACT}}<div><dt>[[所属联系人]]</dt><dd>{{CONTACT_NAME}}</dd></div>{{/HAS_CONTACT}}
    <div><dt>{{#IS_LOOK}}[[项目]]{{/IS_LOOK}}{{#IS_READING}}[[查阅范围]]{{/IS_READING}}</dt><dd>{{FIELD}}{{#HAS_LEVEL}} <span class="level{{#IS_TOP}} level-top{{/IS_TOP}}">{{LEVEL}}</span>{{/HAS_LEVEL}}</dd></div>
    {{#IS_LIST}}<div><dt>[[列表和条件]]</dt><dd>{{PURPOSE_TEXT}}</dd></div>{{/IS_LIST}}
    {{#HAS_PURPOSE}}<div><dt>[[用途]]</dt><dd>{{PURPOSE}} <span class="faint">{{PURPOSE_TEXT}}</span></dd></div>{{/HAS_PURPOSE}}
    <div><dt>[[途径]]</dt><dd>{{CHANNEL}}</dd></div>
    <div><dt>[[结果]]</dt><dd><span class="result{{#REFUSED}} result-refused{{/REFUSED}}{{#IS_NOTHING}} result-nothing{{/IS_NOTHING}}">{{RESULT}}</span></dd></div>
    <div><dt>[[涉及数量]]</dt><dd>{{COUNT}}</dd></div>
    {{#HAS_APPROVAL}}<div><dt>[[批准]]</dt><dd>{{APPROVAL}}</dd></div>{{/HAS_APPROVAL}}
    {{#HAS_HASH}}<div><dt>[[查找值的校验值]]</dt><dd><code>{{VALUE_HASH}}</code></dd></div>{{/HAS_HASH}}
  </dl>
</section>
</div>
