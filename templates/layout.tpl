{{%AUTOESCAPE context="HTML"}}
{{! The frame of every page. Variables: TITLE HTML_LANG DENSITY APPEARANCE PERSON_NAME ROLE_NAME CSRF HERE SEARCH_TEXT NOTICE REQUEST_NUMBER PAGE_TIME.
    Sections: ZH EN (the page's language) SIGNED_IN MAY_SEARCH HAS_NOTICE; rows NAV with HREF LABEL ICON, section CURRENT.
    Forms here: POST /customer/search (csrf, q: posted, so that a phone number never stands in an address), POST /account/language (csrf, next, lang), POST /logout (csrf). }}
<!DOCTYPE html>
<html lang="{{HTML_LANG}}" data-density="{{DENSITY}}" data-appearance="{{APPEARANCE}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{{TITLE}} · [[客档]]</title>
<link rel="icon" type="image/svg+xml" href="[[asset img/logo.svg]]">
<link rel="stylesheet" href="[[asset css/app.css]]">
<script type="module" src="[[asset js/app.js]]"></script>
</head>
<body>
<a class="skip" href="#main">[[跳到正文]]</a>
<header class="topbar">
  <a class="brand" href="/"><img src="[[asset img/logo.svg]]" width="26" height="26" alt=""><span>[[客档]]</span></a>
  {{#SIGNED_IN}}
  <nav class="menu" aria-label="[[主菜单]]">
    <ul>
      {{#NAV}}
      <li><a href="{{HREF}}"{{#CURRENT}} aria-current="page"{{/CURRENT}}><svg class="icon" aria-hidden="true"><use href="[[asset icons.svg]]#{{ICON:url_query_escape}}"></use></svg>{{LABEL}}</a></li>
      {{/NAV}}
    </ul>
  </nav>
  {{#MAY_SEARCH}}
  <form class="search" role="search" aria-label="[[查找客户]]" action="/customer/search" method="post">
    <input type="hidden" name="csrf" value="{{CSRF}}">
    <label class="visually-hidden" for="search">[[查找客户]]</label>
    <input id="search" type="search" name="q" value="{{SEARCH_TEXT}}" autocomplete="off" spellcheck="false" maxlength="100" placeholder="[[名称、联系人、拼音、编号、电话或其末四位]]">
    <kbd aria-hidden="true">/</kbd>
    <button type="submit" aria-label="[[查找]]">[[icon search]]</button>
  </form>
  {{/MAY_SEARCH}}
  <details class="account">
    <summary>[[icon user-circle]]<span class="who">{{PERSON_NAME}}</span> <small>{{ROLE_NAME}}</small>[[icon chevron-down]]</summary>
    <div class="account-menu">
      <p>{{PERSON_NAME}}<small>{{ROLE_NAME}}</small></p>
      <a href="/account">[[icon user]][[我的账号]]</a>
      <form method="post" action="/account/language">
        <input type="hidden" name="csrf" value="{{CSRF}}">
        <input type="hidden" name="next" value="{{HERE}}">
        {{#ZH}}<button type="submit" name="lang" value="en" lang="en">[[icon language]]English</button>{{/ZH}}
        {{#EN}}<button type="submit" name="lang" value="zh" lang="zh-CN">[[icon language]][[中文]]</button>{{/EN}}
      </form>
      <form method="post" action="/logout">
        <input type="hidden" name="csrf" value="{{CSRF}}">
        <button type="submit">[[icon logout]][[退出]]</button>
      </form>
    </div>
  </details>
  {{/SIGNED_IN}}
</header>
<main id="main" tabindex="-1">
{{#HAS_NOTICE}}<p class="notice" role="status">[[icon circle-check]]{{NOTICE}}</p>{{/HAS_NOTICE}}
[[content]]
</main>
<footer class="foot">
  {{#SIGNED_IN}}<span class="print-only">[[打印人：{{PERSON_NAME}}，内容截至 {{PAGE_TIME}}]]</span>{{/SIGNED_IN}}
  <span>[[客档]]</span>
  <span>[[请求编号 {{REQUEST_NUMBER}}]]</span>
</footer>
</body>
</html>
