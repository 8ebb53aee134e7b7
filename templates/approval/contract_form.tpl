{{%AUTOESCAPE context="HTML"}}
[[layout]]
{{! A contract that is drafted: the form of parts/form_fields.tpl (ACTION CANCEL VERSION), CUSTOMER_NAME; HAS_NUMBER with CONTRACT_NUMBER or IS_NEW;
    BACK; rows LINE and DUE (NUMBER ROW_AMOUNT, cells as in parts/contract_cells.tpl), LINES_INVALID with LINES_MESSAGE, DUES_INVALID with DUES_MESSAGE, HAS_SUM with SUM and
    SUM_WORDS; of a conflict ROWS_DIFFER with rows THEIR_ROW (WORDS); MAY_SAVE, or CLOSED: it was submitted meanwhile. Posts besides the fields: csrf, version,
    item unit quantity price (once a line), due date sum remark (once an instalment), theirs_rows=1 (take the colleague's), more=line|due|sum (show it again, with more rows; nothing is saved). }}
<script type="module" src="[[asset js/form.js]]"></script>
<script type="module" src="[[asset js/rows.js]]"></script>
<div class="page-head">
  <div class="head-title"><a class="back" href="{{BACK}}">[[icon arrow-left]][[返回]]</a><h1>{{#IS_NEW}}[[起草合同]]{{/IS_NEW}}{{#HAS_NUMBER}}[[修改合同]]{{/HAS_NUMBER}}</h1></div>
  <p class="subject"><b>{{CUSTOMER_NAME}}</b> <span class="faint">{{CONTRACT_NUMBER}}</span></p>
</div>
{{#CLOSED}}<p class="banner banner-danger" role="alert">[[icon alert-circle]][[这一稿已提交审批，不能再改。您填写的内容还在下面，可以复制。]]</p>{{/CLOSED}}
<form id="sheet" class="sheet" method="post" action="{{ACTION}}" novalidate data-guard>
<input type="hidden" name="csrf" value="{{CSRF}}">
<input type="hidden" name="version" value="{{VERSION}}">
{{#MAY_SAVE}}<button class="visually-hidden" type="submit" tabindex="-1" aria-hidden="true">[[保存]]</button>{{/MAY_SAVE}}
[[>parts/form_fields.tpl]]
{{#ROWS_DIFFER}}
<section class="banner banner-warning">
  <h2>[[icon alert-triangle]][[同事保存的明细和期次]]</h2>
  <ul>{{#THEIR_ROW}}<li>{{WORDS}}</li>{{/THEIR_ROW}}</ul>
  <label class="inline"><input type="checkbox" class="form-check-input" name="theirs_rows" value="1"> [[采用同事的明细和期次]]</label>
</section>
{{/ROWS_DIFFER}}
<fieldset class="panel{{#LINES_INVALID}} invalid{{/LINES_INVALID}}" id="f-lines" tabindex="-1">
<legend>[[明细]]</legend>
{{#LINES_INVALID}}<p class="fault">[[icon alert-circle]]{{LINES_MESSAGE}}</p>{{/LINES_INVALID}}
<table class="cells cells-lines" data-row-table="[[删除此行]]">
  <thead><tr><th scope="col" class="cell-at"><span class="visually-hidden">[[序号]]</span></th><th scope="col" class="cell-item">[[服务项目]]</th><th scope="col" class="cell-unit">[[单位]]</th><th scope="col" class="cell-number">[[数量]]</th><th scope="col" class="cell-number">[[单价（元）]]</th><th scope="col" class="cell-number">[[金额（元）]]</th></tr></thead>
  <tbody>
    {{#LINE}}<tr><th scope="row" class="cell-at">{{NUMBER}}</th>[[>parts/contract_cells.tpl]]<td class="cell cell-number cell-sum" data-label="[[金额（元）]]"><output>{{ROW_AMOUNT}}</output></td></tr>{{/LINE}}
  </tbody>
</table>
<p class="cells-foot"><button class="btn" type="submit" name="more" value="line" data-more>[[icon plus]][[增加几行]]</button> <button class="btn" type="submit" name="more" value="sum">[[计算合计]]</button>
  <span class="sum">[[合计]] <b data-sum>{{SUM}}</b>{{#HAS_SUM}} <span data-words>{{SUM_WORDS}}</span>{{/HAS_SUM}}</span> <span class="faint">[[清空一行即为删除]]</span></p>
</fieldset>
<fieldset class="panel{{#DUES_INVALID}} invalid{{/DUES_INVALID}}" id="f-dues" tabindex="-1">
<legend>[[付款和履行期次]]</legend>
{{#DUES_INVALID}}<p class="fault">[[icon alert-circle]]{{DUES_MESSAGE}}</p>{{/DUES_INVALID}}
<table class="cells cells-dues" data-row-table="[[删除此行]]">
  <thead><tr><th scope="col" class="cell-at"><span class="visually-hidden">[[序号]]</span></th><th scope="col" class="cell-what">[[事项]]</th><th scope="col" class="cell-date">[[日期]]</th><th scope="col" class="cell-number">[[金额（元）]]</th><th scope="col">[[备注]]</th></tr></thead>
  <tbody>
    {{#DUE}}<tr><th scope="row" class="cell-at">{{NUMBER}}</th>[[>parts/contract_cells.tpl]]</tr>{{/DUE}}
  </tbody>
</table>
<p class="cells-foot"><button class="btn" type="submit" name="more" value="due" data-more>[[icon plus]][[增加几期]]</button></p>
</fieldset>
{{#MAY_SAVE}}[[>parts/form_actions.tpl]]{{/MAY_SAVE}}
{{#CLOSED}}<div class="actions"><a class="btn" href="{{BACK}}">[[返回]]</a></div>{{/CLOSED}}
</form>
