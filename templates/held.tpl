{{%AUTOESCAPE context="HTML"}}
[[layout]]
{{! A form was sent by somebody who first has to do something else. NEXT (where the form goes) CSRF; rows CARRIED (NAME VALUE): what was
    submitted; section PASSWORD (choose a new one) or FACTOR (set up the second factor): in another window, so that this one stays. Posts
    the form again. }}
<section class="narrow">
  <div class="page-head"><h1>{{#PASSWORD}}[[请先设置新密码]]{{/PASSWORD}}{{#FACTOR}}[[请先设置二次验证]]{{/FACTOR}}</h1></div>
  <form class="panel" method="post" action="{{NEXT}}" data-guard>
    <input type="hidden" name="csrf" value="{{CSRF}}">
    {{#CARRIED}}<input type="hidden" name="{{NAME}}" value="{{VALUE:pre_escape}}">{{/CARRIED}}
    <p>[[还没有保存，您填写的内容都在本页。请在新窗口完成设置，然后回到这里点“继续提交”。]]</p>
    <div class="actions">
      {{#PASSWORD}}<a class="btn btn-primary" href="/account/password" target="_blank" rel="noopener" autofocus>[[icon key]][[设置新密码（新窗口）]]</a>{{/PASSWORD}}
      {{#FACTOR}}<a class="btn btn-primary" href="/account/second-factor" target="_blank" rel="noopener" autofocus>[[icon device-mobile]][[设置二次验证（新窗口）]]</a>{{/FACTOR}}
      <button class="btn" type="submit">[[继续提交]]</button>
      <a class="btn btn-quiet" href="/">[[放弃]]</a>
    </div>
  </form>
</section>
