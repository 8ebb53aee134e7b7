{{%AUTOESCAPE context="HTML"}}
{{! A form by the bindings FORM (app/form_page.h): ACTION CANCEL VERSION CSRF; its fields as in parts/form_fields.tpl, its buttons as in
    parts/form_actions.tpl. Posts: csrf, version, and its fields. }}
<script type="module" src="[[asset js/form.js]]"></script>
<script type="module" src="[[asset js/regions.js]]"></script>
<form id="sheet" class="sheet" method="post" action="{{ACTION}}" novalidate data-guard data-regions="[[asset regions.json]]">
<input type="hidden" name="csrf" value="{{CSRF}}">
<input type="hidden" name="version" value="{{VERSION}}">
[[>parts/form_fields.tpl]]
[[>parts/form_actions.tpl]]
</form>
