{{%AUTOESCAPE context="HTML"}}
[[layout]]
{{! Importing customers: a file to be chosen, and one's own imports so far. CSRF; section HAS_FAULT with FAULT (about the file); HAS_BATCHES, rows BATCH: ID FILE_NAME TIME STANDING COUNT (customers that came of it), parts/pager.tpl.
    Posts /import as multipart/form-data: csrf, file. /import/template: csrf. }}
<div class="narrow">
<div class="page-head"><h1>{{TITLE}}</h1></div>
<form class="panel" method="post" action="/import" enctype="multipart/form-data">
  <input type="hidden" name="csrf" value="{{CSRF}}">
  <div class="field{{#HAS_FAULT}} invalid{{/HAS_FAULT}}">
    <label for="file">[[选择文件（Excel 或 CSV）]]</label>
    <input class="form-control" type="file" id="file" name="file" accept=".xlsx,.xls,.csv,.txt" required autofocus aria-describedby="file-note{{#HAS_FAULT}} file-fault{{/HAS_FAULT}}"{{#HAS_FAULT}} aria-invalid="true"{{/HAS_FAULT}}>
    <div class="note" id="file-note">
      <p>[[.xlsx、.xls 或 .csv，最多 30 MB、100,000 行、200 列。一行一个客户，有一行写列名；没有现成的表格，可以下载空白模板来填。]]</p>
      <p>[[文件只在内存中处理，不会保存到磁盘；上传后先检查，确认无误才写入，有错则一行也不写。每人同时处理一个文件：上传新文件会取消尚未确认的那个。]]</p>
    </div>
    {{#HAS_FAULT}}<p class="fault" id="file-fault" role="alert">[[icon alert-circle]]{{FAULT}}</p>{{/HAS_FAULT}}
  </div>
  <div class="actions">
    <button class="btn btn-primary" type="submit">[[icon upload]][[上传并检查]]</button>
    <button class="btn" type="submit" form="template">[[icon download]][[下载空白模板]]</button>
    <a class="btn" href="/customer">[[返回客户档案]]</a>
  </div>
</form>
{{#HAS_BATCHES}}
<section class="panel">
  <h2>[[我的导入]]</h2>
  <table class="rows rows-imports">
    <caption class="visually-hidden">[[我的导入]]</caption>
    <thead><tr><th scope="col" class="c-file">[[文件]]</th><th scope="col" class="c-standing">[[状态]]</th><th scope="col" class="c-count">[[新建客户数]]</th><th scope="col" class="c-time">[[上传时间]]</th></tr></thead>
    <tbody>
      {{#BATCH}}
      <tr>
        <td class="c-file"><a href="/import/{{ID:url_query_escape}}" title="{{FILE_NAME}}">{{FILE_NAME}}</a></td>
        <td class="c-standing">{{STANDING}}</td>
        <td class="c-count">{{COUNT}}</td>
        <td class="c-time">{{TIME}}</td>
      </tr>
      {{/BATCH}}
    </tbody>
  </table>
  <div class="list-foot">[[>parts/pager.tpl]]</div>
</section>
{{/HAS_BATCHES}}
<form method="post" action="/import/template" id="template" hidden><input type="hidden" name="csrf" value="{{CSRF}}"></form>
</div>
