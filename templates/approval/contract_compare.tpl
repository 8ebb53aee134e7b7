{{%AUTOESCAPE context="HTML"}}
[[layout]]
{{! Two revisions of a contract. ID CONTRACT_NUMBER NAME FROM TO (numbers of revisions); HAS_DIFFERENCES with rows DIFFERENCE (LABEL; COARSE: too much to compare words; rows PIECE: TEXT, one of SAME GONE
    COME), or NONE. }}
<div class="medium">
<div class="page-head">
  <div class="head-title"><a class="back" href="/contract/{{ID:url_query_escape}}" data-back="/contract/{{ID:url_query_escape}}">[[icon arrow-left]][[返回合同]]</a><h1>[[第 {{FROM}} 稿和第 {{TO}} 稿]]</h1></div>
  <p class="subject"><b>{{NAME}}</b> <span class="faint">{{CONTRACT_NUMBER}}</span></p>
</div>
{{#HAS_DIFFERENCES}}
[[>parts/differences.tpl]]
{{/HAS_DIFFERENCES}}
{{#NONE}}<section class="empty-state">[[icon equal]]<h2>[[两稿没有差别]]</h2></section>{{/NONE}}
</div>
