{{%AUTOESCAPE context="HTML"}}
[[layout]]
{{! Asking for confidential fields. ID NAME (of the customer) ARCHIVE_NO CONTACT_NAME (section HAS_CONTACT) ACTION CANCEL CSRF PURPOSE_TEXT
    TEXT_MIN TEXT_MAX; rows FIELD: KEY LABEL MASK LEVEL, sections IS_TOP SELECTED; rows PURPOSE: KEY LABEL, sections SELECTED FIRST (gets the cursor);
    sections HAS_TOP (a level-3 field is among them: text needed) or NO_TOP, REFUSED (REFUSAL in words), HAS_FAULTS,
    FIELD_INVALID (FIELD_MESSAGE), PURPOSE_INVALID (PURPOSE_MESSAGE), TEXT_INVALID (TEXT_MESSAGE).
    Posts csrf, field (each chosen one), purpose, purpose_text. }}
<div class="narrow">
<div class="page-head">
  <div class="head-title">
    <a class="back" href="/customer/{{ID:url_query_escape}}" data-back="/customer/{{ID:url_query_escape}}">[[icon arrow-left]][[返回档案]]</a>
    <h1>{{TITLE}}</h1>
  </div>
  <p class="subject"><b>{{NAME}}</b>{{#HAS_CONTACT}} · {{CONTACT_NAME}}{{/HAS_CONTACT}} <span class="faint">{{ARCHIVE_NO}}</span></p>
</div>
<p class="banner banner-info">[[icon eye-check]][[您的姓名、时间、所选项目和用途会先写入访问记录，然后才显示内容。]]</p>
{{#REFUSED}}<p class="banner banner-danger" role="alert" tabindex="-1" data-summary>[[icon lock]][[没有显示任何内容（{{REFUSAL}}）。本次请求已写入访问记录。]]</p>{{/REFUSED}}
<form class="sheet" method="post" action="{{ACTION}}" novalidate data-guard>
  <input type="hidden" name="csrf" value="{{CSRF}}">
  {{#HAS_FAULTS}}
  <div class="banner banner-danger" role="alert" tabindex="-1" data-summary>
    <h2>[[icon alert-circle]][[还差一点，没有显示任何内容]]</h2>
    <ul>
      {{#FIELD_INVALID}}<li><a href="#fields">[[要查看的项目]]</a> {{FIELD_MESSAGE}}</li>{{/FIELD_INVALID}}
      {{#PURPOSE_INVALID}}<li><a href="#purposes">[[用途]]</a> {{PURPOSE_MESSAGE}}</li>{{/PURPOSE_INVALID}}
      {{#TEXT_INVALID}}<li><a href="#purpose-text">[[用途说明]]</a> {{TEXT_MESSAGE}}</li>{{/TEXT_INVALID}}
    </ul>
  </div>
  {{/HAS_FAULTS}}
  <fieldset class="panel{{#FIELD_INVALID}} invalid{{/FIELD_INVALID}}" id="fields" tabindex="-1" aria-describedby="fields-note">
    <legend>[[要查看的项目]]</legend>
    <div class="choices choices-stack">
      {{#FIELD}}
      <label class="choice"><input class="form-check-input" type="checkbox" name="field" value="{{KEY}}"{{#SELECTED}} checked{{/SELECTED}}> <span>{{LABEL}}</span> <span class="mask">{{MASK}}</span> <span class="level{{#IS_TOP}} level-top{{/IS_TOP}}">{{LEVEL}}</span></label>
      {{/FIELD}}
    </div>
    <div class="note" id="fields-note">{{#FIELD_INVALID}}<p class="fault">[[icon alert-circle]]{{FIELD_MESSAGE}}</p>{{/FIELD_INVALID}}</div>
  </fieldset>
  <fieldset class="panel{{#PURPOSE_INVALID}} invalid{{/PURPOSE_INVALID}}" id="purposes" tabindex="-1" aria-describedby="purposes-note">
    <legend>[[用途]]</legend>
    <div class="choices choices-even">
      {{#PURPOSE}}
      <label class="choice"><input class="form-check-input" type="radio" name="purpose" value="{{KEY}}"{{#SELECTED}} checked{{/SELECTED}}{{#FIRST}} autofocus{{/FIRST}}> <span>{{LABEL}}</span></label>
      {{/PURPOSE}}
    </div>
    <div class="note" id="purposes-note">{{#PURPOSE_INVALID}}<p class="fault">[[icon alert-circle]]{{PURPOSE_MESSAGE}}</p>{{/PURPOSE_INVALID}}</div>
    <div class="field{{#TEXT_INVALID}} invalid{{/TEXT_INVALID}}">
      <label for="purpose-text">[[用途说明]] <span class="faint">{{#HAS_TOP}}[[查看机密项目时必填]]{{/HAS_TOP}}{{#NO_TOP}}[[可不填]]{{/NO_TOP}}</span></label>
      <textarea class="form-control" id="purpose-text" name="purpose_text" rows="2" data-max="{{TEXT_MAX}}" aria-describedby="purpose-text-note"{{#TEXT_INVALID}} aria-invalid="true"{{/TEXT_INVALID}}>
{{PURPOSE_TEXT:pre_escape}}</textarea>
      <div class="note" id="purpose-text-note">{{#TEXT_INVALID}}<p class="fault">[[icon alert-circle]]{{TEXT_MESSAGE}}</p>{{/TEXT_INVALID}}<p>[[{{TEXT_MIN}}–{{TEXT_MAX}} 个字，例如“核对三月货款账号”。]]</p></div>
    </div>
  </fieldset>
  <div class="actions">
    <button class="btn btn-primary" type="submit">[[icon eye]][[记录并查看]]</button>
    <a class="btn" href="{{CANCEL}}">[[取消]]</a>
  </div>
</form>
</div>
