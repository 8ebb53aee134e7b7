{{%AUTOESCAPE context="HTML"}}
[[layout]]
{{! The tree of units, each after its parent. Rows UNIT: ID DEPTH (0 = the root) NAME HEAD PEOPLE, sections CLOSED or IS_OPEN, MAY_CLOSE.
    Posts /admin/unit/ID/reopen: csrf. }}
<div class="medium">
<div class="page-head">
  <h1>{{TITLE}}</h1>
  <div class="page-actions"><a class="btn btn-primary" href="/admin/unit/new">[[icon plus]][[新增单位]]</a></div>
</div>
<table class="rows rows-units">
  <caption class="visually-hidden">{{TITLE}}</caption>
  <thead><tr><th scope="col" class="c-name">[[名称]]</th><th scope="col" class="c-head">[[负责人]]</th><th scope="col" class="c-count">[[人数]]</th><th scope="col" class="c-acts">[[操作]]</th></tr></thead>
  <tbody>
    {{#UNIT}}
    <tr>
      <td class="c-name"><span class="depth-{{DEPTH}}">{{NAME}}</span>{{#CLOSED}} <span class="stamp stamp-bad">[[已撤销]]</span>{{/CLOSED}}</td>
      <td class="c-head" data-label="[[负责人]]">{{HEAD}}</td>
      <td class="c-count" data-label="[[人数]]">{{#IS_OPEN}}<a href="/admin/person?unit={{ID:url_query_escape}}" title="[[查看{{NAME}}的人员]]">{{PEOPLE}}<span class="visually-hidden"> {{NAME}}</span></a>{{/IS_OPEN}}</td>
      <td class="c-acts">
        {{#IS_OPEN}}<span class="row-actions"><a href="/admin/unit/{{ID:url_query_escape}}/edit">[[修改]] <span class="visually-hidden">{{NAME}}</span></a><a href="/admin/unit/new?parent={{ID:url_query_escape}}">[[新增下级]] <span class="visually-hidden">{{NAME}}</span></a>{{#MAY_CLOSE}}<a href="/admin/unit/{{ID:url_query_escape}}/close">[[撤销]] <span class="visually-hidden">{{NAME}}</span></a>{{/MAY_CLOSE}}</span>{{/IS_OPEN}}
        {{#CLOSED}}<form method="post" action="/admin/unit/{{ID:url_query_escape}}/reopen"><input type="hidden" name="csrf" value="{{CSRF}}"><button class="btn btn-quiet" type="submit">[[恢复]] <span class="visually-hidden">{{NAME}}</span></button></form>{{/CLOSED}}
      </td>
    </tr>
    {{/UNIT}}
  </tbody>
</table>
</div>
