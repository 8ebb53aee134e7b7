{{%AUTOESCAPE context="HTML"}}
[[layout]]
{{! One's own account. PERSON_NAME LOGIN, rows ROLES (NAME), sections ZH EN; rows SESSION (SESSION_ID BROWSER ADDRESS SINCE USED, sections CURRENT
    or OTHER), HAS_OTHERS; HAS_TOLD with rows TOLD (WORDS, section UNREAD): what others did to the account; COMPACT or COMFORTABLE, SYSTEM or LIGHT or DARK: what was chosen; HAS_FACTOR or NO_FACTOR.
    Posts /account/language: csrf, next, lang. /account/looks: csrf, density, appearance. /account/session/end: csrf, session.
    /account/session/others: csrf. }}
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
  <h2>[[登录位置]]</h2>
  <ul class="sessions">
    {{#SESSION}}
    <li>
      <div>
        <p><strong>{{BROWSER}}</strong>{{#CURRENT}} <span class="stamp stamp-good">[[本次登录]]</span>{{/CURRENT}}</p>
        <p class="faint">[[来自 {{ADDRESS}}]]</p>
        <p class="faint">[[登录于 {{SINCE}}，最近使用 {{USED}}]]</p>
      </div>
      {{#OTHER}}
      <form method="post" action="/account/session/end">
        <input type="hidden" name="csrf" value="{{CSRF}}">
        <input type="hidden" name="session" value="{{SESSION_ID}}">
        <button class="btn" type="submit" aria-label="[[结束登录：{{BROWSER}}，来自 {{ADDRESS}}，登录于 {{SINCE}}]]">[[icon logout]][[结束登录]]</button>
      </form>
      {{/OTHER}}
    </li>
    {{/SESSION}}
  </ul>
  {{#SESSIONS_CUT}}<p class="faint">[[共 {{SESSION_COUNT}} 处登录，只列出最近使用的。结束其他全部登录会包括没有列出的。]]</p>{{/SESSIONS_CUT}}
  <p class="faint">[[有您不认识的登录？先结束它，再修改密码。]]</p>
  {{#HAS_OTHERS}}
  <form method="post" action="/account/session/others">
    <input type="hidden" name="csrf" value="{{CSRF}}">
    <button class="btn" type="submit">[[结束其他全部登录]]</button>
  </form>
  {{/HAS_OTHERS}}
</section>
<section class="panel">
  <h2>[[密码]]</h2>
  <p class="faint">[[密码只有您自己知道；系统不保存密码本身。]]</p>
  <a class="btn" href="/account/password">[[icon key]][[修改密码]]</a>
</section>
<section class="panel">
  <h2>[[二次验证]]{{#HAS_FACTOR}} <span class="stamp stamp-good">[[已开启]]</span>{{/HAS_FACTOR}}</h2>
  <p class="faint">[[登录时除密码外，还要手机上的验证码：别人即使知道您的密码，也登录不了。]]</p>
  <a class="btn" href="/account/second-factor">[[icon device-mobile]]{{#HAS_FACTOR}}[[管理二次验证]]{{/HAS_FACTOR}}{{#NO_FACTOR}}[[设置二次验证]]{{/NO_FACTOR}}</a>
</section>
{{#HAS_TOLD}}
<section class="panel">
  <h2>[[账号通知]]</h2>
  <p class="faint">[[别人对您的账号做了什么，最近 20 次。有不是您要求的？请告诉审计员。]]</p>
  <ul class="plain">
    {{#TOLD}}<li>{{WORDS}}{{#UNREAD}} <span class="stamp">[[未确认]]</span>{{/UNREAD}}</li>{{/TOLD}}
  </ul>
</section>
{{/HAS_TOLD}}
<section class="panel">
  <h2>[[显示]]</h2>
  <form class="looks" method="post" action="/account/looks">
    <input type="hidden" name="csrf" value="{{CSRF}}">
    <fieldset class="choices">
      <legend>[[列表行距]]</legend>
      <label class="choice"><input class="form-check-input" type="radio" name="density" value="compact"{{#COMPACT}} checked{{/COMPACT}}> [[紧凑]]</label>
      <label class="choice"><input class="form-check-input" type="radio" name="density" value="comfortable"{{#COMFORTABLE}} checked{{/COMFORTABLE}}> [[宽松]]</label>
    </fieldset>
    <fieldset class="choices">
      <legend>[[外观]]</legend>
      <label class="choice"><input class="form-check-input" type="radio" name="appearance" value="system"{{#SYSTEM}} checked{{/SYSTEM}}> [[跟随系统]]</label>
      <label class="choice"><input class="form-check-input" type="radio" name="appearance" value="light"{{#LIGHT}} checked{{/LIGHT}}> [[浅色]]</label>
      <label class="choice"><input class="form-check-input" type="radio" name="appearance" value="dark"{{#DARK}} checked{{/DARK}}> [[深色]]</label>
    </fieldset>
    <button class="btn" type="submit">[[保存显示设置]]</button>
  </form>
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
</div>
