{{%AUTOESCAPE context="HTML"}}
{{! Access records as a table. Rows ROW: SEQ TIME WHO (name; HAS_PERSON: leads to what PERSON_ID looked up) LOGIN ROLE CUSTOMER_NO CUSTOMER_NAME (section
    HAS_CUSTOMER: leads to who saw CUSTOMER_ID) CONTACT_NAME (HAS_CONTACT) FIELD LEVEL (HAS_LEVEL IS_TOP) PURPOSE PURPOSE_TEXT (all these in section IS_LOOK;
    IS_READING: FIELD says which part of the log was read, or what the custodian did) CHANNEL RESULT (REFUSED, or IS_NOTHING: a search without a hit) ADDRESS. A row
    leads to /audit/SEQ. }}
<table class="rows rows-log" data-rows>
  <caption class="visually-hidden">[[访问记录]]</caption>
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
      <td class="c-person" title="{{WHO}} {{LOGIN}} {{ROLE}}">{{#HAS_PERSON}}<a href="/audit/person/{{PERSON_ID:url_query_escape}}">{{WHO}}</a>{{/HAS_PERSON}} <span class="faint">{{ROLE}}</span></td>
      {{#IS_READING}}<td class="c-reading" colspan="3" title="{{FIELD}}">{{FIELD}}</td>{{/IS_READING}}
      {{#IS_LOOK}}
      <td class="c-customer"{{#HAS_CUSTOMER}} title="{{CUSTOMER_NO}} {{CUSTOMER_NAME}}{{#HAS_CONTACT}} · {{CONTACT_NAME}}{{/HAS_CONTACT}}"{{/HAS_CUSTOMER}}>{{#HAS_CUSTOMER}}<span class="faint">{{CUSTOMER_NO}}</span> <a href="/audit/customer/{{CUSTOMER_ID:url_query_escape}}">{{CUSTOMER_NAME}}</a>{{#HAS_CONTACT}} · {{CONTACT_NAME}}{{/HAS_CONTACT}}{{/HAS_CUSTOMER}}</td>
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
