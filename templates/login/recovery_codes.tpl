{{%AUTOESCAPE context="HTML"}}
[[layout]]
{{! Recovery codes, shown this once. LOGIN PERSON_NAME PAGE_TIME NEXT (where to go on); rows CODES (CODE); section FIRST: the second factor was set up just now. }}
<div class="narrow">
<div class="page-head"><h1>[[恢复码]]</h1></div>
{{#FIRST}}<p class="notice" role="status">[[icon circle-check]][[二次验证已开启。从下次登录起要用验证码。]]</p>{{/FIRST}}
<section class="panel">
  <p>[[手机丢失或不在身边时，用一个恢复码代替验证码。每个只能用一次。请现在打印或抄下，放在安全的地方：离开本页后不再显示。]]</p>
  <p class="faint">[[{{PERSON_NAME}}（{{LOGIN}}），生成于 {{PAGE_TIME}}]]</p>
  <ol class="codes">{{#CODES}}<li><code>{{CODE}}</code></li>{{/CODES}}</ol>
</section>
<div class="actions"><a class="btn btn-primary" href="{{NEXT}}">[[已经保存，继续]]</a></div>
</div>
