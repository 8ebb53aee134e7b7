{{%AUTOESCAPE context="HTML"}}
[[layout]]
{{! Choosing the columns of the list. rows CHOSEN (in their order) and rows GROUP (LABEL, rows COLUMN: what is not shown): KEY LABEL PLACE; sections SHOWN, MASKED (a confidential field: only its mask), FIXED (the name, which every list has), RISES SINKS (can go further to the front, to the end).
    QUERY (the list), CANCEL (its address), MOST (columns at most); HAS_FAULT with FAULT; whose columns they are: OF_PERSON, OF_VIEW or OF_COLLEAGUE with VIEW_NAME.
    Form: POST /customer/columns (csrf, query, show = KEY for each column, at.KEY = its place, act = save, reset, or up.KEY and down.KEY, which show the form again with the column moved). }}
<div class="page-head">
  <a class="back" href="{{CANCEL}}">[[icon arrow-left]][[返回列表]]</a>
  <h1>{{TITLE}}</h1>
</div>
{{#HAS_FAULT}}<p class="banner banner-warning" role="alert">[[icon alert-circle]]{{FAULT}}</p>{{/HAS_FAULT}}
<form class="columns-form" method="post" action="/customer/columns">
  <input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="query" value="{{QUERY}}">
  <button class="visually-hidden" type="submit" name="act" value="save" tabindex="-1" aria-hidden="true">[[保存]]</button>
  <p class="faint">{{#OF_PERSON}}[[勾选要显示的列，按序号从左到右排列，最多 {{MOST}} 列。以后打开列表都是这样；保存为视图时一起保存。]]{{/OF_PERSON}}{{#OF_VIEW}}[[勾选要显示的列，按序号从左到右排列，最多 {{MOST}} 列。保存到视图“{{VIEW_NAME}}”。]]{{/OF_VIEW}}{{#OF_COLLEAGUE}}[[“{{VIEW_NAME}}”是同事的视图，不会改动；选好后可以另存为自己的视图。]]{{/OF_COLLEAGUE}}</p>
  <fieldset class="panel">
    <legend>[[显示的列]]</legend>
    <ol class="column-list">
      {{#CHOSEN}}<li>
        <input class="form-control" type="text" inputmode="numeric" name="at.{{KEY}}" value="{{PLACE}}" aria-label="[[序号]]：{{LABEL}}" autocomplete="off" maxlength="3">
        <label>{{#FIXED}}<input type="hidden" name="show" value="{{KEY}}"><input class="form-check-input" type="checkbox" checked disabled>{{/FIXED}}{{#SHOWN}}<input class="form-check-input" type="checkbox" name="show" value="{{KEY}}" checked>{{/SHOWN}} {{LABEL}}{{#MASKED}} <span class="faint">[[掩码]]</span>{{/MASKED}}</label>
        <span class="column-moves">{{#RISES}}<button class="btn" type="submit" name="act" value="up.{{KEY}}" aria-label="[[向前移]]：{{LABEL}}" title="[[向前移]]">[[icon arrow-left]]</button>{{/RISES}}{{#SINKS}}<button class="btn" type="submit" name="act" value="down.{{KEY}}" aria-label="[[向后移]]：{{LABEL}}" title="[[向后移]]">[[icon arrow-right]]</button>{{/SINKS}}</span>
      </li>{{/CHOSEN}}
    </ol>
  </fieldset>
  {{#GROUP}}
  <fieldset class="panel">
    <legend>{{LABEL}}</legend>
    <ul class="column-list">
      {{#COLUMN}}<li><label><input class="form-check-input" type="checkbox" name="show" value="{{KEY}}"> {{LABEL}}{{#MASKED}} <span class="faint">[[掩码]]</span>{{/MASKED}}</label></li>{{/COLUMN}}
    </ul>
  </fieldset>
  {{/GROUP}}
  <div class="actions">
    <button class="btn btn-primary" type="submit" name="act" value="save">[[保存]]</button>
    <button class="btn" type="submit" name="act" value="reset">[[恢复标准列]]</button>
    <a class="btn" href="{{CANCEL}}">[[取消]]</a>
  </div>
</form>
