{{%AUTOESCAPE context="HTML"}}
[[layout]]
{{! One field's settings. OF FIELD_KEY FIELD_TYPE FIELD_LEVEL LEVEL_HREF CHOICES_HREF TRY_HREF BACK_HREF WHY (it can't be retired); sections
    IS_THERE (not a new one), IS_OWN or IS_BUILT_IN, IS_RETIRED, MAY_RETIRE, HAS_CHOICES; the form as in parts/fields.tpl. Posts csrf, of, key to /admin/fields/retire. }}
<div class="page-head">
  <h1>{{TITLE}}</h1>
  <p class="subject"><a href="{{BACK_HREF}}">[[icon chevron-left]][[全部字段]]</a></p>
  {{#IS_THERE}}
  <p class="subject">{{FIELD_TYPE}} · {{FIELD_LEVEL}}{{#IS_BUILT_IN}} · [[系统字段]]{{/IS_BUILT_IN}}{{#IS_OWN}} · [[自设]]{{/IS_OWN}}{{#IS_RETIRED}} · [[已停用]]{{/IS_RETIRED}} <span class="faint">{{FIELD_KEY}}</span></p>
  <div class="page-actions">
    <a class="btn" href="{{TRY_HREF}}">[[icon eye]][[预览和试填]]</a>
    {{#HAS_CHOICES}}<a class="btn" href="{{CHOICES_HREF}}">[[icon list]][[选项]]</a>{{/HAS_CHOICES}}
    <a class="btn" href="{{LEVEL_HREF}}">[[icon lock]][[密级]]</a>
    {{#MAY_RETIRE}}<form method="post" action="/admin/fields/retire"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="of" value="{{OF}}"><input type="hidden" name="key" value="{{FIELD_KEY}}"><button class="btn" type="submit">[[icon archive]][[停用]]</button></form>{{/MAY_RETIRE}}
  </div>
  {{/IS_THERE}}
</div>
{{#IS_THERE}}<p class="faint">{{WHY}}</p>{{/IS_THERE}}
[[>parts/fields.tpl]]
