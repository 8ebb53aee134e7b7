{{%AUTOESCAPE context="HTML"}}
[[layout]]
{{! Signing in. LOGIN (as typed) NEXT (where to go on) WAIT ("3 分钟") CSRF; sections FAILED (wrong name or password), LIMITED (wait), OVER (too late for the code),
    HAS_LOGIN or NO_LOGIN (where the cursor stands), ZH EN.
    Posts /login: csrf, next, login, password. }}
<section class="gate">
  <div class="gate-card">
    <h1><img src="[[asset img/logo.svg]]" width="44" height="44" alt=""><span>[[客档]]</span></h1>
    <p class="tagline">[[客户档案，每一次查看都有记录]]</p>
    {{#FAILED}}<p class="banner banner-danger" role="alert">[[icon alert-circle]][[账号或密码不正确。]]</p>{{/FAILED}}
    {{#LIMITED}}<p class="banner banner-warning" role="alert">[[icon clock]][[尝试次数太多，这次没有核对密码。请 {{WAIT}}后再试。]]</p>{{/LIMITED}}
    {{#OVER}}<p class="banner banner-warning" role="alert">[[icon clock]][[输入验证码的时间已过，请重新登录。]]</p>{{/OVER}}
    <form method="post" action="/login" data-guard>
      <input type="hidden" name="csrf" value="{{CSRF}}">
      <input type="hidden" name="next" value="{{NEXT}}">
      {{#CARRIED}}<input type="hidden" name="again.{{NAME}}" value="{{VALUE:pre_escape}}">{{/CARRIED}}
      <label for="login">[[账号]]</label>
      <input class="form-control" id="login" name="login" type="text" value="{{LOGIN}}" autocomplete="username" autocapitalize="none" spellcheck="false" required{{#NO_LOGIN}} autofocus{{/NO_LOGIN}}>
      <label for="password">[[密码]]</label>
      <input class="form-control" id="password" name="password" type="password" autocomplete="current-password" required{{#HAS_LOGIN}} autofocus{{/HAS_LOGIN}}>
      <button class="btn btn-primary" type="submit">[[登录]]</button>
    </form>
  </div>
  <form class="gate-language" method="post" action="/account/language">
    <input type="hidden" name="csrf" value="{{CSRF}}">
    <input type="hidden" name="next" value="{{HERE}}">
    {{#ZH}}<button class="btn btn-quiet" type="submit" name="lang" value="en" lang="en">[[icon language]]English</button>{{/ZH}}
    {{#EN}}<button class="btn btn-quiet" type="submit" name="lang" value="zh" lang="zh-CN">[[icon language]][[中文]]</button>{{/EN}}
  </form>
</section>
