{{%AUTOESCAPE context="HTML"}}
[[layout]]
{{! The session ended while a form was open. NEXT (where the form goes) CSRF; rows CARRIED (NAME VALUE): what was submitted.
    Posts /login: csrf, next, again.NAME for each, login, password. }}
<section class="gate">
  <div class="gate-card">
    <h1>[[请重新登录]]</h1>
    <p class="banner banner-warning" role="alert">[[icon clock]][[登录已过期，还没有保存。您填写的内容都还在：登录后点“继续提交”即可。]]</p>
    <form method="post" action="/login" data-guard>
      <input type="hidden" name="csrf" value="{{CSRF}}">
      <input type="hidden" name="next" value="{{NEXT}}">
      {{#CARRIED}}<input type="hidden" name="again.{{NAME}}" value="{{VALUE:pre_escape}}">{{/CARRIED}}
      <label for="login">[[账号]]</label>
      <input class="form-control" id="login" name="login" type="text" autocomplete="username" autocapitalize="none" spellcheck="false" required autofocus>
      <label for="password">[[密码]]</label>
      <input class="form-control" id="password" name="password" type="password" autocomplete="current-password" required>
      <button class="btn btn-primary" type="submit">[[登录]]</button>
    </form>
  </div>
</section>
