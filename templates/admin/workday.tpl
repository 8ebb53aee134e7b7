{{%AUTOESCAPE context="HTML"}}
[[layout]]
{{! The working calendar. DAYS_TEXT (a line a day, as typed when wrong), DAY_COUNT (stored), TODAY_WORKS or TODAY_OFF; INVALID with MESSAGE. Posts /admin/workday: csrf, days. }}
<div class="narrow">
<div class="page-head">
  <div class="head-title">
    <a class="back" href="/admin/setting" data-back="/admin/setting">[[icon arrow-left]][[返回系统设置]]</a>
    <h1>{{TITLE}}</h1>
  </div>
</div>
{{#INVALID}}<div class="banner banner-danger" role="alert" tabindex="-1" data-summary><h2>[[icon alert-circle]][[有 1 处需要更正，尚未保存]]</h2></div>{{/INVALID}}
<form class="sheet" method="post" action="/admin/workday" novalidate data-guard>
  <input type="hidden" name="csrf" value="{{CSRF}}">
  <section class="panel">
    <p>[[周一至周五上班，周六、周日休息；这里只写例外。已写 {{DAY_COUNT}} 天。]] {{#TODAY_WORKS}}[[今天上班。]]{{/TODAY_WORKS}}{{#TODAY_OFF}}[[今天休息。]]{{/TODAY_OFF}}</p>
    <div class="field{{#INVALID}} invalid{{/INVALID}}">
      <label for="days">[[节假日和调休]]</label>
      <textarea class="form-control" id="days" name="days" rows="20" spellcheck="false" aria-describedby="days-note"{{#INVALID}} aria-invalid="true"{{/INVALID}} autofocus>
{{DAYS_TEXT:pre_escape}}</textarea>
      <div class="note" id="days-note">
        {{#INVALID}}<p class="fault">[[icon alert-circle]]{{MESSAGE}}</p>{{/INVALID}}
        <p>[[每行一天：日期、“休”或“班”、说明，例如：2026-10-01 休 国庆节。国务院公布下一年安排后，可整段粘贴。]]</p>
      </div>
    </div>
  </section>
  <div class="actions"><button class="btn btn-primary" type="submit">[[icon check]][[保存]]</button></div>
</form>
<p class="faint foot-note">[[用于判断非工作时间的查看，以后也用于投诉等时限。每次修改都写入管理记录。]]</p>
</div>
