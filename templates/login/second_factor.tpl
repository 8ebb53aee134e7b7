{{%AUTOESCAPE context="HTML"}}
[[layout]]
{{! The second factor of one's own account. Sections OFF (may be set up), FORCED (a role demands it: nothing else works before) or ON with
    SINCE CODES_LEFT, FEW_CODES; HAS_FAULTS, BEGIN_INVALID, PASSWORD_INVALID with PASSWORD_MESSAGE, CODE_INVALID with CODE_MESSAGE.
    Posts /account/second-factor/begin: csrf, password. /account/second-factor/codes and /account/second-factor/off: csrf, password, code. }}
<div class="narrow">
<div class="page-head">
  <div class="head-title"><a class="back" href="/account">[[icon arrow-left]][[我的账号]]</a><h1>[[二次验证]]</h1></div>
</div>
{{#FORCED}}<p class="banner banner-warning">[[icon device-mobile]][[您的角色必须使用二次验证：请先设置，然后才能继续。]]</p>{{/FORCED}}
{{#HAS_FAULTS}}
<div class="banner banner-danger" role="alert" tabindex="-1" data-summary>
  <h2>[[icon alert-circle]][[没有完成，什么也没有改变]]</h2>
  <ul>
    {{#BEGIN_INVALID}}<li><a href="#password">[[密码]]</a> {{PASSWORD_MESSAGE}}</li>{{/BEGIN_INVALID}}
    {{#PASSWORD_INVALID}}<li>[[密码]]：{{PASSWORD_MESSAGE}}</li>{{/PASSWORD_INVALID}}
    {{#CODE_INVALID}}<li>[[验证码]]：{{CODE_MESSAGE}}</li>{{/CODE_INVALID}}
  </ul>
</div>
{{/HAS_FAULTS}}
{{#OFF}}
<section class="panel">
  <h2>[[怎样使用]]</h2>
  <ol class="steps">
    <li>[[在手机上安装一个验证器应用（支持 TOTP 的都可以，不需要联网）。]]</li>
    <li>[[在这里输入密码，然后用应用扫描二维码。]]</li>
    <li>[[输入应用显示的 6 位验证码，并保存 10 个恢复码。]]</li>
  </ol>
  <form method="post" action="/account/second-factor/begin" novalidate data-guard>
    <input type="hidden" name="csrf" value="{{CSRF}}">
    <div class="field{{#BEGIN_INVALID}} invalid{{/BEGIN_INVALID}}">
      <label for="password">[[密码]]</label>
      <input class="form-control" id="password" name="password" type="password" autocomplete="current-password" required aria-describedby="password-note"{{#BEGIN_INVALID}} aria-invalid="true"{{/BEGIN_INVALID}} autofocus>
      <div class="note" id="password-note">{{#BEGIN_INVALID}}<p class="fault">[[icon alert-circle]]{{PASSWORD_MESSAGE}}</p>{{/BEGIN_INVALID}}</div>
    </div>
    <div class="actions"><button class="btn btn-primary" type="submit">[[icon device-mobile]][[开始设置]]</button></div>
  </form>
</section>
{{/OFF}}
{{#ON}}
<section class="panel">
  <dl class="record record-single">
    <div><dt>[[状态]]</dt><dd>[[已开启，从 {{SINCE}} 起]]</dd></div>
    <div><dt>[[恢复码]]</dt><dd>[[还剩 {{CODES_LEFT}} 个]]</dd></div>
  </dl>
  {{#FEW_CODES}}<p class="banner banner-warning">[[icon alert-circle]][[恢复码快用完了，请换一组新的。]]</p>{{/FEW_CODES}}
</section>
<section class="panel">
  <h2>[[新的恢复码]]</h2>
  <p class="faint">[[换一组新的，原来剩下的全部作废。]]</p>
  <form method="post" action="/account/second-factor/codes" novalidate data-guard>
    <input type="hidden" name="csrf" value="{{CSRF}}">
    <div class="field">
      <label for="codes-password">[[密码]]</label>
      <input class="form-control" id="codes-password" name="password" type="password" autocomplete="current-password" required>
    </div>
    <div class="field">
      <label for="codes-code">[[验证码或恢复码]]</label>
      <input class="form-control" id="codes-code" name="code" type="text" autocomplete="one-time-code" autocapitalize="none" spellcheck="false" maxlength="40" required>
    </div>
    <div class="actions"><button class="btn" type="submit">[[icon refresh]][[生成新的恢复码]]</button></div>
  </form>
</section>
<section class="panel">
  <h2>[[关闭二次验证]]</h2>
  <p class="faint">[[换手机时，先关闭，再用新手机重新设置。]]</p>
  <form method="post" action="/account/second-factor/off" novalidate data-guard>
    <input type="hidden" name="csrf" value="{{CSRF}}">
    <div class="field">
      <label for="off-password">[[密码]]</label>
      <input class="form-control" id="off-password" name="password" type="password" autocomplete="current-password" required>
    </div>
    <div class="field">
      <label for="off-code">[[验证码或恢复码]]</label>
      <input class="form-control" id="off-code" name="code" type="text" autocomplete="one-time-code" autocapitalize="none" spellcheck="false" maxlength="40" required>
    </div>
    <div class="actions"><button class="btn btn-danger" type="submit">[[关闭二次验证]]</button></div>
  </form>
</section>
{{/ON}}
</div>
