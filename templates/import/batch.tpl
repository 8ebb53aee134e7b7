{{%AUTOESCAPE context="HTML"}}
[[layout]]
{{! One import. ID FILE_NAME CSRF; one of the sections WORKING (PHASE; HAS_PERCENT with PERCENT; the page comes again by itself), MAPPING (the form of columns: rows COLUMN: NAME PLACE HEADING SAMPLE, section LEFT_OUT, HAS_COLUMN_FAULT with COLUMN_FAULT, rows GROUP: GROUP_LABEL, rows OPTION: VALUE LABEL CHOSEN;
    HAS_SHEETS with rows SHEET: VALUE LABEL CHOSEN; HAS_COLUMNS or, where the sheet is empty, NO_COLUMNS; HEADING_LINE; MAY_NAME_OWNER with OWNER; SKIP_EXISTING; HAS_FAULT with FAULT), CHECKED also ROWS CREATED CONTACTS EXISTING FAULTS FAULTY_ROWS, GOOD (with MANY: it will take a while) or NOTHING_NEW or HAS_FAULTS (with ROWS_FAULTY and FORGETS_AT, REJECTED_TOO_LARGE, or NO_ROW_FAULTY) with rows FAULT_ROW: PLACE HEADING MESSAGE, MORE_FAULTS with KEPT; HAS_HINTS with HINTS and rows HINT_ROW like those: numbers that stand in several rows, MORE_HINTS with HINTS_KEPT;
    DONE (CREATED CONTACTS EXISTING; one of STANDS (MAY_UNDO with UNDO_UNTIL, or TOO_LATE with UNDO_UNTIL, or neither) and IS_UNDONE (UNDONE_AT UNDONE_BY REMOVED REMOVED_CONTACTS, SOME_STAYED with STAYED)), REFUSED (REASON), STOPPED, LOST.
    Posts /import/ID/place: csrf, sheet, heading. /import/ID/check: csrf, c1, c2 …, owner, skip. /import/ID/write, /import/ID/stop: csrf. }}
<div class="page-head"><h1>{{FILE_NAME}}</h1><div class="page-actions"><a class="btn" href="/import">[[返回导入]]</a></div></div>
<div class="import">
{{#WORKING}}
<section class="panel" aria-live="polite">
  <h2>{{PHASE}}…</h2>
  {{#HAS_PERCENT}}<progress class="progress-bar" max="100" value="{{PERCENT}}">{{PERCENT}}%</progress> <span>{{PERCENT}}%</span>{{/HAS_PERCENT}}
  <p class="faint">[[页面会自动刷新；可以离开，稍后从“我的导入”回来。]]</p>
</section>
{{/WORKING}}
{{#CHECKED}}
{{#GOOD}}
<form class="panel" method="post" action="/import/{{ID:url_query_escape}}/write">
  <input type="hidden" name="csrf" value="{{CSRF}}">
  <h2>[[检查完毕，没有错误]]</h2>
  <p>[[共 {{ROWS}} 行：将新建 {{CREATED}} 个客户、{{CONTACTS}} 位联系人；{{EXISTING}} 行已在系统中，不会改动。]]</p>
  {{#MANY}}<p class="faint">[[写入期间其他人照常工作；全部写完后，新客户同时对所有人可见（10 万行约需一分钟）。]]</p>{{/MANY}}
  <div class="actions"><button class="btn btn-primary" type="submit" autofocus>[[icon check]][[导入 {{CREATED}} 个客户]]</button></div>
</form>
{{/GOOD}}
{{#NOTHING_NEW}}<p class="banner banner-info" role="status">[[icon check]][[没有新客户：{{ROWS}} 行都已在系统中，没有需要导入的内容。]]</p>{{/NOTHING_NEW}}
{{#HAS_FAULTS}}
<section class="panel invalid">
  {{#ROWS_FAULTY}}<h2>[[{{FAULTY_ROWS}} 行有误，共 {{FAULTS}} 处：没有导入任何内容]]</h2>{{/ROWS_FAULTY}}
  {{#NO_ROW_FAULTY}}<h2>[[没有导入任何内容]]</h2>{{/NO_ROW_FAULTY}}
  <p class="faint">[[请在文件中改正后重新上传，或在下面更正各列。单元格按 Excel 的位置写，如 B17。]]</p>
  {{#REJECTED_TOO_LARGE}}<p class="fault" role="alert">[[icon alert-circle]][[没有下载：有误的行超过 64 MB。请先改正最常见的问题，再检查一次。]]</p>{{/REJECTED_TOO_LARGE}}
  {{#ROWS_FAULTY}}
  <form method="post" action="/import/{{ID:url_query_escape}}/rejected">
    <input type="hidden" name="csrf" value="{{CSRF}}">
    <div class="actions"><button class="btn" type="submit">[[icon download]][[下载有误的行（含全部问题）]]</button></div>
    <p class="faint">[[含您文件中的原样内容，保密内容也在内，下载会写入访问记录。文件只在内存中，可下载到 {{FORGETS_AT}}。]]</p>
  </form>
  {{/ROWS_FAULTY}}
  {{#MORE_FAULTS}}<p class="faint">[[下面列出前 {{KEPT}} 处。]]</p>{{/MORE_FAULTS}}
  <table class="rows rows-faults">
    <caption class="visually-hidden">[[错误]]</caption>
    <thead><tr><th scope="col" class="c-place">[[位置]]</th><th scope="col" class="c-heading">[[列]]</th><th scope="col">[[问题]]</th></tr></thead>
    <tbody>{{#FAULT_ROW}}<tr><td class="c-place">{{PLACE}}</td><td class="c-heading">{{HEADING}}</td><td>{{MESSAGE}}</td></tr>{{/FAULT_ROW}}</tbody>
  </table>
</section>
{{/HAS_FAULTS}}
{{#HAS_HINTS}}
<section class="panel">
  <h2>[[{{HINTS}} 处号码与前面的行相同，请核对]]</h2>
  <p class="faint">[[不算错误，也不影响导入：同一号码可能是同一家客户写了两行，也可能是共用总机。]]</p>
  {{#MORE_HINTS}}<p class="faint">[[下面列出前 {{HINTS_KEPT}} 处。]]</p>{{/MORE_HINTS}}
  <table class="rows rows-faults">
    <caption class="visually-hidden">[[号码相同的行]]</caption>
    <thead><tr><th scope="col" class="c-place">[[位置]]</th><th scope="col" class="c-heading">[[列]]</th><th scope="col">[[提示]]</th></tr></thead>
    <tbody>{{#HINT_ROW}}<tr><td class="c-place">{{PLACE}}</td><td class="c-heading">{{HEADING}}</td><td>{{MESSAGE}}</td></tr>{{/HINT_ROW}}</tbody>
  </table>
</section>
{{/HAS_HINTS}}
{{/CHECKED}}
{{#HAS_FAULT}}<p class="banner banner-warning" role="alert">[[icon alert-circle]]{{FAULT}}</p>{{/HAS_FAULT}}
{{#MAPPING}}
{{#HAS_SHEETS}}
<form class="panel" method="post" action="/import/{{ID:url_query_escape}}/place">
  <input type="hidden" name="csrf" value="{{CSRF}}">
  <div class="fields">
    <div class="field"><label for="sheet">[[工作表]]</label><select class="form-select" id="sheet" name="sheet">{{#SHEET}}<option value="{{VALUE}}"{{#CHOSEN}} selected{{/CHOSEN}}>{{LABEL}}</option>{{/SHEET}}</select></div>
    <div class="field"><label for="heading">[[列名在第几行]]</label><input class="form-control" id="heading" name="heading" inputmode="numeric" value="{{HEADING_LINE}}"></div>
  </div>
  <div class="actions"><button class="btn" type="submit">[[重新读取]]</button></div>
</form>
{{/HAS_SHEETS}}
{{#HAS_COLUMNS}}
<form class="panel" method="post" action="/import/{{ID:url_query_escape}}/check">
  <input type="hidden" name="csrf" value="{{CSRF}}">
  <h2>[[各列是什么]]</h2>
  <p class="faint">[[已按列名猜测，请核对。列名在第 {{HEADING_LINE}} 行。保密内容和像电话、账号的内容不显示（…）；您的选择会记住，下次同名的列自动沿用。]]</p>
  <table class="rows rows-columns">
    <caption class="visually-hidden">[[各列是什么]]</caption>
    <thead><tr><th scope="col" class="c-place">[[列]]</th><th scope="col" class="c-heading">[[列名]]</th><th scope="col" class="c-sample">[[首行内容]]</th><th scope="col">[[作为]]</th></tr></thead>
    <tbody>
      {{#COLUMN}}
      <tr>
        <td class="c-place">{{PLACE}}</td>
        <td class="c-heading" title="{{HEADING}}">{{HEADING}}</td>
        <td class="c-sample" title="{{SAMPLE}}">{{SAMPLE}}</td>
        <td{{#HAS_COLUMN_FAULT}} class="invalid"{{/HAS_COLUMN_FAULT}}>
          <select class="form-select" name="{{NAME}}" aria-label="[[{{PLACE}} 列作为]]"{{#HAS_COLUMN_FAULT}} aria-invalid="true"{{/HAS_COLUMN_FAULT}}>
            <option value=""{{#LEFT_OUT}} selected{{/LEFT_OUT}}>[[不导入]]</option>
            {{#GROUP}}<optgroup label="{{GROUP_LABEL}}">{{#OPTION}}<option value="{{VALUE}}"{{#CHOSEN}} selected{{/CHOSEN}}>{{LABEL}}</option>{{/OPTION}}</optgroup>{{/GROUP}}
          </select>
          {{#HAS_COLUMN_FAULT}}<p class="fault">[[icon alert-circle]]{{COLUMN_FAULT}}</p>{{/HAS_COLUMN_FAULT}}
        </td>
      </tr>
      {{/COLUMN}}
    </tbody>
  </table>
  {{#MAY_NAME_OWNER}}
  <div class="field"><label for="owner">[[没有写跟进销售员的行，由谁跟进（账号或姓名）]]</label><input class="form-control" id="owner" name="owner" value="{{OWNER}}" autocomplete="off"></div>
  {{/MAY_NAME_OWNER}}
  <label class="inline"><input class="form-check-input" type="checkbox" name="skip" value="1"{{#SKIP_EXISTING}} checked{{/SKIP_EXISTING}}> [[跳过已在系统中的客户，即使内容不同]]</label>
  <div class="actions"><button class="btn btn-primary" type="submit">[[icon check]][[检查]]</button> <button class="btn" type="submit" form="stop">[[icon x]][[取消这次导入]]</button></div>
</form>
{{/HAS_COLUMNS}}
{{#NO_COLUMNS}}<div class="panel"><div class="actions"><button class="btn" type="submit" form="stop">[[icon x]][[取消这次导入]]</button></div></div>{{/NO_COLUMNS}}
<form method="post" action="/import/{{ID:url_query_escape}}/stop" id="stop" hidden><input type="hidden" name="csrf" value="{{CSRF}}"></form>
{{/MAPPING}}
{{#DONE}}
{{#IS_UNDONE}}<p class="banner banner-info" role="status">[[icon check]][[已撤销：{{UNDONE_BY}}于 {{UNDONE_AT}} 撤销了这次导入，删除了 {{REMOVED}} 个客户、{{REMOVED_CONTACTS}} 位联系人。]]{{#SOME_STAYED}} [[保留了 {{STAYED}} 个客户。]]{{/SOME_STAYED}}</p>{{/IS_UNDONE}}
<section class="panel">
  <h2>{{#STANDS}}[[已导入]]{{/STANDS}}{{#IS_UNDONE}}[[撤销前的结果]]{{/IS_UNDONE}}</h2>
  <p>[[新建了 {{CREATED}} 个客户、{{CONTACTS}} 位联系人；{{EXISTING}} 行已在系统中，没有改动。]]</p>
  <div class="actions"><a class="btn btn-primary" href="/customer">[[查看客户档案]]</a> <a class="btn" href="/import">[[再导入一个文件]]</a>{{#MAY_UNDO}} <a class="btn" href="/import/{{ID:url_query_escape}}/undo">[[icon arrow-back-up]][[撤销这次导入…]]</a>{{/MAY_UNDO}}</div>
  {{#STANDS}}
  {{#MAY_UNDO}}<p class="faint">[[可以在 {{UNDO_UNTIL}} 以前整批撤销。]]</p>{{/MAY_UNDO}}
  {{#TOO_LATE}}<p class="faint">[[整批撤销的期限是 {{UNDO_UNTIL}}，已过。]]</p>{{/TOO_LATE}}
  {{/STANDS}}
</section>
{{/DONE}}
{{#REFUSED}}<p class="banner banner-warning" role="alert">[[icon alert-circle]]{{REASON}}</p>{{/REFUSED}}
{{#STOPPED}}<p class="banner banner-info" role="status">[[icon alert-circle]][[已取消，没有导入任何内容。]]</p>{{/STOPPED}}
{{#LOST}}<p class="banner banner-warning" role="alert">[[icon alert-circle]][[导入已中断，没有导入任何内容；文件只在内存中，请重新上传。]]</p>{{/LOST}}
</div>
