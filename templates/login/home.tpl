{{%AUTOESCAPE context="HTML"}}
[[layout]]
{{! What this account can do. PERSON_NAME; rows TASK (HREF ICON LABEL NOTE), rows GRANT (ROLE SCOPE LEVEL: role, how far it reaches,
    highest level it may look at, all in words); sections HAS_RECENT with rows RECENT (ID ARCHIVE_NO NAME KIND REGION UPDATED: one's own
    customers, newest first), NO_RECENT (may have customers, has none); neither for accounts that read no customers.
    Rows TOLD (WORDS NOTICE_ID): what others did to the account. Post /account/notice: csrf, notice.
    HAS_VIEWS with rows KEPT (ID NAME, OF_COLLEAGUE with OWNER): kept lists.
    HAS_WAITING with WAITING: so many requests for approval wait. MAY_CREATE: offers a new customer where there are none. }}
<div class="page-head"><h1>[[{{PERSON_NAME}}，您好]]</h1></div>
{{#TOLD}}
<form class="banner banner-warning" method="post" action="/account/notice">
  <input type="hidden" name="csrf" value="{{CSRF}}">
  <input type="hidden" name="notice" value="{{NOTICE_ID}}">
  <h2>[[icon alert-circle]]{{WORDS}}</h2>
  <p>[[如果不是您要求的，请马上告诉审计员；审计台也有这条记录。]]</p>
  <p><button class="btn" type="submit">[[icon check]][[知道了]]</button></p>
</form>
{{/TOLD}}
{{#HAS_WAITING}}<p class="banner banner-info">[[icon checkbox]]<a href="/approval">[[{{WAITING}} 件审批等您办理]]</a></p>{{/HAS_WAITING}}
<div class="home">
  <div class="home-main">
    <nav class="tasks" aria-label="[[您可以做的事]]">
      {{#TASK}}
      <a class="task" href="{{HREF}}"><span class="task-icon"><svg class="icon" aria-hidden="true"><use href="[[asset icons.svg]]#{{ICON:url_query_escape}}"></use></svg></span><span><strong>{{LABEL}}</strong><span class="task-note">{{NOTE}}</span></span></a>
      {{/TASK}}
    </nav>
    {{#HAS_VIEWS}}
    <section class="panel">
      <h2>[[客户视图]]</h2>
      <p class="home-views">{{#KEPT}}<a class="btn" href="/customer?view={{ID:url_query_escape}}">[[icon bookmark]]{{NAME}}{{#OF_COLLEAGUE}} <span class="faint">{{OWNER}}</span>{{/OF_COLLEAGUE}}</a>{{/KEPT}} <a href="/customer/views">[[管理视图]]</a></p>
    </section>
    {{/HAS_VIEWS}}
    {{#HAS_RECENT}}
    <section class="panel">
      <h2>[[我最近的客户]]</h2>
      <table class="rows rows-recent" data-rows>
        <thead><tr><th scope="col">[[公司名称]]</th><th scope="col">[[档案编号]]</th><th scope="col">[[客户类型]]</th><th scope="col">[[地区]]</th><th scope="col">[[更新时间]]</th></tr></thead>
        <tbody>
        {{#RECENT}}
        <tr><td class="c-name"><a href="/customer/{{ID:url_query_escape}}" title="{{NAME}}">{{NAME}}</a></td><td class="c-number">{{ARCHIVE_NO}}</td><td class="c-kind" title="{{KIND}}">{{KIND}}</td><td class="c-region" title="{{REGION}}">{{REGION}}</td><td class="c-time">{{UPDATED}}</td></tr>
        {{/RECENT}}
        </tbody>
      </table>
    </section>
    {{/HAS_RECENT}}
    {{#NO_RECENT}}
    <section class="panel">
      <h2>[[我最近的客户]]</h2>
      <p class="faint">[[您名下还没有客户。]]{{#MAY_CREATE}} <a href="/customer/new">[[新建客户]]</a>{{/MAY_CREATE}}</p>
    </section>
    {{/NO_RECENT}}
  </div>
  <aside class="home-side">
    <section class="panel">
      <h2>[[您的权限]]</h2>
      <ul class="grants">
        {{#GRANT}}<li><strong>{{ROLE}}</strong><span>[[范围：{{SCOPE}}]]</span><span>[[可查看至：{{LEVEL}}]]</span></li>{{/GRANT}}
      </ul>
    </section>
    <section class="panel">
      <h2>[[哪些会被记录]]</h2>
      <ul class="plain">
        <li>[[电话、邮箱、价格等秘密项目和银行账号等机密项目平时只显示掩码。]]</li>
        <li>[[每次查看都要选择用途，先写入记录，再显示内容；所有人都一样，包括总经理。]]</li>
        <li>[[按完整的电话或邮箱查找，也算一次查看。]]</li>
        <li>[[审计员能看到谁在何时为何查看了什么，看不到内容本身。]]</li>
      </ul>
    </section>
  </aside>
</div>
