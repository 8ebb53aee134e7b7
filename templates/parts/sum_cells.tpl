{{%AUTOESCAPE context="HTML"}}
{{! One row of a sum: LABEL NOTE (HAS_LINK: HREF, or NO_LINK) LOOKS SEARCHES REFUSALS (HAS_REFUSED) EXPORTS FIRST LAST. }}
<td>{{#HAS_LINK}}<a href="{{HREF}}">{{LABEL}}</a>{{/HAS_LINK}}{{#NO_LINK}}{{LABEL}}{{/NO_LINK}} <span class="faint">{{NOTE}}</span></td>
<td class="c-figure" data-label="[[查看次数]]">{{LOOKS}}</td>
<td class="c-figure" data-label="[[查找次数]]">{{SEARCHES}}</td>
<td class="c-figure{{#HAS_REFUSED}} refused{{/HAS_REFUSED}}" data-label="[[被拒绝]]">{{REFUSALS}}</td>
<td class="c-figure" data-label="[[导出]]">{{EXPORTS}}</td>
<td class="c-time" data-label="[[首次]]">{{FIRST}}</td>
<td class="c-time" data-label="[[最近]]">{{LAST}}</td>
