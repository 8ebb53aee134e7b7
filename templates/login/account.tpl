{{%AUTOESCAPE context="HTML"}}
[[layout]]
{{! One's own account. PERSON_NAME LOGIN, rows ROLES (NAME), sections ZH EN. Posts /account/language: csrf, next, lang. }}
<div class="narrow">
<div class="page-head"><h1>{{TITLE}}</h1></div>
<section class="panel">
  <dl class="record record-single">
    <div><dt>[[姓名]]</dt><dd>{{PERSON_NAME}}</dd></div>
    <div><dt>[[账号]]</dt><dd>{{LOGIN}}</dd></div>
    <div><dt>[[角色]]</dt><dd><ul class="inline-list">{{#ROLES}}<li>{{NAME}}</li>{{/ROLES}}</ul></dd></div>
  </dl>
</section>
<section class="panel">
  <h2>[[语言]]</h2>
  <form method="post" action="/account/language">
    <input type="hidden" name="csrf" value="{{CSRF}}">
    <input type="hidden" name="next" value="/account?notice=language-changed">
    <fieldset class="choices">
      <legend class="visually-hidden">[[语言]]</legend>
      <label class="choice"><input class="form-check-input" type="radio" name="lang" value="zh"{{#ZH}} checked{{/ZH}}> <span lang="zh-CN">[[中文]]</span></label>
      <label class="choice"><input class="form-check-input" type="radio" name="lang" value="en"{{#EN}} checked{{/EN}}> <span lang="en">English</span></label>
    </fieldset>
    <button class="btn" type="submit">[[更改语言]]</button>
  </form>
</section>
<section class="panel">
  <h2>[[密码]]</h2>
  <p class="faint">[[密码只有您自己知道；系统不保存密码本身。]]</p>
  <a class="btn" href="/account/password">[[icon key]][[修改密码]]</a>
</section>
</div>
