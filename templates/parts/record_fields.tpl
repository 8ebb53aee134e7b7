{{%AUTOESCAPE context="HTML"}}
{{! The fields of a record: rows FIELD with LABEL VALUE, sections IS_NOTE (several lines), and exactly one of
    HAS_VALUE, HAS_MASK (then as parts/masked.tpl: MASK LEVEL IS_TOP MAY_REVEAL REVEAL_HREF), NO_VALUE. }}
<dl class="record">
{{#FIELD}}
<div{{#IS_NOTE}} class="wide"{{/IS_NOTE}}><dt>{{LABEL}}</dt><dd>{{#HAS_VALUE}}{{VALUE:pre_escape}}{{/HAS_VALUE}}{{#HAS_MASK}}[[>parts/masked.tpl]]{{/HAS_MASK}}{{#NO_VALUE}}<span class="none">—</span>{{/NO_VALUE}}</dd></div>
{{/FIELD}}
</dl>
