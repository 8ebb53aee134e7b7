{{%AUTOESCAPE context="HTML"}}
[[layout]]
{{! The second factor of one's own account. Sections OFF (may be set up), FORCED (a role demands it: nothing else works before) or ON with
    SINCE CODES_LEFT, FEW_CODES; HAS_FAULTS, BEGIN_INVALID with MESSAGE; rows PROOF, forms that need password and code: KEY HEADING NOTE
    BUTTON, NEXT (where to go on), DANGEROUS or HARMLESS, PASSWORD_INVALID CODE_INVALID with PROOF_MESSAGE.
    Posts /account/second-factor/begin: csrf, next, password. /account/second-factor/codes and /account/second-factor/off: csrf, password, code. }}
<div class="narrow">
<div class="page-head">
  <div class="head-title"><a class="back" href="/account">[[icon arrow-left]][[我的账号]]</a><h1>[[二次验证]]</h1></div>
</div>
{{#FORCED}}<p class="banner banner-warning">[[icon device-mobile]][[您的角色必须使用二次验证：请先设置，然后才能继续。]]</p>{{/FORCED}}
{{#HAS_FAULTS}}
<div class="banner banner-danger" role="alert" tabindex="-1" data-summary>
  <h2>[[icon alert-circle]][[没有完成，什么也没有改变]]</h2>
  <ul>
    {{#BEGIN_INVALID}}<li><a href="#password">[[密码]]</a> {{MESSAGE}}</li>{{/BEGIN_INVALID}}
    {{#PROOF}}
    {{#PASSWORD_INVALID}}<li><a href="#{{KEY:url_query_escape}}-password">[[密码]]</a> {{PROOF_MESSAGE}}</li>{{/PASSWORD_INVALID}}
    {{#CODE_INVALID}}<li><a href="#{{KEY:url_query_escape}}-code">[[验证码]]</a> {{PROOF_MESSAGE}}</li>{{/CODE_INVALID}}
    {{/PROOF}}
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
    <input type="hidden" name="next" value="{{NEXT}}">
    <div class="field{{#BEGIN_INVALID}} invalid{{/BEGIN_INVALID}}">
      <label for="password">[[密码]]</label>
      <input class="form-control" id="password" name="password" type="password" autocomplete="current-password" required aria-describedby="password-note"{{#BEGIN_INVALID}} aria-invalid="true"{{/BEGIN_INVALID}} autofocus>
      <div class="note" id="password-note">{{#BEGIN_INVALID}}<p class="fault">[[icon alert-circle]]{{MESSAGE}}</p>{{/BEGIN_INVALID}}</div>
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
{{#PROOF}}
<section class="panel">
  <h2>{{HEADING}}</h2>
  <p class="faint">{{NOTE}}</p>
  <form method="post" action="/account/second-factor/{{KEY:url_query_escape}}" novalidate data-guard>
    <input type="hidden" name="csrf" value="{{CSRF}}">
    <div class="field{{#PASSWORD_INVALID}} invalid{{/PASSWORD_INVALID}}">
      <label for="{{KEY}}-password">[[密码]]</label>
      <input class="form-control" id="{{KEY}}-password" name="password" type="password" autocomplete="current-password" required aria-describedby="{{KEY}}-password-note"{{#PASSWORD_INVALID}} aria-invalid="true"{{/PASSWORD_INVALID}}>
      <div class="note" id="{{KEY}}-password-note">{{#PASSWORD_INVALID}}<p class="fault">[[icon alert-circle]]{{PROOF_MESSAGE}}</p>{{/PASSWORD_INVALID}}</div>
    </div>
    <div class="field{{#CODE_INVALID}} invalid{{/CODE_INVALID}}">
      <label for="{{KEY}}-code">[[验证码或恢复码]]</label>
      <input class="form-control" id="{{KEY}}-code" name="code" type="text" autocomplete="one-time-code" autocapitalize="none" spellcheck="false" maxlength="40" required aria-describedby="{{KEY}}-code-note"{{#CODE_INVALID}} aria-invalid="true"{{/CODE_INVALID}}>
      <div class="note" id="{{KEY}}-code-note">{{#CODE_INVALID}}<p class="fault">[[icon alert-circle]]{{PROOF_MESSAGE}}</p>{{/CODE_INVALID}}</div>
    </div>
    <div class="actions"><button class="btn{{#DANGEROUS}} btn-danger{{/DANGEROUS}}" type="submit">{{#HARMLESS}}[[icon refresh]]{{/HARMLESS}}{{BUTTON}}</button></div>
  </form>
</section>
{{/PROOF}}
{{/ON}}
</div>
