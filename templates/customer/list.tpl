{{%AUTOESCAPE context="HTML"}}
[[layout]]
{{! Customers, or what a search found. SEARCH_TEXT ROW_COUNT REFUSAL; sections
    BROWSING (no search text: can be sorted; one of BY_NEWEST BY_NAME BY_NUMBER is the present order) or SEARCHING; HAS_ROWS, or NONE_YET (there is no customer at all), or NOTHING_FOUND; MAY_CREATE;
    VALUE_IN_ADDRESS (such a value stands in the address: not searched for from there), VALUE_RECORDED (searched by a full phone number or e-mail: recorded), VALUE_SEALING (with SEALING, fields whose values are just being sealed and not found), VALUE_REFUSED (with REFUSAL, the reason in words); BY_VALUE (a text that is not written back); IS_SCOPED (sees only a part);
    NUMBERS_CUT (there are more numbers than are listed), WORDS_CUT (more words were typed than are searched for), TAIL_OFFERED (the text could be the end of a telephone number, which is searched for by POST /customer/search (csrf, q) only), BY_TAIL (telephone numbers that end so come behind), VALUES_CUT (VALUES_MAX of more are listed);
    rows HEAD (CSS LABEL; SORTS with SORT_HREF, or FIXED; ASCENDING DESCENDING: the present order) and rows ROW: ID, the name (VALUE, and UNMARKED or rows PART, as parts/marked.tpl has it), rows FOUND (LABEL, a value: found by something that is in no column), rows LEFT and RIGHT of the name (parts/list_cell.tpl); USUAL (nobody chose the columns), WIDE (many); COLUMNS_HREF (choosing them);
    filters: rows CHIP (LABEL VALUE REMOVE_HREF; section FILTERED), UNFILTERED_HREF, FILTER_HREF (the form), TOTAL (sections TOTAL_EXACT TOTAL_MORE), rows FAULT (HAS_FAULTS: filters that can't be); UNSEARCHED_HREF; KEEPS with KEPT_QUERY (can be kept as a view by POST /customer/views: csrf, query, name, shared); MAY_EXPORT with OWN_QUERY (POST /customer/export: csrf, query, format = xlsx or csv), EXPORT_REFUSED with EXPORT_REFUSAL (why there was no file); OPENED with VIEW_NAME and VIEW_ID (is one; IS_DEFAULT or NOT_DEFAULT: POST /customer/views/VIEW_ID/default with csrf, on = 1 or 0; DEFAULT_LOST with LOST_ID and LOST_REASON: what should have opened; OF_COLLEAGUE with VIEW_OWNER); pager: HAS_PREVIOUS PREVIOUS_HREF HAS_NEXT NEXT_HREF. Sorting: NEWEST_HREF NAME_HREF NUMBER_HREF. }}
<div class="page-head">
  <h1>{{TITLE}}</h1>
  {{#SEARCHING}}<p class="found">[[查找“{{SEARCH_TEXT}}”]] <a href="{{UNSEARCHED_HREF}}">[[icon x]][[清除查找]]</a></p>{{/SEARCHING}}
  {{#BROWSING}}
  <nav class="segments" aria-label="[[排序]]">
    <a href="{{NEWEST_HREF}}"{{#BY_NEWEST}} aria-current="true"{{/BY_NEWEST}}>[[最新建档]]</a>
    <a href="{{NAME_HREF}}"{{#BY_NAME}} aria-current="true"{{/BY_NAME}}>[[按名称]]</a>
    <a href="{{NUMBER_HREF}}"{{#BY_NUMBER}} aria-current="true"{{/BY_NUMBER}}>[[按档案编号]]</a>
  </nav>
  {{/BROWSING}}
  <div class="page-actions">
    {{#HAS_ROWS}}<span class="faint">[[本页 {{ROW_COUNT}} 户]]</span>[[>parts/pager.tpl]]{{/HAS_ROWS}}
    <a class="btn" href="/customer/views">[[icon bookmark]][[视图]]</a>
    <a class="btn" href="{{FILTER_HREF}}">[[icon filter]][[筛选]]</a>
    {{#MAY_CREATE}}<a class="btn btn-primary" href="/customer/new">[[icon plus]][[新建客户]]</a>{{/MAY_CREATE}}
  </div>
</div>
{{#OPENED}}<p class="found view-title">[[icon bookmark]]<strong>{{VIEW_NAME}}</strong>{{#OF_COLLEAGUE}} <span class="faint">[[{{VIEW_OWNER}} 共享]]</span>{{/OF_COLLEAGUE}}{{#IS_DEFAULT}} <span class="faint">[[默认视图]]</span>{{/IS_DEFAULT}} <a href="/customer?sort=newest">[[icon x]][[关闭视图]]</a></p>{{/OPENED}}
{{#DEFAULT_LOST}}<form class="banner banner-warning" role="alert" method="post" action="/customer/views/{{LOST_ID:url_query_escape}}/default"><input type="hidden" name="csrf" value="{{CSRF}}">[[icon alert-circle]]{{LOST_REASON}} <button class="btn" type="submit" name="on" value="0">[[不再打开它]]</button></form>{{/DEFAULT_LOST}}
{{#FILTERED}}
<div class="chips" role="group" aria-label="[[筛选条件]]">
  {{#CHIP}}<span class="chip"><span>{{LABEL}}：<strong>{{VALUE}}</strong></span><a href="{{REMOVE_HREF}}" aria-label="[[去掉条件]] {{LABEL}}">[[icon x]]</a></span>{{/CHIP}}
  <a class="chip-clear" href="{{UNFILTERED_HREF}}">[[清除筛选]]</a>
  <span class="faint total">{{#TOTAL_MORE}}[[{{TOTAL}} 户以上]]{{/TOTAL_MORE}}{{#TOTAL_EXACT}}[[共 {{TOTAL}} 户]]{{/TOTAL_EXACT}}</span>
</div>
{{/FILTERED}}
{{#HAS_FAULTS}}
<div role="alert">{{#FAULT}}<p class="banner banner-warning">[[icon alert-circle]]{{LABEL}}：{{VALUE}} <a href="{{REMOVE_HREF}}">[[去掉这个条件]]</a></p>{{/FAULT}}</div>
{{/HAS_FAULTS}}
{{#EXPORT_REFUSED}}<p class="banner banner-warning" role="alert">[[icon alert-circle]]{{EXPORT_REFUSAL}}</p>{{/EXPORT_REFUSED}}
{{#VALUE_RECORDED}}<p class="banner banner-info" role="status">[[icon eye-check]][[您按完整的电话或邮箱查找。这等于查看了保密内容，已写入访问记录；记录中不保存号码本身。]]</p>{{/VALUE_RECORDED}}
{{#VALUE_REFUSED}}<p class="banner banner-warning" role="alert">[[icon lock]][[没有按完整的电话或邮箱查找（{{REFUSAL}}）。本次请求已写入访问记录。]]</p>{{/VALUE_REFUSED}}
{{#VALUE_SEALING}}<p class="banner banner-warning" role="alert">[[icon lock]][[“{{SEALING}}”正在加密，其中的内容暂时查不到，请稍后再试。]]</p>{{/VALUE_SEALING}}
{{#VALUE_IN_ADDRESS}}<p class="banner banner-warning" role="alert">[[icon lock]][[地址中不应出现电话或邮箱，因此没有按它查找。请在上方的查找框中输入。]]</p>{{/VALUE_IN_ADDRESS}}
{{#NUMBERS_CUT}}<p class="banner banner-info" role="status">[[icon alert-circle]][[以此开头的编号太多，只列出编号最大的 {{NUMBERS_MAX}} 户：请多输几位。]]</p>{{/NUMBERS_CUT}}
{{#TAIL_OFFERED}}<form class="offer" method="post" action="/customer/search"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="q" value="{{SEARCH_TEXT}}"><button class="btn" type="submit">[[icon eye-check]][[也按电话末四位查找]]</button> <span class="faint">[[写入访问记录]]</span></form>{{/TAIL_OFFERED}}
{{#BY_TAIL}}<p class="banner banner-info" role="status">[[icon eye-check]][[先列编号以此开头的客户，再列电话末四位相同的客户。按末四位查找已写入访问记录。]]</p>{{/BY_TAIL}}
{{#VALUES_CUT}}<p class="banner banner-info" role="status">[[icon alert-circle]][[号码相符的客户太多，只列出最新的 {{VALUES_MAX}} 户：请输入完整的号码。]]</p>{{/VALUES_CUT}}
{{#WORDS_CUT}}<p class="banner banner-info" role="status">[[icon alert-circle]][[只按前 {{WORDS_MAX}} 个词查找。]]</p>{{/WORDS_CUT}}
<div class="list-acts">
<a class="list-act" href="{{COLUMNS_HREF}}">[[icon columns]][[选择列]]</a>
{{#OPENED}}<form class="list-act-form" method="post" action="/customer/views/{{VIEW_ID:url_query_escape}}/default"><input type="hidden" name="csrf" value="{{CSRF}}">{{#NOT_DEFAULT}}<button class="list-act" type="submit" name="on" value="1">[[icon home]][[设为默认视图]]</button>{{/NOT_DEFAULT}}{{#IS_DEFAULT}}<button class="list-act" type="submit" name="on" value="0">[[icon home]][[取消默认视图]]</button>{{/IS_DEFAULT}}</form>{{/OPENED}}
{{#KEEPS}}
<details class="keep">
  <summary>[[icon bookmark]][[保存为视图]]</summary>
  <form class="keep-view" method="post" action="/customer/views">
    <input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="query" value="{{KEPT_QUERY}}">
    <label for="kept-name">[[视图名称]]</label><input class="form-control" id="kept-name" type="text" name="name" maxlength="40" autocomplete="off">
    <label for="kept-shared">[[谁可以用]]</label><select class="form-select" id="kept-shared" name="shared"><option value="no">[[仅自己]]</option><option value="unit">[[本部门]]</option><option value="all">[[所有人]]</option></select>
    <button class="btn btn-primary" type="submit">[[保存视图]]</button>
  </form>
</details>
{{/KEEPS}}
{{#MAY_EXPORT}}
<details class="keep">
  <summary>[[icon download]][[导出列表]]</summary>
  <form class="keep-view" method="post" action="/customer/export">
    <input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="query" value="{{OWN_QUERY}}">
    <button class="btn btn-primary" type="submit" name="format" value="xlsx">[[Excel 工作簿]]</button>
    <button class="btn" type="submit" name="format" value="csv">[[CSV 文件]]</button>
    <span class="faint">[[列表的全部行，不只本页；保密项目只有掩码。导出会写入访问记录。]]</span>
  </form>
</details>
{{/MAY_EXPORT}}
</div>
{{#HAS_ROWS}}
<div class="rows-frame{{#WIDE}} rows-scroll{{/WIDE}}">
<table class="rows rows-customers{{#USUAL}} rows-usual{{/USUAL}}{{#WIDE}} rows-wide{{/WIDE}}" data-rows>
  <caption class="visually-hidden">{{TITLE}}</caption>
  <thead>
    <tr>
      {{#HEAD}}<th scope="col" class="{{CSS}}"{{#ASCENDING}} aria-sort="ascending"{{/ASCENDING}}{{#DESCENDING}} aria-sort="descending"{{/DESCENDING}}>{{#SORTS}}<a href="{{SORT_HREF}}">{{LABEL}}</a>{{/SORTS}}{{#FIXED}}{{LABEL}}{{/FIXED}}</th>{{/HEAD}}
    </tr>
  </thead>
  <tbody>
    {{#ROW}}
    <tr>
      {{#LEFT}}[[>parts/list_cell.tpl]]{{/LEFT}}<td class="c-name"><div class="name-line"><a href="/customer/{{ID:url_query_escape}}">[[>parts/marked.tpl]]</a>{{#FOUND}}<span class="found-by">{{LABEL}} [[>parts/marked.tpl]]</span>{{/FOUND}}</div></td>{{#RIGHT}}[[>parts/list_cell.tpl]]{{/RIGHT}}
    </tr>
    {{/ROW}}
  </tbody>
</table>
</div>
<div class="list-foot">[[>parts/pager.tpl]]</div>
{{/HAS_ROWS}}
{{#NONE_YET}}
<section class="empty-state">
  [[icon archive]]
  <h2>[[还没有客户档案]]</h2>
  <p>[[在您负责的范围内还没有客户。]]</p>
  {{#MAY_CREATE}}<a class="btn btn-primary" href="/customer/new">[[icon plus]][[新建第一个客户]]</a>{{/MAY_CREATE}}
</section>
{{/NONE_YET}}
{{#NOTHING_FOUND}}
<section class="empty-state">
  [[icon zoom-exclamation]]
  {{#SEARCHING}}<h2>[[没有找到“{{SEARCH_TEXT}}”]]</h2>{{/SEARCHING}}{{#BY_VALUE}}<h2>[[没有客户登记过这个号码]]</h2>{{/BY_VALUE}}{{#BROWSING}}<h2>[[没有符合条件的客户]]</h2>{{/BROWSING}}
  <p>[[可以输入公司或联系人名称中任意两个字，拼音（如 zhongguo 或 zgyh），档案编号、客户编码、统一社会信用代码，完整的电话、邮箱，或电话末四位。]]</p>
  {{#IS_SCOPED}}<p>[[不在您负责范围内的客户不会列出。]]</p>{{/IS_SCOPED}}
  {{#FILTERED}}<p>[[也可以去掉一个筛选条件再试。]]</p><a class="btn" href="{{UNFILTERED_HREF}}">[[清除筛选]]</a>{{/FILTERED}}
  <a class="btn" href="/customer?sort=newest">[[查看全部客户]]</a>
</section>
{{/NOTHING_FOUND}}
