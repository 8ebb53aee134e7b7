{{%AUTOESCAPE context="HTML"}}
[[layout]]
{{! Setting up the second factor. Section SHOWN: the secret, this once, as QR_PATH within a square of QR_SIZE and as rows GROUP (PART); section
    AGAIN: the code did not fit, and the secret is not shown once more. Posts /account/second-factor/confirm: csrf, next (NEXT: where to go on), code. }}
<div class="narrow">
<div class="page-head">
  <div class="head-title"><a class="back" href="/account/second-factor?next={{NEXT:url_query_escape}}">[[icon arrow-left]][[重新开始]]</a><h1>[[设置二次验证]]</h1></div>
</div>
{{#AGAIN}}
<div class="banner banner-danger" role="alert" tabindex="-1" data-summary>
  <h2>[[icon alert-circle]][[验证码不对，二次验证还没有开启]]</h2>
  <p>[[请输入应用现在显示的 6 位验证码。手机的时间不准，验证码也会不对。没有扫描成功？请重新开始，密钥只显示一次。]]</p>
</div>
{{/AGAIN}}
{{#SHOWN}}
<section class="panel">
  <h2>[[一、用验证器应用扫描]]</h2>
  <svg class="qr" viewBox="0 0 {{QR_SIZE}} {{QR_SIZE}}" role="img" aria-label="[[二维码：二次验证的密钥，下面有同样内容的文字]]"><path d="{{QR_PATH}}"></path></svg>
  <p>[[不能扫描时，在应用里手工输入这个密钥（基于时间，6 位）：]]</p>
  <p class="secret">{{#GROUP}}<span>{{PART}}</span> {{/GROUP}}</p>
  <p class="faint">[[密钥只显示这一次，请不要拍照或转发。它的生成已写入访问记录。]]</p>
</section>
{{/SHOWN}}
<section class="panel">
  <h2>{{#SHOWN}}[[二、输入应用显示的验证码]]{{/SHOWN}}{{#AGAIN}}[[输入应用显示的验证码]]{{/AGAIN}}</h2>
  <form method="post" action="/account/second-factor/confirm" novalidate data-guard>
    <input type="hidden" name="csrf" value="{{CSRF}}">
    <input type="hidden" name="next" value="{{NEXT}}">
    <div class="field{{#AGAIN}} invalid{{/AGAIN}}">
      <label for="code">[[验证码]]</label>
      <input class="form-control code" id="code" name="code" type="text" inputmode="numeric" autocomplete="one-time-code" spellcheck="false" maxlength="20" required{{#AGAIN}} aria-invalid="true"{{/AGAIN}} autofocus>
    </div>
    <div class="actions"><button class="btn btn-primary" type="submit">[[icon check]][[开启二次验证]]</button></div>
  </form>
</section>
</div>
