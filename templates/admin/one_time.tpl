{{%AUTOESCAPE context="HTML"}}
[[layout]]
{{! A one-time password, shown this once. ID NAME LOGIN PASSWORD PAGE_TIME; IS_NEW: the account is new. }}
<div class="narrow">
<div class="page-head"><h1>[[一次性密码]]</h1></div>
<section class="panel">
  <p>[[请现在打印或抄下，当面交给本人：离开本页后不再显示。首次登录时必须改成自己的密码。]]</p>
  <dl class="record record-single">
    <div><dt>[[姓名]]</dt><dd>{{NAME}}</dd></div>
    <div><dt>[[账号]]</dt><dd><code>{{LOGIN}}</code></dd></div>
    <div><dt>[[一次性密码]]</dt><dd class="secret"><code>{{PASSWORD}}</code></dd></div>
  </dl>
  <p class="faint">[[生成于 {{PAGE_TIME}}]]</p>
</section>
<div class="actions"><a class="btn btn-primary" href="/admin/person/{{ID:url_query_escape}}">[[已经记下，继续]]</a>{{#IS_NEW}} <a class="btn" href="/admin/person/new">[[已经记下，再新增一人]]</a>{{/IS_NEW}}</div>
</div>
