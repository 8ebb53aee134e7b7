{{%AUTOESCAPE context="HTML"}}
{{! The buttons of a form by the bindings FORM (app/form_page.h): CANCEL; sections SAVES (the button saves; else it says SUBMIT), HAS_NEXT with NEXT, HAS_SEALED (a field of it is). }}
<div class="actions">
  <button class="btn btn-primary" type="submit">[[icon check]]{{#SAVES}}[[保存]]{{/SAVES}}{{SUBMIT}}</button>
  {{#HAS_NEXT}}<button class="btn" type="submit" name="next" value="1">{{NEXT}}</button>{{/HAS_NEXT}}
  <a class="btn" href="{{CANCEL}}">[[取消]]</a>
  <span class="legend"><span hidden data-keys>[[Enter 下一项，Ctrl+Enter 保存]]</span> <span><span class="required" aria-hidden="true">*</span> [[为必填项]]</span>{{#HAS_SEALED}} <span>[[icon lock]][[加密保存，只显示掩码]]</span>{{/HAS_SEALED}}</span>
</div>
