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
<p class="words-key faint"><del>[[删去的]]</del> <ins>[[增加的]]</ins></p>
{{#DIFFERENCE}}
<section class="panel words">
  <h2>{{LABEL}}</h2>
  {{#COARSE}}<p class="faint">[[改动太多，不逐字对比：前面是旧的，后面是新的。]]</p>{{/COARSE}}
  <p>{{#PIECE}}{{#SAME}}{{TEXT:pre_escape}}{{/SAME}}{{#GONE}}<del>{{TEXT:pre_escape}}</del>{{/GONE}}{{#COME}}<ins>{{TEXT:pre_escape}}</ins>{{/COME}}{{/PIECE}}</p>
</section>
{{/DIFFERENCE}}
{{/HAS_DIFFERENCES}}
{{#NONE}}<section class="empty-state">[[icon equal]]<h2>[[两稿没有差别]]</h2></section>{{/NONE}}
</div>
