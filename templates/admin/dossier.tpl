{{%AUTOESCAPE context="HTML"}}
[[layout]]
{{! The supplied dossier. ITEM_COUNT ACTIVE_COUNT MESSAGE; sections HAS_ACTIVE CAN_LOAD INVALID; rows CHAPTER (LABEL) with rows ITEM: NUMBER KEY LABEL OTHER_LABEL OTHER_LANG HINT, sections
    IS_ACTIVE IS_RETIRED IS_ABSENT TICKED. Posts csrf, item (several); csrf to /admin/fields/dossier/retire. }}
<div class="page-head">
  <h1>{{TITLE}}</h1>
  <p class="subject"><a href="/admin/fields?of=contact">[[icon chevron-left]][[联系人字段]]</a> [[{{ITEM_COUNT}} 项，已载入 {{ACTIVE_COUNT}} 项]]</p>
  {{#HAS_ACTIVE}}
  <div class="page-actions"><form method="post" action="/admin/fields/dossier/retire"><input type="hidden" name="csrf" value="{{CSRF}}"><button class="btn" type="submit">[[icon archive]][[全部停用]]</button></form></div>
  {{/HAS_ACTIVE}}
</div>
<p class="banner banner-info">[[icon lock]][[全部为机密：加密保存，只显示掩码，查看要写用途并记录，不允许导出。只收集确有需要、本人知情的内容。]]</p>
<form method="post" action="/admin/fields/dossier" data-guard>
<input type="hidden" name="csrf" value="{{CSRF}}">
{{#INVALID}}<p class="fault" role="alert">[[icon alert-circle]]{{MESSAGE}}</p>{{/INVALID}}
{{#CAN_LOAD}}
<div class="actions">
  <button class="btn btn-primary" type="submit" autofocus>[[icon plus]][[载入勾选的项目]]</button>
  <a class="btn" href="/admin/fields?of=contact">[[取消]]</a>
</div>
{{/CAN_LOAD}}
{{#CHAPTER}}
<fieldset class="panel">
  <legend>{{LABEL}}</legend>
  {{#ITEM}}
  <p><label class="inline">{{#IS_ABSENT}}<input type="checkbox" class="form-check-input" name="item" value="{{KEY}}"{{#TICKED}} checked{{/TICKED}}> {{/IS_ABSENT}}{{#IS_ACTIVE}}[[icon check]]{{/IS_ACTIVE}}{{NUMBER}}. <b>{{LABEL}}</b> <span class="faint" lang="{{OTHER_LANG}}">{{OTHER_LABEL}}</span></label>{{#IS_ACTIVE}} <span class="tag">[[已载入]]</span>{{/IS_ACTIVE}}{{#IS_RETIRED}} <span class="tag">[[已停用]]</span>{{/IS_RETIRED}} <span class="faint">{{HINT}}</span></p>
  {{/ITEM}}
</fieldset>
{{/CHAPTER}}
</form>
