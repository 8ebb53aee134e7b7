{{%AUTOESCAPE context="HTML"}}
[[layout]]
{{! How a field looks in a form, and what it takes. FIELD_LABEL BACK_HREF, section GOOD; the form as in parts/fields.tpl. Nothing is stored. }}
<div class="page-head">
  <h1>{{TITLE}}</h1>
  <p class="subject"><a href="{{BACK_HREF}}">[[icon chevron-left]]{{FIELD_LABEL}}</a></p>
</div>
<p class="banner banner-info">[[icon eye]][[这就是它在表单上的样子。可以试填，检查要求是否合适；什么都不会保存。]]</p>
{{#GOOD}}<p class="banner banner-info" role="status">[[icon check]][[这样填写可以通过。]]</p>{{/GOOD}}
[[>parts/fields.tpl]]
