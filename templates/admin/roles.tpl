{{%AUTOESCAPE context="HTML"}}
[[layout]]
{{! Roles. Rows ROLE: ID NAME KEY PERMISSIONS SCOPE LEVEL SECOND_FACTOR ACTIVE (how many people hold it), section IS_OWN (one holds it oneself). }}
<div class="page-head">
  <h1>{{TITLE}}</h1>
  <div class="page-actions"><a class="btn btn-primary" href="/admin/role/new">[[icon plus]][[新增角色]]</a></div>
</div>
<table class="rows rows-roles" data-rows>
  <caption class="visually-hidden">{{TITLE}}</caption>
  <thead><tr><th scope="col" class="c-name">[[名称]]</th><th scope="col" class="c-permissions">[[权限]]</th><th scope="col" class="c-scope">[[客户范围]]</th><th scope="col" class="c-level">[[最高可查看到]]</th><th scope="col" class="c-factor">[[二次验证]]</th><th scope="col" class="c-count">[[人数]]</th></tr></thead>
  <tbody>
    {{#ROLE}}
    <tr>
      <td class="c-name"><a href="/admin/role/{{ID:url_query_escape}}" title="{{NAME}} {{KEY}}">{{NAME}}</a></td>
      <td class="c-permissions" title="{{PERMISSIONS}}">{{PERMISSIONS}}</td>
      <td class="c-scope" data-label="[[客户范围]]" title="{{SCOPE}}">{{SCOPE}}</td>
      <td class="c-level" data-label="[[最高可查看到]]">{{LEVEL}}</td>
      <td class="c-factor" data-label="[[二次验证]]">{{SECOND_FACTOR}}</td>
      <td class="c-count" data-label="[[人数]]">{{ACTIVE}}{{#IS_OWN}} <span class="faint">[[含您]]</span>{{/IS_OWN}}</td>
    </tr>
    {{/ROLE}}
  </tbody>
</table>
