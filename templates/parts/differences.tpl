{{%AUTOESCAPE context="HTML"}}
{{! What differs between two revisions of a contract: rows DIFFERENCE (LABEL; COARSE: too much to compare words; rows PIECE: TEXT, one of SAME GONE COME). }}
<p class="words-key faint"><del>[[删去的]]</del> <ins>[[增加的]]</ins></p>
{{#DIFFERENCE}}
<section class="panel words">
  <h2>{{LABEL}}</h2>
  {{#COARSE}}<p class="faint">[[改动太多，不逐字对比：前面是旧的，后面是新的。]]</p>{{/COARSE}}
  <p>{{#PIECE}}{{#SAME}}{{TEXT:pre_escape}}{{/SAME}}{{#GONE}}<del>{{TEXT:pre_escape}}</del>{{/GONE}}{{#COME}}<ins>{{TEXT:pre_escape}}</ins>{{/COME}}{{/PIECE}}</p>
</section>
{{/DIFFERENCE}}
