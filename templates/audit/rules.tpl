{{%AUTOESCAPE context="HTML"}}
[[layout]]
{{! The rules of unusual use. Rows RULE: NUMBER LABEL WORDS USUAL THRESHOLD MINUTES (as set or typed), sections ACTIVE CHANGED, INVALID with MESSAGE.
    Posts /audit/desk/rules/NUMBER: csrf, threshold, minutes, active. }}
<div class="medium">
<div class="page-head">
  <div class="head-title">
    <a class="back" href="/audit/desk" data-back="/audit/desk">[[icon arrow-left]][[返回审计台]]</a>
    <h1>{{TITLE}}</h1>
  </div>
</div>
<p class="faint">[[达到次数即立案。同一情形在 7 天内继续，并入未处理的案件；已处理过的记录不再立案。修改只影响以后的记录，并写入访问记录。]]</p>
{{#RULE}}
<form class="panel rule" method="post" action="/audit/desk/rules/{{NUMBER:url_query_escape}}" novalidate>
  <input type="hidden" name="csrf" value="{{CSRF}}">
  <h2>{{LABEL}}{{#CHANGED}} <span class="stamp">[[已修改]]</span>{{/CHANGED}}</h2>
  <p>{{WORDS}}</p>
  <div class="rule-fields{{#INVALID}} invalid{{/INVALID}}">
    <div><label for="threshold-{{NUMBER}}">[[次数]]</label><input class="form-control" id="threshold-{{NUMBER}}" name="threshold" type="text" inputmode="numeric" value="{{THRESHOLD}}" autocomplete="off" aria-describedby="note-{{NUMBER}}"{{#INVALID}} aria-invalid="true"{{/INVALID}}></div>
    <div><label for="minutes-{{NUMBER}}">[[分钟内]]</label><input class="form-control" id="minutes-{{NUMBER}}" name="minutes" type="text" inputmode="numeric" value="{{MINUTES}}" autocomplete="off" aria-describedby="note-{{NUMBER}}"{{#INVALID}} aria-invalid="true"{{/INVALID}}></div>
    <label class="choice"><input class="form-check-input" type="checkbox" name="active" value="1"{{#ACTIVE}} checked{{/ACTIVE}}> [[启用]]</label>
    <button class="btn" type="submit" aria-label="[[保存规则：{{LABEL}}]]">[[icon check]][[保存]]</button>
  </div>
  <div class="note" id="note-{{NUMBER}}">{{#INVALID}}<p class="fault">[[icon alert-circle]]{{MESSAGE}}</p>{{/INVALID}}<p>{{USUAL}}</p></div>
</form>
{{/RULE}}
</div>
