{{%AUTOESCAPE context="HTML"}}
[[layout]]
{{! After signing in again: submits what was carried along. NEXT (where it goes) CSRF (of the new session); rows CARRIED (NAME VALUE). }}
<section class="gate">
  <div class="gate-card">
    <h1>[[已登录]]</h1>
    <p>[[您刚才填写的内容还没有保存。]]</p>
    <form method="post" action="{{NEXT}}">
      <input type="hidden" name="csrf" value="{{CSRF}}">
      {{#CARRIED}}<input type="hidden" name="{{NAME}}" value="{{VALUE:pre_escape}}">{{/CARRIED}}
      <button class="btn btn-primary" type="submit" autofocus>[[继续提交]]</button>
      <a class="btn" href="/">[[放弃]]</a>
    </form>
  </div>
</section>
