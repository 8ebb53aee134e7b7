{{%AUTOESCAPE context="HTML"}}
[[layout]]
{{! A new password. MIN (characters) MAX, PRESENT_MESSAGE FRESH_MESSAGE AGAIN_MESSAGE, NEXT (where to go on); sections FORCED (a one-time password:
    nothing else works before) or CHOSEN, HAS_FAULTS PRESENT_INVALID FRESH_INVALID AGAIN_INVALID. Posts /account/password: csrf, next, present, fresh, again. }}
<div class="narrow">
<div class="page-head"><h1>{{TITLE}}</h1></div>
{{#FORCED}}<p class="banner banner-warning">[[icon key]][[您用的是一次性密码：请先设置只有您自己知道的密码，然后才能继续。]]</p>{{/FORCED}}
<form class="sheet" method="post" action="/account/password" novalidate data-guard>
  <input type="hidden" name="csrf" value="{{CSRF}}">
  <input type="hidden" name="next" value="{{NEXT}}">
  {{#HAS_FAULTS}}
  <div class="banner banner-danger" role="alert" tabindex="-1" data-summary>
    <h2>[[icon alert-circle]][[密码没有修改]]</h2>
    <ul>
      {{#PRESENT_INVALID}}<li><a href="#present">[[现在的密码]]</a> {{PRESENT_MESSAGE}}</li>{{/PRESENT_INVALID}}
      {{#FRESH_INVALID}}<li><a href="#fresh">[[新密码]]</a> {{FRESH_MESSAGE}}</li>{{/FRESH_INVALID}}
      {{#AGAIN_INVALID}}<li><a href="#again">[[再输入一次新密码]]</a> {{AGAIN_MESSAGE}}</li>{{/AGAIN_INVALID}}
    </ul>
  </div>
  {{/HAS_FAULTS}}
  <div class="panel">
    <div class="field{{#PRESENT_INVALID}} invalid{{/PRESENT_INVALID}}">
      <label for="present">{{#FORCED}}[[一次性密码]]{{/FORCED}}{{#CHOSEN}}[[现在的密码]]{{/CHOSEN}}</label>
      <input class="form-control" id="present" name="present" type="password" autocomplete="current-password" required aria-describedby="present-note"{{#PRESENT_INVALID}} aria-invalid="true"{{/PRESENT_INVALID}} autofocus>
      <div class="note" id="present-note">{{#PRESENT_INVALID}}<p class="fault">[[icon alert-circle]]{{PRESENT_MESSAGE}}</p>{{/PRESENT_INVALID}}</div>
    </div>
    <div class="field{{#FRESH_INVALID}} invalid{{/FRESH_INVALID}}">
      <label for="fresh">[[新密码]]</label>
      <input class="form-control" id="fresh" name="fresh" type="password" autocomplete="new-password" required aria-describedby="fresh-note"{{#FRESH_INVALID}} aria-invalid="true"{{/FRESH_INVALID}}>
      <div class="note" id="fresh-note">{{#FRESH_INVALID}}<p class="fault">[[icon alert-circle]]{{FRESH_MESSAGE}}</p>{{/FRESH_INVALID}}<p>[[{{MIN}} 至 {{MAX}} 个字符，不能是常见密码，也不能主要由您的账号或姓名组成。不要求大小写、数字或符号；几个不相干的词连在一起，好记又难猜。]]</p></div>
    </div>
    <div class="field{{#AGAIN_INVALID}} invalid{{/AGAIN_INVALID}}">
      <label for="again">[[再输入一次新密码]]</label>
      <input class="form-control" id="again" name="again" type="password" autocomplete="new-password" required aria-describedby="again-note"{{#AGAIN_INVALID}} aria-invalid="true"{{/AGAIN_INVALID}}>
      <div class="note" id="again-note">{{#AGAIN_INVALID}}<p class="fault">[[icon alert-circle]]{{AGAIN_MESSAGE}}</p>{{/AGAIN_INVALID}}{{#CHOSEN}}<p>[[修改后，您在其他地方的登录会结束。]]</p>{{/CHOSEN}}</div>
    </div>
  </div>
  <div class="actions"><button class="btn btn-primary" type="submit">[[icon check]][[修改密码]]</button></div>
</form>
</div>
