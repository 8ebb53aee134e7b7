{{%AUTOESCAPE context="HTML"}}
{{! A confidential value as everybody sees it: MASK, LABEL (of the field), LEVEL in words, section IS_TOP (level 3),
    section MAY_REVEAL with REVEAL_HREF. }}
<span class="masked"><span class="mask">{{MASK}}</span> <span class="level{{#IS_TOP}} level-top{{/IS_TOP}}">{{LEVEL}}</span>{{#MAY_REVEAL}} <a class="reveal" href="{{REVEAL_HREF}}">[[icon eye]][[查看]] <span class="visually-hidden">{{LABEL}}</span></a>{{/MAY_REVEAL}}</span>
