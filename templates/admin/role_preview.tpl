{{%AUTOESCAPE context="HTML"}}
[[layout]]
{{! What a change of a role means, before it is made: SUBJECT ACTIVE (how many people it concerns), rows EFFECT (TEXT), rows HIDDEN (NAME VALUE: the
    form once more), ACTION CANCEL CSRF. Posts csrf, confirmed=1 and the form. }}
<div class="narrow">
<div class="page-head"><h1>{{TITLE}}</h1><p class="subject">{{SUBJECT}}</p></div>
<form class="panel" method="post" action="{{ACTION}}">
  <input type="hidden" name="csrf" value="{{CSRF}}">
  <input type="hidden" name="confirmed" value="1">
  {{#HIDDEN}}<input type="hidden" name="{{NAME}}" value="{{VALUE}}">{{/HIDDEN}}
  <h2>[[保存后，担任此角色的 {{ACTIVE}} 人]]</h2>
  <ul>{{#EFFECT}}<li>{{TEXT}}</li>{{/EFFECT}}</ul>
  <p class="faint">[[立即生效。还没有保存。]]</p>
  <div class="actions">
    <button class="btn btn-primary" type="submit" autofocus>[[icon check]][[确认保存]]</button>
    <a class="btn" href="{{CANCEL}}">[[取消]]</a>
  </div>
</form>
</div>
