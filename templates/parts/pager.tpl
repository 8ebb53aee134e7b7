{{%AUTOESCAPE context="HTML"}}
{{! Keyset pages. Sections HAS_PREVIOUS (PREVIOUS_HREF), HAS_NEXT (NEXT_HREF). }}
<div class="pager">
  {{#HAS_PREVIOUS}}<a class="btn" rel="prev" href="{{PREVIOUS_HREF}}">[[icon chevron-left]][[上一页]]</a>{{/HAS_PREVIOUS}}
  {{#HAS_NEXT}}<a class="btn" rel="next" href="{{NEXT_HREF}}">[[下一页]][[icon chevron-right]]</a>{{/HAS_NEXT}}
</div>
