{{%AUTOESCAPE context="HTML"}}
[[layout]]
{{! What was disclosed, once. ID NAME ARCHIVE_NO CONTACT_NAME (section HAS_CONTACT) TIME PURPOSE PURPOSE_TEXT (section HAS_PURPOSE_TEXT);
    rows ITEM: LABEL LEVEL RECORD_NO (section HAS_RECORD), section IS_TOP, and DISCLOSED with VALUE or WITHHELD with REASON. }}
<div class="narrow">
<div class="page-head">
  <div class="head-title">
    <a class="back" href="/customer/{{ID:url_query_escape}}" data-back="/customer/{{ID:url_query_escape}}">[[icon arrow-left]][[返回档案]]</a>
    <h1>{{NAME}}</h1>
  </div>
  <p class="subject">{{#HAS_CONTACT}}{{CONTACT_NAME}} · {{/HAS_CONTACT}}<span class="faint">{{ARCHIVE_NO}}</span></p>
</div>
<p class="print-only">[[保密内容不随页面打印。需要带保密内容的打印件，请按规定申请批准。]]</p>
<div class="panel revealed">
  {{#ITEM}}
  <div class="revealed-item">
    <h2>{{LABEL}} <span class="level{{#IS_TOP}} level-top{{/IS_TOP}}">{{LEVEL}}</span></h2>
    {{#DISCLOSED}}<p class="revealed-value">{{VALUE:pre_escape}}</p>{{/DISCLOSED}}
    {{#WITHHELD}}<p class="withheld">[[icon lock]][[没有显示（{{REASON}}）]]</p>{{/WITHHELD}}
    {{#HAS_RECORD}}<p class="faint">[[访问记录第 {{RECORD_NO}} 号]]</p>{{/HAS_RECORD}}
  </div>
  {{/ITEM}}
</div>
<dl class="record record-single">
  <div><dt>[[记录时间]]</dt><dd>{{TIME}}</dd></div>
  <div><dt>[[用途]]</dt><dd>{{PURPOSE}}{{#HAS_PURPOSE_TEXT}}：{{PURPOSE_TEXT}}{{/HAS_PURPOSE_TEXT}}</dd></div>
</dl>
<p class="faint">[[离开本页后内容不再显示；再次查看会再次记录。]]</p>
</div>
