{{%AUTOESCAPE context="HTML"}}
[[layout]]
{{! A new or changed customer or contact. SUBJECT (the customer's name, for a contact or a change) ARCHIVE_NO, section HAS_SUBJECT; the
    form as in parts/fields.tpl. }}
<div class="page-head">
  <h1>{{TITLE}}</h1>
  {{#HAS_SUBJECT}}<p class="subject"><b>{{SUBJECT}}</b> <span class="faint">{{ARCHIVE_NO}}</span></p>{{/HAS_SUBJECT}}
</div>
[[>parts/fields.tpl]]
