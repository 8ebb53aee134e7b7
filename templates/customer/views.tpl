{{%AUTOESCAPE context="HTML"}}
[[layout]]
{{! Kept lists of customers. HAS_OWN with rows OWN: ID NAME SUMMARY, one of SHARED_NO SHARED_UNIT SHARED_ALL; HAS_SHARED with rows SHARED: ID NAME SUMMARY OWNER (ORPHANED: who has left; POST /customer/views/ID/take and /delete: csrf); of both LEAVES (can be exported: POST /customer/export: csrf, query, format); HAS_MORE than MOST; NONE;
    HAS_FAULT with FAULT; CREATING with QUERY and KEPT_NAME: what could not be kept, again; DELETED with DELETED_ID: one was just deleted.
    Forms: POST /customer/views (csrf, query, name, shared = no, unit or all), /customer/views/ID (csrf, name, shared), /customer/views/ID/delete and /restore (csrf). }}
<div class="page-head">
  <div class="head-title"><a class="back" href="/customer">[[icon arrow-left]][[返回客户列表]]</a><h1>{{TITLE}}</h1></div>
</div>
{{#HAS_FAULT}}<p class="banner banner-warning" role="alert">[[icon alert-circle]]{{FAULT}}</p>{{/HAS_FAULT}}
{{#DELETED}}<form class="banner banner-info" method="post" action="/customer/views/{{DELETED_ID:url_query_escape}}/restore"><input type="hidden" name="csrf" value="{{CSRF}}">[[icon circle-check]][[视图已删除。]] <button class="btn" type="submit">[[撤销删除]]</button></form>{{/DELETED}}
{{#CREATING}}
<form class="keep-view" method="post" action="/customer/views">
  <input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="query" value="{{QUERY}}">
  <label for="kept-name">[[视图名称]]</label><input class="form-control" id="kept-name" type="text" name="name" value="{{KEPT_NAME}}" autofocus autocomplete="off">
  <label for="kept-shared">[[谁可以用]]</label><select class="form-select" id="kept-shared" name="shared"><option value="no">[[仅自己]]</option><option value="unit">[[本部门]]</option><option value="all">[[所有人]]</option></select>
  <button class="btn btn-primary" type="submit">[[保存视图]]</button>
</form>
{{/CREATING}}
{{#HAS_OWN}}
<section class="panel">
  <h2>[[我的视图]]</h2>
  <ul class="views">
    {{#OWN}}
    <li>
      <a href="/customer?view={{ID:url_query_escape}}"><strong>{{NAME}}</strong><span class="faint">{{SUMMARY}}</span></a>
      <form method="post" action="/customer/views/{{ID:url_query_escape}}">
        <input type="hidden" name="csrf" value="{{CSRF}}">
        <input class="form-control" type="text" name="name" value="{{NAME}}" aria-label="[[视图名称]]：{{NAME}}" autocomplete="off">
        <select class="form-select" name="shared" aria-label="[[谁可以用]]：{{NAME}}"><option value="no"{{#SHARED_NO}} selected{{/SHARED_NO}}>[[仅自己]]</option><option value="unit"{{#SHARED_UNIT}} selected{{/SHARED_UNIT}}>[[本部门]]</option><option value="all"{{#SHARED_ALL}} selected{{/SHARED_ALL}}>[[所有人]]</option></select>
        <button class="btn" type="submit">[[保存]]</button>
      </form>
      {{#LEAVES}}<form method="post" action="/customer/export"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="query" value="view={{ID}}"><button class="btn" type="submit" name="format" value="xlsx" aria-label="[[导出列表]]：{{NAME}}">[[icon download]][[导出列表]]</button></form>{{/LEAVES}}
      <form method="post" action="/customer/views/{{ID:url_query_escape}}/delete"><input type="hidden" name="csrf" value="{{CSRF}}"><button class="btn" type="submit" aria-label="[[删除]]：{{NAME}}">[[icon trash]][[删除]]</button></form>
    </li>
    {{/OWN}}
  </ul>
</section>
{{/HAS_OWN}}
{{#HAS_SHARED}}
<section class="panel">
  <h2>[[同事共享的视图]]</h2>
  <ul class="views">
    {{#SHARED}}<li><a href="/customer?view={{ID:url_query_escape}}"><strong>{{NAME}}</strong><span class="faint">{{SUMMARY}}</span></a><span class="faint">[[{{OWNER}} 共享]]{{#ORPHANED}} · [[已离职]]{{/ORPHANED}}</span>{{#ORPHANED}}<form method="post" action="/customer/views/{{ID:url_query_escape}}/take"><input type="hidden" name="csrf" value="{{CSRF}}"><button class="btn" type="submit" aria-label="[[接手]]：{{NAME}}">[[接手]]</button></form><form method="post" action="/customer/views/{{ID:url_query_escape}}/delete"><input type="hidden" name="csrf" value="{{CSRF}}"><button class="btn" type="submit" aria-label="[[删除]]：{{NAME}}">[[icon trash]][[删除]]</button></form>{{/ORPHANED}}{{#LEAVES}}<form method="post" action="/customer/export"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="query" value="view={{ID}}"><button class="btn" type="submit" name="format" value="xlsx" aria-label="[[导出列表]]：{{NAME}}">[[icon download]][[导出列表]]</button></form>{{/LEAVES}}</li>{{/SHARED}}
  </ul>
</section>
{{/HAS_SHARED}}
{{#HAS_MORE}}<p class="banner banner-info" role="status">[[icon alert-circle]][[只列出 {{MOST}} 个视图；还有更多同事共享的视图，可以请共享者发来它的地址。]]</p>{{/HAS_MORE}}
{{#NONE}}
<section class="empty-state">
  [[icon filter]]
  <h2>[[还没有视图]]</h2>
  <p>[[在客户列表中查找或筛选后，可以把结果保存为视图，以后一键打开，也可以共享给同事。每个人只看到自己负责范围内的客户。]]</p>
  <a class="btn" href="/customer/filter">[[筛选客户]]</a>
</section>
{{/NONE}}
