{{%AUTOESCAPE context="HTML"}}
[[layout]]
{{! The choices of a field. ACTION BACK_HREF FIELD_LABEL MESSAGE, section INVALID; rows CHOICE: NUMBER KEY ZH_LABEL EN_LABEL, sections IS_RETIRED IS_THERE FIRST.
    Posts csrf and for each row keyN zhN enN retiredN. }}
<div class="page-head">
  <h1>{{TITLE}}</h1>
  <p class="subject"><a href="{{BACK_HREF}}">[[icon chevron-left]]{{FIELD_LABEL}}</a></p>
</div>
<form class="panel" method="post" action="{{ACTION}}" data-guard>
  <input type="hidden" name="csrf" value="{{CSRF}}">
  {{#INVALID}}<p class="fault" role="alert">[[icon alert-circle]]{{MESSAGE}}</p>{{/INVALID}}
  <table class="rows rows-choices">
    <caption class="visually-hidden">{{TITLE}}</caption>
    <thead><tr><th scope="col" class="c-seq">#</th><th scope="col" class="c-name">[[中文名称]]</th><th scope="col" class="c-other">[[英文名称]]</th><th scope="col" class="c-rules">[[停用]]</th></tr></thead>
    <tbody>
    {{#CHOICE}}
    <tr>
      <td class="c-seq">{{NUMBER}}<input type="hidden" name="key{{NUMBER}}" value="{{KEY}}"></td>
      <td class="c-name"><input class="form-control" name="zh{{NUMBER}}" value="{{ZH_LABEL}}" aria-label="[[中文名称]] {{NUMBER}}" autocomplete="off"{{#FIRST}} autofocus{{/FIRST}}></td>
      <td class="c-other"><input class="form-control" name="en{{NUMBER}}" value="{{EN_LABEL}}" aria-label="[[英文名称]] {{NUMBER}}" autocomplete="off"></td>
      <td class="c-rules">{{#IS_THERE}}<label class="inline"><input type="checkbox" class="form-check-input" name="retired{{NUMBER}}" value="1"{{#IS_RETIRED}} checked{{/IS_RETIRED}}> [[停用]]<span class="visually-hidden" lang="zh-CN"> {{ZH_LABEL}}</span></label>{{/IS_THERE}}</td>
    </tr>
    {{/CHOICE}}
    </tbody>
  </table>
  <p class="faint">[[空行会忽略；要更多行，先保存。停用的选项不再供选择，已经存下的照常显示。]]</p>
  <div class="actions">
    <button class="btn btn-primary" type="submit">[[icon check]][[保存]]</button>
    <a class="btn" href="{{BACK_HREF}}">[[取消]]</a>
  </div>
</form>
