{{%AUTOESCAPE context="HTML"}}
[[layout]]
{{! All filters of the list of customers. TEXT (of the search, section HAS_TEXT) SORT (section HAS_SORT) COLUMNS (section HAS_COLUMNS) CANCEL (the list as it was);
    rows GROUP: LABEL; rows FILTER: KEY LABEL VALUE FROM TO INPUT_MODE, one of IS_CHOICE (rows OPTION: KEY LABEL, section SELECTED) IS_REGION IS_PERSON IS_ORDERED IS_TEXT; MAY_BE_EMPTY with EMPTY FILLED; FIRST.
    Form: GET /customer (q, sort, KEY.is, KEY.has, KEY.from, KEY.to, KEY.state = empty or filled). }}
<script type="module" src="[[asset js/regions.js]]"></script>
<div class="page-head">
  <div class="head-title"><a class="back" href="{{CANCEL}}">[[icon arrow-left]][[返回列表]]</a><h1>{{TITLE}}</h1></div>
</div>
<form class="filter-form" method="get" action="/customer" data-regions="[[asset regions.json]]">
  {{#HAS_COLUMNS}}<input type="hidden" name="cols" value="{{COLUMNS}}">{{/HAS_COLUMNS}}{{#HAS_SORT}}<input type="hidden" name="sort" value="{{SORT}}">{{/HAS_SORT}}
  {{#HAS_TEXT}}<input type="hidden" name="q" value="{{TEXT}}"><p class="found">[[在“{{TEXT}}”的查找结果中筛选]]</p>{{/HAS_TEXT}}
  {{#GROUP}}
  <fieldset>
    <legend>{{LABEL}}</legend>
    {{#FILTER}}
    <div class="filter-row">
      {{#IS_ORDERED}}
      <span class="filter-label" id="label-{{KEY}}">{{LABEL}}</span>
      <span class="filter-range">
        <input class="form-control" type="text" inputmode="{{INPUT_MODE}}" name="{{KEY}}.from" value="{{FROM}}" aria-label="{{LABEL}} [[从]]" placeholder="[[从]]" autocomplete="off">
        <input class="form-control" type="text" inputmode="{{INPUT_MODE}}" name="{{KEY}}.to" value="{{TO}}" aria-label="{{LABEL}} [[到]]" placeholder="[[到]]" autocomplete="off">
      </span>
      {{/IS_ORDERED}}
      {{#IS_CHOICE}}
      <label for="filter-{{KEY}}">{{LABEL}}</label>
      <select class="form-select" id="filter-{{KEY}}" name="{{KEY}}.is"><option value="">[[全部]]</option>{{#OPTION}}<option value="{{KEY}}"{{#SELECTED}} selected{{/SELECTED}}>{{LABEL}}</option>{{/OPTION}}</select>
      {{/IS_CHOICE}}
      {{#IS_REGION}}
      <label for="filter-{{KEY}}">{{LABEL}}</label>
      <input class="form-control" id="filter-{{KEY}}" type="text" name="{{KEY}}.is" value="{{VALUE}}" list="regions" data-region autocomplete="off" placeholder="[[省、市或区县]]">
      <datalist id="regions"></datalist>
      {{/IS_REGION}}
      {{#IS_PERSON}}
      <label for="filter-{{KEY}}">{{LABEL}}</label>
      <input class="form-control" id="filter-{{KEY}}" type="text" name="{{KEY}}.is" value="{{VALUE}}" autocomplete="off" placeholder="[[账号或姓名]]">
      {{/IS_PERSON}}
      {{#IS_TEXT}}
      <label for="filter-{{KEY}}">{{LABEL}}</label>
      <input class="form-control" id="filter-{{KEY}}" type="text" name="{{KEY}}.has" value="{{VALUE}}" maxlength="100" autocomplete="off" placeholder="[[包含的文字]]"{{#FIRST}} autofocus{{/FIRST}}>
      {{/IS_TEXT}}
      {{#MAY_BE_EMPTY}}
      <select class="form-select filter-state" name="{{KEY}}.state" aria-label="{{LABEL}} [[是否为空]]"><option value="">[[不限]]</option><option value="filled"{{#FILLED}} selected{{/FILLED}}>[[有内容]]</option><option value="empty"{{#EMPTY}} selected{{/EMPTY}}>[[为空]]</option></select>
      {{/MAY_BE_EMPTY}}
    </div>
    {{/FILTER}}
  </fieldset>
  {{/GROUP}}
  <div class="actions">
    <button class="btn btn-primary" type="submit">[[icon filter]][[筛选]]</button>
    <a class="btn" href="{{CANCEL}}">[[取消]]</a>
    <a class="btn" href="/customer?sort=newest">[[清除全部条件]]</a>
  </div>
</form>
