{{%AUTOESCAPE context="HTML"}}
{{! A cell of the list beside the name: CSS, LABEL (on cards; section LABELLED: the value alone does not say what it is), a value as in parts/marked.tpl. }}
<td class="{{CSS}}"{{#LABELLED}} data-label="{{LABEL}}"{{/LABELLED}}>[[>parts/marked.tpl]]</td>
