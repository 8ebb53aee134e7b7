{{%AUTOESCAPE context="HTML"}}
[[layout]]
{{! The second step of signing in. NEXT (where to go on) WAIT ("3 分钟") CSRF; sections WRONG MALFORMED LIMITED, RECOVERY (one was tried); rows
    CARRIED (NAME VALUE). Posts /login/code: csrf, next, code, recovery. }}
<section class="gate">
  <div class="gate-card">
    <h1><img src="[[asset img/logo.svg]]" width="44" height="44" alt=""><span>[[验证码]]</span></h1>
    <p class="tagline">[[请打开手机上的验证器应用，输入客档的 6 位验证码。]]</p>
    {{#WRONG}}<p class="banner banner-danger" role="alert">[[icon alert-circle]][[验证码不正确，或已经用过。请等应用显示新的验证码后再试。]]</p>{{/WRONG}}
    {{#MALFORMED}}<p class="banner banner-danger" role="alert">[[icon alert-circle]][[验证码是 6 位数字，恢复码是 16 个字母和数字。]]</p>{{/MALFORMED}}
    {{#LIMITED}}<p class="banner banner-warning" role="alert">[[icon clock]][[尝试次数太多，这次没有核对验证码。请 {{WAIT}}后再试。]]</p>{{/LIMITED}}
    <form method="post" action="/login/code" data-guard>
      <input type="hidden" name="csrf" value="{{CSRF}}">
      <input type="hidden" name="next" value="{{NEXT}}">
      {{#CARRIED}}<input type="hidden" name="again.{{NAME}}" value="{{VALUE:pre_escape}}">{{/CARRIED}}
      <label for="code">[[验证码]]</label>
      <input class="form-control code" id="code" name="code" type="text" inputmode="numeric" autocomplete="one-time-code" spellcheck="false" maxlength="20" autofocus>
      <details class="recovery"{{#RECOVERY}} open{{/RECOVERY}}>
        <summary>[[手机不在身边？用恢复码]]</summary>
        <label for="recovery">[[一个恢复码]]</label>
        <input class="form-control code" id="recovery" name="recovery" type="text" autocomplete="off" autocapitalize="none" spellcheck="false" maxlength="40" aria-describedby="recovery-note">
        <p class="note" id="recovery-note">[[每个恢复码只能用一次。恢复码也没有了，请联系系统管理员。]]</p>
      </details>
      <button class="btn btn-primary" type="submit">[[登录]]</button>
    </form>
    <p class="gate-back"><a href="/login">[[换一个账号登录]]</a></p>
  </div>
</section>
