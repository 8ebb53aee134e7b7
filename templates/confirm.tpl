{{%AUTOESCAPE context="HTML"}}
[[layout]]
{{! Before something that one click does not undo: SUBJECT QUESTION CONSEQUENCE BUTTON ACTION CANCEL CSRF; ALERT (HAS_ALERT: why it was
    refused) or MAY_ACT. Posts csrf. }}
<div class="narrow">
<div class="page-head"><h1>{{TITLE}}</h1></div>
{{#HAS_ALERT}}<p class="banner banner-danger" role="alert">[[icon alert-circle]]{{ALERT}}</p>{{/HAS_ALERT}}
{{#HAS_ALERT}}<p><b>{{SUBJECT}}</b></p><div class="actions"><a class="btn" href="{{CANCEL}}" autofocus>[[返回]]</a></div>{{/HAS_ALERT}}
{{#MAY_ACT}}
<form class="panel" method="post" action="{{ACTION}}">
  <input type="hidden" name="csrf" value="{{CSRF}}">
  <p>{{QUESTION}} <b>{{SUBJECT}}</b></p>
  <p class="faint">{{CONSEQUENCE}}</p>
  <div class="actions">
    <button class="btn btn-danger" type="submit">{{BUTTON}}</button>
    <a class="btn" href="{{CANCEL}}" autofocus>[[取消]]</a>
  </div>
</form>
{{/MAY_ACT}}
</div>
