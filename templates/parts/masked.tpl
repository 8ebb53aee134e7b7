{{%AUTOESCAPE context="HTML"}}
{{! A confidential value as everybody sees it: MASK, LABEL (of the field), LEVEL in words, section IS_TOP (level 3),
    section MAY_REVEAL with REVEAL_HREF, or NEEDS_APPROVAL (why somebody who may look at such fields elsewhere may not here). }}
<span class="masked"><span class="mask">{{MASK}}</span> <span class="level{{#IS_TOP}} level-top{{/IS_TOP}}">{{LEVEL}}</span>{{#MAY_REVEAL}} <a class="reveal" href="{{REVEAL_HREF}}">[[icon eye]][[查看]] <span class="visually-hidden">{{LABEL}}</span></a>{{/MAY_REVEAL}}{{#NEEDS_APPROVAL}} <span class="why-not">[[非本人负责，须先审批]]</span>{{/NEEDS_APPROVAL}}</span>
