{{%AUTOESCAPE context="HTML"}}
{{! The text of a contract as of a revision: rows PART (PART_LABEL, rows FACT: LABEL VALUE), HAS_LINES with rows LINE (NUMBER ITEM UNIT QUANTITY PRICE LINE_AMOUNT), HAS_DUES with rows DUE (WHAT DATE DUE_AMOUNT NOTE). }}
<div class="groups">
{{#PART}}
<section class="panel">
  <h2>{{PART_LABEL}}</h2>
  <dl class="record">{{#FACT}}<div><dt>{{LABEL}}</dt><dd>{{VALUE:pre_escape}}</dd></div>{{/FACT}}</dl>
</section>
{{/PART}}
</div>
{{#HAS_LINES}}
<section class="panel contract-part">
  <h2>[[明细]]</h2>
  <div class="rows-frame rows-scroll">
  <table class="rows rows-lines">
    <thead><tr><th scope="col" class="c-seq"><span class="visually-hidden">[[序号]]</span></th><th scope="col">[[服务项目]]</th><th scope="col" class="c-unit">[[单位]]</th><th scope="col" class="c-amount">[[数量]]</th><th scope="col" class="c-amount">[[单价（元）]]</th><th scope="col" class="c-amount">[[金额（元）]]</th></tr></thead>
    <tbody>{{#LINE}}<tr><td class="c-seq">{{NUMBER}}</td><td>{{ITEM}}</td><td class="c-unit">{{UNIT}}</td><td class="c-amount" data-label="[[数量]]">{{QUANTITY}}</td><td class="c-amount" data-label="[[单价（元）]]">{{PRICE}}</td><td class="c-amount" data-label="[[金额（元）]]">{{LINE_AMOUNT}}</td></tr>{{/LINE}}</tbody>
  </table>
  </div>
</section>
{{/HAS_LINES}}
{{#HAS_DUES}}
<section class="panel contract-part">
  <h2>[[付款和履行期次]]</h2>
  <div class="rows-frame rows-scroll">
  <table class="rows rows-dues">
    <thead><tr><th scope="col" class="c-what">[[事项]]</th><th scope="col" class="c-date">[[日期]]</th><th scope="col" class="c-amount">[[金额（元）]]</th><th scope="col">[[备注]]</th></tr></thead>
    <tbody>{{#DUE}}<tr><td class="c-what">{{WHAT}}</td><td class="c-date">{{DATE}}</td><td class="c-amount">{{DUE_AMOUNT}}</td><td>{{NOTE}}</td></tr>{{/DUE}}</tbody>
  </table>
  </div>
</section>
{{/HAS_DUES}}
