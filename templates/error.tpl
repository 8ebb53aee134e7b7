{{%AUTOESCAPE context="HTML"}}
[[layout]]
{{! Everything that went wrong. CODE (HTTP), HEADING, ADVICE, REQUEST_NUMBER; section SIGN_IN offers the way to the login page. }}
<section class="sorry">
  <p class="sorry-code">{{CODE}}</p>
  <h1>{{HEADING}}</h1>
  <p>{{ADVICE}}</p>
  <p class="actions">
    {{#SIGN_IN}}<a class="btn btn-primary" href="/login">[[登录]]</a>{{/SIGN_IN}}
    <a class="btn" href="/">[[回到首页]]</a>
  </p>
  <p class="faint">[[向管理员求助时，请报上请求编号：]]<code>{{REQUEST_NUMBER}}</code></p>
</section>
