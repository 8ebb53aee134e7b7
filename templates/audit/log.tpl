{{%AUTOESCAPE context="HTML"}}
[[layout]]
{{! Who looked at what, when, why and with what result; never a value. Filters as typed: CUSTOMER (档案编号) PERSON (login) FROM TO (dates);
    sections CUSTOMER_INVALID (CUSTOMER_MESSAGE) PERSON_INVALID (PERSON_MESSAGE) DATE_INVALID (DATE_MESSAGE), FILTERED;
    HAS_HEAD with HEAD_SEQ HEAD_TIME (newest signed head); HAS_ROWS or NO_ROWS; ROW_COUNT;
    rows ROW: SEQ TIME WHO (name) LOGIN ROLE CUSTOMER_NO CUSTOMER_NAME (section HAS_CUSTOMER) FIELD LEVEL (sections HAS_LEVEL IS_TOP)
    PURPOSE PURPOSE_TEXT (all these in section IS_LOOK; IS_READING: FIELD says which part of the log was read)
    CHANNEL RESULT (section REFUSED, or IS_NOTHING: a search without a hit) ADDRESS; pager. A row leads to /audit/SEQ. }}
<div class="page-head">
  <h1>{{TITLE}}</h1>
  {{#HAS_HEAD}}<p class="head-status">[[icon shield-check]][[已签名至第 {{HEAD_SEQ}} 号，{{HEAD_TIME}}]]</p>{{/HAS_HEAD}}
  <div class="page-actions">{{#HAS_ROWS}}<span class="faint">[[本页 {{ROW_COUNT}} 条]]</span>[[>parts/pager.tpl]]{{/HAS_ROWS}}</div>
</div>
<form class="filters" method="get" action="/audit" role="search" aria-label="[[筛选访问记录]]">
  <div><label for="customer">[[客户名称或编号]]</label><input class="form-control" id="customer" name="customer" type="text" value="{{CUSTOMER}}" autocomplete="off" aria-describedby="filter-note"{{#CUSTOMER_INVALID}} aria-invalid="true"{{/CUSTOMER_INVALID}}></div>
  <div><label for="person">[[账号或姓名]]</label><input class="form-control" id="person" name="person" type="text" value="{{PERSON}}" autocomplete="off" autocapitalize="none" spellcheck="false" aria-describedby="filter-note"{{#PERSON_INVALID}} aria-invalid="true"{{/PERSON_INVALID}}></div>
  <div><label for="from">[[从]]</label><input class="form-control day" id="from" name="from" type="text" value="{{FROM}}" placeholder="2026-01-31" autocomplete="off" aria-describedby="filter-note"{{#DATE_INVALID}} aria-invalid="true"{{/DATE_INVALID}}></div>
  <div><label for="to">[[到]]</label><input class="form-control day" id="to" name="to" type="text" value="{{TO}}" placeholder="2026-12-31" autocomplete="off" aria-describedby="filter-note"{{#DATE_INVALID}} aria-invalid="true"{{/DATE_INVALID}}></div>
  <button class="btn btn-primary" type="submit">[[icon filter]][[筛选]]</button>
  {{#FILTERED}}<a class="btn" href="/audit">[[icon x]][[清除筛选]]</a>{{/FILTERED}}
  <div class="note" id="filter-note">
    {{#CUSTOMER_INVALID}}<p class="fault">[[icon alert-circle]]{{CUSTOMER_MESSAGE}}</p>{{/CUSTOMER_INVALID}}
    {{#PERSON_INVALID}}<p class="fault">[[icon alert-circle]]{{PERSON_MESSAGE}}</p>{{/PERSON_INVALID}}
    {{#DATE_INVALID}}<p class="fault">[[icon alert-circle]]{{DATE_MESSAGE}}</p>{{/DATE_INVALID}}
  </div>
</form>
{{#HAS_ROWS}}
<table class="rows rows-log" data-rows>
  <caption class="visually-hidden">{{TITLE}}</caption>
  <thead>
    <tr>
      <th scope="col" class="c-seq">[[编号]]</th>
      <th scope="col" class="c-time">[[时间]]</th>
      <th scope="col" class="c-person">[[人员]]</th>
      <th scope="col" class="c-customer">[[客户]]</th>
      <th scope="col" class="c-field">[[项目]]</th>
      <th scope="col" class="c-purpose">[[用途]]</th>
      <th scope="col" class="c-channel">[[途径]]</th>
      <th scope="col" class="c-result">[[结果]]</th>
      <th scope="col" class="c-address">[[来源地址]]</th>
    </tr>
  </thead>
  <tbody>
    {{#ROW}}
    <tr>
      <td class="c-seq"><a href="/audit/{{SEQ:url_query_escape}}">{{SEQ}}</a></td>
      <td class="c-time">{{TIME}}</td>
      <td class="c-person" title="{{WHO}} {{LOGIN}} {{ROLE}}">{{WHO}} <span class="faint">{{ROLE}}</span></td>
      {{#IS_READING}}<td class="c-reading" colspan="3" title="{{FIELD}}">{{FIELD}}</td>{{/IS_READING}}
      {{#IS_LOOK}}
      <td class="c-customer"{{#HAS_CUSTOMER}} title="{{CUSTOMER_NO}} {{CUSTOMER_NAME}}{{#HAS_CONTACT}} · {{CONTACT_NAME}}{{/HAS_CONTACT}}"{{/HAS_CUSTOMER}}>{{#HAS_CUSTOMER}}<span class="faint">{{CUSTOMER_NO}}</span> {{CUSTOMER_NAME}}{{#HAS_CONTACT}} · {{CONTACT_NAME}}{{/HAS_CONTACT}}{{/HAS_CUSTOMER}}</td>
      <td class="c-field" title="{{FIELD}}">{{FIELD}}{{#HAS_LEVEL}} <span class="level{{#IS_TOP}} level-top{{/IS_TOP}}">{{LEVEL}}</span>{{/HAS_LEVEL}}</td>
      <td class="c-purpose" title="{{PURPOSE}} {{PURPOSE_TEXT}}">{{PURPOSE}} <span class="faint">{{PURPOSE_TEXT}}</span></td>
      {{/IS_LOOK}}
      <td class="c-channel">{{CHANNEL}}</td>
      <td class="c-result" title="{{RESULT}}"><span class="result{{#REFUSED}} result-refused{{/REFUSED}}{{#IS_NOTHING}} result-nothing{{/IS_NOTHING}}">{{RESULT}}</span></td>
      <td class="c-address">{{ADDRESS}}</td>
    </tr>
    {{/ROW}}
  </tbody>
</table>
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
