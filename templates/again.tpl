{{%AUTOESCAPE context="HTML"}}
[[layout]]
{{! A form of ours was sent whose token is of another sign-in (signed out and in again in another window). NEXT (where the form goes)
    CSRF; rows CARRIED (NAME VALUE): what was submitted. Posts them again with the present token. }}
<section class="narrow">
  <div class="page-head"><h1>[[页面是在另一次登录中打开的]]</h1></div>
  <form class="panel" method="post" action="{{NEXT}}" data-guard>
    <input type="hidden" name="csrf" value="{{CSRF}}">
    {{#CARRIED}}<input type="hidden" name="{{NAME}}" value="{{VALUE:pre_escape}}">{{/CARRIED}}
    <p>[[还没有保存。您填写的内容都还在，点“继续提交”即可。]]</p>
    <div class="actions">
      <button class="btn btn-primary" type="submit" autofocus>[[继续提交]]</button>
      <a class="btn" href="/">[[放弃]]</a>
    </div>
  </form>
</section>
