{{%AUTOESCAPE context="HTML"}}
[[layout]]
{{! The figures of the rules. Rows SETTING: KEY LABEL HINT UNIT VALUE MESSAGE LEAST MOST USUAL, sections INVALID IS_SET (not the usual value)
    FIRST WAITS (a shorter retention: until UNTIL it stays at WAS); HAS_FAULTS (FAULT_COUNT). Posts /admin/setting: csrf and every KEY. /admin/setting/reset: csrf, key. }}
<div class="narrow">
<div class="page-head"><h1>{{TITLE}}</h1><div class="page-actions"><a class="btn" href="/admin/workday">[[icon calendar-event]][[工作日历]]</a><a class="btn" href="/admin/price">[[icon receipt]][[价目表]]</a></div></div>
{{#HAS_FAULTS}}<p class="banner banner-danger" role="alert">[[icon alert-circle]][[有 {{FAULT_COUNT}} 处需要更正，尚未保存]]</p>{{/HAS_FAULTS}}
<form class="sheet" method="post" action="/admin/setting" id="settings" novalidate data-guard>
  <input type="hidden" name="csrf" value="{{CSRF}}">
  <section class="panel">
    {{#SETTING}}
    <div class="field{{#INVALID}} invalid{{/INVALID}}">
      <label for="{{KEY}}">{{LABEL}}</label>
      <div class="figure"><input class="form-control" id="{{KEY}}" name="{{KEY}}" type="text" inputmode="numeric" value="{{VALUE}}" autocomplete="off" aria-describedby="{{KEY}}-note"{{#INVALID}} aria-invalid="true"{{/INVALID}}{{#FIRST}} autofocus{{/FIRST}}> <span>{{UNIT}}</span>{{#IS_SET}} <button class="btn btn-quiet" type="submit" form="reset-{{KEY}}">[[恢复默认值]]<span class="visually-hidden"> {{LABEL}}</span></button>{{/IS_SET}}</div>
      <div class="note" id="{{KEY}}-note">
        {{#INVALID}}<p class="fault">[[icon alert-circle]]{{MESSAGE}}</p>{{/INVALID}}
        {{#WAITS}}<p class="banner banner-warning">[[icon alert-circle]][[缩短 30 天后才生效：{{UNTIL}} 之前仍保存 {{WAS}} 个月，在此之前改回即撤销。审计员会看到这一改动。]]</p>{{/WAITS}}
        <p>{{HINT}} <span class="faint">[[默认 {{USUAL}} {{UNIT}}，可设 {{LEAST}} 至 {{MOST}}。]]</span></p>
      </div>
    </div>
    {{/SETTING}}
  </section>
  <div class="actions"><button class="btn btn-primary" type="submit">[[icon check]][[保存]]</button></div>
</form>
{{#SETTING}}{{#IS_SET}}<form method="post" action="/admin/setting/reset" id="reset-{{KEY}}" hidden><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="key" value="{{KEY}}"></form>{{/IS_SET}}{{/SETTING}}
<p class="faint foot-note">[[登录时限立即对所有人生效。每次修改都写入管理记录。]]</p>
</div>
