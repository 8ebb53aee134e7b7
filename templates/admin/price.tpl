{{%AUTOESCAPE context="HTML"}}
[[layout]]
{{! The list of open prices. PRICES_TEXT (a line a price, as typed when wrong), PRICE_COUNT (stored); INVALID with MESSAGE. Posts /admin/price: csrf, prices. }}
<div class="narrow">
<div class="page-head">
  <div class="head-title">
    <a class="back" href="/admin/setting" data-back="/admin/setting">[[icon arrow-left]][[返回系统设置]]</a>
    <h1>{{TITLE}}</h1>
  </div>
</div>
{{#INVALID}}<div class="banner banner-danger" role="alert" tabindex="-1" data-summary><h2>[[icon alert-circle]][[有 1 处需要更正，尚未保存]]</h2></div>{{/INVALID}}
<form class="sheet" method="post" action="/admin/price" novalidate data-guard>
  <input type="hidden" name="csrf" value="{{CSRF}}">
  <section class="panel">
    <p>[[公开价格区间和成本价，从写明的日期起适用；合同类型按它建议。已写 {{PRICE_COUNT}} 行。]]</p>
    <div class="field{{#INVALID}} invalid{{/INVALID}}">
      <label for="prices">[[项目 | 单位 | 最低价 | 最高价 | 成本价 | 起始日期]]</label>
      <textarea class="form-control" id="prices" name="prices" rows="20" spellcheck="false" aria-describedby="prices-note"{{#INVALID}} aria-invalid="true"{{/INVALID}} autofocus>
{{PRICES_TEXT:pre_escape}}</textarea>
      <div class="note" id="prices-note">
        {{#INVALID}}<p class="fault">[[icon alert-circle]]{{MESSAGE}}</p>{{/INVALID}}
        <p>[[每行一个价格，用竖线或制表符分开，可从 Excel 整段粘贴；项目和单位须与合同明细写法一致。例如：运输 | 吨 | 100 | 200 | 80 | 2026-01-01]]</p>
      </div>
    </div>
  </section>
  <div class="actions"><button class="btn btn-primary" type="submit">[[icon check]][[保存]]</button></div>
</form>
<p class="faint foot-note">[[价格变动时加一行新的起始日期，旧的保留。每次修改都写入管理记录。]]</p>
</div>
