{{%AUTOESCAPE context="HTML"}}
[[layout]]
{{! The level of a field. ACTION BACK_HREF FIELD_LABEL FIELD_LEVEL WHY MESSAGE SEALED FINISHED; sections MAY_CHANGE (rows CHOICE: KEY LABEL, section FIRST) or REFUSED (with WHY), INVALID
    (with MESSAGE), SEALS (values are stored in plain now), IS_SEALING with one of IS_VALUES IS_HISTORY IS_SCRUB, IS_DONE. Posts csrf, level. }}
<div class="narrow">
<div class="page-head"><h1>{{TITLE}}</h1></div>
<p><a href="{{BACK_HREF}}">[[icon chevron-left]]{{FIELD_LABEL}}</a> [[现在是{{FIELD_LEVEL}}]]</p>
{{#IS_SEALING}}
<div class="banner banner-info" role="status">
  <h2>[[icon lock]][[正在加密以前保存的内容]]</h2>
  <p>[[已加密 {{SEALED}} 项。]] {{#IS_VALUES}}[[第 1 步，共 3 步：现在的内容]]{{/IS_VALUES}}{{#IS_HISTORY}}[[第 2 步，共 3 步：修改历史]]{{/IS_HISTORY}}{{#IS_SCRUB}}[[第 3 步，共 3 步：清除文件中的残留]]{{/IS_SCRUB}}</p>
  <p>[[完成之前，所有人只看到星号，也不能改动已有的内容。中断后会自动继续。刷新本页看进度。]]</p>
</div>
{{/IS_SEALING}}
{{#IS_DONE}}<p class="banner banner-info" role="status">[[icon check]][[以前保存的 {{SEALED}} 项已在 {{FINISHED}} 全部加密，文件中没有残留。]]</p>{{/IS_DONE}}
{{#REFUSED}}<p class="banner banner-warning">[[icon lock]]{{WHY}}</p>{{/REFUSED}}
{{#MAY_CHANGE}}
<form class="panel" method="post" action="{{ACTION}}" data-guard>
  <input type="hidden" name="csrf" value="{{CSRF}}">
  {{#INVALID}}<p class="fault" role="alert" id="level-note">[[icon alert-circle]]{{MESSAGE}}</p>{{/INVALID}}
  <fieldset>
  <legend>[[新的密级]]</legend>
  {{#CHOICE}}<p><label class="inline"><input type="radio" class="form-check-input" name="level" value="{{KEY}}"{{#FIRST}} autofocus{{/FIRST}}> {{LABEL}}</label></p>{{/CHOICE}}
  </fieldset>
  <ul>
    <li>[[立即生效。设为秘密或机密后，谁都只看到掩码，查看要写用途并记录。]]</li>
    {{#SEALS}}<li>[[以前保存的内容和修改历史会在后台全部加密，最后清除文件中的残留；客户很多时，最后一步会让保存等待几秒到几十秒。]]</li>
    <li>[[以前做的备份里仍有原文，请按保管期限销毁。]]</li>{{/SEALS}}
    <li>[[密级不能再降低。]]</li>
  </ul>
  <div class="actions">
    <button class="btn btn-primary" type="submit">[[icon lock]][[更改密级]]</button>
    <a class="btn" href="{{BACK_HREF}}">[[取消]]</a>
  </div>
</form>
{{/MAY_CHANGE}}
</div>
