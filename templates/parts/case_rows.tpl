{{%AUTOESCAPE context="HTML"}}
{{! Cases as a table. Rows CASE: CASE_ID RULE WHO LOGIN WORDS WEIGHT (sections GRAVE SERIOUS) OPENED CASE_COUNT; IS_OPEN or IS_DECIDED with DECISION. }}
<table class="rows rows-cases" data-rows>
  <caption class="visually-hidden">[[案件]]</caption>
  <thead>
    <tr>
      <th scope="col" class="c-weight">[[轻重]]</th>
      <th scope="col" class="c-rule">[[案由]]</th>
      <th scope="col" class="c-person">[[人员]]</th>
      <th scope="col" class="c-why">[[原因]]</th>
      <th scope="col" class="c-count">[[记录]]</th>
      <th scope="col" class="c-opened">[[立案]]</th>
      <th scope="col" class="c-decision">[[处理]]</th>
    </tr>
  </thead>
  <tbody>
    {{#CASE}}
    <tr>
      <td class="c-weight"><span class="weight{{#GRAVE}} weight-grave{{/GRAVE}}{{#SERIOUS}} weight-serious{{/SERIOUS}}">{{WEIGHT}}</span></td>
      <td class="c-rule"><a href="/audit/desk/case/{{CASE_ID:url_query_escape}}">{{RULE}}</a></td>
      <td class="c-person" title="{{WHO}} {{LOGIN}}">{{WHO}} <span class="faint">{{LOGIN}}</span></td>
      <td class="c-why" title="{{WORDS}}">{{WORDS}}</td>
      <td class="c-count" data-label="[[记录]]">{{CASE_COUNT}}</td>
      <td class="c-opened" data-label="[[立案]]">{{OPENED}}</td>
      <td class="c-decision">{{#IS_OPEN}}<span class="faint">[[待处理]]</span>{{/IS_OPEN}}{{#IS_DECIDED}}{{DECISION}}{{/IS_DECIDED}}</td>
    </tr>
    {{/CASE}}
  </tbody>
</table>
